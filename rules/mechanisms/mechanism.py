"""What the report says that the code uses, or lacks: technologies, mechanisms, patterns, and library names as written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.model import Claim, Finding, Measurement, Side, Verdict
from verifier.reading.clause import Clause, FenceClass, Form
from verifier.repository.scope import Scope
from verifier.rule import Example, Expect, Rule
from verifier.rules.mechanisms.asserted import Topic, assertions, denied_at
from verifier.rules.mechanisms.library_names import library_names
from verifier.rules.mechanisms.measuring import measured
from verifier.rules.mechanisms.verdicts import judged

_FENCES = {FenceClass.SUGGESTED, FenceClass.OUTPUT, FenceClass.SHELL, FenceClass.CODE, FenceClass.DIAGRAM}
_FORMS = {Form.HEADING, Form.CODE, Form.COMMAND, Form.TREE_ENTRY}


_JWT = "import jwt\n\ndef check(token, key):\n    return jwt.decode(token, key, algorithms=['RS256'])\n"


@dataclass(frozen=True, slots=True)
class Target:
    """What to look for: entries of the knowledge base, or one library name. `prose`: told in a sentence, not in a list."""

    topics: tuple[Topic, ...]
    handle: str = ""
    narrowed: tuple[str, ...] = ()
    universal: bool = False
    hedged: bool = False
    prose: bool = False
    spelled: bool = False  # the clause writes a library's name as well: a matter of the files reviewed


class Mechanism(Rule[Target]):
    """ "JWT authentication with RS256", "No rate limiting", "uses `asyncio.Lock()`"."""

    name = "mechanism"
    family = "mechanisms"
    kinds = ("usage", "absence")
    scoped = True
    summary = "What is said to be used shows itself in code that is in effect; what is said to be missing does not."
    examples = (
        Example(
            "in use, in another form, and nowhere",
            "- JWT authentication with RS256\n- JWT authentication with HS256\n- GraphQL API\n- Redis cache\n",
            {"auth.py": _JWT},
            (
                Expect("usage", Verdict.HOLDS, 1),
                Expect("usage", Verdict.REFUTED, 2),
                Expect("usage", Verdict.REFUTED, 3),
                Expect("usage", Verdict.REFUTED, 4),
            ),
        ),
        Example(
            "missing, and not missing",
            "## Issues\n\n- No rate limiting on WebSocket connections\n- No CORS\n- Missing circuit breaker\n",
            {
                "app.py": "from fastapi import FastAPI, WebSocket\nfrom fastapi.middleware.cors import CORSMiddleware\napp = "
                "FastAPI()\napp.add_middleware(CORSMiddleware)\n",
                "Icon.tsx": "import { CircuitBoard } from 'lucide-react'\n",
            },
            (Expect("absence", Verdict.HOLDS, 3), Expect("absence", Verdict.REFUTED, 4), Expect("absence", Verdict.HOLDS, 5)),
        ),
        Example(
            "only in a comment, only listed, only defined",
            "- Circuit breaker pattern\n- Celery tasks\n- Sentry error tracking\n",
            {"a.py": "# TODO: circuit breaker\nx = 1\n", "requirements.txt": "celery==5.3\n"},
            (Expect("usage", Verdict.REFUTED, 1), Expect("usage", Verdict.UNVERIFIABLE, 2), Expect("usage", Verdict.REFUTED, 3)),
        ),
        Example(
            "a library's name in code",
            "- Uses `asyncio.create_task()`\n- No `subprocess.Popen`\n",
            {"a.py": "import asyncio\n\nasync def go(job):\n    asyncio.create_task(job())\n"},
            (
                Expect("usage", Verdict.HOLDS, 1, "asyncio.create_task"),
                Expect("usage", Verdict.HOLDS, 1, "asyncio-tasks"),
                Expect("absence", Verdict.HOLDS, 2, "subprocess.Popen"),
            ),
        ),
        Example(
            "another language",
            "- gRPC with tonic\n- JWT tokens\n- Dependency injection\n",
            {"src/main.rs": "use tonic::transport::Server;\n", "Cargo.toml": '[dependencies]\ntonic = "0.11"\n'},
            (Expect("usage", Verdict.HOLDS, 1), Expect("usage", Verdict.REFUTED, 2), Expect("usage", Verdict.UNVERIFIABLE, 3)),
        ),
        Example(
            "what happens, what fails, what is graded, wished for or someone else's",
            "- LangGraph streams the answer\n- Redis connection lost\n- Circuit breaker (Excellent)\n- Add rate limiting\n- "
            "Migrated from Flask to Django\n\n## Comprehensive GraphQL\n",
            {"a.py": "x = 1\n"},
            (),
        ),
    )

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if not clause.asserts or clause.side is Side.BEFORE or clause.form in _FORMS or clause.context.fence in _FENCES:
            return
        prose = clause.form is Form.SENTENCE
        written = tuple(library_names(clause))
        for name, mention in written:
            start = clause.text.find(mention.text)
            absent = denied_at(clause, start, start + len(mention.text))
            if absent is None:
                continue
            target = Target((), name, prose=prose, hedged=bool(clause.hedge))
            yield self.claim(
                clause,
                target,
                kind="absence" if absent else "usage",
                subject=name,
                claimed="absent" if absent else "used",
                negated=absent,
                text=clause.text,
                span=mention.span,
            )
        for said in assertions(clause):
            target = Target(said.topics, "", said.narrowed, said.universal, said.hedged, prose, bool(written))
            subject = ", ".join(topic.entry for topic in said.topics)
            yield self.claim(
                clause,
                target,
                kind="absence" if said.absent else "usage",
                subject=subject,
                claimed="absent" if said.absent else "used",
                negated=said.absent,
                text=said.text,
            )

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        found: Measurement = measured(target.topics, target.handle, target.narrowed, claim.negated, claim.hints, code, scope)
        return found

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        target = claim.target
        doubt = target.hedged or target.universal
        finding: Finding = judged(
            claim,
            measurement,
            universal=target.universal,
            doubt=doubt,
            modest=target.prose or len(target.narrowed) > 1,
            exact=bool(target.handle) or target.spelled,
        )
        return finding
