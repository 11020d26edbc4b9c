"""Nouns of messages in their number."""

from __future__ import annotations


def in_number(noun: str, number: float, plural: str = "") -> str:
    """`noun` as it stands behind `number`: "line" behind 1, else "lines", or its own plural."""
    return noun if number == 1 else plural or noun + ("es" if noun.endswith("s") else "s")
