"""Tells code from comments and strings, in any language whose comments and strings look like a known one's.

It is no parser: it is for files that a byte search has already chosen, to say whether a name there stands in code.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

_TRIPLE = r'[rRbBuUfF]{0,2}(?:"""(?s:.*?)(?:"""|\Z)|\'\'\'(?s:.*?)(?:\'\'\'|\Z))'
_DOUBLE = r'"(?:\\.|[^"\\\n])*"?'
_SINGLE = r"'(?:\\.|[^'\\\n])*'?"
_C_COMMENT = r"//[^\n]*|/\*(?s:.*?)(?:\*/|\Z)"
_HASH = r"(?:(?<=[\s;,(\[{}])|^)\#[^\n]*"
# A quote in JSX text ("don't") opens nothing: a string must close on its line, else it is taken for text.
_CLOSED_DOUBLE, _CLOSED_SINGLE = r'"(?:\\.|[^"\\\n])*"', r"'(?:\\.|[^'\\\n])*'"
_TEMPLATE = r"`(?:\\(?s:.)|[^`\\])*(?:`|\Z)"
_REGEX = r"(?<=[=(,:!&|?{;\[])[ \t]*/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/[a-z]*"

_SYNTAX: Mapping[str, tuple[str, str]] = {  # family -> comments, strings
    "python": (r"\#[^\n]*", f"{_TRIPLE}|{_DOUBLE}|{_SINGLE}"),
    "javascript": (_C_COMMENT, f"{_TEMPLATE}|{_REGEX}|{_CLOSED_DOUBLE}|{_CLOSED_SINGLE}"),
    "c": (_C_COMMENT, f"{_DOUBLE}|'(?:\\\\.|[^'\\\\\\n]){{1,8}}'"),
    "go": (_C_COMMENT, rf"`[^`]*(?:`|\Z)|{_DOUBLE}|'(?:\\.|[^'\\\n]){{1,8}}'"),
    "php": (rf"{_C_COMMENT}|\#(?!\[)[^\n]*", f"{_DOUBLE}|{_SINGLE}"),
    "hash": (_HASH, f"{_CLOSED_DOUBLE}|{_CLOSED_SINGLE}"),
    "sql": (r"--[^\n]*|/\*(?s:.*?)(?:\*/|\Z)", _SINGLE),
    "css": (r"/\*(?s:.*?)(?:\*/|\Z)", f"{_CLOSED_DOUBLE}|{_CLOSED_SINGLE}"),
    "ini": (r"^[ \t]*[\#;][^\n]*", r"(?!)"),
    "xml": (r"<!--(?s:.*?)(?:-->|\Z)", r"(?!)"),
    "json": (r"(?<![:\"'\w])//[^\n]*", r"(?!)"),
    "none": (r"(?!)", r"(?!)"),
}
_SUFFIXES: Mapping[str, tuple[str, str]] = {  # suffix -> language, family
    **dict.fromkeys(("py", "pyi"), ("python", "python")),
    **dict.fromkeys(("js", "jsx", "ts", "tsx", "mjs", "cjs", "mts", "cts", "vue", "svelte", "astro"), ("javascript", "javascript")),
    **dict.fromkeys(("java", "kt", "kts", "scala", "groovy", "gradle"), ("java", "c")),
    **dict.fromkeys(("c", "h", "cc", "cpp", "cxx", "hpp", "hh", "swift", "dart"), ("c", "c")),
    **dict.fromkeys(("css", "scss", "less"), ("css", "css")),
    **dict.fromkeys(("yml", "yaml", "toml", "sh", "bash", "tf", "hcl", "conf", "env", "mk", "cmake", "graphql"), ("config", "hash")),
    **dict.fromkeys(("xml", "html", "csproj", "svg", "jsp"), ("config", "xml")),
    **dict.fromkeys(("ini", "cfg", "properties"), ("config", "ini")),
    "cs": ("csharp", "c"),
    "go": ("go", "go"),
    "rs": ("rust", "c"),
    "rb": ("ruby", "hash"),
    "php": ("php", "php"),
    "sql": ("sql", "sql"),
    "json": ("config", "json"),
    "jsonc": ("config", "json"),
    "prisma": ("config", "c"),
    "proto": ("config", "c"),
}
_NAMES = {"dockerfile": "hash", "makefile": "hash", "procfile": "hash", "gemfile": "hash", "rakefile": "hash", "jenkinsfile": "c"}


class Within(str, Enum):
    CODE = "code"
    STRING = "string"
    COMMENT = "comment"


def language_of(path: str) -> str:
    """The language that a path's name tells: one of the entries' languages, "config", or "" for what is neither."""
    return _kind(path)[0]


def _kind(path: str) -> tuple[str, str]:
    name = path.rsplit("/", 1)[-1].lower()
    if name.startswith(".env"):
        return "config", "hash"
    for start, family in _NAMES.items():
        if name == start or name.startswith(start + "."):
            return ("ruby" if start in ("gemfile", "rakefile") else "config"), family
    return _SUFFIXES.get(name.rsplit(".", 1)[-1], ("", "none")) if "." in name else ("", "none")


LONGEST = 5000
_LONG = re.compile(rf"[^\n]{{{LONGEST + 1},}}")
_COMPILED: dict[str, re.Pattern[str]] = {}


def _pattern(family: str) -> re.Pattern[str]:
    if family not in _COMPILED:
        comments, strings = _SYNTAX[family]
        _COMPILED[family] = re.compile(rf"(?P<comment>{comments})|(?P<string>{strings})", re.MULTILINE)
    return _COMPILED[family]


@dataclass(frozen=True, slots=True)
class Masked:
    """A file's text, and the same text with comments, or comments and strings, blanked; offsets agree."""

    text: str
    uncommented: str
    code: str
    _starts: tuple[int, ...]  # where a region begins
    _regions: tuple[Within, ...]
    _lines: tuple[int, ...]

    def within(self, offset: int) -> Within:
        """What the character at `offset` stands in."""
        index = bisect_right(self._starts, offset) - 1
        return self._regions[index] if index >= 0 else Within.CODE

    def code_line(self, line: int) -> str:
        """The code of a 1-based line, "" beyond the last."""
        if not 1 <= line <= len(self._lines):
            return ""
        end = self._lines[line] if line < len(self._lines) else len(self.code)
        return self.code[self._lines[line - 1] : end].rstrip("\n")

    def line(self, offset: int) -> int:
        """The 1-based line of `offset`."""
        return bisect_right(self._lines, offset)


def visible(text: str) -> str:
    """`text` with lines longer than `LONGEST` blanked: nobody wrote them, and they cost too much to compare."""
    return _LONG.sub(lambda match: " " * len(match[0]), text) if len(text) > LONGEST else text


def mask(path: str, text: str) -> Masked:
    """Tell the code, strings and comments of a `visible` text apart. The language is told by `path`; an unknown one is all code."""
    starts: list[int] = []
    regions: list[Within] = []
    uncommented: list[str] = []
    code: list[str] = []
    position = 0
    for match in _pattern(_kind(path)[1]).finditer(text):
        start, end = match.span()
        if start == end:
            continue
        between = text[position:start]
        blank = "".join("\n" if char == "\n" else " " for char in match[0]) if "\n" in match[0] else " " * (end - start)
        is_comment = match.lastgroup == "comment"
        uncommented += (between, blank if is_comment else match[0])
        code += (between, blank)
        starts += (start, end)
        regions += (Within.COMMENT if is_comment else Within.STRING, Within.CODE)
        position = end
    uncommented.append(text[position:])
    code.append(text[position:])
    lines = (0, *(match.end() for match in re.finditer("\n", text)))
    return Masked(text, "".join(uncommented), "".join(code), tuple(starts), tuple(regions), lines)
