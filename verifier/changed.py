"""What a branch changed of a report: the lines that the report had not where the branch began."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import ExitStack
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

from verifier.model import Aside, Finding, Span, StatementFinding, Verdict, Without
from verifier.reading.source import Source, SourceError, read_source
from verifier.repository.open import Repository, RepositoryError, open_repository
from verifier.repository.snapshot import Unreadable
from verifier.result import Outcome


class ChangedError(Exception):
    """It can't be told what a branch changed; the message is for people."""


class Changes:
    """What was changed since `base`, of reports in whatever repositories they lie in. Close it when done."""

    def __init__(self, base: str) -> None:
        self.base = base
        self._open = ExitStack()
        self._repositories: dict[Path, Repository] = {}
        self._starts: dict[str, str] = {}  # where the branch began, by the root of the repository

    def close(self) -> None:
        self._open.close()

    def before(self, report: str) -> bytes | None:
        """The report's bytes where the branch began; None where it was not there. Raises ChangedError."""
        real = Path(report).resolve()
        try:
            repository = self._repository(real.parent)
            root = str(repository.root)
            if root not in self._starts:
                self._starts[root] = repository.merge_base(self.base)
            then = repository.at(self._starts[root])
            name = real.relative_to(Path(root).resolve()).as_posix()
            return then.read(name) if name in then.entries() else None
        except RepositoryError as error:
            raise ChangedError(f"{report}: what changed since {self.base} can't be told: {error}") from error
        except Unreadable as error:
            raise ChangedError(f"{report}: what it was at {self.base} can't be read: {error}") from error

    def _repository(self, folder: Path) -> Repository:
        """The one with a history in which a folder lies, which it need not track yet."""
        if folder not in self._repositories:
            for around in (folder, *folder.parents):
                opened = self._open.enter_context(open_repository(around))
                if opened.head is not None:
                    break
            else:
                raise RepositoryError("it lies in no git repository with commits")
            self._repositories[folder] = opened
        return self._repositories[folder]


def changed_lines(before: bytes | None, now: Source) -> frozenset[int]:
    """The 1-based lines that are new, or other than they were."""
    everything = frozenset(range(1, len(now.given) + 1))
    if before is None:
        return everything
    try:
        old = read_source(now.path, before).given
    except SourceError:  # it was empty, or no text
        return everything
    same: set[int] = set()
    for block in SequenceMatcher(None, old, now.given).get_matching_blocks():
        same.update(range(block.b + 1, block.b + block.size + 1))
    return everything - same


def only_changed(outcome: Outcome, lines: Collection[int]) -> Outcome:
    """The outcome with all set aside that stands on other lines; errors stay, as nobody's lines brought them."""

    def elsewhere(span: Span) -> bool:
        return not any(line in lines for line in range(span.line, span.end_line + 1))

    def finding(item: Finding) -> Finding:
        bad = item.verdict in (Verdict.REFUTED, Verdict.STALE, Verdict.DOUBTFUL)
        return replace(item, aside=Aside(Without.UNCHANGED)) if bad and elsewhere(item.claim.span) else item

    def statement(item: StatementFinding) -> StatementFinding:
        return replace(item, aside=Aside(Without.UNCHANGED)) if elsewhere(item.span) else item

    return replace(outcome, findings=tuple(map(finding, outcome.findings)), statements=tuple(map(statement, outcome.statements)))
