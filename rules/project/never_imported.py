"""A module or name is not imported in a file, or a dependency nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.packages import packages
from verifier.facts.symbols import Symbols
from verifier.knowledge.entries import all_entries, dist_of, module_of
from verifier.knowledge.pins import key_of
from verifier.model import Claim, Measurement, Reason, Side, Site
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Form, Path
from verifier.reading.says.slots import SLOT, slots_of
from verifier.repository.kinds import is_installed, is_source, is_vendored
from verifier.repository.scope import Scope
from verifier.reproduce import arguments, search
from verifier.rule import Example, Expect
from verifier.shapes.lookup import UNREAL, Lookup, answer, blocked

from .imported import LANGUAGES, Bound, bound

_NUMBER = r"(?:[A-Z]{0,3}-?\d[\w.]{0,5}[.:)]?\s+)?"
_BUT = r"(?:but|and|yet|while|though|although)?\s*"
_THING = r"(?:the\s+)?(?:(?:module|package|library|name|symbol|class|function|dependency)\s+)?"
_IN = (
    r"(?:\s+(?:in|by|into|inside|within|from|at\s+the\s+top\s+of)\s+(?:the\s+)?(?:file\s+|module\s+)?"
    rf"(?:(?P<file>{SLOT})|(?P<here>it|this\s+file|the\s+file|this\s+module)))?"
)
_NOT = r"(?:not|never|nowhere|isn't|wasn't)"
_PATTERNS = tuple(
    re.compile(rf"^{pattern}$", re.I)
    for pattern in (
        rf"{_NUMBER}{_BUT}{_THING}(?P<name>{SLOT})(?:\s+(?:module|package|library|dependency))?\s+(?:(?:is|was)\s+)?(?:{_NOT}|n't)\s+"
        rf"(?:actually\s+|even\s+|ever\s+)?imported(?P<any>\s+anywhere)?{_IN}",
        rf"{_NUMBER}{_BUT}missing\s+(?:an?\s+|the\s+)?import(?:\s+(?:of|for|statement\s+for)|:)\s+(?P<name>{SLOT}){_IN}",
        rf"{_NUMBER}{_BUT}missing\s+(?P<name>{SLOT})\s+import{_IN}",
        rf"{_NUMBER}(?P<file>{SLOT})\s+(?:is\s+missing|misses|lacks)\s+(?:an?\s+|the\s+)?import\s+(?:of|for)\s+(?P<name>{SLOT})",
    )
)
_ALONE = re.compile(rf"^{_BUT}(?:(?:is|it\s+is|it's)\s+)?(?:not|never|nowhere)\s+(?:actually\s+|even\s+)?imported(?:\s+anywhere)?$", re.I)
_UNUSED = re.compile(r"^\W*(?:[\w.]+\s+){0,2}unused\s+(?:\w+\s+)?(?:dependenc(?:y|ies)|packages?|requirements?)\b", re.I)
_ENTRY = re.compile(rf"^{SLOT}(?:\s*[-–—:(].*)?$")
_DEPENDENCIES = re.compile(r"\b(?:dependenc(?:y|ies)|packages?|requirements?)\b|pyproject|package\.json|\bDEP00\d", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    name: str
    file: str = ""  # "" for a dependency that no file imports


class NeverImported(Lookup[Target]):
    """ "`re` is not imported in `events.py`", "`returns` is a dependency that is never imported"."""

    name = "never-imported"
    kinds = ("imports",)
    summary = "The file imports no such module or name, or no file the dependency; refuted by an import of it at the top of a file."
    vocabulary = "import module package library never not miss missing lack unused dependency bug anywhere"
    reads_standing = True
    examples = (
        Example(
            "in a file",
            "### C1. `re` not imported in `events.py`\n\n- **Bug:** Uses `re.match(...)` but `re` is never imported.\n"
            "- `json` is not imported in `events.py`\n- Missing import of `Path` in `events.py`\n",
            {"events.py": "import re\nfrom pathlib import Path\n\n\ndef f():\n    return json.loads(re.match('a', 'a'))\n"},
            (
                Expect("imports", V.REFUTED, 1, "re"),
                Expect("imports", V.REFUTED, 3, "re"),
                Expect("imports", V.HOLDS, 4, "json"),
                Expect("imports", V.REFUTED, 5, "Path"),
            ),
        ),
        Example(
            "dependencies",
            "## Unused dependencies\n\n1. **`returns`** - DEP002\n   - Defined in pyproject.toml but never imported\n\n"
            "The `requests` package is never imported. The `orjson` package is never imported.\n",
            {
                "pyproject.toml": '[project]\nname = "a"\ndependencies = ["returns", "requests", "orjson"]\n',
                "a/main.py": "from returns.result import Success\n\n\ndef f():\n    import orjson\n",
            },
            (
                Expect("imports", V.REFUTED, 3, "returns"),
                Expect("imports", V.REFUTED, 4, "returns"),
                Expect("imports", V.HOLDS, 6, "requests"),
                Expect("imports", V.REFUTED, 6, "orjson"),
            ),
        ),
        Example(
            "inside of a function only",
            "`re` is not imported in `a.py`. `np` is not imported in `b.py`.\n\n"
            "`datetime` is not imported in `c.py`. `timedelta` is not imported in `c.py`.\n",
            {"a.py": "def f():\n    import re\n", "b.py": "from numpy import *\n", "c.py": "from datetime import (\n    timedelta,\n)\n"},
            (
                Expect("imports", V.UNVERIFIABLE, 1, "re"),
                Expect("imports", V.UNVERIFIABLE, 1, "np"),
                Expect("imports", V.UNVERIFIABLE, 3, "datetime"),
                Expect("imports", V.REFUTED, 3, "timedelta"),
            ),
        ),
        Example(
            "other imports",
            "`re` should not be imported in `a.py`. Data is not imported in `a.py`. The CSV is never imported.\n\n"
            "`toMiles` is never imported.\n",
            {"a.py": "import re\n"},
            (),
        ),
    )

    def recognise(self, clause: Clause) -> Iterable[Claim[Target]]:
        """Headings, too: "C1. `re` not imported in `events.py`" states what an audit found."""
        if clause.form is not Form.HEADING:
            return super().recognise(clause)
        roles = {section.role for section in clause.context.sections}
        return self.reads(clause) if clause.asserts and clause.side is Side.NOW and not roles & UNREAL else ()

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        slots = slots_of(clause)
        paths = {mention.text for mention in clause.own(Path)}
        context = clause.context
        if _ALONE.match(slots.text):
            name = _subject(clause)
            if name and _DEPENDENCIES.search(
                " . ".join((clause.statement.text.plain, *context.titles, *(p.plain for p in context.parents)))
            ):
                yield self._said(clause, name, "")
            return
        if clause.position == 0 and clause.form in (Form.ITEM, Form.KEY_VALUE) and context.titles and _UNUSED.match(context.titles[-1]):
            if _ENTRY.match(slots.text) and not paths and (name := _subject(clause)) and not context.parents:
                yield self._said(clause, name, "")
            return
        match = next((match for pattern in _PATTERNS if (match := pattern.match(slots.text))), None)
        if match is None:
            return
        groups, name = match.groupdict(), slots.name(match["name"])
        file = slots.name(match["file"]) if groups.get("file") else ""
        if name in paths or (file and file not in paths):
            return
        if not file and not groups.get("any"):
            file = _file_above(clause)
        if file or _DEPENDENCIES.search(" . ".join((clause.statement.text.plain, *context.titles))):
            yield self._said(clause, name, file)

    def _said(self, clause: Clause, name: str, file: str) -> Claim[Target]:
        name = re.sub(r"\(.*$", "", name)
        target = Target(name=name, file=file)
        return self.claim(clause, target, subject=name, claimed="not imported", negated=True, explains=(clause.span,))

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        if not re.fullmatch(r"@?[A-Za-z_][\w./-]*", target.name):
            return blocked(Reason.NO_SUBJECT, f"{target.name} is no name", target.name)
        return _in_file(target, code) if target.file else _nowhere(target.name, code)


def _subject(clause: Clause) -> str:
    """What "but never imported" is said of: the code that begins the statement, its row, or the item above."""
    context = clause.context
    row = context.row[0].text if clause.form is Form.CELL and context.row else None
    for text in (clause.statement.text, row, *reversed(context.parents)):
        if text is not None and text.codes and text.codes[0][0] <= 2:
            return text.plain[slice(*text.codes[0])]
    return ""


def _file_above(clause: Clause) -> str:
    """The one source file that the text above names, nearest first; "" for none."""
    context = clause.context
    around = (*context.located, *(mention for section in reversed(context.sections) for mention in section.mentions))
    files = [mention.value.text for mention in around if isinstance(mention.value, Path)]
    return files[0] if files and files[0].endswith(LANGUAGES) and len(set(files)) == 1 else ""


def _in_file(target: Target, code: Codebase) -> Measurement:
    path = code.index.resolve(target.file).path
    if path is None or not path.endswith(LANGUAGES):
        return blocked(Reason.NO_SUBJECT, f"{target.file} is not one file whose imports are read", target.name)
    found = bound(path, code)
    if found is None:
        return blocked(Reason.INCOMPLETE, f"{path} could not be read", target.name)
    mine = [one for one in found if one.binds(target.name)]
    sites = [Site(path, target.name, one.text, one.line, one.line) for one in mine]
    reproduce = f"grep -nE '^\\s*(from|import)\\b|require\\(' {arguments(path)}"
    if mine:
        if not any(one.top for one in mine):
            return blocked(Reason.AMBIGUOUS, f"imported in line {mine[0].line}, inside of a block only", target.name)
        return answer(False, f"imported in line {mine[0].line}", sites, reproduce=reproduce, subject=target.name)
    if near := next((one for one in found if one.touches(target.name)), None):
        return blocked(Reason.AMBIGUOUS, f"line {near.line} imports something of it: {near.text}", target.name)
    if any(one.name == "*" and path.endswith(".py") for one in found):
        return blocked(Reason.NOT_PROVABLE, f"{path} imports all names of a module", target.name)
    return answer(True, "not imported", reproduce=reproduce, subject=target.name)


def _nowhere(name: str, code: Codebase) -> Measurement:
    """Whether no file imports a dependency. One whose module has another name is open where it is not imported by its own."""
    modules = {key_of(module_of(item, "python")) for item in _known() if dist_of(item, "python") == key_of(name)}
    names = {key_of(name), *modules}
    word = re.sub(r"[-_.]", "", name.lower())
    paths = [path for path in code.index.entries if path.endswith(LANGUAGES) and not is_vendored(path) and not is_installed(path)]
    witnesses: list[tuple[str, Bound]] = []
    for path, data in Symbols.of(code.facts).lowered():
        if path in paths and any(re.sub(r"[-_]", "", one).encode() in re.sub(rb"[-_]", b"", data) for one in names):
            witnesses += [(path, one) for one in bound(path, code) or () if key_of(one.package) in names]
    sites = [Site(path, name, one.text, one.line, one.line) for path, one in witnesses]
    reproduce = search("-nE", rf"(import|from|require).*{re.escape(name)}")
    if witnesses:
        path, one = witnesses[0]
        return answer(False, f"imported in {path}:{one.line}", sites, reproduce=reproduce, subject=name)
    if not _lists(name, code) or len(word) < 4:
        return blocked(Reason.NO_SUBJECT, f"no manifest lists {name}", name)
    if any(is_source(path) and word.encode() in re.sub(rb"[-_]", b"", data) for path, data in Symbols.of(code.facts).lowered()):
        return blocked(Reason.NOT_PROVABLE, f"no import of {name}, but code names it", name)
    return answer(True, "imported nowhere", complete=Symbols.of(code.facts).complete, reproduce=reproduce, subject=name)


def _lists(name: str, code: Codebase) -> bool:
    known, names = packages(code.index), (key_of(name), name.lower())
    return any(item.name in names for path, listed in known.of.items() if not is_installed(path) for item in listed)


def _known() -> tuple[str, ...]:
    return tuple(item for entry in all_entries().values() for item in entry.handles.packages.get("python", ()))
