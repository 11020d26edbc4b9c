"""How cited lines lie in the definitions around them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from verifier.facts.outline import Definition, Outline
from verifier.knowledge.words import stem, subwords

from .anchor_target import Target

_OFF = 5  # lines by which both ends of a range must miss a definition
_TELLING = 6  # letters of a word that names by itself what lines are about


def enclosing(outline: Outline, line: int) -> Definition | None:
    """The innermost function around a 1-based line."""
    around = [
        d
        for d in outline.definitions
        if d.start <= line <= d.end_line and d.kind in {"function", "method", "constructor", "component", "hook"}
    ]
    return min(around, key=lambda d: d.end_line - d.start, default=None)


def same_definition(outline: Outline, at: int, target: Target) -> bool:
    mine, theirs = enclosing(outline, at), enclosing(outline, target.first)
    return mine is not None and mine is theirs


def called_so(target: Target, outline: Outline) -> bool:
    """Whether the definition that the lines lie in is called by a telling word of the sentence: "Bessel function Y" in `bessel_y`."""
    around = enclosing(outline, target.first)
    shared = target.words & {stem(part) for part in subwords(around.name)} if around is not None else frozenset()
    return len(shared) > 1 or any(len(word) >= _TELLING for word in shared)


def is_part_of(outline: Outline, name: str, target: Target) -> bool:
    """Whether several lines that are cited are a part of the one definition of that name."""
    last = re.split(r"[.:]+", name.rstrip("()"))[-1]
    around = [d for d in outline.definitions if d.name == last]
    return len(around) == 1 and target.first < target.last and around[0].start <= target.first and target.last <= around[0].end_line


def is_inside(outline: Outline, name: str, target: Target) -> bool:
    """Whether the cited lines are a part of what has the name: of its body, or of what is written for it elsewhere (Rust's `impl`)."""
    last = re.split(r"[.:]+", name.rstrip("()"))[-1]
    return any(
        last in definition.qualified.split(".") and definition.start <= target.first and target.last <= definition.end_line
        for definition in outline.definitions
    )


def begins_within(outline: Outline, name: str, target: Target) -> int:
    """Where the one definition of that name begins, if it begins well within the cited lines and goes on well behind them; else 0."""
    last = re.split(r"[.:]+", name.rstrip("()"))[-1]
    found = [d for d in outline.definitions if d.name == last]
    if len(found) != 1 or target.first == target.last:
        return 0
    one = found[0]
    return one.start if target.first + _OFF < one.start <= target.last < one.end_line - _OFF else 0


def definition_line(outline: Outline, name: str, hits: Sequence[int]) -> int:
    """The line where the one definition of that name begins, 0 for none or several."""
    last = re.split(r"[.:]+", name.rstrip("()"))[-1]
    lines = {d.line for d in outline.definitions if d.name == last and any(d.start <= hit <= d.line for hit in hits)}
    return next(iter(lines)) if len(lines) == 1 else 0
