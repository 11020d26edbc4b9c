"""In how many files a name is defined, imported or used: "7 modules implement their own `load`", "`Store` is used in 12 files"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.outline import Outline
from verifier.facts.symbols import Symbols
from verifier.model import Claim, Evidence, Finding, Measurement, Quantity, Reading, Reason, Site
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Path
from verifier.reading.numbers import NUMBER_WORDS, number_of
from verifier.reading.says.slots import SLOT, slots_of
from verifier.repository.kinds import is_source
from verifier.repository.parts import parts
from verifier.repository.scope import Scope, whole
from verifier.reproduce import search
from verifier.rule import Example, Expect, Rule, found, restated, undecided
from verifier.shapes.lookup import blocked, states
from verifier.shapes.rough_numbers import fits

_NUMBER = (
    r"(?:(?:only|just|exactly|all|at\s+least|about|over|around|approximately|some)\s+|[~≈])?(?P<number>\d{1,4}\+?|"
    + "|".join(NUMBER_WORDS)
    + r")"
)
_PLACES = r"(?:(?:different|separate|other|distinct|source|unique)\s+)*(?P<noun>files?|modules?|scripts?)"
_DEFINES = r"defin(?:e|es|ed|ing)|(?:re)?implement(?:s|ed|ing)?|declar(?:e|es|ed|ing)|duplicat(?:e|es|ed|ing)|maintain(?:s|ed|ing)?"
_USES = r"us(?:e|es|ed|ing)|call(?:s|ed|ing)?|referenc(?:e|es|ed|ing)|consum(?:e|es|ed|ing)|invok(?:e|es|ed|ing)"
_IMPORTS = r"import(?:s|ed|ing)?"
_DONE = (
    rf"(?:(?P<imports>{_IMPORTS})(?:\s+(?:and|or)\s+(?:{_USES}))?|(?P<uses>{_USES})"
    rf"|(?P<defines>{_DEFINES}|ha(?:ve|s)\s+(?:their|its)\s+own))"
)
_OWN = r"(?:(?:their|its)\s+own\s+|the\s+same\s+|the\s+|an?\s+)?"
_NAMES = rf"(?P<name>{SLOT}(?:\s*(?:,|/|&|\band\b)\s*{SLOT})*)"
_SORT = r"(?:\s+(?:function|method|class|hook|helper|component|enum|type|interface|constant|utility)(?:e?s)?)?"
_SHAPES = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"^(?:(?:there\s+are|found)\s+)?{_NUMBER}\s+{_PLACES}\s+(?:(?:that|which|now|still|currently|also|each)\s+)*{_DONE}\s+{_OWN}"
        rf"{_NAMES}{_SORT}(?P<tail>\W.*|)$",
        rf"^(?:the\s+)?{_NAMES}{_SORT}\s+(?:is|are)\s+(?:(?:now|still|currently|also|only)\s+)*{_DONE}\s+(?:in|by|across|from|within)\s+"
        rf"{_NUMBER}\s+{_PLACES}(?P<tail>\W.*|)$",
    )
)
_NAME = re.compile(r"(?P<name>[A-Za-z_$][\w$]{2,})(?:\(\))?")
_DEFINED = frozenset(
    "function method constructor class struct interface trait enum type constant variable property field component hook macro".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """`how`: "defines", "imports" or "uses", all of the names."""

    names: tuple[str, ...]
    how: str


class FilesWith(Rule[Target]):
    """ "7 modules implement their own `isInvalid` method", "Only 3 files import `Codes`", "`Store` is used in 12 files"."""

    name = "files-with"
    kinds = ("usage",)
    scoped = True
    quotes = False
    summary = (
        "As many files as the report says define, import or use a name, with or without tests and in any one folder; refuted where a "
        "definition is counted otherwise, or where a use is outside of every count."
    )
    vocabulary = (
        "file module script use import call reference consume invoke define implement declare duplicate maintain own same function method "
        "class hook helper component enum type interface constant utility only just each different separate across @number @about"
    )
    examples = (
        Example(
            "definitions, imports and uses",
            "- 2 modules implement their own `turn_moon` method\n- 3 files define `turn_moon()`\n- Only 1 file imports `Orbit`\n"
            "- `Orbit` is used in 2 files\n- `Orbit` is used in 9 files\n- five files import and use `Orbit`\n- 2 files use `turn_moon`\n"
            "- 2 modules define `turn_moon` and `turn_sky`\n- 7 modules define `turn_moon`, `turn_sky`\n",
            {
                "a.py": "class Orbit: ...\n\n\ndef turn_moon(): ...\n",
                "b.py": "from a import Orbit\n\n\ndef turn_moon():\n    Orbit()\n\n\ndef turn_sky(): ...\n",
                "c.py": "# Orbit\n",
            },
            (
                Expect("usage", V.HOLDS, 1),
                Expect("usage", V.REFUTED, 2, observed="2"),
                Expect("usage", V.HOLDS, 3),
                Expect("usage", V.HOLDS, 4),
                Expect("usage", V.REFUTED, 5),
                Expect("usage", V.REFUTED, 6, observed="1"),
                Expect("usage", V.HOLDS, 7),
                Expect("usage", V.HOLDS, 8),
                Expect("usage", V.REFUTED, 9),
            ),
        ),
        Example(
            "wishes, changes and other places",
            "- 3 files should use `Orbit`\n- Updated 3 files to use `Orbit`\n- 3 tests use `Orbit`\n- 3 files use `a.py`\n"
            "- `Orbit` is used once\n",
            {"a.py": "class Orbit: ...\n"},
            (),
        ),
    )

    def is_closed(self, claim: Claim[Target]) -> bool:
        return True

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if not states(clause, warned=True) or clause.negated:
            return
        slots = slots_of(clause)
        match = next((match for shape in _SHAPES if (match := shape.match(slots.text))), None)
        if match is None or slots.continues(match):
            return
        told = [_NAME.fullmatch(slots.name(slot)) for slot in re.findall(SLOT, match["name"])]
        names = tuple(name["name"] for name in told if name is not None)
        if len(names) < len(told) or set(names) & {mention.text for mention in clause.own(Path)}:
            return
        number = match["number"].lower()
        quantity = next((one for one in clause.quantities if one.text.lower().startswith(number.rstrip("+"))), None)
        how = next(group for group in ("imports", "uses", "defines") if match[group])
        yield self.claim(
            clause, Target(names=names, how=how), subject=", ".join(names), claimed=f"{number} {match['noun']}",
            quantity=quantity or _plain(clause, number), explains=slots.taken(match),
        )  # fmt: skip

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target, symbols = claim.target, Symbols.of(code.facts)
        scope = scope if scope.files is None else whole()  # files that are named are those that are counted
        found_in: list[dict[str, list[str]]] = []
        for name in target.names:
            holding = [path for path in symbols.holding(name) if is_source(path)]
            outlines = code.facts.outlines(holding)
            if not symbols.complete or any(not isinstance(one, Outline) for one in outlines.values()):
                return blocked(Reason.INCOMPLETE, "some files could not be read", name)
            found_in.append(_ways(name, target.how, holding, {p: one for p, one in outlines.items() if isinstance(one, Outline)}, symbols))
        ways = dict(_together(found_in))
        readings: list[Reading] = []
        for part, paths in parts(code.index, scope).items():
            inside = frozenset(paths)
            readings += [Reading(f"{way} {part}".strip(), sum(path in inside for path in files)) for way, files in ways.items()]
        first = next(iter(ways.values()))
        sites = tuple(Site(path) for path in first[:5])
        return Measurement(tuple(readings), sites, True, search("-lw", *target.names), scope.label, near=tuple(first[:3]))

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        quantity = claim.quantity
        assert quantity is not None
        evidence = tuple(Evidence(path) for path in measurement.near)
        counts = {reading.definition: int(reading.value) for reading in measurement.readings}
        way, first = next(iter(counts.items()))
        observed = f"{first}"
        if right := next((way for way, value in counts.items() if fits(quantity, value)), ""):
            told = f"{counts[right]} files {right} {claim.subject}"
            return found(claim, measurement, V.HOLDS, told, observed=observed, evidence=evidence, definition=right)
        told = f"{first} {'file' if first == 1 else 'files'} {way} {claim.subject}, not {claim.claimed}"
        if first == 0 or (claim.target.how == "uses" and min(counts.values()) < (quantity.stated or 0) < max(counts.values())):
            return found(claim, measurement, V.UNVERIFIABLE, told, reason=Reason.AMBIGUOUS, observed=observed, evidence=evidence)
        return found(claim, measurement, V.REFUTED, told, observed=observed, evidence=evidence, correction=restated(claim, first))


def _together(found_in: Sequence[Mapping[str, list[str]]]) -> Iterator[tuple[str, list[str]]]:
    """By each way the files that have all of the names; of several names also those that have one, or a certain one."""
    for way in found_in[0]:
        lists = [found[way] for found in found_in]
        yield way, [path for path in lists[0] if all(path in files for files in lists)]
        if len(lists) > 1:
            yield f"{way} one of", list(dict.fromkeys(path for files in lists for path in files))
            yield from ((f"{way} name {at} of", files) for at, files in enumerate(lists, 1))


def _ways(name: str, how: str, holding: Sequence[str], outlines: Mapping[str, Outline], symbols: Symbols) -> dict[str, list[str]]:
    """The files that have a name, by each way of counting them; the one that is told comes first."""
    places = symbols.find(name).places
    defining = list(dict.fromkeys(place.path for place in places if place.definition.kind in _DEFINED))
    importing = [path for path, outline in outlines.items() if any(name in (one.name, one.alias) for one in outline.imports)]
    if how == "defines":
        return {"define": defining}
    if how == "imports":
        return {"import": importing}
    using = [path for path in holding if symbols.occurrences(name, (path,), 1)]
    others = [path for path in using if path not in defining]
    calling = [path for path, outline in outlines.items() if any(_ends(call.callee, name) for call in outline.calls)]
    return {"use": using, "use, but for where it is defined,": others, "import": importing, "call": calling, "name": list(holding)}


def _ends(callee: str, name: str) -> bool:
    return re.split(r"\W+", callee.removesuffix("()"))[-1] == name


def _plain(clause: Clause, number: str) -> Quantity:
    value = float(number_of(number.lower().rstrip("+")))
    return Quantity(value, None if number.endswith("+") else value, "file", number, clause.span, stated=value)
