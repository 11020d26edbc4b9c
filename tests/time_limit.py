"""Limits of processor time, so that what would never end fails instead."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


class Overrun(BaseException):  # no handling of errors may hold it up
    """What ran did not end in time."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Ends its block with `Overrun` after so much processor time. Regular expressions look at signals, so they end, too."""

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise Overrun(f"still running after {seconds:g} s of processor time")

    before = signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def least_seconds(run: Callable[[], object], enough: float, most: int = 5) -> float:
    """Processor seconds of the quickest of some runs, the last when one takes less than `enough`: a busy machine slows any one of them."""
    spent: list[float] = []
    while len(spent) < most and not (spent and spent[-1] < enough):
        began = time.process_time()
        run()
        spent.append(time.process_time() - began)
    return min(spent)
