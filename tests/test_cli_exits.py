"""What the exit code says of a run: a table of verdicts, `--fail-on` and codes."""

from __future__ import annotations

import pytest
from output_helpers import finding, result, statement, unread

from verifier.commands.exits import FAIL_ON_DEFAULT, Tally
from verifier.config import FAIL_ON
from verifier.gate import Gate
from verifier.model import Extent, Verdict

R, S, D, E, U = Verdict.REFUTED, Verdict.STALE, Verdict.DOUBTFUL, Verdict.ERROR, Verdict.UNVERIFIABLE


def code(verdicts: list[Verdict], fail_on: str = ",".join(FAIL_ON_DEFAULT), exit_zero: bool = False, failed: int = 0) -> int:
    tally = Tally(Gate(tuple(filter(None, fail_on.split(",")))), failed=failed)
    tally.add(result("x", *(finding(verdict) for verdict in verdicts)).outcome)
    return tally.exit_code(exit_zero)


@pytest.mark.parametrize(
    ("verdicts", "fail_on", "expected"),
    [
        ([], "refuted,stale,error", 0),
        ([D, U], "refuted,stale,error", 0),
        ([R], "refuted,stale,error", 1),
        ([S], "refuted,stale,error", 1),
        ([E], "refuted,stale,error", 2),
        ([R, E], "refuted,stale,error", 1),
        ([E, D], "refuted,stale,error", 2),
        ([E], "refuted", 0),
        ([R, E], "error", 2),
        ([S], "refuted", 0),
        ([D], "doubtful", 1),
        ([R, S, D, E], "", 0),
    ],
)
def test_what_is_named_decides(verdicts: list[Verdict], fail_on: str, expected: int) -> None:
    assert code(verdicts, fail_on) == expected


def test_exit_zero_hides_no_error() -> None:
    assert code([R, S], exit_zero=True) == 0
    assert code([R, E], exit_zero=True) == 2
    assert code([], exit_zero=True, failed=1) == code([R], failed=1) == code([], "", failed=1) == 2


@pytest.mark.parametrize(("fail_on", "expected"), [("refuted", 0), ("part", 1), ("unread", 1)])
def test_statements_that_were_not_checked_in_full(fail_on: str, expected: int) -> None:
    tally = Tally(Gate((fail_on,)))
    part = statement("a.py has 12 models", 1, Extent.PART, Verdict.HOLDS, (0,), ("12",))
    tally.add(result("x", finding(Verdict.HOLDS), statements=(part, unread("It has 3 modes"))).outcome)
    assert tally.exit_code(False) == expected


def test_the_default_is_among_what_can_be_named() -> None:
    assert set(FAIL_ON_DEFAULT) < set(FAIL_ON)
