"""The rates of a sweep as text: by rule and by repository, aligned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from verifier.model import Verdict
from verifier.numbered import in_number
from verifier.output.escape import escape, pad, width
from verifier.sweep.records import Line, Planned

_SHOWN = (Verdict.HOLDS, Verdict.REFUTED, Verdict.STALE, Verdict.DOUBTFUL, Verdict.UNVERIFIABLE)
Verdicts = Counter[Verdict]


@dataclass
class Rates:
    """What became of all claims; rules are added up by name, repositories in the manifest's order."""

    reports: int = 0
    checked: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)  # which report, and why
    rules: dict[str, Verdicts] = field(default_factory=dict)
    repositories: dict[str, Verdicts] = field(default_factory=dict)

    def add(self, planned: Planned, line: Line | None) -> None:
        """Adds a report with its line, if it has one."""
        repository = planned.repository + (f" @ {planned.asked}" if planned.asked else "")
        counts = self.repositories.setdefault(repository, Counter())
        self.reports += 1
        if line is None:
            return
        if line.error:
            self.failures.append((f"{repository}: {line.report}" if line.report else repository, line.message))
            return
        self.checked += 1
        for claim in line.claims:
            counts[claim.verdict] += 1
            self.rules.setdefault(claim.rule, Counter())[claim.verdict] += 1

    @property
    def waiting(self) -> int:
        """Reports without a line."""
        return self.reports - self.checked - len(self.failures)

    @property
    def total(self) -> Verdicts:
        return sum(self.rules.values(), Counter())


def told(found: Rates) -> str:
    """`480 reports: 478 checked, 2 not, 12,345 claims`."""
    waiting = f", {found.waiting:,} not done yet" if found.waiting else ""
    failed = f", {len(found.failures):,} could not be checked" if found.failures else ""
    return f"{counted(found.reports, 'report')}: {found.checked:,} checked{failed}{waiting}; {counted(found.total.total(), 'claim')}"


def counted(number: int, noun: str, plural: str = "") -> str:
    """`1 report`, `1,200 reports`."""
    return f"{number:,} {in_number(noun, number, plural)}"


def render(found: Rates) -> str:
    """The page that `--summary` prints."""
    by_rule = dict(sorted(found.rules.items()))
    parts = [told(found), _table("rule", by_rule, found.total), _table("repository", found.repositories, found.total)]
    if found.failures:
        parts.append("\n".join(["not checked", *(f"  {escape(where)}: {escape(why)}" for where, why in found.failures)]))
    return "\n\n".join(parts) + "\n"


def _table(name: str, rows: Mapping[str, Verdicts], total: Verdicts) -> str:
    shown = (*_SHOWN, Verdict.ERROR) if total[Verdict.ERROR] else _SHOWN
    lines = [(name, "claims", *(verdict.value for verdict in shown))]
    lines += [_row(escape(label), counts, shown) for label, counts in rows.items()]
    lines.append(_row("all", total, shown))
    widths = [max(width(line[column]) for line in lines) for column in range(len(lines[0]))]
    return "\n".join(_aligned(line, widths) for line in lines)


def _row(label: str, counts: Verdicts, shown: Sequence[Verdict]) -> tuple[str, ...]:
    number = counts.total()
    cells = (f"{counts[verdict]:,} {100 * counts[verdict] / number:5.1f} %" if counts[verdict] else "-" + " " * 8 for verdict in shown)
    return (label, f"{number:,}", *cells)


def _aligned(line: Sequence[str], widths: Sequence[int]) -> str:
    """The first cell to the left, the others to the right."""
    others = (" " * (size - width(cell)) + cell for cell, size in zip(line[1:], widths[1:], strict=True))
    return "  ".join([pad(line[0], widths[0]), *others]).rstrip()
