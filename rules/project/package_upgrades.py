"""A package came, or went from one version to another: so say the earlier versions of the manifests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.knowledge.pins import key_of, pins
from verifier.knowledge.structured import Malformed
from verifier.model import Claim, Finding, Measurement, Reading, Reason, Side, Site, Span
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Fence, FenceClass, Form
from verifier.repository.scope import Scope
from verifier.reproduce import arguments
from verifier.rule import Example, Expect, Rule, found, undecided
from verifier.shapes.lookup import UNREAL

from .asked import asked
from .version_wording import names_of

_V = r"v?(?P<{}>\d+(?:\.(?:\d+|x))*)(?:\.x)?\+?"
_OLD, _NEW = _V.format("old"), _V.format("new")
_NAME = r"(?P<name>@?[A-Za-z][\w./-]*(?:\s+[A-Za-z][\w.-]*)?)"
_DONE = r"(?:upgraded|updated|bumped|migrated|raised|moved|downgraded)"
_TO = r"\s*(?:to|→|->|=>)\s*(?:version\s+)?"
_PATTERNS = tuple(
    re.compile(rf"^\W*(?:{pattern})(?![\w.])", re.I)
    for pattern in (
        rf"{_DONE}\s+(?:the\s+)?{_NAME}\s+(?:version\s+)?from\s+(?:version\s+)?{_OLD}{_TO}{_NEW}",
        rf"{_DONE}\s+(?:the\s+)?{_NAME}\s+{_OLD}{_TO}{_NEW}",
        rf"{_NAME}\s*:?\s+(?:(?:was|has\s+been|is\s+now|is)\s+)?(?:{_DONE}\s+)?(?:from\s+)?(?:version\s+)?{_OLD}{_TO}{_NEW}",
    )
)
_LISTED = re.compile(
    r"^\s*[\"']?(?P<name>@?[A-Za-z][\w./-]*)[\"']?\s*(?:\[[\w, -]+\])?\s*"
    r"(?:[<>=~^!:]+\s*[\"'^~]*\d[\w.]*)[\"',]*\s*(?:#|//)\s*(?P<note>.+)$"
)
_NOTE = re.compile(rf"^\W*(?:(?P<came>(?:newly\s+)?added|new)\b|{_DONE}(?:\s+from\s+{_OLD})?(?![\w.]))", re.I)
# What it was before; what it was right before; that it was always the same; that the manifest once lacked it.
_DEFINITIONS = ("before", "last", "always", "lacked")
_HISTORY = 40  # versions of a manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    names: tuple[str, ...]  # likeliest first
    old: str = ""  # "" where only a change is told
    new: str = ""
    came: bool = False


class PackageUpgrades(Rule[Target]):
    """ "Upgraded Flask from 2.3 to 3.1", "celery==5.4.0  # Updated from 5.2"."""

    name = "package-upgrades"
    reads_standing = True
    kinds = ("change",)
    summary = (
        "An earlier version of a manifest had the package in the old version, or not at all; refuted where it was there in others only."
    )
    examples = (
        Example(
            "without a history nothing is known",
            "- Upgraded Flask from 2.3 to 3.1\n- Celery 5.2 → 5.4\n\n## Changes\n\n```python\n# requirements.txt\n"
            "flask==3.1.2  # Updated from 2.3.x\nmypy==1.13.0  # Added for types\n```\n",
            {"requirements.txt": "flask==3.1.2\ncelery==5.4.0\nmypy==1.13.0\n"},
            tuple(Expect("change", V.UNVERIFIABLE, line) for line in (1, 2, 8, 9)),
            also=("package-version",),
        ),
        Example(
            "of something else, or to be done",
            "- Upgrade Flask from 2.3 to 3.1\n- The budget went from 2.3 to 3.1\n- Flask 3.1 is used\n",
            {"requirements.txt": "flask==3.1.2\n"},
            (),
            also=("mechanism",),
        ),
    )  # fmt: skip

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if clause.negated or clause.hedge or not clause.asserts or clause.position or clause.form in (Form.HEADING, Form.CODE):
            return
        text = clause.statement.text
        match = next((found for pattern in _PATTERNS if (found := pattern.match(text.plain))), None)
        if match is None or clause.side is Side.BEFORE:
            return
        target = Target(names=names_of(match["name"]), old=match["old"], new=match["new"])
        span = text.span(*match.span())
        yield self.claim(
            clause, target, subject=target.names[0], claimed=f"{target.old} to {target.new}", text=match[0], span=span, explains=(span,)
        )

    def recognise_code(self, fence: Fence) -> Iterator[Claim[Target]]:
        roles = {fence.context.lead_in_role, *(section.role for section in fence.context.sections)}
        if fence.kind is not FenceClass.CODE or roles & UNREAL:
            return
        for number, line in enumerate(fence.lines, fence.line):
            listed = _LISTED.match(line)
            note = _NOTE.match(listed["note"]) if listed else None
            if listed and note:
                target = Target(names=(key_of(listed["name"]),), old=note["old"] or "", came=bool(note["came"]))
                start = listed.start("note")
                span = Span(number, number, start + 1, start + note.end() + 1)
                told = "added" if target.came else f"from {target.old}" if target.old else "updated"
                yield Claim(self.name, self.kinds[0], span, listed["note"], target.names[0], told, target, fence.context.titles)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        now = [pin for pin in asked(code)[0] if pin.name in target.names]
        name = next((one for one in target.names if any(pin.name == one for pin in now)), "")
        mine = [pin for pin in now if pin.name == name]
        if not mine:
            return Measurement(blocked=Reason.NO_SUBJECT, detail=f"no manifest lists {claim.subject}", subject=claim.subject)
        chronicle = code.history.chronicle
        whole = chronicle is not None and chronicle.whole
        readings: list[Reading] = []
        for pin in mine:
            texts = _versions(pin.path, code)
            before = [text[name] for text in texts[1:] if name in text]
            whole = whole and len(texts) < _HISTORY
            readings += [Reading("before", spec) for spec in dict.fromkeys(before) if spec != pin.spec]
            last = texts[1].get(name) if len(texts) > 1 else None
            readings += [Reading("last", last)] if last not in (None, pin.spec) else []
            readings += [Reading("always", pin.spec)] if before and set(before) == {pin.spec} else []
            readings += [Reading("lacked", pin.path)] if len(before) < len(texts) - 1 else []
        if not readings:
            return Measurement(blocked=Reason.NEEDS_BASE, detail=f"no earlier version of {mine[0].path} is known", subject=name)
        sites = tuple(Site(pin.path, name, pin.spec, pin.line, pin.line) for pin in mine)
        reproduce = f"git log -p --format=%h -- {arguments(*dict.fromkeys(pin.path for pin in mine))}"
        return Measurement(tuple(readings), sites, whole, reproduce, name)

    def is_guess(self, finding: Finding) -> bool:
        return finding.verdict is V.UNVERIFIABLE

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        target = claim.target
        told = {name: [str(one.value) for one in measurement.readings if one.definition == name] for name in _DEFINITIONS}
        earlier = ", ".join(told["before"])
        where = measurement.sites[0].path
        if target.came:
            holds, against, said = (
                bool(told["lacked"]),
                not told["lacked"],
                f"earlier versions of {where} {'lack' if told['lacked'] else 'have'} it",
            )
        elif target.old:
            holds = any(_of(target.old, spec) for spec in told["before"])
            against = not holds and bool(told["before"] or told["always"])
            said = f"it was {earlier or told['always'][0]} in earlier versions of {where}" if earlier or told["always"] else ""
        else:
            holds, against = bool(told["last"]), bool(told["always"])
            said = (
                f"it was {told['last'][0]} before" if holds else f"it is {told['always'][0]} in every version of {where}" if against else ""
            )
        if holds:
            return found(claim, measurement, V.HOLDS, said, observed=earlier or "lacked")
        if not against or not measurement.complete:
            return found(claim, measurement, V.UNVERIFIABLE, said or "what it was before is not known", reason=Reason.NEEDS_BASE)
        return found(claim, measurement, V.REFUTED if target.old else V.DOUBTFUL, said, observed=earlier or "unchanged")


def _versions(path: str, code: Codebase) -> tuple[dict[str, str], ...]:
    """What the versions of a manifest ask for, newest first, each by the names of packages."""
    kept = code.index.memo.get(("versions of a manifest", path))
    if not isinstance(kept, tuple):
        kept = tuple(_asked(path, text) for _, text in code.history.texts(path, _HISTORY))
        code.index.memo["versions of a manifest", path] = kept
    return kept


def _asked(path: str, text: str) -> dict[str, str]:
    try:
        return {pin.name: pin.spec for pin in reversed(pins(path, text))}
    except Malformed:
        return {}


def _of(told: str, spec: str) -> bool:
    """Whether a version that is told, which may be cut short, is the one that a manifest asked for."""
    wanted = [part for part in told.split(".") if part != "x"]
    return any(found.split(".")[: len(wanted)] == wanted for found in re.findall(r"\d+(?:\.\d+)*", spec))
