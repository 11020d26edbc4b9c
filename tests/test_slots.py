"""A clause's words with slots for its names, and the way back to the report."""

from __future__ import annotations

import re

import pytest

from verifier.reading.clause import Clause
from verifier.reading.report import read_report
from verifier.reading.says.slots import slots_of
from verifier.reading.source import read_source


def clause(text: str) -> Clause:
    return read_report(read_source("r.md", text.encode())).clauses[0]


@pytest.mark.parametrize(
    ("text", "slotted", "names"),
    [
        ("`Crate` extends `Box`.", "⟨0⟩ extends ⟨1⟩", ("Crate", "Box")),
        ("`.env.example` documents 2 variables.", "⟨0⟩ documents 2 variables", (".env.example",)),
        ("`npm run lint` calls `oxlint .`", "⟨0⟩ calls ⟨1⟩", ("npm run lint", "oxlint .")),
        ("See `a/b.py`; it has 3 tests.", "See ⟨0⟩", ("a/b.py",)),
    ],
)
def test_names_are_slots(text: str, slotted: str, names: tuple[str, ...]) -> None:
    slots = slots_of(clause(text))
    assert slots.text.startswith(slotted)
    assert tuple(slots.name(f"⟨{number}⟩") for number in range(len(names))) == names


def test_what_a_match_took_is_found_in_the_report_but_for_its_tail() -> None:
    text = "The `Crate` extends `Box` in winter"
    slots = slots_of(clause(text))
    match = re.match(r"The (?P<a>⟨\d+⟩) extends (?P<b>⟨\d+⟩)(?P<tail>.*)$", slots.text)
    assert match is not None
    assert [text[span.column - 1 : span.end_column - 1] for span in slots.taken(match)] == ["The `Crate` extends `Box"]


def test_a_hole_parts_what_was_taken() -> None:
    text = "in all `Crate` extends `Box`"
    slots = slots_of(clause(text))
    match = re.match(r"in (?P<head>.*?) (?P<a>⟨\d+⟩) extends ⟨\d+⟩$", slots.text)
    assert match is not None
    assert [text[span.column - 1 : span.end_column - 1].strip(" `") for span in slots.taken(match, "head")] == ["in", "Crate` extends `Box"]


@pytest.mark.parametrize(("text", "continues"), [("`Crate` extends `Box` handlers", True), ("`Crate` extends `Box` in winter", False)])
def test_a_noun_behind_a_name_makes_it_another_thing(text: str, continues: bool) -> None:
    slots = slots_of(clause(text))
    match = re.match(r"⟨\d+⟩ extends ⟨\d+⟩", slots.text)
    assert match is not None
    assert slots.continues(match) is continues
