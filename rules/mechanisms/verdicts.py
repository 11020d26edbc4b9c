"""From what a scope shows to a verdict."""

from __future__ import annotations

import re
from typing import TypeVar

from verifier.model import Claim, Confidence, Evidence, Finding, Measurement, Reason, Verdict
from verifier.repository.kinds import is_left_behind
from verifier.rule import found, undecided

from . import measuring as m

T = TypeVar("T")


MANIFEST = re.compile(
    r"(?:^|/)(?:requirements[\w.-]*\.(?:txt|in)|pyproject\.toml|setup\.(?:py|cfg)|Pipfile|package(?:-lock)?\.json"
    r"|[\w.-]*lock[\w.]*|go\.(?:mod|sum)|Cargo\.toml|pom\.xml|build\.gradle(?:\.kts)?|Gemfile|composer\.json)$"
)


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
    if unsure and (claim.negated or not (facts[m.SHOWN] and facts[m.FIRM])):
        why = f"the words may mean something else than {measurement.subject}"
        return found(claim, measurement, Verdict.UNVERIFIABLE, why, reason=Reason.AMBIGUOUS)
    if unattested:
        shown = (
            f"{measurement.subject} is in use at {_where(measurement)}"
            if facts[m.SHOWN]
            else f"no import, call or name in use shows {measurement.subject}"
        )
        return found(
            claim, measurement, Verdict.UNVERIFIABLE, f"{shown}; {unattested}", reason=Reason.AMBIGUOUS, evidence=_evidence(measurement)
        )
    if claim.negated:
        return _absence(claim, measurement, facts, doubt, modest, exact)
    return _usage(claim, measurement, facts, universal, doubt, modest, exact, plain)


def _usage(
    claim: Claim[T], measurement: Measurement, facts: dict[str, bool], universal: bool, doubt: bool, modest: bool, exact: bool, plain: bool
) -> Finding:
    subject, where, evidence = measurement.subject, _where(measurement), _evidence(measurement)
    if facts.get(m.NOWHERE) and not doubt and measurement.complete:
        return found(
            claim,
            measurement,
            Verdict.REFUTED,
            measurement.detail,
            observed=measurement.detail + (f"; elsewhere, at {where}" if facts[m.SHOWN] else ""),
            evidence=evidence,
        )
    if facts[m.OUT] and not doubt and measurement.complete:
        return found(
            claim,
            measurement,
            Verdict.REFUTED,
            f"{subject} is only in a comment, at {where}",
            observed="commented out",
            evidence=evidence,
        )
    if facts[m.SHOWN]:
        if universal:
            return found(
                claim,
                measurement,
                Verdict.UNVERIFIABLE,
                f"{subject} is in use at {where}; that it is so everywhere can't be shown",
                reason=Reason.NOT_PROVABLE,
                evidence=evidence,
            )
        if facts[m.UNMET] and not facts[m.QUALIFIED]:
            if doubt or not facts[m.PROVABLE] or not measurement.complete:
                return found(
                    claim,
                    measurement,
                    Verdict.UNVERIFIABLE,
                    f"{subject} is in use at {where}, not in the form that is told",
                    reason=Reason.NOT_PROVABLE,
                    evidence=evidence,
                )
            return found(
                claim,
                measurement,
                Verdict.REFUTED if facts.get(m.CLOSED) else Verdict.DOUBTFUL,
                f"{subject} is in use at {where}, but not in the form that is told",
                observed=f"otherwise, at {where}",
                evidence=evidence,
            )
        if facts[m.APART]:
            return found(
                claim,
                measurement,
                Verdict.UNVERIFIABLE,
                f"{subject} is in use at {where}, which is not in what is said to use it",
                reason=Reason.AMBIGUOUS,
                evidence=evidence,
            )
        if facts.get(m.UNSET):
            return found(
                claim,
                measurement,
                Verdict.UNVERIFIABLE,
                f"{subject} is in use at {where}; {measurement.near[-1]} is not there",
                reason=Reason.NOT_PROVABLE,
                evidence=evidence,
            )
        if not facts[m.NARROWED]:
            return found(
                claim,
                measurement,
                Verdict.UNVERIFIABLE,
                f"{subject} is in use at {where}; nothing there tells of the rest",
                reason=Reason.NOT_PROVABLE,
                evidence=evidence,
            )
        if not facts[m.FIRM] and not facts[m.NAMED] and (doubt or not facts[m.CLOSED] or not facts[m.READ]):
            return found(
                claim,
                measurement,
                Verdict.UNVERIFIABLE,
                f"names at {where} are like {subject}",
                reason=Reason.NOT_PROVABLE,
                evidence=evidence,
            )
        if facts[m.UNSEEN] or ((exact or doubt) and not facts[m.READ]):
            return found(
                claim,
                measurement,
                Verdict.UNVERIFIABLE,
                f"{subject} is in use at {where}, in no file that the report names",
                reason=Reason.AMBIGUOUS,
                evidence=evidence,
            )
        if facts.get(m.UNVERSIONED):
            return found(
                claim,
                measurement,
                Verdict.UNVERIFIABLE,
                f"{subject} is in use at {where}; {measurement.near[-1]} stands beside no name of it",
                reason=Reason.NOT_PROVABLE,
                evidence=evidence,
            )
        if measurement.sites and all(is_left_behind(site.path) for site in measurement.sites):
            why = f"{subject} is in use at {where}, which is left behind"
            return found(claim, measurement, Verdict.UNVERIFIABLE, why, reason=Reason.AMBIGUOUS, evidence=evidence)
        sure = facts[m.FIRM] and not modest and not doubt and not facts[m.PROVIDED]
        how = "by default" if facts[m.PROVIDED] else "in use"
        return found(
            claim,
            measurement,
            Verdict.HOLDS,
            f"{subject} is {how} at {where}",
            observed=f"{how} at {where}",
            evidence=evidence,
            confidence=Confidence.CERTAIN if sure else Confidence.LIKELY,
        )
    if facts[m.ELSEWHERE]:
        return found(
            claim,
            measurement,
            Verdict.UNVERIFIABLE,
            f"{subject} is in use, but not in {measurement.detail}",
            reason=Reason.AMBIGUOUS,
            evidence=evidence,
        )
    idle = f"; only {', '.join(measurement.near)}" if measurement.near else ""
    if doubt or (modest and not plain) or facts[m.TOOL] or facts[m.SUSPECTED] or not facts[m.PROVABLE] or not measurement.complete:
        return found(
            claim,
            measurement,
            Verdict.UNVERIFIABLE,
            f"no import, call or name in use shows {subject}{idle}",
            reason=Reason.NOT_PROVABLE,
            evidence=evidence,
        )
    if exact:  # a name in code font may be a field, an event, or something looked for in vain
        return found(
            claim, measurement, Verdict.UNVERIFIABLE, f"nothing is called {subject}{idle}", reason=Reason.NOT_PROVABLE, evidence=evidence
        )
    why = f"no import, call or name in use shows {subject}{idle}"
    return found(claim, measurement, Verdict.REFUTED, why, observed=f"none{idle}", evidence=evidence)


