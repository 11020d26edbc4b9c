"""Finding a repository's administrative files, without git and without its configuration.

Names come only from what belongs to the directory that was named: a `.git` file, a link or a `commondir` is followed only to
a place that points back. (Objects may be borrowed: whoever asks for one knows its whole id, see `GitStore.resolve`.)
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.repository.references import References, is_name, is_object_id, read_references, small_file

_POINTER = b"gitdir:"
_MAX_CONFIG = 1_000_000
_MAX_SHALLOW = 10_000_000
_PARTS = ("objects", "refs")
_OF_GIT = re.compile(
    r"[A-Z_]+(?:\.lock)?|config(?:\.worktree|\.lock)?|description|hooks|info|objects|refs|packed-refs|logs|branches|index|shallow|worktrees"
    r"|modules|lfs|annex|svn|rr-cache|lost-found|gc\.\w+|git.*|cgitrc|filter-repo|fsmonitor.*|commondir|\..*|.*\.(?:lock|idx|pack)"
)


class Refused(Exception):
    """What is called `.git` is no repository, or not this directory's; the message is for people."""


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

    def head(self) -> bytes:
        """The content of HEAD: "ref: refs/heads/..." or an object id; nothing when it can't be read."""
        path = os.path.join(self.own, "HEAD")
        text = b"ref: " + os.fsencode(os.readlink(path)) if os.path.islink(path) else small_file(path)
        if text.startswith(b"ref:"):
            name = text[4:].strip()
            return b"ref: " + name if is_name(name) else b""
        return text if is_object_id(text) else b""

    def references(self) -> References:
        return read_references(self.common)

    def extension(self, name: str) -> str:
        """A value of the section `[extensions]` of the repository's own configuration, lower case; "" when it is not set."""
        return _setting(self.common, "extensions", name).lower()

    def remote_names(self) -> frozenset[str]:
        """What the remotes call this repository: the last part of their addresses, without ".git"."""
        text = os.fsdecode(small_file(os.path.join(self.common, "config"), _MAX_CONFIG))
        urls = re.findall(r"^[ \t]*url[ \t]*=[ \t]*(\S+)", text, re.MULTILINE)
        return frozenset(name for url in urls if (name := re.split(r"[/:]", url.rstrip("/"))[-1].removesuffix(".git")))

    def shallow(self) -> bytes:
        """The content of the file `shallow`, empty for a whole history."""
        lines = small_file(os.path.join(self.common, "shallow"), _MAX_SHALLOW).split()
        return b"".join(line + b"\n" for line in lines if is_object_id(line))


@dataclass(frozen=True, slots=True)
class Found:
    """The repository around a directory, and for people why a `.git` nearer to it is none."""

    location: GitDir | None
    problem: str = ""


def find(path: str) -> Found:
    """The repository in whose working tree `path` (a directory, absolute, real) lies, as its `.git` tells."""
    found = Found(None)
    for directory in _from_the_top(path):
        if os.path.lexists(os.path.join(directory, ".git")):
            try:
                found = Found(_repository(directory, found.location))
            except Refused as refused:
                found = Found(found.location, str(refused))
    return found


def bare(path: str, sure: bool = False) -> GitDir | None:
    """`path` as a bare repository, or as a `.git` that was named itself; None when it is neither.

    Raises:
        Refused: other files lie beside what makes it one, so that either may be meant, and it is not `sure` which.
    """
    if os.path.lexists(os.path.join(path, ".git")) or not _is_file(os.path.join(path, "HEAD")):
        return None
    if not all(os.path.isdir(os.path.join(path, name)) for name in _PARTS):
        return None
    others = sorted(name for name in os.listdir(path) if not _OF_GIT.fullmatch(name))
    if others and not sure:
        raise Refused(f"{path} holds a bare repository (HEAD, objects, refs) and other files ({others[0]})")
    return GitDir(path, path, None)


