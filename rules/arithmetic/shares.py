"""Shares: a column of percentages of the column before it, or of one number of the row in another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import permutations

from verifier.model import Verdict
from verifier.reading.clause import Table
from verifier.rule import Example, Expect

from .cells import TOTAL, Row, column, row_text
from .check import Check, compared
from .figures import Figure, only_figure
from .layout import Layout
from .redone import KIND, Redone

_LEAST, _MOST = 3, 0.8  # rows that fit, and their part of all, from which on the columns belong together
_SHARE = re.compile(r"^\W*(?:%|percent(?:age)?|share|proportion|% of total|ratio)\W*(?:of total)?\W*$", re.I)


def checks(layout: Layout) -> Iterator[Check]:
    for table in layout.report.tables:
        yield from _shares(table)
        yield from _of_rows(table)


def _shares(table: Table) -> Iterator[Check]:
    """A column of shares of the column before it."""
    for index, header in enumerate(table.headers):
        if index < 2 or not _SHARE.match(header):
            continue
        rows: list[Row] = [row for row in table.rows if index < len(row) and not TOTAL.match(row[0].text.plain)]
        parts, shares = column(rows, index - 1), column(rows, index)
        if len(rows) < 3 or any(p is None or not p.exact for p in parts) or any(s is None or s.unit not in {"%", ""} for s in shares):
            continue
        told = [only_figure(row[index - 1].text) for row in table.rows if index < len(row) and TOTAL.match(row[0].text.plain)]
        wholes = [("of the column's sum", sum(part.value for part in parts if part))]
        wholes += [("of the total told", total.value) for total in told if total is not None]
        wholes = [(name, whole) for name, whole in wholes if whole]
        pairs = [(row, p, s) for row, p, s in zip(rows, parts, shares, strict=True) if p and s]
        matching = sum(any(s.agrees(p.value / whole * 100) for _, whole in wholes) for _, p, s in pairs)
        if matching < 2 or matching * 2 <= len(pairs):
            continue
        for row, part, share in pairs:
            check = compared(
                share,
                [(name, part.value / whole * 100, f"{part.value:g} / {whole:g} * 100") for name, whole in wholes],
                text=row_text(row, index - 1, index),
                section=table.section,
                subject=row[0].text.plain.strip(" *"),
            )
            if check:
                yield check


def _of_rows(table: Table) -> Iterator[Check]:
    """A column of percentages that are one column's share of another: "Tests | Passed | Rate"."""
    columns = [column(table.rows, index) for index in range(len(table.headers))]
    counts = [index for index, cells in enumerate(columns) if index and _are_counts(cells)]
    for index, cells in enumerate(columns):
        if sum(cell is not None and cell.unit == "%" for cell in cells) < _LEAST:
            continue
        best = max(
            ((_fitting(cells, columns[part], columns[whole]), part, whole) for part, whole in permutations(counts, 2)), default=(0, 0, 0)
        )
        rows = [
            (row, share, part, whole)
            for row, share, part, whole in zip(table.rows, cells, columns[best[1]], columns[best[2]], strict=True)
            if share is not None and share.unit == "%" and share.exact and part is not None and whole is not None and whole.value
        ]
        if best[0] < _LEAST or best[0] < _MOST * len(rows):
            continue
        for row, share, part, whole in rows:
            check = compared(
                share,
                [(f"of {whole.text}", part.value / whole.value * 100, f"{part.value:g} / {whole.value:g} * 100")],
                text=row_text(row, *sorted((best[1], best[2], index))),
                section=table.section,
                subject=row[0].text.plain.strip(" *"),
                sure=best[0] > _LEAST,
            )
            if check:
                yield check


def _are_counts(cells: Sequence[Figure | None]) -> bool:
    return sum(cell is not None and cell.exact and cell.unit != "%" and cell.whole is None for cell in cells) >= _LEAST


def _fitting(shares: Sequence[Figure | None], parts: Sequence[Figure | None], wholes: Sequence[Figure | None]) -> int:
    """How many of the shares are those of the parts, where not all of them are the whole."""
    rows = [(s, p, w) for s, p, w in zip(shares, parts, wholes, strict=True) if s and p and w and w.value and p.value <= w.value]
    fitting = [(s, p, w) for s, p, w in rows if s.unit == "%" and s.agrees(p.value / w.value * 100)]
    return len(fitting) if sum(p.value != w.value for _, p, w in fitting) > 1 else 0


class Shares(Redone):
    name = "shares"
    summary = "A column of shares is each number's part of the total told, or of the column's sum."
    examples = (
        Example(
            "of the total told",
            "| Rating | Count | Percentage |\n|---|---|---|\n| good | 96 | 98.0% |\n| fair | 2 | 2.0% |\n"
            "| poor | 2 | 2.0% |\n| Total | 98 | 100% |\n",
            {},
            (
                Expect(KIND, Verdict.HOLDS, 3),
                Expect(KIND, Verdict.HOLDS, 4),
                Expect(KIND, Verdict.HOLDS, 5),
            ),
            also=("table-totals",),
        ),
        Example(
            "of another number of the row",
            "| Module | Rate | Tests | Passed |\n|---|---|---|---|\n| a | 96% | 114 | 110 |\n| b | 94% | 52 | 49 |\n| c | 50% | 10 | 5 |\n"
            "| d | 100% | 7 | 7 |\n| e | 80% | 10 | 9 |\n",
            {},
            (
                Expect(KIND, Verdict.HOLDS, 3),
                Expect(KIND, Verdict.HOLDS, 4),
                Expect(KIND, Verdict.HOLDS, 5),
                Expect(KIND, Verdict.HOLDS, 6),
                Expect(KIND, Verdict.REFUTED, 7),
            ),
        ),
        Example(
            "a share that is wrong",
            "| Size | Parcels | Share |\n|---|---|---|\n| small | 50 | 50% |\n| large | 30 | 30% |\n| huge | 20 | 25% |\n",
            {},
            (
                Expect(KIND, Verdict.HOLDS, 3),
                Expect(KIND, Verdict.HOLDS, 4),
                Expect(KIND, Verdict.REFUTED, 5, observed="20 (of the column's sum)"),
            ),
        ),
        Example(
            "percentages of their own",
            "| Module | Lines | % |\n|---|---|---|\n| orbit | 50 | 91% |\n| moon | 30 | 85% |\n| comet | 20 | 78% |\n",
            {},
            (),
        ),
    )
