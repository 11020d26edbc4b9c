"""The sorts of lines that tools count: how they are called, and how many there are of each in one file or in many."""

from __future__ import annotations

import re
from collections.abc import Sequence

from verifier.codebase import Codebase
from verifier.facts.complexity import Maintainability
from verifier.facts.failure import Failure
from verifier.facts.lines import LineCount
from verifier.model import Quantity, Reading

SHARE = "share"
_SORTS = (
    (
        SHARE,
        re.compile(
            r"\W*(?:comments?|doc(?:umentation|s)?)\s*(?:%|percent(?:age)?|ratio|share|density|coverage %)\W*|\W*%\s*comments?\W*", re.I
        ),
    ),
    ("logical", re.compile(r"\W*(?:lloc|logical\s+(?:loc|lines(?:\s+of\s+code)?))\W*", re.I)),
    ("comment", re.compile(r"\W*(?:(?:lines\s+of\s+)?comments?(?:\s+lines?)?)\W*", re.I)),
    ("blank", re.compile(r"\W*(?:blanks?|empty)(?:\s+lines?)?\W*", re.I)),
    ("multi", re.compile(r"\W*(?:multi(?:[\s-]?line)?(?:\s+strings?)?|docstring\s+lines?)\W*", re.I)),
)


def sort_called(label: str) -> str:
    """The sort of lines that a column's header or a key stands for; "" for none."""
    return next((name for name, pattern in _SORTS if pattern.fullmatch(label)), "")


def readings_of(code: Codebase, paths: Sequence[str], sort: str) -> list[Reading]:
    """How many lines of a sort the files have in all, or which share (in percent): as radon counts, where all are Python, then plainly."""
    counted = [count for count in map(code.facts.lines, paths) if not isinstance(count, Failure)]
    python = [path for path in paths if path.endswith(".py")]
    facts = code.facts.maintainability(python) if len(python) == len(paths) else {}
    raws = [raw for raw in facts.values() if isinstance(raw, Maintainability)]
    found = _radon(raws, sort) if raws and len(raws) == len(facts) else []
    return found + (_plain(counted, sort) if len(counted) == len(paths) else [])


def _radon(raws: Sequence[Maintainability], sort: str) -> list[Reading]:
    comments, multi = sum(raw.comments for raw in raws), sum(raw.multi for raw in raws)
    if sort == SHARE:
        wholes = [whole for whole in (sum(raw.loc for raw in raws), sum(raw.sloc for raw in raws)) if whole]
        return [Reading("radon", 100 * part / whole) for whole in wholes for part in (comments + multi, comments)]
    counts = {
        "logical": (sum(raw.lloc for raw in raws),),
        "comment": (comments, sum(raw.single_comments for raw in raws), comments + multi),
        "blank": (sum(raw.blank for raw in raws),),
        "multi": (multi,),
    }
    return [Reading("radon", value) for value in counts[sort]]


def _plain(counted: Sequence[LineCount], sort: str) -> list[Reading]:
    comment, docstring = sum(lines.comment for lines in counted), sum(lines.docstring for lines in counted)
    blank = sum(lines.blank for lines in counted)
    if sort == SHARE:
        wholes = [whole for whole in (sum(lines.physical for lines in counted), sum(lines.code for lines in counted)) if whole]
        if not wholes or not sum(lines.physical for lines in counted):
            return []
        return [
            Reading("of lines that hold nothing else", 100 * part / whole) for part in (comment, comment + docstring) for whole in wholes
        ]
    values = {"comment": (comment, comment + docstring), "blank": (blank, blank + len(counted)), "multi": (docstring,)}
    return [Reading("lines that hold nothing else", value) for value in values.get(sort, ())]


def agrees(quantity: Quantity, value: float) -> bool:
    """Whether a number is what is said, to its last digit; within a tenth where it says "about"."""
    if quantity.stated is None:
        return quantity.contains(value)
    if quantity.approximate:
        return abs(value - quantity.stated) <= 0.1 * max(quantity.stated, value)
    decimals = re.search(r"\.(\d+)", quantity.text)
    step = 10.0 ** -len(decimals[1]) if decimals else 1.0
    return quantity.contains(value) or (quantity.unit == "%" and abs(value - quantity.stated) <= step / 2)
