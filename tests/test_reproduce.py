"""The commands that findings show: they leave the report out, and what they print agrees with the finding."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from verifier.engine import verify
from verifier.model import Finding, Verdict
from verifier.reading.report import read_report
from verifier.reading.source import read_source
from verifier.repository.open import open_repository
from verifier.reproduce import for_reader
from verifier.result import RunOptions

EXAMPLES = Path(__file__).parent.parent / "examples"


@pytest.mark.parametrize(
    ("command", "report", "plain", "told"),
    [
        ("git grep -nw -- moon", "docs/r.md", False, "git grep -nw -- moon -- ':!docs/r.md'"),
        ("git grep -nw 'moon' -- '*.py'", "r.md", False, "git grep -nw 'moon' -- '*.py' ':!r.md'"),
        ("git grep -lF -- 'moon' | wc -l", "r.md", False, "git grep -lF -- 'moon' -- ':!r.md' | wc -l"),
        ("git grep -nE 'moon'", "", True, "git grep --no-index -nE 'moon'"),
        ("git ls-files -- '*moon.py' 'dust.py'", "r.md", True, "find . -path '*moon.py' -o -path ./dust.py"),
        ("git ls-files | xargs wc -l", "", True, "find . -type f | xargs wc -l"),
        ("git ls-files -z -- 'moon' | xargs -0 cat | wc -l", "", True, "find moon -type f -print0 | xargs -0 cat | wc -l"),
        ("wc -l moon.py", "r.md", True, "wc -l moon.py"),
    ],
)
def test_a_command_is_told_for_the_repository_and_the_report(command: str, report: str, plain: bool, told: str) -> None:
    assert for_reader(command, report, plain) == told


def _found(project: Path, name: str) -> tuple[Finding, ...]:
    source = read_source(str(project / name), (EXAMPLES / name).read_bytes())
    with open_repository(project) as repository:
        return verify(read_report(source), repository, RunOptions(jobs=1, use_cache=False)).findings


@pytest.fixture(params=[True, False], ids=["git", "directory"])
def project(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A copy of the example project with its reports in it, in git or not."""
    copy = tmp_path / "project"
    shutil.copytree(EXAMPLES / "project", copy)
    for report in EXAMPLES.glob("*-review.md"):
        shutil.copy(report, copy)
    if request.param:
        for words in (["init", "-q"], ["add", "-A"], ["-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "moon"]):
            subprocess.run(["git", *words], cwd=copy, check=True)
    return copy


def test_what_a_command_prints_agrees_with_its_finding(project: Path) -> None:
    ran = 0
    for finding in _found(project, "deployment-review.md"):
        if finding.verdict not in (Verdict.REFUTED, Verdict.HOLDS) or not finding.reproduce.startswith(
            ("git ", "find ", "wc ", "sed ", "grep ")
        ):
            continue
        run = subprocess.run(finding.reproduce, shell=True, cwd=project, capture_output=True, text=True)
        ran += 1
        assert run.returncode in (0, 1), finding.reproduce
        assert not run.stderr, (finding.reproduce, run.stderr)
        if finding.claim.rule == "file-exists":
            there = (finding.verdict is Verdict.HOLDS) is not finding.claim.negated
            assert bool(run.stdout.strip()) is there, (finding.reproduce, finding.message)
    assert ran > 20
