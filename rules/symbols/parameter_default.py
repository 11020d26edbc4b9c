"""The default of a parameter or field is what the report says, in a sentence or in a table of parameters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.symbols import Place, Symbols
from verifier.model import Claim, Measurement, Reason, Site, Verdict
from verifier.reading.clause import Clause, Form, Origin, Symbol
from verifier.reading.says.slots import SLOT, Slots, slots_of
from verifier.repository.kinds import is_test
from verifier.repository.scope import Scope
from verifier.reproduce import search
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

from . import value_compare as compare

_SORTS = "parameter|argument|option|keyword|field|attribute|setting|property|flag"
_SORT, _SORT_BEHIND = rf"(?:(?:{_SORTS})\s+)?", rf"(?:\s+(?:{_SORTS}))?"
_LITERAL = r"-?\d[\d_.,]*|true|false|none|null|nil|empty|\"[^\"]*\"|'[^']*'"
_VALUE = rf"(?P<value>{SLOT}|{_LITERAL})"
_OF = rf"(?:\s+(?:of|in|for|to|on)\s+(?:the\s+)?(?:function\s+|method\s+|class\s+|constructor\s+of\s+)?(?P<owner>{SLOT}))?"
_NAME = rf"(?P<name>{SLOT})"
_PATTERNS = tuple(
    re.compile(rf"^(?:and\s+|while\s+|where\s+)?{pattern}$", re.I)
    for pattern in (
        rf"(?:the\s+)?{_SORT}{_NAME}{_SORT_BEHIND}{_OF}\s+"
        rf"(?:defaults?\s+to|has\s+(?:a|the)\s+default(?:\s+value)?\s+of|is\s+by\s+default)\s+{_VALUE}",
        rf"(?:the\s+)?{_SORT}{_NAME}{_OF}\s+is\s+{_VALUE}\s+by\s+default",
        rf"by\s+default,?\s+(?:the\s+)?{_SORT}{_NAME}{_OF}\s+is\s+{_VALUE}",
        rf"(?:the\s+)?default(?:\s+value)?\s+(?:of|for)\s+(?:the\s+)?{_SORT}{_NAME}{_OF}\s+is\s+{_VALUE}",
        rf"(?P<owner>{SLOT})(?:'s|’s)\s+{_SORT}{_NAME}\s+(?:defaults?\s+to|is\s+by\s+default)\s+{_VALUE}",
    )
)
_DEFAULT = re.compile(r"\W*defaults?(?:\s+values?)?\W*", re.I)
_NAMED = re.compile(r"\W*(?:parameter|argument|option|field|attribute|property|keyword|setting|prop|name)s?(?:\s+name)?\W*", re.I)
_ABOVE = frozenset((Origin.HEADING, Origin.LEAD_IN, Origin.KEY, Origin.PARENT))
_FUNCTIONS = frozenset(("function", "method", "constructor", "component", "hook"))
_TYPES = frozenset(("class", "struct", "interface", "component"))
_MAKERS = frozenset(("__init__", "constructor", "new"))
_PLAIN = re.compile(r"[A-Za-z_$][\w$]*")
_FIXED = re.compile(rf"^(?:{_LITERAL}|[rbfu]{{1,2}}(?:\"[^\"]*\"|'[^']*')|\[\]|\(\)|\{{\}})$", re.I)
_MANY = 40  # files that are looked into for a parameter of which no owner is told


@dataclass(frozen=True, slots=True)
class Target:
    """`owner`: the function or class, "" where none is told; `sure`: the clause itself names it."""

    name: str
    value: str
    owner: str = ""


class ParameterDefault(Lookup[Target]):
    """ "`echo` of `make_engine` defaults to `False`", "| `sep` | `b"."` |" below "Default" and a function's name."""

    name = "parameter-default"
    kinds = ("value", "signature")
    summary = "A parameter or field has the default that is told; refuted where the one function or class that is named has another."
    vocabulary = "default parameter argument option keyword field value"
    examples = (
        Example(
            "sentences",
            "- `echo` of `make_engine` defaults to `False`\n- `echo` of `make_engine` defaults to `True`\n"
            "- The parameter `retries` of `Client` is 3 by default\n- The default of `retries` in `Client` is 5\n"
            "- `Client`'s `host` defaults to `localhost`\n- By default, `echo` is `False`\n- The default for `lost` is 3\n"
            "- `debug` of `Settings` is `True` by default\n- `size` of `Settings` defaults to 10\n",
            {"a.py": "def make_engine(url=None, echo: bool = False): ...\n\nclass Client:\n"
                "    def __init__(self, retries=3, host='localhost'): ...\n\n"
                "@dataclass\nclass Settings:\n    debug: bool = False\n    size: int = SIZE\n"},
            (
                Expect("value", Verdict.HOLDS, 1, "echo"),
                Expect("value", Verdict.REFUTED, 2, "echo", observed="False"),
                Expect("value", Verdict.HOLDS, 3, "retries"),
                Expect("value", Verdict.REFUTED, 4, "retries"),
                Expect("value", Verdict.HOLDS, 5, "host"),
                Expect("value", Verdict.HOLDS, 6, "echo"),
                Expect("value", Verdict.UNVERIFIABLE, 7, "lost"),
                Expect("value", Verdict.REFUTED, 8, "debug"),
                Expect("value", Verdict.UNVERIFIABLE, 9, "size"),
            ),
            also=("value",),
        ),
        Example(
            "a table below the name of a function",
            "## Defaults of `Signer.__init__`\n\n| Parameter | Default |\n|---|---|\n| `salt` | `b\"it\"` |\n| `sep` | `b\":\"` |\n",
            {"a.py": "class Signer:\n    def __init__(self, key, salt=b'it', sep=b'.'): ...\n"},
            (Expect("value", Verdict.HOLDS, 5, "salt"), Expect("value", Verdict.REFUTED, 6, "sep", observed="b'.'")),
        ),
        Example(
            "other sentences",
            "- `echo` should default to `True`\n- `echo` defaulted to `True`\n- `echo` does not default to `True`\n",
            {"a.py": "def f(echo=False): ...\n"},
            (),
        ),
    )  # fmt: skip

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        if clause.negated or clause.hedge:
            return
        if clause.form is Form.CELL:
            yield from self._cell(clause)
            return
        slots = slots_of(clause)
        for pattern in _PATTERNS:
            if match := pattern.match(slots.text):
                name, value = slots.name(match["name"]), _value(slots, match["value"])
                owner = slots.name(match["owner"]) if match.groupdict().get("owner") else _above(clause)
                if _PLAIN.fullmatch(name) and not name.isupper() and value:
                    target = Target(name, value, owner.removesuffix("()"))
                    yield self.claim(clause, target, subject=name, claimed=value, explains=slots.taken(match))
                return

    def _cell(self, clause: Clause) -> Iterator[Claim[Target]]:
        row = clause.context.row
        if not row or not _DEFAULT.fullmatch(clause.context.header) or not _NAMED.fullmatch(row[0].header):
            return
        name, value, owner = row[0].text.plain.strip(" `"), clause.text.strip(" `"), _above(clause)
        if owner and _PLAIN.fullmatch(name) and _FIXED.match(value):
            yield self.claim(clause, Target(name, value, owner), subject=name, claimed=value, text=clause.in_full, explains=(clause.span,))

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target, symbols = claim.target, Symbols.of(code.facts)
        found, owners = _defaults(target, symbols)
        reproduce = search("-nw", target.name)
        if not found:
            return blocked(Reason.NO_SUBJECT, f"no {target.name} with a default was found", target.name)
        met = next((site for site in found if _same(target.value, site.code, target.name)), None)
        if met is not None:
            return answer(True, met.code, [met], reproduce=reproduce, subject=target.name, detail=_told(target, met))
        if not target.owner or owners > 1 or len(found) > 1:
            return blocked(Reason.AMBIGUOUS, f"{_told(target, found[0])}; another may be meant", target.name)
        if not _FIXED.match(found[0].code) or not _FIXED.match(target.value):
            return blocked(Reason.NOT_PROVABLE, _told(target, found[0]), target.name)
        return answer(
            False, found[0].code, found, complete=symbols.complete, reproduce=reproduce, subject=target.name,
            detail=_told(target, found[0]), instead=found[0].code,
        )  # fmt: skip


