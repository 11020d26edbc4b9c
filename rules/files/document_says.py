"""What a document of the repository is said to say, in quotation marks, and the topics that it is said to explain."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from verifier.codebase import Codebase
from verifier.knowledge.artefacts import artefacts_in
from verifier.knowledge.words import stem
from verifier.model import Claim, Confidence, Evidence, Finding, Measurement, Reading, Reason, Site, Verdict
from verifier.reading.clause import Clause, Path
from verifier.repository.scope import Scope
from verifier.reproduce import arguments, search
from verifier.rule import Example, Expect, Rule, found, undecided
from verifier.shapes.lookup import states
from verifier.shapes.markdown_sections import document

_SAYS = re.compile(
    r"\W*(?:(?:still|also|currently|now|explicitly|even)\s+)?(?:claims?|says?|states?|reports?|reads?|promises|declares?|announces?|advertises)\b"
    r"(?:\s+that)?\W{0,3}[\"“](?P<quoted>[^\"“”]{8,200})[\"”]",
    re.I,
)
_EXPLAINS = re.compile(
    r"\W*(?:(?:also|already|now)\s+)?(?:explains?|covers?|documents?|describes?|(?:has|contains|includes)\s+(?:a|an)\s+(?:section|chapter)\s+(?:on|about|for))"
    r"\s+(?:(?:the|its|our|all|how\s+to|how|a|an)\s+)*(?P<topic>[A-Za-z][\w-]*(?:\s+[a-z][\w-]*){0,3})\W*$",
    re.I,
)
_NUMBERED = re.compile(
    r"\W*(?:(?:still|also|currently|now)\s+)?(?:claims?|says?|states?|reports?|lists?|shows?|gives?|mentions?)\s+(?:an?\s+|about\s+|the\s+)?"
    r"(?P<number>\d[\d.,]*%?)\s+(?P<of>[a-z]+(?:\s+[a-z]+)?)\W*$",
    re.I,
)
_WORD = re.compile(r"\w+")
_MARKS = re.compile(r"[*_`~#>|]+")
_LEAST = 3  # words of a quotation
_OMITTED = re.compile(r"\.\.\.|…|\[")


@dataclass(frozen=True, slots=True)
class Target:
    """A document, by its path or as prose names it, and the words or the number that it says, or the topic that it explains."""

    path: str
    quoted: str = ""
    topic: str = ""
    number: str = ""


class DocumentSays(Rule[Target]):
    """ "`STATUS.md` claims "ready for the demo"", "The README explains known problems"."""

    name = "document-says"
    infers = True
    kinds = ("code-quote", "usage")
    vocabulary = "document claim say state report read explain cover describe section chapter readme"
    summary = "The words that a document is said to say stand in it; the topic that it is said to explain has a heading there."
    examples = (
        Example(
            "quotations",
            '- STATUS.md claims "fully ready for the demo".\n- `STATUS.md` says "the build is not ready"\n'
            '- `LATE.md` says "not ready at all"\n- `STATUS.md` says "not yet"\n',
            {"STATUS.md": "# Status\n\nThe **build** is not\nready.\n"},
            (
                Expect("code-quote", Verdict.DOUBTFUL, 1),
                Expect("code-quote", Verdict.HOLDS, 2),
                Expect("code-quote", Verdict.UNVERIFIABLE, 3),
            ),
            also=("file-exists",),
        ),
        Example(
            "numbers",
            "- `STATUS.md` reports a 77% pass rate\n- `STATUS.md` lists 12 tests\n",
            {"STATUS.md": "# Status\n\n12 tests, 80% of which pass\n"},
            (Expect("code-quote", Verdict.DOUBTFUL, 1), Expect("code-quote", Verdict.HOLDS, 2)),
        ),
        Example(
            "topics",
            "- The README explains known problems\n- `README.md` covers the release process\n- The changelog has a section on errors\n",
            {"README.md": "# Moon\n\n## Known problems\n", "CHANGELOG.md": "# Changes\n"},
            (
                Expect("usage", Verdict.HOLDS, 1),
                Expect("usage", Verdict.UNVERIFIABLE, 2),
                Expect("usage", Verdict.UNVERIFIABLE, 3),
            ),
        ),
        Example(
            "wishes", '- The README should explain known problems\n- Say "not ready for now" in `STATUS.md`\n', {"README.md": "# A\n"}, ()
        ),
    )

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if clause.position or not states(clause):
            return
        plain = clause.statement.text.plain
        for path, start, end in _documents(clause, plain):
            if said := _SAYS.match(plain, end):
                if len(_WORD.findall(said["quoted"])) >= _LEAST and not _OMITTED.search(said["quoted"]):
                    yield self._claim(clause, Target(path, quoted=said["quoted"]), "code-quote", said["quoted"], (start, said.end()))
            elif counted := _NUMBERED.match(plain, end):
                target, told = Target(path, number=counted["number"].rstrip(".,")), f"{counted['number']} {counted['of']}"
                yield self._claim(clause, target, "code-quote", told, (start, counted.end()))
            elif explained := _EXPLAINS.match(plain, end):
                yield self._claim(clause, Target(path, topic=explained["topic"]), "usage", explained["topic"], (start, explained.end()))

    def _claim(self, clause: Clause, target: Target, kind: str, told: str, place: tuple[int, int]) -> Claim[Target]:
        whole = clause.statement.text
        return self.claim(
            clause, target, kind=kind, subject=target.path, claimed=told, span=whole.span(0, len(whole.plain)), text=whole.plain,
            explains=(whole.span(*place),), confidence=Confidence.LIKELY,
        )  # fmt: skip

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        named = artefacts_in(target.path)[0].artefact.among(code.index.entries) if "." not in target.path else ()
        paths = named[:1] or code.index.resolve(target.path, claim.hints.paths).matches
        if len(paths) != 1 or paths[0] not in code.index.entries:
            return Measurement(blocked=Reason.AMBIGUOUS if paths else Reason.NO_SUBJECT, detail=f"{target.path} names {len(paths)} files")
        path = paths[0]
        if target.topic:
            wanted = {stem(word.lower()) for word in _WORD.findall(target.topic)}
            headings = text.starts if (text := document(code, path)) else ()
            sites = [Site(path, title, title, line + 1, line + 1) for line, _, title in headings if wanted <= _stems(title)]
            if not sites:
                return Measurement(blocked=Reason.NOT_PROVABLE, detail=f"no heading of {path} has these words", subject=path)
            return Measurement(
                (Reading("so", True),), tuple(sites[:1]), reproduce=search("-n", sites[0].code, within=arguments(path)), subject=path
            )
        told, lines = target.quoted or target.number, code.facts.text(path).splitlines()
        line = _numbered(target.number, lines) if target.number else _stands(target.quoted, lines)
        site = (Site(path, "", "", line, line),) if line else ()
        return Measurement((Reading("so", bool(line)),), site, reproduce=search("-niF", told, within=arguments(path)), subject=path)

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        if not measurement.readings[0].value:
            told = f'"{claim.target.quoted or claim.target.number}" does not stand in {measurement.subject}'
            return found(claim, measurement, Verdict.DOUBTFUL, told, observed="absent")
        site = measurement.sites[0]
        told = f"stands at {site.path}:{site.line}"
        return found(
            claim, measurement, Verdict.HOLDS, told, observed=told, evidence=(Evidence(site.path, site.line, site.line, site.code),)
        )


def _documents(clause: Clause, plain: str) -> Iterator[tuple[str, int, int]]:
    """The document that a sentence names first, and the offsets of its name."""
    for mention in clause.own(Path)[:1]:
        name = mention.text.strip("`")
        at = plain.find(name)
        if (
            isinstance(mention.value, Path)
            and not mention.value.anchors
            and name.lower().endswith((".md", ".mdx", ".rst", ".txt"))
            and at >= 0
        ):
            yield mention.value.text, at, at + len(name)
            return
    for named in islice(artefacts_in(plain), 1):
        if re.fullmatch(r"\W*(?:the\s+)?", plain[: named.start], re.I):
            yield named.text, 0, named.end


def _stems(title: str) -> set[str]:
    return {stem(word.lower()) for word in _WORD.findall(title)}


def _numbered(number: str, lines: Sequence[str]) -> int:
    """The 1-based line on which a number stands; 0 for none."""
    pattern = re.compile(rf"(?<![\w.,]){re.escape(number)}(?![\w]|[.,]\d)")
    return next((at for at, line in enumerate(lines, 1) if pattern.search(line)), 0)


def _stands(quoted: str, lines: Sequence[str]) -> int:
    """The 1-based line at which the words of a quotation begin, whatever marks and ends of lines stand between them; 0 for none."""
    wanted = [word.lower() for word in _WORD.findall(quoted)]
    there = [(word.lower(), number) for number, line in enumerate(lines, 1) for word in _WORD.findall(_MARKS.sub(" ", line))]
    words = [word for word, _ in there]
    return next((there[at][1] for at in range(len(words)) if words[at : at + len(wanted)] == wanted), 0)
