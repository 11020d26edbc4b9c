"""Where code has the form of a pattern (`print($A)`), as ast-grep finds it. Run in a worker process alone, within its limits."""

from __future__ import annotations

import re

import msgspec

from verifier.facts import treesitter

MOST = 10_000  # matches in one file
_CODE = 200
_VARIABLE = re.compile(r"\$+[A-Z_0-9]*")


class Match(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Lines are 1-based and inclusive; `code` is the first line of it."""

    line: int
    end_line: int
    code: str


class Structure(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """`errors`: the file, or the pattern by itself, could not be parsed in full, so what was not found may be there."""

    matches: tuple[Match, ...]
    errors: bool = False


class StructureError(ValueError):
    """A pattern that ast-grep can't use for a language."""


def structure(language: str, source: bytes, pattern: str) -> Structure:
    """Every match in order. Raises StructureError."""
    from ast_grep_py import SgRoot

    # What no grammar gets through in time is told before ast-grep, which has no such limits, meets it.
    tree = treesitter.parse(language, source)
    try:
        nodes = SgRoot(source.decode("utf-8", "replace"), language).root().find_all(pattern=pattern)
    except RuntimeError:
        raise StructureError(f"ast-grep takes no '{pattern[:60]}' for {language}") from None
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # of Rust, and no Exception
            raise StructureError(f"ast-grep failed for {language}") from None
        raise
    if len(nodes) > MOST:
        raise treesitter.TooMuchWork(f"more than {MOST:,} matches")
    ranges = ((node.range(), node.text()) for node in nodes)
    found = ((place.start.line + 1, place.end.line + 1, text.partition("\n")[0].strip()[:_CODE]) for place, text in ranges)
    return Structure(
        tuple(Match(*one) for one in sorted(found)), tree.root_node.has_error or (not nodes and not _stands(language, pattern))
    )


def _stands(language: str, pattern: str) -> bool:
    """Whether the pattern is code by itself, with a name for each of its variables."""
    code = _VARIABLE.sub("x", pattern)
    return not treesitter.parse(language, (f"<?php {code}" if language == "php" else code).encode()).root_node.has_error
