"""What a sweep has written: `results.jsonl`, a line for each report, and `plan.jsonl`, which reports belong to it and in which order.

A line is written at once, line end last. So whenever a run is killed, all lines that end are whole, and the next run drops the rest.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from verifier.sweep.records import Line, Planned

RESULTS, PLAN, EARLIER = "results.jsonl", "plan.jsonl", "earlier.jsonl"
_T = TypeVar("_T", Line, Planned)


class ResultsError(Exception):
    """Results that can't be read or written; the message is for people."""


class Results:
    """A directory of results, for one run at a time. Use it in `with`."""

    def __init__(self, directory: Path) -> None:
        """Raises ResultsError: it can't be written, or another run is at work there."""
        self.directory = directory
        self.done: set[str] = set()  # the keys of the reports that have a line
        try:
            directory.mkdir(parents=True, exist_ok=True)
            self._lock = _lock(directory)
            self._file = (directory / RESULTS).open("ab")
        except BlockingIOError:
            raise ResultsError(f"{directory}: another sweep is at work there") from None
        except OSError as error:
            raise ResultsError(f"can't write into {directory}: {error.strerror or error}") from error

    def __enter__(self) -> Results:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        if self._lock is not None:
            os.close(self._lock)

    def begin(self, plan: Sequence[Planned], again: bool) -> int:
        """Keeps what earlier runs found of the plan's reports, without errors if `again`; returns how many. Raises ResultsError.

        Lines of other reports, revisions, texts or versions go to `earlier.jsonl`.
        """
        wanted = {planned.key for planned in plan}
        kept: dict[str, bytes] = {}
        others: list[bytes] = []
        for _, line, raw in read_lines(self.directory / RESULTS, Line):
            if line.key not in wanted:
                others.append(raw)
            elif not (again and line.error):
                kept[line.key] = raw
        with _told(self.directory):
            if others:
                with (self.directory / EARLIER).open("ab") as file:
                    file.writelines(others)
            _replace(self.directory / PLAN, (msgspec.json.encode(planned) + b"\n" for planned in plan))
            self._file.close()
            _replace(self.directory / RESULTS, kept.values())
            self._file = (self.directory / RESULTS).open("ab")
        self.done = set(kept)
        return len(kept)

    def add(self, line: Line) -> None:
        """Raises ResultsError."""
        with _told(self.directory):
            self._file.write(msgspec.json.encode(line) + b"\n")
            self._file.flush()
        self.done.add(line.key)


def stored(directory: Path) -> Iterator[tuple[Planned, Line | None]]:
    """Every report of a sweep in the manifest's order, with its line, or None where it has none yet. Raises ResultsError."""
    plan = [planned for _, planned, _ in read_lines(directory / PLAN, Planned)]
    if not plan:
        raise ResultsError(f"{directory}: there are no results of a sweep (no {PLAN})")
    places = {line.key: at for at, line, _ in read_lines(directory / RESULTS, Line)}
    with _told(directory), (directory / RESULTS).open("rb") as file:
        for planned in plan:
            at = places.get(planned.key)
            if at is None:
                yield planned, None
                continue
            file.seek(at)
            yield planned, msgspec.json.decode(file.readline(), type=Line)


def read_lines(path: Path, kind: type[_T]) -> Iterator[tuple[int, _T, bytes]]:
    """Where each whole line of a file begins, what it says, and its bytes; none where there is no file. Raises ResultsError.

    A last line that does not end is left out.
    """
    if not path.exists():
        return
    at = 0
    with _told(path), path.open("rb") as file:
        for number, raw in enumerate(file, 1):
            if not raw.endswith(b"\n"):
                return
            try:
                line = msgspec.json.decode(raw, type=kind)
            except (msgspec.DecodeError, UnicodeDecodeError):
                raise ResultsError(f"{path}:{number}: not of a sweep, or damaged: delete that line, or name another directory") from None
            yield at, line, raw
            at += len(raw)


def _replace(path: Path, lines: Iterable[bytes]) -> None:
    """A file with these lines in the place of what was there, at once. Raises OSError."""
    fresh = path.with_name(f".{path.name}.new")
    with fresh.open("wb") as file:
        file.writelines(lines)
    os.replace(fresh, path)


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ResultsError(f"{path}: {error.strerror or error}") from error


def _lock(directory: Path) -> int | None:
    """A lock that goes with the process; None where there are none. Raises BlockingIOError when another holds it."""
    try:
        import fcntl
    except ImportError:
        return None
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise
    except OSError:  # a file system without locks
        os.close(descriptor)
        return None
    return descriptor