def _value(slots: Slots, text: str) -> str:
    return slots.name(text) if text.startswith("⟨") else text


def _above(clause: Clause) -> str:
    """The function or class that the words above name alone; "" for none or several."""
    for origin in (Origin.LEAD_IN, Origin.PARENT, Origin.KEY, Origin.HEADING):
        named = {m.value.name for m in clause.mentions if m.origin is origin and isinstance(m.value, Symbol)}
        if named:
            return named.pop() if len(named) == 1 else ""
    return ""


def _defaults(target: Target, symbols: Symbols) -> tuple[list[Site], int]:
    """What parameters and fields of that name are given by default, and how many functions or classes may be the owner."""
    if target.owner:
        last = re.split(r"\.|::|#", target.owner)[-1]
        outer = re.split(r"\.|::|#", target.owner)[-2:-1]
        known = [place for place in symbols.find(last).places if not is_test(place.path)]
        owned = [place for place in known if not outer or place.definition.qualified.split(".")[-2:-1] == outer] or known
        owned = [place for place in owned if place.definition.kind in _FUNCTIONS | _TYPES]
        return [site for place in owned for site in _of(place, target.name, symbols)], len(owned)
    paths = [path for path in symbols.holding(target.name) if not is_test(path)][:_MANY]
    places = [Place(path, one) for path, outline in symbols.outlines(paths).items() for one in outline.definitions]
    return [site for place in places for site in _parameters(place, target.name)], len(places)


def _of(place: Place, name: str, symbols: Symbols) -> Iterator[Site]:
    yield from _parameters(place, name)
    if place.definition.kind in _TYPES:
        outline = symbols.outlines([place.path]).get(place.path)
        inside = [one for one in outline.definitions if one.qualified.rpartition(".")[0] == place.definition.qualified] if outline else []
        for one in inside:
            if one.name in _MAKERS:
                yield from _parameters(Place(place.path, one), name)
            elif one.name == name and one.kind not in _FUNCTIONS and one.value:
                yield Site(place.path, name, one.value, one.line, one.line)


def _parameters(place: Place, name: str) -> Iterator[Site]:
    for one in place.definition.parameters:
        if one.name.strip("*&. ") == name and one.default:
            yield Site(place.path, place.definition.qualified, one.default, place.definition.line, place.definition.line)


def _same(told: str, there: str, name: str) -> bool:
    plain = (re.sub(r"[\"']", '"', text).strip() for text in (told, there))
    one, other = (text[1:-1] if re.fullmatch(r"\"[^\"]*\"", text) else text for text in plain)
    return one == other or compare.equal(compare.amount_of(told), compare.amount_of(there), name)


def _told(target: Target, site: Site) -> str:
    of = f" of {target.owner}" if target.owner else ""
    return f"{target.name}{of} defaults to {site.code} at {site.path}:{site.line}"
