"""From files and variables to a `Config`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from verifier.config.kinds import ConfigError, Strings, Tell, short, shown
from verifier.config.names import meant, suggestion
from verifier.config.options import options_from
from verifier.config.settings import AREAS, FILES, REPORTS, RULES, SETTINGS, TABLES, Config, ForReports
from verifier.knowledge.structured import Malformed, parse_toml
from verifier.registry import installed
from verifier.repository.told import ToldKinds

if TYPE_CHECKING:
    from verifier.rule import Options

OWN_FILE = "verify-review.toml"
SHARED_FILE, SHARED_TABLE = "pyproject.toml", "verify-review"
PREFIX = "VERIFY_REVIEW_"
_MAX_BYTES = 1_000_000
_SHOWN = 20  # mistakes
_BY_REPORT = tuple(setting for setting in SETTINGS if setting.by_report)
_EXAMPLES = {
    AREAS: '{ backend = ["services/api"] }',
    FILES: '{ tests = ["spec/**"] }',
    REPORTS: '{ "docs/**" = { ignore = ["size"] } }',
    RULES: "{ complexity = { ... } }",
}


def load_config(start: Path, named: Path | None = None, environment: Mapping[str, str] = os.environ, isolated: bool = False) -> Config:
    """What the file `named` says, else the nearest one in `start` or above, and what variables say; these win. Raises ConfigError.

    `isolated`: no file counts. A variable is called VERIFY_REVIEW_ and the setting's name in capitals (`VERIFY_REVIEW_FAIL_ON`).
    """
    path = None if isolated else named or find_config(start)
    reader = _Reader(str(path), [])
    data = _settings_in(path) if path else {}
    for key in data:
        if key not in (known := (*(setting.key for setting in SETTINGS), *TABLES)):
            reader.mistake(key, f"no such setting; {meant(key, known)}")
    values, given = reader.settings(data), dict.fromkeys(data, path.name) if path else {}
    if path and "baseline" in values:
        values["baseline"] = str(path.parent / values["baseline"])
    tables = reader.tables(data)
    for key, (variable, value) in _Reader("environment", reader.mistakes).variables(environment).items():
        values[_field(key)], given[key] = value, f"${variable}"
    if reader.mistakes:
        more = [f"and {len(reader.mistakes) - _SHOWN:,} more mistakes"] if len(reader.mistakes) > _SHOWN else []
        raise ConfigError("\n".join(reader.mistakes[:_SHOWN] + more))
    return Config(path, given, **values, **tables)


def find_config(start: Path) -> Path | None:
    """The nearest configuration file in `start` or above; verify-review.toml wins over a pyproject.toml beside it."""
    for folder in (start, *start.parents):
        own = folder / OWN_FILE
        if own.is_file():
            return own
        shared = folder / SHARED_FILE
        if shared.is_file() and b"verify-review" in _read(shared):
            tool = _toml(shared).get("tool")
            if isinstance(tool, dict) and SHARED_TABLE in tool:
                return shared
    return None


def _settings_in(path: Path) -> Mapping[str, object]:
    data = _toml(path)
    if path.name != SHARED_FILE:
        return data
    tool = data.get("tool")
    own = tool.get(SHARED_TABLE, {}) if isinstance(tool, dict) else {}
    if not isinstance(own, dict):
        raise ConfigError(f"{path}: [tool.{SHARED_TABLE}] must be a table")
    return own


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise ConfigError(f"{path}: can't be read: {error.strerror}") from error
    if len(data) > _MAX_BYTES:
        raise ConfigError(f"{path}: more than the {_MAX_BYTES:,} bytes that a configuration may have")
    return data


def _toml(path: Path) -> dict[str, object]:
    try:
        return parse_toml(_read(path).decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from error
    except Malformed as error:
        raise ConfigError(f"{path}: {error}") from error


def _field(key: str) -> str:
    return key.replace("-", "_")


class _Reader:
    """Reads one file's table and collects every mistake in it, so that all are told at once."""

    def __init__(self, name: str, mistakes: list[str]) -> None:
        self.name, self.mistakes = name, mistakes

    def mistake(self, where: str, what: str) -> None:
        self.mistakes.append(f"{self.name}: {short(where)}: {what}")

    def at(self, where: str) -> Tell:
        return lambda told: self.mistake(where, told)

    def settings(self, data: Mapping[str, object]) -> dict[str, Any]:
        """The values that are right, by the name of their field."""
        found = {}
        for setting in SETTINGS:
            if setting.key in data:
                value = setting.kind.read(data[setting.key], self.at(setting.key))
                if value is not None:
                    found[_field(setting.key)] = value
        return found

    def variables(self, environment: Mapping[str, str]) -> dict[str, tuple[str, object]]:
        """By setting, the variable that is set for it, and its value."""
        found = {}
        for setting in SETTINGS:
            variable = PREFIX + setting.key.upper().replace("-", "_")
            if text := environment.get(variable, "").strip():
                found[setting.key] = variable, setting.kind.read(setting.kind.of_text(text), self.at(variable))
        return found

    def tables(self, data: Mapping[str, object]) -> dict[str, Any]:
        return {
            "areas": {name: self._strings(value, f"{AREAS}.{name}") for name, value in self._table(data, AREAS).items()},
            "files": self._files(self._table(data, FILES)),
            "reports": tuple(self._for_reports(pattern, value) for pattern, value in self._table(data, REPORTS).items()),
            "rule_options": self._rules(self._table(data, RULES)),
        }

    def _files(self, table: Mapping[str, object]) -> ToldKinds:
        known = tuple(item.name for item in fields(ToldKinds))
        for key in table:
            if key not in known:
                self.mistake(f"{FILES}.{key}", f"no such kind of files; {meant(key, known)}")
        return ToldKinds(**{key: self._strings(value, f"{FILES}.{key}") for key, value in table.items() if key in known})

    def _for_reports(self, pattern: str, value: object) -> ForReports:
        where = f'{REPORTS}."{pattern}"'
        known = {setting.key: setting for setting in _BY_REPORT}
        found: dict[str, Any] = {}
        for key, one in self._as_table(value, where, '{ ignore = ["size"] }').items():
            if key not in known:
                self.mistake(f"{where}.{key}", f"not a setting for single reports; {meant(key, tuple(known))}")
                continue
            found[_field(key)] = known[key].kind.read(one, self.at(f"{where}.{key}"))
        return ForReports(pattern, **found)

    def _rules(self, table: Mapping[str, object]) -> dict[str, Options]:
        found: dict[str, Options] = {}
        for name, settings in table.items():
            where = f"{RULES}.{name}"
            rule = installed().get(name)
            if rule is None:
                self.mistake(where, f"no rule is named '{name}'{suggestion(name, installed())}")
                continue
            options = options_from(rule.load(), self._as_table(settings, where, "{ option = value }"), self.mistake, where)
            if options is not None:
                found[name] = options
        return found

    def _strings(self, value: object, where: str) -> tuple[str, ...]:
        return Strings().read(value, self.at(where)) or ()

    def _table(self, data: Mapping[str, object], key: str) -> Mapping[str, object]:
        return self._as_table(data.get(key, {}), key, _EXAMPLES[key])

    def _as_table(self, value: object, where: str, example: str) -> Mapping[str, object]:
        if isinstance(value, dict):
            return value
        self.mistake(where, f"must be a table, such as {example}; is {shown(value)}")
        return {}
