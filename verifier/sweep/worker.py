"""An engine's process: reads requests from standard input and answers each in turn. `host` starts it.

Its parent holds the other end: when that goes, however it ends, the input ends, and the process with it.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import struct
import sys
import threading
import time
from queue import Empty, SimpleQueue

import msgspec

from verifier.sweep.records import Check, Expand

SIZE = struct.Struct(">Q")
"""The head of an answer: its size."""

IDLE_SECONDS = 120.0
"""With nothing to do for so long it leaves: a cluster of the user's outlives the sweep."""

_GRACE_SECONDS = 2.0  # to remove what is temporary


def main() -> None:
    """Work until the parent goes, or has nothing more to do."""
    from verifier.sweep.work import answered

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    signal.signal(signal.SIGTERM, _leave)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is printed is no answer
    requests: SimpleQueue[Expand | Check] = SimpleQueue()
    threading.Thread(target=_receive, args=(requests,), daemon=True).start()
    while True:
        try:
            request = requests.get(timeout=IDLE_SECONDS)
        except Empty:
            return
        encoded = msgspec.msgpack.encode(answered(request))
        answers.write(SIZE.pack(len(encoded)) + encoded)
        answers.flush()


def _receive(requests: SimpleQueue[Expand | Check]) -> None:
    """Takes in what is sent, also while a report is checked, and so sees at once when the parent goes."""
    try:
        while True:
            requests.put(pickle.load(sys.stdin.buffer))  # written by the parent
    finally:
        main_thread = threading.main_thread().ident
        with contextlib.suppress(AttributeError, ValueError, OSError):
            if main_thread is not None:
                signal.pthread_kill(main_thread, signal.SIGTERM)  # wakes it, wherever it waits
                time.sleep(_GRACE_SECONDS)
        os._exit(0)


def _leave(_signal: int, _frame: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # nothing is to disturb what is tidied up
    sys.exit(0)
