"""Mistakes in a declared kind that its types can't tell, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from verifier.knowledge.linear import INSTALL, PatternError, linear

from .filling import keys_of
from .phrase import PLACEHOLDER, PhraseError, phrase_of

if TYPE_CHECKING:
    from .kinds import Measure, OwnClaim

_ONE = ("matches", "structure", "symbols", "value")
_ANY = {"number": "1", "path": "a", "name": "a", "value": "a", "version": "1"}


def mistakes_of(claim: OwnClaim) -> Iterator[tuple[str, str]]:
    """What is wrong with a kind: where, by keys below its table, and what."""
    parts: set[str] = set()
    several = not isinstance(claim.phrase, str)
    if not claim.phrases:
        yield "phrase", "is an empty list"
    for number, text in enumerate(claim.phrases):
        place = f"phrase[{number}]" if several else "phrase"
        try:
            own = set(phrase_of(text).parts)
        except PhraseError as error:
            yield place, str(error)
            continue
        if number and parts != own:
            yield place, "has other parts than the first phrase; make it a kind of its own"
        parts |= own
    yield from ((f"measure{place}", what) for place, what in _of_measure(claim.measure))
    yield from _of_parts(claim.measure, parts)


def _of_measure(measure: Measure) -> Iterator[tuple[str, str]]:
    told = [name for name in _ONE if getattr(measure, name) is not None]
    if len(told) > 1:
        yield "", f"measures one thing: {', '.join(told)} are several"
    if not measure.patterns or not all(pattern.strip("!/ ") for pattern in measure.patterns):
        yield ".files", "must be a pattern of files, or a list of them"
    if measure.named is not None and measure.symbols is None:
        yield ".named", "is of symbols; there are none to be measured"
    if measure.matches is not None:
        try:
            linear(PLACEHOLDER.sub(lambda part: _ANY[part[1]], measure.matches))
        except PatternError as error:
            yield ".matches", str(error)
    if measure.structure is not None and (wrong := _of_structure(measure.structure)):
        yield ".structure", wrong
    if measure.value is not None and not keys_of(measure.value):
        yield ".value", "must be keys with points between them, such as project.requires-python"


def _of_structure(pattern: str) -> str:
    from importlib.util import find_spec

    if find_spec("ast_grep_py") is None:
        return f"patterns of code need ast-grep-py, which is not installed: {INSTALL}"
    return "" if 0 < len(pattern.strip()) <= 1000 else "must be a pattern of code, such as print($$$), of 1,000 characters at most"


def _of_parts(measure: Measure, parts: set[str]) -> Iterator[tuple[str, str]]:
    """Parts that nothing does anything with, and those that no phrase has."""
    texts = (*measure.patterns, measure.matches or "", measure.structure or "", measure.named or "", measure.value or "")
    used = {part for text in texts for part in PLACEHOLDER.findall(text)}
    for part in sorted(used - parts):
        yield "measure", f"has {{{part}}}, which no phrase has"
    if "number" in used:
        yield "measure", "has {number}, which is compared with what is measured"
    if "name" in parts - used:
        yield "measure", "does not say what {name} is for; put {name} where the name is looked up"
    captures = measure.matches is not None and "(" in measure.matches
    if parts & {"value", "version"} - used and not (measure.value or captures):
        yield "measure", 'gives nothing to compare with; a value at a path does, or matches with a group: version = "(.+)"'
