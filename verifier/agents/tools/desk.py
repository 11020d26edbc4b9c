"""What each tool does: text and names in, plain data out. Whatever can't be done is a VerificationError, with a message for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from verifier.agents.files import below, report_in
from verifier.agents.told import MOST, Answer, Unchecked, Wrong, answer, passes, summary, wrong_of
from verifier.agents.tools.forgotten import Forgotten, forgotten
from verifier.api import VerificationError, checking
from verifier.fixing.passes import fix
from verifier.output.explained import chosen, render
from verifier.output.sentences import BETWEEN, NOTHING_READ, how_far, sentences
from verifier.output.style import Style
from verifier.reading.source import read_source
from verifier.registry import installed
from verifier.result import Corrected, Result, RunOptions
from verifier.suppression import read_suppressions, suppressed

LIST, MESSAGE, TEXT = "<claims>", "<message>", "<text>"


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim as data: `subject` is a path or a name, `says` the rest of the sentence ("has 39 lines")."""

    subject: str
    says: str


@dataclass(frozen=True, slots=True)
class Told:
    """A listed sentence: whether all of it was checked and holds, and how far it was checked."""

    text: str
    holds: bool
    checked: str


@dataclass(frozen=True)  # no slots: the schema of an answer takes them for defaults
class ClaimsAnswer:
    """What became of a list and of the message that it is about. It passes when nothing in either is refuted or stale."""

    passes: bool
    summary: str
    sentences: list[Told]
    wrong: list[Wrong]
    forgotten: list[Forgotten]
    left_off: int  # entries of the last two lists that are not told


@dataclass(frozen=True, slots=True)
class Explanation:
    """One claim: how it was read, where it was looked up, and what would be right."""

    id: str
    line: int
    verdict: str
    explanation: str


@dataclass(frozen=True)  # no slots: the schema of an answer takes them for defaults
class CorrectedText:
    """A text with all corrections that are safe to make, and what remains to be mended by hand or was not checked."""

    text: str
    made: list[Corrected]
    passes: bool
    summary: str
    wrong: list[Wrong]
    not_checked: list[Unchecked]
    left_off: int


class Desk:
    """Answers about one repository, and about nothing outside it."""

    def __init__(self, root: Path, options: RunOptions) -> None:
        self._root, self._options = root, options

    def report(self, report: str, repo: str, rev: str | None) -> Answer:
        return answer(self._reported(report, repo, rev))

    def claims(self, claims: Sequence[str | Claim], message: str) -> ClaimsAnswer:
        given = list(map(_sentence, claims))
        if not given and not message.strip():
            raise VerificationError("nothing to check: give sentences, or the message that they are of")
        listed = self._text(LIST, BETWEEN.join(given)) if given else None
        whole = self._text(MESSAGE, message) if message.strip() else None
        wrong = wrong_of(listed) if listed else []
        missed = forgotten(whole, listed.outcome.findings if listed else (), given) if whole else []
        both = [(name, result.outcome) for name, result in (("list", listed), ("message", whole)) if result]
        return ClaimsAnswer(
            passes=all(passes(outcome) for _, outcome in both),
            summary="; ".join(f"{name}: {summary(outcome)}" for name, outcome in both),
            sentences=_told(given, listed) if listed else [],
            wrong=wrong[:MOST],
            forgotten=missed[:MOST],
            left_off=sum(len(one[MOST:]) for one in (wrong, missed)),
        )

    def explain(self, which: str, report: str, text: str, repo: str, rev: str | None) -> list[Explanation]:
        if bool(report) == bool(text):
            raise VerificationError("name a report, or give a text: one of the two")
        result = self._reported(report, repo, rev) if report else self._text(TEXT, text, repo, rev)
        found = chosen(result, which)
        if not found:
            lines = sorted({finding.claim.span.line for finding in result.outcome.findings})[:MOST]
            known = f"; there are claims on the lines {', '.join(map(str, lines))}" if lines else "; there are no claims at all"
            raise VerificationError(f"no claim is called {which}, and none stands on such a line{known}")
        rules = installed()
        return [
            Explanation(
                name, one.claim.span.line, one.verdict.value, render(result, name, one, rules[one.claim.rule].load().summary, Style())
            )
            for name, one in found[:MOST]
        ]

    def correct(self, text: str) -> CorrectedText:
        with checking(self._root, options=self._options, name=TEXT) as against:
            source = read_source(TEXT, _encoded(text))
            fixed = fix(source, against.check(source), against.check, unsafe=False)
        result = Result(fixed.source, fixed.outcome)
        remains = answer(result)
        return CorrectedText(
            text=text if fixed.source is source else fixed.source.data.decode("utf-8"),
            made=[Corrected(one.span.line, finding.claim.rule, one.how.value, finding.claim.claimed, finding.observed)
                  for one in fixed.made for finding in one.findings],
            passes=remains.passes,
            summary=remains.summary,
            wrong=remains.wrong,
            not_checked=remains.not_checked,
            left_off=remains.left_off,
        )  # fmt: skip

    def _reported(self, report: str, repo: str, rev: str | None) -> Result:
        """A report below the repository, with what it asks not to be told of set aside."""
        path, data = report_in(self._root, report)
        with checking(below(self._root, repo), rev or None, self._options, name=report) as against:
            source = read_source(report, data)
            outcome = against.check(replace(source, path=str(path)))
            return Result(source, suppressed(outcome, read_suppressions(source.lines)))

    def _text(self, name: str, text: str, repo: str = ".", rev: str | None = None) -> Result:
        """A text that is no file. What it asks not to be told of is told: who writes a message does not suppress what is found in it."""
        with checking(below(self._root, repo), rev or None, self._options, name=name) as against:
            source = read_source(name, _encoded(text))
            return Result(source, against.check(source))


def _sentence(claim: str | Claim) -> str:
    if isinstance(claim, str):
        return claim
    if "`" in claim.subject or "\n" in claim.subject:
        raise VerificationError(f"{claim.subject!r} is no subject: name a path or a thing in the code")
    return f"`{claim.subject}` {claim.says.strip().rstrip('.')}."


def _told(given: Sequence[str], listed: Result) -> list[Told]:
    return [
        Told(one.text, one.stands, "; ".join(how_far(item, listed.outcome) for item in one.statements) or NOTHING_READ)
        for one in sentences(given, listed.outcome)
    ]


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")  # half a surrogate pair is no character
