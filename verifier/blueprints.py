"""What a document draws of a project, in trees and in code, when most of it is not here: a plan, or another project."""

from __future__ import annotations

import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from verifier.accounting import Recognised, doubted, left_open
from verifier.model import Confidence, Finding, Reason, Verdict
from verifier.reading.clause import Form, Path, Report
from verifier.reading.links import PERMALINK, home_of
from verifier.reading.mentions import paths as paths_in
from verifier.reading.source import MAX_LINE
from verifier.seen import Seen, name_of, seen_in

_MANY = 4  # missing files, or entries of one section's trees, from which on they may be of something else than the repository
_PRESENT = "present"  # as is claimed of files
_ABSENT = "absent"  # as such a one is found
_NO_FILE = "no such file"  # as its lines are
_REVIEW = re.compile(
    r"\b(?:re-?views?|audits?|analys[ie]s|assessments?|evaluations?|findings|inspections?|reports?|summary|quality|readiness|health)\b",
    re.I,
)  # whose authors looked at what is there
_DESIGN = re.compile(
    r"(?:\b|_)(?:architectur\w+|design|plan(?:s|ning)?|migrat\w+|roadmap|proposals?|spec(?:ification)?s?|guides?|tutorial|rfc|prd|requirements"
    r"|pending|upcoming|unimplemented|outstanding|backlog|user[- _]stories|how[- _]?to|prompts?|agents?|commands?|extensions?|integration"
    r"|implementation)(?:\b|_)",
    re.I,
)  # of such documents one refutation of what is named in five was right, when they were first met
_STATUS = re.compile(r"\W*(?:(?:current|document|project|implementation)\s+)?(?:status|phase|stage)\W*", re.I)
_PLANNED = re.compile(
    r"\b(?:awaiting|pending)\s+(?:approval|review|decision|implementation)\b|\b(?:planning|planned|proposed|proposal|draft|not\s+(?:yet\s+)?started"
    r"|not\s+(?:yet\s+)?implemented|design\s+phase|rfc|(?:implementation\s+)?plan\s+(?:complete|ready|approved))\b",
    re.I,
)
_PLAN = re.compile(r"(?:\b|_)(?:plans?|roadmap|proposal|rfc|backlog)(?:\b|_)", re.I)  # a document that is called so
_AS_IT_IS = re.compile(
    r"\b(?:current|existing|today|as[- ]is|present|problems?|issues?|findings|background|context|done|completed?)\b", re.I
)
_TURN = re.compile(r"\W{0,8}(?:(?P<asks>user|human)|(?P<answers>assistant|claude|copilot|cursor|bot|ai))\W{1,6}$", re.I)
_TURNS = 3  # of a conversation
_REPOSITORY = re.compile(r"\W*(?:(?:source|github|git|target|project)\s+)?(?:repository|repo)(?:\s+url)?\W*", re.I)
_PROJECT = re.compile(r"[A-Za-z][\w-]*")
_AT_HOME = re.compile(r"(?:~|/home/[\w.-]+|/Users/[\w.-]+)/(?:[\w.-]+/)*(?P<name>[\w.-]*\w)/?(?=[`\s),;:]|$)")
_LISTED = re.compile(r"[A-Za-z][\w.-]*(?:/[\w.-]+)?")
_URL = re.compile(r"https?://[^\s<>()\[\]`]+")
_HEAD = 15  # lines of a document that tell what it is
_NAMING = frozenset(
    ("symbol-exists", "mechanism", "file-exists", "code-quote", "line-anchor", "declaration", "described-symbol", "command", "code-imports")
)
_BY_WORDS = frozenset(
    ("symbol-exists", "mechanism", "told-of-file", "exact-name", "printed-text")
)  # what is there need not be what is meant
_OF_NAMES = frozenset(("symbol-exists", "mechanism"))
_LOOKED_UP = _OF_NAMES | {"endpoint", "signature", "line-anchor"}  # of which most may be missing for one and the same cause
_NAMES = frozenset(("symbol-exists", "line-anchor"))  # what is named and nowhere is no matter of the day on which it was looked for
_MOST = 6  # the same of all that a document draws


