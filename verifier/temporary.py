"""Private directories that go with the run, or, where it was killed, are swept by the next one."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import tempfile
import weakref
from collections.abc import Iterator
from functools import cache

PREFIX = "verify-review-"
_OURS = re.compile(re.escape(PREFIX) + r"[a-z0-9_]{8}")
_MARK = "in-use"  # a file that is locked as long as the owner lives; it appears locked, so an unlocked one has no owner


class PrivateDirectory:
    """An empty directory, readable by nobody else. It goes with `remove`, with this object, or when the interpreter ends."""

    def __init__(self) -> None:
        """Raises OSError where none can be made."""
        _sweep(tempfile.gettempdir())
        with _undisturbed():
            self.path = tempfile.mkdtemp(prefix=PREFIX)
            lock = _lock(self.path)
            self.remove = weakref.finalize(self, _remove, self.path, lock, os.getpid())


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Within, no signal to this thread ends what is under way: half made or half removed, a directory would be nobody's."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _remove(path: str, lock: int | None, owner: int) -> None:
    if os.getpid() != owner:  # a forked process
        return
    with _undisturbed():
        shutil.rmtree(path, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def _lock(directory: str) -> int | None:
    """A descriptor that holds the mark's lock until it is closed, however the process ends; None where there are no such locks."""
    if not _locks():
        return None
    import fcntl

    fresh = os.path.join(directory, f"{_MARK}.new")
    descriptor = os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # a file system without locks
        os.close(descriptor)
        return None
    os.rename(fresh, os.path.join(directory, _MARK))
    return descriptor


@cache
def _sweep(temporary: str) -> None:
    """Remove what earlier runs of this user left when they were killed."""
    if not _locks():
        return
    with contextlib.suppress(OSError):
        for name in os.listdir(temporary):
            if _OURS.fullmatch(name):
                with contextlib.suppress(OSError):
                    _remove_abandoned(os.path.join(temporary, name))


def _remove_abandoned(directory: str) -> None:
    import fcntl

    if os.path.islink(directory) or os.lstat(directory).st_uid != os.geteuid():
        return
    descriptor = os.open(os.path.join(directory, _MARK), os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(directory, ignore_errors=True)
    finally:
        os.close(descriptor)


def _locks() -> bool:
    return os.name == "posix"
