""" "Async/await consistently applied", "non-blocking I/O": refuted by calls that block inside of asynchronous functions.

Like ruff's ASYNC210, ASYNC220, ASYNC230 and ASYNC251, and a synchronous SQLAlchemy session besides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.failure import Failure
from verifier.facts.outline import Call, Definition, Outline
from verifier.model import Measurement, Reason, ScopeHints, Site, Verdict
from verifier.reading.clause import Clause
from verifier.repository.scope import Scope, whole
from verifier.rule import Example, Expect

from .questions import Asked, QuestionRule, answer, unanswered

_ASYNC = r"(?:async(?:hronous)?(?:\s*/\s*await)?|non-?blocking)"
_GRADE = r"(?:(?:proper|properly|full|fully|consistent|comprehensive|correct|good|excellent|clean|efficient|true|use of|using|uses)\s+)*"
_NOUN = r"(?:\s+(?:I/?O|operations?|patterns?|code|programming|usage|use|calls?|functions?|execution|processing|architecture|design))*"
_WHOLE = r"(?:the\s+)?(?:entire\s+)?(?:codebase|application|app|project|backend|system|code)"
_EVERYWHERE = (
    r"consistently(?:\s+(?:applied|used|followed|implemented))?"
    rf"|(?:(?:applied|used|followed|implemented)\s+)?(?:consistently|everywhere|(?:throughout|across)(?:\s+{_WHOLE})?)"
    r"|for\s+(?:all\s+)?(?:I/?O|blocking)(?:[ -]bound)?(?:\s+(?:operations?|calls?))?"
    r"|\((?:all\s+)?non-?blocking(?:\s+\w+)?\)"
)
_SAID = re.compile(rf"^{_GRADE}{_ASYNC}{_NOUN}\s*(?:{_EVERYWHERE})\W*$", re.I)
_ALL = re.compile(
    r"^all\s+(?:(?:I/?O|blocking)(?:[ -]bound)?)(?:\s+(?:operations?|calls?))?\s+(?:is|are)\s+(?:fully\s+|properly\s+)?"
    r"(?:async(?:hronous)?|non-?blocking|awaited)\W*$",
    re.I,
)

_SLEEP = re.compile(r"^time\.sleep$")
_NETWORK = re.compile(
    r"^(?:requests\.(?:get|post|put|patch|delete|head|request)|urllib\.request\.urlopen"
    r"|httpx\.(?:get|post|put|patch|delete|request))$"
)
_PROCESS = re.compile(r"^(?:subprocess\.(?:run|call|check_call|check_output)|os\.system)$")
_SCRIPT = re.compile(r"^(?:fs\.)?(?:readFileSync|writeFileSync|appendFileSync|readdirSync)$|^(?:child_process\.)?(?:execSync|spawnSync)$")
_FILE = re.compile(r"^open$")
_SESSION = re.compile(r"^(?P<owner>(?:self\._?)?\w+)\.(?:query|commit|execute|flush|refresh|scalars|scalar)$")
_SYNC_SESSION = re.compile(r"^[\"']?(?:orm\.)?Session[\"']?(?:\s*\|\s*None)?(?:\s*=.*)?$")
_OFF_LOADED = re.compile(r"\blambda\b|to_thread|run_in_executor|run_in_threadpool|run_sync|run_until_complete|asyncio\.run\b")
_LANGUAGES = frozenset(("python", "typescript", "tsx", "javascript", "jsx"))
_LEAST = 2  # one blocking call may be an oversight that nobody would call inconsistent
_SHARE = 0.02  # of the asynchronous functions
_PART = 0.1  # of all asynchronous functions: a scope with fewer is none that anybody means by "consistently"
_ENOUGH = 5  # asynchronous functions among which the lack of any blocking call says something


def read(clause: Clause) -> Iterator[Asked]:
    """ "Async I/O (non-blocking operations)": said of everything, narrowed by nothing."""
    words = clause.statement.text.plain.strip(" .`")
    if clause.position == 0 and not clause.negated and not clause.hedge and (_SAID.match(words) or _ALL.match(words)):
        yield Asked(words, "async I/O", "nothing blocks", NothingBlocks(), takes=frozenset(("async-await",)))


@dataclass(frozen=True, slots=True)
class NothingBlocks:
    """Whether asynchronous functions make no call that blocks."""

    def measure(self, code: Codebase, scope: Scope, hints: ScopeHints) -> Measurement:
        seen = _seen(code, scope)
        if not (seen.sites or hints.paths or scope.everything or _of_a_part(hints, code)):
            everything = _seen(code, whole())
            if seen.functions < _PART * everything.functions:
                seen = everything  # so few functions are not what is meant
        if not seen.functions:
            blocked: Measurement = unanswered(Reason.NO_SUBJECT, "no asynchronous functions")
            return blocked
        reproduce = "ruff check --select ASYNC ."
        if not seen.sites and seen.functions >= _ENOUGH:
            clear = f"none of {seen.functions} asynchronous functions makes a call that is known to block"
            held: Measurement = answer(True, clear, reproduce=reproduce)
            return held
        detail = f"{seen.blocking} of {seen.functions} asynchronous functions make calls that block"
        few = len(seen.sites) < _LEAST or not seen.serious or seen.blocking < _SHARE * seen.functions
        found: Measurement = unanswered(Reason.NOT_PROVABLE, detail, seen.sites) if few else answer(False, detail, seen.sites, reproduce)
        return found


@dataclass(frozen=True, slots=True)
class _Seen:
    """The asynchronous functions of a scope, those that block, and where. `serious`: by more than opening files."""

    functions: int
    blocking: int
    sites: tuple[Site, ...]
    serious: bool


def _of_a_part(hints: ScopeHints, code: Codebase) -> bool:
    """Whether the report's title names a part of the repository, so that what lies elsewhere may not be meant."""
    return any(topic in path.lower() for topic in hints.topics for path in code.index.entries)


