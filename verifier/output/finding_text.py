"""One finding as people read it: the report's own line first, then what is there instead and how to see it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from verifier.model import Confidence, Correction, Evidence, Finding, Verdict
from verifier.numbered import in_number
from verifier.output.causes import MISSING
from verifier.output.escape import crop, escape, escape_lines, width
from verifier.output.style import Style

if TYPE_CHECKING:
    from verifier.reading.source import Source
    from verifier.result import Result

_ALSO = 12  # further places of one cause, without -v
_ROWS = 6  # further things that it explains
_PLAIN = frozenset(("absent", "present", "none"))  # what the headline says in more words
_PLACES = 3  # shown without -v
_EXCERPT_LINES = 4
_FIX_COLUMNS = 60  # more are two lines
_LINE_COLUMNS = 140  # of a report's line where the width is not known


def block(finding: Finding, result: Result, style: Style, verbose: bool = False) -> list[str]:
    """The finding in full: headline, the report's line with the claim underlined, and labelled details."""
    source = result.source
    gutter = len(str(finding.claim.span.line))
    lines = _shown(finding, result, style)
    for label, value in _details(finding, style):
        lines += _labelled(label, value, style, gutter)
    lines += _where(finding.evidence, style, gutter, verbose)
    if finding.reproduce:
        lines += _labelled("check", escape(finding.reproduce), style, gutter)
    if finding.correction:
        lines += _fixed(finding.correction, source, style, gutter)
    return lines


def _fixed(correction: Correction, source: Source, style: Style, gutter: int) -> Iterator[str]:
    """The correction in one line, or what is long in two, one above the other."""
    value, (old, new) = fix(correction, source, style), _sides(correction, source, style)
    if width(value) <= _FIX_COLUMNS or not old:
        return _labelled("fix", value, style, gutter)
    return iter((*_labelled("fix", f"- {old}", style, gutter), *_labelled("", f"+ {new}", style, gutter)))


def also(first: Finding, others: Sequence[Finding], style: Style, verbose: bool) -> list[str]:
    """Where the report says the same ("lines 51, 296 (line-anchor), 303"), and what else the cause explains, a line each."""
    places: dict[int, str] = {}  # of several findings of a line the first says enough
    told: dict[int, str] = {}
    for finding in others:
        number = finding.claim.span.line
        rule = f" ({escape(finding.claim.rule)})" if finding.claim.rule != first.claim.rule else ""
        if finding.message == first.message or (finding.observed in MISSING and first.observed in MISSING):
            places.setdefault(number, f"{number}{rule}")
        else:
            told.setdefault(number, f"line {number}: {escape(finding.message)}")
    gutter = len(str(first.claim.span.line))
    lines: list[str] = []
    if places:
        noun = in_number("line", len(places))
        shown = list(places.values())[: None if verbose else _ALSO]
        lines += _labelled("also", f"{noun} {', '.join(shown)}{_more(len(places) - len(shown))}", style, gutter)
    rows = [row for number, row in told.items() if number not in places]
    for row in rows[: None if verbose else _ROWS]:
        lines += _labelled("" if lines else "also", row if verbose else crop(row, _LINE_COLUMNS - gutter, style.sign("…")), style, gutter)
    return lines + ([] if verbose or len(rows) <= _ROWS else list(_labelled("", _more(len(rows) - _ROWS).strip(), style, gutter)))


def _more(number: int) -> str:
    return f" and {number} more (-v shows all)" if number > 0 else ""


def notice(finding: Finding, result: Result, style: Style) -> list[str]:
    """The finding in short: headline, place, the report's line with the claim underlined, and the command to look for oneself."""
    gutter = len(str(finding.claim.span.line))
    check = _labelled("check", escape(finding.reproduce), style, gutter) if finding.reproduce else ()
    return [*_shown(finding, result, style), *check]


