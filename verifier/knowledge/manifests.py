"""The packages that a project's manifests list."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import tomli


@dataclass(frozen=True, slots=True)
class Listed:
    """A package that a manifest lists: `name` as `entries.dist_of` writes it."""

    ecosystem: str
    name: str
    path: str
    line: int


_DEPENDENCIES = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")
_REQUIREMENT = re.compile(r"^\s*([A-Za-z0-9][\w.\-]*)")


def listed(path: str, text: str) -> tuple[Listed, ...]:
    """The packages that the manifest at `path` lists; () for what is no manifest or can't be read."""
    name = path.rsplit("/", 1)[-1]
    for pattern, ecosystem, read in _READERS:
        if re.fullmatch(pattern, name) or re.fullmatch(pattern, path):
            try:
                names = dict.fromkeys(_key(item, ecosystem) for item in read(text))
            except (ValueError, TypeError, AttributeError, RecursionError):
                return ()
            return tuple(Listed(ecosystem, item, path, _line(text, item)) for item in names if item)
    return ()


def is_manifest(path: str) -> bool:
    """Whether `listed` would read the file."""
    name = path.rsplit("/", 1)[-1]
    return any(re.fullmatch(pattern, name) or re.fullmatch(pattern, path) for pattern, _, _ in _READERS)


def _key(name: str, ecosystem: str) -> str:
    name = name.strip()
    return re.sub(r"[-_.]+", "-", name).lower() if ecosystem == "python" else name.lower()


def _line(text: str, name: str) -> int:
    match = re.search(re.escape(name).replace(r"\-", r"[-_.]"), text, re.I)
    return text.count("\n", 0, match.start()) + 1 if match else 0


def _package_json(text: str) -> Iterator[str]:
    data = json.loads(text)
    for table in _DEPENDENCIES:
        yield from data.get(table) or {}


def _requirements(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if (match := _REQUIREMENT.match(line)) and not line.lstrip().startswith("-"):
            yield match[1]


def _requirement_names(rows: object) -> Iterator[str]:
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, str) and (match := _REQUIREMENT.match(row)):
            yield match[1]


def _pyproject(text: str) -> Iterator[str]:
    data = tomli.loads(text)
    project = data.get("project", {})
    yield from _requirement_names(project.get("dependencies"))
    for rows in (*project.get("optional-dependencies", {}).values(), *data.get("dependency-groups", {}).values()):
        yield from _requirement_names(rows)
    poetry = data.get("tool", {}).get("poetry", {})
    for table in (poetry, *poetry.get("group", {}).values()):
        yield from table.get("dependencies", {})
        yield from table.get("dev-dependencies", {})


def _pipfile(text: str) -> Iterator[str]:
    data = tomli.loads(text)
    for table in ("packages", "dev-packages"):
        yield from data.get(table, {})


def _cargo(text: str) -> Iterator[str]:
    data = tomli.loads(text)
    for table in (data, data.get("workspace", {})):
        for key in ("dependencies", "dev-dependencies", "build-dependencies"):
            yield from table.get(key, {})


def _composer(text: str) -> Iterator[str]:
    data = json.loads(text)
    for table in ("require", "require-dev"):
        yield from data.get(table) or {}


_GEM = r"(?:gem|\w+\.add_(?:runtime_|development_)?dependency)"
_PYTHON_NAME = r"""([A-Za-z][\w.\-]*)\s*(?:\[[^\]'"]*\])?\s*(?:[<>=!~;][^'"\n]*)?"""


def _found(pattern: str) -> Callable[[str], Iterator[str]]:
    compiled = re.compile(pattern, re.M)
    return lambda text: (":".join(filter(None, match.groups())) for match in compiled.finditer(text))


_READERS: tuple[tuple[str, str, Callable[[str], Iterator[str]]], ...] = (
    (r"package\.json", "npm", _package_json),
    (r"(?:requirements|constraints)[^/]*\.(?:txt|in)|.*requirements/[^/]+\.txt", "python", _requirements),
    (r"pyproject\.toml", "python", _pyproject),
    (r"Pipfile", "python", _pipfile),
    (r"setup\.py", "python", _found(rf"""['"]{_PYTHON_NAME}['"]\s*[,\]]""")),
    (r"environment\.ya?ml", "python", _found(r"^[ \t]*-\s+([A-Za-z][\w.\-]*)\s*(?:[<>=].*)?$")),
    (r"setup\.cfg", "python", _found(r"^[ \t]+([A-Za-z][\w.\-]*)[ \t]*(?:\[[^\]\n]*\])?[ \t]*(?:[<>=!~;].*)?$")),
    (r"go\.mod", "go", _found(r"^[ \t]*(?:require\s+)?([\w.\-]+\.[\w.\-]+/[^\s]+)\s+v")),
    (r"Cargo\.toml", "crates", _cargo),
    (r"pom\.xml", "maven", _found(r"<groupId>\s*([^<\s]+)\s*</groupId>\s*<artifactId>\s*([^<\s]+)\s*</artifactId>")),
    (r"build\.gradle(?:\.kts)?", "maven", _found(r"""['"]([\w.\-]+):([\w.\-]+)(?=[:'"])""")),
    (r"libs\.versions\.toml", "maven", _found(r"""module\s*=\s*"([\w.\-]+):([\w.\-]+)\"""")),
    (r"Gemfile|.*\.gemspec", "gems", _found(rf"""^[ \t]*{_GEM}[ \t]*\(?[ \t]*['"]([\w\-]+)""")),
    (r"composer\.json", "composer", _composer),
    (r".*\.csproj|Directory\.Packages\.props", "nuget", _found(r"""<Package(?:Reference|Version)\s+Include="([^"]+)\"""")),
)  # fmt: skip
