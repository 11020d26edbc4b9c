"""A last resort against what does not end: a clock that rings in the midst of a regular expression, too. It decides no verdict.

What rings is an error, of the one claim that took too long or of the whole report.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

REPORT_SECONDS = 600
"""What one report may take; ordinary ones take seconds."""

CLAUSE_SECONDS, CLAIM_SECONDS = 20, 240
"""Processor time that one rule may take to read a clause or a block, and to check a claim."""

_TICK = 2.0


class Overrun(Exception):
    """One step took longer than it may."""


class OutOfTime(BaseException):
    """A report took longer than it may. No rule's own handling of errors holds it up."""


class Watch:
    """What is being done, as a number that changes with each step, and how long it may take; read when the clock ticks."""

    def __init__(self) -> None:
        self._step = 0
        self._allowed: float | None = None
        self._seen = (0, 0.0)  # the step at the last tick, and the processor time at the first tick that saw it
        self._until, self._whole = 0.0, 0.0

    def step(self, allowed: float | None = None) -> None:
        """Another step begins, which may take so much processor time; None for as much as there is."""
        self._step += 1
        self._allowed = allowed

    @contextmanager
    def report(self, seconds: float | None = None) -> Iterator[None]:
        """Within, steps and the whole are bounded, the whole by REPORT_SECONDS unless it is to take less, in the main thread and
        where there is such a clock. Raises OutOfTime."""
        if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
            yield
            return
        self._whole = REPORT_SECONDS if seconds is None else seconds
        self._until = time.monotonic() + self._whole
        before = signal.signal(signal.SIGALRM, self._tick)
        signal.setitimer(signal.ITIMER_REAL, _TICK, _TICK)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
            self.step()

    def _tick(self, _signal: int, _frame: FrameType | None) -> None:
        if time.monotonic() >= self._until:
            raise OutOfTime(f"not verified within {self._whole:g} seconds; split it, or select fewer rules with --select")
        spent = time.process_time()
        if self._seen[0] != self._step:
            self._seen = (self._step, spent)
        elif self._allowed is not None and spent - self._seen[1] > self._allowed:
            self._seen = (0, spent)
            raise Overrun(f"did not end within {self._allowed:g} seconds of processor time")


WATCH = Watch()
"""The one of this process."""
