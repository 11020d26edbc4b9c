"""The versions that manifests ask for, as they write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from verifier.knowledge.structured import parse_json, parse_toml, table_of

_NPM = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")
_REQUIREMENT = re.compile(r"^\s*(?P<name>[A-Za-z0-9][\w.\-]*)\s*(?:\[[^\]]*\])?\s*\(?(?P<spec>[<>=!~][^;#)]*)?")
_GEM = re.compile(r"""^[ \t]*gem\s*\(?\s*['"](?P<name>[\w\-]+)['"]\s*,\s*['"](?P<spec>[~<>=\s\d.]+)['"]""", re.M)
_GO = re.compile(r"^[ \t]*(?:require\s+)?(?P<name>[\w.\-]+\.[\w.\-]+/\S+)\s+v(?P<spec>\S+)", re.M)


@dataclass(frozen=True, slots=True)
class Pin:
    """A package as a manifest asks for it.

    `name` is as `key_of` writes it, `spec` as in the file, "" for any version.
    """

    name: str
    spec: str
    path: str
    written: str  # the name as in the file
    text: str = field(repr=False, compare=False)  # of the manifest

    @property
    def line(self) -> int:
        """Where it stands, 1-based, 0 if unknown. Looked for when it is asked for: manifests may list very many."""
        word = re.compile(rf"(?<![\w-]){re.escape(self.written)}(?![\w-])")
        lines = [(number, line) for number, line in enumerate(self.text.splitlines(), 1) if self.written in line and word.search(line)]
        return next((number for number, line in lines if self.spec in line), lines[0][0] if lines else 0)


def key_of(name: str) -> str:
    """A package's name without the differences that registries ignore."""
    return re.sub(r"[-_.]+", "-", name.strip()).lower()


def pins(path: str, text: str) -> tuple[Pin, ...]:
    """What the manifest at `path` asks for; () for what is no manifest.

    Raises:
        Malformed: it is one, and not valid.
    """
    name = path.rpartition("/")[2]
    for pattern, read in _READERS:
        if re.fullmatch(pattern, name):
            return tuple(Pin(key_of(one), spec.strip(), path, one, text) for one, spec in read(text))
    return ()


def _package_json(text: str) -> Iterator[tuple[str, str]]:
    data = table_of(parse_json(text))
    for key in (*_NPM, "engines"):
        yield from ((name, spec) for name, spec in table_of(data, key).items() if isinstance(spec, str))
    manager = data.get("packageManager")
    if isinstance(manager, str) and "@" in manager:
        name, _, spec = manager.rpartition("@")
        yield name, spec.partition("+")[0]


def _rows(rows: object) -> Iterator[tuple[str, str]]:
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, str) and (match := _REQUIREMENT.match(row)):
            yield match["name"], match["spec"] or ""


def _requirements(text: str) -> Iterator[tuple[str, str]]:
    yield from _rows([line for line in text.splitlines() if not line.lstrip().startswith(("-", "#"))])


def _table(table: dict[str, object]) -> Iterator[tuple[str, str]]:
    for name, spec in table.items():
        spec = spec.get("version", "") if isinstance(spec, dict) else spec
        if isinstance(spec, str):
            yield name, "" if spec == "*" else spec


def _pyproject(text: str) -> Iterator[tuple[str, str]]:
    data = parse_toml(text)
    project, poetry = table_of(data, "project"), table_of(data, "tool", "poetry")
    yield from _rows(project.get("dependencies"))
    for rows in (*table_of(project, "optional-dependencies").values(), *table_of(data, "dependency-groups").values()):
        yield from _rows(rows)
    for table in (poetry, *table_of(poetry, "group").values()):
        yield from _table(table_of(table, "dependencies"))
        yield from _table(table_of(table, "dev-dependencies"))
    yield from _rows(table_of(data, "build-system").get("requires"))
    if isinstance(spec := project.get("requires-python"), str):
        yield "python", spec


def _cargo(text: str) -> Iterator[tuple[str, str]]:
    data = parse_toml(text)
    for table in (data, table_of(data, "workspace")):
        for key in ("dependencies", "dev-dependencies", "build-dependencies"):
            for name, spec in _table(table_of(table, key)):
                yield name, f"^{spec}" if spec[:1].isdigit() else spec  # so cargo reads it


def _pipfile(text: str) -> Iterator[tuple[str, str]]:
    data = parse_toml(text)
    for key in ("packages", "dev-packages"):
        yield from _table(table_of(data, key))


def _tools(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        if len(parts := line.partition("#")[0].split()) >= 2:
            yield parts[0], parts[1]


def _alone(name: str) -> Callable[[str], Iterator[tuple[str, str]]]:
    def read(text: str) -> Iterator[tuple[str, str]]:
        if re.fullmatch(r"v?\d[\w.]*", text.strip()):
            yield name, text.strip().lstrip("v")

    return read


def _matches(pattern: re.Pattern[str]) -> Callable[[str], Iterator[tuple[str, str]]]:
    return lambda text: ((match["name"], match["spec"]) for match in pattern.finditer(text))


_READERS: tuple[tuple[str, Callable[[str], Iterator[tuple[str, str]]]], ...] = (
    (r"package\.json", _package_json),
    (r"(?:requirements|constraints)[^/]*\.(?:txt|in)", _requirements),
    (r"pyproject\.toml", _pyproject),
    (r"Cargo\.toml", _cargo),
    (r"Pipfile", _pipfile),
    (r"Gemfile", _matches(_GEM)),
    (r"go\.mod", _matches(_GO)),
    (r"\.tool-versions", _tools),
    (r"\.nvmrc|\.node-version", _alone("node")),
    (r"\.python-version", _alone("python")),
    (r"\.ruby-version", _alone("ruby")),
)  # fmt: skip
