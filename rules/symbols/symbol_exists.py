"""A class, function, method, hook, component, interface or constant that the report names is there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.symbols import Symbols
from verifier.knowledge.words import stem, subwords
from verifier.model import Claim, Confidence, Correction, Evidence, Finding, Measurement, Reading, Reason, Side, Span, Verdict
from verifier.reading.clause import Clause, Fence, FenceClass, Form, Path, Stance, Symbol
from verifier.repository.kinds import is_source
from verifier.repository.scope import Scope
from verifier.reproduce import search
from verifier.rule import Rule, found, undecided

from .code_names import names_in_code, tied
from .definition_look import defines
from .naming import Named, names
from .parameters import RECEIVERS, split, written
from .phrasing import LONGEST, place_of
from .quotation import frame_of
from .resolve import Shape, Status, resolve
from .symbol_examples import EXAMPLES

_UNNAMED = frozenset(("c", "cpp", "csharp", "swift", "objective-c", "php", "ruby"))
_TEST = re.compile(r"test_\w|(?:Test|Benchmark)[A-Z]\w*(?<!Case)(?<!Client)(?<!Base)$")


@dataclass(frozen=True, slots=True)
class Target:
    """`firm`: its absence would be an error of the report. `in_code`: it stands in a block of code. `within`: what is said to use it."""

    parts: tuple[str, ...]
    kind: str = ""
    location: str = ""
    firm: bool = False
    in_code: bool = False
    within: str = ""
    parameters: tuple[str, ...] = ()  # in a line of code that defines it
    language: str = ""  # of the block of code
    around: frozenset[str] = frozenset()  # the words beside it, as stems: by them one of several definitions is told
    presented: bool = True  # the text says that the code is the repository's, and does not merely show it
    vouched: bool = True  # and it is said of a file, or as done
    defined: bool = False  # its definition is said to be where it is told to be
    call: bool = False  # it is told as something that is called: `load()`
    bare: bool = False  # it could be another's by its form, so that only code of its own shows that it is meant

    @property
    def name(self) -> str:
        return ".".join(self.parts)


_ON_PAPER = re.compile(r"\bpseudo-?code\b|\bonly on paper\b", re.I)


class SymbolExists(Rule[Target]):
    """ "`UserService` handles...", "the `useChat` hook in `chat.ts`", "`Filter.check()`", `def create(...)` in quoted code."""

    name = "symbol-exists"
    infers = True
    reads_standing = True
    kinds = ("symbol-exists", "test-exists")
    reads_blocks = True
    vocabulary = "class function method hook component interface type enum constant present exist defined helper decorator @none"
    summary = "An identifier named as the repository's is defined there, in the file that the text says; or is absent where it says so."
    examples = EXAMPLES

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if len(clause.statement.text.plain) > LONGEST or _ON_PAPER.search(clause.statement.text.plain):
            return
        context = clause.context
        if (
            clause.form in {Form.CODE, Form.COMMAND, Form.TREE_ENTRY}
            or context.fence in {FenceClass.SUGGESTED, FenceClass.OUTPUT}
            or clause.side is Side.BEFORE
        ):
            return
        if not clause.asserts and not (clause.form is Form.HEADING and clause.stance is not Stance.EXEMPLIFIES and _only_a_name(clause)):
            return
        if clause.form is Form.HEADING and not _only_a_name(clause):
            return
        for named in names(clause, bare=True):
            yield self._claim(clause, named)

    def _claim(self, clause: Clause, named: Named) -> Claim[Target]:
        name = ".".join(named.parts)
        target = Target(
            named.parts,
            named.kind,
            named.location,
            named.firm,
            within=place_of(clause),
            around=_around(clause, named.parts[-1]),
            call=isinstance(named.mention.value, Symbol) and named.mention.value.call,
            bare=named.bare,
            defined=bool(_DEFINES.search(clause.text)),
        )
        said = f"{named.kind or 'symbol'} {'absent' if named.absent else 'present'}" + (f" in {named.location}" if named.location else "")
        text = clause.text if named.location and len(clause.text) < 160 else f"{named.mention.text} {named.kind}".strip()
        return self.claim(
            clause,
            target,
            kind=self.kinds[bool(_TEST.match(named.parts[-1]))],
            subject=name,
            claimed=said,
            span=named.mention.span,
            text=text,
            negated=named.absent,
            confidence=Confidence.CERTAIN if named.firm else Confidence.LIKELY,
        )

    def recognise_code(self, fence: Fence) -> Iterator[Claim[Target]]:
        tie, frame = tied(fence), frame_of(fence)
        presented = frame is not None and frame.presented
        vouched = frame is not None and frame.vouched
        paths = tuple(mention.value.text for mention in fence.paths if isinstance(mention.value, Path))
        for one in names_in_code(fence):
            # `name(...)` with dots for arguments stands for something, and may stand for anything.
            firm = (tie == "surely" or (tie == "perhaps" and one.role == "defines")) and "(...)" not in one.words.replace(" ", "")
            firm = firm and not (one.role == "defines" and _handed_over(one.name, fence))
            span = Span(one.line, one.line, one.column, one.column + len(one.name))
            signature = written(one.words) if one.role == "defines" else None
            taken = tuple(p.name for p in signature.parameters if p.name not in RECEIVERS) if signature else ()
            taken = taken or (_typed_first(one.name, one.words) if one.role == "defines" else ())
            around = _stems((*fence.context.titles[-1:], fence.context.lead_in.plain if fence.context.lead_in else ""), one.name)
            called = one.role == "calls"
            target = Target((one.name,), one.keyword, "", firm, True, "", taken, fence.language, around, presented, vouched, call=called)
            yield Claim(
                self.name,
                self.kinds[0],
                span,
                one.words,
                one.name,
                f"{one.keyword or 'symbol'} present",
                target,
                fence.context.titles,
                hints=fence.hints(paths),
            )

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        shape = Shape(target.kind, frozenset(target.parameters), target.firm, target.language) if target.in_code and target.kind else None
        if target.bare and _squeezed(target.parts[-1]) in map(_squeezed, code.index.names):
            return Measurement(blocked=Reason.NO_SUBJECT, detail=f"{target.name} may be what the project is called")
        answer = resolve(target.parts, target.location, claim.hints, code, target.within, shape, target.around, target.kind)
        reproduce = search("-nw", target.parts[-1])
        tested = answer.status is Status.ABSENT and _may_be_a_test(target.name, answer.near)
        occurs = answer.status is Status.OCCURS and "_" in target.name
        if target.bare and answer.status is not Status.DEFINED and not (occurs or tested):
            return Measurement(blocked=Reason.NO_SUBJECT, detail=f"nothing here is defined as {target.name}, which may be another's")
        if answer.status is Status.ABSENT and not answer.complete:
            return Measurement(blocked=Reason.INCOMPLETE, detail="some files could not be read", subject=target.name)
        if answer.status is Status.LIBRARY:
            return Measurement(blocked=Reason.OUTSIDE, detail=answer.detail, subject=target.name, sites=answer.sites)
        if answer.status is Status.UNCLEAR:
            return Measurement(blocked=Reason.AMBIGUOUS, detail=answer.detail, subject=target.name, sites=answer.sites)
        bare = not (target.location or claim.negated or len(target.parts) > 1 or answer.near)
        if answer.status is Status.ABSENT and bare and _brings_in_unnamed(code):
            told = f"nothing is named {target.name}, which a library may bring in without an import of the name"
            return Measurement(blocked=Reason.OUTSIDE, detail=told, subject=target.name)
        tied = claim.hints.paths or next(iter(claim.hints.section_paths), ())
        files = tied if target.in_code else ()  # of the block, or of the nearest heading
        if files and not any(code.index.resolve(path).matches for path in files):
            return Measurement(blocked=Reason.NO_SUBJECT, detail=f"{files[0]}, of which that code is said to be, is not there either")
        if answer.status is Status.ABSENT and target.in_code and not target.firm:
            return Measurement(
                blocked=Reason.NO_SUBJECT,
                detail=f"nothing says that this code is from the repository, and {target.name} is not in it",
                near=answer.near,
            )
        return Measurement(
            (Reading(answer.status.value, answer.status is not Status.ABSENT),),
            answer.sites,
            answer.complete,
            reproduce,
            target.name,
            detail=answer.detail,
            near=answer.near,
        )

    def is_guess(self, finding: Finding) -> bool:
        return isinstance(finding.claim.target, Target) and finding.claim.target.bare and finding.reason is Reason.NO_SUBJECT

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        status = Status(measurement.readings[0].definition)
        target = claim.target
        evidence = tuple(Evidence(site.path, site.line, site.end_line, site.code) for site in measurement.sites[:3])
        where = f"{evidence[0].path}:{evidence[0].line}" if evidence else ""
        if claim.negated:
            return self._absence(claim, measurement, status, evidence, where)
        if status is Status.DEFINED and target.call and all(one.excerpt.startswith("field ") for one in evidence):
            told = f"{target.name} is a field, at {where}"
            return found(claim, measurement, Verdict.UNVERIFIABLE, told, reason=Reason.AMBIGUOUS, evidence=evidence)
        if status is Status.DEFINED:
            return found(
                claim,
                measurement,
                Verdict.HOLDS,
                f"{target.name} is defined at {where}",
                observed=measurement.detail or f"defined at {where}",
                evidence=evidence,
                confidence=Confidence.CERTAIN,
            )
        if status is Status.OCCURS and measurement.detail and target.defined:
            told = f"{target.name} is used at {where}; it is defined at {measurement.detail}"
            verdict = Verdict.REFUTED if target.firm else Verdict.UNVERIFIABLE
            reason = None if target.firm else Reason.AMBIGUOUS
            return found(claim, measurement, verdict, told, reason=reason, observed=f"defined at {measurement.detail}", evidence=evidence)
        defined = target.in_code and bool(target.kind)  # a call of the name shows no such definition
        calls = target.call and not defined
        code = [one for one in evidence if not calls or is_source(one.path)]  # a key of a setting is nothing that is called
        shown = [one for one in code if defines(target.name, one.excerpt) or (calls and _calling(target.name, one.excerpt))]
        if shown and status is Status.OCCURS:
            evidence = tuple(dict.fromkeys((*shown, *evidence)))
            where = f"{evidence[0].path}:{evidence[0].line}"
        if status is Status.OCCURS and (defined or target.call) and not shown:
            told = f"{target.name} stands at {where}, not as a definition"
            return found(claim, measurement, Verdict.UNVERIFIABLE, told, reason=Reason.AMBIGUOUS, evidence=evidence)
        if status is Status.OCCURS:
            return found(
                claim,
                measurement,
                Verdict.HOLDS,
                f"{target.name} stands at {where}",
                observed=f"occurs at {where}",
                evidence=evidence,
                confidence=Confidence.LIKELY,
            )
        if status is Status.ELSEWHERE:
            if not target.firm:
                return found(
                    claim,
                    measurement,
                    Verdict.UNVERIFIABLE,
                    f"{target.name} is at {where}, not in {target.location}",
                    reason=Reason.AMBIGUOUS,
                    evidence=evidence,
                )
            return found(
                claim,
                measurement,
                Verdict.REFUTED,
                f"{target.name} is not in {target.location}; it is at {where}",
                observed=f"defined at {where}",
                evidence=evidence,
            )
        hint = f"; did you mean {', '.join(measurement.near)}?" if measurement.near else ""
        if not (target.firm or _may_be_a_test(target.name, measurement.near)):
            return found(claim, measurement, Verdict.UNVERIFIABLE, f"nothing is named {target.name}{hint}", reason=Reason.NO_SUBJECT)
        if not target.presented:
            told = f"nothing is named {target.name}{hint}; nothing says that this code has been written"
            return found(claim, measurement, Verdict.UNVERIFIABLE, told, reason=Reason.AMBIGUOUS)
        if not target.vouched:
            told = f"nothing is named {target.name}{hint}; whether this code has been written is not said"
            return found(claim, measurement, Verdict.DOUBTFUL, told, observed="absent")
        correction = (
            Correction(claim.span, measurement.near[0])
            if len(measurement.near) == 1 and _same_letters(measurement.near[0], target.name)
            else None
        )
        return found(
            claim,
            measurement,
            Verdict.REFUTED,
            f"nothing is named {target.name}{hint}",
            observed="absent",
            correction=correction,
            confidence=Confidence.CERTAIN,
        )

    def _absence(
        self, claim: Claim[Target], measurement: Measurement, status: Status, evidence: tuple[Evidence, ...], where: str
    ) -> Finding:
        if status is Status.ABSENT:
            return found(
                claim, measurement, Verdict.HOLDS, f"nothing is named {claim.target.name}", observed="absent", confidence=Confidence.CERTAIN
            )
        if status is Status.DEFINED and claim.target.firm:
            return found(
                claim,
                measurement,
                Verdict.REFUTED,
                f"{claim.target.name} is defined at {where}",
                observed=f"defined at {where}",
                evidence=evidence,
            )
        return found(
            claim, measurement, Verdict.UNVERIFIABLE, f"{claim.target.name} stands at {where}", reason=Reason.AMBIGUOUS, evidence=evidence
        )


_TEST_FUNCTION = re.compile(r"test_[a-z0-9]+(?:_[a-z0-9]+){2,}")


def _may_be_a_test(name: str, near: tuple[str, ...]) -> bool:
    """Whether a name is written as those of tests here are: it can hardly be another's."""
    return bool(_TEST_FUNCTION.fullmatch(name)) and any(map(_TEST_FUNCTION.fullmatch, near))


