"""What a repository holds at one moment: names, sizes and bytes. Every other layer sees the repository only through this."""

from __future__ import annotations

import hashlib
import posixpath
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from verifier.model import Reason
from verifier.repository.kinds import holds_secrets, is_source

MAX_FILE_BYTES = 10_000_000
"""Files above this many bytes are not read: they are `Unreadable` with reason TOO_LARGE."""

_LFS = b"version https://git-lfs.github.com/spec/"
_MAX_LINKS = 8


class EntryKind(str, Enum):
    FILE = "file"
    LINK = "link"
    SUBMODULE = "submodule"
    SPECIAL = "special"  # a fifo, socket or device


class EntryState(str, Enum):
    TRACKED = "tracked"
    UNTRACKED = "untracked"
    IGNORED = "ignored"
    PLAIN = "plain"  # in a directory that is no repository


@dataclass(frozen=True, slots=True)
class Entry:
    """A name in the tree. `path` is relative, with forward slashes, its bytes that are no UTF-8 surrogate-escaped.

    `size` is in bytes, -1 if unknown.
    """

    path: str
    kind: EntryKind = EntryKind.FILE
    state: EntryState = EntryState.TRACKED
    size: int = -1


class Unreadable(Exception):
    """A file whose content can't be had, and why."""

    def __init__(self, path: str, reason: Reason, message: str) -> None:
        super().__init__(f"{path}: {message}" if path else message)
        self.path = path
        self.reason = reason
        self.message = message


class Snapshot(ABC):
    """A tree of files at one moment."""

    revision: str | None = None  # full commit id; None for a working tree or a plain directory
    description: str = ""  # for people: "working tree", "commit 1234abcd", "directory"
    notes: tuple[str, ...] = ()  # for people: what could not be read as it should (a broken index...)
    looked_beyond: bool = False  # something was asked for that `stamp` does not cover

    @abstractmethod
    def entries(self) -> Mapping[str, Entry]:
        """Files, links, submodules and special files by path, in order of path; never directories. Cached."""

    @abstractmethod
    def read(self, path: str) -> bytes:
        """The bytes of a file; links are followed inside the tree.

        Raises:
            Unreadable: it does not exist, is no file, lies outside, is too large, or can't be read.
        """

    def count_use(self, use: str, paths: Iterable[str]) -> None:  # noqa: B027  # only a metered snapshot counts
        """Told of every use of files that takes time, before it is made, and also where it need not be made again."""

    def stamp(self) -> bytes | None:
        """A text that changes whenever anything listed does; None when a change might go unnoticed."""
        return self.revision.encode() if self.revision else None

    def directories(self) -> frozenset[str]:
        """Every directory, the root ("") excluded, without trailing slash."""
        return self._directories

    def pruned(self) -> frozenset[str]:
        """Directories that exist but were not looked into (ignored ones such as `node_modules`): ask `exists` about paths in them."""
        return frozenset()

    def unlisted(self) -> frozenset[str]:
        """Directories that could not be listed (permissions): any scan of them is incomplete."""
        return frozenset()

    def exists(self, path: str) -> bool:
        """Whether a file or directory of exactly this name is there, listed or not."""
        return path in self.entries() or path in self._directories or path == ""

    def is_directory(self, path: str) -> bool:
        return path in self._directories or path == ""

    def beyond(self, path: str) -> Unreadable | None:
        """Why nothing can be known of what is at `path`: it is, or lies behind, a submodule or a link that leaves the tree."""
        parts, entries = path.split("/"), self.entries()
        for count in range(1, len(parts) + 1):
            head = "/".join(parts[:count])
            entry = entries.get(head)
            if entry is not None and entry.kind is EntryKind.SUBMODULE:
                return within_submodule(path)
            if entry is not None and entry.kind is EntryKind.LINK and self._leaves(head):
                return Unreadable(path, Reason.OUTSIDE, "a link that leaves the repository")
        return None

    def withheld(self, path: str) -> str:
        """Why what is in a file is not to be told, though a report may ask what it likes: "git ignores it"; "" where it may be."""
        return "files of its name hold secrets" if holds_secrets(path) or holds_secrets(self._leads_to(path)) else ""

    def _leads_to(self, path: str) -> str:
        """The path of the file that `path` is, or leads to."""
        return path

    def _leaves(self, link: str) -> bool:
        """Whether a link leads out of the tree."""
        return False

    def unreachable(self) -> tuple[Unreadable, ...]:
        """What may be source by its name and is out of reach: links that leave, submodules, too large files, directories not listed."""
        return self._unreachable

    @cached_property
    def _unreachable(self) -> tuple[Unreadable, ...]:
        found = [Unreadable(name, Reason.UNREADABLE, "a directory that can't be listed") for name in sorted(self.unlisted())]
        for path, entry in self.entries().items():
            if entry.state is EntryState.IGNORED:
                continue
            if entry.kind in (EntryKind.LINK, EntryKind.SUBMODULE) and (is_source(path) or "." not in path.rpartition("/")[2]):
                error = self.beyond(path)
                found += [error] if error is not None else []
            elif entry.size > MAX_FILE_BYTES and is_source(path):
                found.append(too_large(path, entry.size))
        return tuple(found)

    def blob_id(self, path: str) -> str:
        """The git blob id (SHA-1, or SHA-256 in such repositories) of the bytes that `read` returns. Raises Unreadable."""
        return blob_id(self.read(path))

    def content_key(self, path: str) -> str:
        """The blob id of what is read, for what outlives the run: an index or a tree may name any id. Raises Unreadable."""
        return blob_id(self.read(path))

    def text(self, path: str) -> str:
        """The decoded content of a file. Raises Unreadable."""
        return text_of(self.read(path), path)

    def read_many(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | Unreadable]]:
        """`read` for many files in the order asked, a failure in place of bytes; cheaper than one by one for commits."""
        for path in paths:
            try:
                yield path, self.read(path)
            except Unreadable as error:
                yield path, error

    @cached_property
    def _directories(self) -> frozenset[str]:
        return parents_of(self.entries())


