"""Read, recognise, measure, judge, collect."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial

from verifier.accounting import Recognised, accounted, clause_of, crossed_out, ledger_of, of_the_past, of_the_present
from verifier.blueprints import blueprint
from verifier.codebase import Codebase
from verifier.facts.facts import Facts
from verifier.facts.modules import Modules
from verifier.facts.past import RememberedHistory
from verifier.facts.store import open_cache
from verifier.facts.work import Work
from verifier.model import Claim, Confidence, Finding, Reason, ScopeHints, Span, Verdict
from verifier.reading.clause import Clause, Report
from verifier.reading.language import denies_in_another_language, english, not_english
from verifier.reading.says.described import all_settled
from verifier.reading.says.ledger import Ledger
from verifier.reading.says.statements import checked_statements
from verifier.redaction import Redaction
from verifier.registry import chosen
from verifier.repository.errors import GitTooLarge
from verifier.repository.git import GitTimeout
from verifier.repository.history import History
from verifier.repository.metered import BUDGET, MEGABYTE, Budget, Meter, MeteredSnapshot, OutOfBudget
from verifier.repository.open import Repository
from verifier.repository.paths import PathIndex
from verifier.repository.scope import Scope, candidates, whole
from verifier.repository.snapshot import Snapshot, Unreadable
from verifier.repository.told import told_kinds
from verifier.reproduce import for_reader
from verifier.result import Checked, Outcome, RunOptions
from verifier.rule import AnyRule, ReportRule, Rule
from verifier.times import AGAINST, Times
from verifier.unread import judged, unread
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
    for item, finding in found:
        if finding.verdict is Verdict.HOLDS and item.clause is not None and item.claim.span != item.clause.span:
            holding.setdefault(id(item.clause.statement), []).append(item.claim.span)
    judged: list[Judged] = []
    plan, mended = blueprint(found, report, own), all_settled(report)
    for item, finding in found:
        beside = tuple(holding.get(id(item.clause.statement), ())) if item.clause else ()
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
    judge = _Judge(report, repository, options, {rule.name: rule for rule in rules if isinstance(rule, Rule)})
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


class _Judge:
    """Measures claims at the snapshot, in every scope that they leave open, and again at the report's own time."""

    def __init__(self, report: Report, repository: Repository, options: RunOptions, rules: Mapping[str, Rule[object]]) -> None:
        self.report, self.repository, self.options, self.rules = report, repository, options, rules
        self.cache = open_cache() if options.use_cache else None
        self.meter = Meter()
        self.meter.budget = Budget(options.budget * MEGABYTE or BUDGET)
        self.code = self._codebase(repository.snapshot)
        self._then: dict[str, Codebase] = {}
        self.times = Times(report, repository, self.code, self._at, judged_in_scopes)

    def _codebase(self, unmetered: Snapshot) -> Codebase:
        snapshot = MeteredSnapshot(unmetered, self.meter)
        facts = Facts(snapshot, self.options.jobs, self.cache)
        index = PathIndex(snapshot, self.repository.prefix, self.repository.names, lambda: Modules(snapshot).packages)
        return Codebase(snapshot, index, facts, self._history(), self.options.areas, self._work)

    @cached_property
    def _work(self) -> Work:
        return Work(self.repository.history, self._written, self._trees)

    def _trees(self) -> tuple[Snapshot, Snapshot] | None:
        """The files as they lie and those of the last commit, for a report that is not of an earlier one."""
        commit = self.repository.commit
        if self.repository.snapshot.revision is not None or commit is None or self._written() != commit:
            return None
        return self.repository.snapshot, self._at(commit).snapshot

    def _written(self) -> str | None:
        """The commit that brought the report; the snapshot's, where none did. Raises GitTimeout."""
        if self.times.introduced is None and self.times.unanswered is not None:
            raise self.times.unanswered
        return self.times.introduced.commit if self.times.introduced else self.repository.commit

    def _history(self) -> History:
        if self.cache is None or not self.repository.commit:
            return self.repository.history
        place = os.fsencode(self.repository.root)  # another repository's references may name the same commits, and its store hold others
        circumstances = place + f"\n{self.repository.commit}\n".encode() + self.repository.references
        return RememberedHistory(self.repository.history, self.cache, circumstances)

    @property
    def codes(self) -> tuple[Codebase, ...]:
        """The repository at each time that was looked at, as it is now first."""
        return self.code, *self._then.values()

    def close(self) -> None:
        if self.cache is not None:
            self.cache.close()

    def finding(self, claim: Claim[object]) -> Finding:
        rule = self.rules[claim.rule]
        WATCH.step(CLAIM_SECONDS)
        try:
            self.meter.charge(rule.name)
            found = self._of_the_project(judged_in_scopes(rule, claim, self.code))
            told_in_words = found.verdict is Verdict.HOLDS and (claim.negated or rule.scoped or self._denied(claim))  # and by no name alone
            if found.verdict not in AGAINST and not told_in_words:
                return self.times.lost(rule, self.times.before(rule, self.times.unless_moved(rule, found)))
            if not self._understood(claim):
                detail = f"{found.message}; the sentence is not in English, so it may not say that"
                found = replace(found, verdict=Verdict.UNVERIFIABLE, reason=Reason.UNSUPPORTED_LANGUAGE, message=detail, correction=None)
                return self.times.lost(rule, found)
            return self.times.of(rule, found) if found.verdict in AGAINST else self.times.unless_moved(rule, found)
        except (OutOfBudget, GitTooLarge) as spent:
            return Finding(claim, Verdict.UNVERIFIABLE, str(spent), reason=Reason.TOO_LARGE)
        except Unreadable as error:
            return unread(claim, error)
        except Exception as error:
            return Finding(claim, Verdict.ERROR, f"rule '{rule.name}' failed: {type(error).__name__}: {error}")
        finally:
            self.meter.charge("")
            WATCH.step()

    def never(self, finding: Finding) -> bool:
        """Whether what is refuted now was so in no commit; False where that isn't known."""
        try:
            return self.times.never(self.rules[finding.claim.rule], finding)
        except (OutOfBudget, GitTooLarge, GitTimeout, Unreadable):
            return False

    def _of_the_project(self, finding: Finding) -> Finding:
        """A denial is open that only what lies around the checked directory contradicts: the report need not tell of that."""
        start = f"{self.code.index.prefix}/" if self.code.index.prefix else ""
        inside = any(one.path.startswith(start) for one in finding.evidence)
        if not finding.claim.negated or finding.verdict not in AGAINST or inside or not finding.evidence:
            return finding
        detail = f"{finding.message}, outside {self.code.index.prefix}"
        return replace(finding, verdict=Verdict.UNVERIFIABLE, reason=Reason.OUTSIDE, message=detail, correction=None)

    def _understood(self, claim: Claim[object]) -> bool:
        """Whether the claim is told in English: in another language "no" and "add" are not known for what they are."""
        return self._english and not not_english(self._words(claim))

    def _denied(self, claim: Claim[object]) -> bool:
        """Whether the claim's lines are in another language, and may deny what they name."""
        return denies_in_another_language(self._words(claim))

    def _words(self, claim: Claim[object]) -> str:
        return " ".join(self.report.source.lines[claim.span.line - 1 : claim.span.end_line])

    @cached_property
    def _english(self) -> bool:
        return english("\n".join(self.report.source.lines))

    def _at(self, commit: str) -> Codebase:
        if commit not in self._then:
            self._then[commit] = self._codebase(self.repository.at(commit))
        return self._then[commit]


