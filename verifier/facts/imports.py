"""Which file imports which: a tree fact over Python, JavaScript and TypeScript sources, worked out file by file on demand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar
from weakref import WeakKeyDictionary, proxy

from verifier.facts.languages import language_of
from verifier.facts.modules import Modules
from verifier.facts.outline import Outline
from verifier.repository.snapshot import Snapshot, Unreadable

if TYPE_CHECKING:
    from verifier.facts.facts import Facts

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

    _all: ClassVar[WeakKeyDictionary[Facts, ImportGraph]] = WeakKeyDictionary()

    def __init__(self, facts: Facts) -> None:
        self.snapshot: Snapshot = facts.snapshot
        self._facts: Facts = proxy(facts)  # they are the key of `_all`
        self._known: dict[str, Imports] = {}
        self.modules = Modules(facts.snapshot)

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
            targets = self.modules.of(path, outline.language, imported)
            text = f"{imported.module} {imported.name}".strip()
            for target in targets:
                edges.setdefault(
                    (target, imported.line), Edge(path, target, imported.line, text, imported.kind, imported.line not in lines)
                )
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
                return tuple(graph[one][other] for one, other in pairwise(nodes))
            elif following not in done:
                trail.append(following)
                on_trail.add(following)
                ahead.append(iter(sorted(graph.get(following, ()))))
    return ()


def between(imports: Mapping[str, Imports], targets: Iterable[str]) -> tuple[Edge, ...]:
    """The imports that lead to `targets`, from outside of them."""
    wanted = frozenset(targets)
    return tuple(edge for path, found in imports.items() if path not in wanted for edge in found.edges if edge.target in wanted)


def importers(module: str, paths: Sequence[str], facts: Facts) -> Iterator[tuple[str, int]]:
    """Those of `paths` that import `module` or a part of it, each with the 1-based line where it first does. Unread files yield nothing."""
    parts = (f"{module}.", f"{module}/")
    for path, found in facts.imports(paths).items():
        lines = [one.line for one in found if one.module == module or one.module.startswith(parts)] if isinstance(found, tuple) else []
        if lines:
            yield path, min(lines)
