"""What a rule may read, counted: the same on every machine, as no clock is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from verifier.repository.snapshot import MAX_FILE_BYTES, Entry, Snapshot, Unreadable, blob_id

BYTES_PER_RULE = 2_000_000_000
"""What a rule may read for one report: about a minute of work. Five hundred claims about a repository of 10 MB take up to 100 MB."""

BYTES_PER_FILE = 4_000
"""What asking for a file counts, besides its bytes."""


MEGABYTE = 1_000_000
BUDGET = 4_000 * MEGABYTE
"""What a run may do for one report, unless it is told otherwise; a hundred claims about Django take 100 MB."""


class OutOfBudget(Exception):
    """A rule, or a run, would do more than it may; the message says how much that is."""


class Budget:
    """What a run does for one report, in bytes: each file once for each use that is made of it.

    How often a use is made, by which claim, and whether an earlier run kept what came of it, changes nothing: so the same claims are
    left out on every machine, with any number of processes, with and without a cache.
    """

    def __init__(self, limit: int = BUDGET) -> None:
        self.limit, self.spent = limit, 0
        self._made: set[tuple[str, ...]] = set()

    def count(self, use: str, tree: str, path: str, size: int) -> None:
        """Raises OutOfBudget; what does not fit is not counted, so that a smaller file may still do."""
        made = (use, tree, path)
        if made in self._made or (use == "imports" and ("outline", tree, path) in self._made):  # they are a part of it
            return
        cost = BYTES_PER_FILE + size
        if self.spent + cost > self.limit:
            raise OutOfBudget(f"to look it up would take more than the run's budget of {self.limit // MEGABYTE:,} MB of work (--budget)")
        self.spent += cost
        self._made.add(made)


class Meter:
    """Bytes read, by whoever is charged for them. Nobody is at first: what is read then is free."""

    def __init__(self, limit: int = BYTES_PER_RULE) -> None:
        self.limit = limit
        self.budget = Budget()
        self.spent: dict[str, int] = {}
        self._reader = ""

    @property
    def charging(self) -> bool:
        return bool(self._reader)

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


_HELD_BYTES = 100_000_000
_HELD_FILE = 1_000_000


class MeteredSnapshot(Snapshot):
    """A snapshot of which every file is read once, while they fit in memory.

    Reads are counted, those of what was read before too: no cache moves the limit.
    """

    def __init__(self, snapshot: Snapshot, meter: Meter) -> None:
        self._snapshot, self._meter = snapshot, meter
        self._held: dict[str, bytes] = {}
        self._room = _HELD_BYTES
        self.revision, self.description, self.notes = snapshot.revision, snapshot.description, snapshot.notes

    def entries(self) -> Mapping[str, Entry]:
        return self._snapshot.entries()

    def count_use(self, use: str, paths: Iterable[str]) -> None:
        if self._meter.charging:
            entries, tree = self.entries(), self.revision or ""
            for path in paths:
                entry = entries.get(path)
                size = entry.size if entry is not None and 0 < entry.size <= MAX_FILE_BYTES else 0
                self._meter.budget.count(use, tree, path, size)

    def read(self, path: str) -> bytes:
        self.count_use("read", (path,))
        self._meter.count(BYTES_PER_FILE)
        data = self._held.get(path)
        if data is None:
            data = self._snapshot.read(path)
            self._hold(path, data)
        self._meter.count(len(data))
        return data

    def read_many(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | Unreadable]]:
        wanted = list(paths)
        self.count_use("read", wanted)
        missing = {path for path in wanted if path not in self._held}
        found = iter(self._snapshot.read_many(path for path in wanted if path in missing))
        for path in wanted:
            data = next(found)[1] if path in missing else self._held[path]
            if isinstance(data, bytes):
                self._hold(path, data)
            self._meter.count(BYTES_PER_FILE + (len(data) if isinstance(data, bytes) else 0))
            yield path, data

    def _hold(self, path: str, data: bytes) -> None:
        if path not in self._held and len(data) <= min(_HELD_FILE, self._room):
            self._held[path] = data
            self._room -= len(data)

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
        held = self._held.get(path)
        return self._snapshot.content_key(path) if held is None else blob_id(held)
