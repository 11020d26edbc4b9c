"""The packages that a snapshot's manifests list, each manifest read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from verifier.knowledge.manifests import Listed, is_manifest, listed
from verifier.knowledge.structured import Malformed
from verifier.repository.paths import PathIndex
from verifier.repository.snapshot import Unreadable


@dataclass(frozen=True, slots=True)
class Packages:
    """What each manifest lists, by its path. Of those `unread` nothing is known, and why."""

    of: Mapping[str, tuple[Listed, ...]]
    unread: Mapping[str, str]


def packages(index: PathIndex) -> Packages:
    """The packages of the snapshot that is indexed."""
    found = index.memo.get(packages)
    if found is None:
        found = index.memo[packages] = _packages(index)
    assert isinstance(found, Packages)
    return found


def _packages(index: PathIndex) -> Packages:
    found: dict[str, tuple[Listed, ...]] = {}
    unread: dict[str, str] = {}
    for path in index.entries:
        if is_manifest(path):
            try:
                found[path] = listed(path, index.snapshot.text(path))
            except (Unreadable, Malformed) as error:
                found[path] = ()
                unread[path] = error.message if isinstance(error, Unreadable) else str(error)
    return Packages(found, unread)
