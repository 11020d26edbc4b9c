"""What of a scope can't be read, by what is known without reading it."""

from __future__ import annotations

import re

from verifier.repository.kept_out import kept_out
from verifier.repository.kinds import holds_tests, is_source
from verifier.repository.scope import Scope
from verifier.repository.snapshot import Snapshot, Unreadable

_OF_AN_ENVIRONMENT = re.compile(r"(?:^|/)(?:bin/python[\d.]*|lib64)$")  # links of a virtual environment that somebody committed

_TEST_NAMES = ("test_x.{}", "x_test.{}", "x.test.{}", "x.spec.{}", "tests/x.{}", "test/x.{}", "__tests__/x.{}")

_ARCHIVE = re.compile(r"\.(?:zip|7z|rar|tar|tgz|tbz2?|txz|tar\.(?:gz|bz2|xz|zst))$", re.I)


def packed(snapshot: Snapshot) -> str:
    """The archive that may hold the code of a repository which has none of it as files; "" for every other."""
    entries = snapshot.entries()
    archives = (path for path in sorted(entries) if _ARCHIVE.search(path))
    return "" if any(map(is_source, entries)) else next(archives, "")


def private_tests(snapshot: Snapshot) -> str:
    """What tests of a language that is used here may be called which a `.gitignore` keeps out, as "test_x.py"; "" for none.

    Where some are kept in the repository, those that are kept out are no tests of it.
    """
    if any(map(holds_tests, snapshot.entries())):
        return ""
    endings = {path.rpartition(".")[2] for path in snapshot.entries() if is_source(path)}
    names = (name.format(ending) for ending in sorted(endings) for name in _TEST_NAMES)
    return next((name for name in names if kept_out(snapshot, name)), "")


def gaps(scope: Scope, snapshot: Snapshot) -> tuple[Unreadable, ...]:
    """What a universal claim about `scope` covers and whose content is out of reach: links that leave, submodules, too large files."""
    beyond = (error for error in snapshot.unreachable() if not _OF_AN_ENVIRONMENT.search(error.path))
    return tuple(error for error in beyond if scope.counts(error.path) or scope.counts(f"{error.path}/x"))
