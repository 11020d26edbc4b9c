"""Verdicts counted by section of the report, as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from verifier.model import Finding, Verdict
from verifier.output.escape import crop, escape, pad, width
from verifier.output.style import COLOURS, Style

_ORDER = (Verdict.HOLDS, Verdict.REFUTED, Verdict.STALE, Verdict.DOUBTFUL, Verdict.UNVERIFIABLE, Verdict.ERROR)
_DEPTH = 2
_TITLE_COLUMNS = 60


@dataclass
class Row:
    """A section (titles, outermost first, without the report's own) and how many of its claims got which verdict."""

    section: tuple[str, ...]
    counts: Counter[Verdict] = field(default_factory=Counter)


def rows(findings: Iterable[Finding], depth: int | None = _DEPTH) -> list[Row]:
    """One row a section, in order of first appearance, deeper sections counted in their parent's row of `depth`."""
    findings = tuple(findings)
    drop = _shared_title(findings)
    found: dict[tuple[str, ...], Row] = {}
    for finding in findings:
        section = finding.claim.section[drop:][:depth]
        found.setdefault(section, Row(section)).counts[finding.verdict] += 1
    return _in_tree_order(list(found.values()))


def table(findings: Iterable[Finding], style: Style, depth: int | None = _DEPTH) -> list[str]:
    """The rows as aligned lines, with a total; nothing for fewer than two sections."""
    findings = tuple(findings)
    counted = rows(findings, depth)
    if len(counted) < 2:
        return []
    total = Counter(finding.verdict for finding in findings)
    columns = [verdict for verdict in _ORDER if total[verdict]]
    room = min(_TITLE_COLUMNS, (style.width or 1000) - sum(len(verdict.value) + 2 for verdict in columns))
    titles = [crop(title, max(16, room), style.sign("…")) for title in _titles(counted)]
    first = max(len("section"), *(width(title) for title in titles))
    lines = [style.paint(pad("section", first) + "".join(f"  {verdict.value}" for verdict in columns), "bold")]
    lines += [pad(title, first) + _cells(row.counts, columns, style) for title, row in zip(titles, counted, strict=True)]
    return [*lines, style.paint(pad("total", first), "bold") + _cells(total, columns, style)]


def _cells(counts: Counter[Verdict], columns: Sequence[Verdict], style: Style) -> str:
    cells = ""
    for verdict in columns:
        text = f"{counts[verdict] or '':>{len(verdict.value) + 2}}"
        cells += style.paint(text, COLOURS[verdict]) if counts[verdict] else text
    return cells.rstrip() if not style.colour else cells


def _titles(counted: Sequence[Row]) -> Iterator[str]:
    """Titles indented under their parent's row; with the parent's name where it has no row of its own."""
    known = {row.section for row in counted}
    for row in counted:
        section = tuple(escape(title) for title in row.section)
        if not section:
            yield "(top)"
        elif len(section) > 1 and row.section[:-1] in known:
            yield "  " * (len(section) - 1) + section[-1]
        else:
            yield " > ".join(section)


def _in_tree_order(found: list[Row]) -> list[Row]:
    """Parents before their children, else in order of appearance."""
    place: dict[tuple[str, ...], int] = {}
    for number, row in enumerate(found):
        for depth in range(len(row.section) + 1):
            place.setdefault(row.section[:depth], number)
    return sorted(found, key=lambda row: [place[row.section[: depth + 1]] for depth in range(len(row.section))])


def _shared_title(findings: Sequence[Finding]) -> int:
    """1 where all claims stand under one title, which then says nothing."""
    first = {finding.claim.section[:1] for finding in findings}
    return 1 if len(first) == 1 and first != {()} else 0
