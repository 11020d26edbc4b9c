"""What a list below a file, a class, a document or a heading of tests says in words that is in it: "Dropping of duplicate scans"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from verifier.codebase import Codebase
from verifier.facts.symbols import Symbols
from verifier.knowledge.words import subwords
from verifier.model import Claim, Confidence, Evidence, Finding, Measurement, Reading, Reason, Side, Verdict
from verifier.reading.clause import Clause, Form, Mark, Origin, Path, Role, Symbol
from verifier.reading.english.lexis import denies
from verifier.reading.mentions import mentions
from verifier.reading.says.words import words_of
from verifier.repository.kinds import is_test, language_of
from verifier.repository.scope import Scope
from verifier.reproduce import arguments, search
from verifier.rule import Rule, found, undecided
from verifier.shapes.lookup import states

from .likeness import telling_words, topic_words
from .told_examples import EXAMPLES
from .told_sites import OTHERWISE, SHOWN, Told, files_of, is_document, met_of, sites_of
from .words_in_code import numbers_of

_FORMS = frozenset((Form.ITEM, Form.CHECK_ITEM, Form.KEY_VALUE))
_ABOVE = frozenset((Origin.ROW, Origin.LEAD_IN, Origin.PARENT, Origin.HEADING, Origin.KEY))
_NAMED_BY = frozenset((Origin.LEAD_IN, Origin.PARENT, Origin.HEADING))
_TELLS = re.compile(
    r"\b(?:what|covers?|covered|coverage|description|purpose|responsib\w+|does|contents?|contains|tests?|role|functionality|behaviou?rs?"
    r"|provides?|handles|scope)\b",
    re.I,
)
_PIECES = re.compile(r"[,;]\s+(?:and\s+)?|\s+and\s+(?=\w+(?:ing|ion|es|s)\b)")
_TOPICS = re.compile(r"[,;]\s+(?:and\s+)?|\s+(?:and|&)\s+")  # a document has a section on each
_OTHER_LETTERS = re.compile(r"[^\W\d_a-zA-Z\u00c0-\u024f]")  # of a script whose words nothing here tells apart
_EXACT = re.compile(r"\b[A-Za-z]\w*_\w+")  # a name stands for itself, not for words
_SLASHED = re.compile(r"\w+(?:/\w+){2,}")
_TESTS = re.compile(r"\b(?:(?:unit|integration|regression|e2e|component) )?tests?(?: cases| coverage| suites?)?\b", re.I)
# Of tests these are what is tested ("Missing keys"), and then stand in their names.
_WISHED = re.compile(
    r"\b(?:todo|needs?|should|could|would|must|untested|skipped|lacks?|lacking|old|former|better|instead|refactor\w*"
    r"|tests? (?:is|are) missing"
    r"|missing (?:\w+ )?(?:tests?|coverage)|no (?:\w+ )?tests?|without (?:\w+ )?tests?)\b",
    re.I,
)


_LONGEST, _SHORTEST = 12, 2  # words of an item; telling ones
_MOST = 6  # things of one item
_LISTED = 3  # names, from which on they make a list


class ToldOfFile(Rule[Told]):
    """ "Scan merging" below "`tracker.py`", "Dropping of duplicate scans" below "`tests/test_tracker.py`"."""

    name = "told-of-file"
    infers = True
    kinds = ("symbol-exists", "test-exists", "other")
    summary = (
        "Words below a file, a class or a heading of tests lead to a name, a title or a docstring made of the same words, below a document "
        "to a heading; never refuted."
    )
    examples = EXAMPLES

    def recognise(self, clause: Clause) -> Iterator[Claim[Told]]:
        context = clause.context
        if not _is_told(clause) or not _asserted(clause) or clause.hedge or _denied_above(clause):
            return
        if any(section.role is Role.PROBLEMS for section in context.sections) or context.lead_in_role is Role.PROBLEMS:
            return
        place = _about(clause)
        if place is None or any(OTHERWISE.search(title) for title in context.titles[1:]):
            return
        kind = self._kind(*place)
        if _WISHED.search(clause.statement.text.plain) or (kind == "symbol-exists" and OTHERWISE.search(clause.statement.text.plain)):
            return
        for text in _phrases(clause, kind):
            around = context.titles[-1] if context.titles else ""
            target = Told(text, *place, context.document, around, _in_brackets(clause) or (kind == "symbol-exists" and _is_list(clause)))
            words = clause.text if _behind_name(clause) or target.listed else clause.in_full
            told = " ".join(numbers_of(text)) or "present"
            yield self.claim(clause, target, kind=kind, subject=text, claimed=told, text=words, confidence=Confidence.LIKELY)

    def _kind(self, path: str, owner: str) -> str:
        if is_document(path):
            return "other"
        tests = is_test(path) if path else not owner or "test" in owner.lower()
        return self.kinds[tests]

    def measure(self, claim: Claim[Told], code: Codebase, scope: Scope) -> Measurement:
        target, symbols = claim.target, Symbols.of(code.facts)
        paths = files_of(target, symbols, code, tuple(path for path in claim.hints.paths if path != target.path))
        if len(paths) > 1:  # "main.py" below "Phase 2 (`server`)"
            told = {word for title in claim.section for word in re.findall(r"[\w.-]+", title)}
            paths = [path for path in paths if told & set(path.split("/")[:-1])] or paths
        if target.path and len(paths) > 1:
            return Measurement(
                blocked=Reason.AMBIGUOUS, detail=f"{len(paths)} files may be meant: {', '.join(paths)}", subject=claim.subject
            )
        if not paths:
            return Measurement(blocked=Reason.NO_SUBJECT, detail=f"no file to look into for: {target.words}", subject=claim.subject)
        sites, met = [] if target.listed or numbers_of(target.words) else sites_of(target, paths, code), ""
        if not sites and (most := met_of(target, paths, code)):
            sites, met = [most.site], " ".join(most.words)
        if not sites:
            return Measurement(
                blocked=Reason.NO_SUBJECT, detail=f"nothing is made of these words there: {claim.subject}", subject=claim.subject
            )
        shown = sites[0].symbol or sites[0].code
        reproduce = search("-nF", sites[0].code, within=arguments(sites[0].path))
        return Measurement((Reading("words of the name", True),), tuple(sites[:SHOWN]), reproduce=reproduce, subject=shown, detail=met)

    def is_guess(self, finding: Finding) -> bool:
        return finding.reason is Reason.NO_SUBJECT

    def judge(self, claim: Claim[Told], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        evidence = tuple(Evidence(site.path, site.line, site.line, site.code) for site in measurement.sites)
        told = f"{measurement.subject} at {evidence[0].path}:{evidence[0].line}"
        if measurement.detail:  # only some of the words are met
            claim, told = replace(claim, subject=measurement.detail), f"{told} has {measurement.detail}"
        return found(claim, measurement, Verdict.HOLDS, told, observed=told, evidence=evidence, confidence=Confidence.LIKELY)


def _is_told(clause: Clause) -> bool:
    """Whether it is an item, a cell below "Covers", or a comment in a tree: its first clause, without names in code or numbers."""
    described = clause.form is Form.CELL and bool(_TELLS.search(clause.context.header))
    described = described or (clause.form is Form.FENCE_LINE and clause.statement.mark is Mark.YES)
    behind = bool(_behind_name(clause)) or _in_brackets(clause)
    if (clause.position and not behind) or not (clause.form in _FORMS or described or _in_tree(clause)):
        return False
    named = any(mention.origin is Origin.SELF for mention in clause.mentions if isinstance(mention.value, Path))
    return not (named or (clause.words if behind else clause.statement.text).codes)


def _behind_name(clause: Clause) -> Path | Symbol | None:
    """The file or function by whose name its item begins, before it says what is in it: "`routing.py` (40 lines) - request handling"."""
    before = re.sub(r"\([^()]*\)", "", clause.statement.text.plain.partition(clause.text)[0]).strip(" *`:–—-(")
    if not before or " " in before:
        return None
    for mention in mentions(clause.statement.text):
        name = mention.text.strip("`")
        if isinstance(mention.value, (Path, Symbol)) and before in (name, re.sub(r"\(.*", "", name)):
            return mention.value
    return None


def _in_brackets(clause: Clause) -> bool:
    """Whether it is a list in brackets behind a phrase: "Log levels (error, warn, info)"."""
    plain = clause.statement.text.plain
    listed = bool(_PIECES.search(clause.text) or _SLASHED.fullmatch(clause.text))
    return bool(clause.position) and clause.form in _FORMS and f"({clause.text})" in plain and listed


def _is_list(clause: Clause) -> bool:
    """Whether an item is a list of short names: "Stake, reputation, GPU model"."""
    pieces = clause.text.split(", ")
    return clause.statement.text.plain == clause.text and len(pieces) >= _LISTED and all(0 < len(piece.split()) < 3 for piece in pieces)


def _in_tree(clause: Clause) -> bool:
    return clause.form is Form.FENCE_LINE and clause.context.tree is not None and bool(clause.context.parents)


def _denied_above(clause: Clause) -> bool:
    """Whether what leads in denies what it lists: "It does not check two more fields:"."""
    lead = clause.context.lead_in
    return lead is not None and any(denies(word.lower) for word in words_of(lead))


def _asserted(clause: Clause) -> bool:
    return states(clause) or (_in_tree(clause) and clause.asserts and clause.side is Side.NOW)


def _phrases(clause: Clause, kind: str) -> list[str]:
    """The things that an item's words tell of, none where it says much of one."""
    tell: Callable[[str], Sequence[str]] = topic_words if kind == "other" else telling_words
    least = 1 if kind == "other" else _SHORTEST
    if _in_brackets(clause) or (kind == "symbol-exists" and _is_list(clause)):
        return [clause.text] if len(tell(clause.text)) >= _SHORTEST else []
    whole = clause.text if _behind_name(clause) else clause.statement.text.plain
    named = any(isinstance(mention.value, Path) and mention.text.strip("`") in clause.context.key for mention in clause.mentions)
    first = re.split(r"\s+[-–—]\s+|[:;(]", (not named and clause.context.key) or whole)[0].strip()
    if len(tell(first)) < least and _SLASHED.search(whole):
        return []  # what is in the brackets is looked up for itself
    text = first if len(tell(first)) >= least else whole
    pieces = [piece.strip(" .") for piece in (_TOPICS if kind == "other" else _PIECES).split(text)]
    if any(len(piece.split()) > _LONGEST for piece in pieces) or re.search(r"[.!?]\s+\w", text):
        return []
    pieces = [piece for piece in pieces if not (_OTHER_LETTERS.search(piece) or _EXACT.search(piece))]
    return [piece for piece in pieces if len(tell(piece)) >= least][:_MOST]


