"""Results made by hand, for tests of what is printed."""

from __future__ import annotations

from typing import Any

from verifier.model import Claim, Correction, Evidence, Finding, Reason, Span, Unread, Verdict
from verifier.reading.report import read_report
from verifier.reading.source import read_source
from verifier.result import Checked, Outcome, Result


def result(report: str | bytes, *findings: Finding, unread: tuple[Unread, ...] = (), path: str = "report.md", **checked: Any) -> Result:
    """A result on a report whose findings are given."""
    data = report.encode() if isinstance(report, str) else report
    read = read_report(read_source(path, data))
    at = Checked(**{"description": "files in memory", **checked})
    return Result(read.source, Outcome(read.title, len(read.statements), findings, unread, at))


def finding(
    verdict: Verdict,
    line: int = 1,
    columns: tuple[int, int] = (1, 2),
    *,
    rule: str = "file-lines",
    text: str = "a.py is 9 lines",
    subject: str = "a.py",
    claimed: str = "9 lines",
    message: str = "a.py has 3 lines, not 9",
    section: tuple[str, ...] = (),
    fix: str | None = None,
    reason: Reason | None = None,
    evidence: tuple[Evidence, ...] = (),
    **more: Any,
) -> Finding:
    """A finding on one line of the report; `fix` replaces its words."""
    span = Span(line, line, *columns)
    claim: Claim[object] = Claim(rule, rule, span, text, subject, claimed, None, section)
    correction = Correction(span, fix) if fix is not None else None
    return Finding(claim, verdict, message, reason=reason, correction=correction, evidence=evidence, **more)
