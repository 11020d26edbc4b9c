"""What a list below a file, a class or a heading of tests says in words that is in it: "Dropping of duplicate scans"."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.outline import Outline
from verifier.facts.symbols import Symbols
from verifier.knowledge.words import subwords
from verifier.model import Claim, Confidence, Evidence, Finding, Measurement, Reading, Reason, Side, Site, Verdict
from verifier.reading.clause import Clause, Form, Mark, Origin, Path, Role, Symbol
from verifier.repository.kinds import is_test, language_of
from verifier.repository.scope import Scope
from verifier.reproduce import arguments, search
from verifier.rule import Example, Expect, Rule, found, undecided
from verifier.shapes.lookup import states

from .likeness import key, keys_of, named_so, telling_words
from .quote_search import Search

_FORMS = frozenset((Form.ITEM, Form.CHECK_ITEM, Form.KEY_VALUE))
_ABOVE = frozenset((Origin.ROW, Origin.LEAD_IN, Origin.PARENT, Origin.HEADING, Origin.KEY))
_TELLS = re.compile(
    r"\b(?:what|covers?|covered|coverage|description|purpose|responsib\w+|does|contents?|contains|tests?|role|functionality|behaviou?rs?"
    r"|provides?|handles|scope)\b",
    re.I,
)
_PIECES = re.compile(r"[,;]\s+(?:and\s+)?|\s+and\s+(?=\w+(?:ing|ion|es|s)\b)")
_TITLED = re.compile(r"^(?:it|test|describe|context|specify|scenario|bench|t\.Run)(?:\.\w+)*$", re.I)
_TESTS = re.compile(r"\b(?:(?:unit|integration|regression|e2e|component) )?tests?(?: cases| coverage| suites?)?\b", re.I)
# Of a fault, a wish or a part that is not there: what is named so is no sign that the words are true.
_OTHERWISE = re.compile(
    r"\w+n['’]t\b|\b(?:no|not|never|none|neither|nor|cannot|missing|lacks?|lacking|without|unused|dead|broken|slow|leaks?|race|bugs?|issues?|fails?|failing|inefficient|unclear"
    r"|confusing|risk\w*|vulnerab\w+|wrong|incorrect|todo|needs?|should|could|would|must|remov\w+|deleted?|renam\w+|moved|old|former|legacy"
    r"|deprecated|duplicated|hard-?coded|unsafe|insecure|complex|too|instead|more|less|better|only|skipped|untested|fix\w*|refactor\w*)\b",
    re.I,
)
# Of tests these are what is tested ("Missing keys"), and then stand in their names.
_WISHED = re.compile(
    r"\b(?:todo|needs?|should|could|would|must|untested|skipped|lacks?|lacking|old|former|better|instead|refactor\w*"
    r"|tests? (?:is|are) missing"
    r"|missing (?:\w+ )?(?:tests?|coverage)|no (?:\w+ )?tests?|without (?:\w+ )?tests?)\b",
    re.I,
)
_LONGEST, _SHORTEST = 12, 2  # words of an item; telling ones
_SHOWN = 3
_MOST = 6  # things of one item
_MANY = 400  # test files that are searched


@dataclass(frozen=True, slots=True)
class Target:
    """`path`: the file that the words are about; `owner`: the class; neither: the tests, those of the part that `document` lies in."""

    words: str
    path: str = ""
    owner: str = ""
    document: str = ""


class ToldOfFile(Rule[Target]):
    """ "Scan merging" below "`tracker.py`", "Dropping of duplicate scans" below "`tests/test_tracker.py`"."""

    name = "told-of-file"
    infers = True
    kinds = ("symbol-exists", "test-exists")
    summary = (
        "Words below a file, a class or a heading of tests lead to a name, a title or a docstring made of the same words; never refuted."
    )
    examples = (
        Example(
            "tests in other words",
            "## `tests/test_rows.py`\n\n- Dropping of doubled rows\n- Rows arriving out of order\n- Refund of lost rows\n",
            {"tests/test_rows.py": "class TestRows:\n"
                "    def test_doubled_rows_are_dropped(self): ...\n    def test_out_of_order_rows(self): ...\n"},
            (
                Expect("test-exists", Verdict.HOLDS, 3),
                Expect("test-exists", Verdict.HOLDS, 4),
                Expect("test-exists", Verdict.UNVERIFIABLE, 5),
            ),
        ),
        Example(
            "functions in other words",
            "## Store (`store.py`)\n\n- Row merging\n- Notification of the receiver\n- Weighing of rows\n"
            "\n### `RowStore`\n\n- Merges rows\n",
            {"store.py": "class RowStore:\n    def merge_rows(self): ...\n    def _notify_receiver(self): ...\n"},
            (
                Expect("symbol-exists", Verdict.HOLDS, 3),
                Expect("symbol-exists", Verdict.HOLDS, 4),
                Expect("symbol-exists", Verdict.UNVERIFIABLE, 5),
                Expect("symbol-exists", Verdict.HOLDS, 9),
            ),
        ),
        Example(
            "what is behind a file's name",
            "## Modules\n\n- `store.py` - merging of rows and notification of receivers\n",
            {"store.py": "def merge_rows(): ...\ndef notify_receiver(): ...\n"},
            (Expect("symbol-exists", Verdict.HOLDS, 3), Expect("symbol-exists", Verdict.HOLDS, 3)),
            also=("file-exists",),
        ),
        Example(
            "short forms",
            "## Modules\n\n- `store.py` - synchronization of references\n",
            {"store.py": "def sync_refs(): ...\n"},
            (Expect("symbol-exists", Verdict.HOLDS, 3),),
            also=("file-exists",),
        ),
        Example(
            "titles",
            "`rows.test.ts` covers:\n\n- Rejection of empty rows\n",
            {"rows.test.ts": "describe('rows', () => { it('rejects an empty row', () => {}); });\n"},
            (Expect("test-exists", Verdict.HOLDS, 3),),
        ),
        Example(
            "another word in the place of one",
            "`test_rows.py` covers:\n\n- Different ships produce different rows\n- Different crews produce different rows\n",
            {"test_rows.py": "def test_different_crews_produce_different_rows(): ...\n"},
            (Expect("test-exists", Verdict.UNVERIFIABLE, 3), Expect("test-exists", Verdict.HOLDS, 4)),
        ),
        Example(
            "faults and wishes",
            "## Problems in `store.py`\n\n- Row merging\n\n## Store (`store.py`)\n\n- Unused row merging\n- No row merging\n",
            {"store.py": "def merge_rows(): ...\n"},
            (),
        ),
    )  # fmt: skip

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        context = clause.context
        if not _is_told(clause) or not _asserted(clause) or clause.hedge:
            return
        if any(section.role is Role.PROBLEMS for section in context.sections) or context.lead_in_role is Role.PROBLEMS:
            return
        place = _about(clause)
        if place is None or any(_OTHERWISE.search(title) for title in context.titles[1:]):
            return
        tests = is_test(place[0]) if place[0] else not place[1] or "test" in place[1].lower()
        if _WISHED.search(clause.statement.text.plain) or (not tests and _OTHERWISE.search(clause.statement.text.plain)):
            return
        for text in _phrases(clause):
            target = Target(text, *place, context.document)
            kind = self.kinds[tests]
            words = clause.text if _behind_file(clause) else clause.in_full
            yield self.claim(clause, target, kind=kind, subject=text, claimed="present", text=words, confidence=Confidence.LIKELY)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target, symbols = claim.target, Symbols.of(code.facts)
        paths = _files(target, symbols, code, tuple(path for path in claim.hints.paths if path != target.path))
        if target.path and len(paths) > 1:
            return Measurement(
                blocked=Reason.AMBIGUOUS, detail=f"{len(paths)} files may be meant: {', '.join(paths)}", subject=claim.subject
            )
        if not paths:
            return Measurement(blocked=Reason.NO_SUBJECT, detail=f"no file to look into for: {target.words}", subject=claim.subject)
        outlines = symbols.outlines(paths)
        sites = [site for path in paths if path in outlines for site in _named(target, path, outlines[path])]
        sites = sites or [site for path in paths[:_SHOWN] for site in _documented(target, path, code)]
        if not sites:
            return Measurement(
                blocked=Reason.NO_SUBJECT, detail=f"nothing is made of these words there: {claim.subject}", subject=claim.subject
            )
        shown = sites[0].symbol or sites[0].code
        reproduce = search("-nF", sites[0].code, within=arguments(sites[0].path))
        return Measurement((Reading("words of the name", True),), tuple(sites[:_SHOWN]), reproduce=reproduce, subject=shown)

    def is_guess(self, finding: Finding) -> bool:
        return finding.reason is Reason.NO_SUBJECT

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        evidence = tuple(Evidence(site.path, site.line, site.line, site.code) for site in measurement.sites)
        told = f"{measurement.subject} at {evidence[0].path}:{evidence[0].line}"
        return found(claim, measurement, Verdict.HOLDS, told, observed=told, evidence=evidence, confidence=Confidence.LIKELY)


def _is_told(clause: Clause) -> bool:
    """Whether it is an item, a cell below "Covers", or a comment in a tree: its first clause, without names in code or numbers."""
    described = clause.form is Form.CELL and bool(_TELLS.search(clause.context.header))
    described = described or (clause.form is Form.FENCE_LINE and clause.statement.mark is Mark.YES)
    behind = _behind_file(clause)
    if (clause.position and not behind) or not (clause.form in _FORMS or described or _in_tree(clause)):
        return False
    named = any(mention.origin is Origin.SELF for mention in clause.mentions if isinstance(mention.value, Path))
    return not (clause.quantities or named or (clause.words if behind else clause.statement.text).codes)


def _behind_file(clause: Clause) -> bool:
    """Whether its item begins with a file's name, and then says what is in it: "`routing.py` - request handling"."""
    before = clause.statement.text.plain.partition(clause.text)[0].strip(" *`:–—-(")
    return bool(before) and any(before == m.text.strip("`") for m in clause.all(Path) if m.span.line == clause.span.line)


