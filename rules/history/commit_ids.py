"""The commits that a report names by their ids are in the repository."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from verifier.codebase import Codebase
from verifier.model import Claim, Finding, Measurement, Reason, Span
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Form
from verifier.repository.scope import Scope
from verifier.reproduce import arguments
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

_ID = r"(?P<id>(?=[0-9a-f]*[a-f])[0-9a-f]{7,40})(?![\w-])"
_NAMED = re.compile(rf"\bcommits?\s+(?:(?:id|hash|sha|with|is|was|no\.|the)\s+){{0,2}}[`(#]*{_ID}", re.I)
_FIRST = re.compile(rf"^\W*{_ID}(?:\s*$|\s*[-–—:|(]|\s+[A-Za-z])")
_WHOLE = re.compile(rf"^\W*{_ID}\W*$")
_COMMITS = re.compile(r"^\W*(?:[\w-]+\s+){0,3}(?:commits?|git\s+(?:log|history)|commit\s+\w+)\b", re.I)
_COLUMN = re.compile(r"^\W*(?:git\s+)?(?:commits?|sha|hash|revision)(?:\s+(?:id|hash|sha))?\W*$", re.I)
# Ids of other repositories, and of things that are no commits of this one.
_OTHERS = re.compile(
    r"\b(?:upstream|forks?|submodules?|vendor\w*|actions?|images?|digests?|docker|dependenc\w+|other repo\w*|blobs?|trees?|checksums?|"
    r"rebased?|squash\w*|amend\w*|e\.g|example|unknown)\b|@|https?:|\b[\w.-]+/[\w.-]+#",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    commit: str


class CommitIds(Lookup[Target]):
    """ "`1a2b3c4` - Add the parser" below "Commits", "fixed in commit 1a2b3c4"."""

    name = "commit-ids"
    kinds = ("history",)
    summary = "A commit of that id is in the repository; one that is not is doubtful, since history may have been rewritten."
    vocabulary = "commit hash sha id revision fix add"
    quotes = False
    examples = (
        Example(
            "without a history nothing is known",
            "# Commits\n\n- `deadbee` - Add the thing\n- Fixed in commit 1a2b3c4\n\n"
            "| Commit | Message |\n|---|---|\n| `1a2b3c5` | Fix it |\n",
            {"a.py": ""},
            (
                Expect("history", V.UNVERIFIABLE, 3, "commit deadbee"),
                Expect("history", V.UNVERIFIABLE, 4, "commit 1a2b3c4"),
                Expect("history", V.UNVERIFIABLE, 8, "commit 1a2b3c5"),
            ),
        ),
        Example(
            "no commits of this repository",
            "# Colours\n\n- `deadbee` - Red\n- `facade1` is a facade\n\n"
            "Pinned to commit 1a2b3c4 of the upstream action. Commit 1234567 files. Commit often.\n",
            {"a.py": ""},
            (),
        ),
    )

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        if clause.negated or any(_OTHERS.search(title) for title in clause.context.titles):
            return
        context, text = clause.context, clause.text.replace("`", "")
        lead = context.lead_in.plain if context.lead_in else ""
        found = [] if _OTHERS.search(clause.statement.text.plain) else [match["id"] for match in _NAMED.finditer(text)]
        if clause.form is Form.CELL:
            whole = _WHOLE.match(text) if _COLUMN.match(context.header) else None
            found = [whole["id"]] if whole else found
        elif not found and clause.position == 0:
            about = _COLUMN.match(context.key) or any(_COMMITS.match(words) for words in (lead, *context.titles[-1:]))
            key = re.sub(rf"^{re.escape(context.key)}\s*:\s*", "", text) if context.key else text
            first = _FIRST.match(key) if about and clause.form in (Form.ITEM, Form.KEY_VALUE, Form.CHECK_ITEM, Form.FENCE_LINE) else None
            found = [first["id"]] if first else []
        for commit in dict.fromkeys(found):
            yield self.claim(
                clause,
                Target(commit=commit),
                subject=f"commit {commit}",
                claimed="there",
                text=clause.in_full,
                explains=_named(clause, commit),
            )

    def is_closed(self, claim: Claim[Target]) -> bool:
        """That a commit is there is only strengthened by what more is said of it."""
        return False

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        chronicle, commit = code.history.chronicle, claim.target.commit
        if chronicle is None:
            return blocked(Reason.NO_HISTORY, code.history.problem or "no history", commit)
        there = chronicle.holds(commit)
        if there is None:
            return blocked(Reason.NO_HISTORY, f"{commit} is not in this shallow clone", commit)
        reproduce = f"git cat-file -t {arguments(commit)}"
        detail = f"commit {commit} is there" if there else f"no commit {commit} here; it may be of a history that was rewritten"
        return answer(there, "there" if there else "none", reproduce=reproduce, subject=commit, detail=detail)

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        """Never refuted: commits are squashed and rebased after they were written of."""
        finding = super().judge(claim, measurement)
        return replace(finding, verdict=V.DOUBTFUL) if finding.verdict is V.REFUTED else finding


def _named(clause: Clause, commit: str) -> tuple[Span, ...]:
    """Where the clause names a commit."""
    at = clause.text.find(commit)
    return (clause.words.span(at, at + len(commit)),) if at >= 0 else ()
