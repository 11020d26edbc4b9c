"""Artefacts that prose names ("licence", "issue templates"), and the files that are it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from verifier.knowledge.entries import Decides
from verifier.knowledge.lexicon import LexiconError, Phrases, read_table
from verifier.knowledge.needles import glob_matches

_LISTS = ("aliases", "files", "headings")


@dataclass(frozen=True, slots=True)
class Artefact:
    """`headings` are words of a Markdown heading that make a section of a document one. `decides` as for an entry."""

    id: str
    aliases: tuple[str, ...]
    files: tuple[str, ...]
    headings: tuple[str, ...]
    decides: Decides

    def among(self, paths: Iterable[str]) -> tuple[str, ...]:
        """Those of `paths` that are it, those nearest to the root first."""
        found = [path for path in paths if any(glob_matches(path, glob) for glob in self.files)]
        return tuple(sorted(found, key=lambda path: (path.count("/"), path)))


@dataclass(frozen=True, slots=True)
class ArtefactMention:
    """An artefact named in a text, by offsets."""

    artefact: Artefact
    text: str
    start: int
    end: int


@cache
def artefacts() -> Mapping[str, Artefact]:
    """artefacts.toml, by id.

    Raises:
        LexiconError: rows that can't be used, all of them.
    """
    found: dict[str, Artefact] = {}
    problems: list[str] = []
    for key, row in read_table("artefacts.toml").items():
        lists = {name: row.get(name, []) for name in _LISTS} if isinstance(row, dict) else {}
        if (
            not isinstance(row, dict)
            or not all(isinstance(item, list) for item in lists.values())
            or not lists["aliases"]
            or not lists["files"]
        ):
            problems.append(f"artefacts.toml: {key}: 'aliases' and 'files', lists of strings, are expected")
        elif row.get("decides") not in ("alone", "never"):
            problems.append(f"artefacts.toml: {key}: 'decides' is 'alone' or 'never'")
        else:
            found[key] = Artefact(key, tuple(lists["aliases"]), tuple(lists["files"]), tuple(lists["headings"]), Decides(row["decides"]))
    if problems:
        raise LexiconError("\n".join(problems))
    return found


@cache
def _phrases() -> Phrases:
    phrases = Phrases()
    for key, artefact in artefacts().items():
        for alias in artefact.aliases:
            phrases.add(alias, key)
    return phrases


def artefacts_in(text: str) -> tuple[ArtefactMention, ...]:
    """The artefacts that `text` names, in order, the longest phrase at each place."""
    return tuple(
        ArtefactMention(artefacts()[target], text[item.start : item.end], item.start, item.end)
        for item in _phrases().find(text)
        for target in item.targets
    )
