"""A table of an enum's members gives each its value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.symbols import Place, Symbols
from verifier.model import Claim, Measurement, Reason, Site
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Form, Symbol
from verifier.repository.scope import Scope
from verifier.reproduce import search
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

_MEMBER = re.compile(r"^\W*(?:enum\s+)?(?:member|name|constant|key|variant|enum\s*value|entry)\W*$", re.I)
_VALUE = re.compile(r"^\W*(?:(?:numeric|string|int(?:eger)?|stored|raw)\s+)?value\W*$", re.I)
_ABOUT = re.compile(
    r"^\W*(?:(?:\d+\.)*\d*\s*)?(?:the\s+)?(?:enum(?:eration)?\s+)?(?P<name>[A-Z]\w+)(?:\s+(?:enum(?:eration)?|values|members))*\W*$"
)
_PLAIN = re.compile(r"^(?:[\"'](?P<text>[^\"']*)[\"']|(?P<number>-?\d[\d_]*(?:\.\d+)?))$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    enum: str
    member: str
    value: str


class EnumValues(Lookup[Target]):
    """ "| EXPRESS | 30 |" in a table "Member | Value" below the heading "`ServiceLevel`"."""

    name = "enum-values"
    kinds = ("value",)
    summary = "Each member of the enum that a heading names has the value in the table."
    vocabulary = "enum member value name"
    examples = (
        Example(
            "a table below the enum's name",
            "## `Phase`\n\n| Member | Value |\n|---|---|\n| FULL | 4 |\n| NEW | 2 |\n\n"
            "## `Rise` enum\n\n| Name | Value |\n|---|---|\n| EAST | `east` |\n",
            {
                "a.py": "from enum import Enum, IntEnum\n\nclass Phase(IntEnum):\n    NEW = 1\n    FULL = 4\n\n"
                "class Rise(str, Enum):\n    EAST = 'east'\n"
            },
            (
                Expect("value", V.HOLDS, 5, "Phase.FULL"),
                Expect("value", V.REFUTED, 6, "Phase.NEW", observed="1"),
                Expect("value", V.HOLDS, 12),
            ),
        ),
        Example(
            "other tables", "## Settings\n\n| Name | Value |\n|---|---|\n| FULL | 4 |\n", {"a.py": "class Settings:\n    FULL = 5\n"}, ()
        ),
    )

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        row, sections = clause.context.row, clause.context.sections
        if clause.form is not Form.CELL or not row or not sections:
            return
        about = _ABOUT.match(sections[-1].title.replace("`", ""))
        named = [m for m in sections[-1].mentions if isinstance(m.value, Symbol)]
        if about is None or not named or not _MEMBER.match(row[0].header) or not _VALUE.match(clause.context.header):
            return
        member = row[0].text.plain.strip(" `*").rpartition(".")[2]
        value = clause.text.strip(" `")
        if re.fullmatch(r"[A-Za-z_]\w*", member) and value:
            target = Target(enum=about["name"], member=member, value=value)
            yield self.claim(clause, target, subject=f"{about['name']}.{member}", claimed=value, text=clause.in_full)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target, symbols = claim.target, Symbols.of(code.facts)
        known = symbols.find(target.enum)
        enums = [place for place in known.places if _is_enum(place)]
        members = [place for place in enums for place in _members(symbols, place, target.member)]
        if not members:
            return blocked(Reason.NO_SUBJECT, f"no enum {target.enum} with {target.member} here", claim.subject)
        sites = [Site(p.path, p.definition.qualified, p.definition.value, p.definition.line, p.definition.line) for p in members]
        values = [place.definition.value for place in members]
        read = [_worth(value) for value in values]
        if any(value == _worth(target.value) or value == target.value for value in read if value):
            return answer(True, values[0], sites, subject=claim.subject)
        if any(value is None for value in read) or not re.fullmatch(r"[\w\"'.-]+", target.value):
            return blocked(Reason.AMBIGUOUS, f"{claim.subject} is {values[0] or 'numbered by its place'}", claim.subject)
        return answer(False, values[0], sites, complete=known.complete, reproduce=search("-nw", target.member), subject=claim.subject)


def _is_enum(place: Place) -> bool:
    one = place.definition
    return one.kind == "enum" or any(re.search(r"Enum|Flag|TextChoices|IntegerChoices", base) for base in one.bases)


def _members(symbols: Symbols, place: Place, name: str) -> list[Place]:
    outline = symbols.outlines([place.path])[place.path]
    return [Place(place.path, child) for child in outline.children(place.definition) if child.name == name]


def _worth(text: str) -> str | None:
    """A literal without its quotes; None for anything else."""
    match = _PLAIN.match(text.strip().rstrip(","))
    if match is None:
        return text if re.fullmatch(r"[A-Za-z][\w-]*", text) and text.islower() else None
    return match["text"] if match["text"] is not None else match["number"].replace("_", "")
