"""What stands in quotation marks with other words is told as an example, and is no claim."""

from __future__ import annotations

import pytest

from verifier.reading.report import read_report
from verifier.reading.says.quoted import quoted, wrongly_told
from verifier.reading.source import read_source


@pytest.mark.parametrize(
    ("words", "is_quoted"),
    [
        ('It reads "the moon has 9 files" as a claim.', True),
        ('Under a comment with its place ("# moon.py:12") it may differ.', True),
        ('A row such as "- `moon.py`" is an entry.', True),
        ("It reads “moon.py has 9 lines” as a claim.", True),
        ('"This does three things: consider what `moon()` is to be split into."', True),
        ('"moon.py has 9 lines"', False),
        ('It is called "moon.py" here.', False),
        ('The title is "Lunar moon.py".', False),
        ('It reads "dust and stones" from moon.py.', False),
    ],
)
def test_a_quoted_sentence_is_told_from_a_quoted_name(words: str, is_quoted: bool) -> None:
    (statement,) = {clause.statement for clause in read_report(read_source("report.md", f"{words}\n".encode())).clauses}
    text = statement.text
    assert quoted(text, text.plain.index("moon")) is is_quoted


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("The `moon() -> int` contract doc is wrong", "contract doc is wrong"),
        ("The README still says that `moon.py` has 30 lines", "README still says"),
        ("Its docstring incorrectly documents `moon(a)`", "docstring incorrectly documents"),
        ("`moon()` is wrong", ""),
        ("The README says that `moon.py` has 30 lines", ""),
        ("The docs are in `moon/`. What `moon()` gives is wrong", ""),
    ],
)
def test_what_a_document_is_said_to_tell_wrongly(words: str, wrong: str) -> None:
    report = read_report(read_source("report.md", f"- {words}\n".encode()))
    assert next(filter(None, (wrongly_told(one.text) for one in report.statements)), "") == wrong
