"""Read, recognise, measure, judge, collect."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from verifier.codebase import Codebase
from verifier.facts.facts import Facts
from verifier.facts.store import open_cache
from verifier.model import Claim, Confidence, Finding, Verdict
from verifier.reading.clause import Clause, Report
from verifier.reading.unread import Unread, unread
from verifier.repository.open import Repository
from verifier.repository.paths import PathIndex
from verifier.repository.scope import Scope, candidates
from verifier.repository.snapshot import Snapshot
from verifier.rule import AnyRule, Options, ReportRule, Rule, installed_rules

SECONDS_PER_RULE = 60.0
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class RunOptions:
    """What a run is asked to do; `select` and `ignore` hold rule names and families."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    jobs: int = 0
    use_cache: bool = True
    min_confidence: Confidence = Confidence.LIKELY
    areas: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rule_options: Mapping[str, Options] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    report: Report
    repository: Repository
    findings: tuple[Finding, ...]
    unread: tuple[Unread, ...]
    introduced: str | None = None
    base: str | None = None
    engines: Mapping[str, str] = field(default_factory=dict)


def chosen_rules(options: RunOptions) -> tuple[AnyRule, ...]:
    """The rules a run uses, in order of name."""
    return tuple(
        kind(options.rule_options.get(name))
        for name, kind in sorted(installed_rules().items())
        if (not options.select or {name, kind.family} & set(options.select)) and not {name, kind.family} & set(options.ignore)
    )


def recognise(report: Report, rules: Sequence[AnyRule]) -> tuple[tuple[Claim[object], ...], tuple[Finding, ...]]:
    """Every claim of the clause rules, and an error finding for a rule that crashed on a clause."""
    claims: list[Claim[object]] = []
    errors: list[Finding] = []
    for rule in rules:
        if not isinstance(rule, Rule):
            continue
        for clause in report.clauses:
            try:
                claims += rule.recognise(clause)
            except Exception as error:
                errors.append(_crash(rule, clause, error))
        for fence in report.fences:
            try:
                claims += rule.recognise_code(fence)
            except Exception as error:
                errors += [_crash(rule, clause, error) for clause in report.clauses[:1]]
    return _best_reading(claims), tuple(errors)


def _best_reading(claims: Iterable[Claim[object]]) -> tuple[Claim[object], ...]:
    """One claim for the same words, kind and subject: clauses of one statement may name a thing twice."""
    seen: dict[tuple[object, ...], Claim[object]] = {}
    for claim in claims:
        seen.setdefault((claim.rule, claim.kind, claim.span.line, claim.subject, claim.claimed, claim.negated), claim)
    return tuple(sorted(seen.values(), key=lambda claim: (claim.span, claim.rule)))


def verify(report: Report, repository: Repository, options: RunOptions, progress: Progress | None = None) -> Result:
    """Checks every claim of `report` against `repository`."""
    rules = chosen_rules(options)
    claims, findings = recognise(report, rules)
    judge = _Judge(repository, options, {rule.name: rule for rule in rules if isinstance(rule, Rule)})
    judged: list[Finding] = list(findings)
    for number, claim in enumerate(claims):
        if progress:
            progress(claim.rule, number, len(claims))
        judged.append(judge.finding(claim))
    for rule in rules:
        if isinstance(rule, ReportRule):
            judged += _examined(rule, report, claims)
    judge.close()
    kept = [f for f in judged if f.confidence is Confidence.CERTAIN or options.min_confidence is Confidence.LIKELY]
    kept.sort(key=lambda finding: (finding.claim.span, finding.claim.rule, finding.claim.subject))
    return Result(
        report, repository, tuple(kept), unread(report, [finding.claim for finding in kept]), judge.introduced(report), None, engines()
    )


class _Judge:
    """Measures claims at the snapshot, in every scope that they leave open, and again at the report's own time."""

    def __init__(self, repository: Repository, options: RunOptions, rules: Mapping[str, Rule[object]]) -> None:
        self.repository, self.options, self.rules = repository, options, rules
        self.cache = open_cache() if options.use_cache else None
        self.code = self._codebase(repository.snapshot)
        self.spent: dict[str, float] = {}

    def _codebase(self, snapshot: Snapshot) -> Codebase:
        facts = Facts(snapshot, self.options.jobs, self.cache)
        return Codebase(snapshot, PathIndex(snapshot, self.repository.prefix, self.repository.names), facts, self.repository.history, self.options.areas)

    def close(self) -> None:
        if self.cache is not None:
            self.cache.close()

    def finding(self, claim: Claim[object]) -> Finding:
        rule = self.rules[claim.rule]
        if self.spent.get(rule.name, 0.0) > SECONDS_PER_RULE:
            return Finding(claim, Verdict.ERROR, f"rule '{rule.name}' used up its {SECONDS_PER_RULE:.0f} seconds")
        began = time.monotonic()
        try:
            return judged_in_scopes(rule, claim, self.code)
        except Exception as error:
            return Finding(claim, Verdict.ERROR, f"rule '{rule.name}' failed: {type(error).__name__}: {error}")
        finally:
            self.spent[rule.name] = self.spent.get(rule.name, 0.0) + time.monotonic() - began

    def introduced(self, report: Report) -> str | None:
        found = self.repository.history.introduced("\n".join(report.source.lines), report.source.path)
        return found.commit if found else None


def judged_in_scopes(rule: Rule[object], claim: Claim[object], code: Codebase) -> Finding:
    """The verdict over all scopes that the claim leaves open: it holds if it holds in one, and is refuted only if it fails in all."""
    scopes: tuple[Scope, ...] = candidates(claim.hints, code.index, code.areas)
    if not rule.scoped:
        scopes = scopes[-1:]
    first: Finding | None = None
    for scope in scopes:
        finding = replace(_named(rule.judge(claim, rule.measure(claim, code, scope)), scope, rule))
        if finding.verdict is Verdict.HOLDS:
            return finding
        if first is None or (first.verdict is Verdict.REFUTED and finding.verdict is not Verdict.REFUTED):
            first = finding
    assert first is not None, "there is always the whole repository"
    return first


def _named(finding: Finding, scope: Scope, rule: Rule[object]) -> Finding:
    return finding if finding.scope or not rule.scoped else replace(finding, scope=scope.label)


def _examined(rule: ReportRule, report: Report, claims: Sequence[Claim[object]]) -> Iterator[Finding]:
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
