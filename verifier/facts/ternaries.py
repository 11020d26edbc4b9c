"""Conditional expressions that are a branch of another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from verifier.facts import treesitter

if TYPE_CHECKING:
    from tree_sitter import Node

_BRANCHES = {
    "python": ("conditional_expression", (0, 2)),  # a if b else c: its named children
    **dict.fromkeys(("javascript", "typescript", "tsx"), ("ternary_expression", (1, 2))),
}


class Ternary(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A conditional expression whose value is decided by a further one; `line` is that of the inner one, 1-based."""

    line: int
    code: str


def nested_ternaries(language: str, source: bytes) -> tuple[Ternary, ...]:
    """The inner ones, as ESLint's `no-nested-ternary` defines them: a branch, not the condition, is conditional; brackets don't count."""
    from tree_sitter import QueryCursor

    if language not in _BRANCHES:
        return ()
    kind, branches = _BRANCHES[language]
    root = treesitter.parse(language, source).root_node
    outer = QueryCursor(treesitter.written_query(language, f"({kind}) @outer")).captures(root).get("outer", [])
    inner = [bare for node in outer for at in branches if (bare := _bare(node.named_child(at))) is not None and bare.type == kind]
    return tuple(
        Ternary(node.start_point.row + 1, source[node.start_byte : node.end_byte].decode("utf-8", "replace").split("\n")[0][:80])
        for node in sorted(inner, key=lambda node: node.start_byte)
    )


def _bare(node: Node | None) -> Node | None:
    """What brackets hold."""
    while node is not None and node.type == "parenthesized_expression":
        node = node.named_child(0)
    return node
