"""Runs of lines that stand twice: texts in, places out."""

from __future__ import annotations

import pytest

from verifier.rules.quality.clones import LINES, Clone, Place, clones

BODY = [f"    call_of_step_number_{number}(rows, {number})" for number in range(12)]
OTHER = [f"    another_thing_{number} = rows[{number}]" for number in range(12)]


def text(*lines: str) -> str:
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ({"a": text(*BODY), "b": text("x = 1", *BODY)}, [Clone(Place("a", 1, 12), Place("b", 2, 13), 12)]),
        ({"a": text(*BODY, *OTHER, *BODY)}, [Clone(Place("a", 1, 12), Place("a", 25, 36), 12)]),
        # indentation, blank lines, comments and brackets that stand alone do not matter
        ({"a": text(*BODY), "b": text(*(f"  {line}\n\n# so\n}}" for line in BODY))}, [Clone(Place("a", 1, 12), Place("b", 1, 45), 12)]),
        # too few lines, too few that differ, one file by itself
        ({"a": text(*BODY[: LINES - 1]), "b": text(*BODY[: LINES - 1])}, []),
        ({"a": text(*BODY[:2] * 8), "b": text(*BODY[:2] * 8)}, []),
        ({"a": text(*BODY)}, []),
        # imports are alike everywhere
        (
            {"a": text(*(f"import {line.split('(')[0]}" for line in BODY)), "b": text(*(f"import {line.split('(')[0]}" for line in BODY))},
            [],
        ),
    ],
)
def test_what_stands_twice_is_found_at_its_full_length(texts: dict[str, str], found: list[Clone]) -> None:
    assert list(clones(texts)) == found
