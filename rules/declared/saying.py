"""What the words around a phrase make of it: denied or not, how many, and whether its names are surely names."""

from __future__ import annotations

import re

from verifier.model import Quantity
from verifier.reading.clause import Clause
from verifier.reading.english.lexis import verb_form
from verifier.reading.numbers import NUMBER_WORDS

from ..quality.denial import Denied, denied
from .values import NUMBER

_NONE = frozenset(("no", "zero", "0"))
_ONE = frozenset(("a", "an", "single"))
_JUST_BEFORE = re.compile(r"(?:\b(?:is|are)(?:\s+not|n['’]t)|\bnot)\s+(?:an?\s+|any\s+|the\s+)?$", re.I)
_PLAIN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_FIRST = re.compile(r"\W*([^\W\d_]+)(?![\w.-])")
_SURE = frozenset(("true", "false", "on", "off"))


def exact(clause: Clause, match: re.Match[str], part: str) -> bool:
    """Whether a part is surely what it is said to be: no piece of some code; a name or value is code, quoted, or no word of prose."""
    start, end = match.span(part)
    if any(first < end and start < last and not match.start() <= first < last <= match.end() for first, last in clause.words.codes):
        return False
    if part not in ("name", "value"):
        return True
    told = match[part]
    if told[:1] in '"“' or clause.words.in_code(start, end):
        return True
    if part == "value" and told[0].isdigit():
        return bool(NUMBER.fullmatch(told))  # "80-90" and "5s" may be what stands there, written otherwise
    inner = any(letter.isupper() for letter in told[1:])
    return told.lower() in _SURE or told.lower() in NUMBER_WORDS or inner or not _PLAIN.fullmatch(told)


def instructs(clause: Clause, match: re.Match[str], phrase: str) -> bool:
    """Whether the clause begins with what is to be done, as "Register 3 event handlers": a verb that the phrase does not begin with."""
    first = _FIRST.match(clause.text)
    verb = verb_form(first[1].lower()) if first and not clause.position else None
    return first is not None and verb is not None and verb.form == "base" and not phrase.lower().startswith(f"{first[1].lower()} ")


def area_in(clause: Clause, match: re.Match[str]) -> bool:
    """Whether the clause itself says in which part of the repository: "3 event handlers in the backend"."""
    rest = f"{clause.text[: match.start()]} {clause.text[match.end() :]}".lower()
    return any(re.search(rf"\b{re.escape(area.lower())}\b", rest) for area in clause.hints.areas)


def denial(clause: Clause, match: re.Match[str]) -> bool | None:
    """Whether the clause says that there is none; None where it denies something that may be another thing, or only a part."""
    negated = clause.negated and not _parted(clause, match.start())
    number = match["number"].lower() if "number" in match.re.groupindex else None
    if number is not None:
        own = bool(clause.negation) and clause.negation.lower() in match[0].lower()  # "no more than 5" denies nothing
        return None if negated and not own else number in _NONE
    far = denied(clause, *match.span()) if negated or not clause.negated else Denied.NOTHING
    if far is Denied.PART:
        return None
    if far is Denied.ALL or not negated:
        return far is Denied.ALL
    return True if _JUST_BEFORE.search(clause.text[: match.start()]) else None


def _parted(clause: Clause, at: int) -> bool:
    """Whether what the clause denies stands in an earlier part of it: "where there is no charset, it is assumed..."."""
    comma = clause.text.rfind(", ", 0, at)
    return comma >= 0 and not re.search(rf"(?<!\w){re.escape(clause.negation)}(?!\w)", clause.text[comma:], re.I)


def number_in(clause: Clause, match: re.Match[str]) -> Quantity | None:
    """The quantity that the phrase's number belongs to; "a handler" is at least one."""
    place = clause.words.span(*match.span("number"))
    if match["number"].lower() in _ONE:
        return Quantity(1, None, "", match["number"], place)
    for quantity in clause.quantities:
        if quantity.span.line == place.line and quantity.span.column <= place.column < quantity.span.end_column:
            return quantity
    return None
