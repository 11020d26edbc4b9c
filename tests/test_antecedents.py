"""What "it" and "the file" stand for: sentences in, the words of their last clause out."""

from __future__ import annotations

import pytest

from verifier.reading.report import read_report
from verifier.reading.source import read_source


@pytest.mark.parametrize(
    ("sentence", "last"),
    [
        ("I went through `TestOrbit`: the class has two methods.", "TestOrbit has two methods."),
        ("`orbit.go` never panics: the file contains no call of `panic`.", "orbit.go contains no call of panic."),
        ("`turn` in `orbit.go` is exported, yet it has no comment.", "turn has no comment."),
        ("`orbit.py` is small, but it has 9 functions.", "orbit.py has 9 functions."),
        ("`orbit.py` is small, and this module has 9 functions.", "orbit.py has 9 functions."),
        # two things of the kind, none, or one that is no such thing
        ("`orbit.py` and `tilt.py` are small: the file has 9 functions.", "the file has 9 functions."),
        ("All is small: the file has 9 functions.", "the file has 9 functions."),
        ("`turn` is small: the file has 9 functions.", "the file has 9 functions."),
        ("`orbit.py` is small, which is good.", "which is good."),
    ],
)
def test_what_a_clause_begins_with_is_named(sentence: str, last: str) -> None:
    clause = read_report(read_source("r.md", f"# Review\n\n{sentence}\n".encode())).clauses[-1]
    assert clause.text.lstrip() == last


def test_the_name_stands_at_its_own_place() -> None:
    clause = read_report(read_source("r.md", b"`orbit.py` is small, but it has 9 functions.\n")).clauses[-1]
    at = clause.text.find("has")
    assert clause.words.place(0) == (1, 2)
    assert clause.words.place(at)[1] == "`orbit.py` is small, but it has".find("has") + 1
    assert clause.span.column > 20
