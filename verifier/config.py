"""Configuration: `verify-review.toml`, or `[tool.verify-review]` of `pyproject.toml`, where the user stands or above.

A repository that is merely named by `--repo` configures nothing. Every mistake is reported at once, with where it is and
what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from verifier.config_values import Values, short, shown
from verifier.gate import NOTHING, UNUSED
from verifier.knowledge.structured import Malformed, parse_toml
from verifier.model import Confidence
from verifier.registry import installed

if TYPE_CHECKING:
    from verifier.rule import AnyRule, Options

OWN_FILE = "verify-review.toml"
SHARED_FILE, SHARED_TABLE = "pyproject.toml", "verify-review"
FORMATS = ("text", "json", "jsonl", "sarif", "junit", "github", "gitlab", "rdjson", "markdown", "diff")
FAIL_ON = ("refuted", "stale", "error", "doubtful", "part", "unread", UNUSED, NOTHING)
_MAX_BYTES = 1_000_000
_SHOWN = 20  # mistakes
_KEYS = (
    "select",
    "ignore",
    "min-confidence",
    "output-format",
    "fail-on",
    "budget",
    "min-checked",
    "max-refuted",
    "base",
    "baseline",
    "require-reasons",
    "ignore-suppressions",
    "unsafe-fixes",
    "areas",
    "rules",
)


class ConfigError(Exception):
    """A configuration that can't be used; the message is for people, one line a mistake."""


@dataclass(frozen=True)
class Config:
    """What the configuration says; `path` is None where there is none. `areas` maps a name to paths of the repository.

    `fail_on` is None where nothing is said of it; () fails on nothing. `min_checked` is in hundredths.
    """

    path: Path | None = None
    given: frozenset[str] = frozenset()  # the settings that the file has
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    min_confidence: Confidence | None = None
    output_format: str | None = None
    fail_on: tuple[str, ...] | None = None
    budget: int = 0
    areas: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rule_options: Mapping[str, Options] = field(default_factory=dict)
    unsafe_fixes: bool = False
    require_reasons: bool = False
    ignore_suppressions: bool = False
    min_checked: float | None = None
    max_refuted: int | None = None
    base: str | None = None
    baseline: Path | None = None


def load_config(start: Path, named: Path | None = None) -> Config:
    """The configuration file `named`, else the nearest one in `start` or above; an empty one if there is none. Raises ConfigError."""
    path = named or find_config(start)
    if path is None:
        return Config()
    data = _toml(path)
    if path.name == SHARED_FILE:
        tool = data.get("tool")
        data = tool.get(SHARED_TABLE, {}) if isinstance(tool, dict) else {}
        if not isinstance(data, dict):
            raise ConfigError(f"{path}: [tool.{SHARED_TABLE}] must be a table")
    return _Reader(path).read(data)


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


def check_names(names: Iterable[str]) -> list[str]:
    """For each name that is no rule and no family, a sentence that says so and what may have been meant."""
    wanted = tuple(names)
    rules = installed() if wanted else {}
    known = {*rules, *(rule.family for rule in rules.values())}
    return [f"no rule or family is named '{short(name)}'{suggestion(name, known)}" for name in wanted if name not in known]


def check_outcomes(names: Iterable[str]) -> list[str]:
    """For each name that a run can't fail on, a sentence that says so and what may have been meant."""
    return [f"nothing is called '{short(name)}'; {_meant(name, FAIL_ON)}" for name in names if name not in FAIL_ON]


def suggestion(name: str, known: Iterable[str]) -> str:
    """`; did you mean 'x'?`, or what there is to list."""
    near = get_close_matches(name, sorted(known), 1)
    return f"; did you mean '{near[0]}'?" if near else "; `verify-review rules` lists them"


def _meant(name: str, known: Sequence[str]) -> str:
    near = get_close_matches(name, known, 1)
    return f"did you mean '{near[0]}'?" if near else f"there are {', '.join(known)}"


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


