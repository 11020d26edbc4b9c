"""The programs that a project installs by name, the services that it composes, and the marks of its tests."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import tomli

_ENTRY = re.compile(r"^[ \t]*[\"']?([A-Za-z][\w.-]*)\s*=\s*[\w.]+:\w+", re.M)
_MARKERS = re.compile(r"^[ \t]*[\"']?markers[\"']?\s*=\s*(?P<rows>\[[^\]]*\]|[^\n]*(?:\n[ \t]+[^\n]*)*)", re.M)
_ADDED = re.compile(r"addinivalue_line\(\s*[\"']markers[\"']\s*,\s*f?[\"'](\w+)")
_SERVICE = re.compile(r"^(?P<indent>\s+)[\"']?(?P<name>[A-Za-z0-9][\w.-]*)[\"']?:\s*(?:[&#].*)?$")


def programs(path: str, text: str) -> tuple[str, ...]:
    """Names under which the manifest at `path` installs programs."""
    name = path.rpartition("/")[2]
    try:
        if name == "pyproject.toml":
            return tuple(_pyproject(text))
        if name == "package.json":
            data = json.loads(text)
            bins = data.get("bin")
            return tuple(bins) if isinstance(bins, dict) else (data["name"].rpartition("/")[2],) if isinstance(bins, str) else ()
        if name == "Cargo.toml":
            data = tomli.loads(text)
            return tuple(row["name"] for row in (data.get("package", {}), *data.get("bin", [])) if isinstance(row.get("name"), str))
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return ()
    return tuple(_ENTRY.findall(text)) if name in ("setup.cfg", "setup.py") else ()


def _pyproject(text: str) -> Iterator[str]:
    data = tomli.loads(text)
    project, poetry = data.get("project", {}), data.get("tool", {}).get("poetry", {})
    for table in (project.get("scripts"), project.get("gui-scripts"), poetry.get("scripts")):
        yield from table if isinstance(table, dict) else ()


def marks(path: str, text: str) -> tuple[str, ...]:
    """The marks that the configuration of pytest, or a conftest, declares."""
    name = path.rpartition("/")[2]
    if name.endswith(".py"):
        return tuple(_ADDED.findall(text))
    if name not in ("pyproject.toml", "pytest.ini", "setup.cfg", "tox.ini", "pytest.toml"):
        return ()
    found: list[str] = []
    for match in _MARKERS.finditer(text):
        quoted = re.findall(r"\"\s*(\w+)[^\"\n]*\"|'\s*(\w+)[^'\n]*'", match["rows"])
        found += [one or other for one, other in quoted] or re.findall(r"^[ \t]*(\w+)", match["rows"], re.M)
    return tuple(found)


def services(text: str) -> tuple[tuple[str, int], ...] | None:
    """The services of a compose file with their lines; None where others may come from elsewhere, or it is written otherwise."""
    if re.search(r"^(?:include\s*:|services:[ \t]*[^\s#])|^[ \t]*<<\s*:(?=[^\n]*services)", text, re.M):
        return None
    found: list[tuple[str, int]] = []
    indent, inside = "", False
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not line[0].isspace():
            inside = line.startswith("services:")
            continue
        match = _SERVICE.match(line)
        indent = indent or (match["indent"] if match and inside else "")
        if inside and match and match["indent"] == indent:
            found.append((match["name"], number))
    return tuple(found)
