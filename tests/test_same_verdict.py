"""The same input gives the same bytes: no clock decides a verdict, and what a rule may do is counted in work."""

from __future__ import annotations

import multiprocessing
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cli_helpers import verify_review
from hostile import commit, git

from verifier import judging
from verifier.engine import verify
from verifier.model import Finding, Reason, Verdict
from verifier.reading.report import read_report
from verifier.reading.source import read_source
from verifier.repository import history
from verifier.repository.git import GitStore, GitTimeout
from verifier.repository.metered import BYTES_PER_FILE, Meter
from verifier.repository.open import open_repository
from verifier.result import RunOptions

EXAMPLES = Path(__file__).parent.parent / "examples"


def forever() -> None:
    while True:
        pass


@pytest.fixture
def busy() -> Iterator[None]:
    """A machine whose every processor has something else to do."""
    context = multiprocessing.get_context("spawn")
    loops = [context.Process(target=forever, daemon=True) for _ in range(max(2, multiprocessing.cpu_count()))]
    for loop in loops:
        loop.start()
    yield
    for loop in loops:
        loop.kill()
        loop.join()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The example project with a history: its audit in it, one file removed since."""
    root = Path(shutil.copytree(EXAMPLES / "project", tmp_path / "project"))
    git(root, "init", "-q")
    commit(root, {"gone.py": "x = 1\n", "AUDIT.md": "`gone.py` has 1 line.\n\n" + (EXAMPLES / "audit.md").read_text(encoding="utf-8")})
    commit(root, {"gone.py": None})
    return root


def told(project: Path) -> bytes:
    run = verify_review("AUDIT.md", "--repo", ".", "--no-cache", "--output-format", "json", cwd=project)
    assert run.code == 1
    return run.out


def test_the_same_bytes_on_a_loaded_machine(project: Path, request: pytest.FixtureRequest) -> None:
    idle = told(project)
    assert b'"verdict": "stale"' in idle
    request.getfixturevalue("busy")
    with ThreadPoolExecutor() as threads:
        assert list(threads.map(told, [project] * 3)) == [idle] * 3


def found(root: Path, report: str, *select: str) -> dict[str, Finding]:
    with open_repository(root) as repository:
        outcome = verify(
            read_report(read_source("report.md", report.encode())), repository, RunOptions(select=select, use_cache=False, jobs=1)
        )
    return {finding.claim.subject: finding for finding in outcome.findings}


def test_what_a_rule_may_read_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.py").write_text("x = 1\n" * 1000)
    report = "`a.py` has 1000 lines.\n\n`b.py` has 2 lines.\n\n`c.py` has 1000 lines.\n"
    for files, verdicts in ((3, ["holds", "refuted", "holds"]), (2, ["holds", "refuted", "unverifiable"]), (0, ["unverifiable"] * 3)):
        monkeypatch.setattr(judging, "Meter", lambda files=files: Meter(files * (6000 + BYTES_PER_FILE)))
        by_subject = found(tmp_path, report)
        assert [by_subject[f"{name}.py"].verdict.value for name in ("a", "b", "c")] == verdicts
    assert by_subject["a.py"].reason is Reason.TOO_LARGE
    assert "rule 'file-lines' would read more than the 0 bytes" in by_subject["a.py"].message


def test_each_rule_is_charged_for_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.py").write_text("print(1)\n" * 2000)
    monkeypatch.setattr(judging, "Meter", lambda: Meter(50_000))
    report = "`a.py` has 2000 lines.\n\nThere are no print statements.\n\n`a.py` has 2,000 lines in all.\n"
    rules = {finding.claim.rule: finding.verdict for finding in found(tmp_path, report).values()}
    assert rules["print-calls"] is Verdict.REFUTED


def test_a_long_history_is_not_looked_through(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "MAX_COMMITS", 1)
    with open_repository(project) as opened:
        assert opened.history.path_events("gone.py").problem == "the history has more than 1 commits"
        assert opened.history.introduced((project / "AUDIT.md").read_text(encoding="utf-8")) is None


def test_what_git_had_no_time_to_say_decides_nothing(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(self: GitStore, *arguments: str, **more: object) -> bytes:
        if arguments[0] == "log":
            raise GitTimeout("git log took more than 60 seconds")
        return ordinary(self, *arguments, **more)  # type: ignore[arg-type]

    ordinary = GitStore.run
    report = (project / "AUDIT.md").read_text(encoding="utf-8")
    assert found(project, report, "file-exists")["gone.py"].verdict is Verdict.STALE
    monkeypatch.setattr(GitStore, "run", run)
    finding = found(project, report, "file-exists")["gone.py"]
    assert (finding.verdict, finding.message) == (Verdict.ERROR, "rule 'file-exists' failed: GitTimeout: git log took more than 60 seconds")
