"""What a query can't say: nesting, names that belong to a class, kinds that depend on the content."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from verifier.facts.languages import Language
from verifier.facts.outline import ENTRIES, Call
from verifier.facts.records import Record, Texts, last_line

if TYPE_CHECKING:
    from tree_sitter import Node

FUNCTIONS = frozenset({"function", "method", "component", "hook", "property", "anonymous"})
CLASSES = frozenset({"class", "struct", "interface", "trait", "enum", "object"})
_VALUES = frozenset({"variable", "constant", "attribute"})
_HOLDERS = CLASSES | {"type", "field"}
_FIELDS = frozenset({"field", "member"})
_CONTAINERS = CLASSES | {"type"}
_NAMELESS = frozenset({"anonymous", "scope"})
_ENUM = re.compile(r"(?:^|\.)\w*(?:Enum|Flag|Choices)$")
_PROPERTY = re.compile(r"(?:^|\.)(?:cached_property|property|\w+_property)\b|\.(?:setter|getter|deleter)$")
_GENERIC = re.compile(r"<[^<>]*>")
_DOTTED = re.compile(r"[\w$]+(?:\.~?[\w$]+)+")
_CONSTANT = re.compile(r"_*[A-Z][A-Z0-9_]*$")


def nest(records: Sequence[Record], texts: Texts) -> None:
    """Give each record (sorted by place) its parent and qualified name."""
    stack: list[Record] = []
    for record in records:
        while stack and stack[-1].node.end_byte <= record.node.start_byte:
            stack.pop()
        record.parent = stack[-1] if stack else None
        if record.kind == "attribute" or record.receiver == "this":
            _to_class(record)
        elif record.receiver in ("exports", "module.exports"):
            record.exported, record.receiver = True, ""
        owner = record.receiver.removesuffix(".prototype") or _prefix(record.parent)
        name = _GENERIC.sub("", record.name).replace("::", ".") if "::" in record.name else record.name
        record.qualified = f"{owner}.{name}" if owner and name else owner or name
        if _DOTTED.fullmatch(name):
            record.name = name.rpartition(".")[2]
        if record.parent is not None:
            record.parent.children.append(record)
        stack.append(record)


def _prefix(record: Record | None) -> str:
    return record.qualified if record is not None else ""


def _to_class(record: Record) -> None:
    """`self.x = 1` in a method is a field of the class, `this.f = () => 1` a method."""
    record.receiver = ""
    parent = record.parent
    while parent is not None and parent.kind not in CLASSES:
        parent = parent.parent
    record.parent = parent
    if parent is not None and record.kind == "attribute":
        record.kind = "field"


def decorate(records: Sequence[Record], attributes: Sequence[Node]) -> None:
    """Give attributes that stand above a definition to it, the outermost that starts next."""
    starts = [record.node.start_byte for record in records]
    for node in attributes:
        place = bisect_left(starts, node.end_byte)
        if place < len(records) and records[place].name:
            records[place].decorate(node)


def document(records: Sequence[Record], comments: Sequence[Node], texts: Texts, doc: str) -> None:
    """Mark the records that a documentation comment ends just above."""
    if not doc or not comments:
        return
    prefixes = tuple(prefix.encode() for prefix in doc.split("|"))
    ends = {last_line(node) for node in comments if texts.source.startswith(prefixes, node.start_byte)}
    for record in records:
        first = min([record.node.start_point.row, *(node.start_point.row for node in record.starts)])
        if first in ends:  # a 0-based row is the 1-based line above
            record.docstring = True


def refine(records: Sequence[Record], texts: Texts, language: Language, public: set[str], calls: Sequence[Call]) -> list[Record]:
    """The records that are definitions, with their final kinds, members and visibility."""
    drawing = {call.enclosing for call in calls if call.kind == "jsx"}
    seen = {record.qualified for record in records if record.kind in FUNCTIONS}
    kept: list[Record] = []
    for record in records:
        if not record.name or record.kind in _NAMELESS or _is_local(record):
            continue
        if record.kind == "declaration":  # of a C function: worth knowing where its body is elsewhere
            if record.qualified in seen or (record.parent is not None and record.parent.kind in FUNCTIONS):
                continue
            record.kind = "function"
        if record.kind == "field" and (record.qualified in seen or record.parent is None or record.parent.kind not in _HOLDERS):
            continue
        seen.add(record.qualified)
        _set_kind(record, language, drawing)
        record.exported = _is_exported(record, language, public)
        if record.kind in FUNCTIONS | CLASSES:
            record.value = ""
        kept.append(record)
    for record in kept:
        kinds = {"member"} if record.kind == "enum" and any(child.kind == "member" for child in record.children) else _FIELDS
        names = [child.name for child in record.children if child.kind in kinds and child.name]
        if record.kind in CLASSES and language.name != "python":
            names += [child.name for child in record.children if record.kind == "interface" and child.kind == "method"]
        record.members = record.entries() or (list(dict.fromkeys(names))[:ENTRIES] if record.kind in _CONTAINERS else [])
    return kept


def _is_local(record: Record) -> bool:
    if record.kind not in _VALUES:
        return False
    parent = record.parent
    while parent is not None and parent.kind not in FUNCTIONS:
        if parent.kind in CLASSES:
            return False
        parent = parent.parent
    return parent is not None or record.kind == "attribute"


def _set_kind(record: Record, language: Language, drawing: set[str]) -> None:
    parent = record.parent
    while parent is not None and parent.kind == "anonymous":
        parent = parent.parent
    owners = CLASSES | {"scope", "module"} if language.name == "ruby" else CLASSES | {"scope"}
    in_class = parent is not None and parent.kind in owners
    if record.kind == "function" and in_class:
        record.kind = "method"
    if language.name == "python":
        _set_python_kind(record, in_class, parent)
    elif record.kind in ("function", "variable", "constant", "class") and language.name in ("javascript", "typescript", "tsx"):
        _set_script_kind(record, drawing)


def _set_python_kind(record: Record, in_class: bool, parent: Record | None) -> None:
    if record.kind == "class" and any(_ENUM.search(base) for base in record.bases):
        record.kind = "enum"
    elif record.kind == "method" and any(_PROPERTY.search(decorator) for decorator in record.decorators):
        record.kind = "property"
    elif record.kind == "variable" and in_class and parent is not None:
        is_member = parent.kind == "enum" and record.value and not record.name.startswith("_") and not record.annotation
        record.kind = "member" if is_member else "field"
    elif record.kind == "variable" and _CONSTANT.match(record.name):
        record.kind = "constant"


def _set_script_kind(record: Record, drawing: set[str]) -> None:
    prefix = record.qualified + "."
    if record.kind == "function" and re.match(r"use[A-Z0-9]", record.name):
        record.kind = "hook"
    elif record.kind == "function" and record.name[:1].isupper() and any(e == record.qualified or e.startswith(prefix) for e in drawing):
        record.kind = "component"


def _is_exported(record: Record, language: Language, public: set[str]) -> bool:
    parent = record.parent
    if parent is not None and parent.kind in FUNCTIONS:
        return False
    if language.public == "always":
        return True
    if language.public == "underscore":
        return not record.name.startswith("_") or record.name.endswith("__")
    if language.public == "capital":
        return record.name[:1].isupper()
    if parent is None or parent.kind not in CLASSES:
        return record.exported or record.name in public
    return record.exported or (parent.exported and language.name in ("javascript", "typescript", "tsx") and not record.name.startswith("#"))


def expand_import(language: str, module: str, name: str, alias: str) -> Iterator[tuple[str, str, str]]:
    """One import per name: Rust's and PHP's braces taken apart."""
    if language == "rust" and not name:
        yield from _use_tree(module, "")
    else:
        yield module, name, alias


def _use_tree(text: str, prefix: str) -> Iterator[tuple[str, str, str]]:
    head, brace, rest = text.partition("{")
    if not brace:
        path, _, alias = text.strip().partition(" as ")
        module, _, name = (prefix + path.strip()).rpartition("::")
        yield (module, name, alias.strip()) if name != "self" else (module, "", alias.strip())
        return
    depth, part = 0, ""
    for character in rest.rpartition("}")[0] + ",":
        depth += (character == "{") - (character == "}")
        if character == "," and depth == 0:
            if part.strip():
                yield from _use_tree(part.strip(), prefix + head.strip())
            part = ""
        else:
            part += character
