"""A worker process: analyses the files that it is sent, within limits. `team` starts it.

It reads lists of tasks from standard input and answers each task in turn. Its parent holds the other end, so when that goes,
however it ends, the input ends, and the worker with it.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import struct
import sys
import threading
from queue import SimpleQueue
from typing import NamedTuple

from verifier.collecting import unhurried
from verifier.facts import analyses, nesting

MEMORY_BYTES = 2_000_000_000
SECONDS = 30
"""Limits of a worker: address space, and processor time for one file, which nothing comes near that is not refused for its size."""

_GRACE = 1.0
READY = b"\n"
ANSWER = struct.Struct(">?Q")
"""The head of an answer: whether it may be kept, and its size."""


class Task(NamedTuple):
    analysis: str
    language: str
    path: str
    data: bytes


Outcome = tuple[bytes, bool]  # encoded fact or failure, whether it may be kept


def main() -> None:
    """Work until the parent goes."""
    unhurried()
    _limit()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a parser prints is no answer
    tasks: SimpleQueue[Task] = SimpleQueue()
    threading.Thread(target=_receive, args=(tasks,), daemon=True).start()
    answers.write(READY)
    while True:
        answers.flush()
        encoded, keep = _timed(tasks.get())
        answers.write(ANSWER.pack(keep, len(encoded)) + encoded)


def harmless(task: Task) -> bool:
    """Whether a task can be done without limits."""
    return not analyses.analysis_of(task.analysis).apart and nesting.harmless(task.data)


def outcome(task: Task) -> Outcome:
    """What an analysis yields, without limits: for what is harmless."""
    fact, keep = analyses.run(*task)
    return analyses.encode(task.analysis, fact), keep


def _receive(tasks: SimpleQueue[Task]) -> None:
    """Takes in all that is sent, also while a file is analysed, and so sees at once when the parent goes."""
    try:
        while True:
            for task in pickle.load(sys.stdin.buffer):  # written by the parent
                tasks.put(task)
    finally:
        os._exit(0)


def _limit() -> None:
    """Set the limits. Interrupts are the parent's business."""
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


def _timed(task: Task) -> Outcome:
    """One outcome. When its time is up Python code gets an exception; a parser in C, which sees none, soon ends with its process."""
    import signal

    if not hasattr(signal, "setitimer"):
        return outcome(task)
    signal.setitimer(signal.ITIMER_PROF, SECONDS + _GRACE)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        return outcome(task)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.setitimer(signal.ITIMER_PROF, 0)
