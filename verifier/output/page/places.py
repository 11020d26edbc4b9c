"""Where the characters of a block stand in the report's lines: Markdown keeps a block's lines and forgets their columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that stand side by side on a line: `column` is the first one's, from 1."""

    line: int
    column: int
    text: str


class Block:
    """The text of a block, character by character, with the line and column of each. `cursor` holds how far each line is used up."""

    def __init__(self, content: str, first: int, lines: Sequence[str], cursor: dict[int, int]) -> None:
        self.content = content
        self._places: list[tuple[int, int]] = []
        for offset, words in enumerate(content.split("\n")):
            number = first + offset
            line = lines[number - 1] if number <= len(lines) else ""
            columns = _columns(words, line, cursor.get(number, 0))
            self._places += [(number, column + 1) for column in columns]
            self._places.append((number, len(line) + 1))  # the line's end
            if columns:
                cursor[number] = columns[-1] + 1

    def runs(self, start: int, text: str) -> Iterator[Run]:
        """`text`, which stands at `start` of the content, cut where a line ends or characters were skipped."""
        begin = 0
        for end in range(1, len(text) + 1):
            if end == len(text) or not self._beside(start + end):
                yield Run(*self._place(start + begin), text[begin:end])
                begin = end

    def _place(self, at: int) -> tuple[int, int]:
        return self._places[min(at, len(self._places) - 1)]

    def _beside(self, at: int) -> bool:
        line, column = self._place(at - 1)
        return self._place(at) == (line, column + 1)


def _columns(words: str, line: str, start: int) -> list[int]:
    """The 0-based column of each character of `words` in a line, from `start` on; characters that the line escapes are skipped."""
    at = line.find(words, start)
    if at >= 0:
        return list(range(at, at + len(words)))
    found, at = [], start
    for character in words:
        there = line.find(character, at)
        at = there if there >= 0 else at
        found.append(min(at, max(0, len(line) - 1)))
        at += there >= 0
    return found


def located(children: Sequence[Token], content: str) -> Iterator[tuple[Token, int]]:
    """Each inline token with where its own words begin in the block's content."""
    at = 0
    for token in children:
        words = token.markup if token.type == "text_special" else token.content
        there = content.find(words, at) if token.type != "code_inline" else _code(words, content, at)
        at = there if there >= 0 else at
        yield token, at
        at += len(words)
        if token.type in ("softbreak", "hardbreak"):
            at = content.find("\n", at) + 1 or at
        elif token.type == "link_close":
            at = _behind_link(content, at)
        elif token.type == "code_inline":
            at = content.find("`", at) + 1 or at


def _code(words: str, content: str, at: int) -> int:
    """Where a span of code begins; its line ends have become spaces."""
    there = content.find("`", at)
    return content.replace("\n", " ").find(words, max(there, at))


def _behind_link(content: str, at: int) -> int:
    """Behind `](target)` or `][name]`, where those stand next."""
    if content[at : at + 2] not in ("](", "]["):
        return at
    close = {"(": ")", "[": "]"}[content[at + 1]]
    depth = 0
    for place in range(at + 1, len(content)):
        depth += (content[place] == content[at + 1]) - (content[place] == close)
        if not depth:
            return place + 1
    return at
