"""The dask cluster of a sweep: one in this process, or one that exists. What its workers run is `host.ask`."""

from __future__ import annotations

import logging
import os
import platform
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

from verifier.sweep import host
from verifier.sweep.records import Answer, Check, Expand, Failure
from verifier.temporary import PrivateDirectory

if TYPE_CHECKING:
    from distributed import Client, Future

NEEDED = ("distributed", "pyarrow")
_CONNECT_SECONDS = 15


class ClusterError(Exception):
    """There is no cluster to work with; the message is for people."""


def missing() -> tuple[str, ...]:
    """Which packages of the extra are not installed."""
    return tuple(name for name in NEEDED if find_spec(name) is None)


@contextmanager
def connected(jobs: int, scheduler: str | None) -> Iterator[Client]:
    """A client of the cluster at `scheduler`, or of a local one with `jobs` workers (0: one a processor). Raises ClusterError."""
    import dask
    import distributed  # noqa: F401  # its settings are to be there before any is changed, or they go with the change

    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    warnings.filterwarnings("ignore", module=r"distributed\b")
    vars(platform.uname())["processor"] = ""  # dask asks for it, which would run whatever is called "uname"
    try:
        directory = PrivateDirectory()
    except OSError as error:
        raise ClusterError(f"no temporary directory can be made: {error.strerror or error}") from error
    host.begin()
    try:
        settings = {"distributed.worker.profile.enabled": False, "temporary-directory": directory.path}
        with dask.config.set(settings), _remote(scheduler) if scheduler else _local(jobs or _processors()) as client:
            yield client
    finally:
        host.stop()
        directory.remove()


@contextmanager
def _remote(scheduler: str) -> Iterator[Client]:
    from distributed import Client

    try:
        client = Client(scheduler, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise ClusterError(f"--scheduler {scheduler}: no scheduler answers there (such as tcp://host:8786): {error}") from error
    try:
        yield client
    finally:
        client.close()


@contextmanager
def _local(jobs: int) -> Iterator[Client]:
    """Workers are threads, which wait for the processes of `host`: dask's own would be started with the current directory on their path.

    They talk in memory: no port is opened.
    """
    from distributed import Client, Scheduler, SpecCluster, Worker

    class Quiet:
        """Without the web pages, which would listen to the whole network."""

        def start_http_server(self, *_: object, **__: object) -> None:
            pass

    class QuietScheduler(Quiet, Scheduler):
        pass

    class QuietWorker(Quiet, Worker):
        pass

    scheduler = {"cls": QuietScheduler, "options": {"protocol": "inproc://", "dashboard": False}}
    worker = {"cls": QuietWorker, "options": {"protocol": "inproc://", "nthreads": 1, "memory_limit": 0}}
    cluster = SpecCluster(scheduler=scheduler, workers=dict.fromkeys(range(jobs), worker), silence_logs=logging.CRITICAL)
    try:
        client = Client(cluster, set_as_default=False)
        try:
            yield client
        finally:
            host.stop()  # whoever waits for an engine is not waited for
            client.close()
    finally:
        cluster.close()


def answers(client: Client, requests: Sequence[Expand | Check]) -> Iterator[tuple[int, Answer]]:
    """The answer to each request by its index, as they come; begun in the order given."""
    from distributed import as_completed

    waiting: dict[Future[bytes], int] = {}
    for index, request in enumerate(requests):
        waiting[client.submit(host.ask, request, pure=False, priority=-index)] = index
    for future in as_completed(list(waiting), loop=client.loop):
        index = waiting.pop(future)
        yield index, _answer(future)
        future.release()


def _answer(future: Future[bytes]) -> Answer:
    """What came of a future: a worker of somebody's cluster may end, or lack the tool."""
    try:
        return host.decoded(future.result())
    except Exception as error:
        told = " ".join(str(error).split())[:300]
        return Failure("lost", f"no worker of the cluster could do it ({type(error).__name__}: {told})")


def _processors() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1
