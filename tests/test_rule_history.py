"""What rules make of sentences about commits, tags and renames, in a repository that git made."""

from __future__ import annotations

from pathlib import Path

import pytest
from hostile import commit, git

from verifier.engine import verify
from verifier.reading.report import read_report
from verifier.reading.source import read_source
from verifier.repository.open import open_repository
from verifier.result import RunOptions


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("sky")
    git(root, "init", "-q")
    commit(root, {"sky/moon.py": "moon = 1\n" * 9}, date="2023-03-01T12:00:00Z")
    commit(root, {"sky/comet.py": "comet = 1\n" * 9, "sky/dust.py": "dust = 1\n"}, date="2023-04-02T12:00:00Z")
    git(root, "tag", "v0.3.0")
    (root / "sky/moon.py").rename(root / "sky/satellite.py")
    commit(root, {}, date="2023-05-03T12:00:00Z")
    commit(root, {"sky/dust.py": None, "a.py": "", "b.py": ""}, date="2023-06-04T12:00:00Z")
    return root


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("The last commit touches 3 files.", "holds"),
        ("The most recent commit changed four files.", "refuted"),
        ("3 files were changed in the latest commit.", "holds"),
        ("The last commit touches 4 files of the parser.", None),
        ("Two commits have followed v0.3.0.", "holds"),
        ("There are 5 commits since the tag v0.3.0.", "refuted"),
        ("HEAD is 2 commits ahead of v0.3.0.", "holds"),
        ("Since v0.3.0, 7 commits have been made.", "refuted"),
        ("5 commits since v0.3.0 touch the docs.", None),
        ("5 commits have followed v9.9.9.", "unverifiable"),
        ("The latest commit was made by Una Orr.", "refuted"),
        ("v0.3.0 was tagged on 2023-04-02.", "holds"),
        ("v0.3.0 was tagged on 2023-04-09.", "refuted"),
        ("Renamed `sky/moon.py` to `satellite.py`.", "holds"),
        ("`sky/moon.py` was moved to `sky/satellite.py`.", "holds"),
        ("Renamed `sky/planet.py` to `satellite.py`.", "refuted"),
        ("Renamed `sky/planet.py` to `comet.py` and `dust.py`.", "doubtful"),
        ("Since v0.3.0 `sky/dust.py` has been removed.", "holds"),
        ("**Date:** 2023-05-03", "holds"),
        ("Review completed: May 4, 2023", "holds"),
        ("Generated on 5 Apr 2023 at 10:30", None),
        ("Report generated: 2022-06-04", "doubtful"),
        ("**Date:** 2023-02-20", None),
        ("Next release date: 2022-06-04", None),
    ],
)
def test_sentences_about_the_log(project: Path, sentence: str, verdict: str | None) -> None:
    with open_repository(project) as opened:
        options = RunOptions(select=("commits", "renames", "report-date"), use_cache=False)
        outcome = verify(read_report(read_source("report.md", (sentence + "\n").encode())), opened, options)
    assert [finding.verdict.value for finding in outcome.findings] == ([verdict] if verdict else [])


def test_the_first_commit_hides_what_was_before(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    commit(tmp_path, {"paths.py": "x = 1\n"})
    with open_repository(tmp_path) as opened:
        report = read_report(read_source("report.md", b"Renamed `sky/orbits.py` to `paths.py`.\n"))
        outcome = verify(report, opened, RunOptions(select=("renames",), use_cache=False))
    assert [finding.verdict.value for finding in outcome.findings] == ["unverifiable"]
