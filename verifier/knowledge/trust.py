"""How often what a rule refuted was false, of claims that people looked up: data that the open benchmark writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from verifier.knowledge.structured import parse_toml

_FILE = Path(__file__).parent / "trust.toml"
ENOUGH = 10  # refutations that were looked up, below which a share says little
LEAST = 0.9  # of them that must have been right for a rule to refute by itself


@dataclass(frozen=True, slots=True)
class Trust:
    """Counts of a rule's verdicts on claims that people had looked up, and of those that were right."""

    refuted: int = 0
    refuted_right: int = 0
    held: int = 0
    held_right: int = 0

    @property
    def earned(self) -> bool:
        """Whether nine in ten of its refutations were right, as far as enough of them are known."""
        return self.refuted < ENOUGH or self.refuted_right >= LEAST * self.refuted

    @property
    def told(self) -> str:
        """`26 of 26 refutations were right, 153 of 153 confirmations`; "" where nothing is known."""
        parts = [(self.refuted_right, self.refuted, "refutations"), (self.held_right, self.held, "confirmations")]
        told = [f"{right} of {number} {what}" for right, number, what in parts if number]
        return f"{told[0]} were right{''.join(f', {one}' for one in told[1:])}" if told else ""


def trust_of(rule: str, form: str = "") -> Trust:
    """What is known of a rule, or of what it says of statements of one form ("cell"); nothing of one that no label met."""
    return _known().get((rule, form), Trust())


def forms_of(rule: str) -> list[tuple[str, Trust]]:
    """What is known of a rule by the forms of the statements that it spoke of, in order of their names."""
    return sorted((form, trust) for (one, form), trust in _known().items() if one == rule and form)


def doubted(rule: str, form: str) -> str:
    """Why what a rule refutes in statements of a form is only doubted, by what it refuted so far; "" where it has earned more."""
    if not (trust := trust_of(rule)).earned:
        return trust.told
    return "" if (trust := trust_of(rule, form)).earned else f"in a statement of its form ({form}) {trust.told}"


@cache
def _known() -> Mapping[tuple[str, str], Trust]:
    """By rule and form; the form "" is all of them."""
    found = {}
    for rule, counts in parse_toml(_FILE.read_text(encoding="utf-8")).items():
        assert isinstance(counts, dict)
        forms = counts.pop("forms", {})
        assert isinstance(forms, dict)
        for form, numbers in {"": counts, **forms}.items():
            found[rule, form] = Trust(**{key.replace("-", "_"): number for key, number in numbers.items()})
    return found
