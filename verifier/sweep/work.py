"""What a sweep does with one repository, or one report, in an engine's process."""

from __future__ import annotations

import glob
import os
import pickle
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from verifier.engine import verify
from verifier.memory import recalled
from verifier.model import Extent, Reason, Verdict
from verifier.reading.report import read_report
from verifier.reading.source import MAX_BYTES, SourceError, read_source
from verifier.registry import RuleError
from verifier.repository.globbing import expand, matcher
from verifier.repository.open import RepositoryError, open_repository
from verifier.repository.snapshot import EntryKind, EntryState, Unreadable
from verifier.sweep.records import Answer, Check, Checked, ClaimFact, Expand, Expanded, Failure, Found, Summary, is_beside
from verifier.watch import WATCH, OutOfTime

if TYPE_CHECKING:
    from verifier.repository.open import Repository
    from verifier.result import Outcome, RunOptions

_WILD = "*?[{"


def answered(request: Expand | Check) -> Answer:
    """The answer to a request, whatever happens."""
    try:
        with WATCH.report():
            return _expanded(request) if isinstance(request, Expand) else _checked(request)
    except RepositoryError as error:
        return _failure("repository", error)
    except Unreadable as error:
        return _failure("unreadable", error.message)
    except OutOfTime as error:
        return _failure("timeout", error)
    except RuleError as error:
        return _failure("defect", error)
    except Exception as error:
        return Failure("defect", _told(f"this should not happen ({type(error).__name__}: {error}); please report it"))


def _failure(reason: str, error: object) -> Failure:
    return Failure(reason, _told(str(error)))


def _told(text: str) -> str:
    """`text` as one line that can be encoded: names on disk need not be UTF-8."""
    return " ".join(text.encode("utf-8", "backslashreplace").decode().split())[:500]


def _expanded(request: Expand) -> Expanded:
    """The reports that the patterns lead to, each once, in the order of the patterns, those of a glob sorted."""
    with open_repository(Path(request.place), request.revision) as repository:
        found: dict[str, Found] = {}
        for pattern in request.patterns:
            reports = _named(pattern, repository, request.beside)
            for report in reports:
                if report not in found:
                    found[report] = _found(report, repository, request.beside)
            if not reports:
                found[pattern] = Found(pattern, failure=Failure("no-report", _nothing(pattern)))
        snapshot = repository.snapshot
        state = "" if snapshot.revision else _state(snapshot.stamp())
        return Expanded(repository.commit, state, tuple(found.values()))


def _nothing(pattern: str) -> str:
    where = "beside the manifest" if is_beside(pattern) else "in the repository; what lies beside the manifest begins with ./ or ../"
    return f"nothing fits {pattern} {where}"


def _state(stamp: bytes | None) -> str:
    """What tells the files on disk apart from others. Files that changed just now have none that is believed, so it never comes again."""
    return sha256(stamp).hexdigest() if stamp is not None else os.urandom(16).hex()


def _named(pattern: str, repository: Repository, beside: str) -> list[str]:
    """The reports that a pattern fits; a plain name is one, there or not."""
    if not any(sign in pattern for sign in _WILD):
        return [pattern]
    if is_beside(pattern):
        return sorted(set(_globbed(pattern, beside)))
    entries = repository.snapshot.entries()
    within = _within(repository, "")
    if within + pattern in entries:  # `[id].md` is a name, too
        return [pattern]
    fitting = matcher(*expand(pattern.strip("/")))
    usable = (entry.path for entry in entries.values() if entry.kind is EntryKind.FILE and entry.state is not EntryState.IGNORED)
    names = (path[len(within) :] for path in usable if path.startswith(within))
    return [name for name in names if fitting.fullmatch(name)]


def _within(repository: Repository, report: str) -> str:
    """Where a report lies that is told by its place in the directory that the manifest names."""
    return f"{repository.prefix}/{report}" if repository.prefix else report


def _globbed(pattern: str, beside: str) -> Iterator[str]:
    for one in expand(pattern):
        for path in glob.iglob(os.path.expanduser(one), root_dir=beside, recursive=True):
            if os.path.isfile(os.path.join(beside, path)):
                yield path


def _found(report: str, repository: Repository, beside: str) -> Found:
    try:
        report.encode()
        return Found(report, sha256(_read(report, repository, beside)).hexdigest())
    except UnicodeEncodeError:
        return Found(_told(report), failure=Failure("unreadable", "its name is not UTF-8: rename it"))
    except Unreadable as error:
        return Found(report, failure=_failure("unreadable", error.message))


def _read(report: str, repository: Repository, beside: str) -> bytes:
    """A report's bytes. Raises Unreadable."""
    if not is_beside(report):
        return repository.snapshot.read(_within(repository, report))
    path = _path(report, beside)
    try:
        if not os.path.isfile(path):
            told = f"not a file: write {report.rstrip('/')}/*.md" if os.path.exists(path) else "no such file"
            raise Unreadable(report, Reason.UNREADABLE, told)
        with open(path, "rb") as file:
            return file.read(MAX_BYTES + 1)  # of more than that `read_source` says what to do
    except (OSError, ValueError) as error:
        raise Unreadable(report, Reason.UNREADABLE, str(getattr(error, "strerror", None) or error)) from error


def _path(report: str, beside: str) -> str:
    """Where a report lies that is told by its place beside the manifest."""
    return os.path.join(beside, os.path.expanduser(report))


def _checked(request: Check) -> Checked | Failure:
    options: RunOptions = pickle.loads(request.options)  # written by the parent
    with open_repository(Path(request.place), request.revision) as repository:
        data = _read(request.report, repository, request.beside)
        if sha256(data).hexdigest() != request.digest:
            return Failure("changed", "it changed while the sweep ran: start the sweep again")
        if not data.strip():
            return Checked(Summary(), ())
        beside = is_beside(request.report)
        path = _path(request.report, request.beside) if beside else _within(repository, request.report)
        try:
            source = read_source(path, data)
        except SourceError as error:
            return Failure("unreadable", _told(str(error).removeprefix(f"{path}: ")))
        return facts(recalled(source, repository, options, lambda: verify(read_report(source), repository, options)))


def facts(outcome: Outcome) -> Checked:
    """An outcome as numbers and facts."""
    verdicts = Counter(finding.verdict for finding in outcome.findings)
    extents = Counter(statement.checked for statement in outcome.statements)
    summary = Summary(
        statements=len(outcome.statements),
        full=extents[Extent.FULL],
        part=extents[Extent.PART],
        unread=len(outcome.unread),
        claims=len(outcome.findings),
        **{verdict.value: verdicts[verdict] for verdict in Verdict},
    )
    claims = (ClaimFact(item.claim.span.line, item.claim.rule, item.claim.kind, item.verdict, item.reason) for item in outcome.findings)
    return Checked(summary, tuple(claims))
