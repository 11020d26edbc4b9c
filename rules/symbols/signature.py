"""A function takes and returns what the report says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from verifier.codebase import Codebase
from verifier.facts.extract import outline
from verifier.facts.languages import LANGUAGES
from verifier.facts.outline import Definition
from verifier.facts.symbols import Place, Symbols
from verifier.facts.treesitter import normalise
from verifier.knowledge.words import stem, subwords
from verifier.model import Claim, Confidence, Evidence, Finding, Measurement, Reading, Reason, ScopeHints, Side, Site, Span, Verdict
from verifier.reading.clause import Clause, Fence, FenceClass, Form, Path, Snippet, Symbol
from verifier.repository.kinds import language_of
from verifier.repository.scope import Scope, candidates
from verifier.reproduce import search
from verifier.rule import Rule, found, rewritten, undecided

from .code_names import sides_of, tied
from .interface_block import announced, completed, declared, is_interface
from .parameters import SILENT, Written, annotation_of, differences, number_differs, shown, written
from .phrasing import LONGEST, offset
from .resolve import nearest
from .signature_examples import EXAMPLES

_TOLD = re.compile(r"\b(?:signatures?|accepts?|takes?|parameters?|arguments?|constructor|returns?|injection|injected)\b", re.I)
_CONFIGURABLE = re.compile(r"^(?:fully\s+)?configurable\s+(?P<words>[a-z]+(?:\s+[a-z]+)?)\b", re.I)
_ELLIPSIS = re.compile(r"[(,]\s*(?:\.\.\.|…)\s*[,)]")
_LEFT_OUT = re.compile(r"^\s*(?:(?:#|//|--|/\*)\s*)?(?:\.\.\.|…)")
_FENCE_LANGUAGES = {
    "py": "python", "python3": "python", "js": "javascript", "ts": "typescript", "rs": "rust", "cs": "csharp", "rb": "ruby", "c++": "cpp",
    "golang": "go",
}  # fmt: skip
_FUNCTIONS = {"function", "method", "constructor", "hook", "component"}
_UBIQUITOUS = frozenset(
    "__init__ constructor init main run execute handle process get set create update delete call apply render start stop".split()
)


@dataclass(frozen=True, slots=True)
class Target:
    """`owner` is the class if the text names one; `parameter` the words of a parameter that is said to be configurable."""

    signature: Written
    owner: str = ""
    firm: bool = False
    parameter: tuple[str, ...] = ()
    loose: bool = False  # a line of an interface that is written like a call: another one may be meant
    in_block: bool = False  # it stands in a block of code
    headed: tuple[str, ...] = ()  # files that the heading above its block names
    sketch: bool = False  # in a block with parts left out: only the number of its parameters is told


class Signature(Rule[Target]):
    """ "`__init__(self, db: Session)`", "`load(path: str) -> bytes`", `def` lines of quoted code."""

    name = "signature"
    infers = True
    kinds = ("signature",)
    reads_blocks = True
    vocabulary = "signature parameter argument return type accept take returns optional default"
    summary = "A function has the parameters, annotations, defaults and return type that the report writes; what it leaves out is no claim."
    examples = EXAMPLES

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if len(clause.statement.text.plain) > LONGEST:
            return
        if clause.form in {Form.CODE, Form.COMMAND, Form.TREE_ENTRY} or clause.context.fence in {FenceClass.SUGGESTED, FenceClass.OUTPUT}:
            return
        if not clause.asserts or clause.negated or clause.side is Side.BEFORE:
            return
        for mention in clause.mentions:
            if mention.origin.value != "self":
                break
            if not isinstance(mention.value, (Symbol, Snippet)) or "(" not in mention.text:
                continue
            start = offset(clause, mention)
            in_code = start >= 0 and clause.words.in_code(start, start + len(mention.text))
            signature = written(mention.text, told=bool(_TOLD.search(clause.text)))
            if signature is None or not (in_code or clause.form is Form.FENCE_LINE):
                continue
            names = re.split(r"\.|::", signature.name)
            owner = names[-2] if len(names) > 1 else ""
            plain = replace(
                signature,
                name=names[-1],
                returns=signature.returns if signature.language else annotation_of(signature.returns),
                method=True,
            )
            target = Target(plain, owner, in_code)
            yield self.claim(
                clause,
                target,
                subject=signature.name,
                claimed=str(plain),
                span=mention.span,
                text=clause.text if len(clause.text) < 160 else mention.text,
            )
        setting = _CONFIGURABLE.match(clause.text)
        if setting and clause.position == 0:
            words = tuple(
                stem(word)
                for word in setting["words"].split()
                if word.lower() not in {"via", "through", "per", "with", "in", "by", "and", "for", "using"}
            )
            if words:
                yield self.claim(
                    clause,
                    Target(Written("", ()), parameter=words),
                    subject=setting["words"],
                    claimed="parameter",
                    confidence=Confidence.LIKELY,
                )

    def recognise_code(self, fence: Fence) -> Iterator[Claim[Target]]:
        language = _FENCE_LANGUAGES.get(fence.language, fence.language)
        if fence.kind is not FenceClass.CODE or language not in LANGUAGES:
            return
        sides = sides_of(fence)
        lines = completed(fence.lines) if language == "python" else fence.lines
        text = "\n".join(line if side is not Side.BEFORE else "" for line, side in zip(lines, sides, strict=True))
        paths = tuple(mention.value.text for mention in fence.paths if isinstance(mention.value, Path))
        headed = _headed(fence) if not paths else ()
        firm = bool(tied(fence)) or (is_interface(fence) and announced(fence))
        sketch = any(_LEFT_OUT.match(line) for line in fence.lines)
        for definition in outline(language, normalise(text.encode())).definitions:
            row = definition.line - 1
            if (
                definition.kind not in _FUNCTIONS
                or row >= len(fence.lines)
                or not (definition.parameters or definition.returns)
                or _ELLIPSIS.search(fence.lines[row])
            ):
                continue
            signature = Written(
                definition.name,
                definition.parameters,
                annotation_of(definition.returns),
                method=_of_a_class(definition) or (definition.parameters[:1] != () and definition.parameters[0].name in {"self", "cls"}),
            )
            outer = definition.qualified.split(".")[:-1]
            line = fence.lines[row]
            span = Span(fence.line + row, fence.line + row, len(line) - len(line.lstrip()) + 1, len(line) + 1)
            yield Claim(
                self.name,
                self.kinds[0],
                span,
                line.strip(),
                definition.name,
                str(signature),
                Target(signature, outer[-1] if outer else "", firm, in_block=True, headed=headed, sketch=sketch),
                fence.context.titles,
                hints=fence.hints(paths),
            )

        for one in declared(fence):
            if one.call and (told := written(f"def {one.name}({one.value})")):
                line = fence.lines[one.row]
                span = Span(fence.line + one.row, fence.line + one.row, 1, len(line) + 1)
                signature = Written(one.name, told.parameters, annotation_of(one.returns), told.open, bool(one.owner))
                name = f"{one.owner}.{one.name}" if one.owner else one.name
                target = Target(signature, one.owner, loose=announced(fence), in_block=True)
                yield Claim(
                    self.name, self.kinds[0], span, line.strip(), name, str(signature), target, fence.context.titles,
                    hints=fence.hints(paths),
                )  # fmt: skip

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        symbols = Symbols.of(code.facts)
        if target.parameter:
            return _configurable(target.parameter, symbols, code, claim.hints)
        known = symbols.find(target.signature.name, thorough=target.signature.name not in _UBIQUITOUS)
        places = [place for place in known.places if place.definition.kind in _FUNCTIONS]
        if target.signature.language:
            places = [place for place in places if language_of(place.path) == target.signature.language]
        if target.owner:
            places = [
                p
                for p in places
                if p.definition.qualified.split(".")[-2:-1] == [target.owner] or p.path.rpartition("/")[2].split(".")[0] == target.owner
            ]
        places += [p for p in _constructors(target, symbols) if p not in places]
        if not places:
            return Measurement(
                blocked=Reason.NO_SUBJECT,
                detail=f"no function {claim.subject}",
                subject=claim.subject,
                near=(known.complete and symbols.near(target.signature.name)) or (),
            )
        named = [place for path in claim.hints.paths for place in places if place.path in code.index.resolve(path).matches]
        if target.in_block and claim.hints.paths and not any(code.index.resolve(path).matches for path in claim.hints.paths):
            told = f"{claim.hints.paths[0]}, of which that code is said to be, is not there"
            return Measurement(blocked=Reason.NO_SUBJECT, detail=told, subject=claim.subject)
        if target.in_block and claim.hints.paths and not named:
            where = f"{places[0].path}:{places[0].definition.line}"
            told = f"{claim.subject} is not in {claim.hints.paths[0]}, of which that code is said to be, but at {where}"
            return Measurement(blocked=Reason.AMBIGUOUS, detail=told, subject=claim.subject)
        places = named or places
        headed = {path for told in target.headed for path in code.index.resolve(told).matches}
        another = bool(target.headed) and not any(place.path in headed for place in places)  # of the headed file, or of none
        near = nearest(places, claim.hints, code)
        compare = number_differs if target.sketch else differences
        valued = partial(_worth, symbols)
        scored = sorted(
            places,
            key=lambda place: (
                *(len(how(target.signature, place.definition, valued)) for how in (compare, differences)),
                near.index(place),
            ),
        )
        told = "; ".join(differences(target.signature, scored[0].definition, valued))
        if told and not compare(target.signature, scored[0].definition, valued):
            where = f"{scored[0].path}:{scored[0].definition.line}"
            detail = f"{shown(scored[0].definition)} at {where} takes as many parameters as the sketch, which names others: {told}"
            return Measurement(blocked=Reason.AMBIGUOUS, detail=detail, subject=claim.subject)
        readings = tuple(
            Reading(shown(place.definition), "; ".join(compare(target.signature, place.definition, valued))) for place in scored
        )
        sites = tuple(Site(p.path, p.definition.qualified, shown(p.definition), p.definition.line, p.definition.line) for p in scored)
        bare = target.signature.name in _UBIQUITOUS and not target.owner and len(places) > 1 and not named
        other = not target.owner and not named and all(_of_a_class(place.definition) for place in places) and not target.signature.method
        return Measurement(
            readings,
            sites,
            known.complete and not bare and not other and not another,
            search("-nw", target.signature.name),
            sites[0].symbol,
            near=_as_it_stands(scored[0], symbols),
        )

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        best, site = measurement.readings[0], measurement.sites[0]
        evidence = (Evidence(site.path, site.line, site.end_line, site.code),)
        where = f"{site.path}:{site.line}"
        if not best.value:
            sure = Confidence.LIKELY if claim.target.parameter else claim.confidence
            return found(
                claim,
                measurement,
                Verdict.HOLDS,
                f"{where}: {best.definition}",
                observed=best.definition,
                evidence=evidence,
                confidence=sure,
            )
        if claim.target.loose and measurement.complete and not str(best.value).startswith(SILENT):
            told = f"{claim.subject} at {where}: {best.value}"
            return found(claim, measurement, Verdict.DOUBTFUL, told, observed=best.definition, evidence=evidence)
        told_types = all(parameter.name[:1].isupper() for parameter in claim.target.signature.parameters)  # `get(Level, Pos)`, of Java
        if not claim.target.firm or not measurement.complete or (claim.target.signature.parameters and told_types):
            return found(
                claim,
                measurement,
                Verdict.UNVERIFIABLE,
                f"the nearest is {best.definition} at {where}",
                reason=Reason.AMBIGUOUS,
                evidence=evidence,
            )
        if all(difference.startswith(SILENT) for difference in str(best.value).split("; ")):
            return found(
                claim,
                measurement,
                Verdict.UNVERIFIABLE,
                f"{where} has no such annotation: {best.definition}",
                reason=Reason.NOT_PROVABLE,
                evidence=evidence,
            )
        instead = next((line for line in measurement.near if (line.split()[0], line[-1]) == (claim.text.split()[0], claim.text[-1])), "")
        correction = rewritten(claim, claim.text, instead) if instead else None
        told = f"{claim.subject} at {where}: {best.value}"
        return found(claim, measurement, Verdict.REFUTED, told, observed=best.definition, evidence=evidence, correction=correction)


def _worth(symbols: Symbols, default: str) -> str:
    """The value of a constant that a default names, or the default itself: "LIMIT" as "20"."""
    if not _CONSTANT.fullmatch(default):
        return default
    places = [place.definition for place in symbols.find(default.rpartition(".")[2]).places]
    values = {one.value for one in places if one.kind in ("constant", "variable", "field") and one.value}
    return values.pop() if len(values) == 1 else default


_CONSTANT = re.compile(r"(?:\w+\.)*[A-Z][A-Z0-9_]*")


def _as_it_stands(place: Place, symbols: Symbols) -> tuple[str, ...]:
    """The line of a definition that fits one line, as the source has it."""
    lines = symbols.read(place.path).decode("utf-8", "replace").splitlines()
    line = lines[place.definition.line - 1].strip() if place.definition.line <= len(lines) else ""
    return (line,) if place.definition.name in line and line.count("(") == line.count(")") else ()


def _headed(fence: Fence) -> tuple[str, ...]:
    """The files that the nearest heading which names any does."""
    sections = ([m.value.text for m in section.mentions if isinstance(m.value, Path)] for section in reversed(fence.context.sections))
    return tuple(next(filter(None, sections), ()))


def _of_a_class(definition: Definition) -> bool:
    return definition.kind in {"method", "constructor"}


def _constructors(target: Target, symbols: Symbols) -> list[Place]:
    """`Store(db: Session)` for the class Store: its constructor."""
    if not target.signature.name[:1].isupper():
        return []
    owners = {
        place.definition.qualified for place in symbols.find(target.signature.name).places if place.definition.kind in {"class", "struct"}
    }
    return (
        [
            p
            for name in ("__init__", "constructor")
            for p in symbols.find(name).places
            if p.definition.qualified.rpartition(".")[0] in owners
        ]
        if owners
        else []
    )


def _configurable(words: tuple[str, ...], symbols: Symbols, code: Codebase, hints: ScopeHints) -> Measurement:
    """A parameter with a default, or a setting, in the nearest part of the repository, whose name has these words."""
    for scope in candidates(hints, code.index, code.areas)[:-1]:
        paths = [path for path in scope.files_in(code.index) if path in symbols.files][:60]
        for path, found_outline in symbols.outlines(paths).items():
            for definition in found_outline.definitions:
                for parameter in definition.parameters:
                    if set(words) <= {stem(part) for part in subwords(parameter.name)} and parameter.default:
                        site = Site(path, definition.qualified, shown(definition), definition.line, definition.line)
                        return Measurement((Reading(shown(definition), ""),), (site,), subject=definition.qualified)
    return Measurement(blocked=Reason.NO_SUBJECT, detail=f"no parameter named after {' '.join(words)} in the files at hand")
