"""Tables: total rows and columns, columns that multiply, before and after and the change between them, shares."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from verifier.reading.clause import Cell, Table

from .check import Check, added, compared
from .figures import Figure, only_figure
from .layout import Layout

Row = tuple[Cell, ...]
_TOTAL = re.compile(r"^\W*(?:grand |sub)?(?:total|sum|altogether|overall)\b|^\W*(?:σ|∑)", re.I)
_SUBTOTAL = re.compile(r"^\W*sub-?total\b", re.I)
_PLAIN_TOTAL = re.compile(r"^\W*(?:grand )?total\W*$", re.I)
_OVERALL_HEAD = re.compile(r"^\W*overall\W*$", re.I)
_AVERAGE = re.compile(r"^\W*(?:average|mean|avg)\b", re.I)
_ENDING = re.compile(rf"(?:{_TOTAL.pattern})|(?:{_AVERAGE.pattern})", re.I)
_TOTAL_HEADER = re.compile(r"^\W*(?:total|sum|overall|all)\W*$", re.I)
_PARTIAL = re.compile(
    r"\b(?:top|largest|biggest|longest|worst|sample|selected|some|key|main|notable|highlights?|examples?|representative|most|critical)\b",
    re.I,
)
_REST = re.compile(r"^\W*(?:\.{3}|…|others?\b|rest\b|remaining\b|misc|etc)", re.I)
_NESTED = re.compile(r"^\W*[└├↳→]|\b(?:of which|including|incl\.|thereof|subset)\b", re.I)
_OVERLAPPING = re.compile(r"\b(?:affected|unique|distinct|involved|touched)\b", re.I)
_SPEED = re.compile(r"\b(?:faster|slower|speed\w*|quicker|performance|better|efficien\w+|throughput|latency)\b", re.I)
_FACTOR = re.compile(r"(?:\(|\b)(?:×|x)\s?(\d{1,4})\)?|(?<![\w.])(\d{1,4})\s?(?:x|×)(?![\w])", re.I)
_BEFORE = re.compile(r"^\W*(?:before|old|original|previous(?:ly)?|was|from|initial|baseline)\b", re.I)
_AFTER = re.compile(r"^\W*(?:after|new|now|current|to|refactored|updated|final)\b", re.I)
_CHANGE = re.compile(
    r"change|reduction|reduced|improvement|delta|Δ|diff(?:erence)?|saved|savings?|increase|decrease|gain|growth|^\W*%\W*$", re.I
)
_SHARE = re.compile(r"^\W*(?:%|percent(?:age)?|share|proportion|% of total|ratio)\W*(?:of total)?\W*$", re.I)
_UNADDABLE = re.compile(
    r"%|percent|ratio|average|avg|mean|median|max|min|score|grade|rating|version|line #|^#$|rank|year|port|coverage|"
    r"per\b|rate|latency|index|time\b|date",
    re.I,
)


def checks(layout: Layout) -> Iterator[Check]:
    for table in layout.report.tables:
        yield from _totals(layout, table)
        yield from _total_column(table)
        yield from _factors(table)
        yield from _changes(table)
        yield from _shares(table)


def _column(rows: Sequence[Row], index: int) -> list[Figure | None]:
    return [only_figure(row[index].text) if index < len(row) else None for row in rows]


def _row_text(row: Row, *indices: int) -> str:
    return " | ".join(row[index].text.plain for index in (0, *indices) if index < len(row))


def _totals(layout: Layout, table: Table) -> Iterator[Check]:
    """A total row is the sum of the rows above it, an average row their mean."""
    # "Overall" above a "Total" row is a category.
    heads = [row[0].text.plain for row in table.rows]
    category = any(_PLAIN_TOTAL.match(head) for head in heads) and sum(bool(_OVERALL_HEAD.match(head)) for head in heads) == 1
    for at, row in enumerate(table.rows):
        total, average = bool(_TOTAL.match(row[0].text.plain)), bool(_AVERAGE.match(row[0].text.plain))
        if category and _OVERALL_HEAD.match(row[0].text.plain):
            continue
        if not (total or average):
            continue
        counted = [other for other in table.rows[:at] if not (category and _OVERALL_HEAD.match(other[0].text.plain))]
        above = [other for other in table.rows[:at] if other not in counted or not _ENDING.match(other[0].text.plain)]
        if len(above) < 2 or any(_TOTAL.match(other[0].text.plain) and not _SUBTOTAL.match(other[0].text.plain) for other in counted):
            continue
        since = next((i for i in range(at - 1, -1, -1) if _SUBTOTAL.match(table.rows[i][0].text.plain)), -1)
        if _SUBTOTAL.match(row[0].text.plain):
            above = list(table.rows[since + 1 : at])
        for index in range(1, len(table.headers)):
            figure = only_figure(row[index].text) if index < len(row) else None
            if figure is not None:
                check = _total(layout, table, row, above, index, figure, average)
                if check is not None:
                    yield check


def _total(layout: Layout, table: Table, row: Row, above: Sequence[Row], index: int, figure: Figure, average: bool) -> Check | None:
    cells = _column(above, index)
    parts = [part for part in cells if part is not None]
    if len(parts) < 2 or len({part.unit for part in parts}) > 1 or (parts[0].unit != figure.unit and parts[0].unit and figure.unit):
        return None
    values = [part.value for part in parts]
    mean = ("mean of the rows", sum(values) / len(values), f"({added(values)}) / {len(values)}")
    addition = ("sum of the rows", round(sum(values), 9), added(values))
    unaddable = bool(_UNADDABLE.search(table.headers[index])) or figure.unit == "%" or figure.whole is not None
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


def _total_column(table: Table) -> Iterator[Check]:
    """A "Total" column is the sum of the number columns before it, if most rows say so."""
    for index, header in enumerate(table.headers):
        if index < 3 or not _TOTAL_HEADER.match(header):
            continue
        rows = [(row, only_figure(row[index].text), _column([row], 0)) for row in table.rows if index < len(row)]
        full: list[tuple[Row, Figure, list[float]]] = []
        for row, total, _ in rows:
            parts = [figure for cell in row[1:index] if (figure := only_figure(cell.text)) is not None]
            if (
                total is not None
                and total.exact
                and len(parts) == index - 1
                and all(part.exact and part.unit == total.unit for part in parts)
            ):
                full.append((row, total, [part.value for part in parts]))
        fitting = sum(total.rounds(sum(values)) for _, total, values in full)
        if fitting < 2 or fitting * 2 <= len(full):
            continue
        for row, total, values in full:
            check = compared(
                total,
                [("sum of the row", sum(values), added(values))],
                text=_row_text(row, index),
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


def _changes(table: Table) -> Iterator[Check]:
    """Before, after, and the change between them, in one row."""
    before = next((i for i, header in enumerate(table.headers) if i and _BEFORE.match(header)), 0)
    after = next((i for i, header in enumerate(table.headers) if i > before and _AFTER.match(header)), 0) if before else 0
    if not after:
        return
    for index in range(after + 1, len(table.headers)):
        if not _CHANGE.search(table.headers[index]):
            continue
        for row in table.rows:
            if index >= len(row):
                continue
            old, new = (only_figure(row[i].text) for i in (before, after))
            for change in _parts_of_change(row[index]):
                yield from _changed(table, row, (before, after, index), old, new, change)


def _parts_of_change(cell: Cell) -> tuple[Figure, ...]:
    """ "-298", "26%", or both of "-298 (26%)"."""
    single = only_figure(cell.text)
    if single is not None:
        return (single,)
    both = re.fullmatch(r"\W*?(?P<first>[-+−–]?\d[\d,.]*\s?[a-zA-Z%]*)\s*\((?P<second>[-+−–]?\d[\d,.]*\s?%?)\)\W*", cell.text.plain)
    parts = [only_figure(cell.text.slice(*both.span(name))) for name in ("first", "second")] if both else []
    return tuple(part for part in parts if part is not None)


def _changed(table: Table, row: Row, at: tuple[int, int, int], old: Figure | None, new: Figure | None, change: Figure) -> Iterator[Check]:
    before, after, index = at
    if old is None or new is None or not (old.exact and new.exact) or change.bounded or (old.unit != new.unit and old.unit and new.unit):
        return
    # "95 % faster" beside a number of queries is about something else.
    about_speed = _SPEED.search(f"{row[index].text.plain} {table.headers[index]}")
    sure = change.exact and change.unit in {"%", "x", "", old.unit} and (old.unit == "second" or not about_speed)
    text, subject = _row_text(row, before, after, index), row[0].text.plain.strip(" *")
    check = compared(change, change_ways(old, new, change), text=text, section=table.section, subject=subject, sure=sure)
    if check and (check.holds or sure):
        yield check


def change_ways(old: Figure, new: Figure, change: Figure) -> list[tuple[str, float, str]]:
    """What may be called the change from `old` to `new`, with the sign that `change` is written with.

    Measured values ("1.2s", "10k") are rounded themselves: what their roundings allow is allowed.
    """
    ways = _change(old.value, new.value, change)
    rounded = old.step != 1 or new.step != 1 or old.unit in {"second", "byte"}
    if rounded:
        corners = [_change(old.value + a * old.step / 2, new.value + b * new.step / 2, change) for a in (-1, 1) for b in (-1, 1)]
        for at, (name, _, working) in enumerate(tuple(ways)):
            values = [corner[at][1] for corner in corners if at < len(corner) and corner[at][0] == name]
            if len(values) == len(corners) and min(values) <= change.value <= max(values):
                ways.append((f"{name}, before rounding", change.value, working))
    if change.unit == "%" and change.value > 100 and change.value % 10 == 0:
        near = [way for way in ways if abs(way[1] - change.value) <= 2]
        ways += [(f"{name}, to the nearest ten", change.value, "") for name, _, _ in near[:1]]
    return ways


def _change(old: float, new: float, change: Figure) -> list[tuple[str, float, str]]:
    ways: list[tuple[str, float, str]] = []
    sign = -1.0 if change.value < 0 else 1.0
    if change.unit == "%":
        if old:
            ways.append(("of the old value", sign * abs(new - old) / old * 100, f"({old:g} - {new:g}) / {old:g} * 100"))
            ways.append(("old to new", new / old * 100, ""))
        if new:
            ways.append(("of the new value", sign * abs(new - old) / new * 100, ""))
            ways.append(("new to old", old / new * 100, ""))
        ways.append(("points", sign * abs(new - old), ""))
    elif change.unit == "x":
        ways += [("times", old / new, f"{old:g} / {new:g}")] if new else []
        ways += [("times", new / old, f"{new:g} / {old:g}")] if old else []
        ways += [("times more", abs(new - old) / min(old, new), "")] if old and new else []
    else:
        ways.append(("difference", sign * abs(new - old), f"{max(old, new):g} - {min(old, new):g}"))
        if old:
            ways.append(("percent of the old value", sign * abs(new - old) / old * 100, ""))
    return ways


def _shares(table: Table) -> Iterator[Check]:
    """A column of shares of the column before it."""
    for index, header in enumerate(table.headers):
        if index < 2 or not _SHARE.match(header):
            continue
        rows: list[Row] = [row for row in table.rows if index < len(row) and not _TOTAL.match(row[0].text.plain)]
        parts, shares = _column(rows, index - 1), _column(rows, index)
        if len(rows) < 3 or any(p is None or not p.exact for p in parts) or any(s is None or s.unit not in {"%", ""} for s in shares):
            continue
        told = [only_figure(row[index - 1].text) for row in table.rows if index < len(row) and _TOTAL.match(row[0].text.plain)]
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
                text=_row_text(row, index - 1, index),
                section=table.section,
                subject=row[0].text.plain.strip(" *"),
            )
            if check:
                yield check
