"""A report's arithmetic done again: what all families of checks have in common.

Two families may read one number in two ways, and a way that fits beats one that does not. So each rule does all the checks of the
report, once for all rules, and tells of the numbers that are its own: a number is judged the same whichever rules are selected.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module

from verifier.model import Claim, Finding
from verifier.reading.clause import Report
from verifier.rule import ReportRule

from .check import Check, distinct
from .layout import Layout

KIND = "arithmetic"
# Modules with a function `checks`, each a rule of that name. Of two readings that fit as well, the first is told.
FAMILIES = (
    "weights scores repeated_scores section_scores table_totals changes savings shares counts boxes sums totals breakdowns gaps ratios "
    "listed severities summed_up spread tree_captions averages ranges checklists"
).split()


class Redone(ReportRule):
    """A rule about one family of sums. The report alone decides; plans have sums too."""

    vocabulary = (
        "score rating grade overall final total average mean sum weighted points percent complete completion progress "
        "done category weight quality count issue finding @number @bound @about @all @scale"
    )
    kinds = (KIND,)

    def examine(self, report: Report, claims: Sequence[Claim[object]]) -> Iterator[Finding]:
        for check in _redone(report).get(self.name, ()):
            yield check.finding(self.name, KIND)


_last: list[tuple[Report, Mapping[str, Sequence[Check]]]] = []


def _redone(report: Report) -> Mapping[str, Sequence[Check]]:
    """The checks of a report by the rule that they belong to; those of the last report are kept."""
    if not _last or _last[0][0] is not report:
        layout = Layout(report)
        checks = distinct((name.replace("_", "-"), check) for name in FAMILIES for check in _checks(name, layout))
        _last[:] = [(report, {rule: [check for own, check in checks if own == rule] for rule, _ in checks})]
    return _last[0][1]


def _checks(family: str, layout: Layout) -> Iterator[Check]:
    found: Iterator[Check] = import_module(f".{family}", __package__).checks(layout)  # when used: families import this module
    return found
