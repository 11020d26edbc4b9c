"""The JSON contract: docs/json.md, version 1."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from verifier.model import Aside, Confidence, Correction, Evidence, Extent, Finding, Span, StatementFinding, Verdict, Without
from verifier.output.causes import AGAINST, causes
from verifier.output.counts import asides, counted, stands
from verifier.output.escape import escape_json
from verifier.output.ids import claim_ids
from verifier.version import __version__

if TYPE_CHECKING:
    from verifier.output.formats import Format, Setting
    from verifier.reading.source import Source
    from verifier.result import Corrected, Result

VERSION = 1
Object = dict[str, object]


def make(setting: Setting) -> Format:
    """The format, ready to be opened."""
    return _Json(setting)


def render(result: Result, root: str) -> str:
    """One report's document; `root` is the repository as the user named it."""
    return dumped(document(result, root))


class _Json:
    """One document; of several reports an object that lists theirs, each written as soon as it is there."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.written = False

    def open(self) -> str:
        return f'{{"version": {VERSION}, "reports": [' if self.setting.several else ""

    def result(self, result: Result) -> str:
        between = "," if self.setting.several and self.written else ""
        self.written = True
        return between + render(result, self.setting.root)

    def close(self) -> str:
        if self.setting.several:
            return "]}\n"
        return f'{{"version": {VERSION}, "reports": []}}\n' if self.setting.may_be_none and not self.written else ""


def document(result: Result, root: str) -> Object:
    """The document as plain data."""
    source, outcome = result.source, result.outcome
    findings, checked = outcome.findings, outcome.checked
    verdicts, left_out = counted(findings), asides(findings)
    ids = tuple(claim_ids(finding.claim for finding in findings))
    names = {id(finding): name for finding, name in zip(findings, ids, strict=True)}
    grouped = [cause for verdict in AGAINST for cause in causes(findings, verdict)]
    led = {id(finding): names[id(cause.first)] for cause in grouped for finding in cause.findings}
    return {
        "version": VERSION,
        "tool": {"name": "verify-review", "version": __version__, "engines": dict(outcome.engines)},
        "report": {"path": source.path, "encoding_repaired": source.repaired, "introduced": outcome.introduced},
        "repository": {
            "root": root,
            "revision": checked.revision or checked.head,
            "base": outcome.base,
            "dirty": checked.dirty,
        },
        "summary": {
            "statements": len(outcome.statements),
            "claims": len(findings),
            **{verdict.value: verdicts[verdict] for verdict in _ORDER},
            **{why.value: left_out[why] for why in Without},
            "unread": len(outcome.unread),
            "causes": Counter(cause.first.verdict.value for cause in grouped),
            "checked": _extents(outcome.statements),
            "statement_verdicts": _statement_verdicts(outcome.statements),
        },
        "claims": [_claim(name, finding, source, led.get(id(finding))) for name, finding in zip(ids, findings, strict=True)],
        "statements": [_statement(statement, ids) for statement in outcome.statements],
        "unread": [{"line": unread.span.line, "text": unread.text} for unread in outcome.unread],
        "corrected": [_corrected(one) for one in result.corrected],
    }


_ORDER: Sequence[Verdict] = (Verdict.HOLDS, Verdict.REFUTED, Verdict.STALE, Verdict.DOUBTFUL, Verdict.UNVERIFIABLE, Verdict.ERROR)


def _extents(statements: Sequence[StatementFinding]) -> Object:
    counts = Counter(statement.checked for statement in statements)
    return {extent.value: counts[extent] for extent in Extent}


def _statement_verdicts(statements: Sequence[StatementFinding]) -> Object:
    """Statements by verdict. Those that hold as far as they were checked, but were not in full, are counted apart."""
    counts = Counter(statement.verdict for statement in statements)
    whole = sum(map(stands, statements))
    held = {Verdict.HOLDS.value: whole, "holds_in_part": counts[Verdict.HOLDS] - whole}
    others = {verdict.value: counts[verdict] for verdict in _ORDER if verdict is not Verdict.HOLDS}
    return {**held, **others, "none": counts[None]}


def _claim(name: str, finding: Finding, source: Source, cause: str | None) -> Object:
    claim = finding.claim
    column, end_column = given_columns(claim.span, source)
    likely = Confidence.LIKELY in (finding.confidence, claim.confidence)
    return {
        "id": name,
        "rule": claim.rule,
        "kind": claim.kind,
        "line": claim.span.line,
        "end_line": claim.span.end_line,
        "column": column,
        "end_column": end_column,
        "text": claim.text,
        "section": list(claim.section),
        "scope": finding.scope,
        "side": claim.side.value,
        "subject": finding.subject or claim.subject,
        "claimed": claim.claimed,
        "verdict": finding.verdict.value,
        "reason": finding.reason.value if finding.reason else None,
        "exactness": finding.exactness.value if finding.exactness else None,
        "confidence": (Confidence.LIKELY if likely else Confidence.CERTAIN).value,
        "observed": finding.observed,
        "definition": finding.definition,
        "message": finding.message,
        "reproduce": finding.reproduce,
        "evidence": [_evidence(evidence) for evidence in finding.evidence],
        "correction": _correction(finding.correction, source) if finding.correction else None,
        "stale_since": finding.stale_since,
        "cause": cause,
        "unexplained": list(finding.unexplained),
        **_aside(finding.aside),
    }


def _aside(aside: Aside | None) -> Object:
    """Whether a claim does not count, and why; `suppression` is the reason that the report gives for it."""
    reason = aside.reason if aside and aside.why is Without.SUPPRESSED else None
    return {**{why.value: aside is not None and aside.why is why for why in Without}, "suppression": reason}


def _statement(statement: StatementFinding, ids: Sequence[str]) -> Object:
    return {
        "line": statement.span.line,
        "end_line": statement.span.end_line,
        "text": statement.text,
        "says": statement.says,
        "form": statement.form,
        "checked": statement.checked.value,
        "verdict": statement.verdict.value if statement.verdict else None,
        "claims": [ids[position] for position in statement.findings],
        "unexplained": list(statement.unexplained),
    }


def _corrected(one: Corrected) -> Object:
    return {"line": one.line, "rule": one.rule, "how": one.how, "claimed": one.claimed, "observed": one.observed}


def _evidence(evidence: Evidence) -> Object:
    first = evidence.line or None  # none: the file as a whole
    return {"path": evidence.path, "line": first, "end_line": evidence.end_line or first, "excerpt": evidence.excerpt}


def _correction(correction: Correction, source: Source) -> Object:
    """An edit of the file as given: its columns, and its own (perhaps damaged) way of writing the text."""
    span = correction.span
    column, end_column = given_columns(span, source)
    edit: Object = {"line": span.line, "column": column, "end_column": end_column, "text": source.encode(correction.text)}
    return edit if span.end_line == span.line else {**edit, "end_line": span.end_line}


def given_columns(span: Span, source: Source) -> tuple[int, int]:
    """Both columns of a span, in the file as given."""
    return source.given_column(span.line, span.column), source.given_column(span.end_line, span.end_column)


def dumped(data: object) -> str:
    """Plain data as a document that is safe to print."""
    return escape_json(json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False)) + "\n"
