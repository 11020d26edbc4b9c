"""The one module that uses GitPython, and the one that starts git.

git never works in the audited repository. It works in a private, temporary directory that borrows the audited repository's
object store, so no setting, hook, filter, attribute, alias or replacement of the repository is in force.
"""

from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from subprocess import PIPE, TimeoutExpired
from typing import TYPE_CHECKING

from verifier.repository.gitdir import GitDir
from verifier.temporary import PrivateDirectory

if TYPE_CHECKING:
    from git.cmd import Git

_CONFIG = """\
[core]
\trepositoryFormatVersion = {version}
\tbare = true
\tcommitGraph = false
\tuseReplaceRefs = false
\tfsmonitor = false
\thooksPath = {null}
\tattributesFile = {null}
\texcludesFile = {null}
\tquotePath = false
\tlogAllRefUpdates = false
[gc]
\tauto = 0
[maintenance]
\tauto = false
[protocol]
\tallow = never
[log]
\tshowSignature = false
\tmailmap = false
"""
_OBJECT_FORMAT = "[extensions]\n\tobjectFormat = {format}\n"
_INDEX_RECORD = re.compile(
    rb"(\S) (\d{6}) ([0-9a-f]+) \d\t([^\0]+)\0"
    rb"(?:  ctime: \d+:\d+\n  mtime: (\d+):(\d+)\n  dev: \d+\tino: \d+\n  uid: \d+\tgid: \d+\n  size: (\d+)\tflags: [0-9a-f]+\n)?"
)
_CHUNK = 256  # object names asked at once: 65 bytes each stay well below what a pipe holds


class GitError(Exception):
    """git could not do it; the message is for people."""


class GitTimeout(GitError):
    """git was stopped for its time, as a last resort: what it would have said is not known, so no verdict may rest on it."""


@dataclass(frozen=True, slots=True)
class TreeItem:
    """A blob, link or submodule of a commit. `mode` as git writes it ("100644"); `size` in bytes, -1 if unknown."""

    path: str
    mode: str
    object_id: str
    size: int


@dataclass(frozen=True, slots=True)
class IndexItem:
    """A tracked name. `skipped`: a sparse checkout leaves it out of the working tree.

    `modified` (nanoseconds since 1970) and `size` (bytes) are of the file when git last looked at it, -1 if unknown.
    """

    path: str
    mode: str
    object_id: str
    skipped: bool
    modified: int
    size: int


