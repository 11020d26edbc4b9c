"""The tables of words, read once: which verbs say what, which words change nothing, which move what is said elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

import tomli

_FORMS = 20_000  # words whose verb forms are remembered


class VerbForm(NamedTuple):
    """A verb by its lemma, and how it stands: "base", "s" (he does), "past" (also the participle) or "ing"."""

    lemma: str
    form: str


_PHRASES = frozenset(("idle", "strengthening"))  # of the neutral words: not single ones


@cache
def table(name: str) -> Mapping[str, frozenset[str]]:
    """The classes of `english/NAME.toml`, each a set of lower-case words."""
    data = tomli.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
    sets = {key: frozenset(section["words"].split()) for key, section in data.items() if "words" in section}
    return sets | {key: frozenset(section["phrases"].strip().splitlines()) for key, section in data.items() if "phrases" in section}


@cache
def _irregular() -> Mapping[str, str]:
    data = tomli.loads(files(__package__).joinpath("verbs.toml").read_text(encoding="utf-8"))
    return dict(data["irregular"])


@cache
def _lemmas() -> frozenset[str]:
    return frozenset().union(*table("verbs").values(), _irregular().values())


def verb_classes(lemma: str) -> frozenset[str]:
    """The classes of verbs that `lemma` is in; empty for one that is on no list."""
    return frozenset(name for name, lemmas in table("verbs").items() if lemma in lemmas)


@lru_cache(maxsize=_FORMS)
def verb_form(word: str) -> VerbForm | None:
    """The verb that a lower-case word is a form of, among those that the table has."""
    irregular = _irregular().get(word)
    if irregular:
        past = word not in ("is", "are", "am", "has", "does")
        return VerbForm(irregular, "ing" if word.endswith("ing") else "past" if past and word != irregular else "s" if not past else "base")
    known = _lemmas()
    if word in known:
        return VerbForm(word, "base")
    for ending, form in (("ing", "ing"), ("ed", "past"), ("es", "s"), ("s", "s")):
        if not word.endswith(ending) or len(word) <= len(ending) + 1:
            continue
        root = word[: -len(ending)]
        stems = [root, root + "e"] if ending != "s" else [root]  # "hops" is no form of "hope"
        if root[-1:] == root[-2:-1]:
            stems.append(root[:-1])
        if root.endswith("i"):
            stems.append(root[:-1] + "y")
        found = next((stem for stem in stems if stem in known), None)
        if found:
            return VerbForm(found, form)
    return None


@lru_cache(maxsize=_FORMS)
def shifts(word: str) -> frozenset[str]:
    """The classes of shifters that a lower-case word is in."""
    return frozenset(name for name, words in table("shifters").items() if word in words)


@lru_cache(maxsize=_FORMS)
def neutral(word: str) -> bool:
    """Whether a lower-case word changes nothing of what is said."""
    return any(word in words for name, words in table("neutral").items() if name not in _PHRASES)


@lru_cache(maxsize=_FORMS)
def denies(word: str) -> bool:
    """Whether a lower-case word denies."""
    return any(word in table("denial")[kind] for kind in ("no", "not", "prefix"))


@lru_cache(maxsize=_FORMS)
def amounts(word: str) -> frozenset[str]:
    """The classes of amounts that a lower-case word is in: "line", "about", "all"..."""
    return frozenset(name for name, words in table("amounts").items() if word in words)
