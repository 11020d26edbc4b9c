"""Tables: total and average rows, total columns, columns that multiply."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from verifier.reading.clause import Form, Table
from verifier.reading.units import singular

from .cells import TOTAL, Row, column, row_text
from .check import Check, added, compared
from .figures import Figure, figures, only_figure
from .layout import Layout
from .redone import Redone
from .totals_examples import EXAMPLES

_SUBTOTAL = re.compile(r"^\W*sub-?total\b", re.I)
_PLAIN_TOTAL = re.compile(r"^\W*(?:grand )?total\W*$", re.I)
_OVERALL_HEAD = re.compile(r"^\W*overall\W*$", re.I)
_AVERAGE = re.compile(r"^\W*(?:average|mean|avg)\b", re.I)
_ENDING = re.compile(rf"(?:{TOTAL.pattern})|(?:{_AVERAGE.pattern})", re.I)
_TOTAL_HEADER = re.compile(r"^\W*(?:total|sum|overall|all)\W*$", re.I)
_PARTIAL = re.compile(
    r"\b(?:top|largest|biggest|longest|worst|sample|selected|some|key|main|notable|highlights?|examples?|representative|most|critical)\b",
    re.I,
)
_REST = re.compile(r"^\W*(?:\.{3}|…|others?\b|rest\b|remaining\b|misc|etc)", re.I)
_NESTED = re.compile(r"^\W*[└├↳→]|\b(?:of which|including|incl\.|thereof|subset)\b", re.I)
_OVERLAPPING = re.compile(r"\b(?:affected|unique|distinct|involved|touched)\b", re.I)
_FACTOR = re.compile(r"(?:\(|\b)(?:×|x)\s?(\d{1,4})\)?|(?<![\w.])(\d{1,4})\s?(?:x|×)(?![\w])", re.I)
_BELOW = 4  # lines below a table in which its total stands
_SAYS_TOTAL = re.compile(r"^\W*(?:(?:grand|overall|combined|the|in)\s+)?(?:total|sum|altogether|overall)\b[^.;]{0,30}$", re.I)
_OTHER_TOTAL = re.compile(
    r"\b(?:across|project|repository|codebase|remaining|reviewed|scanned|before|saved|previous\w*|target|other|rest|including|excluding"
    r"|all files)\b",
    re.I,
)
_COUNTING = re.compile(r"^\W*(?:counts?|numbers?|#|quantity|amount|findings|issues)\W*", re.I)
_ARROW = re.compile(r"→|->|=>")  # what it was, and is
_UNADDABLE = re.compile(
    r"%|percent|ratio|average|avg|mean|median|max|min|score|grade|rating|version|line #|^#$|rank|year|port|coverage|"
    r"per\b|rate|latency|index|time\b|date",
    re.I,
)


_NO_SUMS = frozenset("% px pt em rem vh vw".split())  # shares, and lengths on a page, which lie side by side or within each other
_MOST = 50  # rows of one table that may sum up those above them


def checks(layout: Layout) -> Iterator[Check]:
    for table in layout.report.tables:
        yield from _totals(layout, table)
        yield from _below(layout, table)
        yield from _total_column(table)
        yield from _factors(table)


def _totals(layout: Layout, table: Table) -> Iterator[Check]:
    """A total row is the sum of the rows above it, an average row their mean."""
    # "Overall" above a "Total" row is a category.
    heads = [row[0].text.plain for row in table.rows]
    category = any(_PLAIN_TOTAL.match(head) for head in heads) and sum(bool(_OVERALL_HEAD.match(head)) for head in heads) == 1
    summing = (at for at, head in enumerate(heads) if TOTAL.match(head) or _AVERAGE.match(head))
    for at in islice(summing, _MOST):
        row = table.rows[at]
        average = bool(_AVERAGE.match(heads[at]))
        if category and _OVERALL_HEAD.match(heads[at]):
            continue
        counted = [other for other in table.rows[:at] if not (category and _OVERALL_HEAD.match(other[0].text.plain))]
        above = [other for other in table.rows[:at] if _counts(other, category)]
        if len(above) < 2 or any(TOTAL.match(other[0].text.plain) and not _SUBTOTAL.match(other[0].text.plain) for other in counted):
            continue
        since = next((i for i in range(at - 1, -1, -1) if _SUBTOTAL.match(table.rows[i][0].text.plain)), -1)
        if _SUBTOTAL.match(row[0].text.plain):
            above = list(table.rows[since + 1 : at])
        told: list[tuple[Figure, Check]] = []
        for index in range(1, len(table.headers)):
            figure = only_figure(row[index].text) if index < len(row) else None
            if figure is not None and not _OVERLAPPING.search(row[index].text.plain):
                check = _total(layout, table, row, above, index, figure, average)
                if check is not None:
                    more = not average and check.value is not None and figure.value > _MORE * check.value
                    told.append((figure, replace(check, supposed="if the table lists all of them") if more else check))
        apart = sum(not check.holds for _, check in told) > 1 and _fit([figure.value for figure, _ in told])
        for _, check in told:
            yield replace(check, supposed="if its rows are right: the totals fit each other") if apart and not check.holds else check


def _fit(totals: Sequence[float]) -> bool:
    """Whether one of some totals is the sum of the others: so they were taken together, and a row may be what is wrong."""
    return len(totals) > 2 and any(2 * total == sum(totals) for total in totals)


_MORE = 3  # times the sum of its rows: then a table's total may be of what it leaves out, too


def _counts(row: Row, category: bool) -> bool:
    head = row[0].text.plain
    return not _ENDING.match(head) or (category and bool(_OVERALL_HEAD.match(head)))


def _total(layout: Layout, table: Table, row: Row, above: Sequence[Row], index: int, figure: Figure, average: bool) -> Check | None:
    cells = column(above, index)
    parts = [part for part in cells if part is not None]
    if len(parts) < 2 or len({part.unit for part in parts}) > 1 or (parts[0].unit != figure.unit and parts[0].unit and figure.unit):
        return None
    values = [part.value for part in parts]
    mean = ("mean of the rows", sum(values) / len(values), f"({added(values)}) / {len(values)}")
    addition = ("sum of the rows", round(sum(values), 9), added(values))
    unaddable = bool(_UNADDABLE.search(table.headers[index])) or figure.unit in _NO_SUMS or figure.whole is not None
    ways = [mean] if average else [addition, mean] if not unaddable else [mean, addition]
    before = [s.text.plain for s in layout.between(max(1, table.line - 3), table.line - 1)]
    before.append(table.headers[0])
    nested = any(_NESTED.search(other[0].text.plain) for other in above) or bool(_OVERLAPPING.search(table.headers[index]))
    partial = (
        nested
        or any(_PARTIAL.search(words) for words in (*table.section[-1:], *before))
        or any(_REST.match(other[0].text.plain) for other in above)
    )
    complete = len(parts) == len(above) and all(part.exact for part in parts)
    # Short times may overlap, or leave out what lies between.
    if figure.unit == "second" and not re.search(r"\b(?:hours?|hrs?|days?|weeks?)\b|\dh\b", figure.text):
        complete = False
    # An average may be weighted by something that the table does not show.
    sure = complete and not partial and not unaddable and not average and figure.exact
    check = compared(
        figure, ways, text=f"{row[0].text.plain} | {row[index].text.plain}", section=table.section, subject=table.headers[index], sure=sure
    )
    return check if check and (check.holds or sure) else None


def _below(layout: Layout, table: Table) -> Iterator[Check]:
    """A total in words right below a table: "**Total:** 9 lines". It is of the column that counts what it counts."""
    for statement in layout.between(table.end_line + 1, table.end_line + _BELOW):
        if statement.form in {Form.HEADING, Form.CELL, Form.CODE, Form.COMMAND}:
            return
        text = layout.full(statement)
        found = figures(text)
        if not found or _OTHER_TOTAL.search(text.plain) or not _SAYS_TOTAL.search(text.plain[: found[0].start]):
            return
        for figure in found:
            index = _column_of(table, figure, text.plain[: figure.start] if len(found) == 1 else "")
            rows = [row for row in table.rows if not _ENDING.match(row[0].text.plain)]
            if index and figure.exact and len(rows) > 1:
                check = _total(layout, table, table.rows[-1], rows, index, figure, False)
                if check is not None:
                    more = check.value is not None and figure.value > 2 * check.value  # it may be the total of more than the table
                    yield replace(check, text=text.plain, supposed="of what the table lists" if more else "")


def _column_of(table: Table, figure: Figure, label: str) -> int:
    """The one column whose header names what the figure counts, or what `label` says; 0 where there is not just one."""
    numeric = [
        index
        for index in range(1, len(table.headers))
        if table.rows and all(index < len(row) and only_figure(row[index].text) is not None for row in table.rows)
    ]
    headers = {index: {singular(word) for word in re.findall(r"[a-z]+", table.headers[index].lower())} for index in numeric}
    wanted = {figure.unit} | {singular(word) for word in re.findall(r"[a-z]+", label.lower())} - {"total", "number", "count"}
    wanted |= {"line", "loc"} if wanted & {"line", "loc"} else set()
    named = [index for index in numeric if headers[index] & wanted]
    if not named and label and len(numeric) == 1 and figure.unit not in {"second", "byte", "%"}:
        plain = not figure.unit and not wanted - {"", "grand", "overall", "the"}
        named = numeric if plain or _COUNTING.fullmatch(table.headers[numeric[0]]) else []
    return named[0] if len(named) == 1 else 0


def _total_column(table: Table) -> Iterator[Check]:
    """A "Total" column is the sum of the number columns before it, if most rows say so."""
    for index, header in enumerate(table.headers):
        if index < 3 or not _TOTAL_HEADER.match(header):
            continue
        rows = [(row, only_figure(row[index].text), column([row], 0)) for row in table.rows if index < len(row)]
        full: list[tuple[Row, Figure, list[float]]] = []
        for row, total, _ in rows:
            plain = [cell.text for cell in row[1:index] if not _ARROW.search(cell.text.plain)]
            parts = [figure for text in plain if (figure := only_figure(text)) is not None]
            if (
                total is not None
                and total.exact
                and total.whole is None  # an overall score is a mean
                and len(parts) == index - 1
                and all(part.exact and part.unit == total.unit for part in parts)
            ):
                full.append((row, total, [part.value for part in parts]))
        if len(full) < len(rows):  # the total of the totals may be added downwards, over rows whose parts are told otherwise
            full = [item for item in full if not TOTAL.match(item[0][0].text.plain)]
        fitting = sum(total.rounds(sum(values)) for _, total, values in full)
        if fitting < 2 or fitting * 2 <= len(full):
            continue
        for row, total, values in full:
            check = compared(
                total,
                [("sum of the row", sum(values), added(values))],
                text=row_text(row, index),
                section=table.section,
                subject=row[0].text.plain,
            )
            if check:
                yield check


def _factors(table: Table) -> Iterator[Check]:
    """Columns of which one's header states a factor: "Single | Multi-instance (3x)". A ceiling may cap it, so none is refuted."""
    for index, header in enumerate(table.headers):
        factor = _FACTOR.search(header)
        if index < 2 or factor is None:
            continue
        by = float(factor[1] or factor[2])
        for row in table.rows:
            if index >= len(row):
                continue
            single, multiple = only_figure(row[index - 1].text), only_figure(row[index].text)
            if single and multiple and single.exact and multiple.exact and multiple.value and by > 1 and multiple.rounds(single.value * by):
                check = compared(
                    multiple,
                    [(f"{by:g} times", single.value * by, f"{by:g} * {single.value:g}")],
                    text=row[index].text.plain,
                    section=table.section,
                    subject=row[0].text.plain.strip(" *"),
                    sure=False,
                )
                if check:
                    yield check


class TableTotals(Redone):
    name = "table-totals"
    summary = "A total row or column of a table is the sum of the cells that it stands for; an average row, their mean."
    examples = EXAMPLES
