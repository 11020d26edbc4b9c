"""Things that have members: enums, unions, classes, lists. Found by name, and counted under every defensible definition."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from verifier.facts.outline import ENTRIES, Definition, Outline
from verifier.facts.symbols import Place, Symbols
from verifier.knowledge.words import stem, subwords
from verifier.model import Reading
from verifier.repository.kinds import is_generated, is_test, is_vendored

METHODS = frozenset("method function operation".split())
FIELDS = frozenset("field attribute property column".split())
PARAMETERS = frozenset("parameter argument".split())
VALUES = frozenset(
    "value member state status variant option case entry item key element constant type pattern level role event category kind "
    "alternative mode choice keyword stage".split()
)
_COLLECTION = re.compile(
    r"^(?:\[|\(|\{|(?:frozen)?set\(|tuple\(|list\(|dict\(|new (?:Set|Map)\(|Object\.freeze\(|\w+\.freeze\(|vec!\[|&?\[|map\[|\[\]"
    r"|Set\.of\(|List\.of\(|Map\.of\(|Arrays\.asList\(|%[wi]\[)"
)
_OPEN_ENDED = re.compile(r"^(?:\*|\.\.\.)")


@dataclass(frozen=True, slots=True)
class Container:
    """A definition with members, as names without quotes. `exact`: all of them stand in the source."""

    place: Place
    names: tuple[str, ...]
    exact: bool

    @property
    def definition(self) -> Definition:
        return self.place.definition


def container_of(place: Place, outline: Outline, symbols: Symbols) -> Container | None:
    """The values of an enum, a union, an interface, or a collection that is written out; None for anything else."""
    definition = place.definition
    if definition.kind == "enum":
        names = [child.name for child in outline.children(definition) if child.kind == "member"] or list(definition.members)
        return Container(place, tuple(names), len(names) < ENTRIES) if names else None
    if definition.kind == "type" and len(definition.members) > 1:
        return Container(place, tuple(_bare(member) for member in definition.members), True)
    if (
        definition.kind in {"constant", "variable", "field", "property"}
        and definition.members
        and _COLLECTION.match(definition.value.strip())
    ):
        written = len(definition.members) < ENTRIES and not any(_OPEN_ENDED.match(member) for member in definition.members)
        return Container(place, tuple(_bare(member) for member in definition.members), written and not _grows(place, symbols))
    return None


def counts(place: Place, outline: Outline, unit: str, symbols: Symbols) -> tuple[Reading, ...]:
    """How many of `unit` a definition has; no reading when it has no such members."""
    definition = place.definition
    if unit in PARAMETERS:
        named = [p for p in definition.parameters if p.name not in {"self", "cls", "this"}]
        return (
            (Reading("parameters", len(named)), Reading("parameters with the receiver", len(definition.parameters)))
            if definition.parameters
            else ()
        )
    children = outline.children(definition)
    if unit in METHODS:
        methods = [
            child
            for child in children
            if child.kind in {"method", "constructor", "function"} or (child.kind == "property" and child.parameters)
        ]
        plain = [m for m in methods if not re.match(r"__\w+__$|constructor$|init$", m.name)]
        public = [m for m in plain if not m.name.startswith(("_", "#"))]
        return (
            (Reading("methods", len(methods)), Reading("without special methods", len(plain)), Reading("public methods", len(public)))
            if methods
            else ()
        )
    if unit in FIELDS:
        fields = [child for child in children if child.kind in {"field", "property", "member"} and not re.fullmatch(r"__\w+__", child.name)]
        columns = [f for f in fields if re.match(r"(?:\w+\.)?(?:Column|mapped_column|\w*Field)\(", f.value)]
        readings = [
            Reading("fields", len([name for name in definition.members if not re.fullmatch(r"__\w+__", name)]) or len(fields)),
            Reading("fields with a declaration", len(fields)),
            Reading("columns", len(columns)),
        ]
        return tuple(reading for reading in readings if reading.value)
    container = container_of(place, outline, symbols)
    if container is None or not container.exact:
        return ()
    return (Reading("members", len(container.names)), Reading("distinct members", len(set(container.names))))


def by_noun(noun: str, symbols: Symbols) -> list[Container]:
    """Containers whose name ends in a noun: SUSPICIOUS_PATTERNS and PatternList for "pattern"."""
    # A word that ends in the noun, singular or plural, perhaps with one of the usual endings behind it.
    spelled = noun[:-1] + "(?:y|ies)" if noun.endswith("y") else noun + "(?:e?s)?"
    pattern = re.compile(rf"{spelled}(?:_?(?:list|set|map|enum|type|choices|values|options))?\b\s*(?:[=:({{]|\bextends\b)".lower().encode())
    holding = [
        path
        for path in symbols.matching(noun[:-1].lower(), pattern)
        if not is_test(path) and not is_vendored(path) and not is_generated(path)
    ]
    found = []
    for path, outline in symbols.outlines(holding[:200]).items():
        for definition in outline.definitions:
            if stem(noun) in [stem(part) for part in subwords(definition.name)[-2:]] and definition.kind in {
                "enum",
                "type",
                "constant",
                "variable",
                "field",
                "property",
            }:
                container = container_of(Place(path, definition), outline, symbols)
                if container is not None and len(container.names) > 1:
                    found.append(container)
    return found


def words_of(place: Place) -> frozenset[str]:
    """The stems in a definition's qualified name and its file's name."""
    stemmed = place.path.rpartition("/")[2].split(".")[0]
    return frozenset(stem(part) for name in (*place.definition.qualified.split("."), stemmed) for part in subwords(name))


def folded(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()


def holding_all(names: Sequence[str], containers: Iterable[Container]) -> list[Container]:
    """Containers that have a member for each name."""
    wanted = {folded(name) for name in names}
    return [container for container in containers if wanted <= {folded(name) for name in container.names}]


def _bare(member: str) -> str:
    return member.strip().strip("'\"`")


def _grows(place: Place, symbols: Symbols) -> bool:
    """Whether the collection is added to after it is written."""
    name = re.escape(place.definition.name.encode())
    return bool(
        re.search(
            rb"(?<![\w$])" + name + rb"\s*(?:\.(?:append|extend|add|update|push|insert|unshift|set)\(|\+=|\|=)", symbols.read(place.path)
        )
    )
