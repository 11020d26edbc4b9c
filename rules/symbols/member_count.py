"""An enum, union, class or list has as many members, or the ones, that the report says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.symbols import Place, Symbols
from verifier.knowledge.words import stem, subwords
from verifier.model import (
    Claim,
    Confidence,
    Correction,
    Evidence,
    Exactness,
    Finding,
    Measurement,
    Quantity,
    Reading,
    Reason,
    Side,
    Site,
    Verdict,
)
from verifier.reading.clause import Clause, FenceClass, Form
from verifier.reading.quantities import restate
from verifier.repository.scope import Scope, candidates
from verifier.rule import Example, Expect, Rule, found, undecided

from .common_names import COMMON
from .containers import FIELDS, METHODS, PARAMETERS, VALUES, Container, by_noun, container_of, counts, folded, holding_all, words_of
from .naming import Named, names_in
from .resolve import nearest

_UNITS = METHODS | FIELDS | PARAMETERS | VALUES
# Nouns whose number may be the length of one container; what is counted in other ways (files, tests, lines, users) is not here.
_NOUNS = frozenset(
    "pattern state status role permission rule keyword type level priority category stage phase mode strategy adapter provider "
    "event action command tool node step scope "
    "channel reason intent variant kind driver plugin locale language currency extension format prompt template check validator "
    "header origin setting theme transition".split()
)
_ENUMERATED = re.compile(
    r"^(?:(?:supports?|has|with|uses?|implements?|defines?|includes?|offers?)\s+)?(?:(?:multiple|several|various|different|all|the"
    r"|\d{1,2}|two|three|four|five|six|seven|eight|nine|ten)\s+)?"
    r"(?P<words>(?:[A-Za-z][\w-]*\s+){0,2}?)(?P<noun>[A-Za-z]+?)(?:\s+support(?:ed)?)?\s*(?:[:(]|[–—-]\s)\s*(?P<list>[^()]{3,160}?)\)?\W*$",
    re.I,
)
_ITEM = re.compile(r"\s*(?:,\s*(?:and\s+|or\s+)?|/|→|->|\s\|\s|\s+and\s+|\s&\s)\s*")
_STATEFUL = re.compile(r"\b(?P<number>\d|two|three|four|five|six|seven)-(?P<noun>state|stage|phase|step)\b", re.I)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}


@dataclass(frozen=True, slots=True)
class Target:
    """`name`: the container as the text names it, if it does; else it is found by the noun and the `context`'s words."""

    unit: str
    name: tuple[str, ...] = ()
    qualifiers: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    exact: bool = True  # the words are a count of members and nothing else