@dataclass(frozen=True, slots=True)
class Blueprint:
    """The sections whose trees draw more that is missing than is there, and whether the whole document does.

    `named`: whether most of the files are missing that the document names anywhere.
    """

    sections: frozenset[tuple[str, ...]]
    whole: bool
    named: bool
    attested: frozenset[str]  # names of files that the report tells of where it tells of this repository
    alone: bool  # whether no other file is named
    designed: bool  # whether the document tells of a design, by its title or its file's name, and not of a review of it
    cited: str  # another repository, which the report is about, or of which it cites places in the code
    strange: frozenset[str]  # rules that find most of what the report names of their sort nowhere
    seen: Seen  # what shows that somebody saw what is missing
    spoken: bool  # whether it is a conversation with a program: what was so at the time, and may have been changed a moment later
    plan: bool  # whether the document is called a plan, and no review or report of one
    early: bool  # whether the report is of a day shortly before the repository begins: what was there then is not kept

    def open(self, item: Recognised, finding: Finding) -> Finding:
        """The finding; an open one where it refutes or doubts what may be of a plan."""
        if self.plan and finding.verdict is Verdict.HOLDS and item.claim.rule in _BY_WORDS and not _told_as_done(item):
            return left_open(finding, "the document is a plan, and may tell of what is to be")
        if finding.verdict not in (Verdict.REFUTED, Verdict.DOUBTFUL):
            return finding
        if not item.claim.negated and (outer := self.seen.elsewhere(item)):
            return left_open(finding, f"it is told of what lies in {outer}")
        certain = _is_path(item, finding) and finding.confidence is Confidence.CERTAIN  # it is known that this repository's is meant
        if _is_path(item, finding) and _heads(item) and not certain and not self.seen.file(item):
            return left_open(finding, "a heading may name a file that is to be made")
        if _is_path(item, finding) and finding.confidence is Confidence.LIKELY and name_of(item) not in self.attested:
            if self.alone:
                return doubted(finding, "no other file is named by which to tell whether this repository is meant")
            return left_open(finding, "the files named around it don't show that the repository as it stands is meant")
        unseen = _is_path(item, finding) and finding.confidence is Confidence.LIKELY and not self.seen.file(item)
        if _is_path(item, finding) and finding.verdict is Verdict.REFUTED:
            finding = replace(finding, confidence=Confidence.CERTAIN)
        planned = self.whole or (self.named and (_missing(item, finding) or finding.verdict is Verdict.DOUBTFUL))
        if (
            self.cited
            and not item.claim.negated
            and (item.claim.rule in _OF_NAMES or item.claim.claimed == _PRESENT or finding.observed in (_ABSENT, _NO_FILE))
        ):
            return left_open(finding, f"the report is of {self.cited}, too")
        named = finding.verdict is Verdict.REFUTED and item.claim.rule in _NAMING and not item.claim.negated
        if self.designed and named:
            return doubted(finding, "the document may tell of what is to be")
        if self.spoken:
            return left_open(finding, "it is told in a conversation, of how things stood then")
        if self.early and finding.verdict is Verdict.REFUTED and not (named and item.claim.rule in _NAMES):
            return doubted(finding, "the report is of a day before the repository begins")
        if item.claim.rule in self.strange and not item.claim.negated:
            return left_open(finding, "most of what is named of that sort is nowhere: it may be of a plan, or of another project")
        if planned or (item.clause is not None and _in_tree(item) and item.clause.context.titles in self.sections):
            return left_open(finding, "most of what is drawn there is missing: it may be of a plan")
        unnamed = finding.observed == _ABSENT and not item.claim.negated and not self.seen.name(item)
        if finding.verdict is Verdict.REFUTED and finding.observed == _ABSENT and not item.claim.negated and self.seen.is_quoted(item):
            return doubted(finding, "in quotation marks it may be an example")
        if finding.verdict is Verdict.REFUTED and (unseen or unnamed) and not self.seen.is_familiar(item):
            return doubted(finding, "nothing is told of it that shows that somebody saw it")
        if finding.verdict is Verdict.REFUTED and self.seen.is_alternative(item):
            return left_open(finding, "it is one of several values that are told of the name")
        if finding.verdict is Verdict.REFUTED and not item.claim.negated and self.seen.stands_alone(item, finding):
            return doubted(finding, "nothing beside it shows that this repository is meant")
        return finding


