"""The one module that runs git.

git never works in the audited repository. It works in a private, temporary directory that borrows the audited repository's
object store, so no setting, hook, filter, attribute, alias or replacement of the repository is in force.
"""

from __future__ import annotations

import os
import re
import subprocess
import threading
import weakref
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property

from verifier.repository.errors import GitError as GitError
from verifier.repository.errors import GitTimeout as GitTimeout
from verifier.repository.errors import GitTooLarge
from verifier.repository.gitdir import GitDir
from verifier.repository.index import IndexItem, copy_shared, has_index, parsed
from verifier.repository.object_files import borrows, first_strange
from verifier.repository.private import environment, furnish, program
from verifier.repository.process import MAX_MEMORY, Ended, Program, Started, TooSlow, end, killed_after
from verifier.temporary import PrivateDirectory

_WHOLE_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_FROM_WHOLE_ID = re.compile(rf"(?:{_WHOLE_ID.pattern})(?:[~^].*)?", re.I)
_CHUNK = 256  # object names asked at once: 65 bytes each stay well below what a pipe holds
_SECONDS = 60
_MAX_OUTPUT = 200_000_000
_MAX_OBJECT = 10_000_001  # one byte more than what is read of a file, which shows that there is more
_MAX_ENTRIES = 1_000_000
_MAX_NAMES = 500_000_000  # bytes of all names of a tree, each as often as there are directories above it
_MAX_NAME = 4096


@dataclass(frozen=True, slots=True)
class TreeItem:
    """A blob, link or submodule of a commit. `mode` as git writes it ("100644")."""

    path: str
    mode: str
    object_id: str


