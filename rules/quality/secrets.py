"""Whether secrets stand in the repository: private keys, tokens of known shapes, passwords given to a name or in an address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.model import Claim, Confidence, Finding, Measurement, Reason, ScopeHints, Site
from verifier.model import Verdict as V
from verifier.reading.clause import Clause
from verifier.reading.english.lexis import denies
from verifier.reading.says.words import Sort, words_of
from verifier.repository.gaps import gaps
from verifier.repository.kinds import classes_of, is_source
from verifier.repository.scope import Scope, candidates, whole
from verifier.repository.snapshot import MAX_FILE_BYTES, EntryKind, EntryState, Unreadable
from verifier.rule import Example, Expect, found, left_out
from verifier.shapes.lookup import Lookup, answer, blocked
from verifier.text_lines import TextLines

_SORTS = frozenset("credential credentials secret secrets password passwords".split())
_KEYS = frozenset("key keys token tokens".split())
_OF_KEYS = frozenset("api private access secret auth".split())
_WRITTEN = frozenset("hard-coded hardcoded hard-code hardcode hardcoding embedded committed plaintext plain-text checked-in".split())
_PLACES = frozenset("code source codebase repository repo".split())
_OF_A_CHANGE = re.compile(r"\b(?:pr\s?#?\d*|pull request|merge request|changes?|commits?|patch|migration|refactor\w*|feature)\b", re.I)
_LARGEST = 1_000_000  # bytes of a file that is looked into
_KEPT = re.compile(r"\.(?:pem|key|p8|env|ya?ml|toml|json|ini|cfg|conf|properties|xml|tfvars|sh)$|(?:^|/)\.env[\w.-]*$", re.I)
_ASIDE = re.compile(
    r"(?:^|/)(?:tests?|specs?|fixtures?|mocks?|examples?|samples?|docs?|demos?|bench(?:es|marks?)?|e2e|testdata|test-data|node_modules|vendor)(?:/|$)"
    r"|(?:example|sample|template|dist|test|mock)\b[^/]*$|(?:^|/)(?:package-lock\.json|[\w.-]*lock[\w.-]*)$",
    re.I,
)
_PRIVATE_KEY = re.compile(r"-----BEGIN (?:[A-Z]+ ){0,2}PRIVATE KEY-----\s*[A-Za-z0-9+/=]{40}")
_TOKEN = re.compile(
    r"\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|glpat-[\w-]{20}|sk_live_[0-9A-Za-z]{24}|xox[baprs]-[0-9A-Za-z-]{20,60}"
    r"|AIza[0-9A-Za-z_-]{35})\b"
)
# A name for a secret, and a text given to it, perhaps as what a variable of the environment defaults to.
_NAMED = r"(?:password|passwd|secret|api_?key|access_?key|auth_?token|private_?key)[\w]{0,20}"
_BEHIND = (
    r"[\"']?\s*\]?\s*(?::\s*\w+\s*)?(?:=|:|,|\|\||\?\?)\s*(?:os\.(?:getenv|environ\.get)\(\s*[\"'][\w.-]{1,60}[\"']\s*,\s*)?"
    r"[\"'](?P<value>[A-Za-z0-9!@#$%^&*+=/_-]{8,80})[\"']"
)
_GIVEN = re.compile(rf"(?P<name>[\w.-]{{0,40}}{_NAMED}){_BEHIND}", re.I)
_GIVEN_BEHIND = re.compile(_NAMED + _BEHIND, re.I)  # fits where the other does, and begins with fixed words
# One of these stands wherever the pattern fits: looking for them first is much faster.
_MARKS_OF_TOKENS = ("AKIA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "glpat-", "sk_live_", "xox", "AIza")
_MARKS_OF_GIVEN = tuple("password passwd secret api_key apikey access_key accesskey auth_token authtoken private_key privatekey".split())
# What is told of a secret, and is none itself.
_OF_SECRETS = re.compile(
    r"(?:^|[_.-])(?:test|dummy|fake|mock|example|sample)(?:[_.-]|$)|hash|salt|pattern|regex|field|label|prompt|policy|reset|length|(?:^|_)(?:min|max)(?:_|$)|file|path|url|uri|header|param|column|type|error|message|event",
    re.I,
)
_FALLS_BACK = re.compile(r"\|\||\?\?|\bgetenv\(|\benviron\.get\(")
_IN_PLACE = "in place"  # of a text that only stands for a secret, and is one where nothing is set
_EXAMPLE, _ABOVE = "example", 160  # characters above
_STANDS_FOR = re.compile(
    r"change|example|your|placeholder|dummy|sample|test|secret|password|passwd|token|key|xxx|fake|default|dev|local|demo|todo|none|null"
    r"|redacted|12345678$|\*{3}|^[a-z]+(?:[_-][a-z0-9]+)+$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Target:
    denied: bool


class Secrets(Lookup[Target]):
    """ "No hardcoded credentials", "Passwords are never committed", "Hardcoded API keys in `config.py`"."""

    name = "secrets"
    infers = True
    kinds = ("no-secrets",)
    quotes = False
    summary = "Where no secret is said to be in the code, no file outside tests, examples and documents has a key, a token or a password."
    vocabulary = (
        "hard-coded hardcoded credential secret password api key token private access code source codebase repository embedded committed "
        "plaintext found present detected contain expose store any"
    )
    examples = (
        Example(
            "a password that a variable defaults to",
            "- No hard-coded credentials\n",
            {"app.py": "import os\n\nADMIN_PASSWORD = os.getenv('ADMIN_PASSWORD', 'orbit1969')\n"},
            (Expect("no-secrets", V.REFUTED, 1, observed="app.py:3"),),
        ),
        Example(
            "placeholders, tests, and what comes from outside",
            "- No hardcoded secrets found\n",
            {
                "app.py": "import os\n\nPASSWORD = os.environ['PASSWORD']\nAPI_KEY = 'your-api-key-1'\nSECRET_NAME = 'orbit-secret'\n",
                "tests/test_app.py": "PASSWORD = 'orbit1969x'\n",
                "benches/load.py": "PASSWORD = 'orbit1969x'\n",
                "schema.py": "EXTRA = {'example': {'name': 'anna', 'password': 'Orbit1969x'}}\n",
            },
            (Expect("no-secrets", V.HOLDS, 1),),
        ),
        Example(
            "a fault that is told",
            "- Hardcoded password in `app.py`\n- Hardcoded API keys in `lean.py`\n",
            {"app.py": "PASSWORD = 'orbit1969x'\n", "lean.py": "x = 1\n"},
            (Expect("no-secrets", V.HOLDS, 1), Expect("no-secrets", V.UNVERIFIABLE, 2)),
        ),
        Example(
            "a text that is used where nothing is set",
            "- No hardcoded secrets\n",
            {"a.ts": "session({ secret: given || 'change-this-secret-in-production' })\n"},
            (Expect("no-secrets", V.UNVERIFIABLE, 1),),
        ),
        Example("of something else", "- No password is needed\n- Secrets are rotated\n- No token limit\n", {"app.py": ""}, ()),
    )

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        words = [word.lower for word in words_of(clause.words) if word.sort in (Sort.WORD, Sort.NAME)]
        if clause.hedge or not _tells_of_secrets(words):
            return
        denied = any(denies(word) for word in words)
        if denied and _OF_A_CHANGE.search(clause.context.titles[0] if clause.context.titles else "") and "committed" in words:
            return  # "No secrets committed" by what is asked to be merged
        yield self.claim(clause, Target(denied), claimed="none" if denied else "present", negated=denied)

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        hints = claim.hints
        named = candidates(ScopeHints(paths=hints.paths), code.index)[:-1] if hints.paths else ()
        if hints.paths and not named:
            return blocked(Reason.NO_SUBJECT, f"no file {hints.paths[0]}")
        where = named[0] if named else whole()
        unread = list(map(str, gaps(where, code.snapshot)))
        seen = list(_secrets(where, code, bool(named), unread))
        sites = [site for site in seen if site.symbol != _IN_PLACE]
        if seen and not sites and claim.target.denied:
            return blocked(
                Reason.NOT_PROVABLE, f"nothing looks like a secret, but {seen[0].code} at {seen[0].path}:{seen[0].line}", where.label
            )
        first = f"{sites[0].path}:{sites[0].line}" if sites else "none found"
        detail = f"{sites[0].code} at {first}" if sites else "nothing looks like a secret"
        holds = bool(sites) is not claim.target.denied
        if unread and not sites:
            return blocked(Reason.INCOMPLETE, f"{detail}, but {left_out(list(dict.fromkeys(unread)))}", where.label)
        if not holds and not claim.target.denied:
            return blocked(Reason.NOT_PROVABLE, f"{detail} in {where.label}")
        return answer(holds, first, [Site(s.path, s.symbol, "", s.line, s.line) for s in sites], detail=detail, subject=where.label)

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        finding = super().judge(claim, measurement)
        if finding.verdict is V.HOLDS and claim.target.denied:
            return found(claim, measurement, V.HOLDS, finding.message, observed=finding.observed, confidence=Confidence.LIKELY)
        return finding


def _tells_of_secrets(words: Sequence[str]) -> bool:
    """Whether the words are about secrets that are written down in code."""
    keys = any(word in _KEYS and at and words[at - 1] in _OF_KEYS for at, word in enumerate(words))
    sorts = bool(_SORTS & set(words)) or any(word in ("api-keys", "api-key") for word in words)
    hard = bool(_WRITTEN & set(words)) or any(one == "hard" and words[at + 1 : at + 2] == ["coded"] for at, one in enumerate(words))
    placed = any(
        word in _PLACES and at and words[at - 1] in ("in", "the", "source", "our") and "in" in words[:at] for at, word in enumerate(words)
    )
    return (keys or sorts) and (hard or placed)


def _secrets(scope: Scope, code: Codebase, named: bool, unread: list[str]) -> Iterator[Site]:
    """Where secrets stand, with what they are as the text; the secret itself is never told. What can't be read is added to `unread`."""
    for path, entry in sorted(code.index.entries.items()):
        if entry.kind is not EntryKind.FILE or entry.state is EntryState.IGNORED or not scope.contains(path):
            continue
        if not (is_source(path) or _KEPT.search(path)) or (not named and (classes_of(path) or _ASIDE.search(path))):
            continue
        if _LARGEST < entry.size <= MAX_FILE_BYTES:
            unread.append(f"{path}: {entry.size:,} bytes, more than the {_LARGEST:,} that are looked into")
            continue
        try:
            text = code.snapshot.text(path)
        except Unreadable as error:
            unread.append(str(error))
            continue
        yield from _in_text(path, text)


