"""Calls: what is called, with what, and from where."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from verifier.facts.outline import Call
from verifier.facts.records import Record, Texts

if TYPE_CHECKING:
    from tree_sitter import Node

TEXT = 80  # most characters of an argument
ARGUMENTS = 3  # most positional arguments
_KEYWORDS = 30
_STEPS = 40  # most links of a chain followed
_PLAIN = re.compile(r"[\w$.:@!?]+")
_DOTS = re.compile(r"\?\.|!\.|::|->")
_GENERIC = re.compile(r"(?:::)?<[^<>()\"'=]*>")
_OBJECTS = frozenset({"object", "dictionary", "hash"})
_NAMED = frozenset({"keyword_argument", "jsx_attribute", "named_argument", "pair"})
_SCOPES = {"type", "function", "method", "class", "struct", "interface", "trait", "component", "hook", "property", "module", "namespace"}


class CallReader:
    """Reads the calls of a file whose definitions are known."""

    def __init__(self, texts: Texts, records: Sequence[Record]) -> None:
        self.texts = texts
        self.scopes = [record for record in records if record.kind in _SCOPES]

    def read(self, matches: list[tuple[dict[str, list[Node]], str]]) -> tuple[Call, ...]:
        """The calls in source order, each with the innermost definition around it."""
        ordered = sorted(((captures["call"][0].start_byte, captures, kind) for captures, kind in matches), key=lambda item: item[0])
        calls: list[Call] = []
        stack: list[tuple[int, str]] = []
        position = 0
        for start, captures, kind in ordered:
            while position < len(self.scopes) and self.scopes[position].node.start_byte <= start:
                record = self.scopes[position]
                while stack and stack[-1][0] <= record.node.start_byte:
                    stack.pop()
                stack.append((record.node.end_byte, record.qualified))
                position += 1
            while stack and stack[-1][0] <= start:
                stack.pop()
            calls.append(self._call(captures, kind, stack[-1][1] if stack else ""))
        return tuple(calls)

    def _call(self, captures: dict[str, list[Node]], kind: str, enclosing: str) -> Call:
        node = captures["callee"][0]
        callee = self.callee(node)
        if "object" in captures:
            callee = f"{self.callee(captures['object'][0])}.{callee}"
        line = node.start_point.row + 1 if node.start_point.row == node.end_point.row else last_name_line(node)
        keywords: list[tuple[str, str]] = []
        positional: list[str] = []
        for arguments in captures.get("arguments", ()):
            if arguments.type == "template_string":
                positional.append(self.texts.of(arguments, TEXT))
                continue
            for child in arguments.named_children:
                if kind != "jsx" or child.type == "jsx_attribute":
                    self._argument(child, keywords, positional)
        return Call(callee, line, kind, tuple(keywords), tuple(positional), enclosing)

    def _argument(self, node: Node, keywords: list[tuple[str, str]], positional: list[str]) -> None:
        if node.type in _NAMED or (node.type == "argument" and node.child_by_field_name("name") is not None):
            self._pair(node, keywords)
        elif not node.is_extra:
            if len(positional) < ARGUMENTS:
                positional.append(self.texts.of(node, TEXT))
            inner = node.named_child(0) if node.type == "argument" and node.named_child_count else node
            if inner is not None and inner.type in _OBJECTS and inner.type != "dictionary":
                self._pairs(inner, keywords)

    def _pairs(self, node: Node, keywords: list[tuple[str, str]]) -> None:
        for child in node.named_children[:_KEYWORDS]:
            self._pair(child, keywords)

    def _pair(self, node: Node, keywords: list[tuple[str, str]]) -> None:
        if len(keywords) >= _KEYWORDS:
            return
        first = node.named_child(0) if node.named_child_count else None
        name = node.child_by_field_name("name") or node.child_by_field_name("key") or first
        value = node.child_by_field_name("value")
        if value is None and node.named_child_count > 1:
            value = node.named_child(node.named_child_count - 1)
        text = self.texts.of(value, TEXT) if value is not None else ""
        if node.type == "jsx_attribute" and text[:1] == "{" and text[-1:] == "}":
            text = text[1:-1].strip()
        keywords.append((self.texts.of(name, TEXT).strip("\"':") if name is not None else self.texts.of(node, TEXT), text))

    def callee(self, node: Node) -> str:
        """Dotted text of what is called, arguments on the way dropped: `a.b(c)[0].d` is "a.b()[].d"."""
        if node.end_byte - node.start_byte < 200:
            text = self.texts.of(node)
            if "<" in text:
                text = _GENERIC.sub("", text)
            text = _DOTS.sub(".", text)
            if _PLAIN.fullmatch(text):
                return text
        parts: list[str] = []
        current: Node | None = node
        for _ in range(_STEPS):
            if current is None or current.named_child_count == 0:
                break
            last = current.named_child(current.named_child_count - 1)
            first = current.named_child(0)
            if last is None or first is None or current.type in _OPAQUE:
                return ("''" if "string" in current.type else "()") + "".join(reversed(parts))
            if last.id == first.id:  # a bracket, `await`, `!`
                current = first
                continue
            link = self._link(current, last)
            parts.append(link)
            name = (current.child_by_field_name("name") or current.child_by_field_name("method")) if link == "()" else None
            if name is not None and name.id != first.id:  # the name stands beside the object, not in the callee
                parts.append("." + self.texts.of(name, TEXT))
            current = first
        if current is not None and current.named_child_count == 0:
            head = self.texts.of(current, TEXT)
            parts.append(head if _PLAIN.fullmatch(head) else _literal(head))
        return "".join(reversed(parts))

    def _link(self, node: Node, last: Node) -> str:
        opening = self.texts.source[last.start_byte : last.start_byte + 1]
        if opening == b"(" or "argument" in last.type:
            return "()"
        if node.type.startswith(("subscript", "element_access", "index")):
            return "[]"
        return "." + _GENERIC.sub("", self.texts.of(last, TEXT))


_OPAQUE = frozenset({
    "lambda", "arrow_function", "function_expression", "func_literal", "closure_expression", "lambda_expression", "class",
    "binary_expression", "binary_operator", "conditional_expression", "ternary_expression", "boolean_operator",
    "comparison_operator", "string", "concatenated_string", "template_string", "string_array", "symbol_array", "list",
    "dictionary", "hash", "object", "array", "set", "tuple", "list_comprehension", "generator_expression",
})  # fmt: skip


def _literal(text: str) -> str:
    return "''" if text[:1] in "\"'`" else "()"


def last_name_line(node: Node) -> int:
    """The line of the name that is called, at the end of a chain over several lines."""
    last = node.named_child(node.named_child_count - 1) if node.named_child_count else None
    return (last or node).start_point.row + 1
