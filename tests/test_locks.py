"""The locks over the examples: a change that moves a recognised claim or a verdict updates them, so that it is seen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
REPORTS = ("audit.md", "change-summary.md", "deployment-review.md")


def locked(name: str, *arguments: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, ROOT / "benchmarks" / f"{name}.py", *arguments], capture_output=True, text=True)


def test_the_same_claims_are_recognised() -> None:
    done = locked("recognition", *(ROOT / "examples" / name for name in REPORTS))
    assert (done.returncode, done.stdout) == (0, "3 reports, 0 rows moved\n"), done.stdout + done.stderr


def test_they_are_judged_the_same() -> None:
    done = locked("verdicts")
    assert (done.returncode, done.stdout) == (0, "3 reports, 0 rows moved\n"), done.stdout + done.stderr


@pytest.mark.parametrize(
    ("report", "moved"),
    [
        ("`parcels.py` has 12 lines.\n", "+ parcels\t1\tfile-lines\tfile-lines\tsays"),
        ("There are no print statements.\n", "+ parcels\t1\tprint-calls\tno-print\tdenies"),
    ],
)
def test_what_moved_is_named(report: str, moved: str, tmp_path: Path) -> None:
    (tmp_path / "parcels.md").write_text(report, encoding="utf-8")
    done = locked("recognition", tmp_path)
    assert done.returncode == 1
    assert moved in done.stdout.splitlines()
