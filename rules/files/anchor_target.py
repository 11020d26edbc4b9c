"""An anchor, and what the report says stands there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """`quoted` is code said to stand there; `names` are identifiers said to; `words` are the sentence's own, stemmed.

    `shown` are lines of a block that is said to be from there.
    """

    path: str
    first: int
    last: int
    quoted: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    shown: tuple[str, ...] = ()
    home: str = ""  # what a link in or beside the path leads to
    document: str = ""  # the report, when the path is a link's target and so relative to it
    others: tuple[tuple[int, int], ...] = ()  # further lines of the file that the statement cites
    shared: bool = False  # the statement cites other files, too: its names may be theirs
    bare: bool = False  # the statement says nothing but that the names are there
    lacking: bool = False  # it may be about what is not there
    imported: bool = False  # the names are said to be imported there, unused
    named_above: bool = False  # the file is named by a statement above, which a rule of its own checks
    phrases: tuple[tuple[str, str], ...] = ()  # words that follow each other in the statement, as stems
    of_row: bool = False  # the file is named in another cell of its row
    beside: tuple[str, ...] = ()  # code in the items above it in its list: it may be told of the same lines
    titled: tuple[str, ...] = ()  # identifiers of the heading above, where the statement names none itself
    of_cells: frozenset[str] = frozenset()  # names that only other cells of its row have
    worded: tuple[str, ...] = ()  # words that the statement has in quotation marks: of a comment, or of a message
    adjacent: str = ""  # a name in code that stands right beside the anchor
    loose: bool = False  # the lines are told in the midst of a sentence, which may have passed to another file
    roughly: bool = False  # "around line 120"
    described: tuple[str, ...] = ()  # code that is named where the text goes on to tell of a bare anchor's lines
