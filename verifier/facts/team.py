"""The worker processes of a run: started isolated, watched, and replaced when one ends with its file."""

from __future__ import annotations

import atexit
import contextlib
import os
import pickle
import site
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from subprocess import DEVNULL, PIPE, Popen

from verifier.facts import analyses
from verifier.facts.failure import Failure, Hung
from verifier.facts.worker import ANSWER, READY, Outcome, Task, harmless, outcome
from verifier.model import Reason
from verifier.temporary import PrivateDirectory

PROGRAM = "import sys; sys.path += sys.argv[1:]; from verifier.facts.worker import main; main()"
"""What a worker runs. Python starts it isolated, so until its last place the path holds only Python's own directories."""

SILENT_SECONDS = 300.0
STOPPED_SECONDS = 5.0
"""Last resorts. A worker that gives no answer for so long is blocked, since its processor time is limited; so long one may be stopped."""

_LOOK_SECONDS = 0.5


class Lost(Exception):
    """A worker that went without an answer; `ended` when it was the watch that ended it, so no file is to blame."""

    def __init__(self, ended: bool) -> None:
        self.ended = ended


class NeverReady(Lost):
    """A worker that could not even begin."""


class Worker:
    """One process. Use it from one thread at a time; `end` may come from another."""

    def __init__(self, directory: str) -> None:
        """Raises OSError where no process can be started."""
        self.process = start_isolated(PROGRAM, directory)
        self._ready = self._ended = False
        self._asked: float | None = time.monotonic()  # since when an answer is due
        self._stopped: float | None = None  # since when it is seen stopped

    def answers(self, tasks: Sequence[Task]) -> Iterator[Outcome]:
        """The outcome of each task in turn. Raises Lost."""
        assert self.process.stdin is not None
        self._asked = time.monotonic()
        try:
            if not self._ready:
                self._ready = self._read(len(READY)) == READY
            self.process.stdin.write(pickle.dumps(list(tasks)))
            self.process.stdin.flush()
            for _ in tasks:
                keep, size = ANSWER.unpack(self._read(ANSWER.size))
                encoded = self._read(size)
                self._asked = time.monotonic()
                yield encoded, keep
        except OSError:
            raise (Lost if self._ready else NeverReady)(self._ended) from None
        finally:
            self._asked = None

    def _read(self, size: int) -> bytes:
        assert self.process.stdout is not None
        data = self.process.stdout.read(size)
        if len(data) < size:
            raise BrokenPipeError
        return data

    def look(self) -> None:
        """End the process if it is stopped or has been silent for too long: whoever waits for it gets Lost."""
        now, asked = time.monotonic(), self._asked
        self._stopped = (self._stopped or now) if _is_stopped(self.process.pid) else None
        silent = asked is not None and now - asked > SILENT_SECONDS
        if silent or (asked is not None and self._stopped is not None and now - self._stopped > STOPPED_SECONDS):
            self._ended = True
            self.process.kill()

    def end(self) -> None:
        """Whoever waits for it gets Lost."""
        self.process.kill()
        self.process.wait()

    def close(self) -> None:
        """End it and close its pipes, which no other thread may be using."""
        self.end()
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):  # what it never read
                assert pipe is not None
                pipe.close()


