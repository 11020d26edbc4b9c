""" "Changelog and contribution guide are there", "✅ Security policy": artefacts that are said to be there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.knowledge.artefacts import artefacts_in
from verifier.model import Measurement, Reason, ScopeHints, Site, Verdict
from verifier.reading.clause import Clause, Form, Mark
from verifier.repository.scope import Scope, whole
from verifier.rule import Example, Expect
from verifier.shapes.lookup import states

from .absent_documents import UNSURE, live, named_so, surely_is
from .asserted import denied_at
from .questions import Asked, QuestionRule, answer, unanswered
from .wording import HEDGED

_THERE = re.compile(
    r"^\W*(?:(?:is|are|all|both|also|already|now|in)\s+)*(?:there|present|exists?|included|provided|available|in\s+place|added|maintained)\W*$",
    re.I,
)
_JOINT = re.compile(r"\W*(?:(?:and|plus|a|an|the|both|file|files)\W+)*", re.I)


def read(clause: Clause) -> Iterator[Asked]:
    """The artefacts of a clause that names nothing else, and says that they are there, or is ticked."""
    if clause.form in (Form.CELL, Form.HEADING) or clause.negated or HEDGED.search(clause.text) or not states(clause):
        return
    named = artefacts_in(clause.text)
    if not named:
        return
    ends = [0, *(mention.end for mention in named)]
    between = [clause.text[end : mention.start] for end, mention in zip(ends, named, strict=False)]
    behind = clause.text[named[-1].end :]
    ticked = clause.statement.mark is Mark.YES or clause.statement.ticked is True
    said = bool(_THERE.match(behind)) or (ticked and not re.search(r"\w", behind))
    if not said or not all(_JOINT.fullmatch(words) for words in between):
        return
    for mention in named:
        if mention.artefact.id in UNSURE or "." in mention.text:  # a file's name is checked as a path
            continue
        if not denied_at(clause, mention.start, mention.end):
            yield Asked(mention.text, mention.artefact.id, "present", Present(mention.artefact.id, mention.text.lower()))


@dataclass(frozen=True, slots=True)
class Present:
    """Whether an artefact is there under a name that it usually has; `told` is the phrase that names it."""

    artefact: str
    told: str

    def measure(self, code: Codebase, scope: Scope, hints: ScopeHints) -> Measurement:
        artefact = artefacts_in(self.told)[0].artefact
        paths = [path for path in artefact.among(live(code, whole())) if surely_is(path, artefact, code)]
        paths = [path for path in paths if named_so(path, self.told, artefact)]
        held: Measurement
        if not paths:
            held = unanswered(Reason.NOT_PROVABLE, f"no file is named like {artefact.id.replace('-', ' ')}, which proves little")
        else:
            held = answer(True, f"there is {paths[0]}", [Site(path) for path in paths[:1]], f"git ls-files -- {paths[0]}", paths[0])
        return held


class PresentDocuments(QuestionRule):
    name = "present-documents"
    kinds = ("usage",)
    summary = "A document or other artefact that is said to be there is there under a name that it usually has; never refuted."
    read = staticmethod(read)
    examples = (
        Example(
            "documents that are there",
            "- Changelog and contribution guide are there\n- ✅ Security policy\n- A code of conduct exists\n"
            "- The changelog is out of date\n",
            {"CHANGELOG.md": "Changes\n", "CONTRIBUTING.md": "How to help\n", "SECURITY.md": "Write to us.\n"},
            (
                Expect("usage", Verdict.HOLDS, 1, "changelog"),
                Expect("usage", Verdict.HOLDS, 1, "contributing-guide"),
                Expect("usage", Verdict.HOLDS, 2, "security-policy"),
                Expect("usage", Verdict.UNVERIFIABLE, 3, "code-of-conduct"),
            ),
        ),
        Example("of what is in them", "- The README is good\n- Add a changelog\n- [ ] Changelog\n", {"README.md": "# Moon\n"}, ()),
        Example("by its path", "- ✅ README.md\n", {"README.md": "# Moon\n"}, (), also=("file-exists",)),
    )
