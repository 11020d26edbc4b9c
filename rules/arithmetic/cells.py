"""Columns and rows of tables, as the rules here look at them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from verifier.reading.clause import Cell

from .figures import Figure, only_figure

Row = tuple[Cell, ...]
TOTAL = re.compile(r"^\W*(?:grand |sub)?(?:totals?|sums?|altogether|overall)\b|^\W*(?:all|all together|in all)\W*$|^\W*(?:σ|∑)", re.I)


def column(rows: Sequence[Row], index: int) -> list[Figure | None]:
    return [only_figure(row[index].text) if index < len(row) else None for row in rows]


def row_text(row: Row, *indices: int) -> str:
    return " | ".join(row[index].text.plain for index in (0, *indices) if index < len(row))
