"""How many TODO comments a named file has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.model import Claim, Measurement, Reason, Site
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Path
from verifier.reading.numbers import NUMBER_WORDS, number_of
from verifier.reading.says.slots import SLOT, slots_of
from verifier.repository.kinds import is_source
from verifier.repository.scope import Scope
from verifier.repository.snapshot import Unreadable
from verifier.reproduce import arguments
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

_NUMBER = r"(?P<number>\d{1,4}|a|an|no|zero|a\s+single|only\s+one|just\s+one|" + "|".join(NUMBER_WORDS) + r")"
_WORD = r"(?:open\s+|unresolved\s+|remaining\s+)?(?P<word>TODO|FIXME|HACK|XXX)s?(?:\s+(?:comments?|markers?|notes?|items?|left))*"
_PATTERNS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"^(?:there\s+(?:is|are)\s+)?(?:exactly\s+)?{_NUMBER}\s+{_WORD}\s*,?\s*(?:in|inside|within|at)\s+(?P<file>{SLOT})(?P<tail>.*)$",
        rf"^(?P<file>{SLOT})\s*(?::|has|contains|holds|carries|still\s+has|still\s+contains)\s*(?:exactly\s+)?{_NUMBER}\s+{_WORD}(?P<tail>.*)$",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    file: str
    word: str
    number: int
    least: bool = False  # "a TODO": there may be more


class TodoComments(Lookup[Target]):
    """ "one TODO, in `orbit.ts`", "`orbit.py` has 3 FIXME comments"."""

    name = "todo-comments"
    kinds = ("todo",)
    summary = "A file has as many TODO, FIXME, HACK or XXX comments as the report says."
    vocabulary = "todo fixme hack xxx comment marker note item left open unresolved remain contain hold carry"
    examples = (
        Example(
            "in files",
            "- one TODO, in `a.py`\n- 3 TODO comments in `a.py`\n- `b.py` has two FIXMEs\n- There is a TODO in `b.py`\n",
            {"a.py": "# TODO: turn\nx = 1\n", "b.py": "# FIXME\n# FIXME: lean\n"},
            (
                Expect("todo", V.HOLDS, 1),
                Expect("todo", V.REFUTED, 2, observed="1"),
                Expect("todo", V.HOLDS, 3),
                Expect("todo", V.REFUTED, 4, observed="0"),
            ),
        ),
        Example("other lists",
                "Two TODOs in the backlog. Resolve the 3 TODO comments in `a.py`. `TODO.md` has 3 items.\n", {"a.py": ""}, (),
                ("file-exists",)),
    )  # fmt: skip

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        slots = slots_of(clause)
        match = next((match for pattern in _PATTERNS if (match := pattern.match(slots.text))), None)
        if match is None or slots.continues(match):
            return
        file, said = slots.name(match["file"]), match["number"].lower().split()[-1]
        if file not in {mention.text for mention in clause.own(Path)}:
            return
        number = 1 if said in ("a", "an", "single") else 0 if said == "no" else int(number_of(said))
        target = Target(file=file, word=match["word"].upper(), number=number, least=said in ("a", "an"))
        claimed, explains = f"{number} {target.word}", slots.taken(match)
        yield self.claim(clause, target, subject=file, claimed=claimed, negated=number == 0, explains=explains)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        path = code.index.resolve(target.file).path
        if path is None or not is_source(path):
            return blocked(Reason.NO_SUBJECT, f"{target.file} is not one source file here", target.file)
        try:
            lines = code.snapshot.text(path).splitlines()
        except Unreadable as error:
            return blocked(error.reason, error.message, path)
        whole = re.compile(rf"\b{target.word}s?\b")
        marked = [number for number, line in enumerate(lines, 1) if whole.search(line)]
        commented = [number for number in marked if re.search(rf"(?:#|//|/\*|\*|<!--|--).*{target.word}", lines[number - 1])]
        loose = sum(target.word.lower() in line.lower() for line in lines)
        counts = {len(marked), len(commented), loose}
        holds = max(counts) >= 1 if target.least else target.number in counts
        sites = [Site(path, "", lines[number - 1].strip()[:200], number, number) for number in marked]
        return answer(holds, str(len(marked)), sites, reproduce=f"grep -n {target.word} {arguments(path)}", subject=path)
