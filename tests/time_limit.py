"""A limit of processor time, so that what would never end fails instead."""

from __future__ import annotations

import signal
from collections.abc import Iterator
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