class GitStore:
    """The objects and references of one repository. Safe to use from several threads; a forked process starts its own git."""

    def __init__(self, location: GitDir) -> None:
        """Raises GitError: git is not installed, or the repository's format is not supported."""
        self.location = location
        program = _program()
        if location.extension("refstorage") not in ("", "files"):
            raise GitError(f"the repository keeps its references as '{location.extension('refstorage')}', which is not supported")
        self._directory = PrivateDirectory()
        self._private = self._directory.path
        self._home = os.path.join(self._private, "home")
        self._git = _git_in(self._private, program)
        self._lock = threading.Lock()
        self._trees: dict[tuple[str, bool], list[TreeItem]] = {}
        self._batch: tuple[int, Git.AutoInterrupt] | None = None
        self.complete = True  # no object was lacking and nothing ran out of time: asked again, it would answer the same
        self._furnish()

    def close(self) -> None:
        """End the process that serves objects, and remove the private directory."""
        with self._lock:
            self._batch = None
        self._directory.remove()

    def resolve(self, revision: str) -> str | None:
        """The full id of the commit that `revision` names (branch, tag, `HEAD~2`, abbreviated id...), or None."""
        if not revision or revision.startswith("-") or "\0" in revision or "\n" in revision:
            return None
        try:
            out = self.run("rev-parse", "--quiet", "--verify", "--end-of-options", revision + "^{commit}")
        except GitError:
            return None
        name = out.decode("ascii", "replace").strip()
        return name if re.fullmatch(r"[0-9a-f]{40,64}", name) else None

    def tree(self, commit: str, sizes: bool = False) -> list[TreeItem]:
        """Everything in a commit, submodules included, in order of path; `sizes` cost a look at every object. Raises GitError."""
        if (commit, sizes) not in self._trees:
            self._trees[commit, sizes] = self._list(commit, sizes)
        return self._trees[commit, sizes]

    def _list(self, commit: str, sizes: bool) -> list[TreeItem]:
        arguments = ("ls-tree", "-r", "-z", "--full-tree", commit)
        try:
            out = self.run(*arguments, "-l") if sizes else self.run(*arguments)
        except GitError:
            if not sizes:
                raise
            out = self.run(*arguments)  # a partial clone lacks blobs, and so their sizes
        items = []
        for record in out.split(b"\0")[:-1]:
            head, _, path = record.partition(b"\t")
            mode, _, object_id, *size = head.decode("ascii").split()
            items.append(TreeItem(os.fsdecode(path), mode, object_id, int(size[0]) if size and size[0].isdigit() else -1))
        return sorted(items, key=lambda item: item.path)

    def index(self) -> list[IndexItem]:
        """What the repository's index tracks; empty when there is none. Raises GitError when it can't be read."""
        if not os.path.isfile(self.location.index):
            return []
        for shared in _shared_indexes(self.location.own):
            shutil.copyfile(os.path.join(self.location.own, shared), os.path.join(self._private, shared))
        out = self.run("ls-files", "-z", "-t", "--stage", "--debug", environment={"GIT_INDEX_FILE": self.location.index})
        items: dict[str, IndexItem] = {}
        position = 0
        for match in _INDEX_RECORD.finditer(out):
            if match.start() != position:
                break
            position = match.end()
            tag, mode, object_id, name, seconds, nanoseconds, size = match.groups()
            modified = int(seconds) * 1_000_000_000 + int(nanoseconds) if seconds else -1
            path = os.fsdecode(name)
            items[path] = IndexItem(path, mode.decode(), object_id.decode(), tag == b"S", modified, int(size) if size else -1)
        if position != len(out):
            raise GitError("the index is in a form that is not understood")
        return list(items.values())

    def blob(self, object_id: str) -> bytes | None:
        """An object's content, or None when the store lacks it. Raises GitError."""
        return next(iter(self.blobs([object_id])))

    def blobs(self, object_ids: Sequence[str]) -> Iterator[bytes | None]:
        """Contents in the order asked, None where the store lacks one. Raises GitError."""
        for start in range(0, len(object_ids), _CHUNK):
            yield from self._ask(object_ids[start : start + _CHUNK])

    def sizes(self, object_ids: Sequence[str]) -> list[int]:
        """Sizes in bytes, -1 where the store lacks an object. Raises GitError."""
        asked = "".join(f"{name}\n" for name in object_ids).encode()
        lines = self.run("cat-file", "--batch-check=%(objectsize)", stdin=asked).splitlines()
        return [int(line) if line.isdigit() else -1 for line in lines]

    def run(self, *arguments: str, stdin: bytes = b"", seconds: float = 60, environment: dict[str, str] | None = None) -> bytes:
        """Run git in the private directory and return what it prints.

        Raises:
            GitError: it fails; GitTimeout: it takes more than `seconds`.
        """
        guard = self._start(arguments, environment)  # ends the process when it is let go
        process = guard.proc
        assert process is not None
        try:
            out, error = process.communicate(stdin, timeout=seconds)
        except TimeoutExpired:
            self.complete = False
            process.kill()
            process.communicate()
            raise GitTimeout(f"git {arguments[0]} took more than {seconds:g} seconds") from None
        if process.returncode:
            lines = error.decode("utf-8", "replace").strip().splitlines()
            raise GitError(f"git {arguments[0]}: {lines[-1] if lines else 'failed'}")
        return bytes(out)

    def _ask(self, object_ids: Sequence[str]) -> list[bytes | None]:
        with self._lock:
            if self._batch is not None and self._batch[0] != os.getpid():
                _inherited.append(self._batch[1])  # letting go of it would end the parent's process
                self._batch = None
            if self._batch is None:
                self._batch = os.getpid(), self._start(("cat-file", "--batch"), None)
            process = self._batch[1].proc
            assert process is not None
            assert process.stdin is not None
            assert process.stdout is not None
            try:
                process.stdin.write("".join(f"{name}\n" for name in object_ids).encode())
                process.stdin.flush()
                answers: list[bytes | None] = []
                for _ in object_ids:
                    header = process.stdout.readline().split()
                    if len(header) != 3:
                        if not header:
                            raise GitError("git cat-file ended early: the object store is damaged")
                        self.complete = False
                        answers.append(None)
                        continue
                    answers.append(process.stdout.read(int(header[2])))
                    process.stdout.read(1)
                return answers
            except (OSError, GitError) as error:
                self._batch = None
                raise GitError(f"the object store can't be read: {error}") from error

    def _start(self, arguments: Iterable[str], environment: dict[str, str] | None) -> Git.AutoInterrupt:
        """The only place where a process is started."""
        command = [_program(), "--no-pager", "--git-dir", self._private, *arguments]
        with _no_git_variables():
            return self._git.execute(command, istream=PIPE, as_process=True, env=self._environment() | (environment or {}))

    def _environment(self) -> dict[str, str]:
        return {
            "GIT_DIR": self._private,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_SYSTEM": os.devnull,
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_ATTR_NOSYSTEM": "1",
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_OPTIONAL_LOCKS": "0",
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_NO_REPLACE_OBJECTS": "1",
            "GIT_GRAFT_FILE": os.devnull,
            "GIT_ALLOW_PROTOCOL": "none",
            "HOME": self._home,
            "XDG_CONFIG_HOME": self._home,
            "LC_ALL": "C",
        }

    def _furnish(self) -> None:
        """Write the private directory by hand: `git init` would copy the user's templates, hooks among them."""
        for name in ("objects/info", "objects/pack", "refs", "home"):
            os.makedirs(os.path.join(self._private, name))
        references = self.location.references()
        head = self.location.head() or "ref: refs/heads/none"
        ids = [head if not head.startswith("ref:") else "", *(line.partition(b" ")[0].decode() for line in references[:1])]
        sha256 = self.location.extension("objectformat") == "sha256" or any(len(name) == 64 for name in ids)
        config = _CONFIG.format(version=int(sha256), null=os.devnull) + (_OBJECT_FORMAT.format(format="sha256") if sha256 else "")
        alternates = os.path.realpath(self.location.objects)
        files = {
            "HEAD": head.encode() + b"\n",
            "config": config.encode(),
            "packed-refs": b"".join(line + b"\n" for line in references),
            "objects/info/alternates": _quoted(os.fsencode(alternates)) + b"\n",
        }
        if shallow := self.location.shallow():
            files["shallow"] = shallow
        for name, content in files.items():
            with open(os.path.join(self._private, name), "wb") as stream:
                stream.write(content)


