"""From what the user named to the bytes of reports."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import IO

from verifier.commands.messages import Problem, say
from verifier.opening import is_own_stream, open_plain
from verifier.output.sentences import BETWEEN

STDIN, CLAIM = "<stdin>", "<claim>"
SUFFIXES = (".md", ".markdown", ".mdown", ".mkd")
_SKIPPED = frozenset({"node_modules", "__pycache__"})
_SUBCOMMANDS = ("claims", "rules", "rule", "explain", "sweep", "config", "commit-msg", "mcp", "hook", "lsp", "completion")
# What users of other tools type first.
_OTHER_WORDS = {
    "help": "`verify-review --help` shows what there is",
    "version": "`verify-review --version` tells it",
    **dict.fromkeys(
        ("check", "lint", "run", "scan", "verify", "validate", "review"),
        "reports are checked without a sub-command: verify-review REPORT.md --repo PATH",
    ),
}
_LIMIT = 64_000_000  # bytes; what a report may really have is for the reader to say, this only bounds memory


@dataclass(frozen=True, slots=True)
class Input:
    """A report to read: a file, standard input ("<stdin>"), or sentences given as text ("<claim>")."""

    path: str
    text: str | None = None
    sentences: tuple[str, ...] = ()  # of which `text` is made
    listed: bool = False  # found in a folder, not named
    may_be_silent: bool = False  # that nothing in it can be checked is no cause for a warning

    def read(self) -> bytes:
        """Its bytes. Raises Problem."""
        if self.text is not None:
            return self.text.encode("utf-8", "surrogateescape")
        try:
            if self.path == STDIN:
                if sys.stdin is None:
                    raise Problem("there is no standard input to read a report from")
                return _limited(sys.stdin.buffer, self.path)
            with open(self.path, "rb") if is_own_stream(self.path) else open_plain(self.path, follow=not self.listed) as file:
                return _limited(file, self.path)
        except OSError as error:
            raise Problem(f"{self.path}: can't be read: {error.strerror or error}") from error


def find_inputs(reports: Sequence[str], claims: Sequence[str] = ()) -> tuple[Input, ...]:
    """The reports to read, in the order named, a folder's sorted. Raises Problem for names that lead nowhere."""
    if claims and reports:
        raise Problem("give either reports or --claim, not both")
    if claims:
        return (Input(CLAIM, BETWEEN.join(claims), tuple(claims)),)
    if not reports:
        raise Problem("no report given: name a Markdown file, a folder, or - for standard input (or give a sentence with --claim)")
    found: dict[str, Input] = {}
    for name in reports:
        for item in _expanded(name):
            found.setdefault(item.path, item)
    return tuple(found.values())


def _expanded(name: str) -> Iterator[Input]:
    if name == "-":
        yield Input(STDIN)
        return
    path = Path(name)
    try:
        if path.is_dir():
            files = _markdown_files(name)
            if not files:
                raise Problem(f"{name}: no Markdown files in this folder ({', '.join(SUFFIXES)})")
            yield from (Input(file, listed=True) for file in files)
            return
        path.stat()
    except FileNotFoundError:
        hint = _hint(name)
        raise Problem(f"{name}: no such report{f'; {hint}' if hint else ''}") from None
    except (OSError, ValueError) as error:
        raise Problem(f"{name}: can't be read: {getattr(error, 'strerror', None) or error}") from error
    yield Input(name)


def _hint(name: str) -> str:
    """What may be meant by a name that is no file: a sub-command, another tool's, or a report beside it."""
    if name in _SUBCOMMANDS:
        return f"the sub-command `{name}` must come first"
    if name.lower() in _OTHER_WORDS:
        return _OTHER_WORDS[name.lower()]
    if near := get_close_matches(name, _SUBCOMMANDS, 1, 0.75):
        return f"did you mean the sub-command `{near[0]}`?"
    folder = os.path.dirname(name)
    try:
        files = [os.path.join(folder, entry.name) for entry in os.scandir(folder or ".") if entry.name.lower().endswith(SUFFIXES)]
    except OSError:
        return ""
    alike = get_close_matches(name, sorted(files), 1, 0.8)
    return f"did you mean {alike[0]}?" if alike else ""


def _markdown_files(folder: str) -> list[str]:
    """The reports in a folder, sorted. No link is followed: it came with the folder, and may lead to what nobody meant to be read.

    Where it leads to one of the reports nothing is lost.
    """

    def failed(error: OSError) -> None:
        raise Problem(f"{error.filename}: can't be read: {error.strerror}")

    found, links = [], []
    for directory, below, files in os.walk(folder, onerror=failed):
        below[:] = [name for name in below if not name.startswith(".") and name not in _SKIPPED]
        for path in (os.path.join(directory, name) for name in files if name.lower().endswith(SUFFIXES)):
            if os.path.islink(path):
                links.append(path)
            elif os.path.isfile(path):
                found.append(path)
    there = set(map(os.path.realpath, found))
    for link in sorted(links):
        if os.path.isfile(link) and os.path.realpath(link) not in there:
            say(f"note: {link} is left out: it is a link to what is no report of {folder}; name it to have it checked")
    return sorted(found)


def _limited(file: IO[bytes], path: str) -> bytes:
    data = file.read(_LIMIT + 1)
    if len(data) > _LIMIT:
        raise Problem(f"{path}: too large, over {_LIMIT // 1_000_000} MB")
    return data
