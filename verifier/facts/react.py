"""What a file shows of React: hooks, effects and their cleanups, lists and their keys, controlled inputs, boundaries, contexts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from verifier.facts import treesitter
from verifier.facts.dependencies import missing_dependencies
from verifier.facts.records import Texts

if TYPE_CHECKING:
    from tree_sitter import Node

CODE = 90  # most characters of an excerpt
FUNCTIONS = frozenset(
    ("arrow_function function_expression function_declaration method_definition generator_function generator_function_declaration").split()
)
_ELEMENTS = frozenset({"jsx_element", "jsx_self_closing_element", "jsx_fragment"})
_EFFECTS = frozenset({"useEffect", "useLayoutEffect", "useInsertionEffect"})
_WITH_DEPENDENCIES = _EFFECTS | {"useCallback", "useMemo"}
_SUBSCRIBES = re.compile(r"(?:^|\.)(?:setInterval|addEventListener)$")
_INPUTS = frozenset({"input", "select", "textarea"})
_UNTYPED = re.compile(r"""["'{]*(?:submit|button|reset|hidden|file|image)\b""")
_COMMON = "call_expression class_declaration class arrow_function function_expression function_declaration"
_DRAWN = "jsx_opening_element jsx_self_closing_element"
_CLASS = re.compile(r"(?:^|\.)(?:Pure)?Component(?:<|$)")


