"""Tables of a configuration as dataclasses: every mistake at once, each with its own place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from verifier.config.typed import WRONG, typed


@dataclass(frozen=True)
class Leaf:
    size: int
    of_what: str | None = None


@dataclass(frozen=True)
class Tree:
    leaves: tuple[Leaf, ...] = ()
    by_name: Mapping[str, Leaf] = field(default_factory=dict)
    tags: str | tuple[str, ...] = ()


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ({}, Tree()),
        ({"leaves": [{"size": 1}, {"size": 2, "of-what": "oak"}]}, Tree((Leaf(1), Leaf(2, "oak")))),
        ({"by-name": {"a": {"size": 3}}, "tags": "x"}, Tree((), {"a": Leaf(3)}, "x")),
        ({"tags": ["x", "y"]}, Tree(tags=("x", "y"))),
    ],
)
def test_what_is_right(value: object, read: Tree) -> None:
    assert typed(value, Tree, "tree", lambda where, what: pytest.fail(f"{where}: {what}")) == read


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (3, ["tree: must be a table, is 3"]),
        ({"leaf": []}, ["tree.leaf: no such key; did you mean 'leaves'?"]),
        ({"leaves": {}}, ["tree.leaves: must be a list of tables, is {}"]),
        ({"by-name": []}, ["tree.by-name: must be a table of tables, is []"]),
        (
            {"leaves": [{}, {"size": "big", "colour": 1}], "by-name": {"a": 1}, "tags": 3},
            [
                "tree.leaves[0]: has no 'size'",
                "tree.leaves[1].size: Expected int, got str; is 'big'",
                "tree.leaves[1].colour: no such key; there are size, of-what",
                "tree.by-name.a: must be a table, is 1",
                "tree.tags: Expected str | array, got int; is 3",
            ],
        ),
    ],
)
def test_every_mistake_is_told(value: object, told: list[str]) -> None:
    mistakes: list[str] = []
    assert typed(value, Tree, "tree", lambda where, what: mistakes.append(f"{where}: {what}")) is WRONG
    assert mistakes == told
