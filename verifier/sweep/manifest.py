"""The manifest of a sweep: which reports of which repositories, as TOML or CSV. Every mistake is told at once."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from verifier.sweep.records import is_beside

MAX_BYTES = 20_000_000
_SHOWN = 50  # mistakes
_SCP = re.compile(r"[\w.-]{1,100}@[\w.-]{1,250}:(?!//)(.*)", re.S)  # git@host:owner/name
_PART = re.compile(r"(?!\.{1,2}$)[\w.~-]{1,250}")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")


class ManifestError(Exception):
    """A manifest that can't be used; the message is for people, one line a mistake."""


@dataclass(frozen=True)
class Entry:
    """A repository at a revision. `place` is its directory; where there is none, `problem` says why."""

    repository: str  # as the manifest names it
    asked: str | None
    place: Path
    problem: str
    patterns: tuple[str, ...]
    line: int


@dataclass
class Gathering:
    """Collects entries and mistakes. Repositories that are named again at the same revision are one entry."""

    path: Path
    mirrors: Path | None
    mistakes: list[tuple[int, str]] = field(default_factory=list)
    found: dict[tuple[str, str | None], Entry] = field(default_factory=dict)

    def mistake(self, line: int, told: str) -> None:
        self.mistakes.append((line, told))

    def add(self, repository: str, asked: str | None, patterns: Iterable[str], line: int) -> None:
        """An entry, also one with mistakes: then where its repository lies is checked all the same."""
        directory, problem = self._placed(repository, line)
        before = self.found.get((repository, asked))
        joined = dict.fromkeys((*(before.patterns if before else ()), *patterns))
        first = before.line if before else line
        self.found[repository, asked] = Entry(repository, asked, directory, problem, tuple(joined), first)

    def text(self, value: object, what: str, line: int) -> str | None:
        """`value` if it is a usable text; else None, and a mistake."""
        if not isinstance(value, str):
            self.mistake(line, f"{what} must be a text in quotes, is {_shown(value)}")
        elif not value.strip():
            self.mistake(line, f"{what} is empty: write it, or leave it out")
        elif _CONTROLS.search(value):
            self.mistake(line, f"{what} holds control characters: take them out")
        else:
            return value.strip()
        return None

    def pattern(self, value: object, line: int) -> str | None:
        """A report or a glob of reports; None, and a mistake, for what can be neither."""
        text = self.text(value, "a report", line)
        if text and not is_beside(text) and ".." in PurePosixPath(text).parts:
            self.mistake(line, f"'{text}' leaves the repository: one that lies beside the manifest begins with ./ or ../")
            return None
        return text

    def _placed(self, repository: str, line: int) -> tuple[Path, str]:
        """The directory of a repository, or why there is none."""
        if not is_url(repository):
            return Path(os.path.abspath(self.path.parent / Path(repository).expanduser())), ""
        parts = url_parts(repository)
        if len(parts) < 2:
            self.mistake(line, f"'{repository}' names no owner and repository: write it as https://HOST/OWNER/NAME")
        elif self.mirrors is None:
            self.mistake(line, f"'{repository}' is a URL: say with --mirrors DIR where its clone lies, or write the clone's path")
        else:
            return self._mirrored(parts, self.mirrors)
        return Path(), ""

    def _mirrored(self, parts: tuple[str, ...], mirrors: Path) -> tuple[Path, str]:
        names = ("+".join(parts), "/".join(parts))
        for name in (*names, *(f"{name}.git" for name in names)):
            if (mirrors / name).is_dir():
                return Path(os.path.abspath(mirrors / name)), ""
        return Path(), f"there is neither {names[0]} nor {names[1]} in {mirrors}: clone it there"

    def finished(self) -> tuple[Entry, ...]:
        """The entries, in order. Raises ManifestError if there was a mistake."""
        if not self.mistakes and not self.found:
            self.mistake(1, "no repository is listed: docs/sweep.md shows how")
        if self.mistakes:
            told = [f"{self.path}:{line}: {what}" for line, what in sorted(self.mistakes)]
            more = [f"and {len(told) - _SHOWN:,} more mistakes"] if len(told) > _SHOWN else []
            raise ManifestError("\n".join(told[:_SHOWN] + more))
        return tuple(self.found.values())


def read_manifest(path: Path, mirrors: Path | None = None) -> tuple[Entry, ...]:
    """The repositories that a manifest lists, in its order. URLs are looked up in `mirrors`, never fetched. Raises ManifestError."""
    from verifier.sweep import manifest_csv, manifest_toml

    readers = {".toml": manifest_toml.read, ".csv": manifest_csv.read}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise ManifestError(f"{path}: a manifest is TOML or CSV: name it .toml or .csv")
    if mirrors is not None and not mirrors.is_dir():
        raise ManifestError(f"--mirrors: {mirrors} is no directory")
    gathering = Gathering(path, mirrors)
    reader(_text(path), gathering)
    return gathering.finished()


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ManifestError(f"{path}: can't be read: {error.strerror or error}") from error
    if len(data) > MAX_BYTES:
        raise ManifestError(f"{path}: more than the {MAX_BYTES:,} bytes that a manifest may have")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ManifestError(f"{path}:{line}: not UTF-8: save it as UTF-8 text") from error


def is_url(repository: str) -> bool:
    return "://" in repository or _SCP.fullmatch(repository) is not None


def url_parts(url: str) -> tuple[str, ...]:
    """Owner and name (and what stands between them); () where it names none."""
    scp = _SCP.fullmatch(url)
    try:
        path = scp[1] if scp else urlsplit(url).path
    except ValueError:  # a host in brackets that is none
        return ()
    parts = tuple(path.strip("/").removesuffix(".git").split("/"))
    return parts if all(map(_PART.fullmatch, parts)) else ()


def _shown(value: object) -> str:
    try:
        text = repr(value)
    except (RecursionError, ValueError):  # nested very deep, a number of very many digits
        return f"a very large {type(value).__name__}"
    return text if len(text) <= 60 else text[:59] + "…"
