"""A file has N lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from verifier.codebase import Codebase
from verifier.facts.failure import Failure
from verifier.facts.outline import Outline
from verifier.model import Claim, Evidence, Exactness, Finding, Measurement, Quantity, Reading, Reason, Side, Site, Verdict
from verifier.numbered import in_number
from verifier.reading.clause import Clause, FenceClass, Form, Origin, Path, Symbol
from verifier.reading.rows import heads_several
from verifier.repository.kinds import is_source, is_test
from verifier.repository.paths import Match
from verifier.repository.scope import Scope
from verifier.reproduce import arguments
from verifier.rule import Rule, found, restated, undecided
from verifier.shapes.rough_numbers import fits, may_be_rounded

from .anchors import cites_lines, finds, tells_lengths
from .length_examples import EXAMPLES
from .resolving import resolve
from .tied_lines import reduces, told_of_a_file

_LINES_COLUMN = re.compile(r"\b(?:lines?|loc|sloc|line count|size \(lines\))\b", re.I)
# Lines of something smaller than the file, or of a change to it.
_OTHER_LINES = re.compile(
    r"\b(?:function|method|class|component|hook|block|duplicat\w+|comment|docstring|changed?|added|additions?|insertions?|deletions?|removed|deleted|reduc\w+|saved"
    r"|max(?:imum)?|limit|per|each|average|target|threshold|longest|between|first|last|width|long lines?)\b",
    re.I,
)
_OF_A_PART = re.compile(r"\W*(?:the\s+)?(?:function|method|class|component|hook)\s+[`\w]", re.I)
_STRETCH = re.compile(  # of a file, of which a length right behind, or in the same sentence, is
    r"\blines?\s+~?\d+\s*(?:[-–—]|to|through)\s*~?\d+\W{0,4}$"
    r"|\b(?:block|section|part|region|chunk|stretch|passage)\s+(?:from|between|that|which|starting|around)\b",
    re.I,
)
_SMALLER = re.compile(r"^\W*(?:function|method|class|hook|symbol|name|test|endpoint|query)\W*$", re.I)
_COMPONENT = re.compile(r"^\W*components?\W*$", re.I)  # a part of a file, or the file itself
_CODE = re.compile(r"\b(?:s?loc|ncloc|lines of code|code lines|source lines)\b", re.I)
_LOGICAL = re.compile(r"\b(?:lloc|logical|comment|blank|doc\w*|duplicat\w+|changed?|added|removed)\b", re.I)
_OF_A_CHANGE = re.compile(r"\b(?:chang|edit|modif|touch|add|remov|delet|updat|alter)\w*\b", re.I)
_CLONES = re.compile(r"\b(?:clones?|duplicat\w+|tokens)\b", re.I)
_SHOWN = 3  # files of one name that a message tells
_OF_CODE = "code lines"
_FILLED = "lines that are not blank"
_PART = "lines of what is named"
_LONG_PARTS = re.compile(r"\b(?:long|large|big|huge|complex)\s+(?:functions?|methods?|classes|components?|blocks?|hooks?)\b", re.I)
_NONE = re.compile(r"\W*(?:none\s+of|neither)\b", re.I)  # what is denied of each: "neither `a.py` nor `b.py` has over 400 lines"
_TIMES = re.compile(r"\d\s*[x×*]\s*[~≈]?$", re.I)  # "3 × ~180 lines": of several that are to be made
_PRONOUN = re.compile(r"\W*(?:it|which|that|this)\b", re.I)


@dataclass(frozen=True, slots=True)
class Target:
    path: str = ""
    below: str = ""  # the part of it below a tree's caption
    name: str = ""  # a component or class called like its file, when no path is given
    code: bool = False  # lines of code: tools leave out blank lines and comments, or don't
    loose: bool = False  # a part of the file may be meant, since only a heading names it
    place: bool = False  # it may be the number of a line where something was found
    part: bool = False  # it may be of something in the file that a heading names
    attached: bool = False  # the number stands right behind the file's name, or in its row: no other word narrows it


class FileLines(Rule[Target]):
    """ "`page.tsx` is 585 lines", `x.py | ~250`, `x.py: 433 lines`."""

    name = "file-lines"
    kinds = ("file-lines",)
    quotes = False
    vocabulary = "@line size total code source file count length long short big grow grown shrink"
    cites_files = True
    summary = "A file's number of newlines, or that plus one, is the number the report gives; ~N is within 10 %, N+ at least N."
    examples = EXAMPLES

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if not clause.asserts or clause.form in {Form.CODE, Form.COMMAND} or clause.context.fence is FenceClass.SUGGESTED:
            return
        apart = list(told_of_a_file(clause)) if clause.side is not Side.BEFORE and clause.context.tree is None else []
        for told in apart:
            yield self.claim(
                clause,
                Target(
                    told.path, place=told.place or finds(clause), loose=not told.sure, part=told.part, code=bool(_CODE.search(clause.text))
                ),
                subject=told.path,
                claimed=told.quantity.text if told.quantity.unit else f"{told.quantity.text} lines",
                span=told.quantity.span,
                text=clause.statement.text.plain,
                quantity=told.quantity,
                explains=told.explains,
            )
        if apart or _NONE.match(clause.text):
            return
        if reduces(clause) or cites_lines(clause) or any(_SMALLER.match(cell.header) for cell in clause.context.row):
            return
        if any(_CLONES.search(text) for text in (*(cell.header for cell in clause.context.row), *clause.context.titles[-1:])):
            return  # the lines that two files share
        column = clause.form is Form.CELL and bool(_LINES_COLUMN.search(clause.context.header))
        if column and _LOGICAL.search(clause.context.header):
            return  # statements, or the lines of something in the file
        for quantity in clause.quantities:
            if quantity.unit != "line" and not (column and quantity.unit == ""):
                continue
            if _TIMES.search(clause.text.partition(quantity.text)[0]) or (not column and _of_something_else(clause, quantity)):
                continue
            if quantity.text[:1] in "+-−±":
                continue
            target = _subject(clause, quantity)
            if target is None or (not column and _cites_a_line(clause)):
                continue
            if any(_COMPONENT.match(cell.header) for cell in clause.context.row):
                target = replace(target, part=True, loose=True)
            if _of_long_parts(clause):
                target = replace(target, part=True)
            of_code = bool(_CODE.search(clause.context.header if column else clause.text))
            place = column and finds(clause) and not tells_lengths(clause.context.column)
            target = replace(target, code=of_code, place=place, attached=_attached(clause, quantity, target.path))
            path = target.path or target.name
            row = clause.context.row[0].text.plain if column and clause.context.row else ""
            yield self.claim(
                clause,
                target,
                subject=path,
                claimed=f"{quantity.text}" if quantity.unit == "line" else f"{quantity.text} lines",
                span=quantity.span,
                text=f"{row} | {clause.text}" if row else clause.statement.text.plain,
                quantity=quantity,
            )

    def is_closed(self, claim: Claim[Target]) -> bool:
        return not claim.target.attached

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        if claim.side is Side.BEFORE:
            return Measurement(blocked=Reason.NEEDS_BASE, detail="told of an earlier state")
        if claim.target.name:
            return self._of_namesake(claim, code)
        resolved = resolve(code, claim.target.path, claim.target.below, claim.hints.paths)
        files = [path for path in resolved.matches if path in code.snapshot.entries()]
        if not files:
            return Measurement(
                blocked=Reason.NO_SUBJECT, detail=f"no such file: {claim.target.path}", subject=claim.target.path, near=resolved.near
            )
        counted = _counts(files, code)
        namesakes = [path for path in resolved.others if path in code.snapshot.entries()] if resolved.how is not Match.EXACT else []
        if namesakes and not _some_fit(claim, counted) and _some_fit(claim, _counts(namesakes, code)):
            return _ambiguous(claim, [*files, *namesakes], counted + _counts(namesakes, code))  # `__init__.py` may be any of them
        if len({of_file[0].value for of_file in counted}) > 1:
            return _ambiguous(claim, files, counted)
        readings = (*counted[0], *(_of_code(files[0], code) if claim.target.code else ()))
        if not _some_fit(claim, [readings]):
            readings = (*readings, *_of_named(claim.text, files[0], code))
        return Measurement(readings, reproduce=f"wc -l {arguments(files[0])}", subject=files[0])

    def _of_namesake(self, claim: Claim[Target], code: Codebase) -> Measurement:
        """`SettingsTab (1,761 lines)` speaks of the one file called SettingsTab."""
        files = [
            path
            for path in code.index.entries
            if path.rsplit("/", 1)[-1].split(".")[0] == claim.target.name and is_source(path) and not is_test(path)
        ]
        if len(files) != 1:
            return Measurement(
                blocked=Reason.NO_SUBJECT, detail=f"{len(files)} files are called {claim.target.name}", subject=claim.target.name
            )
        newlines = code.snapshot.read(files[0]).count(b"\n")
        return Measurement(
            (Reading("newlines", newlines), Reading("newlines plus one", newlines + 1)),
            reproduce=f"wc -l {arguments(files[0])}",
            subject=files[0],
        )

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        quantity = claim.quantity
        assert quantity is not None
        first = int(measurement.readings[0].value)
        observed = f"{first} {in_number('line', first)}"
        for reading in sorted(measurement.readings, key=lambda reading: reading.definition == _FILLED):
            if reading.definition == _FILLED and quantity.stated == reading.value and not quantity.approximate:
                why = f"{measurement.subject} has {observed}, {claim.claimed} of which are not blank"
                return found(claim, measurement, Verdict.UNVERIFIABLE, why, reason=Reason.AMBIGUOUS, observed=observed)
            if reading.definition == _PART and (fits(quantity, float(reading.value)) or may_be_rounded(quantity, int(reading.value))):
                why = f"{measurement.subject} has {observed}; {claim.claimed} may be those of what is named with it"
                return found(claim, measurement, Verdict.UNVERIFIABLE, why, reason=Reason.AMBIGUOUS, observed=observed)
            if reading.definition not in (_FILLED, _PART) and fits(quantity, float(reading.value)):
                exact = reading is measurement.readings[0] and not quantity.approximate and quantity.contains(float(reading.value))
                return found(
                    claim,
                    measurement,
                    Verdict.HOLDS,
                    f"{measurement.subject} has {_by(reading, observed)}",
                    observed=observed,
                    exactness=Exactness.EXACT if exact else Exactness.TOLERATED,
                    definition=reading.definition,
                )
        if claim.target.place and quantity.stated is not None and quantity.stated <= first:
            why = f"{measurement.subject} has {observed}; {claim.claimed} may be where something is, not how many there are"
            return found(claim, measurement, Verdict.UNVERIFIABLE, why, reason=Reason.AMBIGUOUS, observed=observed)
        if claim.target.part and quantity.stated is not None and quantity.stated <= first:
            why = f"{measurement.subject} has {observed}; {claim.claimed} may be those of something in it"
            return found(claim, measurement, Verdict.UNVERIFIABLE, why, reason=Reason.AMBIGUOUS, observed=observed)
        fewest = min((int(reading.value) for reading in measurement.readings if reading.definition == _OF_CODE), default=0)
        if claim.target.code and quantity.approximate and quantity.stated and fewest < quantity.stated < first:
            why = f"{measurement.subject} has {observed}; those of code are counted in many ways"
            return found(claim, measurement, Verdict.UNVERIFIABLE, why, reason=Reason.AMBIGUOUS, observed=observed)
        if may_be_rounded(quantity, first) or (claim.target.code and fewest and may_be_rounded(quantity, fewest)):
            why = f"{measurement.subject} has {observed}; {quantity.stated:g} may be rounded"
            return found(claim, measurement, Verdict.UNVERIFIABLE, why, reason=Reason.AMBIGUOUS, observed=observed)
        if len(measurement.sites) > 1:  # all are cited, so that each is looked at at the report's own time
            told = "; ".join(f"{site.path} has {site.end_line} {in_number('line', site.end_line)}" for site in measurement.sites[:_SHOWN])
            return found(
                claim,
                measurement,
                Verdict.DOUBTFUL if claim.target.loose else Verdict.REFUTED,
                f"{told}, none {claim.claimed.removesuffix(' lines')}",
                observed=observed,
                definition="newlines",
                evidence=tuple(Evidence(site.path, 1, site.end_line) for site in measurement.sites),
            )
        return found(
            claim,
            measurement,
            Verdict.DOUBTFUL if claim.target.loose else Verdict.REFUTED,
            f"{measurement.subject} has {observed}{_with_code(measurement.readings)}, not {claim.claimed.removesuffix(' lines')}",
            observed=observed,
            definition="newlines",
            evidence=(Evidence(measurement.subject, 1, first),),
            correction=restated(claim, first),
        )


def _of_named(text: str, path: str, code: Codebase) -> Iterator[Reading]:
    """How long those definitions of a file are that a statement names beside it: "**Reader** (`a.py` - 200 lines)"."""
    words = set(re.findall(r"\b(?:[A-Z]\w{3,}|[a-z]\w{0,60}(?:_|[A-Z])\w{1,60})\b", text))
    outline = code.facts.outlines((path,)).get(path) if words else None
    if isinstance(outline, Outline):
        for one in outline.definitions:
            if one.name in words and one.end_line > one.start:
                yield Reading(_PART, one.end_line - one.start + 1)


def _by(reading: Reading, observed: str) -> str:
    """How many lines there are by the definition that fits: "40 code lines (65 lines in all)"."""
    return observed if reading.definition.startswith("newlines") else f"{reading.value} {reading.definition} ({observed} in all)"


def _with_code(readings: Sequence[Reading]) -> str:
    """How many of the lines are code, where that was looked at: ", 40 of them code"."""
    return next((f", {reading.value} of them code" for reading in readings if reading.definition == _OF_CODE), "")


def _of_code(path: str, code: Codebase) -> tuple[Reading, ...]:
    """What tools call lines of code: without blank lines and comments, with or without docstrings."""
    counted = code.facts.lines(path)
    if isinstance(counted, Failure):
        return ()
    return (
        Reading(_OF_CODE, counted.code),
        Reading("code lines and docstrings", counted.source),
        Reading("lines of code and comments", counted.nonblank),
    )


def _subject(clause: Clause, quantity: Quantity) -> Target | None:
    """The file a number is about: the nearest path before it in the clause, else of its tree entry, row, or the clause before."""
    if heads_several(clause):
        return None
    own = [m for m in clause.own(Path) if isinstance(m.value, Path) and not m.value.directory and not m.value.glob]
    behind = bool(own) and all(m.span.column > quantity.span.column for m in own)
    if behind and any(m.origin is Origin.PARENT and m.span.line == quantity.span.line for m in clause.all(Path)):
        own = []  # "`a.ts` → 73 lines, `b.ts` → 57 lines": the name before the arrow
    if own:
        before = [m for m in own if (m.span.line, m.span.column) < (quantity.span.line, quantity.span.column)]
        mention = before[-1] if before else own[0]
        if before and any(q.unit == "line" and mention.span.column < q.span.column < quantity.span.column for q in clause.quantities):
            return None  # "(1) `a.ts` is a 3,000-line class, (2) a 900-line sheet": a file has one length
        assert isinstance(mention.value, Path)
        return Target(mention.value.text) if mention.value.sure and not mention.value.symbol else None
    if clause.context.tree is not None:
        tree = clause.context.tree
        return None if tree.directory else Target(tree.path, tree.below)
    near = [m for m in clause.all(Path) if m.origin in {Origin.ROW, Origin.PARENT}]
    first_row = near[0].origin if near else None
    candidates = [
        m.value for m in near if m.origin is first_row and isinstance(m.value, Path) and not m.value.directory and not m.value.glob
    ]
    if first_row is Origin.PARENT and _stands_for_another(clause, near[0].text):
        return None
    if any(path.symbol for path in candidates):
        return None  # "`a.py::turn` (40 lines)": those of what stands in the file
    if len({path.text for path in candidates}) == 1 or (candidates and first_row is Origin.ROW):
        return Target(candidates[0].text) if candidates[0].sure else None
    return None if near else _namesake(clause, quantity)


def _of_long_parts(clause: Clause) -> bool:
    """Whether what is nearest above speaks of long functions: the numbers may be theirs, in the files that are named."""
    above = [*clause.context.titles[-1:], *((clause.context.lead_in.plain,) if clause.context.lead_in else ()), clause.context.key]
    return any(_LONG_PARTS.search(text) for text in above)


def _attached(clause: Clause, quantity: Quantity, path: str) -> bool:
    """Whether a number is the file's beyond doubt: "`a.py` (40 lines)", "`a.py` - 40+ lines", a row that begins with the file's name."""
    if clause.form is Form.CELL and clause.context.row:
        return path in clause.context.row[0].text.plain
    if clause.context.tree is not None:
        return True
    plain = clause.statement.text.plain
    return (
        re.search(rf"{re.escape(path)}[`*_)\s]{{0,6}}[(:–—|-]?[(\s]{{0,3}}(?:\w{{1,20}},\s)?{re.escape(quantity.text)}", plain) is not None
    )


def _stands_for_another(clause: Clause, path: str) -> bool:
    """Whether "it" stands for what was named first, of which the file is only the place: "`Body` is a class in `a.py`; it has 9 lines"."""
    text = clause.statement.text
    first = next((text.plain[start:end] for start, end in text.codes), path)
    of_another = any(clause.text.startswith(m.text.strip("`")) for m in clause.own(Symbol))
    return clause.position > 0 and (of_another or (bool(_PRONOUN.match(clause.text)) and path.strip("`") not in first))


def _namesake(clause: Clause, quantity: Quantity) -> Target | None:
    """A name in front of the number that may be its file's: `SettingsTab (1,761 lines)`."""
    named = [
        m
        for m in clause.mentions
        if isinstance(m.value, Symbol) and m.origin in {Origin.SELF, Origin.PARENT, Origin.ROW} and m.span.line == quantity.span.line
    ]
    before = [m for m in named if m.span.end_column <= quantity.span.column and quantity.span.column - m.span.end_column <= 4]
    if clause.form is Form.CELL and clause.context.row:
        before = before or [m for m in named if m.origin is Origin.ROW][:1]
    if len(before) != 1:
        return None
    symbol = before[0].value
    assert isinstance(symbol, Symbol)
    return None if symbol.call or "." in symbol.name else Target(name=symbol.name)


