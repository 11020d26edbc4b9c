"""A progress line on standard error, for terminals and long work only."""

from __future__ import annotations

import sys
import time
from typing import TextIO

from verifier.output.escape import crop, escape

_QUIET_SECONDS = 0.7  # short work shows nothing
_REDRAW_SECONDS = 0.1
_BAR = 24


class Progress:
    """Call it with a stage, how much is done, and of how much; `clear` takes the line away."""

    def __init__(self, name: str, stream: TextIO | None = None) -> None:
        self.name = name
        self.stream = stream or sys.stderr
        self.drawn = False
        self._next = time.monotonic() + _QUIET_SECONDS

    def __call__(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now < self._next or total <= 0:
            return
        self._next = now + _REDRAW_SECONDS
        filled = min(_BAR, _BAR * done // total)
        line = f"{escape(self.name)} [{'#' * filled}{'.' * (_BAR - filled)}] {done}/{total} {escape(stage)}"
        self._write(f"\r\x1b[2K{crop(line, 100)}")
        self.drawn = True

    def clear(self) -> None:
        if self.drawn:
            self._write("\r\x1b[2K")
            self.drawn = False

    def _write(self, text: str) -> None:
        try:
            self.stream.write(text)
            self.stream.flush()
        except (OSError, ValueError):  # nobody watches any more
            self._next = float("inf")


def wanted() -> bool:
    """Whether anybody can see it."""
    return sys.stderr is not None and sys.stderr.isatty()
