"""Nothing from a report or a repository may drive the terminal it is printed on."""

from __future__ import annotations

import json
import re
import unicodedata
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.output.escape import crop, escape, escape_json, escape_lines, pad, width, without_commands

ANYTHING = st.text(st.characters(codec=None, exclude_categories=()))  # lone surrogates too


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words, Grüße, ✅, 中文", "plain words, Grüße, ✅, 中文"),
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        ("bell\a, back\b, null\0", "bell\\x07, back\\x08, null\\x00"),
        ("\x9b31m is a control sequence in eight bits", "\\x9b31m is a control sequence in eight bits"),
        ("user\u202etxt.exe", "user\\u202etxt.exe"),
        ("a\u2066b\u2069", "a\\u2066b\\u2069"),
        ("zero\u200bwidth", "zero\\u200bwidth"),
        ("one\ntwo\r\n", "one\\ntwo\\r\\n"),
        ("a\tb", "a    b"),
        ("name-\udcff", "name-\\xff"),
        ("tag\U000e0041", "tag\\U000e0041"),
        ("👩‍💻 keeps its joiner", "👩‍💻 keeps its joiner"),
        ("\x85 and \u2028", "\\x85 and \\u2028"),
    ],
)
def test_what_could_mislead_is_shown(text: str, shown: str) -> None:
    assert escape(text) == shown


@given(ANYTHING)
def test_nothing_dangerous_is_left(text: str) -> None:
    left = escape(text)
    assert not [character for character in left if unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}]
    assert not set(left) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
    assert escape(left) == left


@given(ANYTHING)
def test_json_keeps_its_data(text: str) -> None:
    document = json.dumps({text: [text]}, ensure_ascii=False)
    safe = escape_json(document)
    assert json.loads(safe) == {text: [text]}
    assert not [character for character in safe if unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}]
    safe.encode()


def test_lines_are_split_at_line_ends_only() -> None:
    assert escape_lines("a\r\nb\x0cc\u2028d\n") == ["a", "b\\x0cc\\u2028d"]
    assert escape_lines("") == []


@pytest.mark.parametrize(
    ("text", "columns"), [("abc", 3), ("中文", 4), ("✅ ok", 5), ("e\u0301", 1), ("⚠\ufe0f", 2), ("🏗\ufe0f x", 4), ("✅\ufe0f", 2), ("", 0)]
)
def test_width_is_what_a_terminal_takes(text: str, columns: int) -> None:
    assert width(text) == columns


@given(st.text(max_size=40), st.integers(1, 30))
def test_cropped_text_fits(text: str, columns: int) -> None:
    text = escape(text)
    assert width(crop(text, columns)) <= columns
    assert width(text) > columns or crop(text, columns) == text
    assert width(pad(text, columns)) == max(columns, width(text))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("::error::a", ": :error::a"),
        ("a\n \u3000\t::stop-commands::x", "a\n \u3000\t: :stop-commands::x"),
        ("\x1b[1;31m::error::a\x1b[0m", "\x1b[1;31m: :error::a\x1b[0m"),
        ("a ##[error]b ##vso[task.x]c ##teamcity[d]", "a # #[error]b # #vso[task.x]c # #teamcity[d]"),
        ("####[error]", "### #[error]"),
        ("a::b, ## [c], `## Heading [d](e)`, # [f]", "a::b, ## [c], `## Heading [d](e)`, # [f]"),
    ],
)
def test_no_line_of_a_log_holds_a_command(text: str, told: str) -> None:
    assert without_commands(text) == told
    assert without_commands(told) == told


def test_json_and_xml_keep_what_they_say() -> None:
    assert json.loads(escape_json(json.dumps("##[error]"))) == "##[error]"
    assert "##[" not in escape_json(json.dumps("##[error]"))
    xml = without_commands("<a b='##[x]'>\n::error\n</a>", "&#58;", "&#35;")
    assert (ElementTree.fromstring(xml).get("b"), ElementTree.fromstring(xml).text) == ("##[x]", "\n::error\n")
    assert not re.search(r"##\[|^\s*::", xml, re.M)
