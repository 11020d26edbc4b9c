"""What the words around a claim allow: claims that the sentence does not make of the present are left out, and a refutation stands
only where all that governs it is understood."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from verifier.knowledge.trust import doubted as doubted_by_trust
from verifier.model import Claim, Confidence, Finding, Reason, Span, Verdict
from verifier.reading.clause import Clause, Form, Mark, Report
from verifier.reading.english.lexis import shifts, table, verb_classes, verb_form
from verifier.reading.rows import lacked_beside, undone_beside
from verifier.reading.says.described import (
    faults_settled,
    marked_mended,
    settled,
    settled_beside,
    settled_by_lead,
    settled_by_title,
    settled_in_row,
)
from verifier.reading.says.estimated import estimated, scheduled
from verifier.reading.says.excepted import WORDS as EXCEPTING
from verifier.reading.says.ledger import Ledger
from verifier.reading.says.measured import former_value, number_of_another
from verifier.reading.says.quoted import quoted, wrongly_told
from verifier.reading.says.standing import Standing, standing
from verifier.reading.says.vocabulary import vocabulary
from verifier.reading.says.words import offset_of
from verifier.reading.stance import DESIGNED
from verifier.rule import AnyRule, ReportRule, Rule

_NOT_OF_THE_PRESENT = frozenset(
    (Standing.PLANNED, Standing.POSSIBLE, Standing.FORBIDDEN, Standing.OUTPUT, Standing.REFERRED, Standing.ELSEWHERE)
)
_PUT_FORWARD = re.compile(r"\((?P<as>suggest\w+|propos\w+|planned|todo|tbd|future|recommended|optional|to be \w+)\)\W*$", re.I)
_COUNTS = frozenset(("test-count", "member-count", "file-count"))
_LENGTHS = frozenset(("line", "byte", "word", "%"))
_LOGGED = re.compile(  # what a program wrote: a line of a log, or of a traceback
    r"^\W*(?:File \"[^\"]+\", line \d+|at \S+ \(\S+:\d+:\d+\)"
    r"|\d{4}-\d\d-\d\d[ T]\d\d:\d\d\S*\s+\W?(?:DEBUG|INFO|WARN(?:ING)?|ERROR|FATAL|CRITICAL)\b)"
)
_BOXES = frozenset(("[ ]", "[]", "☐", "⬜", "□", "◻", "⬚", "🔲", "🔳", "▢"))
_REMOVALS = frozenset("removal removals deletion deletions elimination".split())
_PAST = frozenset((Standing.GONE, Standing.FORMER))


@dataclass(frozen=True, slots=True)
class Recognised:
    """A claim with the clause that makes it; None for one that a block of code makes of itself."""

    claim: Claim[object]
    clause: Clause | None


def of_the_present(found: Recognised, rule: AnyRule) -> bool:
    """Whether the sentence says what the claim says of the repository as it is: its subject is no file to be made, or gone."""
    clause, claim = found.clause, found.claim
    if clause is None:
        return True
    at = offset_of(clause.statement.text, claim.span)
    if (at is not None and quoted(clause.statement.text, at)) or _LOGGED.match(clause.statement.text.plain):
        return False
    if not rule.reads_standing and _withdrawn(clause, at):
        return False
    for mention in clause.mentions:
        if mention.origin.value != "self":
            break
        if mention.span == claim.span or (mention.text.strip("`") == claim.subject and claim.span == clause.span):
            place = standing(clause, mention).standing
            return place not in _NOT_OF_THE_PRESENT and (
                rule.reads_standing or place not in _PAST or (claim.negated and place is Standing.GONE)
            )
    return True


def crossed_out(clause: Clause, claim: Claim[object]) -> bool:
    """Whether the report takes a claim back by crossing it out."""
    return _withdrawn(clause, offset_of(clause.statement.text, claim.span))


def _withdrawn(clause: Clause, at: int | None) -> bool:
    """Whether the claim's words, which begin at `at`, or most of its clause is crossed out."""
    text = clause.statement.text
    if not text.struck:
        return False
    start = text.plain.find(clause.text)
    inside = sum(max(0, min(last, start + len(clause.text)) - max(first, start)) for first, last in text.struck) if start >= 0 else 0
    return 2 * inside > len(clause.text) or any(at is not None and first <= at < last for first, last in text.struck)


def ledger_of(found: Recognised, rule: AnyRule, beside: tuple[Span, ...] = (), idle: frozenset[str] = frozenset()) -> Ledger | None:
    """What accounts for the words of the claim's clause, `idle` ones among them; None for a claim without one."""
    if found.clause is None:
        return None
    measures = not isinstance(rule, ReportRule)
    closed = measures and rule.is_closed(found.claim)
    scoped = isinstance(rule, Rule) and rule.scoped
    known = vocabulary(rule.vocabulary, idle | EXCEPTING if scoped and found.claim.hints.excepted else idle)
    return Ledger(found.clause, found.claim, known, closed, beside, scoped, rule.gives_way, measures)


