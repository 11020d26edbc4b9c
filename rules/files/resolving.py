"""Finding the file that a claim of this family is about."""

from __future__ import annotations

from verifier.codebase import Codebase
from verifier.repository.paths import Resolution


def resolve(code: Codebase, path: str, below: str = "", within: tuple[str, ...] = ()) -> Resolution:
    """What `path` names. `below` is its part under a tree's caption, looked for under the rest when the whole is not there."""
    found = code.index.resolve(path, within)
    if found.matches or not below:
        return found
    root = path.removesuffix(below).strip("/")
    return code.index.resolve(below, (root,) if root else ())
