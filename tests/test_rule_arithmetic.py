"""Sums that are right, sums that are wrong, and numbers that only look like a sum."""

from __future__ import annotations

import pytest

from verifier.model import Finding
from verifier.reading.report import read_report
from verifier.reading.source import read_source
from verifier.registry import chosen
from verifier.rule import ReportRule
from verifier.rules.arithmetic.redone import FAMILIES


def examined(report: str, *select: str) -> list[Finding]:
    """What the rules of the family find, or those selected, in order of lines."""
    read = read_report(read_source("report.md", report.encode()))
    rules = [rule.load()() for rule in chosen(select or ("arithmetic",), ())]
    found = [finding for rule in rules if isinstance(rule, ReportRule) for finding in rule.examine(read, ())]
    return sorted(found, key=lambda finding: finding.claim.span)


def verdicts(report: str) -> list[str]:
    """ "line verdict" of each finding that decides."""
    return [
        f"{finding.claim.span.line} {finding.verdict.value}"
        for finding in examined(report)
        if finding.verdict.value in {"holds", "refuted", "doubtful"}
    ]


def table(*rows: str) -> str:
    head, *rest = rows
    return "\n".join((f"| {head} |", "|" + "---|" * (head.count("|") + 1), *(f"| {row} |" for row in rest), ""))


