"""A manifest as CSV: the columns `repository`, `revision` (which may be left out) and `report`; a line for each report or glob."""

from __future__ import annotations

import csv
import io
from difflib import get_close_matches

from verifier.sweep.manifest import Gathering

_COLUMNS = ("repository", "revision", "report")
_NEEDED = ("repository", "report")


def read(text: str, gathering: Gathering) -> None:
    """Adds what the text lists, and its mistakes."""
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    before, columns = 0, None
    try:
        for row in rows:
            line, before = before + 1, rows.line_num
            if not any(cell.strip() for cell in row):
                continue
            if columns is None:
                columns = _columns(row, line, gathering)
                if not columns:
                    return
            elif len(row) != len(columns):
                told = "quote what holds a comma" if len(row) > len(columns) else "leave what is not given empty, with its comma"
                gathering.mistake(line, f"{len(row)} values in {len(columns)} columns: {told}")
            else:
                _row(dict(zip(columns, map(str.strip, row), strict=True)), line, gathering)
    except csv.Error as error:
        gathering.mistake(before + 1, f"not valid CSV: {error}")


def _columns(row: list[str], line: int, gathering: Gathering) -> tuple[str, ...]:
    """The names of the columns; () where they can't be used."""
    names = tuple(cell.strip().lower() for cell in row)
    if not set(names) & set(_COLUMNS):
        gathering.mistake(line, f"the first line must name the columns, separated by commas: {','.join(_COLUMNS)}")
        return ()
    told = []
    for name in dict.fromkeys(names):
        if name not in _COLUMNS:
            near = get_close_matches(name, _COLUMNS, 1)
            meant = f"did you mean '{near[0]}'?" if near else f"there are {', '.join(_COLUMNS)}"
            told.append(f"no column is called '{name[:60]}'; {meant}")
        elif names.count(name) > 1:
            told.append(f"the column {name} is there {names.count(name)} times: leave one")
    told += [f"the column {name} is missing" for name in _NEEDED if name not in names]
    for mistake in told:
        gathering.mistake(line, mistake)
    return () if told else names


def _row(cells: dict[str, str], line: int, gathering: Gathering) -> None:
    repository = gathering.text(cells["repository"], "the repository", line)
    revision = cells.get("revision", "")
    asked = gathering.text(revision, "the revision", line) if revision else None
    report = gathering.pattern(cells["report"], line)
    if repository:
        gathering.add(repository, asked, (report,) if report else (), line)
