"""What a sentence writes as code stands in code: a name, a route, a variable, a command or a literal, and in the file that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.imports import importers
from verifier.facts.symbols import Occurrence
from verifier.knowledge.words import subwords
from verifier.model import Claim, Confidence, Finding, Measurement, Reading, Reason, Site, Verdict
from verifier.reading.clause import Clause, Command, Endpoint, EnvVar, Form, Mention, Origin, Path, Role, Snippet, Symbol
from verifier.reading.language import not_english
from verifier.repository.kinds import is_example, is_log, is_source, is_test, is_vendored
from verifier.repository.scope import Scope, candidates
from verifier.reproduce import search
from verifier.rule import Example, Expect, Rule, stands
from verifier.shapes.lookup import states

from .quote_search import Search

# What is not said to be there, or to be so: another thing takes its place, or it is only like it.
_OTHERWISE = re.compile(
    r"\b(?:no|not|never|without|lacks?|lacking|missing|instead|than|rather|unlike|like|such|e\.g|example|replac\w+|remov\w+|renam\w+|drop\w*"
    r"|deprecat\w+|was|were|formerly|previously|old|former|should|could|would|if|unless|neither|nor|cannot|none|only|nothing|nowhere|absent"
    r"|avoid\w*|prevent\w*|stop\w*|fail\w*|un(?:used|defined|documented|tested|handled|validated|implemented|necessary)|redundant|dead"
    r"|non-existent|undeclared)\b|n['’]t\b|→|->|=>",
    re.I,
)
_LITERAL = re.compile(r"[A-Za-z][\w.:/@-]*[\d.:/@_-][\w.:/@-]*\w|--?[a-z][\w-]{2,}|[A-Z]{3,}(?: [\w.*=']+){1,4}")
_COMMAND = re.compile(r"(?!(?:import|from|const|let|var|return|export|using|use|def|class)\b)[a-z][\w.-]{2,}(?: +[\w./:=@%+,-]+){1,12}")
_COMMANDS = re.compile(r"\bcommands?\b", re.I)
_FORMS = frozenset((Form.SENTENCE, Form.ITEM, Form.KEY_VALUE, Form.CELL, Form.CHECK_ITEM))
_IN_USE = rb"^(?!\s*(?://|#(?!\s*(?:define|include|if|!))|/\*|\*\s|<!--|--\s))[^\n]*?"
_SHORT = 4  # characters of what may stand anywhere


@dataclass(frozen=True, slots=True)
class Target:
    """`plain`: a word as any other, which only an import tells; `paths`: the files that the clause names."""

    text: str
    paths: tuple[str, ...] = ()
    plain: bool = False
    quoted: bool = False  # a literal, which stands in quotes
    command: bool = False  # a program's own command, which is registered without its slash


class ExactName(Rule[Target]):
    """ "Keys are compared with `timingSafeEqual`", "outgoing requests go through `httpx`", "`kiosk.ts` polls `/readyz`"."""

    name = "exact-name"
    infers = True
    gives_way = True
    kinds = ("usage", "env-var", "endpoint")
    summary = "A name, route, variable, command or literal that a sentence writes as code stands in the project's own code; never refuted."
    examples = (
        Example(
            "names and literals",
            "- Keys are compared with `same_key`\n- Requests go out through `httpx`\n- Weights are told by `urllib3`\n"
            "- The kiosk polls `/readyz`\n- The model is `row-4.1`\n- Sleep is held off by `caffeinate -dim`\n"
            "- Keys are hidden by `mask_key`\n- `b.py` compares with `same_key`\n- The address is `ROW_URL`\n",
            {"a.py": "import httpx\n\nfrom keys import same_key\n\nok = same_key(a, b)\nhttpx.get('/readyz', model='row-4.1')\n"
                "run(['caffeinate', '-dim'], os.environ['ROW_URL'])\n", "b.py": "import a\n"},
            (
                *(Expect("usage", Verdict.HOLDS, line) for line in (1, 2)),
                Expect("usage", Verdict.UNVERIFIABLE, 3),
                Expect("endpoint", Verdict.HOLDS, 4),
                *(Expect("usage", Verdict.HOLDS, line) for line in (5, 6)),
                *(Expect("usage", Verdict.UNVERIFIABLE, line) for line in (7, 8)),
                Expect("env-var", Verdict.HOLDS, 9),
            ),
            also=("library-use",),
        ),
        Example(
            "a document and an example beside the source",
            "- Rows go through `row_gate`\n- Rows go through `row_door`\n",
            {"aa.html": "row_gate row_door", "examples/a.py": "row_gate(1)\n", "z.py": "row_gate(2)\n"},
            (
                Expect("usage", Verdict.HOLDS, 1, observed="row_gate stands at z.py:1"),
                Expect("usage", Verdict.HOLDS, 2, observed="row_door stands at aa.html:1"),
            ),
        ),
        Example(
            "commands of a bot",
            "## Commands\n\n- The `/stats` command counts rows\n- The `/moons` command counts moons\n",
            {"a.ts": "new SlashCommandBuilder().setName('stats')\nconst moons = 'moons'\n"},
            (Expect("usage", Verdict.HOLDS, 3), Expect("usage", Verdict.UNVERIFIABLE, 4)),
            also=("endpoint",),
        ),
        Example(
            "below the file that is told of",
            "# Review\n\n## `b.py`\n\n- The use of `polars` is good\n- A clean use of `moonbeam`\n",
            {"a.py": "import polars\nimport moonbeam\n", "b.py": "import polars\n"},
            (Expect("usage", Verdict.HOLDS, 5, observed="polars stands at b.py:1"), Expect("usage", Verdict.UNVERIFIABLE, 6)),
            also=("library-use",),
        ),
        Example(
            "what is not so",
            "- Keys are compared without `same_key`\n- Use `same_key` instead\n- `same_key` should be used\n- It was `same_key`\n",
            {"a.py": "from keys import same_key\n\nok = same_key(a, b)\n"},
            (),
        ),
    )  # fmt: skip

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        if clause.form not in _FORMS or clause.negated or clause.hedge or not states(clause) or _OTHERWISE.search(_around(clause)):
            return
        if Role.PLAN in {clause.context.key_role, clause.context.lead_in_role} or not_english(clause.statement.text.plain):
            return
        paths = tuple(mention.value.text for mention in clause.own(Path)) or clause.hints.paths[:1]
        for mention in clause.mentions:
            if mention.origin is Origin.SELF and (target := _target(mention, clause, paths)):
                kind = {EnvVar: "env-var", Endpoint: "endpoint"}.get(type(mention.value), "usage") if not target.command else "usage"
                yield self.claim(
                    clause, target, kind=kind, subject=mention.text, claimed="in use", span=mention.span, text=mention.text,
                    confidence=Confidence.LIKELY,
                )  # fmt: skip

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        resolved = [code.index.resolve(text).matches for text in target.paths]
        paths = [matches[0] for matches in resolved if len(matches) == 1 and matches[0] in code.index.entries]
        if target.paths and len(paths) != len(target.paths):
            return Measurement(blocked=Reason.NO_SUBJECT, detail="the files that are named are not all known")
        near = next((one for one in candidates(claim.hints, code.index, code.areas) if not one.everything), None)
        places = _places(target, code, paths, near)
        if not places:
            return Measurement(blocked=Reason.NO_SUBJECT, detail=f"{target.text} is in no code")
        above = claim.hints.section_paths[:1]
        if target.plain and not paths and above and near is not None and near.files is not None and not near.contains(places[0].path):
            return Measurement(
                blocked=Reason.AMBIGUOUS, detail=f"{target.text} is in use, but not in {', '.join(near.files[:2])}, which is told of"
            )
        sites = tuple(Site(one.path, "", one.text, one.line, one.line) for one in places)
        return Measurement((Reading("stands in code", True),), sites, reproduce=search("-nF", target.text), subject=target.text)

    def is_guess(self, finding: Finding) -> bool:
        return finding.verdict is Verdict.UNVERIFIABLE

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        return stands(claim, measurement, measurement.subject)


def _around(clause: Clause) -> str:
    """The statement's words, and its key, without its code."""
    text = clause.statement.text
    kept, at = [clause.context.key], 0
    for start, end in text.codes:
        kept.append(text.plain[at:start])
        at = end
    return " ".join((*kept, text.plain[at:]))


