"""Dependencies are pinned to exact versions: all, none, or one that is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.knowledge.pins import Pin, key_of
from verifier.model import Claim, Measurement, Reason, Site
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Form
from verifier.repository.scope import Scope
from verifier.reproduce import arguments
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

from .asked import asked
from .exact import exact, locks, runtime
from .version_wording import HEADS

_FILE = r"(?P<file>[\w./-]*(?:\.(?:txt|toml|json|in|mod)|Pipfile|Gemfile))"
_IN = rf"(?:\s+(?:in|of|from|listed\s+in|declared\s+in)\s+(?:the\s+)?{_FILE})?"
_KIND = r"(?:(?P<which>python|npm|node|javascript|runtime|production|direct|project|third-party|external|core)\s+)?"
_THINGS = r"(?:dependencies|packages|requirements|libraries|deps|dependency|package|requirement|library)"
_PINNED = (
    r"(?:(?:exactly|strictly|fully|properly|now|still|also|version)[\s-])?(?:pinned|version-pinned|locked\s+down)"
    r"(?:\s+(?:to|at|with|by)\s+(?:(?:an?|their|its|one)\s+)?(?:(?:exact|specific|fixed|single|concrete)\s+)?(?:versions?|numbers?|releases?|==))?"
    r"(?:\s+exactly)?"
)
_HAVE = r"(?:has|have|uses?|carry|carries)\s+(?:an?\s+)?(?:exact|pinned|fixed)\s+versions?(?:\s+pins?)?"
_ALL = re.compile(
    r"^(?:(?:(?P<all>all|every|each)(?:\s+of)?(?:\s+(?:the|its|our|these))?\s+|(?P<none>no|none\s+of\s+(?:the|its))\s+|(?:the\s+)?)"
    rf"{_KIND}{_THINGS}{_IN}"
    rf"\s+(?:(?:are|is)\s+(?:all\s+)?(?P<no>not\s+)?(?P<un>un)?{_PINNED}|{_HAVE}){_IN.replace('file', 'file2')}"
    rf"|{_FILE.replace('file', 'file3')}\s+(?:pins|locks)\s+(?P<all2>all|every|each)(?:\s+of)?(?:\s+(?:the|its))?\s+"
    rf"{_KIND.replace('which', 'which2')}{_THINGS}"
    r"(?:\s+(?:to|at)\s+(?:an\s+)?exact\s+versions?)?)$",
    re.I,
)
# "Exact version pinning", "Pinned dependencies", "`requirements.txt` with pinned versions", "Dependencies pinned in `requirements.txt`"
_SHORT = re.compile(
    rf"^(?:(?P<all>100\s?%\s+)?(?:(?:exact|strict|full)\s+)?(?:(?:dependency\s+)?version|(?(all)dependency|version))\s+pinning{_IN}"
    rf"|(?:(?:exact|fully)\s+)?pinned\s+{_KIND}(?:{_THINGS}|versions?){_IN.replace('file', 'file2')}"
    rf"|{_FILE.replace('file', 'file3')}\s+(?:with|has|uses)\s+(?:exact|pinned|exact\s+pinned)\s+versions?"
    rf"|{_KIND.replace('which', 'which2')}{_THINGS}\s+pinned{_IN.replace('file', 'file4')})$",
    re.I,
)
_ONE = re.compile(
    rf"^(?:the\s+)?(?P<name>@?[\w./-]+)\s+(?:is|stays|remains)\s+(?P<no>not\s+)?(?P<un>un)?{_PINNED}{_IN}$",
    re.I,
)
_COLUMN = re.compile(r"^\W*(?:is\s+|exactly\s+)?pinned\W*$", re.I)
_ANSWER = re.compile(r"^\W*(?:(?P<yes>yes|true|pinned|✅|✓|✔)|no|false|unpinned|not pinned|❌|✗|✘)\W*$", re.I)
_OTHER_THINGS = frozenset("it this that which version everything nothing none all dependency package image action python node".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    name: str = ""  # of one package; else it is said of all
    file: str = ""
    which: str = ""
    every: bool = True  # "all" is said, not merely "dependencies are pinned"
    pinned: bool = True


class Pinned(Lookup[Target]):
    """ "All dependencies are pinned", "no dependency in `package.json` is pinned", "`httpx` is unpinned"."""

    name = "pinned"
    kinds = ("dependency",)
    summary = "The manifests give an exact version for each dependency, or for none; ranges that a lock file holds down are left open."
    vocabulary = "pin version exact dependency package requirement library all every each no none unpinned"
    examples = (
        Example(
            "in short",
            "- Exact version pinning\n- Dependencies pinned in `requirements.txt`\n- `requirements.txt` with pinned versions\n",
            {"requirements.txt": "fastapi==0.110.0\nuvicorn==0.29.0\n"},
            tuple(Expect("dependency", V.HOLDS, line) for line in (1, 2, 3)),
        ),
        Example(
            "all",
            "- All dependencies are pinned\n- Every dependency in `requirements.txt` is pinned to an exact version\n"
            "- No dependency is pinned\n- `httpx` is unpinned\n- `pydantic` is pinned\n- httpx is pinned\n",
            {
                "requirements.txt": "fastapi==0.110.0\nuvicorn==0.29.0\n",
                "pyproject.toml": '[project]\nname = "p"\ndependencies = ["httpx>=0.27", "pydantic==2.7.1"]\n'
                '[build-system]\nrequires = ["hatchling"]\n',
            },
            (
                Expect("dependency", V.REFUTED, 1, "dependencies"),
                Expect("dependency", V.HOLDS, 2, "requirements.txt"),
                Expect("dependency", V.REFUTED, 3, "dependencies"),
                Expect("dependency", V.HOLDS, 4, "httpx"),
                Expect("dependency", V.HOLDS, 5, "pydantic"),
                Expect("dependency", V.REFUTED, 6, "httpx"),
            ),
        ),
        Example(
            "as a share",
            "- 100% dependency version pinning\n- 100% dependency pinning\n",
            {"requirements.txt": "fastapi>=0.110\nuvicorn==0.29.0\n"},
            tuple(Expect("dependency", V.REFUTED, line) for line in (1, 2)),
        ),
        Example(
            "a lock, and what is for development only",
            "- All dependencies are pinned.\n- All Python dependencies are pinned.\n- Dependencies are not pinned.\n",
            {
                "package.json": '{"dependencies": {"vite": "^5.0.0"}}',
                "package-lock.json": "{}",
                "requirements.txt": "fastapi==0.110.0\n",
                "requirements-dev.txt": "pytest>=8\n",
            },
            (
                Expect("dependency", V.UNVERIFIABLE, 1),
                Expect("dependency", V.UNVERIFIABLE, 2),
                Expect("dependency", V.UNVERIFIABLE, 3),
            ),
        ),
        Example(
            "other pins",
            "All dependencies should be pinned. Most dependencies are pinned. All actions are pinned to a SHA. It is pinned.\n"
            "All dependencies of the plugin are pinned by Renovate.\n",
            {"requirements.txt": "fastapi\n"},
            (),
        ),
    )

    def is_universal(self, claim: Claim[Target]) -> bool:
        return not claim.target.name

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        if clause.form is Form.CELL:
            yield from self._cell(clause)
        if clause.position or clause.form is Form.CELL:
            return
        whole = clause.statement.text
        text = re.sub(r"[`*]", "", whole.plain).strip(" .;,")
        match, one = _ALL.match(text) or _SHORT.match(text), None
        if match is None:
            one = _ONE.match(text)
            if one is None or one["name"].lower() in _OTHER_THINGS or re.fullmatch(_THINGS, one["name"], re.I):
                return
        said = match or one
        assert said is not None
        groups = said.groupdict()
        file = next(filter(None, (groups.get(f"file{number}") for number in ("", "2", "3", "4"))), "")
        target = Target(
            name=key_of(one["name"]) if one else "",
            file=file,
            which=(groups.get("which") or groups.get("which2") or "").lower(),
            every=bool(groups.get("all") or groups.get("all2") or groups.get("none")),
            pinned=not (groups.get("none") or groups.get("no") or groups.get("un")),
        )
        if groups.get("all") and not target.pinned:
            return  # "all dependencies are not pinned" may mean that some are
        explains = (whole.span(0, len(whole.plain)),)  # the patterns read all of it
        subject, claimed = one["name"] if one else file or "dependencies", "pinned" if target.pinned else "not pinned"
        negated = not target.pinned
        yield self.claim(clause, target, subject=subject, claimed=claimed, text=clause.in_full, negated=negated, explains=explains)

    def _cell(self, clause: Clause) -> Iterator[Claim[Target]]:
        """A "yes" or "no" below "Pinned", in the row of a package."""
        row, said = clause.context.row, _ANSWER.match(clause.text)
        if row and said and _COLUMN.match(clause.context.header) and HEADS.match(row[0].header):
            target = Target(name=key_of(row[0].text.plain.strip(" `*")), pinned=bool(said["yes"]))
            claimed = "pinned" if target.pinned else "not pinned"
            yield self.claim(
                clause,
                target,
                subject=target.name,
                claimed=claimed,
                text=clause.in_full,
                negated=not target.pinned,
                explains=(clause.span,),
            )

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        every, complete = asked(code)
        if target.file:
            matches = code.index.resolve(target.file).matches
            every = tuple(pin for pin in every if pin.path in matches)
        mine = [
            pin for pin in every if runtime(pin, code) is not None and (not target.name or pin.name == target.name) and _of(target, pin)
        ]
        if not mine:
            return blocked(Reason.NO_SUBJECT, f"no manifest lists {target.name or 'dependencies'}", claim.subject)
        held = {pin: exact(pin, code) for pin in mine}
        firm = [pin for pin in mine if held[pin]]
        loose = [pin for pin in mine if held[pin] is False]
        deciding = loose if target.pinned else firm
        if len(firm) + len(loose) < len(mine) and not deciding:
            return blocked(Reason.AMBIGUOUS, "some dependencies are asked for by address", claim.subject)
        observed = f"{len(firm)} of {len(mine)} pinned" if not target.name else f"{target.name} {mine[0].spec or 'any version'}"
        shown = deciding or mine
        sites = [Site(pin.path, pin.name, f"{pin.name} {pin.spec}".strip(), pin.line, pin.line) for pin in shown]
        paths = list(dict.fromkeys(pin.path for pin in mine))
        reproduce = f"grep -nE '[<>=~^]|[0-9]' {arguments(*paths[:5])}"
        named = ", ".join(f"{pin.name} {pin.spec}".strip() for pin in shown[:3])
        detail = f"{observed}; {'not pinned' if target.pinned else 'pinned'}: {named}" if deciding else observed
        if deciding and not all(_decides(pin, target, mine, code) for pin in deciding[:1]):
            return blocked(Reason.AMBIGUOUS, detail, claim.subject)
        if (loose and locks(code)) or (not target.every and not target.name and firm and loose):
            return blocked(Reason.AMBIGUOUS, f"{detail}; a lock file or some of them may be meant", claim.subject)
        if deciding and not any(runtime(pin, code) for pin in deciding):
            return blocked(Reason.AMBIGUOUS, f"{detail}, which is for development only", claim.subject)
        holds = not deciding
        return answer(holds, observed, sites, complete=complete, reproduce=reproduce, subject=claim.subject, detail=detail)


def _decides(pin: Pin, target: Target, mine: list[Pin], code: Codebase) -> bool:
    """For one package: whether every manifest that lists it does so alike."""
    return not target.name or len({exact(other, code) for other in mine}) == 1


def _of(target: Target, pin: Pin) -> bool:
    npm = pin.path.endswith("package.json")
    if target.which == "python":
        return not npm and not pin.path.endswith((".mod", "Gemfile", "Cargo.toml"))
    return npm if target.which in ("npm", "node", "javascript") else True
