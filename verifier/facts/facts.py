"""The facts of one snapshot, on demand. Everything heavy is imported when a question needs it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from verifier.facts.failure import Failure, Hung
from verifier.facts.languages import language_of
from verifier.repository.kinds import language_of as kind_of_file

if TYPE_CHECKING:
    from verifier.facts.annotations import AnyType
    from verifier.facts.complexity import Block, Maintainability
    from verifier.facts.lines import LineCount
    from verifier.facts.outline import Import, Outline
    from verifier.facts.prints import PrintCall
    from verifier.facts.react import Trace
    from verifier.facts.settings import Assigned
    from verifier.facts.store import FactCache
    from verifier.facts.structure import Structure
    from verifier.facts.ternaries import Ternary
    from verifier.repository.snapshot import Snapshot

_BATCH_BYTES = 64_000_000


class Facts:
    """What analyses say about the files of `snapshot`.

    The batch methods give a fact or a `Failure` for every path asked, in the order asked. What a file holds never makes them raise;
    an analysis that did not end does (`Hung`), so that no clock decides what is said of a file.
    Facts are remembered for the life of this object, and in `cache` between runs.

    Args:
        jobs: most worker processes; 0 means one a processor, 1 none where that is safe.
    """

    def __init__(self, snapshot: Snapshot, jobs: int = 0, cache: FactCache | None = None) -> None:
        self.snapshot = snapshot
        self.jobs = jobs
        self.cache = cache
        self._known: dict[tuple[str, str], object] = {}

    def outlines(self, paths: Sequence[str]) -> Mapping[str, Outline | Failure]:
        """What each file defines, imports and calls."""
        return cast("Mapping[str, Outline | Failure]", self._facts("outline", paths))

    def imports(self, paths: Sequence[str]) -> Mapping[str, tuple[Import, ...] | Failure]:
        """What each file imports, as its outline has it: for those that need no more of it."""
        from verifier.facts.outline import Outline

        self.snapshot.count_use("imports", paths)
        found: dict[str, tuple[Import, ...] | Failure] = {}
        for path in paths:
            outline = self._known.get(("outline", path))
            if isinstance(outline, (Outline, Failure)):
                found[path] = outline.imports if isinstance(outline, Outline) else outline
        others = self._facts("imports", [path for path in paths if path not in found])
        return {**found, **cast("Mapping[str, tuple[Import, ...] | Failure]", others)}

    def complexities(self, paths: Sequence[str]) -> Mapping[str, tuple[Block, ...] | Failure]:
        """The cyclomatic complexity of every function (and, for Python, method and class)."""
        return cast("Mapping[str, tuple[Block, ...] | Failure]", self._facts("complexity", paths))

    def maintainability(self, paths: Sequence[str]) -> Mapping[str, Maintainability | Failure]:
        """radon's maintainability index and raw counts; Python only."""
        return cast("Mapping[str, Maintainability | Failure]", self._facts("maintainability", paths))

    def print_calls(self, paths: Sequence[str]) -> Mapping[str, tuple[PrintCall, ...] | Failure]:
        """Calls of the builtin `print` and of `console`; Python and JavaScript or TypeScript only."""
        return cast("Mapping[str, tuple[PrintCall, ...] | Failure]", self._facts("prints", paths))

    def any_types(self, paths: Sequence[str]) -> Mapping[str, tuple[AnyType, ...] | Failure]:
        """Uses of `any` as a type; TypeScript and Python only."""
        return cast("Mapping[str, tuple[AnyType, ...] | Failure]", self._facts("any_types", paths))

    def nested_ternaries(self, paths: Sequence[str]) -> Mapping[str, tuple[Ternary, ...] | Failure]:
        """Conditional expressions within branches of others; Python, JavaScript and TypeScript only."""
        return cast("Mapping[str, tuple[Ternary, ...] | Failure]", self._facts("ternaries", paths))

    def react_traces(self, paths: Sequence[str]) -> Mapping[str, tuple[Trace, ...] | Failure]:
        """What files show of React; JavaScript and TypeScript only."""
        return cast("Mapping[str, tuple[Trace, ...] | Failure]", self._facts("react", paths))

    def structures(self, pattern: str, paths: Sequence[str]) -> Mapping[str, Structure | Failure]:
        """Where ast-grep finds `pattern`, in languages that can be outlined."""
        return cast("Mapping[str, Structure | Failure]", self._facts(f"structure {pattern}", paths))

    def line_counts(self, paths: Sequence[str]) -> Mapping[str, LineCount | Failure]:
        """Lines by sort, for files of any kind."""
        return cast("Mapping[str, LineCount | Failure]", self._facts("lines", paths))

    def settings(self, paths: Sequence[str]) -> Mapping[str, tuple[Assigned, ...] | Failure]:
        """What files give to names, for files of any kind that are not large."""
        return cast("Mapping[str, tuple[Assigned, ...] | Failure]", self._facts("settings", paths))

    def lines(self, path: str) -> LineCount:
        """The line count of one file. Raises Unreadable."""
        found = self.line_counts((path,))[path]
        if isinstance(found, Failure):
            from verifier.repository.snapshot import Unreadable

            raise Unreadable(path, found.reason, found.message)
        return found

    def text(self, path: str) -> str:
        """The decoded text of a file. Raises Unreadable, as for a binary file."""
        return self.snapshot.text(path)

    def search(self, needle: bytes | re.Pattern[bytes], paths: Iterable[str]) -> tuple[str, ...]:
        """The paths whose bytes hold `needle`, in the order given; files that can't be read are left out."""
        pattern = re.compile(re.escape(needle)) if isinstance(needle, bytes) else needle
        return tuple(path for path, data in self.snapshot.read_many(paths) if isinstance(data, bytes) and pattern.search(data))

    def _facts(self, name: str, paths: Sequence[str]) -> Mapping[str, object]:
        self.snapshot.count_use(name, paths)
        wanted = [path for path in dict.fromkeys(paths) if (name, path) not in self._known]
        for batch in self._batches(name, wanted):
            self._learn(name, batch)
        found = {path: self._known[name, path] for path in paths}
        for fact in found.values():
            if isinstance(fact, Hung):
                raise fact
        return found

    def _batches(self, name: str, paths: Sequence[str]) -> Iterator[list[tuple[str, str, bytes]]]:
        """(path, language, bytes) of what must be analysed, some megabytes at a time; what needs no analysis is settled here."""
        from verifier.facts.analyses import analysis_of, refused

        analysis = analysis_of(name)
        needle = re.compile(analysis.needle) if analysis.needle else None
        batch: list[tuple[str, str, bytes]] = []
        size = 0
        for path, data in self.snapshot.read_many(paths):
            if not isinstance(data, bytes):
                self._known[name, path] = Failure(data.reason, data.message)
                continue
            language = language_of(path, data)
            failure = refused(name, language, data)
            if failure is not None:
                self._known[name, path] = failure
            elif needle is not None and not needle.search(data) and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
                self._known[name, path] = ()
            else:
                batch.append((path, language or "", data))
                size += len(data)
            if size > _BATCH_BYTES:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch

    def _learn(self, name: str, batch: Sequence[tuple[str, str, bytes]]) -> None:
        """Fill in the facts of `batch`: from the cache, else by analysing each distinct content once."""
        from verifier.facts.analyses import analysis_of, decode, key_of
        from verifier.facts.pool import Task, run_all

        groups: dict[str, dict[bytes, list[str]]] = {}
        tasks: dict[tuple[str, bytes], Task] = {}
        for path, language, data in batch:
            key = key_of(name, language) + _variant(path, analysis_of(name).whole)
            blob = _blob(data)
            groups.setdefault(key, {}).setdefault(blob, []).append(path)
            tasks.setdefault((key, blob), Task(name, language, path, data))
        for key, blobs in groups.items():
            for blob, encoded in (self.cache.get(key, list(blobs)) if self.cache is not None else {}).items():
                try:
                    fact = decode(name, encoded)
                except ValueError:  # damaged: analysed anew. msgspec's errors are ValueErrors
                    continue
                del tasks[key, blob]
                self._known.update(((name, path), fact) for path in blobs[blob])
        missing = list(tasks.items())
        fresh: dict[str, list[tuple[bytes, bytes]]] = {}
        for index, (encoded, keep) in run_all([task for _, task in missing], self.jobs):
            key, blob = missing[index][0]
            fact = decode(name, encoded)
            self._known.update(((name, path), fact) for path in groups[key][blob])
            if keep:
                fresh.setdefault(key, []).append((blob, encoded))
        if self.cache is not None:
            for key, rows in fresh.items():
                self.cache.put(key, rows)


def _variant(path: str, whole: bool) -> str:
    """What of a path decides a fact: the suffix and the kind of file, where comment marks or <script> depend on it."""
    name = path.rpartition("/")[2].lower()
    suffix = name.rpartition(".")[2]
    if whole:
        return f"/{suffix}/{kind_of_file(path) or ''}"
    return f"/{suffix}" if suffix in ("vue", "svelte") else ""


def _blob(data: bytes) -> bytes:
    """The git blob id of `data`, in binary."""
    digest = hashlib.sha1(b"blob %d\0" % len(data), usedforsecurity=False)
    digest.update(data)
    return digest.digest()
