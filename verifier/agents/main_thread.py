"""Jobs that a server has done in the main thread, where alone the clocks ring that end what does not end (`watch.py`)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Thread
from typing import TypeVar

T = TypeVar("T")


class MainThread:
    """Does one job after the other, while a server in a thread of its own stays able to answer."""

    def __init__(self) -> None:
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._failure: BaseException | None = None

    async def do(self, job: Callable[[], T]) -> T:
        """What `job` returns or raises; called by the server. A job that nobody waits for any more is not begun."""
        future: Future[T] = Future()

        def run() -> None:
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(job())
                except Exception as error:
                    future.set_exception(error)

        self._jobs.put(run)
        return await asyncio.wrap_future(future)

    def serve(self, server: Callable[[], None]) -> None:
        """Runs the server until it ends, and does its jobs. Raises what it raised."""

        def run() -> None:
            try:
                server()
            except BaseException as error:
                self._failure = error
            finally:
                self._jobs.put(None)

        Thread(target=run, daemon=True).start()
        while (job := self._jobs.get()) is not None:
            job()
        if self._failure is not None:
            raise self._failure
