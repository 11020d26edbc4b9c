"""What a list says in words that the project does, where no file is named: "Calculates scores", "Database session management"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.symbols import Place, Symbols
from verifier.model import Claim, Confidence, Evidence, Finding, Measurement, Reading, Reason, Site, Verdict
from verifier.reading.clause import Clause, Form, Path, Role
from verifier.reading.language import not_english
from verifier.repository.kinds import is_test, is_vendored
from verifier.repository.scope import Scope
from verifier.reproduce import search
from verifier.rule import Example, Expect, Rule, found, undecided
from verifier.shapes.lookup import states

from .likeness import key, keys_of, named_so, telling_words
from .told_of_file import OTHERWISE, about, phrases

_FORMS = frozenset((Form.ITEM, Form.CHECK_ITEM, Form.KEY_VALUE))
_KINDS = frozenset("function method constructor class struct interface component hook property".split())
_DOUBTED = frozenset((Role.PROBLEMS, Role.MISSING, Role.PLAN, Role.EXAMPLE, Role.OTHER_PRODUCT, Role.BEFORE))
_SHOWN = 3
_MANY = 12  # names that fit: more are names of anything


@dataclass(frozen=True, slots=True)
class Target:
    words: str


class ToldOfProject(Rule[Target]):
    """ "- Calculates scores", "- **Session management**" in a list of what there is."""

    name = "told-of-project"
    infers = True
    gives_way = True
    kinds = ("usage",)
    summary = "Words of a list lead to a function or class of the project whose name is made of the same words; never refuted."
    examples = (
        Example(
            "functions in other words",
            "## Features\n\n- Calculates scores\n- Mapping of questions to controls\n- Session management\n- Weighing of scores\n",
            {"a.py": "def calculate_scores(): ...\ndef map_questions_to_controls(): ...\n\nclass SessionManager: ...\n"},
            (
                Expect("usage", Verdict.HOLDS, 3),
                Expect("usage", Verdict.HOLDS, 4),
                Expect("usage", Verdict.HOLDS, 5),
                Expect("usage", Verdict.UNVERIFIABLE, 6),
            ),
            also=("mechanism",),
        ),
        Example(
            "faults, wishes and other places",
            "## Problems\n\n- Session management\n\n## Features\n\n- No session management\n- Session management should be added\n"
            "- Session management in `b.py`\n",
            {"a.py": "class SessionManager: ...\n", "b.py": ""},
            (),
            also=("mechanism",),
        ),
    )

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        context = clause.context
        if clause.position or clause.form not in _FORMS or clause.negated or clause.hedge or clause.quantities or not states(clause):
            return
        roles = {context.lead_in_role, context.key_role, *(section.role for section in context.sections)}
        words = f"{context.key} {clause.statement.text.plain}"
        if roles & _DOUBTED or OTHERWISE.search(words) or clause.own(Path) or about(clause) is not None or not_english(words):
            return
        if not clause.statement.text.codes:
            for text in phrases(clause):
                yield self.claim(clause, Target(text), subject=text, claimed="present", text=text, confidence=Confidence.LIKELY)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        symbols = Symbols.of(code.facts)
        places = _places(claim.target.words, symbols)
        if not places:
            return Measurement(blocked=Reason.NO_SUBJECT, detail=f"nothing is made of these words: {claim.subject}", subject=claim.subject)
        sites = tuple(
            Site(place.path, place.definition.qualified, place.definition.name, place.definition.line, place.definition.line)
            for place in places[:_SHOWN]
        )
        reproduce = search("-nw", sites[0].code)
        return Measurement((Reading("words of the name", True),), sites, reproduce=reproduce, subject=sites[0].symbol)

    def is_guess(self, finding: Finding) -> bool:
        return finding.reason is Reason.NO_SUBJECT

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        evidence = tuple(Evidence(site.path, site.line, site.line, site.code) for site in measurement.sites)
        told = f"{measurement.subject} at {evidence[0].path}:{evidence[0].line}"
        return found(claim, measurement, Verdict.HOLDS, told, observed=told, evidence=evidence, confidence=Confidence.LIKELY)


def _places(words: str, symbols: Symbols) -> list[Place]:
    """The project's own functions and classes whose names have the words; none where too many do."""
    rare = max((key(word) for word in telling_words(words)), key=len, default="")
    names = [name for name in symbols.vocabulary if rare in name.lower() and named_so(words, keys_of(name))]
    if len(names) > _MANY:
        return []
    places = [place for name in sorted(names) for place in symbols.find(name).places]
    own = (place for place in places if not is_test(place.path) and not is_vendored(place.path))
    return [place for place in own if place.definition.kind in _KINDS]
