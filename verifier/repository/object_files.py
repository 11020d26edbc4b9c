"""What lies in an object store and is no file: git would wait for ever for what a FIFO has to say."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from verifier.repository.references import small_file

_PLACES = re.compile(r"[0-9a-f]{2}|pack|info")
_MAX_FILES = 200_000  # so large a store is left to git, and to the clock that stops it
_MAX_STORES = 20
_MAX_LIST = 100_000


def first_strange(objects: str) -> str:
    """The first name in an object store, or in one that it borrows from, that is neither file nor directory; "" if there is none."""
    stores, count = [objects], 0
    for store in stores:  # grows on the way
        for item in _items(store):
            count += 1
            if count > _MAX_FILES:
                return ""
            if not item.is_file() and not item.is_dir() and os.path.exists(item.path):
                return item.path
        stores += [other for other in _borrowed(store) if other not in stores][: _MAX_STORES - len(stores)]
    return ""


def borrows(objects: str) -> bool:
    """Whether an object store may hold others' objects: by its list of alternates, or through a link. One that is too large to tell may."""
    if os.path.islink(objects) or any(_borrowed(objects)):
        return True
    return any(item.is_symlink() or count >= _MAX_FILES for count, item in enumerate(_items(objects)))


def _items(store: str) -> Iterator[os.DirEntry[str]]:
    for place in _listed(store):
        if _PLACES.fullmatch(place.name):
            yield place
            if place.is_dir():
                yield from _listed(place.path)


def _listed(directory: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(directory) as found:
            return sorted(found, key=lambda item: item.name)
    except OSError:
        return []


def _borrowed(store: str) -> Iterator[str]:
    text = os.fsdecode(small_file(os.path.join(store, "info", "alternates"), _MAX_LIST)).replace("\0", "")
    for line in text.split("\n"):
        if line and not line.startswith("#"):
            yield os.path.normpath(os.path.join(store, line.strip('"')))
