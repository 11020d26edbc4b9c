"""Sums in words: "12 + 5 = 17", "12 of 15 (80 %)", "585 → 451 lines (23 % smaller)", "10 servers (10k each)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from verifier.model import Verdict
from verifier.reading.clause import Form, Statement
from verifier.rule import Example, Expect

from .changes import change_ways
from .check import Check, added, compared
from .figures import Figure, figures, only_figure
from .layout import Layout
from .redone import KIND, Redone

_NUM = r"(?<![\w.,$])\d[\d,]*(?:\.\d+)?(?![\w]*\d)"
_NOUN = r"(?:\s+(?!and\b|or\b|to\b)[A-Za-z][\w-]*){0,3}"
_SUM = re.compile(rf"(?P<parts>{_NUM}{_NOUN}(?:\s*\+\s*{_NUM}{_NOUN})+)\s*=\s*[~≈]?(?P<total>{_NUM})")
_OF_THE_REST = re.compile(r"%\s+(?!of\b)[a-z]+", re.I)  # "8 of 77 failed (89.6 % passing)" may tell of the others
_PRODUCT = re.compile(rf"(?P<a>{_NUM})\s*[×x*]\s*(?P<b>{_NUM})\s*=\s*[~≈]?(?P<total>{_NUM})(?!\s*[×x*+/-]\s*\d)")
_RATIO = rf"(?P<part>{_NUM})\s*(?:/|of|out of)\s*(?:the\s+|all\s+|its\s+)?(?:[\w`-]+['’]s\s+)?(?P<whole>{_NUM})"
_ENDS = r"\s?%(?=\s*(?:$|[).;]|pass|complete|done|success|of (?:the |all )?(?:total|them)))"
_THAT_IS = r"(?:\(\s*=?|=|[–—]|,?\s*(?:which\s+is|i\.e\.,?|that\s+is|making)\s)"
_OF = re.compile(rf"{_RATIO}[^.;:()|%\d,=]{{0,40}}{_THAT_IS}\s*(?P<share>[~≈]?\d+(?:\.\d+)?){_ENDS}", re.I)
_OF_WHICH = re.compile(
    rf"\bof\s+(?:the\s+|all\s+|its\s+|our\s+)?(?P<whole>{_NUM})[^.;:()|%\d,=]{{1,40}}?(?P<part>{_NUM})[^.;:()|%\d,=]{{0,60}}{_THAT_IS}"
    rf"\s*(?P<share>[~≈]?\d+(?:\.\d+)?){_ENDS}",
    re.I,
)
_SHARE_OF = re.compile(rf"(?P<share>[~≈]?(?<![\w.])\d+(?:\.\d+)?)\s?%[^.;:()|%\d,]{{0,25}}\(\s*{_RATIO}[^()\d,]{{0,30}}\)", re.I)
_ARROW = re.compile(r"^[\w\s*_`]{0,20}?\s*(?:→|->|=>|⟶|➜|➡️?|\bto\b)\s*[*_`]*$")
_CHANGE_BEHIND = re.compile(r"^[\s*_`]*[\w\s]{0,20}[(,:;–—=-]+\s*(?:a |an |by |approximately |roughly )?[*_`]*$", re.I)
_CHANGE_WORD = re.compile(
    r"\b(?:reduction|smaller|decrease|less|fewer|lower|increase|improvement|larger|bigger|faster|slower|more|shorter|"
    r"drop|savings?|saved|reduced|removed|growth)\b",
    re.I,
)
# Words for how much less of the same there is; "faster" may be about something else.
_LESS = re.compile(r"\b(?:reduction|smaller|decrease|less|fewer|lower|increase|larger|bigger|more|shorter|drop|reduced|growth)\b", re.I)
# "1 + 1 per subscription = 5-10"
_VARIABLE = re.compile(r"\b(?:per|each|every)\b|^\s?(?:-|–|to\s)\s?\d|(?<=[\w ])[-–]\d")
_OPERATOR = re.compile(r"[-+*/×x^−(]\s*$")
_REMAINING = re.compile(r"\b(?:the\s+)?(?:remaining|other|last|final)\s+[~≈]?(?P<share>\d+(?:\.\d+)?)\s?%", re.I)
_EACH = re.compile(r"^[^()]{0,40}\beach\b", re.I)


def checks(layout: Layout) -> Iterator[Check]:
    for statement in layout.worded():
        yield from _equations(layout, statement)
        yield from _parts(layout, statement)
        if statement.form is not Form.CELL:
            yield from _reductions(layout, statement)
            yield from _remaining(layout, statement)
            yield from _each(layout, statement)


def _figure_at(statement: Statement, start: int, end: int) -> Figure | None:
    """The figure that covers the number plain[start:end]."""
    covering = next((figure for figure in figures(statement.text) if figure.start <= start and end <= figure.end), None)
    return covering or only_figure(statement.text.slice(start, end))


def _number(text: str) -> float:
    return float(text.strip("~≈ ").replace(",", ""))


# -- within one statement


def _equations(layout: Layout, statement: Statement) -> Iterator[Check]:
    plain = statement.text.plain
    for match in _SUM.finditer(plain):
        parts = [_number(number) for number in re.findall(_NUM, match["parts"])]
        total = only_figure(statement.text.slice(*match.span("total")))
        if (
            total is not None
            and not _OPERATOR.search(plain[: match.start()])
            and not _VARIABLE.search(match["parts"] + plain[match.end() :][:6])
        ):
            if plain[match.end() :].lstrip("*_ ").startswith("%") and "%" not in match["parts"]:
                continue  # "29 failing + 11 in error = 6.5 % failure rate"
            bare = not re.search(r"[~≈]|\d\s*(?:k|m|ms|s|kb|mb|gb|h|min)\b", match[0], re.I)
            check = compared(total, [("", sum(parts), added(parts))], text=match[0], section=layout.titles(statement.line), sure=bare)
            if check and (check.holds or bare):
                yield check
    for match in _PRODUCT.finditer(plain):
        total = only_figure(statement.text.slice(*match.span("total")))
        a, b = _number(match["a"]), _number(match["b"])
        if total is not None and not _OPERATOR.search(plain[: match.start()]):
            scaled = re.match(r"\s?(?:%|[a-zA-Z]+)", plain[match.end() :]) or re.search("[~≈]", match[0])
            check = compared(total, [("", a * b, f"{a:g} * {b:g}")], text=match[0], section=layout.titles(statement.line), sure=not scaled)
            if check and (check.holds or not scaled):
                yield check


def _parts(layout: Layout, statement: Statement) -> Iterator[Check]:
    """ "12 of 15 (80 %)", "80 % (12/15)"."""
    for pattern in (_OF, _OF_WHICH, _SHARE_OF):
        for match in pattern.finditer(statement.text.plain):
            part, whole = _number(match["part"]), _number(match["whole"])
            share = only_figure(statement.text.slice(match.start("share"), statement.text.plain.index("%", match.end("share")) + 1))
            if share is None or not whole or part > whole:
                continue
            ways = [(f"{part:g} of {whole:g}", part / whole * 100, f"{part:g} / {whole:g} * 100")]
            if _OF_THE_REST.match(statement.text.plain, statement.text.plain.index("%", match.end("share"))):
                ways.append((f"the rest of {whole:g}", (whole - part) / whole * 100, f"({whole:g} - {part:g}) / {whole:g} * 100"))
            check = compared(
                share,
                ways,
                text=match[0].strip(" (="),
                section=layout.titles(statement.line),
                sure=part == int(part),
            )
            if check:
                yield check


def _reductions(layout: Layout, statement: Statement) -> Iterator[Check]:
    """ "585 → 451 lines (23 % smaller)", "23 % smaller (585 → 451)"."""
    plain, found = statement.text.plain, figures(statement.text)
    for old, new in pairwise(found):
        if not (old.exact and new.exact and _ARROW.match(plain[old.end : new.start])) or (old.unit != new.unit and old.unit and new.unit):
            continue
        if old.unit == "%" or new.unit == "%":
            continue
        at = found.index(new)
        after = found[at + 1] if at + 1 < len(found) else None
        before = found[at - 2] if at >= 2 else None
        change = None
        if after is not None and after.unit in {"%", "x"} and _CHANGE_BEHIND.match(plain[new.end : after.start]):
            words = plain[after.end : after.end + 25] + plain[new.end : after.start]
            change = after if _CHANGE_WORD.search(words) or after.signed or re.match(r"^\s*[)\]]", plain[after.end :]) else None
        elif (
            before is not None
            and before.unit in {"%", "x"}
            and re.fullmatch(r"[\s\w]{0,30}(?:\(|:|–|—|from)\s*", plain[before.end : old.start])
        ):
            change = before if _CHANGE_WORD.search(plain[max(0, before.start - 25) : old.start]) else None
        if change is None or change.bounded:
            continue
        around = plain[max(0, change.start - 25) : change.end + 25]
        same = old.unit == "second" or (
            (bool(old.unit or new.unit) or bool(_LESS.search(plain[: old.start])))
            and (bool(_LESS.search(around)) or change.signed or (change is after and plain[change.end : change.end + 1] == ")"))
        )
        sure = same and change.exact and not ({old.unit, new.unit} & {"byte"} and old.step != new.step)
        check = compared(
            change,
            change_ways(old, new, change),
            text=plain[min(old.start, change.start) : max(new.end, change.end)],
            section=layout.titles(statement.line),
            sure=sure,
        )
        if check and (check.holds or sure):
            yield check


def _remaining(layout: Layout, statement: Statement) -> Iterator[Check]:
    """ "95 % ... The remaining 5 %": only confirmed, for the rest may be of something else."""
    match = _REMAINING.search(statement.text.plain)
    if match is None:
        return
    share = _figure_at(statement, *match.span("share"))
    for other in reversed(layout.between(statement.line - 8, statement.line)):
        shares = [f for f in figures(other.text) if f.unit == "%" and f.exact and (other is not statement or f.end < match.start())]
        if share is not None and len(shares) == 1 and share.rounds(100 - shares[0].value):
            check = compared(
                share,
                [("100 less the share before", 100 - shares[0].value, f"100 - {shares[0].value:g}")],
                text=match[0],
                section=layout.titles(statement.line),
            )
            if check:
                yield check
            return


def _each(layout: Layout, statement: Statement) -> Iterator[Check]:
    """ "10 servers (10k connections each)" under "for 100k users": only confirmed."""
    plain, found = statement.text.plain, figures(statement.text)
    for count, each in pairwise(found):
        if not _EACH.match(plain[each.end :]) or not (count.exact and each.exact) or count.value < 2:
            continue
        lead = statement.context.lead_in
        totals = [f for f in found if f not in (count, each)] + (list(figures(lead)) if lead is not None else [])
        for total in totals:
            if total.exact and total.rounds(count.value * each.value):
                working = f"{count.value:g} * {each.value:g}"
                yield Check(
                    plain[each.start : each.end + len("each") + 1].strip(" )"),
                    each.span,
                    each.text,
                    total.text,
                    True,
                    f"{working} = {total.text}",
                    working,
                    layout.titles(statement.line),
                )
                return


class Sums(Redone):
    name = "sums"
    summary = "A sum, product, share, percentage of change or number of each in words is what its numbers give."
    examples = (
        Example(
            "a part of what is told first, or of somebody's",
            "- Of the 4 modules 2 use it, which is 50 %.\n- Of the 4 modules 2 use it, which is 75 %.\n"
            "- 3 of the API's 8 doors are shut (27.5 %)\n"
            "- 3 of its 8 doors are shut, i.e. 37.5 %\n",
            {},
            (
                Expect(KIND, Verdict.HOLDS, 1),
                Expect(KIND, Verdict.REFUTED, 2, observed="50 (2 of 4)"),
                Expect(KIND, Verdict.REFUTED, 3, observed="37.5 (3 of 8)"),
                Expect(KIND, Verdict.HOLDS, 4),
            ),
        ),
        Example(
            "a share of the others",
            "- Failed: 8 of 77 tests (89.6% passing)\n- Failed: 8 of 77 tests (89.6%)\n- Failed: 8 of 77 tests (12.4% passing)\n",
            {},
            (Expect(KIND, Verdict.HOLDS, 1), Expect(KIND, Verdict.REFUTED, 2), Expect(KIND, Verdict.REFUTED, 3)),
        ),
        Example(
            "equations and shares",
            "12 unit + 5 integration = 17 tests.\n\n12 of 15 pass (80%). Down from 400 to 300 lines (30% smaller).\n",
            {},
            (
                Expect(KIND, Verdict.HOLDS, 1),
                Expect(KIND, Verdict.HOLDS, 3, claimed="80%"),
                Expect(KIND, Verdict.REFUTED, 3, observed="25 (of the old value)"),
            ),
        ),
        Example(
            "equations of something else",
            "The score is 5 × 2 + 3 = 13 points. Node 18 → 20 (5% smaller). 45/50 tests (92% coverage).\n",
            {},
            (),
        ),
    )
