"""Architecture stated concretely: who imports or calls whom, layers, separated parts, circles, what nothing uses, workspaces."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.imports import Edge, ImportGraph, between
from verifier.model import Claim, Confidence, Evidence, Finding, Measurement, Reading, Reason, Side, Site, Span, Verdict
from verifier.reading.clause import Clause, FenceClass, Form, Stance
from verifier.reading.says.attested import unattested
from verifier.repository.kinds import classes_of, is_source, is_test, is_vendored, language_of
from verifier.repository.scope import Scope
from verifier.reproduce import arguments
from verifier.rule import Rule, found, undecided

from .architecture_examples import EXAMPLES
from .calls import call_sites, use_sites
from .parts import Named, Part, resolve
from .relations import IMPORTED, Relation, Said, relations

_SHOWN = 5
_UNREAD = 0.05  # share of files with a syntax error that a scan for circles bears
_GRAPHED = frozenset(("python", "javascript", "jsx", "typescript", "tsx"))
_WORKSPACE_FILES = {
    "pnpm": ("pnpm-workspace.yaml",),
    "cargo": ("Cargo.toml",),
    "go": ("go.work",),
    "": ("pnpm-workspace.yaml", "go.work", "lerna.json", "nx.json", "turbo.json", "rush.json"),
}
_MANIFESTS = frozenset(
    (
        "package.json",
        "pyproject.toml",
        "setup.py",
        "requirements.txt",
        "go.mod",
        "Cargo.toml",
        "pom.xml",
        "build.gradle",
        "composer.json",
        "Gemfile",
    )
)


@dataclass(frozen=True, slots=True)
class Target:
    said: Said
    unattested: str = ""  # why the words only name the parts


class Architecture(Rule[Target]):
    """ "The supervisor imports its sub-agents", "service layer", "no circular imports", "`foo()` is never called"."""

    name = "architecture"
    infers = True
    kinds = ("architecture", "imports")
    vocabulary = "layer architecture separation dependency import circular coupling module package service @none @all direction"
    scoped = True
    summary = "Relations between named parts, by the import graph and the calls: imports, layers, circles, dead code, workspaces."
    examples = EXAMPLES

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if (
            clause.stance is not Stance.ASSERTS
            or clause.form in {Form.CODE, Form.COMMAND, Form.HEADING, Form.TREE_ENTRY}
            or clause.side is Side.BEFORE
        ):
            return
        if clause.context.fence in {FenceClass.SUGGESTED, FenceClass.CODE, FenceClass.SHELL, FenceClass.DIAGRAM}:
            return
        if re.search(r"\b(?:could|should|would|may|might|can be|must|if)\b", clause.text, re.I):
            return
        for said in relations(clause):
            subject = ", ".join(part.text for part in said.parts)
            claimed = ("not " if said.negated else "") + said.relation.value
            kind = "imports" if said.relation is Relation.CYCLE and not said.parts else "architecture"
            likely = said.relation in (Relation.LAYER, Relation.SEPARATE) or (
                said.relation is Relation.IMPORTS and any(part.sort == "words" for part in said.parts)
            )
            yield self.claim(
                clause,
                Target(said, _unattested(clause, said)),
                kind=kind,
                subject=subject,
                claimed=claimed,
                text=said.text,
                negated=said.negated,
                confidence=Confidence.LIKELY if likely else Confidence.CERTAIN,
                explains=_explained(clause, said),
            )

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        said = claim.target.said
        if said.relation is Relation.WORKSPACES:
            return _workspaces(said.detail, code)
        if said.relation is Relation.UNUSED:
            used: Measurement = use_sites(said.parts[0].text, code, claim.hints.paths, said.detail == IMPORTED)
            return used
        if said.relation is Relation.CALLS:
            called: Measurement = call_sites(said.parts[0], said.parts[1], said.direct, code, claim.hints.paths)
            return called
        if said.relation is Relation.CYCLE and not said.parts:
            return _cycles(code, scope)
        near = claim.hints.paths
        parts = [resolve(part, code, scope, near) for part in said.parts]
        if said.relation in (Relation.LAYER, Relation.SEPARATE):
            return _places(said.parts, parts, scope)
        if said.relation is Relation.IMPORTS:
            return _imports(said, parts[0], parts[1], code, scope)
        return _mutual(parts[0], parts[1], code)

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        if why := claim.target.unattested:
            return found(claim, measurement, Verdict.UNVERIFIABLE, f"{measurement.detail}; {why}", reason=Reason.AMBIGUOUS)
        true, exact = bool(measurement.readings[0].value), bool(measurement.readings[1].value)
        evidence = tuple(Evidence(site.path, site.line, site.line, site.code) for site in measurement.sites[:_SHOWN])
        observed = measurement.detail
        if true is not claim.negated and (true or measurement.complete):
            return found(claim, measurement, Verdict.HOLDS, observed, observed=observed, evidence=evidence)
        if exact and (true or measurement.complete):
            return found(claim, measurement, Verdict.REFUTED, observed, observed=observed, evidence=evidence)
        reason = Reason.INCOMPLETE if not measurement.complete else Reason.AMBIGUOUS
        return found(claim, measurement, Verdict.UNVERIFIABLE, observed, observed=observed, evidence=evidence, reason=reason)


def _explained(clause: Clause, said: Said) -> tuple[Span, ...]:
    """Where names whose calls or imports were looked up stand: the relation is read whole, both its ends."""
    if said.relation not in (Relation.CALLS, Relation.IMPORTS):
        return ()
    starts = ((part, clause.words.plain.find(part.text)) for part in said.parts if part.sort != "words")
    return tuple(clause.words.span(start, start + len(part.text)) for part, start in starts if start >= 0)


def _unattested(clause: Clause, said: Said) -> str:
    """Why the clause doesn't say that the parts, or the workspaces, are there: it points to them, or tells what they lack."""
    if said.relation not in (Relation.LAYER, Relation.SEPARATE, Relation.WORKSPACES) or said.negated:
        return ""
    named = re.search(re.escape(said.parts[0].text) if said.parts else r"mono-?repo\w*|workspaces?", clause.text, re.I)
    return unattested(clause, named.start(), named.end()) if named else ""


