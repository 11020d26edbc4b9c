"""How long the files of a scope are: the longest, the average."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.model import Claim, Evidence, Finding, Measurement, Reading, Reason, Side, Verdict
from verifier.reading.clause import Clause, FenceClass, Form, Path
from verifier.repository.kinds import is_source, is_test, is_vendored
from verifier.repository.scope import Scope
from verifier.repository.snapshot import Unreadable
from verifier.rule import Example, Expect, Rule, found, undecided
from verifier.shapes.rough_numbers import fits

_LONGEST = re.compile(
    r"\b(?:largest|longest|biggest|max(?:imum)?)\s+(?:\w+\s+){0,2}files?\b|\bfile size\b.*\bmax(?:imum)?\b|\blargest\s*:", re.I
)
_AVERAGE = re.compile(
    r"\b(?:average|avg\.?|mean)\s+(?:\w+\s+)?(?:file (?:size|length)|lines (?:per|a) file|loc per file)\b|\bavg\.? \d+ lines per file\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Target:
    average: bool


_ORDINAL = re.compile(r"\b(?:second|third|fourth|2nd|3rd|4th|next)[\s-]+(?:largest|longest|biggest)\b", re.I)
_IN_ONE = re.compile(r"\b(?:in|of)\s+(?:this|that|the\s+same|its)\s+(?:file|module|class)\b", re.I)  # the longest of something in it


class FileLength(Rule[Target]):
    """ "Largest file: 1,761 lines", "Average file size: 187 lines"."""

    name = "file-length"
    kinds = ("size",)
    quotes = False
    vocabulary = "@line @file size total code source length long average mean max maximum largest longest"
    scoped = True
    summary = "The longest source file has as many lines as the report says; an average is only ever confirmed: nobody says over what."
    examples = (
        Example(
            "longest",
            "- Largest file: 5 lines\n- Longest file: 70 lines\n",
            {"a.py": "x\n" * 5, "b.py": "x\n"},
            (Expect("size", Verdict.HOLDS, 1), Expect("size", Verdict.REFUTED, 2, observed="5 lines: a.py")),
        ),
        Example(
            "average",
            "- Average file size: 3 lines\n- Average file size: 90 lines\n",
            {"a.py": "x\n" * 5, "b.py": "x\n"},
            (Expect("size", Verdict.HOLDS, 1), Expect("size", Verdict.UNVERIFIABLE, 2)),
        ),
        Example("a limit", "Keep the maximum file size under 300 lines. The longest function has 80 lines.\n", {"a.py": "x\n"}, ()),
    )

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        blocked = {Form.CODE, Form.COMMAND, Form.TREE_ENTRY}
        if not clause.asserts or clause.form in blocked or clause.context.fence is FenceClass.SUGGESTED or clause.side is not Side.NOW:
            return
        words = clause.in_full
        longest, average = _LONGEST.search(words), _AVERAGE.search(words)
        numbers = [quantity for quantity in clause.quantities if quantity.unit == "line"]
        if len(numbers) != 1 or not (longest or average) or clause.own(Path) or _IN_ONE.search(words) or _ORDINAL.search(words):
            return
        if re.search(r"\b(?:limit|target|goal|compliant|threshold|should)\b", words, re.I):
            return
        target = Target(average is not None)
        yield self.claim(clause, target, claimed=numbers[0].text, span=numbers[0].span, text=clause.in_full, quantity=numbers[0])

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        files = [path for path in scope.paths(code.index) if is_source(path) and not is_vendored(path)]
        lengths: dict[str, int] = {}
        unread: list[str] = []
        for path, data in code.snapshot.read_many(files):
            if isinstance(data, Unreadable):
                unread.append(str(data))
            else:
                lengths[path] = data.count(b"\n")
        untested = {path: lines for path, lines in lengths.items() if not is_test(path)}
        if not untested:
            return Measurement(blocked=Reason.NO_SUBJECT, detail=f"no source files in {scope.label}")
        if claim.target.average:
            named = {"without tests": untested, "with tests": lengths}
            readings = [Reading(f"mean {name}", sum(group.values()) / len(group)) for name, group in named.items()]
            command = "git ls-files | xargs wc -l"
            return Measurement(tuple(readings), (), not unread, command, scope.label, unread=tuple(unread))
        longest = max(untested, key=lambda path: untested[path])
        readings = [
            Reading("newlines", untested[longest]),
            Reading("newlines plus one", untested[longest] + 1),
            Reading("with tests", max(lengths.values())),
        ]
        near = tuple(path for path, lines in lengths.items() if claim.quantity and fits(claim.quantity, lines))
        command = "git ls-files | xargs wc -l | sort -n"
        return Measurement(tuple(readings), (), not unread, command, longest, near=near, unread=tuple(unread))

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        quantity = claim.quantity
        assert quantity is not None
        first = float(measurement.readings[0].value)
        observed = f"{first:.0f} lines" + ("" if claim.target.average else f": {measurement.subject}")
        for reading in measurement.readings:
            value = round(float(reading.value)) if claim.target.average else float(reading.value)
            if fits(quantity, value):
                return found(
                    claim,
                    measurement,
                    Verdict.HOLDS,
                    f"{value:g} lines ({reading.definition})",
                    observed=observed,
                    definition=reading.definition,
                )
        if claim.target.average or measurement.near:
            message = f"{observed} by this count; the report does not say over which files"
            return found(claim, measurement, Verdict.UNVERIFIABLE, message, reason=Reason.AMBIGUOUS, observed=observed)
        evidence = (Evidence(measurement.subject, 1, int(first)),)
        if not measurement.complete and (quantity.high is None or first <= quantity.high):
            message = f"{observed} of those that could be read"
            return found(claim, measurement, Verdict.UNVERIFIABLE, message, reason=Reason.INCOMPLETE, observed=observed, evidence=evidence)
        return found(claim, measurement, Verdict.REFUTED, f"the longest file is {observed}", observed=observed, evidence=evidence)
