"""`verify-review config`: what is in force here, as TOML, each value with where it comes from; and the configuration of a run."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from verifier.commands.messages import Problem
from verifier.config import Config, ConfigError, load_config
from verifier.config.kinds import Kind, Share
from verifier.config.settings import SETTINGS
from verifier.output.escape import escape
from verifier.output.sink import OutputClosed, OutputError, Sink
from verifier.registry import RuleError
from verifier.repository.told import NOTHING_TOLD

_COLUMN = 44  # where it is said where a value comes from


def config_of(named: str | None, isolated: bool) -> Config:
    """What the configuration says: of the file `named`, else of the nearest; of none when `isolated`. Raises Problem."""
    if isolated and named:
        raise Problem("--isolated and --config exclude each other")
    try:
        return load_config(Path.cwd(), Path(named) if named else None, isolated=isolated)
    except (ConfigError, RuleError) as error:
        raise Problem(str(error)) from error
    except OSError as error:
        raise Problem(f"the current directory can't be read: {error.strerror}") from error


def show_config(named: str | None, isolated: bool, as_schema: bool) -> int:
    """Prints what is in force without other options, or the schema of configurations. Raises Problem where a file can't be used."""
    from verifier.config.schema import schema

    text = schema() if as_schema else "".join(f"{line}\n" for line in _lines(config_of(named, isolated)))
    try:
        Sink(None).write(text)
    except OutputError as error:
        raise Problem(str(error)) from error
    except OutputClosed:
        return 141
    sys.stdout.flush()
    return 0


def _lines(config: Config) -> Iterator[str]:
    yield f"# {escape(str(config.path))}" if config.path else "# no configuration file: these are the defaults"
    for setting in SETTINGS:
        value = setting.default
        if setting.key in config.given:
            value = _as_told(getattr(config, setting.key.replace("-", "_")), setting.kind)
        where = config.given.get(setting.key, "default")
        yield _line(setting.key, value, where) if value is not None else _padded(f"# {setting.key} is not set", "")
    if config.areas:
        yield from ("", "[areas]", *(_line(_key(name), list(paths), "") for name, paths in config.areas.items()))
    tables: dict[str, object] = {"files": config.files} if config.files != NOTHING_TOLD else {}
    tables |= {f"reports.{_key(item.pattern)}": item for item in config.reports}
    tables |= {f"rules.{_key(name)}": options for name, options in config.rule_options.items()}
    for name, table in tables.items():
        yield from ("", f"[{name}]")
        told = {key.replace("_", "-"): value for key, value in msgspec.to_builtins(table).items()}
        yield from (_line(_key(key), value, "") for key, value in told.items() if value is not None and key != "pattern")


def _as_told(value: object, kind: Kind) -> object:
    """A value as a file would say it."""
    return f"{value:g}%" if isinstance(kind, Share) else list(value) if isinstance(value, tuple) else value


def _line(key: str, value: object, where: str) -> str:
    return _padded(f"{key} = {_toml(value)}", where)


def _padded(text: str, where: str) -> str:
    return f"{text:<{_COLUMN}}  # {where}" if where else text


def _key(name: str) -> str:
    return name if name.replace("-", "").replace("_", "").isalnum() and name.isascii() else json.dumps(name)


def _toml(value: object) -> str:
    """A value as TOML writes it within a line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(str(key))} = {_toml(item)}" for key, item in value.items() if item is not None) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value)  # strings, numbers, true and false are the same in both
