"""A block of declarations names constants and variables with their values and types, as the code has them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.symbols import Place, Symbols
from verifier.model import Claim, Evidence, Finding, Measurement, Reading, Reason, Site, Span, Verdict
from verifier.reading.clause import Clause, Fence, Path
from verifier.repository.scope import Scope
from verifier.reproduce import search
from verifier.rule import Example, Expect, Rule, found, undecided

from .code_names import tied
from .interface_block import announced, declared
from .parameters import same_type
from .resolve import nearest
from .value_compare import amount_of, equal

_DATA = frozenset(("constant", "variable", "field", "property", "member"))
# Types whose values show themselves: how their literals begin.
_BEGINS = {
    "list": "[", "dict": "{", "set": "{", "str": "\"'", "string": "\"'", "int": "-0123456789", "number": "-0123456789",
    "float": "-0123456789", "bool": "TtFf", "boolean": "tf", "tuple": "(",
}  # fmt: skip
_LITERAL = re.compile(r"^(?:-?\d|[\"'\[{(]|(?:True|False|true|false)\b)")


@dataclass(frozen=True, slots=True)
class Target:
    """`firm`: the text says that it is what there is."""

    name: str
    kind: str
    value: str
    firm: bool
    owner: str = ""


class Declaration(Rule[Target]):
    """ "RETRY_SECONDS = 90", "CARRIERS: list" in a block below "Public API"."""

    name = "declaration"
    kinds = ("value",)
    reads_blocks = True
    cites_places = True
    summary = "A constant of a block of declarations has the value and the type written there; a literal shows a type that is not written."
    examples = (
        Example(
            "a public interface",
            "# Public API\n\n```python\nROW_LIMIT = 90\nNAMES: list\nROW_BYTES: int = 7\nNAMES: dict\ndef load(key: str) -> bytes\n"
            "Store.put_row(key, deep)\nStore.put_row(key, deep, wide, hard)\n```\n",
            {
                "a.py": "ROW_LIMIT: int = 90\nNAMES = ['a']\nROW_BYTES = 8\n\ndef load(key: str) -> bytes: ...\n\n"
                "class Store:\n    def put_row(self, key, *, deep=None): ...\n"
            },
            (
                Expect("value", Verdict.HOLDS, 4, "ROW_LIMIT"),
                Expect("value", Verdict.HOLDS, 5, "NAMES"),
                Expect("value", Verdict.REFUTED, 6, "ROW_BYTES", observed="ROW_BYTES = 8"),
                Expect("value", Verdict.REFUTED, 7, "NAMES"),
            ),
        ),
        Example(
            "code that does something",
            "# Public API\n\n```python\nROW_LIMIT = 90\nfor row in rows:\n    print(row)\n```\n"
            "\n## Usage\n\n```python\nROW_LIMIT = 30\n```\n",
            {"a.py": "ROW_LIMIT = 91\n"},
            (),
        ),
    )

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        yield from ()

    def recognise_code(self, fence: Fence) -> Iterator[Claim[Target]]:
        firm = announced(fence) or tied(fence) == "surely"
        paths = tuple(mention.value.text for mention in fence.paths if isinstance(mention.value, Path))
        for one in declared(fence):
            if one.call:
                continue
            line = fence.lines[one.row]
            span = Span(fence.line + one.row, fence.line + one.row, 1, len(line) + 1)
            target = Target(one.name, one.kind, one.value, firm, one.owner)
            told = ": ".join(part for part in (one.kind, one.value) if part)
            yield Claim(
                self.name, self.kinds[0], span, line.strip(), one.name, told, target, fence.context.titles, hints=fence.hints(paths)
            )

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target, symbols = claim.target, Symbols.of(code.facts)
        known = symbols.find(target.name, thorough=True)
        places = [place for place in known.places if place.definition.kind in _DATA or target.owner]
        places = [p for p in places if not target.owner or p.definition.qualified.split(".")[-2:-1] == [target.owner]]
        if not places:
            return Measurement(blocked=Reason.NO_SUBJECT, detail=f"no value is named {target.name}", subject=target.name)
        near = nearest(places, claim.hints, code)
        answers = [(agrees(target, place), place) for place in near]
        so = next((so for so in (True, None) if any(found is so for found, _ in answers)), False)
        order = [place for found, place in answers if found is so]
        sites = tuple(Site(p.path, p.definition.qualified, shown(p), p.definition.line, p.definition.line) for p in order)
        if so is None:
            told = f"{sites[0].code} at {sites[0].path}:{sites[0].line} may be another"
            return Measurement(blocked=Reason.AMBIGUOUS, detail=told, subject=target.name, sites=sites)
        return Measurement((Reading("as declared", so),), sites, known.complete, search("-nw", target.name), target.name)

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        site = measurement.sites[0]
        evidence = tuple(Evidence(one.path, one.line, one.end_line, one.code) for one in measurement.sites[:3])
        message = f"{site.code} at {site.path}:{site.line}"
        if measurement.readings[0].value:
            return found(claim, measurement, Verdict.HOLDS, message, observed=site.code, evidence=evidence)
        if not measurement.complete or not claim.target.firm:
            return found(claim, measurement, Verdict.UNVERIFIABLE, message, reason=Reason.AMBIGUOUS, evidence=evidence)
        return found(claim, measurement, Verdict.REFUTED, message, observed=site.code, evidence=evidence)


def agrees(target: Target, place: Place) -> bool | None:
    """Whether a definition has the value and the type; None where its source does not tell."""
    there = place.definition
    answers: list[bool | None] = []
    if target.value:
        same = re.sub(r"\s+", "", target.value).replace('"', "'") == re.sub(r"\s+", "", there.value).replace('"', "'")
        literal = bool(_LITERAL.match(there.value)) and "(" not in there.value
        quoted = target.value[0] in "\"'" and there.value[:1].isdigit()
        worth = equal(amount_of(target.value), amount_of(there.value), target.name) and not quoted
        answers.append(same or worth or (False if literal else None))
    if target.kind:
        base = re.split(r"[\[<|]", target.kind)[0].strip().lower()
        if there.annotation:
            answers.append(same_type(target.kind, there.annotation) or (None if there.annotation.startswith(target.kind) else False))
        elif base in _BEGINS and _LITERAL.match(there.value):
            answers.append(there.value[0] in _BEGINS[base])
        else:
            answers.append(None)
    return False if False in answers else None if None in answers else True


def shown(place: Place) -> str:
    there = place.definition
    return there.name + (f": {there.annotation}" if there.annotation else "") + (f" = {there.value[:60]}" if there.value else "")
