"""Evidence of the knowledge base's entries in a whole repository: searched once, then cut to a scope."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from verifier.codebase import Codebase
from verifier.facts.failure import Failure
from verifier.knowledge.entries import Entry
from verifier.knowledge.evidence import CodeSearch, How, Witness
from verifier.knowledge.manifests import is_manifest
from verifier.knowledge.masking import language_of as readable_language
from verifier.knowledge.outlines import ImportLike, OutlineLike
from verifier.knowledge.places import set_aside
from verifier.repository.gaps import gaps
from verifier.repository.kinds import SOURCE_LANGUAGES, classes_of, is_generated, is_installed, is_test, is_vendored, language_of
from verifier.repository.scope import Scope, whole
from verifier.repository.snapshot import EntryKind, EntryState, Unreadable

from .answers import Answers
from .library_names import NAME, entry_of

_MEMO = "mechanism search"
_UNREADABLE = "unreadable files"
_ALL = 5000  # witnesses kept of one question: they are cut to many scopes
_EXACT = frozenset((How.IMPORT, How.CALL, How.BASE, How.LITERAL, How.PATTERN))
_SHARE = 0.1  # a language with less of the source files than this does not decide whether an entry can be searched for
# The repository's languages -> the knowledge base's ecosystem and pattern language.
_ECOSYSTEMS = {
    "python": ("python", "python"),
    "typescript": ("npm", "javascript"),
    "tsx": ("npm", "javascript"),
    "javascript": ("npm", "javascript"),
    "jsx": ("npm", "javascript"),
    "vue": ("npm", "javascript"),
    "svelte": ("npm", "javascript"),
    "go": ("go", "go"),
    "rust": ("crates", "rust"),
    "java": ("maven", "java"),
    "kotlin": ("maven", "java"),
    "scala": ("maven", "java"),
    "ruby": ("gems", "ruby"),
    "php": ("composer", "php"),
    "csharp": ("nuget", "csharp"),
    "c": ("", "c"),
    "cpp": ("", "c"),
}
_WELL_KNOWN = frozenset(("python", "npm"))  # the ecosystems whose calls and base classes the entries list
_SCRIPTS = frozenset(("shell", "powershell", "batch", "sql"))  # beside any language, and never asked about


@dataclass
class _View:
    """The files of a snapshot that are neither ignored nor installed, as the knowledge base searches them."""

    code: Codebase
    _listed: list[str] = field(default_factory=list)
    _aside: dict[str, str] = field(default_factory=dict)

    def paths(self) -> Sequence[str]:
        if not self._listed:
            self._listed = [
                path
                for path, entry in self.code.index.entries.items()
                if entry.kind is EntryKind.FILE and entry.state is not EntryState.IGNORED and not is_installed(path)
            ]
        return self._listed

    def read(self, path: str) -> bytes:
        try:
            return self.code.snapshot.read(path)
        except Unreadable as error:
            raise OSError(error.message) from error

    def outlines(self, paths: Sequence[str]) -> Mapping[str, OutlineLike]:
        found = self.code.facts.outlines(paths)
        return {path: outline for path, outline in found.items() if not isinstance(outline, Failure)}

    def imports(self, paths: Sequence[str]) -> Mapping[str, Sequence[ImportLike]]:
        found = self.code.facts.imports(paths)
        return {path: items for path, items in found.items() if not isinstance(items, Failure)}

    def set_aside(self, path: str) -> str:
        if path not in self._aside:
            self._aside[path] = self._reason(path)
        return self._aside[path]

    def _reason(self, path: str) -> str:
        if not readable_language(path) and not is_manifest(path):
            return set_aside(path) or "documentation"  # pictures, data: a name that may count, content that never does
        return set_aside(path) or (
            "test file" if is_test(path) else "vendored" if is_vendored(path) else "generated" if is_generated(path) else ""
        )


@dataclass
class RepositorySearch:
    """Witnesses and closed-world questions over one code base."""

    code: Codebase
    search: CodeSearch
    answers: Answers
    counted: bool = False  # its files, in the run's budget
    _languages: frozenset[str] | None = None
    _unreadable: tuple[str, ...] | None = None
    _found: dict[tuple[str, str, Scope, bool], tuple[Witness, ...]] = field(default_factory=dict)
    _holding: dict[bytes, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, code: Codebase, entries: Mapping[str, Entry]) -> RepositorySearch:
        """The one search of `code` for a run's `entries`, kept with its index."""
        kept = code.index.memo.get(_MEMO)
        if not isinstance(kept, cls):
            view = _View(code)
            search = CodeSearch(view, entries, most=_ALL)
            search.answers = answers = Answers(
                code,
                view.paths,
                lambda key: f"{key} {_described(entries.get(key[0]) or entry_of(key[0][len(NAME) :]))}",
                lambda: search.uses,
            )
            kept = cls(code, search, answers)
            code.index.memo[_MEMO] = kept
        if not kept.counted:
            code.snapshot.count_use("read", kept.search.searched())  # whether or not earlier runs kept what was found
            kept.counted = True
        return kept

    @property
    def entries(self) -> Mapping[str, Entry]:
        return self.search.entries

    def witnesses(self, entry: Entry, scope: Scope, qualifier: str = "", in_effect: bool = False) -> tuple[Witness, ...]:
        """What shows `entry` (or its qualifier) within `scope`, those in effect first; with `in_effect`, perhaps no others."""
        key = (entry.id, qualifier, scope, in_effect)
        if key not in self._found:
            found = self.search.evidence(entry, qualifier, None if scope.everything else scope.contains, in_effect)
            if not scope.everything and not any(item.in_effect for item in found):
                # What provides a mechanism by default (a framework, an ORM) is set up once, for every part of the repository.
                everywhere = self.witnesses(entry, whole(), qualifier, True)
                found = (*(item for item in everywhere if item.in_effect and item.via), *found)
            self._found[key] = found
        return self._found[key]

    def in_effect(self, entry: Entry, scope: Scope, qualifier: str = "") -> Iterator[Witness]:
        """Those witnesses that are in effect."""
        return (item for item in self.witnesses(entry, scope, qualifier, True) if item.in_effect)

    def exact(self, entry: Entry, scope: Scope) -> tuple[Witness, ...]:
        """Some witnesses in effect by exact handles, or (): a quick look before `witnesses`."""
        key = (entry.id, "in the first files", scope, True)
        if key not in self._found:
            kept = (entry.id, f"first of {scope}")
            if kept not in self.answers:
                self.answers[kept] = self.search.exact(entry, None if scope.everything else scope.contains)
            self._found[key] = self.answers[kept]
        return self._found[key]

    def shows(self, entry: Entry, scope: Scope) -> bool:
        """Whether there is anything that `exact` gives, from what this run has found already where that tells."""
        for key in ((entry.id, ""), (entry.id, "in effect ")):
            found = self.answers.found(key)
            if found is not None and len(found) < _ALL:
                return any(
                    w.in_effect and w.strong and w.how in _EXACT and scope.contains(w.path) and readable_language(w.path) for w in found
                )
        return bool(self.exact(entry, scope))

    def complete(self) -> bool:
        """Whether every file could be listed and read."""
        return not self.unread()

    def unread(self) -> tuple[str, ...]:
        """What could not be listed or read, with why where that is known without reading."""
        if self._unreadable is None:
            kept = self.answers.kept(_UNREADABLE)
            if kept is None:
                self.search.read_all()
                kept = list(self.search.unreadable)
                self.answers.keep(_UNREADABLE, kept)
            known = gaps(whole(), self.code.snapshot)
            others = (str(path) for path in kept if path not in {error.path for error in known})
            self._unreadable = (*map(str, known), *(f"{path}: can't be read" for path in others))
        return self._unreadable

    def covers(self, entry: Entry) -> bool:
        """Whether the entry's handles are of this repository's languages, so that finding none tells something."""
        handles = entry.handles
        general = handles.identifiers or handles.literals or handles.files or handles.text or handles.settings
        anywhere = handles.files or handles.text or not handles.packages  # no library does it: its names are the same in any language
        for language in self._main_languages():
            ecosystem, patterns = _ECOSYSTEMS.get(language, ("", ""))
            own = bool(handles.modules(ecosystem) or handles.patterns.get(patterns))
            if ecosystem in _WELL_KNOWN:
                own = own or bool(handles.calls or handles.bases or general or entry.implied_by)
            if not (own or (general and anywhere) or handles.patterns.get("any")):
                return False
        return True

    def _main_languages(self) -> frozenset[str]:
        if self._languages is None:
            counts: dict[str, int] = {}
            for path in self.search.view.paths():
                language = language_of(path)
                if language in SOURCE_LANGUAGES - _SCRIPTS and not classes_of(path):
                    counts[language] = counts.get(language, 0) + 1
            total = sum(counts.values())
            self._languages = frozenset(language for language, count in counts.items() if count >= _SHARE * total)
        return self._languages

    def files_holding(self, word: bytes, scope: Scope) -> frozenset[str]:
        """The files in scope whose bytes hold `word`, in any case."""
        key = word.lower()
        if key not in self._holding:
            name = f"files holding {key.decode()}"
            kept = self.answers.kept(name)
            if kept is None:
                kept = list(self.search.files_with((key,)))
                self.answers.keep(name, kept)
            self._holding[key] = frozenset(map(str, kept))
        return frozenset(path for path in self._holding[key] if scope.contains(path))


def _described(entry: Entry) -> str:
    """What of an entry decides its evidence."""
    return repr((entry.handles, sorted(entry.qualifiers.items()), entry.lookalikes, entry.tool, entry.in_tests))
