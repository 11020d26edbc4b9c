"""A file was renamed from one path to another, or removed since a tag, by the log."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.model import Claim, Finding, Measurement, Reason
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Path
from verifier.reading.says.slots import SLOT, slots_of
from verifier.reading.says.words import ARROWS, words_of
from verifier.repository.scope import Scope
from verifier.reproduce import arguments
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

from .deeds import Deed, announced_above, deed_of

_RENAMED = re.compile(
    rf"^\W*(?:(?:the\s+)?(?:file|module)\s+)?(?:(?:i|we)\s+)?(?:(?:renamed|moved)\s+(?:the\s+)?(?:file\s+|module\s+)?(?P<old>{SLOT})|(?P<was>{SLOT})\s+"
    rf"(?:is|was|has\s+been|got|were)\s+(?:now\s+)?(?:renamed|moved))\s+(?:(?:in)?to|as|→|->)\s+(?:the\s+)?(?P<new>{SLOT})(?P<tail>.*)$",
    re.I,
)
_REMOVED = re.compile(
    rf"^since\s+(?:the\s+)?(?:release|tag|version)?\s*`?(?P<tag>v?\d+(?:\.\d+)+[\w.-]*)`?,?\s+(?:the\s+file\s+)?(?P<old>{SLOT})\s+"
    r"(?:has\s+been|was|is|got)\s+(?:removed|deleted|dropped|gone)(?P<tail>.*)$",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    old: str
    new: str = ""
    tag: str = ""
    firm: bool = True  # False: by an arrow or a bracket, which may tell of more than a move


class Renames(Lookup[Target]):
    """ "Renamed `orbits.py` to `paths.py`", "Since v1.2.0 `moons.py` has been removed"."""

    name = "renames"
    reads_standing = True
    kinds = ("history", "change")
    summary = (
        "The file was once there under the old name, and the log shows its move or removal; refuted where no commit ever had the old name."
    )
    vocabulary = "rename move remove delete drop since @moved @removed"
    examples = (
        Example(
            "without a history nothing is known",
            "- Renamed `sky/orbits.py` to `paths.py`\n- Since v1.2.0 `sky/moons.py` has been removed.\n",
            {"sky/paths.py": ""},
            (Expect("history", V.UNVERIFIABLE, 1, "sky/orbits.py", "paths.py"), Expect("history", V.UNVERIFIABLE, 2, "sky/moons.py")),
        ),
        Example(
            "by an arrow or a bracket",
            "- `orbits.py` → `sky/orbits.py`\n- `sky/orbits.py` (renamed from `orbits.py`)\n- Everything was moved from `old/` to `sky/`\n",
            {"sky/orbits.py": ""},
            tuple(Expect("change", V.UNVERIFIABLE, line) for line in (1, 2, 3)),
            also=("file-exists",),
        ),
        Example(
            "plans, symbols and values",
            "`a.py` should be renamed to `b.py`. Renamed `run` to `start`. `a.py` moved the cache to Redis.\n",
            {"a.py": ""},
            (),
        ),
    )

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        yield from self._moves(clause)
        slots = slots_of(clause)
        paths = {mention.text for mention in clause.own(Path)}
        if match := _RENAMED.match(slots.text):
            old, new = slots.name(match["old"] or match["was"]), slots.name(match["new"])
            if {old, new} <= paths and "." in posixpath.basename(old) and "." in posixpath.basename(new):
                yield self.claim(clause, Target(old=old, new=new), subject=old, claimed=new, explains=slots.taken(match))
        elif match := _REMOVED.match(slots.text):
            old = slots.name(match["old"])
            if old in paths:
                target = Target(old=old, tag=match["tag"])
                yield self.claim(clause, target, subject=old, claimed=f"removed since {target.tag}", explains=slots.taken(match))

    def _moves(self, clause: Clause) -> Iterator[Claim[Target]]:
        """Two paths around an arrow, or "`b.py` (renamed from `a.py`)", "everything migrated from `a/` to `b/`"."""
        text = clause.statement.text
        words = words_of(text)
        named = [at for at, word in enumerate(words) if word.mention is not None and isinstance(word.mention.value, Path)]
        if clause.position or len(named) != 2:
            return
        first, last = named
        between = [word for word in words[first + 1 : last] if word.text != "("]
        old, new = (words[at].text.strip("`") for at in named)
        arrow = len(between) == 1 and between[0].text in ARROWS and first == 0
        back = len(between) == 2 and deed_of(between[0]) is Deed.MOVED and between[1].lower == "from"
        sense = [word.lower for word in words[max(0, first - 2) : first]]
        along = (
            len(between) == 1 and between[0].lower in ("to", "into") and sense[-1:] == ["from"] and deed_of(words[first - 2]) is Deed.MOVED
        )
        if back:
            old, new = new, old
        same = posixpath.basename(old.rstrip("/")) == posixpath.basename(new.rstrip("/"))
        if not (back or along or (arrow and (same or announced_above(clause) is Deed.MOVED))):
            return
        span = text.span(words[first].start, words[last].end)
        told = Target(old=old, new=new, firm=False)
        words_told = text.plain[words[first].start : words[last].end]
        yield self.claim(clause, told, kind="change", subject=told.old, claimed=told.new, text=words_told, span=span, explains=(span,))

    def is_guess(self, finding: Finding) -> bool:
        return finding.verdict is V.UNVERIFIABLE and not finding.claim.target.firm  # type: ignore[attr-defined]

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target, chronicle = claim.target, code.history.chronicle
        if chronicle is None:
            return blocked(Reason.NO_HISTORY, code.history.problem or "no history", target.old)
        if moved := _moved(target, code):
            return moved
        if not target.firm:
            return blocked(Reason.NEEDS_BASE, f"no commit shortly before the report moved {target.old}", target.old)
        events = code.history.path_events(target.old)
        reproduce = f"git log --all --oneline -- {arguments('*' + posixpath.basename(target.old))}"
        if target.tag:
            after = chronicle.after(target.tag, code.snapshot.revision or "")
            if after is None or events.removed_in is None:
                return blocked(Reason.NO_HISTORY, f"the log shows no removal of {target.old}, or no {target.tag}", target.old)
            held = events.removed_in.id in {commit.id for commit in after}
            return answer(held, f"removed in {events.removed_in.short}", reproduce=reproduce, subject=events.path)
        new = code.index.resolve(target.new, (posixpath.dirname(events.path or target.old),)).path
        if new is None:
            return blocked(Reason.NO_SUBJECT, f"{target.new} is not one file here", target.old)
        if events.renamed_to == new:
            return answer(True, f"renamed to {new}", reproduce=reproduce, subject=events.path)
        if code.index.resolve(target.old).matches:
            return blocked(Reason.AMBIGUOUS, f"{target.old} is still here", target.old)
        if events.path or chronicle.ever(target.old) is not False or chronicle.added_at_first(new):
            return blocked(Reason.AMBIGUOUS, f"the log does not show {target.old} becoming {new}", target.old)
        return answer(False, "no such file was ever committed", reproduce=reproduce, subject=target.old)


def _moved(target: Target, code: Codebase) -> Measurement | None:
    """The move of a file, or of files of a directory, by the commits before the report."""
    old, new = target.old.strip("/"), target.new.strip("/")
    if not new or code.index.resolve(target.old).path == old:
        return None
    steps = [step for step in code.work.steps if step.status == "R" and _is(old, step.before) and _is(new, step.path)]
    if not steps:
        return None
    step = steps[-1]
    more = f", and {len(steps) - 1} more" if len(steps) > 1 else ""
    detail = f"{step.before} became {step.path} in {step.commit.short} ({step.commit.date[:10]}){more}"
    return answer(True, detail, reproduce=f"git show --stat -M --format= {arguments(step.commit.short)}", subject=target.old, detail=detail)


def _is(told: str, path: str) -> bool:
    """Whether a path is the one that is told, by its full name or the end of it, or lies in that directory."""
    return path == told or path.endswith(f"/{told}") or path.startswith(f"{told}/") or f"/{told}/" in path