class MemorySnapshot(Snapshot):
    """A snapshot given as a mapping, for the examples of rules and for tests."""

    description = "files in memory"

    def __init__(self, files: Mapping[str, str | bytes], revision: str | None = None) -> None:
        self.revision = revision
        self._data = {path: text.encode() if isinstance(text, str) else text for path, text in sorted(files.items())}
        self._entries = {path: Entry(path, size=len(data)) for path, data in self._data.items()}

    def entries(self) -> Mapping[str, Entry]:
        return self._entries

    def read(self, path: str) -> bytes:
        try:
            return content_of(self._data[path], path)
        except KeyError:
            raise missing(path) from None


def parents_of(paths: Iterable[str]) -> frozenset[str]:
    """Every directory that the paths lie in, the root excluded."""
    found: set[str] = set()
    for path in paths:
        parent = path.rpartition("/")[0]
        while parent and parent not in found:
            found.add(parent)
            parent = parent.rpartition("/")[0]
    return frozenset(found)


def missing(path: str) -> Unreadable:
    return Unreadable(path, Reason.NO_SUBJECT, "no such file")


def within_submodule(path: str) -> Unreadable:
    return Unreadable(path, Reason.OUTSIDE, "a submodule: its content is another repository's")


def too_large(path: str, size: int) -> Unreadable:
    return Unreadable(path, Reason.TOO_LARGE, f"{size:,} bytes, more than the {MAX_FILE_BYTES:,} that are read")


def content_of(data: bytes, path: str) -> bytes:
    """`data` when it is the file's own content. Raises Unreadable for an LFS pointer and for more than MAX_FILE_BYTES."""
    if len(data) > MAX_FILE_BYTES:  # it may go on
        raise Unreadable(path, Reason.TOO_LARGE, f"more than the {MAX_FILE_BYTES:,} bytes that are read")
    if data.startswith(_LFS) and len(data) < 1024 and b"\noid " in data:
        raise Unreadable(path, Reason.UNREADABLE, "a Git LFS pointer: the content is not in the repository")
    return data


def text_of(data: bytes, path: str = "") -> str:
    """Decode a source file: UTF-8 (with or without mark), UTF-16 and UTF-32 with mark, else Latin-1, which never fails.

    Raises:
        Unreadable: the data is binary (it holds a NUL byte).
    """
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    elif data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return data.decode("utf-32", "replace")
    elif data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if b"\0" in data:
        raise Unreadable(path, Reason.UNREADABLE, "a binary file")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def blob_id(data: bytes) -> str:
    """The SHA-1 id that git gives to a file of this content."""
    digest = hashlib.sha1(b"blob %d\0" % len(data), usedforsecurity=False)
    digest.update(data)
    return digest.hexdigest()


def follow_links(path: str, links: Mapping[str, str]) -> str:
    """Where `path` leads in a tree whose symbolic links are `links` (path of the link to its target).

    Raises:
        Unreadable: a link leads out of the tree, or in a circle.
    """
    for _ in range(_MAX_LINKS):
        parts = path.split("/")
        heads = ("/".join(parts[:count]) for count in range(1, len(parts) + 1))
        link = next((head for head in heads if head in links), None)
        if link is None:
            return path
        target = links[link]
        joined = posixpath.normpath(posixpath.join(posixpath.dirname(link), target, path[len(link) + 1 :]))
        if target.startswith("/") or joined == ".." or joined.startswith("../"):
            raise Unreadable(path, Reason.OUTSIDE, "a link that leaves the repository")
        path = joined
    raise Unreadable(path, Reason.UNREADABLE, "links that lead in a circle")
