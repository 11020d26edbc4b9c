"""Data files that nobody trusts: what is read of them, and that whatever is wrong is one kind of error."""

from __future__ import annotations

import signal

import pytest
from time_limit import at_most

from verifier.knowledge.structured import MAX_CHARACTERS, MAX_YAML, Malformed, parse_data


@pytest.mark.parametrize(
    ("path", "text", "data"),
    [
        ("a.toml", "a.b = 1\nc = 3.10\n", {"a": {"b": 1}, "c": "3.10"}),
        ("a.json", '{"a": [1, 2.50, true, null]}', {"a": [1, "2.50", True, None]}),
        ("a.yml", "a: 3.10\nb: [x, 'y z']\nc: {d: on}\n", {"a": "3.10", "b": ["x", "y z"], "c": {"d": "on"}}),
        ("a.yaml", "a: &one 5\nb: *one\n<<: *one\n", {"a": "5", "b": None, "<<": None}),
        ("a.yaml", "a: !!python/object/apply:os.system [ls]\n", {"a": ["ls"]}),
        ("a.yaml", "one\n---\ntwo\n", "one"),
        ("a.yaml", "? [a, b]\n: 1\n", {"['a', 'b']": "1"}),
        ("a.yaml", "", None),
    ],
)
def test_what_is_read(path: str, text: str, data: object) -> None:
    assert parse_data(path, text) == data


BOMB = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 60))


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="time is limited by a signal")
@pytest.mark.parametrize(
    ("path", "text", "told"),
    [
        ("a.yaml", "[" * 50_000, "nested too deep"),
        ("a.yaml", "- " * 50_000, "nested too deep"),
        ("a.yaml", "a: {" * 20_000, "nested too deep"),
        ("a.yaml", "\n".join(" " * n + "a:" for n in range(400)), "nested too deep"),
        ("a.yaml", "a: [", "not valid YAML"),
        ("a.yaml", "a: \0", "not valid YAML"),
        ("a.yaml", "x" * (MAX_YAML + 1), "more than the 200,000"),
        ("a.json", "[" * 90_000, "nested too deep"),
        ("a.json", "1" * 5_000, "digits"),
        ("a.toml", "x" * (MAX_CHARACTERS + 1), "more than the 1,000,000"),
        ("a.toml", "a = " + "[" * 90_000, "nested too deep"),
        ("a.ini", "[a]", "no TOML, JSON or YAML"),
    ],
)
def test_what_is_refused_in_time(path: str, text: str, told: str) -> None:
    with at_most(5), pytest.raises(Malformed, match=told):
        parse_data(path, text)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="time is limited by a signal")
def test_aliases_make_nothing_grow() -> None:
    with at_most(5):
        data = parse_data("a.yaml", BOMB)
    assert isinstance(data, dict)
    assert data["a59"] == [None] * 9
