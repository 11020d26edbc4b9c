"""How many test blocks a file has, and with how many cases a test is parametrized."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.outline import Definition, Outline
from verifier.facts.symbols import Symbols
from verifier.model import Claim, Measurement, Reason, Site
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Path
from verifier.reading.numbers import NUMBER_WORDS
from verifier.reading.says.slots import SLOT, slots_of
from verifier.repository.scope import Scope
from verifier.reproduce import arguments
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

_NUMBER = r"(?P<number>\d{1,4}|" + "|".join(NUMBER_WORDS) + r")"
_BLOCKS = rf"(?:(?P<word>{SLOT}|it|test)\s+)?(?P<unit>blocks?|(?:test\s+)?cases?|test\s+functions?|tests?)"
_HAS = re.compile(
    rf"^(?:(?:the\s+)?(?:file|suite)\s+)?(?P<file>{SLOT})\s+(?:contains|has|holds|defines|consists\s+of|comprises|includes|counts|declares)\s+"
    rf"(?:exactly\s+)?{_NUMBER}\s+{_BLOCKS}(?P<tail>.*)$",
    re.I,
)
_IN = re.compile(
    rf"^(?:there\s+are\s+)?(?:exactly\s+)?{_NUMBER}\s+{_BLOCKS}\s+(?:are\s+)?(?:in|inside|within)\s+(?P<file>{SLOT})(?P<tail>.*)$", re.I
)
_CASES = re.compile(
    rf"^(?P<file>{SLOT})\s+(?:is\s+(?:also\s+)?parametri[sz]ed\s+(?:with|over|by|for|on)|(?:runs|is\s+run)\s+(?:with|over|on)|takes|has)\s+(?:exactly\s+)?"
    rf"{_NUMBER}\s+(?P<unit>(?:parametri[sz]ed\s+|parameter\s+)?(?:cases?|inputs?|sets?|rows?|parameter\s+sets?|examples?|tuples?))(?P<tail>.*)$",
    re.I,
)
_BLOCK = re.compile(r"^(?:it|test)(?:\.(?:skip|only|todo|fails|concurrent|failing))*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    name: str
    number: int
    cases: bool = False
    blocks: bool = False  # blocks of code, not tests that are run


class TestCounts(Lookup[Target]):
    """ "`orbit.test.ts` contains six `it` blocks", "`test_drift` is parametrized with seven cases"."""

    name = "test-counts"
    kinds = ("test-count",)
    quotes = False
    summary = "A file has as many test blocks or functions, and a test as many parametrized cases, as the report says."
    vocabulary = "contain hold define consist comprise include test case block function parametrize"
    examples = (
        Example(
            "blocks",
            "- `orbit.test.ts` contains two `it` blocks, of which one is skipped.\n- `orbit.test.ts` has five test cases.\n"
            "- There are 3 test functions in `test_sky.py`.\n",
            {
                "orbit.test.ts": "describe('orbit', () => {\n  it('turns', () => {});\n  it.skip('stops', () => {});\n});\n",
                "test_sky.py": "def test_a():\n    pass\n\nclass TestB:\n    def test_b(self):\n        pass\n",
            },
            (
                Expect("test-count", V.HOLDS, 1),
                Expect("test-count", V.REFUTED, 2, observed="2"),
                Expect("test-count", V.REFUTED, 3, observed="2"),
            ),
            also=("test-exists",),
        ),
        Example(
            "cases",
            "- `test_drift` is parametrized with three cases.\n- `test_drift` is parametrized over 4 inputs.\n"
            "- `test_tilt` runs with 2 cases.\n",
            {
                "test_sky.py": "import pytest\n\n@pytest.mark.parametrize('x', [1, 2, 3])\ndef test_drift(x):\n    pass\n\n"
                "@pytest.mark.parametrize('x', range(2))\ndef test_tilt(x):\n    pass\n"
            },
            (
                Expect("test-count", V.HOLDS, 1),
                Expect("test-count", V.REFUTED, 2, observed="3"),
                Expect("test-count", V.UNVERIFIABLE, 3),
            ),
        ),
        Example(
            "other counts",
            "`orbit.ts` has two functions for tests. Three tests failed. `test_sky.py` has 3 test helpers.\n",
            {"orbit.ts": "", "test_sky.py": "def test_a():\n    pass\n"},
            (),
        ),
    )

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        if clause.negated:
            return
        slots = slots_of(clause)
        match = _CASES.match(slots.text)
        blocks = None if match else _HAS.match(slots.text) or _IN.match(slots.text)
        found = match or blocks
        if found is None or slots.continues(found):
            return
        name, paths = slots.name(found["file"]), {mention.text for mention in clause.own(Path)}
        number = int(found["number"]) if found["number"].isdigit() else int(NUMBER_WORDS[found["number"].lower()])
        said, explains = str(number), slots.taken(found)
        if match and re.fullmatch(r"test\w*", name):
            yield self.claim(clause, Target(name=name, number=number, cases=True), subject=name, claimed=said, explains=explains)
        elif blocks and name in paths and re.search(r"test|spec", name, re.I):
            word = slots.name(blocks["word"]) if (blocks["word"] or "").startswith("⟨") else blocks["word"] or ""
            if word in ("", "it", "test"):
                exact = bool(word) or "block" in blocks["unit"] or "function" in blocks["unit"]
                target = Target(name=name, number=number, blocks=exact)
                yield self.claim(clause, target, subject=name, claimed=said, explains=explains)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target, symbols = claim.target, Symbols.of(code.facts)
        if target.cases:
            places = [place for place in symbols.find(target.name).places if place.definition.kind in ("function", "method")]
            counts = {_cases(place.definition) for place in places}
            if len(counts) != 1 or (count := next(iter(counts))) is None:
                return blocked(
                    Reason.AMBIGUOUS if places else Reason.NO_SUBJECT, f"the cases of {target.name} can't be counted", target.name
                )
            sites = [Site(p.path, target.name, f"{count} cases", p.definition.start, p.definition.line) for p in places]
            return answer(
                target.number == count,
                str(count),
                sites,
                subject=target.name,
                reproduce=f"git grep -nB9 -e {arguments('def ' + target.name)}",
            )
        path = code.index.resolve(target.name).path
        outline = symbols.outlines([path]).get(path) if path else None
        if path is None or outline is None:
            return blocked(Reason.NO_SUBJECT, f"{target.name} is not one file of code here", target.name)
        found = blocks_of(outline)
        sites = [Site(path, "", "", line, line) for line, _ in found[:5]]
        if not target.blocks and any(many for _, many in found) and len(found) != target.number:
            return blocked(Reason.RUNTIME, "some of its tests run many times", path)
        live = sum(1 for line, _ in found if line not in _skipped(outline))
        holds = target.number in (len(found), live)
        return answer(
            holds,
            str(len(found)),
            sites,
            complete=not outline.errors,
            subject=path,
            reproduce=f"grep -nE 'def test|\\b(it|test)\\(' {arguments(path)}",
        )


def blocks_of(outline: Outline) -> list[tuple[int, bool]]:
    """The line of each test, and whether it stands for several."""
    if outline.language == "python":
        tests = [d for d in outline.definitions if d.kind in ("function", "method") and d.name.startswith("test")]
        return [(test.line, any("parametrize" in text for text in test.decorators)) for test in tests]
    lines = [
        (call.line, ".each" in call.callee)
        for call in outline.calls
        if _BLOCK.match(call.callee) or re.match(r"(?:it|test)\.each\(", call.callee)
    ]
    return lines


def _skipped(outline: Outline) -> set[int]:
    return {call.line for call in outline.calls if re.match(r"(?:it|test)\.(?:skip|todo)$", call.callee)} | {
        d.line for d in outline.definitions if any("skip" in text for text in d.decorators)
    }


def _cases(definition: Definition) -> int | None:
    """How many rows the only `parametrize` above a test has; None when there is not just one, or it is no literal."""
    marks = [text for text in definition.decorators if "parametrize" in text]
    try:
        call = ast.parse(marks[0].strip(), mode="eval").body if len(marks) == 1 else None
    except (SyntaxError, ValueError, RecursionError):
        return None
    if not isinstance(call, ast.Call):
        return None
    rows = call.args[1] if len(call.args) > 1 else next((k.value for k in call.keywords if k.arg == "argvalues"), None)
    if not isinstance(rows, (ast.List, ast.Tuple)) or any(isinstance(row, ast.Starred) for row in rows.elts):
        return None
    return len(rows.elts)
