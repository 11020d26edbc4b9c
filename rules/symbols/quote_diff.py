"""Differences in a report: the lines that they add stand in the code, those that they take away do not any more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from verifier.model import Measurement, Reading, Reason, Side, Site
from verifier.reading.clause import Fence
from verifier.repository.kinds import language_of
from verifier.reproduce import arguments
from verifier.reproduce import search as search_for

from .quotation import Quotation, Row, frame_of, rows_of
from .quote_search import Fit, Located, Search

_MARKS = ("+++", "---")


def changes(fence: Fence) -> Iterator[Quotation]:
    """The added and the removed lines of a difference, each as one quotation; what it only shows around them is no claim."""
    frame = frame_of(fence)
    if frame is None:
        return
    told = frame.presented and not frame.doubtful
    language = (language_of(frame.paths[0]) or "") if frame.paths else ""
    frame = replace(frame, side=Side.NOW, doubtful=not told, language=language)
    added = _rows(fence, "+", language)
    kept = {tuple(token.text for token in row.tokens) for row in added}
    if any(row.tokens for row in added):
        yield replace(frame, rows=added)
    removed = tuple(row for row in _rows(fence, "-", language) if tuple(token.text for token in row.tokens) not in kept)
    if frame.paths and any(row.tokens for row in removed):
        yield replace(frame, rows=removed, gone=True, added=added)


def _rows(fence: Fence, sign: str, language: str) -> tuple[Row, ...]:
    lines = [f" {line[1:]}" if line.startswith(sign) and not line.startswith(_MARKS) else "" for line in fence.lines]
    return rows_of(lines, fence.line, language)


def gone(search: Search, quotation: Quotation, number: int, located: Located, new: Located) -> Measurement:
    """Whether a line that a difference takes away is gone from the file that it names."""
    row = next(row for row in quotation.rows if row.line == number)
    if not located.tied or not located.path:
        return Measurement(blocked=Reason.NO_SUBJECT, detail="nothing tells which file it was taken from")
    there = [row for row in quotation.added if row.telling]
    met = sum(1 for one in there if new.found[one.line].fit in {Fit.THERE, Fit.ABRIDGED})
    if met * 2 < len(there):
        return Measurement(blocked=Reason.AMBIGUOUS, detail="what it adds is not there", subject=located.path)
    reproduce = search_for("-nF", row.text, within=arguments(located.path))
    one = located.found[row.line]
    if one.fit in {Fit.ABSENT, Fit.ELSEWHERE}:
        return Measurement((Reading("likely", True),), subject=located.path, reproduce=reproduce, detail=f"not in {located.path} any more")
    site = (Site(one.path, "", row.text, one.line, one.line),)
    if one.fit is not Fit.THERE or not row.distinctive:
        return Measurement(blocked=Reason.AMBIGUOUS, detail="such a line is still there", subject=located.path, sites=site)
    return Measurement((Reading("still there", False),), site, subject=located.path, reproduce=reproduce)
