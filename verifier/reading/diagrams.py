"""What stands in the boxes of a drawing: each box's line is a statement of its own, and a box's first line heads the others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from verifier.reading.clause import Context, Form, Statement
from verifier.reading.roles import mark_of
from verifier.reading.text import raw_text

_SIDE = re.compile(r"[│┃║|]")
_CORNER = re.compile(r"[┌╔╭]|\+[-=]{3,}\+")
_BULLET = re.compile(r"^(?:[-*•]|\d+[.)])\s+")
_WORD = re.compile(r"[^\W\d_]")
_EDGE = "─━═┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬╭╮╯╰+- \t"


def is_boxed(line: str) -> bool:
    """Whether a line is a row of boxes: words between two upright sides."""
    sides = [match.start() for match in _SIDE.finditer(line)]
    return len(sides) > 1 and not line[: sides[0]].strip(_EDGE) and bool(_WORD.search(line, sides[0], sides[-1]))


def draws_boxes(lines: Sequence[str]) -> bool:
    """Whether a block draws boxes: the corner that begins one, and rows between sides."""
    return any(_CORNER.search(line) for line in lines) and any(map(is_boxed, lines))


def boxed_lines(content: Sequence[str], start: int, context: Context) -> Iterator[Statement]:
    """The words of each row between its sides, without bullets. `start` is the first row's line of the report."""
    for offset, line in enumerate(content):
        if not is_boxed(line):
            continue
        text = raw_text(line, start + offset, 1)
        sides = [match.start() for match in _SIDE.finditer(text.plain)]
        for left, right in pairwise(sides):
            words = text.slice(left + 1, right).strip()
            if not _WORD.search(words.plain) or not words.plain.strip(_EDGE):
                continue
            mark, begin, end = mark_of(words.plain)
            bullet = _BULLET.match(words.plain[begin:end])
            body = words.slice(begin + (bullet.end() if bullet else 0), end).strip()
            if body.plain:
                yield Statement(body, Form.FENCE_LINE, context, mark)
