"""Which file a finding is about: "**File:** `a.py:12`" above a block of code, `### a.py` above a list of lines.

A second pass over what was read. What is under such a line is told of that file until another file, heading or finding takes over.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from verifier.reading.clause import Context, Fence, FenceClass, Form, Mention, Path, Role, Section, Statement
from verifier.reading.fences import DIFFS, told_to
from verifier.reading.mentions import mentions, paths

_KEY = re.compile(
    r"^(?:(?:the|affected|relevant|source|main|code|full)\s+)?(?:files?|locations?|paths?|file ?path|where|found (?:in|at)|module|source"
    r"|файлы?|расположение|datei(?:en)?|speicherort|fichiers?|emplacement|archivos?|ubicación|arquivos?|local|文件|位置|ファイル|場所|파일|위치)$",
    re.I,
)
_SHOWS = re.compile(
    r"\b(?:code|snippet|excerpt|pattern|current(?:ly)?|existing|evidence|problem(?:atic)?|issue|vulnerab\w+|offending|found|violation"
    r"|bad|wrong|implementation|example)\b",
    re.I,
)
_LINES = re.compile(r"^\s*(?:#|//|--|/\*)\s*(?:at |see |from )?(?:lines?|l\.?)\s*~?\d", re.I)
_CITED = re.compile(r"\blines?\s*~?\d", re.I)
_GOOD = re.compile(
    r"^\s*(?:#|//|--|/\*)(?!.*[❌✗✖🚫]).*(?:[✅✓]"
    r"|\b(?:good|better|correct|fix(?:ed)?|should|propos\w+|improved|recommend\w+|instead)\b)",
    re.I,
)
_NO_FILE = frozenset((Role.PLAN, Role.EXAMPLE, Role.OTHER_PRODUCT))
_BEHIND = 3  # statements behind a line of places that tell of them
_ADJACENT = 2  # lines between a file's name and the block that shows it


@dataclass(frozen=True, slots=True)
class _Place:
    """A statement that names one file, and where it stands; `statement` is None for a heading."""

    mention: Mention
    line: int
    section: int  # line of the innermost heading around it, 0 for none
    parent: str  # the outermost item it is nested in
    index: int = -1


def locate_directories(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """The same, with the directory that a line above them gives as the place of it all: "**Location:** `src/jobs/`"."""
    places = _Places(_directories(statements))
    found = []
    for index, statement in enumerate(statements):
        place = places.governing(statement.line, statement.context)
        if place is not None and place.index != index:
            statement = replace(statement, context=replace(statement.context, directory=(place.mention,)))
        found.append(statement)
    return tuple(found)


def _directories(statements: Sequence[Statement]) -> Iterator[_Place]:
    for index, statement in enumerate(statements):
        context = statement.context
        if context.fence is not None or not _KEY.match(context.key) or any(section.role in _NO_FILE for section in context.sections):
            continue
        named = [mention for mention in paths(statement.text) if isinstance(mention.value, Path)]
        if len(named) == 1 and isinstance(named[0].value, Path) and named[0].value.directory:
            section = context.sections[-1].line if context.sections else 0
            yield _Place(named[0], statement.line, section, context.parents[0].plain if context.parents else "", index)


def locate(
    statements: Sequence[Statement], fences: Sequence[Fence], sections: Sequence[Section]
) -> tuple[tuple[Statement, ...], tuple[Fence, ...]]:
    """The same, with the file that each is told of, and for a file's own line the code shown below it."""
    places = _Places(_places(statements, sections))
    shown = dict(_shared(statements, fences))
    told: list[Fence] = []
    for fence in fences:
        place = places.governing(fence.line, fence.context)
        if place is not None and fence.kind is FenceClass.CODE and not fence.paths and _presents(fence, place):
            asked = place.index >= 0 and told_to(statements[place.index].text.plain)  # "File: `a.py` (MODIFY)"
            kind = FenceClass.SUGGESTED if asked else fence.kind
            fence = replace(fence, kind=kind, paths=(place.mention,), context=replace(fence.context, located=(place.mention,)))
            shown.setdefault(place.index, fence.lines)
        told.append(fence)
    shown.update(_introduced(statements, told))
    described = dict(_described(statements))
    found = []
    for index, statement in enumerate(statements):
        place = places.governing(statement.line, statement.context)
        if place is not None and place.index != index:
            statement = replace(statement, context=replace(statement.context, located=(place.mention,)))
        if index in shown and sum(bool(_LINES.match(line)) for line in shown[index]) < 2:  # else each comment cites what is below it
            statement = replace(statement, context=replace(statement.context, shown=shown[index]))
        if index in described:
            statement = replace(statement, context=replace(statement.context, described=described[index]))
        found.append(statement)
    return tuple(found), tuple(told)