def blueprint(found: Sequence[tuple[Recognised, Finding]], report: Report, own: Collection[str] = ()) -> Blueprint:
    """What of a report, by the findings of its clauses and its code, may draw a plan. `own` are the names that the repository goes by."""
    there: Counter[tuple[str, ...]] = Counter()
    missing: Counter[tuple[str, ...]] = Counter()
    drawn: Counter[Verdict] = Counter()
    for item, finding in found:
        if item.claim.negated or not (finding.verdict is Verdict.HOLDS or _not_found(finding)):
            continue
        if item.clause is not None and _in_tree(item):
            (there if finding.verdict is Verdict.HOLDS else missing)[item.clause.context.titles] += 1
        if finding.verdict is Verdict.HOLDS and _drawn(item):
            drawn[Verdict.HOLDS] += 1
        elif _missing(item, finding):
            drawn[Verdict.REFUTED] += 1
    sections = frozenset(titles for titles, number in missing.items() if number >= _MANY and number > there[titles])
    whole = _still_planned(report) or (drawn[Verdict.REFUTED] >= _MOST and drawn[Verdict.REFUTED] > drawn[Verdict.HOLDS])
    paths = [(item, finding) for item, finding in found if _is_path(item, finding)]
    names = frozenset(name_of(item) for item, _ in paths)
    firm = (Verdict.REFUTED, Confidence.CERTAIN)
    sure = frozenset(name_of(item) for item, one in paths if one.verdict is Verdict.HOLDS or (one.verdict, one.confidence) == firm)
    most = 2 * len(sure) >= len(names)
    named = not most and len(names - sure) >= _MANY
    names_of = (report.title, posixpath.basename(report.source.path).replace("_", " "))
    review = any(map(_REVIEW.search, names_of))
    designed = not review and any(map(_DESIGN.search, names_of))
    plan = not review and any(map(_PLAN.search, names_of))
    strange = frozenset[str]() if _REVIEW.search(report.title) else _strange(found)
    attested = _beside(paths, sure) if most else sure
    cited, alone = _cited(report, own, most and len(sure) > 1) or _covers_too(report, own), len(names) < 2
    early = any(item.claim.rule == "report-date" and finding.reason is Reason.NEEDS_BASE for item, finding in found)
    return Blueprint(sections, whole, named, attested, alone, designed, cited, strange, seen_in(found), _spoken(report), plan, early)


def _told_as_done(item: Recognised) -> bool:
    """Whether a statement of a plan tells of the present: it is marked so, denies, cites lines, or stands below such a heading."""
    clause = item.clause
    if clause is None:
        return False
    marked = clause.statement.mark is not None or clause.statement.ticked is True or item.claim.negated
    cites = any(isinstance(m.value, Path) and m.value.anchors for m in paths_in(clause.statement.text))
    return marked or cites or any(map(_AS_IT_IS.search, clause.context.titles[1:]))


def _spoken(report: Report) -> bool:
    """Whether lines name by turns who speaks: "**User:**", "### Assistant"."""
    turns = [bool(match["asks"]) for line in report.source.lines if (match := _TURN.match(line[:MAX_LINE]))]
    return len(turns) >= _TURNS and any(turns) and not all(turns)


def _still_planned(report: Report) -> bool:
    """Whether a line at the document's head gives its status as a plan's: "Status: Draft, awaiting approval"."""
    head = (statement for statement in report.statements if statement.line <= _HEAD)
    return any(_STATUS.match(statement.context.key) and _PLANNED.search(statement.text.plain) for statement in head)


