"""Lines that a report cites, and of which file: `a.py:10`, "(lines 10-20)", "Line 45: ..." under `### a.py`, a table's Line column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from verifier.model import Claim, Correction, Span
from verifier.reading.clause import Clause, Fence, FenceClass, Form, Mention, Origin, Path
from verifier.reading.mentions import mentions
from verifier.reading.pathnames import ranges
from verifier.reading.says.standing import Standing, standing
from verifier.reading.text import raw_text

from .anchor_target import Target
from .further_lines import without_file

_NUMBERS = r"~?(?P<lines>\d{1,6}(?:\s?(?:[-–]|to)\s?\d{1,6})?(?:(?:\s?,\s?|\s?(?:and|&)\s?)\d{1,6}(?:\s?[-–]\s?\d{1,6})?)*)(?![\w.]*\d)"
_NOT_LENGTH = (
    r"(?!\s*(?:%|\+|lines?\b|characters?\b|chars?\b|columns?\b|of (?:code|text|output)\b|long\b|max\w*\b|limit\b"
    r"|or (?:more|less|fewer)\b))"
)
# At the head of a clause "Line 45" cites; inside of one it takes a preposition.
_HEAD = re.compile(rf"^\W*(?:(?:at|see|on|in|around|approx\.?)\s+)?(?:lines?|l\.)\s*#?{_NUMBERS}{_NOT_LENGTH}", re.I)
_INSIDE = re.compile(rf"\b(?:at|on|in|see|around|near|from)\s+(?:the\s+)?(?:lines?|l\.)\s*#?{_NUMBERS}{_NOT_LENGTH}", re.I)
_COLUMN = re.compile(r"^(?:at\s+)?(?:line\s?(?:no\.?|numbers?|nrs?\.?|#|ref\w*|range)|line\(s\)|lines?|ln|l\s?#)$", re.I)
_CELL = re.compile(r"^(?:l(?:ines?)?\.?\s*)?#?~?(?P<lines>\d{1,6}(?:\s?[-–]\s?\d{1,6})?(?:\s?,\s?\d{1,6}(?:\s?[-–]\s?\d{1,6})?)*)$", re.I)
_COUNTS = re.compile(r"^lines$", re.I)  # a column of lengths, unless its cells are ranges or lists
_RANGE = re.compile(r"(?:l|lines?)?\s?\d{1,6}\s?[-–]\s?\d{1,6}", re.I)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")  # "1,244"
_RANKED = 3  # numbers that hardly fall by chance
_FINDING = re.compile(
    r"\b(?:issues?|findings?|problems?|descriptions?|functions?|methods?|code|patterns?|violations?|severity|contexts?|usages?"
    r"|snippets?)\b",
    re.I,
)
_COMMENT = re.compile(r"^\s*(?:#|//|--|/\*+|<!--)\s?(?P<words>.*?)(?:\*/|-->)?\s*$")
_PROPOSED = re.compile(
    r"^(?!.*[❌✗✖🚫]).*(?:[✅✓]|\b(?:good|better|correct|fix(?:ed)?|should|propos\w+|improved|recommend\w+"
    r"|instead)\b)",
    re.I,
)
_EACH = re.compile(r"\b(?:every|each|all)\b", re.I)
_ORDINAL = re.compile(r"\W*line\s+(?P<number>\d{1,2})\b\s*(?P<of>[(:]?)", re.I)
_SERIES = 9  # lines of an output that are told one by one
_ELIDED = re.compile(r"\W*(?:\.\.\.|…)\W*")
_SHOWN, _LAST = 6, 3  # lines of shown code that are looked for, at its beginning and at its end

Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """Lines cited of a file, by `mention`; `shown` is code that is said to stand there."""

    mention: Mention
    ranges: Ranges
    shown: tuple[str, ...] = ()
    named_above: bool = False  # a statement above names the file, and says by itself that it is there
    loose: bool = False  # the lines are told in the midst of a sentence, which may have passed to another file


def cited(clause: Clause) -> Iterator[Cited]:
    """What a clause cites, directly or of the file that its surroundings name."""
    direct = [m for m in clause.own(Path) if isinstance(m.value, Path) and m.value.anchors]
    for mention in direct:
        assert isinstance(mention.value, Path)
        file = mention if standing(clause, mention).standing is not Standing.GONE else _file(clause)
        if file is not None:
            place = _with_shown(replace(file, span=mention.span, text=mention.text), mention.value.anchors, clause.context.shown)
            yield replace(place, loose=file is not mention)
    further = [Cited(one.mention, one.lines, loose=True) for one in without_file(clause)]
    yield from further
    if direct or further:
        return
    told = _told(clause)
    file = _file(clause) if told else None
    if told and file is not None:
        place = _with_shown(replace(file, span=told[1], text=told[2]), told[0], clause.context.shown)
        lines = {clause.span.line, *(section.line for section in clause.context.sections)}
        yield replace(place, named_above=file.span.line not in lines, loose=_is_loose(clause, file))


def cited_in_statement(clause: Clause) -> tuple[tuple[Path, Ranges], ...]:
    """All lines that the statement of a clause cites with their file."""
    found = (mention.value for mention in mentions(clause.statement.text) if isinstance(mention.value, Path))
    return tuple((path, path.anchors) for path in found if path.anchors)


def _is_loose(clause: Clause, file: Mention) -> bool:
    """Whether lines are told in the midst of a sentence that does not name their file, or names others, too."""
    if clause.form is Form.CELL or (clause.position == 0 and _HEAD.match(clause.text)):
        return False
    own = {m.value.text for m in mentions(clause.statement.text) if isinstance(m.value, Path)}
    return not isinstance(file.value, Path) or own != {file.value.text}


def _with_shown(mention: Mention, lines: Ranges, shown: Sequence[str]) -> Cited:
    """Of several places it isn't told which of them the code is from."""
    return Cited(mention, lines, telling(shown) if len(lines) == 1 else ())


