"""Whether one function that is named has type hints: any, or that of what it returns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.outline import Definition
from verifier.model import Claim, Measurement, Reason
from verifier.model import Verdict as V
from verifier.reading.clause import Clause
from verifier.reading.says.slots import slots_of
from verifier.repository.kinds import language_of
from verifier.repository.scope import Scope
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

from .one_definition import IN_FILE, Named, defined, lacking, named_below, named_in, sites_of

_HINTS = r"(?:(?:return\s+)?type\s+(?:hints?|annotations?)|return\s+types?|type-hints?)"
_NO = r"(?P<no>lacks|is\s+missing|misses|has\s+no|does\s+not\s+have|doesn't\s+have|is\s+without)"
_ONE = re.compile(
    rf"^{IN_FILE}\s+(?:{_NO}|has|carries)\s+(?:a\s+|an\s+|any\s+|full\s+|complete\s+)?(?P<what>{_HINTS})(?P<tail>.*)$",
    re.I,
)
_LACKING = lacking(r"(?:functions?|methods?)(?:(?:\s*/\s*|\s+and\s+|\s+or\s+)methods?)?", _HINTS)
_SELF = ("self", "cls")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    named: Named
    returns: bool = False  # the hint of what it returns
    wanted: bool = True  # there are to be some


class Hinted(Lookup[Target]):
    """ "`turn` has no type hints", "Functions missing return types: `turn`, `lean`"."""

    name = "hinted"
    kinds = ("type-hints",)
    summary = "The Python function that is named has type hints on its parameters and its return value, or has none."
    vocabulary = "type hint annotation return lack miss carry function method parameter signature"
    examples = (
        Example(
            "one of them",
            "- `turn` has no type hints.\n- `lean` has no type hints.\n- `fall` has no type hints.\n- `fall` lacks a return type.\n"
            "- `lean` has type hints.\n- In `orbit.py`, `lean` is missing return type hints.\n",
            {"orbit.py": "def turn(x):\n    pass\n\n\ndef lean(x: int) -> int:\n    return x\n\n\ndef fall(x: int):\n    return x\n"},
            (
                Expect("type-hints", V.HOLDS, 1, "turn"),
                Expect("type-hints", V.REFUTED, 2, "lean"),
                Expect("type-hints", V.UNVERIFIABLE, 3, "fall"),
                Expect("type-hints", V.HOLDS, 4, "fall"),
                Expect("type-hints", V.HOLDS, 5, "lean"),
                Expect("type-hints", V.REFUTED, 6, "lean"),
            ),
        ),
        Example(
            "listed below a heading that says it of each",
            "### Functions missing type hints\n\n- `orbit.py:1` - `turn()`\n- `orbit.py:5` - `lean()`\n\nMissing return types:\n- `fall`\n",
            {"orbit.py": "def turn(x):\n    pass\n\n\ndef lean(x: int) -> int:\n    return x\n\n\ndef fall(x: int):\n    return x\n"},
            (
                Expect("type-hints", V.HOLDS, 3, "turn"),
                Expect("type-hints", V.REFUTED, 4, "lean"),
                Expect("type-hints", V.HOLDS, 7, "fall"),
            ),
        ),
        Example("a wish", "`turn` should have type hints.\n", {"orbit.py": "def turn(x):\n    pass\n"}, ()),
    )

    def recognise(self, clause: Clause) -> Iterable[Claim[Target]]:
        yield from super().recognise(clause)
        for named, item, lead in named_below(clause, _LACKING):
            target = Target(named=named, returns="return" in lead.lower(), wanted=False)
            yield self.claim(clause, target, subject=named.name, claimed="type hints", text=item.text, negated=True, explains=item.taken)

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        slots = slots_of(clause)
        match = _ONE.match(slots.text)
        if match is None or slots.continues(match) or (named := named_in(clause, slots, match)) is None:
            return
        target, explains = Target(named=named, returns="return" in match["what"].lower(), wanted=not match["no"]), slots.taken(match)
        yield self.claim(clause, target, subject=named.name, claimed="type hints", negated=not target.wanted, explains=explains)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target, named = claim.target, claim.target.named
        found = defined(named, ("function", "method"), code)
        if isinstance(found, Measurement):
            return found
        places, known = [place for place in found[0] if language_of(place.path) == "python"], found[1]
        told = {_told(place.definition, target.returns) for place in places}
        if len(told) != 1:
            return blocked(Reason.AMBIGUOUS, f"{len(places)} functions of Python are called {named.name}", named.name)
        has = next(iter(told))
        if has is None:
            return blocked(Reason.AMBIGUOUS, "some of its hints are there, and some are not", named.name)
        what = "a return type" if target.returns else "type hints"
        observed = what if has else f"no {what.removeprefix('a ')}"
        return answer(has is target.wanted, observed, sites_of(named, places), complete=known.complete, subject=named.name)


def _told(function: Definition, returns: bool) -> bool | None:
    """Whether a function has its hints; None where it has some of them only, or none that it could have."""
    if returns:
        return bool(function.returns)
    own = [bool(one.annotation) for one in function.parameters if one.kind != "receiver" and one.name not in _SELF]
    hints = [*own, bool(function.returns)]
    return True if all(hints) else None if any(hints) else False