def _in_tree(clause: Clause) -> bool:
    return clause.form is Form.FENCE_LINE and clause.context.tree is not None and bool(clause.context.parents)


def _asserted(clause: Clause) -> bool:
    return states(clause) or (_in_tree(clause) and clause.asserts and clause.side is Side.NOW)


def _phrases(clause: Clause) -> list[str]:
    """The things that an item's words tell of, none where it says much of one."""
    whole = clause.text if _behind_file(clause) else clause.statement.text.plain
    first = re.split(r"\s+[-–—]\s+|[:;(]", clause.context.key or whole)[0].strip()
    text = first if len(telling_words(first)) >= _SHORTEST else whole
    pieces = [piece.strip(" .") for piece in _PIECES.split(text)]
    if any(len(piece.split()) > _LONGEST for piece in pieces) or re.search(r"[.!?]\s+\w", text):
        return []
    return [piece for piece in pieces if len(telling_words(piece)) >= _SHORTEST][:_MOST]


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
    for mention in clause.mentions:
        if mention.origin not in _ABOVE:
            continue
        if isinstance(mention.value, Path):
            file = not mention.value.directory and not mention.value.glob and language_of(mention.value.text)
            return (mention.value.text, "") if file else None
        if isinstance(mention.value, Symbol) and _is_class(mention.value.name, clause):
            return ("", mention.value.name.rpartition(".")[2])
    lead = clause.context.lead_in.plain if clause.context.lead_in else ""
    nearest = [lead] if lead else [*reversed(clause.context.titles[1:][-2:])] or [*clause.context.titles[:1]]
    told = any(_TESTS.search(near) and len(near.split()) < _LONGEST and not _OTHERWISE.search(near) for near in nearest)
    return ("", "") if told else None


