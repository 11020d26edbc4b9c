"""Corrections as edits of a report's bytes: what no edit covers stays as it is, whatever its encoding and its line ends."""

from __future__ import annotations

import codecs
from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from verifier.model import Correction
from verifier.result import Edit

if TYPE_CHECKING:
    from verifier.reading.source import Source

_BOMS = {"utf-8-sig": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}


class Editor:
    """Turns corrections of one report into edits of its bytes."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._codec = source.encoding.removesuffix("-sig")
        self._starts: list[int] = []
        offset = len(_BOMS.get(source.encoding, b""))
        for line, end in zip(source.given, source.ends, strict=True):
            self._starts.append(offset)
            offset += len((line + end).encode(self._codec))
        self._starts.append(offset)

    def edit(self, correction: Correction) -> Edit | None:
        """A correction as an edit, in the report's own, perhaps damaged, way of writing; None where its encoding can't write the text."""
        span = correction.span
        start, end = self._offset(span.line, span.column), self._offset(span.end_line, span.end_column)
        try:
            return Edit(start, end, self.source.encode(correction.text).encode(self._codec))
        except UnicodeEncodeError:
            return None

    def line_at(self, offset: int) -> int:
        """The 1-based line on which a byte lies."""
        return max(1, min(bisect_right(self._starts, offset), len(self.source.given)))

    def changes(self, edit: Edit) -> bool:
        return self.source.data[edit.start : edit.end] != edit.data

    def _offset(self, line: int, column: int) -> int:
        if line > len(self.source.given):  # behind the last line
            return self._starts[-1]
        before = self.source.given[line - 1][: self.source.given_column(line, column) - 1]
        return self._starts[line - 1] + len(before.encode(self._codec))


def applied(data: bytes, edits: Sequence[Edit]) -> bytes:
    """The bytes with all edits, which are in order and overlap nowhere."""
    parts, at = [], 0
    for edit in edits:
        parts += [data[at : edit.start], edit.data]
        at = edit.end
    return b"".join([*parts, data[at:]])


Part = tuple[int, int] | bytes
"""Bytes [start, end) of an original, or new ones."""


class Revised:
    """An original of `length` bytes as edits in several passes made it: in the end, one list of edits of the original."""

    def __init__(self, length: int) -> None:
        self._length = length
        self._parts: list[Part] = [(0, length)] if length else []

    def edit(self, edits: Sequence[Edit]) -> None:
        """Makes edits, in order, of the text as it is by now."""
        cursor = _Cursor(self._parts)
        made: list[Part] = []
        at = 0
        for edit in edits:
            made += cursor.take(edit.start - at)
            cursor.take(edit.end - edit.start)
            made += [edit.data] if edit.data else []
            at = edit.end
        self._parts = made + cursor.rest()

    @property
    def edits(self) -> list[Edit]:
        """All that was done, as edits of the original in order."""
        found: list[Edit] = []
        at, new = 0, b""
        for part in [*self._parts, (self._length, self._length)]:
            if isinstance(part, bytes):
                new += part
                continue
            if new or part[0] > at:
                found.append(Edit(at, part[0], new))
            at, new = part[1], b""
        return found


class _Cursor:
    """Takes parts from the front."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._left = list(reversed(parts))

    def take(self, count: int) -> list[Part]:
        taken: list[Part] = []
        while count > 0 and self._left:
            part = self._left.pop()
            size = len(part) if isinstance(part, bytes) else part[1] - part[0]
            if size > count:
                head, tail = _halves(part, count)
                self._left.append(tail)
                part, size = head, count
            taken.append(part)
            count -= size
        return taken

    def rest(self) -> list[Part]:
        return self._left[::-1]


def _halves(part: Part, at: int) -> tuple[Part, Part]:
    if isinstance(part, bytes):
        return part[:at], part[at:]
    return (part[0], part[0] + at), (part[0] + at, part[1])
