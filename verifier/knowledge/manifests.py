"""The packages that a project's manifests list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from verifier.knowledge.structured import parse_json, parse_toml, table_of


@dataclass(frozen=True, slots=True)
class Listed:
    """A package that a manifest lists: `name` as `entries.dist_of` writes it."""

    ecosystem: str
    name: str
    path: str
    text: str = field(repr=False, compare=False)  # of the manifest

    @property
    def line(self) -> int:
        """Where it is named first, 0 if it is written otherwise. Looked for when it is asked for: manifests may list very many."""
        at = _alike(self.text).find(_alike(self.name))
        return self.text.count("\n", 0, at) + 1 if at >= 0 else 0


_DEPENDENCIES = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")
_SAME = str.maketrans("_.", "--")
_REQUIREMENT = re.compile(r"^\s*([A-Za-z0-9][\w.\-]*)")


def listed(path: str, text: str) -> tuple[Listed, ...]:
    """The packages that the manifest at `path` lists; () for what is no manifest.

    Raises:
        Malformed: it is one, and not valid.
    """
    name = path.rsplit("/", 1)[-1]
    for pattern, ecosystem, read in _READERS:
        if re.fullmatch(pattern, name) or re.fullmatch(pattern, path):
            names = dict.fromkeys(_key(item, ecosystem) for item in read(text))
            return tuple(Listed(ecosystem, item, path, text) for item in names if item)
    return ()


def is_manifest(path: str) -> bool:
    """Whether `listed` would read the file."""
    return _BY_NAME.fullmatch(path.rpartition("/")[2]) is not None or _BY_PATH.fullmatch(path) is not None


def _key(name: str, ecosystem: str) -> str:
    name = name.strip()
    return re.sub(r"[-_.]+", "-", name).lower() if ecosystem == "python" else name.lower()


def _alike(text: str) -> str:
    """`text` without the differences that registries ignore, as long as it is."""
    return text.lower().translate(_SAME)


def _package_json(text: str) -> Iterator[str]:
    data = parse_json(text)
    for key in _DEPENDENCIES:
        yield from table_of(data, key)


def _requirements(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if (match := _REQUIREMENT.match(line)) and not line.lstrip().startswith("-"):
            yield match[1]


def _requirement_names(rows: object) -> Iterator[str]:
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, str) and (match := _REQUIREMENT.match(row)):
            yield match[1]


def _pyproject(text: str) -> Iterator[str]:
    data = parse_toml(text)
    yield from _requirement_names(table_of(data, "project").get("dependencies"))
    for rows in (*table_of(data, "project", "optional-dependencies").values(), *table_of(data, "dependency-groups").values()):
        yield from _requirement_names(rows)
    poetry = table_of(data, "tool", "poetry")
    for table in (poetry, *table_of(poetry, "group").values()):
        yield from table_of(table, "dependencies")
        yield from table_of(table, "dev-dependencies")


def _pipfile(text: str) -> Iterator[str]:
    data = parse_toml(text)
    for key in ("packages", "dev-packages"):
        yield from table_of(data, key)


def _cargo(text: str) -> Iterator[str]:
    data = parse_toml(text)
    for table in (data, table_of(data, "workspace")):
        for key in ("dependencies", "dev-dependencies", "build-dependencies"):
            yield from table_of(table, key)


def _composer(text: str) -> Iterator[str]:
    data = parse_json(text)
    for key in ("require", "require-dev"):
        yield from table_of(data, key)


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
_BY_PATH = re.compile(r".*requirements/[^/]+\.txt")
_BY_NAME = re.compile("|".join(f"(?:{pattern})" for pattern, _, _ in _READERS))
