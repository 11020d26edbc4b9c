"""Running analyses in worker processes with limits, so that no file can take the run down."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Generator, Iterator, Sequence

from verifier.facts.worker import Outcome, Task, harmless, outcome

__all__ = ["Outcome", "Task", "run_all"]

FEW = 40
"""Fewer harmless files than this are analysed in the process itself: workers take longer to start."""

_CHUNK_BYTES = 200_000
_CHUNK_FILES = 25
_MAX_WORKERS = 8


def run_all(tasks: Sequence[Task], jobs: int = 0) -> Generator[tuple[int, Outcome], None, None]:
    """The outcome of every task by its index, in any order. `jobs` is the most worker processes; 0 means one a processor."""
    workers = min(jobs or _processors(), _MAX_WORKERS, max(1, len(tasks) // 10))
    local = [index for index, task in enumerate(tasks) if harmless(task)] if len(tasks) < FEW or jobs == 1 else []
    here = set(local)
    away = [index for index in range(len(tasks)) if index not in here]
    for index in local:
        yield index, outcome(tasks[index])
    if away:
        yield from _isolated(tasks, away, workers)


def _isolated(tasks: Sequence[Task], indexes: Sequence[int], workers: int) -> Iterator[tuple[int, Outcome]]:
    """Outcomes from worker processes, each with a thread that waits for it."""
    from concurrent.futures import ThreadPoolExecutor

    from verifier.facts import team

    try:
        crew = team.team()
        workers = crew.grow(workers)
    except OSError:
        workers = 0
    if not workers:
        yield from ((index, team.without_worker(tasks[index])) for index in indexes)
        return
    chunks = list(_chunks(tasks, indexes))
    threads = ThreadPoolExecutor(workers)
    waiting = [threads.submit(crew.outcomes, [tasks[index] for index in chunk]) for chunk in chunks]
    try:
        for chunk, outcomes in zip(chunks, waiting, strict=True):
            yield from zip(chunk, outcomes.result(), strict=True)
    except BaseException:  # what is under way is of no use any more
        team.drop()
        raise
    finally:
        threads.shutdown(wait=False, cancel_futures=True)


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
