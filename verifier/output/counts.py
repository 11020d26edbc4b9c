"""What became of claims and statements, counted: one verdict and one fate for each, so that the counts add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from verifier.model import Extent, Finding, StatementFinding, Verdict, Without
from verifier.numbered import in_number

if TYPE_CHECKING:
    from verifier.result import Outcome


class Fate(Enum):
    """What a summary says of a statement, in the order in which it says so."""

    FULL = "checked in full"
    PART = "in part"
    UNDECIDED = "undecided"  # all of its claims are unverifiable or in error
    UNREAD = "not understood"
    SILENT = "without a claim"  # opinions, wishes, plans, and what no rule asks for


def fate(statement: StatementFinding) -> Fate:
    """What became of a statement."""
    if statement.checked is not Extent.NONE:
        return Fate.FULL if statement.checked is Extent.FULL else Fate.PART
    if statement.findings:
        return Fate.UNDECIDED
    return Fate.UNREAD if statement.unread else Fate.SILENT


def fates(statements: Iterable[StatementFinding]) -> Counter[Fate]:
    """How many statements met which fate."""
    return Counter(map(fate, statements))


def counted(findings: Iterable[Finding]) -> Counter[Verdict]:
    """How many findings that count have which verdict."""
    return Counter(finding.verdict for finding in findings if finding.aside is None)


def asides(findings: Iterable[Finding]) -> Counter[Without]:
    """How many findings do not count, by why."""
    return Counter(finding.aside.why for finding in findings if finding.aside is not None)


def told(counts: Mapping[Fate, int]) -> str:
    """`12 statements: 5 checked in full, 2 in part, 1 not understood, 4 without a claim`."""
    number = sum(counts.values())
    parts = ", ".join(f"{counts[item]} {item.value}" for item in Fate if counts.get(item) or item is Fate.FULL)
    return f"{number} {in_number('statement', number)}: {parts}"


def stands(statement: StatementFinding) -> bool:
    """Whether a statement holds as a whole: all of its words were checked, and all of its claims hold."""
    return statement.checked is Extent.FULL and statement.verdict is Verdict.HOLDS


WITHOUT = {
    Without.SUPPRESSED: "suppressed",
    Without.KNOWN: "known",
    Without.UNCHANGED: "on unchanged lines",
}
_SUM = (Verdict.REFUTED, Verdict.STALE, Verdict.DOUBTFUL, Verdict.ERROR, Verdict.HOLDS, Verdict.UNVERIFIABLE)


@dataclass
class Sum:
    """What became of the claims and statements of several reports; what does not count is counted apart."""

    reports: int = 0
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    asides: Counter[Without] = field(default_factory=Counter)
    fates: Counter[Fate] = field(default_factory=Counter)

    def add(self, outcome: Outcome) -> None:
        self.reports += 1
        self.verdicts.update(counted(outcome.findings))
        self.asides.update(asides(outcome.findings))
        self.fates.update(fates(outcome.statements))

    @property
    def verdicts_told(self) -> str:
        """`11 refuted, 52 holds, 2 suppressed`"""
        parts = [f"{self.verdicts[verdict]} {verdict.value}" for verdict in _SUM if self.verdicts[verdict]]
        parts += [f"{self.asides[why]} {WITHOUT[why]}" for why in WITHOUT if self.asides[why]]
        return ", ".join(parts) or "no claims"

    @property
    def claims(self) -> int:
        return self.verdicts.total() + self.asides.total()
