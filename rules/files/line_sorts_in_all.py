"""Lines of a sort in all of the code: comments, blank ones, logical ones, strings of several lines, and the share of comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.model import Claim, Exactness, Finding, Measurement, Reading, Reason, Verdict
from verifier.reading.clause import Clause, Path
from verifier.repository.kinds import is_source
from verifier.repository.parts import parts
from verifier.repository.scope import Scope, whole
from verifier.rule import Example, Expect, found, undecided
from verifier.shapes.labels import label_of
from verifier.shapes.lookup import Lookup, blocked
from verifier.shapes.rough_numbers import is_far

from .line_kinds import SHARE, agrees, readings_of, sort_called

_OF_CODE = re.compile(
    r"\b(?:code\s?base|code (?:metrics|statistics|size|documentation)|raw|radon|cloc|tokei|scc|loc|sloc|lines of code|source lines"
    r"|project size)\b",
    re.I,
)
_SAYS_LINES = re.compile(r"\b(?:lines?|l?loc)\b", re.I)
_WHOLE = re.compile(r"\b(?:codebase|code base|project|repository|repo|entire|whole|overall|total)\b", re.I)
_TOTAL = re.compile(r"^\W*(?:total|overall)\s+", re.I)


@dataclass(frozen=True, slots=True)
class Target:
    sort: str
    whole: bool = False  # its words, or its heading's, say that all of the project is meant


class LineSortsInAll(Lookup[Target]):
    """ "Comment Lines: 98", "Logical LOC: 994", "| Blank lines | 381 |" of a project, where lines of code are counted."""

    name = "line-sorts-in-all"
    kinds = ("size",)
    scoped = True
    quotes = False
    vocabulary = "@line @number @about total overall code comment blank empty logical loc lloc multi string documentation doc ratio share"
    summary = "All code together has so many comment, blank or logical lines, by any usual count; only what is far from each is refuted."
    examples = (
        Example(
            "as radon sums up",
            "## Code metrics\n\n```\nLogical LOC:     2\nComment Lines:   90\nBlank Lines:     3\n```\n\n- Comment ratio: 17%\n",
            {"a.py": "# about\nx = 1\n\n\n\ny = 2\n"},
            (
                Expect("size", Verdict.HOLDS, 4),
                Expect("size", Verdict.REFUTED, 5, observed="1 line"),
                Expect("size", Verdict.HOLDS, 6),
                Expect("size", Verdict.HOLDS, 9),
            ),
        ),
        Example(
            "not far off",
            "## Code metrics\n\n- Comment lines: 3\n",
            {"a.py": "# about\n# it\nx = 1\n"},
            (Expect("size", Verdict.UNVERIFIABLE, 3),),
        ),
        Example(
            "of one file, and other comments",
            "## Code metrics\n\n- `a.py` has blank lines: 9\n\n## Blog\n\n- Comments: 90\n",
            {"a.py": "x = 1\n"},
            (),
        ),
    )

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        if len(clause.quantities) != 1 or clause.all(Path) or clause.context.located:
            return
        quantity = clause.quantities[0]
        label = label_of(clause, quantity)
        sort = sort_called(_TOTAL.sub("", label))
        titles = clause.context.titles[-2:]
        of_code = any(map(_OF_CODE.search, titles)) or (_SAYS_LINES.search(label) and any(map(_OF_CODE.search, clause.context.titles)))
        if sort and of_code and (quantity.unit == "%") == (sort == SHARE) and quantity.unit in ("", "%", "line"):
            target = Target(sort, any(map(_WHOLE.search, (clause.in_full, *titles[-1:]))))
            yield self.claim(clause, target, claimed=quantity.text, span=quantity.span, text=clause.in_full, quantity=quantity)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        readings: list[Reading] = []
        scope = whole() if claim.target.whole else scope
        for name, files in parts(code.index, scope).items():
            sources = [path for path in files if is_source(path)]
            python = [path for path in sources if path.endswith(".py")]
            for one in (*readings_of(code, python, claim.target.sort), *readings_of(code, sources, claim.target.sort)):
                readings.append(Reading(", ".join(filter(None, (one.definition, name))), one.value))
        if not readings:
            return blocked(Reason.NO_SUBJECT, f"such lines are not counted in {scope.label}", scope.label)
        return Measurement(tuple(readings), (), True, "radon raw -s .", scope.label)

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        quantity, share = claim.quantity, claim.target.sort == SHARE
        assert quantity is not None
        first = float(measurement.readings[0].value)
        observed = f"{first:.0f}%" if share else f"{first:,.0f} line{'' if first == 1 else 's'}"
        for at, reading in enumerate(measurement.readings):
            if agrees(quantity, float(reading.value)):
                exact = Exactness.TOLERATED if at else Exactness.EXACT
                told = f"{float(reading.value):,.0f} in {measurement.subject} ({reading.definition})"
                return found(claim, measurement, Verdict.HOLDS, told, observed=observed, exactness=exact, definition=reading.definition)
        told = f"{observed} in {measurement.subject}, not {claim.claimed}"
        values, stated = [float(reading.value) for reading in measurement.readings], quantity.stated
        if stated is None or not is_far(stated, values):
            told += ", by a count of our own; the report does not say what it counted"
            return found(claim, measurement, Verdict.UNVERIFIABLE, told, reason=Reason.AMBIGUOUS, observed=observed)
        return found(claim, measurement, Verdict.REFUTED, told, observed=observed)
