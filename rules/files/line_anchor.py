"""`path:line` cites what the report says is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from verifier.codebase import Codebase
from verifier.facts.outline import Outline
from verifier.facts.symbols import Symbols
from verifier.knowledge.words import stem, subwords
from verifier.model import (
    Claim,
    Confidence,
    Evidence,
    Exactness,
    Finding,
    Measurement,
    Reading,
    Reason,
    ScopeHints,
    Side,
    Site,
    Verdict,
)
from verifier.numbered import in_number
from verifier.reading.clause import Clause, Fence, FenceClass, Form, Origin, Path
from verifier.repository.scope import Scope
from verifier.reproduce import arguments
from verifier.rule import Rule, found, undecided

from .akin import nearest_about
from .anchor_examples import EXAMPLES
from .anchor_target import Target
from .anchored import located
from .anchors import Cited, cited, cited_in_code, cited_in_statement, moved
from .further_lines import lines_without_file, said_of
from .namesakes import meant
from .resolving import from_document, planned
from .said_there import adjacent, beside, is_bare, lacks, names, of_cells, phrases, quoted, titled, unused_imports, worded, words
from .untracked import excused

_ROUGHLY = re.compile(r"[~≈]|\b(?:around|about|approx\w*|near|circa)\b", re.I)
_REPLACED = re.compile(r"^\W*(?:changed|switched|moved|replaced|migrated|renamed)\b", re.I)


class LineAnchor(Rule[Target]):
    """Line anchors in every spelling: `a.py:10`, `a.py:10-20`, `a.py#L10`, "a.py (lines 10-20)"."""

    name = "line-anchor"
    infers = True
    kinds = ("line-anchor",)
    vocabulary = "line @line location issue problem bug function method function's at rating grade complexity @scale"
    cites_files = True
    cites_places = True
    summary = (
        "The cited lines hold what the report says: quoted code, else the identifiers it names, else a line that is about the same thing."
    )
    examples = EXAMPLES

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if clause.form is Form.CODE or clause.context.fence in {FenceClass.SUGGESTED, FenceClass.OUTPUT} or clause.side is Side.BEFORE:
            return
        if not clause.asserts and clause.form is not Form.HEADING:
            return
        if len(clause.own(Path)) > 1 and _REPLACED.match(clause.text):
            return  # "Changed from `a.txt` to `b.txt` (line 11)": the line is the one that names them
        places = tuple(cited(clause))
        for place in places:
            mention = place.mention
            assert isinstance(mention.value, Path)
            for first, last in place.ranges:
                target = _target(clause, place, places, first, last)
                yield self.claim(
                    clause,
                    target,
                    subject=mention.value.text,
                    claimed=f"line {first}" if first == last else f"lines {first}-{last}",
                    span=mention.span,
                    text=clause.statement.text.plain if clause.form is not Form.CELL else clause.text,
                )

    def recognise_code(self, fence: Fence) -> Iterator[Claim[Target]]:
        for place in cited_in_code(fence):
            mention = place.mention
            assert isinstance(mention.value, Path)
            for first, last in place.ranges:
                lines = f"line {first}" if first == last else f"lines {first}-{last}"
                roughly = bool(_ROUGHLY.search(mention.text))
                target = Target(mention.value.text, first, last, shown=place.shown, roughly=roughly)
                yield Claim(
                    self.name, self.kinds[0], mention.span, mention.text, mention.value.text, lines, target, fence.context.titles,
                    hints=ScopeHints(paths=tuple(m.value.text for m in fence.paths if isinstance(m.value, Path))),
                )  # fmt: skip

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        resolved = code.index.resolve(target.path, tuple(path for path in claim.hints.paths if path != target.path))
        if beside := from_document(code, target.path, target.document):
            resolved = beside[1]
        files = [path for path in resolved.matches if path in code.snapshot.entries()]
        if not files:
            if resolved.matches or resolved.outside:
                return Measurement(blocked=Reason.NO_SUBJECT, detail=f"{target.path} is no file here", subject=target.path)
            if excuse := excused(code, target.path, target.home):
                return Measurement(blocked=excuse[0], detail=excuse[1], subject=target.path)
            if later := planned(code.history.path_events(target.path)):
                return Measurement(blocked=Reason.AMBIGUOUS, detail=f"{target.path} {later}", subject=target.path)
            if target.named_above:
                detail = f"no such file: {target.path}, as is said of where it is named"
                return Measurement(blocked=Reason.NO_SUBJECT, detail=detail, subject=target.path)
            return Measurement(
                (Reading("file", False),),
                subject=target.path,
                near=resolved.near,
                reproduce=f"git ls-files -- {arguments('*' + target.path.lstrip('/'))}",
            )
        if len(files) > 1:
            named = meant(code, files, target.names)
            fitting = [path for path in named if len(_lines(code, path)) >= target.last]
            if len(fitting) != 1:
                return Measurement(
                    blocked=Reason.AMBIGUOUS, detail=f"{len(files)} files match: {', '.join(files[:4])}", subject=target.path
                )
            files = fitting
        path = files[0]
        if path.lower().endswith(".md") and not any(_same(path, named) for named in claim.hints.paths[:1]):
            return Measurement(blocked=Reason.AMBIGUOUS, detail=f"{path} may not be the file that is meant", subject=path)
        outline = code.facts.outlines((path,)).get(path)
        lines = _lines(code, path)
        measured = located(target, path, lines, outline if isinstance(outline, Outline) else Outline(""))
        facts = {reading.definition: reading.value for reading in measured.readings}
        if "absent" in facts:
            return replace(measured, sites=_defined_at(code, str(facts["absent"])))
        if facts.get("blank") or facts.get("comment"):
            at = nearest_about(target.words, lines, target.first)
            return replace(measured, sites=(Site(path, code=lines[at - 1].strip()[:160], line=at),) if at else ())
        return measured

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        finding = self._judged(claim, measurement)
        if claim.target.loose and finding.verdict in (Verdict.REFUTED, Verdict.DOUBTFUL):
            told = f"{finding.message}; the sentence may have passed to another file"
            return found(claim, measurement, Verdict.UNVERIFIABLE, told, reason=Reason.AMBIGUOUS, observed=finding.observed)
        return finding

    def _judged(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        target, path = claim.target, measurement.subject
        facts = {reading.definition: reading.value for reading in measurement.readings}
        name = target.path.rpartition("/")[2]
        if facts.get("file") is False and "/" in target.path and any(near.rpartition("/")[2] == name for near in measurement.near):
            told = f"no such file: {target.path}; one of that name is {measurement.near[0]}"
            return found(claim, measurement, Verdict.DOUBTFUL, told, observed="no such file")
        if facts.get("file") is False:
            return found(claim, measurement, Verdict.REFUTED, f"no such file: {target.path}", observed="no such file")
        excerpt = measurement.detail
        here = (Evidence(path, target.first, target.last, excerpt),)
        length = f"{facts.get('lines')} {in_number('line', int(facts.get('lines', 0)))}"
        if facts.get("in bounds") is False and target.of_row and target.names:
            detail = f"{path} has {length}; {target.names[0]} may be in another file"
            return found(claim, measurement, Verdict.UNVERIFIABLE, detail, reason=Reason.AMBIGUOUS)
        if facts.get("in bounds") is False:
            return found(
                claim,
                measurement,
                Verdict.REFUTED,
                f"{path} has {length}",
                observed=length,
                evidence=(Evidence(path),),
            )
        if "at" in facts:
            at = int(facts["at"])
            if facts.get("same place"):
                exact = target.first <= at <= target.last
                correction = None if exact or target.lacking else moved(claim, at)
                return found(
                    claim,
                    measurement,
                    Verdict.HOLDS,
                    f"{path}:{at} has {facts['what']}" if exact else _drift(target, path, at, str(facts["what"])),
                    observed=f"line {at}",
                    evidence=(Evidence(path, at, at, excerpt),),
                    exactness=Exactness.EXACT if exact else Exactness.DRIFTED,
                    correction=correction,
                )
            return found(
                claim,
                measurement,
                Verdict.REFUTED,
                f"{'line ' + str(target.first) + ' is blank; ' if facts.get('blank') else ''}{facts['what']} is at {path}:{at}"
                f"{'' if facts.get('blank') else f', not at line {target.first}'}",
                observed=f"line {at}",
                evidence=(Evidence(path, at, at, excerpt),),
                correction=None if target.lacking else moved(claim, at),  # the place of what is not there is no other
            )
        if "absent" in facts:
            site = measurement.sites[0] if measurement.sites else None
            where = f"; it is defined at {site.path}:{site.line}" if site else ""
            message = f"{facts['absent']} is not in {path}{where}"
            return found(claim, measurement, Verdict.REFUTED, message, observed="not in the file", evidence=here)
        if facts.get("blank") or facts.get("comment"):
            return _hardly_meant(claim, measurement, here, "blank" if not excerpt.strip() else "" if facts.get("blank") else "a comment")
        if facts.get("related"):
            return found(
                claim,
                measurement,
                Verdict.HOLDS,
                f"{path}:{target.first} is about the same thing",
                observed=excerpt.strip()[:80],
                evidence=here,
                confidence=Confidence.LIKELY,
                exactness=Exactness.EXACT,
            )
        finding = found(
            claim, measurement, Verdict.UNVERIFIABLE, "the lines exist; nothing exact is said to be there", reason=Reason.NO_SUBJECT
        )
        return replace(finding, evidence=here)


def _target(clause: Clause, place: Cited, places: tuple[Cited, ...], first: int, last: int) -> Target:
    mention = place.mention
    assert isinstance(mention.value, Path)
    cited_of = [*((other.mention.value, other.ranges) for other in places), *cited_in_statement(clause)]
    same = [lines for path, lines in cited_of if isinstance(path, Path) and path.text == mention.value.text]
    target = Target(
        mention.value.text,
        first,
        last,
        quoted(clause),
        names(clause),
        words(clause, mention),
        place.shown,
        mention.value.home,
        clause.context.document if mention.value.linked else "",
        tuple(dict.fromkeys(one for lines in (*same, lines_without_file(clause)) for one in lines if one != (first, last))),
        len(same) < len(cited_of),
        is_bare(clause),
        lacks(clause),
        unused_imports(clause),
        place.named_above,
        phrases(clause, mention),
        mention.origin is Origin.ROW,
        beside(clause),
        titled(clause),
        of_cells(clause),
        worded(clause),
        adjacent(clause, mention),
        place.loose,
        bool(_ROUGHLY.search(mention.text)),
        clause.context.described if is_bare(clause) else (),
    )
    said = said_of(clause, mention)
    return target if said is None else _limited(target, said)


def _limited(target: Target, said: str) -> Target:
    """The same, told of no more than what a part of its statement says."""
    stems = {stem(part) for word in re.findall(r"\w+", said) for part in subwords(word)}
    return replace(
        target,
        quoted=tuple(code for code in target.quoted if code in said),
        names=tuple(name for name in target.names if name in said),
        words=target.words & stems,
    )


def _drift(target: Target, path: str, at: int, what: str) -> str:
    """How far off the lines are that the report cites: "'x' is at a.py:14, 2 lines below"."""
    off = at - target.last if at > target.last else target.first - at
    return f"{what} is at {path}:{at}, {off} {in_number('line', off)} {'below' if at > target.last else 'above'}"


def _defined_at(code: Codebase, name: str) -> tuple[Site, ...]:
    """The one place in the repository that defines a name."""
    places = Symbols.of(code.facts).find(name.rsplit(".", 1)[-1]).places
    return (Site(places[0].path, name, line=places[0].definition.line),) if len(places) == 1 else ()


def _hardly_meant(claim: Claim[Target], measurement: Measurement, here: tuple[Evidence, ...], what: str) -> Finding:
    """Nothing exact is said to be there, and what is there is hardly meant: a blank line or a bracket is not, a comment may be."""
    target, path = claim.target, measurement.subject
    lines = f"line {target.first}" if target.first == target.last else f"lines {target.first}-{target.last}"
    verb = "is" if target.first == target.last else "are"
    shown = what or repr(measurement.detail.strip()[:60])
    site = measurement.sites[0] if measurement.sites else None
    near = f"; the nearest that has its words is line {site.line}: {site.code[:80]}" if site else ""
    message = f"{lines} of {path} {verb} {shown}{near}"
    verdict = Verdict.DOUBTFUL if what == "a comment" else Verdict.REFUTED
    return found(claim, measurement, verdict, message, observed=f"{lines} {verb} {shown}", evidence=here, confidence=Confidence.LIKELY)


def _same(path: str, named: str) -> bool:
    """Whether a file is the one that is named, by a part of its path or by its author's absolute one."""
    return path.endswith(named.removeprefix("./")) or named.endswith(f"/{path}")


def _lines(code: Codebase, path: str) -> list[str]:
    return code.snapshot.text(path).split("\n")
