"""Opening whatever `--repo` names: a working tree, a directory in one, a bare repository, or a plain directory."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path

from verifier.repository.commit import CommitSnapshot
from verifier.repository.git import GitError, GitStore
from verifier.repository.gitdir import GitDir, find
from verifier.repository.history import GitHistory, History
from verifier.repository.snapshot import Snapshot
from verifier.repository.worktree import WorkingTree


class RepositoryError(Exception):
    """The repository can't be used as asked; the message is for people."""


class Repository:
    """An opened repository. Close it (or use it in `with`) to end the git process and remove the private directory."""

    def __init__(self, root: Path, snapshot: Snapshot, location: GitDir | None, store: GitStore | None, problem: str, prefix: str) -> None:
        """Use `open_repository`."""
        self.root = root
        self.snapshot = snapshot
        self.prefix = prefix  # the directory below `root` that was named, "" for all of it
        self._location = location
        self._store = store
        self._problem = problem  # why there is no store
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
        return b"\n".join([self._location.shallow(), *self._location.references()]) if self._location else b""

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
        return (*problem, *self.snapshot.notes)

    def at(self, revision: str) -> Snapshot:
        """The snapshot of a commit. Raises RepositoryError when there is no such revision."""
        if self._store is None:
            raise RepositoryError(f"no revision '{revision}' can be read: {self._problem}")
        commit = self._store.resolve(revision)
        if commit is None:
            raise RepositoryError(f"no such revision '{revision}' in {self.root}")
        if commit not in self._snapshots:
            self._snapshots[commit] = CommitSnapshot(self._store, commit)
        return self._snapshots[commit]


def open_repository(path: Path | str, revision: str | None = None) -> Repository:
    """Open the repository that `path` is or lies in, at `revision` or as it lies on disk (a bare one: at HEAD).

    The root is the top of the working tree; the directory named becomes `Repository.prefix`. A directory in which the
    repository around it tracks nothing is opened on its own, as a plain directory.

    Raises:
        RepositoryError: the path is no directory, or there is no such revision.
    """
    directory = _directory(Path(path))
    location = find(directory)
    store, problem = _store(location)
    repository = _opened(directory, location, store, problem)
    if revision is not None or (location is not None and location.worktree is None):
        try:
            repository.snapshot = repository.at(revision or "HEAD")
        except RepositoryError as error:
            repository.close()
            if revision is None:
                raise RepositoryError(f"{path} is a bare repository without commits") from error
            raise
    return repository


def _opened(directory: str, location: GitDir | None, store: GitStore | None, problem: str) -> Repository:
    if location is None:
        return Repository(Path(directory), WorkingTree(directory), None, None, problem, "")
    top = location.worktree or directory
    snapshot = WorkingTree(top, location, store)
    prefix = os.path.relpath(directory, top).replace(os.sep, "/")
    if prefix == ".":
        return Repository(Path(top), snapshot, location, store, problem, "")
    if not any(tracked.startswith(prefix + "/") for tracked in snapshot.tracked()):
        if store:
            store.close()
        return Repository(Path(directory), WorkingTree(directory), None, None, "not part of a repository", "")
    return Repository(Path(top), snapshot, location, store, problem, prefix)


def _store(location: GitDir | None) -> tuple[GitStore | None, str]:
    if location is None:
        return None, "no repository"
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
