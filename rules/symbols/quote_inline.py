"""What became of code that is quoted in a sentence."""

from __future__ import annotations

import keyword
import re

from verifier.codebase import Codebase
from verifier.model import Claim, Measurement, Reading, Reason, Site

from .quotation import Row
from .quote_near import differing
from .quote_remark import differing_remark
from .quote_search import Fit, Search, site_of
from .quote_target import Target

_TELLING = 8  # letters of a key that says by itself which object is meant


def inline(search: Search, claim: Claim[Target], code: Codebase) -> Measurement:
    """Code in a sentence: found as such, or left undecided; only its absence from a file that the words name is told."""
    target = claim.target
    row = target.quotation.rows[0]
    if target.keys:
        return _payload(search, row, target.keys)
    located = search.locate(target.quotation, claim.hints, code)
    one = located.found.get(row.line)
    if one is not None and one.fit is Fit.ELSEWHERE and located.tied:
        detail = f"it stands at {one.path}:{one.line}, not in the file named beside it"
        return Measurement(blocked=Reason.AMBIGUOUS, detail=detail, subject=one.path, sites=(site_of(one),))
    if one is not None and one.fit is not Fit.ABSENT:
        if other := differing_remark(search, target.quotation, row, one):
            return Measurement(blocked=Reason.AMBIGUOUS, detail=other, subject=one.path, sites=(site_of(one),))
        if one.fit is Fit.ABRIDGED and not _of_a_call(row):
            return Measurement(blocked=Reason.AMBIGUOUS, detail="it goes on with more", subject=one.path, sites=(site_of(one),))
        return Measurement((Reading("equal" if one.fit is not Fit.ABRIDGED else "abridged", True),), (site_of(one),), subject=one.path)
    string = row.tokens[0].text[1:] if len(row.tokens) == 1 and row.tokens[0].kind == "string" else ""
    signs = re.findall(r"\w+|[^\w\s]", row.text)
    words = [sign for sign in signs if sign[0].isalnum()]
    if (string and len(string) > 3) or (len(words) > 1 and not string and "…" not in row.text and "..." not in row.text):
        joined = re.compile(re.escape(string) if string else r"\s*".join("[\"'`]" if sign in "\"'`" else re.escape(sign) for sign in signs))
        for path in search.nearest_first(search.holding(string or max(words, key=len)), claim.hints, code)[:40]:
            text = search.symbols.read(path).decode("utf-8", "replace")
            match = joined.search(text)
            if match:
                line = text.count("\n", 0, match.start()) + 1
                return Measurement((Reading("likely", True),), (Site(path, "", match[0][:120], line, line),), subject=path)
    unlike = differing(search, row.tokens, target.quotation.paths, target.named, code) if target.firm and not string else None
    if unlike is not None and search.complete:
        detail = f"{unlike.path}:{unlike.line} says {unlike.near}"
        return Measurement((Reading("differs", False),), (site_of(unlike),), subject=unlike.path, detail=detail)
    return Measurement(blocked=Reason.NO_SUBJECT, detail="no such code, as written")


def _of_a_call(row: Row) -> bool:
    """Whether what is in brackets are arguments, of which a sentence need not tell all: not the errors that are caught."""
    texts = [token.text for token in row.tokens]
    first = next((at for at, text in enumerate(texts) if text in "([{"), 0)
    return first > 0 and texts[first - 1].isidentifier() and not keyword.iskeyword(texts[first - 1])


def _payload(search: Search, row: Row, keys: tuple[str, ...]) -> Measurement:
    """A message told by example: an object of the code has these keys, and the short values that are names."""
    texts = [token.text for token in row.tokens]
    pairs = [
        (key, texts[at + 2][1:] if texts[at + 1 : at + 2] == [":"] and texts[at + 2].startswith('"') else "")
        for key in keys for at in [texts.index(f'"{key}')] if at + 2 < len(texts)
    ]  # fmt: skip
    named = [value for _, value in pairs if re.fullmatch(r"[a-z]+(?:[_.:-][a-z]+)*", value)]
    spoken = [value for _, value in pairs if " " in value]
    rare = max([*keys, *named], key=len)
    if not named and len(rare) < _TELLING:
        return Measurement(blocked=Reason.NO_SUBJECT, detail="its keys are those of many objects")
    for path in search.holding(rare):
        row_tokens = search.tokens(path).row
        at = [
            i
            for i, token in enumerate(row_tokens)
            if token.text.lstrip('"') == keys[0] and i + 1 < len(row_tokens) and row_tokens[i + 1].text in {":", "=", "=>"}
        ]
        for start in at:
            window = [token.text.lstrip('f"') for token in row_tokens[max(0, start - 40) : start + 60]]
            values = [v for v in named[:1] if v in window] if named else [""]
            if all(word in window for word in (*keys, *spoken)) and values:
                line = row_tokens[start].line
                return Measurement((Reading("likely", True),), (Site(path, "", "", line, line),), subject=path)
    return Measurement(blocked=Reason.NO_SUBJECT, detail="no object has these keys")
