"""Code that the report shows as the repository's is there, but for formatting, comments and what is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.rules.symbols.quotation import Quotation, Row, quotations, rows_of
from verifier.rules.symbols.quote_search import Fit, Found, Located, Search
from verifier.codebase import Codebase
from verifier.model import Claim, Confidence, Evidence, Exactness, Finding, Measurement, Reading, Reason, ScopeHints, Side, Site, Span, Verdict
from verifier.reading.clause import Clause, Fence, FenceClass, Form, Mention, Path, Snippet, Symbol
from verifier.repository.scope import Scope
from verifier.rule import Example, Expect, Rule, found, undecided

_CODE = "def load(key):\n    \"\"\"Load a row.\"\"\"\n    row = store.fetch_row(key, timeout=3)  # slow\n    log.info('row loaded for %s', key)\n    return row\n"
# The text speaks of other code than the repository's present one.
_OTHERWISE = re.compile(r"\b(?:instead of|rather than|replac\w+|renam\w+|remov\w+|was|were|previously|formerly|used to|e\.g|for example|such as|like|would|could|should|equivalent|similar|migrat\w+|chang\w+ (?:from|to))\b", re.I)
_INDEX = re.compile(r"^CREATE\s+(?:UNIQUE\s+)?INDEX\s+(?:CONCURRENTLY\s+)?(?:IF\s+NOT\s+EXISTS\s+)?[`\"]?(?P<name>\w+)[`\"]?\s+ON\s+\S+?\s*(?:USING\s+\w+\s*)?\((?P<columns>[^)]*)\)", re.I)
_CALL_LINE = re.compile(r"^(?P<call>[A-Za-z_][\w.]*\([^()]+\))\s*(?:(?:#|//).*)?$")
_PAYLOAD = re.compile(r"\{\s*\"[\w-]+\"\s*:[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Target:
    """`row`: the report's line that is meant, 0 for the quotation as a whole. `inline`: stands in a sentence."""

    quotation: Quotation
    row: int = 0
    inline: bool = False
    keys: tuple[str, ...] = ()  # of a payload that is told in a sentence


