"""A command of a tool chain has what it needs here: `uv sync` its manifest, `uvicorn app:main` its module, `go test ./x/...` its folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from verifier.codebase import Codebase
from verifier.facts.symbols import Symbols
from verifier.model import Claim, Confidence, Evidence, Finding, Measurement, Reading, Reason, Site, Span
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Command, Fence, FenceClass, Role
from verifier.repository.kinds import is_installed, is_vendored, language_of
from verifier.repository.scope import Scope
from verifier.reproduce import arguments
from verifier.rule import Example, Expect, Rule, found, undecided
from verifier.shapes.lookup import UNREAL, states

from .invocations import invocations, parts
from .needs import Need, needs_of

_FAILURE = re.compile(
    r"\bNo module named\b|command not found|^\s*Traceback\b|: not found\b|No such file|\bENOENT\b|npm ERR!|^\W*\w*error\b\s*[:\[]"
    r"|\bexit(?:ed)? (?:with )?(?:code|status) [1-9]",
    re.I,
)
_OUTPUT = 3  # lines below a command that are looked at
_NOT_HERE = UNREAL - {Role.EXAMPLE}  # how a project is used is told below "Usage"


@dataclass(frozen=True, slots=True)
class Target:
    needs: tuple[Need, ...]
    inside: str = ""  # the directory that was changed to before


class Runnable(Rule[Target]):
    """ "`uv sync --dev`", "`uvicorn main:app --port 80`", a block with `go test ./store/...`."""

    name = "runnable"
    infers = True
    kinds = ("command",)
    summary = "What a tool chain's command works on is there: its manifest, its module, the paths that it is given; never refuted."
    examples = (
        Example(
            "what commands need",
            "## Quick start\n\n```bash\nuv sync --dev\nuvicorn shop.main:app --port 80\nuvicorn shop.other:app\nblack --check shop/\n"
            "mypy shop tests/\npip install -r more.txt\ncelery -A shop.jobs worker\n```\n\nStyle is checked by `uv run flake8 shop/`.\n",
            {"pyproject.toml": "", "shop/main.py": "app = FastAPI()\n", "shop/jobs.py": ""},
            (
                Expect("command", V.HOLDS, 4),
                Expect("command", V.HOLDS, 5),
                Expect("command", V.UNVERIFIABLE, 6),
                Expect("command", V.HOLDS, 7),
                Expect("command", V.UNVERIFIABLE, 8),
                Expect("command", V.UNVERIFIABLE, 9),
                Expect("command", V.HOLDS, 10),
                Expect("command", V.HOLDS, 13),
            ),
            also=("command", "mechanism", "file-exists"),
        ),
        Example(
            "options that the script does not have, and commands that failed",
            "```bash\npython load.py --dry-run --limit=3\npython load.py --force\npython load.py --dry-run \\\n  --force\n```\n\n"
            "```bash\n$ python -m pytest tests/ -v\npython: No module named pytest\n```\n",
            {"load.py": "parser.add_argument('--dry-run')\nparser.add_argument('--limit')\n", "tests/test_a.py": ""},
            (Expect("command", V.HOLDS, 2), Expect("command", V.UNVERIFIABLE, 3), Expect("command", V.UNVERIFIABLE, 4)),
            also=("command", "file-exists"),
        ),
        Example(
            "below a directory, and with files of its own",
            "```bash\ncd shop\npytest tests/\npython main.py load data/rows.csv --to=more/rows.csv\n"
            "python main.py load data/none.csv\n```\n\n```bash\ncd bar\npytest tests/\n```\n",
            {"shop/tests/test_a.py": "", "shop/main.py": "option('--to')\n", "shop/data/rows.csv": "", "tests/test_b.py": ""},
            (
                Expect("command", V.HOLDS, 3),
                Expect("command", V.HOLDS, 4),
                Expect("command", V.UNVERIFIABLE, 5),
                Expect("command", V.UNVERIFIABLE, 10),
            ),
            also=("command", "file-exists"),
        ),
        Example(
            "in other languages",
            "```bash\n$ go test ./... -v\n$ go mod tidy\n$ cargo build --release\n$ npm ci\n"
            "$ docker build -t shop .\n```\n",
            {"go.mod": "module shop\n", "store/a.go": "package store\n", "package.json": "{}", "sub/Dockerfile": "FROM scratch\n"},
            (
                Expect("command", V.HOLDS, 2),
                Expect("command", V.HOLDS, 3),
                *(Expect("command", V.UNVERIFIABLE, line) for line in (4, 5)),
                Expect("command", V.HOLDS, 6),
            ),
            also=("command", "mechanism"),
        ),
        Example("plans", "## Recommendations\n\n```bash\nuv sync --dev\n```\n\nRun `uv sync` first.\n", {"pyproject.toml": ""}, ()),
    )  # fmt: skip

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if clause.negated or clause.hedge or not states(clause):
            return
        for mention in clause.own(Command):
            if target := _target(mention.value.text):
                yield self.claim(
                    clause, target, subject=mention.text, claimed="can be run", span=mention.span, text=mention.text,
                    confidence=Confidence.LIKELY,
                )  # fmt: skip

    def recognise_code(self, fence: Fence) -> Iterator[Claim[Target]]:
        context = fence.context
        roles = {context.lead_in_role, context.key_role, *(section.role for section in context.sections)}
        if fence.kind is not FenceClass.SHELL or roles & _NOT_HERE:
            return
        inside = ""
        for number, line in enumerate(fence.lines, fence.line):
            inside = _entered(line, inside)
            if (target := _target(_continued(fence, number - fence.line), inside)) and not _fails(fence, number - fence.line):
                span = Span(number, number, len(line) - len(line.lstrip()) + 1, len(line) + 1)
                yield Claim(self.name, "command", span, line.strip(), line.strip(), "can be run", target, context.titles)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        inside = claim.target.inside
        if inside and not any(f"/{path}".endswith(f"/{inside}") for path in code.index.directories):
            return Measurement(blocked=Reason.NO_SUBJECT, detail=f"there is no {inside} to change to", subject=claim.subject)
        met = [_met(need, code, inside) for need in claim.target.needs]
        missing = next((need for need, path in zip(claim.target.needs, met, strict=True) if not path), None)
        if missing is not None:
            return Measurement(blocked=Reason.NO_SUBJECT, detail=f"it needs {' or '.join(missing.any_of)}", subject=claim.subject)
        for need, path in zip(claim.target.needs, met, strict=True):
            if unread := next((option for option in need.options if not _reads(path, option, code)), ""):
                return Measurement(blocked=Reason.NO_SUBJECT, detail=f"nothing in {path} tells of {unread}", subject=claim.subject)
        paths = dict.fromkeys(filter(None, met))
        return Measurement(
            (Reading("is there", True),), tuple(map(Site, paths)), reproduce=f"ls -d {arguments(*paths)}", subject=claim.subject
        )

    def is_guess(self, finding: Finding) -> bool:
        return finding.reason is Reason.NO_SUBJECT

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        evidence = tuple(Evidence(site.path) for site in measurement.sites)
        there = ", ".join(site.path for site in measurement.sites)
        told = f"what it works on is there: {there}"
        return found(claim, measurement, V.HOLDS, told, observed=there, evidence=evidence, confidence=Confidence.LIKELY)


def _entered(line: str, inside: str) -> str:
    """The directory that one is in behind a line; "" for one that can't be told from it, and is thought to be anywhere."""
    for part in parts(line):
        if part.startswith("cd "):
            to = part[3:].strip(" \"'").rstrip("/").removeprefix("./")
            inside = to if re.fullmatch(r"[\w-][\w.-]*(?:/[\w-][\w.-]*)*", to) else ""
    return inside


