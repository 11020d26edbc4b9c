"""Findings that have one cause, told once: a file that is not there, a block of code and its lines, one thing said twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verifier.model import Finding, Verdict

AGAINST = (Verdict.REFUTED, Verdict.STALE, Verdict.DOUBTFUL, Verdict.ERROR)  # in the order in which they are shown
MISSING = frozenset(("absent", "no such file"))  # what is observed of a thing that is nowhere


@dataclass(frozen=True, slots=True)
class Cause:
    """Findings of one verdict that one thing explains, in report order: at least one."""

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """The one that is shown in full."""
        return self.findings[0]

    @property
    def others(self) -> tuple[Finding, ...]:
        """Those that are only named beside it."""
        return self.findings[1:]


def causes(findings: Sequence[Finding], verdict: Verdict) -> list[Cause]:
    """The causes of all findings of a verdict that count, those of most findings first, else in report order."""
    chosen = [finding for finding in findings if finding.verdict is verdict and finding.aside is None]
    leader = list(range(len(chosen)))
    seen: dict[tuple[object, ...], int] = {}
    for number, finding in enumerate(chosen):
        for key in _keys(finding):
            _join(leader, number, seen.setdefault(key, number))
    groups: dict[int, list[Finding]] = {}
    for number, finding in enumerate(chosen):
        groups.setdefault(_lead(leader, number), []).append(finding)
    return sorted((Cause(tuple(group)) for group in groups.values()), key=lambda cause: -len(cause.findings))


def _keys(finding: Finding) -> Iterator[tuple[object, ...]]:
    """What findings of one cause have in common: the same words, the same missing thing, the same place told of the same line."""
    subject = finding.subject or finding.claim.subject
    block = finding.claim.block
    yield ("block", block) if block else ("says", finding.claim.rule, finding.message)
    if finding.observed in MISSING:
        yield "missing", subject.rstrip("/").rpartition("/")[2].lower()
    if subject and finding.verdict is not Verdict.ERROR:
        yield "place", finding.claim.span.line, subject


def _lead(leader: list[int], number: int) -> int:
    while leader[number] != number:
        leader[number] = leader[leader[number]]
        number = leader[number]
    return number


def _join(leader: list[int], one: int, other: int) -> None:
    first, second = sorted((_lead(leader, one), _lead(leader, other)))
    leader[second] = first
