"""What is said to have been done within a file, in words that its last changes have: "Added retries to the upload"."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.model import Claim, Finding, Measurement, Reading, Reason
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Form, Origin, Path
from verifier.reading.says.words import Sort, Word, words_of
from verifier.repository.kinds import is_source, is_test
from verifier.repository.log import Step
from verifier.repository.scope import Scope
from verifier.reproduce import arguments
from verifier.rule import Example, Expect, Rule

from ..symbols.likeness import key, keys_of, telling_words, topic_words
from .deeds import Deed, as_told, deed_of, says_done, told_when

_FORMS = frozenset((Form.ITEM, Form.CHECK_ITEM, Form.SENTENCE, Form.KEY_VALUE, Form.CELL))
_ABOVE = frozenset((Origin.SELF, Origin.ROW, Origin.PARENT, Origin.LEAD_IN, Origin.HEADING, Origin.KEY))
_LONGEST = 14  # words of a statement
_SHORT = 4  # letters of a word that may stand alone
_WIDEST = 1_000  # characters of a changed line that are looked at
_STEPS = 12  # of a file


@dataclass(frozen=True, slots=True)
class Target:
    path: str
    words: tuple[str, ...]
    deed: Deed


class ChangedLines(Rule[Target]):
    """ "Added retries to the upload" below "`store.py`", "Updated the installation steps in `README.md`"."""

    name = "changed-lines"
    infers = True
    reads_standing = True
    kinds = ("change",)
    summary = "The last commits before the report change lines of the file that have the words; never refuted."
    examples = (
        Example(
            "without a history nothing is known",
            "- `store.py`\n  - Added retries to the upload\n  - Upload logic updated\n\nUpdated the installation steps in `README.md`.\n",
            {"store.py": "", "README.md": ""},
            tuple(Expect("change", V.UNVERIFIABLE, line) for line in (2, 3, 5)),
            also=("file-exists",),
        ),
        Example(
            "of no file, or not done",
            "- Added retries to the upload\n- `store.py`\n  - Add retries to the upload\n  - The upload has retries\n",
            {"store.py": ""},
            (),
            also=("file-exists",),
        ),
    )

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if clause.form not in _FORMS or not says_done(clause):
            return
        path = file_of(clause)
        words = [word for word in words_of(clause.statement.text) if word.sort is not Sort.MARK]
        if path is None or clause.position or clause.statement.ticked is False or len(words) > _LONGEST:
            return
        while words and _is_path(words[0]):  # "`a.py` - Added retries"
            words = words[1:]
        deed = _done(words)
        told = telling_words(" ".join(topic_words(" ".join(word.text for word in words if _tells(word)))))
        if deed is None or not told or (len(told) == 1 and len(told[0]) < _SHORT):
            return
        yield self.claim(clause, Target(path, told, deed), subject=" ".join(told), claimed=deed.value, text=clause.statement.text.plain)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        path = _place(target.path, tuple(path for path in claim.hints.paths if path != target.path), code)
        wanted = {key(word) for word in target.words}
        for step in (code.work.of(path) if path else ())[:_STEPS]:
            if step.status == "A" and (target.deed is not Deed.ADDED or (step.commit.id and step.commit.parent is None)):
                continue  # what was made new was not changed, and what came first need not be new
            line = _met(wanted, _sides(code, step, target.deed is Deed.REMOVED))
            if line:
                words = ("show", step.commit.short) if step.commit.id else ("diff",)
                reproduce = f"git {arguments(*words)} -- {arguments(step.path)}"
                shown = "" if code.snapshot.withheld(step.path) else f": {line.strip()[:100]}"  # it may stand there no more
                detail = f"{step.path} was changed so {told_when(step.commit)}{shown}"
                return Measurement((Reading("words", True),), reproduce=reproduce, subject=step.path, detail=detail)
        return Measurement(blocked=Reason.NEEDS_BASE, detail="no change shortly before the report has these words", subject=claim.subject)

    def is_guess(self, finding: Finding) -> bool:
        return finding.verdict is V.UNVERIFIABLE

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        return as_told(claim, measurement)


def file_of(clause: Clause) -> str | None:
    """The one file that the statement, what stands right above it, or the head of its row is about."""
    if clause.form is Form.CELL:
        head = clause.context.row[0].text if clause.context.row else clause.statement.text
        words = words_of(head)
        if len(words) != 1 or head.runs == clause.statement.text.runs:
            return None
        file = words[0].mention.value if words[0].mention is not None else None
        if isinstance(file, Path):
            return None if file.directory or file.glob else file.text
        return head.plain.strip("`") if _is_component(head.plain.strip("`")) else None
    for mention in (*clause.mentions, *clause.context.located):
        if isinstance(mention.value, Path) and mention.origin in _ABOVE:
            return None if mention.value.directory or mention.value.glob else mention.value.text
    return None


def _is_component(name: str) -> bool:
    """Whether a name is written as components and classes are, whose files are called so: "RowTable"."""
    return name.isidentifier() and name[0].isupper() and any(map(str.isupper, name[1:])) and any(map(str.islower, name))


def _place(name: str, near: tuple[str, ...], code: Codebase) -> str | None:
    """The file that a path names, or the one source file that is called like a component."""
    if not _is_component(name):
        return code.index.resolve(name, near).path
    called = [path for path in code.index.entries if posixpath.basename(path).partition(".")[0] == name and is_source(path)]
    own = [path for path in called if not is_test(path)]
    return own[0] if len(own) == 1 else None


def _done(words: Sequence[Word]) -> Deed | None:
    """What was done, by a verb in the past that begins the statement or ends it."""
    if not words:
        return None
    return deed_of(words[0]) or deed_of(words[-1]) if words[0].sort is Sort.WORD else deed_of(words[-1])


def _tells(word: Word) -> bool:
    """Whether a word is neither the file, nor the deed, nor a number."""
    return not _is_path(word) and word.sort is not Sort.NUMBER and deed_of(word) is None


def _is_path(word: Word) -> bool:
    return word.mention is not None and isinstance(word.mention.value, Path)


def _sides(code: Codebase, step: Step, removed: bool) -> tuple[tuple[str, frozenset[str]], ...]:
    """The lines that a step added, or removed, each with the keys of its words."""
    kept = code.index.memo.get(("changed lines", step, removed))
    if not isinstance(kept, tuple):
        lines = code.work.lines(step)[removed]
        kept = tuple((line, keys_of(re.sub(r"[^A-Za-z0-9_]+", " ", line[:_WIDEST]))) for line in lines)
        code.index.memo["changed lines", step, removed] = kept
    return kept


def _met(wanted: set[str], lines: Sequence[tuple[str, frozenset[str]]]) -> str:
    """The changed line that has most of the words, where lines changed together have nearly all; "" where they don't."""
    best, most, seen = "", 0, set[str]()
    for line, keys in lines:
        has = wanted & keys
        seen |= has
        if len(has) > most:
            best, most = line, len(has)
    return best if len(seen) >= len(wanted) - len(wanted) // 3 and most * 2 >= len(wanted) else ""
