"""Signatures as reports write them, and whether they agree with those in code."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from verifier.facts.extract import outline
from verifier.facts.outline import Definition, Parameter

_WRITTEN = re.compile(
    r"^(?:export\s+)?(?P<keyword>(?:async\s+)?(?:def|function|func|fn)\s+)?(?P<name>[A-Za-z_$][\w$]*(?:(?:\."
    r"|::)[A-Za-z_$][\w$]*)*)\s*\((?P<inside>.*?)\)"
    r"(?:\s*(?:->|=>|:)\s*(?P<returns>[^\s{}:;=](?:[^{};=]*[^\s{}:;=])?))?\s*(?:[:{;]\s*)?$",
    re.S,
)
_PARAMETER = re.compile(
    r"^(?P<stars>\*{0,2}|\.\.\."
    r"|&(?:mut\s+)?)(?P<name>[A-Za-z_$][\w$]*)(?P<optional>\?)?\s*(?::\s*(?P<annotation>[^=]+?))?\s*(?:=\s*(?P<default>.+))?$",
    re.S,
)
_TYPE = re.compile(r"^[\w.\[\]<>|,&?'\" ()=]+$")
_GO = re.compile(r"(?:func\s+)?(?:\([^()]{1,60}\)\s*)?(?P<rest>(?P<name>[A-Za-z_]\w*)\((?:[^():={}]|\(\))*\)(?:\s+\S[^={}:]{0,80})?)")
_CONTAINERS = ("dict", "list", "tuple", "set", "frozenset", "type")
_OPEN, _CLOSE = "([{<", ")]}>"
RECEIVERS = frozenset(("self", "cls", "this"))
_ALIASES = {"dict": "dict", "list": "list", "tuple": "tuple", "set": "set", "frozenset": "frozenset", "type": "type", "text": "str"}


_BOOL, _NUMBER, _STRING = re.compile(r"(?:true|false)$", re.I), re.compile(r"-?\d[\d_.]*$"), re.compile(r"[\"'`]")
_SHOWN = {"bool": _BOOL, "boolean": _BOOL, "int": _NUMBER, "float": _NUMBER, "number": _NUMBER, "str": _STRING, "string": _STRING}
SILENT = "not annotated:"  # the code gives no type where the report does: no contradiction, and no agreement


_STATEMENTS = frozenset("catch if for while switch elif except with return match unless until foreach using lock".split())


@dataclass(frozen=True, slots=True)
class Written:
    """A signature in the report. `open`: it says that more may follow ("..."). `method`: it may be that of a class."""

    name: str
    parameters: tuple[Parameter, ...]
    returns: str = ""
    open: bool = False
    method: bool = False
    language: str = ""  # the one language in which it is a signature, "" where it tells of none

    def __str__(self) -> str:
        inside = [
            p.name + (f": {p.annotation}" if p.annotation else "") + (f" = {p.default}" if p.default else "") for p in self.parameters
        ]
        return f"{self.name}({', '.join([*inside, *(['...'] if self.open else [])])})" + (f" -> {self.returns}" if self.returns else "")


def written(text: str, *, told: bool = False) -> Written | None:
    """The signature that a code span is, or None when it is a call or a mere name.

    A definition shows itself by a keyword, a receiver, an annotation or a return type; `told`: the sentence says that it is one.
    """
    if go := _of_go(text.strip()):
        return go
    match = _WRITTEN.match(text.strip())
    if not match or match["name"] in _STATEMENTS:
        return None
    pieces = split(match["inside"])
    parameters: list[Parameter] = []
    more = False
    for piece in pieces:
        if piece in {"...", "…", "*", "/", ""}:
            more = more or piece in {"...", "…"}
            continue
        one = _PARAMETER.match(piece)
        if not one or (one["annotation"] and not _TYPE.match(one["annotation"])):
            return None
        kind = {"*": "variadic", "...": "variadic", "**": "keywords"}.get(one["stars"], "positional")
        parameters.append(
            Parameter(one["name"], one["annotation"] or "", one["default"] or "", kind, bool(one["default"] or one["optional"]))
        )
    typed = any(p.annotation for p in parameters)
    receiver = bool(parameters) and parameters[0].name in {"self", "cls"}
    if not (match["keyword"] or typed or receiver or match["returns"] or (told and parameters)):
        return None
    if not parameters and not match["returns"]:
        return None  # `def foo()`, `def foo(...)`: a name, no signature
    if any(p.annotation and re.match(r"^[\d'\"{\[]", p.annotation) for p in parameters):
        return None  # keyword arguments of a call
    return Written(match["name"], tuple(parameters), (match["returns"] or "").strip(), more)


@lru_cache(maxsize=4096)
def _of_go(text: str) -> Written | None:
    """ "`SkipClean(value bool) *Router`": each parameter with its type behind it, and what it returns behind the brackets."""
    match = _GO.fullmatch(text)
    if match is None or match["name"] in _STATEMENTS:
        return None
    read = outline("go", f"package p\n\nfunc {match['rest']} {{}}\n".encode())
    if read.errors or len(read.definitions) != 1:
        return None
    one = read.definitions[0]
    named = all(parameter.name and parameter.annotation for parameter in one.parameters)
    if not named or not (one.parameters or one.returns):
        return None
    return Written(one.name, one.parameters, one.returns, method=True, language="go")


def split(inside: str) -> list[str]:
    """The parts between top-level commas."""
    parts: list[str] = []
    depth, current, previous = 0, "", ""
    for character in inside:
        if character in _OPEN:
            depth += 1
        elif character in _CLOSE and not (character == ">" and previous in "-="):
            depth -= 1
        if character == "," and depth == 0:
            parts.append(current.strip())
            current = ""
        else:
            current += character
        previous = character
    if current.strip():
        parts.append(current.strip())
    return parts


def differences(claimed: Written, actual: Definition, valued: Callable[[str], str] = str) -> list[str]:
    """What of the claimed signature is not so; empty when they agree. What the report leaves out is not held against it.

    `valued`: what a default is worth, where it is a constant by its name.
    """
    theirs = [p for p in actual.parameters if p.name not in RECEIVERS and p.kind != "receiver"]
    ours = [p for p in claimed.parameters if p.name not in RECEIVERS]
    by_name = {p.name.strip("*&. "): p for p in theirs}
    found: list[str] = []
    order = [p.name for p in theirs]
    last = -1
    for parameter in ours:
        other = by_name.get(parameter.name)
        if other is None:
            found.append(f"no parameter {parameter.name}")
            continue
        at = order.index(other.name)
        if at < last and parameter.kind == "positional" and other.kind == "positional":
            found.append(f"{parameter.name} comes before {order[last]}")
        last = max(last, at)
        typed = other.annotation or _type_of(other.default, parameter.annotation)
        if parameter.annotation and not same_type(parameter.annotation, typed):
            found.append(f"{parameter.name}: {other.annotation}" if other.annotation else f"{SILENT} {parameter.name}")
        if parameter.default and _plain(parameter.default) not in (_plain(other.default), _plain(valued(other.default))):
            found.append(f"{parameter.name} = {other.default}" if other.default else f"{parameter.name} has no default")
    if claimed.returns and not same_type(claimed.returns, actual.returns):
        found.append(f"returns {actual.returns}" if actual.returns else f"{SILENT} what it returns")
    return found


def _type_of(default: str, wanted: str) -> str:
    """`wanted`, where a literal as default shows that a parameter is of that type."""
    return wanted if wanted in _SHOWN and _SHOWN[wanted].match(default) else ""


def number_differs(claimed: Written, actual: Definition, valued: Callable[[str], str] = str) -> list[str]:
    """How many parameters there are where a sketch, which renames and leaves out, shows another number; empty when they agree."""
    if not differences(claimed, actual, valued):
        return []
    theirs = [p for p in actual.parameters if p.name not in RECEIVERS and p.kind != "receiver"]
    ours = [p for p in claimed.parameters if p.name not in RECEIVERS]
    least = sum(not p.optional and p.kind == "positional" for p in theirs)
    open_ended = claimed.open or any(p.kind != "positional" for p in theirs)
    if open_ended or least <= len(ours) <= len(theirs):
        return []
    return [f"{len(theirs)} parameters"]


def same_type(one: str, other: str) -> bool:
    """Whether two types are one; a bare container ("dict") is that of any content ("Dict[str, Any]")."""
    if not other:
        return False
    first, second = canonical(one), canonical(other)
    return first == second or _bared(first, second) == _bared(second, first)


def _bared(text: str, other: str) -> str:
    """A type without the contents of those containers that the other has bare."""
    for name in _CONTAINERS:
        if re.search(rf"\b{name}\b(?!\[)", other):
            text = re.sub(rf"\b{name}\[[^\[\]]*\]", name, text)
    return text


def canonical(annotation: str) -> str:
    """A type in one spelling: no quotes, spaces or module names; Optional[X] as X|None; Dict as dict; union parts in order."""
    text = re.sub(r"[\s'\"]+", "", annotation).rstrip(",;")
    text = re.sub(r"\b(?:[A-Za-z_]\w*\.)+(?=[A-Za-z_])", "", text)
    text = re.sub(r"\bArray<([^<>]+)>", r"\1[]", text)
    text = re.sub(r"\b(Dict|List|Tuple|Set|FrozenSet|Type|Text)\b(?=\[|$|,|\])", lambda m: _ALIASES[m[1].lower()], text)
    text = re.sub(r"\bnull\b|\bundefined\b", "None", text)
    text = re.sub(r",\]", "]", text)
    return _union(text)


def _union(text: str) -> str:
    match = re.fullmatch(r"(Optional|Union)\[(.*)\]", text)
    if match and _balanced(match[2]):
        parts = split(match[2]) + (["None"] if match[1] == "Optional" else [])
        return "|".join(sorted({_union(part) for part in parts}))
    parts = _alternatives(text)
    if len(parts) > 1:
        return "|".join(sorted({_union(part) for part in parts}))
    inner = re.fullmatch(r"([\w]+)([\[<])(.*)[\]>]", text)
    if inner and _balanced(inner[3]):
        return f"{inner[1]}{inner[2]}{','.join(_union(part) for part in split(inner[3]))}]"
    return text


def _alternatives(text: str) -> list[str]:
    parts, depth, current = [], 0, ""
    for character in text:
        depth += (character in _OPEN) - (character in _CLOSE)
        if character == "|" and depth == 0:
            parts.append(current)
            current = ""
        else:
            current += character
    return [*parts, current]


def _balanced(text: str) -> bool:
    depth = 0
    for character in text:
        depth += (character in _OPEN) - (character in _CLOSE)
        if depth < 0:
            return False
    return depth == 0


def _plain(value: str) -> str:
    return (
        re.sub(r"\s+", "", value).replace('"', "'").rstrip(",").replace("_", "")
        if re.fullmatch(r"[\d_.]+", value.strip())
        else re.sub(r"\s+", "", value).replace('"', "'").rstrip(",")
    )


def annotation_of(returns: str) -> str:
    """A return type; "(state, url)" names what comes back, and is none."""
    return "" if re.match(r"^\(\s*[a-z_]\w*\s*(?:,|\))", returns) else returns


def shown(definition: Definition) -> str:
    """A definition's signature on one line."""
    return str(Written(definition.name, tuple(p for p in definition.parameters if p.name not in {"self", "cls"}), definition.returns))
