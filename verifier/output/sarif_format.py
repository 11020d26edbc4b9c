"""SARIF 2.1.0, for code scanning: a result for each claim, and for each statement of which words were not checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from verifier.model import Aside, Confidence, Correction, Evidence, Finding, Reason, Verdict, Without
from verifier.output import places
from verifier.output.counts import WITHOUT
from verifier.output.escape import escape, escape_lines
from verifier.output.finding_text import evidence_place, fix
from verifier.output.fingerprints import line_hashes
from verifier.output.json_format import dumped
from verifier.output.remarks import LEVELS, Level, Remark, every
from verifier.output.sarif_model import (
    ArtifactChange,
    ArtifactLocation,
    Fix,
    Location,
    Message,
    PhysicalLocation,
    Region,
    Replacement,
    Result,
    ResultProperties,
    Snippet,
    Suppression,
)  # fmt: skip
from verifier.output.sarif_rules import described
from verifier.output.style import Style
from verifier.version import __version__

if TYPE_CHECKING:
    from verifier.output.formats import Format, Setting
    from verifier.reading.source import Source
    from verifier.result import Result as Verified

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST = 25_000  # results of a run that GitHub takes
_ROOT = "%SRCROOT%"
_LINKED = 3  # places in the code that a message links to; GitHub shows no others
_RELATED = 100  # places that GitHub takes of one result
# What somebody who reads it can decide is for review; the rest stays open for lack of something.
_FOR_REVIEW = frozenset((Reason.OPINION, Reason.PROCESS, Reason.AMBIGUOUS, Reason.NO_SUBJECT, Reason.NOT_PROVABLE))
_RANKS = {level.value: rank for rank, level in enumerate(Level)}


def make(setting: Setting) -> Format:
    """The format, ready to be opened."""
    return _Sarif(setting)


class _Sarif:
    """One run, whose results are kept until the rules that they name are known."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.results: list[Result] = []
        self.rules: dict[str, int] = {}
        self.failed = False

    def open(self) -> str:
        return ""

    def result(self, result: Verified) -> str:
        source = result.source
        name, hashes = places.report_name(source.path), line_hashes(source.data)
        for remark in every(result):
            if self.setting.verbosity >= 0 or (remark.level is not Level.NONE and remark.finding):
                self.results.append(self._result(remark, name, source, hashes))
            self.failed |= remark.what == Verdict.ERROR.value
        return ""

    def close(self) -> str:
        results = self.results
        if len(results) > MOST:
            results = sorted(results, key=lambda result: _RANKS[result.level])[:MOST]
            self.setting.say(f"note: {len(self.results) - MOST} results are left out of SARIF, which may have {MOST:,}")
        driver = {"name": "verify-review", "version": __version__, "rules": [described(name) for name in self.rules]}
        run = {
            "tool": {"driver": driver},
            "automationDetails": {"id": "verify-review/"},
            "invocations": [{"executionSuccessful": not self.failed}],
            "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository that was checked."}}},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }
        return dumped(msgspec.to_builtins({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}))

    def _result(self, remark: Remark, name: str, source: Source, hashes: list[str]) -> Result:
        finding = remark.finding
        evidence = finding.evidence[:_RELATED] if finding else ()
        fingerprints = {"verifyReviewClaim/v1": remark.identity}
        if remark.span.line <= len(hashes):
            fingerprints["primaryLocationLineHash"] = hashes[remark.span.line - 1]
        return Result(
            rule_id=escape(remark.rule),
            rule_index=self.rules.setdefault(remark.rule, len(self.rules)),
            kind=_kind(finding) if finding else "fail",
            level=remark.level.value,
            message=Message(_unlinked(remark.message if finding else remark.headline) + _links(evidence)),
            locations=(_in_report(places.region(remark.span, source), name, source),),
            related_locations=tuple(_in_code(number, place) for number, place in enumerate(evidence, 1)),
            partial_fingerprints=fingerprints,
            fixes=(_fix(finding.correction, name, source),) if finding and finding.correction else (),
            suppressions=(_suppression(finding.aside),) if finding and finding.aside else (),
            properties=_properties(finding) if finding else ResultProperties(remark.what),
        )


def _kind(finding: Finding) -> str:
    if finding.verdict in LEVELS:
        return "fail"
    if finding.verdict is Verdict.HOLDS:
        return "pass"
    return "review" if finding.reason in _FOR_REVIEW else "open"


def _properties(finding: Finding) -> ResultProperties:
    likely = Confidence.LIKELY in (finding.confidence, finding.claim.confidence)
    return ResultProperties(
        verdict=finding.verdict.value,
        confidence=(Confidence.LIKELY if likely else Confidence.CERTAIN).value,
        reason=finding.reason.value if finding.reason else "",
        exactness=finding.exactness.value if finding.exactness else "",
        claimed=escape(finding.claim.claimed),
        observed=escape(finding.observed),
        scope=escape(finding.scope),
        reproduce=escape(finding.reproduce),
    )


def _suppression(aside: Aside) -> Suppression:
    if aside.why is Without.SUPPRESSED:
        return Suppression("inSource", escape(aside.reason))
    return Suppression("external", WITHOUT[aside.why])


def _unlinked(text: str) -> str:
    """Text in which no words are a link: SARIF's messages have links as Markdown has them."""
    return text.replace("](", "\\](")


def _links(evidence: tuple[Evidence, ...]) -> str:
    """Links to the first places in the code, which GitHub follows."""
    names = (evidence_place(item).replace("[", "\\[").replace("]", "\\]") for item in evidence[:_LINKED])
    linked = ", ".join(f"[{name}]({number})" for number, name in enumerate(names, 1))
    return f" (see {linked})" if linked else ""


def _in_report(place: places.Region, name: str, source: Source) -> Location:
    words = "\n".join(escape_lines(places.given_words(place, source)))
    return Location(PhysicalLocation(ArtifactLocation(places.uri(name)), _region(place, Snippet(words))))


def _region(place: places.Region, snippet: Snippet | None = None) -> Region:
    return Region(place.line, place.column, place.end_line, place.end_column, snippet)


def _in_code(number: int, item: Evidence) -> Location:
    artifact = ArtifactLocation(places.uri(item.path), _ROOT)
    if not item.line:
        return Location(PhysicalLocation(artifact), number)
    snippet = Snippet("\n".join(escape_lines(item.excerpt))) if item.excerpt else None
    return Location(PhysicalLocation(artifact, Region(item.line, end_line=max(item.line, item.end_line), snippet=snippet)), number)


def _fix(correction: Correction, name: str, source: Source) -> Fix:
    replacement = Replacement(_region(places.region(correction.span, source)), Snippet(source.encode(correction.text)))
    change = ArtifactChange(ArtifactLocation(places.uri(name)), (replacement,))
    return Fix(Message(_unlinked(fix(correction, source, Style()))), (change,))