def accounted(finding: Finding, ledger: Ledger | None) -> Finding:
    """The finding, or a doubtful one where words that govern a refuted claim are not understood; open where they say something else."""
    if finding.verdict not in (Verdict.HOLDS, Verdict.REFUTED, Verdict.STALE, Verdict.DOUBTFUL) or ledger is None:
        return finding
    if case := supposed(ledger.clause):
        return left_open(finding, f"it is told of a case: {case}")
    if finding.verdict is Verdict.HOLDS and finding.claim.negated and (but := _excepted_in_row(ledger.clause)):
        return left_open(finding, f"there are exceptions: {but}")
    if finding.claim.quantity is None and not finding.claim.negated and (state := undone_beside(ledger.clause)):
        there = finding.verdict is Verdict.HOLDS and finding.claim.kind == "file-exists"  # a cross may grade a file that is there
        if not there or lacked_beside(ledger.clause):
            return left_open(finding, f"its row marks it as not done: {state}")
    if finding.verdict is Verdict.HOLDS:
        return finding if not _told_of_all(finding, ledger) else left_open(finding, "that it is so of all is not shown")
    doubted_before = finding.verdict is Verdict.DOUBTFUL
    if (
        finding.claim.negated
        and ledger.clause.form is Form.CELL
        and ledger.clause.context.header.strip(" *").lower() in table("labels")["sort"]
    ):
        return left_open(finding, "it may be the sort of a finding, of something else")
    if ledger.clause.hedge == DESIGNED:
        return left_open(finding, "it may be of a design that is yet to be built")
    if still_open(ledger.clause):
        return left_open(finding, "an open box says that it is still to be done or looked at")
    if put := _PUT_FORWARD.search(ledger.clause.statement.text.plain):
        return left_open(finding, f"it is put forward: {put['as']}")
    if wrong := "" if finding.claim.negated else wrongly_told(ledger.clause.statement.text):
        return left_open(finding, f"the sentence itself calls it wrong: {wrong}")
    left = ledger.unexplained()
    if doubted_before:  # that a file lies elsewhere, or what is meant by a word, is one doubt; a word that is not understood makes two
        two = bool(left) and (finding.claim.claimed == "present" or finding.claim.negated)
        return left_open(finding, f"of which not all is understood: {', '.join(left)}") if two else finding
    if finding.claim.quantity is None and (arrow := former_value(ledger.clause, finding.claim)):
        return left_open(finding, f"the value is the one before a change: {arrow}")
    if ledger.measures and (other := number_of_another(ledger.clause, finding.claim, ledger.known)):
        return left_open(finding, f"the number is of something else: {other}")
    if planned := ledger.planned():
        return left_open(finding, f"it is told of what is planned or supposed: {planned}")
    if not left:
        told = doubted_by_trust(finding.claim.rule, ledger.clause.form.value)
        return replace(finding, verdict=Verdict.DOUBTFUL, message=f"{finding.message}; {told} so far") if told else finding
    if gone := "" if finding.claim.negated else next(filter(_removed, left), ""):
        return left_open(finding, f"it may be what was {gone.lower()}")
    if finding.claim.quantity is not None and (taken := next(filter(_taken_away, left), "")):
        return left_open(finding, f"it may be how much there is to {taken.lower()}")
    if less := _fewer(finding):
        return left_open(finding, f"those of a part may be meant: {', '.join(left)} ({less})")
    if old := "" if finding.claim.negated else next((word for word in left if "before" in shifts(word.lower())), ""):
        return left_open(finding, f"it may be how it was: {old}")
    if plan := next((word for word in left if "planned" in shifts(word.lower())), ""):
        return left_open(finding, f"it stands in a plan: {plan}")
    if could := next((word for word in left if "modal" in shifts(word.lower())), ""):
        return left_open(finding, f"it is what {could.lower()} be")
    if demand := next((word for word in left if word.lower() in table("norms")["demand"]), ""):
        return left_open(finding, f"it is what something {demand.lower()}")
    if case := next((word for word in left if "condition" in shifts(word.lower())), ""):
        return left_open(finding, f"it is told of a case: {case}")
    if finding.verdict is Verdict.STALE or (finding.confidence is Confidence.LIKELY and not finding.claim.negated):
        return left_open(finding, f"of which not all is understood: {', '.join(left)}")
    message = f"{finding.message}; not understood: {', '.join(left)}"
    return replace(finding, verdict=Verdict.DOUBTFUL, message=message, unexplained=left, correction=None, stale_since=None)


_WITH_EXCEPTIONS = re.compile(r"\b(?:with|but for|except(?:ing)?)\b[^.;]*", re.I)


def _excepted_in_row(clause: Clause) -> str:
    """The words by which another cell of a row grants exceptions to what one denies: "Pass, with one documented exception"."""
    cells = clause.context.row if clause.form is Form.CELL else ()
    found = (match[0] for cell in cells if (match := _WITH_EXCEPTIONS.search(cell.text.plain)))
    return next((words for words in found if "exception" in words.lower() and "no exception" not in words.lower()), "")


