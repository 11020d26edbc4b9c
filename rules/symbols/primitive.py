"""A cryptographic primitive is used with the parameter that the report gives: "PBKDF2 with 480,000 rounds", "bcrypt at cost 12"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.symbols import Symbols
from verifier.model import Claim, Evidence, Finding, Measurement, Reading, Reason, Site, Verdict
from verifier.reading.clause import Clause
from verifier.repository.kinds import is_test, is_vendored
from verifier.repository.scope import Scope
from verifier.reproduce import search
from verifier.rule import Example, Expect, Rule, found, rewritten, undecided
from verifier.shapes.lookup import states

_NUMBER = r"(?P<number>\d{1,3}(?:[,_ ]\d{3})+|\d+(?:\.\d+)?\s?[kK]?)"
_PRIMITIVE = re.compile(r"(?<![\w-])(?P<name>PBKDF2|bcrypt|scrypt|argon2(?:id|i|d)?|RSA)(?:[-_]?(?:HMAC|SHA)[\w-]*)?(?![\w(])", re.I)
# What a number may be of, and the names under which code gives it.
_PARAMETERS = {
    "rounds": (r"rounds?|iterations?|passes|iteration count", r"iterations?|rounds?|iter|count|n_?iter|salt_?rounds|time_?cost|passes|c"),
    "cost": (
        r"(?:time )?cost(?: factor)?|work factor|log[ -]?rounds|salt rounds",
        r"rounds|cost|work_?factor|salt_?rounds|log_?rounds|time_?cost|n",
    ),
    "memory": (r"memory(?: cost)?|kib|kb of memory", r"memory_?cost|memory|mem_?cost|m"),
    "parallelism": (r"parallelism|lanes|threads", r"parallelism|lanes|threads|p"),
    "bits": (r"bits?|-bit|key size|key length", r"key_?size|modulus_?length|bits|bit_?length|key_?length|n_?bits"),
}
_BEHIND = {kind: re.compile(rf"(?<![\w.]){_NUMBER}[\s-]?(?:{words})(?!\w)", re.I) for kind, (words, _) in _PARAMETERS.items()}
_BEFORE = {
    kind: re.compile(rf"\b(?:{words})(?:\s+(?:of|is|=|set|to|at)){{0,3}}\s*[=:]?\s*{_NUMBER}(?![\w%])", re.I)
    for kind, (words, _) in _PARAMETERS.items()
}
_GIVEN = {
    kind: re.compile(rf"(?<![\w.])(?P<name>[\w.]*?(?:{names}))[\"']?\s*[:=]\s*(?P<value>[\w.]+)", re.I)
    for kind, (_, names) in _PARAMETERS.items()
}
_LIKELY = {"rounds": (1, 1e8), "cost": (4, 31), "memory": (8, 1e8), "parallelism": (1, 64), "bits": (112, 16_384)}
_LARGEST = 1_000_000
_WISH = re.compile(
    r"^\W*(?:use|switch|increase|raise|set|consider|move|upgrade|migrate|add|bump|change|make|prefer|adopt|hash|derive)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Target:
    primitive: str
    kind: str
    number: int


class Primitive(Rule[Target]):
    """ "PBKDF2 with 480,000 rounds", "bcrypt (cost factor 12)", "2048-bit RSA"."""

    name = "primitive"
    kinds = ("value",)
    vocabulary = (
        "@number @bound @about round iteration cost factor bit key derivation hash derive hashing password stored secret salt use work"
    )
    summary = "A primitive has the number of rounds, the cost or the key size given; every such number of the files that use it is tried."
    examples = (
        Example(
            "rounds and costs",
            "- PBKDF2 with 480,000 rounds\n- PBKDF2 uses 600k iterations\n- Passwords are hashed with bcrypt (cost factor 12)\n"
            "- bcrypt at cost 10\n- 2048-bit RSA keys\n",
            {
                "a.py": "from x import PBKDF2HMAC\nimport bcrypt\nkdf = PBKDF2HMAC(length=32, iterations=480_000)\nbcrypt.gensalt(12)\n"
                "rsa.generate_private_key(65537, key_size=4096)\n"
            },
            (
                Expect("value", Verdict.HOLDS, 1),
                Expect("value", Verdict.REFUTED, 2, observed="480000"),
                Expect("value", Verdict.HOLDS, 3),
                Expect("value", Verdict.REFUTED, 4, observed="12"),
                Expect("value", Verdict.REFUTED, 5, observed="4096"),
            ),
        ),
        Example("wishes, and other numbers", "- Use PBKDF2 with 600,000 rounds\n- PBKDF2 in 3 files\n",
                {"a.py": "PBKDF2(iterations=10)\n"}, ()),
    )  # fmt: skip

    def is_closed(self, claim: Claim[Target]) -> bool:
        return True

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        named = list(_PRIMITIVE.finditer(clause.text)) or list(_PRIMITIVE.finditer(clause.statement.text.plain))
        if (
            not states(clause)
            or _WISH.match(clause.statement.text.plain)
            or clause.negated
            or clause.hedge
            or len({match["name"].lower() for match in named}) != 1
        ):
            return
        for kind in _PARAMETERS:
            match = _BEHIND[kind].search(clause.text) or _BEFORE[kind].search(clause.text)
            if match is None:
                continue
            number = _number(match["number"])
            name = named[0]["name"]
            span = clause.words.span(*match.span("number"))
            own = named[0].string == clause.text
            around = (clause.words.span(*match.span()), *((clause.words.span(*named[0].span()),) if own else ()))
            target = Target(re.sub(r"(?:id|i|d)$", "", name.lower()) if name.lower().startswith("argon2") else name.lower(), kind, number)
            yield self.claim(clause, target, subject=name, claimed=match[0].strip(), span=span, explains=around)
            return

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target, symbols = claim.target, Symbols.of(code.facts)
        letters = target.primitive.encode()
        paths = [p for p, data in symbols.lowered() if letters in data and not is_test(p) and not is_vendored(p) and len(data) < _LARGEST]
        sites, unclear = [], False
        for path in paths:
            for site in (*_given(path, target, symbols), *_positional(path, target, symbols)):
                unclear = unclear or site.value is None
                sites.append(site)
        met = [site for site in sites if site.value == target.number]
        if met:
            return Measurement((Reading("given", True),), tuple(met[:3]), reproduce=search("-niF", target.primitive), subject=claim.subject)
        told = [site for site in sites if site.value is not None]
        if not told or unclear or len({site.value for site in told}) > 1:
            return Measurement(
                blocked=Reason.NOT_PROVABLE if not told else Reason.AMBIGUOUS,
                detail=f"no one number is known to be the {target.kind} of {claim.subject}", subject=claim.subject, sites=tuple(told[:3]),
            )  # fmt: skip
        return Measurement((Reading("given", False),), tuple(told[:3]), symbols.complete, search("-niF", target.primitive), claim.subject)

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        site = measurement.sites[0]
        observed = str(int(site.value or 0))
        evidence = tuple(Evidence(one.path, one.line, one.line, one.code) for one in measurement.sites)
        told = f"{claim.target.kind} is {observed} at {site.path}:{site.line}"
        if not measurement.readings[0].value and not measurement.complete:
            return found(claim, measurement, Verdict.UNVERIFIABLE, told, reason=Reason.INCOMPLETE, evidence=evidence)
        verdict = Verdict.HOLDS if measurement.readings[0].value else Verdict.REFUTED
        correction = None if measurement.readings[0].value else rewritten(claim, claim.text, observed)
        return found(claim, measurement, verdict, told, observed=observed, evidence=evidence, correction=correction)


def _number(text: str) -> int:
    plain = re.sub(r"[,_\s]", "", text)
    return int(float(plain[:-1]) * 1000) if plain[-1] in "kK" else int(float(plain))


def _given(path: str, target: Target, symbols: Symbols) -> Iterator[Site]:
    """Parameters by name in a file that uses the primitive: `iterations=480000`, `iterations: 600_000`."""
    for number, line in enumerate(symbols.read(path).decode("utf-8", "replace").splitlines(), 1):
        for match in _GIVEN[target.kind].finditer(line[:400]):
            value = _literal(match["value"]) if match["value"][0].isdigit() else _constant(match["value"], symbols)
            if value is not None or match["value"][:1].isupper():
                yield Site(path, match["name"], line.strip()[:160], number, number, value)


def _positional(path: str, target: Target, symbols: Symbols) -> Iterator[Site]:
    """Numbers without a name in a call of the primitive: `bcrypt.gensalt(12)`."""
    outline = symbols.outlines([path]).get(path)
    for call in outline.calls if outline else ():
        if target.primitive in call.callee.lower():
            numbers = [value for text in call.arguments if (value := _literal(text) if text[:1].isdigit() else _constant(text, symbols))]
            low, high = _LIKELY[target.kind]
            for value in (number for number in numbers if low <= number <= high):
                yield Site(path, call.callee, f"{call.callee}({', '.join(call.arguments)})"[:160], call.line, call.line, value)


def _literal(text: str) -> float | None:
    plain = text.replace("_", "")
    return float(plain) if re.fullmatch(r"\d{1,12}", plain) else None


def _constant(name: str, symbols: Symbols) -> float | None:
    """What a constant of that name is, where there is one."""
    last = name.rpartition(".")[2]
    if not re.fullmatch(r"[A-Z][A-Z0-9_]+", last):
        return None
    values = {_literal(place.definition.value.strip()) for place in symbols.find(last).places if place.definition.value}
    return values.pop() if len(values) == 1 else None
