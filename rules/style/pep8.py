"""The code keeps to PEP 8, as pycodestyle's checks decide it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.linting import violations
from verifier.model import Claim, Measurement
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Form
from verifier.reading.english.lexis import denies
from verifier.repository.scope import Scope
from verifier.rule import Example, Expect

from .linted import Linted, clean, explained, scopes_of

# What pycodestyle checks by default, but for the length of lines, which projects set as they like, and what Black writes otherwise.
CODES = "E1,E2,E3,E4,E7,E9,W1,W2,W3,W6"
_IGNORED = ("E121", "E123", "E126", "E203", "E226", "E241", "E242", "E701", "E704")
_PEP8 = re.compile(r"\bPEP[\s-]?0*8\b(?!\d)", re.I)
_KEPT = re.compile(
    r"\b(?:complian\w+|compl(?:y|ies|ied)|conform\w*|follow\w*|adher\w+|style|guide|guidelines?|standards?|conventions?|formatt\w+|100\s?%|clean)\b",
    re.I,
)
# What the guide itself is or asks for, not who keeps to it.
_OF_ITSELF = re.compile(
    r"\s+(?:(?:is|was)\s+(?!\w+(?:ed|pt)\b|in\s)|(?:says|asks|states|recommends|suggests|requires|allows|defines|describes|prefers|discourages)\b)"
)
_WHOLLY = re.compile(r"\W*(?:100\s?%|full(?:y)?|yes|complete|compliant)\W*", re.I)
_PARTLY = re.compile(
    r"\b(?:most(?:ly)?|largely|generally|mainly|partly|partial\w*|some|often|usually|except\w*|minor|many|broadly|naming|overall|reasonabl\w+|good|near\w*"
    r"|almost|roughly|improv\w+|docstrings?|imports?|according|where|toward\w*|tools?|check\w*|linters?|violations?|per)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Target:
    """Nothing but the scope, which the claim's hints give."""


class Pep8(Linted[Target]):
    """ "PEP 8 compliant", "100% PEP 8 compliance", "The code follows PEP 8"."""

    name = "pep8"
    kinds = ("lint",)
    quotes = False
    summary = "Python that is said to keep to PEP 8 has none of pycodestyle's default violations, the length of lines aside."
    vocabulary = (
        "pep 8 pep8 style guide guideline compliant compliance comply conform follow adhere convention standard python code codebase "
        "file source full fully strict strictly all every 100% @all consistent consistently black formatter via formatting formatted "
        "transformed automated"
    )
    examples = (
        Example(
            "kept, and not kept",
            "- `orbit.py` is PEP 8 compliant\n- `tilt.py` follows PEP 8\n- 100% PEP 8 compliance in `tilt.py`\n"
            "- PEP8 style guide compliance\n- **PEP 8 compliance**: 100%\n- **PEP 8 compliance**: 80%\n",
            {"orbit.py": "x = 1\n", "tilt.py": "x=1\ny=2\nz=3\n"},
            (
                Expect("lint", V.HOLDS, 1),
                Expect("lint", V.REFUTED, 2, observed="3 PEP 8 violations in 1 of 1 files"),
                Expect("lint", V.REFUTED, 3),
                Expect("lint", V.REFUTED, 4, observed="3 PEP 8 violations in 1 of 2 files"),
                Expect("lint", V.REFUTED, 5),
            ),
        ),
        Example(
            "what the guide is, kept in the main, wishes and tools",
            "- PEP 8 is Python's official style guide\n- Mostly PEP 8 compliant\n"
            "- Code should follow PEP 8\n- Not PEP 8 compliant\n- It does not keep to the usual style (PEP 8)\n"
            "- PEP 8 is checked by flake8\n- PEP 88 style\n",
            {"tilt.py": "x=1\ny=2\nz=3\n"},
            (),
        ),
        Example("one stray place", "- PEP 8 compliant\n", {"tilt.py": "x=1\n"}, (Expect("lint", V.UNVERIFIABLE, 1),)),
    )

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        keyed = clause.form is Form.KEY_VALUE and clause.position == 0 and _WHOLLY.fullmatch(clause.text)  # "PEP 8 compliance: 100%"
        told = clause.context.key if keyed else clause.statement.text.plain
        match = _PEP8.search(clause.context.key if keyed else clause.text)
        if match is None or clause.negated or _PARTLY.search(told) or not _KEPT.search(told):
            return
        if clause.position and any(denies(word) for word in re.findall(r"[a-z']+", told.lower().partition(match[0].lower())[0])):
            return  # "It does not keep to the usual style (PEP 8)"
        if not keyed and _OF_ITSELF.match(clause.text, match.end()):
            return
        explains = (clause.span,) if keyed else explained(clause, *match.span())
        yield self.claim(clause, Target(), claimed="PEP 8", explains=explains)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        ignored = ", ".join(f'"{name}"' for name in _IGNORED)
        return clean(
            scopes_of(claim, code),
            code,
            lambda paths, heeding: violations(code.snapshot, paths, CODES, (f"lint.ignore=[{ignored}]",), heeding),
            CODES,
            "PEP 8 violations",
        )