_DEFINES = re.compile(r"\b(?:defined|declared|implemented|lives|resides|located)\s+(?:in|at|inside|within|by)\b", re.I)


def _calling(name: str, line: str) -> bool:
    """Whether a line calls the name: one that only imports it shows no function that there is."""
    return bool(re.search(rf"(?<![\w$]){re.escape(name)}\s*\(", line))


def _squeezed(name: str) -> str:
    """A name without marks and case."""
    return re.sub(r"[\W_]", "", name).lower()


def _around(clause: Clause, name: str) -> frozenset[str]:
    """The words beside a name and right above it, as stems."""
    context = clause.context
    texts = [clause.statement.text.plain, context.key, *context.titles[-1:], *(parent.plain for parent in context.parents)]
    texts += [cell.text.plain for cell in context.row]
    return _stems(texts, name)


def _brings_in_unnamed(code: Codebase) -> bool:
    """Whether most of the source is in languages whose headers and namespaces bring names in that no file lists."""
    languages = Symbols.of(code.facts).languages
    return 2 * sum(languages[language] for language in _UNNAMED) > languages.total()


def _typed_first(name: str, line: str) -> tuple[str, ...]:
    """The parameters of a definition that writes each type in front, as PHP, Java and C# do: "register(Request $request)"."""
    inside = re.search(rf"(?<![\w$]){re.escape(name)}\s*\(([^()]*)\)\s*(?:[:{{]|throws\b|$)", line)
    pieces = split(inside[1]) if inside else []
    named = [re.fullmatch(r"(?:[\w.<>\[\],?|&\\]+\s+)+&?(?:\.\.\.)?\$?(\w+)(?:\s*=.*)?", piece) for piece in pieces]
    return tuple(match[1] for match in named if match) if all(named) else ()


def _handed_over(name: str, fence: Fence) -> bool:
    """Whether a block that defines a name gives it to a call, as its reader's own code does with a callback."""
    return any(re.search(rf"[(,]\s*{re.escape(name)}\s*[,)]", line) for line in fence.lines)


def _stems(texts: Iterable[str], name: str) -> frozenset[str]:
    """The stems of the words of some texts, but for those of a name in them."""
    own = {stem(part) for part in subwords(name)}
    return frozenset(stem(part) for text in texts for word in re.findall(r"\w{3,}", text) for part in subwords(word)) - own


def _only_a_name(clause: Clause) -> bool:
    """A heading, or its part in brackets ("On start (`orbit.start()`)"), that consists of a code span, numbering and marks aside."""
    rest = clause.text
    for start, end in reversed(clause.words.codes):
        rest = rest[:start] + rest[end:]
    return bool(clause.words.codes) and not any(character.isalpha() for character in rest)


def _same_letters(one: str, other: str) -> bool:
    return one.replace("_", "").lower() == other.replace("_", "").lower()
