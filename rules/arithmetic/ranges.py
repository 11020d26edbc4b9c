"""Ranges that add up: "8-10 h + 4-6 h = 12-16 h", "Total: ~15-20 hours" below items with a range each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from verifier.model import Quantity, Span, Verdict
from verifier.reading.clause import Form, Statement
from verifier.reading.quantities import quantities
from verifier.reading.text import Text
from verifier.rule import Example, Expect

from .check import Check, added
from .figures import shown
from .layout import Layout
from .redone import KIND, Redone
from .totals import REACH, TOTAL, ranges_above

_UNITS = {
    **dict.fromkeys(("h", "hr", "hour"), "hour"),
    **dict.fromkeys(("d", "day"), "day"),
    **dict.fromkeys(("w", "wk", "week"), "week"),
    **dict.fromkeys(("min", "minute"), "minute"),
    **dict.fromkeys(("pt", "sp", "point"), "point"),
    "month": "month",
    "sprint": "sprint",
}
_SECONDS = {"minute": 60.0, "hour": 3600.0, "day": 86400.0, "week": 604800.0}
_RANGE = re.compile(
    r"(?P<about>[~≈]\s?|\b(?:about|approximately|around|roughly)\s+)?(?<![\w.,$-])(?P<low>\d+(?:\.\d+)?)\s?[a-z]*?(?:\s?(?:-|–|—|to)\s?(?P<high>\d+(?:\.\d+)?))?"
    r"(?P<more>\+)?\s?-?(?P<unit>hours?|hrs?|h|days?|d|weeks?|wks?|w|months?|minutes?|mins?|points?|pts?|sp|sprints?)\b",
    re.I,
)
_EFFORT = re.compile(r"\W*(?:estimated |total )?(?:effort|estimate|time|duration)\b", re.I)
_PARALLEL = re.compile(
    r"\b(?:parallel|overlap\w*|concurrent\w*|optional|excluding|per\b|each\b|buffer|contingency|team of|developers?|elapsed|calendar)", re.I
)


@dataclass(frozen=True, slots=True)
class _Range:
    low: float
    high: float
    unit: str
    about: bool
    bounded: bool
    start: int
    end: int
    text: str

    @property
    def single(self) -> bool:
        return self.low == self.high


def checks(layout: Layout) -> Iterator[Check]:
    for statement in layout.worded():
        if statement.form is Form.CELL:
            continue
        text = layout.full(statement)
        yield from _equation(layout, statement, text)
        yield from _total(layout, statement, text)


def _found(plain: str) -> list[_Range]:
    ranges = []
    for match in _RANGE.finditer(plain):
        low = float(match["low"])
        high = float(match["high"] or match["low"])
        unit = match["unit"].lower()
        name = _UNITS.get(unit) or _UNITS.get(unit.rstrip("s"), unit)
        if high >= low:
            ranges.append(_Range(low, high, name, bool(match["about"]), bool(match["more"]), match.start(), match.end(), match[0].strip()))
    return ranges


def _equation(layout: Layout, statement: Statement, text: Text) -> Iterator[Check]:
    plain, found = text.plain, _found(text.plain)
    joints = [plain[a.end : b.start].strip(" *_") for a, b in pairwise(found)]
    for at, joint in enumerate(joints):
        if joint != "=":
            continue
        first = at
        while first > 0 and joints[first - 1] == "+":
            first -= 1
        parts, total = found[first : at + 1], found[at + 1]
        if len(parts) >= 2 and any(not part.single for part in (*parts, total)):
            yield from _added(layout, statement, text, total, parts, "", plain[parts[0].start : total.end], True)


def _total(layout: Layout, statement: Statement, text: Text) -> Iterator[Check]:
    plain, found = text.plain, _found(text.plain)
    if not found or not TOTAL.search(plain[: found[0].start]) or re.search(r"\d", plain[: found[0].start]):
        return
    total = found[0]
    if total.bounded or "=" in plain or "+" in plain:
        return
    before = layout.items_before(statement.line)
    if before:
        sources = [("items above", list(before))]
    else:
        first, last = ranges_above(layout, statement)[0]
        first = max(first, last - REACH)
        blocks = [b for b in layout.lists_between(first, last) if not any(TOTAL.search(item.text.plain) for item in b.items)]
        timed = [b for b in blocks if any(_found(layout.full(item).plain) for item in b.items)]
        sources = [("items above" if len(timed) == 1 else "items right above", list(b.items)) for b in timed[-1:]]
        sources += [("items in the lists above", [item for b in timed for item in b.items])] if len(timed) > 1 else []
        keyed = [s for s in layout.between(first, last) if s.form is not Form.CELL and _EFFORT.match(s.context.key)]
        sources += [("efforts above", keyed)] if keyed else []
        rows = [
            (table, i)
            for table in layout.tables_between(first, last)
            for i, header in enumerate(table.headers)
            if i and re.search(r"\b(?:effort|estimate|hours|duration|time)\b", header, re.I)
        ]
        if len(rows) == 1:
            table, index = rows[0]
            body = [row for row in table.rows if not TOTAL.search(row[0].text.plain)]
            parts = [_found(_cell_words(row[index].text.plain, table.headers[index])) for row in body if index < len(row)]
            if len(parts) == len(body):
                yield from _from_parts(
                    layout, statement, text, total, "rows above", parts, [row[0].text.plain for row in body], len(sources) == 0
                )
    for name, items in sources:
        parts = [_found(layout.full(item).plain) for item in items]
        yield from _from_parts(
            layout, statement, text, total, name, parts, [item.text.plain for item in items], len(sources) == 1 and name == "items above"
        )


def _cell_words(words: str, header: str) -> str:
    """A bare range in a column of hours is one of hours."""
    return (
        f"{words.strip(' *')} hours"
        if re.fullmatch(r"[\s*~]*\d[\d.]*(?:\s?[-–]\s?\d[\d.]*)?[\s*]*", words) and "hours" in header.lower()
        else words
    )


def _from_parts(
    layout: Layout,
    statement: Statement,
    text: Text,
    total: _Range,
    name: str,
    parts: Sequence[Sequence[_Range]],
    words: Sequence[str],
    only: bool,
) -> Iterator[Check]:
    if len(parts) < 2 or any(len(found) != 1 for found in parts):
        return
    flat = [found[0] for found in parts]
    if all(part.single for part in (*flat, total)):
        return  # no ranges: a plain total
    open_ended = any(_PARALLEL.search(said) for said in (*words, text.plain))
    yield from _added(layout, statement, text, total, flat, name, text.plain[: total.end], only and not open_ended)


def _added(
    layout: Layout, statement: Statement, text: Text, total: _Range, parts: Sequence[_Range], name: str, words: str, sure: bool
) -> Iterator[Check]:
    units = {part.unit for part in parts} | {total.unit}
    if any(part.bounded for part in parts):
        return
    lows, highs = [part.low for part in parts], [part.high for part in parts]
    if len(units) > 1:
        if not units <= set(_SECONDS):
            return
        ways = [_converted(parts, total, day, week) for day, week in ((8.0, 5.0), (24.0, 7.0), (6.0, 5.0))]
        sure = False
    else:
        ways = [(sum(lows), sum(highs))]
    about = total.about or any(part.about for part in parts)
    fitting = next((way for way in ways if _fits(total, way, about)), None)
    low, high = fitting or ways[0]
    # "~20 hours" for 15 to 19 is generous, and no error.
    if fitting is None and (not sure or (about and _fits(total, (low * 0.9, high * 1.1), True))):
        return
    result = f"{shown(low)}-{shown(high)} {total.unit}s" if low != high else f"{shown(low)} {total.unit}s"
    working = f"{added(lows)} to {added(highs)}" if lows != highs else added(lows)
    told = f"{working} = {result}" + (f" (sum of {len(parts)} {name})" if name else "")
    span: Span = text.span(total.start, total.end)
    quantity: Quantity | None = next((q for q in quantities(text.plain[total.start : total.end], 1, 2) if q.unit), None)
    exact = (total.low, total.high) == (low, high)
    yield Check(
        words.strip(), span, total.text, result, fitting is not None, told if fitting else f"{told}, not {total.text}", working,
        layout.titles(statement.line), quantity.unit if quantity else total.unit, exact=exact,
    )  # fmt: skip


def _converted(parts: Sequence[_Range], total: _Range, day: float, week: float) -> tuple[float, float]:
    hours = {"minute": 1 / 60, "hour": 1.0, "day": day, "week": day * week}
    return (
        round(sum(part.low * hours[part.unit] for part in parts) / hours[total.unit], 3),
        round(sum(part.high * hours[part.unit] for part in parts) / hours[total.unit], 3),
    )


def _fits(total: _Range, way: tuple[float, float], about: bool) -> bool:
    """Whether a total may be printed for a sum of ranges: the same ends, one number between them, or nearly so if "about"."""
    low, high = way
    if total.single:
        slack = 0.1 * high if about else 0.0
        return low - slack <= total.low <= high + slack
    near = 0.1 if about else 0.0
    return abs(total.low - low) <= near * low + 1e-9 and abs(total.high - high) <= near * high + 1e-9


class Ranges(Redone):
    name = "ranges"
    summary = "Ranges that are added up give the range that is told, with days of 6, 8 or 24 hours and weeks of 5 or 7 days."
    examples = (
        Example(
            "equations and totals",
            "2-3 h + 4-6 h = 6-9 h\n\n1. Doors (8-10 hours)\n2. Locks (4-6 hours)\n\n**Total: 20-30 hours**\n",
            {},
            (
                Expect(KIND, Verdict.HOLDS, 1),
                Expect(KIND, Verdict.REFUTED, 6),
            ),
        ),
        Example(
            "in parallel",
            "1. Doors (8-10 hours)\n2. Locks (4-6 hours, in parallel)\n\nTotal: 8-10 hours\n",
            {},
            (),
        ),
    )
