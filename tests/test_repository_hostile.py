"""Nothing that an audited repository sets is ever run, and nothing is written into it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hostile import fingerprint, hostile_repository

from verifier.repository.open import open_repository
from verifier.repository.snapshot import Unreadable

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the canaries are shell scripts")


@pytest.fixture
def trap(tmp_path: Path) -> tuple[Path, Path]:
    repository, canaries = tmp_path / "repository", tmp_path / "canaries"
    hostile_repository(repository, canaries)
    return repository, canaries


@pytest.mark.parametrize("command", [["status"], ["diff"], ["log", "-p", "--textconv", "-1"]])
def test_plain_git_sets_a_canary_off(trap: tuple[Path, Path], command: list[str]) -> None:
    repository, canaries = trap
    subprocess.run(["git", *command], cwd=repository, capture_output=True, check=False)
    assert os.listdir(canaries)


def test_nothing_sets_a_canary_off(trap: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    repository, canaries = trap
    before = fingerprint(repository)
    monkeypatch.chdir(repository)
    monkeypatch.setenv("GIT_DIR", str(repository / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", "elsewhere")
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", str(canaries.parent / "run-diff-external.sh"))
    for revision in (None, "HEAD", "HEAD~1"):
        with open_repository(repository, revision) as opened:
            assert "a.py" in opened.snapshot.entries()
            for path in opened.snapshot.entries():
                assert not isinstance(dict(opened.snapshot.read_many([path]))[path], Unreadable)
            assert opened.dirty is (revision is None)
            found = opened.history.introduced((repository / "report.md").read_text(), "report.md")
            assert found is not None
            assert found.path == "report.md"
            opened.history.path_events("gone.py")
    assert os.listdir(canaries) == []
    assert fingerprint(repository) == before


def test_replacements_and_grafts_are_not_in_force(trap: tuple[Path, Path]) -> None:
    repository, _ = trap
    with open_repository(repository, "HEAD~1") as opened:
        assert opened.snapshot.read("a.py") == b"print(2)\n"
    with open_repository(repository) as opened:
        assert opened.history.commit("HEAD~2") is not None
        removed = opened.history.path_events("old.py").removed_in
        assert removed is not None
        assert removed.date.startswith("2024-02-01")


def test_a_missing_object_is_not_fetched(trap: tuple[Path, Path]) -> None:
    repository, canaries = trap
    with open_repository(repository, "HEAD") as opened:
        blob = opened.snapshot.blob_id("a.py")
    (repository / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    with open_repository(repository, "HEAD") as opened, pytest.raises(Unreadable, match="not in the object store"):
        opened.snapshot.read("a.py")
    assert os.listdir(canaries) == []


@pytest.mark.parametrize("target", ["../secret.txt", "/etc/passwd", ".git/config", "inner"])
def test_links_are_not_followed_out(tmp_path: Path, target: str) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    root = tmp_path / "root"
    (root / ".git").mkdir(parents=True)
    (root / ".git" / "config").write_text("[core]\n")
    (root / "inner").symlink_to("..", target_is_directory=True)
    (root / "link").symlink_to(target)
    with open_repository(root) as opened:
        above = ("../secret.txt", "a/../../secret.txt", str(tmp_path / "secret.txt"))
        for path in ("link", "inner/secret.txt", ".git/config", "x\0y", *above):
            with pytest.raises(Unreadable):
                opened.snapshot.read(path)
        assert not opened.snapshot.exists("inner/secret.txt")
