"""Comments of quoted code that count: annotations, what the words are about, and what is said to be lacking."""

from __future__ import annotations

import re

from .quotation import Quotation, Row, lacks
from .quote_search import Fit, Found, Search

_REMARK = re.compile(r"\s(?P<remark>(?:#|//|--)\s*(?P<words>.*))$")
_ANNOTATION = re.compile(
    r"^(?:#:|#\s*(?:type|noqa|pragma|pylint|pyright|mypy|rubocop|frozen_string_literal)\b|//\s*(?:@ts-|eslint|nolint|go:|prettier|biome)|//go:)",
    re.I,
)


def differing_remark(search: Search, quotation: Quotation, row: Row, one: Found) -> str:
    """How the code that was found differs in what the words are about: a comment that counts, or more where it is said to lack some."""
    match = _REMARK.search(row.text)
    if one.fit is Fit.ABRIDGED and (quotation.lacking or (match is not None and lacks(match["words"]))):
        return f"{one.path}:{one.line} has more than is quoted, and the words are about what it lacks"
    if match is None or not (quotation.remarked or _ANNOTATION.match(match["remark"])):
        return ""
    text = search.symbols.read(one.path).decode("utf-8", "replace").splitlines()
    there = text[one.line - 1] if 0 < one.line <= len(text) else ""
    same = re.sub(r"\s+", "", match["remark"]) in re.sub(r"\s+", "", there)
    return "" if same else f"{one.path}:{one.line} has another comment: {there.strip()[:100]}"