def _shown(finding: Finding, result: Result, style: Style) -> list[str]:
    gutter = len(str(finding.claim.span.line))
    return [headline(finding, style), _place(finding, result, style, gutter), *_quoted(finding, result.source, style, gutter)]


def headline(finding: Finding, style: Style) -> str:
    """`refuted[file-lines]: x.py has 209 lines, not 174`."""
    return _mark(finding, style) + style.paint(f": {escape(finding.message)}", "bold")


def _mark(finding: Finding, style: Style) -> str:
    return style.verdict(finding.verdict, f"{finding.verdict.value}[{escape(finding.claim.rule)}]")


def place(finding: Finding, source: Source) -> str:
    """`report.md:172:27`, in the file's own columns."""
    span = finding.claim.span
    return f"{escape(source.path)}:{span.line}:{source.given_column(span.line, span.column)}"


def short(finding: Finding, source: Source, style: Style) -> str:
    """The finding on one line."""
    line = f"{style.paint(place(finding, source), 'bold')}: {_mark(finding, style)}: {escape(finding.message)}"
    return line + (style.paint(f" (fix: {fix(finding.correction, source, style)})", "dim") if finding.correction else "")


def fix(correction: Correction, source: Source, style: Style) -> str:
    """`174 → 209`."""
    old, new = _sides(correction, source, style)
    return f"{old} {style.sign('→')} {new}" if old else f"insert {new}"


def _sides(correction: Correction, source: Source, style: Style) -> tuple[str, str]:
    """What is there and what should be, safe to print."""
    span, lines = correction.span, source.lines
    old = lines[span.line - 1][span.column - 1 : span.end_column - 1 if span.end_line == span.line else None]
    more = f" {style.sign('…')}" if span.end_line != span.line else ""
    return f"{escape(old)}{more}" if old else "", escape(correction.text) or "(delete)"


def _place(finding: Finding, result: Result, style: Style, gutter: int) -> str:
    titles = finding.claim.section[1:] if finding.claim.section[:1] == (result.outcome.title,) else finding.claim.section
    section = style.sign(" › ").join(map(escape, titles))
    at = place(finding, result.source)
    where = f"{' ' * gutter}{style.paint('-->', 'blue')} {at}"
    if not section:
        return where
    room = max(20, (style.width or _LINE_COLUMNS) - width(at) - gutter - 8)
    while width(section) > room and len(titles) > 1:  # the nearest heading tells most
        titles = titles[1:]
        section = style.sign("… › ") + style.sign(" › ").join(map(escape, titles))
    return f"{where}  {style.paint(crop(section, room, style.sign('…')), 'dim')}"


