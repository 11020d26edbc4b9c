"""Code in a section that says how long the work takes may be yet to be written; what such a section says of the code stands."""

from __future__ import annotations

import pytest

from verifier.reading.report import read_report
from verifier.reading.says.estimated import estimated, scheduled
from verifier.reading.source import read_source

CODE = "```python\ndef turn(): ...\n```\n"


@pytest.mark.parametrize(
    ("report", "told"),
    [
        (f"## Orbits\n\n**Effort**: 8 hours\n\n1. **Tree changes** (`a.py`):\n{CODE}", "Effort: 8 hours"),
        (f"## Orbits\n\n- **Estimated time:** 2-3 days\n\n{CODE}", "Estimated time: 2-3 days"),
        (f"## Orbits\n\n**Effort**: 8 hours\n\n**Current code:**\n\n{CODE}", ""),
        (f"## Orbits\n\n**Effort**: 8 hours, done\n\n{CODE}", ""),
        (f"## Orbits\n\n**Effort**: low\n\n{CODE}", ""),
        (f"## Tides\n\n**Effort**: 8 hours\n\n## Orbits\n\n{CODE}", ""),
        (f"## Orbits\n\n{CODE}", ""),
    ],
)
def test_code_of_work_that_is_estimated(report: str, told: str) -> None:
    lines = report.splitlines()
    assert estimated(read_report(read_source("r.md", report.encode())), lines.index("def turn(): ...") + 1) == told


def test_sentences_of_the_section_are_no_code() -> None:
    report = "## Orbits\n\n**Effort**: 8 hours\n\n`a.py` has 9 lines.\n"
    assert estimated(read_report(read_source("r.md", report.encode())), 5) == ""


@pytest.mark.parametrize(
    ("report", "told"),
    [
        ("## Orbits\n\n- Turn (Week 1-2)\n- Tilt (Day 3)\n- Land (Week 4)\n\n`a.py`\n", True),
        ("## Orbits\n\n- [x] Turn (Week 1)\n- [x] Tilt (Week 2)\n- [x] Land (Week 3)\n\n`a.py`\n", False),  # done
        ("## Orbits\n\n- Turn (Week 1-2)\n- Tilt\n- Land\n\n`a.py`\n", False),  # one time makes no schedule
        ("## Plan\n\n- Turn (Week 1)\n- Tilt (Week 2)\n- Land (Week 3)\n\n## Orbits\n\n`a.py`\n", False),
    ],
)
def test_a_section_with_several_times_is_a_schedule(report: str, told: bool) -> None:
    lines = report.splitlines()
    assert scheduled(read_report(read_source("r.md", report.encode())), lines.index("`a.py`") + 1) is told
