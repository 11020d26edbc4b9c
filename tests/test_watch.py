"""What does not end ends as an error: of one claim, or of the report."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_helpers import PROJECT, TRUE, write

from verifier import engine, watch
from verifier.codebase import Codebase
from verifier.commands.verify import Request, run
from verifier.model import Claim, Finding, Measurement, Verdict
from verifier.reading.clause import Clause
from verifier.reading.report import read_report
from verifier.reading.source import read_source
from verifier.reading.statements import read_blocks
from verifier.repository.scope import Scope
from verifier.rule import Rule

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there is no clock that rings")


def endless() -> None:
    re.match(r"(?:a+)+b", "a" * 200)


class Endless(Rule[object]):
    name = "endless"
    kinds = ("endless",)
    summary = "Never ends."
    examples = ()

    def recognise(self, clause: Clause) -> Iterator[Claim[object]]:
        if "forever" in clause.text:
            endless()
        yield self.claim(clause, None, subject=clause.text, claimed="")

    def measure(self, claim: Claim[object], code: Codebase, scope: Scope) -> Measurement:
        raise NotImplementedError

    def judge(self, claim: Claim[object], measurement: Measurement) -> Finding:
        raise NotImplementedError


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "_TICK", 0.05)


def test_a_rule_that_does_not_end_on_a_clause_is_an_error_and_the_others_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "CLAUSE_SECONDS", 0.2)
    report = read_report(read_source("r.md", b"The first is read.\n\nIt takes forever.\n\nThe last is read.\n"))
    with watch.WATCH.report():
        found, errors = engine.recognise(report, (Endless(),))
    assert [item.claim.subject for item in found] == ["The first is read.", "The last is read."]
    assert [(error.verdict, error.claim.span.line) for error in errors] == [(Verdict.ERROR, 3)]
    assert "did not end within 0.2 seconds" in errors[0].message


def test_a_report_that_is_not_read_in_time_is_an_error_and_the_others_are_verified(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(watch, "REPORT_SECONDS", 2)
    monkeypatch.setattr("verifier.reading.report.read_blocks", lambda lines, _: endless() if lines == ("forever",) else read_blocks(lines))
    write(tmp_path, {"a.md": "forever\n", "b.md": TRUE})
    reports = tuple(str(tmp_path / name) for name in ("a.md", "b.md"))
    request = Request(reports, str(write(tmp_path / "project", PROJECT)), None, no_cache=True, jobs=1, select=("file-lines",), verbose=1)
    assert run(request) == 2
    shown = capsys.readouterr()
    assert "a.md: not verified within 2 seconds; split it" in shown.err
    assert "src/app.py" in shown.out


def test_the_clock_is_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    before = signal.getsignal(signal.SIGALRM)
    with watch.WATCH.report():
        assert signal.getsignal(signal.SIGALRM) != before
    assert signal.getsignal(signal.SIGALRM) == before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
