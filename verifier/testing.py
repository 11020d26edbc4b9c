"""For tests of rules, built-in or third-party: runs an example and says how it differs from what it expects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from verifier.codebase import Codebase
from verifier.engine import recognise, weighed
from verifier.facts.facts import Facts
from verifier.facts.modules import Modules
from verifier.judging import judged_in_scopes
from verifier.model import Finding, Verdict
from verifier.reading.report import read_report
from verifier.reading.source import read_source
from verifier.repository.history import History
from verifier.repository.paths import PathIndex
from verifier.repository.snapshot import MemorySnapshot
from verifier.rule import AnyRule, Example, Expect, Rule


def findings(report: str, files: Mapping[str, str], rules: Sequence[AnyRule], path: str = "report.md") -> list[Finding]:
    """What `rules` find in a report, read from `path`, about a repository held in memory."""
    read = read_report(read_source(path, report.encode()))
    snapshot = MemorySnapshot(files)
    code = Codebase(snapshot, PathIndex(snapshot, packages=lambda: Modules(snapshot).packages), Facts(snapshot), History("in memory"))
    claims, errors = recognise(read, rules)
    by_name = {rule.name: rule for rule in rules if isinstance(rule, Rule)}
    found = [(item, judged_in_scopes(by_name[item.claim.rule], item.claim, code)) for item in claims]
    judged = [*errors, *(finding for finding, _ in weighed(read, found, rules))]
    return sorted(judged, key=lambda finding: finding.claim.span)


def differences(rule: type[AnyRule], example: Example) -> list[str]:
    """How a rule's findings on an example differ from what the example expects; empty when they agree."""
    got = findings(example.report, example.files, [rule(example.options)])
    missing = list(example.expect)
    surplus: list[Finding] = []
    for finding in got:
        match = next((expect for expect in missing if agrees(finding, expect)), None)
        if match is None:
            surplus.append(finding)
        else:
            missing.remove(match)
    return [f"missing: {expect}" for expect in missing] + [f"unexpected: {described(finding)}" for finding in surplus]


def strangers(rule: type[AnyRule], example: Example, others: Iterable[type[AnyRule]]) -> list[str]:
    """Refutations that other rules make in an example and that it does not allow."""
    rest = [other() for other in others if other is not rule]
    return [
        described(finding)
        for finding in findings(example.report, example.files, rest)
        if finding.verdict in {Verdict.REFUTED, Verdict.ERROR} and finding.claim.rule not in example.also
    ]


def agrees(finding: Finding, expect: Expect) -> bool:
    claim = finding.claim
    return (
        (claim.kind, finding.verdict) == (expect.kind, expect.verdict)
        and expect.line in (None, claim.span.line)
        and expect.subject in (None, claim.subject)
        and expect.claimed in (None, claim.claimed)
        and expect.observed in (None, finding.observed)
    )


def described(finding: Finding) -> str:
    claim = finding.claim
    said = f"{claim.rule} line {claim.span.line} {claim.kind} {claim.subject!r} {claim.claimed!r}"
    return f"{said}: {finding.verdict.value} {finding.observed!r} ({finding.message})"
