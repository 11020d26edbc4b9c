"""Whether lines that are counted are those of the file that is named, or of a part of it, or of what it tells of or works on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from verifier.model import Quantity
from verifier.reading.clause import Clause, Form
from verifier.reading.english.lexis import neutral, shifts, table, verb_classes
from verifier.reading.says.announced import titled
from verifier.reading.says.words import Sort, Word, words_of

_MEASURING = frozenset("be have change turn".split())  # classes of verbs whose object may be a file's length
_COVERING = frozenset(("cover", "feature", "include"))  # what a document does with lines of others
_LENGTHY = frozenset("exceed span run take reach measure total count stretch weigh use need fill".split())
_SOURCES = frozenset("code source sloc loc text python typescript javascript go rust java ruby php css html sql markdown yaml json".split())
_FILES = frozenset("file files module modules script scripts document documents component components class classes page pages".split())
_LASTING = frozenset("total long each now today altogether overall currently".split())


def lines_of_another(clause: Clause, words: Sequence[Word], at: int, behind: int, quantity: Quantity) -> str:
    """The words that say that the lines counted at `at`, of which the noun ends before `behind`, are no file's length; "" when none do."""
    if quantity.unit != "line":
        return ""
    return (
        _sort_of(quantity)
        or _hit(words)
        or _governed(words, at)
        or _of_a_sort(words, at, behind)
        or _part_of(words, at, behind)
        or _held_in(words, at)
        or _changed(words, behind)
        or _worked_on(words, behind)
        or _under(clause)
    )


def _changed(words: Sequence[Word], behind: int) -> str:
    """What was done to the file since, so that they are those it had: "the old `a.py` (390 lines) has been taken apart"."""
    rest = words[behind : behind + 5]
    told = {word.lower for word in rest} & {"was", "were", "been"}
    verb = next(
        (word for word in rest if word.verb is not None and word.verb.form == "past" and word.lower not in ("been", "was", "were")), None
    )
    if not told or verb is None or verb.verb is None or not rest or rest[0].text != ")":
        return ""
    return verb.text if verb_classes(verb.verb.lemma) & {"turn", "change", "remove"} else ""


def _held_in(words: Sequence[Word], at: int) -> str:
    """Something that stands in the file, whose lines they may be: "`turn` method in `orbit.py` (~40 lines)"."""
    named = next((place for place in range(at - 1, 1, -1) if words[place].sort is Sort.NAME), 0)
    held = named > 1 and words[named - 1].lower in ("in", "inside", "within", "of") and words[named - 2].sort is not Sort.MARK
    return f"{words[named - 2].text} {words[named - 1].text}" if held and words[named + 1].text == "(" else ""


def _sort_of(quantity: Quantity) -> str:
    """Lines of a sort: "7 executable lines", "4 blank lines"."""
    return next((word for word in quantity.words[:-1] if "part" in shifts(word) or "coverage" in shifts(word)), "")


def _hit(words: Sequence[Word]) -> str:
    """A number of lines that were hit or missed, which a coverage tool counts: "8 lines, 3 missed"."""
    pairs = pairwise(words)
    return next((two.text for one, two in pairs if one.sort is Sort.NUMBER and ("coverage" in shifts(two.lower) or two.lower == "hit")), "")


def _governed(words: Sequence[Word], at: int) -> str:
    """A verb behind the file's name whose object the lines are: "describes 300 lines", "reads 200 lines at a time"."""
    inner = next((place for place in range(at - 1, max(-1, at - 5), -1) if words[place].text == "("), None)
    if inner is not None and (verb := words[inner + 1].verb) is not None and verb.form == "past":
        return "" if verb_classes(verb.lemma) & _MEASURING else words[inner + 1].text  # "(based on 4,000 lines)"
    named = next((place for place in range(at - 1, -1, -1) if words[place].sort is Sort.NAME), None)
    if named is None or any(word.sort is Sort.MARK and word.text != "," for word in words[named:at]):
        return ""
    for place in range(named + 1, at):
        word = words[place]
        if word.sort is not Sort.WORD or neutral(word.lower):
            continue
        verb = word.verb
        if verb is not None and verb.form in ("s", "past"):
            classes = verb_classes(verb.lemma)
            measures = bool(classes & _MEASURING) and verb.lemma not in _COVERING
            return "" if measures or verb.lemma in _LENGTHY or not classes else word.text
        if verb is None and place == named + 1 and word.lower.endswith("s") and word.lower not in table("amounts")["line"]:
            return word.text
    return ""


