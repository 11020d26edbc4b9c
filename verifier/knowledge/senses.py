"""In which sense a phrase of many senses is meant: "threading" of a program, or of messages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache

from verifier.knowledge.lexicon import ConceptMention, LexiconError, read_table
from verifier.knowledge.words import stem

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*")


class Sense(str, Enum):
    SURE = "sure"  # the concept that the lexicon knows
    OPEN = "open"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class _Row:
    """Stems of phrases that leave the sense open, and of words that tell it."""

    open: frozenset[tuple[str, ...]]
    beside: frozenset[str]
    other: frozenset[str]


@cache
def senses() -> Mapping[str, _Row]:
    """senses.toml, by entry.

    Raises:
        LexiconError: rows that can't be used, all of them.
    """
    found: dict[str, _Row] = {}
    problems: list[str] = []
    for key, row in read_table("senses.toml").items():
        if not isinstance(row, dict) or set(row) != {"open", "beside", "other"} or not all(map(_strings, row.values())):
            problems.append(f"senses.toml: {key}: 'open', 'beside' and 'other', lists of strings, are expected")
            continue
        found[key] = _Row(frozenset(map(_stems, row["open"])), _all(row["beside"]), _all(row["other"]))
    if problems:
        raise LexiconError("\n".join(problems))
    return found


def sense(mention: ConceptMention, sentence: str, above: str = "") -> Sense:
    """The sense of a concept's mention in a sentence, which stands under the words `above`."""
    row = senses().get(mention.entry)
    if row is None or _stems(mention.text) not in row.open:
        return Sense.SURE
    if {stem(mention.before), stem(mention.after)} & row.other:
        return Sense.OTHER
    own = _words(sentence) - set(_stems(mention.text))
    if (own | _words(above)) & row.beside:
        return Sense.SURE
    return Sense.OTHER if own & row.other else Sense.OPEN


def _strings(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, str) for item in value)


def _stems(text: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in _WORD.findall(text))


def _all(words: list[str]) -> frozenset[str]:
    return frozenset(part for word in words for part in _stems(word))


def _words(text: str) -> set[str]:
    return set(_stems(text))
