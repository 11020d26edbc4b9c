"""Snapshots read from the object store: of one commit, and of what is staged for the next."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from hashlib import sha256

from verifier.model import Reason
from verifier.repository.git import GitError, GitStore, GitTimeout, TreeItem
from verifier.repository.snapshot import (
    MAX_FILE_BYTES,
    Entry,
    EntryKind,
    Snapshot,
    Unreadable,
    content_of,
    follow_links,
    missing,
    too_large,
    within_submodule,
)

_LINK, _SUBMODULE = "120000", "160000"
_BATCH = 128


class StoredSnapshot(Snapshot):
    """A tree whose contents lie in the object store. Nothing is read before it is asked for."""

    def __init__(self, store: GitStore) -> None:
        self._store = store

    @abstractmethod
    def listed(self) -> Iterable[TreeItem]:
        """What the tree holds, in order of path. Raises GitError."""

    def entries(self) -> Mapping[str, Entry]:
        return self._entries

    def read(self, path: str) -> bytes:
        return next(self._read([path]))[1]

    def read_many(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | Unreadable]]:
        waiting: list[str] = []
        for path in paths:
            waiting.append(path)
            if len(waiting) == _BATCH:
                yield from self._some(waiting)
                waiting = []
        yield from self._some(waiting)

    def blob_id(self, path: str) -> str:
        return self._item(path).object_id

    def exists(self, path: str) -> bool:
        try:
            path = follow_links(path, self._links) if self._links else path
        except Unreadable:
            return False
        return super().exists(path)

    def _leads_to(self, path: str) -> str:
        try:
            return follow_links(path, self._links) if self._links else path
        except Unreadable:
            return path

    def _leaves(self, link: str) -> bool:
        try:
            follow_links(link, self._links)
        except Unreadable as error:
            return error.reason is Reason.OUTSIDE
        return False

    @cached_property
    def _items(self) -> dict[str, TreeItem]:
        return {item.path: item for item in self.listed()}

    @cached_property
    def _sizes(self) -> dict[str, int]:
        return self._store.sizes(item.object_id for item in self._items.values() if item.mode != _SUBMODULE)

    @cached_property
    def _entries(self) -> dict[str, Entry]:
        kinds = {_LINK: EntryKind.LINK, _SUBMODULE: EntryKind.SUBMODULE}
        sizes = self._sizes
        return {
            path: Entry(path, kinds.get(item.mode, EntryKind.FILE), size=sizes.get(item.object_id, -1))
            for path, item in self._items.items()
        }

    @cached_property
    def _links(self) -> dict[str, str]:
        links = [item for item in self._items.values() if item.mode == _LINK and 0 <= self._sizes[item.object_id] < 4096]
        found = self._store.blobs([item.object_id for item in links])
        return {item.path: data.decode("utf-8", "surrogateescape") for item, data in zip(links, found, strict=True) if data}

    def _item(self, path: str) -> TreeItem:
        """Raises Unreadable unless `path` leads to a file of a size that is read."""
        item = self._items.get(path)
        if (item is None or item.mode == _LINK) and self._links:
            item = self._items.get(follow_links(path, self._links))
        if item is None:
            if behind := self.beyond(path):
                raise behind
            if path in self.directories():
                raise Unreadable(path, Reason.NO_SUBJECT, "a directory")
            raise missing(path)
        if item.mode == _SUBMODULE:
            raise within_submodule(path)
        if self._sizes[item.object_id] > MAX_FILE_BYTES:
            raise too_large(path, self._sizes[item.object_id])
        return item

    def _some(self, paths: list[str]) -> list[tuple[str, bytes | Unreadable]]:
        results: dict[str, bytes | Unreadable] = {}
        items: dict[str, TreeItem] = {}
        for path in paths:
            try:
                items[path] = self._item(path)
            except Unreadable as error:
                results[path] = error
        try:
            answers: list[bytes | None] = list(self._store.blobs([item.object_id for item in items.values()]))
            absent = "not in the object store: a partial clone"
        except GitTimeout:
            raise
        except GitError as error:
            answers, absent = [None] * len(items), str(error)
        for path, data in zip(items, answers, strict=True):
            if data is None:
                results[path] = Unreadable(path, Reason.UNREADABLE, absent)
                continue
            try:
                results[path] = content_of(data, path)
            except Unreadable as error:
                results[path] = error
        return [(path, results[path]) for path in paths]

    def _read(self, paths: list[str]) -> Iterator[tuple[str, bytes]]:
        for path, result in self._some(paths):
            if isinstance(result, Unreadable):
                raise result
            yield path, result


class CommitSnapshot(StoredSnapshot):
    """The tree of a commit."""

    def __init__(self, store: GitStore, commit: str) -> None:
        super().__init__(store)
        self.revision = commit
        self.description = f"commit {commit[:8]}"

    def listed(self) -> Iterable[TreeItem]:
        return self._store.tree(self.revision or "")


class StagedSnapshot(StoredSnapshot):
    """What an index holds: the tree of the next commit, which is not written for that."""

    description = "what is staged"

    def __init__(self, store: GitStore, index: str) -> None:
        super().__init__(store)
        self._index = index

    def listed(self) -> Iterable[TreeItem]:
        found = self._store.index(self._index)
        return sorted((TreeItem(item.path, item.mode, item.object_id) for item in found if not item.promised), key=lambda item: item.path)

    def stamp(self) -> bytes | None:
        return sha256(repr([(item.path, item.mode, item.object_id) for item in self._items.values()]).encode()).digest()
