"""A package is pinned to the version that the report gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.knowledge.pins import Pin, key_of
from verifier.model import Claim, Measurement, Reason, Site, Span
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Fence, FenceClass, Form, Role
from verifier.repository.scope import Scope
from verifier.reproduce import arguments, search
from verifier.rule import Example, Expect
from verifier.shapes.lookup import UNREAL, Lookup, answer, blocked

from .asked import asked, elsewhere
from .exact import exact
from .version_wording import HEADERS, HEADS, NOT_NOW, OTHERS, PATTERNS, SERVERS, VERSION, names_of, requirements
from .versions import agrees, could_be, readable

_VERSIONS = re.compile(rf"{HEADERS.pattern}|(?:latest|wanted|current|fixed|available|installed)$", re.I)
_PINS = re.compile(r"\bpin(?:s|ned|ning)?\b|\bexact(?:ly)?\b", re.I)  # a range that begins there is no pin
_OWN = re.compile(
    r"(?:\w+ )?version|package|project|crate|module|library|(?:the|a|its) \w+", re.I
)  # the project's own version is another rule's


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    names: tuple[str, ...]  # likeliest first, as `key_of` writes them
    version: str
    file: str = ""
    package: bool = False  # written as a requirement, so that no server of the same name is meant
    beside: tuple[tuple[str, str], ...] = ()  # the other requirements of the block: with none that agrees, it is another project's


class PackageVersion(Lookup[Target]):
    """ "`requirements.txt` pins celery to 5.3.6", "ruff | 0.4.2" below "Tool | Version", "Node 20.12.2 (`.nvmrc`)"."""

    name = "package-version"
    kinds = ("dependency",)
    summary = "Manifests ask for a package in the version that is given; refuted only where no manifest, lock or script has that version."
    vocabulary = (
        "pin hold lock fix keep freeze require list declare specify constrain constraint restrict range specifier spec manifest"
        " version package tool dependency library compiler"
    )
    examples = (
        Example(
            "pinned, and only begun at",
            "- `requirements.txt` pins flask to 3.1.2\n- `requirements.txt` pins redis to 5.0.0\n",
            {"requirements.txt": "flask==3.1.2\nredis>=5.0.0\n"},
            (Expect("dependency", V.HOLDS, 1), Expect("dependency", V.UNVERIFIABLE, 2)),
            also=("mechanism",),
        ),
        Example(
            "sentences",
            "- `requirements.txt` pins Celery to 5.3.6\n"
            "- Celery is pinned at 5.2.0\n- Flask is held at `~=3.0`\n- Node 18.4.1 (`.nvmrc`)\n",
            {"requirements.txt": "celery==5.3.6\nflask>=3.0\n", ".nvmrc": "20.1.0\n"},
            (
                Expect("dependency", V.HOLDS, 1, "celery"),
                Expect("dependency", V.REFUTED, 2, "celery", observed="==5.3.6"),
                Expect("dependency", V.UNVERIFIABLE, 3),
                Expect("dependency", V.REFUTED, 4, "node", observed="20.1.0"),
            ),
        ),
        Example(
            "ranges",
            "- `httpx` is required as `>=0.27`\n- `httpx` is required as `>=0.28,<1`\n- httpx is constrained to >=0.27,<1.0\n\n"
            "| Package | Declared |\n|---|---|\n| httpx | >=0.27,<1.0 |\n| httpx | >=0.25 |\n",
            {"requirements.txt": "httpx>=0.27,<1.0\n"},
            (
                Expect("dependency", V.HOLDS, 1, "httpx"),
                Expect("dependency", V.REFUTED, 2, "httpx", observed=">=0.27,<1.0"),
                Expect("dependency", V.HOLDS, 3, "httpx"),
                Expect("dependency", V.HOLDS, 7, "httpx"),
                Expect("dependency", V.REFUTED, 8, "httpx"),
            ),
        ),
        Example(
            "a range and a pin",
            "| Tool | Version |\n|---|---|\n| ruff | 0.4.2 |\n| ruff | 0.5.0 |\n",
            {
                "pyproject.toml": '[project]\nname = "p"\n[dependency-groups]\ndev = ["ruff>=0.4"]\n',
                "requirements-dev.txt": "ruff==0.4.2\n",
            },
            (Expect("dependency", V.HOLDS, 3, "ruff"), Expect("dependency", V.REFUTED, 4, "ruff")),
        ),
        Example(
            "a table",
            "| Package | Version |\n|---|---|\n| vite | 5.2.0 |\n| zod | 3.20.0 |\n| left-pad | 1.0.0 |\n",
            {"package.json": '{"dependencies": {"vite": "^5.1.0", "zod": "^3.22.4"}}'},
            (
                Expect("dependency", V.UNVERIFIABLE, 3, "vite"),
                Expect("dependency", V.REFUTED, 4, "zod"),
                Expect("dependency", V.UNVERIFIABLE, 5, "left-pad"),
            ),
        ),
        Example(
            "requirements in a block of code",
            "Updated the requirements:\n\n```text\n# requirements.txt\ncelery==5.3.6\nredis==4.0.1  # for sessions\n"
            "\n# before\nflask==1.0.0\n```\n",
            {"requirements.txt": "celery==5.3.6\nredis==5.0.1\nflask==3.0.0\n"},
            (Expect("dependency", V.HOLDS, 5, "celery"), Expect("dependency", V.REFUTED, 6, "redis", observed="==5.0.1")),
        ),
        Example(
            "no pins of this project",
            "Upgrade Celery to 5.4.0. Redis is fast. The API is at v1.2.3. Since Flask 2.3.1 this is deprecated.\n\n"
            "| Package | Latest |\n|---|---|\n| celery | 5.9.0 |\n",
            {"requirements.txt": "celery==5.3.6\n"},
            (),
        ),
    )

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        if clause.negated:
            return
        if clause.form is Form.CELL:
            yield from self._cell(clause)
        elif clause.position == 0:
            whole, own = (re.sub(r"[`*]", "", text).strip(" .;,") for text in (clause.statement.text.plain, clause.text))
            match = next((match for text in (whole, own) for pattern in PATTERNS if (match := pattern.match(text))), None)
            if match and not _OWN.fullmatch(match["name"]):
                names = names_of(match["name"])
                file = match.groupdict().get("file") or ""
                version = match["version"] or match.groupdict().get("version2") or ""
                statement = clause.statement.text
                read = statement.span(0, len(statement.plain)) if match.string == whole else clause.span
                yield self._pinned(clause, names, version, file, read)

    def recognise_code(self, fence: Fence) -> Iterator[Claim[Target]]:
        """Requirements in a block that is said to be this project's: it names a manifest, or tells of changes."""
        context = fence.context
        roles = {context.lead_in_role, *(section.role for section in context.sections)}
        told = " . ".join((*context.titles, context.lead_in.plain if context.lead_in else "", context.fence_title))
        if fence.kind is not FenceClass.CODE or roles & UNREAL or NOT_NOW.search(told):
            return
        tied = Role.CHANGES in roles or re.search(r"requirements|pyproject|Pipfile|constraints", told + "\n".join(fence.lines))
        rows = tuple(requirements(fence)) if tied else ()
        for number, match in rows:
            name, version = key_of(match["name"]), match["version"].replace(" ", "")
            span = Span(number, number, match.start("name") + 1, match.end("version") + 1)
            beside = tuple((key_of(other["name"]), other["version"].replace(" ", "")) for line, other in rows if line != number)
            target = Target(names=(name,), version=version, package=True, beside=beside)
            text = match.string[match.start("name") : match.end("version")]
            yield Claim(self.name, "dependency", span, text, name, version, target, context.titles)

    def _cell(self, clause: Clause) -> Iterator[Claim[Target]]:
        row = clause.context.row
        version = re.fullmatch(VERSION, clause.text.strip(" `"))
        lead = clause.context.lead_in.plain if clause.context.lead_in else ""
        if OTHERS.search(" . ".join((*clause.context.titles, lead, *(cell.header for cell in row)))):
            return
        if version and row and HEADERS.match(clause.context.header) and HEADS.match(row[0].header):
            headers = [cell.header.lower() for cell in row if re.search(r"\d", cell.text.plain)]
            if sum("version" in one or bool(_VERSIONS.match(one)) for one in headers) == 1:
                yield self._pinned(clause, (key_of(row[0].text.plain.strip(" `*")),), version["version"], "", clause.span)

    def _pinned(self, clause: Clause, names: tuple[str, ...], version: str, file: str, read: Span) -> Claim[Target]:
        version = version.replace(" ", "")
        return self.claim(
            clause,
            Target(names=names, version=version, file=file),
            subject=names[0],
            claimed=version,
            text=clause.in_full,
            explains=(read,),  # the patterns read all of it
        )

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        every, complete = asked(code)
        file = "package.json" if target.file == "packageManager" else target.file
        if file:
            resolved = code.index.resolve(file)
            if not resolved.matches:
                return blocked(Reason.NO_SUBJECT, f"no {file}", target.names[0])
            every = tuple(pin for pin in every if pin.path in resolved.matches)
        name = next((name for name in target.names if any(pin.name == name for pin in every)), None)
        if name is None:
            return blocked(Reason.NO_SUBJECT, f"no manifest lists {target.names[0]}", target.names[0])
        mine = [pin for pin in every if pin.name == name]
        sites = [Site(pin.path, name, f"{name} {pin.spec}", pin.line, pin.line) for pin in mine]
        observed = ", ".join(dict.fromkeys(pin.spec or "any version" for pin in mine))
        reproduce = search("-nw", name, within=arguments(*dict.fromkeys(pin.path for pin in mine)))
        if _PINS.search(claim.text) and all(exact(pin, code) is False for pin in mine):
            return blocked(Reason.AMBIGUOUS, f"{observed} admits other versions", name)
        if any(agrees(target.version, pin.spec) for pin in mine):
            return answer(True, observed, sites, reproduce=reproduce, subject=name)
        if not all(readable(pin.spec) for pin in mine) or any(_admits(target.version, rows) for rows in _by_folder(mine)):
            return blocked(Reason.AMBIGUOUS, f"{observed} leaves the version open", name)
        if target.beside and not any(agrees(version, pin.spec) for other, version in target.beside for pin in every if pin.name == other):
            return blocked(Reason.AMBIGUOUS, "nothing in the block agrees with the manifests: it may be of another project", name)
        if name in SERVERS and not file and not target.package:
            return blocked(Reason.AMBIGUOUS, f"{name} may be what runs, not the package of that name", name)
        if elsewhere(name, target.version.lstrip("~^<>=!v"), code):
            return blocked(Reason.AMBIGUOUS, f"{observed} in manifests, but that version stands beside the name elsewhere", name)
        specs = {pin.spec for pin in mine}
        told = f"{', '.join(dict.fromkeys(pin.path for pin in mine))} asks for {name} {observed}"
        instead = _instead(target.version, specs.pop()) if len(specs) == 1 else ""
        return answer(False, observed, sites, complete=complete, reproduce=reproduce, subject=name, detail=told, instead=instead)


def _by_folder(mine: list[Pin]) -> list[list[str]]:
    """What is asked for, folder by folder: the manifests of one have to be met together."""
    found: dict[str, list[str]] = {}
    for pin in mine:
        found.setdefault(pin.path.rpartition("/")[0], []).append(pin.spec)
    return list(found.values())


def _admits(version: str, specs: list[str]) -> bool:
    return all(could_be(version, spec) for spec in specs)


def _instead(claimed: str, spec: str) -> str:
    """The version that is asked for, written as the report writes it; "" for a range, which no one version says."""
    exact = re.fullmatch(r"(?:==?=?)?\s*v?(?P<number>\d[\w.-]*)", spec)
    said = re.fullmatch(r"(?P<sign>(?:==?=?)?v?)\d.*", claimed)
    return said["sign"] + exact["number"] if exact and said else ""
