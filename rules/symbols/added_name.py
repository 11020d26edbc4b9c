"""A name that is said to have been added stands in the code: "`drop_row` added", "Introduced `row_limit`"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.symbols import Symbols
from verifier.knowledge.words import subwords
from verifier.model import Claim, Confidence, Finding, Measurement, Reading, Reason, Site, Verdict
from verifier.reading.clause import Clause
from verifier.repository.scope import Scope
from verifier.reproduce import search
from verifier.rule import Example, Expect, Rule, found, stands, undecided
from verifier.shapes.lookup import states

from .common_names import COMMON
from .done_by import marked

_MADE = r"(?:added|introduced|created|implemented|defined)"
_SAID = (
    re.compile(
        rf"^\W*⟦(?P<name>[A-Za-z_]\w*)⟧(?:\s+(?:helper|field|key|parameter|constant))?"
        rf"\s+(?:(?:was|has been|is|got|now)\s+){{0,2}}{_MADE}\b",
        re.I,
    ),
    re.compile(
        rf"^\W*(?:we\s+|i\s+)?{_MADE}\s+(?:(?:the|a|an|new|missing)\s+){{0,2}}⟦(?P<name>[A-Za-z_]\w*)⟧"
        r"(?:\s+(?:to|in|into)\s+(?:the\s+)?⟦(?P<where>[\w./-]+\.\w+)⟧)?\W*$",
        re.I,
    ),
)


@dataclass(frozen=True, slots=True)
class Target:
    """`where`: the file that it is said to have been added to."""

    name: str
    where: str = ""


class AddedName(Rule[Target]):
    """ "`drop_row` added", "Introduced `row_limit`"."""

    name = "added-name"
    infers = True
    kinds = ("symbol-exists",)
    summary = "A name that is said to have been added stands in code; doubtful where no file has it."
    examples = (
        Example(
            "what was added",
            "# Changes\n\n- `drop_row` added\n- Introduced `row_limit`\n- `merge_rows` added\n",
            {"a.py": "row_limit = 3\n\ndef drop_row(): ...\n"},
            (
                Expect("symbol-exists", Verdict.HOLDS, 3),
                Expect("symbol-exists", Verdict.HOLDS, 4),
                Expect("symbol-exists", Verdict.DOUBTFUL, 5),
            ),
        ),
        Example("what is to be added", "- Add `drop_row`\n- `drop_row` is to be added\n- `name` added\n", {"a.py": ""}, ()),
    )

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if not states(clause) or clause.negated or clause.hedge:
            return
        text = marked(clause)
        match = next((found for pattern in _SAID if (found := pattern.search(text))), None)
        if match is None or match["name"] in COMMON or len([part for part in subwords(match["name"]) if len(part) > 1]) < 2:
            return
        name = match["name"]
        at = clause.text.find(name)
        span = clause.words.span(at, at + len(name))
        target = Target(name, match.groupdict().get("where") or "")
        yield self.claim(clause, target, subject=name, claimed="added", span=span, text=name, confidence=Confidence.LIKELY)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        name, symbols = claim.target.name, Symbols.of(code.facts)
        known = symbols.find(name)
        if known.places:
            sites = [
                Site(p.path, p.definition.qualified, p.definition.name, p.definition.line, p.definition.line) for p in known.places[:3]
            ]
        else:
            sites = [Site(one.path, name, one.text, one.line, one.line) for one in symbols.occurrences(name)]
        if sites and claim.target.where:
            sites = [Site(one.path, name, one.text, one.line, one.line) for one in symbols.occurrences(name, limit=50)]
            inside = code.index.resolve(claim.target.where).matches
            sites = [site for site in sites if site.path in inside]
            if not sites:
                return Measurement(blocked=Reason.AMBIGUOUS, detail=f"{name} stands elsewhere, not in {claim.target.where}", subject=name)
        if sites:
            return Measurement((Reading("stands in code", True),), tuple(sites), reproduce=search("-nw", name), subject=name)
        spelled = re.compile(re.escape(name.replace("_", "\0")).replace("\0", "[-_]").encode(), re.I)
        others = code.facts.search(spelled, tuple(code.index.entries)) or any(name in path for path in code.index.entries)
        if others or not known.complete:
            return Measurement(blocked=Reason.NOT_PROVABLE, detail=f"{name} is named, but not in code", subject=name)
        return Measurement((Reading("named nowhere", False),), reproduce=search("-nw", name), subject=name)

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        if not measurement.readings[0].value:
            return found(claim, measurement, Verdict.DOUBTFUL, f"no file names {claim.target.name}", observed="absent")
        return stands(claim, measurement, claim.target.name)
