"""What the repository's history says of a report and of paths. Nothing runs until it is asked."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from functools import cached_property

from verifier.repository import log as read
from verifier.repository.chronicle import Chronicle
from verifier.repository.git import GitError, GitStore, GitTimeout, TreeItem
from verifier.repository.log import FORMAT, RAW, Change, Commit, Difference, Step
from verifier.repository.snapshot import MAX_FILE_BYTES, Unreadable, text_of

_DOCUMENTS = (".md", ".markdown", ".mdx", ".txt", ".rst", ".adoc")
MAX_COMMITS = 50_000
"""Longer histories are not looked through: a limit that is the same on every machine."""

_MAIN = (
    "HEAD",
    "refs/remotes/origin/HEAD",
    *(f"{place}/{name}" for place in ("refs/heads", "refs/remotes/origin") for name in ("main", "master")),
)
_MAX_MOVES = 10
_SUBMODULE = "160000"
_MAX_VERSIONS = 200
_SIMILAR = 0.9
_LOG = ("log", FORMAT, *RAW, "--no-renames")
_RENAMES = ("-M", "-l400")  # files of one commit that are compared to find what was moved
_PLAIN = ("--no-ext-diff", "--no-textconv")


@dataclass(frozen=True, slots=True)
class Introduction:
    """The commit that brought the report's text into the repository. `exact`: but for damage and white space the texts are the same."""

    commit: str
    parent: str | None
    path: str  # in that commit
    text: str  # undamaged
    date: str
    exact: bool = True


@dataclass(frozen=True, slots=True)
class PathEvents:
    """When a path that is missing from the snapshot was there. `path` is the full path in the history, when one was found."""

    path: str = ""
    removed_in: Commit | None = None  # before the snapshot
    last_seen: str | None = None  # the last commit that had it: the parent of `removed_in`
    added_later_in: Commit | None = None  # on the main branch or what is checked out, not yet in the snapshot
    renamed_to: str | None = None
    never: bool = False  # the history is whole, and no commit up to the snapshot, or on the main branch, added a file of that name
    problem: str = ""  # for people: why nothing could be learnt


class History:
    """No history at all; `GitHistory` is one. `problem` says why there is none."""

    def __init__(self, problem: str = "no repository") -> None:
        self.problem = problem

    @property
    def chronicle(self) -> Chronicle | None:
        """What commits and tags say of themselves; None without a history."""
        return None

    def introduced(self, report_text: str, hint_name: str = "") -> Introduction | None:
        """Where the report's text entered the history; `hint_name` is the report's file name or path. Raises GitTimeout."""
        return None

    def path_events(self, path: str) -> PathEvents:
        """What happened to a path (or to the one past path that ends with it). Raises GitTimeout."""
        return PathEvents(problem=self.problem)

    def commit(self, revision: str) -> Commit | None:
        """The commit that `revision` names."""
        return None

    def versions(self, path: str, revision: str, most: int) -> tuple[str, ...]:
        """The commits up to `revision` (one that `introduced` found) that changed the file, newest first. Raises GitTimeout."""
        return ()

    def texts(self, path: str, most: int, revision: str = "") -> tuple[tuple[str, str], ...]:
        """The last `most` commits up to `revision`, or the snapshot's, that changed a file, newest first, with what it was, under any name.

        Raises GitTimeout.
        """
        return ()

    def steps(self, revision: str, most: int) -> tuple[Step, ...]:
        """What each of the last `most` commits up to `revision` did, newest first; of merges nothing. Raises GitTimeout."""
        return ()

    def lines(self, step: Step) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The lines that a step added to its file, and those that it removed. Raises GitTimeout."""
        return (), ()

    def difference(self, first: str, last: str) -> Difference | None:
        """How two commits differ; None where git can't tell. Raises GitTimeout."""
        return None