def cited_in_code(fence: Fence) -> Iterator[Cited]:
    """Comments of a block such as "// a.py:12" and "# Lines 10-20", with the code below each."""
    if fence.kind is not FenceClass.CODE:
        return
    for row, line in enumerate(fence.lines):
        comment = _COMMENT.match(line)
        if not comment or not comment["words"] or _PROPOSED.search(comment["words"]):
            continue
        below = _below(fence.lines[row + 1 :])
        named = [m for m in fence.paths if m.span.line == fence.line + row]
        told = _HEAD.match(comment["words"])
        for mention in named:
            if isinstance(mention.value, Path) and mention.value.anchors:
                yield _with_shown(mention, mention.value.anchors, below)
        if told and not named and len({m.text for m in fence.paths}) == 1 and not _EACH.search(comment["words"]):
            text = raw_text(line, fence.line + row, 1)
            span = text.span(comment.start("words"), comment.start("words") + told.end())
            yield _with_shown(replace(fence.paths[0], span=span, text=told[0]), ranges(told["lines"]), below)


def telling(lines: Sequence[str]) -> tuple[str, ...]:
    """The first and last lines of shown code that hardly stand anywhere else, without comments and marks."""
    found: list[str] = []
    for line in lines:
        if found and _ELIDED.fullmatch(line):
            break  # what follows may stand anywhere
        code = re.sub(r"\s(?:#|//)\s.*$", "", line).strip()
        if _COMMENT.match(code) or "..." in code or "…" in code:
            continue
        if len(code) > 11 and re.search(r"[A-Za-z_]\w*\W+\w", code):
            found.append(code)
    return tuple(found[:_SHOWN] + found[_SHOWN:][-_LAST:])


def _below(lines: Sequence[str]) -> Sequence[str]:
    """The code under a comment, up to the next comment that cites or proposes."""
    comments = ((number, comment) for number, line in enumerate(lines) if (comment := _COMMENT.match(line)))
    end = next((number for number, comment in comments if _PROPOSED.search(comment["words"]) or ":" in comment["words"]), len(lines))
    return lines[:end]


def _told(clause: Clause) -> tuple[Ranges, Span, str] | None:
    """The lines that a clause names without a path in front of them."""
    if clause.form is Form.CELL and (of_column := _of_column(clause)):
        return of_column
    plain = clause.text
    match = _HEAD.match(plain) or _INSIDE.search(plain)
    if match is None or _one_of_a_series(clause):
        return None
    return ranges(match["lines"]), clause.words.span(match.start(), match.end()), match[0].strip(" (")


