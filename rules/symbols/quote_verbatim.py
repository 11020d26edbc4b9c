"""Code of which nothing says that it is the repository's, and which stands there word for word."""

from __future__ import annotations

from verifier.model import Measurement, Reading, Reason, Site

from .quotation import Row
from .quote_remark import differing_remark
from .quote_search import Fit, Located, Search
from .quote_target import Target

_LONG = 6  # tokens of a line that nobody writes twice by chance


def worth_looking(row: Row) -> bool:
    """Whether a line says enough to be found by itself."""
    return bool(row.defines) or (row.telling and row.distinctive and not row.imports and (len(row.tokens) >= _LONG or bool(row.phrases)))


def verbatim(search: Search, target: Target, located: Located) -> Measurement:
    """One line of a block: there as it is written, with most of the block around it. A miss says nothing."""
    quotation = target.quotation
    (row,) = quotation.rows_from(target.row)
    one = located.found.get(row.line)
    if one is None or one.fit is not Fit.THERE or located.fits[Fit.THERE] * 2 < len(quotation.told):
        return Measurement(blocked=Reason.NO_SUBJECT, detail="no such code, as written")
    if other := differing_remark(search, quotation, row, one):
        return Measurement(blocked=Reason.NO_SUBJECT, detail=other)
    return Measurement((Reading("likely", True),), (Site(one.path, "", "", one.line, one.line),), subject=one.path)