_inherited: list[Git.AutoInterrupt] = []


def _quoted(path: bytes) -> bytes:
    """A path as a line of `alternates`: in C quotes when it holds anything that would end or change the line."""
    if not re.search(rb'[\n"\\#]', path):
        return path
    escaped = path.replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n")
    return b'"' + escaped + b'"'


def _shared_indexes(own: str) -> list[str]:
    """Names of the base files of a split index."""
    try:
        return [name for name in os.listdir(own) if re.fullmatch(r"sharedindex\.[0-9a-f]+", name)]
    except OSError:
        return []


@cache
def _program() -> str:
    """git, by its absolute path: a `git` that lies where the user stands is never it."""
    directories = [name for name in os.get_exec_path() if os.path.isabs(name)]
    found = shutil.which("git", path=os.pathsep.join(directories))
    if found is None:
        raise GitError("git is not installed")
    return found


_NO_PROGRAM = {"GIT_PYTHON_GIT_EXECUTABLE": os.devnull, "GIT_PYTHON_REFRESH": "quiet"}
"""For importing GitPython, which would run `git version`: by its bare name, and for as long as that takes."""


def _git_in(directory: str, program: str) -> Git:
    with _no_git_variables(**_NO_PROGRAM):
        from git.cmd import Git  # 150 ms
    Git.GIT_PYTHON_GIT_EXECUTABLE = program
    return Git(directory)


_environment_lock = threading.Lock()


@contextmanager
def _no_git_variables(**instead: str) -> Iterator[None]:
    """Take GIT_* out of this process's environment for a moment: GitPython can add variables for a child, but not leave any out."""
    with _environment_lock:
        saved = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("GIT_")}
        os.environ.update(instead)
        try:
            yield
        finally:
            for name in instead:
                os.environ.pop(name, None)
            os.environ.update(saved)


def index_without_git(location: GitDir) -> list[IndexItem]:
    """What the index tracks, read by GitPython alone: for machines without git. Versions 2 and 3 of the format, SHA-1.

    Raises:
        GitError: the index is damaged or of another format.
    """
    if not os.path.isfile(location.index):
        return []
    with _no_git_variables(**_NO_PROGRAM):
        from git.index.fun import read_cache
    try:
        with open(location.index, "rb") as stream:
            _, entries, _, _ = read_cache(stream)
    except Exception as error:  # GitPython raises whatever the parsing meets
        raise GitError(f"the index can't be read without git: {error}") from error
    skip_worktree = 0x4000
    return [
        IndexItem(str(path), f"{item.mode:06o}", item.hexsha, bool(item.extended_flags & skip_worktree), -1, item.size)
        for (path, _), item in entries.items()
    ]
