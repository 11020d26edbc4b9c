"""Files that are absent from a checkout without anybody being wrong: built, private, ignored, made by the program, another project's."""

from __future__ import annotations

import re

from verifier.codebase import Codebase
from verifier.repository.kept_out import kept_out
from verifier.repository.kinds import is_source, is_test

_DATA = frozenset("json txt csv tsv xml html png jpg svg pdf db sqlite parquet pkl dat yml yaml".split())

_BUILT = frozenset(
    "dist build out node_modules .next coverage htmlcov __pycache__ .venv venv target .cache .pytest_cache tmp logs .turbo".split()
)


def usually_untracked(path: str) -> bool:
    """Build output and private files are absent from a checkout without anybody being wrong."""
    parts = path.strip("/").split("/")
    return (
        bool(_BUILT & set(parts))
        or parts[-1] in {".env", ".env.local", ".env.production", ".env.development", ".env.test"}
        or parts[-1].endswith((".log", ".pyc", ".sqlite3"))
    )


def private(code: Codebase, path: str) -> bool:
    """Whether the repository ignores a path, or files of that very name or ending in one of its upper directories."""
    if "/" in path.strip("/"):
        return kept_out(code.snapshot, path)
    places = ["", *(f"{directory}/" for directory in code.snapshot.directories() if "/" not in directory)]
    return any(kept_out(code.snapshot, place + path) and not kept_out(code.snapshot, place + "any.other") for place in places)


def made_at_run_time(code: Codebase, path: str) -> str:
    """The source file in which a data file that is missing is named as a string, so that the program may make it; "" when none does."""
    name = path.rstrip("/").rpartition("/")[2].lower()
    if name.rpartition(".")[2] not in _DATA:
        return ""
    quoted = re.compile(rb"[\"'`/]" + re.escape(name).encode() + rb"[\"'`]")
    return next((found for found in _holding(code, name, quoted) if is_source(found) and not is_test(found)), "")


def of_another_project(code: Codebase, path: str) -> bool:
    """Whether a path begins with the name of a module that code imports and that is nowhere here: it lies in that module's repository."""
    first, _, rest = path.partition("/")
    known = {part for directory in code.snapshot.directories() for part in directory.split("/")}
    if not rest or not first.isidentifier() or first in known:
        return False
    name = first.lower().encode()
    imported = re.compile(rb"(?m)^\s*(?:from|import)\s+" + name + rb"\b|from\s+[\"']" + name + rb"[\"'/]")
    return bool(_holding(code, first.lower(), imported))


def _holding(code: Codebase, letters: str, pattern: re.Pattern[bytes]) -> list[str]:
    from verifier.facts.symbols import Symbols  # most paths need no search

    return Symbols.of(code.facts).matching(letters, pattern)
