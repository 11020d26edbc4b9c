"""What stands at cited lines, and where what is said to stand there really is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from verifier.facts.outline import Definition, Outline
from verifier.knowledge.words import stem, subwords
from verifier.model import Measurement, Reading, Site

_NEAR = 5  # lines an anchor may be off and still cite the same place
_LONG = 30  # characters of a line of code that hardly two places have
_PUNCTUATION = re.compile(r"^[\s)\]}>;,({\[]*$")


@dataclass(frozen=True, slots=True)
class Target:
    """`quoted` is code said to stand there; `names` are identifiers said to; `words` are the sentence's own, stemmed.

    `shown` are lines of a block that is said to be from there.
    """

    path: str
    first: int
    last: int
    quoted: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    shown: tuple[str, ...] = ()
    home: str = ""  # what a link in or beside the path leads to
    document: str = ""  # the report, when the path is a link's target and so relative to it


def located(target: Target, path: str, lines: Sequence[str], outline: Outline) -> Measurement:
    """What stands at the anchor, and where what is said to stand there really is."""
    count = len(lines) - (lines[-1] == "" if lines else 0)
    reproduce = f"sed -n '{target.first},{target.last}p' {path}"
    if target.first > count or target.last > count + 1:
        return Measurement((Reading("in bounds", False), Reading("lines", count)), subject=path, reproduce=f"wc -l {path}")
    shown = "\n".join(lines[target.first - 1 : min(target.last, target.first + 2)])
    if target.shown and (found_code := _shown_at(target, path, lines, outline)) is not None:
        return replace(found_code, reproduce=reproduce)
    places = list(_places(target, lines, outline))
    if places:
        what, at, same = next((place for place in places if place[2]), places[0])
        return Measurement(
            (Reading("at", at), Reading("same place", same), Reading("what", f"'{what}'")),
            (Site(path, code=what, line=at),),
            reproduce=reproduce,
            subject=path,
            detail=lines[at - 1][:160],
        )
    cited = lines[target.first - 1 : target.last]
    empty = all(_PUNCTUATION.match(line) for line in cited)
    if empty and target.last - target.first <= 2:
        return Measurement((Reading("empty", True),), reproduce=reproduce, subject=path, detail=shown[:160])
    # Code that is said to stand here and stands nowhere in the file: that words agree proves nothing.
    related = _shares_a_name(target.shown, cited) if target.shown else _related(target, cited, outline)
    return Measurement((Reading("related", related),), reproduce=reproduce, subject=path, detail=shown[:300])


def _places(target: Target, lines: Sequence[str], outline: Outline) -> Iterator[tuple[str, int, bool]]:
    """Where what is said to stand there does: the words, the 1-based line, whether that is the place cited.

    One of several names that lies elsewhere says nothing: it may be there for comparison.
    """
    for what in (*target.quoted, *target.names):
        at = _nearest(what, lines, target, quoted=what in target.quoted)
        if at is None:
            continue
        blank = target.first == target.last and _PUNCTUATION.match(lines[target.first - 1])
        same = _at_hand(at, target) or (not blank and _same_definition(outline, at, target))
        if same or what in target.quoted or (len(target.names) == 1 and _defined(outline, what, at)):
            yield what, at, same


def _shown_at(target: Target, path: str, lines: Sequence[str], outline: Outline) -> Measurement | None:
    """Where the code stands that is shown as these lines: here if any of it is; elsewhere only if hardly by chance."""
    found_lines = [(at, code) for code in target.shown if (at := _nearest(code, lines, target, quoted=True)) is not None]
    here = [(at, code) for at, code in found_lines if _at_hand(at, target) or _same_definition(outline, at, target)]
    if not here and len(found_lines) < 2 and not any(len(code) > _LONG for _, code in found_lines):
        return None
    at, code = (here or found_lines)[0]
    return Measurement(
        (Reading("at", at), Reading("same place", bool(here)), Reading("what", f"'{code}'")),
        (Site(path, code=code, line=at),),
        subject=path,
        detail=lines[at - 1][:160],
    )


def _at_hand(at: int, target: Target) -> bool:
    return target.first - _NEAR <= at <= target.last + _NEAR


def _nearest(what: str, lines: Sequence[str], target: Target, quoted: bool) -> int | None:
    """The 1-based line nearest to the anchor that has `what`; None when no line has."""
    if quoted:
        wanted = _squeezed(what)
        hits = [number for number, line in enumerate(lines, 1) if wanted in _squeezed(line)]
    else:
        pattern = re.compile(rf"(?<!\w){re.escape(what.rsplit('.', 1)[-1])}(?!\w)")
        hits = [number for number, line in enumerate(lines, 1) if pattern.search(line)]
    return min(hits, key=lambda number: max(target.first - number, number - target.last, 0), default=None)


def _squeezed(code: str) -> str:
    return re.sub(r"\s+", "", code).replace("'", '"').rstrip(";,")


def _enclosing(outline: Outline, line: int) -> Definition | None:
    around = [
        d
        for d in outline.definitions
        if d.start <= line <= d.end_line and d.kind in {"function", "method", "constructor", "component", "hook"}
    ]
    return min(around, key=lambda d: d.end_line - d.start, default=None)


def _same_definition(outline: Outline, at: int, target: Target) -> bool:
    mine, theirs = _enclosing(outline, at), _enclosing(outline, target.first)
    return mine is not None and mine is theirs


def _defined(outline: Outline, name: str, at: int) -> bool:
    return any(d.name == name.rsplit(".", 1)[-1] and d.start <= at <= d.line for d in outline.definitions)


def _shares_a_name(shown: Sequence[str], cited: Sequence[str]) -> bool:
    """Whether shown code and the cited lines have an identifier of several words in common: it is told more shortly."""
    names = ({word for word in re.findall(r"[A-Za-z_]\w+", "\n".join(code)) if len(subwords(word)) > 1} for code in (shown, cited))
    return bool(set.intersection(*names))


def _related(target: Target, cited: Sequence[str], outline: Outline) -> bool:
    """Whether the cited lines share a word with the sentence, or a cited range covers a definition from its start."""
    if target.last > target.first:
        starts = [
            d
            for d in outline.definitions
            if abs(d.start - target.first) <= _NEAR or target.first <= d.start <= target.last or d.start <= target.first <= d.end_line
        ]
        if starts or not outline.definitions:
            return True
    names = {part for d in outline.definitions if d.start <= target.first <= d.end_line for part in subwords(d.qualified)}
    here = {stem(part) for word in re.findall(r"\w+", " ".join(cited)) for part in subwords(word)} | {stem(part) for part in names}
    return bool(target.words & here)