CASES = {
    # totals in tables
    "total row": (table("File | Lines", "a | 10", "b | 5", "**Total** | **15**"), ["5 holds"]),
    "total row, wrong": (table("File | Lines", "a | 1,010", "b | 5", "Total | 1,025"), ["5 refuted"]),
    "total row of some files": ("Largest files:\n\n" + table("File | Lines", "a | 10", "b | 5", "Total | 150"), []),
    "total row with a gap": (table("File | Lines", "a | 10", "b | n/a", "c | 3", "Total | 15"), []),
    "total row of parts of parts": (table("Sort | Count", "All | 10", "└ Python | 5", "Total | 10"), []),
    "total of percentages": (table("Module | Coverage", "a | 90%", "b | 80%", "Total | 87%"), []),
    "average row": (table("Module | Complexity", "a | 4", "b | 6", "Average | 5"), ["5 holds"]),
    "average may be weighted": (table("Module | Complexity", "a | 4", "b | 6", "Average | 5.7"), []),
    "affected files overlap": (table("Issue | Files affected", "a | 4", "b | 6", "Total | 8"), []),
    "subtotal": (
        table("Part | Lines", "a | 1", "b | 2", "Subtotal | 3", "c | 4", "d | 5", "Subtotal | 9", "Total | 12"),
        ["5 holds", "8 holds", "9 holds"],
    ),
    "total column": (
        table("Area | High | Low | Total", "a | 1 | 2 | 3", "b | 2 | 2 | 4", "c | 5 | 1 | 7"),
        ["3 holds", "4 holds", "5 refuted"],
    ),
    # before and after
    "reduction": (
        table("File | Before | After | Reduction", "a | 585 | 451 | 23%", "b | 100 | 40 | -60%", "c | 100 | 40 | 50%"),
        ["3 holds", "4 holds", "5 refuted"],
    ),
    "difference": (table("File | Before | After | Change", "a | 585 | 451 | -134", "b | 10 | 12 | +3"), ["3 holds", "4 refuted"]),
    "shares of the total told": (
        table("Rating | Count | Percentage", "A | 96 | 98.0%", "B | 2 | 2.0%", "C | 2 | 2.0%", "Total | 98 | 100%"),
        ["3 holds", "4 holds", "5 holds", "6 refuted"],
    ),
    "points": (table("Metric | Before | After | Improvement", "Coverage | 60% | 85% | +25%"), ["3 holds"]),
    "times rounded": (table("Call | Before | After | Improvement", "list | 1.2s | 0.3s | 74%"), ["3 holds"]),
    "of something else": (table("Call | Before | After | Improvement", "list | 100 queries | 1 query | 95% faster"), []),
    "in words": ("Reduced `a.py` from 585 to 451 lines (23% smaller).\n", ["1 holds"]),
    "in words, wrong": ("- a.py: 585 → 451 lines (32% reduction)\n", ["1 refuted"]),
    "versions": ("SQLAlchemy 1.4 → 2.0 (40% faster). Node 18 → 20 (5% smaller).\n", []),
    "queries and time": ("The list went from 101 queries to 2 queries (90% faster).\n", []),
    "change and share": (
        table("File | Before | After | Reduction", "a | 1,000 | 750 | -250 (25%)", "b | 100 | 40 | -60 (40%)", "c | - | 40 | N/A"),
        ["3 holds", "3 holds", "4 holds", "4 holds"],
    ),
    # equations and shares
    "sum": ("12 unit + 5 integration = 17 tests.\n", ["1 holds"]),
    "sum, wrong": ("In all 12 + 5 = 18 tests.\n", ["1 refuted"]),
    "part of a longer sum": ("The score is 5 × 2 + 3 = 13 points.\n", []),
    "product": ("60 × 24 = 1440 and 60 * 24 = 1400.\n", ["1 holds", "1 refuted"]),
    "share": ("12 of 15 tests pass (80%), 2/3 (67%), and 70% (7/10).\n", ["1 holds", "1 holds", "1 holds"]),
    "share, wrong": ("45 out of 50 (95%) done.\n", ["1 refuted"]),
    "share of something else": ("45/50 tests (92% coverage), 12 of 15 files (80% of the code), score 8/10, 90% branches.\n", []),
    # scores
    "mean": ("## Score: 7.3/10\n\n- **Security**: 6/10 - gaps\n- **Style**: 9/10\n- **Tests**: 7/10\n", ["1 holds"]),
    "not the mean": ("## Overall score: 8/10\n\n- Security: 6/10\n- Style: 7/10\n- Tests: 7/10\n", ["1 doubtful"]),
    "median": ("**Overall score: 7/10**\n\n" + table("Category | Score", "a | 3/10", "b | 7/10", "c | 8/10"), ["1 holds"]),
    "on another scale": ("**Overall score: 80/100**\n\n" + table("Category | Score", "a | 9/10", "b | 7/10", "c | 8/10"), ["1 holds"]),
    "sum of scores": ("**Total score: 24/30**\n\n" + table("Category | Score", "a | 9/10", "b | 7/10", "c | 8/10"), ["1 holds"]),
    "coverage does not average": ("**Overall coverage: 84%**\n\n- a: 90%\n- b: 60%\n- c: 70%\n", []),
    "overall test coverage beside scores": (
        "Overall test coverage: 85%\n\n" + table("Category | Score", "a | 90%", "b | 70%", "c | 80%"),
        [],
    ),
    "a target": ("Target score: 9/10\n\n" + table("Category | Score", "a | 9/10", "b | 7/10", "c | 8/10"), []),
    "before and after scores": (
        "Overall score: 9/10\n\n" + table("Category | Before | After", "a | 5/10 | 9/10", "b | 3/10 | 7/10", "c | 4/10 | 8/10"),
        [],
    ),
    "weights": (
        table("Category | Score | Weight | Weighted", "a | 9/10 | 50% | 4.5", "b | 8/10 | 30% | 2.4", "c | 7/10 | 20% | 1.5"),
        ["3 holds", "3 holds", "4 holds", "5 refuted"],
    ),
    "said twice": (
        table("Category | Score", "a | 9/10", "b | 7/10", "c | 8/10") + "\n**Overall Score: 8.0/10 = 80%**\n",
        ["7 holds", "7 holds"],
    ),
    "was and is": (table("Category | Score", "a | 9/10", "b | 7/10", "c | 8/10") + "\n**Overall Score: 9/10 (was 8/10)**\n", []),
    "overall row": (
        table(
            "Category | Score | Weight | Weighted",
            "a | 9/10 | 50% | 4.5",
            "b | 8/10 | 30% | 2.4",
            "c | 7/10 | 20% | 1.4",
            "**Overall** | **8.3/10** | | B",
        ),
        ["3 holds", "3 holds", "4 holds", "5 holds", "6 holds"],
    ),
    "by another name": (
        "### Release fitness: 90/100\n\n" + table("Category | Score | Weight", "a | 90/100 | 50%", "b | 80/100 | 30%", "c | 70/100 | 20%"),
        ["1 refuted", "5 holds"],
    ),
    # counts
    "issues": ("### Critical issues (3)\n\n1. a\n2. b\n", ["1 refuted"]),
    "issues as headings": ("## 2 Findings\n\n### 1. One\n\nx\n\n### 2. Two\n\ny\n", ["1 holds"]),
    "items split by code": ("## Issues: 2\n\n1. a\n\n```\nx\n```\n\n2. b\n", ["1 holds"]),
    "files": ("## Modified files (2)\n\n1. a.py\n2. b.py\n3. c.py\n\n## Tests (15)\n\n- all of the parser\n", ["1 refuted"]),
    "a name, no count": ("## Batch 2 fixes\n\n1. a\n2. b\n3. c\n\n## Phase 2 tasks\n\n1. a\n", []),
    "issues in files": ("## Issues (5 files)\n\n1. a\n2. b\n", []),
    "lead-in": ("The following 3 files were changed:\n\n- a\n- b\n", ["1 refuted"]),
    "lead-in about something else": ("We moved code in 3 files:\n\n- a\n- b\n", []),
    "open list": ("The following 3 issues were found:\n\n- a\n- and 2 more\n", ["4 holds"]),
    "rest": ("16 Python files:\n\n```\na.py\nb.py\n... and 12 additional files\n```\n", ["6 refuted"]),
    "boxes": ("## Phase 1 (67% complete)\n\n- [x] a\n- [x] b\n- [ ] c\n", ["1 holds"]),
    "boxes not all ticked": ("## Security: ALL PASSED\n\n- [x] a\n- [x] b\n- [ ] c\n", ["1 refuted"]),
    "boxes to come": (
        "## Before merging all must be done\n\n- [ ] a\n- [ ] b\n- [ ] c\n\n## Goal: 100% typed\n\n- [ ] a\n- [ ] b\n- [ ] c\n",
        [],
    ),
    # totals of lists
    "hours": ("## Plan\n\n1. Parser (3 hours)\n2. Tests (5 hours)\n\n**Total: 8 hours (1 day)**\n", ["6 holds", "6 holds"]),
    "hours, wrong": ("- Parser: 3 hours\n- Tests: 5 hours\n- Total: 9 hours\n", ["3 refuted"]),
    "unlike things": ("- Files changed: 10\n- Lines added: 500\n- Total commits: 5\n", []),
    "like things": ("- Unit tests: 10\n- Integration tests: 5\n- Total tests: 16\n", ["3 refuted"]),
    "times that overlap": ("- Fetch: 300ms\n- Render: 200ms\n- Total: 400ms\n", []),
    "effort lines": ("1. A\n   - **Effort**: 2 hours\n2. B\n   - **Effort**: 3 hours\n\nTotal effort: 5 hours\n", ["6 holds"]),
    "tables of efforts": (
        "## Now\n\n"
        + table("Task | Effort", "a | 4h", "b | 4h")
        + "\n## Later\n\n"
        + table("Task | Effort", "c | 2 hours")
        + "\n**Total estimated effort: ~10 hours**\n",
        ["14 holds"],
    ),
    "each": ("For 100k users:\n\n- 10 servers (10k connections each)\n- 5 workers (3 tasks each)\n", ["3 holds"]),
    "the rest of a hundred": ("Confidence: 95%\n\nThe remaining 5% is testing. The other 20% is luck.\n", ["3 holds"]),
    # what a total is made of
    "in brackets": ("- 140 total files (92 frontend + 47 backend + 1 worker)\n", ["1 holds"]),
    "in brackets, wrong": ("- 150 total files (92 frontend + 47 backend + 1 worker)\n", ["1 refuted"]),
    "in places": ("Total: 73 documentation files (22 root, 51 in docs/)\n", ["1 holds"]),
    "in places, wrong": ("Total: 73 documentation files (22 in root, 41 in docs/)\n", ["1 refuted"]),
    "by method": ("12 endpoints: 5 GET, 4 POST, 3 DELETE\n\n12 endpoints: 5 GET, 4 POST, 2 DELETE\n", ["1 holds", "3 refuted"]),
    "by outcome": ("45 tests (40 passed, 5 failed)\n\n45 tests (44 passed, 5 failed)\n", ["1 holds", "3 refuted"]),
    "some outcomes": ("45 tests (40 passed, 3 failed)\n", []),
    "some severities": ("100 issues (5 critical, 12 high)\n", []),
    "unlike things in brackets": ("20 files changed (300 insertions, 12 deletions). 1 page (4 charts + 2 tables)\n", []),
    "examples in brackets": ("12 endpoints (including 5 GET, 4 POST)\n\n40 files (e.g. 2 new, 3 renamed)\n", []),
    "was and is in brackets": ("12 files (was 10, now 14)\n\n3 services (5 replicas, 2 queues)\n", []),
    # gaps
    "gap": (
        table(
            "Metric | Current | Target | Gap",
            "Coverage | 52.86% | 60% | -7.14%",
            "Score | 85/100 | 100/100 | 15 points",
            "Types | 50% | 90% | 30%",
        ),
        ["3 holds", "4 holds", "5 refuted"],
    ),
    "gap relative": (table("File | Current | Target | Gap", "a | 600 | 400 | +50%", "b | 500 | 400 | 100"), ["3 holds", "4 holds"]),
    "remaining": (table("Area | Total | Done | Remaining", "a | 10 | 7 | 3", "b | 20 | 12 | 9"), ["3 holds", "4 refuted"]),
    "gap of something else": (table("Area | Current | Target | Gap", "a | 10 | 30 | 3 months", "b | 20 | 30 | 5 people"), []),
    "gap column by other rules": (table("Area | Current | Target | Gap", "a | 10 | 30 | 7", "b | 20 | 30 | 4"), []),
    "gap reached": (table("Area | Current | Target | Gap", "a | 35 | 30 | 0", "b | 20 | 30 | 10"), ["4 holds"]),
    "need more": (
        "Coverage is 52.86% of 60% target, need 7.14% more.\n\nCoverage: 52% vs 60% required, 12% short\n",
        ["1 holds", "3 refuted"],
    ),
    "points below": ("85 vs 100: 15 points below\n", ["1 holds"]),
    "no gap": ("Node 18 vs 20: 15 points below. 40% of 60 tests, 7% more flaky.\n", []),
    # lists in the same words
    "files named": ("- Moved 3 files: `a.py`, `b.py`, and `c.py`\n- Moved 6 files: `a.py`, `b.py`, `c.py`\n", ["1 holds", "2 refuted"]),
    "places named": ("- 3 instances: `x.py:63,79`, `y.py:12`\n- 5 instances: `x.py:63,79`, `y.py:12`\n", ["1 holds", "2 refuted"]),
    "range of places": ("- 5 instances: `x.py:63-79`, `y.py:12`\n", []),
    "open lists": ("- 6 files including `a.py`, `b.py`\n- 6 files: `a.py`, `b.py`, ...\n- 6 files: `a.py`, `b.py` and 4 more\n", []),
    "globs and folders": ("- 6 files: `src/*.py`, `b.py`\n- 9 files: `src/`, `b.py`\n", []),
    "unlike things named": ("- 3 bugs: `a.py`, `b.py`\n- 5 lines: `a.py`, `b.py`\n- 3 files: `load()`, `save()`\n", []),
    "names": ("Supports 3 roles: admin, editor and viewer.\n\nSupports 4 roles: admin, editor, viewer.\n", ["1 holds", "3 refuted"]),
    "names with and": ("3 phases: plan, build and test, ship\n", ["1 holds"]),
    "spread": ("4 references across 2 files:\n\n- a.js: 3 references\n- b.js: 1 reference\n", ["1 holds", "1 holds"]),
    "spread, wrong": ("13 references across 3 files:\n\n- a.js: 3 references\n- b.js: 1 reference\n", ["1 refuted", "1 refuted"]),
    "spread, some": ("13 references across 3 files:\n\n- a.js: 3 references\n- b.js: 1 reference\n- others\n", []),
    "altogether": ("- `x.py:63,79`\n- `y.py:12`\n\n2 files, 3 lines total\n", ["4 holds", "4 holds"]),
    "altogether, wrong": ("- `x.py:63,79`\n- `y.py:12`\n\n(3 files, 4 lines total)\n", ["4 refuted", "4 refuted"]),
    # times
    "times": ("- 1,761 lines (4.4x over the 400-line limit)\n- 1,761 lines (3.4x over the 400-line limit)\n", ["1 holds", "2 holds"]),
    "times, wrong": (
        "- 1,761 lines (5.4x over the 400-line limit)\n- `a.py` (800 lines) is 3x larger than b.py (400 lines)\n",
        ["1 refuted", "2 refuted"],
    ),
    "times of something else": (
        "- 1,761 lines, 3x slower than 400 lines\n- 3 files (2x the 400-line limit)\n- 2x faster than 3 workers\n",
        [],
    ),
    "ratio column": (
        table("File | Lines | Limit | Ratio", "a | 800 | 400 | 2.0x", "b | 1,761 | 400 | 4.4x", "c | 600 | 400 | 2.5x"),
        ["3 holds", "4 holds", "5 refuted"],
    ),
    # drawn captions
    "caption": ("```\nsrc/\n├── UI (3 files)\n│   ├── a.ts\n│   ├── b.ts\n│   └── c.ts\n└── x.ts\n```\n", ["3 holds"]),
    "caption, wrong": ("```\nsrc/\n├── UI (2 files)\n│   ├── a.ts\n│   ├── b.ts\n│   └── c.ts\n└── x.ts\n```\n", ["3 refuted"]),
    "caption and the rest": ("```\nsrc/\n└── ui/  # 9 files\n    ├── a.ts\n    ├── b.ts\n    └── (+7 more)\n```\n", ["3 holds"]),
    "caption of an extract": ("```\nsrc/\n└── UI (18 files)\n    ├── a.ts\n    ├── b.ts\n    └── c.ts\n```\n", []),
    "caption of an open list": ("```\nsrc/\n└── UI (2 files)\n    ├── a.ts\n    ├── b.ts\n    ├── c.ts\n    └── ...\n```\n", []),
    "caption over closed folders": ("```\nsrc/\n└── UI (1 file)\n    ├── a/\n    ├── b/\n    └── c.ts\n```\n", ["3 holds"]),
    # averages
    "average of a table": ("3 files (avg 200 lines)\n\n" + table("File | Lines", "a | 100", "b | 200", "c | 300"), ["1 holds"]),
    "average of a table, wrong": ("3 files (avg 280 lines)\n\n" + table("File | Lines", "a | 100", "b | 200", "c | 330"), ["1 refuted"]),
    "average of more": ("6 files (avg 280 lines)\n\n" + table("File | Lines", "a | 100", "b | 200", "c | 300"), []),
    "average within": (
        "1,680 lines across 6 files (avg 280 lines)\n\n1,680 lines across 6 files (avg 380 lines)\n",
        ["1 holds", "3 refuted"],
    ),
    "average nearly": ("1,000 lines across 3 files (avg 335 lines)\n", []),
    # said again
    "said again": (
        "**Health score: 9.4/10**\n\n## Scorecard\n\n"
        + table("Category | Score", "a | 9/10", "b | 7/10", "c | 8/10")
        + "\n**Overall score: 9.4/10**\n",
        ["1 doubtful", "11 doubtful"],
    ),
    "said of something else": (
        "Team score: 9.4/10. Target health score: 9.4/10.\n\n## Scorecard\n\n"
        + table("Category | Score", "a | 9/10", "b | 7/10", "c | 8/10")
        + "\n**Overall score: 9.4/10**\n",
        ["11 doubtful"],
    ),
    # more lookalikes
    "nothing of nothing": ("Score: 0/0 = 5/10\n\n" + table("Category | Score", "a | 0/0", "b | 0/0", "c | 0/0"), []),
    "examples named": ("- 20 components (`Button`, `Modal`)\n- 3 of 5 files: `a.py`, `b.py`, `c.py`\n", []),
    "too many named": ("- 2 new endpoints: `GET /a`, `POST /a`, `DELETE /a`\n", ["1 refuted"]),
    "times rounded up": ("- `a.py` has 900 lines - 3x the limit of 400 lines\n", ["1 refuted"]),
    "sum of unknowns": ("- 1 connection + 1 per subscription = 5-10 connections\n", []),
    "overall is a category": (table("Area | Total", "a | 3", "b | 3", "Overall | 1", "**Total** | **7**"), ["6 holds"]),
    "running total": ("- A: 100 points\n- Total: 100 points\n\nThen:\n\n- B: 200 points\n- C: 50 points\n- **Total: 350 points**\n", []),
    "times of a call": (table("Part | Before", "a | 2000ms", "b | 305ms", "Total | 2400ms"), []),
    # ranges
    "ranges": ("8-10 h + 4-6 h + 3-4 h = 15-20 hours\n\n8-10 h + 4-6 h = 12-18 hours\n", ["1 holds", "3 refuted"]),
    "total of ranges": ("1. A (8-10 hours)\n2. B (4-6 hours)\n\n**Total: 12-16 hours**\n", ["4 holds"]),
    "total of ranges, about": ("1. A (8-10 hours)\n2. B (4-6 hours)\n\nTotal: ~12-17 hours\n", ["4 holds"]),
    "total of ranges, wrong": ("1. A (8-10 hours)\n2. B (4-6 hours)\n\nTotal: 20-30 hours\n", ["4 refuted"]),
    "one number for ranges": ("1. A (8-10 hours)\n2. B: 5 hours\n\nTotal: 14 hours\n", ["4 holds"]),
    "ranges in parallel": ("1. A (8-10 hours)\n2. B (4-6 hours, in parallel)\n\nTotal: 8-10 hours\n", []),
    "ranges of a column": (table("Task | Effort", "a | 2-3 hours", "b | 1-2 hours") + "\n**Total: 5-9 hours**\n", ["6 refuted"]),
    "days of hours": ("1. A (8-16 hours)\n2. B (8-16 hours)\n\nTotal: 2-4 days\n\n", ["4 holds"]),
}


