"""Running analyses in worker processes with limits, so that no file can take the run down."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from verifier.facts import analyses
from verifier.facts.failure import Failure
from verifier.facts.nesting import harmless
from verifier.model import Reason

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

FEW = 40
"""Fewer harmless files than this are analysed in the process itself: workers take longer to start."""

MEMORY_BYTES = 2_000_000_000
SECONDS = 30
"""Limits of a worker: address space, and processor time for one file, which nothing comes near that is not refused for its size."""

_GRACE = 1.0
_CHUNK_BYTES = 200_000
_CHUNK_FILES = 25
_MAX_WORKERS = 8


class Task(NamedTuple):
    analysis: str
    language: str
    path: str
    data: bytes


Submitted = tuple[list[int], "list[Outcome] | None"]
Outcome = tuple[bytes, bool]  # encoded fact or failure, whether it may be kept


def run_all(tasks: Sequence[Task], jobs: int = 0) -> Iterator[tuple[int, Outcome]]:
    """The outcome of every task by its index, in any order. `jobs` is the most worker processes; 0 means one a processor."""
    workers = min(jobs or _processors(), _MAX_WORKERS, max(1, len(tasks) // 10))
    local = [index for index, task in enumerate(tasks) if harmless(task.data)] if len(tasks) < FEW or jobs == 1 else []
    here = set(local)
    away = [index for index in range(len(tasks)) if index not in here]
    for index in local:
        yield index, _outcome(tasks[index])
    if away:
        yield from _isolated(tasks, away, workers)


def _outcome(task: Task) -> Outcome:
    fact, keep = analyses.run(*task)
    return analyses.encode(task.analysis, fact), keep


def _isolated(tasks: Sequence[Task], indexes: Sequence[int], workers: int) -> Iterator[tuple[int, Outcome]]:
    """Outcomes from worker processes. When one dies, the files it may have had are tried one by one, and the culprit fails."""
    pool = _Workers.get(workers)
    if pool is None:  # no processes to be had: better an answer with less protection
        for index in indexes:
            yield index, _outcome(tasks[index])
        return
    waiting = list(_chunks(tasks, indexes))
    while waiting:
        lost: list[list[int]] = []
        for chunk, outcomes in _submit(pool, tasks, waiting):
            if outcomes is None:
                lost.append(chunk)
            else:
                yield from zip(chunk, outcomes, strict=True)
        if not lost:
            return
        doubtful, waiting = lost[: workers + 1], lost[workers + 1 :]  # only the first few can have been under way
        if sum(map(len, doubtful)) == 1:
            yield doubtful[0][0], _dead(tasks[doubtful[0][0]])
            doubtful = []
        for index in (index for chunk in doubtful for index in chunk):
            alone = _Workers.get(workers)
            for chunk, outcomes in _submit(alone, tasks, [[index]]) if alone is not None else [([index], None)]:
                yield chunk[0], outcomes[0] if outcomes else _dead(tasks[index])
        pool = _Workers.get(workers) or pool


def _submit(pool: ProcessPoolExecutor, tasks: Sequence[Task], chunks: Sequence[list[int]]) -> Iterator[Submitted]:
    """Every chunk with its outcomes, None when the pool broke before it was done."""
    from concurrent.futures.process import BrokenProcessPool

    futures: list[tuple[list[int], Future[list[Outcome]] | None]] = []
    for chunk in chunks:
        try:
            futures.append((chunk, pool.submit(_work, [tasks[index] for index in chunk])))
        except (BrokenProcessPool, RuntimeError):
            futures.append((chunk, None))
    for chunk, future in futures:
        try:
            yield chunk, future.result() if future is not None else None
        except (BrokenProcessPool, OSError):
            _Workers.drop()
            yield chunk, None


def _dead(task: Task) -> Outcome:
    failure = Failure(Reason.TOO_LARGE, "its parser ran out of stack, memory or time and was stopped")
    return analyses.encode(task.analysis, failure), False


def _chunks(tasks: Sequence[Task], indexes: Sequence[int]) -> Iterator[list[int]]:
    chunk: list[int] = []
    size = 0
    for index in indexes:
        chunk.append(index)
        size += len(tasks[index].data)
        if size > _CHUNK_BYTES or len(chunk) == _CHUNK_FILES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _processors() -> int:
    with contextlib.suppress(AttributeError):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Workers:
    """The pool of the process, kept between calls because starting one takes longer than most of its work."""

    pool: ProcessPoolExecutor | None = None
    size = 0
    unusable = False

    @classmethod
    def get(cls, workers: int) -> ProcessPoolExecutor | None:
        """A working pool of at least `workers`; None where processes can't be started."""
        if cls.pool is not None and cls.size < workers:
            cls.drop()
        if cls.pool is None and not cls.unusable:
            cls.pool, cls.size = cls._start(workers), workers
            cls.unusable = cls.pool is None
        return cls.pool

    @classmethod
    def drop(cls) -> None:
        if cls.pool is not None:
            cls.pool.shutdown(wait=False, cancel_futures=True)
            cls.pool = None

    @staticmethod
    def _start(workers: int) -> ProcessPoolExecutor | None:
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor
        from concurrent.futures.process import BrokenProcessPool

        try:
            pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_limit)
            pool.submit(os.getpid).result(timeout=60)
        except (OSError, ImportError, NotImplementedError, BrokenProcessPool, RuntimeError, TimeoutError):
            return None
        return pool


def _limit() -> None:
    """Set a worker's limits. Interrupts are the parent's business."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(AttributeError, ValueError):
        signal.signal(signal.SIGVTALRM, _out_of_time)


def _out_of_time(_signal: int, _frame: object) -> None:
    raise TimeoutError(f"took more than {SECONDS} seconds of processor time")


def _work(tasks: list[Task]) -> list[Outcome]:
    return [_timed(task) for task in tasks]


def _timed(task: Task) -> Outcome:
    """One outcome. When its time is up Python code gets an exception; a parser in C, which sees none, soon ends with its process."""
    import signal

    if not hasattr(signal, "setitimer"):
        return _outcome(task)
    signal.setitimer(signal.ITIMER_PROF, SECONDS + _GRACE)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        return _outcome(task)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.setitimer(signal.ITIMER_PROF, 0)
