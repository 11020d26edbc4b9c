"""How big a file, a folder, a language, the tests or everything is: lines, code lines, bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from verifier.codebase import Codebase
from verifier.facts.failure import Failure
from verifier.facts.lines import LineCount
from verifier.model import Claim, Confidence, Correction, Exactness, Finding, Measurement, Quantity, Reading, Reason, Side, Verdict
from verifier.reading.clause import Clause, FenceClass, Form, Origin, Path
from verifier.reading.quantities import restate
from verifier.reading.rows import heads_several
from verifier.repository.kinds import is_source, is_test, is_vendored
from verifier.repository.scope import Scope
from verifier.repository.snapshot import EntryKind
from verifier.reproduce import arguments
from verifier.rule import Rule, found, undecided
from verifier.shapes.labels import label_of
from verifier.shapes.rough_numbers import fits

from .size_examples import EXAMPLES

_LANGUAGES = {
    "python": ("python",),
    "typescript": ("typescript", "tsx"),
    "javascript": ("javascript", "jsx"),
    "go": ("go",),
    "rust": ("rust",),
    "java": ("java",),
    "ruby": ("ruby",),
    "php": ("php",),
    "c#": ("csharp",),
}
_TOTAL = re.compile(
    r"\b(?:total|overall|entire|whole|codebase|code base|project|repository|repo|in all|altogether|combined|lines of code"
    r"|loc|source code|source lines)\b",
    re.I,
)
_OTHER_LINES = re.compile(
    r"\b(?:function|method|class|component|hook|block|duplicat\w+|comments?|docstrings?|documentation|docs|changed?|added|removed"
    r"|deleted|reduc\w+|saved|max(?:imum)?|limit|per|each|average|avg|target|threshold|longest|over|exceed\w*|first|last|width"
    r"|insertions?|deletions?|new|refactored|written|wrote|diff|commit|reviewed|analy[sz]ed|scanned|examined|inspected|audited)\b",
    re.I,
)
# Words that leave a number of lines the repository's: any other names a part of it, which nothing here can find.
_OF_ALL = frozenset(
    "total overall entire whole codebase code base project repository repo in all altogether combined lines line of loc sloc source "
    "test tests python typescript javascript go rust java ruby php tsx jsx and the a is are has have with about around approximately "
    "roughly nearly almost over more than some size count number production application app current currently written consists "
    "contains contain comprises spans now value metric metrics statistics stats long big large this our its it in to up a"
    "cross files file suite lines/code".split()
)
_LABEL = re.compile(
    r"^\W*(?:(?:total|overall|number of|source|test|code|python|typescript|javascript|go|rust|java|ruby|php)\s+)*"
    r"(?:lines(?: of (?:source |test )?code)?|s?loc)(?:\s+(?:count|total))?\W*$",
    re.I,
)
_OF_TESTS = re.compile(r"^\W*(?:all\s+|the\s+|unit\s+)?tests?(?:\s+(?:code|files?|suite))?\W*", re.I)
_BYTES = re.compile(r"^\W*(?:(?:file\s+)?size\W+)?(?:in\s+)?bytes?\W*", re.I)
_WHOLE = re.compile(r"\b(?:codebase|code base|project|repository|repo|entire|whole|application|app)\b", re.I)
_LEAST_TOTAL = 200  # lines
_BUNDLE = re.compile(
    r"\b(?:bundle|minified|gzip\w*|memory|upload|payload|request|response|image|download|heap|ram|cache|limit|max\w*|buffer|frame"
    r"|chunk|message|body)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Target:
    unit: str  # "line", "byte" or "word"
    path: str = ""  # a folder, a file for bytes; "" for the scope
    languages: tuple[str, ...] = ()
    tests: bool | None = None  # only tests, only others, or both
    total: bool = False
    whole: bool = False  # its words, or its heading's, say that all of the project is meant


class Size(Rule[Target]):
    """ "~12,000 lines of Python", "`src/` (4,200 LOC)", "`data.json` is 45 KB", "Test code | 3,100 lines"."""

    name = "size"
    kinds = ("size",)
    quotes = False
    vocabulary = "@number @line @file size byte kb mb gb kilobyte megabyte word large character"
    summary = "Lines (all, or without blanks and comments) or bytes of a file, folder, language, the tests or everything."
    examples = EXAMPLES

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if (
            not clause.asserts
            or clause.form in {Form.CODE, Form.COMMAND, Form.TREE_ENTRY}
            or clause.context.fence is FenceClass.SUGGESTED
            or clause.side is not Side.NOW
        ):
            return
        for quantity in clause.quantities:
            target = None
            column = clause.form is Form.CELL and bool(_LABEL.match(clause.context.header)) and _keyed_tests(clause)
            labelled = not quantity.unit and (column or bool(_LABEL.match(label_of(clause, quantity))))
            if (quantity.unit == "line" or labelled) and not _OTHER_LINES.search(clause.in_full):
                target = _lines_target(clause)
                few = (quantity.stated or 0) < _LEAST_TOTAL and not _keyed_tests(clause)
                if target is not None and target.total and few and not target.languages:
                    continue  # "3 files, 4 lines total" sums up what was just told
            elif (quantity.unit == "byte" or (not quantity.unit and _in_bytes(clause))) and not _BUNDLE.search(clause.in_full):
                target = _file_target(clause, "byte")
            elif quantity.unit == "word" and quantity.words == ("word",):
                target = _file_target(clause, "word")
            if target is not None:
                quantity = _rounded(quantity) if target.unit == "word" else quantity
                yield self.claim(
                    clause,
                    target,
                    subject=target.path or "/".join(target.languages),
                    claimed=quantity.text if quantity.unit else f"{quantity.text} {target.unit}s",
                    span=quantity.span,
                    text=clause.in_full,
                    quantity=quantity,
                )

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        within = ""
        if target.path:
            resolved = code.index.resolve(target.path)
            if resolved.path is None:
                return Measurement(
                    blocked=Reason.AMBIGUOUS if resolved.matches else Reason.NO_SUBJECT,
                    detail=f"{target.path} names {len(resolved.matches)} things",
                    subject=target.path,
                )
            within = resolved.path
            if target.unit == "word":
                return _words(within, code)
            if within in code.snapshot.entries() and target.unit == "byte":
                entry = code.snapshot.entries()[within]
                known = entry.kind is EntryKind.FILE and entry.size >= 0  # a link's own size is nobody's concern
                size = entry.size if known else len(code.snapshot.read(within))
                readings = (Reading("bytes", size), *_on_windows(within, size, code))
                return Measurement(readings, reproduce=f"wc -c {arguments(within)}", subject=within)
        files = [
            path
            for path in code.index.entries
            if (not within or path == within or path.startswith(within + "/")) and is_source(path) and not is_vendored(path)
        ]
        if target.unit == "byte":
            return Measurement(blocked=Reason.NO_SUBJECT, detail="the size of a folder on disk depends on the checkout", subject=within)
        here = code.index.prefix if not within else ""  # a directory of a larger repository is a project, too: either may be meant
        inside = [path for path in files if path.startswith(here + "/")] if here else []
        measured = _lines(target, files, code, within)
        if inside and not measured.blocked:
            nearer = _lines(target, inside, code, here)
            measured = replace(nearer, readings=nearer.readings + measured.readings)
        of_all = target.total and not target.languages and target.tests is None
        return _with_every_text(measured, claim.quantity, code, here) if of_all and not measured.blocked else measured

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        quantity = claim.quantity
        assert quantity is not None
        first = int(measurement.readings[0].value)
        observed = f"{first:,} {claim.target.unit}s"
        for reading in measurement.readings:
            value = float(reading.value)
            if ", in " in reading.definition and value != quantity.stated:
                continue  # one of many directories: about as many lines prove nothing
            if claim.target.tests and reading.definition.startswith("code") and value != quantity.stated:
                continue
            if fits(quantity, value) or (claim.target.unit == "byte" and _rounds(quantity.text, value)):
                exactness = Exactness.EXACT if reading is measurement.readings[0] and not quantity.approximate else Exactness.TOLERATED
                return found(
                    claim,
                    measurement,
                    Verdict.HOLDS,
                    f"{int(value):,} {claim.target.unit}s ({reading.definition})",
                    observed=observed,
                    exactness=exactness,
                    definition=reading.definition,
                )
        # What a report counts as its total (generated code, styles, data) is its own choice: only a gross miss in every count is false.
        values = [float(reading.value) for reading in measurement.readings]
        least = max(values) / 2 if claim.target.whole else 0  # the whole may be the directory with most of it, no smaller one
        near = quantity.stated is not None and any(
            value >= least and 0.5 * quantity.stated <= value <= 2 * quantity.stated for value in values
        )
        # A total may be that of what was just told; only one that is named as the whole's, or is more than there is, is false.
        of_a_part = quantity.stated is not None and quantity.stated < max(values) and not claim.target.whole
        if not claim.target.path and (near or of_a_part):
            return found(
                claim,
                measurement,
                Verdict.UNVERIFIABLE,
                f"{observed} by this count; the report does not say what it counted",
                reason=Reason.AMBIGUOUS,
                observed=observed,
            )
        return found(
            claim,
            measurement,
            Verdict.REFUTED,
            f"{observed}, not {claim.claimed}",
            observed=observed,
            definition=measurement.readings[0].definition,
            confidence=Confidence.CERTAIN,
            correction=Correction(quantity.span, restate(quantity, first)) if claim.target.path and "byte" in claim.claimed else None,
        )


def _with_every_text(measured: Measurement, told: Quantity | None, code: Codebase, within: str) -> Measurement:
    """The measurement and, where no count of sources comes near, that of all text: of documents and data a total may be, too."""
    most = max(float(reading.value) for reading in measured.readings)
    if told is None or told.stated is None or told.stated <= most:
        return measured
    lines = 0
    for path in code.index.entries:
        count = code.facts.lines(path) if not is_vendored(path) and (not within or path.startswith(within + "/")) else None
        lines += count.newlines if isinstance(count, LineCount) else 0
    return replace(measured, readings=(*measured.readings, Reading("all lines of all files", lines)))


def _words(path: str, code: Codebase) -> Measurement:
    """The words of a file as `wc -w` counts them, and without marks that stand alone."""
    parts = code.snapshot.read(path).split()
    spoken = sum(1 for part in parts if re.search(rb"[\w\x80-\xff]", part))
    return Measurement((Reading("words", len(parts)), Reading("without marks", spoken)), reproduce=f"wc -w {arguments(path)}", subject=path)


def _rounds(said: str, size: float) -> bool:
    """Whether so many bytes may be rounded, up or down, to what is said: "44 KB" in thousands or in 1024s."""
    match = re.search(r"(?P<number>\d[\d,]*(?P<decimals>\.\d+)?)\s*(?P<scale>[KMG])i?B?\b", said, re.I)
    if match is None:
        return False
    number, last = float(match["number"].replace(",", "")), 10.0 ** (1 - len(match["decimals"] or "."))
    power = "KMG".index(match["scale"].upper()) + 1
    return any(abs(size / base**power - number) < last for base in (1000, 1024))


def _lines(target: Target, files: list[str], code: Codebase, within: str) -> Measurement:
    """Totals under every way people count: all sources, without tests, all lines or code alone."""
    from verifier.repository.kinds import language_of

    if target.languages:
        files = [path for path in files if language_of(path) in target.languages]
    groups = {"with tests": files, "without tests": [p for p in files if not is_test(p)], "tests": [p for p in files if is_test(p)]}
    if target.total:  # a report that names no part of the repository may speak of the one with the code
        groups |= _by_directory(groups["tests"] if target.tests else files)
    wanted = [name for name in groups if name not in ({"with tests", "without tests"} if target.tests else {"tests"})]
    counted: dict[str, LineCount] = {}
    for path in {path for name in wanted for path in groups[name]}:
        count = code.facts.lines(path)
        if isinstance(count, Failure):
            return Measurement(blocked=count.reason, detail=count.message, subject=path)
        counted[path] = count
    readings: list[Reading] = []
    for name in wanted:
        readings.append(Reading(f"all lines, {name}", sum(counted[path].newlines for path in groups[name])))
        readings.append(Reading(f"code lines, {name}", sum(counted[path].code for path in groups[name])))
    if not files or (target.tests and not groups["tests"]):  # tests may stand in the sources
        return Measurement(blocked=Reason.NO_SUBJECT, detail="no such source files")
    reproduce = f"git ls-files -z -- {arguments(within or '.')} | xargs -0 cat | wc -l"
    return Measurement(
        tuple(readings),
        reproduce=reproduce,
        subject=within or "the repository",
    )


def _rounded(words: Quantity) -> Quantity:
    """A number of words that ends in 00 is rounded, whether it says so or not: nobody counts them by hand."""
    stated = words.stated
    if stated is None or words.approximate or stated % 100 or stated != words.low:
        return words
    return replace(words, low=stated * 0.95, high=stated * 1.05, approximate=True)


def _by_directory(files: list[str]) -> dict[str, list[str]]:
    """The files below each upper directory."""
    groups: dict[str, list[str]] = {}
    for path in files:
        parts = path.split("/")[:-1]
        for depth in range(1, min(3, len(parts) + 1)):
            groups.setdefault(f"in {'/'.join(parts[:depth])}", []).append(path)
    return groups


def _lines_target(clause: Clause) -> Target | None:
    near = [m for m in clause.mentions if isinstance(m.value, Path) and m.origin in {Origin.SELF, Origin.ROW, Origin.PARENT}]
    words = clause.in_full.lower()
    languages = tuple(name for word, names in _LANGUAGES.items() if f" {word} " in f" {words} " for name in names)
    counted = {word for quantity in clause.quantities for word in quantity.words}
    told = bool(re.search(r"\b(?:test code|lines of tests|test suite|test lines|test loc)\b", words)) or "test" in counted
    tests = True if told or _keyed_tests(clause) else None
    if near:
        path = near[0].value
        assert isinstance(path, Path)
        return Target("line", path.text) if path.directory and not path.glob and len({m.text for m in near}) == 1 else None
    other = set(re.findall(r"[a-z]+", words)) - _OF_ALL and not counted & {"test", "source"}
    if clause.context.located or any(isinstance(m.value, Path) for section in clause.context.sections[-1:] for m in section.mentions):
        return None  # of the file that stands above
    if clause.context.tree is not None or not (_TOTAL.search(words) or tests) or other:
        return None
    return Target("line", "", languages, tests, True, whole=any(map(_WHOLE.search, (clause.in_full, *clause.context.titles[-1:]))))


def _on_windows(path: str, size: int, code: Codebase) -> tuple[Reading, ...]:
    """The bytes of a text where a checkout ends its lines with two characters."""
    if not 0 < size < _LARGEST:
        return ()
    data = code.snapshot.read(path)
    return () if b"\0" in data or b"\r\n" in data else (Reading("bytes where lines end as on Windows", size + data.count(b"\n")),)


_LARGEST = 1_000_000  # bytes of a text that is read for its lines


def _in_bytes(clause: Clause) -> bool:
    """Whether a bare number stands in a column or under a key of bytes."""
    return bool(_BYTES.fullmatch(clause.context.header if clause.form is Form.CELL else clause.context.key))


def _keyed_tests(clause: Clause) -> bool:
    """Whether a number of lines stands against the tests: "Tests: 400 lines", a row "Tests" under "Lines", under no file's heading."""
    row, named = clause.context.row, clause.all(Path)
    label = row[0].text.plain if clause.form is Form.CELL and row else clause.context.key
    return not named and bool(_OF_TESTS.fullmatch(label))


def _file_target(clause: Clause, unit: str) -> Target | None:
    if heads_several(clause):
        return None
    own = [m.value for m in clause.all(Path) if m.origin in {Origin.SELF, Origin.ROW}]
    if not own and len(clause.text.split()) <= 4 and "-" not in clause.text:  # nothing but the number, in brackets
        own = [m.value for m in clause.all(Path) if m.origin is Origin.PARENT and m.span.line == clause.span.line]
    if len({path.text for path in own}) == 1 and not own[0].glob and not own[0].directory:
        return Target(unit, own[0].text)
    return None
