"""A file was renamed from one path to another, or removed since a tag, by the log."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.model import Claim, Measurement, Reason
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Path
from verifier.reading.says.slots import SLOT, slots_of
from verifier.repository.scope import Scope
from verifier.reproduce import arguments
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

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


class Renames(Lookup[Target]):
    """ "Renamed `orbits.py` to `paths.py`", "Since v1.2.0 `moons.py` has been removed"."""

    name = "renames"
    reads_standing = True
    kinds = ("history",)
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
            "plans, symbols and values",
            "`a.py` should be renamed to `b.py`. Renamed `run` to `start`. `a.py` moved the cache to Redis.\n",
            {"a.py": ""},
            (),
        ),
    )

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
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

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target, chronicle = claim.target, code.history.chronicle
        if chronicle is None:
            return blocked(Reason.NO_HISTORY, code.history.problem or "no history", target.old)
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
