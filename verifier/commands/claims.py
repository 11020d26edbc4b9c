"""`verify-review claims REPORT`: what was read, before anything is checked. It looks at no repository."""

from __future__ import annotations

import sys
from dataclasses import replace

from verifier.commands.inputs import find_inputs
from verifier.commands.messages import Problem, say, say_unexpected
from verifier.output.claims import ReadClause, render
from verifier.output.sink import OutputClosed, OutputError, Sink
from verifier.output.style import style_for
from verifier.reading.clause import Report


def run(reports: tuple[str, ...], verbose: bool, colour: str) -> int:
    """Shows each report's reading; 2 if one can't be read."""
    from verifier.reading.report import read_report
    from verifier.reading.source import SourceError, read_source

    inputs = find_inputs(reports)
    code = 0
    try:
        sink = Sink(None)
        style = style_for(sys.stdout, colour)
        for number, item in enumerate(inputs):
            try:
                report = read_report(read_source(item.path, item.read()))
                clauses = _recognised(report)
                text = render(report, clauses, _unread(report, clauses), style, verbose)
            except (SourceError, Problem) as error:
                say(f"error: {error}")
                code = 2
            except Exception as error:
                say_unexpected(error, item.path)
                code = 2
            else:
                sink.write(("\n" if number else "") + text)
    except OutputClosed:
        return code
    except OutputError as error:
        raise Problem(str(error)) from error
    return code


def _recognised(report: Report) -> list[ReadClause]:
    """Each clause with its claims. A claim that two clauses make is shown at the first."""
    from verifier.engine import chosen_rules, recognise
    from verifier.result import RunOptions

    rules = chosen_rules(RunOptions())
    seen: set[tuple[object, ...]] = set()
    read = []
    for clause in report.clauses:
        claims, errors = recognise(replace(report, clauses=(clause,)), rules)
        new = [found.claim for found in claims if _key(found.claim) not in seen]
        seen.update(map(_key, new))
        read.append(ReadClause(clause, tuple(new), tuple(finding.message for finding in errors)))
    return read


def _key(claim: object) -> tuple[object, ...]:
    from verifier.model import Claim

    assert isinstance(claim, Claim)
    return claim.rule, claim.kind, claim.span.line, claim.subject, claim.claimed, claim.negated


def _unread(report: Report, clauses: list[ReadClause]) -> list[int]:
    from verifier.reading.says.statements import unread_lines

    return unread_lines(report, [claim for item in clauses for claim in item.claims])
