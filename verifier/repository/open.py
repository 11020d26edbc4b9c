"""Opening whatever `--repo` names: a working tree, a directory in one, a bare repository, or a plain directory."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path

from verifier.repository.commit import CommitSnapshot, StagedSnapshot
from verifier.repository.git import GitError, GitStore
from verifier.repository.gitdir import GitDir, Refused, bare, find
from verifier.repository.history import GitHistory, History
from verifier.repository.snapshot import Snapshot
from verifier.repository.worktree import WorkingTree


class RepositoryError(Exception):
    """The repository can't be used as asked; the message is for people."""


class Repository:
    """An opened repository. Close it (or use it in `with`) to end the git process and remove the private directory."""

    def __init__(self, root: str, location: GitDir | None = None, *, prefix: str = "", problem: str = "", refused: str = "") -> None:
        """Use `open_repository`. `problem` is why there is no history where there is no `location`, `refused` why a `.git` is not used."""
        self.root = Path(root)
        self.prefix = prefix  # the directory below `root` that was named, "" for all of it
        self._location = location
        self._store, self._problem = _store(location) if location else (None, refused or problem)
        self._refused = refused
        self.snapshot: Snapshot = WorkingTree(root, location, self._store)
        self._snapshots: dict[str, Snapshot] = {}

    def __enter__(self) -> Repository:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._store:
            self._store.close()

    @cached_property
    def head(self) -> str | None:
        """The full id of the commit that HEAD names; None without commits or repository."""
        return self._store.resolve("HEAD") if self._store else None

    @property
    def commit(self) -> str | None:
        """The commit that the snapshot is, or is based on."""
        return self.snapshot.revision or self.head

    @property
    def bare(self) -> bool:
        """Whether there is no working tree."""
        return self._location is not None and self._location.worktree is None

    @property
    def shallow(self) -> bool:
        """Whether the history was cut off when it was fetched."""
        return self._location is not None and bool(self._location.shallow())

    @property
    def without_commits(self) -> bool:
        return self._store is not None and self.head is None

    def tracks(self, directory: str) -> bool:
        """Whether anything in a directory is tracked by the working tree's repository."""
        return isinstance(self.snapshot, WorkingTree) and any(path.startswith(directory + "/") for path in self.snapshot.tracked())

    @cached_property
    def dirty(self) -> bool:
        """Whether the snapshot is a working tree in which tracked files differ from HEAD."""
        if not isinstance(self.snapshot, WorkingTree) or self._store is None:
            return False
        try:
            head = {item.path: item.object_id for item in self._store.tree(self.head)} if self.head else {}
        except GitError:
            return False
        return self.snapshot.modified(head)

    @cached_property
    def history(self) -> History:
        if self._store is None:
            return History(self._problem)
        return GitHistory(self._store, self.commit) if self.commit else History("the repository has no commits")

    def state(self) -> bytes | None:
        """Whatever decides the answers of this repository, as a text; None when it can't be known."""
        stamp = self.snapshot.stamp()
        if stamp is None:
            return None
        told = (str(self.root), self.prefix, self.snapshot.description, self.head, sorted(self.names), self._problem, self.snapshot.notes)
        return b"\n".join([stamp, repr(told).encode("utf-8", "surrogateescape"), self.references])

    @cached_property
    def references(self) -> bytes:
        """Whatever decides which commits there are: every reference with its commit, and where a shallow history ends."""
        if self._location is None:
            return b""
        references = self._store.references if self._store else self._location.references()
        return b"\n".join([self._location.shallow(), *references.lines])

    @property
    def repeatable(self) -> bool:
        """Whether everything asked so far was answered from what `state` covers."""
        return not self.snapshot.looked_beyond and (self._store is None or self._store.complete)

    @property
    def names(self) -> frozenset[str]:
        """What reports may call the repository as the first part of a path: its directory, and what its remotes call it."""
        own = self.root.name.removesuffix(".git")
        return frozenset({own} - {""}) | (self._location.remote_names() if self._location else frozenset())

    @property
    def notes(self) -> tuple[str, ...]:
        """For people: what could not be read as it should."""
        problem = (self._problem,) if self._problem and self._location else ()
        refused = (self._refused,) if self._refused else ()
        return (*refused, *problem, *self._damage, *self.snapshot.notes)

    @cached_property
    def _damage(self) -> tuple[str, ...]:
        """What is wrong with the references."""
        if self._location is None or self._store is None:
            return ()
        head = self._location.head()
        found = self._store.references
        if not head:
            return (*found.problems, "HEAD is damaged: it names neither a branch nor a commit")
        ids = dict(line.split(b" ")[::-1] for line in found.lines)
        named = ids.get(head.removeprefix(b"ref: "), b"") if head.startswith(b"ref: ") else head
        if named and self.head is None:
            return (*found.problems, f"HEAD names {named[:8].decode()}, which is no commit that the object store holds")
        return found.problems

    def merge_base(self, revision: str) -> str:
        """The commit at which what is checked out left `revision`. Raises RepositoryError."""
        if self._store is None or self._location is None or self.head is None:
            raise RepositoryError(f"there is no history: {self._problem or 'the repository has no commits'}")
        shallow = "; this clone is shallow: fetch all of the history" if self._location.shallow() else ""
        commit = self._store.resolve(revision)
        if commit is None:
            raise RepositoryError(f"no such revision '{revision}' in {self.root}{shallow}")
        try:
            return self._store.run("merge-base", commit, self.head).decode("ascii").strip()
        except GitError:
            raise RepositoryError(f"'{revision}' and HEAD have no commit in common{shallow}") from None

    def at(self, revision: str) -> Snapshot:
        """The snapshot of a commit. Raises RepositoryError when there is no such revision; GitTooLarge, GitTimeout."""
        if self._store is None:
            raise RepositoryError(f"no revision '{revision}' can be read: {self._problem}")
        commit = self._store.resolve(revision)
        if commit is None:
            raise RepositoryError(f"no such revision '{revision}' in {self.root}")
        if commit not in self._snapshots:
            snapshot = CommitSnapshot(self._store, commit)
            snapshot.entries()  # whether they can be listed is to be known before anything rests on it
            self._snapshots[commit] = snapshot
        return self._snapshots[commit]

    def staged(self, index: str = "") -> Snapshot:
        """What the next commit will hold, by the repository's index or by the file `index` that git uses for one commit.

        Raises RepositoryError, GitError.
        """
        if self._store is None or self._location is None:
            raise RepositoryError(f"what is staged can't be read: {self._problem}")
        if self.bare:
            raise RepositoryError(f"nothing can be staged in {self.root}: it is a bare repository")
        folder, name = os.path.split(os.path.abspath(index or self._location.index))
        folder = os.path.realpath(folder)
        if folder != os.path.realpath(self._location.own):
            raise RepositoryError(
                f"the index {index} is not one of the repository {self.root}: unset GIT_INDEX_FILE, or name its own repository"
            )
        snapshot = StagedSnapshot(self._store, os.path.join(folder, name))
        snapshot.entries()
        return snapshot


