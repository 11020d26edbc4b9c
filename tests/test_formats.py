"""Every format says the same of the same result, twice the same bytes, and nothing that drives what shows it."""

from __future__ import annotations

import inspect
import json
import shutil
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import format_helpers as counted
import pytest
from cli_helpers import verify_review
from fixing_helpers import edits_of
from format_helpers import documents, expected, rendered, results
from hypothesis import given, settings
from output_helpers import finding, result, statement

from verifier.config import FORMATS as CONFIGURED
from verifier.model import Aside, Extent, Verdict, Without
from verifier.output.counts import WITHOUT
from verifier.output.formats import FORMATS
from verifier.registry import installed
from verifier.result import Result
from verifier.rule import AnyRule

ROOT = Path(__file__).parent.parent
ORDER = ("refuted", "stale", "doubtful", "error", "holds", "unverifiable")
REPORTS = ("examples/audit.md", "examples/change-summary.md")
QUICK = settings(max_examples=25, deadline=None, derandomize=True, database=None)


def test_every_name_is_known_everywhere() -> None:
    assert tuple(FORMATS) == CONFIGURED
    page = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    assert {name for name in FORMATS if f"## `{name}`" not in page} == set()


def check_agreement(texts: dict[str, str]) -> None:
    wanted = expected(documents(texts["json"]))
    claims, levels = counted.in_sarif(texts["sarif"])
    assert (claims, levels) == (wanted["claims"], wanted["levels"])
    assert counted.in_jsonl(texts["jsonl"]) == wanted["claims"]
    assert counted.in_gitlab(texts["gitlab"]) == wanted["levels"]
    assert counted.in_rdjson(texts["rdjson"]) == wanted["levels"]
    assert counted.in_junit(texts["junit"]) == wanted["cases"]
    assert counted.in_github(texts["github"]) == wanted["shown"]
    assert counted.in_markdown(texts["markdown"]) == wanted["causes"]
    assert +counted.in_html(texts["html"]) == +wanted["statements"]


@QUICK
@given(results(), results())
def test_formats_agree(one: Result, other: Result) -> None:
    check_agreement({name: rendered(name, one) for name in FORMATS})
    check_agreement({name: rendered(name, one, other) for name in FORMATS})


@QUICK
@given(results())
def test_nothing_is_told_by_control_characters(made: Result) -> None:
    for name in FORMATS:
        if name == "diff":  # a patch holds the report's own bytes
            continue
        text = rendered(name, made)
        assert {character for character in text if is_unsafe(character)} <= {"\n"}, name
        text.encode()


def is_unsafe(character: str) -> bool:
    turns = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    return unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} or unicodedata.bidirectional(character) in turns


@QUICK
@given(results())
def test_the_same_result_gives_the_same_bytes(made: Result) -> None:
    for name in FORMATS:
        assert rendered(name, made) == rendered(name, made)


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in ("text", "json", "jsonl")])
def test_no_path_of_the_machine_is_told(name: str) -> None:
    bad = finding(Verdict.REFUTED, fix="3")
    made = result(
        "`a.py` is 9 lines.\n", bad, statements=(statement("x", 1, Extent.FULL, Verdict.REFUTED, (0,)),), path="/home/me/report.md"
    )
    assert bad.correction is not None
    made = replace(made, edits=edits_of(made.source, [bad.correction]))
    assert "/home" not in rendered(name, made)
    assert "report.md" in rendered(name, made)


