"""Lengths of files told apart from the file's name: what it was reduced to, a field under its heading, a heading over its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from verifier.model import Quantity, Span
from verifier.reading.clause import Clause, Form, Mention, Origin, Path
from verifier.reading.english.lexis import shifts
from verifier.reading.quantities import quantities
from verifier.reading.says.announced import titled

_TO = re.compile(
    r"\b(?P<verb>reduced|reduces|shr[aiu]nk(?:s|ed)?|cut|trimmed|slimmed|shortened|simplified|refactored|condensed|consolidated|went|grew|grown"
    r"|down|up|dropped|decreased|increased|expanded|lines|loc|size|length)\b[^.;]{0,40}?\bfrom\s+[~≈]?(?P<before>\d[\d,]*)(?P<noun>\s*(?:lines?|loc))?"
    r"(?:\s+of\s+code)?\s*(?:(?:down\s+|up\s+)?to|→|->|⟶)\s*(?:just\s+|only\s+|about\s+|around\s+)?(?P<after>[~≈]?\d[\d,]*)\+?(?P<unit>\s*(?:lines?|loc))?\b",
    re.I,
)
_FIELD = re.compile(r"^\W*(?:total\s+|number\s+of\s+|file\s+|current\s+)?(?:lines(?:\s+of\s+code)?|loc|line\s+count|length|size)\W*", re.I)
_BARE = re.compile(r"^\W*lines\W*", re.I)
_PLACE = re.compile(r"^\W*(?:files?|location|path|where|source|module|document)\W*", re.I)
_PART = re.compile(
    r"\b(?:functions?|methods?|class(?:es)?|blocks?|duplicat\w+|comments?|docstrings?|changed?|added|removed|deleted|reduc\w+|saved|max(?:imum)?|limit|per|each"
    r"|average|over|under|first|last|tests?|components?|hooks?|dead|unused|repeated|boilerplate|commented|handlers?|quer(?:y|ies)|switch|unreachable"
    r"|to|from|into|by|extract\w*|split\w*|move\w*|could|should|files)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Told:
    """A length and the file it is of. `sure`: nothing else of the file can be meant."""

    path: str
    quantity: Quantity
    sure: bool
    explains: tuple[Span, ...] = ()
    place: bool = False  # it may be the number of a line
    part: bool = False  # it may be of something in the file


def told_of_a_file(clause: Clause) -> Iterator[Told]:
    """What a clause tells of the length of a file that it does not name beside the number."""
    told = _reduced(clause) or _field(clause) or _headed(clause)
    if told is not None:
        yield told


def reduces(clause: Clause) -> bool:
    """Whether a clause tells of the lines before and after a change."""
    return _TO.search(clause.text) is not None


def _reduced(clause: Clause) -> Told | None:
    """ "Reduced from 20 lines to 3 lines", of the file that the sentence, its row or the heading names."""
    match = _TO.search(clause.text)
    if match is None or not (match["noun"] or match["unit"] or match["verb"].lower() in ("lines", "loc")):
        return None
    told = [
        q for q in clause.quantities if re.sub(r"\s.*", "", q.text.lstrip("~≈")) == match["after"].lstrip("~≈") or match["after"] in q.text
    ]
    told = [q for q in told if q.unit in ("line", "")]
    own = _files(m for m in clause.mentions if m.origin in (Origin.SELF, Origin.ROW) or (m.origin is Origin.PARENT and _near(m, clause)))
    above = own or _above(clause)
    if not told or len(above) != 1 or _PART.search(re.sub(_TO, " ", clause.text)):
        return None
    start = clause.text.find(match[0])
    explains = (clause.words.span(start, start + len(match[0])),) if start >= 0 else ()
    return Told(above[0], told[-1], bool(own), explains)


def _field(clause: Clause) -> Told | None:
    """A field under a heading that is a file: "**Lines:** 53 | **Status:** ...", "- LOC: 53"."""
    numbers = [q for q in clause.quantities if q.unit in ("", "line")]
    if clause.form is not Form.KEY_VALUE or clause.position or not numbers or not _FIELD.fullmatch(clause.context.key):
        return None
    size = re.search(r"size|length", clause.context.key, re.I) is not None
    number = numbers[0]
    at = clause.text.find(number.text)
    between = clause.text[:at].replace(clause.context.key, "", 1)
    behind = re.split(r"[|•·,;(]|\s[-–—]\s", clause.text[at + len(number.text) :])[0]
    above = _above(clause)
    if (size and number.unit != "line") or re.search(r"\w", between) or re.search(r"\w", behind) or len(above) != 1:
        return None
    if number.low != number.high and not number.approximate:
        return None  # a range is a place
    text = clause.statement.text
    rest = clause.text[at + len(number.text) :]
    place = (
        not number.unit
        and bool(_BARE.fullmatch(clause.context.key))
        and not re.search(r"\b(?:lines|loc|size|large|long|small)\b", rest, re.I)
    )
    end = text.plain.find(number.text) + len(number.text)
    return Told(above[0], number, _is_the_file(clause, above[0]), (text.span(0, end),), place)


def _headed(clause: Clause) -> Told | None:
    """A heading with a length over the field that names the file: "### PLAN is 40 lines of notes" over "**File:** `PLAN.md`"."""
    files = _files(clause.own(Path))
    section = clause.context.sections[-1] if clause.context.sections else None
    if (
        clause.form is not Form.KEY_VALUE
        or clause.position
        or section is None
        or len(files) != 1
        or not _PLACE.fullmatch(clause.context.key)
    ):
        return None
    if section.mentions and any(isinstance(m.value, Path) for m in section.mentions):
        return None
    title = titled(section.title).plain
    numbers = [q for q in quantities(title, section.line, 1) if q.unit == "line"]
    if len(numbers) != 1 or _PART.search(title) or numbers[0].low != numbers[0].high:
        return None
    stem = files[0].rpartition("/")[2].partition(".")[0]
    named = re.search(rf"(?<!\w){re.escape(stem)}(?!\w)", title, re.I) is not None
    sure = named and not shifts(stem.lower())  # "PLAN is 40 lines" may tell of a plan
    at = clause.text.find(files[0])
    own = (clause.words.span(0, at + len(files[0])),) if at >= 0 else (clause.span,)
    return Told(files[0], replace(numbers[0], span=clause.span), sure, own, part=not named)  # "### `main` (88 lines)"


def _above(clause: Clause) -> list[str]:
    """The file of the item or heading that a clause stands under."""
    parents = _files(m for m in clause.mentions if m.origin is Origin.PARENT)
    section = clause.context.sections[-1] if clause.context.sections else None
    located = [m for m in clause.context.located if section is None or m.span.line > section.line]
    return parents or _files(located) or (_files(section.mentions) if section else [])


def _is_the_file(clause: Clause, path: str) -> bool:
    """Whether the item or heading above is the file, and tells of nothing else: "### 2. `src/limits.ts` (new)"."""
    texts = [text.plain for text in clause.context.parents[-1:]] or [section.title for section in clause.context.sections[-1:]]
    rest = re.sub(r"\([^()]*\)|^[#*\s]*[\d.]+\s", " ", texts[0].replace(path, " ")) if texts else ""
    return not re.search(r"(?!(?:file|module|script)\b)[^\W\d_]{2,}", rest, re.I)


def _files(mentions: Iterable[Mention]) -> list[str]:
    """The files among mentions, each once."""
    found = [m.value for m in mentions if isinstance(m.value, Path)]
    return list(dict.fromkeys(p.text for p in found if not p.directory and not p.glob and not p.anchors and not p.symbol and p.sure))


def _near(mention: Mention, clause: Clause) -> bool:
    return mention.span.line == clause.span.line
