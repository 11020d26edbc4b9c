"""Writes a corrected report in place of the one that was read, and tells people what they should know of it."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from verifier.commands.inputs import STDIN
from verifier.commands.messages import Problem, say
from verifier.numbered import in_number
from verifier.output.sink import OutputClosed, OutputError, Sink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from verifier.commands.inputs import Input
    from verifier.fixing.fixes import Fix
    from verifier.fixing.passes import Fixed
    from verifier.result import Corrected


def written(item: Input, before: bytes, fixed: Fixed, quiet: bool) -> bool:
    """Writes the corrected report, where anything was corrected; False, once that is said, where it can't be."""
    try:
        if item.path == STDIN:
            _to_standard_output(fixed.source.data)
        elif fixed.edits:
            note = "" if quiet else standing(item.path, before)
            _replace(Path(item.path), before, fixed.source.data)
            if note:
                say(f"note: {note}")
    except (OutputError, Problem) as error:
        say(f"error: {error}; nothing in it was corrected (--diff shows what would be)")
        return False
    return True


def tell_left(path: str, fixed: Fixed) -> None:
    """Says how many corrections were not made, since those that were are not all that were found."""
    number = len(fixed.left)
    if number:
        why = "overlapping others, not to be written in its encoding, or found not to hold when checked again"
        say(f"note: {number} {in_number('correction', number)} of {path} left out: {why}")


def told(fixes: Sequence[Fix]) -> list[Corrected]:
    """What was done about each finding."""
    from verifier.result import Corrected

    return [
        Corrected(fix.span.line, finding.claim.rule, fix.how.value, finding.claim.claimed, finding.observed)
        for fix in fixes
        for finding in fix.findings
    ]


def _to_standard_output(data: bytes) -> None:
    if sys.stdout is None:
        raise Problem("there is no standard output to write the report to")
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    except BrokenPipeError:
        raise OutputClosed from None
    except OSError as error:
        raise Problem(f"can't write the report to standard output: {error.strerror}") from error


def _replace(path: Path, before: bytes, after: bytes) -> None:
    """Puts the corrected bytes in the place of those that were read, at once or not at all. Raises Problem and OutputError."""
    try:
        mode = path.stat().st_mode
        if not mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(path, os.W_OK):
            raise Problem(f"{path} is write-protected")
        if not stat.S_ISREG(mode):
            raise Problem(f"{path} is no regular file")
        if path.read_bytes() != before:
            raise Problem(f"{path} has changed since it was read; run again")
    except OSError as error:
        raise Problem(f"{path} can't be read again: {error.strerror}") from error
    sink = Sink(path)
    try:
        sink.write(after)
        sink.commit()
    except BaseException:
        sink.discard()
        raise


def standing(path: str, data: bytes) -> str:
    """What people should know before they trust git to undo a correction; "" where it can, or where there is no git."""
    from verifier.repository.open import RepositoryError, open_repository
    from verifier.repository.snapshot import Unreadable

    real = Path(path).resolve()
    try:
        with open_repository(real.parent) as repository:
            if repository.head is None:
                return ""
            name = real.relative_to(Path(repository.root).resolve()).as_posix()
            committed = repository.at("HEAD")
            if name not in committed.entries():
                return f"{path} is not committed, so git can't bring back what it said before"
            same = committed.read(name).replace(b"\r\n", b"\n") == data.replace(b"\r\n", b"\n")
    except (RepositoryError, Unreadable, ValueError, OSError):
        return ""
    return "" if same else f"{path} had changes that are not committed; its corrections now stand among them"
