""" "No `eval()`", and lists under "No dangerous function calls": calls that are said to be made nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.outline import Outline
from verifier.model import Measurement, Reason, ScopeHints, Site, Verdict
from verifier.reading.clause import Clause, Form
from verifier.repository.kinds import classes_of
from verifier.repository.scope import Scope, whole
from verifier.reproduce import search
from verifier.rule import Example, Expect

from .questions import Asked, QuestionRule, answer, unanswered

_HEADED = re.compile(
    r"\b(?:no|zero|without)\s+(?:\w+\s+){0,2}?(?:dangerous|unsafe|insecure|risky|forbidden|banned|deprecated|prohibited)\b"
    r"(?:\s+\w+){0,2}\s*(?:functions?|calls?|usages?|methods?|apis?|builtins?)\b",
    re.I,
)
_DENIED = re.compile(r"^\W*(?:no|zero|never|without)\s+(?:(?:use|usage|uses|calls?|direct|unsafe|any|of|to|the)\s+)*$", re.I)
_AND = re.compile(r"(?:,|\bor|\band|/)\s*[`*]*$")
_BESIDE = re.compile(
    r"(?:^|/)(?:demos?|examples?|samples?|scripts?|tools?|docs?|benchmarks?)/|(?:^|/)(?:setup|conftest|noxfile|tasks)\.py$"
)
_CALL = re.compile(r"^(?P<name>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)(?P<call>\(\s*(?:\.\.\.)?\s*\))?$")
_BUILTIN = frozenset(("eval", "exec", "__import__", "compile"))
_CONDITION = re.compile(r"\b(?:without|with|except|unless|in|on|for|outside|from)\b", re.I)
_LANGUAGES = frozenset(("python", "typescript", "tsx", "javascript", "jsx"))


def read(clause: Clause) -> Iterator[Asked]:
    """Names in code that the clause denies, or that are listed below a heading which denies such calls. A condition narrows them."""
    plain = clause.statement.text.plain
    headed = clause.form is Form.ITEM and bool(clause.context.sections) and bool(_HEADED.search(clause.context.sections[-1].title))
    if _CONDITION.search(plain) or clause.form is Form.HEADING:
        return
    denied = True
    for start, end in clause.words.codes:
        match = _CALL.fullmatch(clause.text[start:end])
        before = clause.text[:start]
        denied = bool(_DENIED.match(before)) if start == clause.words.codes[0][0] else denied and bool(_AND.search(before))
        if match and (match["call"] or match["name"] in _BUILTIN) and (denied or (headed and not before.strip(" `"))):
            yield Asked(
                clause.text[:end], match["name"], "never called", NeverCalled(match["name"]), True, frozenset(("eval", match["name"]))
            )


@dataclass(frozen=True, slots=True)
class NeverCalled:
    """Whether the project's own code calls a builtin, or a function of a module, nowhere."""

    name: str

    def measure(self, code: Codebase, scope: Scope, hints: ScopeHints) -> Measurement:
        last = self.name.rpartition(".")[2]
        files = (scope if hints.paths else whole()).files_in(code.index, _LANGUAGES)
        paths = [path for path in files if not classes_of(path) and last in code.facts.text(path)]
        sites: list[Site] = []
        unread = 0
        for path, outline in code.facts.outlines(paths).items():
            if not isinstance(outline, Outline):
                unread += 1
                continue
            names = self._names(outline)
            calls = [call for call in outline.calls if call.callee in names]
            sites += (Site(path, call.enclosing, f"{call.callee}(...)", call.line, call.line) for call in calls)
        blocked: Measurement
        if sites and all(_BESIDE.search(site.path) for site in sites):
            blocked = unanswered(Reason.AMBIGUOUS, f"only {sites[0].path}:{sites[0].line} does, beside the product itself", sites)
            return blocked
        if sites:
            refuted: Measurement = answer(False, f"called at {sites[0].path}:{sites[0].line}", sites, search("-nw", last))
            return refuted
        if unread or code.snapshot.unlisted() or not files:
            blocked = unanswered(Reason.INCOMPLETE, "not every file could be read")
            return blocked
        held: Measurement = answer(True, f"nothing calls {self.name}", (), search("-nw", last))
        return held

    def _names(self, outline: Outline) -> frozenset[str]:
        """What the function is called in a file: a builtin by its name, unless the file has one of its own; others as imported."""
        module, _, last = self.name.rpartition(".")
        if not module:
            own = {item.name for item in outline.definitions} | {item.alias or item.name for item in outline.imports}
            return frozenset() if last in own else frozenset((last,))
        modules = {item.alias or item.module for item in outline.imports if item.module == module and not item.name}
        direct = {item.alias or last for item in outline.imports if item.module == module and item.name == last}
        return frozenset({f"{name}.{last}" for name in modules} | direct)


class AbsentCalls(QuestionRule):
    name = "absent-calls"
    kinds = ("absence",)
    summary = "A function that is said never to be called is called nowhere in the project's own code."
    read = staticmethod(read)
    examples = (
        Example(
            "calls that nothing makes",
            "- No `eval()` or `exec()`\n\n### No Dangerous Function Calls\n\n- `pickle.loads()` (unsafe deserialization)\n- `__import__`\n",
            {
                "a.py": "from pickle import loads\n\nclass Model:\n    def eval(self):\n        ...\n\nm = Model()\nm.eval()\n"
                "exec('x = 1')\n"
                "loads(b'')\n"
            },
            (
                Expect("absence", Verdict.HOLDS, 1, "eval"),
                Expect("absence", Verdict.REFUTED, 1, "exec"),
                Expect("absence", Verdict.REFUTED, 5, "pickle.loads"),
                Expect("absence", Verdict.HOLDS, 6, "__import__"),
            ),
        ),
        Example("with a condition", "- No `eval()` without a sandbox\n- Never call `exec()` here, please\n", {"a.py": "eval('1')\n"}),
    )
