"""Results made by hand, for tests of what is printed."""

from __future__ import annotations

from typing import Any

from verifier.model import Claim, Correction, Evidence, Extent, Finding, Reason, Span, StatementFinding, Verdict
from verifier.reading.report import read_report
from verifier.reading.source import read_source
from verifier.result import Checked, Outcome, Result


def result(
    report: str | bytes, *findings: Finding, statements: tuple[StatementFinding, ...] = (), path: str = "report.md", **checked: Any
) -> Result:
    """A result on a report whose findings and statements are given."""
    data = report.encode() if isinstance(report, str) else report
    read = read_report(read_source(path, data))
    at = Checked(**{"description": "files in memory", **checked})
    return Result(read.source, Outcome(read.title, statements, findings, at))


def statement(
    text: str,
    line: int = 1,
    checked: Extent = Extent.NONE,
    verdict: Verdict | None = None,
    findings: tuple[int, ...] = (),
    unexplained: tuple[str, ...] = (),
    *,
    says: str = "asserts",
    unread: bool = False,
) -> StatementFinding:
    """A statement on one line; `findings` are positions in the result's findings."""
    return StatementFinding(Span(line, line, 1, 1 + len(text)), text, says, "item", checked, verdict, findings, unexplained, unread)


def unread(text: str, line: int = 1) -> StatementFinding:
    """A statement that no claim explains, though it could be looked up."""
    return statement(text, line, unexplained=tuple(text.split()), unread=True)


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
