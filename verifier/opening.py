"""Opens files that others may have put where they are: what is no plain file could keep whoever reads it waiting for ever."""

from __future__ import annotations

import errno
import os
import re
import stat
from typing import IO

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_OWN = re.compile(r"/dev/stdin|/(?:dev|proc/self)/fd/[0-9]{1,9}")


def open_plain(path: str | os.PathLike[str], follow: bool = True) -> IO[bytes]:
    """A file to be read. Raises OSError for a pipe, a device and a directory, and unless it may `follow` one, for a link."""
    handle = os.open(path, _FLAGS | (0 if follow else getattr(os, "O_NOFOLLOW", 0)))
    try:
        mode = os.fstat(handle).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), os.fspath(path))
        if not stat.S_ISREG(mode):
            raise OSError(errno.EINVAL, "a pipe or a device, not a file", os.fspath(path))
        return os.fdopen(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def is_own_stream(path: str) -> bool:
    """Whether a path is the name of what this process was given open, as `<(command)` of a shell is."""
    return _OWN.fullmatch(path) is not None
