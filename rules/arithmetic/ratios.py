"""How many times one number is another: "1,761 lines (4.4x over the 400-line limit)", Lines | Limit | Ratio."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from verifier.model import Verdict
from verifier.reading.clause import Statement, Table
from verifier.rule import Example, Expect

from .check import Check, compared
from .figures import Figure, figures, only_figure
from .layout import Layout
from .redone import KIND, Redone

_RATIO = re.compile(r"^\W*(?:ratio|factor|multiple|times over|times|x over|over(?:age)?(?: by)?|excess|over limit|vs\.? limit)\W*$", re.I)
_LIMIT = re.compile(r"^\W*(?:limit|target|max(?:imum)?|threshold|guideline|recommended|allowed|standard|ideal|budget|goal)\b", re.I)
_COUNT = re.compile(r"^\W*(?:lines?|loc|size|current|actual|count|value|lines of code|length|complexity)\b", re.I)
# The words between the factor and what it multiplies, and between the two numbers in front of it.
_OVER = re.compile(
    r"^\s*(?:over|above|the|times|more than|larger than|bigger than|longer than|higher than|greater than|smaller than|"
    r"shorter than|than|beyond|"
    r"exceeding|exceeds|of|larger|bigger|longer|smaller|shorter|recommended|maximum|max|allowed|suggested|target|limit|"
    r"guideline|threshold|size|"
    r"as|large|long|many|\W)*\s*(?:[`\w./-]*\s*)?(?:is|was|at|with|of|\W)*$",
    re.I,
)
_AGAINST = re.compile(
    r"^[^.;\d]{0,25}?(?:\bvs\.?|\bversus\b|\bagainst\b|\blimit\b|\btarget\b|\bcompared (?:to|with)\b|\brecommended\b|"
    r"\bmax(?:imum)?\b|\bover\b|\bthan\b)"
    r"[^.;\d]{0,20}$",
    re.I,
)
_OTHER = re.compile(r"\b(?:faster|slower|quicker|speed\w*|cheaper|more expensive|cpu|throughput|better|worse)\b", re.I)


def checks(layout: Layout) -> Iterator[Check]:
    for table in layout.report.tables:
        yield from _columns(table)
    for statement in layout.worded():
        yield from _prose(layout, statement)


def _ways(large: float, small: float) -> list[tuple[str, float, str]]:
    large, small = max(large, small), min(large, small)
    return [
        ("times", large / small, f"{large:g} / {small:g}"),
        ("times more", (large - small) / small, f"({large:g} - {small:g}) / {small:g}"),
    ]


def _tight(factor: Figure, ways: list[tuple[str, float, str]]) -> tuple[Figure, list[tuple[str, float, str]]]:
    """A factor agrees with what rounds to it or is cut to it: "3x" is no 2.25."""
    cut = [(name, factor.value, working) for name, value, working in ways if 0 <= value - factor.value < factor.step]
    return replace(factor, step=factor.step / 2), [*ways, *cut]


def _prose(layout: Layout, statement: Statement) -> Iterator[Check]:
    text = layout.full(statement)
    plain, found = text.plain, figures(text)
    if sum(figure.unit == "x" for figure in found) != 1:
        return
    at = next(i for i, figure in enumerate(found) if figure.unit == "x")
    factor = found[at]
    if factor.bounded or factor.value <= 0 or _OTHER.search(plain[factor.start : factor.end + 40]):
        return
    for first, second in _pairs(plain, found, at):
        if not (first.exact and second.exact) or min(first.value, second.value) <= 0 or first.value == second.value:
            continue
        # "3 files (2x the 400-line limit)": unlike things are not divided; a bare number beside "400 lines" is of lines too.
        if first.unit != second.unit and first.unit and second.unit:
            continue
        same = first.unit == second.unit and bool(first.unit) and first.unit not in {"%", "second", "byte"}
        tight, ways = _tight(factor, _ways(first.value, second.value))
        check = compared(
            tight,
            ways,
            text=plain[min(first.start, factor.start) : max(second.end, factor.end)],
            section=layout.titles(statement.line),
            subject="ratio",
            sure=same and factor.exact and factor.value >= 1 and len(found) == 3,
        )
        if check and (check.holds or check.sure):
            yield check
            return


def _pairs(plain: str, found: tuple[Figure, ...], at: int) -> Iterator[tuple[Figure, Figure]]:
    """The two numbers that a factor may compare."""
    factor = found[at]
    if 0 < at < len(found) - 1:
        large, limit = found[at - 1], found[at + 1]
        before = plain[large.end : factor.start]
        if re.fullmatch(r"[^.;]{0,40}?(?:\(|\bis\b|,|[-–—=:])?[^.;]{0,15}", before) and _OVER.match(plain[factor.end : limit.start]):
            yield large, limit
    for first, second in pairwise(found):
        gap = plain[second.end : factor.start] if factor.start >= second.end else plain[factor.end : first.start]
        if factor in (first, second) or not _AGAINST.match(plain[first.end : second.start]):
            continue
        if re.fullmatch(r"[^.;\d]{0,20}[(,:=–—-]\s*[^.;\d]{0,6}", gap) or (
            factor.end <= first.start and re.fullmatch(r"[^.;\d]{0,30}\(\s*", gap)
        ):
            yield first, second


def _columns(table: Table) -> Iterator[Check]:
    headers = table.headers
    ratio = next((i for i, header in enumerate(headers) if i > 1 and _RATIO.match(header)), 0)
    limit = next((i for i, header in enumerate(headers) if i and i != ratio and _LIMIT.match(header)), 0)
    count = next((i for i, header in enumerate(headers) if i and i not in (ratio, limit) and _COUNT.match(header)), 0)
    if not (ratio and limit and count):
        return
    found: list[Check] = []
    for row in table.rows:
        if max(ratio, limit, count) >= len(row):
            continue
        said, small, large = (only_figure(row[index].text) for index in (ratio, limit, count))
        if not (said and small and large) or said.bounded or not large.exact or small.approximate or min(small.value, large.value) <= 0:
            continue
        if small.unit != large.unit and small.unit and large.unit:
            continue
        a, b = large.value, small.value
        if said.unit in {"x", ""}:
            ways = [("times", a / b, f"{a:g} / {b:g}"), ("times more", (a - b) / b, f"({a:g} - {b:g}) / {b:g}"), ("times less", b / a, "")]
            ways += [("difference", abs(a - b), f"{a:g} - {b:g}")] if said.unit == "" else []
        elif said.unit == "%":
            sign = -1.0 if said.value < 0 else 1.0
            ways = [("of the limit", a / b * 100, f"{a:g} / {b:g} * 100"), ("over the limit", sign * abs(a - b) / b * 100, "")]
        else:
            continue
        said, ways = _tight(said, ways)
        check = compared(
            said,
            ways,
            text=" | ".join(row[index].text.plain for index in (0, count, limit, ratio)),
            section=table.section,
            subject=row[0].text.plain.strip(" *"),
            sure=said.exact,
        )
        if check:
            found.append(check)
    fitting = sum(check.holds for check in found)
    for check in found:
        if check.holds or (check.sure and fitting > 0 and fitting * 2 >= len(found) - 1):
            yield check


class Ratios(Redone):
    name = "ratios"
    summary = "How many times one number is another follows from the two."
    examples = (
        Example(
            "over a limit",
            "- 1,761 lines (4.4x over the 400-line limit)\n- `orbit.py` (800 lines) is 3x larger than moon.py (400 lines)\n",
            {"orbit.py": "x = 1\n" * 800, "moon.py": "x = 1\n" * 400},
            (
                Expect(KIND, Verdict.HOLDS, 1, claimed="4.4x"),
                Expect(KIND, Verdict.REFUTED, 2),
            ),
        ),
        Example(
            "times of something else",
            "- 1,761 lines, 3x slower than 400 lines\n- 3 files (2x the 400-line limit)\n",
            {},
            (),
        ),
    )
