"""What a rule may read, counted: the same on every machine, as no clock is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from verifier.repository.snapshot import Entry, Snapshot, Unreadable

BYTES_PER_RULE = 2_000_000_000
"""What a rule may read for one report: about a minute of work. Five hundred claims about a repository of 10 MB take up to 100 MB."""

BYTES_PER_FILE = 4_000
"""What asking for a file counts, besides its bytes."""


class OutOfBudget(Exception):
    """A rule would read more than it may; the message says how much that is."""


class Meter:
    """Bytes read, by whoever is charged for them. Nobody is at first: what is read then is free."""

    def __init__(self, limit: int = BYTES_PER_RULE) -> None:
        self.limit = limit
        self.spent: dict[str, int] = {}
        self._reader = ""

    def charge(self, reader: str) -> None:
        """Charge `reader` for what is read from now on; "" for nobody. Raises OutOfBudget if it has nothing left."""
        self._reader = reader
        self.count(0)

    def count(self, size: int) -> None:
        """Raises OutOfBudget."""
        if self._reader:
            spent = self.spent[self._reader] = self.spent.get(self._reader, 0) + size
            if spent > self.limit:
                raise OutOfBudget(f"rule '{self._reader}' would read more than the {self.limit:,} bytes that a rule may")


class MeteredSnapshot(Snapshot):
    """A snapshot whose reads are counted, those of what was read before too: no cache moves the limit."""

    def __init__(self, snapshot: Snapshot, meter: Meter) -> None:
        self._snapshot, self._meter = snapshot, meter
        self.revision, self.description, self.notes = snapshot.revision, snapshot.description, snapshot.notes

    def entries(self) -> Mapping[str, Entry]:
        return self._snapshot.entries()

    def read(self, path: str) -> bytes:
        self._meter.count(BYTES_PER_FILE)
        data = self._snapshot.read(path)
        self._meter.count(len(data))
        return data

    def read_many(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | Unreadable]]:
        for path, data in self._snapshot.read_many(paths):
            self._meter.count(BYTES_PER_FILE + (len(data) if isinstance(data, bytes) else 0))
            yield path, data

    def stamp(self) -> bytes | None:
        return self._snapshot.stamp()

    def directories(self) -> frozenset[str]:
        return self._snapshot.directories()

    def pruned(self) -> frozenset[str]:
        return self._snapshot.pruned()

    def unlisted(self) -> frozenset[str]:
        return self._snapshot.unlisted()

    def exists(self, path: str) -> bool:
        return self._snapshot.exists(path)

    def is_directory(self, path: str) -> bool:
        return self._snapshot.is_directory(path)

    def beyond(self, path: str) -> Unreadable | None:
        return self._snapshot.beyond(path)

    def withheld(self, path: str) -> str:
        return self._snapshot.withheld(path)

    def blob_id(self, path: str) -> str:
        return self._snapshot.blob_id(path)

    def content_key(self, path: str) -> str:
        return self._snapshot.content_key(path)
