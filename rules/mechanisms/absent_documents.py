""" "No CONTRIBUTING guide", "missing architecture diagrams", "[ ] API documentation": artefacts that are said to be missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.knowledge.artefacts import Artefact, ArtefactMention, artefacts_in
from verifier.knowledge.entries import Decides
from verifier.knowledge.lexicon import concepts
from verifier.knowledge.words import stem, subwords
from verifier.model import Measurement, Reason, ScopeHints, Site, Verdict
from verifier.reading.clause import Clause, Form
from verifier.repository.kinds import classes_of, is_example
from verifier.repository.scope import Scope, whole
from verifier.repository.snapshot import EntryKind, EntryState
from verifier.rule import Example, Expect
from verifier.shapes.markdown_sections import Document, document

from .asserted import denied_at
from .questions import Asked, QuestionRule, answer, unanswered
from .wording import DENIED_BEFORE, EMPTY, HEDGED, WORD

_PLACES = frozenset(
    "docs doc documentation docs directory folder repository repo project readme root file files codebase guide in the for of".split()
)
_FORMS = frozenset("documentation documents document docs doc guide guides file files".split())
_ARCHIVED = re.compile(r"(?:^|/)[_.]?(?:archived?|old|deprecated|legacy|obsolete|backup)s?(?:/|$)", re.I)
_ROOTED = frozenset("license readme changelog contributing-guide code-of-conduct security-policy roadmap".split())
_RUNS = re.compile(r"\brun:|\bscript:|\bsteps?:|\bsh\b", re.I)
_SUBSTANCE = 15  # lines of a document or section below which it may be a stub
UNSURE = frozenset(
    ("version-file", "health-endpoint-file", "requirements-file", "tests-directory", "agents-file", "tsconfig", "package-json")
)


def read(clause: Clause) -> Iterator[Asked]:
    """Artefacts that the clause denies; what stands in brackets behind, or after "for", narrows them."""
    if clause.form in (Form.CELL, Form.HEADING) or HEDGED.search(clause.text):
        return
    if clause.statement.text.plain.endswith(":"):
        return  # "README missing:" announces what is missing in it
    for mention in artefacts_in(clause.text)[:1]:
        if _within_a_name(clause, mention) or mention.artefact.id in UNSURE or denied_at(clause, mention.start, mention.end) is not True:
            continue
        if clause.negation == "lead-in" and mention.start > 12:
            continue
        narrowing = _narrowing(clause, mention)
        about = frozenset(item.entry for item in concepts(clause.text) if item.start < mention.end and mention.start < item.end)
        question = Missing(mention.artefact.id, mention.text.lower(), narrowing, clause.text)
        denial = DENIED_BEFORE.search(clause.text[: mention.start])
        words = clause.text[denial.start() if denial else mention.start : mention.end]
        yield Asked(words, mention.artefact.id, "absent", question, absent=True, takes=about)


def _within_a_name(clause: Clause, mention: ArtefactMention) -> bool:
    """Whether the words are a part of an identifier in code: "`test_release_notes`"."""
    ends = clause.text[mention.start - 1 : mention.start] + clause.text[mention.end : mention.end + 1]
    return "_" in ends and clause.words.in_code(mention.start, mention.end)


def _narrowing(clause: Clause, mention: ArtefactMention) -> tuple[str, ...]:
    """The content words of the statement besides the artefact's own."""
    whole = clause.statement.text.plain
    at = max(0, whole.find(clause.text))
    rest = f"{whole[: at + mention.start]} {whole[at + mention.end :]}"
    words = (word.lower() for word in WORD.findall(rest) if len(word) > 2 and not EMPTY.fullmatch(word))
    return tuple(dict.fromkeys(word for word in words if word not in _PLACES))


@dataclass(frozen=True, slots=True)
class Missing:
    """Whether an artefact is missing. `told` is the phrase that names it; `quoted` are the report's words, which tell its copies."""

    artefact: str
    told: str
    narrowed: tuple[str, ...]
    quoted: str

    def measure(self, code: Codebase, scope: Scope, hints: ScopeHints) -> Measurement:
        artefact = artefacts_in(self.told)[0].artefact
        paths = live(code, scope if hints.paths else whole())
        documents = [found for path in paths if (found := document(code, path)) and self.quoted not in found.text]
        files = [path for path in artefact.among(paths) if not _quotes(path, documents)]
        blocked: Measurement
        if "diagram" in self.told:
            drawn = [site for found in documents for site in found.drawings(self.told.split()[0])]
            if drawn and not self.narrowed:
                return _refuted(f"drawn in {drawn[0].path}:{drawn[0].line}", drawn)
        headed = [site for found in documents for site in found.sections(artefact.headings)]
        if not files and not headed:
            if code.snapshot.unlisted():
                blocked = unanswered(Reason.INCOMPLETE, "not every file could be listed")
                return blocked
            held: Measurement = answer(True, f"no file or section is named like {artefact.id.replace('-', ' ')}", (), _command(artefact))
            return held
        if self.narrowed:
            told = [site for found in documents if found.path in files for site in found.sections(self.narrowed, _SUBSTANCE)]
            if told:
                return _refuted(f"{told[0].code} in {told[0].path}:{told[0].line}", told)
        elif known := [path for path in files if surely_is(path, artefact, code) and named_so(path, self.told, artefact)]:
            return _refuted(f"there is {known[0]}", [Site(path) for path in known])
        near = [*(Site(path) for path in files), *headed]
        blocked = unanswered(Reason.AMBIGUOUS, f"{near[0].path} may be meant", near)
        return blocked


