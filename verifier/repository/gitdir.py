"""Finding a repository's administrative files and reading its references, without git and without its configuration."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass

_REF_LINE = re.compile(rb"(?:[0-9a-f]{40}|[0-9a-f]{64}) refs/[^\s~^:?*\[\\\x00-\x1f\x7f]+")
_OBJECT_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_MAX_SMALL = 4096
_MAX_PACKED = 100_000_000
_MAX_LOOSE = 50_000


@dataclass(frozen=True, slots=True)
class GitDir:
    """Where a repository keeps its things. Of a linked worktree, `own` is the worktree's directory and `common` the main one."""

    own: str  # HEAD and index
    common: str  # objects, references, info
    worktree: str | None  # top of the working tree, None for a bare repository

    @property
    def objects(self) -> str:
        return os.path.join(self.common, "objects")

    @property
    def index(self) -> str:
        return os.path.join(self.own, "index")

    def head(self) -> str:
        """The content of HEAD: "ref: refs/heads/..." or an object id; "" when it can't be read."""
        text = _small(os.path.join(self.own, "HEAD"))
        if text.startswith("ref:"):
            name = text[4:].strip()
            return f"ref: {name}" if _REF_LINE.fullmatch(b"0" * 40 + b" " + os.fsencode(name)) and ".." not in name else ""
        return text if _OBJECT_ID.fullmatch(text) else ""

    def references(self) -> list[bytes]:
        """Every reference as a line of `packed-refs` ("<id> refs/..."), a loose one winning over a packed one."""
        found: dict[bytes, bytes] = {}
        for line in _packed(os.path.join(self.common, "packed-refs")):
            found[line.partition(b" ")[2]] = line
        for name, text in _loose(self.common):
            line = f"{text} ".encode() + os.fsencode(name)
            if _OBJECT_ID.fullmatch(text) and _REF_LINE.fullmatch(line) and b".." not in line:
                found[line.partition(b" ")[2]] = line
        return [found[name] for name in sorted(found) if not name.startswith(b"refs/replace/")]

    def extension(self, name: str) -> str:
        """A value of the section `[extensions]` of the repository's own configuration, lower case; "" when it is not set."""
        section = ""
        for raw in _small(os.path.join(self.common, "config"), 1_000_000).splitlines():
            line = raw.strip().lower()
            if line.startswith("["):
                section = line.partition("]")[0].lstrip("[").strip()
            elif section == "extensions" and line.partition("=")[0].strip() == name:
                return line.partition("=")[2].strip().strip('"')
        return ""

    def remote_names(self) -> frozenset[str]:
        """What the remotes call this repository: the last part of their addresses, without ".git"."""
        text = _small(os.path.join(self.common, "config"), 1_000_000)
        urls = re.findall(r"^\s*url\s*=\s*(\S+)", text, re.MULTILINE)
        return frozenset(name for url in urls if (name := re.split(r"[/:]", url.rstrip("/"))[-1].removesuffix(".git")))

    def shallow(self) -> bytes:
        """The content of the file `shallow`, empty for a whole history."""
        text = _small(os.path.join(self.common, "shallow"), 10_000_000)
        return "".join(f"{line}\n" for line in text.split() if _OBJECT_ID.fullmatch(line)).encode()


def find(path: str) -> GitDir | None:
    """The repository that `path` (a directory, absolute) is or lies in; None when there is none. A damaged `.git` counts as none."""
    if _is_gitdir(path):
        return GitDir(path, path, None)
    current = path
    while True:
        dotgit = os.path.join(current, ".git")
        own = dotgit if os.path.isdir(dotgit) else _pointed(dotgit, "gitdir:")
        if own is not None and _is_file(os.path.join(own, "HEAD")):
            common = _pointed(os.path.join(own, "commondir"), "") or own
            if os.path.isdir(os.path.join(common, "objects")):
                return GitDir(own, common, current)
        parent = os.path.dirname(current)
        if parent == current:
            return None
        current = parent


def _is_gitdir(path: str) -> bool:
    return _is_file(os.path.join(path, "HEAD")) and all(os.path.isdir(os.path.join(path, name)) for name in ("objects", "refs"))


def _is_file(path: str) -> bool:
    try:
        return stat.S_ISREG(os.lstat(path).st_mode) or os.path.islink(path)
    except OSError:
        return False


def _pointed(path: str, prefix: str) -> str | None:
    """The directory that a file such as `.git` ("gitdir: ...") or `commondir` names, if it exists."""
    text = _small(path)
    if not text or not text.startswith(prefix):
        return None
    target = os.path.normpath(os.path.join(os.path.dirname(path), text[len(prefix) :].strip()))
    return target if os.path.isdir(target) else None


def _small(path: str, limit: int = _MAX_SMALL) -> str:
    """A small regular file as text without the white space around it; "" when it is anything else."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode) or os.stat(path).st_size > limit:
            return ""
        with open(path, "rb") as stream:
            return os.fsdecode(stream.read(limit)).strip()
    except (OSError, ValueError):
        return ""


def _packed(path: str) -> Iterator[bytes]:
    try:
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode) or status.st_size > _MAX_PACKED:
            return
        with open(path, "rb") as stream:
            for raw in stream:
                line = raw.rstrip(b"\r\n")
                if _REF_LINE.fullmatch(line):
                    yield line
    except OSError:
        return


def _loose(common: str) -> Iterator[tuple[str, str]]:
    """(name, content) of the loose references; symbolic ones ("ref: ...") are left out by the caller."""
    count = 0
    for directory, names, files in os.walk(os.path.join(common, "refs"), onerror=None):
        names[:] = [name for name in names if name != "replace"]
        for name in files:
            count += 1
            if count > _MAX_LOOSE:
                return
            path = os.path.join(directory, name)
            if not os.path.islink(path):
                yield os.path.relpath(path, common).replace(os.sep, "/"), _small(path)
