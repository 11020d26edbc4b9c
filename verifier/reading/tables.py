"""Rows of a Markdown table, with each cell's place."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping

from verifier.reading.clause import Cell, Table
from verifier.reading.text import Text, TextBuilder

_MOST_CELLS = 64  # of a row; each is read against all others
_PIPE = re.compile(r"(?<!\\)\|")


def cells(line: str, number: int, references: Mapping[str, str] | None = None) -> list[Text]:
    """The cells of one table line (GitHub's rule: an unescaped pipe ends a cell even inside a code span)."""
    cuts = [match.start() for match in _PIPE.finditer(line)]
    bounds = [-1, *cuts, len(line)]
    pieces = list(itertools.pairwise(bounds))
    if line.lstrip().startswith("|"):
        pieces = pieces[1:]
    if line.rstrip().endswith("|") and pieces:
        pieces = pieces[:-1]
    result = []
    for before, after in pieces[:_MOST_CELLS]:
        builder = TextBuilder(references)
        builder.add_markdown(line[before + 1 : after], number, before + 2)
        result.append(builder.build().strip().head())
    return result


def read_table(lines: list[str], first: int, section: tuple[str, ...], references: Mapping[str, str] | None = None) -> Table:
    """A table from its lines; `first` is the 1-based number of the header line, `references` are the targets of link definitions."""
    headers = [text.plain for text in cells(lines[0], first, references)]
    rows = []
    for offset, line in enumerate(lines[2:], 2):
        row = [
            Cell(headers[index] if index < len(headers) else "", text) for index, text in enumerate(cells(line, first + offset, references))
        ]
        if any(cell.text.plain for cell in row):
            rows.append(tuple(row))
    return Table(first, first + len(lines) - 1, tuple(headers), tuple(rows), section)