class MemberCount(Rule[Target]):
    """ "`Status` enum with 5 values", "three states: OPEN, CLOSED", "40+ suspicious patterns", "`Store` has 12 methods"."""

    name = "member-count"
    family = "symbols"
    kinds = ("member-count",)
    summary = "An enum, union, class, interface or written-out list has the number of members that the report gives, and those it lists."
    examples = (
        Example(
            "named containers",
            "- `Status` enum with 3 values\n- `Store` has 2 methods\n- The `Store` class has 7 methods\n- `MAX_KEYS` is a list of 4 "
            "entries\n",
            {
                "a.py": "from enum import Enum\n\nclass Status(Enum):\n    A = 1\n    B = 2\n    C = 3\n\nclass Store:\n    def "
                "__init__(self): ...\n    def get(self): ...\n    def put(self): ...\n\nMAX_KEYS = ['a', 'b']\n"
            },
            (
                Expect("member-count", Verdict.HOLDS, 1),
                Expect("member-count", Verdict.HOLDS, 2),
                Expect("member-count", Verdict.REFUTED, 3, observed="3 methods"),
                Expect("member-count", Verdict.REFUTED, 4, observed="2 entries"),
            ),
        ),
        Example(
            "by noun",
            "Reviewed `a.py`:\n\n- Three states: CLOSED, OPEN, HALF_OPEN\n- 40+ suspicious patterns\n- 3 roles\n",
            {
                "a.py": "from enum import Enum\n\nclass CircuitState(Enum):\n    CLOSED = 1\n    OPEN = 2\n    HALF_OPEN = "
                "3\n\nSUSPICIOUS_PATTERNS = ['a', 'b', 'c']\n"
            },
            (
                Expect("member-count", Verdict.HOLDS, 3),
                Expect("member-count", Verdict.REFUTED, 4, observed="3 patterns"),
                Expect("member-count", Verdict.UNVERIFIABLE, 5),
            ),
        ),
        Example(
            "classes of a sort",
            "- Multiple adapter support (Redis, In-Memory)\n",
            {"a.ts": "export class RedisStreamsAdapter {}\nexport class InMemoryAdapter {}\n"},
            (Expect("member-count", Verdict.HOLDS, 1),),
        ),
        Example(
            "other numbers",
            "- Add 5 values to `Status`\n- 12 tests and 3 files\n- `Store` is called 4 times\n- 5 types of errors are logged for 10 "
            "users\n",
            {"a.py": "class Store: ...\n"},
            (),
        ),
    )

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if clause.form in {Form.CODE, Form.COMMAND, Form.TREE_ENTRY, Form.HEADING} or clause.context.fence in {
            FenceClass.SUGGESTED,
            FenceClass.OUTPUT,
        }:
            return
        if not clause.asserts or clause.negated or clause.side is Side.BEFORE:
            return
        done = False
        enumerated = self._enumerated(clause)
        for quantity in clause.quantities:
            unit = stem(quantity.unit) if quantity.unit else ""
            named = _container(clause, quantity, unit)
            if named is not None:
                done = True
                yield self._make(clause, Target(unit, named.parts), quantity, ".".join(named.parts))
            elif unit in _NOUNS and not enumerated and _is_a_count(clause, quantity):
                if len(quantity.words) < 2 and not _context(clause):
                    continue
                done = True
                qualifiers = tuple(stem(word) for word in quantity.words[:-1])
                yield self._make(clause, Target(unit, (), qualifiers, _context(clause)), quantity, " ".join(quantity.words) or unit)
        stateful = _STATEFUL.search(clause.text)
        if enumerated:
            target, quantity_of = enumerated
            whole = clause.statement.text
            yield self.claim(
                clause,
                target,
                subject=target.unit,
                claimed=", ".join(target.listed),
                span=whole.span(0, len(whole.plain)),
                text=whole.plain,
                quantity=quantity_of,
                confidence=Confidence.LIKELY,
            )
        elif stateful and not done:
            number = float(_NUMBERS.get(stateful["number"].lower()) or int(stateful["number"]))
            start = stateful.start()
            span = clause.words.span(start, stateful.end("number"))
            quantity = Quantity(number, number, stateful["noun"].lower(), stateful[0], span, stated=number)
            target = Target(stem(stateful["noun"].lower()), (), (), _context(clause), exact=False)
            yield self._make(clause, target, quantity, stateful["noun"].lower())

    def _make(self, clause: Clause, target: Target, quantity: Quantity, subject: str) -> Claim[Target]:
        return self.claim(clause, target, subject=subject, claimed=quantity.text, span=quantity.span, text=clause.text, quantity=quantity)

    def _enumerated(self, clause: Clause) -> tuple[Target, Quantity | None] | None:
        """ "Three states: A, B, C", "adapter support (Redis, Kafka)": a noun and the members by name."""
        if clause.position or (clause.form is Form.CELL and "(" not in clause.statement.text.plain):
            return None
        match = _ENUMERATED.match(clause.statement.text.plain.strip())
        if not match or stem(match["noun"].lower()) not in _NOUNS:
            return None
        listed = tuple(item.strip(" `'\"") for item in _ITEM.split(match["list"]) if item.strip(" `'\""))
        if not 2 <= len(listed) <= 12 or any(
            len(item.split()) > 2 or not re.match(r"[A-Za-z]", item) or (item.islower() and " " in item) or item in COMMON
            for item in listed
        ):
            return None
        quantity = next((q for q in clause.quantities if stem(q.unit) == stem(match["noun"].lower()) and q.stated is not None), None)
        qualifiers = tuple(
            stem(word)
            for word in match["words"].lower().split()
            if word not in {"multiple", "supported", "different", "three", "available", "main", "key", "core"}
        )
        return Target(stem(match["noun"].lower()), (), qualifiers, _context(clause), listed), quantity

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        symbols = Symbols.of(code.facts)
        if claim.target.name:
            return _measure_named(claim, symbols, code)
        if claim.target.listed:
            return _measure_listed(claim, symbols, code)
        return _measure_noun(claim, symbols, code)

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        evidence = tuple(Evidence(site.path, site.line, site.end_line, site.code) for site in measurement.sites[:3])
        where = f"{evidence[0].path}:{evidence[0].line}" if evidence else ""
        noun = _plural(claim.quantity.unit if claim.quantity else claim.target.unit)
        observed = f"{int(float(measurement.readings[0].value))} {noun}"
        quantity = claim.quantity
        if quantity is None:
            return found(
                claim,
                measurement,
                Verdict.HOLDS,
                f"{measurement.subject} at {where}",
                observed=measurement.detail or observed,
                evidence=evidence,
                confidence=Confidence.LIKELY,
            )
        for number, reading in enumerate(measurement.readings):
            if _fits(quantity, float(reading.value)):
                sure = Confidence.CERTAIN if claim.target.name else Confidence.LIKELY
                return found(
                    claim,
                    measurement,
                    Verdict.HOLDS,
                    f"{measurement.subject} has {observed} ({where})",
                    observed=observed,
                    evidence=evidence,
                    definition=reading.definition,
                    exactness=Exactness.TOLERATED if number else Exactness.EXACT,
                    confidence=sure,
                )
        if not measurement.complete or not claim.target.exact:
            return found(
                claim,
                measurement,
                Verdict.UNVERIFIABLE,
                f"the nearest is {measurement.subject} with {observed} ({where})",
                reason=Reason.AMBIGUOUS,
                evidence=evidence,
            )
        first = int(float(measurement.readings[0].value))
        correction = (
            Correction(quantity.span, restate(quantity, first)) if quantity.stated is not None and len(measurement.readings) <= 2 else None
        )
        return found(
            claim,
            measurement,
            Verdict.REFUTED,
            f"{measurement.subject} has {observed} ({where})",
            observed=observed,
            evidence=evidence,
            definition=measurement.readings[0].definition,
            correction=correction,
            confidence=Confidence.CERTAIN,
        )


