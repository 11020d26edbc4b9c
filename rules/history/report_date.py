"""The day of which a report says that it is, beside the days on which the repository was worked on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from verifier.codebase import Codebase
from verifier.model import Claim, Confidence, Finding, Measurement, Reading, Reason, Verdict
from verifier.reading.clause import Clause, Form
from verifier.repository.scope import Scope
from verifier.rule import Example, Expect, Rule, found, undecided
from verifier.shapes.lookup import states

_ISO = r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = rf"(?P<day>{_ISO}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+\d{{4}})"
_DOCUMENT = (
    r"(?:report|review|audit|analysis|assessment|evaluation|inspection|scan|summary|document|test|testing|verification|check"
    r"|implementation|completion|refactoring|migration|documentation|fix)"
)
_MADE = r"(?:generated|created|prepared|written|completed|conducted|performed|issued|reviewed|audited|assessed|analy[sz]ed|updated|done)"
_TOLD = re.compile(
    rf"\W*(?:(?:{_DOCUMENT}\s+)?(?:date|dated)|(?:{_DOCUMENT}\s+|last\s+)?{_MADE}(?:\s+(?:on|at))?)\W{{0,4}}(?::|\bon\b|\bof\b|\s)\W{{0,4}}{_DAY}"
    r"(?:[T,\s]+(?:at\s+)?\d{1,2}:\d{2}.{0,20})?\W*",
    re.I,
)
_PART = re.compile(r"\b(?:attempt|phase|sprint|iteration|round|release|version)\s+v?\d", re.I)  # what a section's own date is of
_FORMS = frozenset((Form.KEY_VALUE, Form.SENTENCE, Form.ITEM))
_EARLY = 31  # days before the first commit that a project may have been worked on elsewhere
_WRITTEN = ("%Y-%m-%d", "%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y")


@dataclass(frozen=True, slots=True)
class Target:
    day: date


class ReportDate(Rule[Target]):
    """ "**Date:** 2025-11-02", "Audit completed: November 10, 2025"."""

    name = "report-date"
    infers = True
    kinds = ("history",)
    summary = (
        "The day a report gives as its own is one on which the repository was worked on; doubtful where the repository is far younger."
    )
    vocabulary = "date day report review audit"
    examples = (
        Example(
            "without a history nothing is known",
            "# Review\n\n**Date:** 2025-11-02\n**Audit completed**: November 10, 2025\n\nGenerated on 3 May 2025 at 10:30 UTC.\n",
            {"a.py": ""},
            (
                Expect("history", Verdict.UNVERIFIABLE, 3, claimed="2025-11-02"),
                Expect("history", Verdict.UNVERIFIABLE, 4, claimed="2025-11-10"),
                Expect("history", Verdict.UNVERIFIABLE, 6, claimed="2025-05-03"),
            ),
        ),
        Example("of a part", "# Review\n\n## Attempt 1: packed rows\n\n**Date:** 2025-11-02\n", {"a.py": ""}, ()),
        Example("other days", "Release date: 2025-11-02. Next review: 2026-01-01. Created in 2025. Date: 2025-13-40.\n", {"a.py": ""}, ()),
    )

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if clause.form not in _FORMS or clause.negated or clause.position or not states(clause):
            return
        if clause.context.key.strip().lower() == "date" and any(map(_PART.search, clause.context.titles)):
            return
        words = clause.in_full if clause.form is Form.KEY_VALUE else clause.statement.text.plain
        match = _TOLD.fullmatch(words)
        day = _read(match["day"]) if match else None
        if day is not None:
            target, whole = Target(day), clause.statement.text
            explains = (whole.span(0, len(whole.plain)),)
            yield self.claim(
                clause, target, subject="date of the report", claimed=day.isoformat(), explains=explains, confidence=Confidence.LIKELY
            )

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        chronicle, day = code.history.chronicle, claim.target.day
        days = chronicle.days(code.snapshot.revision or "") if chronicle else {}
        if chronicle is None or not days:
            return Measurement(blocked=Reason.NO_HISTORY, detail=code.history.problem or "no history", subject=claim.subject)
        reproduce = "git log --format='%h %ad' --date=short"
        near = [(day + timedelta(shift)).isoformat() for shift in (0, -1, 1)]  # time zones
        met = next((one for one in near if one in days), "")
        if met:
            return Measurement(
                (Reading("commits", True),), reproduce=reproduce, subject=claim.subject, detail=f"{days[met][:8]} is of {met}"
            )
        first = min(days)
        told, early = f"the repository begins on {first}", (date.fromisoformat(first) - day).days
        mistaken = any(one.day == day.day and (one.month == day.month or one.year == day.year) for one in map(date.fromisoformat, days))
        if chronicle.whole and early > 0 and not (early > _EARLY and mistaken):
            return Measurement(blocked=Reason.NEEDS_BASE, detail=told, subject=claim.subject)  # it may have begun elsewhere
        if chronicle.whole and early > _EARLY:
            return Measurement((Reading("commits", False),), reproduce=reproduce, subject=claim.subject, detail=told)
        return Measurement(blocked=Reason.NOT_PROVABLE, detail="no commit is of that day", subject=claim.subject)

    def is_guess(self, finding: Finding) -> bool:
        return finding.verdict is Verdict.UNVERIFIABLE

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        verdict = Verdict.HOLDS if measurement.readings[0].value else Verdict.DOUBTFUL  # what is older may have lain elsewhere
        told = measurement.detail
        return found(claim, measurement, verdict, told, observed=told, confidence=Confidence.LIKELY)


def _read(text: str) -> date | None:
    plain = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|[,.](?=\s|$)", "", text).strip()
    plain = re.sub(r"\bSept\b", "Sep", re.sub(r"[/.]", "-", plain), flags=re.I)
    for written in _WRITTEN:
        try:
            return datetime.strptime(re.sub(r"\s+", " ", plain), written).date()
        except ValueError:
            continue
    return None