def open_staged(path: Path | str, index: str = "") -> Repository:
    """Open the repository that `path` is or lies in, as its next commit will be. Raises RepositoryError."""
    repository = open_repository(path)
    try:
        repository.snapshot = repository.staged(index)
    except (RepositoryError, GitError) as error:
        repository.close()
        raise RepositoryError(str(error)) from error
    return repository


def open_repository(path: Path | str, revision: str | None = None) -> Repository:
    """Open the repository that `path` is or lies in, at `revision` or as it lies on disk (a bare one: at HEAD).

    The root is the top of the working tree; the directory named becomes `Repository.prefix`. A directory in which the
    repository around it tracks nothing is opened on its own, as a bare repository or as a plain directory.

    Raises:
        RepositoryError: the path is no directory, there is no such revision, or git can't tell what is in it.
    """
    directory = _directory(Path(path))
    repository = _around(directory) or _alone(directory, revision)
    try:
        repository.commit  # noqa: B018  # git is to answer before anything rests on it
        if revision is not None or repository.bare:
            repository.snapshot = repository.at(revision or "HEAD")
    except (RepositoryError, GitError) as error:
        repository.close()
        if isinstance(error, RepositoryError) and repository.without_commits and revision is None:
            raise RepositoryError(f"{path} is a bare repository without commits") from error
        raise RepositoryError(str(error)) from error
    return repository


def _around(directory: str) -> Repository | None:
    """The repository in whose working tree the directory lies, if anything in it is tracked."""
    found = find(directory)
    top = found.location.worktree if found.location else None
    if top is None:
        return None
    prefix = os.path.relpath(directory, top).replace(os.sep, "/")
    repository = Repository(top, found.location, prefix="" if prefix == "." else prefix, refused=found.problem)
    if not repository.prefix or repository.tracks(repository.prefix):
        return repository
    repository.close()
    return None


def _alone(directory: str, revision: str | None) -> Repository:
    """The directory on its own."""
    try:
        location = bare(directory, sure=revision is not None)
    except Refused as refused:
        raise RepositoryError(f"{refused}: `--rev HEAD` checks its commit") from refused
    if location:
        return Repository(directory, location)
    found = find(directory)
    return Repository(directory, problem="not part of a repository" if found.location else "no repository", refused=found.problem)


def _store(location: GitDir) -> tuple[GitStore | None, str]:
    try:
        return GitStore(location), ""
    except (GitError, ImportError, OSError) as error:
        return None, f"no history: {error}"


def _directory(path: Path) -> str:
    try:
        real = path.expanduser().resolve()
        if not real.exists():
            raise RepositoryError(f"{path} does not exist")
        if not real.is_dir():
            raise RepositoryError(f"{path} is a file, not a repository or directory")
        with os.scandir(real):
            pass
    except PermissionError:
        raise RepositoryError(f"{path} can't be read: permission denied") from None
    except (OSError, RuntimeError, ValueError) as error:
        raise RepositoryError(f"{path} can't be read: {error}") from error
    return str(real)
