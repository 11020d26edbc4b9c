"""The versions and systems on which the project is tested are those of its CI's matrix."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.knowledge.structured import Malformed, parse_yaml
from verifier.model import Claim, Measurement, Reason, Site
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Form
from verifier.repository.scope import Scope
from verifier.repository.snapshot import Unreadable
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

_LANGUAGES = {
    "python": r"python|cpython|py",
    "node": r"node(?:\.?js)?",
    "go": r"go|golang",
    "ruby": r"ruby",
    "php": r"php",
    "java": r"java|jdk",
    "rust": r"rust",
}
_NAMED = rf"(?P<language>{'|'.join(_LANGUAGES.values())})"
_VERSIONS = r"(?P<versions>v?\d+(?:\.\d+|\.x)*(?:\s*(?:,|/|and|or|&|,\s*and)\s*v?\d+(?:\.\d+|\.x)*){0,12})"
_TOLD = re.compile(
    rf"(?<![\w./-]){_NAMED}(?:\s+(?:versions?|support))?\s*(?::|\bare\b|\bis\b)?\s*{_VERSIONS}(?!\s*(?:%|tests?|\+|or\b|x\b))", re.I
)
_CI = re.compile(r"\b(?:ci|ci/cd|matrix|matrices|workflows?|github\s+actions|continuous\s+integration|pipelines?)\b", re.I)
_TESTED = re.compile(r"\b(?:(?:is|are)\s+tested|tests\s+run|runs?\s+tests)\s+(?:on|against|with|under|across)\b", re.I)
_ALONE = re.compile(r"\b(?:only|just|solely)\b", re.I)
_SYSTEM = re.compile(r"(?:ubuntu|windows|macos)-(?:latest|\d+(?:\.\d+)?)")
_WORKFLOW = re.compile(r"^\.github/workflows/[^/]+\.ya?ml$")
_LITERAL = re.compile(r"v?\d+(?:\.\d+|\.x)*(?:-dev)?")


@dataclass(frozen=True, slots=True)
class Target:
    """`language`: "" for systems."""

    language: str
    values: tuple[str, ...]
    alone: bool = False  # "only 3.12"


class CiMatrix(Lookup[Target]):
    """ "The CI matrix covers Python 3.11 and 3.12", "Tests run on `windows-latest`"."""

    name = "ci-matrix"
    kinds = ("config",)
    summary = "The workflows test on the versions and systems that are told; refuted where all of theirs are written out, and one is none."
    vocabulary = "only just solely ci matrix cover test run version workflow continuous integration pipeline support python node go system"
    examples = (
        Example(
            "versions and systems",
            "- The CI matrix covers Python 3.11 and 3.12\n- The CI matrix covers Python 3.11 and 3.13\n- CI runs on `windows-latest`\n"
            "- CI runs on `macos-latest`\n\n## Continuous integration\n\n- Node versions: 20 and 22\n- Python 3.12\n",
            {
                ".github/workflows/ci.yml": "jobs:\n  test:\n    runs-on: ${{ matrix.os }}\n    strategy:\n      matrix:\n"
                "        os: [ubuntu-latest, windows-latest]\n        python-version: ['3.11', \"3.12\"]\n        node: [20, 22]\n"
                "    steps:\n      - uses: actions/setup-python@v5\n        with:\n          python-version: ${{ matrix.python-version }}\n"
            },
            (
                Expect("config", V.HOLDS, 1),
                Expect("config", V.REFUTED, 2, observed="3.11, 3.12"),
                Expect("config", V.HOLDS, 3),
                Expect("config", V.REFUTED, 4),
                Expect("config", V.HOLDS, 8),
                Expect("config", V.HOLDS, 9),
            ),
        ),
        Example(
            "these and no others",
            "- CI only covers Python 3.11 and 3.12\n- CI only tests Python 3.12\n",
            {".github/workflows/ci.yml": "jobs:\n  test:\n    strategy:\n      matrix:\n        python: ['3.11', '3.12']\n"},
            (Expect("config", V.HOLDS, 1), Expect("config", V.REFUTED, 2, observed="3.11, 3.12")),
        ),
        Example(
            "no matter of CI",
            "- The project needs Python 3.13\n- CI should cover Python 3.13\n- CI has 3 jobs\n- CI does not cover Python 3.13\n"
            "- `workflows/row.py`: 2 instances\n",
            {".github/workflows/ci.yml": "jobs:\n  test:\n    strategy:\n      matrix:\n        python: ['3.11']\n"},
            (),
        ),
        Example(
            "left open",
            "- The CI matrix covers Go 1.22\n",
            {".github/workflows/ci.yml": "jobs:\n  test:\n    steps:\n      - with:\n          go-version: ${{ inputs.go }}\n"},
            (Expect("config", V.UNVERIFIABLE, 1),),
        ),
    )

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        if clause.negated or clause.hedge or clause.form in (Form.HEADING, Form.CODE):
            return
        told = clause.in_full
        near = (told, *clause.context.titles[-1:], clause.context.lead_in.plain if clause.context.lead_in else "")
        if not any(_CI.search(text) for text in near) and not _TESTED.search(told):
            return
        if match := _TOLD.search(told):
            language = next(key for key, names in _LANGUAGES.items() if re.fullmatch(names, match["language"], re.I))
            yield self._asked(clause, language, tuple(re.findall(r"\d+(?:\.\d+|\.x)*", match["versions"])), match["versions"])
        if systems := tuple(dict.fromkeys(_SYSTEM.findall(told))):
            yield self._asked(clause, "", systems, *systems)

    def _asked(self, clause: Clause, language: str, values: tuple[str, ...], *told: str) -> Claim[Target]:
        subject = f"{language} in CI" if language else "systems of CI"
        words = clause.words
        places = [(at, at + len(text)) for text in (*told, language) if text and (at := words.plain.lower().find(text.lower())) >= 0]
        explains = tuple(words.span(*place) for place in places)
        alone = bool(_ALONE.search(clause.in_full))
        return self.claim(clause, Target(language, values, alone), subject=subject, claimed=", ".join(values), explains=explains)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target, there, sites, complete = claim.target, [], [], True
        paths = [path for path in code.index.entries if _WORKFLOW.match(path)]
        for path in paths:
            try:
                found = list(_values(parse_yaml(code.snapshot.text(path)), target.language))
            except (Malformed, Unreadable):
                complete = False
                continue
            sites += [Site(path)] if found else []
            there += found
        literal = [value for value in there if (_LITERAL.fullmatch(value) if target.language else _SYSTEM.fullmatch(value))]
        shown = ", ".join(dict.fromkeys(literal))
        if not literal:
            return blocked(Reason.NO_SUBJECT, "no workflow here writes such versions out", claim.subject)
        missing = [value for value in target.values if not any(_same(value, one) for one in literal)]
        if missing and any(value not in literal and not value.startswith("${{ matrix.") for value in there):
            return blocked(Reason.NOT_PROVABLE, f"the workflows name {shown}, and more that is not written out", claim.subject)
        more = [value for value in literal if not any(_same(one, value) for one in target.values)] if target.alone else []
        reproduce = "grep -rnE 'version|runs-on|os:' .github/workflows"
        detail = f"the workflows name {shown}"
        return answer(not missing and not more, shown, sites, complete=complete, reproduce=reproduce, subject=claim.subject, detail=detail)


def _values(data: object, language: str) -> Iterator[str]:
    """The values of every key that gives the version of a language, or the system of a job."""
    names = _LANGUAGES[language] if language else "os|runs-on|platform|runner"
    key = re.compile(rf"(?:{names})(?:[-_]?versions?)?" if language else names, re.I)
    for name, value in _entries(data):
        if key.fullmatch(name):
            yield from (str(one) for one in (value if isinstance(value, list) else [value]) if isinstance(one, str))


def _entries(data: object) -> Iterator[tuple[str, object]]:
    if isinstance(data, dict):
        for name, value in data.items():
            yield str(name), value
            yield from _entries(value)
    elif isinstance(data, list):
        for value in data:
            yield from _entries(value)


def _same(told: str, there: str) -> bool:
    one, other = told.removesuffix(".x"), there.lstrip("v").removesuffix(".x").removesuffix("-dev")
    return one == other or other.startswith(f"{one}.") or one.startswith(f"{other}.")  # of "3.12" some 3.12.5 is taken
