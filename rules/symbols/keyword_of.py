"""A keyword or default that is said of a function: it must be that function's parameter, or be given in a call of it."""

from __future__ import annotations

import re

from verifier.codebase import Codebase
from verifier.facts.symbols import Place, Symbols
from verifier.model import Reason
from verifier.reading.clause import Clause, Symbol
from verifier.repository.kinds import is_test

from . import value_compare as compare
from .parameters import shown
from .phrasing import offset

_FUNCTIONS = frozenset(("function", "method", "constructor", "hook", "component"))
_CLASSES = frozenset(("class", "struct"))
# Between the function and its keyword: who takes or is given it.
_TAKES = re.compile(
    r"^[`\"'()]*(?:\s+(?:function|method|constructor|helper|call|hook|class|now|also|already|currently|correctly|then|both|must|it|that|which|and"
    r"|is|are|was|gets?|got|has|have|had|been))*\s+(?P<verb>accept(?:s|ed|ing)?|take(?:s|n)?|taking|has|gets?|got|gain(?:s|ed)?|receiv(?:es|ed)"
    r"|supports?|expects?|requires?|declares?|defaults?|exposes?|offers?|with|call(?:ed|s)|invoked|uses?|using|passe[sd]|set(?:s|ting)?|given)\b"
    r"(?:\s+(?:a|an|the|new|optional|keyword|keyword-only|parameter|argument|option|flag|default|extra|named|to|of|with|by|its|and|sets?|passes))*"
    r"[\s:`\"'(]*$",
    re.I,
)
_PASSED_TO = re.compile(
    r"\b(?:pass(?:es|ed|ing)?|giv(?:es|en|ing)|hand(?:s|ed|ing)?|add(?:s|ed|ing)?|set(?:s|ting)?|use[sd]?)\s+(?:the\s+|an?\s+)?[`\"']*$",
    re.I,
)
_TO = re.compile(
    r"^[`\"')]*(?:\s+(?:parameter|argument|option|flag|keyword))*\s+(?:to|in|into|on|for)\s+(?:the\s+|its\s+|all\s+|every\s+|each\s+)?"
    r"(?:calls?\s+(?:of|to)\s+)?[`\"']*$",
    re.I,
)


_CALLED = re.compile(r"(?P<name>[A-Za-z_][\w.]*)\((?:[^()]*,)?\s*$")
_SETS = frozenset(("set", "sets", "setting", "use", "uses", "using"))  # what a function does within itself, or in a call


def owner_of(clause: Clause, start: int, end: int) -> tuple[str, bool]:
    """The function that the keyword at `start` to `end` of the clause's text is said of, as it is written; "" when of none.

    With it, whether it is said to be the function's parameter: "sets `x=1`" may be what it does.
    """
    called = _CALLED.search(clause.text[:start])
    if called and clause.words.in_code(called.start(), end):
        return called["name"], True
    for mention in clause.own(Symbol):
        at = offset(clause, mention)
        if at < 0 or not isinstance(mention.value, Symbol) or not mention.value.call:
            continue
        behind = at + len(mention.text)
        takes = _TAKES.match(clause.text[behind:start]) if behind <= start else None
        if takes:
            return mention.value.name, takes["verb"].lower() not in _SETS
        if at >= end and _TO.match(clause.text[end:at]) and _PASSED_TO.search(clause.text[:start]):
            return mention.value.name, True
    return "", False


_PARAMETER = re.compile(
    r"\b(?:accept(?:s|ed|ing)?|takes?|supports?|expects?|pass(?:es|ed|ing)?|keywords?|arguments?|parameters?|kwargs?|options?)\b", re.I
)


def perhaps_of(clause: Clause) -> str:
    """The one function near the words, in its sentence, its row or above it, that a keyword may be said of; "" without one."""
    if not _PARAMETER.search(clause.statement.text.plain):
        return ""
    near: dict[str, set[str]] = {}
    for mention in clause.mentions:
        if isinstance(mention.value, Symbol) and mention.value.call:
            near.setdefault(mention.origin.value, set()).add(mention.value.name)
    nearest = next(iter(near.values()), set()) if "self" not in near else near["self"]
    return next(iter(nearest)) if len(nearest) == 1 else ""


