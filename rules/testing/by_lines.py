"""Tests of languages that write them as macros, or that are not outlined: each begins on a line of its own sort."""

from __future__ import annotations

import re
from dataclasses import dataclass

_COMMENTS = re.compile(r"/\*.*?(?:\*/|\Z)|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.S)


@dataclass(frozen=True, slots=True)
class Beginning:
    """How tests begin: `once` those that are run once, `many` those that are run who knows how often.

    `name` and `group` in a pattern are the test's name and its suite.
    """

    once: re.Pattern[str]
    many: re.Pattern[str] | None = None


_CPP = Beginning(  # GoogleTest, Boost.Test, Catch2 and doctest, CppUnit, Microsoft's
    re.compile(
        r"^[ \t]*(?:(?:TEST|TEST_F|IUTEST|IUTEST_F|CPPUNIT_TEST)\s*\(\s*(?:(?P<group>\w+)\s*,\s*)?(?P<name>\w+)\s*\)"
        r"|(?:TEST_METHOD|BOOST_AUTO_TEST_CASE|BOOST_FIXTURE_TEST_CASE)\s*\(\s*(?P<title>\w+)|(?:CATCH_)?(?:TEST_CASE|SCENARIO)\s*\()",
        re.M,
    ),
    re.compile(r"^[ \t]*(?:TEST_P|TYPED_TEST|TYPED_TEST_P|TEMPLATE_TEST_CASE\w*|BOOST_DATA_TEST_CASE\w*|TEST_CASE_TEMPLATE)\s*\(", re.M),
)
BEGINNINGS = {
    "c": _CPP,
    "cpp": _CPP,
    "swift": Beginning(
        re.compile(
            r"^[ \t]*(?:(?:@\w+(?:\([^()\n]*\))?|override|public|internal|final)\s+)*func\s+(?P<name>test\w+)\s*\(\s*\)"
            r"|^[ \t]*@Test(?:\((?![^()\n]*\barguments:)[^()\n]*\))?(?=\s)",
            re.M,
        ),
        re.compile(r"^[ \t]*@Test\([^()\n]*\barguments:", re.M),
    ),
    "dart": Beginning(
        re.compile(r"^[ \t]*(?:test|testWidgets|blocTest(?:<[^<>\n]*>)?|testGoldens|goldenTest)\s*\(", re.M),
    ),
    "kotlin": Beginning(
        re.compile(r"^[ \t]*@(?:org\.junit\.\w+\.)*Test\b(?!\w)", re.M), re.compile(r"^[ \t]*@(?:ParameterizedTest|RepeatedTest)\b", re.M)
    ),
    "elixir": Beginning(re.compile(r"^[ \t]*test\s+\"", re.M), re.compile(r"^[ \t]*property\s+\"", re.M)),
}


@dataclass(frozen=True, slots=True)
class Begun:
    """A test that begins on a 1-based line; its name and its group, where they stand there."""

    line: int
    name: str
    group: str
    once: bool


def begun_in(text: str, language: str) -> list[Begun]:
    """The tests that a text of one of `BEGINNINGS` has, in its order, without those that are commented out."""
    plain = _COMMENTS.sub(_blank, text)
    beginning = BEGINNINGS[language]
    found = [(match, True) for match in beginning.once.finditer(plain)]
    found += [(match, False) for match in beginning.many.finditer(plain)] if beginning.many else []
    begun, line, at = [], 1, 0
    for match, once in sorted(found, key=lambda one: one[0].start()):
        line, at = line + plain.count("\n", at, match.start()), match.start()
        named = match.groupdict()
        begun.append(Begun(line, named.get("name") or named.get("title") or "", named.get("group") or "", once))
    return begun


def _blank(match: re.Match[str]) -> str:
    """A comment as the line ends in it; a string as it is."""
    return match[0] if match[0][0] in "\"'" else "\n" * match[0].count("\n")
