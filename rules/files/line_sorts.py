"""Lines of a sort in one file: comments, blank ones, logical ones, strings of several lines, and the share of comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.model import Claim, Correction, Exactness, Finding, Measurement, Reason, Verdict
from verifier.reading.clause import Clause, FenceClass, Form, Origin, Path
from verifier.reading.quantities import restate
from verifier.repository.scope import Scope
from verifier.reproduce import arguments
from verifier.rule import Example, Expect, Rule, found, undecided

from .line_kinds import SHARE, agrees, readings_of, sort_called


@dataclass(frozen=True, slots=True)
class Target:
    path: str
    sort: str


class LineSorts(Rule[Target]):
    """ "| `a.py` | 29 |" under "Comments", "LLOC", "Blank lines" or "Documentation %"."""

    name = "line-sorts"
    kinds = ("size",)
    quotes = False
    cites_files = True
    vocabulary = "@line @number comment blank logical empty multi string documentation doc ratio percentage share density lloc"
    summary = "A file has as many comment, blank or logical lines as its row says, as radon or a plain count of lines has them."
    examples = (
        Example(
            "columns",
            "| File | LLOC | Comments | Blank | Comment % |\n|---|---|---|---|---|\n| `a.py` | 2 | 1 | 3 | 17% |\n"
            "| `b.py` | 5 | 4 | 3 | 90% |\n",
            {"a.py": "# about\nx = 1\n\n\n\ny = 2\n", "b.py": "x = 1\n"},
            (
                *(Expect("size", Verdict.HOLDS, 3, "a.py") for _ in range(4)),
                *(Expect("size", Verdict.REFUTED, 4, "b.py") for _ in range(4)),
            ),
        ),
        Example(
            "in other languages a comment may stand behind code",
            "| File | Comments |\n|---|---|\n| `a.js` | 4 |\n",
            {"a.js": "// about\nx = 1;\n"},
            (Expect("size", Verdict.DOUBTFUL, 3),),
        ),
        Example(
            "other comments",
            "| User | Comments |\n|---|---|\n| anna | 4 |\n\n| File | Comments |\n|---|---|\n| `a.js` | 4 remarks on style |\n",
            {"a.js": "x\n"},
            (),
        ),
    )

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if (
            not clause.asserts
            or clause.form is not Form.CELL
            or clause.context.fence is FenceClass.SUGGESTED
            or len(clause.quantities) != 1
        ):
            return
        sort = sort_called(clause.context.header)
        quantity = clause.quantities[0]
        rows = {m.value.text for m in clause.all(Path) if m.origin is Origin.ROW and not (m.value.directory or m.value.glob)}
        bare = not re.search(r"[^\W\d_]", clause.statement.text.plain)
        if not sort or len(rows) != 1 or not bare or (quantity.unit == "%") != (sort == SHARE) or quantity.unit not in ("", "%"):
            return
        path = next(iter(rows))
        yield self.claim(
            clause, Target(path, sort), subject=path, claimed=quantity.text, span=quantity.span, text=clause.in_full, quantity=quantity
        )

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        resolved = code.index.resolve(claim.target.path)
        path = resolved.path
        if path is None or resolved.directory:
            reason = Reason.AMBIGUOUS if resolved.matches else Reason.NO_SUBJECT
            return Measurement(blocked=reason, detail=f"{claim.target.path} is not one file here", subject=claim.target.path)
        readings = readings_of(code, (path,), claim.target.sort)
        if not readings:
            return Measurement(blocked=Reason.UNSUPPORTED_LANGUAGE, detail=f"such lines are not counted in {path}", subject=path)
        by_radon = readings[0].definition == "radon"
        command = f"radon raw {arguments(path)}" if by_radon else f"cloc {arguments(path)}"
        return Measurement(tuple(readings), (), by_radon or claim.target.sort == "blank", command, path)

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        quantity = claim.quantity
        assert quantity is not None
        first = float(measurement.readings[0].value)
        observed = f"{first:.0f}{'%' if claim.target.sort == SHARE else ''}"
        for reading in measurement.readings:
            if agrees(quantity, float(reading.value)):
                if reading.definition != measurement.readings[0].definition:
                    why = f"{observed} in {measurement.subject} ({measurement.readings[0].definition}); {claim.claimed} by another count"
                    return found(claim, measurement, Verdict.UNVERIFIABLE, why, reason=Reason.AMBIGUOUS, observed=observed)
                message = f"{float(reading.value):.0f} in {measurement.subject} ({reading.definition})"
                exact = Exactness.EXACT if reading is measurement.readings[0] else Exactness.TOLERATED
                return found(claim, measurement, Verdict.HOLDS, message, observed=observed, exactness=exact, definition=reading.definition)
        message = f"{observed} in {measurement.subject}, not {claim.claimed}"
        if not measurement.complete:
            return found(claim, measurement, Verdict.DOUBTFUL, f"{message}; comments behind code are not counted", observed=observed)
        correction = Correction(quantity.span, restate(quantity, round(first)))
        return found(claim, measurement, Verdict.REFUTED, message, observed=observed, correction=correction)
