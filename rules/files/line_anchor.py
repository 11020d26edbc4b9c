"""`path:line` cites what the report says is there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from verifier.codebase import Codebase
from verifier.facts.outline import Definition, Outline
from verifier.knowledge.words import stem, subwords
from verifier.model import Claim, Confidence, Correction, Evidence, Exactness, Finding, Measurement, Reading, Reason, Side, Site, Verdict
from verifier.reading.clause import Clause, FenceClass, Form, Mention, Origin, Path, Setting, Snippet, Symbol
from verifier.reading.mentions import ranges
from verifier.repository.scope import Scope
from verifier.rule import Example, Expect, Rule, found, undecided

_NEAR = 5  # lines an anchor may be off and still cite the same place
_PUNCTUATION = re.compile(r"^[\s)\]}>;,({\[]*$")
_COMMON = frozenset(
    "the and for with not are was this that has have from into line lines code file uses use used using which when its all any but "
    "can will issue good excellent proper".split()
)


@dataclass(frozen=True, slots=True)
class Target:
    """`quoted` is code said to stand there; `names` are identifiers said to; `words` are the sentence's own, stemmed."""

    path: str
    first: int
    last: int
    quoted: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()


class LineAnchor(Rule[Target]):
    """Line anchors in every spelling: `a.py:10`, `a.py:10-20`, `a.py#L10`, "a.py (lines 10-20)"."""

    name = "line-anchor"
    family = "files"
    kinds = ("line-anchor",)
    cites_files = True
    summary = (
        "The cited lines hold what the report says: quoted code, else the identifiers it names, else a line that is about the same thing."
    )
    examples = (
        Example(
            "exact, drifted, elsewhere, blank, past the end",
            "- `a.py:1` defines `load`\n- `a.py:4` defines `load`\n- `a.py:12` defines `load`\n- The loop at `a.py:3`\n- `a.py:90` "
            "is wrong\n",
            {"a.py": "def load():\n    return 1\n\n" + "x = 1\n" * 12},
            (
                Expect("line-anchor", Verdict.HOLDS, 1),
                Expect("line-anchor", Verdict.HOLDS, 2),
                Expect("line-anchor", Verdict.REFUTED, 3, observed="line 1"),
                Expect("line-anchor", Verdict.REFUTED, 4),
                Expect("line-anchor", Verdict.REFUTED, 5),
            ),
        ),
        Example(
            "a range over a definition",
            "`a.py:1-3` - clean\n",
            {"a.py": "def load():\n    x = 1\n    return x\n"},
            (Expect("line-anchor", Verdict.HOLDS, 1),),
        ),
        Example("no such file", "See `b.py:7`.\n", {"a.py": ""}, (Expect("line-anchor", Verdict.REFUTED, 1),), also=("file-exists",)),
        Example("a time and a port are no anchors", "Runs at 10:30 on localhost:8000.\n", {"a.py": ""}, ()),
    )

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if clause.form is Form.CODE or clause.context.fence in {FenceClass.SUGGESTED, FenceClass.OUTPUT} or clause.side is Side.BEFORE:
            return
        if not clause.asserts and clause.form is not Form.HEADING:
            return
        for mention, anchors in _anchors(clause):
            assert isinstance(mention.value, Path)
            for first, last in anchors:
                target = Target(mention.value.text, first, last, _quoted(clause), _names(clause), _words(clause, mention))
                yield self.claim(
                    clause,
                    target,
                    subject=mention.value.text,
                    claimed=f"line {first}" if first == last else f"lines {first}-{last}",
                    span=mention.span,
                    text=clause.statement.text.plain if clause.form is not Form.CELL else clause.text,
                )

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        resolved = code.index.resolve(target.path, tuple(path for path in claim.hints.paths if path != target.path))
        files = [path for path in resolved.matches if path in code.snapshot.entries()]
        if not files:
            if resolved.matches or resolved.outside:
                return Measurement(blocked=Reason.NO_SUBJECT, detail=f"{target.path} is no file here", subject=target.path)
            return Measurement(
                (Reading("file", False),),
                subject=target.path,
                near=resolved.near,
                reproduce=f"git ls-files -- '*{target.path.lstrip('/')}'",
            )
        if len(files) > 1:
            fitting = [path for path in files if len(_lines(code, path)) >= target.last]
            if len(fitting) != 1:
                return Measurement(
                    blocked=Reason.AMBIGUOUS, detail=f"{len(files)} files match: {', '.join(files[:4])}", subject=target.path
                )
            files = fitting
        path = files[0]
        outline = code.facts.outlines((path,)).get(path)
        return _located(target, path, _lines(code, path), outline if isinstance(outline, Outline) else Outline(""))

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        target, path = claim.target, measurement.subject
        facts = {reading.definition: reading.value for reading in measurement.readings}
        if facts.get("file") is False:
            return found(claim, measurement, Verdict.REFUTED, f"no such file: {target.path}", observed="no such file")
        excerpt = measurement.detail
        here = (Evidence(path, target.first, target.last, excerpt),)
        if facts.get("in bounds") is False:
            return found(
                claim,
                measurement,
                Verdict.REFUTED,
                f"{path} has {facts['lines']} lines",
                observed=f"{facts['lines']} lines",
                evidence=(Evidence(path),),
            )
        if "at" in facts:
            at = int(facts["at"])
            if facts.get("same place"):
                exact = target.first <= at <= target.last
                correction = None if exact else _moved(claim, at)
                return found(
                    claim,
                    measurement,
                    Verdict.HOLDS,
                    f"{path}:{at} has {facts['what']}",
                    observed=f"line {at}",
                    evidence=(Evidence(path, at, at, excerpt),),
                    exactness=Exactness.EXACT if exact else Exactness.DRIFTED,
                    correction=correction,
                )
            return found(
                claim,
                measurement,
                Verdict.REFUTED,
                f"{facts['what']} is at {path}:{at}, not at line {target.first}",
                observed=f"line {at}",
                evidence=(Evidence(path, at, at, excerpt),),
                correction=_moved(claim, at),
            )
        if facts.get("empty"):
            return found(
                claim,
                measurement,
                Verdict.REFUTED,
                f"{path}:{target.first} holds nothing that could be meant",
                observed=f"line {target.first} is {excerpt.strip()!r}",
                evidence=here,
            )
        if facts.get("related"):
            return found(
                claim,
                measurement,
                Verdict.HOLDS,
                f"{path}:{target.first} is about the same thing",
                observed=excerpt.strip()[:80],
                evidence=here,
                confidence=Confidence.LIKELY,
                exactness=Exactness.EXACT,
            )
        finding = found(
            claim, measurement, Verdict.UNVERIFIABLE, "the lines exist; nothing exact is said to be there", reason=Reason.NO_SUBJECT
        )
        return replace(finding, evidence=here)


