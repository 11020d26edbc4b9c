"""How many lines a named function or class has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.symbols import Place, Symbols
from verifier.model import Claim, Measurement, Quantity, Reason, Site, Span
from verifier.model import Verdict as V
from verifier.numbered import in_number
from verifier.reading.clause import Clause, Fence, FenceClass
from verifier.repository.kinds import is_test
from verifier.repository.scope import Scope
from verifier.repository.snapshot import Unreadable
from verifier.reproduce import arguments
from verifier.rule import Example, Expect
from verifier.shapes.lookup import UNREAL, Lookup, answer, blocked
from verifier.shapes.rough_numbers import fits, may_be_rounded

from .length_wording import listed_in, said_in

_FUNCTIONS = frozenset(("function", "method", "constructor", "component", "hook"))
_CLASSES = frozenset(("class", "struct", "interface", "trait", "component"))
_VALUES = frozenset(("field", "variable"))
_OFF = 1  # a line by which people count otherwise: a decorator, a closing brace


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    name: str
    number: int


class FunctionLength(Lookup[Target]):
    """ "`lend` is 26 lines long", "`lend()` (26 lines)", "The `Desk` class has 140 lines", "lend()  # 26 lines" in a list."""

    name = "function-length"
    kinds = ("function-length",)
    quotes = False
    summary = (
        "The function or class has as many lines as the report says, with or without signature, documentation, blanks and comments; "
        "those of a class may be its file's."
    )
    vocabulary = "function method class component hook line long large big huge too very quite length span take run count code @about"
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
            "in lists, tables and brackets",
            "- `turn()` - 4 lines\n- `turn()` (82 lines) is too long\n- Function `turn` in `a.py` is too long (82 lines)\n"
            "- A 4-line function `turn()`\n- `turn()` is about 5 lines long\n\n"
            "| Function | Lines |\n|---|---|\n| turn | 82 |\n| `turn` | 4 |\n\n"
            "```\nturn()   # 4 lines\nturn()   # 82 lines\n```\n",
            {"a.py": "def turn(x):\n    y = x\n    y += 1\n    return y\n"},
            (
                Expect("function-length", V.HOLDS, 1),
                Expect("function-length", V.REFUTED, 2),
                Expect("function-length", V.REFUTED, 3),
                Expect("function-length", V.HOLDS, 4),
                Expect("function-length", V.HOLDS, 5),
                Expect("function-length", V.REFUTED, 9),
                Expect("function-length", V.HOLDS, 10),
                Expect("function-length", V.HOLDS, 13),
                Expect("function-length", V.REFUTED, 14),
            ),
        ),
        Example(
            "classes, and what is called like a class and a file",
            "- The `Desk` class has 3 lines\n- `Desk` class (30 lines)\n- The `Desk` class has 5 lines\n"
            "- The `Shelf` class has 9 lines\n- The `Shelf` class has 30 lines\n",
            {
                "desk.py": "import os\n\nclass Desk:\n    a = 1\n    b = 2\n",
                "shelf.py": "import os\n" * 10 + "class Shelf:\n    a = 1\n    b = 2\n",
            },
            (
                Expect("function-length", V.HOLDS, 1),
                Expect("function-length", V.REFUTED, 2, observed="3"),
                Expect("function-length", V.HOLDS, 3),
                Expect("function-length", V.UNVERIFIABLE, 4, "Shelf"),
                Expect("function-length", V.REFUTED, 5, "Shelf"),
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
        Example(
            "as the tests of a file are called",
            "- `a.py::turn` (4 lines)\n- `a.py::turn` (40 lines)\n- `a.py:turn()` has 5 lines\n",
            {"a.py": "def turn(x):\n    y = x\n    y += 1\n    return y\n"},
            (
                Expect("function-length", V.HOLDS, 1, "turn"),
                Expect("function-length", V.REFUTED, 2, "turn"),
                Expect("function-length", V.HOLDS, 3, "turn"),
            ),
        ),
        Example(
            "with what it is",
            "- `Desk` is a God class (~300 lines)\n- `Desk` is a small data class (3 lines)\n",
            {"desk.py": "class Desk:\n    a = 1\n    b = 2\n"},
            (Expect("function-length", V.REFUTED, 1), Expect("function-length", V.HOLDS, 2)),
        ),
        Example(
            "of a key that is a class",
            "- **MoonDesk:** Focused service (40 lines)\n- **MoonDesk**: A small data class (3 lines)\n"
            "- **MoonDesk:** Extracted code (40 lines)\n",
            {"desk.py": "class MoonDesk:\n    a = 1\n    b = 2\n"},
            (Expect("function-length", V.REFUTED, 1), Expect("function-length", V.HOLDS, 2)),
        ),
        Example(
            "other lines",
            "`turn` is 30 lines below. `turn` reads 30 lines. Keep `turn` under 30 lines. `turn()` (30 lines) → `turn_all()`\n\n"
            "- `turn()` - 30 lines removed\n- `turn` (30 lines)\n",
            {"a.py": "def turn(x):\n    pass\n"},
            (),
        ),
        Example(
            "of a file, beside which its functions are named",
            "| File | Lines | Notes |\n|---|---|---|\n| `a.py` | 30 | `turn()` |\n",
            {"a.py": "def turn(x):\n    pass\n" + "x = 1\n" * 28},
            (),
        ),
        Example("lines of a file", "`a.py` is 30 lines long, `turn` should have 4 lines.\n", {"a.py": "x = 1\n" * 30}, ()),
    )  # fmt: skip

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        said = None if clause.negated else said_in(clause)
        if said is not None:
            target = Target(name=said.name, number=int(said.number.replace(",", "")))
            yield self.claim(
                clause,
                target,
                subject=said.name,
                claimed=said.number,
                text=clause.in_full,
                explains=said.explains,
                quantity=said.quantity,
            )

    def recognise_code(self, fence: Fence) -> Iterator[Claim[Target]]:
        roles = {fence.context.lead_in_role, fence.context.key_role, *(one.role for one in fence.context.sections)}
        if fence.kind is FenceClass.SUGGESTED or UNREAL & roles:
            return
        for row, name, number in listed_in(fence):
            line = fence.lines[row]
            span = Span(fence.line + row, fence.line + row, 1, len(line) + 1)
            target = Target(name=name, number=int(number))
            yield Claim(self.name, self.kinds[0], span, line.strip(), name, number, target, fence.context.titles)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target, symbols = claim.target, Symbols.of(code.facts)
        known = symbols.find(target.name.rpartition(".")[2])
        places = [p for p in known.places if p.definition.qualified.endswith(target.name) and p.definition.kind in _FUNCTIONS | _CLASSES]
        places = [p for p in places if not is_test(p.path)] or places
        told = {path for text in claim.hints.paths for path in code.index.resolve(text.partition(":")[0]).matches}
        places = [p for p in places if p.path in told] or places
        others = [p for p in known.places if p.definition.kind not in _FUNCTIONS | _CLASSES | _VALUES]
        if not places or others:
            why = f"{target.name} is not just a function or a class here"
            return blocked(Reason.AMBIGUOUS if others else Reason.NO_SUBJECT, why, target.name)
        lengths = {value for place in places for value in _lengths(place, symbols)}
        one = places[0].definition
        length = one.end_line - one.line + 1
        if not _fit(claim.quantity, target.number, lengths) and _rounded(claim.quantity, lengths):
            return blocked(Reason.AMBIGUOUS, f"{target.name} has {length} lines; {claim.claimed} may be rounded", target.name)
        if any(_between(place, target.number, symbols) for place in places):
            why = f"{target.name} has {length} {in_number('line', length)}, its file more than {target.number}"
            return blocked(Reason.AMBIGUOUS, why, target.name)
        sites = [Site(p.path, p.definition.qualified, "", p.definition.line, p.definition.end_line) for p in places]
        reproduce = f"sed -n {one.line},{one.end_line}p {arguments(places[0].path)} | wc -l"
        holds, detail = _fit(claim.quantity, target.number, lengths), f"{target.name} has {length} {in_number('line', length)}"
        return answer(holds, str(length), sites, complete=known.complete, reproduce=reproduce, subject=target.name, detail=detail)


def _fit(quantity: Quantity | None, number: int, lengths: set[int]) -> bool:
    return any(abs(value - number) <= _OFF or (quantity is not None and fits(quantity, value)) for value in lengths)


def _between(place: Place, number: int, symbols: Symbols) -> bool:
    """Whether the number lies between a class's lines and those of its file, of which it may be the code."""
    one = place.definition
    return one.kind in _CLASSES and one.end_line - one.start + 1 < number < max(_lengths(place, symbols))


def _rounded(quantity: Quantity | None, lengths: set[int]) -> bool:
    return quantity is not None and any(may_be_rounded(quantity, value) for value in lengths)


def _lengths(place: Place, symbols: Symbols) -> set[int]:
    """The lines of a definition as people count them, and every number between the fewest and the most; of a class its file's, too."""
    one = place.definition
    try:
        text = symbols.snapshot.text(place.path).splitlines()
    except Unreadable:
        text = []
    lines = text[one.line - 1 : one.end_line]
    code = [line for line in lines if line.strip() and not line.strip().startswith(("#", "//", "*", "/*"))]
    most = one.end_line - one.start + 1
    own = set(range(max(len(code) - 2, 1) if code else most, most + 1))
    return own | ({len(text)} if one.kind in _CLASSES and text else set())
