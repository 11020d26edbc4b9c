"""Runs of lines that stand at two places: the same but for indentation, blank lines and comments, and long enough to be no accident."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

LINES = 10  # of code that must be the same
_DISTINCT = 7  # of them that differ from each other
_LETTERS = 120  # in all
_SAID = re.compile(r"^(?:#|//|/\*|\*|--|<!--|import\b|from\b|use\b|using\b|package\b|#include\b|export \*|require\b)")
_MOST = 400_000  # lines that are compared


class TooMuch(Exception):
    """There are more lines than are compared."""


@dataclass(frozen=True, slots=True)
class Place:
    """1-based first and last line."""

    path: str
    line: int
    end_line: int


@dataclass(frozen=True, slots=True)
class Clone:
    first: Place
    second: Place
    lines: int  # of code, without blank ones and comments


def clones(texts: Mapping[str, str]) -> Iterator[Clone]:
    """Each later place that repeats an earlier one, at its full length; raises TooMuch."""
    kept = {path: _kept(text) for path, text in texts.items()}
    if sum(map(len, kept.values())) > _MOST:
        raise TooMuch
    seen: dict[int, tuple[str, int]] = {}
    for path, lines in kept.items():
        hashes = [hash(text) for _, text in lines]
        at = 0
        while at + LINES <= len(lines):
            key = hash(tuple(hashes[at : at + LINES]))
            earlier, start = seen.setdefault(key, (path, at))
            apart = earlier != path or at - start >= LINES
            if apart and _same(kept[earlier], start, lines, at, LINES) and _tells(lines[at : at + LINES]):
                length = LINES
                while _same(kept[earlier], start + length, lines, at + length, 1) and (earlier != path or start + length < at):
                    length += 1
                yield Clone(_place(earlier, kept[earlier], start, length), _place(path, lines, at, length), length)
                at += length
            else:
                at += 1


def _kept(text: str) -> list[tuple[int, str]]:
    """The lines that count, with their numbers."""
    stripped = ((number, line.strip()) for number, line in enumerate(text.splitlines(), 1))
    return [(number, line) for number, line in stripped if re.search(r"[A-Za-z]", line) and not _SAID.match(line)]


def _same(one: list[tuple[int, str]], start: int, other: list[tuple[int, str]], at: int, count: int) -> bool:
    if start + count > len(one) or at + count > len(other):
        return False
    return all(one[start + step][1] == other[at + step][1] for step in range(count))


def _tells(lines: list[tuple[int, str]]) -> bool:
    """Whether lines are more than a table of like rows."""
    texts = [text for _, text in lines]
    return len(set(texts)) >= _DISTINCT and sum(map(len, texts)) >= _LETTERS and any("(" in text for text in texts)


def _place(path: str, lines: list[tuple[int, str]], at: int, length: int) -> Place:
    return Place(path, lines[at][0], lines[at + length - 1][0])