class CodeQuote(Rule[Target]):
    """A block of code, each telling line of it, `reason[:100]`, `{"event": "done"}`."""

    name = "code-quote"
    family = "symbols"
    kinds = ("code-quote",)
    summary = "Code shown as the repository's stands there, equal but for white space, quotes, commas, comments and what is left out."
    examples = (
        Example("as it is, formatted otherwise and abridged", "## Load\n\nCurrent implementation (`a.py`):\n\n```python\ndef load(key):\n    row = store.fetch_row(\n        key, timeout=3,\n    )\n    ...\n    return row\n```\n", {"a.py": _CODE},
                (Expect("code-quote", Verdict.HOLDS, 6), Expect("code-quote", Verdict.HOLDS, 7), Expect("code-quote", Verdict.HOLDS, 8))),
        Example("another body", "## Load\n\nCurrent implementation (`a.py`):\n\n```python\ndef load(key):\n    row = cache.read_row(key)\n    return row\n```\n", {"a.py": _CODE},
                (Expect("code-quote", Verdict.REFUTED, 6), Expect("code-quote", Verdict.REFUTED, 7)), also=("symbol-exists",)),
        Example("before and after", "## Changes\n\n```python\n# Before\nrow = old_fetch(key)\n\n# After\nlog.info('row loaded for %s', key)\n```\n", {"a.py": _CODE},
                (Expect("code-quote", Verdict.HOLDS, 8),)),
        Example("in a sentence", "- It calls `store.fetch_row(key, timeout=3)` for each key.\n- It logs with `log.info(...)`\n", {"a.py": _CODE},
                (Expect("code-quote", Verdict.HOLDS, 1),)),
        Example("proposals and sessions", "## Recommendations\n\n```python\nrow = cache.read_row(key)\n```\n\nUsage:\n\n```python\nclient = make_client(key)\n```\n\n```bash\npython a.py\n```\n", {"a.py": _CODE}, ()),
    )  # fmt: skip

    def recognise_code(self, fence: Fence) -> Iterator[Claim[Target]]:
        for quotation in quotations(fence):
            whole = tuple(self._whole(fence, quotation))
            yield from whole
            if quotation.side is not Side.BEFORE:
                rows = _single(quotation, whole=bool(whole) and not quotation.defines)
                yield from (self._claim(fence, quotation, row.line, row.line, row.text, row.line) for row in rows)

    def _whole(self, fence: Fence, quotation: Quotation) -> Iterator[Claim[Target]]:
        """The block as one claim, where it is more than a list of lines from anywhere."""
        filled = [row for row in quotation.rows if row.text]
        only_words = bool(filled) and all(row.doc or not row.tokens for row in quotation.rows)
        tied = quotation.paths or quotation.side is not Side.NOW and _structured(quotation)
        body = [row for row in quotation.told if not row.defines]
        if only_words or tied and quotation.told or quotation.defines and body:
            yield self._claim(fence, quotation, filled[0].line, filled[-1].line, "\n".join(row.text for row in filled), 0)

    def _claim(self, fence: Fence, quotation: Quotation, first: int, last: int, text: str, row: int) -> Claim[Target]:
        width = max((len(fence.lines[line - fence.line]) for line in (last,)), default=0)
        indent = len(fence.lines[first - fence.line]) - len(fence.lines[first - fence.line].lstrip())
        span = Span(first, last, indent + 1, width + 1)
        subject = quotation.paths[0] if quotation.paths else next((r.defines for r in quotation.rows if r.defines), "")
        claimed = "block" if not row else text[:80]
        hints = ScopeHints(paths=quotation.paths)
        return Claim(self.name, self.kinds[0], span, text, subject, claimed, Target(quotation, row), fence.context.titles, quotation.side, hints=hints)

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if not clause.asserts or clause.negated or clause.side is Side.BEFORE or clause.form in {Form.COMMAND, Form.TREE_ENTRY, Form.HEADING, Form.CODE}:
            return
        if clause.context.fence in {FenceClass.SUGGESTED, FenceClass.OUTPUT, FenceClass.CODE}:
            return
        for mention in clause.mentions:
            code = _quoted(mention) if mention.origin.value == "self" else ""
            if code and not _OTHERWISE.search(clause.text):
                yield self._inline(clause, code, mention.span, ())
        alone = _CALL_LINE.match(clause.text) if clause.form is Form.FENCE_LINE else None
        if alone and not any(_quoted(m) for m in clause.own(Symbol)):
            yield self._inline(clause, alone["call"], clause.span, ())
        for match in _PAYLOAD.finditer(clause.text):
            keys = tuple(re.findall(r"\"([\w-]+)\"\s*:", match[0]))
            yield self._inline(clause, match[0], clause.words.span(*match.span()), keys)

    def _inline(self, clause: Clause, code: str, span: Span, keys: tuple[str, ...]) -> Claim[Target]:
        rows = tuple(rows_of((code,), span.line, ""))
        paths = tuple(m.value.text for m in clause.own(Path) if isinstance(m.value, Path))
        target = Target(Quotation(rows, "", paths=paths), span.line, True, keys)
        return self.claim(clause, target, subject=paths[0] if paths else "", claimed=code[:80], span=span, text=code)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        if target.quotation.side is Side.BEFORE:
            return Measurement(blocked=Reason.NEEDS_BASE, detail="how it was before can't be seen in this snapshot")
        search = Search.of(code)
        if target.inline:
            return _inline(search, claim, code)
        located = search.locate(target.quotation, claim.hints, code)
        return _block(search, target.quotation, located) if not target.row else _line(search, target, located)

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        first = measurement.readings[0]
        evidence = tuple(Evidence(site.path, site.line, site.end_line or site.line, site.code) for site in measurement.sites[:4])
        where = f"{evidence[0].path}:{evidence[0].line}" if evidence else ""
        if first.value:
            exactness = Exactness.EXACT if first.definition == "equal" else Exactness.TOLERATED
            note = f" ({measurement.detail})" if measurement.detail else ""
            return found(claim, measurement, Verdict.HOLDS, f"stands at {where}{note}", observed=measurement.detail or f"at {where}", exactness=exactness, evidence=evidence,
                         confidence=Confidence.LIKELY if first.definition == "likely" else Confidence.CERTAIN)  # fmt: skip
        return found(claim, measurement, Verdict.REFUTED, measurement.detail, observed=measurement.detail, evidence=evidence)


def _quoted(mention: Mention) -> str:
    """The code of a mention that is more than a name: an expression, a call with arguments."""
    value = mention.value
    if isinstance(value, Snippet) and re.search(r"[\[({=<>~|&+*/%]|^['\"].*['\"]$", value.code) and len(re.findall(r"[A-Za-z_]\w*", value.code)) > 0:
        return value.code
    if isinstance(value, Symbol) and value.call and re.search(r"\w", value.arguments) and not value.keyword and not re.search(r":\s*\w", value.arguments):
        return mention.text if "(" in mention.text else ""
    return ""


