"""The rules there are: built-in ones by their place, others by entry point. A rule's module is imported when the rule is used.

A module `rules/<family>/<name>.py`, or a package of that name, is a rule when it defines a class of the same name with that name
as its `name`: `file_lines.py`, `class FileLines(`, `name = "file-lines"`. Any other module is a helper. So a look at the text tells
which rules there are: all of it together takes a few milliseconds, importing them would take a second.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from verifier.rule import AnyRule

GROUP = "verify_review.rules"
BUILT_IN = "verifier.rules"


class RuleError(Exception):
    """A rule that can't be used; the message says which and why."""


@dataclass(frozen=True)
class InstalledRule:
    """A rule that is there, not yet imported. `family` is the folder that its module lies in, by which rules are also selected."""

    name: str
    family: str
    point: EntryPoint

    def load(self) -> type[AnyRule]:
        """The rule itself. Raises RuleError."""
        try:
            loaded: type[AnyRule] = self.point.load()
        except Exception as error:
            raise RuleError(f"rule '{self.name}' ({self.point.value}) can't be loaded: {error}") from error
        return loaded


def family_of(module: str) -> str:
    """The family of a rule whose module is `module`: the last package around it, or the module itself where there is none."""
    return module.split(".")[-2:][0]


def built_in(folder: str) -> Iterator[EntryPoint]:
    """The rules whose modules lie in the families below `folder`, which is the place of the package `verifier.rules`."""
    for family in sorted(os.listdir(folder)):
        inside = os.path.join(folder, family)
        for entry in sorted(os.listdir(inside)) if os.path.isdir(inside) and family.isidentifier() else ():
            module = entry.removesuffix(".py")
            path = os.path.join(inside, entry) if module != entry else os.path.join(inside, entry, "__init__.py")
            if module.isidentifier() and os.path.isfile(path) and (kind := _rule_class(module, path)):
                yield EntryPoint(module.replace("_", "-"), f"{BUILT_IN}.{family}.{module}:{kind}", GROUP)


def _rule_class(module: str, path: str) -> str:
    """The class that makes a module a rule, "" if it is none."""
    kind = "".join(part.capitalize() for part in module.split("_"))
    name = module.replace("_", "-")
    with open(path, "rb") as file:
        text = file.read()
    return kind if f"\nclass {kind}(".encode() in text and f'\n    name = "{name}"'.encode() in text else ""


def _points() -> Iterator[EntryPoint]:
    spec = find_spec(BUILT_IN)
    for folder in (spec and spec.submodule_search_locations) or ():
        yield from built_in(folder)
    yield from (point for point in entry_points(group=GROUP) if not point.module.startswith(f"{BUILT_IN}."))


@cache
def installed() -> Mapping[str, InstalledRule]:
    """Every rule there is, built-in or third-party, in order of name.

    Raises:
        RuleError: two rules share a name.
    """
    found: dict[str, InstalledRule] = {}
    for point in sorted(_points(), key=lambda point: point.name):
        other = found.get(point.name)
        if other is not None and other.point.value != point.value:
            raise RuleError(f"two rules are named '{point.name}': {other.point.module} and {point.module}")
        found[point.name] = InstalledRule(point.name, family_of(point.module), point)
    return found


def chosen(select: Iterable[str], ignore: Iterable[str]) -> tuple[InstalledRule, ...]:
    """The rules that names and families leave, in order of name; an empty `select` selects all. Raises RuleError."""
    wanted, unwanted = set(select), set(ignore)
    return tuple(
        rule
        for rule in installed().values()
        if (not wanted or {rule.name, rule.family} & wanted) and not {rule.name, rule.family} & unwanted
    )


def installed_rules() -> Mapping[str, type[AnyRule]]:
    """Every installed rule by name, imported. Raises RuleError."""
    return {name: rule.load() for name, rule in installed().items()}