def _quoted(finding: Finding, source: Source, style: Style, gutter: int) -> Iterator[str]:
    """The report's line, cut to what fits around the claim, and its underline."""
    span, more = finding.claim.span, style.sign("…")
    line = source.lines[span.line - 1]
    start, end = span.column - 1, span.end_column - 1 if span.end_line == span.line else len(line)
    if not 0 <= start <= end <= len(line):
        start, end = 0, len(line)
    room = (style.width or _LINE_COLUMNS) - gutter - 4
    left, right = 0, len(line)
    if width(escape(line[: left + 4 * room])) > room:
        lead = max(8, (room - min(room, end - start)) // 3)
        left = max(0, min(start - lead, len(line) - room)) if end > room else 0
        right = min(len(line), left + 2 * room)
    before = (more if left else "") + escape(line[left:start])
    shown = crop(before + escape(line[start:right]).rstrip(), room, more)
    marked = width(escape(line[start : max(start, min(end, right))]))
    yield f"{style.paint(f'{span.line} |', 'blue')} {shown}"
    carets = "^" * max(1, min(marked, width(shown) - width(before)))
    claimed = finding.claim.claimed
    told = f" claimed: {escape(claimed)}" if claimed and not line[start:end].strip().startswith(claimed) else ""
    if style.width and width(before) + len(carets) + width(told) > room:
        told = ""
    mark = style.verdict(finding.verdict, carets + told)
    yield f"{' ' * gutter} {style.paint('|', 'blue')} {' ' * width(before)}{mark}"


def _details(finding: Finding, style: Style) -> Iterator[tuple[str, str]]:
    claim = finding.claim
    told = (finding.message, *(item.excerpt for item in finding.evidence[:_PLACES]))
    observed = finding.observed.lower()
    if observed and observed not in _PLAIN and not any(observed in text.lower() for text in told):
        definition = f" ({finding.definition})" if finding.definition else ""
        yield "found", escape(finding.observed + definition)
    if finding.reason:
        yield "reason", f"{finding.reason.value}: {REASONS.get(finding.reason.value, '')}".rstrip(": ")
    if finding.scope:
        yield "scope", escape(finding.scope)
    if finding.verdict is Verdict.STALE and finding.stale_since:
        yield "since", f"commit {escape(finding.stale_since[:12])}"
    if Confidence.LIKELY in (finding.confidence, claim.confidence):
        yield "sure", "likely, inferred from names and patterns"


def _where(evidence: tuple[Evidence, ...], style: Style, gutter: int, verbose: bool) -> Iterator[str]:
    shown = evidence if verbose else evidence[:_PLACES]
    for number, item in enumerate(shown):
        label = "where" if number == 0 else ""
        lines = escape_lines(item.excerpt)
        beside = f"{evidence_place(item)} | {lines[0]}" if len(lines) == 1 and item.line else ""
        if beside and width(beside) <= (style.width or _LINE_COLUMNS) - gutter - 10:
            yield from _labelled(label, beside, style, gutter)
            continue
        yield from _labelled(label, evidence_place(item), style, gutter)
        yield from _excerpt(item, style, gutter)
    if len(shown) < len(evidence):
        yield from _labelled("", f"and {len(evidence) - len(shown)} more (-v shows all)", style, gutter)


def evidence_place(item: Evidence) -> str:
    """`path:line` or `path:start-end`; `path` for the whole file."""
    if not item.line:
        return escape(item.path)
    return f"{escape(item.path)}:{item.line}" + (f"-{item.end_line}" if item.end_line > item.line else "")


def _excerpt(item: Evidence, style: Style, gutter: int) -> Iterator[str]:
    lines = escape_lines(item.excerpt)
    number = max(1, item.line)
    digits = len(str(number + len(lines)))
    room = (style.width or _LINE_COLUMNS) - gutter - digits - 14
    for offset, line in enumerate(lines[:_EXCERPT_LINES]):
        row = f"{number + offset:>{digits}} | {crop(line, room, style.sign('…'))}"
        yield " " * (gutter + 10) + style.paint(row, "dim")


def _labelled(label: str, value: str, style: Style, gutter: int) -> Iterator[str]:
    indent = gutter + 10
    sign, name = ("=", f"{label}:") if label else (" ", "")
    lines = [value]
    if style.width and width(value) > style.width - indent:
        lines = textwrap.wrap(value, style.width - indent, break_on_hyphens=False)
    yield f"{' ' * gutter} {style.paint(sign, 'blue')} {style.paint(name, 'bold')}{' ' * (7 - len(name))}{lines[0]}"
    yield from (" " * indent + line for line in lines[1:])


REASONS = {
    "runtime": "needs the program to run",
    "opinion": "no fact decides it",
    "process": "something people did",
    "ambiguous": "several candidates that would differ",
    "no-subject": "nothing exact to look up",
    "needs-artifact": "needs a coverage, CI or build output",
    "needs-base": "needs an earlier snapshot",
    "no-history": "the repository has no history for it",
    "unsupported-language": "no analysis for that language",
    "too-large": "too large to analyse",
    "unreadable": "can't be read",
    "outside": "not in the repository",
    "incomplete": "part of the scope could not be read",
    "not-provable": "absence can't be proved from names alone",
}