_TOLD = re.compile(r"^(?:at |see |on |around |approx\.? |~)*(?:lines?|l\.)\s*~?(?P<lines>\d[\d\s,–-]*(?:(?:and|&|to)\s*\d+)*)$", re.I)


def _anchors(clause: Clause) -> Iterator[tuple[Mention, tuple[tuple[int, int], ...]]]:
    """Paths with the lines cited of them. "(lines 372-436)" alone is of the one file that the statement names before it."""
    for mention in clause.own(Path):
        if isinstance(mention.value, Path):
            yield mention, mention.value.anchors
    told = _TOLD.match(clause.text.strip(" ()"))
    if told and not clause.own(Path):
        near = [m for m in clause.all(Path) if m.origin is Origin.PARENT and m.span.line == clause.span.line and isinstance(m.value, Path)]
        files = [m for m in near if isinstance(m.value, Path) and not m.value.directory and not m.value.glob]
        if len({m.text for m in files}) == 1:
            yield replace(files[0], span=clause.span, text=clause.text), ranges(told["lines"])


def _lines(code: Codebase, path: str) -> list[str]:
    return code.snapshot.text(path).split("\n")


def _located(target: Target, path: str, lines: Sequence[str], outline: Outline) -> Measurement:
    """What stands at the anchor, and where what is said to stand there really is."""
    count = len(lines) - (lines[-1] == "" if lines else 0)
    reproduce = f"sed -n '{target.first},{target.last}p' {path}"
    if target.first > count or target.last > count + 1:
        return Measurement((Reading("in bounds", False), Reading("lines", count)), subject=path, reproduce=f"wc -l {path}")
    shown = "\n".join(lines[target.first - 1 : min(target.last, target.first + 2)])
    for what in (*target.quoted, *target.names):
        at = _nearest(what, lines, target, quoted=what in target.quoted)
        if at is not None:
            same = target.first - _NEAR <= at <= target.last + _NEAR or _same_definition(outline, at, target)
            blank = target.first == target.last and _PUNCTUATION.match(lines[target.first - 1])
            if blank and not target.first - _NEAR <= at <= target.last + _NEAR:
                same = False
            if same or what in target.quoted or _defined(outline, what, at):
                return Measurement(
                    (Reading("at", at), Reading("same place", same), Reading("what", f"'{what}'")),
                    (Site(path, code=what, line=at),),
                    reproduce=reproduce,
                    subject=path,
                    detail=lines[at - 1][:160],
                )
    cited = lines[target.first - 1 : target.last]
    empty = all(_PUNCTUATION.match(line) for line in cited)
    if empty and target.last - target.first <= 2:
        return Measurement((Reading("empty", True),), reproduce=reproduce, subject=path, detail=shown[:160])
    return Measurement((Reading("related", _related(target, cited, outline)),), reproduce=reproduce, subject=path, detail=shown[:300])


