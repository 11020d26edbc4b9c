"""The examples: what `expected.jsonl` says of each report is what the tool says, and nothing true is refuted."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from cli_helpers import verify_review

EXAMPLES = Path(__file__).parent.parent / "examples"
REPORTS = ("audit.md", "change-summary.md", "deployment-review.md")


def expected(report: str) -> list[tuple[int, str, str]]:
    lines = [json.loads(line) for line in (EXAMPLES / "expected.jsonl").read_text(encoding="utf-8").splitlines()]
    return [(line["line"], line["kind"], line["verdict"]) for line in lines if line["report"] == report]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the examples, so that no repository around them matters."""
    return Path(shutil.copytree(EXAMPLES, tmp_path_factory.mktemp("examples") / "examples"))


@pytest.fixture(scope="module")
def said(place: Path) -> dict[str, list[dict[str, Any]]]:
    run = verify_review(*REPORTS, "--repo", "project", "--output-format", "json", cwd=place)
    assert run.code == 1
    return {document["report"]["path"]: document["claims"] for document in run.json["reports"]}


@pytest.mark.parametrize("report", REPORTS)
def test_every_expected_claim_is_judged_as_expected(report: str, said: dict[str, list[dict[str, Any]]]) -> None:
    got = Counter((claim["line"], claim["kind"], claim["verdict"]) for claim in said[report])
    missing = Counter(expected(report)) - got
    assert not missing, sorted(missing.elements())


@pytest.mark.parametrize("report", REPORTS)
def test_nothing_else_is_refuted_or_in_error(report: str, said: dict[str, list[dict[str, Any]]]) -> None:
    bad = [claim for claim in said[report] if claim["verdict"] in {"refuted", "stale", "error"}]
    surplus = Counter((claim["line"], claim["kind"], claim["verdict"]) for claim in bad) - Counter(expected(report))
    assert not surplus, [claim["message"] for claim in bad if (claim["line"], claim["kind"], claim["verdict"]) in surplus]


@pytest.mark.parametrize("report", REPORTS)
def test_wishes_are_no_claims(report: str, said: dict[str, list[dict[str, Any]]]) -> None:
    lines = (EXAMPLES / report).read_text(encoding="utf-8").splitlines()
    wishes = next(number for number, line in enumerate(lines, 1) if "Recommendations" in line or "Next steps" in line)
    assert [claim["line"] for claim in said[report] if claim["line"] >= wishes] == []


@pytest.mark.parametrize("report", REPORTS)
def test_each_has_true_and_false_claims(report: str) -> None:
    assert {verdict for _, _, verdict in expected(report)} == {"holds", "refuted"}


def test_corrected_reports_are_refuted_less(place: Path, tmp_path: Path) -> None:
    shutil.copytree(place, tmp_path / "examples")
    here = tmp_path / "examples"
    before = verify_review(*REPORTS, "--repo", "project", "-q", cwd=here).text.splitlines()
    patch = verify_review(*REPORTS, "--repo", "project", "--diff", cwd=here).out
    done = subprocess.run(["patch", "-p1", "-s"], cwd=here, input=patch, capture_output=True)
    assert done.returncode == 0, done.stdout
    after = verify_review(*REPORTS, "--repo", "project", "-q", cwd=here).text.splitlines()
    fixed = [line for line in before if "(fix: " in line]
    assert fixed
    assert len(after) == len(before) - len(fixed)
    assert not [line for line in after if "(fix: " in line]
