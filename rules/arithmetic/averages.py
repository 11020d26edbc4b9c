"""Averages of what is listed: "6 files (avg 280 lines)" over their table, list or tree; "1,680 lines in 6 files (280 on average)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import median

from verifier.model import Verdict
from verifier.reading.clause import Form, Statement
from verifier.reading.text import Text
from verifier.rule import Example, Expect

from .check import Check, added, compared
from .figures import Figure, figures, only_figure
from .layout import Layout
from .redone import KIND, Redone

_AVERAGE = re.compile(
    r"\b(?:avg\.?|average[sd]?|averaging|mean)\b(?:\s+(?:of|is|was|size|length|file size|lines|loc|at|lines per file|"
    r"file length))*\W{0,4}$",
    re.I,
)
_BEHIND = re.compile(r"^[\s*,]{0,3}(?:(?:each |per file )?on average\b|average\b|avg\b)(?!\W*\d)", re.I)
_WEIGHTED = re.compile(r"\bweighted\b", re.I)
_OPEN = re.compile(r"\.{3}|…|\betc\b|\bmore\b|\bothers\b|\btop\b|\blargest\b|\bincluding\b|\bexcluding\b", re.I)


def checks(layout: Layout) -> Iterator[Check]:
    for statement in layout.worded():
        if statement.form is Form.CELL:
            continue
        text = layout.full(statement)
        found = figures(text)
        averages = [f for f in found if _AVERAGE.search(text.plain[: f.start]) or _BEHIND.match(text.plain[f.end :])]
        if len(averages) != 1 or averages[0].bounded or averages[0].unit in {"%", "x"} or averages[0].whole or _WEIGHTED.search(text.plain):
            continue
        average = averages[0]
        others = [f for f in found if f is not average and f.exact]
        yield from _quotient(layout, statement, text, average, others)
        yield from _of_listed(layout, statement, text, average, others)


def _quotient(layout: Layout, statement: Statement, text: Text, average: Figure, others: list[Figure]) -> Iterator[Check]:
    """A sum, a number of things and their average in one statement."""
    if len(others) != 2:
        return
    for total, count in (others, others[::-1]):
        like = total.unit == average.unit and bool(average.unit)
        if like and count.unit not in {total.unit, "second", "byte", "%", "x", ""} and count.value >= 2 and count.whole is None:
            between = text.plain[min(total.end, count.end) : max(total.start, count.start)]
            joined = bool(
                re.fullmatch(
                    r"\W*(?:(?:total|code|of code|across|in|over|from|for|with|spread across|python|source)\b\W*){0,3}", between, re.I
                )
            )
            check = compared(
                average,
                [("total by number", total.value / count.value, f"{total.value:g} / {count.value:g}")],
                text=text.plain[min(total.start, count.start) : average.end],
                section=layout.titles(statement.line),
                subject=average.unit,
                sure=joined and len(figures(text)) == 3 and average.unit not in {"second", "byte"},
            )
            check = _tolerant(check, average, [total.value / count.value])
            if check and (check.holds or check.sure):
                yield check


def _of_listed(layout: Layout, statement: Statement, text: Text, average: Figure, others: list[Figure]) -> Iterator[Check]:
    """An average of the numbers in the list or table below, or in the section of the same name."""
    count = others[0] if len(others) == 1 and others[0].unit != average.unit and others[0].value == int(others[0].value) else None
    if others and count is None:
        return
    for name, values, open_ended in _numbers(layout, statement, text, average):
        if len(values) < 2:
            continue
        if count is not None and count.value != len(values):
            continue
        mean = sum(values) / len(values)
        check = compared(
            average,
            [(f"mean of the {len(values)} {name}", mean, f"({added(values)}) / {len(values)}"), ("median", median(values), "")],
            text=text.plain.strip(" :"),
            section=layout.titles(statement.line),
            subject=average.unit,
            sure=count is not None and not open_ended,
        )
        check = _tolerant(check, average, [mean, median(values)])
        if check and (check.holds or check.sure):
            yield check
            return


def _tolerant(check: Check | None, average: Figure, values: list[float]) -> Check | None:
    """Nothing for an average that is off by no more than one in a hundred: it may be of unrounded numbers."""
    if check is None or check.holds:
        return check
    return None if any(abs(average.value - value) <= 0.01 * abs(value) for value in values) else check


def _numbers(layout: Layout, statement: Statement, text: Text, average: Figure) -> Iterator[tuple[str, list[float], bool]]:
    last = text.place(max(0, len(text.plain) - 1))[0]
    section = layout.section_at(statement.line)
    end = layout.own_end(section) if section is not None else layout.last_line
    # Items below it, the list or table that follows.
    inner = [s for s in layout.between(last + 1, last + 60) if s.context.parents and s.context.parents[-1].place(0)[0] == statement.line]
    block = next((b for b in layout.lists if last < b.line <= min(last + 2, end)), None)
    items = inner or (list(block.items) if block is not None else [])
    if items:
        found = [[f for f in figures(layout.full(item)) if f.unit == average.unit and f.exact] for item in items]
        if all(len(numbers) == 1 for numbers in found):
            yield "items below", [numbers[0].value for numbers in found], any(_OPEN.search(item.text.plain) for item in items)
    words = _name(text.plain[: min(f.start for f in figures(text))])
    for table in layout.report.tables:
        near = last < table.line <= min(last + (3 if statement.form is not Form.HEADING else 6), end)
        named = bool(words) and bool(table.section) and _name(table.section[-1]) == words
        if not (near or named):
            continue
        for index, header in enumerate(table.headers):
            if not index or not re.match(rf"\W*{re.escape(average.unit)}s?\b" if average.unit else r"$^", header, re.I):
                continue
            rows = [row for row in table.rows if not re.match(r"^\W*(?:total|sum|average|mean)\b", row[0].text.plain, re.I)]
            cells = [only_figure(row[index].text) if index < len(row) else None for row in rows]
            numbers = [cell.value for cell in cells if cell is not None and cell.exact]
            if len(numbers) == len(rows):
                yield "rows", numbers, any(_OPEN.search(row[0].text.plain) for row in rows)


def _name(words: str) -> frozenset[str]:
    return frozenset(word.rstrip("s") for word in re.findall(r"[a-z]+", words.lower()) if word not in {"the", "of", "and"})


class Averages(Redone):
    name = "averages"
    summary = "An average is the mean, or median, of what is listed, or the total by the number told with it."
    examples = (
        Example(
            "of a table",
            "3 files (avg 280 lines)\n\n| File | Lines |\n|---|---|\n| orbit | 100 |\n| moon | 200 |\n| comet | 330 |\n",
            {},
            (Expect(KIND, Verdict.REFUTED, 1),),
        ),
        Example(
            "of a total",
            "1,680 lines across 6 files (avg 280 lines)\n",
            {},
            (Expect(KIND, Verdict.HOLDS, 1),),
        ),
        Example(
            "of more than is listed",
            "6 files (avg 280 lines)\n\n| File | Lines |\n|---|---|\n| orbit | 100 |\n| moon | 200 |\n| comet | 300 |\n",
            {},
            (),
        ),
    )