def _absence(claim: Claim[T], measurement: Measurement, facts: dict[str, bool], doubt: bool, modest: bool, exact: bool) -> Finding:
    """What is said not to be there. A word has many senses ("no health checks"): that something of its kind is there makes it doubtful."""
    subject, where, evidence = measurement.subject, _where(measurement), _evidence(measurement)
    if not facts[m.SHOWN] or facts[m.UNMET]:
        idle = f"; only {', '.join(measurement.near)}" if measurement.near else ""
        if not facts[m.PROVABLE] and facts[m.BLANK] and measurement.complete:
            return found(
                claim,
                measurement,
                Verdict.HOLDS,
                f"nothing is even named like {subject}{idle}",
                observed="no trace",
                evidence=evidence,
                confidence=Confidence.LIKELY,
            )
        if not facts[m.PROVABLE] or not measurement.complete:
            return found(
                claim,
                measurement,
                Verdict.UNVERIFIABLE,
                f"nothing shows {subject}{idle}, which may have other names",
                reason=Reason.NOT_PROVABLE,
                evidence=evidence,
            )
        sure = not facts[m.SUSPECTED] and not modest
        return found(
            claim,
            measurement,
            Verdict.HOLDS,
            f"no import, call or name in use shows {subject}{idle}",
            observed="absent",
            evidence=evidence,
            confidence=Confidence.CERTAIN if sure else Confidence.LIKELY,
        )
    if not facts[m.NARROWED] and facts[m.PROVABLE] and not (facts[m.WIDE] or facts[m.NAMED]):
        # That nothing ties the use to what is said proves no absence there.
        return found(
            claim,
            measurement,
            Verdict.UNVERIFIABLE,
            f"{subject} is in use at {where}; nothing ties it to what is said",
            reason=Reason.AMBIGUOUS,
            evidence=evidence,
        )
    if doubt or not (facts[m.FIRM] and facts[m.NARROWED] and facts[m.PROVABLE]) or facts[m.PROVIDED]:
        return found(
            claim,
            measurement,
            Verdict.UNVERIFIABLE,
            f"{subject} is in use at {where}; whether that is meant is open",
            reason=Reason.AMBIGUOUS,
            evidence=evidence,
        )
    if all(MANIFEST.search(site.path) or is_left_behind(site.path) for site in measurement.sites):
        # What is listed is not used, and what is old may not count: the report may well be right.
        return found(
            claim,
            measurement,
            Verdict.UNVERIFIABLE,
            f"{subject} is only listed or left behind, at {where}",
            reason=Reason.NOT_PROVABLE,
            evidence=evidence,
        )
    against = Verdict.REFUTED if exact and not modest else Verdict.DOUBTFUL
    return found(claim, measurement, against, f"{subject} is in use at {where}", observed=f"in use at {where}", evidence=evidence)


def _where(measurement: Measurement) -> str:
    site = next(iter(measurement.sites), None)
    return "" if site is None else f"{site.path}:{site.line}" if site.line else site.path


def _evidence(measurement: Measurement) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(Evidence(site.path, site.line, site.end_line, site.code) for site in measurement.sites))[:5]
