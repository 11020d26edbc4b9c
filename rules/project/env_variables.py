"""How many variables an env file documents, and which the code reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.packages import packages
from verifier.facts.symbols import Symbols
from verifier.model import Claim, Measurement, Quantity, Reason, Site, Span
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, EnvVar, Fence, FenceClass, Form, Path
from verifier.reading.english.lexis import neutral
from verifier.reading.says.slots import SLOT, slots_of
from verifier.repository.kinds import is_source, is_test
from verifier.repository.scope import Scope
from verifier.repository.snapshot import Unreadable
from verifier.reproduce import arguments
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

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
_SET = re.compile(r"^[^\w#$]*(?:export\s+)?(?P<name>[A-Z][A-Z0-9]*_[A-Z0-9_]+)=\S")
_LINE = re.compile(r"^(?P<off>#\s*)?(?:export\s+)?(?P<name>[A-Za-z_]\w*)\s*=", re.M)
# Read by tools and libraries without a word in the code.
_LIBRARIES = frozenset(
    "aws pg otel node npm python github gitlab ci docker http https no ssl google azure gcp kube java rails rust go django flask celery"
    " uvicorn gunicorn openai anthropic hf cuda postgres mysql mongo redis".split()
)
_LIST = re.compile(r"\benv(?:ironment)?\.?\s+var(?:iable)?s?\b|\.env\b|^\W*(?:required|optional|variable)(?:\s+variable)?s?\W*$", re.I)
_FILE = re.compile(r"(?:^|/)(?:\.env[\w.-]*|[\w.-]+\.env|env\.(?:example|sample|template))$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    file: str = ""
    variable: str = ""
    listed: bool = False  # in a list, which may be of what others read: nothing is refuted


class EnvVariables(Lookup[Target]):
    """ "`.env.example` documents six variables", "Among the variables that the API reads is `LOG_LEVEL`"."""

    name = "env-variables"
    kinds = ("env-var",)
    summary = "An env file has as many variables as the report says; a variable that is said to be read is named in some file."
    vocabulary = "document list define contain declare describe variable environment setting read env entry"
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
        Example("a part of them", "`.env.example` documents 2 variables for the database.\n", {".env.example": "A=1\n"},
                (Expect("env-var", V.DOUBTFUL, 1),)),
        Example("other files", "`sky.py` has 2 variables. The server should read `ORBIT_DSN`.\n", {"sky.py": "A = 1\n"}, ()),
    )  # fmt: skip

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
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

    def recognise_code(self, fence: Fence) -> Iterator[Claim[Target]]:
        if fence.kind in (FenceClass.SUGGESTED, FenceClass.OUTPUT, FenceClass.TREE, FenceClass.DIAGRAM):
            return
        for number, line in enumerate(fence.lines, fence.line):
            if setting := _SET.match(line):
                span = Span(number, number, setting.start("name") + 1, setting.end("name") + 1)
                target = Target(variable=setting["name"], listed=True)
                yield Claim(self.name, "env-var", span, line.strip()[:80], target.variable, "listed", target, fence.context.titles)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        if target.variable:
            return _read(target.variable, code, target.listed)
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


def _read(name: str, code: Codebase, in_list: bool) -> Measurement:
    """Where a name stands in code or settings. A prefix set in one place (`SHOP_`) may be apart from the rest (`log_level`)."""
    symbols = Symbols.of(code.facts)
    spots = sorted(symbols.occurrences(name), key=lambda spot: (not is_source(spot.path), is_test(spot.path)))
    sites = [Site(spot.path, name, spot.text, spot.line, spot.line) for spot in spots]
    parts = name.lower().split("_")
    tails = ["_".join(parts[start:]) for start in range(1, len(parts))]
    composed = any(symbols.holding(tail) or symbols.holding(tail.upper()) for tail in (*tails[:2], name.lower()))
    if spots and not in_list and not is_source(spots[0].path):
        return blocked(Reason.NOT_PROVABLE, f"{name} stands in {spots[0].path}, but in no code", name)
    if not spots and composed:
        return blocked(Reason.NOT_PROVABLE, f"{name} stands nowhere as such, but may be put together from a prefix", name)
    if not spots and _of_library(name, code):
        return blocked(Reason.NOT_PROVABLE, f"{name} may be read by the library that it is named after", name)
    if not spots and in_list:
        return blocked(Reason.NOT_PROVABLE, f"{name} stands nowhere; what reads the variables of a list is open", name)
    complete = symbols.complete
    return answer(
        bool(spots),
        f"named in {spots[0].path}" if spots else "named nowhere",
        sites,
        complete=complete,
        reproduce=f"git grep -nw -e {arguments(name)}",
        subject=name,
    )


def _of_library(name: str, code: Codebase) -> bool:
    """Whether the name begins like a tool's, or like a package that a manifest lists."""
    first = name.partition("_")[0].lower()
    known = packages(code.index)
    return first in _LIBRARIES or bool(known.unread) or any(first in item.name for listed in known.of.values() for item in listed)
