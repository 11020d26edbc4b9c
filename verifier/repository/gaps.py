"""What of a scope can't be read, by what is known without reading it."""

from __future__ import annotations

from verifier.repository.scope import Scope
from verifier.repository.snapshot import Snapshot, Unreadable


def gaps(scope: Scope, snapshot: Snapshot) -> tuple[Unreadable, ...]:
    """What a universal claim about `scope` covers and whose content is out of reach: links that leave, submodules, too large files."""
    return tuple(error for error in snapshot.unreachable() if scope.counts(error.path) or scope.counts(f"{error.path}/x"))
