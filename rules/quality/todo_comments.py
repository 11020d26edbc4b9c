"""How many TODO, FIXME, HACK or XXX comments a file, or all of the code, has; and that there are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.symbols import Symbols
from verifier.model import Claim, Evidence, Finding, Measurement, Quantity, Reading, Reason, Site, Span
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Form, Path
from verifier.reading.numbers import NUMBER_WORDS, number_of
from verifier.reading.says.slots import SLOT, slots_of
from verifier.repository.kinds import is_source
from verifier.repository.parts import parts
from verifier.repository.scope import Scope
from verifier.reproduce import below
from verifier.rule import Example, Expect, Rule, found, restated, undecided
from verifier.shapes.labels import label_of
from verifier.shapes.lookup import blocked, states
from verifier.shapes.rough_numbers import fits, is_far

_MARK = r"(?:TODO|FIXME|HACK|XXX)s?"
_NUMBER = (
    r"(?P<number>\d{1,4}|a|an|no|zero|a\s+single|only\s+one|just\s+one|some|several|a\s+few|multiple|various|many|"
    + "|".join(NUMBER_WORDS)
    + r")"
)
_SORT = r"(?:(?:open|unresolved|remaining|outstanding|leftover|stale|other)\s+)?"
_MARKS = rf"(?P<words>{_MARK}(?:\s*(?:/|,|&|\band\b|\bor\b)\s*{_MARK})*)"
_WORDS = rf"{_SORT}{_MARKS}(?:\s+(?:code\s+)?(?:comments?|markers?|notes?|items?|tags?|annotations?))?"
_LEFT = r"(?:\s+(?:left|remain(?:s|ing)?|found|detected|identified|exists?|(?:are|is|were)\s+(?:left|found|present)))?"
_HERE = (
    r"(?:(?:the\s+|this\s+|our\s+)?(?:entire\s+|whole\s+|production\s+)?(?:code|source|project|repo|src|app)"
    r"|(?:various|several|multiple|different|\d+)\s+(?:source\s+)?(?:files|places|modules)\b)"
)
_IN = rf"(?:\s*,?\s*(?:in|inside|within|at|across|throughout)\s+(?:(?P<file>{SLOT})|{_HERE}\w*(?:\s+base)?))?"
_TAIL = rf"(?!\(|/\s?\w)(?!\s+(?:in|on|at|from|of|for)\b(?!\s+{_HERE}))(?P<tail>\W.*|)$"  # "in the backlog" are no comments
_HAS = r"(?::|has|contains|holds|carries|still\s+has|still\s+contains)"
_PATTERNS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"^(?:there\s+(?:is|are)\s+|found\s+|contains?\s+|has\s+)?(?:exactly\s+)?{_NUMBER}\s+{_WORDS}{_LEFT}{_IN}{_TAIL}",
        rf"^(?P<file>{SLOT})\s*{_HAS}\s*(?:exactly\s+)?{_NUMBER}\s+{_WORDS}{_LEFT}{_TAIL}",
        rf"^{_WORDS}\s*\((?P<number>\d{{1,4}})\s+(?:identified|found|remaining|left|in\s+total|total|open)\){_TAIL}",
    )
)
_LABEL = re.compile(rf"^\W*(?:(?:number|count)\s+of\s+|total\s+)?{_WORDS}(?:\s+(?:count|left|remaining|found))?\W*$", re.I)
_COMMENT = re.compile(rb"#|//|/\*|\*|<!--|--|;|%|\"\"\"|'''")
_ANYWHERE = "lines of any file"  # a document may tell of them, as the report does
_IN_DATA = "lines of any file but documents"
_PROSE, _LARGEST = (".md", ".mdx", ".rst", ".txt", ".adoc"), 1_000_000  # bytes of a file that is searched and is no source
_ONE = frozenset("a an single some several few multiple various many".split())  # of which there is one at least


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """`words`: in upper case; `least`: "a TODO": there may be more."""

    words: tuple[str, ...]
    number: int
    least: bool = False


class TodoComments(Rule[Target]):
    """ "one TODO, in `orbit.ts`", "TODO/FIXME comments: 12", "No TODOs left", "TODO items (32 identified)"."""

    name = "todo-comments"
    kinds = ("todo",)
    scoped = True
    quotes = False
    summary = (
        "A file, or all code, has as many TODO, FIXME, HACK or XXX comments as the report says, or none; a number told of no file is "
        "refuted where it is far from every count."
    )
    vocabulary = (
        "todo fixme hack xxx comment marker note item tag annotation left open unresolved remain remaining outstanding contain hold "
        "carry find found detect detected identify identified code codebase @number @none"
    )
    examples = (
        Example(
            "in files",
            "- one TODO, in `a.py`\n- 3 TODO comments in `a.py`\n- `b.py` has two FIXMEs\n- There is a TODO in `b.py`\n",
            {"a.py": "# TODO: turn\nx = 1\n", "b.py": "# FIXME\n# FIXME: lean\n"},
            (
                Expect("todo", V.HOLDS, 1),
                Expect("todo", V.REFUTED, 2, observed="1"),
                Expect("todo", V.HOLDS, 3),
                Expect("todo", V.REFUTED, 4, observed="0"),
            ),
        ),
        Example(
            "everywhere",
            "- No TODO comments\n- 32 TODO comments found\n- TODO Items (32 identified)\n- **TODO/FIXME comments:** 3 remaining\n"
            "- There are 2 TODOs in the codebase\n- 3 TODO comments\n- Zero HACK markers left\n\n"
            "| Metric | Value |\n|---|---|\n| TODO comments | 15 |\n| FIXME | 1 |\n",
            {"a.py": "# TODO: x\n# FIXME y\ndef a(): ...  # TODO z\n", "tests/test_a.py": "x = 1\n"},
            (
                Expect("todo", V.REFUTED, 1),
                Expect("todo", V.REFUTED, 2),
                Expect("todo", V.REFUTED, 3),
                Expect("todo", V.HOLDS, 4),
                Expect("todo", V.HOLDS, 5),
                Expect("todo", V.UNVERIFIABLE, 6),
                Expect("todo", V.HOLDS, 7),
                Expect("todo", V.REFUTED, 11),
                Expect("todo", V.HOLDS, 12),
            ),
        ),
        Example(
            "other lists",
            "Two TODOs in the backlog. 65 TODO/Background calls. 6 TODO() calls. "
            "Resolve the 3 TODO comments in `a.py`. `TODO.md` has 3 items.\n",
            {"a.py": ""},
            (),
            ("file-exists",),
        ),
    )

    def is_closed(self, claim: Claim[Target]) -> bool:
        return True

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if not states(clause) or clause.form is Form.HEADING:
            return
        for quantity in clause.quantities if len(clause.quantities) == 1 else ():
            if match := _LABEL.match(label_of(clause, quantity)):
                yield self._claim(clause, match, quantity.text, (quantity.span,), quantity)
                return
        slots = slots_of(clause)
        told = next((match for pattern in _PATTERNS if (match := pattern.match(slots.text))), None)
        if told is None or slots.continues(told):
            return
        file = slots.name(told["file"]) if told.re.groupindex.get("file") and told["file"] else ""
        if not file or file in {mention.text for mention in clause.own(Path)}:
            counted = next((one for one in clause.quantities if one.text.startswith(told["number"])), None)
            yield self._claim(clause, told, told["number"], slots.taken(told), counted)

    def _claim(
        self, clause: Clause, match: re.Match[str], number: str, explains: tuple[Span, ...], quantity: Quantity | None
    ) -> Claim[Target]:
        said = number.lower().split()[-1]
        words = tuple(dict.fromkeys(word.upper().removesuffix("S") for word in re.findall(_MARK, match["words"], re.I)))
        stated = quantity.stated if quantity is not None else None
        count = 1 if said in _ONE else 0 if said in ("no", "zero") else int(stated if stated is not None else number_of(said))
        target = Target(words=words, number=count, least=said in _ONE - {"single"})
        return self.claim(
            clause,
            target,
            claimed=f"{count} {'/'.join(words)}",
            negated=count == 0,
            text=clause.in_full,
            explains=explains,
            quantity=quantity,
        )

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target, symbols = claim.target, Symbols.of(code.facts)
        words = "|".join(target.words).encode()
        whole, loose = re.compile(rb"\b(?:" + words + rb")s?\b"), re.compile(rb"(?:" + words + rb")", re.I)
        readings: list[Reading] = []
        sites: list[Site] = []
        for part, paths in parts(code.index, scope).items():
            files = [path for path in paths if is_source(path)]
            if not part and not files:
                return blocked(Reason.NO_SUBJECT, f"no source files in {scope.label}", scope.label)
            rows = [
                (path, number, row) for path in files for number, row in enumerate(symbols.read(path).split(b"\n"), 1) if loose.search(row)
            ]
            marked = [one for one in rows if whole.search(one[2])]
            inside = [one for one in marked if _in_a_comment(whole, one[2])]
            sites = sites or [Site(path, "", row.decode("utf-8", "replace").strip()[:200], number, number) for path, number, row in marked]
            for way, lines in (("lines that have one", marked), ("comments", inside), ("lines in any spelling", rows)):
                readings.append(Reading(f"{way} {part}".strip(), len(lines)))
        if target.number:
            readings += _in_other_files(whole, code, scope, int(readings[0].value))
        reproduce = f"grep -rnwE '{'|'.join(target.words)}' {below(scope.places)}"
        return Measurement(tuple(readings), tuple(sites), True, reproduce, scope.label)

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        target, counts = claim.target, [int(reading.value) for reading in measurement.readings]
        evidence = tuple(Evidence(site.path, site.line, site.line, site.code) for site in measurement.sites[:5])
        observed = str(counts[0])
        more = next((int(one.value) for one in measurement.readings if one.definition == _IN_DATA), counts[0])
        told = f"{counts[0]} in {measurement.subject}{f', {more} with those of files that are no source' if more > counts[0] else ''}"
        agree = [fits(claim.quantity, count) if claim.quantity and target.number else count == target.number for count in counts]
        if target.least:
            holds, fails = max(counts) >= 1, max(counts) == 0
        elif not target.number:
            holds, fails = counts[1] == counts[0] == 0, counts[1] > 0
        else:
            code = [int(reading.value) for reading in measurement.readings if reading.definition != _ANYWHERE]
            holds, outside = any(agree), not min(code) <= target.number <= max(code)
            fails = not holds and outside and (bool(claim.hints.paths) or is_far(target.number, code))
        if holds:
            right = next((one for one, fit in zip(measurement.readings, agree, strict=True) if fit), measurement.readings[0])
            message = told if right is measurement.readings[0] else f"{right.value} {right.definition}, in {measurement.subject}"
            return found(claim, measurement, V.HOLDS, message, observed=observed, evidence=evidence, definition=right.definition)
        if not fails:
            return found(claim, measurement, V.UNVERIFIABLE, told, reason=Reason.AMBIGUOUS, observed=observed, evidence=evidence)
        correction = restated(claim, counts[0]) if claim.hints.paths else None
        return found(claim, measurement, V.REFUTED, told, observed=observed, evidence=evidence, correction=correction)


def _in_other_files(word: re.Pattern[bytes], code: Codebase, scope: Scope, in_sources: int) -> list[Reading]:
    """The lines that have one with those of configuration and of data, and with those of documents, too."""
    others = [path for path in scope.paths(code.index) if not is_source(path) and code.snapshot.entries()[path].size <= _LARGEST]
    counts = {path: sum(map(bool, map(word.search, code.snapshot.read(path).split(b"\n")))) for path in code.facts.search(word, others)}
    prose = sum(count for path, count in counts.items() if path.endswith(_PROSE))
    total = in_sources + sum(counts.values())
    return [Reading(_IN_DATA, total - prose), Reading(_ANYWHERE, total)] if counts else []


def _in_a_comment(word: re.Pattern[bytes], row: bytes) -> bool:
    """Whether the word stands behind what begins a comment; each place of the row is looked at once, however long it is."""
    begins = _COMMENT.search(row)
    return begins is not None and word.search(row, begins.end()) is not None
