"""How many variables an env file documents, and which the code reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.model import Claim, Measurement, Quantity, Reason, Site, Span
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, EnvVar, Fence, FenceClass, Form, Path
from verifier.reading.english.lexis import neutral
from verifier.reading.says.slots import SLOT, slots_of
from verifier.repository.scope import Scope
from verifier.repository.snapshot import Unreadable
from verifier.reproduce import arguments
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

from .env_reads import read, read_in, unread

_COUNTS = re.compile(
    rf"^(?:the\s+file\s+)?(?P<file>{SLOT})\s+(?:documents|lists|defines|contains|has|declares|names|holds|describes|sets)\s+(?P<tail>.*)$",
    re.I,
)
_READS = re.compile(
    rf"(?P<slot>{SLOT})\s+is\s+(?:among|one\s+of|part\s+of)\s+the\s+(?:environment\s+)?variables\s{{1,3}}(?:that\s{{1,3}})?(?P<who>.{{0,40}}?)\s{{0,3}}(?:reads?|uses?)$"
    rf"|^(?:among|one\s+of)\s+the\s+(?:environment\s+)?variables\s{{1,3}}(?:that\s{{1,3}})?(?P<who2>.{{0,40}}?)\s{{0,3}}reads?\s+is\s+(?P<slot2>{SLOT})$"
    rf"|^(?P<who3>.{{0,40}}?)\s{{0,3}}reads\s+(?:the\s+)?(?:environment\s+variable\s+)?(?P<slot3>{SLOT})(?:\s+from\s+the\s+environment)?$",
    re.I,
)
_NAMES = rf"(?P<names>{SLOT}(?:(?:,|\s+and|,\s+and)\s+{SLOT}){{0,9}})"
_VARIABLE = r"(?:(?:environment|env)\s+)?(?:var(?:iable)?s?:?\s+)?"
_TAKEN = (
    r"(?:read|loaded|taken|used|consumed|picked\s+up|looked\s+up|fetched|accessed|honou?red|evaluated|respected"
    r"|required|needed|expected|supported)"
)
_WHERE = rf"(?:\s+(?:in|by|at|inside|within)\s+(?:the\s+)?(?:(?P<file>{SLOT})|(?P<place>\w+(?:\s\w+)?)))?"
_IS_READ = re.compile(
    rf"^(?P<lead>[^⟨:]{{0,40}}:\s*)?(?:the\s+)?{_VARIABLE}{_NAMES}\s+{_VARIABLE}(?:is|are)\s+(?P<no>not\s+|never\s+|nowhere\s+)?"
    rf"(?:also\s+|still\s+|then\s+|directly\s+)?{_TAKEN}(?:\s+(?:from|as|via|through)\s+(?:the\s+|an?\s+)?(?:environment|env(?:ironment)?\s+variables?|⟨\d+⟩))?"
    rf"{_WHERE}(?:\s+(?:anywhere|at\s+all|by\s+any\s+code))?$",
    re.I,
)
_COMES = re.compile(
    rf"^(?P<head>[^⟨]{{1,60}}?)\s+(?:is|are|comes?|gets?)(?:\s+(?:{_TAKEN}|set|configured|controlled|obtained))?\s+(?:from|via|through|by)\s+(?:the\s+)?"
    rf"{_VARIABLE}{_NAMES}(?:\s+(?:environment|env)\s+variables?)?$",
    re.I,
)
_USES = re.compile(
    r"^(?:(?:the|it|this|and|which|that)\s+)?(?:[a-z]+\s+){0,2}?(?:also\s+)?"
    r"(?:reads?|uses?|loads?|consumes?|looks\s+up|requires?|needs?|expects?)\s+(?:the\s+)?"
    rf"(?:\w+\s+)?{_VARIABLE}{_NAMES}(?:\s+(?:environment|env)\s+variables?)?(?:\s+from\s+the\s+environment)?$",
    re.I,
)
_READ_LIST = re.compile(r"^\W*(?:environment|env)\s+var(?:iable)?s?\s+(?:that\s+are\s+)?(?:read|used|consumed)\W*$", re.I)
_ENVIRONMENT = re.compile(r"\benv(?:ironment)?s?\b|getenv|environ\b", re.I)
_COLUMN = re.compile(r"^\W*(?:is )?(?:read|used)(?: (?:by|in) (?:the )?code)?\W*$", re.I)
_YES = re.compile(r"^\W*(?:yes|true|read|used)?\W*[✅✓✔]?\W*$", re.I)
_SET = re.compile(r"^[^\w#$]*(?:export\s+)?(?P<name>[A-Z][A-Z0-9]*_[A-Z0-9_]+)=\S")
_LINE = re.compile(r"^(?P<off>#\s*)?(?:export\s+)?(?P<name>[A-Za-z_]\w*)\s*=", re.M)
_LIST = re.compile(r"\benv(?:ironment)?\.?\s+var(?:iable)?s?\b|\.env\b|^\W*(?:required|optional|variable)(?:\s+variable)?s?\W*$", re.I)
_FILE = re.compile(r"(?:^|/)(?:\.env[\w.-]*|[\w.-]+\.env|env\.(?:example|sample|template))$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    file: str = ""
    variable: str = ""
    listed: bool = False  # in a list, which may be of what others read: nothing is refuted
    unread: bool = False  # said not to be read


class EnvVariables(Lookup[Target]):
    """ "`.env.example` documents six variables", "Among the variables that the API reads is `LOG_LEVEL`"."""

    name = "env-variables"
    kinds = ("env-var",)
    summary = "An env file has as many variables as the report says; a variable that is said to be read is named in some file."
    vocabulary = "document list define contain declare describe variable environment setting read env entry var"
    examples = (
        Example(
            "counted",
            "- `.env.example` documents three variables.\n- `.env.example` lists 5 environment variables.\n"
            "- `.env.example` has 2 variables.\n",
            {".env.example": "ORBIT_URL=x\n# ORBIT_KEY=\n\n# how long\nORBIT_DAYS=3\n"},
            (Expect("env-var", V.HOLDS, 1), Expect("env-var", V.REFUTED, 2, observed="2"), Expect("env-var", V.HOLDS, 3)),
        ),
        Example(
            "listed",
            "## Environment variables\n\n- `ORBIT_URL`: where it is\n- `ORBIT_DSN` - for errors\n",
            {"a.py": "import os\nurl = os.environ['ORBIT_URL']\n"},
            (Expect("env-var", V.HOLDS, 3, "ORBIT_URL"), Expect("env-var", V.UNVERIFIABLE, 4, "ORBIT_DSN")),
        ),
        Example(
            "read",
            "- Among the variables that the server reads is `ORBIT_URL`.\n- Among the variables that the server reads is `ORBIT_DSN`.\n",
            {"a.py": "import os\nurl = os.environ['ORBIT_URL']\n"},
            (Expect("env-var", V.HOLDS, 1, "ORBIT_URL"), Expect("env-var", V.REFUTED, 2, "ORBIT_DSN")),
        ),
        Example(
            "is read",
            "- Environment: `ORBIT_URL` is read; `ORBIT_DSN` is read\n- `ORBIT_URL` and `ORBIT_DSN` are read from the environment\n"
            "- The address comes from the `ORBIT_URL` environment variable\n- The environment variable `ORBIT_URL` is read in `b.py`\n"
            "- The environment variable `ORBIT_URL` is never read\n- The environment variable `ORBIT_DSN` is not read anywhere\n",
            {"a.py": "import os\nurl = os.environ['ORBIT_URL']\n", "b.py": ""},
            (
                Expect("env-var", V.HOLDS, 1, "ORBIT_URL"),
                Expect("env-var", V.REFUTED, 1, "ORBIT_DSN"),
                Expect("env-var", V.HOLDS, 2, "ORBIT_URL"),
                Expect("env-var", V.REFUTED, 2, "ORBIT_DSN"),
                Expect("env-var", V.HOLDS, 3, "ORBIT_URL"),
                Expect("env-var", V.REFUTED, 4, "ORBIT_URL"),
                Expect("env-var", V.REFUTED, 5, "ORBIT_URL"),
                Expect("env-var", V.HOLDS, 6, "ORBIT_DSN"),
            ),
        ),
        Example("a part of them", "`.env.example` documents 2 variables for the database.\n", {".env.example": "A=1\n"},
                (Expect("env-var", V.DOUBTFUL, 1),)),
        Example("other files", "`sky.py` has 2 variables. The server should read `ORBIT_DSN`.\n", {"sky.py": "A = 1\n"}, ()),
    )  # fmt: skip

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        if told := list(self._told(clause)):
            yield from told
            return
        if clause.negated:
            return
        if name := _listed(clause):
            yield self.claim(clause, Target(variable=name, listed=True), subject=name, claimed="listed")
            return
        slots = slots_of(clause)
        if match := _COUNTS.match(slots.text):
            file = slots.name(match["file"])
            numbers = [number for number in clause.quantities if number.unit in ("variable", "setting", "entry")]
            if (
                len(numbers) == 1
                and not _narrowed(numbers[0])
                and _FILE.search(file)
                and file in {mention.text for mention in clause.own(Path)}
            ):
                number = numbers[0]
                yield self.claim(clause, Target(file=file), subject=file, claimed=number.text, quantity=number, explains=slots.taken(match))
        elif match := _READS.search(slots.text):
            slot = match["slot"] or match["slot2"] or match["slot3"]
            name = slots.name(slot)
            if name in {mention.text for mention in clause.own(EnvVar)} and re.fullmatch(r"[A-Z][A-Z0-9]*_[A-Z0-9_]+", name):
                explains = slots.taken(match, "who", "who2", "who3")
                yield self.claim(clause, Target(variable=name), subject=name, claimed="read", explains=explains)

    def _told(self, clause: Clause) -> Iterator[Claim[Target]]:
        """What is said, with the environment named beside or above, to be read from it, or not to be."""
        context = clause.context
        lead = context.lead_in.plain if context.lead_in else ""
        about = (clause.statement.text.plain, context.key, lead, *context.titles, *(cell.header for cell in context.row))
        if clause.form is Form.CELL:
            name, row = _listed(clause), context.row
            reads = next((cell for cell in row if _COLUMN.match(cell.header)), None) if name else None
            if reads and (plain := reads.text.plain.strip()) and _YES.match(plain):
                yield self.claim(clause, Target(variable=name), subject=name, claimed="read", explains=(clause.span,))
            return
        slots = slots_of(clause)
        match = _IS_READ.match(slots.text)
        if match is None and not clause.negated:
            match = next((match for pattern in (_COMES, _USES) if (match := pattern.match(slots.text))), None)
        if match is None:
            if _READ_LIST.match(context.key):
                for mention in clause.own(EnvVar):
                    target = Target(variable=mention.text)
                    yield self.claim(clause, target, subject=mention.text, claimed="read", explains=(clause.span,))
            return
        if not match.groupdict().get("file") and not any(_ENVIRONMENT.search(words) for words in about):
            return
        groups = match.groupdict()
        own = {mention.text for mention in clause.own(EnvVar)}
        names = [slots.name(slot) for slot in re.findall(SLOT, match["names"])]
        file = slots.name(groups["file"]) if groups.get("file") else ""
        if not all(name in own and re.fullmatch(r"[A-Z][A-Z0-9]*_[A-Z0-9_]+", name) for name in names):
            return
        if (file and file not in {mention.text for mention in clause.own(Path)}) or bool(groups.get("no")) is not clause.negated:
            return
        for name in names:
            target = Target(variable=name, file=file, unread=clause.negated)
            claimed = "not read" if clause.negated else "read"
            explains = slots.taken(match, "head", "lead")
            yield self.claim(clause, target, subject=name, claimed=claimed, negated=clause.negated, explains=explains)

    def recognise_code(self, fence: Fence) -> Iterator[Claim[Target]]:
        if fence.kind in (FenceClass.SUGGESTED, FenceClass.OUTPUT, FenceClass.TREE, FenceClass.DIAGRAM):
            return
        for number, line in enumerate(fence.lines, fence.line):
            if setting := _SET.match(line):
                span = Span(number, number, setting.start("name") + 1, setting.end("name") + 1)
                target = Target(variable=setting["name"], listed=True)
                yield Claim(self.name, "env-var", span, setting["name"], target.variable, "listed", target, fence.context.titles)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        if target.variable:
            if target.unread:
                return unread(target.variable, code)
            return read_in(target.variable, target.file, code) if target.file else read(target.variable, code, target.listed)
        path = code.index.resolve(target.file).path
        if path is None or claim.quantity is None:
            return blocked(Reason.NO_SUBJECT, f"{target.file} is not one file here", target.file)
        try:
            text = code.snapshot.text(path)
        except Unreadable as error:
            return blocked(error.reason, error.message, path)
        return _counted(path, text, claim.quantity)


def _narrowed(number: Quantity) -> bool:
    """Whether only some variables are counted: "5 required variables"."""
    return any(word not in ("environment", "env", "config", "configuration") and not neutral(word) for word in number.words[:-1])


def _listed(clause: Clause) -> str:
    """The variable that begins an item or row of a list of environment variables; "" for any other."""
    own = clause.own(EnvVar)
    lead = clause.context.lead_in.plain if clause.context.lead_in else ""
    header = clause.context.row[0].header if clause.context.row else ""
    about = any(_LIST.search(words) for words in (*clause.context.titles, lead, clause.context.key, header))
    begins = bool(own) and clause.position == 0 and re.match(rf"\W*{re.escape(own[0].text)}(?!\w)", clause.text) is not None
    return own[0].text if about and begins and clause.form in (Form.ITEM, Form.KEY_VALUE, Form.CELL, Form.CHECK_ITEM) else ""


def _counted(path: str, text: str, quantity: Quantity) -> Measurement:
    """Variables that are set, and with those in comments: either may be what was counted."""
    lines = list(_LINE.finditer(text))
    live, every = {m["name"] for m in lines if not m["off"]}, {m["name"] for m in lines}
    holds = any(quantity.contains(count) for count in {len(live), len(every)})
    return answer(
        holds,
        str(len(live)),
        [Site(path)],
        reproduce=f"grep -cE '^[A-Za-z_]+=' {arguments(path)}",
        subject=path,
        detail=f"{len(live)} variables",
    )