@pytest.mark.parametrize(
    ("why", "kind", "told"),
    [(Without.SUPPRESSED, "inSource", "ours"), (Without.KNOWN, "external", "known"), (Without.UNCHANGED, "external", "on")],
)
def test_what_does_not_count_is_told_apart(why: Without, kind: str, told: str) -> None:
    aside = Aside(why, "ours" if why is Without.SUPPRESSED else "")
    made = result("`a.py` is 9 lines.\n", replace(finding(Verdict.REFUTED), aside=aside))
    (one,) = json.loads(rendered("sarif", made))["runs"][0]["results"]
    assert [(item["kind"], item["justification"].split()[0]) for item in one["suppressions"]] == [(kind, told)]
    assert json.loads(rendered("gitlab", made)) == json.loads(rendered("rdjson", made))["diagnostics"] == []
    assert "::error" not in rendered("github", made)
    assert "<failure" not in rendered("junit", made)
    assert WITHOUT[why] in rendered("junit", made)
    for name in ("text", "github", "markdown"):
        assert WITHOUT[why] in rendered(name, made)
        assert "1 refuted" not in rendered(name, made)


@pytest.mark.parametrize("name", FORMATS)
def test_no_reports_and_no_claims_are_told_in_form(name: str) -> None:
    for text in (rendered(name), rendered(name, several=True), rendered(name, result("x"))):
        if name in ("sarif", "gitlab", "rdjson"):
            json.loads(text)


def test_what_is_inferred_is_said_to_be() -> None:
    """SARIF's precision rests on it."""

    def infers(rule: type[AnyRule]) -> bool:
        kinds = [kind for kind in rule.__mro__ if kind.__module__.startswith("verifier.rules.")]
        return any("Confidence.LIKELY" in inspect.getsource(inspect.getmodule(kind) or kind) for kind in kinds)

    rules = [rule.load() for rule in installed().values()]
    assert {rule.name for rule in rules if infers(rule) and not rule.infers} == set()
    assert 0 < sum(rule.infers for rule in rules) < len(rules) / 2


@pytest.fixture(scope="module")
def example_runs(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    """All formats of all examples, of two runs."""
    place = tmp_path_factory.mktemp("formats")
    shutil.copytree(ROOT / "examples", place / "examples")
    found = []
    for number in ("1", "2"):
        options = [word for name in FORMATS for word in ("--output", f"{name}:{name}.{number}")]
        run = verify_review(*REPORTS, "--repo", "examples/project", *options, cwd=place)
        assert (run.code, run.out) == (1, b""), run.err
        found.append({name: (place / f"{name}.{number}").read_text(encoding="utf-8") for name in FORMATS})
    return found


def test_formats_agree_on_the_examples(example_runs: list[dict[str, str]]) -> None:
    texts = example_runs[0]
    check_agreement(texts)
    claims = expected(documents(texts["json"]))["claims"]
    assert claims["refuted"] > 10
    told = ", ".join(f"{claims[verdict]} {verdict}" for verdict in ORDER if claims[verdict])
    assert f"2 reports: {told}\n" in texts["text"]
    assert texts["markdown"].splitlines()[1] == f"### verify-review: {told}"
    assert f"claims: {told}; " in texts["github"].splitlines()[-1]


def test_a_second_run_gives_the_same_bytes(example_runs: list[dict[str, str]]) -> None:
    assert example_runs[0] == example_runs[1]


def test_the_examples_hold_no_path_of_the_machine(example_runs: list[dict[str, str]]) -> None:
    assert {name for name, text in example_runs[0].items() if str(ROOT) in text or "/tmp" in text} == set()


def test_lines_are_the_objects_of_json(example_runs: list[dict[str, str]]) -> None:
    rows = [json.loads(line) for line in example_runs[0]["jsonl"].splitlines()]
    rebuilt: list[dict[str, Any]] = []
    for row in rows:
        kind = row.pop("type")
        if kind == "report":
            rebuilt.append({**row, "claims": [], "statements": [], "unread": []})
            continue
        assert row.pop("report") == rebuilt[-1]["report"]["path"]
        if kind == "statement" and row.pop("unread"):
            rebuilt[-1]["unread"].append({"line": row["line"], "text": row["text"]})
        rebuilt[-1][f"{kind}s"].append(row)
    assert rebuilt == documents(example_runs[0]["json"])
