"""Outcomes kept between runs: recalled when nothing has changed, and forgotten as soon as anything that decides a verdict has."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cli_helpers import write

from verifier import memory
from verifier.engine import verify
from verifier.facts.store import cache_directory
from verifier.memory import open_memory
from verifier.model import Finding, Verdict
from verifier.reading.report import read_report
from verifier.reading.source import read_source
from verifier.repository import worktree
from verifier.repository.open import open_repository
from verifier.result import Outcome, RunOptions

REPORT = "# A report\n\n`a.py` is 9 lines long. It uses Redis.\n"
PLAIN = RunOptions()
FILES = {"a.py": "x = 1\n", "docs/b.md": "# B\n", ".gitignore": "made/\n"}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VERIFY_REVIEW_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(worktree, "_TICK", 0)
    root = write(tmp_path / "project", FILES)
    git(root, "init", "-q")
    commit(root)
    return root


def git(root: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True)


def commit(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "-q", "--allow-empty", "-m", "a change")


def run(root: Path, report: str = REPORT, options: RunOptions = PLAIN, change: Callable[[Outcome], Outcome] | None = None) -> bool:
    """Whether an earlier outcome served; else the report is verified and its outcome kept, once `change` has changed it."""
    source = read_source("report.md", report.encode())
    with open_repository(root) as repository:
        kept = open_memory(repository, options)
        assert kept is not None
        recalled = kept.recall(source)
        outcome = verify(read_report(source), repository, options)
        if recalled is None:
            kept.keep(source, change(outcome) if change else outcome)
        else:
            assert shown(recalled) == shown(outcome)
        kept.close()
    return recalled is not None


def shown(outcome: Outcome) -> list[tuple[object, ...]]:
    return [(found.claim.rule, found.claim.span, found.verdict, found.message, found.evidence) for found in outcome.findings]


def test_what_was_found_is_found_again_without_verifying(project: Path) -> None:
    assert not run(project)
    assert run(project)


def test_a_report_that_names_a_directory_is_found_again_too(project: Path) -> None:
    """To redact secrets, the files that a finding names are read: a directory is none, and must not be looked for."""
    report = "# Audit\n\n`docs` has 20 functions.\n"
    assert not run(project, report)
    assert run(project, report)


@pytest.mark.parametrize(
    "change",
    [
        lambda root: write(root, {"a.py": "x = 2\n"}),
        lambda root: os.utime(root / "a.py", ns=(1, 1)),
        lambda root: write(root, {"new.py": ""}),
        lambda root: write(root, {"docs/made/new.txt": ""}),
        lambda root: (root / "docs/b.md").unlink(),
        lambda root: (root / "empty").mkdir(),
        lambda root: (root / "made").mkdir(),
        lambda root: write(root, {".gitignore": "docs/\n"}),
        lambda root: write(root, {".git/info/exclude": "a*\n", "ab.py": ""}),
        lambda root: git(root, "rm", "-q", "--cached", "a.py"),
        lambda root: commit(root),
        lambda root: git(root, "branch", "other", "HEAD"),
        lambda root: git(root, "remote", "add", "origin", "https://example.org/a/named.git"),
    ],
)
def test_a_change_of_the_repository_is_seen(project: Path, change: Callable[[Path], object]) -> None:
    run(project)
    change(project)
    assert not run(project)


@pytest.mark.parametrize(
    "options",
    [
        RunOptions(select=("files",)),
        RunOptions(ignore=("mechanism",)),
        RunOptions(areas={"backend": ("docs",)}),
        RunOptions(words=("fast",)),
    ],
    ids=repr,
)
def test_other_options_are_another_run(project: Path, options: RunOptions) -> None:
    run(project)
    assert not run(project, options=options)
    assert run(project, options=options)


def test_another_report_is_another_run(project: Path) -> None:
    run(project)
    assert not run(project, REPORT + "\n")


def test_another_tool_is_another_run(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(project)
    monkeypatch.setattr(memory, "_tool", lambda: iter([b"a newer version"]))
    assert not run(project)


def test_the_jobs_do_not_matter(project: Path) -> None:
    run(project)
    assert run(project, options=RunOptions(jobs=1))


def test_what_lies_where_nothing_is_listed_is_not_kept(project: Path) -> None:
    write(project, {"made/result.txt": "1\n"})
    report = "`made/result.txt` exists.\n"
    assert [run(project, report), run(project, report)] == [False, False]


def test_a_failure_is_not_kept(project: Path) -> None:
    def failed(outcome: Outcome) -> Outcome:
        first: Finding = replace(outcome.findings[0], verdict=Verdict.ERROR)
        return replace(outcome, findings=(first,))

    run(project, change=failed)
    assert not run(project)


def test_a_file_changed_a_moment_ago_may_change_unseen(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worktree, "_TICK", 3600 * 10**9)
    with open_repository(project) as repository:
        assert open_memory(repository, RunOptions()) is None


def test_what_is_damaged_is_found_anew(project: Path) -> None:
    import sqlite3

    run(project)
    directory = cache_directory()
    assert directory is not None
    with sqlite3.connect(next(directory.glob("*.sqlite"))) as connection:
        connection.execute("UPDATE facts SET fact = ? WHERE analysis LIKE 'outcome%'", [b"\x81\x01"])
    assert not run(project)


def test_without_a_cache_nothing_is_kept(project: Path) -> None:
    with open_repository(project) as repository:
        assert open_memory(repository, RunOptions(use_cache=False)) is None


def test_a_name_that_is_no_text_costs_only_the_memory(project: Path) -> None:
    (project / os.fsdecode(b"caf\xe9.py")).write_text("x = 1\n")
    report = "There are 2 Python files.\n\n`a.py` is 9 lines long.\n"
    assert not run(project, report)
    run(project, report)


def verdict_of_redis(root: Path) -> str:
    """With all that is kept between runs."""
    with open_repository(root, "HEAD" if root.name == "stored" else None) as repository:
        outcome = verify(read_report(read_source("report.md", b"Redis is used.\n")), repository, RunOptions())
    return outcome.findings[0].verdict.value


@pytest.mark.parametrize("place", ["listed", "stored"])
def test_what_a_stranger_says_a_file_is_counts_for_nothing(place: str, project: Path, tmp_path: Path) -> None:
    """An index, or an object store, that names the content of a file in someone else's repository, and has another."""
    plain, redis = b"x = 1\n", b"import redis\n\nredis.Redis()\n"
    plain += b"#" * (len(redis) - len(plain) - 1) + b"\n"
    for name in ("victim", place):
        root = write(tmp_path / "own" / name, {"a.py": plain})
        os.utime(root / "a.py", (1_700_000_000, 1_700_000_000))
        git(root, "init", "-q")
        commit(root)
    if place == "listed":
        (root / "a.py").write_bytes(redis)
        os.utime(root / "a.py", (1_700_000_000, 1_700_000_000))
    else:
        forge(root, plain, redis)
    verdicts = [verdict_of_redis(root), verdict_of_redis(tmp_path / "own" / "victim")]
    assert verdicts == ["holds", "refuted"]


def forge(root: Path, content: bytes, other: bytes) -> None:
    import zlib

    from verifier.repository.snapshot import blob_id

    name = blob_id(content)
    loose = root / ".git" / "objects" / name[:2] / name[2:]
    loose.chmod(0o644)
    loose.write_bytes(zlib.compress(b"blob %d\0" % len(other) + other))
