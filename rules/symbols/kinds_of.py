"""How many kinds of a thing there are: "four kinds of legs", "Leg types: 4", for the enum or union that is named after it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from verifier.facts.symbols import Place, Symbols
from verifier.knowledge.words import stem
from verifier.model import Measurement, Quantity, Reading, Reason, Site
from verifier.reading.clause import Clause, Form
from verifier.reading.english.lexis import table
from verifier.repository.kinds import is_generated, is_test, is_vendored
from verifier.reproduce import search

from .containers import Container, container_of, folded
from .member_words import ITEM

_KINDS = frozenset("kind type sort variety flavor flavour variant".split())
_PLAIN = frozenset("different distinct supported possible main various separate known available built-in such".split())
_OF = re.compile(
    r"^\s+of\s+(?:(?:the|a|an|each)\s+)?(?P<noun>[A-Za-z]{3,}(?:[ -][a-z]{3,})??)"
    r"(?=\s*(?:$|[.,:;()–—]|-\s|\s(?:exist|in the code|with)\b))"
)
_COME = re.compile(
    r"(?<![A-Za-z])(?P<noun>[A-Za-z]{3,30})\s+(?:come|comes|are|is|exist|fall|falls|divide|split)\s+(?:in|of|into)(?:\s+one\s+of)?\s*$",
    re.I,
)
_KEY = re.compile(
    r"^\W*(?:(?:number|count)\s+of\s+)?(?:(?P<unit>[A-Za-z]+)\s+of\s+(?P<of>[A-Za-z]{3,}(?: [a-z]{3,})?)"
    r"|(?P<noun>[A-Za-z]{3,}(?: [a-z]{3,})?)\s+(?P<units>[A-Za-z]+))\W*$"
)
_LISTED = re.compile(r"^[^():]{0,60}(?:\((?P<inside>[^()]{3,160})\)|:\s*(?P<behind>[^():.;]{3,160}))")
_ENDINGS = ("", "Kind", "Type", "Enum", "Variant")
_CONTAINERS = frozenset(("enum", "type", "constant", "variable"))


def whose_kinds(clause: Clause, quantity: Quantity) -> tuple[str, ...]:
    """The words of the thing whose kinds are counted, () where it is another number."""
    unit = stem(quantity.unit)
    if not unit:
        head = clause.context.row[0].text.plain if clause.form is Form.CELL and clause.context.row else clause.context.key
        key = _KEY.match(head)
        if key is None or stem((key["unit"] or key["units"]).lower()) not in _KINDS or clause.text.strip() != quantity.text.strip():
            return ()
        return _words(key["of"] or key["noun"])
    if unit not in _KINDS:
        return ()
    at = clause.text.find(quantity.text)
    if at < 0:
        return ()
    own = tuple(word for word in quantity.words[:-1] if word not in _PLAIN | table("neutral")["decoration"])
    if behind := _OF.match(clause.text[at + len(quantity.text) :]):
        return (*own, *_words(behind["noun"]))
    if own:
        return own if len(own) < 3 else ()
    before = _COME.search(clause.text[:at])
    return _words(before["noun"]) if before else ()


def listed_kinds(clause: Clause, quantity: Quantity) -> tuple[str, ...]:
    """The kinds that stand behind their number, in brackets or behind a colon."""
    whole = clause.statement.text.plain
    at = whole.find(quantity.text)
    match = _LISTED.match(whole[at + len(quantity.text) :]) if at >= 0 and clause.form is not Form.CELL else None
    if match is None:
        return ()
    items = tuple(item.strip(" `'\"") for item in ITEM.split(match["inside"] or match["behind"]) if item.strip(" `'\""))
    return items if len(items) > 1 and all(re.fullmatch(r"[A-Za-z][\w -]{0,40}", item) for item in items) else ()


def measure_kinds(words: tuple[str, ...], listed: tuple[str, ...], symbols: Symbols) -> Measurement:
    """The members of what is named after the thing, or after its kinds."""
    found = containers_of(words, symbols)
    if not found:
        return Measurement(blocked=Reason.NO_SUBJECT, detail=f"nothing is named after the kinds of {' '.join(words)}")
    wanted = {folded(item) for item in listed}
    with_all = [one for one in found if wanted <= {folded(name) for name in one.names}]
    chosen = with_all or found
    definition = chosen[0].definition
    sites = tuple(
        Site(one.place.path, one.definition.qualified, f"{one.definition.kind} {one.definition.qualified}: {', '.join(one.names[:12])}",
             one.definition.line, one.definition.end_line)
        for one in chosen
    )  # fmt: skip
    if not with_all and _mostly(wanted, found[0]):
        reading = (Reading("members", len(found[0].names)),)
        strange = tuple(item for item in listed if folded(item) not in {folded(name) for name in found[0].names})
        return Measurement(reading, sites, found[0].exact, search("-nw", definition.name), definition.qualified, near=strange)
    if not with_all:
        return Measurement(blocked=Reason.AMBIGUOUS, detail=f"{definition.qualified} has {', '.join(chosen[0].names[:12])}", sites=sites)
    readings = tuple(dict.fromkeys(Reading("members", len(one.names)) for one in chosen))
    exact = all(one.exact for one in chosen)
    return Measurement(readings, sites, exact, search("-nw", definition.name), definition.qualified)


def containers_of(words: tuple[str, ...], symbols: Symbols) -> list[Container]:
    """The enums, unions and lists that are named after a thing, or after its kinds."""
    return [one for name in _names(words) for one in _containers(name, symbols)]


def _mostly(wanted: set[str], one: Container) -> bool:
    """Whether more than half of the names are a container's, so that it is the one that is meant."""
    return len(wanted & {folded(name) for name in one.names}) * 2 > len(wanted)


def _words(text: str) -> tuple[str, ...]:
    return tuple(part for part in re.split(r"[\s-]+", text.lower()) if part)


def _names(words: tuple[str, ...]) -> Iterator[str]:
    """The names that such an enum, union or list may have."""
    single = [*words[:-1], stem(words[-1])]
    camel = "".join(word.capitalize() for word in single)
    plural = "".join(word.capitalize() for word in words)
    upper = "_".join(single).upper()
    yield from dict.fromkeys((*(camel + ending for ending in _ENDINGS), plural))
    yield from dict.fromkeys((f"{upper}_KINDS", f"{upper}_TYPES", f"{upper}S", "_".join(words).upper()))


def _containers(name: str, symbols: Symbols) -> Iterator[Container]:
    for place in symbols.find(name).places:
        if is_test(place.path) or is_vendored(place.path) or is_generated(place.path) or place.definition.kind not in _CONTAINERS:
            continue
        outline = symbols.outlines([place.path]).get(place.path)
        one = container_of(Place(place.path, place.definition), outline, symbols) if outline else None
        if one is not None and len(one.names) > 1:
            yield one
