"""What a sentence leaves out of what it says: "no print statements outside `cli.py`"."""

from __future__ import annotations

import pytest

from verifier.engine import chosen_rules
from verifier.model import Verdict
from verifier.reading.report import read_report
from verifier.reading.says.excepted import without_exceptions
from verifier.reading.source import read_source
from verifier.result import RunOptions
from verifier.testing import findings

EXCEPTED = [
    ("No print statements outside `cli.py`.", ("cli.py",), ()),
    ("No print statements outside of `cli.py` and `tool.py`.", ("cli.py", "tool.py"), ()),
    ("No prints except in `cli.py`, `tool.py`.", ("cli.py", "tool.py"), ()),
    ("`moon.py` has no prints, other than `cli.py`.", ("cli.py",), ("moon.py",)),
    ("No prints anywhere apart from `cli.py` itself.", ("cli.py",), ()),
    ("No print statements in `cli.py`.", (), ("cli.py",)),
    ("Outside the colony `moon.py` has no prints.", (), ("moon.py",)),
]


@pytest.mark.parametrize(("sentence", "left_out", "paths"), EXCEPTED)
def test_which_files_are_left_out(sentence: str, left_out: tuple[str, ...], paths: tuple[str, ...]) -> None:
    hints = read_report(read_source("report.md", f"{sentence}\n".encode())).clauses[0].hints
    assert (hints.excepted, hints.paths) == (left_out, paths)


def test_the_words_without_what_is_left_out() -> None:
    assert without_exceptions(" statements anywhere outside `cli.py` itself", ("cli.py",)) == " statements"
    assert without_exceptions(" statements in `cli.py`", ()) == " statements in `cli.py`"


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("No print statements outside `cli.py`.", Verdict.REFUTED),
        ("No print statements outside `cli.py` and `tool.py`.", Verdict.HOLDS),
        ("No print statements in `moon.py`.", Verdict.HOLDS),
        ("No print statements in `cli.py`.", Verdict.REFUTED),
    ],
)
def test_what_is_left_out_is_not_looked_at(sentence: str, verdict: Verdict) -> None:
    files = {"cli.py": "print(1)\n", "tool.py": "print(2)\n", "moon.py": "x = 1\n"}
    assert [finding.verdict for finding in findings(sentence, files, chosen_rules(RunOptions(select=("print-calls",))))] == [verdict]
