"""The last commit, how many followed a tag, and when a tag was set, by the log."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from verifier.codebase import Codebase
from verifier.model import Claim, Measurement, Reason
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Form
from verifier.reading.numbers import NUMBER_WORDS
from verifier.repository.chronicle import Chronicle, Told
from verifier.repository.scope import Scope
from verifier.reproduce import arguments
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

_TAG = (
    r"(?:the\s+)?(?:release\s+|version\s+|git\s+)?(?:tag(?:ged)?\s+)?`?(?P<tag>v?\d+(?:\.\d+)+[\w.-]*|[\w./-]*\d+\.\d+[\w.-]*)`?"
    r"(?:\s+tag)?"
)
_NUMBER = r"(?P<number>\d{1,6}|" + "|".join(NUMBER_WORDS) + r")"
_LAST = (
    r"(?:the\s+)?(?:most\s+recent|last|latest|newest|head|tip)\s+commit(?:\s+\(?`?[0-9a-f]{7,40}`?\)?)?"
    r"(?:\s+(?:on|of)\s+(?:the\s+)?(?:main|master|repository|branch|project))?"
)
_WHO = r"(?-i:(?P<who>[A-Z][\w'’-]+(?:\s+(?:[A-Z][\w'’-]*\.?|de|van|von|der|la|al|bin)){1,3}))"
_HEAD = r"(?:`?HEAD`?|`?main`?|`?master`?|the\s+(?:main\s+|default\s+)?branch|the\s+(?:repository|project|code))"
_DONE = r"(?:(?:have|has|were)\s+)?(?:(?:been\s+)?(?:followed|made|landed|come|added|accumulated|happened|been)\s+)?"


def _patterns(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"^{pattern}$", re.I) for pattern in patterns)


_BY = _patterns(
    rf"{_LAST}\s+(?:is|was|comes|came|stems|has\s+been)\s+(?:made\s+|authored\s+|written\s+|pushed\s+)?by\s+{_WHO}",
    rf"{_LAST}\s*[:–—-]\s*by\s+{_WHO}",
    rf"{_WHO}\s+(?:made|wrote|authored|pushed)\s+{_LAST}",
)
_TOUCHES = _patterns(
    rf"{_LAST}\s+(?:touches|touched|changes|changed|modifies|modified|affects|affected|edits|spans|covers)\s+{_NUMBER}\s+files?",
    rf"{_NUMBER}\s+files?\s+(?:are|were|was|is)\s+(?:changed|touched|modified)\s+(?:in|by)\s+{_LAST}",
)
_SINCE = _patterns(
    rf"(?:there\s+(?:are|were|have\s+been)\s+)?(?:exactly\s+)?{_NUMBER}\s+commits?\s+{_DONE}"
    rf"(?:(?:since|after|on\s+top\s+of|past|beyond)\s+)?{_TAG}",
    rf"since\s+{_TAG},?\s+(?:there\s+(?:are|have\s+been)\s+)?{_NUMBER}\s+commits?(?:\s+(?:have\s+)?(?:followed|been made|landed))?",
    rf"{_HEAD}\s+is\s+{_NUMBER}\s+commits?\s+(?:ahead\s+of|past|after|beyond)\s+{_TAG}",
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TAGGED = _patterns(rf"{_TAG}\s+(?:is|was|has\s+been)\s+(?:tagged|dated|set|created|made)\s+(?:on\s+|at\s+)?(?P<day>{_DAY.pattern})")


def _first(patterns: tuple[re.Pattern[str], ...], text: str) -> re.Match[str] | None:
    return next((match for pattern in patterns if (match := pattern.match(text))), None)


class Asks(str, Enum):
    AUTHOR = "author of the last commit"
    FILES = "files of the last commit"
    SINCE = "commits since"
    DATE = "date of"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    asks: Asks
    value: str
    tag: str = ""
    firm: bool = True  # False: a release is seldom published on its tag's very day


class Commits(Lookup[Target]):
    """ "The last commit is by Ada Brook", "12 commits since v2.1.0", "v2.1.0 | 2023-05-17" in a table of tags."""

    name = "commits"
    kinds = ("history",)
    summary = "Author and size of the last commit, the number of commits after a tag and a tag's day are what git says."
    vocabulary = "most commit tag author touch change file follow since after last recent latest date"
    examples = (
        Example(
            "without a history nothing is known",
            "The last commit is by Ada Brook. It has 12 files.\n\n12 commits have followed v2.1.0. The latest commit changes 3 files.\n\n"
            "| Tag | Date |\n|---|---|\n| v2.1.0 | 2023-05-17 |\n",
            {"a.py": ""},
            (
                Expect("history", V.UNVERIFIABLE, 1, "author of the last commit", "Ada Brook"),
                Expect("history", V.UNVERIFIABLE, 3, "commits since v2.1.0", "12"),
                Expect("history", V.UNVERIFIABLE, 3, "files of the last commit", "3"),
                Expect("history", V.UNVERIFIABLE, 7, "date of v2.1.0", "2023-05-17"),
            ),
        ),
        Example(
            "other commits and dates",
            "Two commits since v2.1.0 touch the parser. The last commit should change 3 files. The report is of 2023-05-17.\n",
            {"a.py": ""},
            (),
        ),
    )

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        if clause.negated:
            return
        if clause.form is Form.CELL:
            yield from self._cell(clause)
            return
        if clause.position:
            return
        text = re.sub(r"\s+", " ", clause.statement.text.plain).strip(" .;`")
        if match := _first(_BY, text):
            yield self._asked(clause, Asks.AUTHOR, match["who"])
        elif match := _first(_TOUCHES, text):
            yield self._asked(clause, Asks.FILES, _digits(match["number"]))
        elif match := _first(_SINCE, text):
            yield self._asked(clause, Asks.SINCE, _digits(match["number"]), match["tag"])
        elif match := _first(_TAGGED, text):
            yield self._asked(clause, Asks.DATE, match["day"], match["tag"])

    def _cell(self, clause: Clause) -> Iterator[Claim[Target]]:
        row, day = clause.context.row, clause.text.strip(" `")
        if (
            not row
            or not _DAY.fullmatch(day)
            or not re.fullmatch(r"\W*(?:tag )?(?:date|day|tagged|tagged on)\W*", clause.context.header, re.I)
        ):
            return
        tag = row[0].text.plain.strip(" `*")
        if re.fullmatch(r"\W*(?:git )?(?:tag|release|version)\W*", row[0].header, re.I) and re.fullmatch(r"[\w./-]*\d[\w./-]*", tag):
            firm = "tag" in row[0].header.lower() or "tag" in clause.context.header.lower()
            yield self._asked(clause, Asks.DATE, day, tag, firm)

    def _asked(self, clause: Clause, asks: Asks, value: str, tag: str = "", firm: bool = True) -> Claim[Target]:
        whole = clause.statement.text
        explains = (whole.span(0, len(whole.plain)),)  # the patterns read all of it
        target = Target(asks=asks, value=value, tag=tag, firm=firm)
        return self.claim(clause, target, subject=f"{asks.value} {tag}".strip(), claimed=value, text=clause.in_full, explains=explains)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        chronicle, target = code.history.chronicle, claim.target
        if chronicle is None:
            return blocked(Reason.NO_HISTORY, code.history.problem or "no history", claim.subject)
        last = code.snapshot.revision or ""
        if target.asks in (Asks.AUTHOR, Asks.FILES):
            latest = chronicle.latest(last)
            if not latest:
                return blocked(Reason.NO_HISTORY, "no commit", claim.subject)
            return _author(target.value, latest) if target.asks is Asks.AUTHOR else _files(int(target.value), latest, chronicle)
        found = chronicle.after(target.tag, last)
        if found is None:
            return blocked(Reason.NO_HISTORY, f"{target.tag} names no commit here", claim.subject)
        return _since(int(target.value), target.tag, last, chronicle) if target.asks is Asks.SINCE else _dated(target, chronicle)


def _author(who: str, latest: tuple[Told, ...]) -> Measurement:
    wanted = set(re.findall(r"\w{2,}", who.lower()))
    names = [f"{one.author} {one.email} {one.committer} {one.helpers}".lower() for one in latest]
    known = any(wanted & set(re.findall(r"[^\W_]{2,}", name)) for name in names)
    return answer(known, latest[0].author, reproduce="git log -1 --format=%an", detail=f"{latest[0].short} is by {latest[0].author}")


def _files(number: int, latest: tuple[Told, ...], chronicle: Chronicle) -> Measurement:
    if latest[0].merge:
        return blocked(Reason.AMBIGUOUS, "the last commit is a merge")
    counts = chronicle.files_of(latest[0].id)
    if not counts:
        return blocked(Reason.NO_HISTORY, "git did not tell the files of the last commit")
    detail = f"{latest[0].short} touches {counts[0]} files"
    return answer(number in counts, str(counts[0]), reproduce="git show --stat --format= HEAD", detail=detail)


def _since(number: int, tag: str, last: str, chronicle: Chronicle) -> Measurement:
    found, main = chronicle.after(tag, last) or (), chronicle.after(tag, last, main_line=True) or ()
    counts = {len(found), len([one for one in found if not one.merge]), len(main)}
    return answer(
        number in counts,
        str(len(found)),
        reproduce=f"git rev-list --count {arguments(tag)}..HEAD",
        detail=f"{len(found)} commits follow {tag}",
    )


def _dated(target: Target, chronicle: Chronicle) -> Measurement:
    commits = chronicle.latest(target.tag)[:1]
    days = [day for day in (chronicle.tagged(target.tag), *(day for one in commits for day in (one.authored, one.committed))) if day]
    try:
        near = any(abs((date.fromisoformat(day) - date.fromisoformat(target.value)).days) <= 1 for day in days)
    except ValueError:
        return blocked(Reason.NO_SUBJECT, "no date", target.tag)
    if not near and not target.firm:
        return blocked(Reason.AMBIGUOUS, f"{target.tag} was tagged on {days[0]}; the release may be of another day", target.tag)
    return answer(
        near, days[0], reproduce=f"git log -1 --format=%ad --date=short {arguments(target.tag)}", detail=f"{target.tag} is of {days[0]}"
    )


def _digits(text: str) -> str:
    return str(int(NUMBER_WORDS[text.lower()])) if text.lower() in NUMBER_WORDS else text
