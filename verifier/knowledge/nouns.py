"""What prose calls a value ("ping interval"), and the names that settings for it have in code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from verifier.knowledge.lexicon import LexiconError, Phrases, read_table
from verifier.knowledge.words import subwords

_UNITS = frozenset(
    [
        "s",
        "sec",
        "secs",
        "second",
        "seconds",
        "ms",
        "millis",
        "milliseconds",
        "msec",
        "min",
        "mins",
        "minute",
        "minutes",
        "hour",
        "hours",
        "day",
        "days",
        "bytes",
        "kb",
        "mb",
    ]
)


@dataclass(frozen=True, slots=True)
class Noun:
    """`settings` are names in snake case, the usual first; `unit` is singular, "" where there is none."""

    id: str
    nouns: tuple[str, ...]
    settings: tuple[str, ...]
    unit: str = ""

    def names(self, identifier: str) -> bool:
        """Whether `identifier` (any case style, a unit may follow, words may precede) is a setting for this: `WS_PING_INTERVAL_MS`."""
        words = subwords(identifier)
        while len(words) > 1 and words[-1] in _UNITS:
            words = words[:-1]
        joined = "".join(words)
        for setting in self.settings:
            parts = tuple(setting.split("_"))
            parts = parts[:-1] if len(parts) > 1 and parts[-1] in _UNITS else parts
            if joined == "".join(parts) or (len(parts) > 1 and words[-len(parts) :] == parts):
                return True
        return False


@dataclass(frozen=True, slots=True)
class NounMention:
    """A noun in a text, by offsets."""

    noun: Noun
    text: str
    start: int
    end: int


@cache
def nouns() -> Mapping[str, Noun]:
    """nouns.toml, by id.

    Raises:
        LexiconError: rows that can't be used, all of them.
    """
    found: dict[str, Noun] = {}
    problems: list[str] = []
    for key, row in read_table("nouns.toml").items():
        if not isinstance(row, dict) or not _strings(row.get("nouns")) or not _strings(row.get("settings")):
            problems.append(f"nouns.toml: {key}: 'nouns' and 'settings', lists of strings, are expected")
            continue
        found[key] = Noun(key, tuple(row["nouns"]), tuple(row["settings"]), str(row.get("unit", "")))
    if problems:
        raise LexiconError("\n".join(problems))
    return found


def _strings(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, str) for item in value)


@cache
def _phrases() -> Phrases:
    phrases = Phrases()
    for key, noun in nouns().items():
        for phrase in noun.nouns:
            phrases.add(phrase, key)
    return phrases


def nouns_in(text: str) -> tuple[NounMention, ...]:
    """The nouns that `text` names, in order, the longest phrase at each place."""
    return tuple(
        NounMention(nouns()[target], text[item.start : item.end], item.start, item.end)
        for item in _phrases().find(text)
        for target in item.targets
    )


def settings_for(noun: str) -> tuple[str, ...]:
    """The names in code of settings for what `noun` says, the usual first: those of the table, then the noun's own words."""
    found = [setting for mention in nouns_in(noun) for setting in mention.noun.settings]
    own = "_".join(subwords(noun.replace("-", " ")))
    return tuple(dict.fromkeys([*found, own])) if own else tuple(dict.fromkeys(found))
