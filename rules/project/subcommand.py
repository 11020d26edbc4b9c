"""One command of a program: the words that call it, and what it takes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from verifier.model import Site

ANY = 1_000  # arguments, where a command takes any number
HELP = frozenset(("--help", "-h"))  # the short one by settings, which a group hands down to its commands
# What a declaration may say by which a command takes more than it declares, or calls it otherwise.
LENIENT = re.compile(
    r"ignore_unknown_options|allow_extra_args|\*\*|\bcls\s*=|\bchain\s*=|\bcontext_settings\s*=\s*[A-Za-z_][\w.]*\s*(?:[,)]|$)"
)


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
