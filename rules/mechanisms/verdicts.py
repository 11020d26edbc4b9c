"""From what a scope shows to a verdict."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from verifier.model import Claim, Confidence, Evidence, Finding, Measurement, Reason, Verdict
from verifier.repository.kinds import is_left_behind
from verifier.rule import found, undecided

from . import readings as m

T = TypeVar("T")


MANIFEST = re.compile(
    r"(?:^|/)(?:requirements[\w.-]*\.(?:txt|in)|pyproject\.toml|setup\.(?:py|cfg)|Pipfile|package(?:-lock)?\.json"
    r"|[\w.-]*lock[\w.]*|go\.(?:mod|sum)|Cargo\.toml|pom\.xml|build\.gradle(?:\.kts)?|Gemfile|composer\.json)$"
)


@dataclass(frozen=True, slots=True)
class _Asked(Generic[T]):
    """A claim with what a scope shows of it. `doubt`, `modest`, `exact` and `plain` as in `judged`."""

    claim: Claim[T]
    measurement: Measurement
    facts: Mapping[str, bool]
    universal: bool
    doubt: bool
    modest: bool
    exact: bool
    plain: bool

    @property
    def subject(self) -> str:
        return self.measurement.subject

    @property
    def where(self) -> str:
        return _where(self.measurement)

    @property
    def idle(self) -> str:
        """What there is of it that is not in effect, as the end of a message."""
        return f"; only {', '.join(self.measurement.near)}" if self.measurement.near else ""

    def says(self, verdict: Verdict, message: str, observed: str = "", *, sure: bool = True) -> Finding:
        confidence = Confidence.CERTAIN if sure else Confidence.LIKELY
        evidence = _evidence(self.measurement)
        return found(self.claim, self.measurement, verdict, message, observed=observed, evidence=evidence, confidence=confidence)

    def open(self, message: str, reason: Reason = Reason.NOT_PROVABLE) -> Finding:
        return found(self.claim, self.measurement, Verdict.UNVERIFIABLE, message, reason=reason, evidence=_evidence(self.measurement))


def judged(
    claim: Claim[T],
    measurement: Measurement,
    *,
    universal: bool,
    doubt: bool,
    modest: bool,
    exact: bool,
    unsure: bool = False,
    unattested: str = "",
    plain: bool = False,
) -> Finding:
    """The verdict on a use or an absence. `doubt`: the words leave room, so nothing is refuted. `modest`: at best likely.

    `plain`: a product is named that has no other sense, so that a sentence is as good as an entry of a list. `unsure`: the words may
    mean something else altogether, so that only telling evidence of a use decides. `unattested`: they only name it.
    """
    if measurement.blocked:
        return undecided(claim, measurement)
    facts = {reading.definition: bool(reading.value) for reading in measurement.readings}
    asked = _Asked(claim, measurement, facts, universal, doubt, modest, exact, plain)
    if unsure and (claim.negated or not (facts[m.SHOWN] and facts[m.FIRM])):
        why = f"the words may mean something else than {measurement.subject}"
        return found(claim, measurement, Verdict.UNVERIFIABLE, why, reason=Reason.AMBIGUOUS)
    if unattested:
        there = f"{asked.subject} is in use at {asked.where}"
        return asked.open(f"{there if facts[m.SHOWN] else _no_sign(asked)}; {unattested}", Reason.AMBIGUOUS)
    if claim.negated:
        return _present(asked) if facts[m.SHOWN] and not facts[m.UNMET] else _absent(asked)
    return _contradicted(asked) or (_in_use(asked) if facts[m.SHOWN] else _unseen(asked))


def _no_sign(asked: _Asked[T]) -> str:
    return f"no import, call or name in use shows {asked.subject}"


def _contradicted(asked: _Asked[T]) -> Finding | None:
    """The refutation of a use by where the name can't be used, or is used in a comment only."""
    facts, measurement = asked.facts, asked.measurement
    if asked.doubt or not measurement.complete:
        return None
    if facts.get(m.NOWHERE):
        elsewhere = f"; elsewhere, at {asked.where}" if facts[m.SHOWN] else ""
        return asked.says(Verdict.REFUTED, measurement.detail, measurement.detail + elsewhere)
    if facts[m.OUT]:
        return asked.says(Verdict.REFUTED, f"{asked.subject} is only in a comment, at {asked.where}", "commented out")
    return None