@pytest.mark.parametrize(("report", "expected"), CASES.values(), ids=CASES)
def test_arithmetic(report: str, expected: list[str]) -> None:
    assert verdicts(report) == expected


def test_correction_makes_the_claim_true() -> None:
    report = "In all 12 + 5 = 18 tests.\n"
    (finding,) = examined(report)
    assert finding.correction is not None
    span = finding.correction.span
    line = report.splitlines()[span.line - 1]
    corrected = line[: span.column - 1] + finding.correction.text + line[span.end_column - 1 :] + "\n"
    assert corrected == "In all 12 + 5 = 17 tests.\n"
    assert verdicts(corrected) == ["1 holds"]


def test_one_finding_a_number() -> None:
    findings = examined(
        "# Overall score: 8.0/10\n\n## Overall score: 8.0/10\n\n" + table("Category | Score", "a | 9/10", "b | 7/10", "c | 8/10")
    )
    assert len({finding.claim.span for finding in findings}) == len(findings)


def test_every_family_is_a_rule() -> None:
    assert {name.replace("_", "-") for name in FAMILIES} == {rule.name for rule in chosen(["arithmetic"], ())}


def test_a_number_is_judged_the_same_whichever_rules_are_selected() -> None:
    report = "- 140 total files (92 frontend + 48 backend)\n- 4 calls across 2 files\n\n" + table(
        "File | Calls", "a | 3", "b | 1", "Total | 5"
    )
    together = examined(report)
    assert len({finding.claim.rule for finding in together}) > 1
    alone = [finding for name in FAMILIES for finding in examined(report, name.replace("_", "-"))]
    assert sorted(alone, key=lambda finding: finding.claim.span) == together
