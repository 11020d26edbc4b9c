"""Outcomes kept between runs: the same report, repository, options and tool give the same findings, so they are not sought again.

The key covers whatever can change a verdict: the report's bytes, every file's status on disk (or the commit), the references,
the options, every installed distribution's version, and the source files of the rules. What it can't cover is not kept.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from hashlib import sha256
from importlib.util import find_spec
from typing import TYPE_CHECKING

from verifier.model import ScopeHints, Verdict
from verifier.registry import installed

if TYPE_CHECKING:
    from verifier.facts.store import FactCache
    from verifier.reading.source import Source
    from verifier.repository.open import Repository
    from verifier.result import Outcome, RunOptions

_TABLE = "outcome-3"  # the number is the layout of what is kept
_NO_MATTER = frozenset(("jobs", "use_cache"))  # options that change no verdict


class Memory:
    """The outcomes of earlier runs over one repository with the same options. Use `open_memory`."""

    def __init__(self, cache: FactCache, repository: Repository, circumstances: bytes) -> None:
        self._cache, self._repository, self._circumstances = cache, repository, circumstances

    def recall(self, source: Source) -> Outcome | None:
        """What an earlier run found in the same report; None when there was none, or what was kept is damaged."""
        from verifier.result import Outcome

        return self._cache.recall(_TABLE, self._key(source), Outcome)

    def keep(self, source: Source, outcome: Outcome) -> None:
        """Keep `outcome`, unless another run might come to another one: a rule failed, or something beyond the key was looked at."""
        if not self._repository.repeatable or any(finding.verdict is Verdict.ERROR for finding in outcome.findings):
            return
        bare = tuple(replace(found, claim=replace(found.claim, target=None, hints=ScopeHints())) for found in outcome.findings)
        self._cache.keep(_TABLE, self._key(source), replace(outcome, findings=bare))

    def close(self) -> None:
        self._cache.close()

    def _key(self, source: Source) -> bytes:
        return _digest(self._circumstances, os.fsencode(source.path), source.data, b"change" if source.change else b"")


def open_memory(repository: Repository, options: RunOptions) -> Memory | None:
    """The memory for a run; None when there is no place for one, or when what the repository holds may change unnoticed."""
    from verifier.facts.store import open_cache

    cache = open_cache() if options.use_cache else None
    state = repository.state() if cache is not None else None
    if cache is None or state is None:
        return None
    asked = repr([_told(getattr(options, item.name)) for item in fields(options) if item.name not in _NO_MATTER])
    return Memory(cache, repository, _digest(state, asked.encode(), *_tool()))


def _told(value: object) -> object:
    return sorted(value.items()) if isinstance(value, Mapping) else value


def recalled(source: Source, repository: Repository, options: RunOptions, verified: Callable[[], Outcome]) -> Outcome:
    """What an earlier run found, where nothing has changed since; else what `verified` finds, which is kept for the next."""
    memory = open_memory(repository, options)
    try:
        outcome = memory.recall(source) if memory else None
        if outcome is None:
            outcome = verified()
            if memory:
                memory.keep(source, outcome)
        return outcome
    finally:
        if memory:
            memory.close()


def _tool() -> Iterator[bytes]:
    """What is installed: Python, the names and versions of all distributions, and time and size of every source file of ours."""
    yield f"{sys.version} {sysconfig.get_platform()}".encode()  # `platform.platform()` would run whatever is called "uname"
    for directory in sys.path:
        try:
            names = os.listdir(directory or ".")
        except OSError:
            continue
        yield from (os.fsencode(name) for name in sorted(names) if name.endswith((".dist-info", ".egg-info", ".egg-link")))
    packages = {"verifier", "verifier.rules", *(rule.point.module.partition(".")[0] for rule in installed().values())}
    for package in sorted(packages):
        spec = find_spec(package)
        if spec is not None:
            for place in spec.submodule_search_locations or [spec.origin or ""]:
                yield from _sources(place)


def _sources(place: str) -> Iterator[bytes]:
    """Name, time and size of a file, or of every file below a directory."""
    if os.path.isfile(place):
        status = os.stat(place)
        yield f"{status.st_mtime_ns} {status.st_size} ".encode() + os.fsencode(place)
    for directory, directories, files in os.walk(place):
        directories[:] = sorted(set(directories) - {"__pycache__"})
        for name in sorted(files):
            path = os.path.join(directory, name)
            status = os.lstat(path)
            yield f"{status.st_mtime_ns} {status.st_size} ".encode() + os.fsencode(path)


def _digest(*parts: bytes) -> bytes:
    """One digest of several texts, none of which can run into the next."""
    digest = sha256()
    for part in parts:
        digest.update(b"%d:" % len(part))
        digest.update(part)
    return digest.digest()
