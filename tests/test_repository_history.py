"""Where a report came from, and when a path went."""

from __future__ import annotations

from pathlib import Path

import pytest
from hostile import commit, git

from verifier.repository.open import open_repository

REPORT = "# Réview — Phase 1\n\n" + "".join(f"- ✅ `src/file_{number}.py` has {number * 7} lines → fine\n" for number in range(40))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    commit(tmp_path, {"a.py": "x = 1\n", "b.py": "y = 1\n", "README.md": "# Readme\n\n" + "words and words\n" * 60})
    return tmp_path


@pytest.mark.parametrize(
    ("damage", "exact"),
    [
        (lambda text: text, True),
        (lambda text: text.encode().decode("mac-roman"), True),
        (lambda text: text.encode().decode("cp1252", "replace"), True),
        (lambda text: text.encode("ascii", "replace").decode(), True),
        (lambda text: text.replace("\n", "\r\n"), True),
        (lambda text: text.rstrip(), True),
        (lambda text: text.replace("has 21 lines", "has 22 lines"), False),
    ],
)
def test_a_damaged_copy_is_found(project: Path, damage: object, exact: bool) -> None:
    parent = git(project, "rev-parse", "HEAD")
    brought = commit(project, {"docs/REVIEW.md": REPORT}, date="2024-03-01T10:00:00Z")
    commit(project, {"a.py": "x = 2\n"})
    assert callable(damage)
    with open_repository(project) as opened:
        found = opened.history.introduced(damage(REPORT), "copy.md")
    assert found is not None
    assert (found.commit, found.parent, found.path, found.text, found.exact) == (brought, parent, "docs/REVIEW.md", REPORT, exact)
    assert found.date.startswith("2024-03-01T10:00:00")


def test_moves_are_followed_and_later_versions_are_not_taken(project: Path) -> None:
    brought = commit(project, {"REVIEW.md": REPORT})
    (project / "docs").mkdir()
    git(project, "mv", "REVIEW.md", "docs/OLD_REVIEW.md")
    commit(project, {})
    commit(project, {"docs/OLD_REVIEW.md": REPORT + "\nAn addition that the copy lacks.\n"})
    with open_repository(project) as opened:
        found = opened.history.introduced(REPORT, "copy.md")
    assert found is not None
    assert (found.commit, found.path, found.exact) == (brought, "REVIEW.md", True)


def test_the_commit_of_this_text_not_of_an_earlier_one(project: Path) -> None:
    commit(project, {"REVIEW.md": REPORT.replace("fine", "draft")})
    brought = commit(project, {"REVIEW.md": REPORT})
    with open_repository(project) as opened:
        found = opened.history.introduced(REPORT, "REVIEW.md")
    assert found is not None
    assert found.commit == brought


def test_a_removed_report_is_found(project: Path) -> None:
    brought = commit(project, {"REVIEW.md": REPORT})
    commit(project, {"REVIEW.md": None})
    with open_repository(project) as opened:
        found = opened.history.introduced(REPORT, "seed.md")
    assert found is not None
    assert (found.commit, found.text) == (brought, REPORT)


@pytest.mark.parametrize("text", ["", "# Short\n", "Another report altogether. " * 100])
def test_a_strange_report_is_not_found(project: Path, text: str) -> None:
    commit(project, {"REVIEW.md": REPORT})
    with open_repository(project) as opened:
        assert opened.history.introduced(text, "other.md") is None


def test_removed_paths(project: Path) -> None:
    last = commit(project, {"src/deep/gone.py": "z\n"})
    removed = commit(project, {"src/deep/gone.py": None}, date="2024-04-01T00:00:00Z")
    commit(project, {"a.py": "x = 3\n"})
    with open_repository(project) as opened:
        for path in ("src/deep/gone.py", "deep/gone.py"):
            events = opened.history.path_events(path)
            assert events.path == "src/deep/gone.py"
            assert events.removed_in is not None
            assert (events.removed_in.id, events.last_seen, events.removed_in.date[:10]) == (removed, last, "2024-04-01")
            assert events.removed_in.short == removed[:8]
        assert opened.history.path_events("never.py") == type(events)(never=True)
        assert not opened.history.path_events("other/gone.py").never  # one of that name was somewhere
        assert not opened.history.path_events("src/deep").never


def test_a_history_that_is_cut_tells_of_no_never(project: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", project.as_uri(), str(tmp_path / "cut"))
    with open_repository(tmp_path / "cut") as opened:
        assert not opened.history.path_events("never.py").never


def test_renamed_paths(project: Path) -> None:
    (project / "lib").mkdir()
    git(project, "mv", "b.py", "lib/better.py")
    commit(project, {})
    with open_repository(project) as opened:
        assert opened.history.path_events("b.py").renamed_to == "lib/better.py"


def test_paths_that_came_later(project: Path) -> None:
    before = git(project, "rev-parse", "HEAD")
    commit(project, {"other.py": "1\n"})
    added = commit(project, {"new.py": "1\n"})
    commit(project, {"new.py": "2\n"})
    with open_repository(project, before) as opened:
        events = opened.history.path_events("new.py")
    assert events.removed_in is None
    assert events.added_later_in is not None
    assert events.added_later_in.id == added
