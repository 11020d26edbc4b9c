"""Links that a document still has to what it says is gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from verifier.codebase import Codebase
from verifier.model import Claim, Finding, Measurement, Reading, Reason, Verdict
from verifier.reading.clause import Clause, Form, Path
from verifier.reading.english.lexis import verb_classes
from verifier.reading.says.words import words_of
from verifier.repository.scope import Scope
from verifier.reproduce import arguments
from verifier.rule import Example, Expect, Rule, found, undecided

from .presence import Said, said
from .resolving import from_document

_WORKED = {"remove", "change", "turn", "make"}


@dataclass(frozen=True, slots=True)
class Target:
    path: str
    document: str


class DeadLinks(Rule[Target]):
    """ "[`cmd/gone.go`](../cmd/gone.go) - no longer there": the words hold, and the link leads nowhere."""

    name = "dead-links"
    kinds = ("file-exists",)
    quotes = False
    reads_standing = True
    vocabulary = "@file there exist gone missing present available longer"
    summary = "A link that a document has, written relative to it, leads to something, though its words say that it is gone."
    examples = (
        Example(
            "of a document that lies nowhere in the repository",
            "- [`lib/gone.py`](../lib/gone.py) - no longer there\n",
            {"lib/a.py": "x"},
            (Expect("file-exists", Verdict.UNVERIFIABLE, 1),),
        ),
        Example(
            "removed, or no link to another folder",
            "- Removed [`lib/gone.py`](../lib/gone.py)\n- [`lib/gone.py`](lib/gone.py) does not exist\n"
            "- `lib/gone.py` is no longer there\n",
            {"lib/a.py": "x"},
            (),
        ),
    )

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if not clause.asserts or clause.form in {Form.CODE, Form.COMMAND, Form.TREE_ENTRY, Form.HEADING} or clause.statement.text.struck:
            return
        verbs = [word.verb for word in words_of(clause.statement.text) if word.verb is not None and word.verb.form == "past"]
        if any(_WORKED & set(verb_classes(verb.lemma)) for verb in verbs):
            return  # a log of what was done keeps its links
        for mention in clause.own(Path):
            path = mention.value
            if path.linked and path.text.startswith("../") and said(clause, mention) is Said.GONE:
                target = Target(path.text, clause.context.document)
                yield self.claim(clause, target, subject=path.text, claimed="link leads somewhere", span=mention.span, text=mention.text)

    def seen_from(self, claim: Claim[Target], document: str) -> Claim[Target]:
        return replace(claim, target=replace(claim.target, document=document))

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        beside = from_document(code, claim.target.path, claim.target.document)
        if beside is None or beside[1].outside:
            reason = Reason.OUTSIDE if beside else Reason.NO_SUBJECT
            return Measurement(blocked=reason, detail=f"where {claim.target.path} would lie is not known", subject=claim.target.path)
        place, resolved = beside
        there = bool(resolved.matches) or bool(resolved.unlisted) or code.snapshot.exists(place)
        command = f"git ls-files -- {arguments(place, f'{place}/*')}"
        return Measurement((Reading("path", there),), reproduce=command, subject=place)

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        if measurement.readings[0].value:
            return found(claim, measurement, Verdict.HOLDS, f"the link leads to {measurement.subject}", observed="present")
        return found(claim, measurement, Verdict.REFUTED, f"the link leads nowhere: no {measurement.subject}", observed="absent")
