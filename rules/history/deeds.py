"""What a text says was done to a file: added, changed, removed or moved."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import TypeVar

from verifier.model import Claim, Confidence, Finding, Measurement, Side, Verdict
from verifier.reading.clause import Clause, Form
from verifier.reading.english.lexis import denies, verb_classes, verb_form
from verifier.reading.says.announced import titled
from verifier.reading.says.words import Sort, Word, words_of
from verifier.repository.log import Commit
from verifier.rule import found, undecided

T = TypeVar("T")


class Deed(Enum):
    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    MOVED = "moved"


_CLASSES = (("remove", Deed.REMOVED), ("make", Deed.ADDED), ("change", Deed.CHANGED))
_MOVES = frozenset("move rename relocate migrate transfer reorganize".split())
_INTO = frozenset("to in into of from within inside across throughout".split())
_PASSED = frozenset("is was were are has have been now also just fully successfully completely".split())
_BEFORE = frozenset("the a an new file files module script class document page test tests and".split())
_FILES = frozenset(
    "file files document documents documentation module modules script scripts test tests component components code config "
    "configuration class classes".split()
)
_WIDEST = 7  # words of a heading that announces files
_NEAR = 3  # headings above


def deed_of(word: Word) -> Deed | None:
    """What a verb in the past says was done."""
    verb = word.verb
    if verb is None or verb.form != "past":
        return None
    if verb.lemma in _MOVES:
        return Deed.MOVED
    classes = verb_classes(verb.lemma)
    return next((deed for name, deed in _CLASSES if name in classes), None)


def denied(clause: Clause) -> bool:
    """Whether it says that nothing was done; "removed" denies what was there, not that it was done."""
    verb = verb_form(clause.negation) if clause.negated else None
    return clause.negated and not (verb is not None and "remove" in verb_classes(verb.lemma))


def says_done(clause: Clause) -> bool:
    """Whether it says of now, and for sure, that something was done."""
    return not (denied(clause) or clause.hedge) and clause.asserts and clause.side is not Side.BEFORE


def told_when(commit: Commit) -> str:
    """When something was done, for people: "in 1a2b3c4d (2025-11-07)"."""
    return f"in {commit.short} ({commit.date[:10]})" if commit.id else "and not committed yet"


def as_told(claim: Claim[T], measurement: Measurement) -> Finding:
    """What the commits tell confirms it, likely; what they don't tell stays open."""
    if measurement.blocked:
        return undecided(claim, measurement)
    told = measurement.detail
    return found(claim, measurement, Verdict.HOLDS, told, observed=told, confidence=Confidence.LIKELY)


def told_beside(words: Sequence[Word], at: int) -> tuple[Deed, int, int] | None:
    """What is said of the file that is word `at`, and the words that say it: "(NEW)" or "was updated" behind, "Created" before."""
    return _marked(words, at) or _passive(words, at) or _object(words, at)


def _marked(words: Sequence[Word], at: int) -> tuple[Deed, int, int] | None:
    """A mark behind: "(NEW)", "(this file - new)", "(modified, bug fix)"."""
    if at + 2 >= len(words) or words[at + 1].text != "(":
        return None
    for place in range(at + 2, min(at + 6, len(words))):
        word = words[place]
        if word.text == ")":
            return None
        deed = Deed.ADDED if word.lower == "new" else deed_of(word)
        if deed is not None:
            own = word.lower in ("new", "modified", "updated", "changed", "added", "created", "deleted", "removed", "moved", "renamed")
            return (deed, at, place) if own else None
        if word.lower not in ("this", "file", "newly", "just") and word.sort is not Sort.MARK:
            return None
    return None


def _passive(words: Sequence[Word], at: int) -> tuple[Deed, int, int] | None:
    """A verb behind: "`a.md` updated", "`a.md` was updated with the new names"."""
    place = at + 1
    while place < len(words) and words[place].lower in _PASSED:
        place += 1
    deed = deed_of(words[place]) if place < len(words) else None
    behind = words[place + 1] if place + 1 < len(words) else None
    if deed is None or (behind is not None and behind.sort is Sort.NAME):
        return None
    return deed, at, place


def _object(words: Sequence[Word], at: int) -> tuple[Deed, int, int] | None:
    """A verb before: "Created the new file `a.py`", "Added `x()` to `a.py`"."""
    place = at - 1
    while place >= 0 and (words[place].lower in _BEFORE or words[place].sort is Sort.NAME or words[place].text == ","):
        place -= 1
    if place >= 0 and (deed := deed_of(words[place])) is not None:
        return deed, place, at
    if at > 1 and words[at - 1].lower in _INTO and words[0].sort is Sort.WORD and deed_of(words[0]) in (Deed.ADDED, Deed.CHANGED):
        return Deed.CHANGED, 0, at
    return None


_AS_THEY_WERE = frozenset("unchanged untouched unmodified preserved kept verified".split())


def announced_above(clause: Clause) -> Deed | None:
    """What the list or the headings around say of the files that they list: "Files modified (3)", "New files"."""
    context = clause.context
    above = [context.lead_in] if context.lead_in is not None else []
    above += [parent for parent in reversed(context.parents) if not any(word.sort is Sort.NAME for word in words_of(parent))]
    above += [titled(section.title) for section in list(reversed(context.sections))[:_NEAR]]
    for words in map(words_of, above):
        if any(denies(word.lower) or word.lower in _AS_THEY_WERE for word in words):
            return None  # "Files verified (no changes needed)"
        if (deed := _announces(words)) is not None:
            return deed
    return None


def _announces(words: Sequence[Word]) -> Deed | None:
    told = [word for word in words if word.sort is Sort.WORD]
    if not 0 < len(told) <= _WIDEST or any(word.sort is Sort.NAME for word in words):
        return None
    of_files = any(word.lower in _FILES for word in told)
    if told[0].lower == "new" and of_files and len(told) <= 3:
        return Deed.ADDED
    found = [deed for word in told if (deed := deed_of(word)) is not None]
    return found[0] if len(found) == 1 and (of_files or len(told) == 1) else None


def heads_its_item(clause: Clause, words: Sequence[Word], at: int) -> bool:
    """Whether a file is what an item, a row or a line of a block begins with."""
    if clause.form is Form.CELL:
        row = clause.context.row
        return at == 0 and bool(row) and row[0].text.runs == clause.statement.text.runs
    return at == 0 and clause.form in (Form.ITEM, Form.CHECK_ITEM, Form.KEY_VALUE)
