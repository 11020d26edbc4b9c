"""Makes text safe to print: what could drive a terminal, hide, or reorder what is read is shown as a visible escape."""

from __future__ import annotations

import re
import unicodedata

# C0 and C1 controls and DEL, what changes the direction of text, line separators, what is invisible and carries no
# meaning here (zero-width joiners do: they hold emoji together), tag characters, and lone surrogates.
_UNSAFE = (
    "\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\u206a-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f"
)
_HIDDEN = re.compile(f"[{_UNSAFE}]")
# What CI takes for a command in a line of its log: `::error` where it begins; `##[error]`, `##vso[task]`, `##teamcity[x]` anywhere.
_COMMAND = re.compile(r"^((?:[^\S\n]|\x1b\[[0-9;]*m)*):(?=:)|#(?=#\w*\[)", re.M)
_TAB = "    "


def escape(text: str) -> str:
    """`text` as one safe line: line ends, controls and bidi marks as `\\n`, `\\x1b`, `\\u202e`; a tab becomes four spaces."""
    return _HIDDEN.sub(_visible, text) if _HIDDEN.search(text) else text


def escape_lines(text: str) -> list[str]:
    """The lines of `text` (split at \\n and \\r\\n only), each made safe; none for an empty text."""
    return [escape(line.removesuffix("\r")) for line in text.rstrip("\n").split("\n")] if text else []


def escape_json(document: str) -> str:
    """A JSON document with the same characters written as JSON escapes. They can stand in strings only, so its data is unchanged."""
    plain = re.sub(f"[{_UNSAFE}]", lambda match: match[0] if match[0] == "\n" else _json(match[0]), document)
    return without_commands(plain, sign="\\u0023")


def without_commands(text: str, colon: str = ": ", sign: str = "# ") -> str:
    """Finished lines in which no CI finds a command; `colon` and `sign` are put for the first character of what would be one."""
    return _COMMAND.sub(lambda match: sign if match[0] == "#" else match[1] + colon, text)


def width(text: str) -> int:
    """Columns that (escaped) `text` takes in a terminal."""
    if text.isascii():
        return len(text)
    return sum(_columns(character, before) for character, before in zip(text, " " + text, strict=False))


def crop(text: str, columns: int, mark: str = "…") -> str:
    """`text` cut to at most `columns` columns, ending in `mark` when something was cut."""
    if width(text) <= columns:
        return text
    room, kept = max(0, columns - width(mark)), 0
    for index, character in enumerate(text):
        kept += _columns(character, text[index - 1] if index else " ")
        if kept > room:
            return text[:index] + mark
    return text


def pad(text: str, columns: int) -> str:
    """`text` with spaces up to `columns` columns."""
    return text + " " * max(0, columns - width(text))


def _columns(character: str, before: str) -> int:
    if character == "\ufe0f":  # shows the character before it as an emoji, two columns wide
        return 2 - _columns(before, " ") if before != character else 0
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _visible(match: re.Match[str]) -> str:
    code = ord(match[0])
    if match[0] == "\t":
        return _TAB
    if match[0] in "\n\r":
        return "\\n" if match[0] == "\n" else "\\r"
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a name that is not UTF-8
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _json(character: str) -> str:
    code = ord(character)
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
