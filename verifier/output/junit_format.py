"""JUnit's XML: a suite for each report, and a case for each statement and for each claim that a block of code makes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from verifier.model import Finding, StatementFinding, Verdict
from verifier.output.counts import WITHOUT, stands
from verifier.output.escape import crop, escape, without_commands
from verifier.output.finding_text import REASONS, block
from verifier.output.places import region, renamed
from verifier.output.remarks import LEVELS
from verifier.output.sentences import how_far
from verifier.output.style import Style

if TYPE_CHECKING:
    from verifier.model import Span
    from verifier.output.formats import Format, Setting
    from verifier.result import Result

_WORDS = 160  # columns of a statement in the name of its case
_FORBIDDEN = re.compile("[\ufffe\uffff]")  # what XML can't hold and is left by `escape`
_COUNTED = ("failure", "error", "skipped")


def make(setting: Setting) -> Format:
    """The format, ready to be opened."""
    return _JUnit()


class _JUnit:
    """One document for all reports."""

    def __init__(self) -> None:
        self.suites: list[ElementTree.Element] = []

    def open(self) -> str:
        return ""

    def result(self, result: Result) -> str:
        result = renamed(result)
        name = _safe(result.source.path)
        suite = ElementTree.Element("testsuite", {"name": name})
        suite.extend(_case(name, item, result) for item in result.outcome.statements)
        suite.extend(_code_case(name, finding, result) for finding in _of_code(result))
        _count(suite, [suite])
        self.suites.append(suite)
        return ""

    def close(self) -> str:
        root = ElementTree.Element("testsuites", {"name": "verify-review"})
        _count(root, self.suites)
        root.extend(self.suites)
        ElementTree.indent(root)
        document = without_commands(ElementTree.tostring(root, encoding="unicode"), "&#58;", "&#35;")
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{document}\n'


def _count(element: ElementTree.Element, suites: Iterable[ElementTree.Element]) -> None:
    cases = [case for suite in suites for case in suite]
    element.set("tests", str(len(cases)))
    for outcome, attribute in zip(_COUNTED, ("failures", "errors", "skipped"), strict=True):
        element.set(attribute, str(sum(case.find(outcome) is not None for case in cases)))


def _case(suite: str, item: StatementFinding, result: Result) -> ElementTree.Element:
    """Passed when all of it was checked and holds, failed when a claim of it is wrong, else skipped with the reason."""
    case = _named(suite, item.span, item.text, result)
    findings = [result.outcome.findings[position] for position in item.findings]
    bad = [finding for finding in findings if finding.verdict is item.verdict and finding.aside is None]
    if item.verdict in LEVELS and bad:
        case.append(_bad(bad, result))
    elif told := [_aside(finding) for finding in findings if finding.aside]:
        case.append(_skipped("; ".join(dict.fromkeys(told))))
    elif not stands(item):
        case.append(_skipped(how_far(item, result.outcome)))
    return case


def _code_case(suite: str, finding: Finding, result: Result) -> ElementTree.Element:
    case = _named(suite, finding.claim.span, finding.claim.text, result)
    if finding.aside:
        case.append(_skipped(_aside(finding)))
    elif finding.verdict in LEVELS:
        case.append(_bad([finding], result))
    elif finding.verdict is Verdict.UNVERIFIABLE:
        reason = finding.reason.value if finding.reason else "undecided"
        case.append(_skipped(f"undecided: {escape(finding.message) or REASONS.get(reason, reason)}"))
    return case


def _of_code(result: Result) -> Iterator[Finding]:
    """The findings that belong to no statement."""
    taken = {position for item in result.outcome.statements for position in item.findings}
    return (finding for position, finding in enumerate(result.outcome.findings) if position not in taken)


def _named(suite: str, span: Span, words: str, result: Result) -> ElementTree.Element:
    """A case without an outcome. Its name begins with its place, so that equal words make no equal names."""
    place = region(span, result.source)
    name = crop(_safe(" ".join(words.split())), _WORDS)
    attributes = {"classname": suite, "name": f"{place.line}:{place.column} {name}", "file": suite, "line": str(place.line)}
    return ElementTree.Element("testcase", attributes)


def _bad(findings: Sequence[Finding], result: Result) -> ElementTree.Element:
    """What is wrong. JUnit knows no warnings, so what is doubtful is skipped, and does not fail a build by itself."""
    verdict = findings[0].verdict
    message = f"{verdict.value}: {'; '.join(dict.fromkeys(finding.message for finding in findings))}"
    if verdict is Verdict.DOUBTFUL:
        return _skipped(message)
    element = ElementTree.Element("error" if verdict is Verdict.ERROR else "failure")
    element.attrib = {"message": _safe(message), "type": verdict.value}
    element.text = _safe_lines(line for finding in findings for line in block(finding, result, Style()))
    return element


def _aside(finding: Finding) -> str:
    """Why a finding does not count, and what it is: "suppressed (not ours): no such path: a.py"."""
    assert finding.aside is not None
    reason = f" ({finding.aside.reason})" if finding.aside.reason else ""
    return f"{WITHOUT[finding.aside.why]}{reason}: {finding.message}"


def _skipped(message: str) -> ElementTree.Element:
    return ElementTree.Element("skipped", {"message": _safe(message)})


def _safe_lines(lines: Iterable[str]) -> str:
    return "\n".join(map(_safe, lines))


def _safe(text: str) -> str:
    """`text` as one line of characters that XML can hold."""
    return _FORBIDDEN.sub(lambda match: f"\\u{ord(match[0]):04x}", escape(text))