class Trace(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One thing React knows of.

    `kind`: hook, effect (`name` "cleanup", "leak" or ""), dependencies (`name` lists what is missing), list ("key", "index", "none"),
    input ("controlled", "uncontrolled"), class, boundary (a class that catches, or an element in use), function (a component), call.
    """

    kind: str
    line: int
    name: str
    code: str


def react_traces(language: str, source: bytes) -> tuple[Trace, ...]:
    """The traces of a normalised JavaScript or TypeScript source, in order."""
    root = treesitter.parse(language, source).root_node
    if root.has_error and language == "javascript":
        language = "tsx"
        root = treesitter.parse(language, source).root_node
    texts = Texts(source)
    return tuple(sorted(_traces(root, texts, language), key=lambda trace: trace.line))


def _traces(root: Node, texts: Texts, language: str) -> Iterator[Trace]:
    from tree_sitter import QueryCursor

    kinds = (
        _COMMON.split()
        + (_DRAWN.split() if language != "typescript" else [])
        + (["abstract_class_declaration"] if language != "javascript" else [])
    )
    query = "[" + " ".join(f"({kind})" for kind in kinds) + "] @node"
    found = QueryCursor(treesitter.written_query(language, query)).captures(root)
    for node in found.get("node", ()):
        if node.type in ("call_expression", "new_expression"):
            yield from _of_call(node, texts)
        elif node.type in ("jsx_opening_element", "jsx_self_closing_element"):
            yield from _of_element(node, texts)
        elif node.type in ("class_declaration", "class", "abstract_class_declaration"):
            yield from _of_class(node, texts)
        elif node.type in FUNCTIONS and _is_component(node, texts):
            yield Trace("function", node.start_point.row + 1, _name_of(node, texts), texts.of(node, CODE))


def walk(root: Node, into: bool = True) -> Iterator[Node]:
    """Every node below `root`, itself first; without those of inner functions when `into` is false."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        if into or node.id == root.id or node.type not in FUNCTIONS:
            stack.extend(reversed(node.children))


def _of_call(node: Node, texts: Texts) -> Iterator[Trace]:
    callee = node.child_by_field_name("function") or node.child_by_field_name("constructor")
    if callee is None or callee.type not in ("identifier", "member_expression"):
        return
    name = texts.of(callee, 80)
    last = name.rpartition(".")[2]
    line = node.start_point.row + 1
    if re.match(r"use[A-Z]", last):
        yield Trace("hook", line, last, texts.of(node, CODE))
        if last in _WITH_DEPENDENCIES:
            yield from _of_effect(node, last, texts)
    elif last in ("map", "flatMap") and callee.type == "member_expression":
        yield from _of_map(node, texts)
    elif last in ("createContext", "lazy", "memo", "forwardRef", "dynamic", "loadable", "startTransition", "createPortal"):
        yield Trace("call", line, last, texts.of(node, CODE))


def _arguments(node: Node) -> list[Node]:
    arguments = node.child_by_field_name("arguments")
    return [child for child in arguments.named_children if child.type != "comment"] if arguments is not None else []


def _of_effect(node: Node, hook: str, texts: Texts) -> Iterator[Trace]:
    arguments = _arguments(node)
    if not arguments or arguments[0].type not in FUNCTIONS:
        return
    function, line = arguments[0], node.start_point.row + 1
    if hook in _EFFECTS:
        body = function.child_by_field_name("body")
        returned = [child for child in walk(function, into=False) if child.type == "return_statement" and child.named_child_count]
        if body is not None and (body.type in FUNCTIONS or any(_may_be_function(child) for child in returned)):
            yield Trace("effect", line, "cleanup", texts.of(returned[0] if returned else node, CODE))
        else:
            calls = [child for child in walk(function, into=False) if child.type == "call_expression"]
            leaks = [
                c
                for c in calls
                if (f := c.child_by_field_name("function")) is not None and _SUBSCRIBES.search(texts.of(f)) and "once" not in texts.of(c)
            ]
            expression = body is not None and body.type != "statement_block"
            yield Trace("effect", line, "leak" if leaks and not expression else "", texts.of(leaks[0] if leaks else node, CODE))
    if len(arguments) > 1 and arguments[1].type == "array":
        missing = missing_dependencies(function, arguments[1], texts)
        yield Trace("dependencies", arguments[1].start_point.row + 1, ", ".join(missing), texts.of(arguments[1], CODE))


def _may_be_function(node: Node) -> bool:
    value = node.named_child(0)
    return value is not None and value.type not in ("undefined", "null", "false", "true", "number", "string")


def _of_map(node: Node, texts: Texts) -> Iterator[Trace]:
    """The elements that a `.map()` callback returns, and whether each has a key."""
    arguments = _arguments(node)
    if not arguments or arguments[0].type not in ("arrow_function", "function_expression"):
        return
    function = arguments[0]
    body = function.child_by_field_name("body")
    results = [body] if body is not None and body.type != "statement_block" else []
    results += [
        child.named_child(0) for child in walk(function, into=False) if child.type == "return_statement" and child.named_child_count
    ]
    parameters = function.child_by_field_name("parameters")
    index = (
        texts.of(parameters.named_children[1]).split(":")[0].strip() if parameters is not None and parameters.named_child_count > 1 else ""
    )
    for result in results:
        for element in _elements(result):
            yield Trace("list", element.start_point.row + 1, _key_of(element, index, texts), texts.of(element, CODE))


def _elements(node: Node | None) -> Iterator[Node]:
    """The elements an expression may be: through brackets, conditions and `&&`."""
    if node is None:
        return
    if node.type in _ELEMENTS:
        yield node
    elif node.type == "parenthesized_expression":
        for child in node.named_children:
            yield from _elements(child)
    elif node.type == "ternary_expression":
        yield from _elements(node.child_by_field_name("consequence"))
        yield from _elements(node.child_by_field_name("alternative"))
    elif node.type == "binary_expression":
        yield from _elements(node.child_by_field_name("right"))


def _key_of(element: Node, index: str, texts: Texts) -> str:
    opening = element.child_by_field_name("open_tag") or element
    if any(child.type == "jsx_expression" for child in opening.named_children):
        return "spread"
    keys = [child for child in opening.named_children if child.type == "jsx_attribute" and texts.of(child).startswith("key=")]
    if not keys:
        return "none"
    return "index" if index and texts.of(keys[0]).removeprefix("key=").strip("{} ") == index else "key"


def _of_element(node: Node, texts: Texts) -> Iterator[Trace]:
    named = node.child_by_field_name("name")
    if named is None:
        return
    name, line = texts.of(named, 80), node.start_point.row + 1
    yield Trace("element", line, name, texts.of(node, CODE))
    attributes = {
        texts.of(child).partition("=")[0].strip(): texts.of(child).partition("=")[2]
        for child in node.named_children
        if child.type == "jsx_attribute"
    }
    spread = any(child.type == "jsx_expression" for child in node.named_children)
    if name in _INPUTS and not spread and not _UNTYPED.match(attributes.get("type", "")):
        controlled = ("value" in attributes or "checked" in attributes) and (
            "onChange" in attributes or "onInput" in attributes or "readOnly" in attributes
        )
        yield Trace("input", line, "controlled" if controlled else "uncontrolled", texts.of(node, CODE))
    elif name[:1].isupper() and {"onChange"} & set(attributes) and {"value", "checked"} & set(attributes):
        yield Trace("input", line, "controlled", texts.of(node, CODE))
    if "errorElement" in attributes:
        yield Trace("boundary", line, "errorElement", texts.of(node, CODE))


def _of_class(node: Node, texts: Texts) -> Iterator[Trace]:
    heritage = next((child for child in node.named_children if child.type == "class_heritage"), None)
    if heritage is None:
        return
    bases = re.sub(r"^extends\s+", "", texts.of(heritage))
    if not _CLASS.search(bases.split("<")[0].split(" ")[0]):
        return
    body = node.child_by_field_name("body")
    members = [child.child_by_field_name("name") for child in body.named_children] if body is not None else []
    methods = {texts.of(member) for member in members if member is not None}
    boundary = methods & {"componentDidCatch", "getDerivedStateFromError"}
    named = node.child_by_field_name("name")
    name = texts.of(named) if named is not None else ""
    if boundary:
        yield Trace("boundary", node.start_point.row + 1, name, texts.of(node, CODE))
    elif "render" in methods:
        yield Trace("class", node.start_point.row + 1, name, texts.of(node, CODE))


def _is_component(node: Node, texts: Texts) -> bool:
    name = _name_of(node, texts)
    if not name[:1].isupper():
        return False
    body = node.child_by_field_name("body")
    results = [body] if body is not None and body.type != "statement_block" else []
    results += [child.named_child(0) for child in walk(node, into=False) if child.type == "return_statement" and child.named_child_count]
    return any(next(_elements(result), None) is not None for result in results)


def _name_of(node: Node, texts: Texts) -> str:
    """The name a function is bound to, through `memo(...)` and `forwardRef(...)`."""
    own = node.child_by_field_name("name")
    if own is not None:
        return texts.of(own, 80)
    parent = node.parent
    while parent is not None and parent.type in ("arguments", "call_expression", "parenthesized_expression", "as_expression"):
        parent = parent.parent
    named = parent.child_by_field_name("name") if parent is not None and parent.type == "variable_declarator" else None
    return texts.of(named, 80) if named is not None else ""
