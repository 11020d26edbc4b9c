"""From a report's repaired text to the places that an editor knows, and back."""

from __future__ import annotations

from lsprotocol import types
from pygls.workspace import PositionCodec

from verifier.model import Span
from verifier.output.places import region
from verifier.reading.source import Source


class Positions:
    """The places of one text: lines from 0, and in them the units that the client counts, which are UTF-16 unless it asks otherwise."""

    def __init__(self, source: Source, codec: PositionCodec) -> None:
        self._source, self._codec = source, codec

    def range(self, span: Span) -> types.Range:
        """Where a span of the repaired text stands in the editor."""
        place = region(span, self._source)
        return types.Range(self._at(place.line, place.column), self._at(place.end_line, place.end_column))

    def covers(self, span: Span, wanted: types.Range) -> bool:
        """Whether a span and a range of the editor meet, be it in one point."""
        own = self.range(span)
        return _key(own.start) <= _key(wanted.end) and _key(wanted.start) <= _key(own.end)

    def _at(self, line: int, column: int) -> types.Position:
        if line > len(self._source.given):  # behind the last line
            return types.Position(line - 1, 0)
        return types.Position(line - 1, self._codec.client_num_units(self._source.given[line - 1][: column - 1]))


def _key(position: types.Position) -> tuple[int, int]:
    return position.line, position.character
