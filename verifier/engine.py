"""Read, recognise, measure, judge, collect."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from verifier.accounting import Recognised, accounted, clause_of, crossed_out, ledger_of, of_the_past, of_the_present
from verifier.blueprints import blueprint
from verifier.judging import Judge
from verifier.model import Claim, Confidence, Finding, Span, Verdict
from verifier.reading.clause import Clause, Report
from verifier.reading.says.described import all_settled
from verifier.reading.says.ledger import Ledger
from verifier.reading.says.statements import checked_statements
from verifier.redaction import Redaction
from verifier.registry import chosen
from verifier.repository.open import Repository
from verifier.repository.told import told_kinds
from verifier.reproduce import for_reader
from verifier.result import Checked, Outcome, RunOptions
from verifier.rule import AnyRule, ReportRule, Rule
from verifier.watch import CLAIM_SECONDS, CLAUSE_SECONDS, WATCH

Progress = Callable[[str, int, int], None]


def chosen_rules(options: RunOptions) -> tuple[AnyRule, ...]:
    """The rules a run uses, in order of name. Raises RuleError."""
    return tuple(rule.load()(options.rule_options.get(rule.name)) for rule in chosen(options.select, options.ignore))


def recognise(report: Report, rules: Sequence[AnyRule]) -> tuple[tuple[Recognised, ...], tuple[Finding, ...]]:
    """Every claim of the clause rules about the present, and an error finding for a rule that crashed on a clause."""
    claims: list[Recognised] = []
    errors: list[Finding] = []
    reading = [rule for rule in rules if isinstance(rule, Rule)]
    for clause in report.clauses:  # each by all rules: what they ask of it in common is then still known
        for rule in reading:
            WATCH.step(CLAUSE_SECONDS)
            try:
                found = [Recognised(claim, clause) for claim in rule.recognise(clause)]
                claims += (item for item in found if of_the_present(item, rule))
            except Exception as error:
                errors.append(_crash(rule, clause, error))
    for fence in report.fences:
        for rule in reading:
            WATCH.step(CLAUSE_SECONDS)
            try:
                block = fence.line if rule.reads_blocks else 0
                claims += (Recognised(replace(claim, block=block), None) for claim in rule.recognise_code(fence))
            except Exception as error:
                errors += [_crash(rule, clause, error) for clause in report.clauses[:1]]
    WATCH.step()
    return _best_reading(claims), tuple(errors)


def _best_reading(claims: Iterable[Recognised]) -> tuple[Recognised, ...]:
    """One claim for the same words, kind and subject: clauses of one statement may name a thing twice."""
    seen: dict[tuple[object, ...], Recognised] = {}
    for found in claims:
        claim = found.claim
        seen.setdefault((claim.rule, claim.kind, claim.span.line, claim.subject, claim.claimed, claim.negated), found)
    return tuple(sorted(seen.values(), key=lambda found: (found.claim.span, found.claim.rule)))


Judged = tuple[Finding, Ledger | None]


def weighed(
    report: Report,
    found: Sequence[tuple[Recognised, Finding]],
    rules: Sequence[AnyRule],
    own: Collection[str] = (),
    idle: frozenset[str] = frozenset(),
    never: Callable[[Finding], bool] = lambda finding: False,
) -> list[Judged]:
    """The findings of all rules, refutations turned doubtful where words that govern them are not understood.

    `own` are the names that the repository goes by, `idle` words of its reports that say nothing, `never` tells what was so in no commit.
    """
    by_name = {rule.name: rule for rule in rules}
    holding: dict[int, list[Span]] = {}
    numbers: dict[int, set[Span]] = {}
    for item, finding in found:
        if finding.verdict is Verdict.HOLDS and item.clause is not None and item.claim.span != item.clause.span:
            holding.setdefault(id(item.clause.statement), []).append(item.claim.span)
        decided = item.claim.quantity if finding.verdict in (Verdict.HOLDS, Verdict.REFUTED) else None
        if decided is not None and item.clause is not None:  # a number is of one claim alone
            numbers.setdefault(id(item.clause.statement), set()).add(decided.span)
    judged: list[Judged] = []
    plan, mended = blueprint(found, report, own), all_settled(report)
    for item, finding in found:
        beside = tuple(holding.get(id(item.clause.statement), ())) if item.clause else ()
        counted = {item.claim.quantity.span} if item.claim.quantity is not None else set()
        beside += tuple(sorted(numbers.get(id(item.clause.statement), set()) - counted)) if item.clause else ()
        said = replace(item, claim=finding.claim)  # a rule may have found less than its words say
        ledger = ledger_of(said, by_name[item.claim.rule], beside, idle)
        told = plan.open(item, accounted(finding, ledger))
        judged.append((of_the_past(report, item, told, by_name[item.claim.rule], mended, partial(never, finding)), ledger))
    claims = [item.claim for item, _ in found]
    for rule in rules:
        if isinstance(rule, ReportRule):
            for finding in _examined(rule, report, claims):
                clause = clause_of(report, finding.claim)
                if clause is not None and crossed_out(clause, finding.claim):
                    continue
                ledger = ledger_of(Recognised(finding.claim, clause), rule, idle=idle)
                judged.append((accounted(finding, ledger), ledger))
    WATCH.step()
    return judged


def verify(report: Report, repository: Repository, options: RunOptions, progress: Progress | None = None) -> Outcome:
    """Checks every claim of `report` against `repository`. Raises RuleError."""
    with told_kinds(options.files):
        return _verified(report, repository, options, progress)


def _verified(report: Report, repository: Repository, options: RunOptions, progress: Progress | None) -> Outcome:
    rules = chosen_rules(options)
    claims, errors = recognise(report, rules)
    judge = Judge(report, repository, options, {rule.name: rule for rule in rules if isinstance(rule, Rule)})
    found: list[tuple[Recognised, Finding]] = []
    for number, item in enumerate(claims):
        if progress:
            progress(item.claim.rule, number, len(claims))
        found.append((item, judge.finding(item.claim)))
    by_name = {rule.name: rule for rule in rules}
    idle = frozenset(word.lower() for word in options.words)
    judged: list[Judged] = [*((error, None) for error in errors), *weighed(report, found, rules, judge.code.index.names, idle, judge.never)]
    judge.close()
    judged = _without_weaker(judged, by_name)
    sure = options.min_confidence is Confidence.LIKELY
    kept = [(one, ledger) for one, ledger in judged if (sure or one.confidence is Confidence.CERTAIN) and not _silent(by_name, one)]
    kept.sort(key=lambda item: (item[0].claim.span, item[0].claim.rule, item[0].claim.subject))
    place = judge.code.index.place_of(report.source.path) or ""
    plain = repository.head is None
    told = Redaction("\n".join(report.source.lines), judge.codes)
    findings = tuple(
        told.of(replace(finding, reproduce=for_reader(finding.reproduce, place, plain)), by_name[finding.claim.rule].quotes)
        for finding, _ in kept
    )
    ledgers = {position: ledger for position, (_, ledger) in enumerate(kept) if ledger is not None}
    return Outcome(
        report.title,
        checked_statements(report, findings, ledgers),
        findings,
        Checked(repository.snapshot.description, repository.snapshot.revision, repository.head, repository.dirty),
        judge.times.introduced.commit if judge.times.introduced else None,
        engines=engines(),
    )


def _without_weaker(judged: list[Judged], rules: Mapping[str, AnyRule]) -> list[Judged]:
    """The findings without those of rules that give way where another decides about the same words."""
    decided: dict[int, list[Span]] = {}
    for finding, _ in judged:
        if finding.verdict is not Verdict.UNVERIFIABLE and not rules[finding.claim.rule].gives_way:
            decided.setdefault(finding.claim.span.line, []).append(finding.claim.span)

    def met(span: Span) -> bool:
        return any(one.column < span.end_column and span.column < one.end_column for one in decided.get(span.line, ()))

    return [one for one in judged if not (rules[one[0].claim.rule].gives_way and met(one[0].claim.span))]


def _silent(rules: Mapping[str, AnyRule], finding: Finding) -> bool:
    """Whether an open finding only says that a guess led nowhere: then its words are not understood, which is told as such."""
    rule = rules[finding.claim.rule]
    return finding.verdict is Verdict.UNVERIFIABLE and isinstance(rule, Rule) and rule.is_guess(finding)


def _examined(rule: ReportRule, report: Report, claims: Sequence[Claim[object]]) -> Iterator[Finding]:
    WATCH.step(CLAIM_SECONDS)
    try:
        yield from tuple(rule.examine(report, claims))
    except Exception as error:
        first = report.clauses[0] if report.clauses else None
        if first is not None:
            yield _crash(rule, first, error)


def _crash(rule: AnyRule, clause: Clause, error: Exception) -> Finding:
    claim: Claim[object] = Claim(rule.name, rule.kinds[0], clause.span, clause.text, "", "", None, clause.context.titles)
    return Finding(claim, Verdict.ERROR, f"rule '{rule.name}' failed: {type(error).__name__}: {error}")


def engines() -> dict[str, str]:
    """Versions of the analysers that define what is measured."""
    from importlib.metadata import PackageNotFoundError, version

    found = {}
    for name in ("radon", "lizard", "tree-sitter", "libcst"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
