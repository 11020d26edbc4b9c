"""Where a file gives up on types: TypeScript's `any`, Python's `typing.Any` and the builtin `any` mistaken for a type."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from verifier.facts import treesitter
from verifier.facts.extract import imports
from verifier.facts.outline import Import
from verifier.facts.records import Texts

if TYPE_CHECKING:
    from tree_sitter import Node

CODE = 100  # most characters of an excerpt
_SCRIPT = '((predefined_type) @any (#eq? @any "any"))'
_PYTHON = '((identifier) @any (#match? @any "^([Aa]ny|[A-Za-z_]*Any)$"))'
_HOLDERS = frozenset(
    (
        "required_parameter optional_parameter variable_declarator property_signature public_field_definition "
        "function_declaration method_definition method_signature arrow_function type_alias_declaration index_signature "
        "function_signature typed_parameter typed_default_parameter assignment function_definition"
    ).split()
)
_NAMES = ("name", "pattern", "left")


class AnyType(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One `any` used as a type. `form` is "cast" (`x as any`, `<any>x`, `cast(Any, x)`), "annotation" or "catch"."""

    line: int
    name: str  # what is declared so, "" for a cast
    form: str
    code: str  # the text around it, cut at CODE
    builtin: bool = False  # Python's function `any`, which is no type at all


def any_types(language: str, source: bytes) -> tuple[AnyType, ...]:
    """Every `any` type of a normalised source, in order; none in a language without such a type."""
    if language == "python":
        return tuple(_python(source))
    return tuple(_script(language, source)) if language in ("typescript", "tsx") else ()


def _nodes(language: str, source: bytes, text: str) -> list[Node]:
    from tree_sitter import QueryCursor

    root = treesitter.parse(language, source).root_node
    found = QueryCursor(treesitter.written_query(language, text)).captures(root)
    return sorted(found.get("any", ()), key=lambda node: node.start_byte)


def _script(language: str, source: bytes) -> Iterator[AnyType]:
    texts = Texts(source)
    for node in _nodes(language, source, _SCRIPT):
        form, name, around = _place(node, texts, ("as_expression", "type_assertion", "satisfies_expression"))
        yield AnyType(node.start_point.row + 1, name, form, texts.of(around, CODE))


def _python(source: bytes) -> Iterator[AnyType]:
    names = _names_of_any(imports("python", source))
    texts = Texts(source)
    for node in _nodes("python", source, _PYTHON):
        word = texts.of(node)
        if word != "any" and word not in names:
            continue
        if _is_type(node):
            form, name, around = _place(node, texts, ())
            yield AnyType(node.start_point.row + 1, name, form, texts.of(around, CODE), word == "any")
        elif word != "any" and _is_cast(node, texts):
            yield AnyType(node.start_point.row + 1, "", "cast", texts.of(node.parent or node, CODE))


def _names_of_any(found: Sequence[Import]) -> frozenset[str]:
    """What `typing.Any` is called in the file."""
    names = {i.alias or i.name for i in found if i.module in ("typing", "typing_extensions") and i.name in ("Any", "*")}
    if "*" in names or any(i.module in ("typing", "typing_extensions") and not i.name for i in found):
        names.add("Any")
    return frozenset(names)


def _is_type(node: Node) -> bool:
    """Whether the name stands in an annotation: below a `type` node, and not as something that is called there."""
    current: Node | None = node
    while current is not None and current.parent is not None:
        parent = current.parent
        if parent.type in ("call", "keyword_argument", "string"):
            return False
        if parent.type == "attribute":  # `typing.Any`, not `Any.x`
            part = parent.child_by_field_name("attribute")
            if part is None or part.id != current.id:
                return False
        if parent.type == "type":
            return True
        if parent.type in ("block", "module", "argument_list", "parameters", "expression_statement"):
            return False
        current = parent
    return False


def _is_cast(node: Node, texts: Texts) -> bool:
    arguments = node.parent
    call = arguments.parent if arguments is not None and arguments.type == "argument_list" else None
    callee = call.child_by_field_name("function") if call is not None and call.type == "call" else None
    return callee is not None and bool(re.search(r"(?:^|\.)cast$", texts.of(callee)))


def _place(node: Node, texts: Texts, casts: tuple[str, ...]) -> tuple[str, str, Node]:
    """(form, name declared, node to show) for a type at `node`: the nearest declaration around it, or the cast."""
    current: Node | None = node
    while current is not None and current.parent is not None:
        current = current.parent
        if current.type in casts:
            return "cast", "", current
        if current.type == "catch_clause":
            return "catch", texts.of(current.child_by_field_name("parameter") or node, 40), node
        if current.type in _HOLDERS:
            name = next((found for field in _NAMES if (found := current.child_by_field_name(field)) is not None), None)
            if name is None and current.named_child_count and current.type == "typed_parameter":
                name = current.named_child(0)
            shown = current if current.end_byte - current.start_byte < 4 * CODE else node.parent or node
            return "annotation", texts.of(name, 60) if name is not None else "", shown
        if current.type in ("statement_block", "block", "program", "module"):
            break
    return "annotation", "", node.parent or node
