"""`verify-review config`: what is in force here, as TOML, each value with where it comes from; and the configuration of a run."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from verifier.commands.messages import Problem
from verifier.config import Config, ConfigError, load_config
from verifier.gate import FAIL_ON_DEFAULT
from verifier.model import Confidence
from verifier.output.escape import escape
from verifier.output.sink import OutputClosed, OutputError, Sink
from verifier.registry import RuleError
from verifier.repository.metered import BUDGET, MEGABYTE

_COLUMN = 44  # where it is said where a value comes from


def config_of(named: str | None, isolated: bool) -> Config:
    """What the configuration says: of the file `named`, else of the nearest; of none when `isolated`. Raises Problem."""
    if isolated and named:
        raise Problem("--isolated and --config exclude each other")
    if isolated:
        return Config()
    try:
        return load_config(Path.cwd(), Path(named) if named else None)
    except (ConfigError, RuleError) as error:
        raise Problem(str(error)) from error
    except OSError as error:
        raise Problem(f"the current directory can't be read: {error.strerror}") from error


def show_config(named: str | None, isolated: bool) -> int:
    """Prints what is in force without other options. Raises Problem where a file can't be used."""
    text = "".join(f"{line}\n" for line in _lines(config_of(named, isolated)))
    try:
        Sink(None).write(text)
    except OutputError as error:
        raise Problem(str(error)) from error
    except OutputClosed:
        return 141
    sys.stdout.flush()
    return 0


def _lines(config: Config) -> Iterator[str]:
    file = escape(str(config.path)) if config.path else ""
    yield f"# {file}" if file else "# no configuration file: these are the defaults"
    for key, value in _values(config).items():
        where = config.path.name if config.path and key in config.given else "default"
        yield _line(key, value, where) if value is not None else _padded(f"# {key} is not set", "")
    if config.areas:
        yield from ("", "[areas]")
        yield from (_line(_key(name), list(paths), file and Path(file).name) for name, paths in config.areas.items())
    for name, options in config.rule_options.items():
        yield from ("", f"[rules.{_key(name)}]")
        told = {key.replace("_", "-"): value for key, value in msgspec.to_builtins(options).items()}
        yield from (_line(_key(key), value, "") for key, value in told.items() if value is not None)


def _values(config: Config) -> dict[str, object]:
    """The settings in the order of docs/configuration.md; None for those that are off unless set."""
    return {
        "select": list(config.select),
        "ignore": list(config.ignore),
        "min-confidence": (config.min_confidence or Confidence.LIKELY).value,
        "output-format": config.output_format or "text",
        "budget": config.budget or BUDGET // MEGABYTE,
        "fail-on": list(FAIL_ON_DEFAULT if config.fail_on is None else config.fail_on),
        "min-checked": f"{config.min_checked:g}%" if config.min_checked is not None else None,
        "max-refuted": config.max_refuted,
        "baseline": str(config.baseline) if config.baseline else None,
        "base": config.base,
        "require-reasons": config.require_reasons,
        "ignore-suppressions": config.ignore_suppressions,
        "unsafe-fixes": config.unsafe_fixes,
    }


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
