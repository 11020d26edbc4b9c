"""Where in a file most words of a phrase stand together: in a function, around a line, in what has a name, or anywhere for a list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.outline import Definition, Outline
from verifier.facts.symbols import Place, Symbols
from verifier.model import Site

from .likeness import DENIES, head_of, key, keys_of, telling_words
from .quote_search import Search

_FUNCTIONS = frozenset("function method constructor component hook".split())
LEAST = 2  # telling words
_LONGEST = 150  # lines of a function that is looked into
_AROUND = 3  # lines that are one place
_WIDEST, _SHOWN, _LONGEST_FILE, _ALL_FILES = 300, 80, 5000, 60_000  # characters of a line; lines of a file, and of all that are read
_NUMBER = re.compile(r"(?<![\w.])\d+(?![\w.]*\d)")
_OPEN = frozenset(key(word) for word in "todo fixme deprecated unimplemented".split())  # what stands near them need not work

_Keys = frozenset[str]


@dataclass(frozen=True, slots=True)
class Met:
    """A place, and the words of a phrase that stand there."""

    site: Site
    words: tuple[str, ...]


def numbers_of(text: str) -> tuple[str, ...]:
    """The numbers of a phrase, which must all be met."""
    return tuple(dict.fromkeys(_NUMBER.findall(text)))


def in_a_function(words: str, paths: Iterable[str], code: Codebase) -> Met | None:
    """The function whose name and body have most of the words: its name one of them at least.

    What the words are of must be among them ("cleanup" of "background retention cleanup"), and half of them all.
    """
    told, best = telling_words(words), (0, Met(Site(""), ()))
    outlines = Symbols.of(code.facts).outlines(list(paths))
    for path, outline in outlines.items():
        for one, own, body in _functions(path, outline, code):
            met = tuple(word for word in told if key(word) in body)
            named = sum(key(word) in own for word in told)
            half = max(LEAST, (len(told) + 1) // 2)
            if named and len(met) >= half and head_of(words) in met and not own & DENIES and 10 * len(met) + named > best[0]:
                best = 10 * len(met) + named, Met(Site(path, one.qualified, one.name, one.line, one.line), met)
    return best[1] if best[0] else None


def around_a_line(words: str, paths: Iterable[str], code: Codebase) -> Met | None:
    """The line around which stand what the phrase is of, its numbers, and two in three of its words, two of them at least."""
    wanted, best = _wanted(words), Met(Site(""), ())
    head = key(head_of(words))
    for path in paths:
        lines = _lines(path, code)
        for at, line in enumerate(lines):
            near = line.union(*lines[at + 1 : at + _AROUND])
            if line & wanted.keys() and head in near and not near & _OPEN and len(met := _met(wanted, near)) > len(best.words):
                best = Met(_site(path, at, code), met)
    return best if _enough(words, wanted, best.words) else None


def in_a_definition(words: str, place: Place, code: Codebase) -> Met | None:
    """The definition, where its name and text have the phrase's numbers and two in three of its words, two of them at least."""
    one, wanted = place.definition, _wanted(words)
    own = frozenset().union(*_lines(place.path, code)[one.line - 1 : min(one.end_line, one.line + _LONGEST)])
    met = _met(wanted, own)
    return Met(Site(place.path, one.qualified, one.name, one.line, one.line), met) if _enough(words, wanted, met) else None


def anywhere(words: str, paths: Iterable[str], code: Codebase) -> Met | None:
    """The line with most words of a list, in a file that has all of them: "error, warn, info"."""
    wanted = _wanted(words)
    for path in paths:
        lines = _lines(path, code)
        if len(wanted) >= LEAST and wanted.keys() <= frozenset().union(*lines):
            fullest = max(range(len(lines)), key=lambda at: len(lines[at] & wanted.keys()))
            return Met(_site(path, fullest, code), tuple(wanted.values()))
    return None


def _site(path: str, at: int, code: Codebase) -> Site:
    return Site(path, "", code.facts.text(path).splitlines()[at].strip()[:_SHOWN], at + 1, at + 1)


def _wanted(words: str) -> Mapping[str, str]:
    return {**{key(word): word for word in telling_words(words)}, **{number: number for number in numbers_of(words)}}


def _met(wanted: Mapping[str, str], there: _Keys) -> tuple[str, ...]:
    return tuple(word for one, word in wanted.items() if one in there)


def _enough(words: str, wanted: Mapping[str, str], met: tuple[str, ...]) -> bool:
    numbers = numbers_of(words)
    told = len(wanted) - len(numbers)
    return set(numbers) <= set(met) and len(met) - len(numbers) >= max(LEAST, -(-2 * told // 3))


def _lines(path: str, code: Codebase) -> tuple[_Keys, ...]:
    """The keys of each line of a file, and its numbers; none of what is more than one report may ask for."""
    known = code.index.memo.setdefault("keys of lines", {})
    assert isinstance(known, dict)
    if path not in known:
        rows = code.facts.text(path).splitlines()[:_LONGEST_FILE]
        room = sum(map(len, known.values())) + len(rows) <= _ALL_FILES
        known[path] = tuple(keys_of(row[:_WIDEST]).union(_NUMBER.findall(row[:_WIDEST])) for row in rows) if room else ()
    kept: tuple[_Keys, ...] = known[path]
    return kept


_Function = tuple[Definition, _Keys, _Keys]


def _functions(path: str, outline: Outline, code: Codebase) -> tuple[_Function, ...]:
    """The functions of a file, with the keys of their names, and of their names and bodies."""
    kept = code.index.memo.get(("functions", path))
    if not isinstance(kept, tuple):
        kept = code.index.memo["functions", path] = tuple(_read(path, outline, code))
    return kept


def _read(path: str, outline: Outline, code: Codebase) -> Iterator[_Function]:
    by_line: dict[int, set[str]] = {}
    for token in Search.of(code).tokens(path).row:
        by_line.setdefault(token.line, set()).update(keys_of(token.text))
    for one in outline.definitions:
        if one.kind in _FUNCTIONS and one.end_line - one.line <= _LONGEST:
            own = keys_of(one.name)
            yield one, own, own.union(*(by_line.get(line, ()) for line in range(one.line, one.end_line + 1)))
