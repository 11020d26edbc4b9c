"""Facts kept between runs: one SQLite file in the user's cache directory, keyed by git blob id.

Whatever goes wrong with it costs speed only. Where it can't be used (no home, read-only, locked) the run does without; a file
that is damaged, or another program's, makes room for a new one. Each fact is sealed, so that none is believed that was damaged
where SQLite doesn't see it.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import sqlite3

V = TypeVar("V")
W = TypeVar("W")

LIMIT_BYTES = 400_000_000
"""Above this size the oldest half of the facts is dropped."""

SMALL_BYTES = 10_000_000
"""A file below this size is checked whole when it is opened (some milliseconds); of a larger one, what is read of it."""

_FILE = "facts-1.sqlite"  # the number is the table's layout
_TABLE = "CREATE TABLE facts (analysis TEXT, blob BLOB, fact BLOB, PRIMARY KEY (analysis, blob))"
_SCHEMA = [("table", "facts", _TABLE), ("index", "sqlite_autoindex_facts_1", None)]
_SEAL_BYTES = 16
_BUSY_SECONDS = 0.5
_MANY = 500  # SQLite's oldest limit on parameters is 999


def cache_directory() -> Path | None:
    """Where the cache lies: `VERIFY_REVIEW_CACHE_DIR`, else the user's cache directory; None when there is no home."""
    given = os.environ.get("VERIFY_REVIEW_CACHE_DIR")
    if given:
        return Path(given)
    try:
        found = _caches() / "verify-review"
    except (OSError, RuntimeError):
        return None
    return found if found.is_absolute() else None


def _caches() -> Path:
    """Where users' caches lie on this system. Raises RuntimeError without a home."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def open_cache(directory: Path | None = None) -> FactCache | None:
    """The cache in `directory` (default: the user's), or None when there is nowhere to keep one."""
    directory = directory or cache_directory()
    return FactCache(directory / _FILE) if directory is not None else None


class FactCache:
    """Encoded facts by (blob id, analysis key). Opened at the first use; never raises."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.usable = True
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None  # device and inode of what was opened
        self._replaced = False

    def get(self, analysis: str, blobs: Sequence[bytes]) -> Mapping[bytes, bytes]:
        """The encoded facts that are known for `blobs` (binary ids)."""
        return (self._try(lambda connection: _read(connection, analysis, blobs)) if blobs else None) or {}

    def put(self, analysis: str, facts: Iterable[tuple[bytes, bytes]]) -> None:
        """Keep encoded facts, in one transaction."""
        rows = [(analysis, blob, _sealed(analysis, blob, fact)) for blob, fact in facts]

        def insert(connection: sqlite3.Connection) -> None:
            with connection:
                connection.executemany("INSERT OR REPLACE INTO facts (analysis, blob, fact) VALUES (?, ?, ?)", rows)
            self._prune(connection)

        self._try(insert)

    def recall(self, table: str, key: bytes, kind: type[V]) -> V | None:
        """One value of type `kind` that was kept; None when there is none, or it is damaged."""
        data = self.get(table, [key]).get(key)
        if data is None:
            return None
        import msgspec

        try:
            return msgspec.msgpack.decode(data, type=kind)
        except ValueError:  # msgspec's errors are ValueErrors
            return None

    def keep(self, table: str, key: bytes, value: object) -> None:
        """Keep one value of plain data, unless it holds a name that is no text."""
        import msgspec

        with contextlib.suppress(UnicodeEncodeError):
            self.put(table, [(key, msgspec.msgpack.encode(value))])

    def close(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(Exception):
                self._connection.close()
            self._connection = None

    def _try(self, work: Callable[[sqlite3.Connection], W]) -> W | None:
        """The result of `work`; None where the cache can't be used. What is damaged is replaced, once in a run."""
        while self.usable:
            try:
                self._connection = self._connection or self._connect()
                return work(self._connection)
            except Exception as error:  # over a damaged file sqlite3 raises others than its own, too: UnicodeDecodeError, MemoryError
                self.close()
                self.usable = not self._replaced and self._replace(error)
                self._replaced = True
        return None

    def _connect(self) -> sqlite3.Connection:
        import sqlite3

        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._file = _identity(self.path)
        if self._file is not None and not self.path.is_file():
            raise sqlite3.DatabaseError("not a file")  # a pipe would block
        connection = sqlite3.connect(self.path, timeout=_BUSY_SECONDS, check_same_thread=False)
        self._connection = connection  # so that it is closed if the rest fails
        self._file = _identity(self.path)
        connection.execute("PRAGMA synchronous = OFF")  # a damaged cache is only a slow one
        connection.execute("PRAGMA trusted_schema = OFF")
        query = "SELECT type, name, sql FROM sqlite_master"
        if not connection.execute(query).fetchall():
            with connection:
                connection.execute(_TABLE.replace("TABLE", "TABLE IF NOT EXISTS", 1))
        if connection.execute(query).fetchall() != _SCHEMA:
            raise sqlite3.DatabaseError("another program's file")
        if self.path.stat().st_size < SMALL_BYTES and connection.execute("PRAGMA integrity_check(1)").fetchall() != [("ok",)]:
            raise sqlite3.DatabaseError("damaged where it would not be seen")
        return connection

    def _prune(self, connection: sqlite3.Connection) -> None:
        pages, free, size = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size"))
        if (pages - free) * size > LIMIT_BYTES:
            with connection:
                connection.execute("DELETE FROM facts WHERE rowid <= (SELECT (min(rowid) + max(rowid)) / 2 FROM facts)")

    def _replace(self, error: Exception) -> bool:
        """Make room for a new file, unless the old one is only busy, or not ours to write; returns whether there is room."""
        if any(word in str(error) for word in ("locked", "is full")) or _identity(self.path) != self._file:
            return False
        if self.path.exists() and not os.access(self.path, os.R_OK | os.W_OK):
            return False
        for suffix in ("", "-journal", "-wal", "-shm"):  # an old journal would be played back into the new file
            with contextlib.suppress(OSError):
                os.unlink(f"{self.path}{suffix}")
        return _identity(self.path) is None and self.path.parent.is_dir()


def _read(connection: sqlite3.Connection, analysis: str, blobs: Sequence[bytes]) -> dict[bytes, bytes]:
    """What is kept for `blobs`. Raises ValueError when any of it is damaged."""
    found: dict[bytes, bytes] = {}
    for first in range(0, len(blobs), _MANY):
        some = dict.fromkeys(blobs[first : first + _MANY])
        marks = ",".join("?" * len(some))
        query = f"SELECT blob, fact FROM facts WHERE analysis = ? AND blob IN ({marks})"
        for blob, sealed in connection.execute(query, [analysis, *some]):
            fact = sealed[_SEAL_BYTES:]
            if blob not in some or sealed != _sealed(analysis, blob, fact):
                raise ValueError("a damaged fact")
            found[blob] = fact
    return found


def _sealed(analysis: str, blob: bytes, fact: bytes) -> bytes:
    """A fact behind a digest of itself and of what it is kept under."""
    digest = blake2b(f"{analysis}\n".encode("utf-8", "surrogateescape"), digest_size=_SEAL_BYTES)
    digest.update(len(blob).to_bytes(4, "big") + blob)
    digest.update(fact)
    return digest.digest() + fact


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = os.lstat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino
