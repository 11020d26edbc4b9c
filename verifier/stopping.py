"""SIGTERM and SIGHUP end a run as Ctrl-C does, and no interrupt is lost."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from types import FrameType

_NAMES = ("SIGTERM", "SIGHUP")
_AGAIN_SECONDS = 0.01
_heard: set[int] = set()


def listen() -> None:
    """From now on these signals raise KeyboardInterrupt, unless they were ignored from the start, as under nohup."""
    for name in _NAMES:
        number = getattr(signal, name, None)
        with contextlib.suppress(ValueError):  # not in the main thread
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, _stop)
                _heard.add(number)
    sys.unraisablehook = _again


def ignore() -> None:
    """What is left is to tidy up, which nothing may disturb."""
    for number in _heard:
        signal.signal(number, signal.SIG_IGN)


def number_of(interrupt: KeyboardInterrupt) -> int:
    """The signal that raised it."""
    return interrupt.args[0] if interrupt.args else signal.SIGINT


def _stop(number: int, _frame: FrameType | None) -> None:
    ignore()
    raise KeyboardInterrupt(number)


def _again(lost: sys.UnraisableHookArgs) -> None:
    """Called with what is raised where nothing can be, as in a weak reference's callback. An interrupt comes once more, a little later."""
    if not isinstance(lost.exc_value, KeyboardInterrupt):
        sys.__unraisablehook__(lost)
        return
    from threading import Timer

    number = number_of(lost.exc_value)
    signal.signal(number, signal.default_int_handler if number == signal.SIGINT else _stop)
    later = Timer(_AGAIN_SECONDS, os.kill, (os.getpid(), number))
    later.daemon = True
    later.start()