def _fits(quantity: Quantity, value: float) -> bool:
    if quantity.approximate and quantity.stated:
        return abs(value - quantity.stated) <= 0.1 * max(quantity.stated, value)
    return quantity.contains(value)


def _plural(noun: str) -> str:
    return noun[:-1] + "ies" if re.search(r"[^aeiou]y$", noun) else noun + ("es" if noun.endswith(("s", "x", "ch")) else "s")


def _container(clause: Clause, quantity: Quantity, unit: str) -> Named | None:
    """The identifier whose members are counted: of this clause, of the words before its bracket, or of its row."""
    header = clause.context.header.lower()
    if clause.form is Form.CELL and not unit:
        unit = next((word for word in (stem(part) for part in re.findall(r"[a-z]+", header)) if word in _UNITS), "")
        if unit not in METHODS | FIELDS | PARAMETERS:
            return None
    if unit not in _UNITS or re.search(
        r"\b(?:calls?|called|times|usages?|references?|tests?|callers?|instances?|added|removed|changed|affected|missing|per|each)\b",
        clause.text,
        re.I,
    ):
        return None
    own = names_in(clause.statement.text)
    before = [named for named in own if (named.mention.span.line, named.mention.span.column) < (quantity.span.line, quantity.span.column)]
    behind = [named for named in own if named not in before]
    if before and _joined(clause, before[-1], quantity):
        return before[-1]
    if behind and re.search(r"\b(?:in|on|of|for)\s+(?:the\s+)?[`\w]*$", _between(clause, quantity, behind[0])):
        return behind[0]
    return None


