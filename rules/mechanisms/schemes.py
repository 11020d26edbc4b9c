""" "`wss://` enforced", "HTTPS only": refuted where the code picks the unencrypted scheme as well."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.model import Measurement, Reason, ScopeHints, Site, Verdict
from verifier.reading.clause import Clause
from verifier.repository.kinds import is_test
from verifier.repository.scope import Scope, whole
from verifier.reproduce import search
from verifier.rule import Example, Expect
from verifier.text_lines import TextLines

from .questions import Asked, QuestionRule, answer, unanswered

_SAID = re.compile(
    r"\b(?:https\s*(?:/|,|and|&)\s*)?wss(?:://)?[`*]*\s+(?:\w+\s+){0,2}(?:is\s+)?(?:always\s+)?(?:enforced|only|required|mandatory|everywhere)\b"
    r"|\b(?:enforces?|only|always uses?|requires?)\s+[`*]*wss(?:://)?\b",
    re.I,
)
_PICKS = re.compile(
    r"\?\s*['\"`]wss(?::(?://)?)?['\"`]\s*:\s*['\"`]ws(?::(?://)?)?['\"`]"
    r"|\?\s*['\"`]ws(?::(?://)?)?['\"`]\s*:\s*['\"`]wss(?::(?://)?)?['\"`]"
    r"|['\"]wss(?::(?://)?)?['\"]\s+if\b[^\n]*\belse\s+['\"]ws(?::(?://)?)?['\"]"
    r"|['\"]ws(?::(?://)?)?['\"]\s+if\b[^\n]*\belse\s+['\"]wss(?::(?://)?)?['\"]"
)
_LANGUAGES = frozenset(("python", "typescript", "tsx", "javascript", "jsx", "vue", "svelte"))


def read(clause: Clause) -> Iterator[Asked]:
    """Said of WebSocket connections as a rule without exception."""
    match = _SAID.search(clause.text)
    if match and not clause.negated and not clause.hedge:
        yield Asked(match[0], "wss", "enforced", OnlyEncrypted(), takes=frozenset(("wss", "websockets")))


@dataclass(frozen=True, slots=True)
class OnlyEncrypted:
    """Whether no code chooses between `wss` and `ws`. A proxy may still enforce it, so that finding none proves nothing."""

    def measure(self, code: Codebase, scope: Scope, hints: ScopeHints) -> Measurement:
        sites: list[Site] = []
        where = scope if hints.paths or hints.areas else whole()  # words of a title tell no part of a rule without exception
        for path in where.files_in(code.index, _LANGUAGES):
            text = code.facts.text(path)
            if "wss" not in text or is_test(path):
                continue
            lines = TextLines(text)
            for match in _PICKS.finditer(text):
                line = lines.number(match.start())
                sites.append(Site(path, "", lines.line(line).strip()[:160], line, line))
        if sites:
            refuted: Measurement = answer(
                False, f"ws is chosen too, at {sites[0].path}:{sites[0].line}", sites, search("-nE", r"\bwss?:(//|['\"`])")
            )
            return refuted
        blocked: Measurement = unanswered(Reason.NOT_PROVABLE, "no code chooses ws; what enforces wss may lie outside")
        return blocked


class Schemes(QuestionRule):
    name = "schemes"
    kinds = ("usage",)
    summary = "Where `wss` is said to be enforced, no code chooses `ws`; that none does proves nothing."
    read = staticmethod(read)
    examples = (
        Example(
            "not the only scheme",
            "- `wss://` protocol enforced\n",
            {"socket.ts": "export const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:'\n"},
            (Expect("usage", Verdict.REFUTED, 1, "wss"),),
        ),
        Example(
            "a scheme that may be enforced elsewhere",
            "- `wss://` protocol enforced\n",
            {"socket.ts": "export const url = 'wss://example.org'\n"},
            (Expect("usage", Verdict.UNVERIFIABLE, 1, "wss"),),
        ),
        Example("merely in use, or not enforced", "- Uses `wss://` in production\n- `wss://` is not enforced\n", {"a.ts": ""}),
    )
