"""What a make target or a package script runs: its prerequisites, and what its commands name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.model import Claim, Measurement, Reason, Site
from verifier.model import Verdict as V
from verifier.reading.clause import Clause
from verifier.reading.numbers import NUMBER_WORDS, number_of
from verifier.reading.says.slots import SLOT, slots_of
from verifier.repository.scope import Scope
from verifier.reproduce import arguments
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

from .commands import Offers, offers
from .invocations import invocations

_NUMBER = rf"(?:(?P<number>\d{{1,2}}|{'|'.join(NUMBER_WORDS)})\s+)?"
_PARTS = re.compile(
    rf"^(?:the\s+)?(?P<whole>{SLOT})(?:\s+(?:target|script|recipe))?\s+"
    r"(?:stands\s+for|runs|calls|executes|depends\s+on|combines|consists\s+of|bundles|chains|triggers|requires|invokes|is\s+made\s+of)\s+"
    rf"(?:(?:only|just|both|the)\s+)*{_NUMBER}(?:(?:targets?|scripts?|steps?|commands?|recipes?|checks?)\s*[,:–—-]?\s*)?"
    rf"(?P<parts>{SLOT}(?:\s*(?:,\s*)?(?:and\s+|then\s+|&\s*)*{SLOT}){{1,9}})$",
    re.I,
)
_NAME = re.compile(r"[A-Za-z0-9][\w:.-]*")
_RUN = re.compile(r"(?:npm|pnpm|yarn|bun)\s+(?:run\s+)?([\w:.-]+)|\$[({]MAKE[)}]\s+([\w.-]+)|(?<![\w-])make\s+([\w.-]+)")
_DEPTH = 6  # of targets that need targets


@dataclass(frozen=True, slots=True)
class Target:
    tool: str
    name: str
    part: str


class TargetParts(Lookup[Target]):
    """ "`make verify` stands for three targets: `lint`, `audit` and `test`", "`npm run check` runs `lint` and `types`"."""

    name = "target-parts"
    kinds = ("command",)
    summary = (
        "A make target needs or runs each of the things that are named as its parts, a package script runs each, itself or by another."
    )
    vocabulary = (
        "@number stand run call execute depend combine consist bundle chain trigger require invoke target script recipe step command"
    )
    examples = (
        Example(
            "targets and scripts",
            "- `make verify` stands for two targets: `lint` and `audit`\n- `make verify` stands for two targets: `lint` and `test`\n"
            "- `make verify` runs `scan` and `lint`\n- `npm run check` runs `tsc` and `eslint`\n- `npm run check` runs `tsc` and `jest`\n",
            {
                "Makefile": "verify: lint audit\n\nlint:\n\tscan .\n\naudit:\n\tlook .\n\ntest:\n\tgo test\n",
                "package.json": '{"scripts": {"check": "tsc && npm run style", "style": "eslint ."}}',
            },
            (
                *(Expect("command", V.HOLDS, 1) for _ in range(2)),
                Expect("command", V.HOLDS, 2),
                Expect("command", V.REFUTED, 2, observed="lint, audit"),
                *(Expect("command", V.HOLDS, 3) for _ in range(2)),
                *(Expect("command", V.HOLDS, 4) for _ in range(2)),
                Expect("command", V.HOLDS, 5),
                Expect("command", V.REFUTED, 5),
            ),
            also=("command",),
        ),
        Example(
            "what is no part, and what is open",
            "- `make verify` runs in two minutes\n- `verify` and `lint` are targets\n- `make verify` needs `go`\n",
            {"Makefile": "verify: lint\n"},
            (),
        ),
        Example(
            "what may be made elsewhere",
            "- `make verify` runs `lint` and `audit`\n",
            {"Makefile": "include more.mk\nverify: lint\n"},
            (Expect("command", V.HOLDS, 1), Expect("command", V.UNVERIFIABLE, 1)),
            also=("command",),
        ),
    )

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        slots = slots_of(clause)
        match = _PARTS.match(slots.text)
        if match is None or clause.negated:
            return
        started = list(invocations(slots.name(match["whole"])))
        names = [slots.name(slot) for slot in re.findall(SLOT, match["parts"])]
        told = match["number"]
        number = number_of(told) if told else len(names)
        if len(started) != 1 or started[0].tool not in ("make", "scripts") or number != len(names) or not all(map(_NAME.fullmatch, names)):
            return
        for name in names:
            target = Target(started[0].tool, started[0].name, name)
            yield self.claim(clause, target, subject=started[0].text, claimed=name, explains=slots.taken(match))

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target, known = claim.target, offers(claim.target.tool, code)
        rows = known.of.get(target.name, ())
        if len(rows) != 1:
            return blocked(Reason.AMBIGUOUS if rows else Reason.NO_SUBJECT, f"{len(rows)} things are called {target.name}", claim.subject)
        direct = _parts_of(target.name, known)
        holds = target.part in _all_parts(target.name, known)
        shown = ", ".join(direct) or "nothing else"
        reproduce = f"grep -n -A3 -e {arguments(target.name)} {arguments(rows[0][1].path)}"
        sites: list[Site] = [rows[0][1]]
        return answer(holds, shown, sites, complete=known.complete, reproduce=reproduce, subject=claim.subject)


def _parts_of(name: str, known: Offers) -> tuple[str, ...]:
    """What is made before a target, or, where that is nothing, the words of its own commands."""
    own = [word for text, _ in known.of.get(name, ()) for word in re.findall(r"[A-Za-z0-9][\w:.-]*", text)]
    return tuple(dict.fromkeys((*known.needs.get(name, ()), *own)))


def _all_parts(name: str, known: Offers) -> frozenset[str]:
    """The names that a target leads to, over others that it needs or runs."""
    found: set[str] = set()
    queue = [name]
    for _ in range(_DEPTH):
        after: list[str] = []
        for one in queue:
            texts = " ".join(text for text, _ in known.of.get(one, ()))
            run = [word for match in _RUN.finditer(texts) for word in match.groups() if word]
            after += [part for part in (*known.needs.get(one, ()), *run) if part not in found]
            found.update(_parts_of(one, known))
        queue = list(dict.fromkeys(after))
    return frozenset(found)
