"""From a language's query to an outline.

The queries share a vocabulary. Each pattern has one anchor:

    @def.KIND   a definition, with @name and perhaps @parameters @returns @body @bases @value @annotation @receiver @entries
                @async @exported. Several patterns may describe the same node; the kind of the last pattern wins.
    @scope      like a definition, but only lends its @name to what is inside (an `impl`, a namespace)
    @of         the definition that a @parameter @decorator @base @entry @doc @start @exported @async @value @returns belongs
                to: its node, or a node captured as an attribute of it
    @import     with @module @imported @alias
    @call       with @callee @arguments, and @object where what is called on stands apart
    @type_only  on an @of that is an import or an imported name: only types are taken
    @public     a name that is exported elsewhere (`export { a }`)
    @above      an attribute of the definition that follows
    @comment    a comment, for documentation

`#set!` gives a parameter's, an import's or a call's `kind`, an import's `module` or `imported` name, and a definition's `name`.
An import set `bare` counts only where no other pattern says what is taken from the module.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from verifier.facts import refine, treesitter
from verifier.facts.calls import CallReader
from verifier.facts.languages import LANGUAGES
from verifier.facts.outline import Definition, Import, Outline
from verifier.facts.records import Record, Texts

if TYPE_CHECKING:
    from tree_sitter import Node, Query

    Captures = dict[str, list[Node]]
    Settings = dict[str, str | None]

_ATTRIBUTES = ("parameters", "bases", "body", "value", "entries")  # nodes that @of may name
_QUOTES = re.compile(r"^[\"'`<](.*)[\"'`>]$", re.DOTALL)


def outline(language: str, source: bytes) -> Outline:
    """The outline of normalised `source`, by the language's fallback when that parses it and the language itself doesn't."""
    return _extraction(language, source).outline()


def imports(language: str, source: bytes) -> tuple[Import, ...]:
    """The imports of the outline, which are had in less than half of its time."""
    return _extraction(language, source).only_imports()


def _extraction(language: str, source: bytes) -> _Extraction:
    tree = treesitter.parse(language, source)
    fallback = LANGUAGES[language].fallback
    if fallback and tree.root_node.has_error:
        other = treesitter.parse(fallback, source)
        if not other.root_node.has_error:
            return _Extraction(fallback, source, other.root_node)
    return _Extraction(language, source, tree.root_node)


class _Extraction:
    """One file's matches, gathered into records and then into an outline."""

    def __init__(self, language: str, source: bytes, root: Node) -> None:
        self.language = language
        self.texts = Texts(source)
        self.root = root
        self.records: dict[int, Record] = {}
        self.owners: dict[int, list[Record]] = {}
        self.details: list[tuple[Captures, str]] = []
        self.imports: list[tuple[int, bool, Import]] = []
        self.type_only: set[int] = set()
        self.calls: list[tuple[Captures, str]] = []
        self.public: set[str] = set()
        self.comments: list[Node] = []
        self.above: list[Node] = []

    def outline(self) -> Outline:
        imports = self._gather(treesitter.query(self.language))
        for captures, kind in self.details:
            for record in self.owners.get(captures["of"][0].id, ()):
                record.add(captures, kind)
        records = sorted(self.records.values(), key=lambda r: (r.node.start_byte, -r.node.end_byte))
        refine.nest(records, self.texts)
        refine.decorate(records, self.above)
        refine.document(records, self.comments, self.texts, LANGUAGES[self.language].doc)
        calls = CallReader(self.texts, records).read(self.calls)
        kept = refine.refine(records, self.texts, LANGUAGES[self.language], self.public, calls)
        definitions = tuple(self._definition(record) for record in kept)
        return Outline(self.language, definitions, self._imports(imports), calls, self.root.has_error)

    def only_imports(self) -> tuple[Import, ...]:
        return self._imports(self._gather(treesitter.import_query(self.language)))

    def _gather(self, query: Query) -> list[tuple[Captures, Settings]]:
        from tree_sitter import QueryCursor

        imports: list[tuple[Captures, Settings]] = []
        settings = [query.pattern_settings(index) for index in range(query.pattern_count)]
        for index, captures in QueryCursor(query).matches(self.root):
            if "call" in captures:
                self.calls.append((captures, settings[index].get("kind") or "call"))
            elif "of" in captures:
                self.details.append((captures, settings[index].get("kind") or ""))
            elif "import" in captures:
                imports.append((captures, settings[index]))
            elif "comment" in captures:
                self.comments += captures["comment"]
            elif "above" in captures:
                self.above += captures["above"]
            elif "public" in captures:
                self.public.add(self.texts.of(captures["public"][0]))
            else:
                self._define(index, captures, settings[index])
        return imports

    def _define(self, pattern: int, captures: Captures, settings: Settings) -> None:
        for capture, nodes in captures.items():
            if capture.startswith("def.") or capture == "scope":
                node, kind = nodes[0], capture.removeprefix("def.")
                break
        else:
            return
        record = self.records.get(node.id)
        if record is None:
            record = self.records[node.id] = Record(node, self.texts)
            self.owners.setdefault(node.id, []).append(record)
        if pattern >= record.pattern:
            record.pattern, record.kind = pattern, kind
        record.describe(captures)
        record.name = record.name or settings.get("name") or ""
        for attribute in _ATTRIBUTES:
            for owned in captures.get(attribute, ()):
                owners = self.owners.setdefault(owned.id, [])
                if record not in owners:
                    owners.append(record)

    def _import(self, captures: Captures, settings: Settings) -> None:
        def text(name: str) -> str:
            found = self.texts.of(captures[name][0]) if name in captures else settings.get(name) or ""
            return _QUOTES.sub(r"\1", found)

        node = captures["import"][0]
        named = captures["imported"][0] if "imported" in captures else node
        kind = settings.get("kind") or ("type" if {node.id, named.id} & self.type_only else "import")
        line, bare = node.start_point.row + 1, "bare" in settings
        for module, name, alias in refine.expand_import(self.language, text("module"), text("imported"), text("alias")):
            self.imports.append((named.start_byte, bare, Import(module, name, alias, line, kind)))

    def _imports(self, matches: list[tuple[Captures, Settings]]) -> tuple[Import, ...]:
        """The imports in order; a bare one only where nothing says what is taken from it."""
        self.type_only = {captures["of"][0].id for captures, _ in self.details if "type_only" in captures}
        for captures, options in matches:
            self._import(captures, options)
        detailed = {(found.module, found.line) for _, bare, found in self.imports if not bare}
        ordered = sorted(self.imports, key=lambda item: item[0])
        return tuple(found for _, bare, found in ordered if not bare or (found.module, found.line) not in detailed)

    def _definition(self, record: Record) -> Definition:
        return Definition(
            kind=record.kind,
            name=record.name,
            qualified=record.qualified,
            start=min(node.start_point.row + 1 for node in (record.node, *record.starts)),
            line=record.line,
            end_line=record.end_line,
            parameters=record.parameters(),
            returns=record.returns,
            decorators=record.decorators,
            bases=tuple(record.bases),
            members=tuple(record.members),
            value=record.value,
            exported=record.exported,
            is_async=record.is_async,
            docstring=record.docstring,
            annotation=record.annotation,
        )