def _continued(fence: Fence, row: int) -> str:
    """A line of a block with those that it goes on in, behind a backslash."""
    told = fence.lines[row]
    while told.rstrip().endswith("\\") and (row := row + 1) < len(fence.lines):
        told = f"{told.rstrip()[:-1]} {fence.lines[row].strip()}"
    return told


def _target(line: str, inside: str = "") -> Target | None:
    """What all commands of a line need; None where one of them is not known, or is another rule's."""
    told = [(needs_of(part), tuple(invocations(part))) for part in parts(line) if not part.startswith("cd ")]
    if not told or any(not needs or any(one.tool != "program" for one in started) for needs, started in told):
        return None
    return Target(tuple(need for needs, _ in told for need in needs), inside)


def _met(need: Need, code: Codebase, inside: str = "") -> str:
    """What is there of the things of which one is needed, "" for nothing; of a directory `inside`, if one was changed to."""
    own = [path for path in code.index.entries if not is_installed(path) and not is_vendored(path)]
    own = [path for path in own if not inside or f"/{inside}/" in f"/{path}"]
    for name in need.any_of:
        if need.module:
            stem = name.replace(".", "/")
            ends = tuple(f"/{stem}{end}" for end in (".py", "/__init__.py"))
            path = next((path for path in own if f"/{path}".endswith(ends)), "")
            if not path and "/" in stem:  # `shop.main.app`: a name in a module
                outer, _, attribute = name.rpartition(".")
                return _met(Need((outer,), True, attribute), code, inside)
            return path if path and _defines(path, need.attribute, code) else ""
        if "*" in name:
            found = next((path for path in own if _fits(path, name)), "")
        else:
            found = next((path for path in sorted(own, key=len) if path == name or path.endswith(f"/{name}")), "")
            found = found or (code.index.resolve(name.rstrip("/"), (inside,) if inside else ()).path or "")
        if found:
            return found
    return ""


def _reads(script: str, option: str, code: Codebase) -> bool:
    """Whether a script, or another source in its language, has the name of an option: as it is written, or as a parameter's."""
    name = re.compile(re.escape(option.removeprefix("--")).replace(r"\-", "[-_]").encode(), re.I)
    symbols, language = Symbols.of(code.facts), language_of(script)
    others = (path for path in code.index.entries if path != script and language_of(path) == language and not is_installed(path))
    return any(name.search(symbols.read(path)) for path in (script, *(others if language else ())))


def _fails(fence: Fence, row: int) -> bool:
    """Whether what a block shows below a command is that it failed: "python: No module named pytest"."""
    return any(_FAILURE.search(line) for line in fence.lines[row + 1 : row + 1 + _OUTPUT] if not needs_of(line.strip().removeprefix("$ ")))


def _fits(path: str, name: str) -> bool:
    """Whether a path is of a name with `*` in it, in a folder that ends as the one before it, if there is one: "shop/*.go"."""
    folder, _, pattern = name.rpartition("/")
    at, _, base = path.rpartition("/")
    return fnmatchcase(base, pattern) and (not folder or f"/{at}".endswith(f"/{folder}"))


def _defines(path: str, name: str, code: Codebase) -> bool:
    return not name or bool(re.search(rf"\b{re.escape(name)}\b".encode(), Symbols.of(code.facts).read(path)))
