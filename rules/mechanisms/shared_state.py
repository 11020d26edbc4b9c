""" "Thread-safe connection management" of a file whose objects share mutable state that nothing guards."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.knowledge.masking import mask
from verifier.model import Measurement, Reason, ScopeHints, Site, Verdict
from verifier.reading.clause import Clause, Path
from verifier.repository.kinds import language_of
from verifier.repository.scope import Scope
from verifier.repository.snapshot import Unreadable
from verifier.rule import Example, Expect
from verifier.text_lines import TextLines

from .questions import Asked, QuestionRule, answer, unanswered

_SAID = re.compile(r"\bthread[- ]safe(?:ty)?\b(?:\s+(?!by\b|for\b|and\b)\w+)?", re.I)
_GUARDS = re.compile(
    r"\b(?:R?Lock|Semaphore|BoundedSemaphore|Condition|SimpleQueue|PriorityQueue|LifoQueue|ContextVar)\b|\bthreading\b|\bqueue\b|\bcontextvars\b"
    r"|\.local\(|\block(?:s|ed|ing)?\b|_lock\b|\batomic|synchroni[sz]ed|\bdeque\b|\bmultiprocessing\b|\bfilelock\b",
    re.I,
)
_CONTAINER = re.compile(
    r"^[ \t]+self\.(?P<name>\w+)[ \t]*(?::[^=\n]+)?=[ \t]*(?:\{|\[|(?:set|dict|list|defaultdict|OrderedDict|Counter)\()", re.M
)


def read(clause: Clause) -> Iterator[Asked]:
    """Said of a file that the clause itself names, as the file's own property."""
    match = _SAID.search(clause.text)
    named = [mention.value.text for mention in clause.own(Path) if isinstance(mention.value, Path) and not mention.value.directory]
    if match and not clause.negated and not clause.hedge and len(named) == 1:
        yield Asked(match[0].strip(), named[0], "thread-safe", Guarded(named[0]), takes=frozenset(("thread-safety",)))


@dataclass(frozen=True, slots=True)
class Guarded:
    """Whether the mutable state of the classes in a Python file is guarded."""

    path: str

    def measure(self, code: Codebase, scope: Scope, hints: ScopeHints) -> Measurement:
        found = code.index.resolve(self.path).matches
        blocked: Measurement
        if len(found) != 1 or language_of(found[0]) != "python":
            blocked = unanswered(Reason.NO_SUBJECT, f"no single Python file {self.path}")
            return blocked
        try:
            text = mask(found[0], code.snapshot.text(found[0])).code
        except Unreadable as error:
            blocked = unanswered(error.reason, error.message)
            return blocked
        lines = TextLines(text)
        guard = _GUARDS.search(text)
        if guard:
            held: Measurement = answer(True, f"{guard[0]} in {found[0]}", [_site(found[0], lines, guard)], subject=found[0])
            return held
        shared = [match for match in _CONTAINER.finditer(text) if _changed(match["name"], text)]
        if not shared:
            blocked = unanswered(Reason.NOT_PROVABLE, f"nothing in {found[0]} tells how it would not be")
            return blocked
        names = ", ".join(dict.fromkeys(f"self.{match['name']}" for match in shared))
        sites = [_site(found[0], lines, match) for match in shared]
        refuted: Measurement = answer(
            False, f"nothing guards {names}", sites, f"grep -nEi 'lock|queue|threading' {found[0]}", subject=found[0]
        )
        return refuted


def _changed(name: str, text: str) -> bool:
    """Whether a container is changed after it was made."""
    item = r"\[[^\]\n]*\]"
    methods = "add|append|pop|popitem|remove|discard|update|clear|extend|insert|setdefault"
    return bool(re.search(rf"\bdel\s+self\.{name}\[|\bself\.{name}(?:{item})*(?:\.(?:{methods})\(|{item}\s*=[^=])", text))


def _site(path: str, lines: TextLines, match: re.Match[str]) -> Site:
    line = lines.number(match.start() + len(match[0]) - len(match[0].lstrip()))
    return Site(path, "", lines.line(line).strip()[:120], line, line)


class SharedState(QuestionRule):
    name = "shared-state"
    kinds = ("usage",)
    summary = "A file that is said to be thread-safe guards the mutable state of its classes."
    read = staticmethod(read)
    examples = (
        Example(
            "thread-safe or not",
            "- `manager.py`: thread-safe connections\n- `pool.py`: thread-safe pool\n- `maths.py`: thread-safe sums\n",
            {
                "manager.py": "class M:\n    def __init__(self):\n        self.open: dict = {}\n"
                "    def add(self, k, v):\n        self.open[k] = v\n",
                "pool.py": "import threading\nclass P:\n    def __init__(self):\n        self.all = []\n"
                "        self.guard = threading.Lock()\n"
                "    def add(self, k):\n        self.all.append(k)\n",
                "maths.py": "def add(a, b):\n    return a + b\n",
            },
            (
                Expect("usage", Verdict.REFUTED, 1, "manager.py"),
                Expect("usage", Verdict.HOLDS, 2, "pool.py"),
                Expect("usage", Verdict.UNVERIFIABLE, 3, "maths.py"),
            ),
        ),
        Example("of no file", "- Thread-safe connections\n- Make `pool.py` thread-safe\n", {"pool.py": ""}),
    )
