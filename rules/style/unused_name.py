"""An import that a report calls unused: it is there, and its name stands nowhere else in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.outline import Import
from verifier.facts.symbols import Symbols
from verifier.facts.tokens import tokens_of_file
from verifier.model import Claim, Measurement, Reason, Site, Verdict
from verifier.reading.clause import Clause, Origin, Path
from verifier.reading.says.slots import SLOT, bare, slotted
from verifier.repository.scope import Scope
from verifier.reproduce import arguments
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

_NAMES = rf"(?P<names>{SLOT}(?:(?:,\s*|\s+and\s+|,\s+and\s+|\s*/\s*){SLOT}){{0,9}})"
_IN = rf"(?:\s*[-–—,(]?\s*(?:(?:in|at|of|from)\s+)?(?:the\s+file\s+)?(?P<file>{SLOT})\)?)?"
_UNUSED = r"(?:unused|unnecessary|redundant|dead|superfluous)"
_PATTERNS = tuple(
    re.compile(rf"^\W*{pattern}\W*$", re.I)
    for pattern in (
        rf"{_UNUSED}\s+imports?(?:\s+of)?(?:\s*[:–—-])?\s*{_NAMES}{_IN}",
        rf"(?P<file>{SLOT})\s*[:–—-]\s*{_UNUSED}\s+imports?(?:\s+of)?(?:\s*[:–—-])?\s*{_NAMES}",
        rf"(?:the\s+)?{_NAMES}\s+(?:imports?\s+)?(?:is|are)\s+(?:imported\s+)?(?:but\s+)?(?:unused|never\s+used|not\s+used|unnecessary){_IN}",
        rf"(?:the\s+)?(?:imports?\s+(?:of\s+)?){_NAMES}\s+(?:is|are)\s+(?:unused|never\s+used|not\s+used|unnecessary){_IN}",
    )
)
_IMPORTS = re.compile(r"\bimport", re.I)
_NAME = re.compile(r"(?:[A-Za-z_$][\w$]*\.)*[A-Za-z_$][\w$]*")
_ABOVE = frozenset((Origin.HEADING, Origin.LEAD_IN, Origin.PARENT, Origin.KEY, Origin.ROW))


@dataclass(frozen=True, slots=True)
class Target:
    name: str
    file: str


class UnusedName(Lookup[Target]):
    """ "Unused import: `json`" below a file, "`os` is imported but never used in `a.py`"."""

    name = "unused-name"
    kinds = ("imports",)
    summary = "An import that is called unused is there, and its name stands nowhere else in the code of its file."
    vocabulary = "unused import imported used unnecessary redundant dead never not name module there"
    examples = (
        Example(
            "below a file, and in a sentence",
            "## `a.py`\n\n- unused import: `json`\n- Unused imports: `os`, `re`\n- `ast` is imported but never used\n\n"
            "## Other\n\n- Unused import `os` in `a.py`\n- `a.py`: unused import `json`\n"
            "- `row` is never used\n- Remove the unused import `os`\n",
            {"a.py": "import json\nimport os\nimport re\n\nprint(os, json.dumps)\n"},
            (
                Expect("imports", Verdict.REFUTED, 3, "json", observed="used at a.py:5"),
                Expect("imports", Verdict.REFUTED, 4, "os"),
                Expect("imports", Verdict.HOLDS, 4, "re"),
                Expect("imports", Verdict.REFUTED, 5, "ast", observed="not imported"),
                Expect("imports", Verdict.REFUTED, 9, "os"),
                Expect("imports", Verdict.REFUTED, 10, "json"),
            ),
            also=("symbol-exists", "never-imported"),
        ),
        Example(
            "not of an import, or no file told",
            "- Unused import `json`\n- `a.py`: unused variable `json`\n- `a.py`: remove the unused import `json`\n",
            {"a.py": "import json\n"},
            (),
        ),
        Example(
            "names that text may use",
            "`a.py`: unused import `Row`\n\n`b.py`: unused import `Row`\n\n`c.ts`: unused import `Row`\n",
            {"a.py": "from rows import Row\n\n__all__ = ['Row']\n", "b.py": "from rows import *\n",
                "c.ts": "import { Row, Box } from './rows';\n\nconst a: Box = {};\n"},
            (
                Expect("imports", Verdict.UNVERIFIABLE, 1, "Row"),
                Expect("imports", Verdict.UNVERIFIABLE, 3, "Row"),
                Expect("imports", Verdict.HOLDS, 5, "Row"),
            ),
        ),
    )  # fmt: skip

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        if clause.position or clause.hedge:
            return
        words = bare(clause.statement.text)
        slots = slotted(words, words.codes)
        key = f"{clause.context.key}: " if clause.context.key and clause.context.key not in words.plain else ""
        text = key + slots.text
        match = next((match for pattern in _PATTERNS if (match := pattern.match(text))), None)
        if match is None or not _IMPORTS.search(text):
            return
        file = slots.name(match["file"]) if match.groupdict().get("file") else _above(clause)
        named = [slots.name(name) for name in re.findall(SLOT, match["names"])]
        if file and all(_NAME.fullmatch(name) for name in named):
            whole = (words.span(0, len(words.plain)),)
            for name in named:
                yield self.claim(clause, Target(name, file), subject=name, claimed="unused import", explains=whole)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target, symbols = claim.target, Symbols.of(code.facts)
        matches = [path for path in code.index.resolve(target.file).matches if path in code.index.entries]
        outline = symbols.outlines(matches).get(matches[0]) if len(matches) == 1 else None
        if outline is None:
            return blocked(Reason.NO_SUBJECT, f"{target.file} is no single file that can be read", target.name)
        path, last = matches[0], target.name.rpartition(".")[2]
        reproduce = f"grep -nw -e {arguments(last)} {arguments(path)}"
        own = [one for one in outline.imports if _brings(one, target.name)]
        if not own:
            if any(one.name == "*" for one in outline.imports):
                return blocked(Reason.AMBIGUOUS, f"{path} may bring {target.name} in with all of a module", target.name)
            return answer(False, "not imported", reproduce=reproduce, subject=target.name, detail=f"{path} does not import {target.name}")
        name = own[0].alias or (own[0].name if own[0].name not in ("", "*", "default") else own[0].module.partition(".")[0])
        read = tokens_of_file(path, symbols.read(path).decode("utf-8", "replace"))
        used = [token.line for token in read.row if token.kind == "name" and token.text == name]
        beyond = used[len(own) :]  # each import has the name once
        if beyond:
            return answer(
                False, f"used at {path}:{beyond[0]}", [Site(path, name, "", beyond[0], beyond[0])], reproduce=reproduce,
                subject=target.name, detail=f"{name} is used at {path}:{beyond[0]}",
            )  # fmt: skip
        if any(token.kind == "string" and re.search(rf"\b{re.escape(name)}\b", token.text) for token in read.row):
            return blocked(Reason.AMBIGUOUS, f"a text in {path} names {name}, which may use it", target.name)
        return answer(True, "unused", [Site(path, name, "", own[0].line, own[0].line)], reproduce=reproduce, subject=target.name)


def _above(clause: Clause) -> str:
    """The one file that the nearest words above name; "" for none or several."""
    for mention in clause.mentions:
        if mention.origin in _ABOVE and isinstance(mention.value, Path):
            beside = {m.value.text for m in clause.mentions if m.origin is mention.origin and isinstance(m.value, Path)}
            return mention.value.text if len(beside) == 1 else ""
    return ""


def _brings(one: Import, name: str) -> bool:
    last = name.rpartition(".")[2]
    return name in (one.alias, one.name, one.module) or last in (one.alias or one.name, one.name, one.module.partition(".")[0])
