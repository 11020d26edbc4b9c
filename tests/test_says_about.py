"""Sentences and headings that tell of what is hoped for or advised rather than of what is there."""

from __future__ import annotations

import pytest

from verifier.reading.clause import Stance
from verifier.reading.report import read_report
from verifier.reading.source import read_source


def stance(report: str) -> Stance:
    """The stance of the last clause."""
    return read_report(read_source("report.md", (report + "\n").encode())).clauses[-1].stance


HOPED = [
    "The goal is zero prints.",
    "Our aim is no file over 30 lines.",
    "**Expected result:** no prints",
    "**Acceptance:** no prints",
    "## When we are done\n\n- no prints",
    "## Once the split is done\n\n- no file over 30 lines",
    "- How do we get there? `trio.open_nursery()`",
    "- What would help? A Redis cache.",
    "Instead, `Lander.land()`",
    "Alternatively: `Lander.land()`",
    "`orbit.land` is a better fit.",
    "**To do:** `moon.md`",
    "**Remedy:** `Lander.land()`",
    "# Rover\n\n## Build a lander\n\n- **Dev**: `npm run dev`",
    "## Notes\n\n### Adding a new rover\n\n1. A row in `rovers.py`",
    "## Notes\n\n### Extending your fleet\n\n1. A row in `rovers.py`",
    "## Notes\n\n### Remaining optional work\n\n- tests of `Lander`",
    "1. **Base:** Which one shall it use? (Luna, Mare)",
    "## Notes\n\n### Required documents\n\n- `moon.md`",
    "Throw `LandingError` from `moon.py`.",
    "**Improvement:** Extract a `Lander` class with:\n- `land()` - what all share",
    "Replace the rocks, and always log with `lander.log()`.",
    "**Recommended fix.** The gauge is read first. `land(fast)` becomes `land(slow)`.",
    "## Notes\n\n### Radio link - NOT STARTED\n\n- `Lander` reconnects",
    "## Notes\n\n### Critical fixes required\n\n- `Lander` reconnects",
    "- 需要确保使用 `Lander`",
    "- `Lander` sollte `land()` rufen",
]
TOLD = [
    "# Rover\n\n## Build/test commands\n\n- **Dev**: `npm run dev`",
    "# Rover\n\n## Build, test and lint\n\n- **Dev**: `npm run dev`",
    "The goal was met.",
    "The lander has no prints.",
    "**Result:** no prints",
    "## What was done\n\n- no prints",
    "- How does it land? With `Lander.land()`.",
    "`orbit.land` is in `moon.py`.",
    "Lander instead of rover.",
    "**Done:** `moon.md`",
    "## Notes\n\n### Adding the rover\n\n- It stands in `rovers.py`.",
    "## Notes\n\n### Separation of concerns\n\n- `moon.py` lands, `dust.py` drives.",
    "It has two bases (Luna, Mare).",
]


@pytest.mark.parametrize("report", HOPED)
def test_hopes_and_advice_are_no_statements(report: str) -> None:
    assert stance(report) is not Stance.ASSERTS


@pytest.mark.parametrize("report", TOLD)
def test_what_is_told_is_one(report: str) -> None:
    assert stance(report) is Stance.ASSERTS
