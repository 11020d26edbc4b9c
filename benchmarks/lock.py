"""Locks: facts about a report, one a row that starts with its line, kept in NAME.tsv so that a change shows which of them it moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path


def compared(lock: Path, now: Mapping[str, Sequence[str]]) -> int:
    """Print what differs from the lock by report; the exit code."""
    differences = [line for name, rows in now.items() for line in moved(rows, lock / f"{name}.tsv")]
    print("\n".join([*differences, f"{len(now)} reports, {len(differences)} rows moved"]))
    return 1 if differences else 0


def moved(now: Sequence[str], lock: Path) -> Iterator[str]:
    """ "+ row" for what the lock lacks, "- row" for what is no more, in order of lines."""
    before, after = Counter(lock.read_text(encoding="utf-8").splitlines() if lock.exists() else []), Counter(now)
    signed = [(sign, row) for sign, rest in (("-", before - after), ("+", after - before)) for row in rest.elements()]
    yield from (f"{sign} {lock.stem}\t{row}" for sign, row in sorted(signed, key=lambda item: int(item[1].split("\t")[0])))


def written(lock: Path, now: Mapping[str, Sequence[str]]) -> int:
    """Write the lock; the exit code."""
    lock.mkdir(exist_ok=True)
    for name, rows in now.items():
        (lock / f"{name}.tsv").write_text("\n".join([*rows, ""]), encoding="utf-8")
    print(f"{len(now)} reports written")
    return 0
