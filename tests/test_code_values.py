"""Tokens forget formatting; values are evaluated without running anything; names get what code gives them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.facts.settings import assigned
from verifier.facts.tokens import tokens, tokens_of_file

SAME = [
    ("python", "f(a, b)", "f(\n    a,\n    b,  # last\n)"),
    ("python", "x = 'it'", 'x = "it"'),
    ("python", "from a import (b, c)", "from a import b, c"),
    ("typescript", "const a = 'x';", 'const a = "x" // why'),
    ("sql", "SELECT a -- all\nFROM t;", "SELECT a FROM t"),
    ("yaml", "a: 1  # one", "a: 1"),
]


@pytest.mark.parametrize(("language", "one", "other"), SAME)
def test_formatting_is_forgotten(language: str, one: str, other: str) -> None:
    assert [t.text for t in tokens(one, language).row] == [t.text for t in tokens(other, language).row]


def test_docstrings_and_comments_stand_apart() -> None:
    read = tokens('def f():\n    """Say it.\n\n    More.\n    """\n    return "it"  # why\n', "python")
    assert [words for _, words in read.docstrings if words] == ["Say it.", "More."]
    assert read.comments == ((6, "why"),)
    assert '"it' in read.joined


VALUES = [
    ("a.py", "X = 60 * 60", "X", 3600.0, ""),
    ("a.py", "X = timedelta(minutes=15)", "X", 900.0, "second"),
    ("a.py", "d = {'LIFETIME': timedelta(days=1, hours=1)}", "LIFETIME", 90000.0, "second"),
    ("a.py", "MINUTE = 60\nX = 5 * MINUTE", "X", 300.0, ""),
    ("a.py", "def f(limit: int = 5): ...", "limit", 5.0, ""),
    ("a.py", "g(pool_size=10)", "pool_size", 10.0, ""),
    ("a.py", "app.config['RATE'] = 7", "RATE", 7.0, ""),
    ("a.py", "if ratio > 0.3:\n    pass", "ratio", 0.3, ""),
    ("a.ts", "const A = 5 * 60 * 1000;", "A", 300000.0, ""),
    ("a.ts", "const o = { maxRetries: 3 };", "maxRetries", 3.0, ""),
    ("a.go", "timeout := 30 * time.Second", "timeout", 30.0, "second"),
    ("a.rs", "let wait = Duration::from_millis(250);", "wait", 0.25, "second"),
    ("a.yml", "timeout: 30s", "timeout", 30.0, "second"),
    ("a.json", '{"retries": 4}', "retries", 4.0, ""),
    ("Dockerfile", "EXPOSE 8080", "EXPOSE", 8080.0, ""),
    (".env", "POOL=12", "POOL", 12.0, ""),
]


@pytest.mark.parametrize(("path", "text", "name", "value", "unit"), VALUES)
def test_a_name_gets_what_the_code_gives_it(path: str, text: str, name: str, value: float, unit: str) -> None:
    amounts = [one.amount for one in assigned(tokens_of_file(path, text)) if one.name == name]
    assert [(round(a.number or 0.0, 9), a.unit) for a in amounts if a] == [(value, unit)]


@pytest.mark.parametrize(
    ("text", "number"),
    [("X = int(os.getenv('A', '5'))", 5.0), ("const X = process.env.A || 5", 5.0), ("X = config('A', default=5)", 5.0)],
)
def test_a_default_of_the_environment_is_told_as_such(text: str, number: float) -> None:
    amount = next(one.amount for one in assigned(tokens_of_file("a.py", text)) if one.name == "X")
    assert amount is not None
    assert (amount.number, amount.environment) == (number, True)


@pytest.mark.parametrize("text", ["X = f()", "X = y + 1", "X = cpu_count() * 2", "X = 2 ** 9999", "X = [1, 2]", "X = 'a' + 'b'"])
def test_what_must_be_run_has_no_value(text: str) -> None:
    assert [one.amount for one in assigned(tokens_of_file("a.py", text)) if one.name == "X"] == [None]


@given(st.text(max_size=300), st.sampled_from(["a.py", "a.ts", "a.sql", "a.yml", "Dockerfile"]))
def test_nothing_breaks_the_reading(text: str, path: str) -> None:
    read = tokens_of_file(path, text)
    assigned(read)
    assert all(read.find(f"\0{token.text}\0") >= 0 for token in read.row)
