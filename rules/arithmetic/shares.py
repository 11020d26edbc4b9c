"""Shares: a column of percentages of the column before it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from verifier.model import Verdict
from verifier.reading.clause import Table
from verifier.rule import Example, Expect

from .cells import TOTAL, Row, column, row_text
from .check import Check, compared
from .figures import only_figure
from .layout import Layout
from .redone import KIND, Redone

_SHARE = re.compile(r"^\W*(?:%|percent(?:age)?|share|proportion|% of total|ratio)\W*(?:of total)?\W*$", re.I)


def checks(layout: Layout) -> Iterator[Check]:
    for table in layout.report.tables:
        yield from _shares(table)


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
