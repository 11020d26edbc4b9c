"""What a clause says of members: whose, of what sort, how many, by which names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from verifier.knowledge.words import stem
from verifier.model import (
    Quantity,
)
from verifier.reading.clause import Clause, Form

from .containers import FIELDS, METHODS, PARAMETERS, VALUES
from .naming import Named, names_in

_UNITS = METHODS | FIELDS | PARAMETERS | VALUES


# Nouns whose number may be the length of one container; what is counted in other ways (files, tests, lines, users) is not here.
NOUNS = frozenset(
    "pattern state status role permission rule keyword type level priority category stage phase mode strategy adapter provider "
    "event action command tool node step scope "
    "channel reason intent variant kind driver plugin locale language currency extension format prompt template check validator "
    "header origin setting theme transition".split()
)


ENUMERATED = re.compile(
    r"^(?:(?:supports?|has|with|uses?|implements?|defines?|includes?|offers?)\s+)?(?:(?:multiple|several|various|different|all|the"
    r"|\d{1,2}|two|three|four|five|six|seven|eight|nine|ten)\s+)?"
    r"(?P<words>(?:[A-Za-z][\w-]*\s+){0,2}?)(?P<noun>[A-Za-z]+?)(?:\s+support(?:ed)?)?\s*(?:[:(]|[–—-]\s)\s*(?P<list>[^()]{3,160}?)\)?\W*$",
    re.I,
)


ITEM = re.compile(r"(?:(?<!\s)\s+)?(?:,\s*(?:(?:and|or)\s+)?|/|→|->)\s*|(?<!\s)\s+(?:\||and|&)\s+")


STATEFUL = re.compile(r"\b(?P<number>\d|two|three|four|five|six|seven)-(?P<noun>state|stage|phase|step)\b", re.I)


NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}


@dataclass(frozen=True, slots=True)
class Target:
    """`name`: the container as the text names it, if it does; else it is found by the noun and the `context`'s words."""

    unit: str
    name: tuple[str, ...] = ()
    qualifiers: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    exact: bool = True  # the words are a count of members and nothing else
    path: str = ""  # the file whose definitions are counted
    whose: tuple[str, ...] = ()  # the words of the thing whose kinds are counted
    part: bool = False  # those of a part of the file may be meant


def container_named(clause: Clause, quantity: Quantity, unit: str) -> Named | None:
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
            r"[`\"')]*(?:\s*(?:enum|class|interface|type|union|list|dict|set|tuple|array|object|struct|model|table|component|service"
            r"|function|constant|trait|dataclass|schema|literal|string))?"
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


def is_a_count(clause: Clause, quantity: Quantity) -> bool:
    """Whether the number and its noun are what the clause is about, not an aside of another statement."""
    at = clause.text.find(quantity.text)
    rest = clause.text[:at] + clause.text[at + len(quantity.text) :] if at >= 0 else clause.text
    return len(re.findall(r"[A-Za-z]+", rest)) <= 6 and not re.search(
        r"\b(?:per|each|every|of errors?|added|removed|fixed|new|missing|identified|found|failed|failing|additional|more|other"
        r"|remaining|concurrent|simultaneous|max(?:imum)?|minimum|up to|nesting|nested|deep|limit)\b",
        clause.text,
        re.I,
    )


def context_words(clause: Clause) -> tuple[str, ...]:
    """Stems of the words around that may be in the container's name: the row's head, the item above, the key."""
    context = clause.context
    texts = [context.row[0].text.plain] if context.row else []
    texts += (
        [text.plain for text in context.parents[-1:]]
        + [context.key]
        + [clause.statement.text.plain.split(":")[0] if clause.position else ""]
    )
    texts.append(STATEFUL.sub("", clause.text))
    words = [stem(word) for text in texts for word in re.findall(r"[A-Za-z]{3,}", text)]
    return tuple(dict.fromkeys(words))
