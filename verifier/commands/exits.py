"""What the exit code says of a run."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from verifier.model import Extent, Verdict
from verifier.output.sentences import sentences

if TYPE_CHECKING:
    from verifier.result import Outcome

FAIL_ON_DEFAULT = ("refuted", "stale", "error")


@dataclass
class Tally:
    """What the exit code depends on. `fail_on` holds names of `config.FAIL_ON`, `given` the sentences of `--claim`."""

    fail_on: tuple[str, ...] = FAIL_ON_DEFAULT
    given: tuple[str, ...] = ()
    failed: int = 0  # reports that could not be read or verified at all
    met: Counter[str] = field(default_factory=Counter)  # how often each of FAIL_ON
    open: int = 0  # given sentences that were not checked in full, or do not hold

    def add(self, outcome: Outcome) -> None:
        self.met.update(finding.verdict.value for finding in outcome.findings)
        self.met["part"] += sum(statement.checked is Extent.PART for statement in outcome.statements)
        self.met["unread"] += len(outcome.unread)
        self.open += sum(not sentence.stands for sentence in sentences(self.given, outcome))

    def exit_code(self, exit_zero: bool) -> int:
        """2 when something could not be done, 1 when something listed happened, 3 when a given sentence is left open, else 0."""
        error = Verdict.ERROR.value
        if self.failed:
            return 2
        if not exit_zero and any(self.met[name] for name in self.fail_on if name != error):
            return 1
        if error in self.fail_on and self.met[error]:
            return 2
        return 3 if self.open and not exit_zero else 0
