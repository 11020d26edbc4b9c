"""How many functions, classes and the like all of the code has: "Total functions: 230", "| Classes | 8 |" of a project's metrics."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.languages import LANGUAGES
from verifier.facts.symbols import Symbols
from verifier.knowledge.words import stem
from verifier.model import Claim, Exactness, Finding, Measurement, Reading, Reason, Verdict
from verifier.numbered import in_number
from verifier.reading.clause import Clause, Path
from verifier.repository.kinds import is_source, language_of
from verifier.repository.parts import parts
from verifier.repository.scope import Scope
from verifier.rule import Example, Expect, found, undecided
from verifier.shapes.labels import label_of
from verifier.shapes.lookup import Lookup, blocked
from verifier.shapes.rough_numbers import fits, is_far

from .definition_count import SORTS, readings_of

_LABEL = re.compile(
    r"\W*(?:(?:total|overall|number\s+of|count\s+of|#\s*of)\s+)?(?P<unit>functions?|methods?|classes|interfaces?|enums?|structs?|traits?)"
    r"(?:\s+(?:and|&|/)\s+methods?|\s*/\s*methods?)?(?:\s+(?:total|count|defined|in\s+total))?\W*",
    re.I,
)
_OF_CODE = re.compile(
    r"\b(?:code\s?base|code|project|repository|size|source|detailed|quality)\s+(?:metrics|statistics|stats|size|numbers|summary|overview)\b"
    r"|^\W*(?:metrics|statistics|stats|by the numbers)\W*$|\blines of code\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Target:
    unit: str


class DefinitionsInAll(Lookup[Target]):
    """ "Total functions: 230", "| Classes | 8 |" where a project's code is measured."""

    name = "definitions-in-all"
    kinds = ("size",)
    scoped = True
    quotes = False
    vocabulary = "@number @about total overall count code function method class interface enum struct trait define"
    summary = "All code together has so many functions or classes, by any usual count; only what is far from each is refuted."
    examples = (
        Example(
            "of a project's metrics",
            "## Code metrics\n\n| Metric | Value |\n|---|---|\n| Functions | 3 |\n| Classes | 1 |\n| Classes | 9 |\n"
            "\n- Total functions: 40\n",
            {"a.py": "class Moon:\n    def turn(self): ...\n\ndef lean(): ...\n", "b.py": "def fall(): ...\n"},
            (
                Expect("size", Verdict.HOLDS, 5),
                Expect("size", Verdict.HOLDS, 6),
                Expect("size", Verdict.REFUTED, 7, observed="1 class"),
                Expect("size", Verdict.REFUTED, 9),
            ),
        ),
        Example(
            "not far off",
            "## Code metrics\n\n- Total functions: 4\n",
            {"a.py": "def lean(): ...\n\ndef turn(): ...\n\ndef fall(): ...\n"},
            (Expect("size", Verdict.UNVERIFIABLE, 3),),
        ),
        Example(
            "other things of that name",
            "## Cloud\n\n- Functions: 40\n\n## School\n\n"
            "| Metric | Value |\n|---|---|\n| Classes | 9 |\n",
            {"a.py": "def lean(): ...\n\ndef turn(): ...\n\ndef fall(): ...\n"},
            (),
        ),
    )  # fmt: skip

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        if len(clause.quantities) != 1 or clause.all(Path) or clause.context.located:
            return
        quantity = clause.quantities[0]
        label = label_of(clause, quantity)
        match = _LABEL.fullmatch(label)
        if match is None or quantity.unit or not any(map(_OF_CODE.search, clause.context.titles[-2:])):
            return
        yield self.claim(
            clause, Target(stem(match["unit"].lower())), claimed=quantity.text, span=quantity.span, text=clause.in_full, quantity=quantity
        )

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        symbols, unit = Symbols.of(code.facts), claim.target.unit
        readings: list[Reading] = []
        for name, files in parts(code.index, scope).items():
            sources = [path for path in files if is_source(path)]
            if any(language_of(path) not in LANGUAGES for path in sources) and not name:
                return blocked(Reason.UNSUPPORTED_LANGUAGE, f"not all code of {scope.label} can be read", scope.label)
            outlines = symbols.outlines([path for path in sources if language_of(path) in LANGUAGES]).values()
            totals: dict[str, int] = {}
            for outline in outlines:
                for one in readings_of(outline, unit, ()):
                    totals[one.definition] = totals.get(one.definition, 0) + int(one.value)
            readings += (Reading(", ".join(filter(None, (way, name))), number) for way, number in totals.items())
        if not readings or unit not in SORTS:
            return blocked(Reason.NO_SUBJECT, f"no {unit} in {scope.label}", scope.label)
        return Measurement(tuple(readings), (), True, f"ctags -R --fields=+K . | grep -cw {unit}", scope.label)

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        quantity = claim.quantity
        assert quantity is not None
        first = int(measurement.readings[0].value)
        observed = f"{first:,} {in_number(claim.target.unit, first)}"
        for at, reading in enumerate(measurement.readings):
            if fits(quantity, float(reading.value)):
                exact = Exactness.TOLERATED if at else Exactness.EXACT
                told = f"{int(reading.value):,} in {measurement.subject} ({reading.definition})"
                return found(claim, measurement, Verdict.HOLDS, told, observed=observed, exactness=exact, definition=reading.definition)
        told, stated = f"{observed} in {measurement.subject}, not {claim.claimed}", quantity.stated
        values = [float(reading.value) for reading in measurement.readings]
        if stated is None or not is_far(stated, values):
            told += ", by a count of our own; the report does not say what it counted"
            return found(claim, measurement, Verdict.UNVERIFIABLE, told, reason=Reason.AMBIGUOUS, observed=observed)
        return found(claim, measurement, Verdict.REFUTED, told, observed=observed)
