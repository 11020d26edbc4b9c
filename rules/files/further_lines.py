"""Lines cited behind an anchor without its file, and what is said of each: "`a.py:4` (`load`), `:9` (`save`)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from verifier.reading.clause import Clause, Mention, Origin, Path
from verifier.reading.pathnames import ranges

_LINES = re.compile(r"(?<![^\s`(,])(?<!\bport )(?<!\bport `):(?P<lines>\d{1,6}(?:\s?[-–,]\s?\d{1,6})*)(?![\w.:/]*\w)")

Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Further:
    """`mention` is that of the file, with the span and text of the lines."""

    mention: Mention
    lines: Ranges


def without_file(clause: Clause) -> Iterator[Further]:
    """The lines of a clause that are told of the file which the nearest anchor before them names, or its parent's."""
    above = [m for m in clause.all(Path) if m.origin is Origin.PARENT and isinstance(m.value, Path) and m.value.anchors]
    ends = dict.fromkeys((-1,), above[-1]) if above else {}  # an item of the list that begins with the anchor
    for mention in clause.own(Path):
        text = mention.text.strip("`")
        if isinstance(mention.value, Path) and mention.value.anchors and text in clause.text:
            ends[clause.text.rfind(text) + len(text)] = mention
    for match in _LINES.finditer(clause.text):
        before = [end for end in ends if end <= match.start()]
        if before:
            span = clause.words.span(match.start(), match.end())
            yield Further(replace(ends[max(before)], span=span, text=match[0]), ranges(match["lines"]))


def lines_without_file(clause: Clause) -> Ranges:
    """All lines that the statement of a clause tells without a file."""
    return tuple(one for match in _LINES.finditer(clause.statement.text.plain) for one in ranges(match["lines"]))


def said_of(clause: Clause, mention: Mention) -> str | None:
    """The part of a statement that is about one of its anchors, if it tells lines without a file; else None.

    It goes on to the next anchor; where a name stands before the first of them, it begins behind the last one. A part
    without words ("`a.py:4` and `:9` log") says nothing of its own.
    """
    plain = clause.statement.text.plain
    further = [match.span() for match in _LINES.finditer(plain)]
    if not further:
        return None
    named = (m.text.strip("`") for m in clause.all(Path) if isinstance(m.value, Path) and m.value.anchors)
    direct = [(plain.find(text), plain.find(text) + len(text)) for text in named if not text.startswith(":") and text in plain]
    anchors = sorted({*further, *direct})
    at = next((row for row, (start, end) in enumerate(anchors) if plain[start:end] == mention.text.strip("`")), None)
    if at is None:
        return None
    coded = any(start < anchors[0][0] for start, _ in clause.statement.text.codes)
    before, after = (anchors[at - 1][1] if at else 0), (anchors[at + 1][0] if at + 1 < len(anchors) else len(plain))
    part = plain[before : anchors[at][0]] if coded else plain[anchors[at][1] : after]
    return part if re.search(r"[^\W\d_]{4}", part) else None
