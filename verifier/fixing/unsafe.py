"""What can be done about a refuted statement whose words no value can mend: its mark is flipped, or its words are struck out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from verifier.fixing.fixes import Fix, How, correctable, touchable
from verifier.fixing.striking import struck
from verifier.model import Correction, Finding, Span, StatementFinding, Verdict
from verifier.reading.clause import Clause, Fence, FenceClass, Form, Report, Statement
from verifier.result import Outcome

_FLIPPED = {"✅": "❌", "✓": "✗", "✔": "✖", "☑": "☐", "🟢": "🔴", "👍": "👎"}
_MARK = re.compile("[" + "".join(_FLIPPED) + "]")
_TICK = re.compile(r"\[[xX]\](?=[ \t])")
_DRAWN = frozenset((Form.TREE_ENTRY, Form.COMMAND, Form.CODE))


def unsafe_fixes(report: Report, outcome: Outcome) -> Iterator[Fix]:
    """A fix for each refuted statement, and for each refuted line of quoted code, that has no safe correction."""
    findings = outcome.findings
    wanted = {
        place
        for place, finding in enumerate(findings)
        if finding.verdict is Verdict.REFUTED and touchable(finding) and not correctable(finding)
    }
    told = {
        (statement.text.span(0, len(statement.text.plain)), statement.text.plain[:_SHOWN]): statement for statement in report.statements
    }
    done: set[int] = set()
    for item in outcome.statements:
        own = [place for place in item.findings if place in wanted - done]
        statement = told.get((item.span, item.text))
        if own and statement is not None and statement.form not in _DRAWN and _quoted_at(report, statement.line) is None:
            done.update(own)
            yield from _of_statement(report, statement, [findings[place] for place in own], _holding(item, findings))
    yield from _removals(report, [findings[place] for place in sorted(wanted - done)])


_SHOWN = 300  # characters of its words that a statement's finding has


def _name(statement: Statement) -> tuple[Span, str]:
    text = statement.text
    return text.span(0, len(text.plain)), text.plain[:_SHOWN]


def _of_statement(report: Report, statement: Statement, own: Sequence[Finding], holding: Sequence[Span]) -> Iterator[Fix]:
    """Its mark flipped, else its words struck out, which is possible only where `~~` is markup and no part of a block."""
    findings = tuple(own)
    in_block = statement.context.fence is not None
    strike = () if in_block else struck(report.source, _false_part(report, statement, findings, holding))
    last = Fix(How.STRIKE, strike, findings) if strike else None
    if flip := _flipped(report, statement):
        yield Fix(How.MARK, (flip,), findings, last)
    elif last:
        yield last


def _false_part(report: Report, statement: Statement, findings: Sequence[Finding], holding: Sequence[Span]) -> Statement | Clause:
    """The clause that all the findings are about, where another one of the statement holds; else the whole of it."""
    clauses = [clause for clause in report.clauses if clause.statement is statement]
    if len(clauses) < 2 or not holding:
        return statement
    about = {id(clause): clause for finding in findings for clause in clauses if _inside(finding.claim.span, clause.span)}
    if len(about) != 1:
        return statement
    only = next(iter(about.values()))
    return statement if any(_inside(span, only.span) for span in holding) else only


def _holding(item: StatementFinding, findings: Sequence[Finding]) -> list[Span]:
    return [findings[place].claim.span for place in item.findings if findings[place].verdict is Verdict.HOLDS]


def _inside(span: Span, around: Span) -> bool:
    return (around.line, around.column) <= (span.line, span.column) and (span.end_line, span.end_column) <= (
        around.end_line,
        around.end_column,
    )


def _flipped(report: Report, statement: Statement) -> Correction | None:
    """The mark in front of a statement, or behind it, as its opposite; None where it has none, or several."""
    line, column = statement.text.place(0)
    words = report.source.lines[line - 1]
    tick = _TICK.search(words, 0, column - 1)
    if tick and statement.ticked:
        return _at(line, tick.start() + 1, tick.start() + 2, " ")
    last_line, last_column = statement.text.place(max(0, len(statement.text.plain) - 1))
    before = words[: column - 1].rpartition("|")[2]
    behind = report.source.lines[last_line - 1][last_column:].partition("|")[0]
    found = [(line, column - 1 - len(before) + match.start(), match[0]) for match in _MARK.finditer(before)]
    found += [(last_line, last_column + match.start(), match[0]) for match in _MARK.finditer(behind)]
    if len(found) != 1:
        return None
    row, at, mark = found[0]
    return _at(row, at, at + 1, _FLIPPED[mark])


def _at(line: int, start: int, end: int, text: str) -> Correction:
    """A correction of the 0-based columns [start, end)."""
    return Correction(Span(line, line, start + 1, end + 1), text)


def _removals(report: Report, findings: Sequence[Finding]) -> Iterator[Fix]:
    """The lines of quoted code that are refuted line by line are taken out."""
    by_line: dict[int, list[Finding]] = {}
    for finding in findings:
        if finding.claim.span.line == finding.claim.span.end_line:
            by_line.setdefault(finding.claim.span.line, []).append(finding)
    for line, own in sorted(by_line.items()):
        if _quoted_at(report, line) is not None and line < len(report.source.lines):
            yield Fix(How.REMOVAL, (Correction(Span(line, line + 1, 1, 1), ""),), tuple(own))


def _quoted_at(report: Report, line: int) -> Fence | None:
    """The block of code, said to be the repository's, that a line is in."""
    return next((fence for fence in report.fences if fence.line <= line <= fence.end_line and fence.kind is FenceClass.CODE), None)
