"""Texts on which a regular expression may take long, made of its own parts: runs of what it repeats, and near-misses of all of it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

_parser = import_module("re._parser" if sys.version_info >= (3, 11) else "sre_parse")
_codes = import_module("re._constants" if sys.version_info >= (3, 11) else "sre_constants")
_REPEATS = {_codes.MAX_REPEAT, _codes.MIN_REPEAT, getattr(_codes, "POSSESSIVE_REPEAT", None)}
_GROUPS = {_codes.ASSERT, _codes.ASSERT_NOT, getattr(_codes, "ATOMIC_GROUP", None)}
_ALPHABET = " \n\taAbxZ015_-.,:;/\\'\"`()[]{}<>=*#|!?&@$%+~⚠️é"
_LONG = 20  # times that a part may stand there: as good as for ever
_RUNS = 8  # repeated parts of one pattern that are attacked
_CATEGORIES = {
    _codes.CATEGORY_DIGIT: (str.isdigit, True),
    _codes.CATEGORY_NOT_DIGIT: (str.isdigit, False),
    _codes.CATEGORY_SPACE: (str.isspace, True),
    _codes.CATEGORY_NOT_SPACE: (str.isspace, False),
    _codes.CATEGORY_WORD: (lambda char: char.isalnum() or char == "_", True),
    _codes.CATEGORY_NOT_WORD: (lambda char: char.isalnum() or char == "_", False),
}


@dataclass(frozen=True)
class Attack:
    """A head, a part that is repeated to any length, and an end at which a match fails."""

    head: str
    part: str
    end: str

    def text(self, length: int) -> str:
        return self.head + self.part * max(1, length // len(self.part)) + self.end


def attacks(pattern: str | bytes, flags: int) -> tuple[Attack, ...]:
    tree = _parser.parse(pattern, flags & ~re.DEBUG)
    found: dict[Attack, None] = {}
    for head, body in list(_repeated(tree, ""))[:_RUNS]:
        parts = {_sample(body, {}, more, pick): None for more, pick in ((0, 0), (0, 1), (1, 0), (1, 2), (2, 1))}
        for part in (*parts, *_characters(body)[:4]):
            if part:
                found.update({Attack(head, part, end): None for end in ("\0", "")})
                found[Attack("", head + part, "\0")] = None
    for near in (_sample(tree, {}, more, pick) for more, pick in ((0, 0), (1, 1))):
        found.update({Attack("", part, "\0"): None for part in (near, near[:-1]) if part})
    letters = _characters(tree)[:6] if found else []
    found.update({Attack("", letter, "\0"): None for letter in letters})
    found.update({Attack("", one + other, "\0"): None for one in letters[:3] for other in letters[:3] if one != other})
    return tuple(found)


def _fitting(node: Any) -> list[str]:
    """Some characters that a node for one character takes."""
    code, value = node
    if code is _codes.LITERAL:
        return [chr(value)]
    if code is _codes.NOT_LITERAL:
        return [char for char in "a .1" if ord(char) != value]
    if code is _codes.ANY:
        return ["a", " "]
    if code is not _codes.IN:
        return []
    negated = any(kind is _codes.NEGATE for kind, _ in value)
    own = [chr(item) for kind, item in value if kind is _codes.LITERAL]
    own += [chr(item[0]) for kind, item in value if kind is _codes.RANGE]
    return [char for char in dict.fromkeys((*own, *_ALPHABET)) if any(_is(item, char) for item in value) is not negated]


def _is(item: Any, char: str) -> bool:
    kind, value = item
    if kind is _codes.LITERAL:
        return bool(ord(char) == value)
    if kind is _codes.RANGE:
        return bool(value[0] <= ord(char) <= value[1])
    if kind is _codes.CATEGORY:
        told, wanted = _CATEGORIES[value]
        return bool(told(char)) is wanted
    return False


def _sample(tree: Sequence[Any], groups: dict[int, str], more: int, pick: int) -> str:
    """A text that the tree takes: `more` rounds of what may be repeated, and of what can be chosen the one numbered `pick`."""
    out = []
    for code, value in tree:
        if code is _codes.SUBPATTERN:
            out.append(_sample(value[3], groups, more, pick))
            groups[value[0]] = out[-1]
        elif code is _codes.BRANCH:
            out.append(_sample(value[1][pick % len(value[1])], groups, more, pick))
        elif code in _REPEATS:
            out.append(_sample(value[2], groups, more, pick) * min(max(value[0], min(more, value[1])), 50))
        elif code is _codes.GROUPREF:
            out.append(groups.get(value, ""))
        elif code is _codes.ASSERT and value[0] < 0 and not out:
            out.append(_sample(value[1], groups, more, pick))
        elif fitting := _fitting((code, value)):
            out.append(fitting[pick % len(fitting)])
    return "".join(out)


def _repeated(tree: Sequence[Any], head: str) -> Iterator[tuple[str, Any]]:
    """Each part that may stand often, with a text that leads to it."""
    for code, value in tree:
        if code in _REPEATS and value[1] >= _LONG:
            yield head, value[2]
        for inner in _inner(code, value):
            yield from _repeated(inner, head)
        head += _sample([(code, value)], {}, 1 if code in _REPEATS else 0, 0)


def _inner(code: Any, value: Any) -> Sequence[Any]:
    if code in _REPEATS:
        return (value[2],)
    if code is _codes.BRANCH:
        return tuple(value[1])
    if code is _codes.SUBPATTERN:
        return (value[3],)
    return (value[1] if isinstance(value, tuple) else value,) if code in _GROUPS else ()


def _characters(tree: Sequence[Any]) -> list[str]:
    found: dict[str, None] = {}
    for code, value in tree:
        found.update(dict.fromkeys(_fitting((code, value))[:2]))
        for inner in _inner(code, value):
            found.update(dict.fromkeys(_characters(inner)))
    return list(found)
