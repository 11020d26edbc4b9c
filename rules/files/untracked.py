"""Files that are absent from a checkout without anybody being wrong: built, private, ignored."""

from __future__ import annotations

from verifier.codebase import Codebase
from verifier.repository.kept_out import kept_out

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
