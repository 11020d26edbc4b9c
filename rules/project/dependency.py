"""A package is, or is no longer, among a manifest's dependencies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.packages import packages
from verifier.knowledge.manifests import Listed, is_manifest
from verifier.knowledge.pins import key_of
from verifier.knowledge.structured import Malformed, parse_json, table_of
from verifier.model import Claim, Measurement, Reason, Site
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Path
from verifier.reading.says.slots import SLOT, slots_of
from verifier.repository.kinds import is_installed, is_vendored
from verifier.repository.scope import Scope, candidates
from verifier.repository.snapshot import Unreadable
from verifier.reproduce import arguments, search
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

_NOT = re.compile(
    rf"^(?:the\s+)?(?:package\s+|library\s+)?(?P<name>{SLOT})\s+is\s+(?:no\s+longer|not|not\s+any\s+more)\s+(?:(?:a|an|any)\s+)?(?:dependency|dependencies|listed|"
    rf"among\s+the\s+dependencies|required|declared)(?:\s+(?:of|in|by)\s+(?:the\s+)?(?P<where>{SLOT}|\w+(?:\s+\w+)?))?(?P<tail>.*)$",
    re.I,
)
_IS = re.compile(
    rf"^(?:the\s+file\s+)?(?P<where>{SLOT})\s+(?:lists|declares|names)\s+(?:the\s+)?(?:package\s+|dependency\s+)?(?P<name>{SLOT})"
    r"(?:\s+as\s+a\s+dependency)?(?P<tail>)$",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    package: str
    file: str = ""
    named: bool = False  # a part of the repository is named
    absent: bool = False


class Dependency(Lookup[Target]):
    """ "`left-pad` is no longer a dependency of the API", "`requirements.txt` lists `numpy`"."""

    name = "dependency"
    kinds = ("dependency",)
    summary = "The manifests list the package that is named, or none does."
    vocabulary = "dependency package library list declare require longer"
    examples = (
        Example(
            "no longer",
            "- `left-pad` is no longer a dependency.\n- `axios` is no longer a dependency.\n- `vitest` is not a dependency.\n"
            "- `package.json` lists `axios`.\n- `package.json` lists `got`.\n",
            {"package.json": '{"dependencies": {"axios": "^1.6.0"}, "devDependencies": {"vitest": "^1.0.0"}}'},
            (
                Expect("dependency", V.HOLDS, 1, "left-pad"),
                Expect("dependency", V.REFUTED, 2, "axios"),
                Expect("dependency", V.UNVERIFIABLE, 3, "vitest"),
                Expect("dependency", V.HOLDS, 4, "axios"),
                Expect("dependency", V.REFUTED, 5, "got"),
            ),
        ),
        Example("wishes", "`axios` should not be a dependency. `axios` is a dependency that nobody updates.\n", {"package.json": "{}"}, ()),
    )

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        slots = slots_of(clause)
        match, absent = _NOT.match(slots.text), True
        if match is None:
            match, absent = _IS.match(slots.text), False
        if match is None:
            return
        where = match["where"] or ""
        file = slots.name(where) if where.startswith("⟨") else ""
        paths = {mention.text for mention in clause.own(Path)}
        name = slots.name(match["name"])
        if (file and (file not in paths or not is_manifest(file))) or (not absent and not file) or name in paths:
            return
        if re.fullmatch(r"@?[A-Za-z0-9][\w./-]*", name):
            target = Target(package=name, file=file, named=bool(where) and not file, absent=absent)
            said, explains = "absent" if absent else "listed", slots.taken(match)
            yield self.claim(clause, target, subject=name, claimed=said, negated=absent, explains=explains)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        paths = [path for path in code.index.entries if is_manifest(path) and not is_vendored(path) and not is_installed(path)]
        if target.file:
            paths = [path for path in paths if path in code.index.resolve(target.file).matches]
        elif target.named:
            part = next((part for part in candidates(claim.hints, code.index, code.areas) if not part.everything), None)
            if part is None:
                return blocked(Reason.AMBIGUOUS, "no such part of the repository", target.package)
            paths = [path for path in paths if part.contains(path)]
        if not paths:
            return blocked(Reason.NO_SUBJECT, f"no such manifest {target.file}".strip(), target.package)
        known, names = packages(code.index), (key_of(target.package), target.package.lower())
        found = [item for path in paths for item in known.of[path] if item.name in names]
        unread = next((path for path in paths if path in known.unread), None)
        if unread is not None and not found:
            return blocked(Reason.UNREADABLE, f"{unread}: {known.unread[unread]}", target.package)
        sites = [Site(item.path, item.name, "", item.line, item.line) for item in found]
        firm = [item for item in found if _at_runtime(item, code)]
        if target.absent and found and not firm:
            return blocked(Reason.AMBIGUOUS, f"listed in {found[0].path}, which may not be what is meant", target.package)
        observed = f"listed in {found[0].path}" if found else "listed nowhere"
        reproduce = search("-n", target.package, within=arguments(*paths[:5]))
        return answer(bool(found) is not target.absent, observed, sites, reproduce=reproduce, subject=target.package)


def _at_runtime(item: Listed, code: Codebase) -> bool:
    """Whether a package is surely asked for to run, not to develop: only manifests that keep the two apart tell."""
    name = item.path.rpartition("/")[2]
    if name == "package.json":
        try:
            table = table_of(parse_json(code.snapshot.text(item.path)), "dependencies")
        except (Unreadable, Malformed):
            return False
        return item.name in {one.lower() for one in table}
    return name == "requirements.txt" and not re.search(r"dev|test|doc|example|lint", item.path)
