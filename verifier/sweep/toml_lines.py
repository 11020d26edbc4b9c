"""Where tables and keys of a TOML text stand: its parser tells what, but not on which line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_HIDES = re.compile(r'"""(?:[^\\]|\\.)*?"""|\'\'\'.*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*', re.S)
_HEADER = re.compile(r"\s{0,40}\[{1,2}\s{0,9}([\w.-]+)\s{0,9}\]")
_KEY = re.compile(r"\s{0,40}([\w-]+)\s{0,40}=")


@dataclass
class Place:
    """A table: the line of its header, the lines of its keys, and the text's lines from header to end; all count from 1."""

    line: int
    end: int
    keys: dict[str, int] = field(default_factory=dict)


class TomlLines:
    """The places in a text that is valid TOML. What is written in another way than usual is found at the table, or at line 1."""

    def __init__(self, text: str, repeated: str) -> None:
        """`repeated` is the name of the array of tables that is looked for."""
        self._lines, self._repeated = text.split("\n"), repeated
        bare = _HIDES.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text).split("\n")
        self.top = Place(1, len(bare))
        self.tables: list[Place] = []
        here = self.top
        for number, line in enumerate(bare, 1):
            if header := _HEADER.match(line):
                here.end = number - 1
                here = Place(number, len(bare))
                if header[1] == repeated:
                    self.tables.append(here)
                else:
                    self.top.keys.setdefault(header[1].partition(".")[0], number)
            elif key := _KEY.match(line):
                here.keys.setdefault(key[1], number)

    def table(self, index: int) -> Place:
        """The table at `index` of the array, or the whole where it is written as one value."""
        return self.tables[index] if index < len(self.tables) else Place(self.top.keys.get(self._repeated, 1), self.top.end)

    def line_of(self, place: Place, key: str, value: str = "") -> int:
        """The line of a key of a table, or of the `value` that stands at it or below."""
        first = place.keys.get(key, place.line)
        later = range(first, place.end + 1) if value else ()
        return next((number for number in later if value in self._lines[number - 1]), first)
