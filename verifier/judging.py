"""Judging one claim: over the scopes that it leaves open, at the times that its report may describe, within the run's budget."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from verifier.codebase import Codebase
from verifier.facts.facts import Facts
from verifier.facts.modules import Modules
from verifier.facts.past import RememberedHistory
from verifier.facts.store import open_cache
from verifier.facts.work import Work
from verifier.model import Claim, Finding, Reason, ScopeHints, Verdict
from verifier.reading.clause import Report
from verifier.reading.language import denies_in_another_language, english, not_english
from verifier.repository.errors import GitTooLarge
from verifier.repository.git import GitTimeout
from verifier.repository.history import History
from verifier.repository.metered import BUDGET, MEGABYTE, Budget, Meter, MeteredSnapshot, OutOfBudget
from verifier.repository.open import Repository
from verifier.repository.paths import PathIndex
from verifier.repository.scope import Scope, candidates, whole
from verifier.repository.snapshot import Snapshot, Unreadable
from verifier.result import RunOptions
from verifier.rule import Rule
from verifier.times import AGAINST, Times
from verifier.unread import judged, unread
from verifier.watch import CLAIM_SECONDS, WATCH


class Judge:
    """Measures claims at the snapshot, in every scope that they leave open, and again at the report's own time."""

    def __init__(self, report: Report, repository: Repository, options: RunOptions, rules: Mapping[str, Rule[object]]) -> None:
        self.report, self.repository, self.options, self.rules = report, repository, options, rules
        self.cache = open_cache() if options.use_cache else None
        self.meter = Meter()
        self.meter.budget = Budget(options.budget * MEGABYTE or BUDGET)
        self.code = self._codebase(repository.snapshot)
        self._then: dict[str, Codebase] = {}
        self.times = Times(report, repository, self.code, self._at, judged_in_scopes)

    def _codebase(self, unmetered: Snapshot) -> Codebase:
        snapshot = MeteredSnapshot(unmetered, self.meter)
        facts = Facts(snapshot, self.options.jobs, self.cache)
        index = PathIndex(snapshot, self.repository.prefix, self.repository.names, lambda: Modules(snapshot).packages)
        return Codebase(snapshot, index, facts, self._history(), self.options.areas, self._work)

    @cached_property
    def _work(self) -> Work:
        return Work(self.repository.history, self._written, self._trees)

    def _trees(self) -> tuple[Snapshot, Snapshot] | None:
        """The files as they lie and those of the last commit, for a report that is not of an earlier one."""
        commit = self.repository.commit
        if self.repository.snapshot.revision is not None or commit is None or self._written() != commit:
            return None
        return self.repository.snapshot, self._at(commit).snapshot

    def _written(self) -> str | None:
        """The commit that brought the report; the snapshot's, where none did. Raises GitTimeout."""
        if self.times.introduced is None and self.times.unanswered is not None:
            raise self.times.unanswered
        return self.times.introduced.commit if self.times.introduced else self.repository.commit

    def _history(self) -> History:
        if self.cache is None or not self.repository.commit:
            return self.repository.history
        place = os.fsencode(self.repository.root)  # another repository's references may name the same commits, and its store hold others
        circumstances = place + f"\n{self.repository.commit}\n".encode() + self.repository.references
        return RememberedHistory(self.repository.history, self.cache, circumstances)

    @property
    def codes(self) -> tuple[Codebase, ...]:
        """The repository at each time that was looked at, as it is now first."""
        return self.code, *self._then.values()

    def close(self) -> None:
        if self.cache is not None:
            self.cache.close()

    def finding(self, claim: Claim[object]) -> Finding:
        rule = self.rules[claim.rule]
        WATCH.step(CLAIM_SECONDS)
        try:
            self.meter.charge(rule.name)
            found = self._of_the_project(judged_in_scopes(rule, claim, self.code))
            told_in_words = found.verdict is Verdict.HOLDS and (claim.negated or rule.scoped or self._denied(claim))  # and by no name alone
            if found.verdict not in AGAINST and not told_in_words:
                return self.times.lost(rule, self.times.before(rule, self.times.unless_moved(rule, found)))
            if not self._understood(claim):
                detail = f"{found.message}; the sentence is not in English, so it may not say that"
                found = replace(found, verdict=Verdict.UNVERIFIABLE, reason=Reason.UNSUPPORTED_LANGUAGE, message=detail, correction=None)
                return self.times.lost(rule, found)
            return self.times.of(rule, found) if found.verdict in AGAINST else self.times.unless_moved(rule, found)
        except (OutOfBudget, GitTooLarge) as spent:
            return Finding(claim, Verdict.UNVERIFIABLE, str(spent), reason=Reason.TOO_LARGE)
        except Unreadable as error:
            return unread(claim, error)
        except Exception as error:
            return Finding(claim, Verdict.ERROR, f"rule '{rule.name}' failed: {type(error).__name__}: {error}")
        finally:
            self.meter.charge("")
            WATCH.step()

    def never(self, finding: Finding) -> bool:
        """Whether what is refuted now was so in no commit; False where that isn't known."""
        try:
            return self.times.never(self.rules[finding.claim.rule], finding)
        except (OutOfBudget, GitTooLarge, GitTimeout, Unreadable):
            return False

    def _of_the_project(self, finding: Finding) -> Finding:
        """A denial is open that only what lies around the checked directory contradicts: the report need not tell of that."""
        start = f"{self.code.index.prefix}/" if self.code.index.prefix else ""
        inside = any(one.path.startswith(start) for one in finding.evidence)
        if not finding.claim.negated or finding.verdict not in AGAINST or inside or not finding.evidence:
            return finding
        detail = f"{finding.message}, outside {self.code.index.prefix}"
        return replace(finding, verdict=Verdict.UNVERIFIABLE, reason=Reason.OUTSIDE, message=detail, correction=None)

    def _understood(self, claim: Claim[object]) -> bool:
        """Whether the claim is told in English: in another language "no" and "add" are not known for what they are."""
        return self._english and not not_english(self._words(claim))

    def _denied(self, claim: Claim[object]) -> bool:
        """Whether the claim's lines are in another language, and may deny what they name."""
        return denies_in_another_language(self._words(claim))

    def _words(self, claim: Claim[object]) -> str:
        return " ".join(self.report.source.lines[claim.span.line - 1 : claim.span.end_line])

    @cached_property
    def _english(self) -> bool:
        return english("\n".join(self.report.source.lines))

    def _at(self, commit: str) -> Codebase:
        if commit not in self._then:
            self._then[commit] = self._codebase(self.repository.at(commit))
        return self._then[commit]