def _is_class(name: str, clause: Clause) -> bool:
    """Whether the words above are a class's name and nothing else."""
    lead = clause.context.lead_in.plain if clause.context.lead_in else ""
    above = (lead, *(parent.plain for parent in clause.context.parents[-1:]), *clause.context.titles[-1:])
    alone = re.compile(rf"^\W*(?:(?:the|test)\s+)?(?:class\s+)?{re.escape(name)}(?:\s+class)?\W*$", re.I)
    return len(subwords(name)) > 1 and any(alone.match(text) for text in above)


def _about(clause: Clause) -> tuple[str, str] | None:
    """The file or class that the nearest words above name, ("", "") for a heading of tests, None for anything else."""
    if clause.context.tree is not None:
        return (clause.context.tree.path, "") if language_of(clause.context.tree.path) else None
    behind = _behind_name(clause)
    if isinstance(behind, Symbol):
        return ("", behind.name.rpartition(".")[2])
    for mention in clause.mentions:
        if mention.origin not in _ABOVE:
            continue
        if isinstance(mention.value, Path):
            text = mention.value.text
            file = not mention.value.directory and not mention.value.glob and (language_of(text) or is_document(text))
            return (text, "") if file else None
        called = mention.origin in _NAMED_BY and mention.text.strip("`").endswith(")")  # "### New method: `merge(rows)`"
        if isinstance(mention.value, Symbol) and (called or _is_class(mention.value.name, clause)):
            return ("", mention.value.name.rpartition(".")[2])
    for located in clause.context.located:  # "**File:** `rows.py`" above
        if isinstance(located.value, Path) and (language_of(located.value.text) or is_document(located.value.text)):
            return (located.value.text, "")
    lead = clause.context.lead_in.plain if clause.context.lead_in else ""
    nearest = [lead] if lead else [*reversed(clause.context.titles[1:][-2:])] or [*clause.context.titles[:1]]
    told = any(_TESTS.search(near) and len(near.split()) < _LONGEST and not OTHERWISE.search(near) for near in nearest)
    return ("", "") if told else None