def judged_in_scopes(rule: Rule[object], claim: Claim[object], code: Codebase) -> Finding:
    """The verdict over all scopes that the claim leaves open: it holds if it holds in one, and is refuted only if it fails in all.

    A denial that holds only in the files that the report happens to name, and not in the whole, is left open. Of what is nowhere the
    widest scope is told, of other refutations the nearest.
    """
    scopes = open_scopes(rule, claim, code)
    nowhere = not (claim.negated or claim.quantity or rule.is_universal(claim))
    first: Finding | None = None
    for scope in scopes:
        finding = _named(judged(rule, claim, code, scope), scope, rule)
        if finding.verdict is Verdict.HOLDS:
            return _also_elsewhere(finding, scope, rule, code)
        wider = nowhere and first is not None and first.verdict is finding.verdict in AGAINST and not finding.evidence
        if first is None or wider or (first.verdict in AGAINST and finding.verdict not in AGAINST):
            first = finding
    assert first is not None, "there is always the whole repository"
    return first


def _also_elsewhere(finding: Finding, scope: Scope, rule: Rule[object], code: Codebase) -> Finding:
    claim = finding.claim
    reviewed = candidates(ScopeHints(reviewed=claim.hints.reviewed), code.index, code.areas)[0]
    if not (claim.negated or _counts(claim)) or scope.everything or scope != reviewed:
        return finding
    wide = _named(judged(rule, claim, code, whole()), whole(), rule)
    if wide.verdict is Verdict.HOLDS:
        return wide
    elsewhere = "elsewhere it is not so" if wide.verdict is Verdict.REFUTED else "of the rest that is open"
    message = f"{finding.message}; {elsewhere}: {wide.message}"
    return replace(finding, verdict=Verdict.UNVERIFIABLE, reason=Reason.AMBIGUOUS, message=message, evidence=wide.evidence)


def _counts(claim: Claim[object]) -> bool:
    """Whether it tells how many there are: of the files that a report happens to name some sum is soon right."""
    quantity = claim.quantity
    return quantity is not None and quantity.low == quantity.high and quantity.unit != "%"


def open_scopes(rule: Rule[object], claim: Claim[object], code: Codebase) -> tuple[Scope, ...]:
    """The scopes that a claim leaves open, nearest first. A path in the clause itself excludes all others."""
    if not rule.scoped:
        return (whole(),)
    named = candidates(ScopeHints(paths=claim.hints.paths), code.index)[:-1] if claim.hints.paths else ()
    told = rule.is_universal(claim) or claim.quantity is not None  # a word of the title is no bound for "all", nor for a number
    hints = replace(claim.hints, topics=()) if told else claim.hints
    return named[:1] or candidates(hints, code.index, code.areas)


def _named(finding: Finding, scope: Scope, rule: Rule[object]) -> Finding:
    return finding if finding.scope or not rule.scoped else replace(finding, scope=scope.label)


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
