"""Comments by which a report speaks to this tool: `<!-- verify-review: ignore[file-lines] why -->`. They are no words of the report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_START = re.compile(r"<!--\s{0,20}verify-review\s{0,20}:", re.I)
_END = "-->"
_FENCE = re.compile(r"^[\s>]{0,200}(?:(?:[-*+]|\d{1,9}[.)])\s{1,20}){0,9}(?P<fence>`{3,}|~{3,})(?P<info>[^\n]*)$")
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
_LONGEST = 20_000  # characters of a line that are looked at


@dataclass(frozen=True, slots=True)
class Directive:
    """One comment. `words` are None where it does not end on its line; `target` are the 1-based lines [first, last] it stands for.

    Alone on its line it stands for the next one that says something, and for all of a block that begins there; else for its own.
    """

    line: int
    words: str | None
    alone: bool
    target: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Comment:
    line: int
    start: int  # 0-based columns
    end: int
    words: str | None
    alone: bool


def directives(lines: Sequence[str]) -> tuple[Directive, ...]:
    """Those of a report's repaired lines, in order. What stands in code, in a block or in a line, is none."""
    comments, blocks = _scan(lines)
    if not comments:
        return ()
    below = _next_words(lines, {comment.line for comment in comments if comment.alone})
    found = []
    for one in comments:
        first = (below[one.line] or one.line) if one.alone else one.line
        last = blocks.get(first, first) if first != one.line else first
        found.append(Directive(one.line, one.words, one.alone, (first, last)))
    return tuple(found)


def without_directives(lines: Sequence[str]) -> list[str]:
    """The lines without such comments; all that is left keeps its place."""
    kept = list(lines)
    if not any("verify-review" in line.lower() for line in lines):
        return kept
    for comment in reversed(_scan(lines)[0]):
        line = kept[comment.line - 1]
        rest = line[comment.end :]
        blank = " " * (comment.end - comment.start) if rest.strip() else ""
        kept[comment.line - 1] = (line[: comment.start] + blank + rest).rstrip() if not blank else line[: comment.start] + blank + rest
    return kept


def _next_words(lines: Sequence[str], alone: set[int]) -> list[int]:
    """For each line, by its number, the first one below it that says something; 0 for none."""
    found = [0] * (len(lines) + 1)
    for number in range(len(lines), 1, -1):
        says = lines[number - 1].strip(" \t>") and number not in alone
        found[number - 1] = number if says else found[number]
    return found


def _scan(lines: Sequence[str]) -> tuple[list[_Comment], dict[int, int]]:
    """The comments, and for each line that opens a block of code the line that closes it."""
    comments: list[_Comment] = []
    blocks: dict[int, int] = {}
    opened, fence = 0, ""
    for number, line in enumerate(lines, 1):
        match = _FENCE.match(line[:_LONGEST])
        if fence:
            if match and match["fence"].startswith(fence) and not match["info"].strip():
                blocks[opened], fence = number, ""
        elif match and not (match["fence"][0] == "`" and "`" in match["info"]):
            opened, fence = number, match["fence"]
        else:
            comments += _comments(number, line[:_LONGEST])
    if fence:
        blocks[opened] = len(lines)
    return comments, blocks


def _comments(number: int, line: str) -> Iterator[_Comment]:
    if "verify-review" not in line.lower():
        return
    plain = _CODE.sub(lambda match: "`" * len(match[0]), line)
    found: list[tuple[int, int, str | None]] = []
    for start in _START.finditer(plain):
        if found and start.start() < found[-1][1]:
            continue
        end = plain.find(_END, start.end())
        words = line[start.end() : end].strip() if end >= 0 else None
        found.append((start.start(), end + len(_END) if end >= 0 else len(line), words))
    rest = line
    for first, last, _ in reversed(found):
        rest = rest[:first] + rest[last:]
    alone = not rest.strip(" \t>")
    yield from (_Comment(number, first, last, words, alone) for first, last, words in found)
