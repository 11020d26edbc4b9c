"""What became of each statement: how much of it the claims that were decided account for, and what was left unread."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from verifier.model import Claim, Extent, Finding, StatementFinding, Verdict
from verifier.reading.clause import FenceClass, Form, Report, Stance, Statement
from verifier.reading.english.lexis import amounts, denies, neutral
from verifier.reading.says.content import content
from verifier.reading.says.ledger import Ledger
from verifier.reading.says.words import Sort, Word, words_of

_DECIDED = frozenset((Verdict.HOLDS, Verdict.REFUTED, Verdict.STALE, Verdict.DOUBTFUL))
_WORST = (Verdict.ERROR, Verdict.REFUTED, Verdict.STALE, Verdict.DOUBTFUL, Verdict.UNVERIFIABLE, Verdict.HOLDS)
_ALONE = frozenset(("only", "exclusively", "solely"))
_LINKS = frozenset("is are equals defaults default set becomes stays".split())  # what stands behind is told of what stands before
_LONGEST = 300  # characters of a statement that are shown


def checked_statements(report: Report, findings: Sequence[Finding], ledgers: Mapping[int, Ledger]) -> tuple[StatementFinding, ...]:
    """Every statement of the report that says something, in order. `ledgers` has what is known of a finding's words, by its position."""
    by_statement: dict[int, list[int]] = {}
    by_line: dict[int, list[int]] = {}
    for position, finding in enumerate(findings):
        ledger = ledgers.get(position)
        if ledger is not None:
            by_statement.setdefault(id(ledger.clause.statement), []).append(position)
        else:
            for line in range(finding.claim.span.line, finding.claim.span.end_line + 1):
                by_line.setdefault(line, []).append(position)
    stances = _stances(report)
    found = []
    for statement in report.statements:
        own = by_statement.get(id(statement), [])
        lines = {line for _, line, _ in statement.text.runs}
        beside = tuple(dict.fromkeys(position for line in sorted(lines) for position in by_line.get(line, ())))
        if statement.form is Form.CODE:  # what a whole block is says nothing of its comments
            beside = tuple(position for position in beside if findings[position].claim.span.line == findings[position].claim.span.end_line)
        if not own and not beside and statement.form is Form.HEADING:
            continue
        found.append(_account(statement, stances.get(id(statement), (Stance.ASSERTS,)), own, beside, findings, ledgers))
    return tuple(found)


def _stances(report: Report) -> dict[int, tuple[Stance, ...]]:
    found: dict[int, tuple[Stance, ...]] = {}
    for clause in report.clauses:
        found[id(clause.statement)] = (*found.get(id(clause.statement), ()), clause.stance)
    return found


def _account(
    statement: Statement,
    stances: Sequence[Stance],
    own: Sequence[int],
    beside: Sequence[int],
    findings: Sequence[Finding],
    ledgers: Mapping[int, Ledger],
) -> StatementFinding:
    text = statement.text
    words = words_of(text)
    decided = [position for position in own if findings[position].verdict in _DECIDED]
    parts = [ledgers[position].explained(text) for position in decided]
    explained = frozenset().union(*parts) - frozenset(_equated(words, parts))
    left = [place for place in content(words) if place not in explained]
    whole = [position for position in beside if findings[position].verdict in _DECIDED]
    extent = Extent.NONE if not decided and not whole else Extent.FULL if decided and not left else Extent.PART
    undecided = len(decided) < len(own)  # "`a.py:12`": that the file is there is not what is at line 12
    elsewhere = _narrowed_above(statement) or _ELIDED.match(text.plain)
    if extent is Extent.FULL and (undecided or elsewhere or all(ledgers[position].named_only for position in decided)):
        extent = Extent.PART
    unlooked = [
        word for position in (*decided, *whole) if findings[position].verdict is Verdict.HOLDS for word in findings[position].unexplained
    ]
    if extent is Extent.FULL and unlooked:
        extent = Extent.PART
    if whole and not decided:  # a comment that stands in the repository, or the line that it is behind
        told = {findings[position].claim.text for position in whole}
        extent = Extent.FULL if text.plain in told and not unlooked else Extent.PART
        left = [] if text.plain in told else [place for place in left if words[place].text not in told]
    every = (*own, *beside)
    verdict = next((verdict for verdict in _WORST if any(findings[position].verdict is verdict for position in every)), None)
    asserts = any(stance is Stance.ASSERTS for stance in stances)
    stance = Stance.ASSERTS if asserts else stances[0]
    telling = asserts and any(_could_be_looked_up(words[place]) for place in left)
    quiet = statement.form in {Form.HEADING, Form.CODE, Form.TREE_ENTRY} or statement.context.fence in {
        FenceClass.DIAGRAM,
        FenceClass.OUTPUT,
    }
    says = stance.value if every or telling or not asserts else "opinion"
    return StatementFinding(
        text.span(0, len(text.plain)),
        text.plain[:_LONGEST],
        says,
        statement.form.value,
        extent,
        verdict,
        tuple(sorted(every)),
        tuple(dict.fromkeys((*(words[place].text for place in left), *unlooked))),
        unread=telling and not quiet and not every,
    )


def _equated(words: Sequence[Word], parts: Sequence[frozenset[int]]) -> Iterator[int]:
    """The names that others are said to be, or to be set to, where claims explain one or the other alone: "`mode` is `strict`"."""
    names = [place for place, word in enumerate(words) if word.sort is Sort.NAME]
    for one, other in pairwise(names):
        between = words[one + 1 : other]
        linked = between and all(word.sort is Sort.WORD for word in between) and any(word.lower in _LINKS for word in between)
        if (
            linked
            and all(neutral(word.lower) or word.lower in _LINKS for word in between)
            and not any({one, other} <= part for part in parts)
        ):
            yield other


# "Present in `a.toml`": of what it is said is told elsewhere.
_ELIDED = re.compile(r"\W*(?:present|found|available|included|listed|missing|committed|tracked)\s+(?:in|at|under|within|from)\b", re.I)


def _narrowed_above(statement: Statement) -> bool:
    """Whether what leads in says of whom alone it is so: "Only staff may call:"."""
    lead = statement.context.lead_in
    return lead is not None and any(word.lower in _ALONE for word in words_of(lead))


def unread_lines(report: Report, claims: Sequence[Claim[object]]) -> list[int]:
    """The 1-based lines of the statements that assert something which could be looked up, and that no claim is on."""
    taken = {line for claim in claims for line in range(claim.span.line, claim.span.end_line + 1)}
    statements = checked_statements(report, (), {})
    return [statement.span.line for statement in statements if statement.unread and statement.span.line not in taken]


def _could_be_looked_up(word: Word) -> bool:
    """Whether a word is a name, a number, a quantifier or a denial, which somebody could be wrong about."""
    return word.sort in (Sort.NAME, Sort.NUMBER) or bool(amounts(word.lower)) or denies(word.lower)