def _refuted(detail: str, sites: Sequence[Site]) -> Measurement:
    refuted: Measurement = answer(False, detail, sites, subject=sites[0].path)
    return refuted


def live(code: Codebase, scope: Scope) -> tuple[str, ...]:
    """The files in scope that are the project's own and in force."""
    return tuple(
        path
        for path, entry in code.index.entries.items()
        if entry.kind is EntryKind.FILE
        and entry.state is not EntryState.IGNORED
        and scope.contains(path)
        and not classes_of(path) & {"vendored", "test"}
        and not is_example(path)
        and not _ARCHIVED.search(path)
    )


def _quotes(path: str, documents: Sequence[Document]) -> bool:
    """Whether a file is a document that was left out: a copy of the report."""
    return path.lower().endswith((".md", ".mdx", ".rst")) and not any(found.path == path for found in documents)


def surely_is(path: str, artefact: Artefact, code: Codebase) -> bool:
    """Whether a file of that name surely is the artefact, and has something in it."""
    if artefact.id in _ROOTED and path.count("/") > (1 if path.startswith((".github/", "docs/")) else 0):
        return False
    text = code.facts.text(path)
    if artefact.id == "ci-config":  # what lies deeper is run for no push to this repository, and often came with the code of others
        return ("/" not in path or path.startswith(".")) and bool(_RUNS.search(text))
    return bool(text.strip()) and (artefact.decides is Decides.ALONE or text.count("\n") >= _SUBSTANCE)


def named_so(path: str, told: str, artefact: Artefact) -> bool:
    """Whether a document's name has the words of the phrase, or is its own: `api_setup.md` may tell of other things."""
    if artefact.id in _ROOTED or not path.lower().endswith((".md", ".mdx", ".rst", ".txt", ".adoc")):
        return True
    named = {stem(word) for part in path.split("/") for word in subwords(part.rpartition(".")[0] or part)}
    said = {stem(word) for word in WORD.findall(told) if not EMPTY.fullmatch(word)} - {stem(word) for word in _FORMS}
    return said <= named


def _command(artefact: Artefact) -> str:
    return "git ls-files | grep -iE '" + "|".join(re.sub(r"[*{}]+", ".*", name) for name in artefact.files[:4]) + "'"


class AbsentDocuments(QuestionRule):
    name = "absent-documents"
    kinds = ("absence",)
    summary = "A document or other artefact that is said to be missing is there under no name that it usually has."
    read = staticmethod(read)
    examples = (
        Example(
            "documents that are missing, and that are not",
            "## Gaps\n\n- Missing architecture diagrams in docs\n- No CONTRIBUTING guide\n- No changelog\n"
            "- [ ] API documentation (WebSocket protocol)\n"
            "- [ ] API documentation (billing)\n- No deployment guide\n",
            {
                "docs/ARCHITECTURE.md": "# Architecture\n\n```mermaid\ngraph TD; A-->B\n```\n",
                "docs/api.md": "# API\n\n## WebSocket protocol\n" + "A message.\n" * 20,
                "docs/archive/deployment.md": "# Deployment\n" + "A step.\n" * 20,
                "CONTRIBUTING.md": "Send a patch.\n",
            },
            (
                Expect("absence", Verdict.REFUTED, 3, "architecture-diagram"),
                Expect("absence", Verdict.REFUTED, 4, "contributing-guide"),
                Expect("absence", Verdict.HOLDS, 5, "changelog"),
                Expect("absence", Verdict.UNVERIFIABLE, 6, "api-documentation"),
                Expect("absence", Verdict.UNVERIFIABLE, 7, "api-documentation"),
                Expect("absence", Verdict.HOLDS, 8, "deployment-guide"),
            ),
        ),
        Example(
            "of what is in it", "## Gaps\n\nREADME missing:\n\n- a picture of the moon\n\nAdd a changelog.\n", {"README.md": "# Moon\n"}
        ),
    )
