"""Findings at the times that a report may describe: the commit that it names, the one that brought it, the one before that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property

from verifier.codebase import Codebase
from verifier.model import Claim, Confidence, Evidence, Finding, Reason, Side, Verdict
from verifier.reading.clause import Report
from verifier.reading.says.described import commits_named
from verifier.repository.git import GitTimeout
from verifier.repository.history import Introduction, skeleton
from verifier.repository.open import Repository
from verifier.repository.snapshot import Unreadable
from verifier.reproduce import arguments
from verifier.rule import Rule

_NOWHERE = (Reason.NO_SUBJECT, Reason.UNSUPPORTED_LANGUAGE)  # code is code, in whatever language the report is written
_VERSIONS = 8  # of a file, that a report may have been written about
_FILES, _COMMITS = 20, 40  # that are asked so for one report, over all its findings: a limit that is the same on every machine
_DRAFTS, _OF_DRAFTS = 20, 3  # earlier commits of a report that are read, and those at which findings are asked
AGAINST = frozenset((Verdict.REFUTED, Verdict.DOUBTFUL))
Judging = Callable[[Rule[object], Claim[object], Codebase], Finding]


class Times:
    """What findings were at the report's own times. `at` gives the code of a commit, `judge` a rule's verdict over it."""

    def __init__(self, report: Report, repository: Repository, now: Codebase, at: Callable[[str], Codebase], judge: Judging) -> None:
        self._report, self._repository, self._now, self._at, self._judge = report, repository, now, at, judge
        self._versions: dict[str, tuple[str, ...]] = {}  # of the files that findings cite, before the report came
        self._asked: set[str] = set()
        self._drafted: set[str] = set()  # earlier commits of the report that were looked at
        self.unanswered: GitTimeout | None = None  # why it isn't known when the report was written

    @cached_property
    def introduced(self) -> Introduction | None:
        """The commit that brought the report into the repository, found by the report's text."""
        try:
            return self._repository.history.introduced("\n".join(self._report.source.lines), self._report.source.path)
        except GitTimeout as error:
            self.unanswered = error
            return None

    def of(self, rule: Rule[object], finding: Finding) -> Finding:
        """What is refuted or doubtful now, at the report's own times: `stale` where it held, open where it is open. Raises GitTimeout."""
        if self.introduced is None and self.unanswered is not None:
            raise self.unanswered
        still_open: Finding | None = None
        for commit, when in (*self._times, *self._of_the_line(finding.claim)):
            then, claim = self._at(commit), self._as_written(rule, finding.claim)
            if rule.cites_files and claim == finding.claim and _same(finding, self._now, then):
                continue
            was = self._judge(rule, claim, then)
            if was.verdict is Verdict.HOLDS and finding.verdict is Verdict.DOUBTFUL and was.confidence is Confidence.LIKELY:
                was = replace(was, verdict=Verdict.UNVERIFIABLE, reason=Reason.NEEDS_BASE)  # words alone say neither that it was nor is
            if was.verdict is Verdict.HOLDS:
                return _stale(finding, commit, when)
            if was.verdict is Verdict.UNVERIFIABLE and still_open is None and self._left_open(finding, commit):
                message = f"{finding.message}; what was so {when} ({commit[:8]}) is open: {was.message}"
                still_open = replace(finding, verdict=Verdict.UNVERIFIABLE, reason=was.reason, message=message, correction=None)
        return still_open or self._of_versions(rule, finding)

    def _as_written(self, rule: Rule[object], claim: Claim[object]) -> Claim[object]:
        return rule.seen_from(claim, self.introduced.path) if self.introduced else claim

    def before(self, rule: Rule[object], finding: Finding) -> Finding:
        """What is told of the time before a change, by the commit before the one that brought the report. Only what was so is decided."""
        parent = self.introduced.parent if self.introduced else None
        if finding.claim.side is not Side.BEFORE or finding.reason is not Reason.NEEDS_BASE or parent is None:
            return finding
        was = self._judge(rule, replace(finding.claim, side=Side.NOW), self._at(parent))
        if was.confidence is not Confidence.CERTAIN or was.verdict not in (Verdict.HOLDS, Verdict.REFUTED):
            return finding
        if was.verdict is Verdict.REFUTED and (finding.claim.quantity is not None or "..." in finding.claim.text):
            return finding  # it may have been measured at another commit, or is a sketch
        if was.verdict is Verdict.REFUTED:
            message = f"{was.message}, before the report's commit ({parent[:8]}) either"
            return replace(was, claim=finding.claim, verdict=Verdict.DOUBTFUL, message=message, correction=None, reproduce="")
        command = f"git show {parent[:8]}:{arguments(was.evidence[0].path)}" if was.evidence else ""
        message = f"{was.message}, before the report's commit ({parent[:8]})"
        return replace(was, claim=finding.claim, message=message, reproduce=command)

    @cached_property
    def _named(self) -> tuple[str, ...]:
        found = [self._repository.history.commit(name) for name in commits_named(self._report)]
        return tuple(commit.id for commit in found if commit is not None)

    @cached_property
    def _times(self) -> tuple[tuple[str, str], ...]:
        """The commits that the report may describe, other than the one checked, and when that was."""
        times = dict.fromkeys(self._named, "at the commit that the report names")
        for commit in (self.introduced.commit, self.introduced.parent) if self.introduced else ():
            if commit is not None:
                times.setdefault(commit, "when the report was written")
        return tuple((commit, when) for commit, when in times.items() if commit != self._repository.commit and self._had_project(commit))

    def _had_project(self, commit: str) -> bool:
        """Whether the directory that is checked was there: what lies around it is another project."""
        prefix = self._repository.prefix
        return not prefix or self._at(commit).snapshot.is_directory(prefix)

    @cached_property
    def _drafts(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """The earlier commits of the report's file, oldest first, each with the lines that it had."""
        written = self.introduced
        texts = self._repository.history.texts(written.path, _DRAFTS, written.commit) if written else ()
        return tuple((commit, frozenset(map(skeleton, text.splitlines()))) for commit, text in reversed(texts[1:]))

    def _of_the_line(self, claim: Claim[object]) -> Iterator[tuple[str, str]]:
        """The commit that brought the claim's own lines, and the one before it: a report is added to, and what it told first stays."""
        own = {skeleton(line) for line in self._report.source.lines[claim.span.line - 1 : claim.span.end_line]}
        first = next((commit for commit, lines in self._drafts if own <= lines), None)
        if first is None or (first not in self._drafted and len(self._drafted) == _OF_DRAFTS):
            return
        self._drafted.add(first)
        commit = self._repository.history.commit(first)
        for one in (first, commit.parent if commit else None):
            if one is not None and one != self._repository.commit and one not in dict(self._times) and self._had_project(one):
                yield one, "when the line was written"

    def _of_versions(self, rule: Rule[object], finding: Finding) -> Finding:
        """A finding, `stale` where an older version of the file that it cites fits: a report may be added long after it was written."""
        if self.introduced is None or not rule.cites_files or not finding.evidence:
            return finding
        for commit in self._before(finding.evidence[0].path, self.introduced.commit):
            was = self._judge(rule, finding.claim, self._at(commit))
            if was.verdict is Verdict.HOLDS and was.confidence is Confidence.CERTAIN:
                return _stale(finding, commit, "before the report was added")
        return finding

    def _before(self, path: str, revision: str) -> Iterator[str]:
        """The commits that changed a file, up to `revision`, newest first; no more files and commits than are asked for one report."""
        if path not in self._versions and len(self._versions) < _FILES:
            self._versions[path] = self._repository.history.versions(path, revision, _VERSIONS)
        for commit in self._versions.get(path, ()):
            if commit in self._asked or len(self._asked) < _COMMITS:
                self._asked.add(commit)
                yield commit

    def never(self, rule: Rule[object], finding: Finding) -> bool:
        """Whether what is told of one file's measure was so in no commit that had the file, and none is unknown. Raises GitTimeout."""
        head, path = self._repository.commit, finding.subject
        of_one = finding.claim.quantity is not None and {one.path for one in finding.evidence} == {path} and not rule.cites_places
        if not of_one or head is None or self._repository.shallow:
            return False
        history, most = self._repository.history, _VERSIONS + 1
        versions = history.versions(path, head, most)
        if not versions or len(versions) == most or len(history.texts(path, most, head)) > len(versions):
            return False  # it may have been so earlier, or under another name
        return all(self._judge(rule, finding.claim, self._at(commit)).verdict in AGAINST for commit in versions)

    def unless_moved(self, rule: Rule[object], finding: Finding) -> Finding:
        """A finding, open where only words speak for a cited place whose lines were others when the report was written."""
        vague = (
            finding.verdict is Verdict.HOLDS
            and finding.confidence is Confidence.LIKELY
            and rule.cites_places
            and rule.cites_files
            and finding.evidence
        )
        written = self.introduced
        commit = self._named[0] if self._named else written.commit if written else None
        if not vague or commit is None or commit == self._repository.commit or not finding.evidence:
            return finding
        when = "at the commit that the report names" if commit in self._named else "when the report was written"
        place = finding.evidence[0]
        if _lines_of(self._at(commit), place) in (None, _lines_of(self._now, place)):
            return finding
        message = f"{place.path}:{place.line} was something else {when} ({commit[:8]})"
        return replace(finding, verdict=Verdict.UNVERIFIABLE, reason=Reason.NEEDS_BASE, message=message, exactness=None)

    def lost(self, rule: Rule[object], finding: Finding) -> Finding:
        """A finding, `stale` where what is nowhere now stood word for word in the file that the text names when the report was written."""
        claim = finding.claim
        if not rule.word_for_word or finding.reason not in _NOWHERE or claim.negated or claim.side is not Side.NOW:
            return finding
        for commit, when in (*self._times, *self._of_the_line(claim)) if claim.hints.paths else ():
            then = self._at(commit)
            named = {path for name in claim.hints.paths for path in then.index.resolve(name).matches}
            if all(_blob(self._now, path) == _blob(then, path) for path in named):
                continue
            was = self._judge(rule, claim, then)
            if was.verdict is Verdict.HOLDS and was.confidence is Confidence.CERTAIN and was.evidence and was.evidence[0].path in named:
                place = f"{was.evidence[0].path}:{was.evidence[0].line}"
                message = f"it stood at {place} {when} ({commit[:8]}), and does no more"
                command = f"git show {commit[:8]}:{arguments(was.evidence[0].path)}"
                return replace(
                    finding, verdict=Verdict.STALE, reason=None, message=message, stale_since=commit, observed="gone", reproduce=command
                )
        return finding

    def _left_open(self, finding: Finding, commit: str) -> bool:
        """Whether what is open at `commit` leaves the finding open.

        At the commit before the report's only what is doubtful now, or may be of any file of one name, where the report's commit
        changed what it cites: the fix; and what denies things that all came with the report.
        """
        written = self.introduced
        if written is None or commit != written.parent or commit in self._named:
            return True
        then, paths = self._at(commit), {one.path for one in finding.evidence}
        if finding.claim.negated and paths and not paths & set(then.snapshot.entries()):
            return True
        namesakes = len(paths) > 1 and len({path.rpartition("/")[2] for path in paths}) == 1 and finding.claim.quantity is not None
        vague = finding.verdict is Verdict.DOUBTFUL or finding.confidence is Confidence.LIKELY
        return (vague or namesakes) and not _same(finding, self._at(written.commit), then)


def _stale(finding: Finding, commit: str, when: str) -> Finding:
    message = f"{finding.message}; it was so {when} ({commit[:8]})"
    return replace(finding, verdict=Verdict.STALE, message=message, stale_since=commit)


def _same(finding: Finding, now: Codebase, then: Codebase) -> bool:
    """Whether the files that a finding cites are the same at both times, so that nothing can have changed.

    What it names must be the same files, too: a namesake may stand in now for the one that was meant.
    """
    named = {finding.claim.subject, *finding.claim.hints.paths[:1]}
    if any(now.index.resolve(name).matches != then.index.resolve(name).matches for name in named if name):
        return False
    paths = {evidence.path for evidence in finding.evidence} | {finding.subject}
    if not any(path in now.snapshot.entries() for path in paths):
        return not any(then.index.resolve(path).matches for path in paths)
    return all(_blob(now, path) == _blob(then, path) for path in paths)


def _lines_of(code: Codebase, place: Evidence) -> list[str] | None:
    if place.path not in code.snapshot.entries():
        return None
    return code.snapshot.text(place.path).split("\n")[max(place.line or 1, 1) - 1 : place.end_line or place.line]


def _blob(code: Codebase, path: str) -> str | None:
    try:
        return code.snapshot.blob_id(path) if path in code.snapshot.entries() else None
    except Unreadable:
        return None
