"""Results in every format, and what each format says of them counted, for tests that compare them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree import ElementTree

from hypothesis import strategies as st
from output_helpers import finding, result

from verifier.model import Evidence, Extent, Finding, Reason, Span, StatementFinding, Verdict
from verifier.output.formats import Setting, made
from verifier.result import Result

BAD = ("refuted", "stale", "doubtful", "error")
WORST = (Verdict.ERROR, Verdict.REFUTED, Verdict.STALE, Verdict.DOUBTFUL, Verdict.UNVERIFIABLE, Verdict.HOLDS)


def rendered(name: str, *results: Result, **setting: Any) -> str:
    """What a format writes of the results."""
    output = made(name, Setting(**{"several": len(results) > 1, **setting}))
    parts = [output.open(), *(output.result(item) for item in results), output.close()]
    return "".join(part if isinstance(part, str) else part.decode() for part in parts)


def documents(text: str) -> list[dict[str, Any]]:
    """The documents of JSON output, of one report or several."""
    data = json.loads(text)
    found: list[dict[str, Any]] = data.get("reports", [data])
    return found


def expected(found: Iterable[Mapping[str, Any]]) -> dict[str, Counter[str]]:
    """What every format must say, counted in JSON's documents."""
    claims, causes, statements = Counter[str](), Counter[str](), Counter[str]()
    notes = code = 0
    cases = Counter[str]()
    for document in found:
        of_statements = {name for row in document["statements"] for name in row["claims"]}
        claims.update(claim["verdict"] for claim in document["claims"])
        causes.update(document["summary"]["causes"])
        statements.update(document["summary"]["statement_verdicts"])
        notes += sum(row["checked"] == "part" and row["verdict"] not in BAD for row in document["statements"])
        alone = [claim["verdict"] for claim in document["claims"] if claim["id"] not in of_statements]
        code += len(alone)
        cases.update(_outcome(verdict) for verdict in alone)
        cases.update(_outcome(row["verdict"], row["checked"]) for row in document["statements"])
    levels = Counter(error=claims["refuted"] + claims["error"], warning=claims["stale"] + claims["doubtful"], note=notes)
    shown = Counter(error=causes["refuted"] + causes["error"], warning=causes["stale"] + causes["doubtful"], notice=notes)
    told = {"claims": claims, "causes": causes, "statements": statements}
    return {**told, "levels": +levels, "shown": +shown, "cases": cases, "notes": Counter(note=notes)}


def _outcome(verdict: str | None, checked: str = "full") -> str:
    if verdict in ("refuted", "stale"):
        return "failure"
    return "error" if verdict == "error" else "passed" if verdict == "holds" and checked == "full" else "skipped"


def in_jsonl(text: str) -> Counter[str]:
    rows = [json.loads(line) for line in text.splitlines()]
    return Counter(row["verdict"] for row in rows if row["type"] == "claim")


def in_sarif(text: str) -> tuple[Counter[str], Counter[str]]:
    """Claims by verdict, and results by level."""
    results = json.loads(text)["runs"][0]["results"]
    claims = Counter(item["properties"]["verdict"] for item in results if item["ruleId"] != "checked-in-part")
    return claims, Counter(item["level"] for item in results if item["level"] != "none")


def in_gitlab(text: str) -> Counter[str]:
    names = {"major": "error", "minor": "warning", "info": "note"}
    return Counter(names[item["severity"]] for item in json.loads(text))


def in_rdjson(text: str) -> Counter[str]:
    names = {"ERROR": "error", "WARNING": "warning", "INFO": "note"}
    return Counter(names[item["severity"]] for item in json.loads(text)["diagnostics"])


def in_junit(text: str) -> Counter[str]:
    cases = ElementTree.fromstring(text.encode()).iter("testcase")
    return Counter(next((child.tag for child in case), "passed") for case in cases)


def in_github(text: str) -> Counter[str]:
    """Annotations by command, those beyond the limit by what they would have been."""
    commands = Counter(match[1] for match in re.finditer(r"^::(error|warning|notice) ", text, re.M))
    names = {"refuted": "error", "error": "error", "stale": "warning", "doubtful": "warning", "checked": "notice"}
    commands.update(names[match[1]] for match in re.finditer(r"^- \S+?:\d+:\d+: (refuted|error|stale|doubtful|checked)\b", text, re.M))
    return commands


