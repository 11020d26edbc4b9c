"""What a number is of: whether it is what the claim measures, or of a part, a condition, a scale, an option, or of how it was before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from verifier.model import Claim, Quantity
from verifier.reading.clause import Clause, Command, Context, Form, Symbol
from verifier.reading.english.lexis import neutral, shifts, verb_classes
from verifier.reading.says.announced import titled
from verifier.reading.says.ledger import Vocabulary
from verifier.reading.says.words import Sort, Word, offset_of, words_of

_RESTRICTING = frozenset("with that which containing having using whose where without excluding except besides".split())
_ENDS = frozenset(("in", "and", "or", "of", "for", "at", "to", "across", "total", "each", "but", "so", "while", "now", "long"))
_LEVELS = frozenset("grade grades rating ratings rank class level category tier severity low medium high moderate".split())
_OPTION = re.compile(r"(?:^|\s)--[a-z][\w-]*[= ]$")
_COUNTED = frozenset(("line", "statement", "branch"))


def number_of_another(clause: Clause, claim: Claim[object], known: Vocabulary) -> str:
    """The words that say that the claim's number is of something else than the claim measures; "" when none do."""
    quantity = claim.quantity
    if quantity is None:
        return ""
    text = clause.statement.text
    words = words_of(text)
    start = offset_of(text, quantity.span)
    at = next((i for i, word in enumerate(words) if start is not None and word.start <= start < word.end), None)
    if at is None:
        return ""
    return (
        _option(clause, words[at])
        or _option_in_prose(text.plain, words[at])
        or _former(words, at)
        or _scale(words, at, quantity)
        or _restricted(words, at, quantity, claim, known)
        or _of_coverage(clause.context, quantity)
        or _headed(clause, quantity, known)
    )


def _option(clause: Clause, word: Word) -> str:
    """A number inside of a command: "`flake8 --max-complexity 10`"."""
    if clause.form is Form.COMMAND:
        return clause.text
    if word.sort is not Sort.NAME:
        return ""
    value = word.mention.value if word.mention else None
    return word.text if isinstance(value, Command) or " -" in word.text or (value is None and " " in word.text) else ""


def _option_in_prose(plain: str, word: Word) -> str:
    """A number behind an option that is written without code marks: "flake8 --max-complexity=6 a.py"."""
    found = _OPTION.search(plain, 0, word.start)
    return found[0].strip() if found else ""


def _former(words: Sequence[Word], at: int) -> str:
    """The side of a change that was before: "120 lines → 40", "went from 120 to 40", "down from 120", "was 120 lines before"."""
    for word in words[at + 1 : at + 6]:
        if word.text in ("→", "->", "=>"):
            return word.text
        if word.sort is Sort.MARK or word.sort is Sort.NUMBER:
            break
    for place in range(at - 1, max(-1, at - 4), -1):
        word = words[place]
        if word.sort is not Sort.WORD:
            break
        if word.lower == "from" and not (place > 1 and words[place - 1].sort is Sort.NUMBER):
            return "from" if _leads_to(words, at) or _changes(words, place) else ""
        if word.lower in ("was", "were", "had") and not any(later.verb and later.verb.form == "past" for later in words[at + 1 : at + 3]):
            return word.text
        if not neutral(word.lower) and "before" not in shifts(word.lower):
            break
    return next((word.text for word in words[at + 1 : at + 5] if word.lower in ("before", "previously", "originally")), "")


def _leads_to(words: Sequence[Word], at: int) -> bool:
    return any(word.lower in ("to", "down", "up") for word in words[at + 1 : at + 5])


def _changes(words: Sequence[Word], place: int) -> bool:
    return any(
        word.lower in ("down", "up") or (word.verb and verb_classes(word.verb.lemma) & {"change"})
        for word in words[max(0, place - 4) : place]
    )


def _scale(words: Sequence[Word], at: int, quantity: Quantity) -> str:
    """A range in brackets behind a level defines the level: "C-grade complexity (11-20)", "High (> 20)"."""
    bounded = (quantity.low is None) != (quantity.high is None) or (quantity.low != quantity.high and not quantity.approximate)
    if not bounded or at == 0 or words[at - 1].text != "(":
        return ""
    for word in reversed(words[max(0, at - 6) : at - 1]):
        if word.sort is Sort.MARK and word.text != ",":
            return ""
        if any(part in _LEVELS for part in word.lower.split("-")) or (len(word.text) == 1 and word.text.isupper()):
            return word.text
    return ""


def _restricted(words: Sequence[Word], at: int, quantity: Quantity, claim: Claim[object], known: Vocabulary) -> str:
    """What stands behind the counted noun and restricts it: "2 files with TODOs", "400 lines documented"."""
    if claim.explains:
        return ""  # the rule has read the rest of the phrase
    end = quantity.span.end_column - quantity.span.column + words[at].start
    behind = next((i for i in range(at + 1, len(words)) if words[i].start >= end), None)
    if behind is None:
        return ""
    word = words[behind]
    if word.sort is not Sort.WORD or known.knows(word.lower):
        return ""
    if word.lower in _RESTRICTING:
        return " ".join(other.text for other in words[behind : behind + 3])
    verb = word.verb
    if verb is not None and verb.form in ("past", "ing") and word.lower not in _ENDS and not neutral(word.lower):
        return word.text
    return ""


def _of_coverage(context: Context, quantity: Quantity) -> str:
    """Lines as a coverage tool counts them: executable statements, hit or missed."""
    if quantity.unit not in _COUNTED | {""}:
        return ""
    near = [context.lead_in.plain if context.lead_in else "", context.key, context.header]
    titles = [*near, *(section.title for section in context.sections[-2:])]
    return next((title for title in titles if any("coverage" in shifts(word.lower) for word in words_of(titled(title)))), "")


def _headed(clause: Clause, quantity: Quantity, known: Vocabulary) -> str:
    """A column whose header says that its numbers are of something else: "Total comments"."""
    header = clause.context.header
    if clause.form is not Form.CELL or not header or clause.own(Symbol):
        return ""
    strange = [w for w in words_of(titled(header)) if w.sort is Sort.WORD and not neutral(w.lower) and not known.knows(w.lower)]
    return header if strange else ""
