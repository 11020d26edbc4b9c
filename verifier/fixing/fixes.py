"""What can be done about one or more findings: the edits, how sure they are, and what else could be done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from verifier.model import Correction, Exactness, Finding, Span, Verdict


class How(str, Enum):
    """What a fix does to the report."""

    VALUE = "value"  # the measured value, path, anchor or total in place of the claimed one: safe
    MARK = "mark"  # ✅ to ❌, [x] to [ ]
    STRIKE = "strike"  # ~~words~~
    REMOVAL = "removal"  # a line of quoted code


@dataclass(frozen=True, slots=True)
class Fix:
    """All of `corrections`, or none. `otherwise` is what to try where the findings stay as they are."""

    how: How
    corrections: tuple[Correction, ...]
    findings: tuple[Finding, ...]
    otherwise: Fix | None = None

    @property
    def span(self) -> Span:
        """From the first place that it touches to the last."""
        first, last = min(one.span for one in self.corrections), max(self.corrections, key=_end).span
        return Span(first.line, last.end_line, first.column, last.end_column)


_FALSE = (Verdict.REFUTED, Verdict.STALE)  # stale is false now


def correctable(finding: Finding) -> bool:
    """Whether its correction may be written without a second look: the value is refuted, or its anchor has drifted."""
    wrong = finding.verdict in _FALSE or finding.exactness is Exactness.DRIFTED
    return wrong and finding.correction is not None and touchable(finding)


def touchable(finding: Finding) -> bool:
    """Whether it is no business of a comment, or of lines that a branch left alone. What the baseline knows may be mended."""
    return finding.aside is None or finding.aside.why.value == "known"


def safe_fixes(findings: Iterable[Finding]) -> Iterator[Fix]:
    """One fix for each different correction, in order of place, with all findings that it mends."""
    by_correction: dict[Correction, list[Finding]] = {}
    for finding in findings:
        if finding.correction is not None and correctable(finding):
            by_correction.setdefault(finding.correction, []).append(finding)
    for correction in sorted(by_correction, key=lambda one: one.span):
        yield Fix(How.VALUE, (correction,), tuple(by_correction[correction]))


def _end(correction: Correction) -> tuple[int, int]:
    return correction.span.end_line, correction.span.end_column
