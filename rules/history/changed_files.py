"""Files that are said to be added, changed or removed: so the last commits before the report say."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.model import Claim, Finding, Measurement, Reading, Reason
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Form, Path
from verifier.reading.says.words import ARROWS, Sort, Word, words_of
from verifier.repository.kinds import is_test
from verifier.repository.log import Step
from verifier.repository.scope import Scope
from verifier.reproduce import arguments
from verifier.rule import Example, Expect, Rule

from .deeds import Deed, announced_above, as_told, deed_of, heads_its_item, says_done, told_beside, told_when

_FORMS = frozenset((Form.ITEM, Form.CHECK_ITEM, Form.SENTENCE, Form.KEY_VALUE, Form.CELL, Form.HEADING, Form.FENCE_LINE))
_STATUSES = {Deed.ADDED: "A", Deed.CHANGED: "MR", Deed.REMOVED: "D", Deed.MOVED: "R"}
_FEW = 5  # words


def _named(pattern: str) -> Callable[[str], bool]:
    wanted = re.compile(pattern, re.I)
    return lambda path: bool(wanted.search(path))


_TEXTS = _named(r"\.(?:md|mdx|rst|adoc|txt)$")
_SORTS: dict[str, Callable[[str], bool]] = {
    **dict.fromkeys(("test", "tests"), is_test),
    **dict.fromkeys(("documentation", "docs", "documents"), _TEXTS),
    "readme": _named(r"(?:^|/)readme\b"),
    "changelog": _named(r"(?:^|/)changelog\b"),
    **dict.fromkeys(("dockerfile", "dockerfiles"), _named(r"(?:^|/)(?:[\w-]+\.)?dockerfile")),
    **dict.fromkeys(("workflow", "workflows", "ci"), _named(r"^\.github/workflows/|\.gitlab-ci\.yml$")),
}
_VERBS = {"A": "added", "M": "changed", "D": "removed", "R": "moved"}


@dataclass(frozen=True, slots=True)
class Target:
    path: str
    deed: Deed


class ChangedFiles(Rule[Target]):
    """ "`store.py` (NEW)", "Updated `README.md`", "Files modified:" above a list."""

    name = "changed-files"
    infers = True
    reads_standing = True
    kinds = ("change",)
    summary = "The last commits before the report, or what is not committed yet, add, change or remove the file; never refuted."
    vocabulary = "new file add create modify update change edit delete remove move rename"
    examples = (
        Example(
            "without a history nothing is known",
            "- `store.py` (NEW)\n- Updated `README.md`\n- `store.py` was changed\n",
            {"store.py": "", "README.md": ""},
            tuple(Expect("change", V.UNVERIFIABLE, line) for line in (1, 2, 3)),
            also=("file-exists",),
        ),
        Example(
            "nothing is said to be done",
            "- `store.py` is new to most readers\n- Update `README.md`\n- `store.py` should be changed\n"
            "- `store.py` keeps the updated rows\n",
            {"store.py": "", "README.md": ""},
            (),
        ),
    )

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if clause.form not in _FORMS or not says_done(clause):
            return
        if clause.statement.ticked is False:
            return
        words = words_of(clause.statement.text)
        if beside := _beside(clause, words):
            yield self.claim(clause, beside, subject=beside.path, claimed=beside.deed.value, text=f"{beside.path} {clause.text}")
            return
        if not clause.position and (sort := _sort_changed([word for word in words if word.sort is not Sort.MARK])):
            yield self.claim(clause, Target(sort, Deed.CHANGED), subject=sort, claimed="changed", text=clause.statement.text.plain)
        own = {mention.span: mention for mention in clause.own(Path)}
        for at, word in enumerate(words):
            mention = own.get(word.mention.span) if word.mention is not None else None
            if mention is None or mention.value.glob:
                continue
            told = told_beside(words, at)
            deed, first, last = told or (None, at, at)
            if deed is None and heads_its_item(clause, words, at) and not any(word.text in ARROWS for word in words):
                deed = announced_above(clause)
            if deed is None:
                continue
            start, end = words[min(first, at)].start, words[max(last, at)].end
            text = clause.statement.text
            yield self.claim(
                clause,
                Target(mention.value.text, deed),
                subject=mention.value.text,
                claimed=deed.value,
                text=text.plain[start:end],
                span=mention.span,
                explains=tuple(text.span(words[one].start, words[one].end) for one in sorted({first, at, last})),
            )

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        steps = [step for step in _steps(target, code, claim) if step.status in _STATUSES[target.deed]]
        steps = [step for step in steps if step.status != "A" or step.commit.parent or not step.commit.id]  # what came first, was it new?
        if not steps:
            return Measurement(
                blocked=Reason.NEEDS_BASE, detail=f"no commit shortly before the report {target.deed.value} it", subject=claim.subject
            )
        step = steps[0] if target.deed is not Deed.ADDED else steps[-1]
        told = f"{_VERBS[step.status]} {told_when(step.commit)}"
        reproduce = f"git log --oneline --name-status -- {arguments(step.path)}"
        return Measurement((Reading(told, True),), reproduce=reproduce, subject=step.path, detail=told)

    def is_guess(self, finding: Finding) -> bool:
        return finding.verdict is V.UNVERIFIABLE

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        return as_told(claim, measurement)


def _beside(clause: Clause, words: Sequence[Word]) -> Target | None:
    """What a cell beside a file, or a remark behind it in a tree, says was done to it: "New", "Modified - more rows"."""
    said = [word for word in words if word.sort is not Sort.MARK or word.text in ("-", "–", "—", ":")]
    if not said or clause.position or (len(said) > 1 and said[1].sort is not Sort.MARK):
        return None
    deed = Deed.ADDED if said[0].lower == "new" else deed_of(said[0])
    tree, row = clause.context.tree, clause.context.row if clause.form is Form.CELL else ()
    if deed is None or deed is Deed.MOVED:
        return None
    if tree is not None and clause.form is Form.FENCE_LINE:
        return Target(tree.path, deed)
    head = list(words_of(row[0].text)) if row and row[0].text.runs != clause.statement.text.runs else []
    if len(head) == 1 and head[0].mention is not None and isinstance(head[0].mention.value, Path):
        return Target(head[0].mention.value.text, deed)
    return None


def _sort_changed(words: Sequence[Word]) -> str:
    """The sort of files that a statement says is changed and nothing else: "Documentation updated"."""
    if not 1 < len(words) <= _FEW or any(word.sort is not Sort.WORD for word in words) or deed_of(words[-1]) is not Deed.CHANGED:
        return ""
    named = [word.lower for word in words[:-1] if word.lower not in ("files", "file", "have", "been", "was", "were", "the")]
    return named[0] if len(named) == 1 and named[0] in _SORTS else ""


def _steps(target: Target, code: Codebase, claim: Claim[Target]) -> list[Step]:
    """What was done to the file, or below the directory, newest first; to one that is gone under its last name."""
    work, told = code.work, target.path.strip("/")
    if target.path in _SORTS:
        return [step for step in work.steps if _SORTS[target.path](step.path)]
    near = tuple(posixpath.dirname(path) for path in claim.hints.paths if path != target.path)
    one = code.index.resolve(target.path, near)
    if target.deed is Deed.REMOVED:
        if one.matches:
            return []
        return [step for step in work.steps if step.status == "D" and (step.path == told or step.path.endswith(f"/{told}"))]
    if one.path is None:
        return []
    return list(work.of(one.path) or work.below(one.path))