def in_markdown(text: str) -> Counter[str]:
    return Counter(re.findall(r"^<details><summary><b>(\w+)</b>", text, re.M))


def in_html(text: str) -> Counter[str]:
    """Statements by verdict, as JSON's summary counts them."""
    cards = re.findall(r'data-checked="(\w+)" data-verdict="(\w+)"', text)
    return Counter("holds_in_part" if verdict == "holds" and checked != "full" else verdict for checked, verdict in cards)


HOSTILE = (
    "\x1b[31m \u202e \x00 \r\n \n \t ]]> <script>alert(1)</script> <!-- --> </details> <br/> @someone #12 [x](https://evil.example) [y](1) "
    "![i](u) ` ``` | ::error::x \n::add-mask::x ##[error]x %0A::error::y % , : &amp; \ufffe \uffff \ud800 \udce9 {0} \\ \u2028 \x85 a.py "
    "é 🏗️ 12 <b> **b** https://evil.example javascript:x"
).split(" ")
TEXTS = st.lists(st.sampled_from(HOSTILE), max_size=6).map(" ".join)
_REPORTS = st.lists(st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=5).map(" ".join), min_size=1, max_size=6)


@st.composite
def results(draw: st.DrawFn, texts: st.SearchStrategy[str] = TEXTS) -> Result:
    """A result of a hostile report: any verdicts, statements that fit them, text that means harm wherever there is text."""
    lines = [re.sub("[\x00\ud800-\udfff]", "", line) + "." for line in draw(_REPORTS)]
    made_of = result(
        "\n".join(lines), path=draw(st.sampled_from(["report.md", "a b/ré:[1].md", "<stdin>", "/somewhere/else/x.md", "::x.md"]))
    )
    number = len(made_of.source.lines)
    found = tuple(draw(_findings(number, texts)) for _ in range(draw(st.integers(0, 6))))
    statements = tuple(draw(_statements(number, found, texts)) for _ in range(draw(st.integers(0, 5))))
    outcome = made_of.outcome
    return type(made_of)(made_of.source, type(outcome)(outcome.title, statements, found, outcome.checked))


@st.composite
def _findings(draw: st.DrawFn, lines: int, texts: st.SearchStrategy[str]) -> Finding:
    verdict = draw(st.sampled_from(Verdict))
    evidence = tuple(Evidence(f"p/{draw(texts)}", draw(st.integers(0, 3)), 2, draw(texts)) for _ in range(draw(st.integers(0, 2))))
    return finding(
        verdict,
        draw(st.integers(1, lines)),
        (1, 2),
        rule=draw(st.sampled_from(["file-lines", "size", "no-such-rule"])),
        text=draw(texts),
        subject=draw(texts),
        claimed=draw(texts),
        message=draw(texts),
        section=(draw(texts),),
        fix="3" if draw(st.booleans()) and verdict is Verdict.REFUTED else None,
        reason=draw(st.sampled_from(Reason)) if verdict is Verdict.UNVERIFIABLE else None,
        evidence=evidence,
        observed=draw(texts),
        reproduce=draw(texts),
        scope=draw(texts),
    )


@st.composite
def _statements(draw: st.DrawFn, lines: int, found: tuple[Finding, ...], texts: st.SearchStrategy[str]) -> StatementFinding:
    own = tuple(sorted(draw(st.sets(st.integers(0, len(found) - 1), max_size=2)))) if found else ()
    verdict = next((item for item in WORST if any(found[place].verdict is item for place in own)), None)
    decided = any(found[place].verdict not in (Verdict.UNVERIFIABLE, Verdict.ERROR) for place in own)
    checked = draw(st.sampled_from([Extent.FULL, Extent.PART])) if decided else Extent.NONE
    line = draw(st.integers(1, lines))
    says = draw(st.sampled_from(["asserts", "opinion", "plans"]))
    left = (draw(texts),) if checked is not Extent.FULL else ()
    return StatementFinding(
        Span(line, line, 1, 2), draw(texts), says, "item", checked, verdict, own, left, unread=not own and draw(st.booleans())
    )