class GitStore:
    """The objects and references of one repository. Safe to use from several threads; a forked process starts its own git."""

    def __init__(self, location: GitDir) -> None:
        """Raises GitError: git is not installed, or the repository's format is not supported."""
        self.location = location
        git = program()
        if git is None:
            raise GitError("git is not installed")
        if location.extension("refstorage") not in ("", "files"):
            raise GitError(f"the repository keeps its references as '{location.extension('refstorage')}', which is not supported")
        if strange := first_strange(location.objects):
            raise GitError(f"the object store is damaged: {strange} is neither a file nor a directory")
        self.references = location.references()
        directory = PrivateDirectory()
        self._private = directory.path
        self._command = (git, "--no-pager", "--git-dir", self._private)
        self._serving: list[Started] = []  # one at most: it gives the content of objects
        self._served = os.getpid()
        self._remove = weakref.finalize(self, _remove, directory, self._serving, self._served)
        self._lock = threading.Lock()
        self._trees: dict[str, list[TreeItem] | GitTooLarge] = {}
        self._stopped: GitTimeout | None = None  # git did not end in time; it is not asked again
        self.complete = True  # no object was lacking and nothing ran out of time: asked again, it would answer the same
        furnish(self._private, location, self.references.lines)

    def close(self) -> None:
        """End the process that serves objects, and remove the private directory."""
        self._remove()

    def resolve(self, revision: str) -> str | None:
        """The full id of the commit that `revision` names (branch, tag, `HEAD~2`, abbreviated id...), or None. Raises GitTimeout.

        Of objects that are borrowed only a whole id names one that no own reference leads to: parts of ids could be tried one by one.
        """
        if not revision or revision.startswith("-") or "\0" in revision or "\n" in revision:
            return None
        try:
            out = self.run("rev-parse", "--quiet", "--verify", "--end-of-options", revision + "^{commit}")
        except GitTimeout:
            raise
        except GitError:
            return None
        name = out.decode("ascii", "replace").strip()
        if not _WHOLE_ID.fullmatch(name):
            return None
        return name if _FROM_WHOLE_ID.fullmatch(revision) or not self._borrows or self._reached(name) else None

    @cached_property
    def _borrows(self) -> bool:
        return borrows(self.location.objects)

    def _reached(self, commit: str) -> bool:
        """Whether HEAD or a reference leads to a commit."""
        for command in (("merge-base", "--is-ancestor", commit, "HEAD"), ("for-each-ref", "--count=1", "--contains", commit)):
            try:
                if self.run(*command) or command[0] == "merge-base":
                    return True
            except GitTimeout:
                raise
            except GitError:
                continue
        return False

    def tree(self, commit: str) -> list[TreeItem]:
        """Everything in a commit, submodules included, in order of path. Raises GitError."""
        found = self._trees.get(commit)
        if found is None:
            with closing(self._pieces(("ls-tree", "-r", "-z", "--full-tree", commit))) as pieces:
                try:
                    found = sorted(_tree_items(commit, pieces), key=lambda item: item.path)
                except GitTooLarge as error:
                    found = error
            self._trees[commit] = found
        if isinstance(found, GitTooLarge):
            raise found
        return found

    def index(self, file: str = "") -> list[IndexItem]:
        """What the repository's index, or another `file` beside it, tracks; empty when there is none. Raises GitError."""
        file = file or self.location.index
        if not has_index(file):
            return []
        copy_shared(self.location, self._private)
        return parsed(self.run("ls-files", "-z", "-t", "--stage", "--debug", environment={"GIT_INDEX_FILE": file}))

    def blob(self, object_id: str) -> bytes | None:
        """An object's content as `blobs` gives it. Raises GitError."""
        return next(iter(self.blobs([object_id])))

    def blobs(self, object_ids: Sequence[str]) -> Iterator[bytes | None]:
        """Contents in the order asked, None where the store lacks one. Of a very large one only the start. Raises GitError."""
        for start in range(0, len(object_ids), _CHUNK):
            with self._lock:
                asked, answers = object_ids[start : start + _CHUNK], list[bytes | None]()
                while len(answers) < len(asked):
                    answers += self._ask(asked[len(answers) :])
            yield from answers

    def sizes(self, object_ids: Iterable[str]) -> dict[str, int]:
        """Sizes in bytes by id, -1 where the store lacks an object. Raises GitError."""
        names = list(dict.fromkeys(object_ids))
        asked = "".join(f"{name}\n" for name in names).encode()
        lines = self.run("cat-file", "--batch-check=%(objectsize)", stdin=asked).splitlines()
        return {name: int(line) if line.isdigit() else -1 for name, line in zip(names, lines, strict=True)}

    def run(self, *arguments: str, stdin: bytes = b"", seconds: float = _SECONDS, environment: dict[str, str] | None = None) -> bytes:
        """Run git in the private directory and return what it prints.

        Raises:
            GitError: it fails; GitTooLarge: it prints too much; GitTimeout: it takes more than `seconds`.
        """
        found, size = [], 0
        with closing(self._pieces(arguments, stdin, seconds, environment)) as pieces:
            for piece in pieces:
                found.append(piece)
                size += len(piece)
                if size > _MAX_OUTPUT:
                    raise GitTooLarge(f"git {arguments[0]} tells more than the {_MAX_OUTPUT:,} bytes that are read")
        return b"".join(found)

    def _pieces(
        self, arguments: Sequence[str], stdin: bytes = b"", seconds: float = _SECONDS, more: dict[str, str] | None = None
    ) -> Generator[bytes, None, None]:
        if self._stopped is not None:
            raise self._stopped
        git = Program(self._private, environment(self._private) | (more or {}))
        try:
            with closing(git.pieces((*self._command, *arguments), stdin, seconds)) as pieces:
                for piece in pieces:
                    if not isinstance(piece, Ended):
                        yield piece
                    elif piece.code and "out of memory" in piece.complaint.lower():
                        raise GitTooLarge(f"git {arguments[0]} needs more than the {MAX_MEMORY:,} bytes of memory that it may have")
                    elif piece.code:
                        raise GitError(f"git {arguments[0]}: {piece.complaint or 'failed'}")
        except TooSlow as error:
            raise self._late(f"git {arguments[0]} took {error}") from None

    def _ask(self, object_ids: Sequence[str]) -> list[bytes | None]:
        """Contents of some of the objects, the first at least."""
        if self._stopped is not None:
            raise self._stopped
        process = self._server()
        assert process.stdin is not None
        assert process.stdout is not None
        answers: list[bytes | None] = []
        try:
            with killed_after(process, _SECONDS):
                process.stdin.write("".join(f"{name}\n" for name in object_ids).encode())
                process.stdin.flush()
                for _ in object_ids:
                    header = process.stdout.readline().split()
                    if len(header) != 3:
                        if not header:
                            raise OSError("git cat-file ended early")
                        self.complete = False
                        answers.append(None)
                        continue
                    size = int(header[2])
                    answers.append(process.stdout.read(min(size, _MAX_OBJECT)))
                    if size > _MAX_OBJECT:
                        self._let_go()  # rather than to read all of it
                        break
                    if process.stdout.read(1) != b"\n":
                        raise OSError("git cat-file ended early")
        except TooSlow as error:
            self._let_go()
            raise self._late(f"git cat-file took {error}") from None
        except OSError as error:
            self._let_go()
            raise GitError(f"the object store is damaged: {error}") from error
        return answers

    def _late(self, message: str) -> GitTimeout:
        self.complete = False
        self._stopped = GitTimeout(message)
        return self._stopped

    def _server(self) -> subprocess.Popen[bytes]:
        if self._served != os.getpid():
            _inherited.extend(self._serving)  # letting go of it would end the parent's process
            self._serving, self._served = [], os.getpid()
        if not self._serving:
            git = Program(self._private, environment(self._private))
            self._serving.append(git.serve((*self._command, "cat-file", "--batch")))
        return self._serving[0].process

    def _let_go(self) -> None:
        while self._serving:
            end(self._serving.pop().process)


_inherited: list[Started] = []


def _remove(directory: PrivateDirectory, serving: list[Started], owner: int) -> None:
    if os.getpid() == owner:
        while serving:
            end(serving.pop().process)
        directory.remove()


def _tree_items(commit: str, pieces: Iterator[bytes]) -> Iterator[TreeItem]:
    """The items of `ls-tree -r -z`. Raises GitTooLarge: a tree of some kilobytes may hold itself a million times."""
    names = 0
    for count, record in enumerate(_records(commit, pieces), 1):
        head, _, path = record.partition(b"\t")
        names += len(path) * (1 + path.count(b"/"))
        if count > _MAX_ENTRIES:
            raise GitTooLarge(f"commit {commit[:8]} holds more than {_MAX_ENTRIES:,} files")
        if len(path) > _MAX_NAME:
            raise _too_long(commit)
        if names > _MAX_NAMES:
            raise GitTooLarge(f"the names in commit {commit[:8]} are too many and too long to be listed")
        mode, _, object_id = head.decode("ascii").split()
        yield TreeItem(os.fsdecode(path), mode, object_id)


def _records(commit: str, pieces: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for piece in pieces:
        *records, rest = (rest + piece).split(b"\0")
        yield from records
        if len(rest) > 2 * _MAX_NAME:
            raise _too_long(commit)


def _too_long(commit: str) -> GitTooLarge:
    return GitTooLarge(f"commit {commit[:8]} holds a name of more than {_MAX_NAME:,} bytes")