def _of_a_sort(words: Sequence[Word], at: int, behind: int) -> str:
    """ "700 lines of findings", "20 lines of comments", "a 300-line script"."""
    if behind + 1 < len(words) and words[behind].lower == "of":
        of = next(
            (word for word in words[behind + 1 : behind + 4] if word.sort is not Sort.WORD or word.lower not in ("the", "its", "a")), None
        )
        if of is not None and of.sort is Sort.WORD and of.lower not in _SOURCES and of.verb is None and not of.lower.endswith("ed"):
            return f"of {of.text}" if not neutral(of.lower) else ""
    before = words[at - 1] if at else None
    attributive = words[at].lower.endswith("line") or words[behind - 1].lower == "line"
    if attributive and before is not None and before.lower == "a" and behind < len(words) and words[behind].sort is Sort.WORD:
        named = any(word.sort is Sort.NAME for word in words[behind : behind + 3])
        return "" if named or (words[behind].lower in _FILES and _be(words, at)) else words[behind].text
    return ""


def _be(words: Sequence[Word], at: int) -> bool:
    return any(word.lower in ("is", "was", "are") for word in words[max(0, at - 3) : at])


def _part_of(words: Sequence[Word], at: int, behind: int) -> str:
    """A part of a file of which more is said: "12 lines of `a.py` are dead", "about 60 lines can go"."""
    if any(word.lower == "there" for word in words[:at]):
        return ""
    rest = words[behind:]
    if len(rest) > 2 and rest[0].lower in ("of", "in", "from") and rest[1].sort is Sort.NAME:
        rest = rest[2:]
        return f"{rest[0].text}" if rest[0].sort is Sort.WORD and _predicates(rest[0]) else ""
    return rest[0].text if rest and rest[0].sort is Sort.WORD and rest[0].lower in ("can", "could", "may", "should", "must", "are") else ""


def _predicates(word: Word) -> bool:
    return word.lower in ("is", "are", "was", "were", "can", "could", "may", "should", "must") or word.verb is not None


def _worked_on(words: Sequence[Word], behind: int) -> str:
    """Lines that something was done to: "(2,400 lines analysed)", "1,200 lines reviewed"."""
    word = words[behind] if behind < len(words) else None
    if word is None or word.sort is not Sort.WORD or word.lower in _LASTING:
        return ""
    return (
        word.text
        if word.lower.endswith("ed") or (word.lower == "at" and behind + 2 < len(words) and words[behind + 1].lower == "a")
        else ""
    )


def _under(clause: Clause) -> str:
    """A key, a column or the nearest heading that tells of lines of a sort: "Commented-out code", "Docstrings"."""
    if clause.context.key.strip(" *:`").lower() in _FILES:
        return ""  # "File: `a.py` (90 lines)" below "Dead code in the setup"
    for title in _near(clause):
        words = [word for word in words_of(titled(title)) if word.sort is Sort.WORD]
        if any(word.lower in _FILES for word in words):
            continue  # "Unused files": the lines are the files' own
        if found := next((word.text for word in words if shifts(word.lower) & {"part", "unrun"}), ""):
            return found
    return ""


def _near(clause: Clause) -> Iterator[str]:
    context = clause.context
    if context.key:
        yield context.key
    if clause.form is Form.CELL and context.header:
        yield context.header
    if context.lead_in is not None:
        yield context.lead_in.plain
    if context.sections:
        yield context.sections[-1].title
