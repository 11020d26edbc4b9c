"""The project's own version is the one that the report gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from verifier.codebase import Codebase
from verifier.knowledge.own_versions import gives_version, own_versions
from verifier.model import Claim, Measurement, Reason, Side, Site
from verifier.model import Verdict as V
from verifier.reading.clause import Clause
from verifier.repository.kinds import is_installed, is_test, is_vendored
from verifier.repository.scope import Scope
from verifier.repository.snapshot import Unreadable
from verifier.reproduce import arguments, search
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked, states

from .valued import matched

_V = r"v?(?P<version>\d+\.\d+(?:\.\d+){0,2}(?:[-.]?(?:rc|alpha|beta|a|b|dev|post|pre)[.\d]*)?)"
_FILE = r"(?P<file>[\w./@-]*(?:\.(?:toml|json|cfg|py|rb|ts|js|ya?ml|gradle|kts|csproj|props|txt)|VERSION))"
_WHOLE = r"(?:project|package|application|app|library|repository|repo|codebase|crate|module|distribution|gem|plugin|software)"
_SHOWS = (
    r"(?:shows|declares|has|states|gives|says|lists|sets|carries|specifies|defines|records|holds|contains|names"
    r"|is\s+at|is\s+on|stands\s+at)"
)
_NOW = r"(?:(?:still|currently|now)\s+)?"
_PATTERNS = tuple(
    re.compile(rf"^(?:{pattern})$", re.I)
    for pattern in (
        rf"{_FILE}\s+{_NOW}{_SHOWS}\s+(?:the\s+|a\s+)?(?:{_WHOLE}\s+)?(?:version\s+)?(?:as\s+|of\s+|=\s*)?{_V}",
        rf"{_FILE}\s+version\s*(?:[:=]|is)\s*{_V}",
        rf"(?:{_FILE}\s+{_SHOWS}\s+)?(?P<firm3>__version__)\s+(?:is|to|as|=|is\s+set\s+to)\s+{_V}",
        rf"(?P<firm4>__version__)\s+(?:is|=|is\s+set\s+to)\s+{_V}\s+in\s+{_FILE}",
        rf"{_FILE}\s*[:–—-]+\s*(?:{_WHOLE}\s+)?version\s*[:=]?\s*{_V}",
        rf"(?:the\s+)?(?:current\s+)?(?:{_WHOLE}\s+)?version\s+(?:in|of|from|per)\s+(?:the\s+)?{_FILE}\s+{_NOW}(?:is|says|reads|stays)\s+{_V}",
        rf"(?:the\s+)?(?:{_WHOLE}\s+)?version\s+(?:is\s+)?{_NOW}(?:set\s+to\s+)?{_V}\s*(?:\(|in\s+|,\s+see\s+|from\s+|per\s+|according\s+to\s+)\s*{_FILE}\)?",
        rf"(?:the\s+)?(?P<firm>{_WHOLE})(?:'s|’s)?\s+(?:current\s+)?version\s*(?:[:=]|is|stands\s+at)\s*{_NOW}(?:at\s+)?{_V}",
        rf"(?:the|this)\s+(?P<firm2>{_WHOLE})\s+(?:is|has|stands|carries|remains)\s+{_NOW}(?:at\s+|on\s+|in\s+)?(?:the\s+)?version\s+{_V}",
        rf"(?:the\s+)?(?:current\s+|released?\s+)?version(?:\s+(?:reviewed|audited|analy[sz]ed|checked))?\s*(?:[:=]|is)\s*{_NOW}(?:at\s+)?{_V}",
    )
)


_FIRST = frozenset(("1.0", "1.0.0"))  # of documents, too


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    version: str
    file: str = ""
    firm: bool = False  # the project is named; a bare "Version: 1.2" may be the report's own


class ProjectVersion(Lookup[Target]):
    """ "Version: 1.4.2", "`package.json` shows version 0.9.0", "the project is at version 2.0"."""

    name = "project-version"
    kinds = ("dependency",)
    summary = "The manifests give the project the version that is told; refuted for a file that is named, or where none and no tag has it."
    vocabulary = "value fact declare detail version project package release current"
    quotes = False
    examples = (
        Example(
            "in a file",
            "- `package.json` shows version 0.3.0\n- `package.json` shows version 0.9.0\n- The version in `pyproject.toml` is 1.4.2\n"
            "- Package version 1.4.1 (`pyproject.toml`)\n- `setup.cfg` has version 1.0.0\n",
            {"package.json": '{"version": "0.3.0"}', "pyproject.toml": '[project]\nname = "p"\nversion = "1.4.2"\n'},
            (
                Expect("dependency", V.HOLDS, 1, "package.json", "0.3.0"),
                Expect("dependency", V.REFUTED, 2, "package.json", "0.9.0", observed="0.3.0"),
                Expect("dependency", V.HOLDS, 3, "pyproject.toml"),
                Expect("dependency", V.REFUTED, 4, "pyproject.toml", observed="1.4.2"),
                Expect("dependency", V.UNVERIFIABLE, 5),
            ),
            also=("file-exists",),
        ),
        Example(
            "of the project",
            "- **Version:** 1.4.2\n- **Version:** 2.0.0\n- The project is at version 1.4.2\n- The project version is 1.5.0\n",
            {"pyproject.toml": '[project]\nname = "p"\nversion = "1.4.2"\n'},
            (
                Expect("dependency", V.HOLDS, 1, "version", "1.4.2"),
                Expect("dependency", V.UNVERIFIABLE, 2, "version", "2.0.0"),
                Expect("dependency", V.HOLDS, 3, "version", "1.4.2"),
                Expect("dependency", V.REFUTED, 4, "version", "1.5.0", observed="1.4.2"),
            ),
        ),
        Example(
            "of a part of it",
            "- **Version:** 1.4.2\n- **Version:** 0.1.0\n",
            {"pyproject.toml": '[project]\nname = "p"\nversion = "0.1.0"\n', "site/package.json": '{"version": "1.4.2"}'},
            (Expect("dependency", V.UNVERIFIABLE, 1), Expect("dependency", V.HOLDS, 2)),
        ),
        Example(
            "the first version, of a project or of a document",
            "- **Version**: 1.0.0\n- The project is at version 1.0.0\n",
            {"package.json": '{"version": "1.0.0"}'},
            (Expect("dependency", V.UNVERIFIABLE, 1), Expect("dependency", V.HOLDS, 2)),
        ),
        Example(
            "other versions",
            "Report version: 1.0. The API version is 2.1. Bump the version to 2.0.0. Version 1.4.2 introduced a bug.\n"
            "The next version is 2.0.0.\n",
            {"pyproject.toml": '[project]\nname = "p"\nversion = "1.4.2"\n'},
            (),
        ),
    )

    def recognise(self, clause: Clause) -> Iterable[Claim[Target]]:
        """Also "Current version: 1.2.0", which elsewhere is set against what was before."""
        now = replace(clause, side=Side.NOW) if clause.side is Side.AFTER and clause.context.key.lower().startswith("current") else clause
        return self.reads(now) if states(now) else ()

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        if clause.negated or clause.position:
            return
        match = matched(clause, _PATTERNS)
        if match is None:
            return
        groups, whole = match.groupdict(), clause.statement.text
        file = groups.get("file") or ""
        target = Target(
            version=match["version"], file=file, firm=any(groups.get(key) for key in ("file", "firm", "firm2", "firm3", "firm4"))
        )
        explains = (whole.span(0, len(whole.plain)),)  # the patterns read all of it
        yield self.claim(clause, target, subject=file or "version", claimed=target.version, text=clause.in_full, explains=explains)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        name = target.file.rpartition("/")[2]
        found: list[tuple[str, str]] = []
        complete = True
        for path in code.index.entries:
            if not gives_version(path) or is_vendored(path) or is_installed(path) or is_test(path):
                continue
            if target.file and not (
                path == target.file or path.endswith("/" + target.file) or (name == target.file == path.rpartition("/")[2])
            ):
                continue
            try:
                found += [(path, version) for version in own_versions(path, code.snapshot.text(path))]
            except Unreadable:
                complete = False
        if not found:
            return blocked(Reason.NO_SUBJECT, f"no version in {target.file}" if target.file else "no file gives the project's version")
        agreeing = [(path, version) for path, version in found if _same(target.version, version)]
        shown = agreeing or found
        observed = ", ".join(dict.fromkeys(version for _, version in shown))
        sites = [Site(path, "version", version) for path, version in shown]
        reproduce = search("-nE", "version", within=arguments(*list(dict.fromkeys(path for path, _ in shown))[:5]))
        least = min(path.count("/") for path, _ in found)
        if agreeing and not target.firm and target.version in _FIRST:
            return blocked(Reason.AMBIGUOUS, f"{agreeing[0][0]} gives {agreeing[0][1]}; the report may give its own", "version")
        if agreeing and not target.firm and all(path.count("/") > least for path, _ in agreeing):
            return blocked(Reason.AMBIGUOUS, f"{agreeing[0][0]} gives {agreeing[0][1]}, {found[0][0]} {found[0][1]}", "version")
        if agreeing:
            return answer(True, observed, sites, reproduce=reproduce, detail=f"{agreeing[0][0]} gives {agreeing[0][1]}")
        if not target.firm:
            return blocked(Reason.AMBIGUOUS, f"the project's version is {observed}; the report may give its own", "version")
        versions = {version for _, version in found}
        if not target.file and (_tagged(target.version, code) or _told(target.version, code)):
            return blocked(Reason.AMBIGUOUS, f"versions here: {observed}, but a tag or document has {target.version}", "version")
        told = f"{', '.join(dict.fromkeys(path for path, _ in found))} gives {observed}"
        instead = versions.pop() if len(versions) == 1 else ""
        return answer(False, observed, sites, complete=complete, reproduce=reproduce, detail=told, instead=instead)


def _same(told: str, version: str) -> bool:
    return version == told or version.startswith((f"{told}.", f"{told}-", f"{told}+")) or told == f"{version}.0"


def _told(version: str, code: Codebase) -> bool:
    """Whether a change log or read-me names the version: of a release to come, or one that the manifests do not follow."""
    for path in code.index.entries:
        if re.match(r"(?:CHANGE|HISTORY|RELEASE|README|NEWS)", path.rpartition("/")[2], re.I):
            try:
                if version in code.snapshot.text(path):
                    return True
            except Unreadable:
                return True
    return False


def _tagged(version: str, code: Codebase) -> bool:
    chronicle = code.history.chronicle
    if chronicle is None:
        return False
    return any(chronicle.after(tag, code.snapshot.revision or "") is not None for tag in (version, f"v{version}"))
