"""A command that the report names can be run: the target or script is there, and does what is said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from verifier.codebase import Codebase
from verifier.model import Claim, Measurement, Reason, ScopeHints, Site, Span
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Fence, FenceClass, Form, Stance
from verifier.reading.clause import Command as Spoken
from verifier.reading.says.slots import SLOT, slots_of
from verifier.repository.scope import Scope
from verifier.reproduce import arguments
from verifier.rule import Example, Expect
from verifier.shapes.lookup import UNREAL, Lookup, answer, blocked, states

from .commands import COMMAND, offers

_DOES = (
    "runs|calls|checks|starts|builds|executes|invokes|wraps|installs|formats|generates|creates|launches|lints|tests|deploys|performs|"
    "applies|seeds|brings|compiles|cleans|prints|shows|produces|triggers|serves|opens|fetches|updates|type-?checks"
)
_AS_SUBJECT = re.compile(
    rf"^(?:[\w\s-]+:\s*)?(?:the\s+)?(?P<slot>{SLOT})\s+(?:also\s+|then\s+)?(?:{_DOES})\b(?!\s+(?:not|missing|broken|gone|undefined|absent|wrong))",
    re.I,
)
_AS_MEANS = re.compile(
    rf"\b(?:is|are|gets?)\s+(?:\w+\s+)?(?:\w+(?:ed|en|t|n|un)|done|made)\s+(?:by|with|via|through|using)\s+(?:the\s+)?(?P<slot>{SLOT})",
    re.I,
)
_ACTS = re.compile(rf"^(?:the\s+)?(?P<slot>{SLOT})\s+(?P<verb>[a-z]+s)\b", re.I)
_EXPANDS = re.compile(
    rf"(?P<slot>{SLOT})\s*(?:\s(?:simply |just |only )?(?:calls?|runs?|executes?|invokes?|is|wraps|expands to|stands for|maps to"
    rf"|amounts to)\s|[:=→]|->)\s*(?P<code>{SLOT})",
    re.I,
)
_DENIED = re.compile(r"\b(?:no|not|never|without|missing|lacks?|fails?|failed|broken|undefined|error|unknown|exist\w*)\b|n't\b", re.I)
_STARTS = re.compile(
    r"(?:(?:uv|poetry|pdm|hatch|pipenv)\s+run\s+)?(?:python3?\s+|pytest\s+|python3?\s+-m\s+pytest\s+|bash\s+|sh\s+|node\s+|tsx\s+)"
    r"(?:-[\w-]+\s+)*(?P<path>[\w./-]*\w\.(?:py|sh|js|mjs|ts|cjs)(?:::\S+)?)(?:\s.*)?$"
)
_SCRIPT = re.compile(r"^\W*(?:npm )?(?:script|command name|name|target)s?\W*$", re.I)
_BODY = re.compile(r"^\W*(?:command|runs|definition|calls|executes|what it runs)\W*$", re.I)
_ELSEWHERE = re.compile(r"^\s*(?:cd|pushd|git clone|docker|ssh|vagrant|sudo|nix|\.\\)\b|\s-C\s", re.M)
_INDIRECT = re.compile(r"\b(?:npm|yarn|pnpm|bun|npx|turbo|nx|lerna|make|run-[sp]|concurrently|wireit)\b|\$|\.sh\b|\bnode\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    tool: str
    name: str
    body: str = ""  # what it is said to run
    loose: bool = False  # what it does is told with a verb that says nothing of commands
    where: bool = True  # it is run here; else nothing is refuted
    beside: tuple[str, ...] = ()  # other names of the same block: one of them must be there


class Command(Lookup[Target]):
    """ "Types are checked by `make types`", "`npm run lint` calls `eslint .`", a block with `make install`."""

    name = "command"
    kinds = ("command",)
    summary = "The make target or npm script that is named exists, and runs the command that is given."
    vocabulary = "run call execute invoke wrap script command target check start make npm"
    examples = (
        Example(
            "targets",
            "- Orbits are drawn by `make plot`\n- Orbits are drawn by `make draw`\n- `make plot` runs the plotter\n",
            {"Makefile": ".PHONY: plot\nplot: data\n\tpython plot.py\ndata:\n\ttouch data\n"},
            (Expect("command", V.HOLDS, 1), Expect("command", V.REFUTED, 2, observed="data, plot"), Expect("command", V.HOLDS, 3)),
        ),
        Example(
            "scripts",
            "- `npm run lint` calls `oxlint --deny all`\n- `npm run lint` calls `oxlint --quiet`\n- `npm run all` runs `oxlint --quiet`\n",
            {"package.json": '{"scripts": {"lint": "oxlint --deny all", "all": "npm run lint"}}'},
            (
                Expect("command", V.HOLDS, 1),
                Expect("command", V.REFUTED, 2, observed="oxlint --deny all"),
                Expect("command", V.UNVERIFIABLE, 3),
            ),
        ),
        Example(
            "a block, and rules for patterns",
            "Start it:\n\n```sh\nmake fetch\nmake orbit\n```\n",
            {"Makefile": "fetch:\n\ttouch data\n"},
            (Expect("command", V.HOLDS, 4, "make fetch"), Expect("command", V.REFUTED, 5, "make orbit")),
        ),
        Example(
            "no commands of this project",
            "There is no `make lint`. `make lint` fails. Consider adding `make lint`. Make sure that it runs.\n\n"
            "```sh\ncd other\nmake lint\n```\n",
            {"Makefile": "plot:\n\ttrue\n"},
            (),
        ),
    )

    def recognise(self, clause: Clause) -> Iterable[Claim[Target]]:
        """Also what begins with "make" in code: that is a command, not an instruction."""
        at_head = any(start == 0 for start, _ in clause.words.codes)
        asserts = replace(clause, stance=Stance.ASSERTS) if at_head and clause.stance is Stance.RECOMMENDS else clause
        return self.reads(clause) if states(asserts) else ()

    def is_closed(self, claim: Claim[Target]) -> bool:
        """That a command is there is only strengthened by what more is said of it."""
        return bool(claim.target.body or claim.target.loose)

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        if clause.negated or _DENIED.search(re.sub(r"`[^`]*`", "", clause.statement.text.plain)):
            return
        if clause.form is Form.CELL:
            yield from self._cell(clause)
            return
        if re.search(r"\b(?:command|script)$", clause.context.key, re.I):
            yield from self._keyed(clause)
            return
        slots = slots_of(clause)
        for match in _EXPANDS.finditer(slots.text):
            body = slots.name(match["code"])
            if command := COMMAND.fullmatch(slots.name(match["slot"])):
                yield self._claimed(clause, command, slots.taken(match), body if " " in body else "")
                return
        told = _AS_SUBJECT.search(slots.text) or _AS_MEANS.search(slots.text)
        loose = None if told else _ACTS.search(slots.text)
        said = told or loose
        if said and (command := COMMAND.fullmatch(slots.name(said["slot"]))):
            yield self._claimed(clause, command, slots.taken(said, "verb"), loose=loose is not None)

    def _keyed(self, clause: Clause) -> Iterator[Claim[Target]]:
        """ "Build command: `npm ci && npm run build`": where it is run is open, so it is never refuted."""
        for mention in clause.own(Spoken):
            for name in re.findall(r"\bnpm run ([A-Za-z][\w.:-]*)", mention.text):
                yield self.claim(clause, Target(tool="npm run", name=name, where=False), subject=f"npm run {name}", claimed="can be run")

    def _cell(self, clause: Clause) -> Iterator[Claim[Target]]:
        row = clause.context.row
        if row and _SCRIPT.match(row[0].header) and _BODY.match(clause.context.header):
            name = re.fullmatch(r"`?(?:npm run |yarn |pnpm )?([A-Za-z][\w.:-]*)`?", row[0].text.plain.strip())
            if name and " " in clause.text.strip(" `"):
                target = Target(tool="npm run", name=name[1], body=clause.text.strip(" `"))
                yield self.claim(clause, target, subject=name[1], claimed=target.body, text=clause.in_full)

    def _claimed(
        self, clause: Clause, command: re.Match[str], explains: tuple[Span, ...], body: str = "", loose: bool = False
    ) -> Claim[Target]:
        target = Target(tool=command["tool"], name=command["name"], body=body, loose=loose)
        return self.claim(clause, target, subject=command[0], claimed=body or "can be run", explains=explains)

    def recognise_code(self, fence: Fence) -> Iterator[Claim[Target]]:
        roles = {fence.context.lead_in_role, *(section.role for section in fence.context.sections)}
        if fence.kind is not FenceClass.SHELL or roles & UNREAL:
            return
        yield from self._of_files(fence)
        if _ELSEWHERE.search("\n".join(fence.lines)):
            return
        rows = [(number, COMMAND.fullmatch(line.partition("#")[0].strip(" $>"))) for number, line in enumerate(fence.lines, fence.line)]
        found = [(number, match) for number, match in rows if match and match["tool"].lower() == "make"]
        for number, match in found:
            line = fence.lines[number - fence.line]
            span = Span(number, number, len(line) - len(line.lstrip()) + 1, len(line) + 1)
            beside = tuple(other["name"] for _, other in found if other["name"] != match["name"])
            target = Target(tool="make", name=match["name"], beside=beside)
            yield Claim(self.name, "command", span, line.strip(), match[0], "can be run", target, fence.context.titles, hints=ScopeHints())

    def _of_files(self, fence: Fence) -> Iterator[Claim[Target]]:
        """Programs and tests that are started by their path: never refuted, since they may be made first, or lie elsewhere."""
        for number, line in enumerate(fence.lines, fence.line):
            if match := _STARTS.match(line.strip(" $>")):
                span = Span(number, number, len(line) - len(line.lstrip()) + 1, len(line) + 1)
                target = Target(tool="file", name=match["path"].partition("::")[0], where=False)
                yield Claim(self.name, "command", span, line.strip(), line.strip(), "can be run", target, fence.context.titles)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        if target.tool == "file":
            path = code.index.resolve(target.name).path
            if path is None:
                return blocked(Reason.AMBIGUOUS, f"no {target.name}; it may be made first, or lie elsewhere", target.name)
            return answer(True, path, [Site(path)], reproduce=f"ls {arguments(target.name)}", subject=target.name)
        known = offers(target.tool, code)
        if not known.files:
            return blocked(Reason.NO_SUBJECT, "no Makefile" if target.tool == "make" else "no package.json", claim.subject)
        rows = known.of.get(target.name, ())
        sites = [site for _, site in rows]
        reproduce = f"grep -n -e {arguments(target.name)} {arguments(*known.files[:3])}"
        if not target.body or not rows:
            shown = ", ".join(sorted(name for name in known.of if not name.startswith("."))[:20])
            if not rows and not target.where:
                return blocked(Reason.AMBIGUOUS, f"no {claim.subject} here; where it is run is open", claim.subject)
            if not rows and target.body and claim.subject == target.name:
                return blocked(Reason.NO_SUBJECT, f"no script {target.name}", claim.subject)  # a table of anything
            if not rows and claim.span and target.beside == () and not _prose(claim):
                return blocked(Reason.AMBIGUOUS, f"no target {target.name}; the block names nothing else that is here", claim.subject)
            if not rows and target.beside and not any(name in known.of for name in target.beside):
                return blocked(Reason.AMBIGUOUS, "none of the block's targets is here: it may be about another project", claim.subject)
            if rows:
                return answer(True, rows[0][0], sites, reproduce=reproduce, subject=claim.subject, detail=f"in {sites[0].path}")
            return answer(False, shown, complete=known.complete, reproduce=reproduce, subject=claim.subject)
        texts = [" ".join(text.split()) for text, _ in rows]
        wanted = " ".join(target.body.split())
        if any(wanted in text for text in texts):
            return answer(True, texts[0], sites, reproduce=reproduce, subject=claim.subject)
        program = wanted.split()[0]
        if any(_INDIRECT.search(text) for text in texts) or not all(
            re.search(rf"(?<![\w-]){re.escape(program)}(?![\w-])", t) for t in texts
        ):
            return blocked(Reason.AMBIGUOUS, f"{target.name} is: {texts[0]}", claim.subject)
        return answer(False, texts[0], sites, complete=known.complete, reproduce=reproduce, subject=claim.subject)


def _prose(claim: Claim[Target]) -> bool:
    return claim.text != claim.subject
