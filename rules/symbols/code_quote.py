"""Code that the report shows as the repository's is there, but for formatting, comments and what is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from verifier.codebase import Codebase
from verifier.model import (
    Claim,
    Confidence,
    Evidence,
    Exactness,
    Finding,
    Measurement,
    Reading,
    Reason,
    Side,
    Site,
    Span,
    Verdict,
)
from verifier.reading.clause import Clause, Command, Fence, FenceClass, Form, Mention, Origin, Path, Setting, Snippet, Symbol
from verifier.reading.fences import DIFFS
from verifier.repository.scope import Scope
from verifier.repository.snapshot import Unreadable
from verifier.rule import Rule, found, rewritten, undecided
from verifier.shapes.lookup import states

from .interface_block import declared
from .quotation import Quotation, Row, lacks, quotations, remarks, rows_of
from .quote_diff import changes, gone
from .quote_examples import EXAMPLES
from .quote_inline import inline
from .quote_measure import block, line
from .quote_search import Fit, Located, Search
from .quote_target import Target
from .quote_verbatim import verbatim, worth_looking

# The text speaks of other code than the repository's present one.
_OTHERWISE = re.compile(
    r"\b(?:instead of|than|replac\w+|renam\w+|remov\w+|was|were|previously|formerly|used to|e\.g|for "
    r"example|such as|like|would|could|should|equivalent|similar|migrat\w+|chang\w+ (?:from|to))\b",
    re.I,
)
_CHANGES = re.compile(r"\b(?:chang\w+|switch\w+|rewr\w+|fix(?:ed|es)?|now|→|->)\b", re.I)
_AS = re.compile(r"\b(?:as|with|by|runs?|starts?|executes?|calls?|is|command)\W*$", re.I)
_STATEMENT = re.compile(r"(?:if|elif|while|for|return|raise|throw|assert|except|with|await|yield)\s+[\w(!.]+[\s.(].*\w")
_SHORT = 8  # characters of a line that may stand anywhere
_LARGEST = 1_000_000  # bytes of a file that is looked into
_MANY = 12  # lines of a block that are still told one by one
_CHANGED = 60  # lines of a difference that are still told one by one
_CALL_LINE = re.compile(r"^(?P<call>[A-Za-z_][\w.]*\([^()]+\))\s*(?:(?:#|//).*)?$")
_OTHERS = frozenset("others other rest remaining elsewhere else everywhere".split())
_VALUE = r"(?:\"[^\"{}<>]*\"|-?\d[\d.]*|true|false|null|\[[^\[\]]*\])"
_FILLED = re.compile(rf"^\{{\s*\"[\w-]+\"\s*:\s*{_VALUE}\s*(?:,\s*\"[\w-]+\"\s*:\s*{_VALUE}\s*)*\}}$")  # no placeholders
_PAYLOAD = re.compile(r"\{\s*\"[\w-]+\"\s*:[^{}]*\}")

_DOCUMENTS = (".md", ".mdx", ".rst", ".adoc", ".txt")


class CodeQuote(Rule[Target]):
    """A block of code, each telling line of it, `reason[:100]`, `{"event": "done"}`."""

    name = "code-quote"
    infers = True
    kinds = ("code-quote",)
    reads_blocks = True
    cites_places = True
    word_for_word = True
    vocabulary = "code line snippet quote first then finally itself"
    summary = "Code shown as the repository's stands there, equal but for white space, quotes, commas, comments and what is left out."
    examples = EXAMPLES

    def recognise_code(self, fence: Fence) -> Iterator[Claim[Target]]:
        if fence.language in DIFFS:
            for quotation in changes(fence):
                changed = quotation.told if len(quotation.told) <= _CHANGED else ()
                yield from (self._claim(fence, quotation, row.line, row.line, row.text, row.line) for row in changed)
            return
        # What an interface declares is looked up by its names.
        names = {fence.line + one.row for one in declared(fence)} if not fence.paths else frozenset()
        for quotation in quotations(fence):
            if quotation.guessed:
                sought = [row for row in quotation.rows if worth_looking(row)]
                yield from (self._claim(fence, quotation, row.line, row.line, row.text, row.line) for row in sought)
                continue
            whole = tuple(self._whole(fence, quotation)) if not names else ()
            yield from whole
            rows = _single(quotation, whole=bool(whole) and (not quotation.defines or quotation.side is Side.BEFORE))
            yield from (self._claim(fence, quotation, row.line, row.line, row.text, row.line) for row in rows if row.line not in names)

    def _whole(self, fence: Fence, quotation: Quotation) -> Iterator[Claim[Target]]:
        """The block as one claim, where it is more than a list of lines from anywhere."""
        filled = [row for row in quotation.rows if row.text]
        only_words = bool(filled) and all(row.doc or not row.tokens for row in quotation.rows)
        tied = quotation.paths or (quotation.side is not Side.NOW and _structured(quotation))
        body = [row for row in quotation.told if not row.defines]
        if only_words or (tied and quotation.told) or (quotation.defines and body):
            yield self._claim(fence, quotation, filled[0].line, filled[-1].line, "\n".join(row.text for row in filled), 0)

    def _claim(self, fence: Fence, quotation: Quotation, first: int, last: int, text: str, row: int) -> Claim[Target]:
        width = max((len(fence.lines[line - fence.line]) for line in (last,)), default=0)
        indent = len(fence.lines[first - fence.line]) - len(fence.lines[first - fence.line].lstrip())
        span = Span(first, last, indent + 1, width + 1)
        subject = quotation.paths[0] if quotation.paths else quotation.defined
        claimed = "this code" if not row else f"no longer: {text[:70]}" if quotation.gone else text[:80]
        hints = fence.hints(quotation.paths)
        return Claim(
            self.name,
            self.kinds[0],
            span,
            text,
            subject,
            claimed,
            Target(quotation, row),
            fence.context.titles,
            quotation.side,
            negated=quotation.gone,
            hints=hints,
        )

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if (
            not clause.asserts
            or clause.negated
            or clause.side is Side.BEFORE
            or clause.form in {Form.COMMAND, Form.TREE_ENTRY, Form.HEADING, Form.CODE}
        ):
            return
        if clause.context.fence in {FenceClass.SUGGESTED, FenceClass.OUTPUT, FenceClass.CODE}:
            return
        if _of_others(clause):
            return
        for mention in clause.mentions:
            code = _quoted(mention) if mention.origin.value == "self" else ""
            if (code and not _OTHERWISE.search(clause.text)) or (code := _commanded(clause, mention)):
                yield self._inline(clause, code, mention.span, ())
        alone = _CALL_LINE.match(clause.text) if clause.form is Form.FENCE_LINE else None
        if alone and not any(_quoted(m) for m in clause.own(Symbol)):
            yield self._inline(clause, alone["call"], clause.span, ())
        for match in _PAYLOAD.finditer(clause.text):
            if not _FILLED.match(match[0]):
                continue
            keys = tuple(re.findall(r"\"([\w-]+)\"\s*:", match[0]))
            yield self._inline(clause, match[0], clause.words.span(*match.span()), keys)

    def _inline(self, clause: Clause, code: str, span: Span, keys: tuple[str, ...]) -> Claim[Target]:
        rows = tuple(rows_of((code,), span.line, ""))
        paths = tuple(m.value.text for m in clause.own(Path) if isinstance(m.value, Path))
        about = f"{clause.context.key} {clause.statement.text.plain.replace(code, ' ')}"
        firm = states(clause) and not clause.hedge and not _CHANGES.search(clause.text)
        named = dict.fromkeys(m.value.name for m in clause.own(Symbol) if m.text not in code)
        quotation = Quotation(rows, "", paths=paths, lacking=lacks(about), remarked=remarks(about))
        target = Target(quotation, span.line, True, keys, tuple(named) if firm else (), firm)
        return self.claim(clause, target, subject=paths[0] if paths else "", claimed=code[:80], span=span, text=code)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        if claim.side is Side.BEFORE:
            return Measurement(blocked=Reason.NEEDS_BASE, detail="how it was before is not in this snapshot")
        search = Search.of(code)
        if target.inline:
            return inline(search, claim, code)
        located = search.locate(target.quotation, claim.hints, code)
        if target.quotation.guessed:
            return verbatim(search, target, located)
        if target.quotation.gone:
            added = replace(target.quotation, rows=target.quotation.added, gone=False, added=())
            return gone(search, target.quotation, target.row, located, search.locate(added, claim.hints, code))
        measured: Measurement = block(search, target.quotation, located) if not target.row else line(search, target, located)
        paths = target.quotation.paths or next(iter(claim.hints.section_paths), ())  # of the block, else of the nearest heading
        if measured.blocked is None and paths and not any(code.index.resolve(path).matches for path in paths):
            return Measurement(blocked=Reason.NO_SUBJECT, detail=f"{paths[0]}, of which that code is said to be, is not there")
        if measured.blocked is None and not measured.readings[0].value and measured.subject.lower().endswith(_DOCUMENTS):
            return Measurement(blocked=Reason.AMBIGUOUS, detail=f"{measured.subject} is a document: its code is not compared")
        if measured.blocked is None and not measured.readings[0].value:
            return _as_text(target, located, measured, code) or _unread(target, search, code, measured) or measured
        return measured

    def is_guess(self, finding: Finding) -> bool:
        target = finding.claim.target
        return isinstance(target, Target) and target.quotation.guessed and finding.reason is Reason.NO_SUBJECT

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        first = measurement.readings[0]
        evidence = tuple(Evidence(site.path, site.line, site.end_line or site.line, site.code) for site in measurement.sites[:4])
        where = f"{evidence[0].path}:{evidence[0].line}" if evidence else ""
        if claim.target.quotation.gone:
            verdict = Verdict.HOLDS if first.value else Verdict.DOUBTFUL  # a line like it may stand there for another reason
            told = measurement.detail or f"still stands at {where}"
            return found(claim, measurement, verdict, told, observed=told, evidence=evidence, confidence=Confidence.LIKELY)
        if first.value:
            exactness = Exactness.EXACT if first.definition == "equal" else Exactness.TOLERATED
            note = f" ({measurement.detail})" if measurement.detail else ""
            observed = measurement.detail or f"at {where}"
            confidence = Confidence.LIKELY if first.definition == "likely" else Confidence.CERTAIN
            message = f"stands at {where}{note}"
            return found(
                claim, measurement, Verdict.HOLDS, message, observed=observed, exactness=exactness, evidence=evidence, confidence=confidence
            )
        quotation = claim.target.quotation
        if not (claim.target.inline or quotation.vouched):
            told = f"{measurement.detail}; nothing says that this has been written"
            if quotation.paths or quotation.presented:
                return found(claim, measurement, Verdict.DOUBTFUL, told, observed=measurement.detail, evidence=evidence)
            return found(claim, measurement, Verdict.UNVERIFIABLE, told, reason=Reason.AMBIGUOUS, evidence=evidence)
        correction = rewritten(claim, claim.text, measurement.near[0]) if measurement.near else None
        return found(
            claim, measurement, Verdict.REFUTED, measurement.detail, observed=measurement.detail, evidence=evidence, correction=correction
        )


def _as_text(target: Target, located: Located, measured: Measurement, code: Codebase) -> Measurement | None:
    """The lines that are no code of the file are all text in it: another language in a string."""
    path = measured.subject
    if path not in code.snapshot.entries():
        return None
    quotation = target.quotation
    rows = quotation.told if not target.row else quotation.rows_from(target.row)
    absent = [row.text for row in rows if row.line in located.found and located.found[row.line].fit is Fit.ABSENT]
    text = re.sub(r"\s+", "", code.snapshot.text(path))
    if not absent or not all(len(row) > _SHORT and re.sub(r"\s+", "", row) in text for row in absent):
        return None
    return Measurement((Reading("tolerated", True),), (Site(path),), subject=path, detail="as text")


def _unread(target: Target, search: Search, code: Codebase, measured: Measurement) -> Measurement | None:
    """A file that is not searched for code and holds the longest words of a quotation: it may be from there."""
    if measured.subject:
        return None
    rows = [row for row in (target.quotation.rows_from(target.row) if target.row else target.quotation.rows) if row.tokens]
    needles = [max((word for word in re.findall(r"\w+", row.text)), key=len, default="").encode() for row in rows]
    wanted = [needle for needle in needles if len(needle) > 5]
    searched = set(search.symbols.files)
    others = [path for path, entry in code.snapshot.entries().items() if path not in searched and entry.size < _LARGEST]
    plain = [path for path in others if not path.endswith((".md", ".rst", ".txt"))] if wanted else []
    for path, data in code.snapshot.read_many(plain):
        if not isinstance(data, Unreadable) and sum(needle in data for needle in wanted) * 2 >= len(wanted):
            return Measurement(blocked=Reason.UNSUPPORTED_LANGUAGE, detail=f"{path} may hold it, which is not read as code")
    return None


def _of_others(clause: Clause) -> bool:
    """Whether the code is said to be in other files than the one named above: "All others: `x`"."""
    first = clause.context.key or clause.text.split(":")[0][:40]
    return not clause.own(Path) and bool(_OTHERS.intersection(re.findall(r"[a-z]+", first.lower())))


def _commanded(clause: Clause, mention: Mention) -> str:
    """A command that a file is said to run: "`compose.yml` starts the worker as `celery -A app worker`"."""
    value = mention.value
    tied = mention.origin is Origin.SELF and isinstance(value, Command) and any(m.text not in value.text for m in clause.own(Path))
    return value.text if tied and isinstance(value, Command) and _AS.search(clause.text.partition(mention.text)[0]) else ""


def _quoted(mention: Mention) -> str:
    """The code of a mention that is more than a name: an expression, a call with arguments."""
    value = mention.value
    if (
        isinstance(value, Snippet)
        and (re.search(r"[\[({=<>~|&+*/%]|^['\"].*['\"]$", value.code) or _STATEMENT.match(value.code))
        and len(re.findall(r"[A-Za-z_]\w*", value.code)) > 0
    ):
        return value.code
    if isinstance(value, Setting) and re.match(r"^[A-Za-z_]\w*(?:\.\w|\(|\[)", value.value):
        return mention.text  # a name that is given an expression: a literal is the business of another rule
    if (
        isinstance(value, Symbol)
        and value.call
        and re.search(r"\w", value.arguments)
        and not value.keyword
        and not re.search(r":\s*\w", value.arguments)
    ):
        return mention.text if "(" in mention.text else ""
    return ""


def _structured(quotation: Quotation) -> bool:
    """Whether it is more than lines that each stand for themselves."""
    indents = {row.tokens[0].indent for row in quotation.rows if row.tokens}
    return len(indents) > 1 or any(row.text.startswith((")", "]", "}")) for row in quotation.rows)


def _single(quotation: Quotation, *, whole: bool) -> Iterator[Row]:
    """The lines that are claims of their own: first lines of docstrings, and what tells something. Definitions and pins are other rules'.

    `whole`: the block is one claim already; then parts of its statements are none.
    """
    above = ""
    importing = False
    depth = 0
    told = quotation.told
    telling = {row.line for row in told}
    many = len(told) > _MANY and (whole or bool(quotation.paths) or quotation.defines)
    for row in quotation.rows if not many else ():
        inside, depth = depth > 0, depth + sum((t.text in {"(", "["}) - (t.text in {")", "]"}) for t in row.tokens)
        if (row.tokens and row.tokens[0].text in {")", "]", "}"}) or (whole and inside):
            continue
        importing = importing and not row.text.startswith(")")
        if row.doc and above:
            yield row
        elif row.line in telling and not (row.defines or row.pins or importing):
            yield from [row] if not row.imports or ((quotation.defines or quotation.paths) and not row.text.endswith("(")) else []
        importing = importing or (row.imports and row.text.endswith("("))
        above = row.defines if row.defines else "" if row.tokens or row.doc else above
