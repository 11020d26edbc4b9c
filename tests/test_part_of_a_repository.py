"""A project that is a directory of a larger repository: what lies around it is not what the report tells of."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hostile import commit, git

from verifier.engine import verify
from verifier.model import Finding
from verifier.reading.report import read_report
from verifier.reading.source import read_source
from verifier.repository.open import open_repository
from verifier.result import RunOptions

AROUND = {"tools/settings.py": "x = 1\n", ".dockerignore": "*.log\n", "tools/print.py": "print(1)\n"}
PROJECT = {"parts/moon/app/moon.py": "x = 1\n" * 40, "parts/moon/app/tide.py": "def tide():\n    print(1)\n"}


def found(root: Path, report: str) -> dict[str, Finding]:
    """The findings by rule, of a report that came together with the project, in the second commit, and was added to in the third."""
    git(root, "init", "-q")
    commit(root, AROUND)
    commit(root, {**PROJECT, "parts/review.md": report})
    report += "\nThat is all.\n"
    commit(root, {"parts/review.md": report})
    with open_repository(root / "parts/moon") as repository:
        outcome = verify(read_report(read_source("parts/review.md", report.encode())), repository, RunOptions(jobs=1, use_cache=False))
    return {one.claim.rule: one for one in outcome.findings}


@pytest.mark.parametrize(
    ("claim", "rule"),
    [
        ("`app/moon.py` has 50 lines.", "file-lines"),
        ("- ✅ No print statements", "print-calls"),
    ],
)
def test_what_was_around_it_before_it_came_excuses_nothing(tmp_path: Path, claim: str, rule: str) -> None:
    assert found(tmp_path, f"# Code review\n\n{claim}\n")[rule].verdict.value == "refuted"


def test_a_namesake_around_it_is_no_other_place_of_the_file(tmp_path: Path) -> None:
    finding = found(tmp_path, "# Code review\n\nThe moon is in `app/moon.py`, its settings are in `app/settings.py`.\n")["file-exists"]
    assert (finding.verdict.value, "tools/settings.py" in finding.message) == ("refuted", False)


@pytest.mark.parametrize(
    ("project", "verdict"), [({}, "unverifiable"), ({"parts/moon/.dockerignore": "*.log\n"}, "refuted")], ids=["around it", "in it"]
)
def test_what_is_said_to_be_missing_is_looked_for_in_it(
    tmp_path: Path, project: Mapping[str, str], verdict: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path, text in project.items():
        monkeypatch.setitem(PROJECT, path, text)
    assert found(tmp_path, "# Code review\n\nThere is no `.dockerignore`.\n")["file-exists"].verdict.value == verdict
