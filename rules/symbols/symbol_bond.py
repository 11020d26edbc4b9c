"""Two named things are bound as the report says: one wraps, types, takes or has the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.symbols import Symbols
from verifier.model import Claim, Evidence, Finding, Measurement, Reading, Reason, Side, Verdict
from verifier.reading.clause import Clause, FenceClass, Form
from verifier.repository.scope import Scope
from verifier.reproduce import search
from verifier.rule import Example, Expect, Rule, found, undecided

from .bond_lookup import look_up
from .bond_words import Bond, bonds
from .phrasing import LONGEST, drafted, unfinished

_ORBITS = (
    "import cache\n\nclass Body:\n    mass: float\n\n    def spin(self): ...\n\nclass Ring:\n    pass\n\n"
    "class Planet(Body):\n    moons: int = 0\n\n"
    "@cache.kept(hours=2)\ndef tides():\n    return 1\n\n\n\ndef eclipse():\n    return 2\n"
)


_ALLOWED = frozenset(("", "optional", "optionally"))  # a parameter may be


@dataclass(frozen=True, slots=True)
class Target:
    bond: Bond
    first: str
    second: str


class SymbolBond(Rule[Target]):
    """ "`tides()` is wrapped in `@kept`", "`mass` is typed as `float`", "`Body` has a `spin` method"."""

    name = "symbol-bond"
    kinds = ("symbol-exists",)
    summary = "A function is decorated or wrapped with, a field has the type of, a class has as a member, what the report says."
    examples = (
        Example(
            "what is around a function",
            "- `tides()` is decorated with `@cache.kept`\n- Wrapped `eclipse()` in `@cache.kept(hours=2)`\n"
            "- `eclipse` is wrapped in `memo`\n- `Orbit` is wrapped in `memo`\n"
            "- `eclipse` is wrapped in `try`\n- `Orbit` is enclosed in `transaction`\n"
            "- `eclipse()` uses `@cache.kept`\n- Added `@cache.kept` to `tides()`\n- `eclipse()` uses `cache.kept`\n"
            "- `Ring` is wrapped in `memo`\n",
            {
                "orbits.py": _ORBITS,
                "orbit.tsx": "import { memo } from 'react'\n\nfunction Orbit() { return <p/> }\n\nexport default memo(Orbit)\n",
                "rings.tsx": "import { memo } from 'react'\n\nexport const Ring = memo(function Ring() { return <p/> })\n",
            },
            (
                Expect("symbol-exists", Verdict.HOLDS, 1),
                Expect("symbol-exists", Verdict.REFUTED, 2),
                Expect("symbol-exists", Verdict.REFUTED, 3),
                Expect("symbol-exists", Verdict.HOLDS, 4),
                Expect("symbol-exists", Verdict.UNVERIFIABLE, 5),
                Expect("symbol-exists", Verdict.UNVERIFIABLE, 6),
                Expect("symbol-exists", Verdict.REFUTED, 7),
                Expect("symbol-exists", Verdict.HOLDS, 8),
                Expect("symbol-exists", Verdict.HOLDS, 10),
            ),
        ),
        Example(
            "what is raised",
            "- `dim()` raises `ValueError` for a lamp that is out\n- `dim` throws `KeyError`\n- `LampError` is raised by `dim`\n",
            {"a.py": "class LampError(Exception): ...\n\ndef dim(x):\n    if x: raise ValueError('')\n    raise LampError\n"},
            (
                Expect("symbol-exists", Verdict.HOLDS, 1),
                Expect("symbol-exists", Verdict.UNVERIFIABLE, 2),
                Expect("symbol-exists", Verdict.HOLDS, 3),
            ),
        ),
        Example(
            "types and members",
            "- The `mass` field is typed as `float`\n- `moons` is declared as `str`\n- `Planet` has a `spin` method\n"
            "- I gave `Ring` a `spin` method\n- `Body` has a great name\n"
            "- `mass` is an `int`\n- `moons` is an `int`\n- The `moons` field of `Planet` is typed as `str`\n- `mass` is a `float` value\n",
            {"orbits.py": _ORBITS},
            (
                Expect("symbol-exists", Verdict.HOLDS, 1),
                Expect("symbol-exists", Verdict.REFUTED, 2, observed="Planet.moons: int"),
                Expect("symbol-exists", Verdict.HOLDS, 3),
                Expect("symbol-exists", Verdict.REFUTED, 4),
                Expect("symbol-exists", Verdict.REFUTED, 6, observed="Body.mass: float"),
                Expect("symbol-exists", Verdict.HOLDS, 7),
                Expect("symbol-exists", Verdict.REFUTED, 8),
            ),
        ),
        Example(
            "parameters",
            "- `turn()` accepts `hours`\n- `turn()` takes an optional `speed` argument\n- Added a `copy` parameter to `pack()`\n"
            "- `turn()` takes `int`\n",
            {"a.py": "def turn(self, hours): ...\n\ndef pack(**options): ...\n"},
            (
                Expect("symbol-exists", Verdict.HOLDS, 1),
                Expect("symbol-exists", Verdict.REFUTED, 2),
                Expect("symbol-exists", Verdict.UNVERIFIABLE, 3),
                Expect("symbol-exists", Verdict.UNVERIFIABLE, 4),
            ),
        ),
        Example(
            "wishes, denials and other words",
            "- `Planet` should have a `tilt` method\n- `Planet` and `Ring` turn\n- Wrap `eclipse()` in `memo`\n",
            {"orbits.py": _ORBITS},
            (),
        ),
    )

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if (
            not clause.asserts
            or clause.negated
            or clause.hedge not in _ALLOWED
            or clause.side is Side.BEFORE
            or len(clause.statement.text.plain) > LONGEST
        ):
            return
        if clause.form in {Form.CODE, Form.COMMAND, Form.TREE_ENTRY, Form.HEADING}:
            return
        if clause.context.fence in {FenceClass.SUGGESTED, FenceClass.OUTPUT, FenceClass.CODE, FenceClass.SHELL}:
            return
        whole = clause.statement.text.plain
        if len(whole) > LONGEST or drafted(clause.context) or (unfinished(clause) and "optional" not in whole.lower()):
            return
        for said in bonds(clause):
            if "*" in said.first + said.second:
                continue  # "`Row` has `_sort_*` methods": several that are called alike
            if said.bond is Bond.TAKES and "=" in said.second:
                continue  # a keyword and its value
            yield self.claim(
                clause,
                Target(said.bond, said.first, said.second),
                subject=said.first,
                claimed=f"{said.bond.value} {said.second}",
                span=clause.words.span(said.start, said.end),
                explains=(clause.words.span(said.start, said.end),),
                text=clause.text[said.start : said.end],
            )

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        answer = look_up(target.bond, target.first, target.second, Symbols.of(code.facts))
        sites = (answer.site,) if answer.site else ()
        if answer.so is None:
            return Measurement(blocked=answer.reason, detail=answer.observed, sites=sites, subject=target.first)
        reproduce = search("-nw", answer.site.symbol.rpartition(".")[2]) if answer.site else ""
        return Measurement((Reading("as it is told", answer.so),), sites, True, reproduce, target.first, detail=answer.observed)

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            reason = measurement.blocked
            if reason is Reason.NO_SUBJECT or not measurement.sites:
                return undecided(claim, measurement)
            return found(claim, measurement, Verdict.UNVERIFIABLE, measurement.detail, reason=reason, evidence=_evidence(measurement))
        verdict = Verdict.HOLDS if measurement.readings[0].value else Verdict.REFUTED
        evidence = _evidence(measurement)
        where = f", at {evidence[0].path}:{evidence[0].line}" if evidence else ""
        return found(claim, measurement, verdict, f"{measurement.detail}{where}", observed=measurement.detail, evidence=evidence)


def _evidence(measurement: Measurement) -> tuple[Evidence, ...]:
    return tuple(Evidence(site.path, site.line, site.end_line, site.code) for site in measurement.sites)