def _cited(report: Report, own: Collection[str], at_home: bool) -> str:
    """Another repository, "owner/name", to places in whose code the report links more than once, or of which its head says it is.

    A copy of this one may go by any name: `at_home` tells that the files are here which the report names.
    """
    homes = Counter(match["home"].lower() for line in report.source.lines for match in PERMALINK.finditer(line[:MAX_LINE]))
    told = [home for home, number in homes.most_common() if number > 1]
    fields = (statement for statement in report.statements if statement.line <= _HEAD and _REPOSITORY.fullmatch(statement.context.key))
    urls = () if at_home else (match[0] for field in fields for match in _URL.finditer(field.text.plain))
    told += [home_of(url).lower() for url in urls]
    told += _tabled(report)
    others = [home for home in told if home and not home.startswith("//") and not any(home.rpartition("/")[2] in name for name in own)]
    return others[0] if own and others else ""


def _covers_too(report: Report, own: Collection[str]) -> str:
    """Another project on the author's machine that the head says is covered beside this one: "the API (`moon`) and the app (`~/dust`)"."""
    for statement in report.statements:
        if statement.line > _HEAD:
            break
        plain = statement.text.plain
        outer = [match["name"] for match in _AT_HOME.finditer(plain)]
        named = [name for name in (plain[start:end] for start, end in statement.text.codes) if _PROJECT.fullmatch(name)]
        if named and (other := next((name for name in outer if name.lower() not in own and name not in named), "")):
            return other
    return ""


def _tabled(report: Report) -> list[str]:
    """The repositories that a table lists in a column of such, where there are several: the report is about them all."""
    cells = (s for s in report.statements if s.form is Form.CELL and s.context.row and _REPOSITORY.fullmatch(s.context.header))
    listed = dict.fromkeys(match[0].lower() for cell in cells if (match := _LISTED.search(cell.text.plain)))
    return list(listed) if len(listed) > 1 else []


def _strange(found: Sequence[tuple[Recognised, Finding]]) -> frozenset[str]:
    """The rules that look names up and find more of them missing than there, and not just a few."""
    there, missing = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for item, finding in found:
        if item.claim.rule in _LOOKED_UP and not item.claim.negated and finding.verdict in (Verdict.HOLDS, Verdict.REFUTED):
            (there if finding.verdict is Verdict.HOLDS else missing)[item.claim.rule].add(item.claim.subject)
    return frozenset(rule for rule, names in missing.items() if len(names) >= _MANY and len(names) > len(there[rule]))


def _beside(paths: Sequence[tuple[Recognised, Finding]], sure: frozenset[str]) -> frozenset[str]:
    """The `sure` names, and those of missing files that stand among them: in a section of which no more others are missing.

    A plan, another project's layout and a tutorial name files that are missing one beside another.
    """
    sections: dict[tuple[str, ...], set[str]] = {}
    for item, _ in paths:
        sections.setdefault(item.clause.context.titles if item.clause else (), set()).add(name_of(item))
    return sure.union(
        name for among in sections.values() for name in among - sure if len(among & sure) >= max(1, len(among - sure - {name}))
    )


def _is_path(item: Recognised, finding: Finding) -> bool:
    """Whether a file is told to be there, and was found to be, or not."""
    told = not item.claim.negated and item.claim.claimed == _PRESENT
    return told and finding.verdict in (Verdict.HOLDS, Verdict.REFUTED, Verdict.DOUBTFUL)


def _heads(item: Recognised) -> bool:
    return item.clause is not None and item.clause.form is Form.HEADING


def _in_tree(item: Recognised) -> bool:
    return item.clause is not None and item.clause.context.tree is not None


def _missing(item: Recognised, finding: Finding) -> bool:
    """Whether what is drawn is nowhere; a quotation that differs is no such thing."""
    return _not_found(finding) and finding.observed == _ABSENT and _drawn(item)


def _not_found(finding: Finding) -> bool:
    """Whether it is refuted, or is not where it is told to be and a namesake elsewhere keeps that doubtful."""
    return finding.verdict is Verdict.REFUTED or (finding.verdict is Verdict.DOUBTFUL and finding.observed == _ABSENT)


def _drawn(item: Recognised) -> bool:
    """Whether it is told by a tree or by a block of code."""
    return item.clause is None or item.clause.context.tree is not None or item.clause.context.fence is not None
