"""Kinds of claims that a project declares in its configuration, without Python."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from verifier.codebase import Codebase
from verifier.model import Claim, Correction, Finding, Measurement, Reason, Span, Verdict
from verifier.reading.clause import Clause
from verifier.reading.english.lexis import table
from verifier.repository.scope import Scope
from verifier.repository.snapshot import Unreadable
from verifier.rule import restated
from verifier.shapes.lookup import Lookup, blocked

from .comparing import compared
from .examples import EXAMPLES
from .kinds import Measure, OwnClaim, OwnClaims
from .measuring import seen
from .phrase import part_of, phrase_of
from .saying import area_in, denial, exact, instructs, number_in

_WORD = re.compile(r"[^\W_][\w'-]*")
_GOES_ON = re.compile(r"\s+([a-z][\w-]*)", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What to measure, what the sentence gives of its parts, and which of them is compared; "" for whether it is there."""

    measure: Measure
    parts: tuple[tuple[str, str], ...]
    compares: str = ""
    place: Span | None = None  # of the value that is compared
    area: bool = False  # the sentence itself says in which part of the repository


class Declared(Lookup[Target]):
    """Phrases of the configuration: "{number} event handlers in {path}", "requires Python {version}"."""

    name = "declared"
    kinds = ("declared",)
    summary = "What a kind of claim measures that the configuration declares is what the report says."
    options_type = OwnClaims
    scoped = True
    examples = EXAMPLES
    options: OwnClaims

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        for kind, own in self.options.claims.items():
            for text in own.phrases:
                phrase = phrase_of(text)
                for match in phrase.found(clause):
                    if instructs(clause, match, text):
                        continue
                    yield from self._said(clause, kind, own, phrase.parts, match)

    def _said(self, clause: Clause, kind: str, own: OwnClaim, parts: tuple[str, ...], match: re.Match[str]) -> Iterator[Claim[Target]]:
        if _continues(clause.text, match.end()) or not all(exact(clause, match, part) for part in parts):
            return
        denied = denial(clause, match)
        if denied is None:
            return
        told = {part: part_of(match, part) for part in parts}
        compares = own.measure.compares(parts)
        if denied and compares in ("value", "version"):
            return
        quantity = None
        if compares == "number" and not denied:
            quantity = number_in(clause, match)
            if quantity is None:
                return
        place = clause.words.span(*match.span(compares)) if compares in ("value", "version") else None
        claimed = "absent" if denied else quantity.text if quantity else told.get(compares, "there")
        yield self.claim(
            clause,
            Target(measure=own.measure, parts=tuple(told.items()), compares=compares, place=place, area=area_in(clause, match)),
            kind=kind,
            subject=told.get("path") or told.get("name") or "",
            claimed=claimed,
            negated=denied,
            quantity=None if denied else quantity,
            explains=(clause.words.span(*match.span()), *_own_words(clause, own.words)),
        )

    def reads_files(self, claim: Claim[Target]) -> bool:
        return claim.target.measure.looks_into and claim.target.measure.value is None

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        parts = dict(claim.target.parts)
        if told := parts.get("path"):
            resolved = code.index.resolve(told)
            if resolved.path is None:
                return blocked(Reason.NO_SUBJECT, f"{told} is not one file or folder here", told)
            parts["path"] = resolved.path
        try:
            if claim.target.area and scope.everything:
                return blocked(Reason.AMBIGUOUS, "which part of the repository is meant is open", claim.subject)
            found = seen(claim.target.measure, parts, code, scope, claim.target.area or bool(claim.hints.paths))
        except Unreadable as error:
            return blocked(error.reason, str(error), claim.subject)
        return compared(claim, found, claim.target.compares, claim.target.parts)

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        finding = super().judge(claim, measurement)
        if finding.verdict is not Verdict.REFUTED or len(measurement.near) != 1:
            return finding
        right, place = measurement.near[0], claim.target.place
        correction = restated(claim, float(right)) if claim.quantity else Correction(place, right) if place else None
        return replace(finding, correction=correction)


def _continues(text: str, end: int) -> bool:
    """Whether a noun goes on where the phrase ends: "3 event handler tests"."""
    word = _GOES_ON.match(text, end)
    return word is not None and word[1].lower() in table("neutral")["things"]


def _own_words(clause: Clause, words: str) -> Iterator[Span]:
    """Where the further words of a kind stand in the sentence, and in the lead-in above it."""
    known = {word.lower() for word in words.split()}
    for text in filter(None, (clause.statement.text, clause.context.lead_in)) if known else ():
        for match in _WORD.finditer(text.plain):
            if match[0].lower() in known:
                yield text.span(*match.span())
