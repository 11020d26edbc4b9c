"""Bytes to lines: line ends, codecs, and the repair of text that was read as the wrong one."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier.reading.damage import CODECS, damage_table
from verifier.reading.source import MAX_BYTES, Source, SourceError, read_source

# Enough signs of damage for the codec to be beyond doubt.
ANCHORS = "✅ done → next … “so” — it’s"


def read(text: str, encoding: str = "utf-8") -> Source:
    return read_source("report.md", text.encode(encoding))


def damaged(text: str, codec: str, lost: str | None = None) -> str:
    return damage_table(codec).damage(text, lost)


@pytest.mark.parametrize(
    ("data", "given", "ends"),
    [
        (b"a\nb\n", ("a", "b"), ("\n", "\n")),
        (b"a\r\nb", ("a", "b"), ("\r\n", "")),
        (b"a\rb\n\nc", ("a", "b", "", "c"), ("\r", "\n", "\n", "")),
        (b"a\r\r\nb", ("a", "", "b"), ("\r", "\r\n", "")),
        ("a\x0cb\x0b\x1c\u2028c\u0085d\n".encode(), ("a\x0cb\x0b\x1c\u2028c\u0085d",), ("\n",)),
        (b"\n\na", ("", "", "a"), ("\n", "\n", "")),
    ],
)
def test_lines_break_where_editors_break_them(data: bytes, given: tuple[str, ...], ends: tuple[str, ...]) -> None:
    source = read_source("report.md", data)
    assert (source.given, source.ends) == (given, ends)
    assert source.to_bytes(source.given) == data


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("é ✅\n".encode(), "utf-8"),
        (b"\xef\xbb\xbf" + "é ✅\r\n".encode(), "utf-8-sig"),
        (b"\xff\xfe" + "é ✅\n".encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + "é ✅\n".encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_codecs_are_recognised_and_kept(data: bytes, encoding: str) -> None:
    source = read_source("report.md", data)
    assert (source.encoding, source.lines, source.repaired) == (encoding, ("é ✅",), None)
    assert source.to_bytes(source.given) == data


def test_a_file_that_is_not_utf8_is_read_as_one_byte_a_character() -> None:
    assert read_source("r.md", "Größe: 5 µm\n".encode("cp1252")).lines == ("Größe: 5 µm",)
    assert read_source("r.md", b"caf\xe9 \x81\n").encoding == "latin-1"


def test_one_stray_byte_does_not_spoil_the_other_characters() -> None:
    data = "✅ done → next\n".encode() + b"stray \xff byte\n"
    source = read_source("r.md", data)
    assert source.lines == ("✅ done → next", "stray ÿ byte")
    assert source.to_bytes(source.given) == data


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"abc\0def", "binary"),
        ("report".encode("utf-16-le"), "UTF-16"),
        (b"\xff\xfe" + "a\0b".encode("utf-16-le"), "NUL"),
        (b"\xff\xfea", "not valid"),
        (b"%PDF-1.7\n...", "a PDF"),
        (b"PK\x03\x04\x14", "ZIP"),
        (b"\n<!DOCTYPE html>\n<title>x</title>", "an HTML page"),
        (b"<HTML lang='en'>x", "an HTML page"),
        (bytes(range(1, 32)) * 9, "binary"),
        (b"a" * (MAX_BYTES + 1), "too large"),
        (b"word \n" * 30_001, "too long .30,001 lines and table cells; .*; split it"),
        (b"|a|b|c|\n" * 10_001, "too long .30,003 lines and table cells"),
        ((b"word " * 200 + b"\n") * 2_010, "too long .2,007,990 characters"),
    ],
)
def test_what_is_no_text_is_refused_with_a_reason(data: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message) as error:
        read_source("report.md", data)
    assert str(error.value).startswith("report.md: ")


def test_control_characters_are_kept() -> None:
    assert read("a\x1b[31mred\x07\u202e\n").lines == ("a\x1b[31mred\x07\u202e",)


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("lost", [None, "", "\ufffd"])
@pytest.mark.parametrize("line", ["✅ ⚠️ ❌ ⏳ 📊 🎯 🚀", "← → ↓ ▼ ▶", "├── a └── b │ ┌──┐ ─ └──┘", "≥ 5 × 3 • “q” ‘r’ – — …"])
def test_damage_is_repaired_and_can_be_done_again(codec: str, lost: str | None, line: str) -> None:
    if codec == "cp1250" and lost is not None:
        line = line.replace("┘", "┐")  # they look the same without the bytes cp1250 lacks
    spoilt = damaged(f"{ANCHORS} {line}", codec, lost)
    source = read(f"title\n{spoilt}\nend")
    assert source.lines == ("title", f"{ANCHORS} {line}", "end")
    if spoilt != damaged(f"{ANCHORS} {line}", "cp1252", lost):  # the Turkish and the Western code page differ in few places
        assert source.repaired == codec
    assert source.encode(source.lines[1]) == spoilt


@pytest.mark.parametrize(
    ("spoilt", "text"),
    [
        ("dÃ©jÃ\xa0 vu", "déjà\u0020vu"),
        ("r√©sum√© d√©j√† vu", "résumé déjà vu"),
        ("itâ€™s 5Â\xa0MB", "it’s 5\xa0MB"),
        ("Ã¢Å“â€¦ twice Ã¢Å“â€¦", "✅ twice ✅"),
        ("âœ… done, âš ï¸ careful", "✅ done, ⚠️ careful"),
        ("Ð¿Ñ€Ð¸Ð²ÐµÑ‚ Ð¼Ð¸Ñ€", "привет мир"),
        ("ä¸\xadæ–‡æŠ¥å‘Š ä¸\xadæ–‡", "中文报告 中文"),
        ("right ✅ é è à ü ö and wrong âœ…", "right ✅ é è à ü ö and wrong ✅"),
        ("âœ… ğŸ—ï¸ ğŸ“Š ğŸ¯ â³", "✅ 🏗️ 📊 🎯 ⏳"),
    ],
)
def test_known_damage(spoilt: str, text: str) -> None:
    assert read(spoilt).lines[0].replace("\xa0 ", " ") == text


@pytest.mark.parametrize(
    "text",
    [
        "Déjà vu à Noël, ça coûte 3 € — « voilà »… où ?",
        "CAFÉ… É” Ä“x” «â» “â”–",
        "MANHÃ… e IRMÃ– não",
        "Größe „Äpfel“ ‚Öl’ Über…",
        "DAĞ’ın üstünde ğüşiöç İstanbul’da, ışık",
        "中文报告：所有测试通过 ✅",
        "日本語のテスト、한국어",
        "✅ ok → done ⚠️ ⏳ ❌",
        "2√π ≈±5 ¬∞ ƒ(x)",
        "Привет, «в…» мир, це “вії”",
        "└┐├┤┬│ tree ├── a └── b",
        "Γ£ = αβ, Ελληνικά",
        "The letters â, Ã, Â and Ð",
        "x ≤ 5 ± 2 °C §3 ©",
    ],
)
def test_sound_text_stays_as_it_is(text: str) -> None:
    source = read(text)
    assert source.lines == source.given == (text,)
    assert source.repaired is None
    assert source.encode(text) == text


_WORDS = st.text(alphabet="abcdefghij éèàçùâêîôûëïüœ äöüßÄÖÜ ğışçĞİŞ ñáíóú привет 中文测试 ✅❌⚠→←├─│ .,-", max_size=60)


@given(st.lists(_WORDS, min_size=1, max_size=5))
@settings(max_examples=200, deadline=None)
def test_text_of_any_language_stays_as_it_is(lines: list[str]) -> None:
    # Letters of an alphabet never follow each other as the bytes of damaged UTF-8 do.
    source = read("title\n" + "\n".join(lines))
    assert source.lines == source.given


_LINE = st.text(alphabet="ab 12|-`#*✅❌⚠️⏳→←↓├└│─▼▶📊🎯🚀“”’–…é", max_size=40)


@given(st.lists(_LINE, min_size=1, max_size=6), st.sampled_from(CODECS), st.sampled_from([None, ""]))
@settings(max_examples=200, deadline=None)
def test_repair_moves_no_line_and_columns_lead_back(lines: list[str], codec: str, lost: str | None) -> None:
    source = read("\n".join([damaged(line, codec, lost) for line in [ANCHORS, *lines]]))
    assert len(source.lines) == len(source.given) == len(source.ends)
    for number, (repaired, given_line) in enumerate(zip(source.lines, source.given, strict=True), 1):
        columns = [source.given_column(number, column) for column in range(1, len(repaired) + 2)]
        assert columns == sorted(columns)
        assert columns[0] == 1
        assert columns[-1] == len(given_line) + 1
        for offset, character in enumerate(repaired):
            if character.isascii():
                assert given_line[columns[offset] - 1] == character


def test_columns_after_damage_are_those_of_the_file() -> None:
    source = read("# âœ… **Good** â†’ `x`")
    assert source.lines == ("# ✅ **Good** → `x`",)
    assert source.given_column(1, source.lines[0].index("Good") + 1) == source.given[0].index("Good") + 1
    assert source.given_column(1, source.lines[0].index("`x`") + 1) == source.given[0].index("`x`") + 1


@pytest.mark.parametrize("unit", ["âœ…", "中", "x ", "â", "12, "])
def test_a_huge_line_takes_time_in_proportion(unit: str) -> None:
    # A second or less for half a million units; with time in their square it would be hours, so that no slow machine is mistaken for it.
    code = "import sys; from verifier.reading.source import read_source; read_source('r.md', (sys.argv[1] * 500_000).encode())"
    subprocess.run([sys.executable, "-c", code, unit], check=True, timeout=120)
