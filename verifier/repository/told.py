"""What a project says of its own files: which are tests, vendored or generated, whatever their names say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache

from verifier.repository.globbing import expand, matcher


@dataclass(frozen=True)
class ToldKinds:
    """Patterns of paths for each kind; `!pattern` says that files are not of it. The last pattern that fits a path decides."""

    tests: tuple[str, ...] = ()
    vendored: tuple[str, ...] = ()
    generated: tuple[str, ...] = ()


NOTHING_TOLD = ToldKinds()
_TOLD: ContextVar[ToldKinds] = ContextVar("told kinds", default=NOTHING_TOLD)


@contextmanager
def told_kinds(told: ToldKinds) -> Iterator[None]:
    """Within it, paths are what `told` says that they are."""
    token = _TOLD.set(told)
    try:
        yield
    finally:
        _TOLD.reset(token)


def told_to_be(kind: str, path: str) -> bool | None:
    """Whether the project says that a path is of `kind`, a field of ToldKinds; None where it says nothing."""
    patterns: tuple[str, ...] = getattr(_TOLD.get(), kind)
    for pattern in reversed(patterns):
        if fits(pattern.removeprefix("!"), path):
            return not pattern.startswith("!")
    return None


@lru_cache(maxsize=65536)
def fits(pattern: str, path: str) -> bool:
    """Whether a pattern names a path: as it is, or as a directory around it; one without a slash at any depth, as in ignore files."""
    bare = pattern.strip("/")
    anywhere = "/" not in pattern.rstrip("/")
    ways = [way for one in expand(bare) for way in (one, f"{one}/**")]
    return bool(matcher(*ways, *(f"**/{way}" for way in ways if anywhere)).fullmatch(path))