def _structured(quotation: Quotation) -> bool:
    """Whether it is more than lines that each stand for themselves."""
    indents = {row.tokens[0].indent for row in quotation.rows if row.tokens}
    return len(indents) > 1 or any(row.text[:1] in ")]}" for row in quotation.rows)


def _single(quotation: Quotation, *, whole: bool) -> Iterator[Row]:
    """The lines that are claims of their own: first lines of docstrings, and what tells something; definitions, imports and pins are other rules'.

    `whole`: the block is one claim already; then parts of its statements are none.
    """
    above = ""
    importing = False
    depth = 0
    for row in quotation.rows:
        inside, depth = depth > 0, depth + sum((t.text in {"(", "["}) - (t.text in {")", "]"}) for t in row.tokens)
        if row.tokens and row.tokens[0].text in {")", "]", "}"} or whole and inside:
            continue
        importing = importing and not row.text.startswith(")")
        if row.doc and above:
            yield row
        elif row.telling and not (row.defines or row.pins or importing):
            if not row.imports or (quotation.defines or quotation.paths) and not row.text.endswith("("):
                yield row
        importing = importing or row.imports and row.text.endswith("(")
        above = row.defines if row.defines else "" if row.tokens or row.doc else above


def _site(one: Found) -> Site:
    return Site(one.path, "", one.near, one.line, one.line)


def _block(search: Search, quotation: Quotation, located: Located) -> Measurement:
    """The quotation as a whole."""
    told = quotation.told
    if not told:
        return _words_only(search, quotation)
    subject = located.path
    there = [located.found[row.line] for row in told if row.line in located.found and located.found[row.line].fit in {Fit.THERE, Fit.ABRIDGED}]
    missing = [row for row in told if located.found[row.line].fit not in {Fit.THERE, Fit.ABRIDGED}]
    sites = tuple(_site(one) for one in there[:1])
    reproduce = f"git grep -nF -- {max((t.text for t in told[0].tokens), key=len)!r}" if told else ""
    if not missing and located.cut:
        return Measurement(blocked=Reason.AMBIGUOUS, detail="an import of it is there with more names", subject=subject, sites=sites)
    if not missing and located.path:
        others = [line for line, (same, *_) in located.docstrings.items() if not same]
        abridged = any(one.fit is Fit.ABRIDGED for one in there)
        detail = "its docstring differs" if others else "abridged" if abridged else "" if located.ordered else "in another order"
        return Measurement((Reading("tolerated" if detail else "equal", True),), sites, reproduce=reproduce, subject=subject, detail=detail)
    absent = [row for row in missing if located.found[row.line].fit is Fit.ABSENT]
    if not located.complete:
        return Measurement(blocked=Reason.INCOMPLETE, detail="some files could not be read", subject=subject)
    differing = tuple(Site(one.path, "", one.near, one.line, one.line) for row in absent if (one := located.found[row.line]).line)
    if quotation.doubtful or not absent:
        return Measurement(blocked=Reason.AMBIGUOUS, detail=f"{len(missing)} of its {len(told)} telling lines are not together in one place", subject=subject, sites=differing)
    if located.undefined and quotation.presented:
        return Measurement((Reading("differs", False),), differing[:3], reproduce=reproduce, subject=subject, detail=f"nothing is named {', '.join(located.undefined[:3])}")
    if located.path and (located.region or located.tied or quotation.presented and len(there) * 2 >= len(told)) and len(absent) * 5 >= len(told):
        return Measurement((Reading("differs", False),), differing[:3], reproduce=reproduce, subject=subject, detail=_differs(located, absent, len(told)))
    strange = [word for row in absent for word in search.absent_everywhere(row)]
    if quotation.presented and len(strange) > 1:
        return Measurement((Reading("differs", False),), reproduce=reproduce, subject=subject, detail=f"no file has {', '.join(strange[:3])}")
    return Measurement(blocked=Reason.NO_SUBJECT, detail="nothing ties this code to a place in the repository", subject=subject)


def _differs(located: Located, absent: list[Row], told: int) -> str:
    first = absent[0]
    near = located.found[first.line]
    instead = f"; line {near.line} there is: {near.near}" if near.near else ""
    return f"{len(absent)} of {told} telling lines are not in {located.path}, the first: {first.text[:100]}{instead}"