def _nearest(what: str, lines: Sequence[str], target: Target, quoted: bool) -> int | None:
    """The 1-based line nearest to the anchor that has `what`; None when no line has."""
    if quoted:
        wanted = _squeezed(what)
        hits = [number for number, line in enumerate(lines, 1) if wanted in _squeezed(line)]
    else:
        pattern = re.compile(rf"(?<!\w){re.escape(what.rsplit('.', 1)[-1])}(?!\w)")
        hits = [number for number, line in enumerate(lines, 1) if pattern.search(line)]
    return min(hits, key=lambda number: max(target.first - number, number - target.last, 0), default=None)


def _squeezed(code: str) -> str:
    return re.sub(r"\s+", "", code).replace("'", '"').rstrip(";,")


def _enclosing(outline: Outline, line: int) -> Definition | None:
    around = [
        d
        for d in outline.definitions
        if d.start <= line <= d.end_line and d.kind in {"function", "method", "constructor", "component", "hook"}
    ]
    return min(around, key=lambda d: d.end_line - d.start, default=None)


def _same_definition(outline: Outline, at: int, target: Target) -> bool:
    mine, theirs = _enclosing(outline, at), _enclosing(outline, target.first)
    return mine is not None and mine is theirs


def _defined(outline: Outline, name: str, at: int) -> bool:
    return any(d.name == name.rsplit(".", 1)[-1] and d.start <= at <= d.line for d in outline.definitions)


def _related(target: Target, cited: Sequence[str], outline: Outline) -> bool:
    """Whether the cited lines share a word with the sentence, or a cited range covers a definition from its start."""
    if target.last > target.first:
        starts = [
            d
            for d in outline.definitions
            if abs(d.start - target.first) <= _NEAR or target.first <= d.start <= target.last or d.start <= target.first <= d.end_line
        ]
        if starts or not outline.definitions:
            return True
    names = {part for d in outline.definitions if d.start <= target.first <= d.end_line for part in subwords(d.qualified)}
    here = {stem(part) for word in re.findall(r"\w+", " ".join(cited)) for part in subwords(word)} | {stem(part) for part in names}
    return bool(target.words & here)


def _quoted(clause: Clause) -> tuple[str, ...]:
    """Code that the statement quotes, longest first. Code of its children ("Uses `x = 1`" below the anchor) is not its own."""
    found_code = [m.value.code for m in clause.mentions if isinstance(m.value, Snippet) and m.origin in {Origin.SELF, Origin.PARENT}]
    found_code += [f"{m.value.name}={m.value.value}" for m in clause.mentions if isinstance(m.value, Setting) and m.origin is Origin.SELF]
    return tuple(sorted((code for code in found_code if len(code) > 3 and "\n" not in code), key=len, reverse=True))


def _names(clause: Clause) -> tuple[str, ...]:
    """Identifiers that the statement or the item it belongs to names."""
    near = [m for m in clause.mentions if isinstance(m.value, Symbol) and m.origin in {Origin.SELF, Origin.PARENT}]
    anchored = [m.value.symbol for m in clause.own(Path) if isinstance(m.value, Path) and m.value.symbol]
    return tuple(dict.fromkeys((*anchored, *(m.value.name for m in near if isinstance(m.value, Symbol)))))


def _words(clause: Clause, mention: Mention) -> frozenset[str]:
    texts = [clause.statement.text.plain.replace(mention.text, " "), *(parent.plain for parent in clause.context.parents[-1:])]
    if len(texts) == 1 and clause.context.sections:
        texts.append(clause.context.sections[-1].title)
    found_words = {part for text in texts for word in re.findall(r"[A-Za-z_]\w{2,}", text) for part in subwords(word)}
    own = {part for word in re.findall(r"\w+", mention.text) for part in subwords(word)}  # the file's name says nothing of a line
    return frozenset(stem(word) for word in found_words - own if len(word) > 2 and word not in _COMMON)


def _moved(claim: Claim[Target], at: int) -> Correction | None:
    """The anchor rewritten to start at `at`, as the report spells it."""
    old, text = str(claim.target.first), claim.text
    match = re.search(rf"(?<=[:#L]){old}\b", claim.target.path + ":" + old)
    if match is None or claim.target.first != claim.target.last or claim.target.path not in text:
        return None
    start = claim.span.column + len(claim.target.path) + 1
    return (
        Correction(replace(claim.span, column=start, end_column=start + len(old)), str(at))
        if claim.span.end_column == start + len(old)
        else None
    )
