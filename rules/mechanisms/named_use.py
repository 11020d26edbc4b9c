""" "`tasks.py` streams `project_graph` events": a file is said to use a name of the project's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.imports import ImportGraph
from verifier.facts.symbols import Symbols
from verifier.model import Measurement, Reason, ScopeHints, Site, Verdict
from verifier.reading.clause import Clause, Origin, Path, Symbol
from verifier.repository.kinds import is_test
from verifier.repository.scope import Scope
from verifier.rule import Example, Expect

from .questions import Asked, QuestionRule, answer, unanswered

# Verbs that can't be true of a file without the name; who calls and imports whom is asked elsewhere.
_VERB = re.compile(
    r"^[\s`*]*(?::|[-–—])?\s*(?:\w+ly\s+)?(?:uses|streams|invokes|awaits|wraps|instantiates|creates|returns|runs|emits|extends|reads|schedules"
    r"|dispatches|triggers|delegates to|relies on|registers|installs|mounts|raises|catches|applies)\s+(?:the\s+|an?\s+)?[`*]*$",
    re.I,
)
# Before the files that were changed so that they use a name: "Updated all commands to use `Box`: `a.ts`, `b.ts`".
_IN_EACH = re.compile(
    r"\b(?:to|now|all|each|both)\s+(?:use|call|import|rely\s+on|extend)s?\s+(?:the\s+|a\s+|an\s+)?(?:new\s+|shared\s+|common\s+)?"
    r"(?:`?(?P<name>[A-Za-z_$][\w$]*)(?:\(\))?`?|(?P<kind>service|class|helper|function|hook|component|module|utility|validator|client|wrapper))"
    r"\s*(?::|[-–—]|in\b|\()\s*`?$",
    re.I,
)
_FUNCTIONS = frozenset(("function", "method", "constructor", "component", "hook"))
_OWN = re.compile(r"^[a-z]\w*_\w+$|^[A-Z](?=\w*[a-z])\w*[A-Z]\w*$|^[a-z]+[A-Z]\w+$")  # snake, Pascal or camel case of several words


def read(clause: Clause) -> Iterator[Asked]:
    """A path, a verb, and a name in code, with nothing between."""
    if clause.negated or clause.hedge:
        return
    yield from _of_functions(clause)
    yield from _in_each(clause)
    for path in clause.own(Path):
        for name in clause.own(Symbol):
            start, end = clause.text.find(path.text), clause.text.find(name.text)
            told = start >= 0 and end > start and _VERB.match(clause.text[start + len(path.text) : end])
            bare = name.value.name if isinstance(name.value, Symbol) and clause.words.in_code(end, end + 1) else ""
            if told and not clause.text[:start].strip(" `*(") and isinstance(path.value, Path) and path.value.sure and _OWN.match(bare):
                yield Asked(
                    clause.text[end - len(told[0].lstrip()) : end + len(name.text)],
                    bare,
                    f"in {path.value.text}",
                    HoldsName(path.value.text, bare),
                )


def _in_each(clause: Clause) -> Iterator[Asked]:
    """The files of a list that are said to use one name, or what the sentence above names as that."""
    paths = [path for path in clause.own(Path) if isinstance(path.value, Path) and path.value.sure and not path.value.directory]
    start = clause.text.find(paths[0].text.strip("`")) if len(paths) > 1 else -1
    told = _IN_EACH.search(clause.text[:start].rstrip("`")) if start > 0 else None
    if told is None:
        return
    name = told["name"] or ""
    if not _OWN.match(name):
        above = {m.value.name for m in clause.all(Symbol) if m.origin in (Origin.LEAD_IN, Origin.PARENT)}
        name = next(iter(above)) if len(above) == 1 and (told["kind"] or name.islower()) else ""
    for path in paths if name else ():
        yield Asked(path.text.strip("`"), name, f"in {path.value.text}", HoldsName(path.value.text, name))


def _of_functions(clause: Clause) -> Iterator[Asked]:
    """A function's name, a verb, and a name in code: "`create_app` installs `GZipMiddleware`"."""
    for owner in clause.own(Symbol):
        for name in clause.own(Symbol):
            start, end = clause.text.find(owner.text), clause.text.find(name.text)
            told = start >= 0 and end > start and _VERB.match(clause.text[start + len(owner.text) : end])
            if told and not clause.text[:start].strip(" `*(") and clause.words.in_code(end, end + 1) and _OWN.match(name.value.name):
                words = clause.text[end - len(told[0].lstrip()) : end + len(name.text)]
                yield Asked(words, name.value.name, f"in {owner.value.name}", UsesName(owner.value.name, name.value.name))


