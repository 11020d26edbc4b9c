"""From words that describe a thing to identifiers made of the same words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.outline import Definition
from verifier.facts.symbols import Place, Symbols
from verifier.knowledge.words import stem, subwords
from verifier.model import ScopeHints
from verifier.repository.kinds import is_test
from verifier.repository.scope import candidates

_SORT_KINDS = {
    "interface": {"interface"},
    "enum": {"enum"},
    "dataclass": {"class"},
    "protocol": {"class", "interface"},
    "trait": {"trait"},
    "struct": {"struct"},
}


_TEXT_WORD = re.compile(r"[A-Za-z0-9]+")


_ESCAPES = re.compile(r"\\[sSdDwWbB][+*?]?|\\(?=[^A-Za-z0-9])")


@dataclass(frozen=True, slots=True)
class Target:
    """`how`: "name" (words and head), "sort" (any definition of one), "members" (methods of one class), "listed" (an entry of a list)."""

    how: str
    words: tuple[str, ...]
    head: str = ""


def _near_first(places: Sequence[Place], hints: ScopeHints, code: Codebase) -> list[Place]:
    for scope in candidates(hints, code.index, code.areas)[:-1]:
        inside = [place for place in places if scope.contains(place.path)]
        if inside:
            return inside
    return list(places)


def by_name(target: Target, symbols: Symbols, code: Codebase, hints: ScopeHints) -> list[Place]:
    """A definition whose name is the words run together, or, near by, a value made by a call of the head."""
    folded = "".join((*target.words, target.head)).lower()
    named = [word for word in symbols.vocabulary if word.replace("_", "").lower() in (folded, folded + "s")]
    places = [place for name in sorted(named) for place in symbols.find(name).places if not is_test(place.path)]
    if places:
        return _near_first(places, hints, code)
    wanted = [stem(word) for word in target.words]
    found: list[tuple[int, Place]] = []
    head = target.head.lower()
    holding = symbols.matching(head, re.compile(rb"=\s*(?:new\s+)?[\w.]*" + head.encode() + rb"\s*\("))
    holding = [path for path in holding if not is_test(path)]
    for path, outline in symbols.outlines(holding[:60]).items():
        for definition in outline.definitions:
            if re.match(rf"(?:new\s+)?[\w.]*{target.head}\s*\(", definition.value, re.I):
                parts = [stem(part) for part in subwords(definition.name)]
                common = [word for word in wanted if word in parts]
                if wanted[0] in parts and len(common) * 2 >= len(wanted):
                    found.append((len(common), Place(path, definition)))
    best = max((score for score, _ in found), default=0)
    return _near_first([place for score, place in found if score == best], hints, code)


def by_sort(target: Target, symbols: Symbols, code: Codebase, hints: ScopeHints) -> list[Place]:
    """Any definition of that sort in the nearest part of the repository that has one."""
    kinds = _SORT_KINDS[target.head]
    sources = frozenset(symbols.files)
    for scope in candidates(hints, code.index, code.areas):
        paths = [path for path in scope.files_in(code.index) if path in sources and target.head.encode() in symbols.read(path)]
        for start in range(0, len(paths), 40):
            outlines = symbols.outlines(paths[start : start + 40])
            places = [
                Place(path, d)
                for path, outline in outlines.items()
                for d in outline.definitions
                if d.kind in kinds and _is_sort(d, target.head)
            ]
            if places:
                return places
    return []


def _is_sort(definition: Definition, sort: str) -> bool:
    if sort == "dataclass":
        return any(decorator.split("(")[0].endswith("dataclass") for decorator in definition.decorators)
    if sort == "protocol" and definition.kind == "class":
        return any("Protocol" in base for base in definition.bases)
    return True


def by_members(target: Target, symbols: Symbols, code: Codebase, hints: ScopeHints) -> list[Place]:
    """The methods of one class that have all the names."""
    owners: dict[tuple[str, str], list[Place]] = {}
    for name in target.words:
        for place in symbols.find(name).places:
            if not is_test(place.path):
                owners.setdefault((place.path, place.definition.qualified.rpartition(".")[0]), []).append(place)
    whole = [places for places in owners.values() if {place.definition.name for place in places} == set(target.words)]
    return _near_first([place for places in whole for place in places], hints, code)


def by_entry(target: Target, symbols: Symbols, code: Codebase, hints: ScopeHints) -> list[Place]:
    """A list named after the noun that has an entry with all words of the sample."""
    sample = target.words[0]
    wanted = [word.lower() for word in _TEXT_WORD.findall(sample)]
    head = target.head.lower()
    holding = symbols.matching(head, re.compile(head.encode() + rb"\w*\s*(?::[^=\n]{0,80})?="))
    holding = [path for path in holding if not is_test(path)]
    found = []
    for path, outline in symbols.outlines(holding[:60]).items():
        for definition in outline.definitions:
            if (
                len(definition.members) > 1
                and target.head in [stem(part) for part in subwords(definition.name)]
                and any(entry_fits(entry, sample, wanted) for entry in definition.members)
            ):
                found.append(Place(path, definition))
    return _near_first(found, hints, code)


def entry_fits(entry: str, sample: str, wanted: Sequence[str]) -> bool:
    """Whether a string or regular expression in code is the sample, or has all of its words in the same order."""
    plain = _ESCAPES.sub(lambda match: " " if match[0][1:2] in "sSdDwWbB" and len(match[0]) > 1 else "", entry)
    if sample.lower() in plain.lower():
        return True
    words = [word.lower() for word in _TEXT_WORD.findall(plain)]
    at = 0
    for word in wanted:
        following = [index for index in range(at, len(words)) if words[index] == word or stem(words[index]) == stem(word)]
        if not following:
            return False
        at = following[0]
    return bool(wanted)
