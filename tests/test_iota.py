"""Go's enumerated constants: source in, names and values out."""

from __future__ import annotations

import pytest

from verifier.facts.iota import enumerated


@pytest.mark.parametrize(
    ("source", "values"),
    [
        ("const (\n\tA Kind = iota\n\tB\n\n\t// about C\n\tC // last\n)\n", {"A": 0, "B": 1, "C": 2}),
        ("const (\n\tA = iota + 1\n\t_\n\tC\n)\n", {"A": 1, "C": 3}),
        ("const (\n\tA = 1 << iota\n\tB\n\tC\n)\n", {"A": 1, "B": 2, "C": 4}),
        ("const (\n\tZ = 7\n\tA = iota\n\tB\n)\n", {"A": 1, "B": 2}),
        ("const (\n\tA = iota\n\tB = 9\n\tC\n\tD = iota\n)\n", {"A": 0, "D": 3}),
        ("const (\n\tA = iota\n)\n\nconst (\n\tB = iota\n)\n", {"A": 0, "B": 0}),
        # what is worked out in another way is not told
        ("const (\n\tA = iota * 10\n\tB\n)\n", {}),
        ("const (\n\tA, B = iota, iota + 1\n\tC, D\n)\n", {}),
        ("var (\n\tA = iota\n)\n", {}),
    ],
)
def test_constants_count_from_the_block_s_beginning(source: str, values: dict[str, int]) -> None:
    assert {name: value for name, value, _ in enumerated(source.splitlines())} == values


def test_lines_are_those_of_the_names() -> None:
    assert [(name, line) for name, _, line in enumerated("package a\n\nconst (\n\tA = iota\n\tB\n)\n".splitlines())] == [("A", 4), ("B", 5)]


def test_a_long_line_takes_time_in_proportion_to_its_length() -> None:
    blanks = " " * 200_000
    assert list(enumerated(["const (", f"A = b{blanks}/ c", f"D{blanks}!", ")"])) == []
