"""Snapshots of every shape a repository comes in."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hostile import commit, git

from verifier.model import Reason
from verifier.repository.open import Repository, RepositoryError, open_repository
from verifier.repository.snapshot import MAX_FILE_BYTES, EntryKind, EntryState, MemorySnapshot, Snapshot, Unreadable, blob_id, text_of

posix = pytest.mark.skipif(os.name != "posix", reason="needs a POSIX file system")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    git(root, "init", "-q")
    commit(root, {"src/app.py": "print(1)\n", "README.md": "# Project\n", ".gitignore": "*.log\nbuild/\n!keep.log\n"})
    return root


def states(snapshot: Snapshot) -> dict[str, str]:
    return {path: entry.state.value for path, entry in snapshot.entries().items()}


def reason(snapshot: Snapshot, path: str) -> Reason:
    with pytest.raises(Unreadable) as caught:
        snapshot.read(path)
    return caught.value.reason


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"plain", "plain"),
        (b"\xef\xbb\xbfmark", "mark"),
        ("é\n".encode(), "é\n"),
        ("é".encode("utf-16"), "é"),
        (b"\xfe\xff\x00a", "a"),
        ("é".encode("utf-32"), "é"),
        (b"caf\xe9", "café"),
        (b"", ""),
    ],
)
def test_text_of(data: bytes, text: str) -> None:
    assert text_of(data) == text


def test_text_of_binary() -> None:
    with pytest.raises(Unreadable, match=r"logo\.png: a binary file"):
        text_of(b"\x89PNG\0", "logo.png")


def test_memory() -> None:
    snapshot = MemorySnapshot({"a/b/c.py": "x\n", "d.md": b"\xff"})
    assert snapshot.directories() == {"a", "a/b"}
    assert snapshot.read("a/b/c.py") == b"x\n"
    assert snapshot.exists("a/b")
    assert not snapshot.exists("a/x")
    assert reason(snapshot, "nope") is Reason.NO_SUBJECT
    assert snapshot.blob_id("a/b/c.py") == "587be6b4c3f93f93c489c0111bba5596147a26cb"


def test_working_tree_states(project: Path) -> None:
    for name in ("new.py", "x.log", "keep.log", "build/out.js", "node_modules/pkg/index.js", "sub/.gitignore", "sub/secret"):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text("secret\n" if name.endswith(".gitignore") else "x")
    (project / ".git" / "info").mkdir(exist_ok=True)
    (project / ".git" / "info" / "exclude").write_text("excluded\n")
    (project / "excluded").write_text("x")
    with open_repository(project) as opened:
        snapshot = opened.snapshot
        assert states(snapshot) == {
            ".gitignore": "tracked",
            "README.md": "tracked",
            "excluded": "ignored",
            "keep.log": "untracked",
            "new.py": "untracked",
            "src/app.py": "tracked",
            "sub/.gitignore": "untracked",
            "sub/secret": "ignored",
            "x.log": "ignored",
        }
        assert snapshot.pruned() == {"build", "node_modules"}
        assert snapshot.exists("node_modules/pkg/index.js")
        assert snapshot.is_directory("node_modules/pkg")
        assert not snapshot.exists("node_modules/none")
        assert not opened.dirty
        assert opened.notes == ()


def test_tracked_files_in_ignored_directories_are_listed(project: Path) -> None:
    commit(project, {"build/kept.js": "x"})
    (project / "build" / "other.js").write_text("y")
    with open_repository(project) as opened:
        found = states(opened.snapshot)
    assert (found["build/kept.js"], found["build/other.js"]) == ("tracked", "ignored")


@pytest.mark.parametrize("change", ["edit", "delete", "stage", "touch"])
def test_dirty(project: Path, change: str) -> None:
    file = project / "src" / "app.py"
    if change == "edit":
        file.write_text("print(2)\n")
        os.utime(file, (0, 0))
    elif change == "delete":
        file.unlink()
    elif change == "stage":
        file.write_text("print(2)\n")
        git(project, "add", "-A")
    else:
        os.utime(file, (0, 0))
    with open_repository(project) as opened:
        assert opened.dirty is (change != "touch")


def test_revisions(project: Path) -> None:
    first = git(project, "rev-parse", "HEAD")
    git(project, "tag", "-a", "v1", "-m", "one")
    second = commit(project, {"src/app.py": "print(2)\n"})
    git(project, "branch", "feature/x")
    git(project, "pack-refs", "--all")
    third = commit(project, {"src/app.py": None})
    names = {"v1": first, "HEAD~2": first, "feature/x": second, second[:10]: second, "HEAD": third, "main^": second}
    for revision, expected in names.items():
        with open_repository(project, revision) as opened:
            assert opened.snapshot.revision == expected
            assert opened.snapshot.description == f"commit {expected[:8]}"
            assert opened.head == third
    with open_repository(project) as opened:
        assert opened.at("v1").read("src/app.py") == b"print(1)\n"
        assert opened.at("v1").blob_id("src/app.py") == blob_id(b"print(1)\n")
        assert opened.snapshot.revision is None
        for wrong in ("nope", "--all", "HEAD:README.md", "", "HEAD~99"):
            with pytest.raises(RepositoryError, match="no such revision"):
                opened.at(wrong)


def test_commit_and_working_tree_agree(project: Path) -> None:
    commit(project, {"a b/ü.txt": "é", "CASE.md": "1", "empty": ""})
    with open_repository(project) as tree, open_repository(project, "HEAD") as at_head:
        assert dict(tree.snapshot.entries()) == dict(at_head.snapshot.entries())
        assert tree.snapshot.directories() == at_head.snapshot.directories()
        assert dict(tree.snapshot.read_many(tree.snapshot.entries())) == dict(at_head.snapshot.read_many(at_head.snapshot.entries()))


def test_large_batches_come_in_order(project: Path) -> None:
    commit(project, {f"many/{number:04}.txt": f"{number}\n" * 500 for number in range(600)})
    with open_repository(project, "HEAD") as opened:
        paths = [f"many/{number:04}.txt" for number in reversed(range(600))]
        found = list(opened.snapshot.read_many(paths))
    assert found == [(path, f"{int(path[5:9])}\n".encode() * 500) for path in paths]


@posix
@pytest.mark.parametrize("revision", [None, "HEAD"])
def test_links(project: Path, revision: str | None) -> None:
    links = {"in": "src/app.py", "dir": "src", "out": "../../x", "abs": "/etc/hostname", "loop": "loop", "gone": "nowhere"}
    for name, target in links.items():
        (project / name).symlink_to(target)
    commit(project, {})
    with open_repository(project, revision) as opened:
        snapshot = opened.snapshot
        assert snapshot.entries()["in"].kind is EntryKind.LINK
        assert snapshot.read("in") == snapshot.read("dir/app.py") == b"print(1)\n"
        assert snapshot.exists("dir/app.py")
        assert "dir/app.py" not in snapshot.entries()
        assert reason(snapshot, "out") is Reason.OUTSIDE
        assert reason(snapshot, "abs") is Reason.OUTSIDE
        for name in ("loop", "gone", "dir"):
            reason(snapshot, name)


@posix
def test_special_unreadable_and_large_files(project: Path) -> None:
    os.mkfifo(project / "pipe")
    (project / "large.txt").write_bytes(b"x" * (MAX_FILE_BYTES + 1))
    (project / "pointer.bin").write_text("version https://git-lfs.github.com/spec/v1\noid sha256:" + "0" * 64 + "\nsize 5\n")
    with open_repository(project) as opened:
        assert opened.snapshot.entries()["pipe"].kind is EntryKind.SPECIAL
        assert reason(opened.snapshot, "pipe") is Reason.UNREADABLE
        assert reason(opened.snapshot, "large.txt") is Reason.TOO_LARGE
        assert reason(opened.snapshot, "src") is Reason.UNREADABLE
        with pytest.raises(Unreadable, match="LFS pointer"):
            opened.snapshot.read("pointer.bin")


@posix
def test_names_that_are_no_utf8(project: Path) -> None:
    try:
        (project / os.fsdecode(b"caf\xe9.txt")).write_text("x")
    except OSError:
        pytest.skip("the file system takes no such name")
    commit(project, {})
    for revision in (None, "HEAD"):
        with open_repository(project, revision) as opened:
            name = os.fsdecode(b"caf\xe9.txt")
            assert opened.snapshot.entries()[name].state is EntryState.TRACKED
            assert opened.snapshot.read(name) == b"x"


def test_bare(project: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--bare", "project", "bare.git")
    with open_repository(tmp_path / "bare.git") as opened:
        assert opened.snapshot.read("src/app.py") == b"print(1)\n"
        assert not opened.dirty
        assert "bare" in opened.names
    git(tmp_path, "init", "-q", "--bare", "empty.git")
    with pytest.raises(RepositoryError, match="bare repository without commits"):
        open_repository(tmp_path / "empty.git")


def test_no_commits(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / "a.py").write_text("x")
    with open_repository(tmp_path) as opened:
        assert states(opened.snapshot) == {"a.py": "untracked"}
        assert opened.head is None
        assert opened.history.introduced("text " * 50, "a.md") is None
        assert opened.history.path_events("b.py").problem


def test_linked_worktree(project: Path, tmp_path: Path) -> None:
    git(project, "worktree", "add", "-q", "-b", "other", str(tmp_path / "linked"))
    second = commit(tmp_path / "linked", {"only-here.py": "x\n"})
    with open_repository(tmp_path / "linked") as opened:
        assert opened.head == second
        assert states(opened.snapshot)["only-here.py"] == "tracked"
        assert opened.at("main").exists("README.md")
        assert not opened.dirty


def test_submodule(project: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "project", "outer")
    outer = tmp_path / "outer"
    git(outer, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(project), "lib")
    commit(outer, {})
    for revision in (None, "HEAD"):
        with open_repository(outer, revision) as opened:
            assert opened.snapshot.entries()["lib"].kind is EntryKind.SUBMODULE
            assert "lib/README.md" not in opened.snapshot.entries()
            reason(opened.snapshot, "lib")
            assert not opened.dirty
    with open_repository(outer / "lib") as opened:
        assert states(opened.snapshot)["README.md"] == "tracked"


def test_shallow(project: Path, tmp_path: Path) -> None:
    for number in range(3):
        commit(project, {"n.txt": str(number)})
    git(tmp_path, "clone", "-q", "--depth", "1", project.as_uri(), "shallow")
    with open_repository(tmp_path / "shallow", "HEAD") as opened:
        assert opened.snapshot.read("n.txt") == b"2"
        assert opened.history.path_events("none.py").problem == ""
        with pytest.raises(RepositoryError):
            opened.at("HEAD~1")


def test_sparse(project: Path) -> None:
    commit(project, {"docs/guide.md": "guide\n", "src/b.py": "b\n"})
    git(project, "sparse-checkout", "set", "docs")
    assert not (project / "src").exists()
    with open_repository(project) as opened:
        assert opened.snapshot.entries()["src/b.py"].state is EntryState.TRACKED
        assert opened.snapshot.read("src/b.py") == b"b\n"
        assert "src" in opened.snapshot.directories()
        assert not opened.dirty


@pytest.mark.parametrize("version", ["2", "4"])
@pytest.mark.parametrize("split", [False, True])
def test_index_formats(project: Path, version: str, split: bool) -> None:
    git(project, "update-index", "--index-version", version)
    if split:
        git(project, "update-index", "--split-index")
        commit(project, {"more.py": "x"})
    with open_repository(project) as opened:
        assert states(opened.snapshot)["src/app.py"] == "tracked"
        assert not opened.dirty


def test_sha256(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "--object-format=sha256")
    head = commit(tmp_path, {"a.py": "x\n"})
    assert len(head) == 64
    with open_repository(tmp_path, "HEAD") as opened:
        assert opened.snapshot.revision == head
        assert opened.snapshot.read("a.py") == b"x\n"
    with open_repository(tmp_path) as opened:
        assert states(opened.snapshot) == {"a.py": "tracked"}


def test_alternates(project: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--shared", "project", "borrower")
    git(tmp_path, "clone", "-q", "--shared", "borrower", 'a "quoted" name')
    with open_repository(tmp_path / 'a "quoted" name', "HEAD") as opened:
        assert opened.snapshot.read("src/app.py") == b"print(1)\n"


def test_subdirectory(project: Path) -> None:
    (project / "scratch").mkdir()
    (project / "scratch" / "x.py").write_text("x")
    with open_repository(project / "src") as opened:
        assert (opened.root, opened.prefix) == (project, "src")
    with open_repository(project / "scratch") as opened:  # nothing tracked: a directory of its own
        assert (opened.root, opened.prefix) == (project / "scratch", "")
        assert states(opened.snapshot) == {"x.py": "plain"}


def test_plain_directory(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x")
    with open_repository(tmp_path) as opened:
        assert opened.snapshot.description == "directory"
        assert states(opened.snapshot) == {"a.py": "plain"}
        assert opened.history.problem == "no repository"
        assert opened.notes == ()
        with pytest.raises(RepositoryError, match="no repository"):
            opened.at("HEAD")


@pytest.mark.parametrize(
    ("damage", "expected"),
    [("index", "plain"), ("HEAD", "tracked"), ("objects", "plain"), ("config", "tracked"), ("lock", "tracked"), ("refs", "tracked")],
)
def test_damage_is_no_crash(project: Path, damage: str, expected: str) -> None:
    dotgit = project / ".git"
    if damage == "index":
        (dotgit / "index").write_bytes(b"DIRC\0\0\0\2\0\0\xff\xff garbage")
    elif damage == "HEAD":
        (dotgit / "HEAD").write_bytes(b"\xff\xfe")
    elif damage == "objects":
        shutil.rmtree(dotgit / "objects")
    elif damage == "config":
        (dotgit / "config").write_bytes(b"[core\n\xff")
    elif damage == "refs":
        (dotgit / "refs" / "heads" / "main").write_text("not an id\n")
    else:
        (dotgit / "index.lock").touch()
    with open_repository(project) as opened:
        assert states(opened.snapshot)["src/app.py"] == expected
        assert opened.snapshot.read("src/app.py") == b"print(1)\n"
        opened.history.path_events("x")
        opened.history.introduced("words " * 40, "report.md")
        assert bool(opened.notes) is (damage not in ("config", "lock"))


def test_without_git(project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from verifier.repository import private

    monkeypatch.setenv("PATH", str(tmp_path))
    private.program.cache_clear()
    try:
        with open_repository(project) as opened:
            assert states(opened.snapshot)["src/app.py"] == "tracked"
            assert "git is not installed" in opened.history.problem
            assert opened.notes
            with pytest.raises(RepositoryError, match="git is not installed"):
                opened.at("HEAD")
    finally:
        private.program.cache_clear()


def test_errors(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(RepositoryError, match="does not exist"):
        open_repository(tmp_path / "none")
    with pytest.raises(RepositoryError, match="is a file"):
        open_repository(tmp_path / "file")


def test_private_directory_is_removed(project: Path) -> None:
    opened: Repository = open_repository(project, "HEAD")
    opened.snapshot.read("README.md")
    private = opened._store._private if opened._store else ""
    assert os.path.isdir(private)
    opened.close()
    assert not os.path.exists(private)


@pytest.mark.skipif(os.name != "posix", reason="needs links")
@pytest.mark.parametrize("way", ["list", "store", "folder", "pack"])
def test_what_is_borrowed_answers_to_whole_ids_only(way: str, project: Path, tmp_path: Path) -> None:
    """A store may be borrowed from a repository that is not its owner's: an id that is tried digit by digit finds nothing there."""
    private = tmp_path / "private"
    private.mkdir()
    git(private, "init", "-q")
    secret = commit(private, {"secret.py": "x = 1\n"})
    git(private, "branch", "a-branch")
    if way == "pack":
        git(private, "gc", "-q")
    own, theirs = (root / ".git" / "objects" for root in (project, private))
    if way == "list":
        (own / "info" / "alternates").write_text(f"{theirs}\n")
    elif way == "store":
        shutil.copytree(own, theirs, dirs_exist_ok=True)
        shutil.rmtree(own)
        own.symlink_to(theirs)
    elif way == "folder":
        for place in theirs.iterdir():
            for item in place.iterdir() if (own / place.name).exists() else [place]:
                (own / item.relative_to(theirs)).symlink_to(item)
    else:
        for item in (theirs / "pack").iterdir():
            (own / "pack" / item.name).symlink_to(item)
    head = git(project, "rev-parse", "HEAD")
    with open_repository(project) as opened:
        found = {
            revision: opened.history.commit(revision)
            for revision in (secret, secret[:7], secret[:4], f"v1-0-g{secret[:8]}", f"{'0' * 40}-g{secret[:7]}")
        }
        assert [revision for revision, told in found.items() if told] == [secret]
        assert opened.history.commit(head[:7]) is not None
        assert opened.history.commit("HEAD") is not None
