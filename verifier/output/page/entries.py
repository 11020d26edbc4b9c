"""What the page marks: each statement, and each claim that a block of code makes of itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from verifier.model import Finding, Reason, Span, StatementFinding, Verdict, Without
from verifier.output.counts import Fate, fate, stands
from verifier.result import Outcome

_NOBODY_CAN = frozenset((Reason.OPINION, Reason.RUNTIME, Reason.PROCESS))


class Status(Enum):
    """What is shown of an entry, the worst first; each has a word for people."""

    REFUTED = "refuted"
    ERROR = "in error"
    STALE = "stale"
    DOUBTFUL = "doubtful"
    PART = "checked in part"
    UNREAD = "not understood"
    OPEN = "undecided"
    HOLDS = "holds"
    BEYOND = "not checkable"  # an opinion, a wish, what only a running program or a person can tell

    @property
    def key(self) -> str:
        return self.name.lower()


BAD = (Status.REFUTED, Status.ERROR, Status.STALE, Status.DOUBTFUL)
_OF_VERDICT = {Verdict.REFUTED: Status.REFUTED, Verdict.ERROR: Status.ERROR, Verdict.STALE: Status.STALE, Verdict.DOUBTFUL: Status.DOUBTFUL}


@dataclass(frozen=True)
class Entry:
    """`number` counts entries of a report from 0; `statement` is None for what a block of code claims of itself."""

    number: int
    span: Span
    text: str
    status: Status
    findings: tuple[Finding, ...]
    statement: StatementFinding | None = None

    @property
    def counts(self) -> bool:
        """Whether it counts: its own or its findings' standing aside is told on its card."""
        return not self.statement or self.statement.aside is None or self.statement.aside.why is not Without.SUPPRESSED


def entries_of(outcome: Outcome) -> tuple[Entry, ...]:
    """All entries in the order of the report's lines."""
    told: list[tuple[Span, str, Status, tuple[Finding, ...], StatementFinding | None]] = []
    spoken = {place for statement in outcome.statements for place in statement.findings}
    for statement in outcome.statements:
        findings = tuple(outcome.findings[place] for place in statement.findings)
        told.append((statement.span, statement.text, _status(statement, findings), findings, statement))
    alone: dict[tuple[int, int], list[Finding]] = {}  # by the lines of code that claim something of themselves
    for place, finding in enumerate(outcome.findings):
        if place not in spoken:
            alone.setdefault((finding.claim.span.line, finding.claim.span.end_line), []).append(finding)
    for found in alone.values():
        widest = max(found, key=lambda finding: finding.claim.span.end_column - finding.claim.span.column).claim
        told.append((widest.span, widest.text, _of_code(found), tuple(found), None))
    told.sort(key=lambda one: one[0])
    return tuple(Entry(number, *one) for number, one in enumerate(told))


def by_status(entries: Iterable[Entry]) -> Counter[Status]:
    """How many entries have which status."""
    return Counter(entry.status for entry in entries)


def _status(statement: StatementFinding, findings: Sequence[Finding]) -> Status:
    if statement.verdict in _OF_VERDICT:
        return _OF_VERDICT[statement.verdict]
    if stands(statement):
        return Status.HOLDS
    became = fate(statement)
    if became in (Fate.FULL, Fate.PART):
        return Status.PART
    if became is Fate.UNREAD:
        return Status.UNREAD
    return _left_open(findings) if findings else Status.BEYOND


def _of_code(findings: Sequence[Finding]) -> Status:
    """What a line of code comes to: the worst of its claims."""
    each = [_OF_VERDICT.get(one.verdict) or (Status.HOLDS if one.verdict is Verdict.HOLDS else _left_open((one,))) for one in findings]
    return min(each, key=list(Status).index)


def _left_open(findings: Sequence[Finding]) -> Status:
    return Status.BEYOND if all(finding.reason in _NOBODY_CAN for finding in findings) else Status.OPEN
