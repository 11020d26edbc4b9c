"""One file, taken apart once for any number of questions."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from verifier.knowledge.masking import Masked, language_of, mask, visible
from verifier.knowledge.outlines import DefinitionLike, ImportLike, OutlineLike
from verifier.knowledge.words import subwords

_TOKEN = re.compile(r"[A-Za-z_$][\w$]*")
_ICONS = re.compile(r"lucide|icon|fontawesome", re.I)


@dataclass
class FileIndex:
    """A file's lower-case bytes, its text and, where a question needs them, its imports or its whole outline."""

    path: str
    lowered: bytes
    decoded: Callable[[str], str]
    outline: OutlineLike | None = None
    only_imports: Sequence[ImportLike] | None = None
    asked: dict[int, tuple[object, bool]] = field(default_factory=dict)  # by the id of handles: these, and whether names may be theirs

    @property
    def imports(self) -> Sequence[ImportLike] | None:
        """None where nothing has asked for them."""
        return self.outline.imports if self.outline else self.only_imports

    @cached_property
    def text(self) -> str:
        """What of it is compared."""
        return visible(self.decoded(self.path))

    @cached_property
    def masked(self) -> Masked:
        return mask(self.path, self.text)

    @property
    def is_code(self) -> bool:
        """Whether it has an outline."""
        return self.language not in ("", "config", "css")

    @cached_property
    def language(self) -> str:
        return language_of(self.path)

    @cached_property
    def tokens(self) -> dict[str, list[int]]:
        """Every name in the text, in comments and strings too, with the offsets at which it stands."""
        found: dict[str, list[int]] = {}
        for match in _TOKEN.finditer(self.text):
            found.setdefault(match[0], []).append(match.start())
        return found

    @cached_property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """Each name with its words joined by "_", one at either end."""
        return tuple((name, "_" + "_".join(subwords(name)) + "_") for name in self.tokens)

    @cached_property
    def joined_keys(self) -> str:
        """All keys, a line each, for one search over all of them."""
        return "\n".join(key for _, key in self.keys)

    @cached_property
    def local(self) -> dict[str, str]:
        """What each imported name stands for, dotted."""
        names: dict[str, str] = {}
        for item in self.outline.imports if self.outline else ():
            if item.name in ("default", "*"):
                names[item.alias or item.name] = item.module
            elif item.name:
                names[item.alias or item.name] = f"{item.module}.{item.name}"
            elif item.alias:
                names[item.alias] = item.module
        return names

    @cached_property
    def icons(self) -> frozenset[str]:
        """Names imported from a module of icons."""
        return frozenset(name for name, full in self.local.items() if _ICONS.search(full.rpartition(".")[0]))

    @cached_property
    def types(self) -> frozenset[str]:
        """Names imported as types only."""
        return frozenset(item.alias or item.name for item in (self.outline.imports if self.outline else ()) if item.kind == "type")

    @cached_property
    def imported(self) -> frozenset[tuple[str, int]]:
        """Names in import statements, with their lines."""
        items = self.outline.imports if self.outline else ()
        return frozenset((name, line) for item in items for name in (item.name, item.alias) if name for line in self._lines_of(item))

    @cached_property
    def defined(self) -> dict[tuple[str, int], DefinitionLike]:
        return {(item.name, item.line): item for item in (self.outline.definitions if self.outline else ())}

    @cached_property
    def spans(self) -> dict[str, tuple[int, int]]:
        """The first and last line of each definition of several lines."""
        items = self.outline.definitions if self.outline else ()
        return {item.name: (item.start, item.end_line) for item in items if item.end_line > item.line}

    @cached_property
    def called(self) -> dict[str, list[tuple[str, str, int]]]:
        """The last part of each called name -> the name as written ("@" for a decorator), as imported, and the line."""
        if self.outline is None:
            return {}
        rows = [(item.callee, item.line) for item in self.outline.calls]
        rows += [("@" + re.split(r"[(\s]", name)[0], item.line) for item in self.outline.definitions for name in item.decorators]
        return self._by_last(dict.fromkeys(rows))

    @cached_property
    def extended(self) -> dict[str, list[tuple[str, str, int]]]:
        """The same of what classes extend."""
        if self.outline is None:
            return {}
        return self._by_last(dict.fromkeys((base, item.line) for item in self.outline.definitions for base in item.bases))

    def _by_last(self, rows: dict[tuple[str, int], None]) -> dict[str, list[tuple[str, str, int]]]:
        found: dict[str, list[tuple[str, str, int]]] = {}
        for written, line in rows:
            name = re.sub(r"<.*|\[.*", "", written.lstrip("@"))
            first, dot, rest = name.partition(".")
            full = self.local.get(first, first) + dot + rest
            for last in {name.rsplit(".", 1)[-1], full.rsplit(".", 1)[-1]}:
                found.setdefault(last, []).append((("@" if written.startswith("@") else "") + name, full, line))
        return found

    def _lines_of(self, item: ImportLike) -> range:
        """The lines of an import statement: on from its first until its brackets are closed."""
        depth = 0
        for line in range(item.line, item.line + 200):
            code = self.masked.code_line(line)
            depth += code.count("(") + code.count("{") - code.count(")") - code.count("}")
            if depth <= 0:
                return range(item.line, line + 1)
        return range(item.line, item.line + 1)
