"""Text patterns of a configuration, matched in time that grows with the text alone, whatever pattern and text are: by RE2."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

INSTALL = "pip install 'verify-review[claims]'"
MOST = 100_000  # matches in one text
_LONGEST = 1_000  # characters of a pattern


class PatternError(ValueError):
    """A pattern that can't be used; the message is for people."""


@dataclass(frozen=True, slots=True)
class Match:
    """`group` is what the pattern's first group took, the whole match where it has none."""

    line: int
    text: str
    group: str


@dataclass(frozen=True, slots=True)
class Linear:
    """A compiled pattern. `^` and `$` are the ends of lines."""

    compiled: Any
    groups: int

    def matches(self, text: str) -> Iterator[Match]:
        """Every match in turn, MOST of them at most and one more."""
        data = text.encode("utf-8", "replace")
        line, at = 1, 0
        for number, found in enumerate(self.compiled.finditer(data)):
            start = found.start()
            line, at = line + data.count(b"\n", at, start), start
            yield Match(line, _text(found.group()), _text(found.group(1) if self.groups else found.group()))
            if number >= MOST:
                return


@lru_cache(maxsize=256)
def linear(pattern: str) -> Linear:
    """Raises PatternError, also where RE2 is not installed."""
    try:
        import re2
    except ImportError:
        raise PatternError(f"text patterns need google-re2, which is not installed: {INSTALL}") from None
    if len(pattern) > _LONGEST:
        raise PatternError(f"has {len(pattern):,} characters, more than the {_LONGEST:,} that a pattern may have")
    options = re2.Options()
    options.log_errors = False
    try:
        compiled = re2.compile(f"(?m){pattern}".encode(), options)
    except re2.error as error:
        raise PatternError(f"no pattern that RE2 takes: {_told(error)}") from None
    if compiled.search(b""):
        raise PatternError("fits the empty text, so it is everywhere")
    return Linear(compiled, compiled.groups)


def literal(text: str) -> str:
    """A pattern that fits just this text."""
    return "".join(letter if letter.isalnum() or letter == "_" or not letter.isascii() else f"\\{letter}" for letter in text)


def _told(error: Exception) -> str:
    first = error.args[0] if error.args else ""
    return first.decode("utf-8", "replace") if isinstance(first, bytes) else str(first)


def _text(data: bytes | None) -> str:
    return (data or b"").decode("utf-8", "replace")
