"""What commits and tags say of themselves: authors, days, how many, how large."""

from __future__ import annotations

import re
from dataclasses import dataclass

from verifier.repository.git import GitError, GitStore, GitTimeout

_FORMAT = "--format=%x01%H%x00%P%x00%an%x00%ae%x00%cn%x00%ad%x00%cd%x00%(trailers:key=Co-authored-by,valueonly,separator=%x20)"
_LOG = ("log", "--date=short", _FORMAT)
_MAX_COMMITS = 20_000
_NAME = re.compile(r"[\w.+-]+(?:/[\w.+-]+)*")


@dataclass(frozen=True, slots=True)
class Told:
    """A commit: its days are ISO 8601, each in its author's own time zone; `helpers` are the co-authors that its message names."""

    id: str
    merge: bool
    author: str
    email: str
    committer: str
    authored: str
    committed: str
    helpers: str = ""

    @property
    def short(self) -> str:
        return self.id[:8]


class Chronicle:
    """The commits that end in `head`, a full commit id. Where git can't tell, answers are empty or None; nothing is raised."""

    def __init__(self, store: GitStore, head: str) -> None:
        self._store, self._head = store, head

    def latest(self, revision: str = "") -> tuple[Told, ...]:
        """The commit that `revision` names (the head when empty), and the newest up to it that is no merge: one or two."""
        start = self._store.resolve(revision) if revision else self._head
        if start is None:
            return ()
        return tuple(dict.fromkeys(self._log("-1", start) + self._log("-1", "--no-merges", start)))

    def after(self, revision: str, last: str = "", *, main_line: bool = False) -> tuple[Told, ...] | None:
        """The commits up to `last` (the head when empty) that `revision` lacks; None when it names no commit, or not all are at hand."""
        start = self._store.resolve(revision)
        if start is None or self._store.location.shallow():
            return None
        found = self._log(f"-n{_MAX_COMMITS}", *(("--first-parent",) if main_line else ()), last or self._head, "--not", start)
        return found if len(found) < _MAX_COMMITS else None

    def days(self, last: str = "") -> dict[str, str]:
        """The days, as ISO 8601, on which the commits up to `last` (the head when empty) were made, with the newest commit of each."""
        out = self._run("log", f"-n{_MAX_COMMITS}", "--date=short", "--format=%H %ad %cd", last or self._head) or b""
        rows = [line.split() for line in out.decode("ascii", "replace").splitlines()]
        found: dict[str, str] = {}
        for commit, *days in rows:
            for day in days:
                found.setdefault(day, commit)
        return found

    @property
    def whole(self) -> bool:
        """Whether no commit is missing, as in a shallow clone."""
        return not self._store.location.shallow()

    def holds(self, commit: str) -> bool | None:
        """Whether the commit of an id, abbreviated or not, is at hand; None where it need not be, as in a shallow clone."""
        if self._store.resolve(commit) is not None:
            return True
        return None if self._store.location.shallow() else False

    def files_of(self, commit: str) -> tuple[int, ...]:
        """How many files a commit touches against its first parent: a rename as one file, and as two."""
        arguments = ("diff-tree", "-r", "--root", "--no-commit-id", "--name-only", "-z")
        outputs = [self._run(*arguments, renames, commit) for renames in ("-M", "--no-renames")]
        return tuple(out.count(b"\0") for out in outputs if out)

    def tagged(self, tag: str) -> str:
        """The day on which an annotated tag was made; "" for any other."""
        out = self._run("for-each-ref", "--format=%(taggerdate:short)", f"refs/tags/{tag}") if _NAME.fullmatch(tag) else None
        return (out or b"").decode("ascii", "replace").strip()

    def ever(self, path: str) -> bool | None:
        """Whether a file of that name, or ending with it, was ever committed; None when that can't be known."""
        if self._store.location.shallow() or not _NAME.fullmatch(path):
            return None
        out = self._run("log", "--all", "-1", "--format=%H", "--diff-filter=A", "--no-renames", self._head, "--", f":(glob)**/{path}")
        return None if out is None else bool(out.strip())

    def added_at_first(self, path: str) -> bool:
        """Whether a file came with the very first commit, before which nothing is known."""
        out = self._run("log", "--format=%H %P", "--diff-filter=A", "--no-renames", self._head, "--", f":(literal){path}")
        lines = (out or b"").decode("ascii", "replace").splitlines()
        return not lines or len(lines[-1].split()) == 1

    def _log(self, *arguments: str) -> tuple[Told, ...]:
        found = []
        for record in (self._run(*_LOG, *arguments) or b"").decode("utf-8", "replace").split("\x01")[1:]:
            name, parents, author, email, committer, authored, committed, helpers = record.rstrip("\n").split("\0")[:8]
            found.append(Told(name, " " in parents, author, email, committer, authored, committed, helpers))
        return tuple(found)

    def _run(self, *arguments: str) -> bytes | None:
        try:
            return self._store.run(*arguments)
        except GitTimeout:
            raise
        except GitError:
            return None
