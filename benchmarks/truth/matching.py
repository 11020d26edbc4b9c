"""Which labelled claim a tool's claim is: their lines overlap, and they say the same of the same. One to one, best pairs first."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
_FAMILIES = (  # kinds that say nearly the same thing, so that a tool may tell one as the other
    {"file-exists", "line-anchor"},
    {"file-lines", "size", "file-count"},
    {"symbol-exists", "signature", "member-count", "usage", "react", "architecture"},
    {"absence", "usage", "endpoint", "env-var", "dependency", "config", "value"},
    {"code-quote", "signature", "value", "config", "command", "line-anchor"},
    {"no-print", "logging"},
    {"complexity", "maintainability", "nesting", "function-length", "class-size", "size"},
    {"lint", "format", "imports"},
    {"test-exists", "test-count", "coverage", "tests-pass", "absence"},
    {"arithmetic", "contradiction"},
    {"history", "change", "dependency", "imports", "format"},
)
_ALIKE = 0.34  # of the words of the shorter side


@dataclass(frozen=True)
class Fact:
    """A labelled claim: `expect` is holds, refuted, unverifiable or contested, `basis` what decides it.

    `words` are digests of the report's words, by which they can be told and not be read.
    """

    line: int
    end_line: int
    kind: str
    subject: str
    claimed: str
    words: str
    basis: str
    expect: str

    @property
    def decidable(self) -> bool:
        return self.basis in ("static", "self") and self.expect in ("holds", "refuted")


@dataclass(frozen=True)
class Said:
    """A tool's claim; `stale` counts as refuted."""

    line: int
    end_line: int
    rule: str
    kind: str
    claimed: str
    words: frozenset[str]
    verdict: str
    form: str = ""  # of the statement that makes it, where the tool tells that

    @classmethod
    def read(cls, claim: Mapping[str, Any], form: str = "") -> Said:
        verdict = "refuted" if claim["verdict"] == "stale" else claim["verdict"]
        line, rule = claim["line"], claim["rule"]
        end, kind = claim.get("end_line") or line, claim.get("kind") or rule
        return cls(line, end, rule, kind, str(claim.get("claimed") or ""), digests(claim["text"]), verdict, form)


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


@cache
def _all_facts() -> Mapping[str, tuple[Fact, ...]]:
    found: dict[str, list[Fact]] = {}
    for row in read_lines(HERE / "claims.jsonl"):
        found.setdefault(row.pop("report"), []).append(Fact(**row))
    return {name: tuple(rows) for name, rows in found.items()}


def facts(report: str) -> tuple[Fact, ...]:
    """The labelled claims of a report, in order."""
    return _all_facts()[report]


def paired(known: Sequence[Fact], said: Sequence[Said]) -> dict[int, int]:
    """The place of each label that is met, with the place of the claim that meets it."""
    fits = sorted(
        ((_fit(fact, one), i, j) for i, fact in enumerate(known) for j, one in enumerate(said)), key=lambda fit: (-fit[0], *fit[1:])
    )
    found: dict[int, int] = {}
    used: set[int] = set()
    for fit, i, j in fits:
        if fit <= 0:
            break
        if i not in found and j not in used:
            found[i] = j
            used.add(j)
    return found


def _fit(fact: Fact, said: Said) -> float:
    if said.line > fact.end_line or said.end_line < fact.line:
        return 0.0
    same = said.kind == fact.kind
    if not same and not any(said.kind in family and fact.kind in family for family in _FAMILIES):
        return 0.0
    ours, theirs = said.words, frozenset(fact.words.split())
    alike = len(ours & theirs) / max(1, min(len(ours), len(theirs)))
    if alike < _ALIKE:
        return 0.0
    numbers = frozenset(filter(str.isdigit, _words(fact.claimed)))
    if not same and numbers and not numbers & _words(said.claimed):
        return 0.0
    return (2.0 if same else 1.0) + alike + (0.25 if said.line == fact.line else 0.0)


@cache
def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9]+", text.lower()))


@cache
def digests(text: str) -> frozenset[str]:
    """What stands in `Fact.words` for the words of a text."""
    return frozenset(hashlib.sha256(word.encode()).hexdigest()[:4] for word in _words(text))