def _measured(
    true: bool, exact: bool, detail: str, sites: Sequence[Site] = (), complete: bool = True, reproduce: str = "", subject: str = ""
) -> Measurement:
    return Measurement((Reading("is so", true), Reading("exact", exact)), tuple(sites), complete, reproduce, subject, detail=detail)


def _site(edge: Edge) -> Site:
    return Site(edge.source, edge.target, f"imports {edge.text} ({edge.target})", edge.line, edge.line)


def _imports(said: Said, one: Part, other: Part, code: Codebase, scope: Scope) -> Measurement:
    """Whether files of the first part import the second, a module from outside if the repository has none of that name."""
    files = [path for path in one.files if not is_test(path) or one.exact]
    if not files:
        return Measurement(blocked=Reason.NO_SUBJECT, detail=f"nothing named {said.parts[0].text} in {scope.label}")
    known = ImportGraph.of(code.facts).of_files(files)
    complete = all(imports.complete for imports in known.values())
    reproduce = f"grep -nE '^\\s*(from|import)\\b|require\\(' {arguments(*files[:3])}"
    edges = between(known, other.files)
    if edges:
        sources = len({edge.source for edge in edges})
        detail = f"{sources} of {len(files)} files of {said.parts[0].text} import {said.parts[1].text}"
        return _measured(True, one.exact and other.exact, detail, [_site(edge) for edge in edges], complete, reproduce, files[0])
    name = said.parts[1].text.lower()
    single = one.exact and len(one.files) == 1  # which package a single file imports is another rule's: `imports-of`
    outside = [
        Site(path, module, f"imports {module}", line, line)
        for path, imports in known.items()
        for module, line in imports.outside
        if not single and (module.lower() == name or module.lower().startswith((name + ".", name + "/")))
    ]
    if outside:
        return _measured(
            True, one.exact, f"imports {outside[0].symbol}, from outside of the repository", outside, complete, reproduce, files[0]
        )
    own = {posixpath.basename(path).partition(".")[0] for path in other.files}
    if flat := next(
        ((path, module) for path, imports in known.items() for module, _ in imports.outside if module.split(".")[0] in own), None
    ):
        detail = f"{flat[0]} imports {flat[1]}, which {said.parts[1].text} has"
        return Measurement(blocked=Reason.AMBIGUOUS, detail=detail)
    if not other.files:
        return Measurement(blocked=Reason.NO_SUBJECT, detail=f"nothing named {said.parts[1].text} in {scope.label}")
    apart = not set(one.files) & set(other.files)
    return _measured(
        False,
        one.exact and other.exact and apart,
        f"no import of {said.parts[1].text} in {said.parts[0].text}",
        (),
        complete,
        reproduce,
        files[0],
    )


