"""A snapshot of files on disk: a working tree, or a directory that is no repository."""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Mapping
from functools import cached_property
from hashlib import sha256

from verifier.model import Reason
from verifier.repository.git import GitError, GitStore, GitTimeout
from verifier.repository.gitdir import GitDir
from verifier.repository.ignore import IgnoreRules
from verifier.repository.index import IndexItem, index_without_git
from verifier.repository.snapshot import (
    MAX_FILE_BYTES,
    Entry,
    EntryKind,
    EntryState,
    Snapshot,
    Unreadable,
    blob_id,
    content_of,
    missing,
    parents_of,
    too_large,
)

_SUBMODULE = "160000"
_MAX_ENTRIES = 1_000_000
_TICK = 2_000_000_000  # nanoseconds: the coarsest clock of a file system
_CAUSES = {errno.EACCES: "permission denied", errno.EPERM: "permission denied", errno.ELOOP: "links that lead in a circle"}


class WorkingTree(Snapshot):
    """Files as they lie on disk. Nothing outside `root` is read, and nothing is written."""

    def __init__(self, root: str, location: GitDir | None = None, store: GitStore | None = None) -> None:
        """`root` is absolute. Without a `location` it is a plain directory; without a `store` git is not at hand."""
        self._root = os.path.realpath(root)
        self._location = location
        self._store = store
        self.description = "working tree" if location else "directory"

    def entries(self) -> Mapping[str, Entry]:
        return self._walk.entries

    def stamp(self) -> bytes | None:
        """A digest of name, state, time, size and inode of all files listed; None just after a change, when the clock may hide another."""
        walk, began = self._walk, time.time_ns()
        unsettled = walk.newest > began - _TICK
        return None if unsettled or walk.unlisted or self._index_broken else walk.digest.digest()

    def directories(self) -> frozenset[str]:
        return self._walk.directories

    def pruned(self) -> frozenset[str]:
        return self._walk.pruned

    def unlisted(self) -> frozenset[str]:
        return self._walk.unlisted

    def exists(self, path: str) -> bool:
        return path in self.entries() or self.is_directory(path) or self._status(path) is not None

    def is_directory(self, path: str) -> bool:
        if path in self.directories() or path == "":
            return True
        status = self._status(path)
        return status is not None and stat.S_ISDIR(status.st_mode)

    def read(self, path: str) -> bytes:
        try:
            real = self._real(path)
            handle = os.open(real, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        except FileNotFoundError:
            return self._not_checked_out(path)
        except (OSError, ValueError) as error:
            raise self._failure(path, error) from None
        try:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                raise Unreadable(path, Reason.UNREADABLE, "a directory" if stat.S_ISDIR(status.st_mode) else "a special file")
            if status.st_size > MAX_FILE_BYTES:
                raise too_large(path, status.st_size)
            return content_of(_all_of(handle, status.st_size), path)
        finally:
            os.close(handle)

    def tracked(self) -> Mapping[str, IndexItem]:
        """What the index tracks, by path; empty for a plain directory."""
        return self._index

    def modified(self, head: Mapping[str, str]) -> bool:
        """Whether anything tracked differs from the commit whose blob ids by path are `head`."""
        index = self._index
        if {path: item.object_id for path, item in index.items()} != head:
            return True
        return any(self._changed(item) for item in index.values() if not item.skipped and item.mode != _SUBMODULE)

    def _changed(self, item: IndexItem) -> bool:
        try:
            status = os.lstat(os.path.join(self._root, item.path))
            if item.modified == status.st_mtime_ns and item.size == status.st_size:
                return False
            if stat.S_ISLNK(status.st_mode):
                return blob_id(os.fsencode(os.readlink(os.path.join(self._root, item.path)))) != item.object_id
            data = self.read(item.path)
        except Unreadable as error:
            return error.reason is Reason.NO_SUBJECT  # too large or a pointer: no sign of a change
        except OSError:
            return True
        if len(item.object_id) != 40:
            return False  # touched; what SHA-256 says of it is not worth a second implementation
        return item.object_id not in (blob_id(data), blob_id(data.replace(b"\r\n", b"\n")))

    @cached_property
    def _index(self) -> dict[str, IndexItem]:
        if self._location is None:
            return {}
        try:
            items = self._store.index() if self._store else index_without_git(self._location)
        except (GitError, OSError) as error:
            self.notes = (*self.notes, f"which files are tracked is not known: {error}")
            self._index_broken = True
            return {}
        return {item.path: item for item in items}

    _index_broken = False

    @cached_property
    def _walk(self) -> _Walk:
        index = self._index
        exclude = os.path.join(self._location.common, "info", "exclude") if self._location else None
        state = EntryState.UNTRACKED if self._location and not self._index_broken else EntryState.PLAIN
        walk = _Walk(self._root, index, IgnoreRules(self._root, exclude), state)
        if walk.unlisted:
            names = sorted(walk.unlisted)
            much = f" (more than {_MAX_ENTRIES:,} names)" if len(walk.entries) + len(walk.directories) >= _MAX_ENTRIES else ""
            self.notes = (*self.notes, f"{len(names)} directories can't be listed{much}: {', '.join(names[:3])}")
        return walk

    def _real(self, path: str) -> str:
        """Where a file to be read lies. Raises Unreadable. A file that is listed was reached through no link, so it is where it says."""
        entry = self.entries().get(path)
        if entry is not None and entry.kind is EntryKind.FILE:
            return os.path.join(self._root, path)
        behind = self.beyond(path)
        if behind is not None:
            raise behind
        real = self._confined(path)
        if real[len(self._root) :].lstrip(os.sep).replace(os.sep, "/") not in self.entries():
            self.looked_beyond = True
        return real

    def _confined(self, path: str) -> str:
        """The real path of `path`. Raises Unreadable when it leaves the root or enters git's own files."""
        parts = path.split("/")
        if path.startswith("/") or ".." in parts or "\0" in path or (os.sep != "/" and (os.sep in path or ":" in path)):
            raise Unreadable(path, Reason.OUTSIDE, "outside the repository")
        real = os.path.realpath(os.path.join(self._root, *parts))
        if real != self._root and not real.startswith(self._root.rstrip(os.sep) + os.sep):
            raise Unreadable(path, Reason.OUTSIDE, "a link that leaves the repository")
        if any(part.lower() == ".git" for part in real[len(self._root) :].split(os.sep)):
            raise Unreadable(path, Reason.OUTSIDE, "git's own files are not part of the repository")
        return real

    def withheld(self, path: str) -> str:
        place = self._leads_to(path)
        entry = self.entries().get(place)
        parts = place.split("/")
        within = {"/".join(parts[:count]) for count in range(1, len(parts) + 1)}
        if (entry is not None and entry.state is EntryState.IGNORED) or (entry is None and within & self._walk.pruned):
            return "git ignores it"
        if entry is not None and entry.state is EntryState.UNTRACKED:
            return "git does not track it"
        return super().withheld(path)

    def _leads_to(self, path: str) -> str:
        entry = self.entries().get(path)
        if entry is not None and entry.kind is EntryKind.FILE:
            return path
        try:
            return self._confined(path)[len(self._root) :].lstrip(os.sep).replace(os.sep, "/")
        except (OSError, ValueError, Unreadable):
            return path

    def _leaves(self, link: str) -> bool:
        try:
            self._confined(link)
        except Unreadable as error:
            return error.reason is Reason.OUTSIDE
        except (OSError, ValueError):
            return False
        return False

    def _status(self, path: str) -> os.stat_result | None:
        """The status of a name that is not listed because it lies in something that was not looked into."""
        entries, pruned = self.entries(), self._walk.pruned | self._walk.unlisted
        parts = path.split("/")
        heads = ["/".join(parts[:count]) for count in range(1, len(parts) + 1)]
        doors = (EntryKind.LINK, EntryKind.SUBMODULE)
        if not any(head in pruned or (head in entries and entries[head].kind in doors) for head in heads):
            return None  # the listing knows; the disk might not tell upper from lower case
        self.looked_beyond = True
        try:
            return os.lstat(self._confined(path))
        except (OSError, ValueError, Unreadable):
            return None

    def _not_checked_out(self, path: str) -> bytes:
        """A file that a sparse checkout leaves in the object store."""
        item = self._index.get(path)
        if item is None or not item.skipped or self._store is None:
            raise missing(path)
        try:
            data = self._store.blob(item.object_id)
        except GitTimeout:
            raise
        except GitError as error:
            raise Unreadable(path, Reason.UNREADABLE, str(error)) from error
        if data is None:
            raise Unreadable(path, Reason.UNREADABLE, "not checked out, and not in the object store")
        return content_of(data, path)

    def _failure(self, path: str, error: Exception) -> Unreadable:
        if isinstance(error, OSError):
            if error.errno in (errno.ENOTDIR, errno.ENAMETOOLONG):
                return missing(path)
            return Unreadable(path, Reason.UNREADABLE, _CAUSES.get(error.errno or 0, error.strerror or "can't be read"))
        return Unreadable(path, Reason.UNREADABLE, "not a name of a file")


def _all_of(handle: int, size: int) -> bytes:
    """What an open file holds, up to one byte more than is read of any; `size` is what it should have."""
    pieces = [os.read(handle, size + 1)]
    held = len(pieces[0])
    while pieces[-1] and (held != size or len(pieces) > 1) and held <= MAX_FILE_BYTES:  # it grew, or came in parts
        pieces.append(os.read(handle, MAX_FILE_BYTES + 1 - held))
        held += len(pieces[-1])
    return b"".join(pieces) if len(pieces) > 1 else pieces[0]


class _Walk:
    """One pass over the disk, steered by the index: what git tracks is listed, what it ignores is not looked into."""

    def __init__(self, root: str, index: Mapping[str, IndexItem], rules: IgnoreRules, untracked: EntryState) -> None:
        self._root, self._index, self._rules, self._untracked = root, index, rules, untracked
        self._tracked_directories = parents_of(index)
        self._found: dict[str, Entry] = {}
        self._dirs: set[str] = set()
        self._pruned: set[str] = set()
        self._unlisted: set[str] = set()
        self.digest = sha256(repr(sorted((item.path, item.object_id) for item in index.values() if item.skipped)).encode())
        self.newest = 0  # nanoseconds since 1970: the last change of any file listed
        waiting = [""]
        while waiting and len(self._found) + len(self._dirs) < _MAX_ENTRIES:
            waiting.extend(self._list(waiting.pop()))
        self._unlisted.update(waiting)
        for path, item in index.items():
            if item.skipped and path not in self._found:
                self._found[path] = Entry(path, size=item.size or -1)
        self.entries = dict(sorted(self._found.items()))
        self.directories = frozenset(self._dirs) | parents_of(item.path for item in index.values() if item.skipped)
        self.pruned, self.unlisted = frozenset(self._pruned), frozenset(self._unlisted)

    def _list(self, directory: str) -> list[str]:
        """Record what is in `directory`; returns the directories in it that are to be looked into."""
        try:
            with os.scandir(os.path.join(self._root, directory) if directory else self._root) as found:
                items = list(found)
        except OSError:
            self._unlisted.add(directory)
            return []
        items.sort(key=lambda item: item.name)
        if directory and directory not in self._tracked_directories and any(item.name == ".git" for item in items):
            self._dirs.discard(directory)  # someone else's repository, not a part of this one
            self._found[directory] = Entry(directory, EntryKind.SUBMODULE, self._untracked, 0)
            self._stamp(directory, "repository")
            return []
        deeper = []
        for item in items:
            if item.name == ".git":
                continue
            path = f"{directory}/{item.name}" if directory else item.name
            if not item.is_dir(follow_symlinks=False):
                self._record(path, item)
            elif (known := self._index.get(path)) and known.mode == _SUBMODULE:
                self._found[path] = Entry(path, EntryKind.SUBMODULE, size=0)
                self._stamp(path, "submodule")
            else:
                self._dirs.add(path)
                self._stamp(path, "directory")
                if path not in self._tracked_directories and self._rules.ignored(path, True):
                    self._pruned.add(path)
                    self._stamp(path, "pruned")
                else:
                    deeper.append(path)
        return deeper

    def _record(self, path: str, item: os.DirEntry[str]) -> None:
        try:
            status = item.stat(follow_symlinks=False)
        except OSError:
            return
        kind = EntryKind.FILE if stat.S_ISREG(status.st_mode) else EntryKind.LINK if stat.S_ISLNK(status.st_mode) else EntryKind.SPECIAL
        state = EntryState.TRACKED if path in self._index else EntryState.IGNORED if self._rules.ignored(path, False) else self._untracked
        self._found[path] = Entry(path, kind, state, status.st_size)
        self._stamp(path, f"{kind.value} {state.value} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_size} {status.st_ino}")
        self.newest = max(self.newest, status.st_mtime_ns, status.st_ctime_ns)

    def _stamp(self, path: str, told: str) -> None:
        self.digest.update(os.fsencode(path) + b"\0" + told.encode() + b"\0")
