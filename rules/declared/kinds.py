"""What a project declares: how a kind of claim is said, what it measures, and examples. The tables of a configuration, typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from verifier.model import Verdict
from verifier.rule import Example, Expect, Options

from .checking import mistakes_of
from .phrase import COMPARED

SymbolKind = Literal[
    "function", "method", "constructor", "class", "struct", "interface", "trait", "enum", "member", "type", "constant", "variable",
    "field", "property", "component", "hook", "macro", "module", "namespace",
]  # fmt: skip
Told = Literal["holds", "refuted", "doubtful", "unverifiable", "no claim"]


@dataclass(frozen=True)
class Measure:
    """What is looked up in the files that patterns name; without any of the others it is the files themselves."""

    files: str | tuple[str, ...]
    matches: str | None = None  # of a text pattern, by RE2
    structure: str | None = None  # of a pattern of code, by ast-grep
    symbols: SymbolKind | None = None  # definitions of this kind
    named: str | None = None  # only those with such a name; `*` stands for anything
    value: str | None = None  # at a path of a data file: "project.requires-python"

    @property
    def patterns(self) -> tuple[str, ...]:
        return (self.files,) if isinstance(self.files, str) else self.files

    @property
    def looks_into(self) -> bool:
        """Whether what files hold is measured, not the files themselves."""
        return any(one is not None for one in (self.matches, self.structure, self.symbols, self.value))

    def compares(self, parts: Iterable[str]) -> str:
        """The part of a phrase that is compared with what is measured; "" where it is only whether there is any."""
        texts = (*self.patterns, self.matches or "", self.structure or "", self.named or "", self.value or "")
        return next((part for part in parts if part in COMPARED and not any(f"{{{part}}}" in text for text in texts)), "")


@dataclass(frozen=True)
class OwnExample:
    """A sentence, a small repository, and what must become of it."""

    says: str
    verdict: Told
    files: Mapping[str, str] = field(default_factory=dict)
    observed: str | None = None


@dataclass(frozen=True)
class OwnClaim:
    """A kind of claim: phrases with {parts}, what they measure, and further words that its sentences may have."""

    phrase: str | tuple[str, ...]
    measure: Measure
    words: str = ""
    examples: tuple[OwnExample, ...] = ()

    @property
    def phrases(self) -> tuple[str, ...]:
        return (self.phrase,) if isinstance(self.phrase, str) else self.phrase


@dataclass(frozen=True)
class OwnClaims(Options):
    """Kinds of claims by name, each with a `phrase`, a `measure`, and `examples`."""

    claims: Mapping[str, OwnClaim] = field(default_factory=dict)

    def mistakes(self) -> Iterator[tuple[str, str]]:
        for name, claim in self.claims.items():
            where = f"claims.{name}"
            if not re.fullmatch(r"[a-z][a-z0-9-]{0,39}", name):
                yield where, "a kind's name has small letters, digits and dashes, 40 at most"
            yield from ((f"{where}.{place}", what) for place, what in mistakes_of(claim))

    def examples(self) -> Iterable[Example]:
        for name, claim in self.claims.items():
            alone = OwnClaims({name: claim})
            for number, one in enumerate(claim.examples, 1):
                expect = () if one.verdict == "no claim" else (Expect(name, Verdict(one.verdict), observed=one.observed),)
                yield Example(f"{name}, example {number}", one.says, one.files, expect, options=alone)
