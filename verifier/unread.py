"""What could not be read, and what that leaves open: in one place, for every rule.

A file that can't be read may hold anything. So nothing holds of "none" or "all", or of a number, that such a file could undo; what
was found in other files refutes as before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from verifier.codebase import Codebase
from verifier.facts.failure import Failure
from verifier.facts.languages import language_of
from verifier.model import Claim, Finding, Measurement, Reason, Verdict
from verifier.repository.gaps import gaps, packed, private_tests
from verifier.repository.scope import Scope
from verifier.repository.snapshot import Snapshot, Unreadable
from verifier.rule import Rule, left_out

_MISSING = frozenset(("absent", "no such file"))
_VAGUE = frozenset((Reason.NO_SUBJECT, Reason.INCOMPLETE))
_TESTS = re.compile(r"\b(?:tests?|specs?)\b|\btest_|_test\b", re.I)
_NAMED = 5  # paths of one clause that are looked at


def judged(rule: Rule[object], claim: Claim[object], code: Codebase, scope: Scope) -> Finding:
    """The rule's verdict in one scope, left open where what could not be read might undo it."""
    try:
        measurement = rule.measure(claim, code, scope)
    except Unreadable as error:
        return unread(claim, error)
    finding = rule.judge(claim, measurement)
    finding = replace(finding, cites=tuple(dict.fromkeys(site.path for site in measurement.sites)))
    if archive := _memo(packed, code) if _by_absence(finding) else "":
        return _left_open(finding, f"the code may be packed in {archive}")
    if private := _memo(private_tests, code) if _misses_tests(finding) else "":
        return _left_open(finding, f".gitignore keeps out tests, as {private}")
    if finding.verdict is Verdict.HOLDS:
        return _unless_undone(finding, measurement, rule, code, scope)
    if finding.verdict in (Verdict.REFUTED, Verdict.DOUBTFUL):
        return _unless_hidden(finding, rule, code, scope)
    if finding.verdict is Verdict.UNVERIFIABLE and finding.reason in _VAGUE:
        why = _why(claim, code)
        return finding if why is None else replace(finding, reason=why.reason, message=str(why))
    if finding.verdict is Verdict.UNVERIFIABLE and finding.reason is Reason.NOT_PROVABLE and measurement.unread:
        return replace(finding, reason=Reason.INCOMPLETE, message=f"{finding.message}; {left_out(measurement.unread)}")
    return finding


def unread(claim: Claim[object], error: Unreadable) -> Finding:
    """The finding on a claim that rests on something unreadable."""
    return Finding(claim, Verdict.UNVERIFIABLE, str(error), reason=error.reason, subject=error.path)


def _by_absence(finding: Finding) -> bool:
    """Whether it rests on something that was found nowhere."""
    claim, against = finding.claim, finding.verdict in (Verdict.REFUTED, Verdict.DOUBTFUL)
    return not finding.evidence and (against or (finding.verdict is Verdict.HOLDS and (claim.negated or claim.quantity is not None)))


def _misses_tests(finding: Finding) -> bool:
    """Whether it is said against the report that there are no tests, or fewer than it says."""
    claim, there = finding.claim, re.match(r"\d+", finding.observed)
    if finding.verdict not in (Verdict.REFUTED, Verdict.DOUBTFUL) or claim.negated or not _TESTS.search(f"{claim.subject} {claim.text}"):
        return False
    low = claim.quantity.low if claim.quantity is not None else None
    return low > int(there[0]) if low is not None and there is not None else not finding.evidence


def _memo(look: Callable[[Snapshot], str], code: Codebase) -> str:
    found = code.index.memo.get(look)
    if found is None:
        found = code.index.memo[look] = look(code.snapshot)
    return str(found)


def _left_open(finding: Finding, why: str) -> Finding:
    message = f"{finding.message}, but {why}"
    return replace(finding, verdict=Verdict.UNVERIFIABLE, reason=Reason.INCOMPLETE, message=message, correction=None, exactness=None)


def _unless_undone(finding: Finding, measurement: Measurement, rule: Rule[object], code: Codebase, scope: Scope) -> Finding:
    claim = finding.claim
    of_all = claim.negated or rule.is_universal(claim)
    bounded = claim.quantity is not None and claim.quantity.high is not None
    if not (of_all or bounded):
        return finding
    missing = list(measurement.unread)
    if rule.scoped and rule.reads_files(claim):
        missing += [str(error) for error in gaps(scope, code.snapshot)]
    if not missing and (measurement.complete or not of_all):
        return finding
    return _left_open(finding, left_out(missing) or "some files could not be read")


def _unless_hidden(finding: Finding, rule: Rule[object], code: Codebase, scope: Scope) -> Finding:
    """A refutation by absence, open where what is missing may be in what is out of reach."""
    claim = finding.claim
    behind = (code.snapshot.beyond(path) for path in _named(claim) if path not in code.index.entries)
    error = next((error for error in behind if error is not None), None) if finding.observed in _MISSING else None
    if error is not None:
        return unread(claim, error)
    by_absence = not (finding.evidence or claim.negated or claim.quantity)
    missing = gaps(scope, code.snapshot) if by_absence and rule.scoped and rule.reads_files(claim) else ()
    if not missing:
        return finding
    return _left_open(finding, left_out(list(map(str, missing))))


def _named(claim: Claim[object]) -> Iterator[str]:
    for path in dict.fromkeys((claim.subject, *claim.hints.paths[:_NAMED])):
        yield path.strip().removeprefix("./").rstrip("/")


def _why(claim: Claim[object], code: Codebase) -> Unreadable | None:
    """Why a file that the claim names can't be read, or not be parsed."""
    for text in _named(claim):
        beyond = code.snapshot.beyond(text)
        if beyond is not None:
            return beyond
        path = code.index.resolve(text).path if text else None
        if path is None or path not in code.index.entries:
            continue
        try:
            data = code.snapshot.read(path)
        except Unreadable as error:
            return error
        outline = code.facts.outlines((path,))[path] if language_of(path, data) else None
        if isinstance(outline, Failure):
            return Unreadable(path, outline.reason, outline.message)
    return None
