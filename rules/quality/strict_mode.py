"""TypeScript's strict mode: the compiler's own setting, with what its file extends."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.knowledge.structured import Malformed, parse_json_with_comments, table_of
from verifier.model import Claim, Measurement, Reason, Site
from verifier.model import Verdict as V
from verifier.reading.clause import Clause
from verifier.repository.kinds import is_example, is_left_behind, is_test, is_vendored
from verifier.repository.scope import Scope
from verifier.repository.snapshot import Unreadable
from verifier.reproduce import arguments, search
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

_ON = r"(?P<on>enabled|on|active|activated|used|enforced|turned\s+on|✅|✓|yes|true)"
_OFF = r"(?P<off>disabled|off|inactive|turned\s+off|no|false|not\s+(?:enabled|on|used|active|set))"
_STRICT = r"strict(?:[\s-]+type)?(?:[\s-]+check(?:ing|s)?)?(?:[\s-]+mode)?"
_SAID = re.compile(
    rf"^\W*(?P<no>no\s+|without\s+)?(?:(?:uses?|has|with|full|using|enables?|enabled)\s+)?(?:the\s+)?(?P<who>(?:typescript|ts|tsconfig(?:\.json)?)(?:'s)?\W{{1,3}})?"
    rf"(?:(?:in|with|uses?|using|has|is|enables?|enabled)\s+)?{_STRICT}(?P<behind>\s+(?:typescript|ts))?(?:\s+(?:for|in)\s+(?:typescript|ts))?"
    rf"(?:\W{{1,3}}(?:is\s+|are\s+)?(?:{_ON}|{_OFF}))?\W*$",
    re.I,
)
_LANGUAGE = re.compile(r"\b(?:typescript|tsconfig|ts)\b", re.I)
_NAMED = re.compile(r"(?:^|/)tsconfig(?:\.(?:app|base|build|server|client|lib|prod))?\.json$")
_PARTS = frozenset(("strictNullChecks", "noImplicitAny"))  # by which most of it may be set one by one
_DEEP = 5  # files that extend each other


@dataclass(frozen=True, slots=True)
class Target:
    on: bool
    sure: bool = True  # TypeScript is named: else it may be another's strict mode


class StrictMode(Lookup[Target]):
    """ "TypeScript strict mode enabled", "TypeScript (strict mode)", "Strict mode: off"."""

    name = "strict-mode"
    kinds = ("config",)
    quotes = False
    vocabulary = "typescript ts tsconfig strict mode type check checking enable enabled use used on active set"
    summary = "The compiler's `strict` is set as told in each tsconfig of the project, with what it extends; refuted where none has it so."
    examples = (
        Example(
            "on",
            "- TypeScript strict mode\n- Strict mode enabled\n- TypeScript strict mode is disabled\n- Strict type checking in TypeScript\n",
            {
                "tsconfig.json": '{\n  // all of it\n  "compilerOptions": {"strict": true,},\n}',
                "web/tsconfig.json": '{"extends": "../tsconfig.json"}',
            },
            (
                Expect("config", V.HOLDS, 1),
                Expect("config", V.HOLDS, 2),
                Expect("config", V.REFUTED, 3, observed="on"),
                Expect("config", V.HOLDS, 4),
            ),
        ),
        Example(
            "off",
            "- **TypeScript strict mode**: enabled\n- Strict mode: off\n- No TypeScript strict mode\n- Strict mode: on\n",
            {"tsconfig.json": '{"compilerOptions": {"target": "es2022"}}'},
            (
                Expect("config", V.REFUTED, 1),
                Expect("config", V.HOLDS, 2),
                Expect("config", V.HOLDS, 3),
                Expect("config", V.UNVERIFIABLE, 4),
            ),
        ),
        Example(
            "in one of two, by what is elsewhere, and piece by piece",
            "- TypeScript strict mode\n",
            {"tsconfig.json": '{"compilerOptions": {"strict": true}}', "web/tsconfig.json": '{"compilerOptions": {"strict": false}}'},
            (Expect("config", V.UNVERIFIABLE, 1),),
        ),
        Example(
            "extended from a package",
            "- TypeScript strict mode\n",
            {"tsconfig.json": '{"extends": "@acme/tsconfig"}'},
            (Expect("config", V.UNVERIFIABLE, 1),),
        ),
        Example(
            "something else that is strict",
            "- Strict validation of rows\n- TypeScript strict mode should be on\n- Enable TypeScript strict mode\n- React strict mode\n",
            {"tsconfig.json": '{"compilerOptions": {"strict": true}}'},
            (),
        ),
    )

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        text = clause.in_full if clause.context.key and not clause.position else clause.text
        match = _SAID.match(text)
        words = match[0].lower() if match else ""
        if match is None or not (
            match["who"] or match["behind"] or "typescript" in words or match["on"] or match["off"] or "mode" in words
        ):
            return
        on = not (match["off"] or match["no"] or clause.negated)
        sure = any(_LANGUAGE.search(part) for part in (text, clause.statement.text.plain, *clause.context.titles[-1:]))
        yield self.claim(
            clause, Target(on, sure), subject="strict", claimed="on" if on else "off", text=text, negated=not on, explains=(clause.span,)
        )

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        paths = [path for path in code.index.entries if _NAMED.search(path) and not _aside(path)]
        told = {path: _strict(path, code) for path in paths}
        known = {path: on for path, on in told.items() if on is not None}
        if not paths:
            return blocked(Reason.NO_SUBJECT, "there is no tsconfig.json", "strict")
        if len(set(known.values())) != 1 or len(known) != len(told):
            return blocked(Reason.AMBIGUOUS, f"not every tsconfig sets it alike: {', '.join(paths[:4])}", "strict")
        on = next(iter(known.values()))
        if on is not claim.target.on and not claim.target.sure:
            return blocked(Reason.AMBIGUOUS, f"TypeScript's is {'on' if on else 'off'}; another's may be meant", "strict")
        sites = [Site(path, "strict", f'"strict": {str(on).lower()}' if on else "no strict") for path in paths]
        observed = "on" if on else "off"
        return answer(
            on is claim.target.on, observed, sites, reproduce=search("-n", "strict", within=arguments(*paths[:4])), subject="strict"
        )


def _aside(path: str) -> bool:
    return is_vendored(path) or is_test(path) or is_example(path) or is_left_behind(path)


def _strict(path: str, code: Codebase, deep: int = 0) -> bool | None:
    """Whether a file turns it on, by itself or by what it extends; None where that can't be told, or each part is set by itself."""
    try:
        settings = table_of(parse_json_with_comments(code.snapshot.text(path)))
        options = table_of(settings, "compilerOptions")
    except (Unreadable, Malformed):
        return None
    if "strict" in options:
        return options["strict"] is True
    if settings.get("extends") is None:
        only_refers = "references" in settings and not options
        return None if only_refers or _PARTS & options.keys() else False
    base = settings["extends"]
    if not isinstance(base, str) or not base.startswith(".") or deep >= _DEEP:
        return None
    within = posixpath.normpath(posixpath.join(posixpath.dirname(path), base))
    found = next((name for name in (within, f"{within}.json", f"{within}/tsconfig.json") if name in code.index.entries), "")
    return _strict(found, code, deep + 1) if found else None
