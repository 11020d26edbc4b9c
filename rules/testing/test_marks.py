"""Which tests carry a marker of pytest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.symbols import Place, Symbols
from verifier.model import Claim, Measurement, Reason, Site
from verifier.model import Verdict as V
from verifier.reading.clause import Clause
from verifier.reading.says.slots import SLOT, slots_of
from verifier.repository.scope import Scope
from verifier.reproduce import arguments
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

_MARK = r"(?:mark(?:er)?|tag|label)"
_ON = re.compile(
    rf"^(?:the\s+)?(?:pytest\s+)?(?:{_MARK}\s+)?(?P<mark>{SLOT})(?:\s+{_MARK})?\s+(?:is|sits|stands|appears|is\s+set|is\s+used|is\s+put)\s+(?:only\s+)?(?:on|above|at)\s+"
    rf"(?:the\s+test\s+)?(?P<test>{SLOT})(?P<only>\s+(?:and\s+(?:on\s+)?nowhere\s+else|only|alone))?(?P<tail>.*)$",
    re.I,
)
_HAS = re.compile(
    rf"^(?:the\s+test\s+)?(?P<test>{SLOT})\s+(?:is\s+(?:marked|tagged|labell?ed)\s+(?:as\s+|with\s+)?|(?:carries|has|bears|wears)\s+)(?:the\s+|a\s+)?"
    rf"(?:pytest\s+)?(?:{_MARK}\s+)?(?P<mark>{SLOT})(?:\s+{_MARK})?(?P<only>$^)?(?P<tail>.*)$",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    test: str
    mark: str
    only: bool = False


class TestMarks(Lookup[Target]):
    """ "The `slow` marker is on `test_orbit` and nowhere else", "`test_orbit` is marked `slow`"."""

    name = "test-marks"
    kinds = ("test-exists",)
    summary = "A pytest test has the marker that is named: on itself, its class or its module."
    vocabulary = "mark marker tag label carry only nowhere else test pytest"
    examples = (
        Example(
            "marks",
            "- The `slow` marker is on `test_orbit` and nowhere else.\n- `test_tilt` is marked as `slow`.\n"
            "- `test_orbit` carries the `slow` mark.\n",
            {"test_sky.py": "import pytest\n\n@pytest.mark.slow\ndef test_orbit():\n    pass\n\ndef test_tilt():\n    pass\n"},
            (Expect("test-exists", V.HOLDS, 1), Expect("test-exists", V.REFUTED, 2), Expect("test-exists", V.HOLDS, 3)),
        ),
        Example("other marks", "`test_orbit` should be marked `slow`. The `slow` queue is on `host-3`.\n", {"test_sky.py": ""}, ()),
    )

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        if clause.negated and "nowhere" not in clause.text:
            return
        slots = slots_of(clause)
        match = _ON.match(slots.text) or _HAS.match(slots.text)
        if match is None:
            return
        test = slots.name(match["test"]).removesuffix("()")
        mark = re.sub(r"^@?(?:pytest\.)?(?:mark\.)?", "", slots.name(match["mark"]))
        if re.fullmatch(r"(?:Test\w+|test\w*)", test) and re.fullmatch(r"[a-z_]\w*", mark):
            target, explains = Target(test=test, mark=mark, only=bool(match["only"] or " only " in slots.text)), slots.taken(match)
            yield self.claim(clause, target, subject=test, claimed=mark, explains=explains)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target, symbols = claim.target, Symbols.of(code.facts)
        known = symbols.find(target.test)
        places = [place for place in known.places if place.path.endswith(".py")]
        if not places:
            return blocked(Reason.NO_SUBJECT, f"no test {target.test} in Python", target.test)
        marked = [place for place in places if _marked(place, target.mark, symbols)]
        sites = [
            Site(p.path, p.definition.qualified, " ".join(p.definition.decorators), p.definition.start, p.definition.line) for p in places
        ]
        if not marked and symbols.holding("pytest_collection_modifyitems"):
            return blocked(Reason.NOT_PROVABLE, "markers are also added when tests are collected", target.test)
        others = _others(target, symbols) if target.only and marked else []
        observed = f"also on {', '.join(others[:3])}" if others else target.mark if marked else "no such marker"
        reproduce = f"git grep -n -e {arguments('mark.' + target.mark)}"
        return answer(bool(marked) and not others, observed, sites, complete=known.complete, reproduce=reproduce, subject=target.test)


def _marked(place: Place, mark: str, symbols: Symbols) -> bool:
    """Whether the test, its class or its module has the marker."""
    outline = symbols.outlines([place.path])[place.path]
    own = place.definition.qualified
    above = [d for d in outline.definitions if own == d.qualified or own.startswith(d.qualified + ".")]
    pattern = re.compile(rf"\bmark\.{re.escape(mark)}\b|^{re.escape(mark)}\b")
    module = [d.value for d in outline.definitions if d.name == "pytestmark"]
    return any(pattern.search(text) for text in (*(text for d in above for text in d.decorators), *module))


def _others(target: Target, symbols: Symbols) -> list[str]:
    """Other tests with the marker."""
    paths = [path for path in symbols.holding(target.mark) if path.endswith(".py")]
    found = []
    for outline in symbols.outlines(paths).values():
        for one in outline.definitions:
            if one.name not in (target.test, "pytestmark") and any(f"mark.{target.mark}" in text.split("(")[0] for text in one.decorators):
                found.append(one.qualified)
    return found