def _in_use(asked: _Asked[T]) -> Finding:
    """The verdict on a use that code shows, of which something may be told that it does not show."""
    facts, near = asked.facts, asked.measurement.near
    there = f"{asked.subject} is in use at {asked.where}"
    if asked.universal:
        return asked.open(f"{there}; that it is so everywhere can't be shown")
    if facts[m.UNMET] and not facts[m.QUALIFIED]:
        if asked.doubt or not facts[m.PROVABLE] or not asked.measurement.complete:
            return asked.open(f"{there}, not in the form that is told")
        against = Verdict.REFUTED if facts.get(m.CLOSED) else Verdict.DOUBTFUL
        return asked.says(against, f"{there}, but not in the form that is told", f"otherwise, at {asked.where}")
    if facts[m.APART]:
        return asked.open(f"{there}, which is not in what is said to use it", Reason.AMBIGUOUS)
    if facts.get(m.UNSET):
        return asked.open(f"{there}; {near[-1]} is not there")
    if not facts[m.NARROWED]:
        return asked.open(f"{there}; nothing there tells of the rest")
    if not facts[m.FIRM] and not facts[m.NAMED] and (asked.doubt or not facts[m.CLOSED] or not facts[m.READ]):
        return asked.open(f"names at {asked.where} are like {asked.subject}")
    if facts[m.UNSEEN] or ((asked.exact or asked.doubt) and not facts[m.READ]):
        return asked.open(f"{there}, in no file that the report names", Reason.AMBIGUOUS)
    if facts.get(m.UNVERSIONED):
        return asked.open(f"{there}; {near[-1]} stands beside no name of it")
    if asked.measurement.sites and all(is_left_behind(site.path) for site in asked.measurement.sites):
        return asked.open(f"{there}, which is left behind", Reason.AMBIGUOUS)
    sure = facts[m.FIRM] and not asked.modest and not asked.doubt and not facts[m.PROVIDED]
    how = f"{'by default' if facts[m.PROVIDED] else 'in use'} at {asked.where}"
    return asked.says(Verdict.HOLDS, f"{asked.subject} is {how}", how, sure=sure)


def _unseen(asked: _Asked[T]) -> Finding:
    """The verdict on a use that no code shows."""
    facts, measurement = asked.facts, asked.measurement
    if facts[m.ELSEWHERE]:
        return asked.open(f"{asked.subject} is in use, but not in {measurement.detail}", Reason.AMBIGUOUS)
    if facts[m.OTHERWISE] and not asked.doubt and measurement.complete:
        otherwise = f"{measurement.near[0]}, at {asked.where}"
        return asked.says(Verdict.REFUTED, f"{otherwise}; nothing shows {asked.subject}", otherwise)
    outside = facts[m.TOOL] or facts[m.SUSPECTED] or not facts[m.PROVABLE] or not measurement.complete
    if asked.doubt or (asked.modest and not asked.plain) or outside:
        return asked.open(f"{_no_sign(asked)}{asked.idle}")
    if asked.exact:  # a name in code font may be a field, an event, or something looked for in vain
        return asked.open(f"nothing is called {asked.subject}{asked.idle}")
    return asked.says(Verdict.REFUTED, f"{_no_sign(asked)}{asked.idle}", f"none{asked.idle}")


def _absent(asked: _Asked[T]) -> Finding:
    """The verdict on an absence that no code contradicts."""
    facts, complete = asked.facts, asked.measurement.complete
    if not facts[m.PROVABLE] and facts[m.BLANK] and complete:
        return asked.says(Verdict.HOLDS, f"nothing is even named like {asked.subject}{asked.idle}", "no trace", sure=False)
    if not facts[m.PROVABLE] or not complete:
        return asked.open(f"nothing shows {asked.subject}{asked.idle}, which may have other names")
    sure = not facts[m.SUSPECTED] and not asked.modest
    return asked.says(Verdict.HOLDS, f"{_no_sign(asked)}{asked.idle}", "absent", sure=sure)


def _present(asked: _Asked[T]) -> Finding:
    """The verdict on an absence of what code shows. A word has many senses ("no health checks"), so that it is mostly doubtful."""
    facts = asked.facts
    there = f"{asked.subject} is in use at {asked.where}"
    if not facts[m.NARROWED] and facts[m.PROVABLE] and not (facts[m.WIDE] or facts[m.NAMED]):
        # That nothing ties the use to what is said proves no absence there.
        return asked.open(f"{there}; nothing ties it to what is said", Reason.AMBIGUOUS)
    if asked.doubt or not (facts[m.FIRM] and facts[m.NARROWED] and facts[m.PROVABLE]) or facts[m.PROVIDED]:
        return asked.open(f"{there}; whether that is meant is open", Reason.AMBIGUOUS)
    if all(MANIFEST.search(site.path) or is_left_behind(site.path) for site in asked.measurement.sites):
        # What is listed is not used, and what is old may not count: the report may well be right.
        return asked.open(f"{asked.subject} is only listed or left behind, at {asked.where}")
    against = Verdict.REFUTED if asked.exact and not asked.modest else Verdict.DOUBTFUL
    return asked.says(against, there, f"in use at {asked.where}")


def _where(measurement: Measurement) -> str:
    site = next(iter(measurement.sites), None)
    return "" if site is None else f"{site.path}:{site.line}" if site.line else site.path


def _evidence(measurement: Measurement) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(Evidence(site.path, site.line, site.end_line, site.code) for site in measurement.sites))[:5]
