"""Libraries that are known by name: those of the entries, and those of libraries.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from verifier.knowledge.entries import all_entries, dist_of, module_of
from verifier.knowledge.lexicon import read_table

_ECOSYSTEMS = ("python", "npm")


@dataclass(frozen=True, slots=True)
class Library:
    """A package of an ecosystem ("python", "npm"): `name` as manifests list it, `module` as code imports it."""

    ecosystem: str
    name: str
    module: str


@cache
def libraries() -> Mapping[str, tuple[Library, ...]]:
    """The libraries that are known, by the lower-case names of their packages and modules, save those that are words as well."""
    more = read_table("libraries.toml")
    ideas = set(str(more["ideas"]).split())
    found: dict[str, tuple[Library, ...]] = {}
    for ecosystem in _ECOSYSTEMS:
        known = [item for entry in all_entries().values() for item in entry.handles.packages.get(ecosystem, ())]
        for item in dict.fromkeys((*known, *str(more[ecosystem]).split())):
            library = Library(ecosystem, dist_of(item, ecosystem), module_of(item, ecosystem))
            for name in {library.name, library.module.lower()} - ideas:
                others = found.get(name, ())
                found[name] = others if library in others else (*others, library)
    return found