def _words_only(search: Search, quotation: Quotation) -> Measurement:
    """A quoted docstring without code around it: its lines in order in one docstring."""
    wanted = [re.findall(r"\w+", row.doc.lower()) for row in quotation.rows if len(re.findall(r"\w+", row.doc)) > 1]
    if not wanted:
        return Measurement(blocked=Reason.NO_SUBJECT, detail="nothing to look up")
    longest = max((row.doc for row in quotation.rows), key=len)
    for path in search.holding(longest.strip())[:8]:
        lines = search.tokens(path).docstrings
        for start, (number, words) in enumerate(lines):
            if re.findall(r"\w+", words.lower()) != wanted[0]:
                continue
            rest = iter(re.findall(r"\w+", text.lower()) for line, text in lines[start:] if line < number + 80)
            if all(any(have == want for have in rest) for want in wanted):
                return Measurement((Reading("equal", True),), (Site(path, "", words, number, number),), subject=path, reproduce=f"git grep -nF -- {longest!r}")
    return Measurement(blocked=Reason.NO_SUBJECT, detail="no docstring has these lines together")


def _line(search: Search, target: Target, located: Located) -> Measurement:
    """One line of a quotation."""
    quotation = target.quotation
    row = next(row for row in quotation.rows if row.line == target.row)
    if row.doc:
        return _docstring(quotation, located, row)
    one = located.found[row.line]
    reproduce = f"git grep -nF -- {max((token.text.lstrip(chr(34)) for token in row.tokens), key=len)!r}"
    subject = one.path or located.path
    if one.fit in {Fit.THERE, Fit.ELSEWHERE, Fit.ABRIDGED} and not row.distinctive and not _together(quotation, located):
        return Measurement(blocked=Reason.AMBIGUOUS, detail="such a line is there, but most of the block is not", subject=subject, sites=(_site(one),))
    if one.fit is Fit.THERE:
        return Measurement((Reading("equal", True),), (_site(one),), subject=subject, reproduce=reproduce)
    if one.fit is Fit.ABRIDGED:
        return Measurement((Reading("abridged", True),), (_site(one),), subject=subject, reproduce=reproduce, detail="abridged")
    if one.fit is Fit.ELSEWHERE and not located.region and not located.tied:
        return Measurement((Reading("equal", True),), (_site(one),), subject=subject, reproduce=reproduce)
    if one.fit is not Fit.ABSENT:
        return Measurement(blocked=Reason.AMBIGUOUS, detail=f"it stands at {one.path}:{one.line}, not where the block is from", subject=subject, sites=(_site(one),))
    if not located.complete:
        return Measurement(blocked=Reason.INCOMPLETE, detail="some files could not be read", subject=subject)
    index = _INDEX.match(row.text)
    if index:
        return _indexed(search, quotation, index)
    strange = search.absent_everywhere(row)
    near = f"; nearest is line {one.line}: {one.near}" if one.near else ""
    sites = (_site(one),) if one.line else ()
    if not quotation.doubtful and quotation.presented and (located.region or strange):
        where = f"not in {located.path}" if located.region or located.tied else "in no file"
        detail = f"{row.text[:100]} is {where}{near}" if not strange else f"no file has {', '.join(strange[:2])}{near}"
        return Measurement((Reading("differs", False),), sites, subject=subject, reproduce=reproduce, detail=detail)
    if not quotation.doubtful and located.tied and _instruction(row, located):
        return Measurement((Reading("differs", False),), sites, subject=subject, reproduce=reproduce, detail=f"not in {located.path}{near}")
    return Measurement(blocked=Reason.NO_SUBJECT, detail=f"no such line{near}", subject=subject, sites=sites)


def _together(quotation: Quotation, located: Located) -> bool:
    """Whether the block as such is known to be from the file."""
    there = sum(1 for row in quotation.told if located.found[row.line].fit in {Fit.THERE, Fit.ABRIDGED, Fit.ELSEWHERE})
    return located.region is not None or located.tied or there * 2 >= len(quotation.told)


def _indexed(search: Search, quotation: Quotation, index: re.Match[str]) -> Measurement:
    """An index told in SQL: declared under its name, or on the same columns, in whatever way."""
    columns = re.findall(r"[A-Za-z_]\w*", index["columns"])
    for path in search.holding(index["name"]):
        text = search.symbols.read(path).decode("utf-8", "replace")
        at = text.find(index["name"])
        line = text.count("\n", 0, at) + 1
        if all(column in text[max(0, at - 200) : at + 300] for column in columns):
            return Measurement((Reading("likely", True),), (Site(path, index["name"], text.splitlines()[line - 1].strip(), line, line),), subject=path)
    declared = re.compile(r"(?:\bIndex|create_index|add_index|createIndex|@@index|\bINDEX|\bindexes)\b[^;]{0,240}", re.I)
    for path in search.holding(columns[0]) if columns else ():
        text = search.symbols.read(path).decode("utf-8", "replace")
        for match in declared.finditer(text):
            if all(re.search(rf"\b{column}\b", match[0].split("\n\n")[0]) for column in columns):
                return Measurement(blocked=Reason.AMBIGUOUS, detail="an index of another name may be on these columns", subject=path)
        if len(columns) == 1 and re.search(rf"\b{columns[0]}\b[^\n]*(?:index\s*=\s*True|db_index)", text):
            return Measurement(blocked=Reason.AMBIGUOUS, detail=f"{columns[0]} has an index without a name", subject=path)
    if search.holding(index["name"]) or not quotation.presented or quotation.doubtful:
        return Measurement(blocked=Reason.NO_SUBJECT, detail="no such index was recognised")
    return Measurement((Reading("differs", False),), detail=f"no index is named {index['name']}, none is on {', '.join(columns)}", reproduce=f"git grep -n {index['name']}")


