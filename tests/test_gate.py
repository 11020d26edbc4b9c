"""What shuts the gate: a table of what was met, what is asked for, and what is told."""

from __future__ import annotations

import pytest
from output_helpers import finding, result, statement, unread

from verifier.changed import changed_lines, only_changed
from verifier.gate import Gate, Share, failures, met_by, percentage, share_checked
from verifier.model import Aside, Extent, Reason, Verdict, Without
from verifier.reading.source import read_source


@pytest.mark.parametrize(("text", "share"), [("60%", 60), ("60", 60), (" 12.5 % ", 12.5), (60, 60), (99.5, 99.5), ("0%", 0), ("100%", 100)])
def test_shares(text: str | float, share: float) -> None:
    assert percentage(text) == share


@pytest.mark.parametrize("text", ["101%", "-1", "many", "", "60%%", "1e3", 200, True, "6０%"])
def test_no_shares(text: str | float) -> None:
    with pytest.raises(ValueError, match="from 0% to 100%"):
        percentage(text)


CASES = [
    (Gate(), {"refuted": 1}, Share(1, 1), [""]),
    (Gate(), {"doubtful": 3}, Share(1, 1), []),
    (Gate(("unused-suppression",)), {"unused-suppression": 1}, Share(1, 1), [""]),
    (Gate(max_refuted=2), {"refuted": 2}, Share(1, 1), []),
    (Gate(max_refuted=2), {"refuted": 3}, Share(1, 1), ["3 claims are refuted; --max-refuted allows 2"]),
    (Gate((), max_refuted=0), {"refuted": 1}, Share(1, 1), ["1 claims are refuted; --max-refuted allows 0"]),
    (Gate(max_refuted=9), {"stale": 1}, Share(1, 1), [""]),
    (Gate(min_checked=60), {"decided": 1}, Share(3, 5), []),
    (
        Gate(min_checked=61),
        {"decided": 1},
        Share(3, 5),
        ["3 of the 5 statements that could be checked were, 60%; --min-checked asks for 61%"],
    ),
    (Gate(min_checked=100), {}, Share(0, 0), []),  # nothing could be checked: --fail-on nothing-checked is for that
    (Gate(("nothing-checked",)), {}, Share(), ["no claim could be checked (--fail-on nothing-checked)"]),
    (Gate(("nothing-checked",)), {"decided": 1}, Share(), []),
]


@pytest.mark.parametrize(("gate", "met", "share", "told"), CASES)
def test_what_fails(gate: Gate, met: dict[str, int], share: Share, told: list[str]) -> None:
    assert failures(gate, met, share, reports=1) == told


def test_no_report_is_no_failure() -> None:
    assert failures(Gate(("nothing-checked",)), {}, Share(), reports=0) == []


def test_what_could_be_checked() -> None:
    open_ones = [
        finding(Verdict.UNVERIFIABLE, reason=reason) for reason in (Reason.OPINION, Reason.RUNTIME, Reason.PROCESS, Reason.AMBIGUOUS)
    ]
    said = (
        statement("a", 1, Extent.FULL, Verdict.HOLDS),
        statement("b", 2, Extent.PART, Verdict.HOLDS),
        *(statement("c", 3, Extent.NONE, Verdict.UNVERIFIABLE, (place,)) for place in range(4)),
        unread("d", 4),
        statement("e", 5, says="opinion"),
    )
    assert share_checked(result("x", *open_ones, statements=said).outcome) == Share(2, 4)


def test_what_is_set_aside_is_not_met() -> None:
    outcome = result("x", *(finding(Verdict.REFUTED, aside=Aside(why)) for why in Without), finding(Verdict.REFUTED)).outcome
    assert (met_by(outcome)["refuted"], met_by(outcome)["decided"]) == (1, 4)


@pytest.mark.parametrize(
    ("before", "now", "changed"),
    [
        (None, "a\nb\n", {1, 2}),
        ("", "a\nb\n", {1, 2}),
        ("a\nb\n", "a\nb\n", set()),
        ("a\nb\n", "a\nx\nb\n", {2}),
        ("a\nb\nc\n", "c\n", set()),
        ("a\r\nb\r\n", "a\nB\n", {2}),  # line ends alone are no change
        ("a\nb", "a\nb\nb\n", {3}),
    ],
)
def test_changed_lines(before: str | None, now: str, changed: set[int]) -> None:
    source = read_source("r.md", now.encode())
    assert changed_lines(None if before is None else before.encode(), source) == changed


def test_what_stands_on_other_lines_is_set_aside() -> None:
    outcome = result(
        "x", *(finding(verdict, line) for line in (1, 2) for verdict in Verdict), statements=(unread("a", 1), unread("b", 2))
    ).outcome
    made = only_changed(outcome, {2})
    aside = [(one.claim.span.line, one.verdict) for one in made.findings if one.aside]
    assert aside == [(1, Verdict.REFUTED), (1, Verdict.STALE), (1, Verdict.DOUBTFUL)]
    assert [one.aside is not None for one in made.statements] == [True, False]
