"""Blocks of code that only declare: constants, types, signatures without bodies. They tell what there is, not how it is used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verifier.reading.clause import Fence, FenceClass, Role

from .phrasing import LONGEST, drafted

_LITERAL = r"(?:-?\d[\w.]*|\"[^\"\n]*\"|'[^'\n]*'|True|False|None|true|false|null|undefined|\[[^\[\]\n]*\]|\{[^{}\n]*\}|\([^()\n]*\))"
_TYPE = r"[A-Za-z_][\w.]*(?:\[[^=\n]*\]|<[^=\n]*>)?(?:\s?\|\s?[A-Za-z_][\w.\[\]]*){0,6}"
_VALUE = re.compile(
    rf"^(?:(?:export|const|let|var|final|static|public|readonly|declare) ){{0,4}}(?P<name>[A-Za-z_]\w*)(?:\s*:\s*(?P<type>{_TYPE}))?"
    rf"(?:\s*=\s*(?P<value>{_LITERAL}))?[;,]?\s*(?:(?:#|//).*)?$"
)
_SIGNATURE = re.compile(
    r"^\s*(?:(?:export|public|static|declare|async|abstract|default) ){0,4}(?:def|function)\s+[\w$]+\s*\(.*\)[^{}=]*(?:\.\.\.)?$"
)
_METHOD = re.compile(
    r"^(?:(?P<owner>[A-Z]\w*)\.)?(?P<name>[A-Za-z_]\w*)\((?P<inside>[^()\"']*)\)"
    r"(?:\s*(?:->|:)\s*(?P<returns>[^#{}=;]+?))?;?\s*(?:(?:#|//).*)?$"
)
_HEAD = re.compile(r"^\s*(?:export )?(?:class|interface|enum|type|struct|trait)\s+\w+[^=]*$|^\s*@[\w.]+(?:\([^()]*\))?$|^\s*[{}]\s*$")
_MEMBER = re.compile(r"^(?P<owner>[A-Z]\w*)\.(?P<name>[A-Za-z_]\w*)[;,]?\s*(?:(?:#|//).*)?$")
_COMMENT = re.compile(r"^\s*(?:#|//|/\*|\*|\.\.\.)")
_BODILESS = re.compile(
    r"^(?P<head>\s*(?:async )?def\s+\w+\s*\(.*\)(?:\s*->\s*[^:#]+?)?"
    r"|\s*class\s+\w+(?:\([^()]*\))?)\s*(?P<colon>:?)\s*(?:#.*)?$"
)
_ANNOUNCED = re.compile(
    r"\b(?:apis?|interfaces?|signatures?|exports?|exported|surface|declar(?:es|ed|ations?)|stubs?|constants?"
    r"|public (?:names|functions|methods|members))\b",
    re.I,
)
_NOT_HERE = re.compile(
    r"\b(?:usage|example|propos\w+|suggest\w+|planned|future|desired|should|would|could|sketch|old|previous|before)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Declared:
    """A line that declares one thing; `row` counts from 0. `kind` is its type, `value` its literal, or what a method has in brackets."""

    row: int
    name: str
    owner: str = ""
    kind: str = ""
    value: str = ""
    call: bool = False
    returns: str = ""


def completed(lines: Sequence[str]) -> list[str]:
    """Python's definitions without a body, given one, so that they can be parsed."""
    done = []
    for row, line in enumerate(lines):
        match = _BODILESS.match(line) if len(line) <= LONGEST else None
        after = next((other for other in lines[row + 1 :] if other.strip()), "")
        indent = len(line) - len(line.lstrip())
        bodied = match is not None and match["colon"] and len(after) - len(after.lstrip()) > indent
        if match is None or bodied:
            done.append(line)
        else:
            deeper = len(after) - len(after.lstrip()) > indent and after.strip()
            done.append(f"{match['head']}:" if deeper else f"{match['head']}: ...")
    return done


def is_interface(fence: Fence) -> bool:
    """Whether a block does nothing but declare, one thing a line."""
    filled = [line for line in fence.lines if line.strip() and not _COMMENT.match(line)]
    if fence.kind is not FenceClass.CODE or not filled or any(len(line) > LONGEST for line in filled):
        return False
    if not all(
        _SIGNATURE.match(line) or _HEAD.match(line) or any(form.match(line.strip()) for form in (_VALUE, _METHOD, _MEMBER))
        for line in filled
    ):
        return False
    bodiless = any(_SIGNATURE.match(line) for line in completed_from(filled))
    return bodiless or announced(fence)


def completed_from(lines: Sequence[str]) -> list[str]:
    """The definitions among `lines` that have no body."""
    return [line for line, done in zip(lines, completed(lines), strict=True) if line != done or line.rstrip().endswith((";", ")"))]


def announced(fence: Fence) -> bool:
    """Whether the text above says that this is what there is to use: "Public API", "Signatures"."""
    context = fence.context
    lead = context.lead_in.plain if context.lead_in else context.key
    near = (lead, *context.titles[-1:])
    if drafted(context) or any(_NOT_HERE.search(text) for text in near):
        return False
    if any(section.role in {Role.PLAN, Role.EXAMPLE, Role.OTHER_PRODUCT, Role.BEFORE, Role.MISSING} for section in context.sections):
        return False
    return any(_ANNOUNCED.search(text) for text in near)


def declared(fence: Fence) -> Iterator[Declared]:
    """The values and methods that stand by themselves in such a block; its definitions are read as code."""
    if not is_interface(fence):
        return
    for row, line in enumerate(fence.lines):
        text = line.strip()
        if _COMMENT.match(line) or _SIGNATURE.match(line) or _HEAD.match(line) or line[:1].isspace():
            continue
        value = _VALUE.match(text)
        if value and (value["type"] or value["value"]):
            yield Declared(row, value["name"], kind=value["type"] or "", value=value["value"] or "")
        elif member := _MEMBER.match(text):
            yield Declared(row, member["name"], member["owner"])
        elif (method := _METHOD.match(text)) and not value:
            yield Declared(row, method["name"], method["owner"] or "", value=method["inside"], call=True, returns=method["returns"] or "")
