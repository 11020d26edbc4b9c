"""A repository whose administrative files are damaged, lead elsewhere or never end: it is told, and nothing outside is read."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hostile import commit, git

from verifier.repository import git as git_module
from verifier.repository import index, references
from verifier.repository.errors import GitTimeout
from verifier.repository.open import RepositoryError, open_repository
from verifier.repository.snapshot import Unreadable

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs FIFOs and links")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return repository(tmp_path / "project", {"a.py": "ours\n"})


@pytest.fixture
def private(tmp_path: Path) -> Path:
    return repository(tmp_path / "private", {"secret.txt": "theirs\n"})


def repository(root: Path, files: dict[str, str | bytes | None]) -> Path:
    root.mkdir()
    git(root, "init", "-q")
    commit(root, files)
    return root


def notes(root: Path) -> str:
    """What people are told about a repository that is read all the same."""
    with open_repository(root) as opened:
        assert opened.snapshot.read("a.py") == b"ours\n"
        return "\n".join(opened.notes)


def put_bare(private: Path, place: Path) -> None:
    place.mkdir(exist_ok=True)
    for name in ("HEAD", "objects", "refs"):
        source = private / ".git" / name
        shutil.copytree(source, place / name) if source.is_dir() else shutil.copyfile(source, place / name)


class TestAnotherRepositoryInside:
    @pytest.mark.parametrize("place", [".", "vendor"])
    def test_a_working_tree_is_read_through_its_own_git_directory(self, project: Path, private: Path, place: str) -> None:
        put_bare(private, project / place)
        head = commit(project, {})
        with open_repository(project / place) as opened:
            assert (opened.root, opened.head) == (project, head)
            assert opened.snapshot.read("a.py") == b"ours\n"

    def test_a_bare_repository_that_nobody_tracks_is_one(self, project: Path, private: Path) -> None:
        put_bare(private, project / "bare.git")
        with open_repository(project / "bare.git") as opened:
            assert opened.snapshot.read("secret.txt") == b"theirs\n"

    def test_a_git_directory_may_be_named_itself(self, project: Path) -> None:
        with open_repository(project / ".git") as opened:
            assert opened.snapshot.read("a.py") == b"ours\n"

    def test_files_beside_a_bare_repository_leave_open_which_is_meant(self, tmp_path: Path, private: Path) -> None:
        unpacked = tmp_path / "unpacked"
        put_bare(private, unpacked)
        (unpacked / "a.py").write_text("ours\n")
        with pytest.raises(RepositoryError, match=r"a bare repository .* and other files \(a\.py\).*--rev HEAD"):
            open_repository(unpacked)
        with open_repository(unpacked, "HEAD") as opened:
            assert opened.snapshot.read("secret.txt") == b"theirs\n"


class TestPointers:
    """A `.git` that is no directory must name a place that points back."""

    @pytest.mark.parametrize("how", ["file", "relative", "link", "commondir", "common and head", "submodule", "worktree"])
    def test_another_repository_is_not_read(self, tmp_path: Path, private: Path, how: str) -> None:
        root = tmp_path / "root"
        root.mkdir()
        (root / "a.py").write_text("ours\n")
        dotgit = root / ".git"
        if how == "link":
            dotgit.symlink_to(private / ".git")
        elif how in ("commondir", "common and head"):
            dotgit.mkdir()
            shutil.copyfile(private / ".git" / "HEAD", dotgit / "HEAD")
            (dotgit / "commondir").write_text(f"{private}/.git\n" if how == "commondir" else "../../private/.git")
        elif how == "submodule":  # one of another working tree
            git(private, "config", "core.worktree", str(private))
            dotgit.write_text(f"gitdir: {private}/.git\n")
        elif how == "worktree":
            git(private, "worktree", "add", "-q", str(tmp_path / "linked"))
            dotgit.write_text((tmp_path / "linked" / ".git").read_text())
        else:
            dotgit.write_text("gitdir: ../private/.git" if how == "relative" else f"gitdir: {private}/.git\n")
        with open_repository(root) as opened:
            assert "secret.txt" not in opened.snapshot.entries()
            assert opened.head is None
            assert "is not followed" in "\n".join(opened.notes)
            with pytest.raises(RepositoryError, match="is not followed"):
                opened.at("HEAD")

    def test_a_module_that_links_out_is_not_read(self, project: Path, private: Path) -> None:
        (project / ".git" / "modules").mkdir()
        (project / ".git" / "modules" / "sub").symlink_to(private / ".git")
        (project / "sub").mkdir()
        (project / "sub" / ".git").write_text("gitdir: ../.git/modules/sub\n")
        with open_repository(project / "sub") as opened:
            assert opened.head is None

    @pytest.mark.parametrize("relative", [False, True])
    def test_a_linked_worktree(self, project: Path, tmp_path: Path, relative: bool) -> None:
        linked = tmp_path / "linked"
        git(project, "worktree", "add", "-q", "-b", "other", str(linked))
        if relative:
            (linked / ".git").write_text("gitdir: ../project/.git/worktrees/linked\n")
            (project / ".git" / "worktrees" / "linked" / "gitdir").write_text("../../../../linked/.git\n")
        assert notes(linked) == ""
        linked.rename(tmp_path / "moved")
        with open_repository(tmp_path / "moved") as opened:
            assert "git worktree repair" in "\n".join(opened.notes)

    def test_submodules_within_submodules_and_their_worktrees(self, project: Path, tmp_path: Path) -> None:
        middle, outer = (repository(tmp_path / name, {"a.py": "ours\n"}) for name in ("middle", "outer"))
        allowed = ("-c", "protocol.file.allow=always", "submodule")
        git(middle, *allowed, "add", "-q", str(project), "inner")
        commit(middle, {})
        git(outer, *allowed, "add", "-q", str(middle), "lib")
        git(outer, *allowed, "update", "-q", "--init", "--recursive")
        commit(outer, {})
        git(outer / "lib", "worktree", "add", "-q", str(tmp_path / "of-lib"))
        git(outer, "worktree", "add", "-q", str(tmp_path / "of-outer"))
        git(tmp_path / "of-outer", *allowed, "update", "-q", "--init")
        places = (outer, outer / "lib", outer / "lib" / "inner", tmp_path / "of-lib", tmp_path / "of-outer" / "lib")
        for place in places:
            assert notes(place) == ""
            with open_repository(place) as opened:
                assert opened.root == place
                assert opened.head is not None

    def test_a_git_directory_kept_elsewhere(self, project: Path, tmp_path: Path) -> None:
        (project / ".git").rename(project / ".bare")
        (project / ".git").write_text("gitdir: ./.bare\n")
        assert notes(project) == ""
        (project / ".bare").rename(tmp_path / "elsewhere")
        (project / ".git").write_text(f"gitdir: {tmp_path}/elsewhere\n")
        assert "core.worktree" in notes(project)
        git(tmp_path / "elsewhere", "config", "core.worktree", str(project))
        assert notes(project) == ""

    def test_many_pointers_one_in_another(self, tmp_path: Path) -> None:
        folder = tmp_path
        for _ in range(60):
            folder = folder / "d"
            folder.mkdir()
            (folder / ".git").write_text("gitdir: /\n")
        (folder / "a.py").write_text("ours\n")
        assert "no repository" in notes(folder)


class TestReferences:
    @pytest.mark.parametrize(
        "content", [b"\x89\n", b"", b"not an id", b"\0" * 40, b"a" * 5000, b"ref: ../../secret", b"ref: refs/heads/\xff"]
    )
    def test_a_damaged_one_is_left_out(self, project: Path, content: bytes) -> None:
        (project / ".git" / "refs" / "heads" / "bad").write_bytes(content)
        told = notes(project)
        assert told == ("" if content.startswith(b"ref:") else "refs/heads/bad is damaged and left out")

    def test_many_are_told_in_one_line(self, project: Path) -> None:
        for number in range(5):
            (project / ".git" / "refs" / "heads" / f"bad{number}").write_text("x")
        assert notes(project) == "refs/heads/bad0, refs/heads/bad1, refs/heads/bad2 and 2 more are damaged and left out"

    @pytest.mark.parametrize("name", ["refs", "refs/heads", "refs/heads/main", "packed-refs"])
    def test_links_out_are_not_followed(self, project: Path, private: Path, name: str) -> None:
        git(private, "branch", "theirs")
        if name == "packed-refs":
            git(private, "pack-refs", "--all")
        path = project / ".git" / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        path.symlink_to(private / ".git" / name)
        with open_repository(project) as opened:
            assert b"theirs" not in opened.references
            with pytest.raises(RepositoryError):
                opened.at("theirs")

    @pytest.mark.parametrize("kind", ["fifo", "folder", "garbage", "link", "unknown", "latin-1", "long"])
    def test_head(self, project: Path, kind: str) -> None:
        head = project / ".git" / "HEAD"
        head.unlink()
        if kind == "fifo":
            os.mkfifo(head)
        elif kind == "folder":
            head.mkdir()
        elif kind == "link":
            head.symlink_to("/etc/passwd")
        else:
            head.write_bytes(
                {"garbage": b"\xff\xfe", "unknown": b"1" * 40, "latin-1": b"ref: refs/heads/caf\xe9", "long": b"a" * 9999}[kind]
            )
        told = notes(project)
        expected = {"fifo": "its HEAD is no file", "folder": "its HEAD is no file", "unknown": "HEAD names 11111111", "latin-1": ""}
        assert expected.get(kind, "HEAD is damaged") in told
        assert bool(told) is (kind != "latin-1")

    def test_an_old_head_that_links_to_a_branch(self, project: Path) -> None:
        (project / ".git" / "HEAD").unlink()
        (project / ".git" / "HEAD").symlink_to("refs/heads/main")
        assert notes(project) == ""
        with open_repository(project) as opened:
            assert opened.head

    def test_symbolic_references(self, project: Path) -> None:
        heads = project / ".git" / "refs" / "heads"
        (heads / "alias").write_text("ref: refs/heads/main\n")
        (heads / "dangling").write_text("ref: refs/heads/nowhere\n")
        (project / ".git" / "HEAD").write_text("ref: refs/heads/alias\n")
        with open_repository(project) as opened:
            assert opened.head == git(project, "rev-parse", "main")
            assert opened.notes == ()
        (heads / "one").write_text("ref: refs/heads/other\n")
        (heads / "other").write_text("ref: refs/heads/one\n")
        assert notes(project) == "refs/heads/one, refs/heads/other are a circle and left out"

    def test_packed_ones(self, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        git(project, "pack-refs", "--all")
        packed = project / ".git" / "packed-refs"
        whole = packed.read_bytes()
        packed.write_bytes(whole + b"\xff\xfe garbage\n" + b"1" * 39 + b" refs/heads/short\n" + b"1" * 40 + b" refs/heads/a b\n")
        assert notes(project) == "packed-refs is damaged: 3 of its lines are left out"
        with open_repository(project) as opened:
            assert opened.head
        monkeypatch.setattr(references, "_MAX_PACKED", 10)
        assert "packed-refs has more than the 10 bytes" in notes(project)
        packed.unlink()
        os.mkfifo(packed)
        assert "packed-refs is no regular file" in notes(project)

    def test_very_many_and_very_deep(self, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        top = folder = project / ".git" / "refs" / "heads" / "d"
        for _ in range(1200):
            folder.mkdir()
            folder = folder / "d"
        try:
            assert notes(project) == ""
            monkeypatch.setattr(references, "_MAX_LOOSE", 100)
            assert "more than 100 files" in notes(project)
        finally:
            subprocess.run(["rm", "-rf", top], check=True)  # too deep for pytest's own cleaning

    def test_a_configuration_of_any_bytes(self, project: Path) -> None:
        with (project / ".git" / "config").open("ab") as stream:
            stream.write(b'\0[extensions\0]\n\0objectformat = \xff\n[remote "x"]\n\turl = a\0/b\xff.git\n' + b"[" * 100_000)
        assert notes(project) == ""


class TestObjects:
    @pytest.mark.parametrize("name", ["blob", "pack/pack-1.idx", "info/alternates", "ab"])
    def test_what_git_would_wait_for_is_told(self, project: Path, name: str) -> None:
        blob = git(project, "rev-parse", "HEAD:a.py")
        path = project / ".git" / "objects" / (f"{blob[:2]}/{blob[2:]}" if name == "blob" else name)
        path.unlink(missing_ok=True)
        path.parent.mkdir(exist_ok=True)
        os.mkfifo(path)
        assert f"no history: the object store is damaged: {path} is neither a file nor a directory" in notes(project)
        with pytest.raises(RepositoryError, match="the object store is damaged"):
            open_repository(project, "HEAD")

    def test_in_a_borrowed_store_too(self, project: Path, private: Path) -> None:
        os.mkfifo(private / ".git" / "objects" / "pack" / "pack-1.idx")
        (project / ".git" / "objects" / "info" / "alternates").write_text(f"# a comment\n\n{private}/.git/objects\n../objects\n")
        assert "private/.git/objects/pack/pack-1.idx is neither" in notes(project)

    def test_git_that_does_not_answer_is_stopped_and_not_asked_again(self, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        blob = git(project, "rev-parse", "HEAD:a.py")
        with open_repository(project) as opened:
            store = opened._store
            assert store is not None
            path = project / ".git" / "objects" / blob[:2] / blob[2:]
            path.unlink()
            os.mkfifo(path)
            monkeypatch.setattr(git_module, "_SECONDS", 0.5)
            with pytest.raises(GitTimeout, match=r"git cat-file took more than 0\.5 seconds"):
                store.blob(blob)
            monkeypatch.setattr(git_module, "_SECONDS", 1000)
            with pytest.raises(GitTimeout, match="git cat-file"):
                store.blob(blob)
            with pytest.raises(GitTimeout, match="git cat-file"):
                store.run("rev-list", "HEAD")
            assert not opened.repeatable

    def test_a_revision_that_is_not_found_in_time(self, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def resolve(*_: object) -> None:
            raise GitTimeout("git rev-parse took more than 60 seconds")

        monkeypatch.setattr(git_module.GitStore, "resolve", resolve)
        with pytest.raises(RepositoryError, match="git rev-parse took more than 60 seconds"):
            open_repository(project)

    def test_of_a_large_object_only_the_start_is_read(self, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        commit(project, {"large.txt": "x" * 5000, "small.txt": "small"})
        ids = [git(project, "rev-parse", f"HEAD:{name}") for name in ("small.txt", "large.txt", "small.txt")]
        monkeypatch.setattr(git_module, "_MAX_OBJECT", 1000)
        with open_repository(project) as opened:
            assert opened._store is not None
            assert list(opened._store.blobs([*ids, "1" * 40])) == [b"small", b"x" * 1000, b"small", None]

    def test_a_damaged_object_is_unreadable(self, project: Path) -> None:
        blob = git(project, "rev-parse", "HEAD:a.py")
        path = project / ".git" / "objects" / blob[:2] / blob[2:]
        path.chmod(0o644)
        path.write_bytes(b"garbage")
        with open_repository(project, "HEAD") as opened, pytest.raises(Unreadable, match=r"a\.py: "):
            opened.snapshot.read("a.py")


class TestIndex:
    @pytest.mark.parametrize("kind", ["fifo", "folder", "link", "large"])
    def test_what_is_no_index_is_told(self, project: Path, private: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
        path = project / ".git" / "index"
        if kind == "large":
            monkeypatch.setattr(index, "_MAX_BYTES", 10)
        else:
            path.unlink()
        if kind == "fifo":
            os.mkfifo(path)
        elif kind == "folder":
            path.mkdir()
        elif kind == "link":
            path.symlink_to(private / ".git" / "index")
        assert "which files are tracked is not known: the index " in notes(project)

    def test_shared_parts_that_lead_elsewhere_are_not_copied(self, project: Path) -> None:
        (project / ".git" / "sharedindex.aaaa").symlink_to("/dev/zero")
        os.mkfifo(project / ".git" / "sharedindex.bbbb")
        assert notes(project) == ""


class TestTrees:
    """A tree of some kilobytes can hold a hundred million names."""

    def bomb(self, project: Path, levels: int, names: int, name: str = "d") -> str:
        blob = git(project, "rev-parse", "HEAD:a.py")
        tree = make_tree(project, f"100644 blob {blob}\ta.py\n")
        for _ in range(levels):
            tree = make_tree(project, "".join(f"040000 tree {tree}\t{name}{number}\n" for number in range(names)))
        return git(project, "commit-tree", "-p", "HEAD", "-m", "bomb", tree)

    def test_too_many_names(self, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        bomb = self.bomb(project, levels=8, names=10)  # git would take minutes to list it
        monkeypatch.setattr(git_module, "_MAX_ENTRIES", 1000)
        with pytest.raises(RepositoryError, match=rf"commit {bomb[:8]} holds more than 1,000 files"):
            open_repository(project, bomb)

    def test_names_too_long(self, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        bomb = self.bomb(project, levels=30, names=1, name="d" * 200)
        with pytest.raises(RepositoryError, match=rf"commit {bomb[:8]} holds a name of more than 4,096 bytes"):
            open_repository(project, bomb)
        bomb = self.bomb(project, levels=4, names=4, name="d" * 200)
        monkeypatch.setattr(git_module, "_MAX_NAMES", 100_000)
        with pytest.raises(RepositoryError, match="too many and too long"):
            open_repository(project, bomb)

    def test_files_on_disk_are_checked_without_their_history(self, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        git(project, "update-ref", "HEAD", self.bomb(project, levels=4, names=10))
        monkeypatch.setattr(git_module, "_MAX_ENTRIES", 1000)
        monkeypatch.setattr(git_module, "_MAX_OUTPUT", 100_000)
        with open_repository(project) as opened:
            assert opened.snapshot.read("a.py") == b"ours\n"
            assert not opened.dirty
            assert opened.history.introduced("words of a report " * 20, "report.md") is None
            assert opened.history.path_events("gone.py").problem == "git log tells more than the 100,000 bytes that are read"


def make_tree(project: Path, listing: str) -> str:
    return subprocess.run(["git", "mktree"], cwd=project, input=listing, check=True, capture_output=True, text=True).stdout.strip()
