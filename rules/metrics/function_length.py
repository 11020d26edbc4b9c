"""How many lines a named function has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.symbols import Place, Symbols
from verifier.model import Claim, Measurement, Reason, Site
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Path
from verifier.reading.says.slots import SLOT, bare, slots_of, slotted
from verifier.repository.kinds import is_test
from verifier.repository.scope import Scope
from verifier.repository.snapshot import Unreadable
from verifier.reproduce import arguments
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

_UNDER = re.compile(
    r"\b(?:function|method)\s+(?:length|size|lines)|\b(?:long(?:est)?|large(?:st)?|big(?:gest)?)\s+(?:functions?|methods?)\b", re.I
)
_ITEM = re.compile(
    rf"^(?:\d+\.\s+)?(?P<place>{SLOT}\s*[:–—-]\s*)?(?P<name>{SLOT})\s*(?:[:–—-]|\()\s*(?P<number>\d{{1,5}})\s+(?:lines?|LOC)(?:\s+of\s+code)?"
    r"\)?(?P<tail>\W*\w*)$",
    re.I,
)
_APART = r"(?!\s+(?:below|above|away|apart|ahead|after|before|further|down|up|off|from)\b)"  # a distance
_SAID = re.compile(
    rf"^(?:\d+\.\s+)?(?:the\s+)?(?:(?:function|method)\s+)?(?P<name>{SLOT})(?:\s+(?:function|method))?\s+(?:is|spans|has|takes(?:\s+up)?|runs\s+(?:to|over|for)|counts|stretches\s+over)\s+"
    rf"(?:exactly\s+)?(?P<number>\d{{1,5}})\s+lines?\b{_APART}(?:\s+(?:long|of\s+code|in\s+length))?(?P<tail>.*)$",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    name: str
    number: int


class FunctionLength(Lookup[Target]):
    """ "`lend` is 26 lines long", "`lend`: 26 lines" below "Function length"."""

    name = "function-length"
    kinds = ("function-length",)
    quotes = False
    summary = "The function has as many lines as the report says, with or without signature, documentation, blanks and comments."
    vocabulary = "function method line long length span take run count code"
    examples = (
        Example(
            "lengths",
            "- `turn` is 4 lines long\n- `turn` spans 30 lines\n\n## Longest functions\n\n- `turn`: 5 lines\n- `turn` (12 lines)\n",
            {"a.py": "def turn(x):\n    y = x\n    y += 1\n    return y\n"},
            (
                Expect("function-length", V.HOLDS, 1, "turn"),
                Expect("function-length", V.REFUTED, 2, "turn", observed="4"),
                Expect("function-length", V.HOLDS, 6),
                Expect("function-length", V.REFUTED, 7),
            ),
        ),
        Example(
            "behind the place where it stands",
            "- `a.py:1-4` - `turn()` (4 lines) ⚠️ HIGH\n- `a.py:1` - `turn()` (40 lines)\n- `b.py:1` - `turn()` (2 lines)\n",
            {"a.py": "def turn(x):\n    y = x\n    y += 1\n    return y\n", "b.py": "def turn(x):\n    return x\n"},
            (
                Expect("function-length", V.HOLDS, 1, "turn"),
                Expect("function-length", V.REFUTED, 2, "turn", observed="4"),
                Expect("function-length", V.HOLDS, 3, "turn"),
            ),
            also=("line-anchor",),
        ),
        Example("other lines", "`turn` is 30 lines below. `turn` reads 30 lines. Keep `turn` under 30 lines.\n",
                {"a.py": "def turn(x):\n    pass\n"},
                ()),
        Example("lines of a file", "`a.py` is 30 lines long, `turn` should have 4 lines.\n", {"a.py": "x = 1\n" * 30}, ()),
    )  # fmt: skip

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        if clause.negated:
            return
        whole = clause.statement.text
        slots = slots_of(clause) if clause.position or clause.text == whole.plain else slotted(bare(whole), bare(whole).codes)
        said, item = _SAID.match(slots.text), _ITEM.match(slots.text)
        lead = clause.context.lead_in.plain if clause.context.lead_in else ""
        if item and not item["place"] and not _UNDER.search(" . ".join((*clause.context.titles[-2:], lead, clause.context.key))):
            item = None
        match = said or item
        if match is None or slots.continues(match):
            return
        name = slots.name(match["name"]).removesuffix("()")
        if name in {mention.text for mention in clause.own(Path)} or not re.fullmatch(r"[A-Za-z_$][\w$.]*", name):
            return
        target, explains = Target(name=name, number=int(match["number"])), slots.taken(match)
        yield self.claim(clause, target, subject=name, claimed=match["number"], text=clause.in_full, explains=explains)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target, symbols = claim.target, Symbols.of(code.facts)
        known = symbols.find(target.name.rpartition(".")[2])
        kinds = ("function", "method", "constructor", "component", "hook")
        places = [p for p in known.places if p.definition.kind in kinds and p.definition.qualified.endswith(target.name)]
        places = [p for p in places if not is_test(p.path)] or places
        told = {path for text in claim.hints.paths for path in code.index.resolve(text.partition(":")[0]).matches}
        places = [p for p in places if p.path in told] or places
        others = [p for p in known.places if p.definition.kind not in (*kinds, "field", "variable")]
        if not places or others:
            return blocked(Reason.AMBIGUOUS if others else Reason.NO_SUBJECT, f"{target.name} is not just a function here", target.name)
        near = [abs(value - target.number) for place in places for value in _lengths(place, symbols)]
        one = places[0].definition
        length = one.end_line - one.line + 1
        sites = [Site(p.path, p.definition.qualified, "", p.definition.line, p.definition.end_line) for p in places]
        reproduce = f"sed -n {one.line},{one.end_line}p {arguments(places[0].path)} | wc -l"
        return answer(min(near) <= 1, str(length), sites, complete=known.complete, reproduce=reproduce, subject=target.name)


def _lengths(place: Place, symbols: Symbols) -> set[int]:
    """The lines of a function as people count them, and every number between the fewest and the most."""
    one = place.definition
    try:
        lines = symbols.snapshot.text(place.path).splitlines()[one.line - 1 : one.end_line]
    except Unreadable:
        lines = []
    code = [line for line in lines if line.strip() and not line.strip().startswith(("#", "//", "*", "/*"))]
    most = one.end_line - one.start + 1
    return set(range(max(len(code) - 2, 1) if code else most, most + 1))
