"""What the exit code says of a run."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from verifier.gate import FAIL_ON_DEFAULT, UNUSED, Gate, Share, failures, met_by, share_checked
from verifier.model import Verdict
from verifier.output.sentences import sentences

if TYPE_CHECKING:
    from verifier.result import Outcome

__all__ = ["FAIL_ON_DEFAULT", "Tally"]


@dataclass
class Tally:
    """What the exit code depends on. `given` are the sentences of `--claim`."""

    gate: Gate = field(default_factory=Gate)
    given: tuple[str, ...] = ()
    failed: int = 0  # reports that could not be read or verified at all
    reports: int = 0
    met: Counter[str] = field(default_factory=Counter)  # how often each of FAIL_ON, as far as a report fails the run on it
    counted: set[str] = field(default_factory=set)
    share: Share = field(default_factory=Share)
    open: int = 0  # given sentences that were not checked in full, or do not hold

    def add(self, outcome: Outcome, unused: int = 0, fail_on: tuple[str, ...] | None = None) -> None:
        """`unused`: how many suppressions of the report nothing needs; `fail_on`: what fails a run because of it, if not the gate's own."""
        self.reports += 1
        counted = {*(self.gate.fail_on if fail_on is None else fail_on)}
        if fail_on is None and self.gate.max_refuted is not None:
            counted.add(Verdict.REFUTED.value)
        met = met_by(outcome)
        met[UNUSED] = unused
        self.met.update({name: number for name, number in met.items() if name == "decided" or name in counted})
        self.counted |= counted
        self.share += share_checked(outcome)
        self.open += sum(not sentence.stands for sentence in sentences(self.given, outcome))

    @property
    def reasons(self) -> list[str]:
        """Why the gate stays shut, a sentence each, as far as the findings do not say so themselves."""
        return [reason for reason in self._failures if reason]

    @property
    def _failures(self) -> list[str]:
        gate = replace(self.gate, fail_on=tuple(sorted(self.counted | set(self.gate.fail_on))))
        return failures(gate, self.met, self.share, self.reports)

    def exit_code(self, exit_zero: bool) -> int:
        """2 when something could not be done, 1 when the gate stays shut, 3 when a given sentence is left open, else 0."""
        error = Verdict.ERROR.value
        if self.failed:
            return 2
        if not exit_zero and self._failures:
            return 1
        if self.met[error]:
            return 2
        return 3 if self.open and not exit_zero else 0