def _instruction(row: Row, located: Located) -> bool:
    """Whether the file is a list of instructions or settings in which one of that name says something else."""
    near = located.found[row.line].near
    return bool(near) and bool(row.tokens) and near.split(" ")[0].split("=")[0] == row.tokens[0].text and row.tokens[0].text.isupper()


def _docstring(quotation: Quotation, located: Located, row: Row) -> Measurement:
    told = located.docstrings.get(row.line)
    if told is None:
        return Measurement(blocked=Reason.NO_SUBJECT, detail="its definition is not in the repository")
    same, words, line, path = told
    sites = (Site(path, "", words, line, line),)
    if same:
        return Measurement((Reading("equal", True),), sites, subject=path)
    if quotation.presented and not quotation.doubtful:
        return Measurement((Reading("differs", False),), sites, subject=path, detail=f"the docstring is: {words}" if words else "there is no docstring")
    return Measurement(blocked=Reason.AMBIGUOUS, detail="the docstring differs", subject=path, sites=sites)


def _inline(search: Search, claim: Claim[Target], code: Codebase) -> Measurement:
    """Code in a sentence: found as such, or left undecided; only its absence from a file that the words name is told."""
    target = claim.target
    row = target.quotation.rows[0]
    if target.keys:
        return _payload(search, row, target.keys)
    located = search.locate(target.quotation, claim.hints, code)
    one = located.found.get(row.line)
    if one is not None and one.fit is not Fit.ABSENT:
        return Measurement((Reading("equal" if one.fit is not Fit.ABRIDGED else "abridged", True),), (_site(one),), subject=one.path)
    string = row.tokens[0].text[1:] if len(row.tokens) == 1 and row.tokens[0].kind == "string" else ""
    loose = [word for part in re.split(r"[\s,]+", string or row.text) if (word := re.sub(r"[^\w~%./:-]", "", part))]
    if string and len(string) > 3 or len(loose) > 1 and not string:
        joined = re.compile(re.escape(string) if string else r"\W{0,6}?".join(re.escape(word) for word in loose))
        for path in search.nearest_first(search.holding(string or max(loose, key=len)), claim.hints, code)[:40]:
            text = search.symbols.read(path).decode("utf-8", "replace")
            match = joined.search(text)
            if match:
                line = text.count("\n", 0, match.start()) + 1
                return Measurement((Reading("likely", True),), (Site(path, "", match[0][:120], line, line),), subject=path)
    return Measurement(blocked=Reason.NO_SUBJECT, detail="no such code, as written")


def _payload(search: Search, row: Row, keys: tuple[str, ...]) -> Measurement:
    """A message told by example: an object of the code has these keys, and the short values that are names."""
    texts = [token.text for token in row.tokens]
    pairs = [
        (key, texts[at + 2][1:] if texts[at + 1 : at + 2] == [":"] and texts[at + 2].startswith('"') else "")
        for key in keys for at in [texts.index(f'"{key}')] if at + 2 < len(texts)
    ]  # fmt: skip
    named = [value for _, value in pairs if re.fullmatch(r"[a-z]+(?:[_.:-][a-z]+)*", value)]
    rare = max([*keys, *named], key=len)
    for path in search.holding(rare):
        row_tokens = search.tokens(path).row
        at = [i for i, token in enumerate(row_tokens) if token.text.lstrip('"') == keys[0] and i + 1 < len(row_tokens) and row_tokens[i + 1].text in {":", "=", "=>"}]
        for start in at:
            window = [token.text.lstrip('f"') for token in row_tokens[max(0, start - 40) : start + 60]]
            values = [v for v in named[:1] if v in window] if named else [""]
            if all(key in window for key in keys) and values:
                line = row_tokens[start].line
                return Measurement((Reading("likely", True),), (Site(path, "", "", line, line),), subject=path)
    return Measurement(blocked=Reason.NO_SUBJECT, detail="no object has these keys")
