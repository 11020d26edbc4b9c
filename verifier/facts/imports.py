"""Which file imports which: a tree fact over Python, JavaScript and TypeScript sources, worked out file by file on demand."""

from __future__ import annotations

import json
import posixpath
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary, proxy

from verifier.facts.languages import language_of
from verifier.facts.outline import Import, Outline
from verifier.repository.kinds import is_vendored
from verifier.repository.snapshot import EntryKind, EntryState, Snapshot, Unreadable

if TYPE_CHECKING:
    from verifier.facts.facts import Facts

_SCRIPT_ENDINGS = ("", ".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".cts", ".vue", ".svelte", ".d.ts", ".json")
_INDEXES = tuple("/index" + ending for ending in _SCRIPT_ENDINGS[1:])
_TO_SOURCE = {".js": (".ts", ".tsx"), ".jsx": (".tsx",), ".mjs": (".mts",), ".cjs": (".cts",)}
_STANDARD = frozenset(sys.stdlib_module_names)
_COMMENT = re.compile(r'("(?:\\.|[^"\\])*")|//[^\n]*|/\*.*?\*/', re.DOTALL)
_TRAILING = re.compile(r",(\s*[}\]])")
_LANGUAGES = frozenset(("python", "javascript", "typescript", "tsx"))


@dataclass(frozen=True, slots=True)
class Edge:
    """One import that leads to a file here. `kind` is the import's; `top`: it is run when the module is loaded."""

    source: str
    target: str
    line: int
    text: str
    kind: str = "import"
    top: bool = True


@dataclass(frozen=True, slots=True)
class Imports:
    """What a file imports: files here, and modules from elsewhere. `complete`: the whole file was understood."""

    edges: tuple[Edge, ...] = ()
    outside: tuple[tuple[str, int], ...] = ()  # (module, line)
    complete: bool = True


class ImportGraph:
    """The imports between the files of one snapshot. `of` gives the same object for the same facts."""

    _all: WeakKeyDictionary[Facts, ImportGraph] = WeakKeyDictionary()

    def __init__(self, facts: Facts) -> None:
        self.snapshot: Snapshot = facts.snapshot
        self._facts: Facts = proxy(facts)  # they are the key of `_all`
        self._known: dict[str, Imports] = {}
        self._aliases: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {}

    @classmethod
    def of(cls, facts: Facts) -> ImportGraph:
        found = cls._all.get(facts)
        if found is None:
            found = cls._all[facts] = cls(facts)
        return found

    def of_files(self, paths: Sequence[str]) -> Mapping[str, Imports]:
        """What each of `paths` imports; files of other languages yield nothing, incompletely."""
        missing = [path for path in paths if path not in self._known and language_of(path) in _LANGUAGES]
        for path, outline in self._facts.outlines(missing).items():
            self._known[path] = self._imports(path, outline) if isinstance(outline, Outline) else Imports(complete=False)
        return {path: self._known.get(path, Imports(complete=False)) for path in paths}

    def cycle(self, paths: Sequence[str]) -> tuple[Edge, ...]:
        """A circle of imports that run when modules are loaded, among `paths`; empty when there is none."""
        inside = set(paths)
        graph: dict[str, dict[str, Edge]] = {}
        for path, imports in self.of_files(paths).items():
            for edge in imports.edges:
                if edge.top and edge.kind not in ("type", "dynamic") and edge.target in inside and edge.target != path:
                    graph.setdefault(path, {}).setdefault(edge.target, edge)
        return _circle(graph)

    def _imports(self, path: str, outline: Outline) -> Imports:
        edges: dict[tuple[str, int], Edge] = {}
        outside: list[tuple[str, int]] = []
        lines = self._indented(path) if outline.language == "python" else frozenset()
        for imported in outline.imports:
            targets = tuple(self._python(path, imported) if outline.language == "python" else self._script(path, imported.module))
            text = f"{imported.module} {imported.name}".strip()
            for target in targets:
                edges.setdefault((target, imported.line), Edge(path, target, imported.line, text, imported.kind, imported.line not in lines))
            if not targets:
                outside.append((imported.module, imported.line))
        return Imports(tuple(edges.values()), tuple(outside), not outline.errors)

    def _indented(self, path: str) -> frozenset[int]:
        """Lines that don't start at the margin: imports there run later, or only for type checkers."""
        try:
            lines = self.snapshot.text(path).splitlines()
        except Unreadable:
            return frozenset()
        return frozenset(number for number, line in enumerate(lines, 1) if line[:1] in " \t")

    # Python

    def _python(self, path: str, imported: Import) -> Iterator[str]:
        module, name = imported.module, imported.name
        dots = len(module) - len(module.lstrip("."))
        parts = [part for part in module[dots:].split(".") if part]
        if dots:
            base = posixpath.dirname(path)
            for _ in range(dots - 1):
                base = posixpath.dirname(base)
            yield from self._module(posixpath.join(base, *parts), name)
            return
        if not parts or parts[0] in _STANDARD:
            return
        for root in self._roots(path, parts[0]):
            found = tuple(self._module(posixpath.join(root, *parts), name))
            if found:
                yield from found
                return

    def _module(self, base: str, name: str) -> Iterator[str]:
        """The file of the module at `base`, or of its submodule `name` when there is one."""
        if name and name != "*":
            for inner in (f"{base}/{name}.py", f"{base}/{name}/__init__.py"):
                if inner.lstrip("/") in self._files:
                    yield inner.lstrip("/")
                    return
        for own in (f"{base}.py", f"{base}/__init__.py", f"{base}.pyi"):
            if own.lstrip("/") in self._files:
                yield own.lstrip("/")
                return

    def _roots(self, path: str, first: str) -> Iterator[str]:
        """Directories that an absolute import may start from, nearest first: those above the file, and `src` or packages beside them."""
        holders = self._python_tops.get(first, ())
        above = [path[:place] for place in range(len(path)) if path[place] == "/"][::-1] + [""]
        package = [folder for folder in above if f"{folder}/__init__.py".lstrip("/") in self._files]
        for folder in [folder for folder in above if folder not in package] + package:
            if folder in holders:
                yield folder
        for holder in holders:
            if holder not in above and posixpath.basename(holder) in ("src", "lib", "python", "backend", "server", "app", "apps", "packages"):
                yield holder

    @cached_property
    def _python_tops(self) -> Mapping[str, tuple[str, ...]]:
        """Module or package name -> directories that hold one of that name."""
        found: dict[str, dict[str, None]] = {}
        for path in self._files:
            if path.endswith((".py", ".pyi")):
                folder, _, file = path.rpartition("/")
                found.setdefault(file.rpartition(".")[0], {}).setdefault(folder)
                while folder:
                    folder, _, name = folder.rpartition("/")
                    found.setdefault(name, {}).setdefault(folder)
        return {name: tuple(folders) for name, folders in found.items()}

    @cached_property
    def _files(self) -> frozenset[str]:
        entries = self.snapshot.entries().items()
        return frozenset(path for path, entry in entries if entry.kind is EntryKind.FILE and entry.state is not EntryState.IGNORED and not is_vendored(path))

    # JavaScript and TypeScript

    def _script(self, path: str, module: str) -> Iterator[str]:
        folder = posixpath.dirname(path)
        if module.startswith("."):
            yield from self._file(posixpath.normpath(posixpath.join(folder, module)))
            return
        for pattern, targets in self._aliases_of(folder):
            start, star, end = pattern.partition("*")
            if star and module.startswith(start) and module.endswith(end) and len(module) >= len(start) + len(end):
                middle = module[len(start) : len(module) - len(end)]
            elif module == pattern:
                middle = ""
            else:
                continue
            for target in targets:
                found = tuple(self._file(posixpath.normpath(target.replace("*", middle))))
                if found:
                    yield from found
                    return
        yield from self._package(module)

    def _file(self, base: str) -> Iterator[str]:
        base = base.strip("/") if base != "." else ""
        stem, ending = posixpath.splitext(base)
        for candidate in (*(base + e for e in _SCRIPT_ENDINGS), *(stem + e for e in _TO_SOURCE.get(ending, ())), *((base + e).lstrip("/") for e in _INDEXES)):
            if candidate in self._files:
                yield candidate
                return

    def _aliases_of(self, folder: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Path patterns in force in `folder`, targets from the root: tsconfig's `paths` and `baseUrl`, else `@/` as by custom."""
        known = self._aliases.get(folder)
        if known is None:
            found: tuple[tuple[str, tuple[str, ...]], ...] = ()
            for name in ("tsconfig.json", "jsconfig.json"):
                path = f"{folder}/{name}".lstrip("/")
                if not found and path in self._files:
                    found = tuple(self._configured(path, 0))
            if folder and not found:
                found = self._aliases_of(posixpath.dirname(folder))
            elif not found:
                found = (("@/*", ("src/*", "*")), ("~/*", ("src/*", "*")))
            known = self._aliases[folder] = found
        return known

    def _configured(self, path: str, depth: int) -> Iterator[tuple[str, tuple[str, ...]]]:
        settings = self._json(path)
        options = settings.get("compilerOptions")
        options = options if isinstance(options, dict) else {}
        folder, base = posixpath.dirname(path), options.get("baseUrl")
        root = posixpath.join(folder, base) if isinstance(base, str) else folder
        patterns = options.get("paths")
        if isinstance(patterns, dict):
            for pattern, targets in patterns.items():
                yield pattern, tuple(posixpath.join(root, target) for target in targets if isinstance(target, str)) if isinstance(targets, list) else ()
        if isinstance(base, str):
            yield "*", (posixpath.join(root, "*"),)
        extended = settings.get("extends")
        if isinstance(extended, str) and extended.startswith(".") and depth < 5:
            parent = posixpath.normpath(posixpath.join(folder, extended))
            parent = parent if parent in self._files else parent + ".json"
            if parent in self._files:
                yield from self._configured(parent, depth + 1)

    def _package(self, module: str) -> Iterator[str]:
        """A package of the same repository, by the name in its package.json: its source entry, or that file itself."""
        parts = module.split("/")
        name = "/".join(parts[:2] if module.startswith("@") else parts[:1])
        folder = self.packages.get(name)
        if folder is None:
            return
        rest = module[len(name) :].strip("/")
        for base in (f"{folder}/src/{rest or 'index'}", f"{folder}/{rest or 'index'}", f"{folder}/package.json"):
            found = tuple(self._file(posixpath.normpath(base.lstrip("/"))))
            if found:
                yield from found
                return

    @cached_property
    def packages(self) -> Mapping[str, str]:
        """Names in the repository's package.json files, and their directories."""
        found: dict[str, str] = {}
        for path in sorted(self._files):
            if posixpath.basename(path) == "package.json":
                name = self._json(path).get("name")
                if isinstance(name, str) and name:
                    found.setdefault(name, posixpath.dirname(path))
        return found

    def _json(self, path: str) -> dict[str, object]:
        """An object from JSON with comments and trailing commas; empty when it is none."""
        try:
            text = _COMMENT.sub(lambda match: match[1] or "", self.snapshot.text(path))
            found = json.loads(_TRAILING.sub(r"\1", text))
        except (Unreadable, ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}


def _circle(graph: Mapping[str, Mapping[str, Edge]]) -> tuple[Edge, ...]:
    """The first circle met, depth first, nodes in order."""
    done: set[str] = set()
    for start in sorted(graph):
        if start in done:
            continue
        trail: list[str] = [start]
        ahead: list[Iterator[str]] = [iter(sorted(graph.get(start, ())))]
        on_trail = {start}
        while trail:
            following = next(ahead[-1], None)
            if following is None:
                done.add(trail[-1])
                on_trail.discard(trail.pop())
                ahead.pop()
            elif following in on_trail:
                nodes = [*trail[trail.index(following) :], following]
                return tuple(graph[one][other] for one, other in zip(nodes, nodes[1:], strict=False))
            elif following not in done:
                trail.append(following)
                on_trail.add(following)
                ahead.append(iter(sorted(graph.get(following, ()))))
    return ()


def between(imports: Mapping[str, Imports], targets: Iterable[str]) -> tuple[Edge, ...]:
    """The imports that lead to `targets`, from outside of them."""
    wanted = frozenset(targets)
    return tuple(edge for path, found in imports.items() if path not in wanted for edge in found.edges if edge.target in wanted)