@dataclass(frozen=True, slots=True)
class UsesName:
    """Whether the one function of a name holds another name; refuted where no code at all does."""

    owner: str
    name: str

    def measure(self, code: Codebase, scope: Scope, hints: ScopeHints) -> Measurement:
        symbols, last = Symbols.of(code.facts), self.owner.rpartition(".")[2]
        places = [place for place in symbols.find(last).places if not is_test(place.path) and place.definition.kind in _FUNCTIONS]
        if len(places) != 1:
            unknown: Measurement = unanswered(Reason.NO_SUBJECT, f"no single function {self.owner}")
            return unknown
        path, one = places[0].path, places[0].definition
        lines = symbols.read(path).decode("utf-8", "replace").splitlines()[one.start - 1 : one.end_line]
        at = next((number for number, line in enumerate(lines, one.start) if re.search(rf"(?<!\w){re.escape(self.name)}(?!\w)", line)), 0)
        if at:
            site = Site(path, one.qualified, lines[at - one.start].strip(), at, at)
            held: Measurement = answer(True, f"{self.name} at {path}:{at}", (site,))
            return held
        if symbols.holding(self.name) or not symbols.complete:
            elsewhere: Measurement = unanswered(Reason.NOT_PROVABLE, f"{self.name} is not in {self.owner}, which may use it through others")
            return elsewhere
        refuted: Measurement = answer(False, f"no code names {self.name}", (), f"git grep -nw '{self.name}'", subject=self.owner)
        return refuted


@dataclass(frozen=True, slots=True)
class HoldsName:
    """Whether a file, or what it imports from the project, holds a name at all."""

    path: str
    name: str

    def measure(self, code: Codebase, scope: Scope, hints: ScopeHints) -> Measurement:
        found = code.index.resolve(self.path).matches
        symbols = Symbols.of(code.facts)
        blocked: Measurement = unanswered(Reason.NO_SUBJECT, f"no single file {self.path}, or nothing is named {self.name}")
        if len(found) != 1 or not symbols.find(self.name).places:
            return blocked
        lines = symbols.occurrences(self.name, (found[0],))
        if lines:
            sites = [Site(line.path, "", line.text, line.line, line.line) for line in lines]
            held: Measurement = answer(True, f"{self.name} at {lines[0].path}:{lines[0].line}", sites)
            return held
        imports = ImportGraph.of(code.facts).of_files(found)[found[0]]
        beyond = tuple(dict.fromkeys(edge.target for edge in imports.edges))
        if not imports.complete or any(symbols.occurrences(self.name, beyond)):
            blocked = unanswered(Reason.NOT_PROVABLE, f"{self.name} is not in {found[0]}, which may use it through what it imports")
            return blocked
        refuted: Measurement = answer(
            False, f"{self.name} is not in {found[0]}", (), f"grep -nw '{self.name}' {found[0]}", subject=found[0]
        )
        return refuted


class NamedUse(QuestionRule):
    name = "named-use"
    kinds = ("usage",)
    summary = "A file that is said to use a name of the project's own holds the name, or imports what may."
    read = staticmethod(read)
    examples = (
        Example(
            "a name that the named file lacks",
            "- `tasks.py` streams `answer_graph` events\n- `views.py` streams `answer_graph` events\n- `main.py` uses `answer_graph`\n",
            {
                "graph.py": "answer_graph = compiled()\n",
                "tasks.py": "import json\n",
                "views.py": "from graph import answer_graph\nanswer_graph.stream()\n",
                "main.py": "import views\n",
            },
            (
                Expect("usage", Verdict.REFUTED, 1, "answer_graph"),
                Expect("usage", Verdict.HOLDS, 2, "answer_graph"),
                Expect("usage", Verdict.UNVERIFIABLE, 3, "answer_graph"),
            ),
        ),
        Example(
            "in each of several files",
            "- Updated all commands to use `BigBox`: `a.py`, `b.py`\n\nCreated the `BigBox` class in `box.py`:\n\n"
            "- Updated commands to use the class: `a.py`, `c.py`\n",
            {"box.py": "class BigBox: ...\n", "a.py": "from box import BigBox\n", "b.py": "x = 1\n", "c.py": "y = 1\n"},
            (
                Expect("usage", Verdict.HOLDS, 1, claimed="in a.py"),
                Expect("usage", Verdict.DOUBTFUL, 1, claimed="in b.py"),
                Expect("usage", Verdict.HOLDS, 5, claimed="in a.py"),
                Expect("usage", Verdict.DOUBTFUL, 5, claimed="in c.py"),
            ),
        ),
        Example(
            "what a function uses",
            "- `make` installs `SlowBox`\n- `make` installs `FastBox`\n- `make` returns `take_box`\n- `make` should install `FastBox`\n"
            "- `make` installs `FastBox` as its only box\n- `make` installs `FastBox` only at night\n",
            {"a.py": "def make(app):\n    app.add(SlowBox)\n\ndef take_box(): ...\n"},
            (
                Expect("usage", Verdict.HOLDS, 1, "SlowBox"),
                Expect("usage", Verdict.REFUTED, 2, "FastBox"),
                Expect("usage", Verdict.UNVERIFIABLE, 3, "take_box"),
                Expect("usage", Verdict.REFUTED, 5, "FastBox"),
                Expect("usage", Verdict.DOUBTFUL, 6, "FastBox"),
            ),
            also=("symbol-exists",),
        ),
        Example("a wish", "- `tasks.py` should use `answer_graph`\n", {"tasks.py": "", "graph.py": "answer_graph = 1\n"}),
    )
