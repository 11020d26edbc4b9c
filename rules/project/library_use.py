"""A library that the code is said to use, by the name of its package or module in code font, is imported."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.imports import importers
from verifier.facts.packages import packages
from verifier.facts.symbols import Symbols
from verifier.knowledge.base import built_in
from verifier.knowledge.libraries import Library, libraries
from verifier.knowledge.masking import mask, visible
from verifier.knowledge.places import set_aside
from verifier.model import Claim, Measurement, Reason, Site
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Form
from verifier.reading.says.verbs import rests_on
from verifier.reading.says.words import Word, words_of
from verifier.repository.kinds import is_source, is_vendored, language_of
from verifier.repository.scope import Scope
from verifier.reproduce import search
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

_FORMS = frozenset((Form.SENTENCE, Form.ITEM, Form.CHECK_ITEM, Form.KEY_VALUE))
_MEANS = frozenset("with by through via using".split())
_BE = frozenset(("is", "are", "be", "gets", "get"))
_BEHIND = frozenset("library package client module for to as internally".split())
_LANGUAGES = {"python": ("python",), "npm": ("javascript", "jsx", "typescript", "tsx", "vue", "svelte")}
_ALIKE = re.compile(r"[-_.]")


@dataclass(frozen=True, slots=True)
class Target:
    name: str


class LibraryUse(Lookup[Target]):
    """ "Outgoing HTTP goes through `requests`", "retries are handled by `tenacity`", "the app uses `lodash`"."""

    name = "library-use"
    kinds = ("usage", "dependency")
    vocabulary = "library package client module call request"
    summary = "A library that is said to be used is imported; refuted where no manifest, import, setting or code of the project names it."
    examples = (
        Example(
            "what things are done with",
            "- Outgoing calls go through `requests`\n- Retries are handled by `tenacity`\n- The dates are parsed with `pendulum`.\n"
            "- The service uses `orjson`\n- Sums are done with `pytz`\n- Rows are cached with `diskcache`\n"
            "- Trees are walked with `lxml`\n",
            {
                "a.py": "import requests\nfrom yaml import load\n\ndef tenacity(): ...  # no pendulum\n\n"
                "late = import_module('lxml.etree')\n",
                "requirements.txt": "requests\npyyaml\npytz\n",
                "Makefile": "run:\n\tpip install diskcache\n",
            },
            (
                Expect("usage", V.HOLDS, 1, "requests"),
                Expect("usage", V.UNVERIFIABLE, 2, "tenacity"),
                Expect("usage", V.REFUTED, 3, "pendulum"),
                Expect("usage", V.REFUTED, 4, "orjson"),
                Expect("usage", V.UNVERIFIABLE, 5, "pytz"),
                Expect("usage", V.UNVERIFIABLE, 6, "diskcache"),
                Expect("usage", V.UNVERIFIABLE, 7, "lxml"),
            ),
        ),
        Example(
            "other names and other words",
            "- It uses `compute`\n- Calls could go through `requests`\n- Calls don't go through `requests`\n- Use `requests` for that\n"
            "- It uses requests\n- It uses `httpx`\n- The sum goes through `requests` and `parcels`\n"
            "- Rows are told apart with `regex`\n"
            "- It uses `requests` in `b.py`\n- It uses `requests` everywhere\n",
            {"a.py": "import httpx\n"},
            (),
            also=("mechanism",),
        ),
    )

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        if clause.form not in _FORMS or clause.negated or clause.hedge:
            return
        words = words_of(clause.words)
        for at, word in enumerate(words):
            name = word.text.strip("`").lower()
            if not (clause.words.in_code(word.start, word.start + 1) and name in libraries()) or built_in().lexicon.concepts(name):
                continue  # what has an entry is the mechanisms' to tell
            if _used(words, at) and _ends(words, at):
                span = clause.words.span(word.start, word.start + len(word.text))
                yield self.claim(clause, Target(name), subject=name, claimed="used", span=span, text=clause.text, explains=(span,))
                return

    def is_closed(self, claim: Claim[Target]) -> bool:
        return False

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        name, known = claim.target.name, libraries()[claim.target.name]
        symbols, complete = Symbols.of(code.facts), not code.snapshot.unlisted()
        reproduce = search("-niw", name)
        languages = {language_of(path) for path in code.index.entries}
        if not any(languages & set(_LANGUAGES[one.ecosystem]) for one in known):
            return blocked(Reason.NO_SUBJECT, f"there is no code that could import {name}", name)
        imported = [site for one in known for site in _imports(one, code)]
        if imported:
            told = f"{name} is imported at {imported[0].path}:{imported[0].line}"
            return answer(True, told, imported, reproduce=reproduce, subject=name, detail=told)
        if place := _listed(known, code) or _named(known, symbols):
            return blocked(Reason.NOT_PROVABLE, f"nothing imports {name}, which {place} names", name)
        told = f"no manifest, import or code names {name}"
        return answer(False, told, complete=complete and not packages(code.index).unread, reproduce=reproduce, subject=name, detail=told)


def _used(words: tuple[Word, ...], at: int) -> bool:
    """Whether what stands before it says that something is done with it, or uses it."""
    place = at - 2 if at > 1 and words[at - 1].lower == "the" else at - 1
    if place < 1:
        return False
    verb, before = words[place - 1].verb, words[place].lower
    passive = before in _MEANS and verb is not None and verb.form == "past" and any(word.lower in _BE for word in words[:place])
    return before == "uses" or passive or rests_on(words, at)


def _ends(words: tuple[Word, ...], at: int) -> bool:
    """Whether it is all that is named there: the clause ends, or goes on with what for."""
    return at + 1 == len(words) or words[at + 1].text in (".", ",", ";", "(", ":") or words[at + 1].lower in _BEHIND


def _imports(library: Library, code: Codebase) -> Iterator[Site]:
    holding = Symbols.of(code.facts).holding(max(re.findall(r"\w+", library.module), key=len))
    paths = [path for path in holding if language_of(path) in _LANGUAGES[library.ecosystem] and not is_vendored(path)]
    for path, line in importers(library.module, paths, code.facts):
        yield Site(path, "", f"imports {library.module}", line, line)


def _listed(known: tuple[Library, ...], code: Codebase) -> str:
    """The manifest that lists one of the libraries, or ""."""
    names = {(one.ecosystem, one.name) for one in known}
    of = packages(code.index).of
    return next((path for path, entries in of.items() if any((one.ecosystem, one.name) in names for one in entries)), "")


def _named(known: tuple[Library, ...], symbols: Symbols) -> str:
    """A file that names one of the libraries in another way: in code, as a string of its own, in settings; "" without one."""
    for name in dict.fromkeys(name for one in known for name in (one.name, one.module)):
        spelled = r"[-_.]".join(map(re.escape, _ALIKE.split(name)))
        word = re.compile(rf"(?<![\w$]){spelled}(?![\w$])", re.I)
        alone = re.compile(rf"[\"'`]{spelled}[\"'`./]", re.I)  # what is imported by its name as a string
        for path in symbols.holding(max(re.findall(r"\w+", name), key=len)):
            if set_aside(path) == "documentation":
                continue
            text = mask(path, visible(symbols.read(path).decode("utf-8", "replace")))
            if word.search(text.code if is_source(path) else text.uncommented) or alone.search(text.uncommented):
                return path
    return ""
