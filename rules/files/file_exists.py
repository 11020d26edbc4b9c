"""A path that the report names is there, or is said not to be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from verifier.codebase import Codebase
from verifier.model import Claim, Confidence, Correction, Evidence, Finding, Measurement, Quantity, Reading, Reason, Side, Verdict
from verifier.reading.clause import Clause, FenceClass, Form, Ground, Mention, Path, Role, Stance
from verifier.reading.quantities import quantities
from verifier.reading.rows import lacked_beside
from verifier.repository.globbing import expand
from verifier.repository.kinds import is_example, is_test
from verifier.repository.paths import Match
from verifier.repository.scope import Scope
from verifier.reproduce import arguments
from verifier.rule import Rule, found, undecided

from .branch_names import may_be_a_branch
from .existence_examples import EXAMPLES
from .namesakes import meant, named_beside
from .presence import (
    Said,
    among_missing,
    attributive,
    cited,
    crossed,
    done,
    fed,
    folder_beside,
    in_the_root,
    of_its_tests,
    one_of_many,
    plainly_gone,
    said,
    source_of_another,
    stated,
    untested,
)
from .resolving import (
    abridged,
    as_module,
    begins_here,
    beside_something,
    drawn_alone,
    drawn_elsewhere,
    drawn_root,
    ends_names,
    from_document,
    history_of,
    joined,
    kept_out_beside,
    near_document,
    planned,
    resolve,
)
from .untracked import excused, holds_untracked, stands_within, told_private

# A drawn entry that is not there yet, or is kept out of the repository.
_OF_ONE = re.compile(
    r"\bneither\b|\bnone\s+of\b|\b(?:the|this|that|each|no|its|their)\s+(?:[\w-]+\s+)?(?:apps?|packages?|services?|modules?|workspaces?|components?)\b",
    re.I,
)
_BY_A_TOOL = re.compile(
    r"\b(?:re-?)?(?:created|generated|produced|written|made|built)\s+(?:for\s+(?:each|every)\s+\w+\s+)?(?:by|with|from|on|at|when|during)\b",
    re.I,
)
_ELSEWHEN = re.compile(
    r"\b(?:planned|future|upcoming|coming|todo|proposed|to be"
    r"|git-?ignored|not tracked|untracked|auto(?:matically)?[- ]?(?:generated|created)|at run-?time|local only)\b",
    re.I,
)
_NAMED = 3  # files of one name that a finding tells
_TEMPLATE = re.compile(r"\{[\w -]+\}|<[\w -]+>|\$\w")  # `{user-id}/`: a name for each
_SUFFIX = re.compile(r"^\.(?:config|test|spec|stories|module|min|e2e|d)\.\w+$")


@dataclass(frozen=True, slots=True)
class Target:
    path: str
    glob: bool = False
    sure: bool = True
    doubtful: bool = False  # a cross may say that it is missing, or that something is wrong in it
    drawn: bool = False  # an entry of a tree, whose root may be drawn otherwise than it is called
    below: str = ""  # the part of it below a caption
    home: str = ""  # what a link in or beside it leads to
    document: str = ""  # the report, when the path is a link's target and so relative to it
    told_done: bool = False  # it is told in a list of what was done ("Files created"), or is known in detail: lines of it, a lack of tests
    beside: tuple[str, ...] = ()  # identifiers beside it, by which one of several files of that name is told
    of_change: bool = False  # the report tells of a change, which may itself have taken it away
    empty: bool = False  # a folder that is said to have nothing in it
    remark: str = ""  # what a tree says of a folder
    told_in: str = ""  # the report, beside which a name in prose may lie
    folder: str = ""  # where it is said to be missing; "." is the root
    at_root: bool = False  # said to be in the root of the repository
    of_one: bool = False  # it is said of an application or a package that it has none


class FileExists(Rule[Target]):
    """Paths in prose, tables, headings, lists and drawn trees."""

    name = "file-exists"
    infers = True
    kinds = ("file-exists",)
    quotes = False
    vocabulary = "@file present exist found missing available root commit committed track tracked check checked"
    cites_files = True
    reads_standing = True
    summary = (
        "A path named by the report exists, exactly, by unique suffix, or by basename in scope; or is absent where the report says so."
    )
    examples = EXAMPLES

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        context = clause.context
        if context.tree is not None and clause.form is Form.TREE_ENTRY:
            yield from self._tree_entry(clause)
            return
        if context.fence in {FenceClass.SUGGESTED, FenceClass.OUTPUT}:
            return
        if clause.side is Side.BEFORE and not any(said(clause, mention) is Said.GONE for mention in clause.own(Path)):
            return
        if clause.form is Form.CODE and clause.text not in context.fence_title:
            return  # of code's comments only the title names the file that the code is from
        heading = clause.form is Form.HEADING and clause.stance is not Stance.EXEMPLIFIES
        for mention in clause.own(Path):
            if isinstance(mention.value, Path) and mention.value.glob and any(q.low == 0 for q in _numbers(clause)):
                continue  # "`*.test.ts`: 0 files": counted, not said to be there
            if clause.asserts or heading or cited(clause, mention):
                yield from self._mention(clause, mention)

    def _tree_entry(self, clause: Clause) -> Iterator[Claim[Target]]:
        entry = clause.context.tree
        assert entry is not None
        wished = clause.stance is not Stance.ASSERTS and clause.ground is not Ground.OWN_WORDS
        if wished or clause.side is Side.BEFORE or (entry.comment.plain and _ELSEWHEN.search(entry.comment.plain)):
            return
        if (
            any(section.role is Role.PLAN for section in clause.context.sections[-1:])
            or entry.name.plain.strip("./") == ""
            or "..." in entry.path
            or _TEMPLATE.search(entry.path)
        ):
            return
        yield self.claim(
            clause,
            Target(
                entry.path,
                "*" in entry.path,
                doubtful=entry.unsure or bool(_BY_A_TOOL.search(entry.comment.plain)),
                drawn=True,
                below=entry.below,
                remark=entry.comment.plain if entry.name.plain.endswith("/") else "",
            ),
            subject=entry.path,
            claimed="absent" if entry.gone else "present",
            text=entry.name.plain,
            negated=entry.gone,
        )

    def _mention(self, clause: Clause, mention: Mention) -> Iterator[Claim[Target]]:
        assert isinstance(mention.value, Path)
        path, context = mention.value, clause.context
        what = said(clause, mention)
        if what is Said.NOTHING:
            return
        cross = crossed(clause, mention) or of_its_tests(clause)
        negated = what is not Said.THERE or (cross and among_missing(clause))
        if negated and context.tree is not None:
            return  # a remark beside a directory: there it is not
        spaced = " " in path.text and not path.linked  # two words may be a command and what it takes
        aside = (
            attributive(clause, mention, path)
            or fed(clause, mention, path)
            or source_of_another(clause, mention)
            or may_be_a_branch(clause, mention)
            or lacked_beside(clause)
        )
        denied = clause.negated and what is Said.THERE and path.text.endswith(".md")  # "`a.md` has no notes": of a document elsewhere
        aside = aside or (path.directory and bool(_BY_A_TOOL.search(clause.statement.text.plain)))
        doubtful = aside or cross or spaced or denied or what is Said.FORMER
        yield self.claim(
            clause,
            Target(
                path.text,
                path.glob,
                path.sure and not one_of_many(clause, mention),
                doubtful,
                home=path.home,
                document=context.document if path.linked else "",
                told_done=done(clause) or bool(path.anchors) or untested(clause) or stated(clause, mention),
                beside=named_beside(clause),
                empty=path.directory and bool(re.search(r"\bempty\b", clause.statement.text.plain, re.I)),
                of_change=context.of_change,
                told_in="" if path.linked or negated else context.document,
                folder=folder_beside(clause, mention) if negated else "",
                at_root=in_the_root(clause),
                of_one=negated and bool(_OF_ONE.search(clause.text.partition(mention.text.strip("`"))[0])),
            ),
            subject=path.text,
            claimed="absent" if negated else "present",
            span=mention.span,
            text=mention.text,
            negated=negated,
            explains=plainly_gone(clause, mention) if what is Said.GONE else (),
        )

    def seen_from(self, claim: Claim[Target], document: str) -> Claim[Target]:
        return replace(claim, target=replace(claim.target, document=document)) if claim.target.document else claim

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        if (own := code.index.at_home(claim.target.path)) != claim.target.path:
            claim = replace(claim, target=replace(claim.target, path=own))
        found_paths = resolve(code, claim.target.path, claim.target.below, claim.hints.paths, claim.target.drawn)
        place, sought = claim.target.path, f"*{claim.target.path.lstrip('/')}"
        if beside := from_document(code, claim.target.path, claim.target.document):
            place, found_paths = beside
            sought = place
        if claim.target.folder:
            return self._in_folder(claim, code)
        matches = near_document(code, claim.target.told_in, meant(code, found_paths.matches, claim.target.beside))
        subject = (matches[0] or ".") if matches else place  # the root, as a package by its name
        reproduce = _command(sought)
        if beside_it := kept_out_beside(code, claim.target.told_in, claim.target.path, matches):
            detail = f"{beside_it} would be kept out of version control"
            return Measurement(blocked=Reason.NEEDS_ARTIFACT, detail=detail, subject=beside_it)
        if claim.target.at_root and "/" not in place and matches and all("/" in path for path in matches):
            detail = f"{place} is at {matches[0]}, and not in the root"
            return Measurement(blocked=Reason.AMBIGUOUS, detail=detail, subject=subject)
        if found_paths.matches:
            return Measurement((Reading("path", True),), reproduce=reproduce, subject=subject, near=tuple(matches[:5]))
        if modules := as_module(code, claim.target.path):
            return Measurement((Reading("path, without its ending", True),), reproduce=reproduce, subject=modules[0], near=modules[:5])
        if found_paths.outside or (
            claim.target.path.startswith(("~", "/")) and found_paths.how is Match.NONE and not claim.target.path.startswith("/app/")
        ):
            return Measurement(blocked=Reason.OUTSIDE, detail=f"{claim.target.path} is outside the repository", subject=subject)
        if hidden := next((path for path in code.index.entries if path.rpartition("/")[2] == f".{claim.target.path}"), ""):
            return Measurement(blocked=Reason.AMBIGUOUS, detail=f"{subject} may be {hidden}", subject=subject)
        if found_paths.unlisted or code.snapshot.exists(claim.target.path.strip("/")):
            return Measurement((Reading("path, ignored by git", True),), reproduce=reproduce, subject=claim.target.path)
        if claim.target.glob and not claim.negated and "*" in claim.target.path:
            return Measurement(
                blocked=Reason.NO_SUBJECT, detail=f"nothing matches {claim.target.path}, which may be a rule", subject=subject
            )
        if (
            not claim.target.document
            and "/" in claim.target.path.strip("/")
            and not claim.negated
            and (whole := abridged(code, claim.target.path))
        ):
            return Measurement(blocked=Reason.AMBIGUOUS, detail=f"{subject} may be short for {whole}", subject=subject)
        if "/" not in claim.target.path and not claim.negated and (whole := joined(code, claim.target.path)):
            return Measurement(blocked=Reason.AMBIGUOUS, detail=f"{subject} may be {whole}", subject=subject)
        if claim.target.drawn and not claim.negated and drawn_alone(code, claim.target.path):
            detail = f"nothing is there of {claim.target.path.rpartition('/')[0]} either: the tree may be of a plan"
            return Measurement(blocked=Reason.AMBIGUOUS, detail=detail, subject=subject)
        if claim.target.drawn and drawn_elsewhere(code, claim.target.path):
            return Measurement(blocked=Reason.AMBIGUOUS, detail=f"{subject} is not there as drawn, but elsewhere", subject=subject)
        if claim.target.empty and not claim.negated:
            return Measurement(
                blocked=Reason.NEEDS_ARTIFACT, detail=f"{subject} is said to be empty; git keeps no such folder", subject=subject
            )
        if excuse := excused(code, claim.target.path, claim.target.home, claim.negated, claim.target.drawn):
            return Measurement(blocked=excuse[0], detail=excuse[1], subject=subject)
        if kind := holds_untracked(code, claim.target.path, claim.target.remark):
            detail = f"{subject} is said to hold {kind} files, which are kept out of version control"
            return Measurement(blocked=Reason.NEEDS_ARTIFACT, detail=detail, subject=subject)
        above = (*claim.hints.paths[1:], *(path for paths in claim.hints.section_paths for path in paths))
        if not claim.negated and "/" not in claim.target.path and (kept := next((one for one in above if told_private(code, one)), "")):
            detail = f"{subject} may lie in {kept}, which is kept out of version control"
            return Measurement(blocked=Reason.NEEDS_ARTIFACT, detail=detail, subject=subject)
        if holder := stands_within(code, claim.target.path, claim.hints.paths):
            return Measurement(
                blocked=Reason.AMBIGUOUS, detail=f"{subject} stands in {holder}, which may be what is meant", subject=subject
            )
        if claim.target.drawn and drawn_root(code, claim.target.path):
            return Measurement(
                blocked=Reason.NO_SUBJECT, detail=f"{claim.target.path} may be what the repository is called", subject=subject
            )
        if code.snapshot.unlisted():
            return Measurement(blocked=Reason.INCOMPLETE, detail="some directories could not be read", subject=subject)
        if (
            _SUFFIX.match(claim.target.path)
            or ends_names(code, claim.target.path)
            or any(near.rpartition("/")[2] == _uncapitalised(claim.target.path) for near in found_paths.near)
        ):
            detail = f"{claim.target.path} may not be meant as a path"  # a suffix, or a name that begins a sentence
            return Measurement(blocked=Reason.NO_SUBJECT, detail=detail, subject=subject)
        if not claim.target.sure and not beside_something(code, place):
            return Measurement(blocked=Reason.NO_SUBJECT, detail=f"{claim.target.path} may not be meant as a path", subject=subject)
        events = code.history.path_events(place)
        gone = history_of(events)
        if not claim.negated and (later := planned(events)):
            return Measurement(blocked=Reason.AMBIGUOUS, detail=f"{place} {later}", subject=subject)
        if claim.target.of_change and not (claim.negated or events.never or events.problem):
            detail = f"{place} {gone}" if gone else f"{place} may have been there before this change"
            return Measurement(blocked=Reason.AMBIGUOUS, detail=detail, subject=subject)
        lately = events.removed_in is not None and events.removed_in.id in {commit.id for commit in code.work.commits}
        meant_here = (bool(gone) and not lately) or bool(claim.target.document) or claim.target.told_done  # it may tell of the removal
        return Measurement(
            (Reading("path", False), Reading("meant of this repository", meant_here), Reading("begins here", begins_here(code, place))),
            reproduce=reproduce,
            subject=subject,
            near=found_paths.near,
            detail=gone or ("no commit ever had it" if events.never else ""),
        )

    def _in_folder(self, claim: Claim[Target], code: Codebase) -> Measurement:
        """Whether a bare name is in the folder in which it is said to be missing."""
        folder = claim.target.folder.strip("./")
        folders = code.index.resolve(folder + "/").matches if folder else (code.index.prefix,)
        if not folders:
            return Measurement(blocked=Reason.NO_SUBJECT, detail=f"no such folder: {folder}", subject=claim.subject)
        places = [f"{at.strip('/')}/{claim.target.path}".lstrip("/") for at in folders]
        there = [place for place in places if place in code.index.entries]
        reproduce = f"git ls-files -- {arguments(*places)}"
        return Measurement((Reading("path", bool(there)),), reproduce=reproduce, subject=(there or places)[0], near=tuple(there))

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        present = bool(measurement.readings[0].value)
        observed = (
            f"present as {measurement.subject}" if present and measurement.subject != claim.subject else "present" if present else "absent"
        )
        if claim.target.doubtful and present is claim.negated:
            told = f"{measurement.subject} is {'there' if present else 'not there'}; which may be what is meant"
            return found(claim, measurement, Verdict.UNVERIFIABLE, told, reason=Reason.AMBIGUOUS, observed=observed)
        if present is not claim.negated:
            several = measurement.near[:_NAMED] if present and len(measurement.near) > 1 and "/" not in claim.target.path.strip("/") else ()
            there = f"{' and '.join(several)} are there" if several else f"{measurement.subject} is {'there' if present else 'not there'}"
            return found(claim, measurement, Verdict.HOLDS, there, observed=observed)
        if present and "/" not in claim.target.path and all(is_example(path) or is_test(path) for path in measurement.near or ("",)):
            told = f"{measurement.subject} is there, but none of the project's own"
            return found(claim, measurement, Verdict.UNVERIFIABLE, told, reason=Reason.AMBIGUOUS, observed=observed)
        if present and claim.target.of_one and "/" not in claim.target.path and "/" in measurement.subject:
            told = f"{measurement.subject} is there; of which part it is said that it has none is open"
            return found(claim, measurement, Verdict.UNVERIFIABLE, told, reason=Reason.AMBIGUOUS, observed=observed)
        if present:
            evidence = tuple(Evidence(path) for path in measurement.near[:3])
            return found(claim, measurement, Verdict.REFUTED, f"{measurement.subject} is there", observed=observed, evidence=evidence)
        nearest = (
            f"did you mean {', '.join(measurement.near)}?" if measurement.near and not measurement.detail.startswith("renamed") else ""
        )
        hint = "".join(f"; {part}" for part in (measurement.detail, nearest) if part)
        correction = (
            Correction(claim.span, measurement.near[0])
            if len(measurement.near) == 1 and measurement.near[0].lower() == claim.subject.lower()
            else None
        )
        told, folder = f"no such path: {claim.subject}{hint}", "." not in claim.subject.rpartition("/")[2]
        if _elsewhere(claim, measurement) and correction is None and (folder or not measurement.readings[2].value):
            told += " A file of that name is there."
            return found(claim, measurement, Verdict.DOUBTFUL, told, observed=observed)
        sure = Confidence.CERTAIN if measurement.readings[1].value else Confidence.LIKELY
        return found(claim, measurement, Verdict.REFUTED, told, observed=observed, correction=correction, confidence=sure)


def _elsewhere(claim: Claim[Target], measurement: Measurement) -> bool:
    """Whether a file of the same name lies elsewhere, and always did: the path may begin at another place. A link's target does not."""
    name = claim.subject.strip("/").rpartition("/")[2]
    always = measurement.detail in ("", "no commit ever had it")
    return always and not claim.target.document and any(near.rpartition("/")[2] == name for near in measurement.near)


def _numbers(clause: Clause) -> tuple[Quantity, ...]:
    """The quantities of the whole statement: the number may stand in the next clause."""
    return quantities(clause.statement.text.plain, 1, 1)


def _uncapitalised(path: str) -> str:
    return path[:1].lower() + path[1:]


def _command(sought: str) -> str:
    """What lists a path: a directory by what is in it, braces as the patterns that they stand for."""
    patterns = [name for one in expand(sought) for name in ((one, f"{one}/*") if "." not in one.rpartition("/")[2] else (one,))]
    patterns = [f"{name}*" if name.endswith("/") else name for name in patterns if not name.endswith("//*")]
    return "git ls-files -- " + arguments(*dict.fromkeys(patterns))
