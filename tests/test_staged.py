"""What is staged: the tree of the next commit, read from the index without writing anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_helpers import verify_review
from hostile import commit, git

from verifier.repository.open import RepositoryError, open_repository, open_staged
from verifier.repository.snapshot import EntryKind, Unreadable


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    git(root, "init", "-q")
    commit(root, {"a.py": "old = 1\n", "gone.py": "x = 1\n", "kept.py": "x = 1\n"})
    return root


def staged(root: Path, index: str = "") -> dict[str, bytes]:
    with open_staged(root, index) as repository:
        return {path: repository.snapshot.read(path) for path in repository.snapshot.entries()}


def test_the_index_counts_and_not_the_files(project: Path) -> None:
    (project / "a.py").write_text("staged = 1\n")
    (project / "sub").mkdir()
    (project / "sub" / "new.py").write_text("n = 1\n")
    git(project, "add", "-A")
    git(project, "rm", "-q", "--cached", "gone.py")
    (project / "a.py").write_text("later = 1\n")
    (project / "kept.py").unlink()
    (project / "stray.py").write_text("")
    assert staged(project) == {"a.py": b"staged = 1\n", "kept.py": b"x = 1\n", "sub/new.py": b"n = 1\n"}


def test_it_is_the_tree_that_git_commits(project: Path) -> None:
    (project / "link").symlink_to("a.py")
    (project / "a.py").write_text("two = 2\n")
    git(project, "add", "-A")
    (project / "promised.py").write_text("x")
    git(project, "add", "-N", "promised.py")
    with open_staged(project) as repository:
        entries, content = dict(repository.snapshot.entries()), repository.snapshot.read("link")
    git(project, "commit", "-q", "-m", "x")
    with open_repository(project, "HEAD") as repository:
        assert dict(repository.snapshot.entries()) == entries
    assert (entries["link"].kind, content) == (EntryKind.LINK, b"two = 2\n")


def test_nothing_is_written(project: Path) -> None:
    (project / "a.py").write_text("new = 1\n")
    git(project, "add", "-A")
    before = {path: path.stat().st_mtime_ns for path in project.rglob("*")}
    staged(project)
    assert {path: path.stat().st_mtime_ns for path in project.rglob("*")} == before


def test_before_the_first_commit(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    assert staged(tmp_path) == {}
    (tmp_path / "a.py").write_text("x = 1\n")
    git(tmp_path, "add", "a.py")
    assert staged(tmp_path) == {"a.py": b"x = 1\n"}


def test_the_stamp_changes_with_what_is_staged(project: Path) -> None:
    def stamp() -> bytes | None:
        with open_staged(project) as repository:
            return repository.snapshot.stamp()

    first = stamp()
    (project / "a.py").write_text("new = 1\n")
    assert first == stamp() is not None
    git(project, "add", "a.py")
    assert stamp() != first


def test_another_index_of_the_same_repository(project: Path) -> None:
    """As git makes one for `git commit FILE`."""
    index = project / ".git" / "next-index-1.lock"
    index.write_bytes((project / ".git" / "index").read_bytes())
    git(project, "rm", "-q", "--cached", "gone.py")
    assert "gone.py" in staged(project, str(index))
    assert "gone.py" not in staged(project)


def test_an_index_from_elsewhere_is_refused(project: Path, tmp_path: Path) -> None:
    (tmp_path / "index").write_bytes(b"")
    with pytest.raises(RepositoryError, match=r"is not one of the repository .* unset GIT_INDEX_FILE"):
        open_staged(project, str(tmp_path / "index"))


def test_an_index_that_can_t_be_read(project: Path, tmp_path: Path) -> None:
    index = project / ".git" / "index"
    index.write_bytes(b"garbage")
    with pytest.raises(RepositoryError, match="index file smaller than expected"):
        open_staged(project)
    index.unlink()
    index.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(RepositoryError, match="the index is a link, which is not followed"):
        open_staged(project)


@pytest.mark.parametrize("form", [["--split-index"], ["--index-version", "4"]])
def test_an_index_of_another_form(project: Path, form: list[str]) -> None:
    git(project, "update-index", *form)
    (project / "a.py").write_text("new = 1\n")
    git(project, "add", "a.py")
    assert staged(project)["a.py"] == b"new = 1\n"


def test_what_a_sparse_checkout_leaves_out_is_committed_all_the_same(project: Path) -> None:
    commit(project, {"sub/f.py": "x = 1\n"})
    git(project, "sparse-checkout", "set", "--cone", "--sparse-index")
    assert not (project / "sub").exists()
    assert staged(project)["sub/f.py"] == b"x = 1\n"


def test_a_linked_worktree_has_its_own(project: Path, tmp_path: Path) -> None:
    git(project, "worktree", "add", "-q", str(tmp_path / "other"))
    (tmp_path / "other" / "new.py").write_text("")
    git(tmp_path / "other", "add", "new.py")
    assert "new.py" in staged(tmp_path / "other")
    assert "new.py" not in staged(project)


def test_what_has_no_index(project: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--bare", str(project), "bare.git")
    with pytest.raises(RepositoryError, match="it is a bare repository"):
        open_staged(tmp_path / "bare.git")
    (tmp_path / "plain").mkdir()
    with pytest.raises(RepositoryError, match=r"what is staged can't be read: no repository"):
        open_staged(tmp_path / "plain")


def test_a_blob_that_is_missing(project: Path) -> None:
    git(project, "update-index", "--add", "--cacheinfo", f"100644,{'1' * 40},lost.py")
    with open_staged(project) as repository, pytest.raises(Unreadable, match="not in the object store"):
        repository.snapshot.read("lost.py")


def test_the_option(project: Path) -> None:
    (project / "a.py").write_text("x = 1\n" * 4)
    git(project, "add", "a.py")
    (project / "a.py").write_text("x = 1\n" * 7)
    result = verify_review("-", "--staged", cwd=project, stdin=b"a.py has 7 lines.\n")
    assert (result.code, "a.py has 4 lines, not 7" in result.text) == (1, True)
    assert "(what is staged at " in result.text
    both = verify_review("-", "--staged", "--rev", "HEAD", cwd=project, stdin=b"x")
    assert (both.code, "exclude each other" in both.err) == (2, True)
