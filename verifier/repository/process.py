"""A child process that can't hang the run: it is killed for its time, and goes when its reader does."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Event, Timer
from typing import IO

MAX_MEMORY = 500_000_000
"""Bytes that a process may allocate, where the system can limit that. Files that it maps are not counted."""

_PIECE = 1 << 20


class TooSlow(Exception):
    """The process was killed for its time."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended, and the last line of what it complained of."""

    code: int
    complaint: str


@dataclass(frozen=True, slots=True)
class Program:
    """How a program is started: in which directory, with which environment."""

    directory: str
    environment: Mapping[str, str]

    def pieces(self, command: Sequence[str], stdin: bytes, seconds: float) -> Generator[bytes | Ended, None, None]:
        """What a command prints, piece by piece, and last how it ended. Raises TooSlow."""
        with tempfile.TemporaryFile(dir=self.directory) as asked, tempfile.TemporaryFile(dir=self.directory) as complaints:
            asked.write(stdin)
            asked.seek(0)
            process = self._start(command, asked, complaints)
            assert process.stdout is not None
            try:
                with killed_after(process, seconds):
                    while piece := process.stdout.read(_PIECE):
                        yield piece
                    code = process.wait()
            finally:
                end(process)
            complaints.seek(0)
            lines = complaints.read(_PIECE).decode("utf-8", "replace").strip().splitlines()
            yield Ended(code, lines[-1] if lines else "")

    def serve(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        """A process that is asked again and again; what it complains of is not kept."""
        return self._start(command, subprocess.PIPE, subprocess.DEVNULL)

    def _start(self, command: Sequence[str], stdin: int | IO[bytes], stderr: int | IO[bytes]) -> subprocess.Popen[bytes]:
        """The only place where git is started."""
        environment = dict(self.environment)
        process = subprocess.Popen(command, stdin=stdin, stdout=subprocess.PIPE, stderr=stderr, cwd=self.directory, env=environment)
        with suppress(ImportError, AttributeError, OSError):  # Linux has it
            import resource

            resource.prlimit(process.pid, resource.RLIMIT_DATA, (MAX_MEMORY, MAX_MEMORY))
        return process


@contextmanager
def killed_after(process: subprocess.Popen[bytes], seconds: float) -> Iterator[None]:
    """Kill `process` when what is done with it takes more than `seconds`: reading from it ends then. Raises TooSlow."""
    late = Event()

    def kill() -> None:
        late.set()
        process.kill()

    timer = Timer(seconds, kill)
    timer.daemon = True
    timer.start()
    try:
        yield
    except OSError:  # writing to a process that was killed fails
        if not late.is_set():
            raise
    finally:
        timer.cancel()
    if late.is_set():
        raise TooSlow(f"more than {seconds:g} seconds")


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill a process that still runs, and close what leads to it."""
    if process.poll() is None:
        process.kill()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(OSError):
                stream.close()
    with suppress(subprocess.TimeoutExpired):  # it may hang in the system itself
        process.wait(timeout=5)
