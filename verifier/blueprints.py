"""What a document draws of a project, in trees and in code, when most of it is not here: a plan, or another project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from verifier.accounting import Recognised, left_open
from verifier.model import Confidence, Finding, Verdict

_MANY = 4  # missing entries of one section's trees, from which on they may draw something else than the repository
_NAMED = 12  # missing files, from which on a report that names more of them than are there may tell of something else
_PRESENT = "present"  # as is claimed of files
_MOST = 6  # the same of all that a document draws


@dataclass(frozen=True, slots=True)
class Blueprint:
    """The sections whose trees draw more that is missing than is there, and whether the whole document does.

    `named`: whether most of the files are missing that the document names anywhere.
    """

    sections: frozenset[tuple[str, ...]]
    whole: bool
    named: bool
    once: frozenset[str]  # subjects of which only one refutation was found

    def open(self, item: Recognised, finding: Finding) -> Finding:
        """The finding; an open one where it refutes or doubts what may be of a plan."""
        if finding.verdict not in (Verdict.REFUTED, Verdict.DOUBTFUL):
            return finding
        if self.named and item.claim.claimed == _PRESENT:
            return left_open(finding, "most of the files that the report names are missing: it may tell of a plan, or of another project")
        if self._stray(item, finding):
            message = f"{finding.message}; nothing like it is there, or was, and it is named only here"
            return replace(finding, verdict=Verdict.DOUBTFUL, message=message, correction=None)
        planned = self.whole or (self.named and (_missing(item, finding) or finding.verdict is Verdict.DOUBTFUL))
        if planned or (item.clause is not None and _in_tree(item) and item.clause.context.titles in self.sections):
            return left_open(finding, "most of what is drawn there is missing: it may be of a plan")
        return finding

    def _stray(self, item: Recognised, finding: Finding) -> bool:
        """Whether one mention of a file that nothing here is like is all that speaks against the report."""
        likely = finding.verdict is Verdict.REFUTED and finding.confidence is Confidence.LIKELY
        return likely and item.claim.claimed == _PRESENT and item.claim.subject in self.once


def blueprint(found: Sequence[tuple[Recognised, Finding]]) -> Blueprint:
    """What of a report, by the findings of its clauses and its code, may draw a plan."""
    there: Counter[tuple[str, ...]] = Counter()
    missing: Counter[tuple[str, ...]] = Counter()
    drawn: Counter[Verdict] = Counter()
    files: Counter[Verdict] = Counter()
    for item, finding in found:
        if item.claim.negated or finding.verdict not in (Verdict.HOLDS, Verdict.REFUTED):
            continue
        if item.clause is not None and _in_tree(item):
            (there if finding.verdict is Verdict.HOLDS else missing)[item.clause.context.titles] += 1
        if item.claim.claimed == _PRESENT:
            files[finding.verdict] += 1
        if finding.verdict is Verdict.HOLDS and _drawn(item):
            drawn[Verdict.HOLDS] += 1
        elif _missing(item, finding):
            drawn[Verdict.REFUTED] += 1
    sections = frozenset(titles for titles, number in missing.items() if number >= _MANY and number > there[titles])
    whole = drawn[Verdict.REFUTED] >= _MOST and drawn[Verdict.REFUTED] > drawn[Verdict.HOLDS]
    named = files[Verdict.REFUTED] >= _NAMED and files[Verdict.REFUTED] > files[Verdict.HOLDS]
    subjects = Counter(item.claim.subject for item, finding in found if finding.verdict is Verdict.REFUTED)
    return Blueprint(sections, whole, named, frozenset(name for name, number in subjects.items() if number == 1))


def _in_tree(item: Recognised) -> bool:
    return item.clause is not None and item.clause.context.tree is not None


def _missing(item: Recognised, finding: Finding) -> bool:
    """Whether what is drawn is nowhere; a quotation that differs is no such thing."""
    return finding.verdict is Verdict.REFUTED and finding.observed == "absent" and _drawn(item)


def _drawn(item: Recognised) -> bool:
    """Whether it is told by a tree or by a block of code."""
    return item.clause is None or item.clause.context.tree is not None or item.clause.context.fence is not None
