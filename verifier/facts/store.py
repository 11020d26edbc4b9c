"""Facts kept between runs: one SQLite file in the user's cache directory, keyed by git blob id.

Whatever goes wrong with it (no home, read-only, locked, damaged, another program's file) costs speed only: the cache
then stops being used for the run.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import sqlite3

V = TypeVar("V")

LIMIT_BYTES = 400_000_000
"""Above this size the oldest half of the facts is dropped."""

_FILE = "facts-1.sqlite"  # the number is the table's layout
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

    def get(self, analysis: str, blobs: Sequence[bytes]) -> Mapping[bytes, bytes]:
        """The encoded facts that are known for `blobs` (binary ids)."""
        found: dict[bytes, bytes] = {}
        connection = self._open()
        if connection is None or not blobs:
            return found
        import sqlite3

        try:
            for first in range(0, len(blobs), _MANY):
                some = blobs[first : first + _MANY]
                marks = ",".join("?" * len(some))
                rows = connection.execute(f"SELECT blob, fact FROM facts WHERE analysis = ? AND blob IN ({marks})", [analysis, *some])
                found.update(rows)
        except (sqlite3.Error, MemoryError, TypeError, ValueError) as error:
            self._give_up(error)
        return {key: value for key, value in found.items() if isinstance(value, bytes)}

    def put(self, analysis: str, facts: Iterable[tuple[bytes, bytes]]) -> None:
        """Keep encoded facts, in one transaction."""
        connection = self._open()
        if connection is None:
            return
        import sqlite3

        try:
            with connection:
                rows = ((analysis, blob, fact) for blob, fact in facts)
                connection.executemany("INSERT OR REPLACE INTO facts (analysis, blob, fact) VALUES (?, ?, ?)", rows)
            self._prune(connection)
        except sqlite3.Error as error:
            self._give_up(error)

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
            import sqlite3

            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def _open(self) -> sqlite3.Connection | None:
        if self._connection is not None or not self.usable:
            return self._connection
        import sqlite3

        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._connection = self._connect()
        except (OSError, sqlite3.Error) as error:
            self._give_up(error)
        return self._connection

    def _connect(self) -> sqlite3.Connection:
        import sqlite3

        connection = sqlite3.connect(self.path, timeout=_BUSY_SECONDS, check_same_thread=False)
        self._connection = connection  # so that it is closed if the rest fails
        connection.execute("PRAGMA synchronous = OFF")  # a damaged cache is only a slow one
        connection.execute("PRAGMA trusted_schema = OFF")
        row = connection.execute("SELECT name FROM sqlite_master WHERE name = 'facts'").fetchone()
        if row is None:
            with connection:
                connection.execute("CREATE TABLE IF NOT EXISTS facts (analysis TEXT, blob BLOB, fact BLOB, PRIMARY KEY (analysis, blob))")
        return connection

    def _prune(self, connection: sqlite3.Connection) -> None:
        pages, free, size = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size"))
        if (pages - free) * size > LIMIT_BYTES:
            with connection:
                connection.execute("DELETE FROM facts WHERE rowid <= (SELECT (min(rowid) + max(rowid)) / 2 FROM facts)")

    def _give_up(self, error: Exception) -> None:
        """Stop using the cache in this run; a file that is no database makes room for a new one."""
        import sqlite3

        self.usable = False
        self.close()
        if isinstance(error, sqlite3.DatabaseError) and any(word in str(error) for word in ("malformed", "not a database")):
            with contextlib.suppress(OSError):
                self.path.unlink()
