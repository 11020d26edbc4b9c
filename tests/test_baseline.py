"""Baselines: a claim is known by its words, as often as the file says, wherever its line moves."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from output_helpers import finding, result

from verifier.baseline import Baseline, BaselineError, Entry, read_baseline
from verifier.model import Finding, Verdict, Without

RULES = frozenset(("file-lines", "size"))


def bad(text: str = "a.py is 9 lines", line: int = 1, rule: str = "file-lines", verdict: Verdict = Verdict.REFUTED) -> Finding:
    return finding(verdict, line, rule=rule, text=text)


def written(path: Path, report: str, *findings: Finding) -> Baseline:
    """A baseline of all of these findings, written and read again."""
    made = Baseline(path, all_known=True)
    outcome = made.marked(report, result("x", *findings).outcome)
    path.write_text(made.with_outcomes({report: outcome}, RULES).text(), encoding="utf-8")
    return read_baseline(path)


def known(baseline: Baseline, report: str, *findings: Finding) -> list[int]:
    marked = baseline.marked(report, result("x", *findings).outcome).findings
    return [one.claim.span.line for one in marked if one.aside and one.aside.why is Without.KNOWN]


@pytest.mark.parametrize(
    ("findings", "lines"),
    [
        ([bad()], [1]),
        ([bad(line=70)], [70]),  # moved
        ([bad("a.py  is 9\nlines.")], [1]),  # wrapped
        ([bad("a.py is 8 lines")], []),
        ([bad(rule="size")], []),
        ([bad(verdict=Verdict.DOUBTFUL)], [1]),
        ([bad(verdict=Verdict.HOLDS)], []),
        ([bad(verdict=Verdict.ERROR)], []),
        ([bad(), bad(line=2), bad(line=3)], [1, 2]),  # it is known twice
    ],
)
def test_what_is_known(findings: list[Finding], lines: list[int], tmp_path: Path) -> None:
    baseline = written(tmp_path / "b.json", str(tmp_path / "r.md"), bad(), bad(line=9))
    assert known(baseline, str(tmp_path / "r.md"), *findings) == lines
    assert known(baseline, str(tmp_path / "other.md"), *findings) == []


def test_the_file_is_in_order_and_one_claim_a_line(tmp_path: Path) -> None:
    report = str(tmp_path / "docs" / "r.md")
    baseline = written(tmp_path / "b.json", report, bad("z ✅"), bad(), bad("b", rule="size"), bad())
    text = (tmp_path / "b.json").read_text(encoding="utf-8")
    assert text == (
        '{\n "version": 1,\n "reports": {\n  "docs/r.md": [\n'
        '   {"rule": "file-lines", "about": "a.py", "claim": "a.py is 9 lines", "count": 2},\n'
        '   {"rule": "file-lines", "about": "a.py", "claim": "z ✅", "count": 1},\n'
        '   {"rule": "size", "about": "a.py", "claim": "b", "count": 1}\n  ]\n }\n}\n'
    )
    assert baseline.text() == text
    assert Baseline(tmp_path / "none.json").text() == '{\n "version": 1,\n "reports": {}\n}\n'


def test_reports_are_found_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "docs").mkdir()
    monkeypatch.chdir(tmp_path)
    baseline = written(Path("b.json"), os.path.join("docs", "r.md"), bad())
    monkeypatch.chdir(tmp_path / "docs")
    assert known(read_baseline(Path("../b.json")), "r.md", bad()) == [1]
    assert baseline.name("<stdin>") == "<stdin>"


def test_what_is_not_found_any_more_is_told(tmp_path: Path) -> None:
    report = str(tmp_path / "r.md")
    baseline = written(tmp_path / "b.json", report, bad(), bad(), bad("b", rule="size"))
    outcome = baseline.marked(report, result("x", bad()).outcome)
    assert baseline.fixed(report, outcome, RULES) == [Entry("file-lines", "a.py", "a.py is 9 lines", 1), Entry("size", "a.py", "b", 1)]
    assert [entry.rule for entry in baseline.fixed(report, outcome, {"size"})] == ["size"], "only rules that were run tell it"


def test_writing_keeps_what_was_not_looked_at(tmp_path: Path) -> None:
    report, other = str(tmp_path / "r.md"), str(tmp_path / "other.md")
    for name in (report, other):
        Path(name).touch()
    first = written(tmp_path / "b.json", report, bad(), bad("b", rule="size"))
    made = Baseline(first.path, first.reports, all_known=True)
    both = made.with_outcomes({other: made.marked(other, result("x", bad()).outcome)}, RULES)
    assert sorted(both.reports) == ["other.md", "r.md"]
    none = made.marked(report, result("x").outcome)
    assert [key[0] for key in made.with_outcomes({report: none}, {"size"}).reports["r.md"]] == ["file-lines"]
    Path(report).unlink()
    assert sorted(made.with_outcomes({}, RULES).reports) == [], "a report that is gone takes its claims along"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "no such baseline; --write-baseline"),
        (b"[", "is no baseline"),
        (b"\xff", "is no baseline"),
        (b"[" * 100_000, "is no baseline"),
        (b'{"version": 2, "reports": {}}', "a baseline of version 2; this tool reads version 1"),
        (b'{"version": 1, "reports": {"a": [{"rule": 3}]}}', "Expected `?str`?, got `?int`?"),
        (b'{"version": 1, "reports": {}, "more": 1}', "is no baseline"),
    ],
)
def test_what_is_no_baseline(content: bytes | None, told: str, tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BaselineError, match=told):
        read_baseline(path)


@pytest.mark.parametrize("name", ["a\0b", "a" * 5000, "/dev/ptmx", "/dev/stdin"])
def test_what_is_no_file_is_told(name: str) -> None:
    with pytest.raises(BaselineError, match="can't be read"):
        read_baseline(Path(name))


@pytest.mark.parametrize("report", ["a/" * 5000, "a\0b"])
def test_reports_that_no_file_can_be_are_gone(report: str, tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    path.write_text(json.dumps({"version": 1, "reports": {report: [{"rule": "size", "about": "a", "claim": "b"}]}}))
    assert not read_baseline(path).with_outcomes({}, RULES).reports
