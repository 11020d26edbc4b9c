"""Weights: they add up to 100 %, and a weighted score is score times weight."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from verifier.model import Span, Verdict
from verifier.reading.clause import Table
from verifier.reading.text import Text
from verifier.rule import Example, Expect

from .check import Check, added, compared
from .figures import Figure, shown
from .groups import TOTAL_ROW, cell_figure, columns
from .layout import Layout
from .redone import KIND, Redone

# A weighted score is on the scale of the score, or of the weight: 9/10 × 20 % is 1.8 or 18.
_PRODUCTS: tuple[Callable[[Figure, Figure], float], ...] = (
    lambda score, weight: score.value * weight.value / 100,
    lambda score, weight: score.value * weight.value,
    lambda score, weight: score.value / (score.whole or 1) * weight.value,
    lambda score, weight: score.value / (score.whole or 1) * weight.value * 100,
)


def checks(layout: Layout) -> Iterator[Check]:
    for table in layout.report.tables:
        yield from _weighted_rows(table)


def _weighted_rows(table: Table) -> Iterator[Check]:
    score, weight, weighted = columns(table)
    if score < 1 or weight < 1:
        return
    rows = [row for row in table.rows if not TOTAL_ROW.match(row[0].text.plain)]
    weights = [cell_figure(row, weight) for row in rows]
    yield from _weights(table, rows[0][weight].text if rows and weight < len(rows[0]) else None, weights, weighted > 0)
    if weighted < 1:
        return
    cells = [(row, cell_figure(row, score), cell_figure(row, weight), cell_figure(row, weighted)) for row in rows]
    full = [(row, s, w, p) for row, s, w, p in cells if s and w and p and s.exact and w.exact and p.exact]
    if len(full) < 2:
        return
    product = max(_PRODUCTS, key=lambda way: sum(p.rounds(way(s, w)) for _, s, w, p in full))
    matches = sum(p.rounds(product(s, w)) for _, s, w, p in full)
    if matches < 2 or matches * 2 <= len(full):
        return
    for row, s, w, p in full:
        check = compared(
            p,
            [("score × weight", round(product(s, w), 9), f"{s.text} × {w.text}")],
            text=row[weighted].text.plain,
            section=table.section,
            subject=row[0].text.plain.strip(" *"),
        )
        if check:
            yield check


def _weights(table: Table, first: Text | None, weights: Sequence[Figure | None], used: bool) -> Iterator[Check]:
    """Weights add up to 100 %, or to 1."""
    if first is None or len(weights) < 3 or any(w is None or not w.exact for w in weights):
        return
    values = [w.value for w in weights if w is not None]
    total = round(sum(values), 6)
    whole = 1.0 if max(values) <= 1 else 100.0 if all(w.unit == "%" for w in weights if w) or total == 100 else 0.0
    if not whole or not 0.8 * whole <= total <= 1.2 * whole:
        return
    span = weights[0].span if weights[0] else first.span(0, len(first.plain))
    last = weights[-1].span if weights[-1] else span
    text = " + ".join(w.text for w in weights if w)
    holds = abs(total - whole) <= 0.005 * whole
    yield Check(
        text,
        Span(span.line, last.end_line, span.column, last.end_column),
        f"weights sum to {shown(whole)}",
        shown(total),
        holds,
        f"the weights add up to {shown(total)}" + ("" if holds else f", not {shown(whole)}"),
        added(values),
        table.section,
        "weights",
        used,
    )


class Weights(Redone):
    name = "weights"
    summary = "Weights add up to 100 %, or to 1, and a weighted score is the score times its weight."
    examples = (
        Example(
            "weighted rows",
            "| Category | Score | Weight | Weighted |\n|---|---|---|---|\n| Security | 90% | 50% | 45.0 |\n"
            "| Testing | 80% | 30% | 24.0 |\n| Style | 70% | 20% | 15.0 |\n",
            {},
            (
                Expect(KIND, Verdict.HOLDS, 3, subject="weights"),
                Expect(KIND, Verdict.HOLDS, 3, subject="Security"),
                Expect(KIND, Verdict.HOLDS, 4, subject="Testing"),
                Expect(KIND, Verdict.REFUTED, 5, subject="Style", observed="14 (score × weight)"),
            ),
        ),
        Example(
            "numbers beside scores",
            "| Category | Score | Files |\n|---|---|---|\n| Security | 9/10 | 12 |\n| Testing | 7/10 | 40 |\n| Style | 8/10 | 7 |\n",
            {},
            (),
        ),
    )