def _cites_a_line(clause: Clause) -> bool:
    """Whether the statement points into the file: "`a.py:35` - `load()` - 329 lines" tells of the function there."""
    return any(isinstance(m.value, Path) and m.value.anchors for m in clause.all(Path) if m.span.line == clause.span.line)


def _of_something_else(clause: Clause, quantity: Quantity) -> bool:
    """Whether the number's own phrase says that it counts lines of a part, of a change, or a limit."""
    at = clause.text.find(quantity.text)
    before, behind = clause.text[: max(0, at)], clause.text[at + len(quantity.text) :]
    whole = clause.statement.text.plain
    if (three := re.match(r"\s*:\s+(?P<list>.+)", behind)) and len(re.split(r",|\band\b|&", three["list"])) == quantity.low:
        return True  # "Three lines: the worst, the median and the best": those that are listed
    told = whole[: max(0, whole.find(quantity.text))]
    if _OF_A_PART.match(told) or _STRETCH.search(told):
        return True  # "The function `turn` in `a.py` is too long (82 lines)", "`a.py`, lines 3-40 (37 lines)"
    if re.match(r"\s*(?:in|of|to|from)\b", behind) and _OF_A_CHANGE.search(told):
        return True  # "few changes (2 lines in `a.py`)"
    return bool(_OTHER_LINES.search(before) or _OTHER_LINES.search(" ".join(re.split(r"[,;.]\s|\s[-–—]\s", behind)[0].split()[:4])))


