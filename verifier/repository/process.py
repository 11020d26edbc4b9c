"""git as GitPython starts it, so that it can't hang the run: it is killed for its time, and goes when its reader does."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Lock, Thread, Timer
from typing import IO, TYPE_CHECKING, cast

if TYPE_CHECKING:
    from git.cmd import Git

MAX_MEMORY = 500_000_000
"""Bytes that a process may allocate, where the system can limit that. Files that it maps are not counted."""

_PIECE = 1 << 20
_LINE = 4096
_PATIENCE = 5  # seconds for the last complaint of a process that ended


class TooSlow(Exception):
    """The process was killed for its time."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended, and the last line of what it complained of."""

    code: int
    complaint: str


@dataclass(frozen=True, slots=True)
class Started:
    """A process that runs; GitPython ends it when `keeper` is let go."""

    process: subprocess.Popen[bytes]
    keeper: Git.AutoInterrupt
    complaints: bytearray = field(default_factory=bytearray)


@dataclass(frozen=True, slots=True)
class Program:
    """How git is started: in which directory, with which environment."""

    directory: str
    environment: Mapping[str, str]

    def pieces(self, command: Sequence[str], stdin: bytes, seconds: float) -> Generator[bytes | Ended, None, None]:
        """What a command prints, piece by piece, and last how it ended. Raises TooSlow."""
        with tempfile.TemporaryFile(dir=self.directory) as asked:
            asked.write(stdin)
            asked.seek(0)
            started = self.serve(command, asked)
            process = started.process
            assert process.stdout is not None
            listener = _listening(started)
            try:
                with killed_after(process, seconds):
                    while piece := process.stdout.read(_PIECE):
                        yield piece
                    code = process.wait()
                listener.join(_PATIENCE)
            finally:
                end(process)
            lines = bytes(started.complaints).decode("utf-8", "replace").strip().splitlines()
            yield Ended(code, lines[-1] if lines else "")

    def serve(self, command: Sequence[str], stdin: int | IO[bytes] = subprocess.PIPE) -> Started:
        """A process that is asked again and again. The only place where git is started."""
        with _no_git_variables():
            from git.cmd import Git  # 150 ms

            execute = cast("Callable[..., Git.AutoInterrupt]", Git(self.directory).execute)  # its types know no numbers for streams
            keeper = execute(list(command), istream=stdin, as_process=True, env=dict(self.environment))
        assert keeper.proc is not None
        started = Started(keeper.proc, keeper)
        limit_memory(started.process.pid)
        if stdin == subprocess.PIPE:
            _listening(started)
        return started


def limit_memory(process: int) -> None:
    """From now on a process may allocate no more than MAX_MEMORY."""
    with suppress(ImportError, AttributeError, OSError):  # Linux has it
        import resource

        resource.prlimit(process, resource.RLIMIT_DATA, (MAX_MEMORY, MAX_MEMORY))


def _listening(started: Started) -> Thread:
    """What reads the complaints of a process, so that it is not kept waiting: the last of them are kept."""

    def listen() -> None:
        with suppress(OSError, ValueError):  # closed meanwhile
            while started.process.stderr is not None and (piece := started.process.stderr.read(_LINE)):
                started.complaints[:] = (started.complaints + piece)[-_PIECE:]

    thread = Thread(target=listen, daemon=True)
    thread.start()
    return thread


_variables = Lock()


@contextmanager
def _no_git_variables() -> Iterator[None]:
    """Take GIT_* out of this process's environment for a moment: GitPython can add variables for a child, but not leave any out.

    When it is imported it would run `git version`, by its bare name and for as long as that takes: it finds no program.
    """
    with _variables:
        saved = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("GIT_")}
        os.environ.update(GIT_PYTHON_GIT_EXECUTABLE=os.devnull, GIT_PYTHON_REFRESH="quiet")
        try:
            yield
        finally:
            for name in ("GIT_PYTHON_GIT_EXECUTABLE", "GIT_PYTHON_REFRESH"):
                os.environ.pop(name, None)
            os.environ.update(saved)


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
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            with suppress(OSError):
                stream.close()
    with suppress(subprocess.TimeoutExpired):  # it may hang in the system itself
        process.wait(timeout=5)
