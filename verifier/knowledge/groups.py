"""What a manifest asks for by purpose: to run, to develop, or for others to bring."""

from __future__ import annotations

import json
import re

import tomli

from verifier.knowledge.pins import key_of

Groups = dict[str, frozenset[str]]


def groups(path: str, text: str) -> Groups:
    """Names as `key_of` writes them under "run", "dev" and "other" (peers, optional ones, what builds it)."""
    try:
        run, dev, other = _package_json(text) if path.endswith("package.json") else _toml(text, path.endswith("pyproject.toml"))
    except (ValueError, TypeError, AttributeError, RecursionError):
        run, dev, other = [], [], []
    return {key: frozenset(map(key_of, names)) for key, names in (("run", run), ("dev", dev), ("other", other))}


def _package_json(text: str) -> tuple[list[str], ...]:
    data = json.loads(text)
    others = [*(data.get("peerDependencies") or {}), *(data.get("optionalDependencies") or {})]
    return [*(data.get("dependencies") or {})], [*(data.get("devDependencies") or {})], others


def _toml(text: str, pyproject: bool) -> tuple[list[str], ...]:
    data = tomli.loads(text)
    project, poetry = data.get("project", {}), data.get("tool", {}).get("poetry", {})
    run = [*_names(project.get("dependencies", [])), *poetry.get("dependencies", {})]
    if not pyproject:
        run += [*data.get("packages", {}), *data.get("dependencies", {})]
    dev = [*poetry.get("dev-dependencies", {}), *data.get("dev-packages", {}), *data.get("dev-dependencies", {})]
    for rows in (*project.get("optional-dependencies", {}).values(), *data.get("dependency-groups", {}).values()):
        dev += _names(rows)
    for group in poetry.get("group", {}).values():
        dev += [*group.get("dependencies", {})]
    return run, dev, _names(data.get("build-system", {}).get("requires", []))


def _names(rows: list[object]) -> list[str]:
    found = [re.match(r"\s*([A-Za-z0-9][\w.-]*)", row) for row in rows if isinstance(row, str)]
    return [match[1] for match in found if match]
