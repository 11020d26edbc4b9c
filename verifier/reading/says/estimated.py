"""What is yet to be made: it stands in a section that says how long the work will take, or when it is due."""

from __future__ import annotations

import re
from bisect import bisect_right

from verifier.reading.clause import Fence, Report
from verifier.reading.english.lexis import table

_BESIDE = 200  # statements of a section that may tell
_WORDS = re.compile(r"[a-z]+")
_TIME = re.compile(r"\d\s*(?:[-–]\s*\d+\s*)?(?:h|hrs?|hours?|d|days?|w|weeks?|minutes?|mins?|months?|sprints?|points?)\b", re.I)


def estimated(report: Report, line: int) -> str:
    """What the section around a block's line says of the work that it shows ("Effort: 8 hours"); "" without that, or outside of blocks.

    A block that is led in as what there is ("Current code:") shows no work.
    """
    fence = next((one for one in report.fences if one.line <= line <= one.end_line), None)
    if fence is None or _presented(fence):
        return ""
    for statement in report.keyed_by_section.get(_section_at(report, line), ())[:_BESIDE]:
        key, told = statement.context.key, statement.text.plain
        named, over = _words(key) & table("described")["estimates"], _words(told) & table("described")["spent"]
        if named and _TIME.search(told) and not over:
            return told[:60] if told.startswith(key) else f"{key}: {told[:60]}"
    return ""


def scheduled(report: Report, line: int) -> bool:
    """Whether a line stands in a section that gives several pieces of work a time ("(Week 1-2)"): what it names is yet to be made."""
    return _section_at(report, line) in report.scheduled_sections


def _section_at(report: Report, line: int) -> int:
    """The line of the heading that a line stands under; 0 for none."""
    lines = [section.line for section in report.sections]
    at = bisect_right(lines, line)
    return lines[at - 1] if at else 0


def _presented(fence: Fence) -> bool:
    lead = fence.context.lead_in.plain if fence.context.lead_in else fence.context.key
    return bool(_words(lead) & table("described")["present"])


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORDS.findall(text.lower()))
