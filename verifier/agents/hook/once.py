"""That nothing is told twice: an empty file for each text that a session was told of, in the user's cache directory."""

from __future__ import annotations

import contextlib
import os
from hashlib import sha256
from pathlib import Path

from verifier.facts.store import cache_directory

KEPT = 500  # the newest ones; a session's texts are told within minutes
_FOLDER = "told-1"


class Telling:
    """What one session was told of one text."""

    def __init__(self, session: str, text: str) -> None:
        caches = cache_directory()
        name = sha256(f"{session}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()
        self._mark = caches / _FOLDER / name if caches else None

    @property
    def already(self) -> bool:
        """Whether the session was told of it."""
        return self._mark is not None and self._mark.exists()

    def now(self) -> bool:
        """Remembers that it is told; False where it was told already. Raises OSError where that can't be remembered."""
        if self._mark is None:
            raise OSError("there is no cache directory")
        self._mark.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            os.close(os.open(self._mark, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))  # of two at once, one makes it
        except FileExistsError:
            return False
        _forget(self._mark.parent)
        return True


def _forget(folder: Path) -> None:
    with contextlib.suppress(OSError):
        files = [entry for entry in os.scandir(folder) if entry.is_file(follow_symlinks=False)]
        if len(files) > 2 * KEPT:
            for old in sorted(files, key=lambda entry: entry.stat(follow_symlinks=False).st_mtime)[:-KEPT]:
                os.unlink(old.path)