class GitHistory(History):
    """The history that ends in `head`, a full commit id; later commits are those on any reference."""

    def __init__(self, store: GitStore, head: str) -> None:
        super().__init__("")
        self._store = store
        self._head = head

    @property
    def chronicle(self) -> Chronicle | None:
        return Chronicle(self._store, self._head)

    @cached_property
    def _past(self) -> _Events:
        return _Events(self._store, "AD", self._head)

    @cached_property
    def _later(self) -> _Events:
        return _Events(self._store, "A", *self._mainline, "--not", self._head)

    @cached_property
    def _mainline(self) -> tuple[str, ...]:
        """What was checked out, and the main branches: what is on another one only never came to be."""
        found = (self._store.resolve(name) for name in _MAIN)
        return tuple(dict.fromkeys(commit for commit in found if commit is not None)) or (self._head,)

    def commit(self, revision: str) -> Commit | None:
        found = self._store.resolve(revision)
        if found is None:
            return None
        commits = read.commits(self._store.run("log", "-1", FORMAT, found))
        return commits[0][0] if commits else None

    def versions(self, path: str, revision: str, most: int) -> tuple[str, ...]:
        try:
            out = self._store.run("log", "--format=%H", f"-n{most}", revision, "--", f":(literal){path}")
        except GitTimeout:
            raise
        except GitError:
            return ()
        return tuple(out.decode("ascii").split())

    def texts(self, path: str, most: int, revision: str = "") -> tuple[tuple[str, str], ...]:
        out = self._told("--literal-pathspecs", "log", "--follow", "-M", FORMAT, *RAW, f"-n{most}", revision or self._head, "--", path)
        found = [(commit.id, change.new) for commit, changes in read.commits(out) for change in changes if change.status != "D"]
        try:
            texts = map(_decoded, self._store.blobs([blob for _, blob in found]))
            return tuple((commit, text) for (commit, _), text in zip(found, texts, strict=True))
        except GitTimeout:
            raise
        except GitError:
            return ()

    def steps(self, revision: str, most: int) -> tuple[Step, ...]:
        out = self._told("log", FORMAT, *RAW, *_RENAMES, f"-n{most}", revision)
        return tuple(Step(commit, one.status, one.path, one.before) for commit, changes in read.commits(out) for one in changes)

    def lines(self, step: Step) -> tuple[tuple[str, ...], tuple[str, ...]]:
        paths = (f":(literal){path}" for path in (step.path, step.before) if path)
        return read.lines(self._told("show", "-M", "-U0", "--format=", "--no-color", *_PLAIN, step.commit.id, "--", *paths))

    def difference(self, first: str, last: str) -> Difference | None:
        return read.difference(self._told("diff", "--numstat", *_PLAIN, *_RENAMES, first, last))

    def _told(self, *arguments: str) -> bytes:
        """What git answers, nothing where it fails. Raises GitTimeout."""
        try:
            return self._store.run(*arguments)
        except GitTimeout:
            raise
        except GitError:
            return b""

    def introduced(self, report_text: str, hint_name: str = "") -> Introduction | None:
        try:
            return self._introduced(report_text, posixpath.basename(hint_name.replace("\\", "/")))
        except GitTimeout:
            raise
        except GitError:
            return None

    def path_events(self, path: str) -> PathEvents:
        full = self._past.full(path)
        removed = next(iter(self._past.removed.get(full or "", ())), None)
        if full and removed:
            return PathEvents(full, removed, removed.parent, None, self._past.moved.get((removed.id, full)))
        later = self._later.full(path) if not self._past.problem else None
        if later and later in self._later.added:
            return PathEvents(later, added_later_in=self._later.added[later][-1])
        problem = self._past.problem or self._later.problem
        name = path.rstrip("/").rpartition("/")[2]
        never = not problem and not self._store.location.shallow() and not (self._past.knows(name) or self._later.knows(name))
        return PathEvents(full or "", never=never, problem=problem)

    def _introduced(self, report_text: str, name: str) -> Introduction | None:
        wanted = skeleton(report_text)
        if len(wanted) < 40:
            return None  # too short to be told from any other text
        found = self._best(self._documents(), report_text, name)
        if found:
            return self._trace(self._head, found[0].path, report_text, found[1])
        removed = self._removed_documents()
        found = self._best(list(removed), report_text, name)
        return self._trace(removed[found[0]], found[0].path, report_text, found[1]) if found else None

    def _documents(self) -> list[TreeItem]:
        """The documents of the snapshot's commit."""
        return [item for item in self._store.tree(self._head) if item.path.lower().endswith(_DOCUMENTS) and item.mode != _SUBMODULE]

    def _removed_documents(self) -> dict[TreeItem, str]:
        """Documents that the snapshot lacks and its history has, with the last commit that had each."""
        _check_length(self._store, self._head)
        patterns = (f":(icase)*{ending}" for ending in _DOCUMENTS)
        out = self._store.run(*_LOG, "--diff-filter=D", self._head, "--", *patterns)
        gone = {(change.path, change.old): commit.parent for commit, changes in read.commits(out) for change in changes if commit.parent}
        return {TreeItem(path, "", blob): parent for (path, blob), parent in gone.items()}

    def _best(self, tree: list[TreeItem], report_text: str, name: str) -> tuple[TreeItem, bool] | None:
        """The document that is the report (True), or is most like it (False). Only those of a likely size or the same name are read."""
        wanted, lines = skeleton(report_text), _lines(report_text)
        low, high = len(wanted) * 0.9, (len(report_text.encode("utf-8", "replace")) + report_text.count("\n")) * 1.1 + 200
        sizes = self._store.sizes(item.object_id for item in tree)
        documents = [item for item in tree if sizes[item.object_id] <= MAX_FILE_BYTES]
        items = [item for item in documents if low <= sizes[item.object_id] <= high or posixpath.basename(item.path) == name]
        ranked: list[tuple[float, bool, int, TreeItem]] = []
        for item, data in zip(items, self._store.blobs([item.object_id for item in items]), strict=True):
            text = _decoded(data)
            same = skeleton(text) == wanted
            alike = 1.0 if same else min(0.999, _likeness(lines, _lines(text)))
            if alike >= _SIMILAR or posixpath.basename(item.path) == name:
                ranked.append((alike, posixpath.basename(item.path) == name, -len(item.path), item))
        best = max(ranked, key=lambda entry: entry[:3], default=None)
        return (best[3], best[0] == 1.0) if best else None

    def _trace(self, start: str, path: str, report_text: str, exact: bool) -> Introduction | None:
        """Follow the document that `start` has at `path` back to the commit that brought this text."""
        _check_length(self._store, start)
        wanted, lines, most = skeleton(report_text), _lines(report_text), 10 * len(report_text) + 10_000
        found: Introduction | None = None
        for _ in range(_MAX_MOVES):
            arguments = (*_LOG, f"-n{_MAX_VERSIONS}", start, "--", f":(literal){path}")
            commits = read.commits(self._store.run(*arguments))
            versions = [(commit, change) for commit, changes in commits for change in changes if change.status != "D"]
            sizes = self._store.sizes(change.new for _, change in versions)
            versions = [(commit, change) for commit, change in versions if sizes[change.new] <= most]
            texts = map(_decoded, self._store.blobs([change.new for _, change in versions]))  # one at a time: there may be many
            judged = [(skeleton(text) == wanted, not exact and _likeness(lines, _lines(text)) >= _SIMILAR) for text in texts]
            same = [is_same for is_same, _ in judged]
            fits = same if exact or any(same) else [alike for _, alike in judged]
            last = max((place for place, fit in enumerate(fits) if fit), default=None)
            if last is None:
                return found
            commit, change = versions[last]
            found = Introduction(commit.id, commit.parent, path, _decoded(self._store.blob(change.new)), commit.date, same[last])
            exact = exact or same[last]
            before = self._moved_from(commit, change) if change.status == "A" and last == len(versions) - 1 else None
            if before is None or commit.parent is None:
                return found
            path, start = before, commit.parent
        return found

    def _moved_from(self, commit: Commit, change: Change) -> str | None:
        """The path under which the commit's parent had the file that the commit added."""
        out = self._store.run("diff-tree", "-r", "--no-commit-id", "--diff-filter=D", *RAW, "--no-renames", commit.id)
        removed = list(read.changes(out.decode("utf-8", "surrogateescape")))
        same = [old.path for old in removed if old.old == change.new]
        named = [old.path for old in removed if posixpath.basename(old.path) == posixpath.basename(change.path)]
        return same[0] if same else named[0] if len(named) == 1 else None


