"""What a repository's index tracks."""

from __future__ import annotations

import os
import re
import shutil
import stat
from dataclasses import dataclass

from verifier.repository.errors import GitError
from verifier.repository.gitdir import GitDir

_RECORD = re.compile(
    rb"(\S) (\d{6}) ([0-9a-f]+) \d\t([^\0]+)\0"
    rb"(?:  ctime: \d+:\d+\n  mtime: (\d+):(\d+)\n  dev: \d+\tino: \d+\n  uid: \d+\tgid: \d+\n  size: (\d+)\tflags: ([0-9a-f]+)\n)?"
)
_SKIP_WORKTREE = 0x4000
_PROMISED = 0x2000_0000
_MAX_BYTES = 100_000_000
_MAX_SHARED = 5


@dataclass(frozen=True, slots=True)
class IndexItem:
    """A tracked name. `skipped`: a sparse checkout leaves it out of the working tree. `promised`: `git add -N` only announced it.

    `modified` (nanoseconds since 1970) and `size` (bytes) are of the file when git last looked at it, -1 if unknown.
    """

    path: str
    mode: str
    object_id: str
    skipped: bool
    modified: int
    size: int
    promised: bool = False


def has_index(index: str) -> bool:
    """Whether there is an index. Raises GitError when it can't be one."""
    try:
        status = os.lstat(index)
    except OSError:
        return False
    if not stat.S_ISREG(status.st_mode):
        raise GitError("the index is a link, which is not followed" if stat.S_ISLNK(status.st_mode) else "the index is no regular file")
    if status.st_size > _MAX_BYTES:
        raise GitError(f"the index has {status.st_size:,} bytes, more than the {_MAX_BYTES:,} that are read")
    return True


def copy_shared(location: GitDir, private: str) -> None:
    """Copy the base files of a split index to where git looks for them."""
    shared = [item for item in os.scandir(location.own) if re.fullmatch(r"sharedindex\.[0-9a-f]+", item.name)]
    shared.sort(key=lambda item: item.stat(follow_symlinks=False).st_mtime_ns, reverse=True)  # the newest is the one in use
    for item in shared[:_MAX_SHARED]:
        if item.is_file(follow_symlinks=False) and item.stat(follow_symlinks=False).st_size <= _MAX_BYTES:
            shutil.copyfile(item.path, os.path.join(private, item.name))


def parsed(out: bytes) -> list[IndexItem]:
    """The items of `ls-files -z -t --stage --debug`. Raises GitError."""
    items: dict[str, IndexItem] = {}
    position = 0
    for match in _RECORD.finditer(out):
        if match.start() != position:
            break
        position = match.end()
        tag, mode, object_id, name, seconds, nanoseconds, size, flags = match.groups()
        modified = int(seconds) * 1_000_000_000 + int(nanoseconds) if seconds else -1
        path = os.fsdecode(name)
        promised = bool(int(flags or b"0", 16) & _PROMISED)
        items[path] = IndexItem(path, mode.decode(), object_id.decode(), tag == b"S", modified, int(size) if size else -1, promised)
    if position != len(out):
        raise GitError("the index is in a form that is not understood")
    return list(items.values())


def index_without_git(location: GitDir) -> list[IndexItem]:
    """What the index tracks, read by GitPython alone: for machines without git. Versions 2 and 3 of the format, SHA-1.

    Raises:
        GitError: the index is damaged or of another format.
    """
    if not has_index(location.index):
        return []
    # when it is imported, GitPython would look for a git on the path and run it
    os.environ.update(GIT_PYTHON_REFRESH="quiet", GIT_PYTHON_GIT_EXECUTABLE=os.devnull)
    from git.index.fun import read_cache

    try:
        with open(location.index, "rb") as stream:
            _, entries, _, _ = read_cache(stream)
    except Exception as error:  # GitPython raises whatever the parsing meets
        raise GitError(f"the index can't be read without git: {error}") from error
    return [
        IndexItem(str(path), f"{item.mode:06o}", item.hexsha, bool(item.extended_flags & _SKIP_WORKTREE), -1, item.size)
        for (path, _), item in entries.items()
    ]