def _files(target: Target, symbols: Symbols, code: Codebase, within: tuple[str, ...]) -> list[str]:
    if target.path:
        return [path for path in code.index.resolve(target.path, within).matches[:_SHOWN] if path in code.index.entries]
    if target.owner:
        return list(dict.fromkeys(place.path for place in symbols.find(target.owner).places))[:_SHOWN]
    return _near([path for path in symbols.files if is_test(path)], target.document, code)[:_MANY]


def _near(tests: list[str], document: str, code: Codebase) -> list[str]:
    """The tests that lie beside the report, or beside a directory around it: a package's report tells of its own."""
    directory = code.index.directory_of(document) if document else None
    while directory:
        if own := [path for path in tests if path.startswith(f"{directory}/")]:
            return own
        directory = posixpath.dirname(directory)
    return tests


def _named(target: Target, path: str, outline: Outline) -> Iterator[Site]:
    """Definitions whose name, with that of their class, and titles of tests whose text has the words."""
    for one in outline.definitions:
        if target.owner and target.owner not in one.qualified.split("."):
            continue
        if not (target.path or target.owner) and not re.match(r"[Tt]est", one.name):
            continue  # a heading of tests is about tests, not about what helps them
        own, around = keys_of(one.name), keys_of(one.qualified)
        if _so(target.words, own) or (len(own & _keys(target.words)) > 1 and _so(target.words, around)):
            yield Site(path, one.qualified, one.name, one.line, one.line)
    for call in outline.calls:
        if _TITLED.match(call.callee) and call.arguments and _so(target.words, keys_of(call.arguments[0])):
            yield Site(path, "", call.arguments[0].strip("'\"`"), call.line, call.line)


def _so(words: str, name: frozenset[str]) -> bool:
    """Whether a name has the words of a phrase, and those that turn its sense round above all."""
    return named_so(words, name) and {key(word.lower()) for word in _OTHERWISE.findall(words)} <= name


def _documented(target: Target, path: str, code: Codebase) -> Iterator[Site]:
    """Lines of docstrings that have all the words; two of them together."""
    wanted = [key(word) for word in telling_words(target.words)]
    for line, text in Search.of(code).tokens(path).docstrings:
        words = [key(word) for word in telling_words(text)]
        together = len(wanted) > 2 or any(words[at : at + 2] == wanted for at in range(len(words)))
        if together and set(wanted) <= set(words):
            yield Site(path, "", text, line, line)


def _keys(text: str) -> frozenset[str]:
    return keys_of(" ".join(telling_words(text)))
