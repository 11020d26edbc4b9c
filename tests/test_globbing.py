"""Globs and ignore rules: what fits, and that no pattern makes matching slow."""

from __future__ import annotations

import random
import re

import pytest
from pathspec import GitIgnoreSpec
from time_limit import at_most

from verifier.repository.globbing import matcher
from verifier.repository.ignore_lines import ignore_spec

LONG = "a" * 4000 + ".py"
DEEP = "aaa/" * 400 + "c.py"


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("a*b*c", "a-b-b-c", True),
        ("a*b*c", "a-c-b", False),
        ("*.test.*", "x.test.test.py", True),
        ("src/**/a/**/b.py", "src/a/x/a/y/b.py", True),
        ("src/**/a/**/b.py", "src/x/b.py", False),
        ("**/a/b/**/c/d", "a/x/a/b/c/c/d", True),
        ("src/**.ts", "src/a/b/c.ts", True),
        ("src/**.ts", "src/c.ts", True),
        ("a**/b", "a/x/b", True),
        ("src/**", "src/a/b", True),
        ("src/**", "src", False),
        ("***/x", "a/b/x", True),
        ("[!a]*", "b", True),
        ("a[!b]c", "a/c", False),
        ("[*]x*", "*xy", True),
        ("[*]x*", "axy", False),
        ("[", "[", True),
    ],
)
def test_what_fits(pattern: str, path: str, fits: bool) -> None:
    assert bool(matcher(pattern).fullmatch(path)) is fits


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*a" * 400 + "b", LONG),
        ("*" * 900 + "b", LONG),
        ("?*" * 400 + "b", LONG),
        ("*[ab]" * 150 + "x", LONG),
        ("**/aaa/" * 100 + "b.py", DEEP),
        ("**/*a*a/" * 100 + "b.py", DEEP),
        ("*/" * 399 + "**/*a*a*/**/x", DEEP),
        ("a**" * 300 + "b.py", DEEP),
        ("**a" * 300 + "b.py", DEEP),
        ("*a" * 100_000, LONG),
    ],
)
def test_no_glob_is_slow(pattern: str, path: str) -> None:
    with at_most(2):
        assert not matcher(pattern).fullmatch(path)


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("*a" * 400 + "*b", "a" * 4000),
        ("a*" * 400 + "b/", "a" * 4000),
        ("**/aaa/" * 100 + "b", DEEP),
        ("**/*a*a/" * 100 + "b", DEEP),
        ("/aaa/**/" * 100 + "*a*a*b*", DEEP),
        ("*a" * 100_000 + "b", "a" * 4000),
    ],
)
def test_no_ignore_rule_is_slow(line: str, path: str) -> None:
    with at_most(2):
        assert ignore_spec((line,)).check_file(path).include is None


def test_ignore_rules_mean_what_pathspec_says_they_mean() -> None:
    chance = random.Random(1)
    components = ["**", "*", "a", "a*", "*a", "*a*", "a*b", "?a", "[ab]*", "*a*b*", "b", "**a"]
    for _ in range(2000):
        line = (
            chance.choice(["", "", "/", "!"]) + "/".join(chance.choices(components, k=chance.randint(1, 6))) + chance.choice(["", "", "/"])
        )
        path = "/".join("".join(chance.choices("aab", k=chance.randint(1, 3))) for _ in range(chance.randint(1, 6)))
        plain = GitIgnoreSpec.from_lines([line], backend="simple").check_file(path).include
        assert ignore_spec((line,)).check_file(path).include is plain, (line, path)


def test_lines_that_git_passes_over_are_left_out() -> None:
    assert ignore_spec(("[z-a]", "\\", "# words", "", "*.pyc", "!kept.pyc")).check_file("b.pyc").include
    with pytest.raises(re.error):
        re.compile("[z-a]")
