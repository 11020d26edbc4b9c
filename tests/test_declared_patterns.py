"""Patterns of a configuration meet hostile files: text patterns take linear time, code is parsed within limits."""

from __future__ import annotations

import signal

import pytest
from adversary import attacks
from time_limit import at_most

from verifier.facts import pool
from verifier.facts.facts import Facts
from verifier.facts.failure import Failure
from verifier.facts.structure import Structure
from verifier.facts.worker import Task, harmless
from verifier.knowledge.linear import MOST, Match, PatternError, linear, literal
from verifier.model import Reason
from verifier.repository.snapshot import MemorySnapshot
from verifier.rules.declared.phrase import phrase_of

timed = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="time is limited by a signal")


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (r"^@on", "@on\n x @on\n@on", [Match(1, "@on", "@on"), Match(3, "@on", "@on")]),
        (r"v = (\d+)", "v = 1, v = 20", [Match(1, "v = 1", "1"), Match(1, "v = 20", "20")]),
        (r"é+", "\n\néé ü é", [Match(3, "éé", "éé"), Match(3, "é", "é")]),
        (literal("a.b*(é"), "a.b*(é axb*(é", [Match(1, "a.b*(é", "a.b*(é")]),
    ],
)
def test_matches_of_text(pattern: str, text: str, found: list[Match]) -> None:
    assert list(linear(pattern).matches(text)) == found


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("(", r"no pattern that RE2 takes: missing \)"),
        (r"(?=x)", "no pattern that RE2 takes"),
        (r"(a)\1", "no pattern that RE2 takes"),
        ("a{1000}{1000}", "no pattern that RE2 takes"),
        ("x*", "fits the empty text"),
        ("", "fits the empty text"),
        ("x" * 1001, "more than the 1,000"),
    ],
)
def test_patterns_that_can_t_be_used(pattern: str, told: str) -> None:
    with pytest.raises(PatternError, match=told):
        linear(pattern)


@timed
@pytest.mark.parametrize("pattern", [r"(a+)+$", r"(a|a)*b", r"(a*)*c", r"(x+x+)+y", r"(.*)(.*)(.*)(.*)z", r"([^,]*,){20}P"])
def test_catastrophic_patterns_are_none_here(pattern: str) -> None:
    with at_most(10):
        assert not list(linear(pattern).matches("a" * 50_000 + "x" * 50_000))


@timed
def test_matches_without_end_are_cut() -> None:
    with at_most(10):
        assert len(list(linear("a").matches("a" * 3_000_000))) == MOST + 1


FILES = {
    "a.py": "print(1)\nprint('a', 2)\n# print(3)\n",
    "b.ts": "print(3); console.log(3)\n",
    "c.go": "package a\n\nfunc f() { print(1) }\n",
    "d.rs": "fn a() { b(1) }\n",
    "e.c": "void f() { print(1); }\n",
    "deep.py": "x = " + "(" * 100_000 + ")" * 100_000,
    "nots.py": "x = " + "not " * 50_000 + "1\n",
    "many.py": "print(1)\n" * 11_000,
    "large.py": "x = 1\n" * 100_000,
    "broken.py": "def (:\nprint(1)\n",
    "data.txt": "print(1)\n",
}


@pytest.mark.parametrize(
    ("pattern", "path", "lines", "errors"),
    [
        ("print($$$)", "a.py", [1, 2], False),
        ("print($A)", "a.py", [1], False),
        ("print($$$)", "b.ts", [1], False),
        ("print($$$)", "c.go", [3], False),
        ("zz($A)", "d.rs", [], True),
        ("print($$$)", "e.c", [], True),  # no code of C by itself, so that it proves nothing when it is not found
        ("print(", "a.py", [], True),
        ("print($$$)", "broken.py", [2], True),
    ],
)
def test_places_of_a_form(pattern: str, path: str, lines: list[int], errors: bool) -> None:
    found = Facts(MemorySnapshot(FILES)).structures(pattern, [path])[path]
    assert isinstance(found, Structure)
    assert ([match.line for match in found.matches], found.errors) == (lines, errors)


@pytest.mark.parametrize(
    ("pattern", "path", "reason", "told"),
    [
        ("print($$$)", "deep.py", Reason.TOO_LARGE, "nested too deeply"),
        ("print($$$)", "nots.py", Reason.TOO_LARGE, "nested too deeply"),
        ("print($$$)", "many.py", Reason.TOO_LARGE, "more than 10,000 matches"),
        ("print($$$)", "large.py", Reason.TOO_LARGE, "more than the 500,000"),
        ("print($$$)", "data.txt", Reason.UNSUPPORTED_LANGUAGE, "no structure"),
        ("a b c", "a.py", Reason.UNREADABLE, "ast-grep takes no 'a b c' for python"),
        ("f(" * 3_000, "a.py", Reason.UNREADABLE, "ast-grep takes no"),
    ],
)
def test_hostile_sources_and_patterns(pattern: str, path: str, reason: Reason, told: str) -> None:
    found = Facts(MemorySnapshot(FILES)).structures(pattern, [path])[path]
    assert isinstance(found, Failure)
    assert found.reason is reason
    assert told in found.message


def test_a_pattern_is_part_of_what_is_remembered() -> None:
    facts = Facts(MemorySnapshot(FILES))
    one, other = (facts.structures(pattern, ["a.py"])["a.py"] for pattern in ("print($$$)", "print($A)"))
    assert one != other


def test_code_is_matched_in_a_worker_process_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not harmless(Task("structure print($A)", "python", "a.py", b"print(1)\n"))
    assert harmless(Task("outline", "python", "a.py", b"print(1)\n"))
    monkeypatch.setattr(pool, "outcome", lambda task: pytest.fail("parsed in the process itself"))
    assert Facts(MemorySnapshot(FILES)).structures("print($A)", ["a.py"])


PHRASES = (
    "{number} event handlers in {path}",
    "{name} {value} default",
    "{path} has {number} of {name}",
    "runs {name} on Python {version}",
    "an {name} {path} or {value}",
)


@timed
@pytest.mark.parametrize("text", PHRASES)
def test_phrases_take_no_longer_than_other_patterns(text: str) -> None:
    pattern = phrase_of(text).pattern
    for attack in attacks(pattern.pattern, pattern.flags):
        with at_most(2):
            list(pattern.finditer(attack.text(800)))
