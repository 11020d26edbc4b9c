"""What a number is of: whether it is what the claim measures, or of a part, a condition, a scale, an option, or of how it was before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from verifier.model import Claim, Quantity
from verifier.reading.clause import Clause, Command, Context, Form, Symbol
from verifier.reading.english.lexis import neutral, shifts, verb_classes
from verifier.reading.says.announced import titled
from verifier.reading.says.lines import lines_of_another
from verifier.reading.says.vocabulary import Vocabulary
from verifier.reading.says.words import ARROWS, Sort, Word, offset_of, words_of
from verifier.reading.text import Text

_RESTRICTING = frozenset("with that which containing having using whose where".split())
_ENDS = frozenset(("in", "and", "or", "of", "for", "at", "to", "across", "total", "each", "but", "so", "while", "now", "long"))
_LEVELS = frozenset(
    "simple complex trivial good bad poor fair excellent acceptable low medium high moderate grade grades rating ratings rank class level "
    "category tier severity band bands bucket risk".split()
)
_EARLIER = frozenset("before previously originally then formerly earlier ago once".split())
_MADE_OVER = frozenset("refactor rewrite restructure simplify slim".split())  # "Refactored component": as it is since
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
    if start is None and (text_above := _above(clause.context, quantity)) is not None:
        text, start = text_above, text_above.plain.find(quantity.text)
        words = words_of(text)
    at = next((i for i, word in enumerate(words) if start is not None and word.start <= start < word.end), None)
    if at is None:
        return ""
    return (
        _option(clause, words[at])
        or _option_in_prose(text.plain, words[at])
        or _former(text.plain, words, at)
        or lines_of_another(clause, words, at, _behind(words, at, quantity), quantity)
        or _scale(words, at, quantity)
        or _restricted(words, at, quantity, claim, known)
        or _of_coverage(clause.context, quantity)
        or _headed(clause, quantity, known)
        or _of_a_change(clause, claim)
    )


def _of_a_change(clause: Clause, claim: Claim[object]) -> str:
    """A lead-in, key or heading that tells of what was worked on: its numbers are of the change. "Modified: `a.py` (~30 lines)"."""
    wanted = {"file-count": {"make", "change", "remove"}, "file-lines": {"change"}}.get(claim.kind, set())
    context = clause.context
    near = [context.key, context.lead_in.plain if context.lead_in else "", context.sections[-1].title if context.sections else ""]
    for text in near if wanted else ():
        verbs = [word.verb for word in words_of(titled(text)) if word.verb is not None and word.verb.form == "past"]
        told = [verb_classes(verb.lemma) for verb in verbs if verb.lemma not in _MADE_OVER]
        if any(classes & wanted for classes in told) and (claim.kind == "file-count" or not any("make" in classes for classes in told)):
            return text
    return ""


def former_value(clause: Clause, claim: Claim[object]) -> str:
    """What says that a value which is no quantity is the one before a change: "`LIMIT`: 10 → 3"."""
    words = words_of(clause.statement.text)
    wanted = claim.claimed.strip("`\"'")
    places = [place for place, word in enumerate(words) if word.text.strip("`\"'") == wanted]
    return _former(clause.statement.text.plain, words, places[0]) if len(places) == 1 and words[places[0]].sort is not Sort.WORD else ""


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


def _former(text: str, words: Sequence[Word], at: int) -> str:
    """The side of a change that was before: "120 lines → 40", "went from 120 to 40", "down from 120", "was 120 lines before"."""
    if _signed(text, words[at].start):
        return "+"
    for word in words[at + 1 : at + 6]:
        if word.text in ARROWS or word.lower in ("vs", "versus"):
            return word.text
        inside = word.text == "." and text[word.end : word.end + 1].isalpha()  # "console.log" without code marks
        if (word.sort is Sort.MARK and not inside) or word.sort is Sort.NUMBER:
            break
    if _said_of_former(words, at):
        return words[at].text
    for place in range(at - 1, max(-1, at - 4), -1):
        word = words[place]
        if word.sort is not Sort.WORD:
            break
        if word.lower == "from" and not (place > 1 and words[place - 1].sort is Sort.NUMBER):
            return "from" if _leads_to(words, at) or _changes(words, place) else ""
        if word.lower in ("was", "were", "had") and not any(later.verb and later.verb.form == "past" for later in words[at + 1 : at + 3]):
            return word.text
        if (word.lower == "used" and words[place + 1].lower == "to") or word.lower == "once":
            return word.text
        known = word.verb is not None and bool(verb_classes(word.verb.lemma) & {"have", "be"})
        if not known and not neutral(word.lower) and "before" not in shifts(word.lower):
            break
    return next((word.text for word in words[at + 1 : at + 5] if word.lower in _EARLIER), "")


def _said_of_former(words: Sequence[Word], at: int) -> bool:
    """Whether the number describes a thing that was changed since: "the 400-line `a.py` was split up"."""
    named = next((place for place in range(at + 1, min(len(words), at + 5)) if words[place].sort is Sort.NAME), None)
    if named is None or "line" not in "".join(word.lower for word in words[at:named]) or len(words) < named + 3:
        return False
    if words[named + 1].lower not in ("was", "were", "got", "has") or any(word.sort is Sort.MARK for word in words[at:named]):
        return False
    done = [word.verb for word in words[named + 2 : named + 5] if word.verb is not None and word.verb.lemma != "be"]
    return bool(done) and bool(verb_classes(done[0].lemma) & {"turn", "change", "remove"})


def _signed(text: str, at: int) -> bool:
    """Whether a number has a sign, which makes it a change: "+120 lines", "(+~100 lines)", "-40 lines"."""
    before = text[: at + 1].rstrip("~≈0123456789")  # a dash with a blank behind it parts, as in "Filter - 40 patterns"
    return before.endswith(("+", "−")) or (before.endswith("-") and (len(before) < 2 or before[-2] in " (|,:"))


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
    if bounded and quantity.low is not None and quantity.high is not None and (level := _level_behind(words, at)):
        return level
    opening = next((place for place in range(at - 1, max(-1, at - 5), -1) if words[place].text == "("), None)
    if not bounded or opening is None:
        return ""
    for word in reversed(words[max(0, opening - 5) : opening]):
        if word.sort is Sort.MARK and word.text != ",":
            return ""
        if _is_level(word):
            return word.text
    return ""


def _level_behind(words: Sequence[Word], at: int) -> str:
    """The level that a range behind which it stands makes: "complexity 11-20 is moderate", "11 to 20 counts as C"."""
    for word in words[at + 1 : at + 7]:
        if word.text in (".", ";", ",") or word.sort is Sort.NAME:
            return ""
        if _is_level(word):
            return word.text
    return ""


def _is_level(word: Word) -> bool:
    return any(part in _LEVELS for part in word.lower.split("-")) or (len(word.text) == 1 and word.text.isupper())


def _above(context: Context, quantity: Quantity) -> Text | None:
    """The lead-in or heading that a number stands in."""
    texts = [context.lead_in, *(titled(section.title) for section in reversed(context.sections))]
    return next((text for text in texts if text is not None and quantity.text in text.plain), None)


def _behind(words: Sequence[Word], at: int, quantity: Quantity) -> int:
    """The place of the first word behind the counted noun; the number of words where there is none."""
    end = quantity.span.end_column - quantity.span.column + words[at].start
    return next((place for place in range(at + 1, len(words)) if words[place].start >= end), len(words))


def _restricted(words: Sequence[Word], at: int, quantity: Quantity, claim: Claim[object], known: Vocabulary) -> str:
    """What stands behind the counted noun and restricts it: "2 files with TODOs", "400 lines documented"."""
    if claim.explains:
        return ""  # the rule has read the rest of the phrase
    behind = _behind(words, at, quantity)
    if behind >= len(words):
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
