"""Which share of the modules, classes and functions carry docstrings or documentation comments: all, most, none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from verifier.codebase import Codebase
from verifier.facts.languages import LANGUAGES
from verifier.facts.outline import Definition, Outline
from verifier.facts.symbols import Symbols
from verifier.model import Claim, Evidence, Finding, Measurement, Reading, Reason, Side, Site, Verdict
from verifier.reading.clause import Clause, FenceClass, Form, Mark
from verifier.reading.english.lexis import denies
from verifier.reading.says.words import Sort, words_of
from verifier.repository.kinds import classes_of
from verifier.repository.scope import Scope
from verifier.reproduce import lint
from verifier.rule import Example, Expect, Rule, found, undecided

from .shares import ALL_WORDS, WHOLE_WORDS, Counted, Universal, as_counted, counted, nearly, universal

_NOUNS = frozenset(("docstring", "docstrings", "jsdoc", "tsdoc", "javadoc"))
_UNITS = {
    "function": ("function", "functions"),
    "method": ("method", "methods"),
    "class": ("class", "classes"),
    "module": ("module", "modules", "file", "files"),
}
_SOME = frozenset(
    "some few many numerous various several critical core important new key major complex main other remaining".split()
)  # which, is open
_FORMS = {Form.CODE, Form.COMMAND, Form.HEADING, Form.TREE_ENTRY}
_FENCES = {FenceClass.SUGGESTED, FenceClass.CODE, FenceClass.SHELL, FenceClass.DIAGRAM}
_FUNCTIONS = ("function", "method")
_ACCESSORS = re.compile(r"^(?:overload|.*\.(?:setter|deleter)|property|cached_property|override)$")
_MODULE = re.compile(r"^\s*(?:#[^\n]*\n\s*)*[rRuU]?(?:\"\"\"|'''|\"|')")


class Share(Enum):
    ALL = "all"
    MOST = "most"
    NONE = "none"
    COUNT = "count"  # so many of so many


@dataclass(frozen=True, slots=True)
class Target:
    share: Share
    unit: str  # a key of _UNITS
    plain: bool = True  # told as docstrings, which are Python's where no file is named
    count: Counted | None = None
    all_of: Universal | None = None  # the words that tell "all" of the unit
    widely: bool = False  # "throughout": a few may be without


class Documented(Rule[Target]):
    """ "Docstrings on all public methods", "Module docstrings: present in all files", "No docstrings on any class"."""

    name = "documented"
    kinds = ("docstrings",)
    quotes = False
    scoped = True
    summary = (
        "The share of Python's modules, classes or public functions outside tests that have a docstring is all, most or none, as told."
    )
    vocabulary = (
        "docstring doc comment function method class module file public python code have present exist include comprehensive complete "
        "coverage documentation @all @none @number most"
    )
    examples = (
        Example(
            "throughout: nearly all may be meant",
            "- Function docstrings throughout `orbit.py`\n- Function docstrings throughout `tilt.py`\n"
            "- Docstrings on all functions of `orbit.py`\n",
            {
                "orbit.py": "".join(f'def turn{n}():\n    """Turn."""\n\n' for n in range(19)) + "def lean():\n    pass\n",
                "tilt.py": 'def turn():\n    """Turn."""\n\ndef lean():\n    pass\n',
            },
            (
                Expect("docstrings", Verdict.UNVERIFIABLE, 1),
                Expect("docstrings", Verdict.REFUTED, 2),
                Expect("docstrings", Verdict.REFUTED, 3),
            ),
        ),
        Example(
            "all, and not all",
            "- Docstrings on all public functions in `orbit.py`\n- Docstrings on all public methods in `tilt.py`\n"
            "- Class docstrings: present in every class of `tilt.py`\n",
            {
                "orbit.py": 'def turn():\n    """Turn."""\n\ndef _inner():\n    pass\n',
                "tilt.py": 'class Axis:\n    """An axis."""\n\n    def lean(self):\n        """Lean."""\n\n'
                "    def fall(self):\n        pass\n",
            },
            (
                Expect("docstrings", Verdict.HOLDS, 1),
                Expect("docstrings", Verdict.REFUTED, 2, observed="1 of 2 methods"),
                Expect("docstrings", Verdict.HOLDS, 3),
            ),
        ),
        Example(
            "all of a file, in any language",
            "- Every function in `orbit.ts` has a doc comment.\n- No function in `orbit.ts` has a docstring.\n",
            {"orbit.ts": "/** Turn. */\nexport function turn() {}\n"},
            (Expect("docstrings", Verdict.HOLDS, 1), Expect("docstrings", Verdict.REFUTED, 2)),
        ),
        Example(
            "modules, most, and none",
            "- Module docstrings: present in all files\n- Most functions have docstrings\n- No docstrings on the classes\n",
            {
                "orbit.py": '#!/usr/bin/env python\n"""Orbits."""\n\nclass Axis:\n    pass\n\ndef turn():\n    pass\n',
                "tilt.py": "'''Tilts.'''\nx = 1\n",
                "test_tilt.py": "x = 1\n",
            },
            (
                Expect("docstrings", Verdict.HOLDS, 1, observed="2 of 2 modules"),
                Expect("docstrings", Verdict.REFUTED, 2, observed="0 of 1 functions"),
                Expect("docstrings", Verdict.HOLDS, 3),
            ),
        ),
        Example(
            "so many of so many",
            "- Docstrings on 1 of 2 public methods in `tilt.py`\n- 2 of 2 methods in `tilt.py` have docstrings\n"
            "- Docstrings on 1 of 9 methods in `tilt.py`\n",
            {"tilt.py": 'class Axis:\n    def lean(self):\n        """Lean."""\n\n    def fall(self):\n        pass\n'},
            (
                Expect("docstrings", Verdict.HOLDS, 1, claimed="1 of 2"),
                Expect("docstrings", Verdict.REFUTED, 2, observed="1 of 2 methods"),
                Expect("docstrings", Verdict.UNVERIFIABLE, 3),
            ),
        ),
        Example(
            "no share is told, or not of what",
            "- Good docstrings\n- Add docstrings to all functions\n- Docstrings for all critical functions\n- All docstrings are good\n",
            {"orbit.py": "def turn():\n    pass\n"},
            (),
        ),
    )

    def is_closed(self, claim: Claim[Target]) -> bool:
        return True

    def is_universal(self, claim: Claim[Target]) -> bool:
        return claim.target.share is Share.ALL

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if not clause.asserts or clause.side is Side.BEFORE or clause.form in _FORMS or clause.context.fence in _FENCES:
            return
        key = re.findall(r"[a-z]+", clause.context.key.lower()) if clause.position == 0 and clause.form is Form.KEY_VALUE else []
        words = [word.lower for word in words_of(clause.words) if word.sort in (Sort.WORD, Sort.NUMBER)]
        words = words if _NOUNS & set(words) else [*key, *words]
        target = _target(words)
        every = [name for names in _UNITS.values() for name in names]
        if (count := counted(clause.words, every)) is not None:
            named = [place for place, word in enumerate(words) if word in _NOUNS or word == "doc"]
            unit = _unit(words, named[0]) if len(named) == 1 and not _SOME & set(words) else ""
            if unit and not any(denies(word) for word in words):
                plain = words[named[0]] in ("docstring", "docstrings")
                yield self.claim(clause, Target(Share.COUNT, unit, plain, count), claimed=count.text, explains=(count.span,))
        elif target is not None and not (clause.statement.mark is Mark.NO and target.share in (Share.ALL, Share.MOST)):
            if target.share is Share.ALL:
                target = replace(target, all_of=universal(clause.words, _UNITS[target.unit]))
            claimed = f"{target.share.value} {_plural(target.unit)}"
            yield self.claim(clause, target, claimed=claimed, negated=target.share is Share.NONE)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        languages = frozenset(("python",)) if claim.target.plain and not claim.hints.paths else frozenset(LANGUAGES)
        files = [path for path in scope.files_in(code.index, languages) if claim.hints.paths or not classes_of(path)]
        outlines = Symbols.of(code.facts).outlines(files)
        unit = claim.target.unit
        places = [place for path, outline in outlines.items() for place in _places(path, outline, unit, code)]
        if not places:
            return Measurement(blocked=Reason.NO_SUBJECT, detail=f"no Python {claim.target.unit} in {scope.label}")
        bare = tuple(site for site, documented in places if not documented)
        surely = [site for site in bare if unit != "function" or "." not in site.symbol]  # a method may be no function
        readings = (Reading("all", len(places)), Reading("without", len(bare)), Reading("surely without", len(surely)))
        return Measurement(readings, bare, len(outlines) == len(files), lint(_CODES.get(unit, "D1"), scope.places), scope.label)

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        total, bare, surely = (int(reading.value) for reading in measurement.readings)
        share, has = claim.target.share, total - bare
        if share is Share.COUNT:
            return self._count(claim, measurement, total, (has, total - surely))
        holds = {Share.ALL: bare == 0, Share.MOST: has * 2 > total, Share.NONE: has == 0}[share]
        fails = {Share.ALL: surely > 0, Share.MOST: has * 2 < total, Share.NONE: has > 0}[share]
        observed = f"{has} of {total} {_plural(claim.target.unit)}"
        message = f"{observed} have docstrings, in {measurement.subject}"
        if bare and share is Share.ALL:
            first = measurement.sites[0]
            message += f"; {first.symbol or first.path} has none"
        if not measurement.complete or holds is fails or (claim.target.widely and fails and nearly(has, total)):
            reason = Reason.AMBIGUOUS if measurement.complete else Reason.INCOMPLETE
            return found(claim, measurement, Verdict.UNVERIFIABLE, message, reason=reason, observed=observed)
        evidence = tuple(Evidence(site.path, site.line, site.line) for site in measurement.sites[:5]) if share is not Share.NONE else ()
        verdict = Verdict.HOLDS if holds else Verdict.REFUTED
        correction = None if holds or share is not Share.ALL else as_counted(claim.target.all_of, has, total)
        return found(claim, measurement, verdict, message, observed=observed, evidence=evidence, correction=correction)

    def _count(self, claim: Claim[Target], measurement: Measurement, total: int, having: Sequence[int]) -> Finding:
        """Held by any count; refuted only where just as many were counted."""
        count = claim.target.count
        assert count is not None
        observed = f"{having[0]} of {total} {_plural(claim.target.unit)}"
        message = f"{observed} have docstrings, in {measurement.subject}"
        return count.judged(claim, measurement, total, having, observed, message)


_CODES = {"module": "D100,D104", "class": "D101,D106", "function": "D103", "method": "D102"}  # of pydocstyle, as ruff has them


def _plural(unit: str) -> str:
    return f"{unit}es" if unit.endswith("s") else f"{unit}s"


def _target(words: Sequence[str]) -> Target | None:
    """Which share of what the words tell to have docstrings; None when they tell none."""
    named = [place for place, word in enumerate(words) if word in _NOUNS or (word == "doc" and words[place + 1 : place + 2] != ["string"])]
    if len(named) != 1 or _SOME & set(words):
        return None
    unit, plain = _unit(words, named[0]), words[named[0]] in ("docstring", "docstrings")
    if not unit:
        return None
    if any(denies(word) for word in words):
        return None if WHOLE_WORDS & set(words) else Target(Share.NONE, unit, plain)
    if "most" in words or "majority" in words:
        return Target(Share.MOST, unit, plain)
    if not WHOLE_WORDS & set(words) or (named[0] and words[named[0] - 1] in WHOLE_WORDS):
        return None
    return Target(Share.ALL, unit, plain, widely=not ALL_WORDS & set(words))


def _unit(words: Sequence[str], at: int) -> str:
    """What is to have them: the noun right before "docstrings", or the last one of those told beside it."""
    kinds = {word: unit for unit, names in _UNITS.items() for word in names}
    if at and words[at - 1] in kinds and not ({"method", "methods"} & set(words)):
        return kinds[words[at - 1]]
    beside = {kinds[word] for word in words if word in kinds}
    if beside <= {"function", "method", "module"} and "method" in beside:
        return "method"
    return next(iter(beside - {"module"} or beside)) if len(beside) == 1 or beside - {"module"} == {"function"} else ""


def _places(path: str, outline: Outline, unit: str, code: Codebase) -> Iterator[tuple[Site, bool]]:
    """What counts as one of the unit in a file, and whether it is documented: nothing private, special or within a function."""
    if unit == "module":
        text = code.facts.text(path)
        if text.strip():
            yield Site(path, "", "", 1, 1), bool(_MODULE.match(text))
        return
    kinds = {d.qualified: d.kind for d in outline.definitions}
    for definition in outline.definitions:
        if _counts(definition, unit, kinds):
            yield Site(path, definition.qualified, "", definition.line, definition.line), definition.docstring


def _counts(definition: Definition, unit: str, kinds: dict[str, str]) -> bool:
    *outer, name = definition.qualified.split(".")
    if any(part.startswith("_") for part in (*outer, name)) or any(_ACCESSORS.match(decorator) for decorator in definition.decorators):
        return False
    if any(kinds.get(".".join(outer[: depth + 1])) in _FUNCTIONS for depth in range(len(outer))):
        return False
    return definition.kind == "class" if unit == "class" else definition.kind in _FUNCTIONS