class _Reader(Values):
    """Reads one file's table."""

    def read(self, data: Mapping[str, object]) -> Config:
        for key in data:
            if key not in _KEYS:
                self.mistake(key, f"no such setting; {_meant(key, _KEYS)}")
        confidence = self.choice(data, "min-confidence", tuple(item.value for item in Confidence))
        config = Config(
            self.path,
            frozenset(data),
            self.rule_names(data, "select"),
            self.rule_names(data, "ignore"),
            Confidence(confidence) if confidence else None,
            self.choice(data, "output-format", FORMATS),
            self.outcomes(data, "fail-on"),
            self.number(data, "budget", 1) or 0,
            self.areas(data.get("areas", {})),
            self.rules(data.get("rules", {})),
            self.flag(data, "unsafe-fixes"),
            self.flag(data, "require-reasons"),
            self.flag(data, "ignore-suppressions"),
            self.share(data, "min-checked"),
            self.number(data, "max-refuted"),
            self.text(data, "base"),
            self.path.parent / baseline if (baseline := self.text(data, "baseline")) else None,
        )
        if self.mistakes:
            more = [f"and {len(self.mistakes) - _SHOWN:,} more mistakes"] if len(self.mistakes) > _SHOWN else []
            raise ConfigError("\n".join(self.mistakes[:_SHOWN] + more))
        return config

    def rule_names(self, data: Mapping[str, object], key: str) -> tuple[str, ...]:
        names = self.strings(data.get(key, []), key)
        for problem in check_names(names):
            self.mistake(key, problem)
        return names

    def outcomes(self, data: Mapping[str, object], key: str) -> tuple[str, ...] | None:
        if key not in data:
            return None
        names = self.strings(data[key], key)
        for problem in check_outcomes(names):
            self.mistake(key, problem)
        return names

    def areas(self, value: object) -> dict[str, tuple[str, ...]]:
        areas = self.table(value, "areas", '{ backend = ["services/api"] }')
        return {name: self.strings(paths, f"areas.{name}") for name, paths in areas.items()}

    def rules(self, value: object) -> dict[str, Options]:
        found: dict[str, Options] = {}
        for name, settings in self.table(value, "rules", "{ complexity = { ... } }").items():
            where = f"rules.{name}"
            rule = installed().get(name)
            if rule is None:
                self.mistake(where, f"no rule is named '{short(name)}'{suggestion(name, installed())}")
                continue
            own = self.table(settings, where, "{ option = value }")
            options = options_from(rule.load(), own, lambda at, what: self.mistake(at, what), where)
            if options is not None:
                found[name] = options
        return found


def options_from(rule: type[AnyRule], settings: Mapping[str, object], mistake: Callable[[str, str], None], where: str) -> Options | None:
    """`settings` as the rule's own options; None when there was a mistake, each passed to `mistake(where, what)`."""
    from dataclasses import fields
    from typing import get_type_hints

    import msgspec

    kind = rule.options_type
    hints = get_type_hints(kind)
    names = {item.name.replace("_", "-"): item.name for item in fields(kind)}  # type: ignore[arg-type]  # every Options is a dataclass
    values: dict[str, object] = {}
    bad = False
    for key, value in settings.items():
        if key not in names:
            there = (
                f"did you mean '{near[0]}'?" if (near := get_close_matches(key, names, 1)) else f"there are: {', '.join(names) or 'none'}"
            )
            mistake(f"{where}.{key}", f"rule '{rule.name}' has no such option; {there}")
            bad = True
            continue
        try:
            values[names[key]] = msgspec.convert(value, hints[names[key]])
        except msgspec.ValidationError as error:
            mistake(f"{where}.{key}", f"{str(error).replace('`', '')}; is {shown(value)}")
            bad = True
    if bad:
        return None
    try:
        return kind(**values)
    except (TypeError, ValueError) as error:
        mistake(where, str(error))
        return None