def judged_in_scopes(rule: Rule[object], claim: Claim[object], code: Codebase) -> Finding:
    """The verdict over all scopes that the claim leaves open: it holds if it holds in one, and is refuted only if it fails in all.

    A denial that holds only in the files that the report happens to name, and not in the whole, is left open. Of what is nowhere the
    widest scope is told, of other refutations the nearest.
    """
    scopes = open_scopes(rule, claim, code)
    nowhere = not (claim.negated or claim.quantity or rule.is_universal(claim))
    first: Finding | None = None
    for scope in scopes:
        finding = _named(judged(rule, claim, code, scope), scope, rule)
        if finding.verdict is Verdict.HOLDS:
            return _also_elsewhere(finding, scope, rule, code)
        wider = nowhere and first is not None and first.verdict is finding.verdict in AGAINST and not finding.evidence
        if first is None or wider or (first.verdict in AGAINST and finding.verdict not in AGAINST):
            first = finding
    assert first is not None, "there is always the whole repository"
    return first


def _also_elsewhere(finding: Finding, scope: Scope, rule: Rule[object], code: Codebase) -> Finding:
    claim = finding.claim
    reviewed = candidates(ScopeHints(reviewed=claim.hints.reviewed), code.index, code.areas)[0]
    if not (claim.negated or _counts(claim)) or scope.everything or scope != reviewed:
        return finding
    wide = _named(judged(rule, claim, code, whole()), whole(), rule)
    if wide.verdict is Verdict.HOLDS:
        return wide
    elsewhere = "elsewhere it is not so" if wide.verdict is Verdict.REFUTED else "of the rest that is open"
    message = f"{finding.message}; {elsewhere}: {wide.message}"
    return replace(finding, verdict=Verdict.UNVERIFIABLE, reason=Reason.AMBIGUOUS, message=message, evidence=wide.evidence)


def _counts(claim: Claim[object]) -> bool:
    """Whether it tells how many there are: of the files that a report happens to name some sum is soon right."""
    quantity = claim.quantity
    return quantity is not None and quantity.low == quantity.high and quantity.unit != "%"


def open_scopes(rule: Rule[object], claim: Claim[object], code: Codebase) -> tuple[Scope, ...]:
    """The scopes that a claim leaves open, nearest first. A path in the clause itself excludes all others."""
    if not rule.scoped:
        return (whole(),)
    named = candidates(ScopeHints(paths=claim.hints.paths), code.index)[:-1] if claim.hints.paths else ()
    told = rule.is_universal(claim) or claim.quantity is not None  # a word of the title is no bound for "all", nor for a number
    hints = replace(claim.hints, topics=()) if told else claim.hints
    scopes = named[:1] or candidates(hints, code.index, code.areas)
    without = tuple(path.strip("/") for text in hints.excepted for path in code.index.resolve(text).matches)
    left = [scope for scope in scopes if not set(scope.places) <= {*without}]
    return tuple(_less(scope, without) for scope in left or [whole()]) if without else scopes


def _less(scope: Scope, without: tuple[str, ...]) -> Scope:
    return replace(scope, without=without, label=f"{scope.label} without {', '.join(without)}")


def _named(finding: Finding, scope: Scope, rule: Rule[object]) -> Finding:
    return finding if finding.scope or not rule.scoped else replace(finding, scope=scope.label)
