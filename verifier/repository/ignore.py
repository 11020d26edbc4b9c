"""Which untracked names git would ignore: by `.gitignore` files, nested, and `info/exclude`. The user's global excludes are not read."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from verifier.repository.kinds import names_in

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_MAX_BYTES = 1_000_000

ALWAYS = names_in(
    "node_modules .venv __pycache__ .mypy_cache .ruff_cache .pytest_cache .tox .nox .gradle .terraform .next .nuxt .turbo bower_components"
)
"""Directories that are never looked into unless something in them is tracked: they are installed or produced."""


class IgnoreRules:
    """The ignore rules of one working tree, read when first needed."""

    def __init__(self, root: str, exclude: str | None = None) -> None:
        """`root` is the working tree's directory; `exclude` is the path of `info/exclude`, if there is one."""
        self._root = root
        self._exclude = exclude
        self._specs: dict[str, GitIgnoreSpec | None] = {}

    def ignored(self, path: str, directory: bool) -> bool:
        """Whether git ignores `path`, an untracked name none of whose parents is ignored."""
        name = path.rpartition("/")[2]
        if directory and name in ALWAYS:
            return True
        parent = path
        while parent:  # the deepest file with an opinion wins
            parent = parent.rpartition("/")[0]
            spec = self._spec(parent)
            if spec is not None:
                relative = path[len(parent) + 1 :] if parent else path
                opinion = spec.check_file(relative + "/" if directory else relative).include
                if opinion is not None:
                    return opinion
        spec = self._spec("/")  # info/exclude, below every .gitignore
        return bool(spec and spec.check_file(path + "/" if directory else path).include)

    def _spec(self, directory: str) -> GitIgnoreSpec | None:
        if directory not in self._specs:
            name = self._exclude if directory == "/" else os.path.join(self._root, directory, ".gitignore")
            self._specs[directory] = _load(name) if name else None
        return self._specs[directory]


def _load(name: str) -> GitIgnoreSpec | None:
    try:
        status = os.lstat(name)  # like git: a link is not followed
        if not stat.S_ISREG(status.st_mode) or status.st_size > _MAX_BYTES:
            return None
        with open(name, "rb") as stream:
            lines = stream.read().decode("utf-8", "surrogateescape").splitlines()
    except OSError:
        return None
    lines = [line for line in lines if line.strip() and not line.startswith("#")]
    if not lines:
        return None
    from verifier.repository.ignore_lines import ignore_spec  # 50 ms: a tree without untracked names needs no rules

    return ignore_spec(tuple(lines))
