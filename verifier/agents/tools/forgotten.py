"""What a message asserts and a list of its sentences leaves out: a list of what is true proves nothing about the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verifier.agents.told import Wrong, unchecked, wrong_of
from verifier.model import Finding, StatementFinding
from verifier.output.causes import AGAINST
from verifier.output.escape import escape
from verifier.result import Outcome, Result

_WORD = re.compile(r"[\w./-]*\w")
_DENIAL = re.compile(r"\b(?:no|not|never|none|nothing|without|cannot)\b|n[’']t\b", re.I)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """A statement of the message that no listed sentence covers, or not in full; `wrong` is what of it is not so."""

    line: int
    text: str
    why: str
    wrong: list[Wrong]


def forgotten(message: Result, listed: Sequence[Finding], sentences: Sequence[str]) -> list[Forgotten]:
    """The statements of the message with a claim that no sentence makes, or with words to be looked up that none has.

    A claim is covered by one that says the same of the same thing, in whatever words; words that no rule reads, by themselves.
    """
    covered = set(map(_said, listed))
    made: dict[tuple[str, str], Forgotten] = {}
    for item in message.outcome.statements:
        if item.says == "asserts" or item.findings:
            open_ones = [finding for place in item.findings if _said(finding := message.outcome.findings[place]) not in covered]
            rest = () if any(_has(sentence, item) for sentence in sentences) else item.unexplained
            if open_ones or (rest and (item.unread or item.findings)):
                one = _forgotten(item, open_ones, rest, message)
                made.setdefault((one.text, one.why), one)
    for finding in _of_no_statement(message.outcome):
        if finding.verdict in AGAINST and _said(finding) not in covered:
            (wrong,) = wrong_of(message, [finding])
            made.setdefault((wrong.text, wrong.message), Forgotten(wrong.line, wrong.text, f"{wrong.verdict}: {wrong.message}", [wrong]))
    return sorted(made.values(), key=lambda one: one.line)


def _forgotten(item: StatementFinding, claims: Sequence[Finding], rest: Sequence[str], message: Result) -> Forgotten:
    told = unchecked(item, message.outcome)
    parts = list(dict.fromkeys(f"{finding.verdict.value}: {finding.message}" for finding in claims))
    if not claims and not item.findings:
        parts = [told.why]
    elif rest:
        parts.append(f"not checked: {', '.join(rest)}")
    why = escape("; ".join(parts))
    return Forgotten(told.line, told.text, why, wrong_of(message, claims))


def _said(finding: Finding) -> tuple[object, ...]:
    """What a claim says, whatever its words."""
    claim = finding.claim
    return claim.rule, claim.kind, finding.subject or claim.subject, claim.claimed, claim.negated, claim.side


def _has(sentence: str, statement: StatementFinding) -> bool:
    """Whether one sentence has all words of a statement that no rule read, and denies as the statement does."""
    wanted = {word for unread in statement.unexplained for word in _words(unread)}
    return wanted.issubset(_words(sentence)) and bool(_DENIAL.search(sentence)) is bool(_DENIAL.search(statement.text))


def _words(text: str) -> Iterator[str]:
    return (word.casefold() for word in _WORD.findall(text))


def _of_no_statement(outcome: Outcome) -> Iterator[Finding]:
    """What blocks of code claim."""
    told = {place for item in outcome.statements for place in item.findings}
    return (finding for place, finding in enumerate(outcome.findings) if place not in told)
