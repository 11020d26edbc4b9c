"""Things told in words that carry a name in code: "JWT auth middleware", "response time histogram", "typed interfaces".

Words are matched to identifiers by their parts. A match is likely, never certain; no match proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from verifier.codebase import Codebase
from verifier.facts.symbols import Symbols
from verifier.knowledge.words import stem, subwords
from verifier.model import Claim, Confidence, Evidence, Finding, Measurement, Reading, Reason, Side, Site, Span, Verdict
from verifier.reading.clause import Clause, Fence, FenceClass, Form, Mention, Path, Snippet, Symbol
from verifier.repository.scope import Scope
from verifier.reproduce import search
from verifier.rule import Example, Expect, Rule, found, undecided

from .described_lookup import (
    Target,
    by_entry,
    by_members,
    by_name,
    by_sort,
)
from .phrasing import LONGEST, offset

_HEADS = (
    "manager|middleware|consumer|handler|hook|repository|factory|controller|router|serializer|validator|adapter|decorator|counter"
    "|gauge|histogram|"
    "limiter|collector|processor|orchestrator|scheduler|registry|filter|dispatcher|resolver|parser|builder|loader|tracker|monitor"
    "|sanitizer|checkpointer|supervisor|boundary"
)


_WORD = r"[A-Za-z][A-Za-z0-9]*(?:[-/][A-Za-z0-9]+)*"


_PHRASE = re.compile(
    rf"^(?:(?:an?|the|proper|custom|dedicated|robust|comprehensive|centrali[sz]ed|well-\w+|global|async|asynchronous|reusable|shared|simple|solid|clean|good|excellent|complete|has)\s+)*"
    rf"(?P<words>{_WORD}(?:\s+{_WORD}){{0,3}}?)\s+(?P<head>{_HEADS})s?(?=$|\s*[:(,–—-]|\s+(?:for|with|that|which|handles?|to|in|is|exists?|implemented|provides?|manages?|using|via|and|wraps?|validates?|enforces?)\b)",
    re.I,
)


_GENERIC = frozenset(
    "the a an this that error exception event request http api proper custom simple global main base default new context shared "
    "comprehensive react production ready custom".split()
)


_SORTS = re.compile(
    r"^(?:(?:proper|custom|typed|explicit|dedicated|shared|typescript|uses?|has)\s+)+"
    r"(?P<sort>interface|enum|dataclass|protocol|trait|struct)(?:s|es)?(?:\s+(?:and|&)\s+(?:interface|type|enum|dataclass)(?:s"
    r"|es)?)?(?:\s+definitions?|\s+declarations?)?\W*$",
    re.I,
)


_NOUNS = r"(?P<noun>patterns|keywords|phrases|extensions|formats|commands|origins|markers|prefixes|suffixes|tokens)"


_ANNOUNCED = re.compile(
    rf"^\W*(?:(?:\w+\s+){{0,2}}{_NOUNS}\s+(?:detected|blocked|allowed|supported|forbidden|recogni[sz]ed|matched|covered|filtered|checked|accepted|rejected|flagged)|"
    rf"(?:detected|blocked|allowed|supported|forbidden|recogni[sz]ed|matched|covered|filtered|accepted|rejected|flagged|dangerous"
    rf"|suspicious)\s+{_NOUNS.replace('noun', 'other')})\W*$",
    re.I,
)


_DIRECT = re.compile(rf"\b(?:detected|blocked|allowed|supported|forbidden|dangerous|suspicious)\s+{_NOUNS}\s*[:(]", re.I)


class DescribedSymbol(Rule[Target]):
    """ "WebSocket manager", "token usage counter", "proper interface definitions", "`connect/disconnect/receive`", listed patterns."""

    name = "described-symbol"
    infers = True
    kinds = ("symbol-exists",)
    reads_blocks = True
    vocabulary = "class function method hook component interface type enum constant define @number"
    summary = "Words that describe a class, metric or list entry lead to an identifier made of the same words; never refuted."
    examples = (
        Example(
            "a class told in words",
            "- WebSocket manager for live updates\n- Report builder for exports\n",
            {"ws.py": "class WebSocketManager:\n    pass\n"},
            (Expect("symbol-exists", Verdict.HOLDS, 1), Expect("symbol-exists", Verdict.UNVERIFIABLE, 2)),
        ),
        Example(
            "metrics",
            "Metrics in `metrics.py`:\n\n- Token usage counter\n- Login latency histogram\n",
            {"metrics.py": "tokens_used = Counter('tokens', 'Tokens')\n"},
            (Expect("symbol-exists", Verdict.HOLDS, 3), Expect("symbol-exists", Verdict.UNVERIFIABLE, 4)),
        ),
        Example(
            "an entry of a list",
            "Patterns detected:\n\n- Overrides (`ignore previous instructions`)\n- Others (`sing a song`)\n",
            {"filter.py": "BAD_PATTERNS = [r'ignore\\s+(previous|all)\\s+instructions?', r'you\\s+are', r'act\\s+as']\n"},
            (Expect("symbol-exists", Verdict.HOLDS, 3), Expect("symbol-exists", Verdict.UNVERIFIABLE, 4)),
        ),
        Example("wishes and gaps", "- Add a rate limiter for logins\n- No cache manager\n", {"a.py": "class CacheManager: ...\n"}, ()),
    )

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if len(clause.statement.text.plain) > LONGEST:
            return
        if clause.form in {Form.CODE, Form.COMMAND, Form.TREE_ENTRY, Form.HEADING} or clause.context.fence in {
            FenceClass.SUGGESTED,
            FenceClass.OUTPUT,
        }:
            return
        if not clause.asserts or clause.negated or clause.side is Side.BEFORE:
            return
        yield from self._slashed(clause)
        yield from self._listed(clause)
        in_code = any(clause.words.in_code(at, at + 1) for m in clause.own(Symbol) if (at := offset(clause, m)) >= 0)
        if in_code or clause.own(Path):
            return
        sort = _SORTS.match(clause.text)
        if sort:
            yield self._make(clause, Target("sort", (), sort["sort"].lower()), clause.text, clause.span)
            return
        target = phrase(clause.text)
        if target is not None and clause.form is not Form.SENTENCE:
            yield self._make(clause, target, clause.text, clause.span)

    def recognise_code(self, fence: Fence) -> Iterator[Claim[Target]]:
        if fence.kind is not FenceClass.DIAGRAM:
            return
        for row, line in enumerate(fence.lines):
            for label in re.finditer(r"[A-Za-z][\w ()/+-]*\w\)?", line):
                target = phrase(label[0])
                if target is not None:
                    span = Span(fence.line + row, fence.line + row, label.start() + 1, label.end() + 1)
                    yield Claim(
                        self.name,
                        self.kinds[0],
                        span,
                        label[0],
                        " ".join((*target.words, target.head)),
                        "present",
                        target,
                        fence.context.titles,
                        confidence=Confidence.LIKELY,
                    )

    def _make(self, clause: Clause, target: Target, text: str, span: Span) -> Claim[Target]:
        subject = " ".join((*target.words, target.head)).strip()
        return self.claim(clause, target, subject=subject, claimed="present", text=text, span=span, confidence=Confidence.LIKELY)

    def _slashed(self, clause: Clause) -> Iterator[Claim[Target]]:
        for mention in clause.own(Path):
            assert isinstance(mention.value, Path)
            names = mention.value.text.split("/")
            if (
                len(names) > 1
                and all(re.fullmatch(r"[a-z]\w+(?:\(\))?", name) for name in names)
                and re.search(r"\b(?:methods?|lifecycle|handlers?|functions?|hooks?|callbacks?|operations?)\b", clause.text, re.I)
            ):
                yield self._make(clause, Target("members", tuple(name.removesuffix("()") for name in names)), clause.text, mention.span)

    def _listed(self, clause: Clause) -> Iterator[Claim[Target]]:
        """Code spans under a lead-in that announces the entries of a list."""
        lead = clause.context.lead_in.plain if clause.context.lead_in else ""
        match = _ANNOUNCED.match(lead) or _DIRECT.search(clause.statement.text.plain)
        if match is None:
            return
        noun = stem((match["noun"] or match.groupdict().get("other") or "").lower())
        for mention in clause.mentions:
            if mention.origin.value == "self" and isinstance(mention.value, (Snippet, Symbol)) and _sample(mention):
                yield self._make(clause, Target("listed", (mention.text,), noun), mention.text, mention.span)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        symbols = Symbols.of(code.facts)
        look = {"name": by_name, "sort": by_sort, "members": by_members, "listed": by_entry}[target.how]
        places = look(target, symbols, code, claim.hints)
        if not places:
            return Measurement(blocked=Reason.NO_SUBJECT, detail=f"no identifier is made of these words: {claim.subject}")
        sites = tuple(
            Site(p.path, p.definition.qualified, f"{p.definition.kind} {p.definition.qualified}", p.definition.line, p.definition.line)
            for p in places[:5]
        )
        return Measurement(
            (Reading("words of the name", True),),
            sites,
            reproduce=search("-nw", places[0].definition.name),
            subject=places[0].definition.qualified,
        )

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        evidence = tuple(Evidence(site.path, site.line, site.end_line, site.code) for site in measurement.sites[:3])
        where = f"{evidence[0].path}:{evidence[0].line}"
        return found(
            claim,
            measurement,
            Verdict.HOLDS,
            f"{measurement.subject} at {where}",
            observed=f"{measurement.subject} at {where}",
            evidence=evidence,
            confidence=Confidence.LIKELY,
        )


def phrase(text: str) -> Target | None:
    """The words and the head of a phrase that may be a name taken apart, e.g. ("JWT", "Auth"), "Middleware"."""
    match = _PHRASE.match(text)
    if not match:
        return None
    words = tuple(word for word in re.split(r"[\s/-]+", match["words"]) if word)
    if (
        all(word.lower() in _GENERIC for word in words)
        or len(words) > 4
        or {"the", "a", "an", "of", "and"} & {word.lower() for word in words}
    ):
        return None
    return Target("name", words, match["head"].lower())


def _sample(mention: Mention) -> bool:
    return (
        len(mention.text) < 60
        and not (isinstance(mention.value, Symbol) and len(subwords(mention.value.name)) > 1 and not re.search(r"\d", mention.text))
        and len(re.sub(r"\W", "", mention.text)) > 2
    )
