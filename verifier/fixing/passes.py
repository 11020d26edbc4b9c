"""Corrects a report until nothing more can be: each pass makes the edits that fit together, and keeps what holds when checked again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from verifier.fixing.checking import failed
from verifier.fixing.edits import Editor, Revised, applied
from verifier.fixing.fixes import Fix, safe_fixes
from verifier.fixing.unsafe import unsafe_fixes
from verifier.reading.report import read_report
from verifier.reading.source import Source, SourceError, read_source
from verifier.result import Edit, Outcome

Check = Callable[[Source], Outcome]
PASSES = 10  # a corrected row may refute a total, whose correction may refute another
TRIES = 8  # edits that turn out not to hold are taken back, and the others tried again


@dataclass(frozen=True, slots=True)
class Fixed:
    """A report as corrected. `edits` are those of the bytes it was made of, in order; `left` are fixes that could not be made."""

    source: Source
    outcome: Outcome
    edits: tuple[Edit, ...] = ()
    made: tuple[Fix, ...] = ()
    left: tuple[Fix, ...] = ()


@dataclass
class _State:
    source: Source
    outcome: Outcome
    revised: Revised
    made: list[Fix] = field(default_factory=list)
    left: list[Fix] = field(default_factory=list)  # of the last pass


def fix(source: Source, outcome: Outcome, check: Check, unsafe: bool) -> Fixed:
    """The report with all safe corrections, and with `unsafe` all others that can be made. `check` verifies a report as corrected."""
    state = _State(source, outcome, Revised(len(source.data)))
    left = _values(state, check)
    for _ in range(PASSES if unsafe else 0):
        made = _pass(state, unsafe_fixes(read_report(state.source), state.outcome), check)
        if not made:
            left = [*left, *state.left]
            break
        left = _values(state, check)
    return Fixed(state.source, state.outcome, tuple(state.revised.edits), tuple(state.made), tuple(left))


def _values(state: _State, check: Check) -> list[Fix]:
    """Makes all safe corrections; those that could not be made."""
    for _ in range(PASSES):
        if not _pass(state, safe_fixes(state.outcome.findings), check):
            break
    return state.left


@dataclass(frozen=True, slots=True)
class _Chosen:
    fix: Fix
    edits: tuple[Edit, ...]


def _pass(state: _State, fixes: Iterable[Fix], check: Check) -> bool:
    """Makes those of the fixes that fit together and hold; whether there were any."""
    state.left = []
    editor = Editor(state.source)
    waiting = list(fixes)
    for _ in range(TRIES):
        chosen = _fitting(editor, waiting)
        if not chosen:
            state.left += waiting
            return False
        edits = [edit for one in chosen for edit in one.edits]
        after = _read(state.source, applied(state.source.data, edits))
        outcome = check(after) if after else None
        taken = [one.fix for one in chosen]
        bad = failed([(one.fix, one.edits) for one in chosen], state.outcome, after, outcome) if after and outcome else taken
        if after and outcome and not bad:
            state.left += [one for one in waiting if one not in taken]
            state.revised.edit(edits)
            state.source, state.outcome = after, outcome
            state.made += taken
            return True
        state.left += [one for one in bad if one.otherwise is None]
        waiting = [kept for one in waiting if (kept := one if one not in bad else one.otherwise) is not None]
    state.left += waiting
    return False


def _fitting(editor: Editor, fixes: Sequence[Fix]) -> list[_Chosen]:
    """In order of place, those that touch nothing an earlier one touches and that the report's encoding can write."""
    chosen: list[_Chosen] = []
    end = -1
    for one in sorted(fixes, key=lambda one: one.span):
        edits = [editor.edit(correction) for correction in one.corrections]
        written = tuple(edit for edit in edits if edit is not None)
        if len(written) < len(edits) or not any(map(editor.changes, written)) or written[0].start < end:
            continue
        chosen.append(_Chosen(one, written))
        end = max(edit.end for edit in written) + (written[-1].start == written[-1].end)
    return chosen


def _read(before: Source, data: bytes) -> Source | None:
    """The corrected report; None where it would be read in another way than before."""
    try:
        after = read_source(before.path, data, before.change)
    except SourceError:
        return None
    return after if (after.encoding, after.repaired) == (before.encoding, before.repaired) else None
