"""The lines of a text by offset, each found in little time however many are asked for."""

from __future__ import annotations

import re
from bisect import bisect_right


class TextLines:
    """Knows where each line of `text` begins."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def number(self, offset: int) -> int:
        """The 1-based line of `offset`."""
        return bisect_right(self._starts, offset)

    def line(self, number: int) -> str:
        """The 1-based line without its end."""
        ends = self._starts[number] - 1 if number < len(self._starts) else len(self.text)
        return self.text[self._starts[number - 1] : ends]
