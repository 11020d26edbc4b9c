"""What file an import means: Python's packages and `src` layouts, JavaScript's relative paths, tsconfig's aliases, workspace packages."""

from __future__ import annotations

import posixpath
import sys
from collections.abc import Iterator, Mapping
from functools import cached_property

from verifier.facts.outline import Import
from verifier.knowledge.structured import Malformed, parse_json_with_comments, table_of
from verifier.repository.kinds import is_vendored
from verifier.repository.snapshot import EntryKind, EntryState, Snapshot, Unreadable

_SCRIPT_ENDINGS = ("", ".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".cts", ".vue", ".svelte", ".d.ts", ".json")
_INDEXES = tuple("/index" + ending for ending in _SCRIPT_ENDINGS[1:])
_TO_SOURCE = {".js": (".ts", ".tsx"), ".jsx": (".tsx",), ".mjs": (".mts",), ".cjs": (".cts",)}
_STANDARD = frozenset(sys.stdlib_module_names)


class Modules:
    """The modules of one snapshot, by the names that imports give them."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._aliases: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {}

    def of(self, path: str, language: str, imported: Import) -> tuple[str, ...]:
        """The files here that an import in `path` leads to; none when it leads outside."""
        return tuple(self._python(path, imported) if language == "python" else self._script(path, imported.module))

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
                if inner.lstrip("/") in self.files:
                    yield inner.lstrip("/")
                    return
        for own in (f"{base}.py", f"{base}/__init__.py", f"{base}.pyi"):
            if own.lstrip("/") in self.files:
                yield own.lstrip("/")
                return

    def _roots(self, path: str, first: str) -> Iterator[str]:
        """Directories that an absolute import may start from, nearest first: those above the file, and `src` or packages beside them."""
        holders = self._python_tops.get(first, ())
        above = [*(path[:place] for place in range(len(path) - 1, 0, -1) if path[place] == "/"), ""]
        package = [folder for folder in above if f"{folder}/__init__.py".lstrip("/") in self.files]
        for folder in [folder for folder in above if folder not in package] + package:
            if folder in holders:
                yield folder
        for holder in holders:
            if holder not in above and posixpath.basename(holder) in (
                "src",
                "lib",
                "python",
                "backend",
                "server",
                "app",
                "apps",
                "packages",
            ):
                yield holder

    @cached_property
    def _python_tops(self) -> Mapping[str, tuple[str, ...]]:
        """Module or package name -> directories that hold one of that name."""
        found: dict[str, dict[str, None]] = {}
        for path in self.files:
            if path.endswith((".py", ".pyi")):
                folder, _, file = path.rpartition("/")
                found.setdefault(file.rpartition(".")[0], {}).setdefault(folder)
                while folder:
                    folder, _, name = folder.rpartition("/")
                    found.setdefault(name, {}).setdefault(folder)
        return {name: tuple(folders) for name, folders in found.items()}

    @cached_property
    def files(self) -> frozenset[str]:
        entries = self.snapshot.entries().items()
        return frozenset(
            path
            for path, entry in entries
            if entry.kind is EntryKind.FILE and entry.state is not EntryState.IGNORED and not is_vendored(path)
        )

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
        for candidate in (
            *(base + e for e in _SCRIPT_ENDINGS),
            *(stem + e for e in _TO_SOURCE.get(ending, ())),
            *((base + e).lstrip("/") for e in _INDEXES),
        ):
            if candidate in self.files:
                yield candidate
                return

    def _aliases_of(self, folder: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Path patterns in force in `folder`, targets from the root: tsconfig's `paths` and `baseUrl`, else `@/` as by custom."""
        known = self._aliases.get(folder)
        if known is None:
            found: tuple[tuple[str, tuple[str, ...]], ...] = ()
            for name in ("tsconfig.json", "jsconfig.json"):
                path = f"{folder}/{name}".lstrip("/")
                if not found and path in self.files:
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
                yield (
                    pattern,
                    tuple(posixpath.join(root, target) for target in targets if isinstance(target, str))
                    if isinstance(targets, list)
                    else (),
                )
        if isinstance(base, str):
            yield "*", (posixpath.join(root, "*"),)
        extended = settings.get("extends")
        if isinstance(extended, str) and extended.startswith(".") and depth < 5:
            parent = posixpath.normpath(posixpath.join(folder, extended))
            parent = parent if parent in self.files else parent + ".json"
            if parent in self.files:
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
        for path in sorted(self.files):
            if posixpath.basename(path) == "package.json":
                name = self._json(path).get("name")
                if isinstance(name, str) and name:
                    found.setdefault(name, posixpath.dirname(path))
        return found

    def _json(self, path: str) -> dict[str, object]:
        """An object from JSON with comments and trailing commas; empty when it is none."""
        try:
            return table_of(parse_json_with_comments(self.snapshot.text(path)))
        except (Unreadable, Malformed):
            return {}