def _counts(files: Sequence[str], code: Codebase) -> list[tuple[Reading, ...]]:
    """Of each file: lines as `wc -l` counts them, with a last one that nothing ends, and those that are not blank."""
    read = ((data.count(b"\n"), sum(map(bool, map(bytes.strip, data.splitlines())))) for data in map(code.snapshot.read, files))
    return [(Reading("newlines", ends), Reading("newlines plus one", ends + 1), Reading(_FILLED, filled)) for ends, filled in read]


def _some_fit(claim: Claim[Target], counted: Iterable[tuple[Reading, ...]]) -> bool:
    assert claim.quantity is not None
    return any(fits(claim.quantity, float(reading.value)) for of_file in counted for reading in of_file[:2])


def _ambiguous(claim: Claim[Target], files: list[str], counted: list[tuple[Reading, ...]]) -> Measurement:
    """Several files of that name: decided only where all agree."""
    if not _some_fit(claim, counted):
        sites = tuple(Site(path, "", "", 1, int(of_file[0].value)) for path, of_file in zip(files, counted, strict=True))
        return Measurement(counted[0], sites, reproduce=f"wc -l {arguments(*files[:5])}", subject=files[0])
    return Measurement(blocked=Reason.AMBIGUOUS, detail=f"{len(files)} files match: {', '.join(files[:4])}", subject=claim.target.path)
