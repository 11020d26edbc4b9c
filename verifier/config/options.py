"""The options of a rule, as its own dataclass says them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from difflib import get_close_matches
from typing import TYPE_CHECKING

from verifier.config.kinds import shown

if TYPE_CHECKING:
    from verifier.rule import AnyRule, Options


def options_from(rule: type[AnyRule], settings: Mapping[str, object], mistake: Callable[[str, str], None], where: str) -> Options | None:
    """`settings` as the rule's own options; None when there was a mistake, each passed to `mistake(where, what)`."""
    from typing import get_type_hints

    import msgspec

    kind = rule.options_type
    hints = get_type_hints(kind)
    names = {item.name.replace("_", "-"): item.name for item in fields(kind)}  # type: ignore[arg-type]  # every Options is a dataclass
    values: dict[str, object] = {}
    bad = False
    for key, value in settings.items():
        if key not in names:
            there = (
                f"did you mean '{near[0]}'?" if (near := get_close_matches(key, names, 1)) else f"there are: {', '.join(names) or 'none'}"
            )
            mistake(f"{where}.{key}", f"rule '{rule.name}' has no such option; {there}")
            bad = True
            continue
        try:
            values[names[key]] = msgspec.convert(value, hints[names[key]])
        except msgspec.ValidationError as error:
            mistake(f"{where}.{key}", f"{str(error).replace('`', '')}; is {shown(value)}")
            bad = True
    if bad:
        return None
    try:
        return kind(**values)
    except (TypeError, ValueError) as error:
        mistake(where, str(error))
        return None
