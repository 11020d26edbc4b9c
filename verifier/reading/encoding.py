"""Repair of text whose UTF-8 was once read as another codec ("âœ…" for "✅"), run by run, remembering the given columns.

A repair is a stack of layers, outermost damage first: text damaged twice has two. Each layer has one codec for the whole file.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from verifier.reading.damage import CODECS, COMMON, FOREIGN, LOST, Table, damage_table

MAX_LAYERS = 3
_FOREIGN_RUNS = 6  # so many runs must agree before letters of another script are evidence


@dataclass(frozen=True, slots=True)
class Layer:
    """One repaired layer of damage.

    `maps` holds, for each 1-based line with repairs, the 0-based (repaired, given) offsets where repaired runs start and end.
    `whole` says that the file as a whole was damaged, not only some runs in it; `lost` is what became of bytes the codec lacks.
    """

    codec: str
    maps: Mapping[int, tuple[tuple[int, int], ...]]
    whole: bool
    lost: str | None
    repaired: frozenset[str]  # the characters that runs were repaired to
    kept: frozenset[str]  # non-ASCII characters that stand undamaged

    def given_column(self, line: int, column: int) -> int:
        """The 1-based column, before this layer's repair, of a 1-based repaired column."""
        points = self.maps.get(line)
        if not points:
            return column
        at = bisect_right(points, (column - 1, 1 << 60)) - 1
        if at < 0:
            return column
        repaired, given = points[at]
        given += column - 1 - repaired
        if at + 1 < len(points):  # a repaired run may be longer or shorter than what it stands for
            given = min(given, max(points[at][1], points[at + 1][1] - 1))
        return given + 1

    def damage(self, text: str) -> str:
        """`text` damaged as this file is: every character in a wholly damaged file, else those that are damaged elsewhere in it."""
        if text.isascii():
            return text
        table = damage_table(self.codec)

        def one(match: re.Match[str]) -> str:
            character = match[0]
            spoilt = character in self.repaired or (self.whole and character not in self.kept)
            return table.damage(character, self.lost) if spoilt else character

        return re.sub(r"[^\x00-\x7f]", one, text)


def repair(lines: Sequence[str]) -> tuple[tuple[str, ...], tuple[Layer, ...]]:
    """The lines without encoding damage, and the layers that were taken off, outermost first. Undamaged lines come back as they are."""
    layers: list[Layer] = []
    repaired = tuple(lines)
    while len(layers) < MAX_LAYERS:
        step = _repair_layer(repaired)
        if step is None:
            break
        repaired, layer = step
        layers.append(layer)
    return repaired, tuple(layers)


def _repair_layer(lines: tuple[str, ...]) -> tuple[tuple[str, ...], Layer] | None:
    damaged = [(number, line) for number, line in enumerate(lines, 1) if not line.isascii()]
    if not damaged:
        return None
    text = "\n".join(line for _, line in damaged)
    chosen = _choose(text)
    if chosen is None:
        return None
    table, whole = chosen
    result = list(lines)
    maps: dict[int, tuple[tuple[int, int], ...]] = {}
    runs: set[str] = set()
    kept: set[str] = set()
    for number, line in damaged:
        pieces: list[str] = []
        points: list[tuple[int, int]] = []
        end = length = 0
        for start, stop, good in _repairs(table, line, whole):
            pieces += [line[end:start], good]
            kept.update(line[end:start])
            length += start - end
            points += [(length, start), (length + len(good), stop)]
            length += len(good)
            runs.add(line[start:stop])
            end = stop
        kept.update(line[end:])
        if points:
            result[number - 1] = "".join(pieces) + line[end:]
            maps[number] = tuple(points)
    if not maps:
        return None
    restored = frozenset("".join(map(table.decode, runs)))
    untouched = frozenset(c for c in kept if c > "\x7f") - restored
    return tuple(result), Layer(table.codec, maps, whole, _lost(table, runs), restored, untouched)


def _repairs(table: Table, line: str, whole: bool) -> Iterator[tuple[int, int, str]]:
    """(start, end, what it stood for) of each damaged run. In a file that is not damaged as a whole, only the unmistakable ones."""
    for match in table.runs.finditer(line):
        run = match[0]
        good = table.decode(run)
        if good != run and (whole or (good in COMMON and run not in table.lossy and len(run) > 2)):
            yield match.start(), match.end(), good


def _lost(table: Table, runs: Iterable[str]) -> str | None:
    """What became of bytes the codec lacks, to judge by the lossy runs."""
    seen = [run for run in runs if run in table.lossy]
    if not seen:
        return None
    return LOST if any(LOST in run for run in seen) else ""


def _choose(text: str) -> tuple[Table, bool] | None:
    """The codec that explains most of the text's non-ASCII characters, and whether the text is damaged as a whole."""
    pieces = re.findall(r"[^\x00-\x7f]+ ?", text)  # a hard space may have become a plain one
    total = sum(len(piece.rstrip(" ")) for piece in pieces)
    damaged = "\n".join(pieces)
    present = set(damaged)
    best: tuple[int, Table, bool] | None = None
    for codec in CODECS:
        table = damage_table(codec)
        if present.isdisjoint(table.leads):
            continue
        explained, evidence = _evidence(table, damaged, text, total)
        if not evidence or (best is not None and explained <= best[0]):
            continue
        best = explained, table, explained >= 0.6 * total
    return best and best[1:]


def _evidence(table: Table, damaged: str, text: str, total: int) -> tuple[int, bool]:
    """How many of the `total` non-ASCII characters the codec explains, and whether any of it can't be anything but damage.

    `damaged` is what `text` holds of them, a run a line.
    """
    runs: Counter[str] = Counter(table.runs.findall(damaged))
    explained = surely = letters = foreign = 0
    kinds = set()
    for run, times in runs.items():
        good = table.decode(run)
        if good == run:
            continue
        explained += times * sum(c > "\x7f" for c in run)
        if run in table.lossy:
            continue
        if len(run) > 2 and (good in COMMON or ord(good) >= 0x1F300):
            surely += times
        elif len(run) == 2 and (good.islower() or good in "°·§«»©®±") and ord(good) < 0x100:
            letters += times
            kinds.add(good)
        elif ord(good) in FOREIGN:
            foreign += times
    if surely:
        return explained, True
    # Weaker signs count only where they explain (nearly) everything: "Ã©", but "√π" and "MANHÃ…" are right as they are.
    wordy = bool(kinds) and _inside_words(table, text)
    enough = (letters >= 1 and wordy and explained == total) or (foreign >= _FOREIGN_RUNS and explained >= 0.95 * total)
    return explained, enough and table.codec not in ("cp437", "cp850")


def _inside_words(table: Table, text: str) -> bool:
    """Whether letters that came of two-character runs stand in or at words: damaged "dÃ©jÃ ", not "2√π"."""
    for match in table.runs.finditer(text):
        good = table.decode(match[0])
        if len(match[0]) == 2 and good.isalpha():
            before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
            if not ((before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha())):
                return False
    return True
