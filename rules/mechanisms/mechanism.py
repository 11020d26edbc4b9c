"""What the report says that the code uses, or lacks: technologies, mechanisms, patterns, and library names as written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.model import Claim, Finding, Measurement, Side
from verifier.reading.clause import Clause, FenceClass, Form
from verifier.repository.scope import Scope
from verifier.rule import Example, Expect, Rule
from verifier.model import Verdict
from verifier.rules.mechanisms.asserted import Topic, assertions
from verifier.rules.mechanisms.library_names import library_names
from verifier.rules.mechanisms.measuring import measured
from verifier.rules.mechanisms.verdicts import judged

_FENCES = {FenceClass.SUGGESTED, FenceClass.OUTPUT, FenceClass.SHELL, FenceClass.CODE, FenceClass.DIAGRAM}
_FORMS = {Form.HEADING, Form.CODE, Form.COMMAND, Form.TREE_ENTRY}


@dataclass(frozen=True, slots=True)
class Target:
    """What to look for: entries of the knowledge base, or one library name. `prose`: told in a sentence, not in a list."""

    topics: tuple[Topic, ...]
    handle: str = ""
    narrowed: tuple[str, ...] = ()
    universal: bool = False
    hedged: bool = False
    prose: bool = False
    spelled: bool = False  # the clause writes a library's name as well: a matter of the files reviewed


class Mechanism(Rule[Target]):
    """ "JWT authentication with RS256", "No rate limiting", "uses `asyncio.Lock()`"."""

    name = "mechanism"
    family = "mechanisms"
    kinds = ("usage", "absence")
    scoped = True
    summary = "What is said to be used shows itself in code that is in effect; what is said to be missing does not."
    examples = (
        Example("used", "- JWT authentication with RS256\n- Uses Redis for caching sessions\n", {"auth.py": "import jwt\n\ndef check(t, key):\n    return jwt.decode(t, key, algorithms=['RS256'])\n"}, (
            Expect("usage", Verdict.HOLDS, 1), Expect("usage", Verdict.REFUTED, 2))),
    )  # fmt: skip

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if not clause.asserts or clause.side is Side.BEFORE or clause.form in _FORMS or clause.context.fence in _FENCES:
            return
        prose = clause.form is Form.SENTENCE
        written = tuple(library_names(clause))
        for name, mention in written:
            absent = clause.negated
            target = Target((), name, prose=prose, hedged=bool(clause.hedge))
            yield self.claim(clause, target, kind="absence" if absent else "usage", subject=name, claimed="absent" if absent else "used", negated=absent,
                             text=clause.text, span=mention.span)  # fmt: skip
        for said in assertions(clause):
            target = Target(said.topics, "", said.narrowed, said.universal, said.hedged, prose, bool(written))
            subject = ", ".join(topic.entry for topic in said.topics)
            yield self.claim(clause, target, kind="absence" if said.absent else "usage", subject=subject, claimed="absent" if said.absent else "used",
                             negated=said.absent, text=said.text)  # fmt: skip

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        return measured(target.topics, target.handle, target.narrowed, claim.negated, claim.hints, code, scope)

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        target = claim.target
        doubt = target.hedged or target.universal
        return judged(claim, measurement, universal=target.universal, doubt=doubt, modest=target.prose or len(target.narrowed) > 1, exact=bool(target.handle) or target.spelled)