def _one_of_a_series(clause: Clause) -> bool:
    """Whether an item tells of the second line of what a list describes from its first on: "Line 1 (top)", "Line 2 (middle)"."""
    own, last = _ORDINAL.match(clause.statement.text.plain), (clause.context.elders or (None,))[-1]
    before = _ORDINAL.match(last.plain) if last is not None else None
    if own is None:
        return False
    first = int(own["number"]) == 1 and own["of"] == "("
    return first or (before is not None and int(own["number"]) == int(before["number"]) + 1 <= _SERIES)


def _of_column(clause: Clause) -> tuple[Ranges, Span, str] | None:
    """A cell of a column of line numbers."""
    cell = _CELL.match(clause.statement.text.plain.strip(" `"))
    return (ranges(cell["lines"]), clause.span, clause.text) if cell and cites_lines(clause) else None


def cites_lines(clause: Clause) -> bool:
    """Whether a cell stands under "Line": it cites, and counts nothing. Under "Lines" a range does, and a list beside findings."""
    header = clause.context.header.strip(" *`")
    if clause.form is not Form.CELL or not _COLUMN.match(header):
        return False
    plain = clause.statement.text.plain.strip(" `")
    if _COUNTS.match(header) and tells_lengths(clause.context.column):
        return False
    ranged = _RANGE.fullmatch(plain) or (finds(clause) and re.search(r"\d\s?[-–,]\s?\d", plain))
    return not _COUNTS.match(header) or bool(ranged)


def tells_lengths(column: Sequence[str]) -> bool:
    """Whether the numbers of a column are no places: they fall from row to row, as the longest files are told first, or are grouped."""
    plain = [text.strip(" *`~+") for text in column]
    if any(_GROUPED.fullmatch(text) for text in plain):
        return True
    numbers = [int(text) for text in plain if text.isdecimal()]
    return len(numbers) >= _RANKED and len(numbers) == len(plain) and all(one > after for one, after in pairwise(numbers))


def finds(clause: Clause) -> bool:
    """Whether a row tells what is found somewhere, so that a number under "Lines" may be where."""
    return any(_FINDING.search(cell.header) for cell in clause.context.row)


def _file(clause: Clause) -> Mention | None:
    """The one file that the nearest surroundings name: the statement, its row or item, the lead-in, the line or heading above.

    One that is said not to be there has no lines: "Missing `a.css` (line 2)" cites the file above.
    """
    told = _HEAD.match(clause.text)  # "Line 143: `a.py`" quotes the line, it is not from a.py
    own = clause.own(Path)
    groups: list[Sequence[Mention]] = [() if told and re.match(r"\s*:", clause.text[told.end() :]) else own]
    inherited = [m for m in clause.mentions if isinstance(m.value, Path)]
    groups.append([m for m in inherited if m.origin is Origin.ROW])
    groups.append([m for m in inherited if m.origin is Origin.PARENT and m.span.line == clause.span.line])
    groups.append([m for m in inherited if m.origin is Origin.PARENT])
    groups.append([m for m in inherited if m.origin is Origin.LEAD_IN])
    groups.append(clause.context.located)
    for group in groups:
        there = (m for m in group if standing(clause, m).standing is not Standing.GONE)
        files = {m.value.text: m for m in there if isinstance(m.value, Path) and not m.value.directory and not m.value.glob}
        if files:
            return next(iter(files.values())) if len(files) == 1 else None
    return None


def moved(claim: Claim[Target], at: int) -> Correction | None:
    """The anchor rewritten to start at `at`, as long as it was, in the report's own way of spelling it."""
    target, text = claim.target, claim.text
    old = str(target.first) if target.first == target.last else f"{target.first}-{target.last}"
    if f"{target.path}:{old}" not in text or target.others:
        return None
    start = claim.span.column + len(target.path) + 1
    new = str(at) if target.first == target.last else f"{at}-{at + target.last - target.first}"
    span = replace(claim.span, column=start, end_column=start + len(old))
    return Correction(span, new) if claim.span.end_column == start + len(old) else None
