"""Dependency arrays of React's hooks: the values of the component that a callback reads and its array does not list.

A cautious part of what eslint's `react-hooks/exhaustive-deps` reports: values whose place of binding is plain to see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

    from verifier.facts.records import Texts

_FUNCTIONS = frozenset(
    ("arrow_function function_expression function_declaration method_definition generator_function generator_function_declaration").split()
)
_LITERALS = frozenset(("number string true false null undefined regex").split())
_STABLE = re.compile(r"^(?:React\.)?(?:useRef|createRef|useId|useEffectEvent|useStableCallback)\b")
_PAIRS = re.compile(r"^(?:React\.)?(?:useState|useReducer|useTransition|useActionState|useOptimistic)\b")
_ROOT = re.compile(r"^[\s(!]*([A-Za-z_$][\w$]*)")


def missing_dependencies(function: Node, array: Node, texts: Texts) -> list[str]:
    """Names of the enclosing component's own changing values that `function` reads and `array` does not mention, in order."""
    component = _enclosing(function)
    if component is None:
        return []
    listed = {match[1] for child in array.named_children if (match := _ROOT.match(texts.of(child)))}
    bound = _bindings(component, texts)
    own = set(_declared(function, texts))
    missing: dict[str, None] = {}
    for name in _read(function, texts):
        if name in bound and name not in listed and name not in own and not _captures_nothing(bound[name], bound, texts):
            missing.setdefault(name)
    return list(missing)


def _enclosing(node: Node) -> Node | None:
    """The component or hook around: the innermost function."""
    parent = node.parent
    while parent is not None and parent.type not in _FUNCTIONS:
        parent = parent.parent
    return parent


def _bindings(component: Node, texts: Texts) -> dict[str, Node | None]:
    """Names bound at the top level of `component` that may change between renders, with the function that is their value, if any."""
    found: dict[str, Node | None] = {}
    parameters = component.child_by_field_name("parameters")
    if parameters is not None:
        found.update(dict.fromkeys(_pattern_names(parameters, texts)))
    body = component.child_by_field_name("body")
    for statement in body.named_children if body is not None and body.type == "statement_block" else ():
        if statement.type == "function_declaration":
            name = statement.child_by_field_name("name")
            if name is not None:
                found[texts.of(name)] = statement
        elif statement.type in ("lexical_declaration", "variable_declaration"):
            for declarator in statement.named_children:
                if declarator.type == "variable_declarator":
                    found.update(_declarator(declarator, statement, texts))
    return found


def _declarator(node: Node, statement: Node, texts: Texts) -> dict[str, Node | None]:
    name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
    if name is None or value is None:
        return {}
    head = texts.of(value, 60)
    if _STABLE.match(head) or (value.type in _LITERALS and texts.of(statement, 6).startswith("const")):
        return {}
    if name.type == "array_pattern":
        names = [texts.of(child) for child in name.named_children if child.type == "identifier"]
        return dict.fromkeys(names[:1] if _PAIRS.match(head) else names)
    if name.type == "identifier":
        return {texts.of(name): value if value.type in _FUNCTIONS else None}
    return dict.fromkeys(_pattern_names(name, texts))


def _pattern_names(node: Node, texts: Texts) -> Iterator[str]:
    """Names that a pattern binds; defaults and types bind nothing."""
    if node.type in ("identifier", "shorthand_property_identifier_pattern"):
        yield texts.of(node)
        return
    for child in node.named_children:
        if node.type in ("assignment_pattern", "object_assignment_pattern") and child.id == (node.child_by_field_name("right") or node).id:
            continue
        if node.type == "pair_pattern" and child.id == (node.child_by_field_name("key") or node).id:
            continue
        if node.type in ("required_parameter", "optional_parameter") and child.id != (node.child_by_field_name("pattern") or node).id:
            continue
        if child.type != "type_annotation":
            yield from _pattern_names(child, texts)


def _declared(function: Node, texts: Texts) -> Iterator[str]:
    """Every name that `function` or a function in it binds: cautious, as it hides outer ones everywhere."""
    stack = [function]
    while stack:
        node = stack.pop()
        if node.type in _FUNCTIONS:
            parameters = node.child_by_field_name("parameters") or node.child_by_field_name("parameter")
            if parameters is not None:
                yield from _pattern_names(parameters, texts)
        if node.type in ("variable_declarator", "function_declaration", "class_declaration"):
            name = node.child_by_field_name("name")
            if name is not None:
                yield from _pattern_names(name, texts)
        elif node.type == "catch_clause" and (parameter := node.child_by_field_name("parameter")) is not None:
            yield from _pattern_names(parameter, texts)
        elif node.type == "for_in_statement" and (left := node.child_by_field_name("left")) is not None:
            yield from _pattern_names(left, texts)
        stack.extend(node.named_children)


def _read(function: Node, texts: Texts) -> Iterator[str]:
    """Identifiers read in `function`, in order; types, keys and properties are other kinds of nodes."""
    body = function.child_by_field_name("body")
    stack = [body] if body is not None else []
    while stack:
        node = stack.pop()
        if node.type in ("identifier", "shorthand_property_identifier"):
            yield texts.of(node)
        if node.type not in ("type_annotation", "type_arguments", "type_query"):
            stack.extend(reversed(node.named_children))


def _captures_nothing(value: Node | None, bound: dict[str, Node | None], texts: Texts, depth: int = 0) -> bool:
    """Whether a function reads nothing that changes: then it need not be listed."""
    if value is None or depth > 4:
        return False
    own = set(_declared(value, texts))
    return all(
        name not in bound or name in own or bound[name] is value or _captures_nothing(bound[name], bound, texts, depth + 1)
        for name in _read(value, texts)
    )
