"""The lines of a `.gitignore` as pathspec reads them, matched in time proportional to a path.

Nobody need have written them in good faith.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from functools import lru_cache

from pathspec import GitIgnoreSpec
from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

from verifier.repository.globbing import Once

_MAX_LINE = 1000  # characters; nobody writes longer ones
# What pathspec writes for wildcards; anything of a line that might look so is escaped there, or has no slash.
_ANYWHERE, _STAR, _BETWEEN = "^(?:.+/)?", "[^/]*", "(?:/.+)?/"
_DIRECTORIES = "(?:[^/]+/)*"


@lru_cache(maxsize=256)
def ignore_spec(lines: tuple[str, ...]) -> GitIgnoreSpec:
    """The rules of one ignore file. Lines that git would pass over are left out."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of what Python may read in a set some day
        return GitIgnoreSpec.from_lines(tuple(_valid(lines)), _Line, backend="simple")  # the others read no undecodable names


def _valid(lines: Iterable[str]) -> Iterable[str]:
    for line in lines:
        try:
            if len(line) <= _MAX_LINE and _Line(line).include is not None:
                yield line
        except (ValueError, re.error):
            continue


class _Line(GitIgnoreSpecPattern):
    __slots__ = ()

    @classmethod
    def pattern_to_regex(cls, pattern: str) -> tuple[str | None, bool | None]:  # type: ignore[override]
        expression, include = super().pattern_to_regex(pattern)
        return (_committed(expression) if expression and expression.startswith("^") else expression), include


def _committed(expression: str) -> str:
    """The expression with each wildcard but the last of its sort settled once and for all, as in `globbing`."""
    once, anywhere = Once(), expression.startswith(_ANYWHERE)
    *between, last = (_settled(block, once) for block in expression.removeprefix(_ANYWHERE if anywhere else "^").split(_BETWEEN))
    out = "^"
    for place, block in enumerate(between):
        out += (once(f"{_DIRECTORIES}?{block}(?=/)") if anywhere or place else block) + "/"
    return out + (_DIRECTORIES if anywhere or between else "") + last


def _settled(block: str, once: Once) -> str:
    """A run of components without `**`: of the stars in one of them all but the last are settled."""
    out, *parts = block.split(_STAR)
    for place, part in enumerate(parts):
        last = place == len(parts) - 1 or "/" in part.replace("[^/]", "")
        out += _STAR + part if last else once(_STAR + "?" + part)
    return out
