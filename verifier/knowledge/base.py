"""The concepts that a run knows: the built-in ones, and those of a project's own configuration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from verifier.knowledge.entries import Entry, EntryError, all_entries, own_entries
from verifier.knowledge.lexicon import Lexicon, extended_lexicon, lexicon


@dataclass(frozen=True)
class KnowledgeBase:
    """How prose names concepts, and what each looks like in code, by id."""

    lexicon: Lexicon
    entries: Mapping[str, Entry]


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