def _target(mention: Mention, clause: Clause, paths: tuple[str, ...]) -> Target | None:
    value = mention.value
    if isinstance(value, Symbol) and mention.text in clause.words.plain and not value.keyword:
        name = value.name.rpartition(".")[2] if not value.name[0].islower() or value.call else value.name
        telling = len(subwords(name)) > 1 or "." in name
        coded = any(clause.words.plain[start:end].startswith(mention.text) for start, end in clause.words.codes)
        return Target(name, paths, plain=not telling) if coded and len(name) >= _SHORT and (telling or name.islower()) else None
    if isinstance(value, EnvVar):
        return Target(value.name, paths)
    if isinstance(value, Endpoint) and not value.method and len(value.path) > _SHORT:
        command = value.path.count("/") == 1 and bool(_COMMANDS.search(" ".join((_around(clause), *clause.context.titles[-1:], *paths))))
        return Target(value.path, paths, quoted=True, command=command)
    if isinstance(value, Snippet) and len(value.code) >= _SHORT and _LITERAL.fullmatch(value.code):
        return Target(value.code, paths, quoted=True)
    text = value.code if isinstance(value, Snippet) else value.text if isinstance(value, Command) else ""
    return Target(text, paths, quoted=True) if len(text) >= _SHORT and _COMMAND.fullmatch(text) else None


