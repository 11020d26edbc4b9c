"""Reading and recognising take time in proportion to a report: work is counted in calls, which no machine changes."""

from __future__ import annotations

import sys
from types import FrameType

import pytest
from time_limit import at_most, least_seconds

from verifier.engine import chosen_rules, recognise, weighed
from verifier.reading.report import read_report
from verifier.reading.source import read_source
from verifier.result import RunOptions

FEW, MANY = 20, 80
MOST = 4.8  # times as many calls for four times as much; in the square it would be 16
REPORTS = {
    "an open fence": ("```python\n", "x{0} = f({0})\n", ""),
    "a fence with check marks": ("```\n", "✅ a{0}.py has {0} lines\n", "```\n"),
    "headings": ("", "# Heading {0}\n", ""),
    "headings within each other": ("", "## Issues in `a{0}.py`\n\n### Detail {0}\n\nText.\n\n", ""),
    "findings": ("", "### Issue {0}\n\n**File:** `a{0}.py:{0}`\n**Severity:** High\n\n**Fix:** use X\n\n", ""),
    "items": ("", "- item {0} in `a{0}.py` is fine\n", ""),
    "rows": ("| File | Lines |\n|---|---|\n", "| a{0}.py | {0} |\n", ""),
    "rows with a total": ("| Part | Tests |\n|---|---|\n", "| part {0} | {0} |\n", "| **Total** | 12 |\n"),
    "a paragraph of many lines": ("", "The `a.py` module has {0} lines and calls Redis.\n", ""),
    "paragraphs": ("", "The `a{0}.py` module has {0} lines and calls Redis.\n\n", ""),
    "a tree": ("```\nsrc/\n", "├── a{0}.py # thing {0}\n", "```\n"),
    "boxes": ("", "- [x] done `a{0}.py`\n- [ ] to do {0}\n", ""),
}


def calls(kind: str, number: int) -> int:
    """The calls that reading the report, recognising its claims and comparing them with each other take."""
    start, line, end = REPORTS[kind]
    data = (start + "".join(line.format(n) for n in range(number)) + end).encode()
    rules = chosen_rules(RunOptions())
    counted = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        report = read_report(read_source("report.md", data))
        recognise(report, rules)
        weighed(report, (), rules)
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize("kind", REPORTS)
def test_calls_grow_in_proportion(kind: str) -> None:
    calls(kind, 4)  # what is read once a process
    few, many = calls(kind, FEW), calls(kind, MANY)
    assert many < MOST * few, f"{few:,} calls for {FEW} lines, {many:,} for {MANY}"


@pytest.mark.parametrize("part", [" ", ".", "/", "1,", "a-", "A", "⚠️", "=", "a, ", "`a` ", "a()", "not ", "docker run --a "])
@pytest.mark.parametrize("line", ["- `a.py` {}\n", "## {}\n", "```python\nx = {}\n```\n"])
def test_no_long_line_is_slow(line: str, part: str) -> None:
    with at_most(5):
        report = read_report(read_source("report.md", line.format(part * (9_000 // len(part))).encode()))
        recognise(report, chosen_rules(RunOptions()))


@pytest.mark.parametrize("part", ["@a/", "a.b/", "x-"])
def test_no_paragraphs_of_one_long_word_are_slow(part: str) -> None:
    report = read_report(read_source("report.md", (part * (1_900 // len(part)) + "\n\n").encode() * 100))
    rules = chosen_rules(RunOptions(select=("architecture",)))
    assert least_seconds(lambda: recognise(report, rules), 2) < 2
