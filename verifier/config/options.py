"""The options of a rule, as its own dataclass says them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from verifier.config.typed import Mistake
    from verifier.rule import AnyRule, Options


def options_from(rule: type[AnyRule], settings: Mapping[str, object], mistake: Mistake, where: str) -> Options | None:
    """`settings` as the rule's own options; None when there was a mistake, each passed to `mistake(where, what)`."""
    from typing import get_type_hints

    from verifier.config.typed import WRONG, typed

    kind = rule.options_type
    hints = get_type_hints(kind)
    names = {item.name.replace("_", "-"): item.name for item in fields(kind)}  # type: ignore[arg-type]  # every Options is a dataclass
    values: dict[str, object] = {}
    for key, value in settings.items():
        if key in names:
            values[names[key]] = typed(value, hints[names[key]], f"{where}.{key}", mistake)
            continue
        there = f"did you mean '{near[0]}'?" if (near := get_close_matches(key, names, 1)) else f"there are: {', '.join(names) or 'none'}"
        mistake(f"{where}.{key}", f"rule '{rule.name}' has no such option; {there}")
        values[key] = WRONG
    if WRONG in values.values():
        return None
    try:
        options = kind(**values)
    except (TypeError, ValueError) as error:
        mistake(where, str(error))
        return None
    mistakes = tuple(options.mistakes())
    for place, what in mistakes:
        mistake(f"{where}.{place}", what)
    return None if mistakes else options