def _places(target: Target, code: Codebase, paths: Sequence[str], near: Scope | None) -> tuple[Occurrence, ...]:
    """Where it stands: in the files that are named, or in the project's own code, first in what is told of, and in program source."""
    searched = Search.of(code)
    holding = searched.holding(max(re.findall(r"[\w$]+", target.text), key=len, default=""))
    own = (path for path in holding if (path in paths if paths else not is_test(path) and not is_vendored(path) and not is_log(path)))
    where = tuple(sorted(own, key=lambda path: (near is not None and not near.contains(path), not is_source(path), is_example(path))))
    if target.plain:
        return tuple(Occurrence(path, line, f"imports {target.text}") for path, line in importers(target.text, where, code.facts))[:3]
    return searched.symbols.occurrences(target.text, where, 3, _pattern(target))


def _pattern(target: Target) -> re.Pattern[bytes]:
    """What is told, in a line that is no comment: what is commented out is not in use."""
    flags = re.M | re.I if target.command else re.M
    return re.compile(_IN_USE + rf"(?:{_told(target)})".encode(), flags)


def _told(target: Target) -> str:
    """A whole identifier, or a literal, which stands in quotes; the words of a command may be a list's entries."""
    if not target.quoted:
        return rf"(?<![\w${'.' if '.' in target.text else ''}]){re.escape(target.text)}(?![\w$])"
    words = [re.escape(word) for word in target.text.split()]
    if target.command:
        bare = re.escape(target.text.strip("/"))
        registered = rf"\b(?:setName|command|add_handler|CommandHandler|name)\W{{1,5}}[\"'`]{bare}[\"'`]"
        return rf"[\"'`]/{bare}[\"'`]|{registered}"
    return r"[\"'`\s,]+".join(words) if len(words) > 1 else rf"[\"'`]{words[0]}[\"'`]"