class _Events:
    """Additions (A) and removals (D) of paths, from one pass of `git log` over the commits that `revisions` selects."""

    def __init__(self, store: GitStore, wanted: str, *revisions: str) -> None:
        self.problem = ""
        self._fault: GitTimeout | None = None
        self.added: dict[str, list[Commit]] = {}  # newest first, like `removed`
        self.removed: dict[str, list[Commit]] = {}
        self.moved: dict[tuple[str, str], str] = {}
        self._by_name: dict[str, list[str]] = {}
        try:
            _check_length(store, *revisions)
            out = store.run(*_LOG, f"--diff-filter={wanted}", *revisions)
        except GitError as error:
            self.problem = str(error)
            self._fault = error if isinstance(error, GitTimeout) else None
            return
        for commit, changes in read.commits(out):
            self._record(commit, changes)
        for path in self.added.keys() | self.removed.keys():
            self._by_name.setdefault(path.rpartition("/")[2], []).append(path)

    def full(self, path: str) -> str | None:
        """The path itself, or the one path that ends with it. Raises GitTimeout."""
        if self._fault is not None:
            raise self._fault
        if path in self.added or path in self.removed:
            return path
        ending = [past for past in self._by_name.get(path.rpartition("/")[2], ()) if past.endswith("/" + path)]
        return ending[0] if len(ending) == 1 else None

    def knows(self, name: str) -> bool:
        """Whether a file or a directory of that name was ever added or removed."""
        return name in self._by_name or name in self._folders

    @cached_property
    def _folders(self) -> frozenset[str]:
        return frozenset(part for path in self.added.keys() | self.removed.keys() for part in path.split("/")[:-1])

    def _record(self, commit: Commit, changes: list[Change]) -> None:
        added: dict[str, list[str]] = {}
        moves = any(change.status == "D" for change in changes)
        for change in changes:
            if change.status == "A":
                self.added.setdefault(change.path, []).append(commit)
                if moves:
                    added.setdefault(change.new, []).append(change.path)
                    added.setdefault(change.path.rpartition("/")[2], []).append(change.path)
        for change in changes:
            if change.status == "D":
                self.removed.setdefault(change.path, []).append(commit)
                places = added.get(change.old) or added.get(change.path.rpartition("/")[2]) or []
                if len(places) == 1:
                    self.moved[commit.id, change.path] = places[0]


def _check_length(store: GitStore, *revisions: str) -> None:
    """Raises GitError when the commits that `revisions` selects are more than are looked through."""
    if int(store.run("rev-list", "--count", f"--max-count={MAX_COMMITS + 1}", *revisions)) > MAX_COMMITS:
        raise GitError(f"the history has more than {MAX_COMMITS:,} commits")


def skeleton(text: str) -> str:
    """What survives damage: visible ASCII but the question marks that lossy copies put in."""
    return re.sub(r"[^!-~]+|\?", "", text)


def _lines(text: str) -> frozenset[str]:
    return frozenset(line for raw in text.splitlines() if len(line := skeleton(raw)) > 8)


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(len(one), len(other), 1)


def _decoded(data: bytes | None) -> str:
    """Text of a blob, "" when there is none."""
    try:
        return text_of(data or b"")
    except Unreadable:
        return ""
