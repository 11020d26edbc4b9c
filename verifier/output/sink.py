"""Where output goes: a stream as it is made, or a file that is replaced at once when all of it is there."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import sys
import tempfile
from pathlib import Path
from typing import IO, TextIO

_DESCRIPTOR = re.compile(r"/(?:dev|proc/(?:self|thread-self))/fd/([0-9]{1,9})")
_LINKS = 40  # as many as Linux follows


class OutputError(Exception):
    """Output that can't be written; the message is for people."""


class OutputClosed(Exception):
    """Whoever read the output has gone; nobody is left to tell."""


class Sink:
    """Takes text or bytes. `commit` makes a file of them; without it an earlier file stays as it was."""

    def __init__(self, path: Path | None, beside: bool = False) -> None:
        """`beside`: without a path, to standard error. Raises OutputError at once when the file could never be written."""
        self.path = path
        self._temporary: Path | None = None
        standard = sys.stderr if beside else sys.stdout
        self._stream = self._open_file(path) if path else self._standard(standard)
        self.text_encoding = "utf-8" if path else (getattr(standard, "encoding", None) or "utf-8")
        self.on_screen = self._stream.isatty()
        self._written = False

    def write(self, data: str | bytes) -> None:
        if not data:
            return
        if isinstance(data, str):
            data = data.encode(self.text_encoding, "backslashreplace")
        try:
            self._stream.write(data)
            self._stream.flush()
        except BrokenPipeError:
            raise OutputClosed from None
        except (OSError, ValueError) as error:
            raise OutputError(f"can't write {self._name}: {getattr(error, 'strerror', None) or error}") from error
        self._written = True

    def commit(self) -> None:
        """Puts the file in its place."""
        if self.path is None:
            return
        try:
            self._stream.flush()
            if self._temporary is not None:
                os.fsync(self._stream.fileno())
            self._stream.close()
            if self._temporary is not None:
                os.replace(self._temporary, self.path)
        except OSError as error:
            raise OutputError(f"can't write {self._name}: {error.strerror}") from error
        self._temporary = None

    def abandon(self) -> Path | None:
        """Leaves an earlier file as it was; what was already made is kept beside it. Returns where."""
        if self.path is None:
            return None
        with contextlib.suppress(OSError):
            self._stream.close()
        if self._temporary is None:
            return None
        partial = self.path.with_name(self.path.name + ".partial")
        try:
            if not self._written:
                self._temporary.unlink()
                return None
            os.replace(self._temporary, partial)
        except OSError:
            return None
        finally:
            self._temporary = None
        return partial

    def discard(self) -> None:
        """Leaves an earlier file as it was, and nothing of what was made."""
        self._written = False
        self.abandon()

    @property
    def _name(self) -> str:
        return str(self.path) if self.path else "the output"

    def _standard(self, stream: TextIO | None) -> IO[bytes]:
        if stream is None:
            raise OutputError("there is no standard output; -o FILE writes to a file")
        return stream.buffer

    def _open_file(self, path: Path) -> IO[bytes]:
        try:
            descriptor = _descriptor(path)
            if descriptor is not None:
                return os.fdopen(os.dup(descriptor), "wb")
            real = _place(path)
            mode = real.stat().st_mode if real.exists() else None
            if mode is not None and stat.S_ISDIR(mode):
                raise OutputError(f"can't write {path}: it is a directory")
            if not real.parent.is_dir():
                raise OutputError(f"can't write {path}: there is no directory {path.parent}")
            if mode is not None and not stat.S_ISREG(mode):
                return path.open("wb")  # a pipe or device has nothing to lose
            if mode is not None and not os.access(real, os.W_OK):
                raise OutputError(f"can't write {path}: it is write-protected")
            self.path = real
            handle, name = tempfile.mkstemp(prefix=f".{real.name[:50]}.", suffix=".tmp", dir=real.parent)
            self._temporary = Path(name)
            self._temporary.chmod(stat.S_IMODE(mode) if mode is not None else 0o666 & ~_umask())
            return os.fdopen(handle, "wb")
        except (OSError, RuntimeError, ValueError) as error:
            raise OutputError(f"can't write {path}: {getattr(error, 'strerror', None) or error}") from error


def _place(path: Path) -> Path:
    """Where a file is written: a link stays a link. One may have come with the checkout, so it is followed only to a file beside it.

    Raises OutputError.
    """
    real, folder = path.resolve(), path.parent.resolve()
    here = Path.cwd()
    strays = Path(os.path.abspath(path)).is_relative_to(here) and not folder.is_relative_to(here.resolve())
    if real.parent != folder or strays:
        raise OutputError(f"can't write {path}: a link leads to another directory; name {real} itself where that is meant")
    return real


def _descriptor(path: Path) -> int | None:
    """The number of the open file that a path stands for: /dev/stdout, /dev/fd/63, a link to one.

    It need not have a name, as a pipe has none, and opening it anew would not go on where others write to it.
    """
    name = os.path.abspath(path)
    for _ in range(_LINKS):
        if match := _DESCRIPTOR.fullmatch(name):
            return int(match[1])
        try:
            name = os.path.normpath(os.path.join(os.path.dirname(name), os.readlink(name)))
        except OSError:
            break
    return None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
