"""The shape of what a linter decides for a whole scope of Python: it is clean, or so many places are not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from verifier.codebase import Codebase
from verifier.facts.linting import TooMuch, Violation
from verifier.model import Claim, Measurement, Reason, ScopeHints, Side, Site, Span
from verifier.reading.clause import Clause, FenceClass, Form, Mark, Path
from verifier.repository.kinds import classes_of
from verifier.repository.scope import Scope, candidates, whole
from verifier.repository.snapshot import Unreadable
from verifier.reproduce import lint
from verifier.shapes.lookup import Lookup, answer, blocked

T = TypeVar("T")
PYTHON = frozenset(("python",))
_FORMS = frozenset((Form.CODE, Form.COMMAND, Form.TREE_ENTRY, Form.HEADING))
_FENCES = frozenset((FenceClass.SUGGESTED, FenceClass.OUTPUT, FenceClass.CODE, FenceClass.DIAGRAM, FenceClass.SHELL))
_SHARE = re.compile(r"\b100\s?%")
_TOOLS = re.compile(r"\((?:[\w.-]+,\s*)*(?:pycodestyle|pyflakes|flake8|ruff|isort|pylint|E\d{1,3}|W\d{1,3}|F\d{1,3}|I)\b[^)]*\)", re.I)
_SETUP = re.compile(
    r"\b(?:config\w*|set-?up|linting|linters?|hooks?|tools?|tooling|enforce\w*|checks?|rules|standards|guidelines|pipeline|ci|pre-commit)\b",
    re.I,
)
_STRAY = 2  # places that a clean scope may have: a linter of another version counts otherwise
Found = Callable[[Sequence[str], bool], Sequence[Violation]]  # of files; whether what comments silence is left out


class Linted(Lookup[T]):
    """A rule whose claims are of a scope of Python files: of the files named, of those the report names, or of all."""

    def recognise(self, clause: Clause) -> Iterable[Claim[T]]:
        return self.reads(clause) if told_of_now(clause) else ()


def told_of_now(clause: Clause) -> bool:
    """Whether a clause, or a cell of what came after a change, states something of the code."""
    return (
        clause.asserts
        and clause.side is not Side.BEFORE
        and clause.form not in _FORMS
        and clause.context.fence not in _FENCES
        and clause.statement.mark in (None, Mark.YES)
        and clause.statement.ticked is not False
        and not clause.hedge
        and not _of_tools(clause)
    )


def _of_tools(clause: Clause) -> bool:
    """Whether the words, or those right above, are about what is set up to check, not about the code."""
    context = clause.context
    above = (context.key, context.lead_in.plain if context.lead_in else "", *context.titles[-1:])
    return bool(_TOOLS.search(clause.statement.text.plain)) or any(_SETUP.search(text) for text in above)


def scopes_of(claim: Claim[T], code: Codebase) -> tuple[Scope, ...]:
    """What a claim may be about, nearest first."""
    named = candidates(ScopeHints(paths=claim.hints.paths), code.index)[:-1] if claim.hints.paths else ()
    headed = candidates(ScopeHints(section_paths=claim.hints.section_paths[:1]), code.index)[:-1]
    reviewed = candidates(ScopeHints(reviewed=claim.hints.reviewed), code.index)[:-1]
    return named[:1] or (*headed, *reviewed, whole())


def explained(clause: Clause, start: int, end: int) -> tuple[Span, ...]:
    """The spans that a claim takes up: its words at `start` to `end`, "100%", and the files that the clause names."""
    named = tuple(mention.span for mention in clause.own(Path))
    share = _SHARE.search(clause.text)
    return (clause.words.span(start, end), *((clause.words.span(*share.span()),) if share else ()), *named)


def sources(scope: Scope, code: Codebase) -> list[str]:
    """The Python files of a scope, without what is generated, vendored or tests."""
    return [
        path for path in scope.files_in(code.index, PYTHON) if path.endswith(".py") and not classes_of(path) & {"vendored", "generated"}
    ]


def clean(scopes: Sequence[Scope], code: Codebase, found: Found, codes: str, what: str) -> Measurement:
    """Whether some scope is clean: else what the nearest has."""
    measured = [_measured(scope, code, found, codes, what) for scope in scopes]
    return next((one for one in measured if one.blocked or one.readings[0].value), measured[0])


def _measured(scope: Scope, code: Codebase, found: Found, codes: str, what: str) -> Measurement:
    paths = sources(scope, code)
    if not paths:
        return blocked(Reason.NO_SUBJECT, f"no Python in {scope.label}", scope.label)
    try:
        told = found(paths, True)
        silenced = () if told else found(paths, False)
    except TooMuch as much:
        return blocked(Reason.TOO_LARGE, str(much), scope.label)
    except Unreadable as error:
        return blocked(Reason.INCOMPLETE, str(error), scope.label)
    unread, told = sorted({one.path for one in told if not one.code}), tuple(one for one in told if one.code)
    if unread and len(told) <= _STRAY:  # of what is told already no more files need be read
        return blocked(Reason.INCOMPLETE, f"{unread[0]} can't be parsed", scope.label)
    sites = [Site(one.path, "", f"{one.code} {one.message}", one.line, one.line) for one in (*told, *silenced)]
    files = len({one.path for one in (*told, *silenced)})
    if silenced:
        observed = f"comments silence {len(silenced)} {what} in {files} of {len(paths)} files, and there are no others"
        return Measurement(blocked=Reason.AMBIGUOUS, detail=observed, subject=scope.label, sites=tuple(sites))
    observed = f"{len(told)} {what} in {files} of {len(paths)} files" if told else f"no {what} in {len(paths)} files"
    places = list(scope.prefixes) if scope.files is None else list(scope.files)
    if 0 < len(told) <= _STRAY:
        return Measurement(blocked=Reason.AMBIGUOUS, detail=f"only {observed}", subject=scope.label, sites=tuple(sites))
    return answer(not told, observed, sites, reproduce=lint(codes, places), subject=scope.label, detail=f"{observed}, in {scope.label}")
