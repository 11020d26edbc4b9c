"""`verify-review claims REPORT`: what was read, before anything is checked. It looks at no repository."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from verifier.commands.config import config_of
from verifier.commands.inputs import find_inputs
from verifier.commands.messages import Problem, say, say_unexpected
from verifier.model import Claim, Span
from verifier.output.claims import ReadClaim, ReadClause, render
from verifier.output.sink import OutputClosed, OutputError, Sink
from verifier.output.style import style_for
from verifier.reading.clause import Report

if TYPE_CHECKING:
    from verifier.reading.says.ledger import Ledger
    from verifier.result import RunOptions


def run(reports: tuple[str, ...], verbose: bool, colour: str) -> int:
    """Shows each report's reading, with what the nearest configuration tells rules; 2 if one can't be read. Raises Problem."""
    from verifier.reading.report import read_report
    from verifier.reading.source import SourceError, read_source
    from verifier.result import RunOptions
    from verifier.watch import WATCH, OutOfTime

    inputs = find_inputs(reports)
    config = config_of(None, isolated=False)
    options = RunOptions(rule_options=config.rule_options, words=config.words)
    code = 0
    try:
        sink = Sink(None)
        style = style_for(sys.stdout, colour)
        for number, item in enumerate(inputs):
            try:
                with WATCH.report():
                    report = read_report(read_source(item.path, item.read()))
                    clauses = _recognised(report, options)
                    text = render(report, clauses, _unread(report, clauses), style, verbose)
            except (SourceError, Problem) as error:
                say(f"error: {error}")
                code = 2
            except OutOfTime as error:
                say(f"error: {item.path}: {error}")
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


def _recognised(report: Report, options: RunOptions) -> list[ReadClause]:
    """Each clause with its claims, and which of its words they account for. A claim that two clauses make is shown at the first."""
    from verifier.accounting import ledger_of
    from verifier.engine import chosen_rules, recognise

    rules, idle = chosen_rules(options), frozenset(word.lower() for word in options.words)
    by_name = {rule.name: rule for rule in rules}
    seen: set[tuple[object, ...]] = set()
    ledgers: dict[int, list[Ledger]] = {}  # of a statement's claims: one clause may explain another's words
    read = []
    for number, clause in enumerate(report.clauses):  # what blocks of code claim is shown at the first
        found, errors = recognise(replace(report, clauses=(clause,), fences=() if number else report.fences), rules)
        shown = []
        for item in found:
            ledger = ledger_of(item, by_name[item.claim.rule], idle=idle)
            if ledger:
                ledgers.setdefault(id(clause.statement), []).append(ledger)
            if _key(item.claim) not in seen:
                seen.add(_key(item.claim))
                shown.append(ReadClaim(item.claim, ledger.unexplained() if ledger else ()))
        read.append(ReadClause(clause, tuple(shown), tuple(finding.message for finding in errors)))
    return [_accounted(item, ledgers.get(id(item.clause.statement), ())) for item in read]


def _accounted(item: ReadClause, ledgers: Sequence[Ledger]) -> ReadClause:
    """The clause with its content words: those that a claim of its statement accounts for, and the others."""
    from verifier.reading.says.content import content
    from verifier.reading.says.words import offset_of, words_of

    text, own = item.clause.statement.text, item.clause.words
    words = words_of(text)
    explained = {place for ledger in ledgers for place in ledger.explained(text)}
    taken: list[str] = []
    left: list[str] = []
    for place in content(words):
        line, column = text.place(words[place].start)
        if offset_of(own, Span(line, line, column, column + 1)) is not None:
            (taken if place in explained else left).append(words[place].text)
    return replace(item, explained=tuple(dict.fromkeys(taken)), left=tuple(dict.fromkeys(left)))


def _key(claim: Claim[object]) -> tuple[object, ...]:
    return claim.rule, claim.kind, claim.span.line, claim.subject, claim.claimed, claim.negated


def _unread(report: Report, clauses: list[ReadClause]) -> list[int]:
    from verifier.reading.says.statements import unread_lines

    return unread_lines(report, [made.claim for item in clauses for made in item.claims])
