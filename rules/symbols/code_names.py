"""The names that a block of code defines, calls and catches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.knowledge.words import subwords
from verifier.model import Side
from verifier.reading.clause import Fence, FenceClass, Role
from verifier.reading.roles import code_side_of

from .common_names import COMMON
from .phrasing import LONGEST, drafted, labels_a_wish, made_up

_NO_CODE = frozenset(
    "bash sh shell zsh console json jsonc yaml yml toml ini sql dockerfile html css scss xml text txt plaintext env dotenv makefile "
    "nginx diff md markdown graphql hcl".split()
)
_DEFINITION = re.compile(
    r"^\s*(?:export\s+(?:default\s+)?)?(?:(?:public|private|protected|static|abstract|final|pub(?:\([^)]*\))?|unsafe"
    r"|declare)\s+)*(?:async\s+)?"
    r"(?P<keyword>def|class|function\*?|interface|type|enum|struct|trait|func|fn)\s+(?:\([^)]*\)\s*)?(?:[A-Za-z_]\w*[.:](?=\w))*(?P<name>[A-Za-z_$][\w$]*)"
    r"(?!\w|\s*\*+\s*\w|\s+\w+\s*[;,\[)])"  # `struct item *head;` has a member of that type
)
_VALUE = re.compile(r"^\s*(?:export\s+)?(?:const|let|var)\s+(?P<name>[A-Za-z_$][\w$]*)\s*(?::[^=]+)?=")
_CALL = re.compile(r"(?<![\w.$])(?<!->)(?<!new )(?P<name>[A-Za-z_$][\w$]*)\((?!\.\.\.\s*$)")
_EXCEPT = re.compile(r"^\s*except\s+\(?(?P<names>[A-Za-z_][\w.]*(?:\s*,\s*[A-Za-z_][\w.]*)*)")
_IMPORT = re.compile(
    r"^\s*(?:from\s+\S+\s+import\s+(?P<python>.+)|import\s+(?P<js>\S.*?)(?<!\s)\s+from\b|import\s+(?P<plain>[\w.]+)(?:\s+as\s+(?P<alias>\w+))?)"
)
_COMMENT = re.compile(r"^\s*(?:#|//|--|/?\*)\s*(?P<words>.*)$")
_BOUND = re.compile(r"(?:\b(?:for|as|lambda|with)\s+|^\s*)(?P<name>[A-Za-z_]\w*)\s*(?:=(?!=)|\bin\b|:)|\bas\s+(?P<alias>[A-Za-z_]\w*)")
_PRESENTED = re.compile(
    r"\b(?:current(?:ly)?|existing|actual|after|as implemented|implementation|in (?:the )?(?:code|repo|codebase))\b", re.I
)
_EXAMPLE = re.compile(
    r"\b(?:examples?|samples?|how to|proposed|template|e\.g\.|would|could|should|must|required|hypothetical|pseudo-?code|alternative)\b"
    r"|\busage:",
    re.I,
)
_ABOUT_CODE = re.compile(
    r"\b(?:quality|reviews?|audits?|readiness|assessment|reports?|analysis|summary|refactor\w*|improvements?|achieved|findings"
    r"|evaluation|inspection)\b",
    re.I,
)
_CONTRAST = re.compile(r"^\W*(?:bad|good|wrong|right|correct|incorrect|don'?t|do|avoid|preferred|prefer)\b(?! (?:not )?\w+ing)", re.I)
_NOT_YET = re.compile(
    r"\busage\b(?! of)|\b(?:adding|extending|creating|writing|recommend\w*|suggest\w*|testing|tests|best practices|conventions"
    r"|troubleshooting|integration)\b",
    re.I,
)
_ASKED = re.compile(r"\b(?:add|change|update|replace|create|insert|use|modify|move|implement|fix|refactor)\b", re.I)
_SAID_TO_BE_THERE = {Role.STATUS, Role.STRENGTHS, Role.CHANGES, Role.INVENTORY}
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|`[^`]*`")


@dataclass(frozen=True, slots=True)
class CodeName:
    """A name in a block; `line` is the report's, `column` 1-based."""

    name: str
    line: int
    column: int
    words: str  # the whole line, stripped
    role: str  # "defines", "calls", "catches"
    keyword: str = ""


def names_in_code(fence: Fence) -> Iterator[CodeName]:
    """The block's own definitions, calls of plain names, and caught exceptions, but for what it imports or tells of before."""
    if fence.kind is not FenceClass.CODE or fence.language in _NO_CODE or fence.context.key_role is Role.PLAN:
        return
    foreign = _imported(fence) | _bound(fence)
    sides = sides_of(fence)
    seen: set[str] = set()
    in_string, wished = False, False
    for row, line in enumerate(fence.lines):
        if len(line) > LONGEST:
            continue
        if line.count('"""') % 2:
            in_string = not in_string
            continue
        if in_string:
            continue
        if comment := _COMMENT.match(line):
            wished = labels_a_wish(comment["words"]) or (wished and not _PRESENTED.search(comment["words"]))
        if comment or wished or sides[row] is Side.BEFORE:
            continue
        for name, column, role, keyword in _names(line):
            if name not in seen and name not in foreign and name not in COMMON:
                seen.add(name)
                yield CodeName(name, fence.line + row, column, line.strip(), role, keyword)


