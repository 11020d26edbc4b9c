"""Whether corrections did what they should: what they mend holds or is no longer told, and nothing else on their lines became false."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from verifier.fixing.edits import Editor
from verifier.fixing.fixes import Fix, How
from verifier.model import Exactness, Finding, Verdict
from verifier.reading.source import Source
from verifier.result import Edit, Outcome

_AGAINST = (Verdict.REFUTED, Verdict.STALE, Verdict.DOUBTFUL, Verdict.ERROR)
_ByLine = dict[int, Counter[str]]  # how often each rule, by line
Made = Sequence[tuple[Fix, Sequence[Edit]]]


def failed(made: Made, before: Outcome, source: Source, after: Outcome) -> list[Fix]:
    """The fixes to be taken back, of those `made` in order with their edits; `source` is the corrected report, `after` what it has."""
    places = _places(made, source)
    worse = _newly_against(made, before, after)
    held_before, held_after, wanted = _holding(before.findings), _holding(after.findings), _wanted(made)
    bad = []
    for (fix, _), own in zip(made, places, strict=True):
        old = range(fix.span.line, fix.span.end_line + 1)
        proved = fix.how is not How.VALUE or all(
            _on(held_after, own, rule) >= _on(held_before, old, rule) + _on(wanted, old, rule)
            for rule in {finding.claim.rule for finding in fix.findings}
        )
        if not proved or not worse.isdisjoint(own):
            bad.append(fix)
    return bad


def _places(made: Made, source: Source) -> list[range]:
    """The lines of the corrected report that each fix touched."""
    editor, shift, found = Editor(source), 0, []
    for _, edits in made:
        first = edits[0].start + shift
        for edit in edits:
            last = edit.start + shift + len(edit.data)
            shift += len(edit.data) - (edit.end - edit.start)
        found.append(range(editor.line_at(first), editor.line_at(last) + 1))
    return found


def _newly_against(made: Made, before: Outcome, after: Outcome) -> set[int]:
    """The lines of what is now false or doubtful and was not, and of what was to be mended and is not."""
    mended = {id(finding) for fix, _ in made for finding in fix.findings}
    known = Counter(_key(finding) for finding in before.findings if finding.verdict in _AGAINST and id(finding) not in mended)
    lines: set[int] = set()
    for finding in after.findings:
        if finding.verdict in _AGAINST:
            key = _key(finding)
            if known[key]:
                known[key] -= 1
            else:
                lines.update(range(finding.claim.span.line, finding.claim.span.end_line + 1))
    return lines


def _key(finding: Finding) -> tuple[str, ...]:
    claim = finding.claim
    return claim.rule, claim.kind, claim.subject, claim.claimed, *claim.section


def _holding(findings: Iterable[Finding]) -> _ByLine:
    """What holds, and where it is said to be."""
    found: _ByLine = {}
    for finding in findings:
        if finding.verdict is Verdict.HOLDS and finding.exactness is not Exactness.DRIFTED:
            found.setdefault(finding.claim.span.line, Counter())[finding.claim.rule] += 1
    return found


def _wanted(made: Made) -> _ByLine:
    """How many more claims of each rule are to hold on each line than did."""
    found: _ByLine = {}
    for fix, _ in made:
        for rule in {finding.claim.rule for finding in fix.findings} if fix.how is How.VALUE else ():
            found.setdefault(fix.span.line, Counter())[rule] += 1
    return found


def _on(counts: _ByLine, lines: range, rule: str) -> int:
    return sum(counts[line][rule] for line in lines if line in counts)
