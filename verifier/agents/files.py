"""Files that others name: below a directory, and regular ones."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from verifier.api import VerificationError
from verifier.reading.source import MAX_BYTES


def below(root: Path, name: str) -> Path:
    """The real path of what is called `name` in `root`. Raises VerificationError where it leads out, also by a link."""
    try:
        real = (root / name).resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise VerificationError(f"{name}: no usable path: {error}") from error
    if real != root and root not in real.parents:
        raise VerificationError(f"{name}: leads out of the repository that this server was started for")
    if ".git" in real.relative_to(root).parts:
        raise VerificationError(f"{name}: lies in git's own directory")
    return real


def report_in(root: Path, name: str) -> tuple[Path, bytes]:
    """A report's real path and its bytes. Raises VerificationError."""
    path = below(root, name)
    try:
        with regular(path) as file:
            return path, file.read(MAX_BYTES + 1)  # what is too large the reader says
    except (OSError, ValueError) as error:
        raise VerificationError(f"{name}: can't be read: {getattr(error, 'strerror', None) or error}") from error


def regular(path: Path | str) -> BinaryIO:
    """A file, opened to read. Raises OSError, also for what is no file and could make one wait, and ValueError for what is no path."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
    file = os.fdopen(os.open(path, flags), "rb")
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise OSError("no regular file")
    return file
