"""Which files hold a piece of text: an index of their words, so that many questions cost one reading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

_WORD = re.compile(rb"[a-z0-9]+")
_COMMON = 2  # runs as short as this are in nearly every file


@dataclass
class WordIndex:
    """The words of files whose lower-case bytes are `data`."""

    data: Mapping[str, bytes]
    _paths: tuple[str, ...] = ()
    _holding: dict[bytes, list[int]] = field(default_factory=dict)  # word -> numbers of the files that hold it
    _words: bytes = b""  # every word on a line of its own

    def __post_init__(self) -> None:
        self._paths = tuple(self.data)
        for number, path in enumerate(self._paths):
            for word in set(_WORD.findall(self.data[path])):
                self._holding.setdefault(word, []).append(number)
        self._words = b"\n" + b"\n".join(self._holding) + b"\n"

    def holding(self, needles: Iterable[bytes]) -> tuple[str, ...]:
        """The paths whose bytes hold any of the lower-case `needles`, in the order given."""
        found: set[int] = set()
        for needle in needles:
            runs = [run for run in _WORD.findall(needle) if len(run) > _COMMON]
            may = self._with(max(runs, key=len)) if runs else range(len(self._paths))
            found.update(number for number in may if number not in found and needle in self.data[self._paths[number]])
        return tuple(self._paths[number] for number in sorted(found))

    def _with(self, run: bytes) -> set[int]:
        """Files with a word that contains `run`."""
        numbers: set[int] = set()
        position = self._words.find(run)
        while position >= 0:
            start, end = self._words.rfind(b"\n", 0, position) + 1, self._words.find(b"\n", position)
            numbers.update(self._holding[self._words[start:end]])
            position = self._words.find(run, end)
        return numbers
