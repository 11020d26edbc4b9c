"""Where `~~` must stand so that words of a report are struck out, with the markup around them, and nothing else changes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from verifier.model import Correction, Span
from verifier.reading.clause import Clause, Statement
from verifier.reading.source import Source
from verifier.reading.text import Text, TextBuilder

_OPENS = "*_`[<"  # markup that may stand before the first of the words
_LINK_END = re.compile(r"\](?:\([^()\s]*(?:\([^()\s]*\)[^()\s]*)?(?:\s+\"[^\"]*\")?\)|\[[^\[\]]*\])?")
_SIGN = "~~"


def struck(source: Source, words: Statement | Clause) -> tuple[Correction, ...]:
    """Insertions that strike the words out, line by line; () where that can't be done without touching the words beside them."""
    text = words.text if isinstance(words, Statement) else words.words
    made: list[Correction] = []
    for line, start, end in _rows(text):
        found = _around(source.lines[line - 1], start, end)
        if found is None:
            return ()
        made += [Correction(Span(line, line, place + 1, place + 1), _SIGN) for place in found]
    return tuple(made)


def _rows(text: Text) -> Iterator[tuple[int, int, int]]:
    """For each line that the text stands on, the 0-based columns [start, end) from its first character there to its last."""
    rows: dict[int, tuple[int, int]] = {}
    ends = [*(offset for offset, _, _ in text.runs[1:]), len(text.plain)]
    for (offset, line, column), end in zip(text.runs, ends, strict=True):
        piece = text.plain[offset:end]
        if not piece.strip():
            continue
        left = len(piece) - len(piece.lstrip())
        first, last = column - 1 + left, column - 1 + len(piece.rstrip())
        known = rows.get(line, (first, last))
        rows[line] = min(known[0], first), max(known[1], last)
    yield from ((line, *place) for line, place in sorted(rows.items()))


def _around(line: str, start: int, end: int) -> tuple[int, int] | None:
    """The words with the markup that opens right before and closes right behind them, or without it: whichever strikes just them out."""
    words = _plain(line)
    for first, last in ((_left(line, start), _right(line, end)), (start, end), (_left(line, start), end), (start, _right(line, end))):
        if _SIGN in line[max(0, first - 2) : first] + line[last : last + 2] or _SIGN in line[first:last]:
            continue
        after = _plain(f"{line[:first]}{_SIGN}{line[first:last]}{_SIGN}{line[last:]}")
        wanted = _plain(line[first:last]).plain.strip()
        inside = [after.plain[begin:stop].strip() for begin, stop in after.struck]
        if after.plain == words.plain and inside == [wanted] and _paired(line[first:last]):
            return first, last
    return None


def _left(line: str, start: int) -> int:
    while start and line[start - 1] in _OPENS:
        start -= 1
    return start


def _right(line: str, end: int) -> int:
    while end < len(line):
        link = _LINK_END.match(line, end)
        if link:
            end = link.end()
        elif line[end] in "*_`>":
            end += 1
        else:
            break
    return end


def _paired(piece: str) -> bool:
    """Whether each sort of emphasis and code that the piece holds is opened and closed in it."""
    runs: dict[str, int] = {}
    for run in re.findall(r"`+|\*+|(?<!\w)_+|_+(?!\w)", re.sub(r"(`+)(?!`).+?(?<!`)\1(?!`)", "", piece)):
        runs[run] = runs.get(run, 0) + 1
    return all(number % 2 == 0 for number in runs.values())


def _plain(line: str) -> Text:
    builder = TextBuilder()
    builder.add_markdown(line, 1, 1)
    return builder.build()