def _in_text(path: str, text: str) -> Iterator[Site]:
    lines = TextLines(text)
    begins, tokens = "-----BEGIN" in text, any(mark in text for mark in _MARKS_OF_TOKENS)
    for pattern, what, likely in ((_PRIVATE_KEY, "a private key", begins), (_TOKEN, "a token", tokens)):
        for match in pattern.finditer(text) if likely else ():
            if "EXAMPLE" not in match[0]:
                yield _site(path, lines, match.start(), what)
    for match in _GIVEN.finditer(text) if is_source(path) and _may_give(text) else ():
        value = match["value"]
        if _OF_SECRETS.search(match["name"]):
            continue
        if _EXAMPLE in text[max(0, match.start() - _ABOVE) : match.start()].lower():
            continue  # a schema shows how a request looks
        if _STANDS_FOR.search(value) and _FALLS_BACK.search(match[0]):
            yield _site(path, lines, match.start("name"), f"{match['name'].strip('.-')} falls back to a text", _IN_PLACE)
        elif re.search(r"\d", value) and re.search(r"[A-Za-z]", value) and not _STANDS_FOR.search(value):
            yield _site(path, lines, match.start("name"), f"a value for {match['name'].strip('.-')}")


def _may_give(text: str) -> bool:
    """Whether `_GIVEN` may fit. Some letters that are not ASCII are those of ASCII in another case."""
    lowered = text.lower()
    return (any(mark in lowered for mark in _MARKS_OF_GIVEN) or not text.isascii()) and bool(_GIVEN_BEHIND.search(text))


def _site(path: str, lines: TextLines, at: int, what: str, symbol: str = "") -> Site:
    line = lines.number(at)
    return Site(path, symbol, what, line, line)
