"""Totals, means, weighted scores, counts and percentages follow from the report's own numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.model import Claim, Finding, Verdict
from verifier.reading.clause import Report
from verifier.rule import Example, Expect, ReportRule

from . import averages, breakdowns, counts, drawn, gaps, listed, ranges, ratios, scores, spread, sums, tables
from .check import distinct
from .layout import Layout

_FAMILIES = (scores, tables, counts, sums, breakdowns, gaps, ratios, listed, spread, drawn, averages, ranges)
_SCORES = """# Review

Overall score: 8.0/10

| Category | Score |
|---|---|
| Security | 9/10 |
| Testing | 7/10 |
| Style | 8/10 |
"""
_WEIGHTED = """## Scores

| Category | Score | Weight | Weighted |
|---|---|---|---|
| Security | 90% | 50% | 45.0 |
| Testing | 80% | 30% | 24.0 |
| Style | 70% | 20% | 15.0 |

**Final grade: B (83/100)**
"""


class Arithmetic(ReportRule):
    """The report alone decides; plans have sums too."""

    name = "arithmetic"
    kinds = ("arithmetic",)
    vocabulary = (
        "@number @bound @about score rating grade overall final total average mean sum weighted "
        "points percent complete completion progress done category weight quality count issue finding @all"
    )
    summary = (
        "A total, mean, weighted score, count of listed things or percentage is what the report's own numbers give, in "
        "any defensible rounding."
    )
    examples = (
        Example(
            "the mean of the categories", _SCORES, {}, (Expect("arithmetic", Verdict.HOLDS, 3, observed="8 (mean of the 3 categories)"),)
        ),
        Example("not the mean", _SCORES.replace("8.0", "8.7"), {}, (Expect("arithmetic", Verdict.REFUTED, 3, claimed="8.7/10"),)),
        Example(
            "weights, weighted rows and their sum",
            _WEIGHTED,
            {},
            (
                Expect("arithmetic", Verdict.HOLDS, 5, "weights"),
                Expect("arithmetic", Verdict.HOLDS, 5, "Security"),
                Expect("arithmetic", Verdict.HOLDS, 6, "Testing"),
                Expect("arithmetic", Verdict.REFUTED, 7, "Style", observed="14 (score × weight)"),
                Expect("arithmetic", Verdict.HOLDS, 9, "overall score"),
            ),
        ),
        Example(
            "listed things",
            "## Issues: 2\n\n1. One\n2. Two\n\n## Done (100% complete)\n\n- [x] a\n- [x] b\n- [ ] c\n",
            {},
            (Expect("arithmetic", Verdict.HOLDS, 1), Expect("arithmetic", Verdict.REFUTED, 6)),
        ),
        Example(
            "parts and totals",
            "- Parser (3 hours)\n- Tests (5 hours)\n\n**Total: 9 hours**\n\n12 of 15 pass (80%). Down from 400 to 300 lines "
            "(30% smaller).\n",
            {},
            (
                Expect("arithmetic", Verdict.REFUTED, 4),
                Expect("arithmetic", Verdict.HOLDS, 6, claimed="80%"),
                Expect("arithmetic", Verdict.REFUTED, 6),
            ),
        ),
        Example(
            "said and listed in one breath",
            "- 12 endpoints: 5 GET, 4 POST, 2 DELETE\n- 1,761 lines (4.4x over the 400-line limit)\n- Two roles: admin, editor\n",
            {},
            (
                Expect("arithmetic", Verdict.REFUTED, 1, observed="11 (sum of the parts)"),
                Expect("arithmetic", Verdict.HOLDS, 2, claimed="4.4x"),
                Expect("arithmetic", Verdict.HOLDS, 3),
            ),
        ),
        Example(
            "gaps and ranges",
            "| Metric | Current | Target | Gap |\n|---|---|---|---|\n| Coverage | 52.5% | 60% | -7.5% |\n| Score | 85/100 "
            "| 100/100 | 10 |\n\n"
            "2-3 h + 4-6 h = 6-9 h\n",
            {},
            (
                Expect("arithmetic", Verdict.HOLDS, 3),
                Expect("arithmetic", Verdict.REFUTED, 4, observed="15 (difference)"),
                Expect("arithmetic", Verdict.HOLDS, 6),
            ),
        ),
        Example(
            "examples and parts of something else",
            "- 20 files changed (300 insertions, 12 deletions)\n- 20 components (`Button`, `Modal`)\n- 100 issues (5 critical, 12 high)\n",
            {},
            (),
        ),
        Example(
            "numbers that add up to nothing",
            "Overall: 8/10 for a first version. We changed 3 files:\n\n- a\n- b\n\n| Top files | Lines |\n|---|---|\n| a | "
            "10 |\n| b | 5 |\n| Total | 900 |\n",
            {},
            (),
        ),
    )

    def examine(self, report: Report, claims: Sequence[Claim[object]]) -> Iterator[Finding]:
        layout = Layout(report)
        for check in distinct(check for family in _FAMILIES for check in family.checks(layout)):
            yield check.finding(self.name, self.kinds[0])
