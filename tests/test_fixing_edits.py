"""Edits of bytes: several passes over a text are one list of edits of what it was."""

from __future__ import annotations

import pytest
from fixing_helpers import edits_of
from hypothesis import given
from hypothesis import strategies as st

from verifier.fixing.edits import Revised, applied
from verifier.model import Correction, Span
from verifier.reading.source import read_source
from verifier.result import Edit


@st.composite
def passes(draw: st.DrawFn) -> tuple[bytes, list[list[Edit]]]:
    """A text, and edits that follow one another over what the ones before made of it."""
    data = draw(st.binary(max_size=40))
    now, made = data, []
    for _ in range(draw(st.integers(0, 4))):
        ends = sorted(draw(st.lists(st.integers(0, len(now)), max_size=6)))
        edits = [Edit(start, end, draw(st.binary(max_size=5))) for start, end in zip(ends[::2], ends[1::2], strict=False)]
        made.append(edits)
        now = applied(now, edits)
    return data, made


@given(passes())
def test_passes_compose(case: tuple[bytes, list[list[Edit]]]) -> None:
    data, made = case
    now, revised = data, Revised(len(data))
    for edits in made:
        now = applied(now, edits)
        revised.edit(edits)
    assert applied(data, revised.edits) == now
    assert all(first.end <= second.start for first, second in zip(revised.edits, revised.edits[1:], strict=False))


def test_nothing_done_is_no_edit() -> None:
    assert Revised(0).edits == Revised(9).edits == []


@pytest.mark.parametrize(
    ("spans", "texts", "expected"),
    [
        ([(1, 1, 1, 2)], ["X"], b"Xb\ncd\n"),
        ([(1, 2, 1, 1)], [""], b"cd\n"),  # a whole line
        ([(2, 3, 1, 1)], [""], b"ab\n"),  # the last one, with its end
        ([(1, 1, 1, 1), (1, 1, 3, 3)], ["~~", "~~"], b"~~ab~~\ncd\n"),
        ([(1, 2, 2, 1), (2, 2, 1, 2)], ["", "Y"], b"aYd\n"),
    ],
)
def test_corrections_become_edits(spans: list[tuple[int, int, int, int]], texts: list[str], expected: bytes) -> None:
    source = read_source("r.md", b"ab\ncd\n")
    corrections = [Correction(Span(line, last, first, end), text) for (line, last, first, end), text in zip(spans, texts, strict=True)]
    assert applied(source.data, edits_of(source, corrections)) == expected
