"""Whether every line of the source is as short as the report says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from verifier.codebase import Codebase
from verifier.model import Claim, Correction, Finding, Measurement, Reading, Reason, ScopeHints, Site, Span
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Form, Path
from verifier.reading.english.lexis import denies
from verifier.reading.says.words import Sort, words_of
from verifier.repository.gaps import gaps
from verifier.repository.kinds import SOURCE_LANGUAGES, classes_of, language_of
from verifier.repository.scope import Scope, candidates, whole
from verifier.repository.snapshot import Unreadable
from verifier.reproduce import arguments, search
from verifier.rule import Example, Expect, left_out
from verifier.shapes.lookup import Lookup, answer, blocked

_UNITS = frozenset("character characters char chars column columns".split())
_AT_MOST = frozenset("maximum max under within below most shorter all every fits enforced respected kept".split())
_BELOW = frozenset("under below shorter".split())
_OVER = frozenset("over above longer exceed exceeds exceeding beyond".split())
_FEW = 6  # directories and kinds of file that a command names
_LEAST, _MOST = 40, 400  # columns that anybody limits lines to
_EXEMPT = re.compile(r"://|#\s*noqa|eslint-disable|prettier-ignore|fmt:\s*(?:off|skip)")  # what linters let pass


@dataclass(frozen=True, slots=True)
class Target:
    limit: int
    number: Span | None = None  # the limit as it stands in the report
    below: bool = False  # "under 80": a line of 80 is too long


class LineLength(Lookup[Target]):
    """ "Line length: 88 characters maximum", "All lines under 100 columns", "No lines over 120 characters"."""

    name = "line-length"
    kinds = ("line-length",)
    quotes = False
    summary = "No line of the source in scope is longer than the limit that is told, addresses and what linters let pass aside."
    vocabulary = (
        "line length character column maximum limit enforced kept respected under within over longer exceed all every no none code source "
        "file @none @all"
    )
    examples = (
        Example(
            "kept, and not kept",
            "- Line length: 88 characters maximum in `orbit.py`\n- All lines of `tilt.py` are under 60 characters\n"
            "- No lines over 60 characters in `orbit.py`\n- Line length limits enforced in `tilt.py` (60 characters)\n",
            {"orbit.py": "x = 1\n", "tilt.py": "x = 1\ny = '" + "a" * 70 + "'\n"},
            (
                Expect("line-length", V.HOLDS, 1),
                Expect("line-length", V.REFUTED, 2, observed="1 line is longer than 60 characters, the longest 76"),
                Expect("line-length", V.HOLDS, 3),
                Expect("line-length", V.REFUTED, 4),
            ),
        ),
        Example(
            "no limit of lines, or a setting",
            "- Line length: 100\n- Messages under 100 characters\n- Some lines over 120 characters\n- Line 88 has 3 characters\n",
            {"a.py": ""},
            (),
        ),
    )

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        limit = _limit([word.lower for word in words_of(clause.words) if word.sort is not Sort.MARK])
        if limit is None and clause.position == 0 and clause.form is Form.KEY_VALUE:
            limit = _limit([*re.findall(r"[a-z]+", clause.context.key.lower()), *re.findall(r"[\w.]+", clause.text.lower())])
        if limit is None and clause.position == 0 and clause.form is Form.ITEM:  # "Line length limits enforced (88 characters)"
            limit = _limit([word.lower for word in words_of(clause.statement.text) if word.sort is not Sort.MARK])
        if limit is not None and not clause.hedge:
            named = tuple(mention.span for mention in clause.own(Path))
            words = words_of(clause.words)
            places = [clause.words.span(word.start, word.end) for word in words if word.sort is Sort.NUMBER and word.text == str(limit)]
            below = bool(_BELOW & {word.lower for word in words})
            target = Target(limit, places[0] if len(places) == 1 else None, below)
            yield self.claim(clause, target, claimed=f"at most {limit}", explains=named)

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        finding, target = super().judge(claim, measurement), claim.target
        if finding.verdict is not V.REFUTED or target.number is None:
            return finding
        longest = int(measurement.readings[2].value) + target.below
        return replace(finding, correction=Correction(target.number, str(longest))) if longest <= _MOST else finding

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        named = candidates(ScopeHints(paths=claim.hints.paths), code.index)[:-1] if claim.hints.paths else ()
        reviewed = candidates(ScopeHints(reviewed=claim.hints.reviewed), code.index)[:-1]
        scopes = named[:1] or (*reviewed, whole())
        found = [_measured(one, claim.target.limit, code) for one in scopes]
        return next((one for one in found if one.blocked or one.readings[0].value), found[0])


def _limit(words: Sequence[str]) -> int | None:
    """The columns that no line is said to exceed."""
    numbers = [int(word) for word in words if word.isdecimal() and len(word) < 4 and _LEAST <= int(word) <= _MOST]
    if len(numbers) != 1 or not {"line", "lines"} & set(words):
        return None
    length = any(word == "line" and words[at + 1 : at + 2] == ["length"] for at, word in enumerate(words))
    if not (length or "lines" in words) or not _UNITS & set(words):
        return None
    if any(denies(word) for word in words):
        return numbers[0] if _OVER & set(words) else None
    return numbers[0] if _AT_MOST & set(words) and not _OVER & set(words) else None


def _measured(scope: Scope, limit: int, code: Codebase) -> Measurement:
    sites: list[Site] = []
    longest = number = 0
    read: list[str] = []
    unread = list(map(str, gaps(scope, code.snapshot)))
    for path in scope.files_in(code.index, SOURCE_LANGUAGES):
        if language_of(path) in ("", "html") or classes_of(path) - {"test"}:
            continue
        try:
            lines = code.snapshot.text(path).split("\n")
        except Unreadable as error:
            unread.append(str(error))
            continue
        number += len(lines)
        read.append(path)
        for row, line in enumerate(lines, 1):
            if len(line.rstrip()) > limit and not _EXEMPT.search(line):
                longest = max(longest, len(line.rstrip()))
                sites.append(Site(path, "", "", row, row))
    if not number and not unread:
        return blocked(Reason.NO_SUBJECT, f"no source in {scope.label}", scope.label)
    endings = sorted({path.rpartition(".")[2] for path in read})
    within = arguments(*(f"{start}/*.{ending}".lstrip("/") for start in scope.prefixes[:_FEW] for ending in endings[:_FEW]))
    are = "line is" if len(sites) == 1 else "lines are"
    told = f"{len(sites)} {are} longer than {limit} characters, the longest {longest}" if sites else "none longer"
    if unread and not sites:
        return blocked(Reason.INCOMPLETE, left_out(unread), scope.label)
    found = answer(not sites, told, sites, subject=scope.label, reproduce=search("-nE", f"^.{{{limit + 1},}}", within=within))
    return replace(found, readings=(*found.readings, Reading("longest", longest)))