class Team:
    """Workers, kept between calls because starting one takes longer than most of its work."""

    def __init__(self) -> None:
        """Raises OSError where there is no place for a private directory."""
        self._directory = PrivateDirectory()
        self._lock = threading.Lock()
        self._all: set[Worker] = set()
        self._idle: list[Worker] = []
        self._closed = threading.Event()
        self.usable = os.path.isabs(sys.executable or "")
        threading.Thread(target=self._watch, daemon=True).start()

    def grow(self, workers: int) -> int:
        """Have up to `workers`; returns how many there are."""
        while self.usable and len(self._all) < workers:
            try:
                self._idle.append(self._start())
            except OSError:
                break
        return min(workers, len(self._all))

    def outcomes(self, tasks: Sequence[Task]) -> list[Outcome]:
        """The outcome of every task. May be called from as many threads as there are workers. Raises Lost when the team is closed."""
        done: list[Outcome] = []
        while len(done) < len(tasks):
            if not self.usable:
                return [*done, *map(without_worker, tasks[len(done) :])]
            try:
                with self._borrowed() as worker:
                    for found in worker.answers(tasks[len(done) :]):
                        done.append(found)
            except (Lost, OSError):
                if self._closed.is_set():
                    raise Lost(False) from None
                done.append(self._again(tasks[len(done)]))
        return done

    def _again(self, task: Task) -> Outcome:
        """The outcome of the task that a worker was lost with, by a new one: it may have been the machine that was short of something."""
        try:
            with self._borrowed(fresh=True) as worker:
                return next(worker.answers([task]))
        except (NeverReady, OSError):
            self.usable = False
            return without_worker(task)
        except Lost as lost:
            return _dead(task, lost)

    @contextlib.contextmanager
    def _borrowed(self, fresh: bool = False) -> Iterator[Worker]:
        with self._lock:
            worker = self._idle.pop() if self._idle and not fresh else None
        worker = worker or self._start()
        try:
            yield worker
        except BaseException:
            worker.close()
            with self._lock:
                self._all.discard(worker)
            raise
        with self._lock:
            self._idle.append(worker)

    def _start(self) -> Worker:
        with self._lock:
            if self._closed.is_set():
                raise OSError("no workers any more")
            worker = Worker(self._directory.path)
            self._all.add(worker)
        return worker

    def _watch(self) -> None:
        while not self._closed.wait(_LOOK_SECONDS):
            with self._lock:
                workers = list(self._all)
            for worker in workers:
                worker.look()

    def close(self) -> None:
        """End every worker, also those at work."""
        self._closed.set()
        with self._lock:
            workers, idle, self._idle = self._all, self._idle, []
        for worker in list(workers):
            worker.close() if worker in idle else worker.end()
        self._directory.remove()


def without_worker(task: Task) -> Outcome:
    """The outcome where no process can be started. Nothing is parsed here that could take the run down."""
    if harmless(task):
        return outcome(task)
    return _fault(task, "was not done: no worker process could be started, and without its limits the file is not parsed")


def _dead(task: Task, lost: Lost) -> Outcome:
    if lost.ended:
        return _fault(task, "gave no answer: its process was stopped or blocked")
    failure = Failure(Reason.TOO_LARGE, "its parser ran out of stack, memory or time and was stopped")
    return analyses.encode(task.analysis, failure), False


def _fault(task: Task, told: str) -> Outcome:
    return analyses.encode(task.analysis, Hung(f"{task.path}: {task.analysis} {told}")), False


def start_isolated(program: str, directory: str) -> Popen[bytes]:
    """This Python, isolated, at `program` in `directory`, which should be empty and private. Raises OSError."""
    flags = ["-I", "-B"] if sys.dont_write_bytecode else ["-I"]
    complaints = None if os.environ.get("VERIFY_REVIEW_DEBUG") else DEVNULL
    command = [sys.executable, *flags, "-c", program, *_search_path()]
    return Popen(command, stdin=PIPE, stdout=PIPE, stderr=complaints, cwd=directory)


def _search_path() -> list[str]:
    """Where else a worker looks for modules, behind Python's own places: where this process does, except the current directory and,
    unless something here came from it, the user's site.
    """
    here = os.path.realpath(os.getcwd())
    own = site.getusersitepackages()
    used = any(str(getattr(module, "__file__", None) or "").startswith(own + os.sep) for module in list(sys.modules.values()))
    entries = [entry for entry in sys.path if os.path.isabs(entry) and os.path.realpath(entry) != here and (used or entry != own)]
    return [*entries, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))]


def _is_stopped(pid: int) -> bool:
    try:
        return os.waitid(os.P_PID, pid, os.WSTOPPED | os.WNOHANG | os.WNOWAIT) is not None
    except (AttributeError, OSError):  # not on every system; or it has ended
        return False


_team: Team | None = None


def team() -> Team:
    """The team of this process. Raises OSError where there can be none."""
    global _team
    if _team is None:
        _team = Team()
    return _team


@atexit.register
def drop() -> None:
    """End the team; the next call starts another."""
    global _team
    if _team is not None:
        _team.close()
        _team = None
