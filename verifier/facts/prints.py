"""Calls of Python's builtin `print` and of JavaScript's `console`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from verifier.facts import treesitter
from verifier.facts.extract import outline
from verifier.facts.failure import Failure
from verifier.facts.nesting import deep
from verifier.facts.outline import Definition
from verifier.facts.records import Texts
from verifier.model import Reason

if TYPE_CHECKING:
    from tree_sitter import Node

CODE = 80  # most characters of an excerpt
SCRIPTS = frozenset({"javascript", "typescript", "tsx"})


_FUNCTIONS = frozenset({"function", "method", "property", "component", "hook"})
_MAIN = re.compile(r"""__name__ == (['"])__main__\1|(['"])__main__\2 == __name__""")
_PYTHON = """
(call function: (identifier) @callee (#eq? @callee "print")) @call
(print_statement) @statement
((identifier) @name (#eq? @name "print"))
(if_statement condition: (_) @condition consequence: (_) @guarded)
"""
_SCRIPT = """
(call_expression function: (member_expression object: (_) @object property: (property_identifier) @method)
  (#match? @object "^((window|globalThis|global|self)\\\\??\\\\.)?console$")) @call
((identifier) @name (#eq? @name "console"))
"""
_BINDERS = frozenset({
    "variable_declarator", "required_parameter", "optional_parameter", "formal_parameters", "import_specifier", "import_clause",
    "namespace_import", "function_declaration", "class_declaration", "rest_pattern", "array_pattern",
})  # fmt: skip
_BLOCKS = frozenset({"program", "statement_block", "arrow_function", "function_declaration", "function_expression", "method_definition"})


class PrintCall(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One call. `file` is the text of print's `file=`, since ruff's T201 leaves prints to a file alone."""

    line: int
    name: str  # "print", "console.log"...
    enclosing: str  # qualified name of the function or method around it
    code: str  # the call's text, cut at CODE
    main_guard: bool = False  # under `if __name__ == "__main__":`
    file: str = ""


def print_calls(language: str, source: bytes) -> tuple[PrintCall, ...] | Failure:
    """The print calls of a normalised source; none in languages that have neither `print` nor `console`."""
    if b"print" not in source and b"console" not in source:
        return ()
    if language == "python":
        return _python(source)
    return _script(language, source) if language in SCRIPTS else ()


def _captures(language: str, source: bytes, text: str) -> dict[str, list[Node]]:
    """The nodes of each capture, match by match: captures of one pattern stand at the same places of their lists."""
    from tree_sitter import QueryCursor

    root = treesitter.parse(language, source).root_node
    found: dict[str, list[Node]] = {}
    for _, captures in QueryCursor(treesitter.written_query(language, text)).matches(root):
        for name, nodes in captures.items():
            found.setdefault(name, []).append(nodes[0])
    return found


def _python(source: bytes) -> tuple[PrintCall, ...] | Failure:
    found = _captures("python", source, _PYTHON)
    calls = sorted(found.get("call", ()), key=lambda node: node.start_byte)
    if calls and any(_may_bind(name) for name in found.get("name", ())):
        if deep(source):  # libcst takes a time that grows with the square of the depth
            return Failure(Reason.TOO_LARGE, "nested too deeply to resolve its names")
        calls = _proved(source, calls)
    texts = Texts(source)
    guards = [
        (guarded.start_byte, guarded.end_byte)
        for condition, guarded in zip(found.get("condition", ()), found.get("guarded", ()), strict=True)
        if _MAIN.search(texts.of(condition))
    ]
    calls = sorted([*calls, *found.get("statement", ())], key=lambda node: node.start_byte)
    definitions = _functions("python", source) if calls else []
    return tuple(
        PrintCall(
            line=node.start_point.row + 1,
            name="print",
            enclosing=_enclosing(definitions, node),
            code=texts.of(node, CODE),
            main_guard=any(start <= node.start_byte < end for start, end in guards),
            file=_file(node, texts),
        )
        for node in calls
    )


def _may_bind(name: Node) -> bool:
    """Whether this `print` is neither a call's function, nor an attribute, nor a keyword: then scopes must be looked at."""
    parent = name.parent
    if parent is None:
        return True
    if parent.type == "call":
        return False
    for kind, field in (("attribute", "attribute"), ("keyword_argument", "name")):
        if parent.type == kind:
            part = parent.child_by_field_name(field)
            return part is None or part.id != name.id
    return True


def _proved(source: bytes, calls: list[Node]) -> list[Node]:
    """Those of `calls` whose name is the builtin where they stand, as libcst resolves scopes; all when it can't parse."""
    import libcst
    from libcst.metadata import BuiltinAssignment, MetadataWrapper, ScopeProvider

    try:
        wrapper = MetadataWrapper(libcst.parse_module(source.decode("utf-8", "replace")), unsafe_skip_copy=True)
        scopes = wrapper.resolve(ScopeProvider)
    except (libcst.ParserSyntaxError, libcst.CSTValidationError):
        return calls
    ordered: list[bool] = []

    class Calls(libcst.CSTVisitor):
        def visit_Call(self, node: libcst.Call) -> None:
            if isinstance(node.func, libcst.Name) and node.func.value == "print":
                scope = scopes.get(node) or scopes.get(node.func)
                bound = scope["print"] if scope is not None else ()
                ordered.append(all(isinstance(assignment, BuiltinAssignment) for assignment in bound))

    wrapper.module.visit(Calls())
    if len(ordered) != len(calls):
        return calls
    return [call for call, builtin in zip(calls, ordered, strict=True) if builtin]


def _file(node: Node, texts: Texts) -> str:
    arguments = node.child_by_field_name("arguments")
    for argument in arguments.named_children if arguments is not None else ():
        name, value = argument.child_by_field_name("name"), argument.child_by_field_name("value")
        if argument.type == "keyword_argument" and name is not None and value is not None and texts.of(name) == "file":
            return texts.of(value, CODE)
    return ""


def _script(language: str, source: bytes) -> tuple[PrintCall, ...]:
    found = _captures(language, source, _SCRIPT)
    texts = Texts(source)
    shadowed = [_reach(name) for name in found.get("name", ()) if name.parent is not None and name.parent.type in _BINDERS and _binds(name)]
    pairs = sorted(zip(found.get("call", ()), found.get("method", ()), strict=True), key=lambda pair: pair[1].start_byte)
    definitions = _functions(language, source) if pairs else []
    return tuple(
        PrintCall(method.start_point.row + 1, f"console.{texts.of(method)}", _enclosing(definitions, call), texts.of(call, CODE))
        for call, method in pairs
        if not any(start <= call.start_byte < end for start, end in shadowed)
    )


def _binds(name: Node) -> bool:
    parent = name.parent
    value = parent.child_by_field_name("value") if parent is not None else None
    return value is None or value.id != name.id


def _reach(name: Node) -> tuple[int, int]:
    """The bytes in which a binding of `console` hides the global one."""
    node = name.parent
    while node is not None and node.parent is not None and node.type not in _BLOCKS:
        node = node.parent
    return (node.start_byte, node.end_byte) if node is not None else (0, 0)


def _functions(language: str, source: bytes) -> list[Definition]:
    return [definition for definition in outline(language, source).definitions if definition.kind in _FUNCTIONS]


def _enclosing(definitions: Sequence[Definition], node: Node) -> str:
    line = node.start_point.row + 1
    around = [definition for definition in definitions if definition.start <= line <= definition.end_line]
    return max(around, key=lambda definition: (definition.start, -definition.end_line)).qualified if around else ""