_OF_ALL = re.compile(r"\b(?:all|every|each)\s+(?:\w+\s+){0,3}?(?:now\s+)?(?:uses?|goes?|calls?|is|are|has|have)\b", re.I)


def _told_of_all(finding: Finding, ledger: Ledger) -> bool:
    """Whether no more than a name is there, of which a sentence tells that all things of a sort do so: "All endpoints use `convert()`"."""
    named = ledger.named_only or finding.claim.claimed.endswith(" present")
    return named and not finding.claim.negated and bool(_OF_ALL.search(ledger.clause.text))


def _fewer(finding: Finding) -> str:
    """What is told where a sentence that narrows its number tells of fewer than there are; "" for more, and for lengths."""
    claim, there = finding.claim, re.match(r"\d[\d,]*", finding.observed)
    told = claim.quantity.high if claim.quantity else float(claim.claimed) if claim.kind in _COUNTS and claim.claimed.isdigit() else None
    if told is None or there is None or (claim.quantity is not None and claim.quantity.unit in _LENGTHS):
        return ""
    return f"{claim.claimed} of {finding.observed}" if told < float(there[0].replace(",", "")) else ""


def _removed(word: str) -> bool:
    verb = verb_form(word.lower())
    return word.lower() in _REMOVALS or (verb is not None and verb.form == "past" and "remove" in verb_classes(verb.lemma))


def _taken_away(word: str) -> bool:
    verb = verb_form(word.lower())
    return verb is not None and verb.form == "base" and bool(verb_classes(verb.lemma) & {"remove", "turn"})


def supposed(clause: Clause) -> str:
    """The word of a lead-in that makes all it leads one case: "If the change touches:", "What if there are none?"; "" for another."""
    lead = clause.context.lead_in.plain.split() if clause.context.lead_in is not None else []
    case = next((word for word in lead[:2] if "condition" in shifts(word.lower())), "")
    return case if case and (lead[0] == case or lead[0].lower() == "what") and lead[-1].endswith((":", "?")) else ""


def still_open(clause: Clause) -> bool:
    """Whether a statement has an open box, or a cell of its row is one."""
    row = clause.context.row if clause.form is Form.CELL else ()
    if clause.statement.text.plain.lstrip()[:1] in _BOXES:
        return True
    return clause.statement.ticked is False or any(cell.text.plain.strip() in _BOXES for cell in row)


def of_the_past(report: Report, item: Recognised, finding: Finding, rule: AnyRule, mended: str, never: Callable[[], bool]) -> Finding:
    """The finding, or an open one where what it looked at may have been so before a fault was mended that the report tells of.

    `mended`: the sentence by which the report tells all its faults as mended, if it does. `never`: whether it was so in no commit.
    """
    if finding.verdict not in (Verdict.REFUTED, Verdict.DOUBTFUL, Verdict.STALE):
        return finding
    if work := estimated(report, item.claim.span.line):
        return left_open(finding, f"it may be what is yet to be written ({work})")
    if scheduled(report, item.claim.span.line):
        return left_open(finding, "the section is a schedule: it may be what is yet to be made")
    if item.clause is None:
        words = settled_by_title(item.claim.section)
    elif rule.cites_places:
        words = settled(report, item.clause) or mended
    else:
        words = settled_in_row(item.clause) or settled_by_lead(item.clause) or settled_beside(report, item.clause)
        words = words or marked_mended(item.clause.context.titles) or mended
        if not words and finding.claim.negated and item.clause.statement.mark is not Mark.YES:
            words = faults_settled((*item.clause.context.titles[1:], item.clause.statement.text.plain))  # what is missing is the fault
    if not words:
        return finding
    if never():
        return replace(finding, message=f"{finding.message}; nor in any commit")
    message = f"{finding.message}; it may be where it was before it was mended ({words.strip()[:60]})"
    return replace(finding, verdict=Verdict.UNVERIFIABLE, reason=Reason.NEEDS_BASE, message=message, correction=None, unexplained=())


def left_open(finding: Finding, why: str) -> Finding:
    """A finding as undecided, since the words may say something else."""
    message = f"{finding.message}; {why}"
    return replace(finding, verdict=Verdict.UNVERIFIABLE, reason=Reason.AMBIGUOUS, message=message, correction=None, stale_since=None)


def doubted(finding: Finding, why: str) -> Finding:
    """A refutation as a doubt: that much was found, and what the words are about is not sure."""
    return replace(finding, verdict=Verdict.DOUBTFUL, message=f"{finding.message}; {why}", correction=None, stale_since=None)


def clause_of(report: Report, claim: Claim[object]) -> Clause | None:
    """The clause whose words a claim takes up, for claims that were read from the report as a whole."""
    best: tuple[int, Clause] | None = None
    for clause in report.by_line.get(claim.span.line, ()):
        overlap = min(clause.span.end_column, claim.span.end_column) - max(clause.span.column, claim.span.column)
        if overlap > 0 and (best is None or overlap > best[0]):
            best = overlap, clause
    return best[1] if best else None
