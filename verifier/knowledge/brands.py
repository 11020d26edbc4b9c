"""Products that share an entry of the knowledge base with their like, each by its own name."""

from __future__ import annotations

from functools import cache

from verifier.knowledge.lexicon import LexiconError, read_table


def brand(words: str) -> tuple[str, ...]:
    """How code writes the product that `words` name, in lower case; () for words that name a thing of any make."""
    return _brands().get(" ".join(words.lower().split()), ())


@cache
def _brands() -> dict[str, tuple[str, ...]]:
    """brands.toml, by the name in prose.

    Raises:
        LexiconError: it has another form.
    """
    table = read_table("brands.toml")
    names, written = table.get("names"), table.get("written")
    if not isinstance(names, str) or not isinstance(written, dict) or not all(isinstance(forms, list) for forms in written.values()):
        raise LexiconError("brands.toml: 'names', a string of words, and 'written', lists of strings, are expected")
    return {**{name: (name,) for name in names.split()}, **{name: tuple(map(str, forms)) for name, forms in written.items()}}
