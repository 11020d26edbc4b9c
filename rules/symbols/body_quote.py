"""Code that a sentence quotes as what a function's body is, begins or ends with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from verifier.codebase import Codebase
from verifier.facts.symbols import Place, Symbols
from verifier.facts.tokens import Token, tokens
from verifier.model import Claim, Measurement, Reason, Site
from verifier.model import Verdict as V
from verifier.reading.clause import Clause
from verifier.reading.says.slots import SLOT, slots_of
from verifier.repository.kinds import is_test
from verifier.repository.scope import Scope
from verifier.reproduce import arguments
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

from .quote_near import near

_SORT = r"(?:the\s+)?(?:function\s+|method\s+|helper\s+)?"
_ONLY = r"(?:just|only|merely|simply|the\s+(?:single\s+)?(?:line|statement))"
_BODY = re.compile(
    rf"{_SORT}(?P<name>{SLOT})(?:,?\s+whose\s+(?:whole\s+|entire\s+)?body|(?:'s|’s)\s+(?:whole\s+|entire\s+)?body)?\s+"
    rf"(?:is|reads|ends|begins|starts|consists|boils\s+down|comes\s+down)\s+(?:{_ONLY}\s+)?(?:with\s+|in\s+|of\s+|to\s+)?(?:{_ONLY}\s+)?(?P<code>{SLOT})$",
    re.I,
)
_IS_BODY = re.compile(r"\bbody\b|\b(?:ends|begins|starts|consists|boils\s+down|comes\s+down)\b", re.I)
_NAME = re.compile(r"(?:[A-Za-z_]\w*\.)?[A-Za-z_]\w*(?:\(\))?")
_TELLING = 4  # tokens of code that are worth looking for
_FUNCTIONS = ("function", "method", "constructor", "hook", "component")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    name: str
    code: str
    aside: bool = False  # it is told beside something else: "numbered by `f`, whose body is ..."


class BodyQuote(Lookup[Target]):
    """ "`pad` ends with `return text.ljust(9)`", "`pad`, whose body is `return text`"."""

    name = "body-quote"
    kinds = ("code-quote",)
    summary = "A function has the line that is quoted as its own; refuted where its only definition has one that differs in one place."
    vocabulary = "body function method helper end begin start read consist line statement"
    examples = (
        Example(
            "as it is, with another call, and of other code",
            "- `pad` ends with `return text.strip(' ').ljust(9)`\n- `pad` ends with `return text.rstrip(' ').ljust(9)`\n"
            "- Names are made by `label`, whose body is `return 'v' + str(number)`.\n"
            "- Names are made by `label`, whose body is `return 'g' + str(number)`.\n- `label` ends with `raise KeyError(number)`\n"
            "- It is not so that `label` ends with `return 'g' + str(number)`\n",
            {
                "a.py": "def pad(text):\n    text = text or ''\n    return text.strip(' ').ljust(9)\n\n"
                "def label(number):\n    return 'v' + str(number)\n"
            },
            (
                Expect("code-quote", V.HOLDS, 1, "pad"),
                Expect("code-quote", V.REFUTED, 2, "pad", observed="return text.strip(' ').ljust(9)"),
                Expect("code-quote", V.HOLDS, 3, "label"),
                Expect("code-quote", V.REFUTED, 4, "label"),
                Expect("code-quote", V.UNVERIFIABLE, 5, "label"),
            ),
            also=("code-quote", "symbol-exists"),
        ),
        Example(
            "how it is to be, and short code",
            "`pad` should end with `return text.ljust(9)`. `pad` ends with `return`. `pad` used to end with `return text.ljust(9)`.\n",
            {"a.py": "def pad(text):\n    return text.rjust(9)\n"},
            (),
        ),
    )

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        slots = slots_of(clause)
        match = _BODY.search(slots.text)
        if match is None or clause.negated or not _IS_BODY.search(match[0]):
            return
        name, code = slots.name(match["name"]), slots.name(match["code"])
        if _NAME.fullmatch(name) and len(_tokens(code)) >= _TELLING:
            target = Target(name=name.removesuffix("()"), code=code, aside="whose" in match[0])
            span = slots.span(match.start("code"), match.end("code"))
            yield self.claim(clause, target, subject=name, claimed=code[:80], span=span, text=code, explains=slots.taken(match))

    def is_closed(self, claim: Claim[Target]) -> bool:
        return not claim.target.aside

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        name, quoted = claim.target.name, [token.text for token in _tokens(claim.target.code)]
        symbols = Symbols.of(code.facts)
        known = symbols.find(name.rpartition(".")[2])
        places = [one for one in known.places if one.definition.kind in _FUNCTIONS and f".{one.definition.qualified}".endswith(f".{name}")]
        places = [one for one in places if not is_test(one.path)] or places
        if not places:
            return blocked(Reason.NO_SUBJECT, f"no function {name}", name)
        if len(places) > 1:
            return blocked(Reason.AMBIGUOUS, f"{len(places)} functions are named {name}", name)
        place = places[0]
        body = _lines(symbols, place)
        reproduce = f"sed -n '{place.definition.line},{place.definition.end_line}p' {arguments(place.path)}"
        if _within(quoted, [token.text for _, row in body for token in row]):
            line = next((number for number, row in body if _within(quoted, [token.text for token in row])), place.definition.line)
            return answer(True, "it does", [_site(symbols, place, line)], reproduce=reproduce, subject=name)
        met = near(_tokens(claim.target.code), [replace(token, line=number) for number, row in body for token in row])
        if len(met) != 1:
            return blocked(Reason.NOT_PROVABLE, f"{name} has no such line, and none that is near it", name)
        site = _site(symbols, place, met[0].line)
        return answer(False, site.code, [site], complete=known.complete, reproduce=reproduce, subject=name, detail=f"it says {site.code}")


def _tokens(code: str) -> tuple[Token, ...]:
    return tokens(code, "").row


def _lines(symbols: Symbols, place: Place) -> list[tuple[int, list[Token]]]:
    """The tokens of a function's lines, by their numbers."""
    text = symbols.read(place.path).decode("utf-8", "replace").splitlines()
    first, last = place.definition.line, place.definition.end_line
    return [(number, list(_tokens(text[number - 1]))) for number in range(first, min(last, len(text)) + 1)]


def _site(symbols: Symbols, place: Place, line: int) -> Site:
    text = symbols.read(place.path).decode("utf-8", "replace").splitlines()
    return Site(place.path, place.definition.name, text[line - 1].strip(), line, line)


def _within(part: Sequence[str], whole: Sequence[str]) -> bool:
    return any(list(whole[at : at + len(part)]) == list(part) for at in range(len(whole) - len(part) + 1))
