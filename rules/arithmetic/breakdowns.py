"""A total and what it is made of, in one statement: "140 files (92 frontend + 48 backend)", "12 endpoints: 5 GET, 4 POST, 3 DELETE"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.model import Verdict
from verifier.reading.clause import Form
from verifier.reading.text import Text
from verifier.rule import Example, Expect

from .check import Check, added, compared
from .figures import Figure, figures
from .layout import Layout
from .redone import KIND, Redone

_OPENING = re.compile(
    r"^(?P<noun>(?:\s+(?!and\b|or\b|in\b|of\b|to\b|with\b|from\b)[A-Za-z][\w'-]*){0,3})(?P<open>\s*\(\s*|\s*:\s+|\s+[-–—=]\s+)"
)
_PARTS_END = re.compile(r"[.;!?](?:\s|$)|\s[-–—=→|]\s|\)|$")
_SEPARATOR = re.compile(r"\s*\+\s*|\s*[,;]\s*(?:and\s+|plus\s+)?|\s+(?:and|plus|&)\s+|\s*/\s*(?=\d)|\s*·\s*|\s*\|\s*")
_OPEN_ENDED = re.compile(
    r"\b(?:including|incl|such as|e\.g|mostly|mainly|among|of which|at least|up to|over|etc|others?\b(?!\))|more than|"
    r"vs|versus|per|each|was|from|"
    r"than|only|excluding|not counting|average|avg|max|min|down|up|max|out of|overlap\w*|shared|some|both)\b|\.\.\.|…|→|->|:\s*\d+\s*:",
    re.I,
)
_TOTAL = re.compile(r"\b(?:total|sum|altogether|in all|overall)\b", re.I)
_PLACE = re.compile(r"^(?:(?:are|were|located|found)\s+)?(?:in|under|at|inside|within|on)\s+", re.I)
_STATUS = "passed passing pass failed failing fail skipped skip pending errors error ignored flaky todo xfailed xpassed".split()
_CHANGE = "added modified deleted removed renamed new changed updated created unchanged moved edited".split()
_SIDES = "frontend backend client server shared api web mobile ui worker workers infra infrastructure common desktop".split()
# Words that part a total into what does not overlap. Two parts of one family are parts of the same whole.
FAMILIES: tuple[frozenset[str], ...] = (
    frozenset("get post put patch delete head options".split()),
    frozenset("critical blocker major minor high medium low info informational trivial severe moderate".split()),
    frozenset(_STATUS),
    frozenset(_CHANGE),
    frozenset(_SIDES),
    frozenset("unit integration e2e end-to-end functional acceptance system smoke".split()),
    frozenset("done open closed complete completed incomplete remaining missing resolved unresolved fixed implemented partial "
              "partially blocked".split()),
    frozenset("public private protected internal static".split()),
    frozenset("python typescript javascript css html sql markdown yaml json shell go rust java tsx jsx ts js py md".split()),
)  # fmt: skip
_MEASURES = frozenset(("second", "byte", "%", "x", "line"))


@dataclass(frozen=True, slots=True)
class _Part:
    figure: Figure
    words: str  # what is said beside the number


def checks(layout: Layout) -> Iterator[Check]:
    for statement in layout.worded():
        if statement.form is Form.CELL and not statement.context.row:
            continue
        text = layout.full(statement)
        found = figures(text)
        for total in found:
            if total.whole is not None or total.unit == "x" or total.bounded or total.value < 2:
                continue
            yield from _broken_down(layout, text, total, layout.titles(statement.line))


def _broken_down(layout: Layout, text: Text, total: Figure, titles: tuple[str, ...]) -> Iterator[Check]:
    plain = text.plain
    opening = _OPENING.match(plain[total.end :])
    if opening is None or _OPEN_ENDED.search(opening["noun"]) or re.search(r"[-+*/×^=]\s*$", plain[: total.start]):
        return
    start = total.end + opening.end()
    bracket = "(" in opening["open"]
    end = _closing(plain, start) if bracket else start + _parts_end(plain[start:])
    # A total in the middle of a sentence has brackets of its own; one with a colon ends it.
    if end <= start or (not bracket and plain[end:].strip(" .;!)*")):
        return
    body = plain[start:end]
    if "(" in body or _OPEN_ENDED.search(body):
        return
    parts, signs = _parts(text, start, end)
    if len(parts) < 2 or any(part.figure.value > total.value * 3 for part in parts):
        return
    kinds = {part.figure.unit for part in parts if part.figure.unit in _MEASURES}
    if kinds and (kinds != {total.unit} or any(part.figure.unit != total.unit for part in parts)):
        return
    if total.unit in _MEASURES and not kinds and total.unit != "line":
        return
    values = [part.figure.value for part in parts]
    told = bool(_TOTAL.search(plain[:start])) and not re.search(r"\btotal of\b", body, re.I)
    sure = total.exact and all(part.figure.exact for part in parts) and _disjoint(total, parts, signs, told, sum(values) < total.value)
    check = compared(
        total,
        [("sum of the parts", round(sum(values), 9), added(values))],
        text=plain[total.start : end + bracket],
        section=titles,
        subject=total.unit,
        sure=sure,
    )
    if check and (check.sure if not check.holds else _fits(total, parts, signs, told)):
        yield check


def _closing(plain: str, start: int) -> int:
    end = plain.find(")", start)
    return end if end > 0 else 0


def _parts_end(rest: str) -> int:
    match = _PARTS_END.search(rest)
    return match.start() if match else len(rest)


def _parts(text: Text, start: int, end: int) -> tuple[list[_Part], set[str]]:
    """The parts between two offsets, each with just one number, and the signs between them; nothing if one has none or two."""
    body, parts, signs, at = text.plain[start:end], list[_Part](), set[str](), 0
    found = [figure for figure in figures(text) if start <= figure.start and figure.end <= end]
    cuts = [
        m for m in _SEPARATOR.finditer(body) if not re.search(r"\d,$", body[: m.start() + 1]) or not re.match(r"\d{3}\b", body[m.end() :])
    ]
    for cut in [*cuts, None]:
        stop = cut.start() if cut else len(body)
        inside = [figure for figure in found if start + at <= figure.start and figure.end <= start + stop]
        if len(inside) != 1 or inside[0].whole is not None:
            return [], set()
        figure = inside[0]
        before, after = text.plain[start + at : figure.start], body[figure.end - start : stop]
        number = re.match(r"[~≈+]?[\d,.]+", figure.text)
        words = f"{before} {figure.text[number.end() :] if number else figure.text} {after}".strip(" :*_`-–=")
        if before.strip(" :*_`-–=(~≈") and after.strip(" *_`"):
            return [], set()  # "of 5 in b": a sentence, not a part
        parts.append(_Part(figure, words.strip()))
        if cut:
            signs.add("+" if "+" in cut[0] or "plus" in cut[0] else ",")
            at = cut.end()
    return parts, signs


def _disjoint(total: Figure, parts: list[_Part], signs: set[str], told: bool, less: bool) -> bool:
    """Whether the parts are surely all of the total, and don't overlap."""
    like = _like(total, parts)
    if signs == {"+"}:
        return told or like
    if not like:
        return False
    words = {word for part in parts for word in part.words.lower().split()}
    if not less:
        return True
    # Fewer than the total: some may be left unsaid, unless the last of the family is there.
    if words & FAMILIES[1]:
        return bool(words & {"low", "minor", "info", "informational", "trivial"})
    if words & FAMILIES[2]:
        return bool(words & {"skipped", "skip", "pending", "ignored"})
    return told or bool(words & FAMILIES[0] and len(parts) >= 3)


