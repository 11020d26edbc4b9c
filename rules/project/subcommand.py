"""One command of a program: the words that call it, and what it takes."""

from __future__ import annotations

from dataclasses import dataclass

from verifier.model import Site

ANY = 1_000  # arguments, where a command takes any number
HELP = frozenset(("--help",))


@dataclass(frozen=True, slots=True)
class Subcommand:
    """`path`: the words that call it, without the program's. `valued`: options that a value follows. `complete`: it takes no others."""

    path: tuple[str, ...]
    group: bool
    options: frozenset[str]
    valued: frozenset[str]
    arguments: int
    complete: bool
    site: Site