def _described(statements: Sequence[Statement]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """What is named in code right behind each line of places: "**Location:** `a.py:12-30`", "**Issue:** `load()` is long"."""
    for index, statement in enumerate(statements):
        named = [mention.value for mention in paths(statement.text)]
        if not _KEY.match(statement.context.key) or not any(isinstance(path, Path) and path.anchors for path in named):
            continue
        codes: list[str] = []
        for after in statements[index + 1 : index + 1 + _BEHIND]:
            context = after.context
            same = [s.line for s in context.sections] == [s.line for s in statement.context.sections]
            if not same or context.fence is not None or {context.key_role, context.lead_in_role} & _NO_FILE or _KEY.match(context.key):
                break
            codes += [after.text.plain[start:end].strip() for start, end in after.text.codes]
        if codes:
            yield index, tuple(dict.fromkeys(codes))


def _introduced(statements: Sequence[Statement], fences: Sequence[Fence]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The code below each statement that leads up to it with its file, or with lines of it: "Current code (`a.py:12`):"."""
    at = {statement.text.place(0): index for index, statement in enumerate(statements) if statement.text.runs}
    for fence in fences:
        lead = fence.context.lead_in
        if lead is None or not lead.runs or fence.kind is not FenceClass.CODE or not fence.paths or fence.context.lead_in_role in _NO_FILE:
            continue
        named = tuple(paths(lead))
        if lead.place(0) in at and (_only(named) is not None or (not named and _CITED.search(lead.plain))):
            yield at[lead.place(0)], fence.lines


def _shared(statements: Sequence[Statement], fences: Sequence[Fence]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The code right below each line that says from which lines of several files it is: "**Files:** `a.py:12`, `b.py:30`"."""
    blocks = {fence.line: fence for fence in fences if fence.kind is FenceClass.CODE and not fence.paths}
    for index, statement in enumerate(statements):
        if not _KEY.match(statement.context.key) or statement.context.fence is not None:
            continue
        named = [mention.value for mention in paths(statement.text)]
        below = (blocks[line] for line in range(statement.line + 1, statement.line + _ADJACENT + 2) if line in blocks)
        fence = next(below, None)
        if fence is not None and len(named) > 1 and all(isinstance(path, Path) and path.anchors for path in named):
            yield index, fence.lines


def _places(statements: Sequence[Statement], sections: Sequence[Section]) -> Iterator[_Place]:
    """Every line that says which file is meant, in order; one without a mention ends what was told before it."""
    headed = [_Place(m, s.line, s.line, "") for s in sections if (m := _only(s.mentions)) is not None and s.role not in _NO_FILE]
    named = []
    for index, statement in enumerate(statements):
        context = statement.context
        if context.fence is not None or statement.form not in {Form.KEY_VALUE, Form.ITEM, Form.CHECK_ITEM, Form.SENTENCE}:
            continue
        mention = _only(tuple(paths(statement.text))) if _KEY.match(context.key) or _file_alone(statement) else None
        if mention is not None:
            section = context.sections[-1].line if context.sections else 0
            named.append(_Place(mention, statement.line, section, context.parents[0].plain if context.parents else "", index))
    yield from sorted([*headed, *named], key=lambda place: place.line)


def _file_alone(statement: Statement) -> bool:
    """Whether a paragraph is a file's name and nothing else."""
    named = _only(mentions(statement.text)) if statement.form is Form.SENTENCE else None
    return named is not None and statement.text.plain.strip(" :*`()") == named.text.strip("`()") and not statement.context.parents


def _only(named: Sequence[Mention]) -> Mention | None:
    """The one file among the mentions, if there is just one."""
    files = {m.value.text: m for m in named if isinstance(m.value, Path)}
    one = next(iter(files.values())) if len(files) == 1 else None
    return one if one is not None and isinstance(one.value, Path) and not (one.value.directory or one.value.glob) else None


class _Places:
    """Places in order, found by where they stand."""

    def __init__(self, places: Iterable[_Place]) -> None:
        self._at: dict[tuple[int, str], list[tuple[int, int, _Place]]] = {}
        for order, place in enumerate(places):
            self._at.setdefault((place.section, place.parent), []).append((place.line, order, place))

    def governing(self, line: int, context: Context) -> _Place | None:
        """The nearest place above a line that its surroundings still belong to."""
        outer = context.parents[0].plain if context.parents else ""
        nearest: tuple[int, int, _Place] | None = None
        for section in {0, *(section.line for section in context.sections)}:
            for parent in {"", outer}:
                known = self._at.get((section, parent), [])
                above = bisect_left(known, line, key=_line) - 1
                if above >= 0 and (nearest is None or known[above][:2] > nearest[:2]):
                    nearest = known[above]
        return nearest[2] if nearest else None


def _line(known: tuple[int, int, _Place]) -> int:
    return known[0]


def _presents(fence: Fence, place: _Place) -> bool:
    """Whether the text shows the block as what the file has, not as what it could have."""
    lead = fence.context.lead_in.plain if fence.context.lead_in else fence.context.key
    first = next((line for line in fence.lines if line.strip()), "")
    if fence.language in DIFFS:
        return fence.context.lead_in_role not in _NO_FILE and fence.context.key_role not in _NO_FILE
    if _GOOD.match(first) or fence.context.lead_in_role in _NO_FILE or fence.context.key_role in _NO_FILE:
        return False
    return bool(
        _SHOWS.search(lead) or _CITED.search(lead) or _LINES.match(first) or (place.index >= 0 and fence.line - place.line <= _ADJACENT + 1)
    )
