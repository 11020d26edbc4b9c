"""What `git log`, `git show` and `git diff` print, read into data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

FORMAT = "--format=%x01%H %cI %P"
RAW = ("--raw", "--no-abbrev", "-z")
_CHANGE = re.compile(r":(\d{6}) (\d{6}) ([0-9a-f]+) ([0-9a-f]+) ([A-Z])\d*")


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: full id, first parent (None for a root), committer date as ISO 8601."""

    id: str
    parent: str | None
    date: str

    @property
    def short(self) -> str:
        return self.id[:8]


@dataclass(frozen=True, slots=True)
class Change:
    """What a commit did to one file: `status` A (added), M (changed), D (removed), R (moved here from `before`); ids of the blobs."""

    old: str
    new: str
    status: str
    path: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What one commit did to one file; `status` and `before` as of a `Change`."""

    commit: Commit
    status: str
    path: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """How two commits differ: files, moved ones once, and lines added and removed."""

    files: int
    added: int
    removed: int


def commits(out: bytes) -> list[tuple[Commit, list[Change]]]:
    """The commits of a log made with `FORMAT`, and `RAW` for their changes, newest first."""
    found = []
    for record in out.decode("utf-8", "surrogateescape").split("\x01")[1:]:
        head, *rest = re.split("[\0\n]", record, maxsplit=1)
        name, date, *parents = head.split(" ")
        told = list(changes(rest[0])) if rest else []
        found.append((Commit(name, parents[0] if parents and parents[0] else None, date), told))
    return found


def changes(out: str) -> Iterator[Change]:
    """The changes that `RAW` tells; what was copied is added."""
    fields = iter(out.split("\0"))
    for field in fields:
        match = _CHANGE.fullmatch(field.lstrip("\n"))
        if match is None:
            continue
        first = next(fields, "")
        path = next(fields, "") if match[5] in "RC" else first
        yield Change(match[3], match[4], "A" if match[5] == "C" else match[5], path, first if match[5] == "R" else "")


def lines(out: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lines that the difference of one file, made with `-U0`, adds and those that it removes."""
    text = out.decode("utf-8", "replace").partition("\n@@")[2].split("\n")
    added, removed = (tuple(line[1:] for line in text if line.startswith(sign)) for sign in "+-")
    return added, removed


def difference(out: bytes) -> Difference | None:
    """The sums of `diff --numstat`; None where it tells of no file."""
    counts = [row[:2] for line in out.decode("utf-8", "replace").splitlines() if len(row := line.split("\t")) == 3]
    added, removed = (sum(int(count[at]) for count in counts if count[at].isdigit()) for at in (0, 1))
    return Difference(len(counts), added, removed) if counts else None
