"""A command that the report names can be run: the target, script, service or mark is there, and does what is said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from verifier.codebase import Codebase
from verifier.facts.imports import ImportGraph
from verifier.facts.symbols import Symbols
from verifier.model import Claim, Finding, Measurement, Reading, Reason, Site, Span
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Fence, FenceClass, Form, Role, Stance
from verifier.reading.clause import Command as Spoken
from verifier.reading.says.slots import slots_of
from verifier.repository.scope import Scope, candidates
from verifier.reproduce import arguments
from verifier.shapes.lookup import UNREAL, Lookup, answer, blocked, states

from .command_examples import EXAMPLES
from .command_wording import (
    BODY,
    DENIED,
    ELSEWHERE,
    EXPANDS,
    FORMULA,
    INDIRECT,
    LISTED,
    NAMED_IN,
    PROGRAM,
    RUNS,
    SCRIPT,
    STEP,
    framed,
    tool_of,
)
from .commands import Offers, entry, offers
from .invocations import NAME, Invocation, invocations, parts
from .programs import taken, unread

_PLUGIN_MARKS = frozenset(
    "skip skipif xfail parametrize usefixtures filterwarnings asyncio anyio trio django_db timeout flaky benchmark vcr order run first last"
    " celery gevent freeze_time forked xdist_group serial random_order dependency repeat respx httpx_mock snapshot".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    tool: str
    name: str
    body: str = ""  # what it is said to run
    loose: bool = False  # what it does is told with a verb that says nothing of commands
    where: bool = True  # it is run here; else nothing is refuted
    sure: bool = True  # nothing but such a target, script... can be meant
    block: bool = False  # it stands in a block of commands
    beside: tuple[tuple[str, str], ...] = ()  # tools and names of the same block: one of them must be there
    folder: str = ""  # where it is run
    file: str = ""  # the compose file that is named
    package: str = ""  # the workspace package whose script it is
    words: tuple[str, ...] = ()  # that the program is given


class Command(Lookup[Target]):
    """ "Types are checked by `make types`", "`npm run lint` calls `eslint .`", a block with `make install`."""

    name = "command"
    kinds = ("command",)
    summary = "The make target, script, service or pytest mark that is named exists, and runs the command that is given."
    vocabulary = "run call execute invoke wrap script command target check start make npm recipe service there"
    examples = EXAMPLES

    def recognise(self, clause: Clause) -> Iterable[Claim[Target]]:
        """Also what tells to run a command: that it is there is taken for granted."""
        plain = replace(clause, stance=Stance.ASSERTS) if clause.stance is Stance.RECOMMENDS else clause
        return self.reads(clause) if states(plain) else ()

    def is_closed(self, claim: Claim[Target]) -> bool:
        """That a command is there is only strengthened by what more is said of it."""
        return bool(claim.target.body or claim.target.loose)

    def is_guess(self, finding: Finding) -> bool:
        """A word that begins a line of a shell may be any program."""
        target = finding.claim.target
        return finding.verdict is V.UNVERIFIABLE and isinstance(target, Target) and target.tool == "program" and not target.sure

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        if clause.negated or DENIED.search(re.sub(r"`[^`]*`", "", clause.statement.text.plain)):
            return
        if clause.form is Form.CELL:
            yield from self._cell(clause)
            return
        if re.search(r"\b(?:command|script)$", clause.context.key, re.I):
            yield from self._keyed(clause)
            return
        slots = slots_of(clause)
        for expands in EXPANDS.finditer(slots.text):
            body = slots.name(expands["code"])
            called = slots.name(expands["slot"])
            started = [Invocation("scripts", called, called)] if expands["script"] and NAME.fullmatch(called) else list(invocations(called))
            if len(started) == 1 and started[0].tool != "program":
                yield self._claimed(clause, started[0], slots.taken(expands), body if " " in body else "")
                return
        for pattern in NAMED_IN:
            if match := pattern.match(slots.text):
                file = slots.name(match["file"]) if match["file"].startswith("⟨") else match["file"]
                groups = match.groupdict()
                tool = tool_of(file, (groups.get("kind") or groups.get("kind2") or "").lower())
                name = slots.name(match["slot"])
                if tool and re.fullmatch(r"[\w.:-]+", name):
                    yield self._claimed(clause, Invocation(tool, name, name), slots.taken(match))
                    return
        if match := PROGRAM.match(slots.text):
            name = slots.name(match["slot"] or match["slot2"])
            if re.fullmatch(r"[A-Za-z][\w-]*", name):
                yield self._claimed(clause, Invocation("program", name, name), slots.taken(match))
            return
        lead = clause.context.lead_in.plain if clause.context.lead_in and clause.form is Form.ITEM else ""
        if told := LISTED.match(clause.context.key) or LISTED.match(lead):
            tool = next(key for key, value in told.groupdict().items() if value)
            shape = r"[A-Za-z][\w-]*" if tool == "program" else r"[A-Za-z][\w.:-]*"  # with a dot it is a file, or a function's name
            for start, end in clause.words.codes:
                if re.fullmatch(shape, name := clause.words.plain[start:end]):
                    yield self._claimed(clause, Invocation(tool, name, name), (clause.words.span(start, end),))
            return
        for frame in framed(slots):
            if FORMULA.match(frame.command):
                continue
            span = (slots.span(frame.start, frame.end),)
            for one in invocations(frame.command):
                if one.tool != "program" or " " in frame.command or RUNS.search(frame.before):  # else any word may be one
                    yield self._claimed(clause, one, span, loose=frame.loose)

    def _keyed(self, clause: Clause) -> Iterator[Claim[Target]]:
        """ "Build command: `npm ci && npm run build`": where it is run is open, so it is never refuted."""
        for mention in clause.own(Spoken):
            for started in invocations(mention.text):
                target = Target(tool=started.tool, name=started.name, where=False)
                yield self.claim(clause, target, subject=started.text, claimed="can be run")

    def _cell(self, clause: Clause) -> Iterator[Claim[Target]]:
        row = clause.context.row
        if row and SCRIPT.match(row[0].header) and BODY.match(clause.context.header):
            name = re.fullmatch(r"`?(?:npm run |yarn |pnpm )?([A-Za-z][\w.:-]*)`?", row[0].text.plain.strip())
            if name and " " in clause.text.strip(" `"):
                target = Target(tool="scripts", name=name[1], body=clause.text.strip(" `"))
                yield self.claim(clause, target, subject=name[1], claimed=target.body, text=clause.in_full, explains=(clause.span,))
                return
        whole = clause.words.codes == ((0, len(clause.words.plain)),)
        if (
            whole
            and clause.own(Spoken)
            and re.fullmatch(r"\W*(?:\w+ )?(?:command|script|usage|run|target|how)s?\W*", clause.context.header, re.I)
        ):
            for started in invocations(clause.words.plain):
                yield self._claimed(clause, started, (clause.span,))

    def _claimed(
        self, clause: Clause, started: Invocation, explains: tuple[Span, ...], body: str = "", loose: bool = False
    ) -> Claim[Target]:
        target = Target(
            tool=started.tool,
            name=started.name,
            body=body,
            loose=loose,
            sure=started.sure,
            file=started.file,
            package=started.package,
            words=started.words,
        )
        subject = f"command {started.text}" if clause.context.key else started.text  # "Build: `make`" is no order to build the command
        return self.claim(clause, target, subject=subject, claimed=body or "can be run", explains=explains)

    def recognise_code(self, fence: Fence) -> Iterator[Claim[Target]]:
        roles = {fence.context.lead_in_role, *(section.role for section in fence.context.sections)}
        usage = Role.EXAMPLE in roles  # how to use it is no example of what could be, but its commands may be of another place
        if fence.kind is not FenceClass.SHELL or (roles & UNREAL) - {Role.EXAMPLE}:
            return
        if ELSEWHERE.search("\n".join(fence.lines)):
            return
        found: list[tuple[int, str, str, Invocation]] = []
        folder = ""
        prompted = any(re.match(r"\s*[$>%]\s", line) for line in fence.lines)  # what was typed once, with what came of it
        for number, line in enumerate(fence.lines, fence.line):
            for part in parts(line):
                if step := STEP.match(part):
                    folder = step["folder"].strip("./")
                found += [(number, part, folder, one) for one in invocations(part) if not (prompted and one.tool == "program")]
        for number, part, folder, started in found:
            at = fence.lines[number - fence.line].find(part)
            span = Span(number, number, at + 1, at + len(part) + 1)
            beside = tuple((other.tool, other.name) for _, _, _, other in found if other.name != started.name)
            target = Target(
                tool=started.tool, name=started.name, beside=beside, block=True, folder=folder, sure=started.sure and not usage,
                file=started.file, package=started.package, words=started.words,
            )  # fmt: skip
            yield Claim(
                self.name, "command", span, part, started.text, "can be run", target, fence.context.titles, hints=fence.hints(())
            )  # fmt: skip

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        if target.tool == "modules":
            return _module(target, code)
        known = _within(offers(target.tool, code), target, code)
        if not known.files:
            return blocked(Reason.NO_SUBJECT, f"nothing here declares {_THINGS[target.tool]}", claim.subject)
        near = [one for one in candidates(claim.hints, code.index, code.areas) if not one.everything][:1]
        rows = sorted(known.of.get(target.name, ()), key=lambda row: not any(one.contains(row[1].path) for one in near))
        sites = [site for _, site in rows]
        reproduce = f"grep -n -e {arguments(target.name)} {arguments(*(site.path for site in sites[:3]) if sites else known.files[:3])}"
        known_words = taken(entry(target.name, sites[0].path, code), target.words, code) if rows and target.tool == "program" else None
        if known_words and known_words[0]:
            word, taker = known_words
            takes = ", ".join(sorted(name for name in taker.options if name.startswith("--")))
            detail = f"{' '.join((target.name, *taker.path))} does not take {word} ({taker.site.path}:{taker.site.line}: {takes})"
            return answer(False, f"no {word}", [taker.site], reproduce=reproduce, subject=claim.subject, detail=detail)
        if rows and target.tool == "program" and (word := unread(target.words, code)):
            return blocked(Reason.NO_SUBJECT, f"no code tells of {word}", claim.subject)
        if rows and not target.body:
            there = answer(True, rows[0][0] or "there", sites, reproduce=reproduce, subject=claim.subject, detail=f"in {sites[0].path}")
            return there if known_words else replace(there, readings=(*there.readings, Reading("words looked at", False)))
        if not rows:
            shown = ", ".join(sorted(name for name in known.of if not name.startswith("."))[:20])
            if open_ := _open(claim, code):
                return blocked(Reason.AMBIGUOUS, open_, claim.subject)
            detail = f"no {_THINGS[target.tool].rstrip('s')} {target.name} in {', '.join(known.files[:3])}"
            return answer(False, shown, complete=known.complete, reproduce=reproduce, subject=claim.subject, detail=detail)
        texts = [" ".join(text.split()) for text, _ in rows]
        wanted = " ".join(target.body.split())
        if any(wanted in text for text in texts):
            return answer(True, texts[0], sites, reproduce=reproduce, subject=claim.subject)
        program = re.compile(rf"(?<![\w-]){re.escape(wanted.split()[0])}(?![\w-])")
        if any(INDIRECT.search(text) for text in texts) or not all(program.search(text) for text in texts):
            return blocked(Reason.AMBIGUOUS, f"{target.name} is: {texts[0]}", claim.subject)
        return answer(False, texts[0], sites, complete=known.complete, reproduce=reproduce, subject=claim.subject)

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        """What a command is given is checked only where it is known what it takes."""
        finding, target = super().judge(claim, measurement), claim.target
        if finding.verdict is not V.HOLDS or len(measurement.readings) < 3:
            return finding
        behind = claim.text.split() if target.block else ()
        given = target.words or (behind[behind.index(target.name) + 1 :] if target.name in behind else ())
        others = {name for _, name in target.beside}
        return replace(finding, unexplained=tuple(word for word in given if word.strip("-") and word not in others))


_THINGS = {
    "make": "targets",
    "scripts": "scripts",
    "just": "recipes",
    "services": "services",
    "marks": "marks",
    "program": "programs",
    "packages": "packages",
    "crates": "crates",
}


def _open(claim: Claim[Target], code: Codebase) -> str:
    """Why nothing is refuted though the name is not there; "" where it is."""
    target = claim.target
    if not target.where:
        return f"no {claim.subject} here; where it is run is open"
    if not target.sure or (target.body and claim.subject == target.name):
        return f"no {target.name} here; something else of that name may be meant"
    if target.block and not any(name in offers(tool, code).of for tool, name in target.beside if tool in _THINGS):
        return f"no {target.name}; the block names nothing else that is here, and may be about another project"
    if target.tool == "marks" and (target.name in _PLUGIN_MARKS or Symbols.of(code.facts).occurrences(target.name)):
        return f"no test is marked {target.name} as such"
    return ""


def _within(known: Offers, target: Target, code: Codebase) -> Offers:
    """What the file, folder or package offers that the command is run in."""
    place, manifest = target.file or target.folder, _manifest(target.package, code) if target.package else ""
    if not place and not manifest:
        return known
    files = tuple(
        path for path in known.files if (path == manifest if manifest else f"/{path}".endswith(f"/{place}") or f"/{place}/" in f"/{path}")
    )
    rows = {name: tuple(row for row in found if row[1].path in files) for name, found in known.of.items()}
    return Offers({name: found for name, found in rows.items() if found}, files, known.complete)


def _manifest(package: str, code: Codebase) -> str:
    """The package.json of a workspace package, told by its folder or its name, with its scope or without; "" for none or several."""
    folder = package.removeprefix("./").strip("/")
    if f"{folder}/package.json" in code.index.entries:
        return f"{folder}/package.json"
    named = ImportGraph.of(code.facts).modules.packages
    found = {place for name, place in named.items() if package in (name, name.rpartition("/")[2])}
    return f"{found.pop()}/package.json".lstrip("/") if len(found) == 1 else ""


def _module(target: Target, code: Codebase) -> Measurement:
    """A module that does something when it is run: a package by its `__main__`, a file that asks for its name or calls a function."""
    stem = target.name.replace(".", "/")
    paths = [p for p in code.index.entries if f"/{p}".endswith((f"/{stem}.py", f"/{stem}/__main__.py"))]
    if not paths:
        return blocked(Reason.AMBIGUOUS, f"no {target.name}; it may be made first, or lie elsewhere", target.name)
    runs = [path for path in paths if path.endswith("/__main__.py") or _RUN.search(Symbols.of(code.facts).read(path))]
    if not runs:
        return blocked(Reason.AMBIGUOUS, f"{paths[0]} only defines, and does nothing when it is run", target.name)
    return answer(True, runs[0], [Site(runs[0])], reproduce=f"ls {arguments(runs[0])}", subject=target.name)


_RUN = re.compile(rb"__name__\s*==|^(?:[\w.]+\.)?(?:main|run|cli|start|serve)\(", re.M)  # a guard, or a call outside of all functions
