"""A report that is added long after it was written: what an older version of the file it cites fits is stale, within limits."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from hostile import commit, git

from verifier import times
from verifier.engine import verify
from verifier.model import Claim, Evidence, Finding, Span, Verdict
from verifier.reading.report import read_report
from verifier.reading.source import read_source
from verifier.repository.history import GitHistory
from verifier.repository.open import open_repository
from verifier.result import RunOptions

REPORT = "# Code review\n\n`moon.py` is long: it holds the moon's whole tilt.\n\n{lines}\n"


def found(project: Path, lines: str, *, kept: bool = True) -> list[Finding]:
    """The findings of lengths in a report that the repository's last commit brought, or that lies elsewhere."""
    report = REPORT.format(lines=lines)
    if kept:
        commit(project, {"docs/REVIEW.md": report})
    with open_repository(project) as repository:
        outcome = verify(read_report(read_source("docs/REVIEW.md", report.encode())), repository, RunOptions(jobs=1, use_cache=False))
    return [one for one in outcome.findings if one.claim.rule == "file-lines"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """`moon.py` had 10, 20, 30 and 40 lines, one commit after the other; `sun.py` always 40."""
    git(tmp_path, "init", "-q")
    for length in (10, 20, 30, 40):
        commit(tmp_path, {"moon.py": "x = 1\n" * length, "sun.py": "y = 1\n" * 40, f"{length}.txt": ""})
    return tmp_path


@pytest.mark.parametrize(("length", "verdict"), [(40, "holds"), (30, "stale"), (10, "stale"), (37, "refuted")])
def test_an_older_version_fits(project: Path, length: int, verdict: str) -> None:
    (finding,) = found(project, f"- `moon.py` has {length} lines")
    assert finding.verdict.value == verdict
    assert ("it was so" in finding.message) is (verdict == "stale")


def test_a_report_of_today_tells_of_today(project: Path) -> None:
    (finding,) = found(project, "- `moon.py` has 10 lines", kept=False)
    assert finding.verdict.value == "refuted"


def test_a_file_that_never_changed_was_never_otherwise(project: Path) -> None:
    (finding,) = found(project, "- `sun.py` has 30 lines")
    assert finding.verdict.value == "refuted"


def test_only_the_last_versions_are_asked(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(times, "_VERSIONS", 2)
    both = found(project, "- `moon.py` has 30 lines\n- `moon.py` has 10 lines")
    assert [one.verdict.value for one in both] == ["stale", "refuted"]


@pytest.mark.parametrize("limit", ["_FILES", "_COMMITS"])
def test_no_more_is_asked_than_a_report_may(project: Path, limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def versions(self: GitHistory, path: str, revision: str, most: int) -> tuple[str, ...]:
        asked.append(path)
        return ordinary(self, path, revision, most)

    ordinary = GitHistory.versions
    monkeypatch.setattr(GitHistory, "versions", versions)
    monkeypatch.setattr(times, limit, 1)
    findings = found(project, "- `sun.py` has 3 lines\n- `sun.py` has 4 lines\n- `moon.py` has 20 lines")
    assert [one.verdict.value for one in findings] == ["refuted", "refuted", "refuted"]
    assert asked == (["sun.py"] if limit == "_FILES" else ["sun.py", "moon.py"])


@pytest.mark.parametrize(("day", "verdict"), [("2024-01-05", "doubtful"), ("2024-01-20", "refuted"), ("2023-01-20", "refuted")])
def test_a_report_from_days_before_the_repository_refutes_nothing_by_itself(tmp_path: Path, day: str, verdict: str) -> None:
    git(tmp_path, "init", "-q")
    commit(tmp_path, {"moon.py": "x = 1\n"}, date="2024-01-20T00:00:00Z")
    report = f"# Code review\n\n**Date:** {day}\n\n- `moon.py` (9 lines)\n"
    with open_repository(tmp_path) as repository:
        outcome = verify(read_report(read_source("review.md", report.encode())), repository, RunOptions(jobs=1, use_cache=False))
    assert [one.verdict.value for one in outcome.findings if one.claim.rule == "file-lines"] == [verdict]


MENDED = "# Code review\n\n**Status**: COMPLETE - all issues fixed\n\n{lines}\n"


@pytest.mark.parametrize(("length", "verdict"), [(40, "holds"), (30, "stale"), (37, "refuted")])
def test_what_was_so_in_no_commit_was_not_so_before_it_was_mended(project: Path, length: int, verdict: str) -> None:
    report = MENDED.format(lines=f"- `moon.py` has {length} lines")
    commit(project, {"docs/REVIEW.md": report})
    with open_repository(project) as repository:
        outcome = verify(read_report(read_source("docs/REVIEW.md", report.encode())), repository, RunOptions(jobs=1, use_cache=False))
    (finding,) = (one for one in outcome.findings if one.claim.rule == "file-lines")
    assert finding.verdict.value == (verdict if verdict != "stale" else "unverifiable")
    assert ("in any commit" in finding.message) is (verdict == "refuted")


def test_of_several_files_of_a_name_each_is_asked_at_the_time_of_the_report(project: Path) -> None:
    commit(project, {"a/rows.py": "x = 1\n" * 9, "b/rows.py": "x = 1\n" * 50})
    report = REPORT.format(lines="- `rows.py` has 50 lines")
    commit(project, {"docs/REVIEW.md": report, "b/rows.py": "x = 1\n" * 35})
    with open_repository(project) as repository:
        outcome = verify(read_report(read_source("docs/REVIEW.md", report.encode())), repository, RunOptions(jobs=1, use_cache=False))
    (finding,) = (one for one in outcome.findings if one.claim.rule == "file-lines")
    assert finding.verdict.value != "refuted"


@pytest.mark.parametrize(("before", "open_"), [((), True), (("tests/test_moon.py",), False)])
def test_what_came_with_a_report_contradicts_none_of_its_denials(before: tuple[str, ...], open_: bool) -> None:
    asked = object.__new__(times.Times)
    code = SimpleNamespace(snapshot=SimpleNamespace(entries=lambda: dict.fromkeys(before)))
    asked.__dict__.update(introduced=SimpleNamespace(commit="report", parent="parent"), _named=(), _at=lambda commit: code)
    claim: Claim[object] = Claim("test-exists", "test-exists", Span(1, 1, 1, 9), "No tests", "", "absent", None, negated=True)
    finding = Finding(claim, Verdict.REFUTED, "tested", evidence=(Evidence("tests/test_moon.py", 1, 1),))
    assert asked._left_open(finding, "parent") is open_
