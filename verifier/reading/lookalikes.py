"""Words that look like paths of the repository and are none: templates, endings of names, arguments in a container, issues."""

from __future__ import annotations

import re

from verifier.reading.filenames import FILE_NAMES
from verifier.reading.text import Text

# A path that a shell completes, whole, and one in which words in angle brackets stand for others.
EXPANSION = re.compile(
    r"(?<![\w$/])(?:\$\{[^{}\n]*(?:\{[^{}\n]*\}[^{}\n]*)?\}|\$\([^()\n]*\)|\$[A-Z_]\w*|%[A-Z_()\d]+%)"
    r"(?:[\\/](?:[\w.\-@+~*]|\$\{[^{}\n]*\})*)+"
)
_PART = r"(?:<[A-Za-z][\w .|:-]{0,40}>|\{\{[^{}\n]{1,60}\}\}|\{%[^{}\n]{1,60}%\})"
TEMPLATE = re.compile(rf"(?<![\w.\-/@~\\])[\w.\-/@~\\]*{_PART}(?:[\w.\-/@~\\]|{_PART})*")
# What follows is a command's in a container or on another machine, where paths are not the repository's.
ELSEWHERE = re.compile(
    r"\b(?:(?:docker|podman|nerdctl)(?:[ -]compose)?(?:\s+-[\w-]+(?:[= ][^\s-]\S*)?){0,12}\s+(?:container\s+)?(?:run|exec)"
    r"|(?:kubectl|oc)(?:\s+-[\w-]+(?:[= ][^\s-]\S*)?){0,12}\s+exec|ssh\s+(?:-\S+\s+){0,12}[\w.-]+@[\w.-]+)\s+(?P<words>[^\n|&;`]+)"
)
# Endings of names: "files ending in `.exp.json`", "the `_test.go` suffix", "`.d.ts` files".
_ENDING_BEFORE = re.compile(
    r"\b(?:end(?:s|ed|ing|ings)?|suffix\w*|extensions?|postfix\w*|terminat\w+)\b(?:\s+(?:in|with|on|is|are|of|by|like|either|a|an|the|its"
    r"|their|file|name|names))*\W*(?:[`\"']?[.*_-][\w.*-]*[`\"']?\s*(?:,|/|\bor\b|\band\b)\s*(?:(?:or|and)\s+)?)*[`\"'(]*$",
    re.I,
)
_ENDING_BEHIND = re.compile(r"^[`\"')]*\s*(?:\w+\s+)?(?:suffix\w*|extensions?|endings?|postfix\w*)\b", re.I)
# Endings that tell tests, types and snapshots from the files beside them: no file is called by them alone.
_CUSTOMARY = re.compile(
    r"\*?[._-](?:tests?|spec|specs|d|min|module|stories|story|bench|snap|expected|mock|generated|gen|pb|g|e2e|cy|fixture)\.\w{1,6}", re.I
)
_OF_FILES = re.compile(r"^[`\"')]*\s+files\b")


_TYPES = re.compile(r"\bfile[\s-]?(?:types?|extensions?|formats?|associations?)\b", re.I)
_LISTED = re.compile(r"[\s,/`\"')]|\b(?:and|or)\b|\.[\w*.-]+")
_NEAR = 160  # characters of a list of types


def is_file_type(text: Text, end: int) -> bool:
    """Whether nothing but other names stands between a name and "file types": "added `.orbitrc`, `.tiltrc` and `orbit` file types"."""
    match = _TYPES.search(text.plain, end, end + _NEAR)
    if match is None:
        return False
    between = text.plain[: match.start()]
    for first, last in reversed(text.codes):
        if end <= first and last <= match.start():
            between = between[:first] + between[last:]
    return not _LISTED.sub("", between[end:])


ISSUE = re.compile(r"[\w.-]+/[\w.-]+#\d+\b(?![-–L:]).*", re.S)


def in_a_format(plain: str, start: int, name: str) -> bool:
    """Whether a name is the second half of a format: "(MM:SS.CS)"."""
    return plain[start - 1 : start] == ":" and plain[start - 2 : start - 1].isupper() and name.isupper() and len(name) < 8


def is_ending(plain: str, start: int, end: int, name: str) -> bool:
    """Whether a name is what other names end with: "ending in `.exp.json`", "the `_test.go` suffix", "`.d.ts` files"."""
    if not re.match(r"\*?[._-](?!_)|\*", name) or "/" in name or name in FILE_NAMES:
        return False
    if not name.startswith("*") and _CUSTOMARY.fullmatch(name):
        return True
    before, behind = plain[max(0, start - 120) : start], plain[end : end + 40]
    if _ENDING_BEFORE.search(before) or _ENDING_BEHIND.match(behind):
        return True
    return bool(_OF_FILES.match(behind)) and (name[0] in "_-" or (name[0] == "." and name.count(".") > 1))
