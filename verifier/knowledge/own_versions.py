"""The version that a project's own files give to the project."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

import tomli

_ASSIGNED = re.compile(r"""^[ \t]*(?:__version__|VERSION|version)\s*(?::\s*\w+\s*)?=\s*["'](\d[\w.+-]*)["']""", re.M)
_SETUP = re.compile(r"""\bversion\s*=\s*["'](\d[\w.+-]*)["']""")
_KEYED = re.compile(r"""^(?:version|appVersion):\s*["']?(\d[\w.+-]*)["']?\s*(?:#.*)?$""", re.M)
_CFG = re.compile(r"^version\s*=\s*(\d[\w.+-]*)\s*$", re.M)
_TAGGED = re.compile(r"<(?:Version|VersionPrefix)>\s*(\d[\w.+-]*)\s*</")


def own_versions(path: str, text: str) -> tuple[str, ...]:
    """The versions that the file at `path` gives to the project itself, not to what it depends on."""
    name = path.rpartition("/")[2]
    for pattern, read in _READERS:
        if re.fullmatch(pattern, name):
            try:
                return tuple(dict.fromkeys(one.lstrip("v") for one in read(text)))
            except (ValueError, TypeError, AttributeError, RecursionError):
                return ()
    return ()


def gives_version(path: str) -> bool:
    """Whether `own_versions` would read the file."""
    name = path.rpartition("/")[2]
    return any(re.fullmatch(pattern, name) for pattern, _ in _READERS)


def _json(text: str) -> Iterator[str]:
    version = json.loads(text).get("version")
    if isinstance(version, str):
        yield version


def _toml(*tables: tuple[str, ...]) -> Callable[[str], Iterator[str]]:
    def read(text: str) -> Iterator[str]:
        data = tomli.loads(text)
        for table in tables:
            found: object = data
            for key in table:
                found = found.get(key) if isinstance(found, dict) else None
            if isinstance(found, str):
                yield found

    return read


def _all(pattern: re.Pattern[str]) -> Callable[[str], Iterator[str]]:
    return lambda text: iter(pattern.findall(text))


def _whole(text: str) -> Iterator[str]:
    if re.fullmatch(r"v?\d[\w.+-]*", text.strip()):
        yield text.strip()


_READERS: tuple[tuple[str, Callable[[str], Iterator[str]]], ...] = (
    (r"pyproject\.toml", _toml(("project", "version"), ("tool", "poetry", "version"))),
    (r"Cargo\.toml", _toml(("package", "version"), ("workspace", "package", "version"))),
    (r"(?:package|composer|manifest|jsr|deno)\.json", _json),
    (r"setup\.cfg", _all(_CFG)),
    (r"setup\.py", _all(_SETUP)),
    (r"(?:__init__|_?_?version_?_?|__about__|_version|version)\.(?:py|rb|ts|js)", _all(_ASSIGNED)),
    (r"(?:Chart|pubspec|galaxy)\.ya?ml", _all(_KEYED)),
    (r"build\.gradle(?:\.kts)?", _all(_ASSIGNED)),
    (r".*\.csproj|Directory\.Build\.props", _all(_TAGGED)),
    (r"VERSION(?:\.txt)?|version\.txt", _whole),
)  # fmt: skip