def _places(names: Sequence[Named], parts: Sequence[Part], scope: Scope) -> Measurement:
    """Whether each part has modules of its own."""
    missing = [name.text for name, part in zip(names, parts, strict=True) if not part.files]
    shown = [min(part.files, key=lambda path: path.count("/")) if part.files else "" for part in parts]
    sites = [
        Site(path, name.text, f"{name.text}: {len(part.files)} files") for path, name, part in zip(shown, names, parts, strict=True) if path
    ]
    if missing:
        return _measured(False, False, f"no module or directory named {', '.join(missing)} in {scope.label}", sites)
    distinct = len({part.files for part in parts}) == len(parts)
    where = ", ".join(dict.fromkeys(posixpath.dirname(site.path) or site.path for site in sites))
    return _measured(distinct, False, f"modules of their own: {where}" if distinct else "the same modules", sites, subject=sites[0].path)


def _mutual(one: Part, other: Part, code: Codebase) -> Measurement:
    """Whether two parts import each other, directly or through others."""
    if not one.files or not other.files:
        return Measurement(blocked=Reason.NO_SUBJECT, detail="one of the parts is not here")
    graph = ImportGraph.of(code.facts)
    there, back = between(graph.of_files(one.files), other.files), between(graph.of_files(other.files), one.files)
    exact = one.exact and other.exact
    if there and back:
        at_load = all(any(edge.top and edge.kind not in ("type", "dynamic") for edge in edges) for edges in (there, back))
        return _measured(True, exact and at_load, "each imports the other", [_site(there[0]), _site(back[0])])
    ahead, complete = _reach(graph, one.files, other.files)
    behind, complete_back = _reach(graph, other.files, one.files)
    if ahead and behind:
        return _measured(True, False, "each imports the other through further modules", (), complete and complete_back)
    way = "only one imports the other" if ahead or behind else "neither imports the other"
    return _measured(False, exact, way, [_site(edge) for edge in (*there[:1], *back[:1])], complete and complete_back)


def _reach(graph: ImportGraph, start: Sequence[str], goal: Sequence[str]) -> tuple[bool, bool]:
    """Whether imports lead from `start` to `goal`, and whether every file on the way was understood."""
    wanted, seen, ahead, complete = set(goal), set(start), list(start), True
    while ahead:
        known = graph.of_files(ahead)
        complete = complete and all(imports.complete for path, imports in known.items() if language_of(path) in _GRAPHED)
        ahead = [
            target for target in dict.fromkeys(edge.target for imports in known.values() for edge in imports.edges) if target not in seen
        ]
        if wanted & set(ahead):
            return True, complete
        seen.update(ahead)
    return False, complete


def _cycles(code: Codebase, scope: Scope) -> Measurement:
    """A circle of imports in the scope. That of TypeScript may be of types only, which vanish when it is compiled."""
    files = [path for path in scope.files_in(code.index, _GRAPHED) if not is_vendored(path)]
    if not files:
        return Measurement(blocked=Reason.NO_SUBJECT, detail=f"no Python or JavaScript source in {scope.label}")
    graph = ImportGraph.of(code.facts)
    known = graph.of_files(files)
    complete = sum(not imports.complete for imports in known.values()) <= len(files) * _UNREAD  # a slip in a function hides no import
    python = graph.cycle([path for path in files if language_of(path) == "python"])
    circle = python or graph.cycle(files)
    if circle:
        detail = " → ".join([circle[0].source, *(edge.target for edge in circle)])
        return _measured(True, bool(python), f"a circle: {detail}", [_site(edge) for edge in circle], complete, subject=scope.label)
    return _measured(False, False, f"no circle among {len(files)} files", (), complete, subject=scope.label)


def _workspaces(manager: str, code: Codebase) -> Measurement:
    """Whether workspaces are declared, or, for a monorepo, several projects lie in it."""
    live = [path for path in code.index.entries if not classes_of(path)]
    names = _WORKSPACE_FILES.get(manager, ())
    manifests = [path for path in live if posixpath.basename(path) in _MANIFESTS]
    declared = [
        path for path in live if posixpath.basename(path) in names and (manager != "cargo" or "[workspace" in code.facts.text(path))
    ]
    if manager not in ("pnpm", "cargo", "go"):
        declared += [path for path in manifests if path.endswith("package.json") and re.search(r'"workspaces"\s*:', code.facts.text(path))]
    if declared:
        return _measured(True, True, f"declared in {declared[0]}", [Site(path) for path in declared], subject=declared[0])
    projects = sorted({posixpath.dirname(path) for path in manifests})
    if not manager and len(projects) > 1:
        return _measured(
            True,
            False,
            f"{len(projects)} projects: {', '.join(project or '.' for project in projects[:5])}",
            [Site(path) for path in manifests],
        )
    return _measured(False, bool(manager) and any(is_source(path) for path in live), "no workspaces are declared")
