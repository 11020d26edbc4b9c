"""Changes: before and after in a row, and the change between them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from verifier.model import Verdict
from verifier.reading.clause import Cell, Table
from verifier.rule import Example, Expect

from .cells import Row, row_text
from .check import Check, compared
from .figures import Figure, only_figure
from .layout import Layout
from .redone import KIND, Redone

_SPEED = re.compile(r"\b(?:faster|slower|speed\w*|quicker|performance|better|efficien\w+|throughput|latency)\b", re.I)
_BEFORE = re.compile(r"^\W*(?:before|old|original|previous(?:ly)?|was|from|initial|baseline)\b", re.I)
_AFTER = re.compile(r"^\W*(?:after|new|now|current|to|refactored|updated|final)\b", re.I)
_CHANGE = re.compile(
    r"change|reduction|reduced|improvement|delta|Δ|diff(?:erence)?|saved|savings?|increase|decrease|gain|growth|^\W*%\W*$", re.I
)


_SHARE = re.compile(r"\d\s*/\s*\d")


def checks(layout: Layout) -> Iterator[Check]:
    for table in layout.report.tables:
        yield from _changes(table)


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
            if any(_SHARE.search(row[i].text.plain) for i in (before, after)):
                continue  # "0/34" and "23/34": a percentage beside them may be that of the new one
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
    if not old.value and change.unit == "%" and old.unit != "%":
        return  # of nothing there is no share
    # "95 % faster" beside a number of queries is about something else.
    about_speed = _SPEED.search(f"{row[index].text.plain} {table.headers[index]}")
    sure = change.exact and change.unit in {"%", "x", "", old.unit} and (old.unit == "second" or not about_speed)
    text, subject = row_text(row, before, after, index), row[0].text.plain.strip(" *")
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
            first, second = sorted((old, new), reverse=sign > 0)
            ways.append(("of the old value", sign * abs(new - old) / old * 100, f"({first:g} - {second:g}) / {old:g} * 100"))
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


class Changes(Redone):
    name = "changes"
    summary = "In a table with before and after, the change is their difference or its percentage, in any defensible rounding."
    examples = (
        Example(
            "shares beside a percentage",
            "| Part | Before | After | Improvement |\n|---|---|---|---|\n| orbit | 0/34 | 23/34 | 68% |\n",
            {},
            (),
        ),
        Example(
            "reductions",
            "| File | Before | After | Reduction |\n|---|---|---|---|\n| orbit | 585 | 451 | 23% |\n"
            "| moon | 100 | 40 | -60% |\n| comet | 100 | 40 | 50% |\n",
            {},
            (
                Expect(KIND, Verdict.HOLDS, 3),
                Expect(KIND, Verdict.HOLDS, 4),
                Expect(KIND, Verdict.REFUTED, 5),
            ),
        ),
        Example(
            "growth, and from nothing",
            "| Part | Before | After | Change |\n|---|---|---|---|\n| orbit | 700 | 2100 | +200% |\n| moon | 700 | 2100 | +218% |\n"
            "| comet | 0 | 11 | +1100% |\n",
            {},
            (Expect(KIND, Verdict.HOLDS, 3), Expect(KIND, Verdict.REFUTED, 4, observed="200 (of the old value)")),
        ),
        Example(
            "change of something else",
            "| Call | Before | After | Improvement |\n|---|---|---|---|\n| list | 100 queries | 1 query | 95% faster |\n",
            {},
            (),
        ),
    )
