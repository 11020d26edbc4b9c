"""What is told to be done by a thing named in code is done by something that the repository has: "Responses are parsed by `orjson`"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.symbols import Symbols
from verifier.model import Claim, Confidence, Evidence, Finding, Measurement, Reading, Reason, Site, Verdict
from verifier.reading.clause import Clause, Path
from verifier.reading.stance import DESIGNED
from verifier.repository.scope import Scope
from verifier.reproduce import search
from verifier.rule import Example, Expect, Rule, found, undecided
from verifier.shapes.lookup import states

from .common_names import COMMON
from .likeness import key, keys_of

_DONE = re.compile(
    r"\b(?:is|are|gets?|being)\s+(?:\w+ly\s+)?(?P<verb>[a-z]{2,}(?:ed|wn|ten|ilt|ead|ent|pt))\s+(?:\w+\s+)?(?:by|with|using|through|via)\s+"
    r"(?:the\s+|our\s+|its\s+)?⟦(?P<name>[A-Za-z_@][\w./@-]*?)(?:\(\))?⟧",
    re.I,
)
_MEANS = frozenset("subprocess default hand design shell requests json yaml http https".split())
_PLAIN = frozenset("followed replaced covered accompanied preceded caused affected".split())


@dataclass(frozen=True, slots=True)
class Target:
    verb: str
    name: str
    designed: bool = False  # it may be yet to be built


class DoneBy(Rule[Target]):
    """ "Responses are parsed by `orjson`", "rows are dropped by `drop_row`"."""

    name = "done-by"
    infers = True
    kinds = ("usage",)
    summary = "A deed is done by what the report names: its calls or its own name tell of it; doubtful where nothing has that name."
    examples = (
        Example(
            "by functions and packages",
            "- Rows are parsed by `parse_row`\n- Replies are decoded with `fastjson`\n"
            "- Rows are sorted by `heapq`\n- Pages are rendered by `jinja2`\n",
            {"a.py": "import heapq\nimport jinja2\n\ndef parse_row(): ...\n\n"
                "jinja2.Template('x').render()\njinja2.render('x')\nheapq.nlargest(3, [])\n"},
            (
                Expect("usage", Verdict.HOLDS, 1),
                Expect("usage", Verdict.DOUBTFUL, 2),
                Expect("usage", Verdict.UNVERIFIABLE, 3),
                Expect("usage", Verdict.HOLDS, 4),
            ),
        ),
        Example("other words", "- Rows could be parsed by `orjson`\n- Sorted by `name`\n", {"a.py": "x = 1\n"}, ()),
    )  # fmt: skip

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        match = _DONE.search(marked(clause)) if states(clause) and clause.hedge in ("", DESIGNED) else None
        denied = match is not None and clause.negated and clause.negation.lower() != match["verb"].lower()  # "dropped" denies, elsewhere
        if match is None or denied or match["verb"].lower() in _PLAIN or match["name"] in COMMON | _MEANS:
            return
        name = match["name"].rstrip("./")
        if any(mention.text.strip("`") == name for mention in clause.own(Path)) or len(name) < 3:
            return
        at = clause.text.find(name)
        yield self.claim(
            clause, Target(match["verb"].lower(), name, bool(clause.hedge)), subject=name, claimed=f"{match['verb']} by {name}",
            span=clause.words.span(at, at + len(name)), confidence=Confidence.LIKELY,
        )  # fmt: skip

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target, symbols = claim.target, Symbols.of(code.facts)
        bare = re.split(r"[./]|::", target.name)[-1] if not target.name.startswith("@") else target.name
        holding = symbols.holding(bare) or tuple(
            path for path, data in symbols.contents() if target.name.encode() in data or bare.replace("-", "_").encode() in data
        )
        verb = key(target.verb)
        places = symbols.find(bare).places if re.fullmatch(r"\w+", bare) else ()
        if verb in keys_of(target.name) and places:
            sites = [Site(p.path, p.definition.qualified, p.definition.name, p.definition.line, p.definition.line) for p in places[:3]]
            return Measurement((Reading("named so", True),), tuple(sites), reproduce=search("-nw", bare), subject=target.name)
        for path, outline in symbols.outlines(list(holding[:60])).items():
            for call in outline.calls:
                parts = re.split(r"\.|::|\(", call.callee)
                if bare in parts[:-1] and verb in keys_of(parts[-1]):
                    site = Site(path, call.callee, call.callee, call.line, call.line)
                    return Measurement((Reading("called so", True),), (site,), reproduce=search("-nw", bare), subject=target.name)
        if holding or not symbols.complete or bare in code.index.entries:
            where = f"; {holding[0]} names it" if holding else ""
            return Measurement(
                blocked=Reason.NOT_PROVABLE, detail=f"no call shows what is done by {target.name}{where}", subject=target.name
            )
        if target.designed:
            return Measurement(
                blocked=Reason.NOT_PROVABLE, detail=f"nothing is named {target.name}, which may be to come", subject=target.name
            )
        return Measurement((Reading("named nowhere", False),), reproduce=search("-nF", target.name), subject=target.name)

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        evidence = tuple(Evidence(site.path, site.line, site.line, site.code) for site in measurement.sites)
        if not measurement.readings[0].value:
            told = f"nothing is named {claim.target.name} here"  # something from outside may do it
            return found(claim, measurement, Verdict.DOUBTFUL, told, observed=told)
        told = f"{evidence[0].excerpt} at {evidence[0].path}:{evidence[0].line}"
        return found(claim, measurement, Verdict.HOLDS, told, observed=told, evidence=evidence, confidence=Confidence.LIKELY)


def marked(clause: Clause) -> str:
    """The clause's text with marks around what stands in code."""
    text, done, pieces = clause.text, 0, []
    for start, end in clause.words.codes:
        pieces += [text[done:start], f"⟦{text[start:end].strip('`')}⟧"]
        done = end
    return "".join((*pieces, text[done:]))
