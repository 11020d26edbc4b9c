"""The installed rules by name, found by entry point. A rule's module is imported when the rule is used, not before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from verifier.rule import AnyRule

GROUP = "verify_review.rules"


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


@cache
def installed() -> Mapping[str, InstalledRule]:
    """Every rule there is, built-in or third-party, in order of name.

    Raises:
        RuleError: two rules share a name.
    """
    found: dict[str, InstalledRule] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
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