def _seen(code: Codebase, scope: Scope) -> _Seen:
    total, blocking, sites, serious = 0, 0, list[Site](), False
    for path, outline in code.facts.outlines(scope.files_in(code.index, _LANGUAGES)).items():
        if isinstance(outline, Failure):
            continue
        found = _Functions(outline)
        total += len(found.asynchronous)
        calls = [(call, kind) for call in outline.calls if (kind := found.blocks(call)) and not _off_loaded(code, path, call)]
        blocking += len({call.enclosing for call, _ in calls})
        serious = serious or any(kind != "file" for _, kind in calls)
        sites += (Site(path, call.enclosing, f"{call.callee}(...)", call.line, call.line) for call, _ in calls)
    return _Seen(total, blocking, tuple(sites), serious)


class _Functions:
    """A file's asynchronous functions, and the names that are synchronous database sessions in each."""

    def __init__(self, outline: Outline) -> None:
        self.sessions = any(
            item.name == "Session" and item.module.split(".")[0] in ("sqlalchemy", "sqlmodel") and not item.alias
            for item in outline.imports
        )
        self.asynchronous = {item.qualified: item for item in outline.definitions if item.is_async}
        self.constructors = {item.qualified.rpartition(".")[0]: item for item in outline.definitions if item.name == "__init__"}

    def blocks(self, call: Call) -> str:
        """What sort of blocking call it is, or ""."""
        function = self.asynchronous.get(call.enclosing)
        if function is None:
            return ""
        if _SLEEP.match(call.callee) or _NETWORK.match(call.callee) or _PROCESS.match(call.callee) or _SCRIPT.match(call.callee):
            return "call"
        if _FILE.match(call.callee):
            return "file"
        match = _SESSION.match(call.callee) if self.sessions else None
        return "session" if match and self._is_session(match["owner"], function) else ""

    def _is_session(self, owner: str, function: Definition) -> bool:
        if not owner.startswith("self."):
            return _takes_session(function, owner)
        constructor = self.constructors.get(function.qualified.rpartition(".")[0])
        return constructor is not None and _takes_session(constructor, owner.removeprefix("self.").lstrip("_"))


def _takes_session(function: Definition, name: str) -> bool:
    return any(item.name == name and _SYNC_SESSION.match(item.annotation) for item in function.parameters)


def _off_loaded(code: Codebase, path: str, call: Call) -> bool:
    """Whether the line hands the call to another thread."""
    lines = code.facts.text(path).split("\n")
    return bool(_OFF_LOADED.search("\n".join(lines[max(0, call.line - 2) : call.line])))


class Blocking(QuestionRule):
    name = "blocking"
    kinds = ("usage",)
    summary = "Asynchronous functions that are said never to block make no call that is known to block."
    read = staticmethod(read)
    examples = (
        Example(
            "calls that block inside of asynchronous functions",
            "- Proper async/await patterns consistently applied\n- Async I/O (non-blocking operations)\n",
            {
                "a.py": "import requests, time\n\nasync def load(url):\n    time.sleep(1)\n    return requests.get(url)\n\n"
                "async def off(url):\n    return await run_in_threadpool(lambda: requests.get(url))\n"
            },
            (
                Expect("usage", Verdict.REFUTED, 1, "async I/O"),
                Expect("usage", Verdict.REFUTED, 2, "async I/O"),
            ),
        ),
        Example("of a part, or graded", "- Async I/O for uploads (mostly)\n- Excellent\n- Use async I/O everywhere\n", {"a.py": ""}),
    )
