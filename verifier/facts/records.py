"""A definition while it is being put together, and the texts of nodes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from verifier.facts.outline import ENTRIES, VALUE, Parameter

if TYPE_CHECKING:
    from tree_sitter import Node

_SPACE = re.compile(r"(?:\\\n|\s)+")  # a line continued with a backslash is one line
_SEPARATORS = ("/", "*")
_TYPE_MARK = re.compile(r"^(?::|->|=>|extends\b|implements\b)\s*")


class Texts:
    """The text of nodes, by slices of the source (`Node.text` copies twice)."""

    def __init__(self, source: bytes) -> None:
        self.source = source

    def of(self, node: Node, limit: int = 0) -> str:
        """The node's text with white space collapsed; at most `limit` characters when given."""
        start, end = node.start_byte, node.end_byte
        if limit and end - start > limit * 4:
            end = start + limit * 4
        text = self.source[start:end].decode("utf-8", "replace")
        if "\n" in text:  # within a line spaces may belong to a string
            text = _SPACE.sub(" ", text)
        return text[:limit] if limit else text

    def type_of(self, node: Node) -> str:
        """The node's text without the mark that introduces a type."""
        return _TYPE_MARK.sub("", self.of(node, VALUE))


class Record:
    """A definition being assembled from matches. `kind` "scope" only lends its name."""

    __slots__ = (
        "_decorators", "_entries", "_parameters", "_texts", "annotation", "bases", "body", "children", "docstring", "end_line", "exported",
        "is_async", "kind", "line", "members", "name", "node", "parent", "pattern", "qualified", "receiver", "returns", "starts", "value",
    )  # fmt: skip

    def __init__(self, node: Node, texts: Texts) -> None:
        self._texts = texts
        self.node = node
        self.pattern = -1
        self.kind = self.name = self.qualified = self.returns = self.value = self.annotation = self.receiver = ""
        self.line = node.start_point.row + 1
        self.end_line = last_line(node)
        self.bases: list[str] = []
        self.members: list[str] = []
        self.starts: list[Node] = []
        self.children: list[Record] = []
        self.parent: Record | None = None
        self.body: Node | None = None
        self.exported = self.is_async = self.docstring = False
        self._parameters: dict[int, tuple[int, str, Parameter]] = {}
        self._decorators: dict[int, Node] = {}
        self._entries: dict[int, Node] = {}

    def describe(self, captures: dict[str, list[Node]]) -> None:
        """Take over the attributes in one match."""
        of, type_of = self._texts.of, self._texts.type_of
        for capture, nodes in captures.items():
            node = nodes[0]
            if capture == "name":
                self.name = of(node, VALUE).strip("\"'").lstrip(":")
                self.line = node.start_point.row + 1
            elif capture == "value":
                self.value = of(node, VALUE)
                self.end_line = max(self.end_line, last_line(node))
            elif capture == "returns":
                self.returns = type_of(node)
            elif capture == "annotation":
                self.annotation = type_of(node)
            elif capture == "receiver":
                self.receiver = of(node)
            elif capture == "async":
                self.is_async = True
            elif capture == "exported":
                self.exported = True
                self.starts.append(node)
            elif capture == "start":
                self.starts.append(node)
            elif capture == "decorator":
                self._decorators.update((n.id, n) for n in nodes if not n.is_extra)
            elif capture == "base":
                self.bases += (of(n, VALUE) for n in nodes if not n.is_extra)
            elif capture == "entry":
                self._entries.update((n.id, n) for n in nodes if not n.is_extra)
            elif capture == "entries":
                self._entries.update((n.id, n) for n in entries_of(node))
            elif capture == "doc":
                self.docstring = True
            elif capture == "body":
                self.body = node
                if node.type == "block":  # ended by indentation, or by a brace
                    self.end_line = last_code_line(node)

    def add(self, captures: dict[str, list[Node]], kind: str) -> None:
        """Take over what a detail pattern found."""
        if "parameter" not in captures:
            self.describe(captures)
            return
        node = captures["parameter"][0]
        default = self._text(captures, "parameter.default")
        types = captures.get("parameter.type")
        annotation = self._texts.type_of(types[0]) if types else ""
        optional = bool(default) or "parameter.optional" in captures
        for one in captures.get("parameter.name", [node]):
            name = self._texts.of(one, VALUE) if "parameter.name" in captures else ""
            name = "self" if kind == "receiver" and name.endswith("self") else name  # Rust's &mut self
            if one.start_byte not in self._parameters or default:
                parameter = Parameter(name, annotation, default, kind or "positional", optional)
                self._parameters[one.start_byte] = (one.start_byte, kind, parameter)

    def _text(self, captures: dict[str, list[Node]], name: str) -> str:
        nodes = captures.get(name)
        return self._texts.of(nodes[0], VALUE) if nodes else ""

    @property
    def decorators(self) -> tuple[str, ...]:
        """Their texts in order, without "@"."""
        found = sorted(self._decorators.values(), key=lambda node: node.start_byte)
        return tuple(self._texts.of(node).removeprefix("@") for node in found)

    def decorate(self, node: Node) -> None:
        """Take over an attribute that stands above the definition."""
        self._decorators[node.id] = node
        self.starts.append(node)

    def entries(self) -> list[str]:
        """The texts of the value's entries; an entry with a key is its key."""
        found = sorted(self._entries.values(), key=lambda node: node.start_byte)[:ENTRIES]
        return [self._texts.of(node.child_by_field_name("key") or node.child_by_field_name("name") or node, VALUE) for node in found]

    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters in order, with Python's `/` and `*` applied to their neighbours."""
        found: list[Parameter] = []
        keyword_only = False
        for _, kind, parameter in sorted(self._parameters.values(), key=lambda item: item[0]):
            if not parameter.name and parameter.annotation == "void":  # C's way to say that there are none
                continue
            if kind == "/":
                found = [_as(p, "positional-only") for p in found]
            elif kind == "*":
                keyword_only = True
            else:
                own = "variadic" if kind == "*args" else "keyword-only" if keyword_only and not kind else parameter.kind
                found.append(_as(parameter, own))
                keyword_only = keyword_only or kind == "*args"
        return tuple(found)


def _as(parameter: Parameter, kind: str) -> Parameter:
    return Parameter(parameter.name, parameter.annotation, parameter.default, kind, parameter.optional)


def last_code_line(node: Node) -> int:
    """The 1-based line of a node's last character that is no comment: an indented block takes in the comments after it."""
    current: Node | None = node
    while current is not None:
        node, place = current, current.child_count - 1
        current = node.child(place) if place >= 0 else None
        while current is not None and current.is_extra:
            place -= 1
            current = node.child(place) if place >= 0 else None
    return last_line(node)


def last_line(node: Node) -> int:
    """The 1-based line of a node's last character."""
    row, column = node.end_point
    return row + 1 if column else row


def entries_of(node: Node) -> list[Node]:
    """A collection's entries without comments; nested unions (`a | b | c` is `(a | b) | c`) flattened."""
    found: list[Node] = []
    stack = [node]
    while stack and len(found) < ENTRIES:
        current = stack.pop()
        if current is not node and current.type != node.type:
            found.append(current)
        elif current is node or current.type == "union_type":
            stack += (child for child in reversed(current.named_children) if not child.is_extra)
        else:
            found.append(current)
    return found
