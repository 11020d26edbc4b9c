"""The oldest Python or Node that the project asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from verifier.codebase import Codebase
from verifier.knowledge.pins import Pin
from verifier.model import Claim, Measurement, Reason, Site
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Stance
from verifier.repository.scope import Scope
from verifier.reproduce import arguments, search
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked, states

from .asked import asked, elsewhere
from .valued import matched

_WHAT = r"(?P<what>python|node(?:\.?js)?)"
_END = r"(?![\w.]*\w)"
_V = r"(?P<version>\d{1,2}(?:\.\d{1,2}){0,2})" + _END
_UP = r"(?:\s*\+|\s+(?:(?:or|and)\s+)?(?:newer|later|above|higher|up|upwards?|greater|more\s+recent))"
_FROM = rf"(?:(?:version\s+)?(?:>=|≥|at\s+least\s+)\s*{_V}|(?:version\s+)?{_V.replace('version', 'version2')}{_UP})"
_PLAIN = _V.replace("version", "version3")
_NEEDS = r"(?:needs|requires|depends\s+on|demands|asks\s+for|wants|runs\s+(?:only\s+)?on|works\s+(?:only\s+)?with)"
_WHO = r"(?:(?:the|this|it|code|project|package|library|application|app|service|tool|backend|module|cli)\s+){0,3}"
_ALLOWED = (
    r"(?:that\s+)?(?:[\w./-]+\s+){0,3}?(?:still\s+)?"
    r"(?:allows|supports|accepts|admits|permits|(?:is\s+)?(?:still\s+)?(?:allowed|supported|accepted|permitted))"
)
_PATTERNS = tuple(
    re.compile(rf"^(?:{pattern})$", re.I)
    for pattern in (
        rf"{_WHO}(?P<firm>{_NEEDS})\s*:?\s+(?:at\s+least\s+)?{_WHAT}\s*(?:version\s+)?(?:{_FROM}|{_PLAIN})",
        rf"{_WHO}supports\s+{_WHAT}\s*{_FROM}",
        rf"{_WHAT}\s*(?:{_FROM}|{_PLAIN})\s+(?:is|are)\s+(?P<firm>required|needed|asked\s+for|demanded)",
        rf"(?:the\s+)?(?P<firm>minimum|minimal|min\.?|oldest|lowest|required)\s+(?:supported\s+|required\s+)?{_WHAT}(?:\s+version)?(?:\s+is|:)\s+(?:{_FROM}|{_PLAIN})",
        rf"{_WHAT}\s*(?:version\s+)?{_PLAIN}\s+is\s+the\s+(?P<firm>oldest|lowest|earliest|minimum)\s+(?:supported\s+)?(?:version|one|release|python|node)"
        rf"(?:\s+{_ALLOWED})?",
        rf"the\s+(?P<firm>oldest|lowest|earliest)\s+{_WHAT}(?:\s+version)?\s+{_ALLOWED}\s+is\s+{_PLAIN}",
        rf"{_WHAT}(?:\s+(?:version|requirement))?\s*:?\s+{_FROM}",
        rf"{_WHAT}\s+version\s*:?\s+{_V.replace('version', 'version4').removesuffix(_END)}(?:\.[x*])?(?:\s+\([a-z ]{{1,30}}\))?",
        rf"(?P<firm>requires-python)\s*(?:\s+is|:|=|\s+is\s+set\s+to|\s+says|\s+asks\s+for)\s*[\"']?{_FROM}[\"']?",
    )
)  # fmt: skip
_STACK = re.compile(r"^\W*(?:(?:programming\s+)?languages?|runtimes?|(?:tech(?:nology)?\s+)?stack|platforms?|backend)\W*$", re.I)
_RUNTIME = re.compile(rf"\b{_WHAT}\s*{_FROM}", re.I)
_MINIMUM = re.compile(r"^(?P<sign>>=|\^|~=|~)?\s*v?(?P<version>\d+(?:\.\d+){0,2})(?:\.[x*])?(?:\s*,?\s*<=?\s*[\d.]+)?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    what: str
    version: str
    firm: bool  # said to be required; "Python 3.10+" alone may be advice


class RuntimeVersion(Lookup[Target]):
    """ "Needs Python 3.10 or newer", "Python version: 3.10+", "the minimum Node version is 18"."""

    name = "runtime-version"
    kinds = ("dependency",)
    summary = (
        "The manifests ask for that Python or Node at least; refuted where one asks for another, and nothing names the one that is told."
    )
    vocabulary = "value fact declare detail need require support minimum version new late python node"
    quotes = False
    examples = (
        Example(
            "Python",
            "- Needs Python 3.10 or newer\n- Requires Python 3.8+\n- Python >= 3.10 is required\n- Python version: 3.10+\n"
            "- The minimum Python version is 3.9\n- Python 3.12+\n- `requires-python` is `>=3.10`\n- Supports Python 3.10 and later\n"
            "- Python 3.10 is the oldest version that `pyproject.toml` still allows\n- The oldest Python that is supported is 3.8\n",
            {"pyproject.toml": '[project]\nname = "p"\nrequires-python = ">=3.10"\n'},
            (
                Expect("dependency", V.HOLDS, 1, "Python", "3.10"),
                Expect("dependency", V.REFUTED, 2, "Python", "3.8", observed=">=3.10"),
                Expect("dependency", V.HOLDS, 3, "Python"),
                Expect("dependency", V.HOLDS, 4, "Python"),
                Expect("dependency", V.REFUTED, 5, "Python", "3.9"),
                Expect("dependency", V.UNVERIFIABLE, 6, "Python", "3.12"),
                Expect("dependency", V.HOLDS, 7, "Python"),
                Expect("dependency", V.HOLDS, 8, "Python"),
                Expect("dependency", V.HOLDS, 9, "Python"),
                Expect("dependency", V.REFUTED, 10, "Python", "3.8"),
            ),
        ),
        Example(
            "Node",
            "The project requires Node.js 18 or later. The project requires Node 16+.\n",
            {"package.json": '{"engines": {"node": ">=18.0.0"}}'},
            (Expect("dependency", V.HOLDS, 1, "Node", "18"), Expect("dependency", V.REFUTED, 1, "Node", "16")),
        ),
        Example(
            "among others",
            "| Attribute | Detail |\n|---|---|\n| Language | Python 3.10+, TypeScript |\n\n- **Stack:** Python 3.9+, React\n",
            {"pyproject.toml": '[project]\nname = "p"\nrequires-python = ">=3.10"\n'},
            (Expect("dependency", V.HOLDS, 3, "Python", "3.10"), Expect("dependency", V.UNVERIFIABLE, 5, "Python", "3.9")),
            also=("mechanism",),
        ),
        Example(
            "named elsewhere",
            "Requires Python 3.11+\n",
            {"pyproject.toml": '[project]\nname = "p"\nrequires-python = ">=3.10"\n', "Dockerfile": "FROM python:3.11\n"},
            (Expect("dependency", V.UNVERIFIABLE, 1, "Python"),),
        ),
        Example(
            "other sentences",
            "Upgrade to Python 3.12. Match statements need Python 3.10. Python 3.8 is no longer supported.\n"
            "Consider requiring Python 3.12+.\n",
            {"pyproject.toml": '[project]\nname = "p"\nrequires-python = ">=3.9"\n'},
            (),
        ),
    )

    def recognise(self, clause: Clause) -> Iterable[Claim[Target]]:
        """Also "Needs Python 3.10", which elsewhere tells what is to be done ("Needs tests")."""
        plain = replace(clause, stance=Stance.ASSERTS) if clause.stance is Stance.RECOMMENDS else clause
        return self.reads(clause) if states(plain) else ()

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        if clause.negated or clause.position:
            return
        match = matched(clause, _PATTERNS)
        if match is None:
            yield from self._listed(clause)
            return
        groups, whole = match.groupdict(), clause.statement.text
        version = groups.get("version") or groups.get("version2") or groups.get("version3") or groups.get("version4") or ""
        what = "Node" if (groups.get("what") or "").lower().startswith("node") else "Python"
        target = Target(what=what, version=version, firm=bool(groups.get("firm")))
        explains = (whole.span(0, len(whole.plain)),)  # the patterns read all of it
        yield self.claim(clause, target, subject=what, claimed=version, text=clause.in_full, explains=explains)

    def _listed(self, clause: Clause) -> Iterator[Claim[Target]]:
        """ "Languages: Python 3.12+, TypeScript"."""
        text = clause.statement.text
        if not _STACK.match(clause.context.key):
            return
        for match in _RUNTIME.finditer(text.plain):
            what = "Node" if match["what"].lower().startswith("node") else "Python"
            version = match["version"] or match["version2"]
            span = text.span(*match.span())
            target = Target(what=what, version=version, firm=False)
            yield self.claim(clause, target, subject=what, claimed=version, text=match[0], span=span, explains=(span,))

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        every, complete = asked(code)
        mine = [pin for pin in every if pin.name == target.what.lower()]
        if not mine:
            return blocked(Reason.NO_SUBJECT, f"no manifest asks for a version of {target.what}", target.what)
        observed = ", ".join(dict.fromkeys(pin.spec for pin in mine))
        sites = [Site(pin.path, target.what, pin.spec, pin.line, pin.line) for pin in mine]
        reproduce = search("-niE", f"python|{target.what}", within=arguments(*list(dict.fromkeys(pin.path for pin in mine))[:5]))
        least = {pin: _minimum(pin) for pin in mine}
        if any(_same(found, target.version) for found in least.values()):
            return answer(True, observed, sites, reproduce=reproduce, subject=target.what)
        ranges = [pin for pin in mine if re.match(r">=|\^|~", pin.spec)]
        if not target.firm or not ranges or not all(least.values()):
            return blocked(Reason.AMBIGUOUS, f"the manifests ask for {target.what} {observed}", target.what)
        if elsewhere(target.what.lower(), target.version, code):
            return blocked(Reason.AMBIGUOUS, f"asked for is {observed}, but {target.version} is named elsewhere", target.what)
        told = f"{', '.join(dict.fromkeys(pin.path for pin in mine))} asks for {target.what} {observed}"
        instead = least[ranges[0]] if len({pin.spec for pin in mine}) == 1 else ""
        return answer(False, observed, sites, complete=complete, reproduce=reproduce, subject=target.what, detail=told, instead=instead)


def _minimum(pin: Pin) -> str:
    """The least version that a range admits, or the one that is asked for; "" where the range is not so simple."""
    match = _MINIMUM.match(pin.spec)
    return match["version"] if match else ""


def _same(one: str, other: str) -> bool:
    def numbers(version: str) -> tuple[int, ...]:
        return tuple(([int(part) for part in version.split(".")] + [0, 0])[:3]) if version else ()

    return numbers(one) == numbers(other)
