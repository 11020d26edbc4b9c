"""Python is formatted as Black formats it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.linting import TooMuch, unformatted
from verifier.model import Claim, Measurement, Reason, Site
from verifier.model import Verdict as V
from verifier.reading.clause import Clause
from verifier.repository.scope import Scope
from verifier.repository.snapshot import Unreadable
from verifier.reproduce import arguments
from verifier.rule import Example, Expect
from verifier.shapes.lookup import answer, blocked

from .linted import Linted, explained, scopes_of, sources
from .own_formatting import own_formatting

_BLACK = re.compile(
    r"\bformatted\b[\w\s,/&-]{0,30}\b(?:black|ruff(?: format)?)\b|\bblack[- ]formatt(?:ed|ing)\b"
    r"|\bvia (?:automated )?black\b"
    r"|\bblack (?:formatter|formatting|compliant|compliance|style)\b"
    r"|\b(?:black|ruff format) (?:is )?(?:applied|run) (?:to|on|over|across)\b|\b100\s?% (?:of (?:the )?files )?formatted(?: files)?\b",
    re.I,
)
_PARTLY = re.compile(
    r"\b(?:most(?:ly)?|largely|partly|some|config\w*|setup|set up|hooks?|pre-commit|add\w*|install\w*|dependenc\w+|uses?"
    r"|using|available|check\w*|ci|pipeline|tools?|tooling|automat\w+|version|prettier|typescript|javascript)\b",
    re.I,
)
_WIDTHS = (88, 100, 120, 79)  # lengths of lines that projects set, Black's own first
_STRAY = 20  # one file in so many may be written otherwise by the two formatters


@dataclass(frozen=True, slots=True)
class Target:
    width: int = 0  # the length of lines that is told, 0 for none


class Formatted(Linted[Target]):
    """ "All files are formatted with Black", "100% formatted files", "Black formatting across the codebase"."""

    name = "formatted"
    kinds = ("format",)
    quotes = False
    summary = (
        "Python that is said to be formatted by Black is so at the project's own line length or a usual one, but for one file in twenty."
    )
    vocabulary = (
        "black formatted formatting formatter format ruff apply applied run code codebase file entire whole all every python via with by "
        "to across 100% style consistent consistently professional standard pep pep8 8 compliant compliance automated @all"
    )
    examples = (
        Example(
            "formatted, and not formatted",
            "- `tilt/c.py` is formatted with Black\n- 100% formatted files in `tilt/`\n",
            {"tilt/a.py": "x=1\n", "tilt/b.py": "y = {'a':1}\n", "tilt/c.py": "z = 1\n"},
            (
                Expect("format", V.HOLDS, 1),
                Expect("format", V.REFUTED, 2, observed="2 of 3 files are not formatted"),
            ),
        ),
        Example(
            "as the project sets its formatter up",
            "`tilt/c.py` is formatted with Black\n",
            {"tilt/c.py": f"z = [{', '.join(str(n) for n in range(1000, 1024))}]\n", "pyproject.toml": "[tool.black]\nline-length = 150\n"},
            (Expect("format", V.HOLDS, 1),),
        ),
        Example(
            "set up otherwise",
            "`tilt/c.py` is formatted with Black\n",
            {"tilt/c.py": "z = 'a'\n", "ruff.toml": "[format]\nquote-style = 'single'\n"},
            (Expect("format", V.UNVERIFIABLE, 1),),
        ),
        Example(
            "a tool that is set up, and wishes",
            "- Black is configured in pre-commit\n- Format the code with Black\n- Not formatted with Black\n- Uses Black formatting\n",
            {"tilt.py": "x=1\n"},
            (),
        ),
    )

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        match = _BLACK.search(clause.text)
        if match is None or clause.negated or _PARTLY.search(clause.statement.text.plain):
            return
        yield self.claim(clause, Target(), claimed="formatted", explains=explained(clause, *match.span()))

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        measured = [_measured(one, code) for one in scopes_of(claim, code)]
        return next((one for one in measured if one.blocked or one.readings[0].value), measured[0])


def _measured(scope: Scope, code: Codebase) -> Measurement:
    paths = sources(scope, code)
    if not paths:
        return blocked(Reason.NO_SUBJECT, f"no Python in {scope.label}", scope.label)
    own = own_formatting(code)
    best, width = tuple(paths), _WIDTHS[0]
    try:
        for tried in dict.fromkeys((*own.widths, *_WIDTHS)):
            told = unformatted(code.snapshot, paths, tried)
            if len(told) < len(best):
                best, width = told, tried
            if not best:
                break
        silenced = () if best else unformatted(code.snapshot, paths, width, heeding=False)
    except TooMuch as much:
        return blocked(Reason.TOO_LARGE, str(much), scope.label)
    except Unreadable as error:
        return blocked(Reason.INCOMPLETE, str(error), scope.label)
    if silenced:
        return blocked(
            Reason.AMBIGUOUS, f"comments keep the formatter from {len(silenced)} of {len(paths)} files: {silenced[0]}", scope.label
        )
    are = "is" if len(best) == 1 else "are"
    observed = f"{len(best)} of {len(paths)} files {are} not formatted" if best else f"all {len(paths)} files are formatted"
    if best and own.otherwise:
        return blocked(Reason.AMBIGUOUS, f"{observed} by default, but the project sets {own.otherwise}", scope.label)
    if best and len(best) * _STRAY <= len(paths):
        return blocked(Reason.AMBIGUOUS, f"only {observed}", scope.label)
    command = f"ruff format --diff --isolated --line-length {width} {arguments(*best[:5])}".rstrip()
    sites = [Site(path, "", "", 1, 1) for path in best]
    return answer(not best, observed, sites, reproduce=command, subject=scope.label, detail=f"{observed}, in {scope.label}")