def _joined(clause: Clause, named: Named, quantity: Quantity) -> bool:
    """Whether nothing but a bracket, "has" or "with" stands between a name and the number of its members."""
    whole = clause.statement.text.plain
    start = whole.find(named.mention.text)
    at = whole.find(quantity.text, start + len(named.mention.text))
    if start < 0 or at < 0:
        return False
    between = whole[start + len(named.mention.text) : at]
    return bool(
        re.fullmatch(
            r"[`\"')]*\s*(?:enum|class|interface|type|union|list|dict|set|tuple|array|object|struct|model|table|component|service"
            r"|function|constant|trait|dataclass|schema|literal|string)?\s*"
            r"(?:[(:–—-]|has|have|with|contains?|defines?|declares?|of|exposes?|lists?|includes?|is\s+an?|holds?|takes?|accepts?|\s"
            r"|an?|list|array|dict|set|tuple|enum|union|in total|only|exactly|about|over|around|more than|at least|~|\+)*",
            between,
            re.I,
        )
    )


def _between(clause: Clause, quantity: Quantity, named: Named) -> str:
    whole = clause.statement.text.plain
    at = whole.find(quantity.text)
    start = whole.find(named.mention.text, at)
    return whole[at + len(quantity.text) : start] if 0 <= at < start else ""


def _is_a_count(clause: Clause, quantity: Quantity) -> bool:
    """Whether the number and its noun are what the clause is about, not an aside of another statement."""
    at = clause.text.find(quantity.text)
    rest = clause.text[:at] + clause.text[at + len(quantity.text) :] if at >= 0 else clause.text
    return len(re.findall(r"[A-Za-z]+", rest)) <= 6 and not re.search(
        r"\b(?:per|each|every|of errors?|added|removed|fixed|new|missing|identified|found|failed|failing|additional|more|other"
        r"|remaining|concurrent|simultaneous|max(?:imum)?|minimum|up to|nesting|nested|deep|limit)\b",
        clause.text,
        re.I,
    )


def _context(clause: Clause) -> tuple[str, ...]:
    """Stems of the words around that may be in the container's name: the row's head, the item above, the key."""
    context = clause.context
    texts = [context.row[0].text.plain] if context.row else []
    texts += (
        [text.plain for text in context.parents[-1:]]
        + [context.key]
        + [clause.statement.text.plain.split(":")[0] if clause.position else ""]
    )
    texts.append(_STATEFUL.sub("", clause.text))
    words = [stem(word) for text in texts for word in re.findall(r"[A-Za-z]{3,}", text)]
    return tuple(dict.fromkeys(words))


def _measure_named(claim: Claim[Target], symbols: Symbols, code: Codebase) -> Measurement:
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
            blocked=Reason.NO_SUBJECT, detail=f"no {target.name[-1]} whose {_plural(target.unit)} can be counted", subject=claim.subject
        )
    readings = tuple(reading for _, found_readings in measured for reading in found_readings)
    return Measurement(
        readings,
        tuple(_site(place) for place, _ in measured),
        known.complete,
        f"git grep -n {target.name[-1]}",
        measured[0][0].definition.qualified,
    )


def _measure_noun(claim: Claim[Target], symbols: Symbols, code: Codebase) -> Measurement:
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
        f"git grep -n {chosen[0].definition.name}",
        chosen[0].definition.qualified,
    )


def _measure_listed(claim: Claim[Target], symbols: Symbols, code: Codebase) -> Measurement:
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
            f"git grep -n {container.definition.name}",
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
