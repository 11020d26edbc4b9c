"""What is missing to a target: "Current | Target | Gap" columns, "85 vs 100: 15 points below"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from verifier.model import Verdict
from verifier.reading.clause import Cell, Form, Statement, Table
from verifier.rule import Example, Expect

from .changes import change_ways
from .check import Check, compared
from .figures import Figure, figures, only_figure
from .layout import Layout
from .redone import KIND, Redone

_GAP = re.compile(
    r"^\W*(?:gap|difference|diff|delta|variance|shortfall|remaining|to go|missing|left|deviation|Δ)\b[^|]{0,15}$|^\W*Δ\W*$", re.I
)
_NOW = re.compile(
    r"^\W*(?:current(?:ly)?|actual|now|today|achieved|done|complete[d]?|measured|present|used|spent|score|implemented|covered|value)\b",
    re.I,
)
_AIM = re.compile(
    r"^\W*(?:target|goal|required|requirement|expected|max(?:imum)?|min(?:imum)?|limit|threshold|planned|total|budget|"
    r"desired|ideal|standard|"
    r"industry|baseline|benchmark|needed|available)\b",
    re.I,
)
_OTHER_UNIT = frozenset(("%", "x", "point", "pt", "percentage point", "pp", "", "percent"))
_BETWEEN = re.compile(
    r"^[^.;]{0,40}?(?:\bvs\.?|\bversus\b|\bagainst\b|\bof\b|\btargets?\b|\bgoal\b|\bthreshold\b|\brequired\b|"
    r"\bminimum\b|\blimit\b|\bcompared to\b|"
    r"/|→|\bneeds?\b)[^.;]{0,30}$",
    re.I,
)
_BEFORE_GAP = re.compile(
    r"\b(?:needs?|gap(?: of| is|:)?|short(?:fall)?(?: of| by|:)?|difference(?: of| is|:)?|missing|remaining:?|below by|"
    r"above by|lacks?|another)"
    r"[\s:*~≈(]*(?:of |by |is )?[-+−]?$",
    re.I,
)
_BEHIND_GAP = re.compile(
    r"^\s*(?:(?:pp|%|percentage|points?|pts?|lines?)\s*)?(?:points?\s*)?(?:more|below|short|above|over|under|behind|away|"
    r"gap|to go|missing|remaining|left|"
    r"higher|lower|needed)\b",
    re.I,
)


def checks(layout: Layout) -> Iterator[Check]:
    for table in layout.report.tables:
        yield from _columns(table)
    for statement in layout.worded():
        if statement.form is not Form.CELL:
            yield from _prose(layout, statement)


# -- tables


def _columns(table: Table) -> Iterator[Check]:
    headers = table.headers
    gap = _single([i for i, header in enumerate(headers) if i > 1 and _GAP.match(header)])
    aim = _single([i for i, header in enumerate(headers) if i and i != gap and _AIM.match(header)])
    now = _single([i for i, header in enumerate(headers) if i and i not in (gap, aim) and _NOW.match(header)])
    if aim and gap and not _in_percent(table, now) and _in_percent(table, aim):  # "Covered | Coverage | Target | Gap"
        now = _single([i for i in range(1, len(headers)) if i not in (gap, aim) and _in_percent(table, i)])
    if not (gap and aim and now):
        return
    rows = [row for row in table.rows if gap < len(row)]
    found: list[tuple[Check, bool]] = []
    for row in rows:
        here, there, between = (_cell(row[index]) for index in (now, aim, gap))
        if not (here and there and between) or between.bounded or here.bounded or not _comparable(here, there, between):
            continue
        ways = _ways(here, there, between)
        text = " | ".join(row[index].text.plain for index in (0, now, aim, gap))
        check = compared(
            between, ways, text=text, section=table.section, subject=row[0].text.plain.strip(" *"),
            sure=all(figure.exact for figure in (here, between)) and not there.approximate,
        )  # fmt: skip
        if check:
            found.append((check, check.holds))
    fitting = sum(fits for _, fits in found)
    for check, fits in found:
        # A column that never fits is computed in some other way.
        if fits or (check.sure and (fitting > 0 or len(found) == 1)):
            yield check


def _in_percent(table: Table, index: int) -> bool:
    told = [figure for row in table.rows if index < len(row) and (figure := only_figure(row[index].text)) is not None]
    return bool(told) and all(figure.unit == "%" for figure in told)


def _single(indices: Sequence[int]) -> int:
    return indices[0] if len(indices) == 1 else 0


def _cell(cell: Cell) -> Figure | None:
    """A cell's one number: "15 points", "-7.14pp", "+5 %", "60% (minimum)"."""
    figure = only_figure(cell.text)
    if figure is not None:
        return figure
    match = re.fullmatch(
        r"\W*?(?P<number>[-+−–]?\d[\d,]*(?:\.\d+)?)\s?(?:pp|ppt|p\.p\.|pts?\.?|points?|percentage points)\b[^\d]{0,25}",
        cell.text.plain,
        re.I,
    )
    return only_figure(cell.text.slice(*match.span("number"))) if match else None