def look_up_of(wanted: compare.Wanted, owner: str, code: Codebase) -> compare.Answer:
    """Whether `owner` has a parameter of that name with that default, or is called with it."""
    symbols = Symbols.of(code.facts)
    parts = [part for part in re.split(r"\.|::|#", owner) if part]
    places = _places(parts, symbols)
    claimed = compare.amount_of(wanted.value)
    found: list[compare.Place] = []
    for place in places:
        for parameter in place.definition.parameters:
            if parameter.name.strip("*&. ") != wanted.name:
                continue
            found.append(compare.Place(place.path, f"{owner}: {wanted.name}", place.definition.line, parameter.default or "no default"))
            if parameter.default and compare.equal(claimed, compare.amount_of(parameter.default), wanted.name):
                return compare.Answer(True, (found[-1],), True)
    calls = _calls(parts[-1], wanted, symbols)
    for given, value in calls:
        if compare.equal(claimed, compare.amount_of(value), wanted.name):
            return compare.Answer(True, (given,), True)
    if found:
        return compare.Answer(None, tuple(found), reason=Reason.AMBIGUOUS, detail=f"{wanted.name} of {owner} has {found[0].source} there")
    if not places:
        return compare.Answer(None, reason=Reason.NO_SUBJECT, detail=f"no function {owner} here, and no call of it with {wanted.name}")
    sites = tuple(compare.Place(p.path, owner, p.definition.line, shown(p.definition)) for p in places[:3])
    plain = "_" not in wanted.name  # else a setting of that name may be meant
    elsewhere = () if plain else symbols.holding(wanted.name) or symbols.holding(wanted.name.upper())
    if calls or elsewhere or not symbols.find(parts[-1]).complete or any(takes_more(place, wanted.name) for place in places):
        return compare.Answer(None, sites, reason=Reason.AMBIGUOUS, detail=f"{owner} has no parameter {wanted.name} of its own")
    return compare.Answer(False, sites, True, detail=f"{owner} has no parameter {wanted.name}: {sites[0].source}")


def _places(parts: list[str], symbols: Symbols) -> list[Place]:
    """The functions of that name outside of tests; for a class, its constructor."""
    known = [place for place in symbols.find(parts[-1]).places if not is_test(place.path)]
    owned = [p for p in known if len(parts) < 2 or p.definition.qualified.split(".")[-2:-1] == parts[-2:-1]] or known
    found = [place for place in owned if place.definition.kind in _FUNCTIONS]
    classes = {place.definition.qualified for place in owned if place.definition.kind in _CLASSES}
    for name in ("__init__", "constructor") if classes else ():
        found += [p for p in symbols.find(name).places if p.definition.qualified.rpartition(".")[0] in classes]
    return found if not classes or any(place.definition.name in ("__init__", "constructor") for place in found) else []


def takes_more(place: Place, name: str) -> bool:
    """Whether a function may take keywords that it does not name: stars, a pattern, an object of options, a decorator's own."""
    definition = place.definition
    return bool(definition.decorators) or any(
        parameter.kind in ("keywords", "variadic")
        or re.search(r"[{\[]|\.\.\.", parameter.name)
        or re.search(r"^(?:opts?|options?|config|params?|props|kwargs|settings|args)$", parameter.name, re.I)
        or name in parameter.annotation
        for parameter in definition.parameters
    )


def _calls(name: str, wanted: compare.Wanted, symbols: Symbols) -> list[tuple[compare.Place, str]]:
    """Calls of the function that give the keyword, with what they give it."""
    holding = set(symbols.holding(wanted.name))
    paths = [path for path in symbols.holding(name) if path in holding and not is_test(path)][:60]
    return [
        (compare.Place(path, f"{call.callee}: {key}", call.line, value), value)
        for path, outline in symbols.outlines(paths).items()
        for call in outline.calls
        for key, value in call.keywords
        if key == wanted.name and call.callee.rpartition(".")[2] == name
    ]
