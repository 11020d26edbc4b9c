"""How often a name stands in code: "5 instances of `unwrap()`", "`any` is used 15 times", "12 `time.sleep()` calls", "58 except blocks"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.symbols import IMPORT_LINE, Symbols
from verifier.model import Claim, Evidence, Finding, Measurement, Reading, Reason, Site
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Mark, Path
from verifier.reading.says.slots import SLOT, slots_of
from verifier.repository.kinds import is_source
from verifier.repository.parts import parts
from verifier.repository.scope import REVIEWED, Scope, whole
from verifier.reproduce import search
from verifier.rule import Example, Expect, Rule, found, restated, undecided
from verifier.shapes.lookup import blocked, states
from verifier.shapes.rough_numbers import fits, is_far

_ABOUT = r"(?:(?:about|around|approximately|roughly|over|nearly|at\s+least|exactly|only|just|a\s+total\s+of)\s+|[~≈])?"
_NUMBER = rf"{_ABOUT}(?P<number>\d[\d,]*)\+?"
_OF = r"(?:uses?|usages?|instances?|occurrences?|references?|calls?|invocations?|call\s+sites?|mentions?|appearances?)"
_WHICH = r"(?:direct\s+|total\s+|remaining\s+|explicit\s+|separate\s+|raw\s+)?"
_TIMES = r"(?:used|called|referenced|invoked|mentioned|accessed)"
_SHAPES = tuple(
    re.compile(rf"^(?:there\s+(?:are|is)\s+|found\s+|(?:{SLOT}\s+)?(?:contains|has|makes|with)\s+)?{pattern}(?P<tail>\W.*|)$", re.I)
    for pattern in (
        rf"{_NUMBER}\s+{_WHICH}{_OF}\s+(?:of|to)\s+(?:the\s+)?(?P<name>{SLOT})",
        rf"{_NUMBER}\s+{_WHICH}(?P<name>{SLOT})\s+(?:statements?\s+|function\s+)?{_OF}",
        rf"(?P<name>{SLOT})\s+(?:is|are|was|were)\s+{_TIMES}\s+{_NUMBER}\s+times",
        rf"(?P<name>{SLOT})\s+(?:appears|occurs)\s+{_NUMBER}\s+times",
        rf"(?P<name>{SLOT})\s*(?:\(|[:–—-]\s+){_NUMBER}\s+{_WHICH}{_OF}",
    )
)
_BLOCKS = re.compile(
    r"(?<![\w/.-])(?P<number>\d[\d,]*)\s+(?P<word>try|except|catch|finally)(?:[/-](?:catch|except))?\s+(?:blocks?|clauses?|handlers?|statements?)\b",
    re.I,
)
_SYNTAX = {
    "try": rb"^[^\S\n]*(?:\}[^\S\n]*)?try\b[^\S\n]*[:{(]",
    "except": rb"^[^\S\n]*except\b[^\n]*:",
    "catch": rb"\bcatch\b\s*(?:\(|\{)",
    "finally": rb"^[^\S\n]*(?:\}[^\S\n]*)?finally\b[^\S\n]*[:{]",
}
_NAME = re.compile(r"(?P<name>[A-Za-z_$][\w$]*(?:(?:\.|::)[A-Za-z_$][\w$]*)*)(?P<call>\([^()]*\))?")
_COUNTED_ELSEWHERE = re.compile(r"print|console(?:\.\w+)?|any|TODO|FIXME|HACK|XXX", re.I)  # by rules of their own
_REMARK = re.compile(rb"^\s*(?:#|//|/\*|\*|--|<!--)")
_DEFINED = re.compile(rb"\b(?:def|function|func|fn|class|interface|struct|enum|type|trait)\s+$")  # right before a name
_SHOWN = 200  # characters of a line that are shown
_ANOTHER = frozenset("saved reduced removed replaced fixed eliminated converted migrated refactored deleted dropped cleaned".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """`pattern` finds the places, `word` is what every file that has some holds."""

    word: str
    pattern: bytes
    called: bool = False


class UseCount(Rule[Target]):
    """ "5 instances of `unwrap()` detected", "`any` is used 15 times", "`config.rs` (9 uses of `ConfigError`)", "58 except blocks"."""

    name = "use-count"
    kinds = ("usage",)
    scoped = True
    quotes = False
    summary = (
        "A name stands in code as often as the report says, with or without tests, definitions, imports and comments; refuted where a "
        "file is named and no count gives the number, or where it is far from each."
    )
    vocabulary = (
        "use usage instance occurrence reference call invocation site mention appear occur time detect detected find "
        "found total remain direct code codebase across throughout @number @about block clause handler statement try catch except finally"
    )
    examples = (
        Example(
            "in a file, and everywhere",
            "- `a.py` has 2 calls to `turn()`\n- 5 uses of `turn()` in `a.py`\n- 3 instances of `turn()` detected\n"
            "- `turn` is used 9 times\n- 2 `turn()` calls in `a.py`\n- `turn()`: 30 occurrences\n- 1 except block, 9 try blocks\n",
            {
                "a.py": "def turn(): ...\n\nturn()\nturn()\n",
                "b.py": "from a import turn\n\ntry:\n    turn()\nexcept ValueError:\n    pass\n",
            },
            (
                Expect("usage", V.HOLDS, 1),
                Expect("usage", V.REFUTED, 2),
                Expect("usage", V.HOLDS, 3),
                Expect("usage", V.UNVERIFIABLE, 4),
                Expect("usage", V.HOLDS, 5),
                Expect("usage", V.REFUTED, 6),
                Expect("usage", V.HOLDS, 7),
                Expect("usage", V.REFUTED, 7),
            ),
        ),
        Example(
            "wishes, changes and other counts",
            "- Replace 3 calls to `turn()`\n- 3 uses of `turn()` were removed\n- 3 tests of `turn()`\n- 3 uses of `a.py`\n",
            {"a.py": "def turn(): ...\n"},
            (),
        ),
    )  # fmt: skip

    def is_closed(self, claim: Claim[Target]) -> bool:
        return True

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if not states(clause) or clause.negated or clause.statement.mark is Mark.YES:
            return
        if _ANOTHER & set(re.findall(r"[a-z]+", clause.statement.text.plain.lower())):
            return
        slots = slots_of(clause)
        match = next((match for shape in _SHAPES if (match := shape.match(slots.text))), None)
        if match is not None:
            name = _NAME.fullmatch(slots.name(match["name"]))
            paths = {mention.text for mention in clause.own(Path)}
            quantity = next((one for one in clause.quantities if match["number"] in one.text), None)
            if (
                name
                and name[0] not in paths
                and not _COUNTED_ELSEWHERE.fullmatch(name["name"])
                and quantity is not None
                and not slots.continues(match)
            ):
                last = re.split(r"\.|::", name["name"])[-1]
                pattern = re.escape(name["name"]).encode() + rb"(?![\w$])"
                target = Target(word=last, pattern=rb"(?<![\w$])" + pattern, called=bool(name["call"]))
                yield self.claim(
                    clause, target, subject=name["name"], claimed=match["number"], quantity=quantity, explains=slots.taken(match)
                )
            return
        for told in _BLOCKS.finditer(clause.text):
            quantity = next((one for one in clause.quantities if one.text.startswith(told["number"])), None)
            if quantity is not None:
                word = told["word"].lower()
                target = Target(word=word, pattern=_SYNTAX[word])
                span = clause.words.span(*told.span())
                yield self.claim(
                    clause, target, subject=f"{word} blocks", claimed=told["number"], span=span, text=told[0], quantity=quantity,
                    explains=(span,),
                )  # fmt: skip

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target, symbols = claim.target, Symbols.of(code.facts)
        pattern = re.compile(target.pattern, re.M)
        scope = whole() if scope.label == REVIEWED else scope  # a number told of no place is of all
        holding = frozenset(symbols.holding(target.word))
        readings: list[Reading] = []
        sites: list[Site] = []
        for part, paths in parts(code.index, scope).items():
            files = [path for path in paths if path in holding and is_source(path)]
            counts = [_counts(pattern, symbols.read(path)) for path in files]
            for at, way in enumerate(("places", "lines", "places but for comments", "calls", "lines but for imports and definitions")):
                readings.append(Reading(f"{way} {part}".strip(), sum(count[at] for count in counts)))
            if not sites:
                sites += [site for path in files for site in _sites(pattern, path, symbols.read(path))]
        if not symbols.complete:
            return blocked(Reason.INCOMPLETE, "some files could not be read", claim.subject)
        return Measurement(tuple(readings), tuple(sites[:5]), True, search("-now", target.word), scope.label)

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        quantity = claim.quantity
        assert quantity is not None
        evidence = tuple(Evidence(site.path, site.line, site.line, site.code) for site in measurement.sites)
        counts = {reading.definition: int(reading.value) for reading in measurement.readings}
        values = [*counts.values()]
        first = values[3] if claim.target.called else values[2]
        observed = f"{first} in {measurement.subject}"
        if right := next((way for way, value in counts.items() if fits(quantity, value)), ""):
            told = f"{counts[right]} {right}, in {measurement.subject}"
            return found(claim, measurement, V.HOLDS, told, observed=observed, evidence=evidence, definition=right)
        told = f"{observed}, not {claim.claimed}"
        stated = quantity.stated or 0
        within = min(values) <= stated <= max(values)
        if within or not (claim.hints.paths or is_far(stated, values)):
            return found(claim, measurement, V.UNVERIFIABLE, told, reason=Reason.AMBIGUOUS, observed=observed, evidence=evidence)
        correction = restated(claim, first) if claim.hints.paths else None
        return found(claim, measurement, V.REFUTED, told, observed=observed, evidence=evidence, correction=correction)


def _counts(pattern: re.Pattern[bytes], data: bytes) -> tuple[int, ...]:
    """Places; lines that have some; places outside of comments; calls; lines outside of comments that neither import nor define."""
    places = lines = outside = calls = plain = 0
    for row in data.split(b"\n"):
        found = [*pattern.finditer(row)]
        places, lines = places + len(found), lines + bool(found)
        if not found or _REMARK.match(row):
            continue
        used = [match for match in found if not _DEFINED.search(row[: match.start()])]
        outside += len(found)
        calls += sum(row[match.end() : match.end() + 1] == b"(" for match in used)
        plain += bool(used) and not IMPORT_LINE.match(row.decode("utf-8", "replace"))
    return places, lines, outside, calls, plain


def _sites(pattern: re.Pattern[bytes], path: str, data: bytes) -> Iterator[Site]:
    for number, row in enumerate(data.split(b"\n"), 1):
        if pattern.search(row):
            yield Site(path, "", row.decode("utf-8", "replace").strip()[:_SHOWN], number, number)