def _like(total: Figure, parts: list[_Part]) -> bool:
    """Whether all parts are of one family, places, or named by the total's own noun."""
    words = [part.words.lower() for part in parts]
    if any(all(set(re.findall(r"[\w-]+", said)) & family for said in words) for family in FAMILIES):
        return all(len(said.split()) <= 3 for said in words)
    if sum(bool(_PLACE.match(said)) for said in words) >= len(words) - 1 and all(len(said.split()) <= 4 for said in words):
        return True
    noun = total.unit
    return bool(noun) and noun not in _MEASURES and all(part.figure.unit == noun and len(part.words.split()) <= 4 for part in parts)


def _fits(total: Figure, parts: list[_Part], signs: set[str], told: bool) -> bool:
    """Whether a sum that comes out right is one, and not three small numbers by chance."""
    return (
        signs == {"+"}
        or told
        or _like(total, parts)
        or (total.value >= 8 and len({part.figure.unit for part in parts} - {""}) <= len(parts))
    )


class Breakdowns(Redone):
    name = "breakdowns"
    summary = "A total is the sum of the parts named beside it, where the parts do not overlap."
    examples = (
        Example(
            "in brackets and behind a colon",
            "- 140 total files (92 frontend + 47 backend + 1 worker)\n- 12 endpoints: 5 GET, 4 POST, 2 DELETE\n",
            {},
            (
                Expect(KIND, Verdict.HOLDS, 1),
                Expect(KIND, Verdict.REFUTED, 2, observed="11 (sum of the parts)"),
            ),
        ),
        Example(
            "parts of something else",
            "- 20 files changed (300 insertions, 12 deletions)\n- 100 issues (5 critical, 12 high)\n- 12 files (was 10, now 14)\n",
            {},
            (),
        ),
    )
