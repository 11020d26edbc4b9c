"""Code that is said to have been changed to other code in a file: "`from store` → `from core.store`"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from verifier.codebase import Codebase
from verifier.model import Claim, Evidence, Finding, Measurement, Reading, Reason, Site
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Form, Path, Role
from verifier.reading.english.lexis import verb_classes
from verifier.reading.says.words import ARROWS, Sort, Word, words_of
from verifier.repository.scope import Scope
from verifier.repository.snapshot import Unreadable
from verifier.reproduce import arguments, search
from verifier.rule import Example, Expect, Rule, found, undecided

from .changed_lines import file_of
from .deeds import announced_above, says_done

_FORMS = frozenset((Form.ITEM, Form.CHECK_ITEM, Form.SENTENCE, Form.KEY_VALUE, Form.CELL))
_BY = frozenset(("to", "with", "by", "into"))
_LEAST = 4  # characters of code that can be looked up
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Target:
    path: str
    old: str
    new: str


class Replaced(Rule[Target]):
    """ "Updated: `from store` → `from core.store`" below `app.py`, "Changed `retry(1)` to `retry(3)` in `app.py`"."""

    name = "replaced"
    reads_standing = True
    kinds = ("change",)
    summary = (
        "The file has the new code and no more of the old; refuted where it has the old and none of the new, doubtful where it has both."
    )
    vocabulary = "update change replace switch convert rename to with by"
    examples = (
        Example(
            "both sides in the file",
            "### `app.py`\n\n- Updated: `from store` → `from core.store`\n- Updated: `from rows` → `from core.rows`\n"
            "- Changed `retry(1)` to `retry(3)`\n- Replaced `old_name` with `newer_name`\n"
            "- Renamed `open` to `is_open`\n- Changed `open` to `is_shut`\n",
            {"app.py": "from core.store import a\nfrom core.rows import b\nfrom rows import c\nretry(1)\nis_open = 1  # while open\n"},
            (
                Expect("change", V.HOLDS, 3),
                Expect("change", V.DOUBTFUL, 4),
                Expect("change", V.REFUTED, 5),
                Expect("change", V.UNVERIFIABLE, 6),
                Expect("change", V.UNVERIFIABLE, 7),
                Expect("change", V.REFUTED, 8),
            ),
            also=("file-exists", "changed-lines"),
        ),
        Example(
            "no file, or not done",
            "- `from store` → `from core.store`\n\n### `app.py`\n\n- Change `retry(1)` to `retry(3)`\n- `run()` → `stop()` is the order\n"
            "\n## Details\n\n**File**: `app.py`\n\nTurns calls into commands:\n- `retry(1)` → `again 1`\n",
            {"app.py": "retry(1)\n"},
            (),
            also=("file-exists",),
        ),
    )

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if clause.form not in _FORMS or clause.position or clause.negated or not says_done(clause):
            return
        text = clause.statement.text
        words = words_of(text)
        path = file_of(clause)
        pair = _pair(words, text.codes, _of_changes(clause))
        if path is None or pair is None or clause.statement.ticked is False:
            return
        first, last = pair
        old, new = (words[at].text.strip("`") for at in pair)
        span = text.span(words[first].start, words[last].end)
        told = text.plain[words[first].start : words[last].end]
        yield self.claim(clause, Target(path, old, new), subject=path, claimed=new, text=told, span=span, explains=(span,))

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        path = code.index.resolve(target.path, tuple(path for path in claim.hints.paths if path != target.path)).path
        if path is None:
            return Measurement(blocked=Reason.NO_SUBJECT, detail=f"{target.path} is not one file here", subject=claim.subject)
        try:
            lines = code.snapshot.text(path).split("\n")
        except Unreadable as error:
            return Measurement(blocked=error.reason, detail=str(error), subject=path)
        old, new = (list(_standing(one, lines)) for one in (target.old, target.new))
        if not (old or new):
            return Measurement(blocked=Reason.NO_SUBJECT, detail=f"{path} has neither", subject=path)
        sites = tuple(Site(path, "", lines[at - 1].strip(), at, at) for at in (old or new)[:_SHOWN])
        reproduce = search("-nF", target.old if old else target.new, within=arguments(path))
        return Measurement((Reading("old", len(old)), Reading("new", len(new))), sites, reproduce=reproduce, subject=path)

    def is_guess(self, finding: Finding) -> bool:
        return finding.reason is Reason.NO_SUBJECT

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        old, new = (int(reading.value) for reading in measurement.readings)
        evidence = tuple(Evidence(site.path, site.line, site.line, site.code) for site in measurement.sites)
        where = f"{evidence[0].path}:{evidence[0].line}"
        if not old:
            told = f"{claim.target.new} is at {where}, and {claim.target.old} no more"
            return found(claim, measurement, V.HOLDS, told, observed="replaced", evidence=evidence)
        if new and re.fullmatch(r"[a-z]+", claim.target.old):  # a word of the language may stand for much else
            told = f"{evidence[0].path} has {claim.target.new}, and the word {claim.target.old}"
            return found(claim, measurement, V.UNVERIFIABLE, told, reason=Reason.AMBIGUOUS, observed=f"{old} left", evidence=evidence)
        rest = f"and {claim.target.new} is nowhere in it" if not new else f"beside {new} of {claim.target.new}"
        told = f"{claim.target.old} still stands at {where}, {rest}"
        return found(claim, measurement, V.DOUBTFUL if new else V.REFUTED, told, observed=f"{old} left", evidence=evidence)


def _of_changes(clause: Clause) -> bool:
    """Whether what stands above tells of changes, so that a bare arrow leads from old to new: it may lead from a thing to its meaning."""
    context = clause.context
    roles = (context.key_role, context.lead_in_role, *(section.role for section in reversed(context.sections)))
    return announced_above(clause) is not None or Role.CHANGES in roles


def _pair(words: Sequence[Word], codes: Sequence[tuple[int, int]], of_changes: bool) -> tuple[int, int] | None:
    """The old code and the new: around an arrow at the end, or of a verb of change in the past with "to" or "with" between."""
    names = [at for at, word in enumerate(words) if word.sort is Sort.NAME and (word.start, word.end) in set(codes)]
    for first, last in pairwise(names):
        if last != first + 2 or not all(_looked_up(words[at]) for at in (first, last)):
            continue
        before = [word for word in words[:first] if word.sort is not Sort.MARK]
        verb = before[0].verb if before else None
        changed = verb is not None and verb.form == "past" and bool(verb_classes(verb.lemma) & {"change", "turn"})
        between = words[first + 1].text
        behind = words[last + 1 :]
        if between in ARROWS and (changed or (of_changes and not before)) and not [word for word in behind if word.sort is Sort.WORD]:
            return first, last
        if between.lower() in _BY and changed:
            return first, last
    return None


def _looked_up(word: Word) -> bool:
    """Whether it is code that a file may have, and no path, number or single letter."""
    text = word.text.strip("`")
    path = word.mention is not None and isinstance(word.mention.value, Path)
    return not path and len(text) >= _LEAST and bool(re.search(r"[A-Za-z]", text))


def _standing(told: str, lines: Sequence[str]) -> Iterator[int]:
    """The lines, 1-based, that have the code as it is told, but for white space, and not as a part of a longer name."""
    pieces = [re.escape(piece) for piece in told.split()]
    before, behind = (
        (r"(?<![\w.])" if told[0].isalnum() or told[0] == "_" else ""),
        (r"(?!\w)" if told[-1].isalnum() or told[-1] == "_" else ""),
    )
    pattern = re.compile(before + r"\s+".join(pieces) + behind)
    for number, line in enumerate(lines, 1):
        if pattern.search(line) and not line.lstrip().startswith(("#", "//", "*")):
            yield number
