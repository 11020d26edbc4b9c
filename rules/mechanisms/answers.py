"""What a search found, kept between runs for as long as no file changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from functools import cache
from importlib.resources import files

from verifier.codebase import Codebase
from verifier.knowledge.evidence import How, Witness
from verifier.repository.snapshot import Unreadable

Key = tuple[str, str]
Uses = Sequence[tuple[str, list[str]]]


class Answers(MutableMapping[Key, tuple[Witness, ...]]):
    """Witnesses by entry and qualifier. `describe` gives what of an entry decides them, `uses` the files that the last was found in.

    What was kept counts as if it were sought again, so that no cache decides what a run's budget allows.
    """

    def __init__(
        self, code: Codebase, paths: Callable[[], Sequence[str]], describe: Callable[[Key], str], uses: Callable[[], Uses]
    ) -> None:
        self._code, self._paths, self._describe, self._uses = code, paths, describe, uses
        self._known: dict[Key, tuple[Witness, ...]] = {}
        self._files: bytes | None = None

    def __getitem__(self, key: Key) -> tuple[Witness, ...]:
        if key not in self._known:
            kept = self.kept(self._name(key))
            if kept is None:
                raise KeyError(key)
            uses, rows = kept
            assert isinstance(uses, list)
            assert isinstance(rows, list)
            for use, paths in uses:
                self._code.snapshot.count_use(use, paths)
            self._known[key] = tuple(map(_witness, rows))
        return self._known[key]

    def __setitem__(self, key: Key, found: tuple[Witness, ...]) -> None:
        self._known[key] = found
        rows = [[w.path, w.line, w.handle, w.how.value, w.in_effect, w.why_not, w.text, w.via, w.note, w.strong] for w in found]
        self.keep(self._name(key), [self._uses(), rows])

    def __delitem__(self, key: Key) -> None:
        del self._known[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    def found(self, key: Key) -> tuple[Witness, ...] | None:
        """What this run has found already."""
        return self._known.get(key)

    def kept(self, name: str) -> list[object] | None:
        """The list kept as `name` for these very files; None when there is none."""
        cached = self._code.facts.cache
        if cached is None:
            return None
        found = cached.get(name, [self._blob()]).get(self._blob())
        try:
            value = json.loads(found) if found is not None else None
        except ValueError:
            return None
        return value if isinstance(value, list) else None

    def keep(self, name: str, value: Sequence[object]) -> None:
        """Keep a list as `name`."""
        if self._code.facts.cache is not None:
            self._code.facts.cache.put(name, [(self._blob(), json.dumps(value, separators=(",", ":")).encode())])

    def _name(self, key: Key) -> str:
        return (
            "evidence-2 "  # the number is the layout of what is kept
            + hashlib.sha1((_sources() + self._describe(key)).encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()
        )

    def _blob(self) -> bytes:
        """One id for the paths and contents of all files."""
        if self._files is None:
            digest = hashlib.sha1(usedforsecurity=False)
            for path in self._paths():
                try:
                    content = self._code.snapshot.content_key(path)
                except Unreadable as error:
                    content = error.reason.value
                digest.update(f"{path}\0{content}\n".encode("utf-8", "surrogateescape"))
            self._files = digest.digest()
        return self._files


def _witness(row: object) -> Witness:
    """A witness from the list that it was kept as."""
    assert isinstance(row, list)
    path, line, handle, how, effect, why_not, text, via, note, strong = row
    return Witness(path, line, handle, How(how), effect, why_not, text, via, note, strong)


@cache
def _sources() -> str:
    """What identifies the searching code itself."""
    digest = hashlib.sha1(usedforsecurity=False)
    folder = files("verifier.knowledge")
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.name.endswith(".py"):
            digest.update(item.read_bytes())
    return digest.hexdigest()