def _from_the_top(path: str) -> Iterator[str]:
    parents = [path]
    while (parent := os.path.dirname(parents[-1])) != parents[-1]:
        parents.append(parent)
    return reversed(parents)


def _repository(directory: str, around: GitDir | None) -> GitDir:
    """The repository that the `.git` of `directory` is or points at; `around` is the one in which the directory lies. Raises Refused."""
    dotgit = os.path.join(directory, ".git")
    own = os.path.realpath(_pointed(dotgit))
    if not _is_file(os.path.join(own, "HEAD")):
        raise Refused(f"{dotgit} is no repository: {'its HEAD is no file' if _there(own, 'HEAD') else 'it has no HEAD'}")
    linked = _there(own, "commondir")
    common = _named(own, "commondir") if linked else own
    if linked and os.path.dirname(own) != os.path.join(common, "worktrees"):
        raise Refused(f"{dotgit} is not followed: its commondir names {common}, which is another repository")
    if not os.path.isdir(os.path.join(common, "objects")):
        raise Refused(f"{dotgit} is no repository: it has no objects")
    if own != dotgit and not _belongs(own, directory, around):
        raise Refused(
            f"{dotgit} is not followed: it points at {own}, which does not point back "
            "(`git worktree repair` mends a worktree that was moved; core.worktree tells of any other)"
        )
    return GitDir(own, common, directory)


def _pointed(dotgit: str) -> str:
    """The directory that `.git` is, links to, or names as a file ("gitdir: ..."). Raises Refused."""
    if os.path.isdir(dotgit):
        return dotgit
    text = small_file(dotgit)
    if not text.startswith(_POINTER):
        raise Refused(f"{dotgit} is no repository: it is neither a directory nor a file that names one")
    target = os.path.join(os.path.dirname(dotgit), os.fsdecode(text[len(_POINTER) :].strip()).replace("\0", ""))
    if not os.path.isdir(target):
        raise Refused(f"{dotgit} is no repository: it points at {target}, which is no directory")
    return target


def _belongs(own: str, directory: str, around: GitDir | None) -> bool:
    """Whether the git directory `own` is that of `directory`: it lies in it, or names it, or is a submodule's of the repository around."""
    if own.startswith(directory.rstrip(os.sep) + os.sep):
        return True
    if _there(own, "commondir"):
        return _named(own, "gitdir") == os.path.join(directory, ".git")
    told = _setting(own, "core", "worktree", "config.worktree") or _setting(own, "core", "worktree")
    if told:
        return os.path.realpath(os.path.join(own, told)) == directory
    places = (around.own, around.common) if around else ()
    return any(own.startswith(os.path.join(place, "modules") + os.sep) for place in places)


def _named(gitdir: str, file: str) -> str:
    """The place, links followed, that a small file in `gitdir` names."""
    return os.path.realpath(os.path.join(gitdir, os.fsdecode(small_file(os.path.join(gitdir, file))).replace("\0", "")))


def _setting(gitdir: str, section: str, name: str, file: str = "config") -> str:
    """A setting of a plain section of a repository's own configuration, "" when it is not set."""
    current, value = "", ""
    for raw in os.fsdecode(small_file(os.path.join(gitdir, file), _MAX_CONFIG)).splitlines():
        line = raw.strip()
        if line.startswith("["):
            current, _, line = (part.strip() for part in line[1:].partition("]"))
            current = current.lower()
        if current == section and line.partition("=")[0].strip().lower() == name:
            value = line.partition("=")[2].strip().strip('"')
    return value.replace("\0", "")


def _there(directory: str, name: str) -> bool:
    return os.path.lexists(os.path.join(directory, name))


def _is_file(path: str) -> bool:
    """Whether it is a file, or a link: old repositories have a HEAD that links to a branch."""
    try:
        mode = os.lstat(path).st_mode
    except OSError:
        return False
    return stat.S_ISREG(mode) or stat.S_ISLNK(mode)
