"""Standard input and output for a protocol alone: whatever else is printed or read meets neither."""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Iterator
from io import RawIOBase
from threading import Thread
from typing import BinaryIO

_PIECE = 1 << 16
_TELLERS = ("pygls", "mcp", "asyncio", "concurrent.futures")


def quiet() -> None:
    """From now on libraries tell no tracebacks: what a client sends by mistake, and that it has gone, is no defect of ours."""
    for name in _TELLERS:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


@contextlib.contextmanager
def protocol_streams() -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """The two, by descriptors of their own; from now on 0 reads nothing and 1 is standard error, for child processes, too.

    What is read comes through a pipe that ends with the context, so that no thread waits for input when the server is to end.
    """
    source, writes = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    reads, other = os.pipe()
    with os.fdopen(other, "wb", buffering=0) as end:
        Thread(target=_pass_on, args=(source, end), daemon=True).start()
        yield os.fdopen(reads, "rb"), os.fdopen(writes, "wb")


def _pass_on(source: int, end: RawIOBase) -> None:
    with contextlib.suppress(OSError, ValueError), end:
        while piece := os.read(source, _PIECE):
            while piece:
                piece = piece[end.write(piece) or 0 :]
