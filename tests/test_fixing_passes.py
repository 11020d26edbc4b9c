"""Correcting: what was corrected holds, what was struck is no longer told, nothing else moves, and a second time changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fixing_helpers import LINES, Desk, against, desk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from verifier.fixing.edits import applied
from verifier.fixing.fixes import correctable


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(tmp_path_factory.mktemp("project")) as made:
        yield made


SAFE = {
    "a number": ("`src/orbit.py` is 9 lines long.", "`src/orbit.py` is 3 lines long."),
    "two on a line": ("`src/orbit.py` has 9 lines; `src/tilt.py` has 8 lines.", "`src/orbit.py` has 3 lines; `src/tilt.py` has 24 lines."),
    "a cell": ("| File | Lines |\n|---|---|\n| src/orbit.py | ~90 |", "| File | Lines |\n|---|---|\n| src/orbit.py | ~3 |"),
    "a row and its total": (
        "| File | Lines |\n|---|---|\n| src/orbit.py | 30 |\n| src/tilt.py | 24 |\n| **Total** | 54 |",
        "| File | Lines |\n|---|---|\n| src/orbit.py | 3 |\n| src/tilt.py | 24 |\n| **Total** | 27 |",
    ),
    "an anchor that drifted": ("- `lean()` is defined in `src/tilt.py:8`", "- `lean()` is defined in `src/tilt.py:6`"),
    "all functions": ("- ✅ Type hints on all functions (Python)", "- ✅ Type hints on 3 of 4 functions (Python)"),
    "all, first": ("- All functions in `src/tilt.py` have type hints", "- 2 of 3 functions in `src/tilt.py` have type hints"),
    "every, with its verb": ("- Every function has type hints", "- 3 of 4 functions have type hints"),
    "a hundred per cent": ("- 100% type annotations in `src/tilt.py`", "- 66% type annotations in `src/tilt.py`"),
    "a count of them": ("- Type hints on 1 of 4 functions", "- Type hints on 3 of 4 functions"),
    "docstrings": ("- Docstrings on all public methods", "- Docstrings on 3 of 4 public methods"),
    "a class": ("- Docstrings: present in every class of `src/tilt.py`", "- Docstrings: present in 1 of 2 classes of `src/tilt.py`"),
    "the longest line": ("- **Line Length**: 88 characters maximum (Black)", "- **Line Length**: 129 characters maximum (Black)"),
    "below": ("- All lines of `src/tilt.py` are under 60 characters", "- All lines of `src/tilt.py` are under 130 characters"),
    "over": ("- No lines over 60 characters in `src/tilt.py`", "- No lines over 129 characters in `src/tilt.py`"),
    "a bound by sign": ("✅ Cyclomatic Complexity: low (< 2 per function)", "✅ Cyclomatic Complexity: low (<= 3 per function)"),
    "a bound in words": ("- All functions have complexity below 3.", "- All functions have complexity at most 3."),
    "a denied bound": ("- No function exceeds a complexity of 2.", "- No function exceeds a complexity of 3."),
    "the maximum": ("- Maximum cyclomatic complexity: 9", "- Maximum cyclomatic complexity: 3"),
}


@pytest.mark.parametrize("case", SAFE)
def test_values_are_corrected_and_hold(case: str, bench: Desk) -> None:
    before, wanted = SAFE[case]
    fixed = bench.fixed(f"# Review\n\n{before}\n".encode())
    assert fixed.source.data.decode() == f"# Review\n\n{wanted}\n"
    assert not against(fixed.outcome)
    assert not bench.fixed(fixed.source.data).edits


UNSAFE = {
    "a ticked box": ("- [x] No type hints in `src/orbit.py`", "- [ ] No type hints in `src/orbit.py`"),
    "a mark": ("- ✅ All functions of `src/tilt.py` are typed", "- ✅ 2 of 3 functions of `src/tilt.py` are typed"),
    "a mark alone": ("- ✅ Type hints throughout `src/tilt.py`", "- ❌ Type hints throughout `src/tilt.py`"),
    "a mark behind": ("- Type hints throughout `src/tilt.py` ✓", "- Type hints throughout `src/tilt.py` ✗"),
    "a sentence": ("Fine. No type hints in `src/orbit.py`. Good.", "Fine. ~~No type hints in `src/orbit.py`.~~ Good."),
    "a path": ("**Location**: `src/gone.py:20`", "**Location**: ~~`src/gone.py:20`~~"),
    "emphasis": ("- **No type hints** in `src/orbit.py`", "- ~~**No type hints** in `src/orbit.py`~~"),
    "emphasis around more than it": ("**Fine. No type hints in `src/orbit.py`.**", "**Fine. ~~No type hints in `src/orbit.py`.~~**"),
    "a link": ("- No type hints in [the orbit](src/orbit.py)", "- ~~No type hints in [the orbit](src/orbit.py)~~"),
    "over two lines": ("There are no type hints\nin `src/orbit.py`.", "~~There are no type hints~~\n~~in `src/orbit.py`.~~"),
    "a cell": (
        "| File | Hints |\n|---|---|\n| `src/orbit.py` | No type hints in `src/orbit.py` |",
        "| File | Hints |\n|---|---|\n| `src/orbit.py` | ~~No type hints in `src/orbit.py`~~ |",
    ),
    "a value before, words after": (
        "- `src/orbit.py` has 9 lines. No type hints in `src/orbit.py`.",
        "- `src/orbit.py` has 3 lines. ~~No type hints in `src/orbit.py`.~~",
    ),
    "what holds beside it": (
        "- `src/orbit.py` has 3 lines; no type hints in `src/orbit.py`",
        "- `src/orbit.py` has 3 lines; ~~no type hints in `src/orbit.py`~~",
    ),
    "a line of code": (
        "Current code of `src/orbit.py`:\n\n```python\ndef turn(by: int) -> int:\n    self.gears.shift(twice=True)\n    return by\n```",
        "Current code of `src/orbit.py`:\n\n```python\ndef turn(by: int) -> int:\n    return by\n```",
    ),
    "words of a block without a mark": ("```\n- No type hints in `src/orbit.py`\n```", "```\n- No type hints in `src/orbit.py`\n```"),
    "struck already": ("- ~~No type hints in `src/orbit.py`~~", "- ~~No type hints in `src/orbit.py`~~"),
    "doubtful": ("- Missing type hints for the pumps in `src/orbit.py`", "- Missing type hints for the pumps in `src/orbit.py`"),
}


@pytest.mark.parametrize("case", UNSAFE)
def test_what_has_no_value_is_flipped_or_struck(case: str, bench: Desk) -> None:
    before, wanted = UNSAFE[case]
    data = f"# Review\n\n{before}\n".encode()
    assert not [fix for fix in bench.fixed(data).made if fix.how.value != "value"], "nothing unsafe unless it is asked for"
    fixed = bench.fixed(data, unsafe=True)
    assert fixed.source.data.decode() == f"# Review\n\n{wanted}\n"
    assert not bench.fixed(fixed.source.data, unsafe=True).edits


CONTRADICTION = "| File | Lines |\n|---|---|\n| src/orbit.py | 3 |\n| src/orbit.py | 5 |\n| **Total** | 9 |\n"


def test_overlapping_corrections_are_never_garbled(bench: Desk) -> None:
    fixed = bench.fixed(CONTRADICTION.encode())
    assert fixed.source.data.decode() in {CONTRADICTION.replace("5", "3").replace("9", "6"), CONTRADICTION.replace("5", "3")}


def test_what_turns_out_not_to_hold_is_taken_back(bench: Desk) -> None:
    """One number that two files are said to have is right for neither when it is corrected for the other."""
    data = b"- `src/orbit.py` and `src/tilt.py` have 9 lines each\n"
    fixed = bench.fixed(data)
    assert not [finding for finding in fixed.outcome.findings if correctable(finding)] or fixed.source.data == data


PIECES = st.sampled_from(
    [
        "`src/orbit.py` is {n} lines long.",
        "- `src/tilt.py`: {n} lines",
        "| src/orbit.py | {n} |",
        "âœ… fine â€“ `src/tilt.py` has {n} lines â€“ âœ…",
        "Grüße → `src/orbit.py` has {n} lines",
        "",
        "## A heading",
        "   Text that claims nothing, 42 of it.",
        "```\n`src/tilt.py` has {n} lines\n```",
    ]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pieces=st.lists(st.tuples(PIECES, st.sampled_from([3, 24, 9, 174])), min_size=1, max_size=8),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    last=st.booleans(),
    mark=st.sampled_from([b"", b"\xef\xbb\xbf"]),
    unsafe=st.booleans(),
)
def test_nothing_but_values_moves_and_twice_is_once(
    bench: Desk, pieces: list[tuple[str, int]], end: str, last: bool, mark: bytes, unsafe: bool
) -> None:
    text = end.join(piece.format(n=n).replace("\n", end) for piece, n in pieces) + (end if last else "")
    if not text.strip():
        return
    data = mark + text.encode()
    fixed = bench.fixed(data, unsafe)
    assert applied(data, fixed.edits) == fixed.source.data
    if all(fix.how.value == "value" for fix in fixed.made):
        for edit in fixed.edits:
            assert data[edit.start : edit.end].strip(b"~ lines").isdigit()
            assert edit.data.strip(b"~ lines").decode() in {str(number) for number in LINES.values()}
    assert not [finding for finding in fixed.outcome.findings if correctable(finding)] or fixed.left
    assert bench.fixed(fixed.source.data, unsafe).source.data == fixed.source.data
