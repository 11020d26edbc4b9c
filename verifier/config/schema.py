"""The JSON Schema of configurations: generated from the table of settings and the rules' own options, for editors."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import msgspec

from verifier.config.kinds import Schema, Strings
from verifier.config.settings import AREAS, FILES, REPORTS, RULES, SETTINGS, Setting
from verifier.registry import installed
from verifier.repository.told import ToldKinds
from verifier.rule import AnyRule, NoOptions

_DRAFT = "http://json-schema.org/draft-07/schema#"  # which taplo and other editors of TOML read


def schema() -> str:
    """As text, the same on every run; it allows what `load_config` takes, except that names of rules are not listed. Raises RuleError."""
    strings = Strings().schema
    table: dict[str, object] = {setting.key: _setting(setting) for setting in SETTINGS}
    table[AREAS] = {"type": "object", "description": "What words of a report mean here: paths.", "additionalProperties": strings}
    table[FILES] = _table("Patterns of files by kind, !pattern for what is not.", {item.name: strings for item in fields(ToldKinds)})
    by_report = _table("", {setting.key: _setting(setting) for setting in SETTINGS if setting.by_report})
    table[REPORTS] = {"type": "object", "description": "Settings for the reports that a pattern names.", "additionalProperties": by_report}
    rules = {name: rule.load() for name, rule in sorted(installed().items())}
    table[RULES] = _table(
        "The options of rules.", {name: _options(rule) for name, rule in rules.items() if rule.options_type is not NoOptions}
    )
    told = {"$schema": _DRAFT, "title": "Configuration of verify-review", **_table("", table)}
    return json.dumps(told, indent=2, sort_keys=True) + "\n"


def _setting(setting: Setting) -> Schema:
    return {**setting.kind.schema, "description": setting.says, **({} if setting.default is None else {"default": setting.default})}


def _options(rule: type[AnyRule]) -> Schema:
    own = msgspec.json.schema(rule.options_type, schema_hook=lambda _: {"description": "see `verify-review rule`"})
    described = _written_out(own, own.get("$defs", {}))
    return _table(rule.summary, described["properties"])


def _written_out(told: Any, parts: Mapping[str, object]) -> Any:
    """A schema with its named parts in their places; what is not told of a table may not stand in it, and null is nothing in TOML.

    Nor is an empty table told as a default: versions of msgspec differ in that.
    """
    if isinstance(told, list):
        return [_written_out(one, parts) for one in told if one != {"type": "null"}]
    if not isinstance(told, dict):
        return told
    if "$ref" in told:
        return _written_out(parts[told["$ref"].rpartition("/")[2]], parts)
    found = {
        key: _written_out(value, parts) for key, value in told.items() if key != "$defs" and not (key == "default" and value in (None, {}))
    }
    if "properties" in told:
        found["properties"] = {key.replace("_", "-"): _written_out(value, parts) for key, value in told["properties"].items()}
        found["additionalProperties"] = False
    return found["anyOf"][0] if len(found.get("anyOf", ())) == 1 else found


def _table(says: str, properties: Mapping[str, object]) -> dict[str, object]:
    told: dict[str, object] = {"type": "object", "additionalProperties": False, "properties": dict(properties)}
    return {**told, "description": says} if says else told
