"""The concepts that a run knows: the built-in ones, and those of a project's own configuration."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from verifier.knowledge.entries import Entry, EntryError, Kind, all_entries, own_entries
from verifier.knowledge.lexicon import Lexicon, extended_lexicon, lexicon
from verifier.knowledge.words import stem


@dataclass(frozen=True)
class KnowledgeBase:
    """How prose names concepts, and what each looks like in code, by id."""

    lexicon: Lexicon
    entries: Mapping[str, Entry]

    @cached_property
    def ordinary(self) -> frozenset[str]:
        """Stems of the words in which mechanisms and practices are told: none is a name of its own."""
        told = (alias for entry in self.entries.values() if entry.kind is not Kind.TECHNOLOGY for alias in entry.aliases)
        return frozenset(stem(word) for alias in told for word in re.findall("[A-Za-z]+", alias))


@cache
def built_in() -> KnowledgeBase:
    """What every run knows. Raises EntryError."""
    return KnowledgeBase(lexicon(), all_entries())


def extended(table: Mapping[str, object]) -> KnowledgeBase:
    """The built-in concepts and those of `table`, written as in entries/*.toml but each with its `aliases`.

    Raises:
        EntryError: some can't be used, or take the name of a built-in one; says what is wrong with every one.
    """
    base, own = built_in(), own_entries(table)
    taken = sorted(own.keys() & base.entries.keys())
    if taken:
        raise EntryError("\n".join(f"{name}: there is a built-in entry of this name" for name in taken))
    return KnowledgeBase(extended_lexicon({key: entry.aliases for key, entry in own.items()}, {}), {**base.entries, **own})