def sides_of(fence: Fence) -> list[Side]:
    """For every line whether it is told as before, after or now: comments such as "# Before" govern what follows."""
    side = code_side_of(fence.context.fence_title)
    if side is Side.NOW:
        side = next(
            (
                told
                for text in (fence.context.lead_in.plain if fence.context.lead_in else "", fence.context.key, *fence.context.titles[-1:])
                if (told := code_side_of(text)) is not Side.NOW
            ),
            side,
        )
    found = []
    for line in fence.lines:
        comment = _COMMENT.match(line)
        told = code_side_of(comment["words"]) if comment else Side.NOW
        side = told if told is not Side.NOW else side
        found.append(side)
    return found


def tied(fence: Fence) -> str:
    """How the text presents the block as what the repository holds: "surely", "perhaps" or "" (merely as code).

    A path, "current" or a list of changes or strengths ties it; a heading that tells the state of things does so less.
    """
    lead = fence.context.lead_in.plain if fence.context.lead_in else fence.context.key
    comments = [match["words"] for line in fence.lines if (match := _COMMENT.match(line))]
    if (
        drafted(fence.context)
        or any(_EXAMPLE.search(text) for text in (lead, *comments))
        or _ASKED.search(lead)
        or any(section.role is Role.PLAN for section in fence.context.sections)
    ):
        return ""
    if not fence.paths and any(_CONTRAST.match(words) for words in comments):
        return ""  # "# BAD", "# GOOD": how it is done, wherever
    if any(made_up(name) for line in fence.lines for name in re.findall(r"\b([A-Za-z_]\w*)\(", line)):
        return ""  # a call of `some_operation()` is no more the repository's than its definition
    if any(definition and made_up(definition["name"]) for line in fence.lines if (definition := _DEFINITION.match(line))):
        return ""
    if fence.paths or _PRESENTED.search(lead) or _PRESENTED.search(fence.context.fence_title):
        return "surely"
    if any(_NOT_YET.search(title) for title in fence.context.titles[-2:]):
        return ""
    for section in reversed(fence.context.sections[1:] or fence.context.sections):  # the title is of all that is below, and of no code
        if section.role in _SAID_TO_BE_THERE:
            if section.role is not Role.STATUS:
                return "surely"
            return "perhaps" if any(_ABOUT_CODE.search(title) for title in fence.context.titles[:2]) else ""
        if section.role is not Role.NEUTRAL:
            return ""
    return ""


def _names(line: str) -> Iterator[tuple[str, int, str, str]]:
    code = _QUOTED.sub(lambda m: '"' + " " * (len(m[0]) - 2) + '"', line)
    code = re.sub(r"(?:#|//).*$", "", code)
    definition = _DEFINITION.match(code)
    if definition:
        yield definition["name"], definition.start("name") + 1, "defines", definition["keyword"]
        return
    value = _VALUE.match(code)
    if value and len(subwords(value["name"])) > 1 and re.search(r"=>|createContext|function\b", code):
        yield value["name"], value.start("name") + 1, "defines", "const"
    caught = _EXCEPT.match(code)
    if caught:
        for name in re.split(r"\s*,\s*", caught["names"]):
            if "." not in name:
                yield name, code.find(name) + 1, "catches", ""
        return
    for call in _CALL.finditer(code):
        built_in = call.start() and code[call.start() - 1] == "@" and not code.lstrip().startswith("@")  # Zig's, no decorator
        if not built_in and len([word for word in subwords(call["name"]) if len(word) > 1]) > 1:
            yield call["name"], call.start("name") + 1, "calls", ""


def _imported(fence: Fence) -> set[str]:
    found: set[str] = set()
    for line in fence.lines:
        match = _IMPORT.match(line)
        if match:
            found.update(re.findall(r"[A-Za-z_$][\w$]*", match["python"] or match["js"] or f"{match['plain']} {match['alias'] or ''}"))
    return found


def _bound(fence: Fence) -> set[str]:
    """Names that the block itself gives a value: parameters aside, they may be called without being anybody's definition."""
    found: set[str] = set()
    for line in fence.lines:
        found.update(name for match in _BOUND.finditer(line) if (name := match["name"] or match["alias"]))
    return found - {m["name"] for line in fence.lines if (m := _DEFINITION.match(line) or _VALUE.match(line))}