def _comparable(here: Figure, there: Figure, gap: Figure) -> bool:
    units = {here.unit, there.unit}
    if len(units) > 1 and ("" not in units or units & {"x", "second", "byte"} or there.unit == "%"):
        return False  # "75 statements covered" lacks nothing to a target of 95 %
    return gap.unit in _OTHER_UNIT or gap.unit in (here.unit, there.unit)


def _ways(here: Figure, there: Figure, gap: Figure) -> list[tuple[str, float, str]]:
    if gap.value == 0 and here.value != there.value:
        return []  # reached, or passed: which of the two a target is, a floor or a limit, is not said
    return [
        (name.replace("the old value", "the target").replace("the new value", "the current value"), value, working)
        for name, value, working in change_ways(there, here, gap)
    ]


# -- prose


def _prose(layout: Layout, statement: Statement) -> Iterator[Check]:
    text = layout.full(statement)
    plain, found = text.plain, figures(text)
    for at, (here, there) in enumerate(pairwise(found)):
        gap = found[at + 2] if at + 2 < len(found) else None
        if gap is None or not (here.exact and gap.exact) or there.approximate:
            continue
        between, behind = plain[here.end : there.start], plain[there.end : gap.start]
        if not _BETWEEN.match(between) or "(" in between or len(behind) > 60 or re.search(r"[.;](?:\s|$)", behind):
            continue
        if not (_BEFORE_GAP.search(behind) or _BEHIND_GAP.match(plain[gap.end :]) or _said(gap)):
            continue
        if here.unit != there.unit or gap.unit not in (*_OTHER_UNIT, here.unit) or gap.unit in {"x"}:
            continue
        if gap.unit != here.unit and gap.unit == "%":
            relative = re.search(r"\b(?:more|below|above|over|under|short|lower|higher)\b", plain[gap.end : gap.end + 20])
            if not relative:
                continue
        check = compared(
            gap,
            _ways(here, there, gap),
            text=plain[here.start : gap.end],
            section=layout.titles(statement.line),
            subject="gap",
            sure=len(found) == 3 and (here.unit == gap.unit or gap.unit in {"point", "pt", ""} or here.unit == ""),
        )
        if check and (check.holds or check.sure):
            yield check


def _said(gap: Figure) -> bool:
    """Whether the words taken for the gap's noun say so: "15 points below"."""
    return bool(re.search(r"\b(?:more|below|short|above|behind|away|gap|remaining|missing)\b", gap.text))


class Gaps(Redone):
    name = "gaps"
    summary = "A gap is the difference of what is and what is aimed at, or its percentage."
    examples = (
        Example(
            "a column",
            "| Metric | Current | Target | Gap |\n|---|---|---|---|\n| Coverage | 52.5% | 60% | -7.5% |\n"
            "| Score | 85/100 | 100/100 | 10 |\n",
            {},
            (
                Expect(KIND, Verdict.HOLDS, 3),
                Expect(KIND, Verdict.REFUTED, 4, observed="15 (difference)"),
            ),
        ),
        Example(
            "in words",
            "Coverage: 52% vs 60% required, 12% short\n",
            {},
            (Expect(KIND, Verdict.REFUTED, 1),),
        ),
        Example(
            "gap of something else",
            "| Area | Current | Target | Gap |\n|---|---|---|---|\n| Doors | 10 | 30 | 3 months |\n| Locks | 20 | 30 | 5 people |\n",
            {},
            (),
        ),
    )
