"""From words about members to containers in the repository, measured."""

from __future__ import annotations

import re

from verifier.codebase import Codebase
from verifier.facts.symbols import Place, Symbols
from verifier.knowledge.words import stem, subwords
from verifier.model import (
    Claim,
    Measurement,
    Reading,
    Reason,
    Site,
)
from verifier.repository.scope import candidates
from verifier.reproduce import search

from .bond_lookup import classes_above
from .containers import FIELDS, METHODS, Container, by_noun, container_of, counts, folded, holding_all, words_of
from .member_words import (
    Target,
)
from .resolve import nearest

_BRINGING_NONE = frozenset("Base BaseModel SQLModel DeclarativeBase Enum StrEnum IntEnum NamedTuple TypedDict Exception".split())


def plural(noun: str) -> str:
    return noun[:-1] + "ies" if re.search(r"[^aeiou]y$", noun) else noun + ("es" if noun.endswith(("s", "x", "ch")) else "s")


def measure_named(claim: Claim[Target], symbols: Symbols, code: Codebase) -> Measurement:
    target = claim.target
    known = symbols.find(target.name[-1])
    places = [p for p in known.places if len(target.name) == 1 or p.definition.qualified.split(".")[-2:-1] == [target.name[-2]]]
    measured: list[tuple[Place, tuple[Reading, ...]]] = []
    for place in nearest(places, claim.hints, code):
        outline = symbols.outlines([place.path]).get(place.path)
        readings = counts(place, outline, target.unit, symbols) if outline else ()
        if readings and outline and not outline.errors:
            measured.append((place, readings))
    if not measured:
        return Measurement(
            blocked=Reason.NO_SUBJECT, detail=f"no {target.name[-1]} whose {plural(target.unit)} can be counted", subject=claim.subject
        )
    readings = tuple(reading for _, found_readings in measured for reading in found_readings)
    least = claim.quantity.low if claim.quantity and claim.quantity.low is not None else 0
    most = max(float(reading.value) for reading in readings)
    inherited = least > most and any(_may_inherit(place, target.unit, symbols) for place, _ in measured)
    return Measurement(
        readings,
        tuple(_site(place) for place, _ in measured),
        known.complete and not inherited,
        search("-nw", target.name[-1]),
        measured[0][0].definition.qualified,
    )


def _may_inherit(place: Place, unit: str, symbols: Symbols) -> bool:
    """Whether some of what a class has may come from one that it is made from: written here, or, of fields, not known to bring none."""
    if unit not in FIELDS | METHODS:
        return False
    above, outside = classes_above(place, symbols)
    return len(above) > 1 or (unit in FIELDS and any(base.rpartition(".")[2] not in _BRINGING_NONE for base in outside))


def measure_noun(claim: Claim[Target], symbols: Symbols, code: Codebase) -> Measurement:
    """Every container that the words may mean: those that share all qualifiers, or most words of the context."""
    target = claim.target
    containers = by_noun(target.unit, symbols)
    others = (set(target.context) | set(target.qualifiers)) - {target.unit}
    scored = [(len(others & words_of(c.place)), c) for c in containers if set(target.qualifiers) <= words_of(c.place)]
    best = max((score for score, _ in scored), default=0)
    chosen = [c for score, c in scored if score == best]
    decisive = best >= 2 or (bool(target.qualifiers) and best >= 1)
    if not decisive:
        return Measurement(
            blocked=Reason.NO_SUBJECT,
            detail=f"no one container is named after {claim.subject}",
            near=tuple(c.definition.qualified for c in containers[:3]),
        )
    readings = [Reading("members", len(c.names)) for c in chosen]
    if len(chosen) > 1:
        readings.append(Reading("members of all", sum(len(c.names) for c in chosen)))
    at_hand = any(all(scope.contains(c.place.path) for c in chosen) for scope in candidates(claim.hints, code.index, code.areas)[:-1])
    # Fewer than said is an error of the report; more may be a matter of which ones it speaks of.
    least = claim.quantity.low if claim.quantity and claim.quantity.low is not None else float("inf")
    fewer = all(float(reading.value) < least for reading in readings)
    exact = all(c.exact for c in chosen) and len(chosen) <= 3 and at_hand and fewer
    return Measurement(
        tuple(readings),
        tuple(_site(c.place) for c in chosen),
        exact,
        search("-nw", chosen[0].definition.name),
        chosen[0].definition.qualified,
    )


def measure_listed(claim: Claim[Target], symbols: Symbols, code: Codebase) -> Measurement:
    """A container that has all the names, or a class of that sort for each of them."""
    target = claim.target
    containers = holding_all(target.listed, [*by_noun(target.unit, symbols), *_holding(target.listed, symbols)])
    if containers:
        order = [c.place for c in containers]
        first = nearest(order, claim.hints, code)[0]
        container = next(c for c in containers if c.place is first)
        readings = tuple(dict.fromkeys(Reading("members", len(c.names)) for c in (container, *containers)))
        named_so = any(stem(part) == target.unit for part in subwords(container.definition.name))
        return Measurement(
            readings,
            (_site(first),),
            container.exact and named_so,
            search("-nw", container.definition.name),
            container.definition.qualified,
        )
    sites: list[Site] = []
    for item in target.listed:
        place = _class_of_sort(item, target.unit, symbols)
        if place is None:
            return Measurement(
                blocked=Reason.NO_SUBJECT, detail=f"nothing has the members {', '.join(target.listed)}", subject=claim.subject
            )
        sites.append(_site(place))
    return Measurement((Reading("named after it", len(sites)),), tuple(sites), False, subject=", ".join(site.symbol for site in sites))


def _holding(listed: tuple[str, ...], symbols: Symbols) -> list[Container]:
    """Enums that have the first name as a member, whatever they are called."""
    found_containers = []
    for place in symbols.find(listed[0]).places if re.fullmatch(r"[A-Za-z_]\w*", listed[0]) else ():
        if place.definition.kind == "member":
            outline = symbols.outlines([place.path])[place.path]
            owner = place.definition.qualified.rpartition(".")[0]
            for definition in outline.definitions:
                if definition.qualified == owner and (container := container_of(Place(place.path, definition), outline, symbols)):
                    found_containers.append(container)
    return found_containers


def _class_of_sort(item: str, noun: str, symbols: Symbols) -> Place | None:
    """A class or function whose name is made of the item's words and ends in the noun."""
    wanted = {stem(word) for word in subwords(item)}
    for word in sorted(symbols.vocabulary):
        parts = [stem(part) for part in subwords(word)]
        if (len(parts) > 1 and parts[-1] == noun and wanted <= set(parts)) or folded(word) == folded(item) + noun:
            places = [
                p for p in symbols.find(word).places if p.definition.kind in {"class", "function", "struct", "component", "interface"}
            ]
            if places:
                return places[0]
    return None


def _site(place: Place) -> Site:
    definition = place.definition
    return Site(place.path, definition.qualified, f"{definition.kind} {definition.qualified}", definition.line, definition.end_line)
