"""The processes that the engine runs in: started isolated, one at a time for each thread that asks, and replaced when one ends.

Whatever thread of whatever dask worker asks, the engine has a main thread, in which its clocks ring, an empty directory, and a path
without anything of the user's or the repository's; and what ends it ends nothing else.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import pickle
import sys
import threading
from subprocess import TimeoutExpired

import msgspec

from verifier.facts.team import start_isolated
from verifier.sweep.records import Answer, Check, Expand, Failure
from verifier.sweep.worker import SIZE
from verifier.temporary import PrivateDirectory
from verifier.version import __version__
from verifier.watch import REPORT_SECONDS

PROGRAM = "import sys; sys.path += sys.argv[1:]; from verifier.sweep.worker import main; main()"
"""What such a process runs; see `facts.team.PROGRAM`."""

SILENT_SECONDS = REPORT_SECONDS + 60.0
"""A last resort: a process that gives no answer for so long is stopped, or blocked where its own clock does not ring."""

_LEAVE_SECONDS = 3.0


class Lost(Exception):
    """A process that went without an answer; `silent` when it was ended for that."""

    def __init__(self, silent: bool = False) -> None:
        self.silent = silent


class _Engine:
    """One process, for one thread at a time."""

    def __init__(self, directory: str) -> None:
        """Raises OSError where no process can be started."""
        if not os.path.isabs(sys.executable or ""):
            raise OSError("where Python lies is not known")
        self._process = start_isolated(PROGRAM, directory)

    @property
    def runs(self) -> bool:
        return self._process.poll() is None

    def ask(self, request: Expand | Check) -> bytes:
        """The encoded answer. Raises Lost."""
        process, silent = self._process, threading.Event()
        assert process.stdin is not None
        assert process.stdout is not None

        def ring() -> None:
            silent.set()
            process.kill()

        clock = threading.Timer(SILENT_SECONDS, ring)
        clock.daemon = True
        clock.start()
        try:
            process.stdin.write(pickle.dumps(request))
            process.stdin.flush()
            head = process.stdout.read(SIZE.size)
            size = SIZE.unpack(head)[0] if len(head) == SIZE.size else 0
            encoded = process.stdout.read(size)
            if not size or len(encoded) < size:
                raise Lost(silent.is_set())
            return encoded
        except (OSError, ValueError):  # a pipe that is broken, or was closed meanwhile
            raise Lost(silent.is_set()) from None
        finally:
            clock.cancel()

    def end(self) -> None:
        """Tells it to leave, and sees to it. Whoever waits for an answer gets Lost."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError, ValueError):
            self._process.stdin.close()
        try:
            self._process.wait(_LEAVE_SECONDS)
        except TimeoutExpired:
            self._process.kill()
            self._process.wait()
        with contextlib.suppress(OSError, ValueError):
            assert self._process.stdout is not None
            self._process.stdout.close()


class Host:
    """The engines of this process."""

    def __init__(self) -> None:
        """Raises OSError where there is no place for a private directory."""
        self._directory = PrivateDirectory()
        self._lock = threading.Lock()
        self._all: set[_Engine] = set()
        self._idle: list[_Engine] = []
        self._closed = False

    def ask(self, request: Expand | Check) -> bytes:
        """The encoded answer to a request; one that an engine was lost with is tried once more, by a new one. Raises Lost when closed."""
        for last in (False, True):
            try:
                return self._asked(request, fresh=last)
            except Lost as lost:
                if self._closed:
                    raise
                if lost.silent:
                    return _failed("timeout", f"gave no answer for {SILENT_SECONDS:g} seconds: its process was stopped or blocked")
            except OSError as error:
                return _failed("lost", f"no process could be started for it: {error.strerror or error}")
        return _failed("lost", "its process ended twice before it answered, perhaps for want of memory")

    def _asked(self, request: Expand | Check, fresh: bool) -> bytes:
        engine = self._taken(fresh)
        try:
            encoded = engine.ask(request)
        except BaseException:
            engine.end()
            with self._lock:
                self._all.discard(engine)
            raise
        with self._lock:
            self._idle.append(engine)
        return encoded

    def _taken(self, fresh: bool) -> _Engine:
        with self._lock:
            if self._closed:
                raise Lost
            while self._idle and not fresh:
                engine = self._idle.pop()
                if engine.runs:
                    return engine
                self._all.discard(engine)  # it had nothing to do for long
            engine = _Engine(self._directory.path)
            self._all.add(engine)
        return engine

    def close(self) -> None:
        """End every engine, also those at work."""
        with self._lock:
            self._closed = True
            engines, self._all = list(self._all), set()
        leaving = [threading.Thread(target=engine.end) for engine in engines]
        for thread in leaving:
            thread.start()
        for thread in leaving:
            thread.join()
        self._directory.remove()


def _failed(reason: str, message: str) -> bytes:
    return msgspec.msgpack.encode(Failure(reason, message))


def decoded(encoded: bytes) -> Answer:
    """An answer as `ask` gives it."""
    answer: Answer = msgspec.msgpack.decode(encoded, type=Answer)
    return answer


_host: Host | None = None
_lock = threading.Lock()


def ask(request: Expand | Check) -> bytes:
    """The encoded answer to a request: what a dask worker runs. Raises Lost after `stop`, and OSError without a temporary directory."""
    global _host
    if request.tool != __version__:
        return _failed("version", f"a worker has verify-review {__version__}, the sweep is of {request.tool}: install the same")
    with _lock:
        if _host is None:
            _host = Host()
        host = _host
    return host.ask(request)


def begin() -> None:
    """Engines may be started, as at first, also after `stop`."""
    global _host
    with _lock:
        _host = None


@atexit.register
def stop() -> None:
    """End all engines; who asks afterwards gets Lost."""
    if _host is not None:
        _host.close()
