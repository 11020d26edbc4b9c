"""The code starts the program that the report says it shells out to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.symbols import Symbols
from verifier.model import Claim, Measurement, Reason, Site, Verdict
from verifier.reading.clause import Clause
from verifier.repository.kinds import is_test
from verifier.repository.scope import Scope
from verifier.reproduce import search
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

from .done_by import marked

_PROGRAM = r"(?P<name>[a-z][\w.+-]{1,40})(?P<rest>\s+[^`⟧]{0,80})?"
_SAID = (
    re.compile(rf"\bshell(?:s|ed|ing)?\s+out\s+to\s+(?:the\s+)?(?:program\s+|command\s+)?⟦{_PROGRAM}⟧", re.I),
    re.compile(
        rf"\b(?:runs?|ran|invokes?|calls?|executes?|starts?|spawns?|launches|uses?)\s+(?:the\s+)?⟦{_PROGRAM}⟧"
        r"\s+(?:command\s+|binary\s+|program\s+|cli\s+)?"
        r"(?:as|in|via|through|with|by|using)\s+(?:a\s+|an\s+|the\s+)?(?:\w+\s+)?(?:sub-?process(?:es)?|child[ -]process(?:es)?|shell"
        r"|⟦subprocess[\w.]*⟧|⟦os\.system⟧)",
        re.I,
    ),
    re.compile(
        rf"⟦{_PROGRAM}⟧\s+(?:is|gets)\s+(?:run|invoked|called|executed|started|spawned|launched)\s+(?:as|in|via|through|with|by|using)\s+"
        r"(?:a\s+|an\s+|the\s+)?(?:\w+\s+)?(?:sub-?process(?:es)?|child[ -]process(?:es)?|shell|⟦subprocess[\w.]*⟧|⟦os\.system⟧)",
        re.I,
    ),
    re.compile(
        rf"\b(?:spawns?|spawned|fork(?:s|ed)|exec(?:s|ed))\s+(?:a\s+|an\s+|the\s+)?⟦{_PROGRAM}⟧\s*(?:process|subprocess|child|command)?",
        re.I,
    ),
)
_STARTS = re.compile(
    r"subprocess\.|Popen|check_output|check_call|os\.(?:system|exec|spawn|popen)|create_subprocess|child_process|\bexec\w*\s*\(|\bspawn\w*\s*\("
    r"|execa|Command::new|exec\.Command|ProcessBuilder|\bsystem\s*\(|shell_exec|\$`|\bsh\.|Process\.Start|\brun\s*\(",
)
_ROWS = 4  # lines in which a call and its program may stand apart


@dataclass(frozen=True, slots=True)
class Target:
    program: str
    words: tuple[str, ...] = ()  # its sub-command and flags


class RunsProgram(Lookup[Target]):
    """ "Shells out to `du`", "runs `git` in a subprocess"."""

    name = "runs-program"
    kinds = ("usage",)
    vocabulary = "program command process subprocess binary size"
    summary = "A program that the code is said to shell out to is started by it; refuted where no code names it."
    examples = (
        Example(
            "programs",
            "- Shells out to `du` for sizes\n- Runs `git` in a subprocess\n- Shells out to `rsync`\n",
            {"a.py": "import subprocess\n\ndef size():\n    subprocess.run(\n        ['du', '-sh'],\n    )\n    os.system('git status')\n"},
            (Expect("usage", Verdict.HOLDS, 1), Expect("usage", Verdict.HOLDS, 2), Expect("usage", Verdict.REFUTED, 3)),
        ),
        Example(
            "with what it is told",
            "- Spawns `git status`\n- Spawns `git push --force`\n",
            {"a.py": "import os\n\nos.system('git status')\n"},
            (Expect("usage", Verdict.HOLDS, 1), Expect("usage", Verdict.UNVERIFIABLE, 2)),
        ),
        Example("others", "- Runs `load` in a loop\n- Should shell out to `du`\n", {"a.py": "def load(): ...\n"}, ()),
    )

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        text = marked(clause)
        for pattern in _SAID:
            match = pattern.search(text) if not clause.negated and not clause.hedge else None
            if match:
                at = clause.text.find(match["name"])
                start, end = (offset - len(re.findall("[⟦⟧]", text[:offset])) for offset in match.span())
                yield self.claim(
                    clause, Target(match["name"], _words(match["rest"] or "")), subject=match["name"], claimed=f"starts {match['name']}",
                    span=clause.words.span(at, at + len(match["name"])), explains=(clause.words.span(start, end),),
                )  # fmt: skip
                return

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        program, symbols = claim.target.program, Symbols.of(code.facts)
        word = re.compile(rf"""["'`](?:[^"'`\n]*[|;&/ ])?{re.escape(program)}(?=["'`\s])""")
        holding = symbols.holding(program)
        named: list[Site] = []
        for path in [path for path in holding if not is_test(path)]:
            lines = symbols.read(path).decode("utf-8", "replace").splitlines()
            for at, line in enumerate(lines):
                if word.search(line):
                    named.append(Site(path, program, line.strip()[:160], at + 1, at + 1))
                    around = "\n".join(lines[max(0, at - _ROWS) : at + _ROWS])
                    if _STARTS.search("\n".join(lines[max(0, at - _ROWS) : at + 1])) and all(one in around for one in claim.target.words):
                        return answer(True, line.strip()[:120], named[-1:], reproduce=search("-nw", program), subject=program)
        if holding:
            started = " ".join((program, *claim.target.words))
            return blocked(Reason.AMBIGUOUS, f"{program} is named in {holding[0]}, and no call shows that {started} is started", program)
        return answer(False, f"no code names {program}", complete=symbols.complete, reproduce=search("-nw", program), subject=program)


def _words(rest: str) -> tuple[str, ...]:
    """The words behind a program's name that are no values: "push --force <branch>" without the branch."""
    return tuple(word for word in rest.split() if re.fullmatch(r"-{0,2}[a-z][\w-]*", word))
