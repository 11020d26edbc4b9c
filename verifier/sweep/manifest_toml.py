"""A manifest as TOML: `[[repositories]]` with `path` or `url`, `revision` and `reports`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from verifier.knowledge.structured import Malformed, parse_toml
from verifier.sweep.manifest import Gathering, is_url
from verifier.sweep.toml_lines import Place, TomlLines

_TABLE = "repositories"
_TOP = (_TABLE, "reports")
_KEYS = ("path", "url", "revision", "reports")
_LINE = re.compile(r"\(at line (\d{1,9}), column \d{1,9}\)")


def read(text: str, gathering: Gathering) -> None:
    """Adds what the text lists, and its mistakes."""
    try:
        data = parse_toml(text)
    except Malformed as error:
        at = _LINE.search(str(error))
        gathering.mistake(int(at[1]) if at else text.count("\n") + 1, str(error))
        return
    _Reader(text, gathering).whole(data)


class _Reader:
    def __init__(self, text: str, gathering: Gathering) -> None:
        self.lines = TomlLines(text, _TABLE)
        self.gathering = gathering

    def whole(self, data: Mapping[str, object]) -> None:
        top = self.lines.top
        self.known(data, _TOP, top)
        reports = self.reports(data["reports"], top) if "reports" in data else ()
        tables = data.get(_TABLE, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            self.gathering.mistake(self.lines.line_of(top, _TABLE), f"'{_TABLE}' must be tables: begin each with [[{_TABLE}]]")
            return
        for index, table in enumerate(tables):
            self.table(table, self.lines.table(index), reports)

    def table(self, table: Mapping[str, object], place: Place, common: tuple[str, ...]) -> None:
        self.known(table, _KEYS, place)
        before = len(self.gathering.mistakes)
        repository = self.repository(table, place)
        asked = self.optional(table, "revision", place)
        reports = self.reports(table["reports"], place) if "reports" in table else common
        if not reports and len(self.gathering.mistakes) == before:
            self.gathering.mistake(place.line, 'no reports are named: add reports = ["README.md"], here or at the top for all')
        if repository is not None:
            self.gathering.add(repository, asked, reports, self.lines.line_of(place, "path" if "path" in table else "url"))

    def repository(self, table: Mapping[str, object], place: Place) -> str | None:
        if ("path" in table) == ("url" in table):
            told = (
                "both path and url are given: leave one out"
                if "path" in table
                else 'no repository is named: add path = "..." or url = "..."'
            )
            self.gathering.mistake(place.line, told)
            return None
        key = "path" if "path" in table else "url"
        value = self.optional(table, key, place)
        if value is not None and is_url(value) is (key == "path"):
            told = "is a URL: call it url" if key == "path" else "is no URL: call it path"
            self.gathering.mistake(self.lines.line_of(place, key), f"{key} '{value}' {told}")
            return None
        return value

    def optional(self, table: Mapping[str, object], key: str, place: Place) -> str | None:
        return self.gathering.text(table[key], key, self.lines.line_of(place, key)) if key in table else None

    def reports(self, value: object, place: Place) -> tuple[str, ...]:
        line = self.lines.line_of(place, "reports")
        if isinstance(value, str):
            self.gathering.mistake(line, f'reports must be a list: ["{value}"]')
            return ()
        if not isinstance(value, list):
            self.gathering.mistake(line, 'reports must be a list such as ["README.md", "docs/**/*.md"]')
            return ()
        found = [
            self.gathering.pattern(item, self.lines.line_of(place, "reports", item if isinstance(item, str) else "")) for item in value
        ]
        return tuple(pattern for pattern in found if pattern)

    def known(self, table: Iterable[str], keys: tuple[str, ...], place: Place) -> None:
        for key in table:
            if key not in keys:
                near = get_close_matches(key, keys, 1)
                meant = f"did you mean '{near[0]}'?" if near else f"there are {', '.join(keys)}"
                self.gathering.mistake(self.lines.line_of(place, key), f"nothing is called '{key[:60]}' here; {meant}")
