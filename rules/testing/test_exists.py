"""Tests for a file, a symbol or a topic exist, or don't."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from verifier.codebase import Codebase
from verifier.model import Claim, Confidence, Evidence, Finding, Measurement, Reading, Reason, ScopeHints, Side, Site, Span, Verdict
from verifier.reading.clause import Clause, FenceClass, Form, Mark, Mention, Path, Role, Symbol
from verifier.reading.mentions import mentions
from verifier.repository.scope import Scope, candidates
from verifier.rule import Example, Expect, Rule, found, undecided

from .suite import importing, named_after, naming, sort_of, stem_of, test_files, tested_stem, using, with_tests

_SORT = r"(?:(?P<sort>unit|integration|e2e|end-to-end|component|functional|load|performance|stress|smoke|regression|acceptance|automated|api|manual)(?:\s*(?:/|and|&|or|,)\s*(?:unit|integration|e2e|end-to-end|component))?[\s-]+)?"
_TEST = rf"{_SORT}(?:tests?|testing)(?:\s+(?:files?|suites?|cases?|coverage))?\b"
_FOR = r"\s+(?:for|of|on|around|covering|to cover)\s+(?P<about>[^.;]{2,90})"
_DENIED = re.compile(rf"^\W*(?:there (?:is|are)\s+)?(?:currently\s+)?(?:no|missing|lack(?:s|ing)?(?: of)?|without|zero|absent)\s+(?:any\s+|dedicated\s+|automated\s+)?{_TEST}(?:\s+(?:found|exists?|present|yet|at all))?(?:{_FOR})?\W*$", re.I)
_HAS_NONE = re.compile(rf"^\W*(?P<about>[^:;]{{2,80}}?)\s*(?:[-–—:(]\s*|\b(?:has|have|is|are|comes? with)\s+)(?:no|missing|without|zero|lacks?)\s+(?:any\s+)?{_TEST}(?:\s+(?:found|exists?|present|yet))?\W*$", re.I)
_UNTESTED = re.compile(r"^\W*(?P<about>[^:;]{2,80}?)\s*(?:\b(?:is|are|remains?)\s+(?:completely |entirely |currently |still )?(?:untested|not tested|not covered by (?:any )?tests)|\blacks? (?:any )?(?P<sort>unit |integration )?tests)\b\W*$", re.I)
_STATE = re.compile(
    rf"^\W*{_TEST}\s*(?::|[-–—](?=\s)|\bare\b|\bis\b|\b(?=not|exist|missing|present|do))\s*(?:(?P<no>not (?:yet )?(?:implemented|present|available|written|done|found|started|created|exist\w*)|none(?: yet)?|missing|absent|not yet|do(?:es)?(?:n't| not) exist|no\b[^,;]*)"
    r"|(?P<yes>implemented|present|exists?|available|in place|written|yes|done|added))(?:\s+(?:for|in)\s+(?P<about>[^.;(]{2,90}))?\s*(?:\([^()]*\))?\W*$",
    re.I,
)
_GIVEN = re.compile(rf"^\W*{_TEST}{_FOR}\W*$", re.I)
_MANUAL_SCRIPT = re.compile(r"\btest(?:ing)?\s+(?:script|suite|file|harness)s?\b[^:]{0,20}:\s*", re.I)
_MANUAL_TOLD = re.compile(r"\bmanual\s+test(?:ing|s)?\b[\w\s]{0,15}\bdocumented\b", re.I)
_MISSING_FOR = re.compile(rf"\b(?:missing|no|lack(?:s|ing)?|without)\b\s*(?:\w+\s+)?{_TEST}|\buntested\b|\bno(?:t|n)[\s-](?:tested|covered)\b|{_TEST}\s+(?:are\s+)?missing\b|{_TEST} gaps?\b".replace("(?P<sort>", "(?:"), re.I)
_GRADED = re.compile(r"\b(?:comprehensive|extensive|good|better|more|adequate|sufficient|insufficient|proper|thorough|enough|decent|limited|full|complete|robust|solid|additional|further)\b", re.I)
_CHANGES = re.compile(r"\b(?:pass(?:ed|es|ing)?|fail(?:ed|s|ing)?|coverage\s*[:=]|\d+\s?%|added|updated|fixed|removed)\b", re.I)
_GENERIC = frozenset(
    "component components module modules service services layer code codebase logic function functions functionality system feature features critical the a an and or of for in on with all any some most "
    "several many key core main important new existing class classes method methods part parts handling scenario scenarios case cases edge pattern patterns behavior behaviour flow flows path paths "
    "implementation api apis file files area areas business other various app application project repository its their this that these those".split()
)
_HOOKS = re.compile(r"^(?:custom\s+)?(?:react\s+)?hooks?$", re.I)


@dataclass(frozen=True, slots=True)
class Target:
    """What tests are said to be of. Just one of `path`, `symbol` and `topic` is set, or none: tests at all."""

    sort: str = ""  # unit, integration, e2e...; "" for any
    path: str = ""
    symbol: str = ""
    topic: str = ""
    script: bool = False  # the path is itself said to be a test
    documented: bool = False  # told in a document, not in code


class TestExists(Rule[Target]):
    """ "No unit tests for `parser.py`", "Missing tests for:", "Integration tests: not yet implemented"."""

    __test__ = False
    name = "test-exists"
    family = "testing"
    kinds = ("test-exists",)
    scoped = True
    summary = "A test that carries a file's name or imports it, or that uses a symbol, exists or not; a vague topic is decided only where nothing names it, or a test surely does."
    examples = (
        Example("missing tests", "## Missing tests for\n\n- `a.py` - no test file found\n- `b.py`\n", {"src/a.py": "", "src/b.py": "def f(): pass\n", "tests/test_b.py": "from src.b import f\ndef test_f(): f()\n"}, (
            Expect("test-exists", Verdict.HOLDS, 3, "a.py"), Expect("test-exists", Verdict.REFUTED, 4, "b.py"))),
        Example("symbols and hooks", "- No tests for `parse_row()`\n- No tests for `load()`\n- No unit tests for React hooks\n", {"a.py": "def parse_row(): pass\ndef load(): pass\n", "tests/test_a.py": "from a import load\ndef test_load(): load()\n"}, (
            Expect("test-exists", Verdict.HOLDS, 1), Expect("test-exists", Verdict.REFUTED, 2), Expect("test-exists", Verdict.HOLDS, 3))),
        Example("at all", "- Unit tests: Not yet implemented\n- Unit tests exist for some components\n", {"a.py": "x = 1\n", "tests/test_a.py": "import a\ndef test_x(): assert a.x\n"}, (
            Expect("test-exists", Verdict.REFUTED, 1), Expect("test-exists", Verdict.HOLDS, 2))),
        Example("a topic", "- No tests for billing\n- No tests for security\n- No tests for error handling\n", {"core/security.py": "", "tests/test_security.py": "import core.security\ndef test_error(): pass\n"}, (
            Expect("test-exists", Verdict.HOLDS, 1), Expect("test-exists", Verdict.REFUTED, 2), Expect("test-exists", Verdict.UNVERIFIABLE, 3))),
        Example("wishes, grades and results", "Add unit tests for `a.py`.\n\nComprehensive test coverage. All tests pass.\n\n## Recommendations\n\n- Unit tests for `a.py`\n", {"a.py": ""}, ()),
    )  # fmt: skip

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        statement, context = clause.statement, clause.context
        if clause.position or not clause.asserts or clause.side is Side.BEFORE or clause.form in {Form.CODE, Form.COMMAND, Form.TREE_ENTRY}:
            return
        if context.fence in {FenceClass.SUGGESTED, FenceClass.OUTPUT, FenceClass.DIAGRAM} or (statement.ticked is False and clause.quantities):
            return
        plain = statement.text.plain
        words = f"{context.key}: {plain}" if context.key and context.key not in plain and clause.form is Form.KEY_VALUE else plain
        if len(words) > 200 or clause.form is Form.HEADING and _MISSING_FOR.search(words) and not _DENIED.match(words):
            return
        yield from self._told(clause, re.sub(r"\s+", " ", words).strip(" .✅❌⚠️"), words)

    def _told(self, clause: Clause, words: str, text: str) -> Iterator[Claim[Target]]:
        statement = clause.statement
        if _MANUAL_TOLD.search(words) and not clause.negated:
            yield self._claim(clause, Target("manual", documented=True), False, text)
            return
        script = _MANUAL_SCRIPT.search(words)
        paths = [m for m in clause.own(Path) if isinstance(m.value, Path)]
        if script and len(paths) == 1 and words.endswith(paths[0].text):
            yield self._claim(clause, Target(path=_path(paths[0]), script=True), False, text)
            return
        if _GRADED.search(words) or _CHANGES.search(words):
            return
        for pattern in (_DENIED, _STATE, _UNTESTED, _HAS_NONE):
            match = pattern.match(words)
            if match:
                groups = match.groupdict()
                absent = pattern is not _STATE or groups["no"] is not None
                if clause.form is Form.HEADING and (absent or not groups.get("yes")):
                    return
                if statement.ticked is False and pattern is _STATE:
                    return
                yield from self._about(clause, groups.get("sort") or "", groups.get("about") or "", absent, text)
                return
        if self._listed_as_missing(clause):
            about = re.split(r"\s+[-–—:]\s+|\s*\(", words)[0]
            yield from self._about(clause, "", about, True, text)
            return
        given = _GIVEN.match(words)
        good = statement.mark is Mark.YES or statement.ticked is True or clause.context.lead_in_role is Role.STRENGTHS
        bad = statement.mark is Mark.NO or statement.ticked is False
        if given and (good or bad) and clause.form is not Form.HEADING:
            yield from self._about(clause, given["sort"] or "", given["about"], bad, text)

    def _listed_as_missing(self, clause: Clause) -> bool:
        """An item under "Missing tests for:"."""
        if clause.form not in {Form.ITEM, Form.KEY_VALUE, Form.FENCE_LINE} or clause.context.parents:
            return False
        lead = clause.context.lead_in
        announced = lead.plain if lead is not None else clause.context.sections[-1].title if clause.context.sections else ""
        return bool(_MISSING_FOR.search(announced)) and len(clause.statement.text.plain.split()) <= 12

    def _about(self, clause: Clause, sort: str, about: str, absent: bool, text: str) -> Iterator[Claim[Target]]:
        sort = {"end-to-end": "e2e", "automated": "", "api": ""}.get(sort.strip().lower(), sort.strip().lower())
        about = about.strip(" `*")
        named = [m for m in mentions(clause.statement.text) if m.text.split(":")[0] in about]
        paths = [m for m in named if isinstance(m.value, Path) and not m.value.glob]
        symbols = [m for m in named if isinstance(m.value, Symbol) and _identifier(clause, m)]
        if paths:
            for mention in paths:
                yield self._claim(clause, Target(sort, path=_path(mention)), absent, text, mention.text)
        elif symbols:
            for mention in symbols:
                yield self._claim(clause, Target(sort, symbol=mention.text.strip("`").split("(")[0]), absent, text, mention.text)
        elif about and not all(word in _GENERIC for word in _words(about)):
            yield self._claim(clause, Target(sort, topic=about), absent, text, about)
        else:
            yield self._claim(clause, Target(sort), absent, text)

    def _claim(self, clause: Clause, target: Target, absent: bool, text: str, subject: str = "") -> Claim[Target]:
        whole = clause.statement.text
        return self.claim(
            clause, target, subject=subject or target.path, claimed="absent" if absent else "present", span=_one_line(whole.span(0, len(whole.plain)), clause.span), text=text,
            negated=absent, confidence=Confidence.CERTAIN if target.path or target.symbol else Confidence.LIKELY,
        )  # fmt: skip

    # -- measuring

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        if target.documented:
            return _documented(code)
        if target.script:
            resolved = code.index.resolve(target.path, claim.hints.paths)
            return Measurement((Reading("path", "sure" if resolved.matches else "none"),), subject=resolved.matches[0] if resolved.matches else target.path, reproduce=f"git ls-files -- '*{target.path}'")
        tests = test_files(code)
        if code.snapshot.unlisted():
            return Measurement(blocked=Reason.INCOMPLETE, detail="some directories could not be read")
        if target.path:
            return _of_file(code, target.path, claim.hints.paths, tests)
        if target.symbol:
            return _of_symbol(code, target.symbol, tests)
        if target.topic:
            return _of_topic(code, target, tests, scope)
        return _at_all(code, claim, tests, scope)

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        state = str(measurement.readings[0].value)
        evidence = tuple(Evidence(site.path, site.line) for site in measurement.sites[:3])
        witnesses = ", ".join(site.path for site in measurement.sites[:3])
        what = measurement.subject or claim.subject or "this"
        if not (claim.target.path or claim.target.symbol or claim.target.topic) and " in " in what:
            return replace(self._verdict(claim, measurement, state, what, witnesses, evidence), scope=what.partition(" in ")[2])
        return self._verdict(claim, measurement, state, what, witnesses, evidence)

    @staticmethod
    def _verdict(claim: Claim[Target], measurement: Measurement, state: str, what: str, witnesses: str, evidence: tuple[Evidence, ...]) -> Finding:
        if state == "maybe":
            return found(claim, measurement, Verdict.UNVERIFIABLE, measurement.detail or f"some tests name it: {witnesses}", reason=Reason.NOT_PROVABLE, evidence=evidence, observed=witnesses)
        present = state == "sure"
        observed = witnesses or ("present" if present else "no test names it")
        if present is not claim.negated:
            return found(claim, measurement, Verdict.HOLDS, f"tests: {witnesses}" if present and witnesses else f"{what} is there" if present else f"no {what}" if " in " in what else f"no test of {what}", observed=observed, evidence=evidence)
        if present:
            return found(claim, measurement, Verdict.REFUTED, f"tested in {witnesses}", observed=observed, evidence=evidence)
        if claim.target.topic or not (claim.target.path or claim.target.symbol):
            if claim.target.topic or measurement.detail:
                return found(claim, measurement, Verdict.UNVERIFIABLE, measurement.detail or f"no test names {what}, which proves little", reason=Reason.NOT_PROVABLE)
        return found(claim, measurement, Verdict.REFUTED, f"no test of {what}", observed=observed)


def _path(mention: Mention) -> str:
    assert isinstance(mention.value, Path)
    return mention.value.text


def _one_line(span: Span, clause: Span) -> Span:
    return span if span.line == span.end_line else clause


def _identifier(clause: Clause, mention: Mention) -> bool:
    """Whether a symbol is written as code, not the name of a product: `useChat`, parse_row(), not WebSocket."""
    at = clause.statement.text.plain.find(mention.text)
    in_code = at >= 0 and clause.statement.text.in_code(at, at + len(mention.text))
    return in_code or "_" in mention.text or mention.text.endswith(")") or bool(re.match(r"use[A-Z]", mention.text))


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z][a-z0-9]+", text.lower())


def _stems(topic: str) -> list[str]:
    """The words of a topic that tell it from others, without their endings."""
    return [re.sub(r"(?:ations?|ing|ers?|ions?|ies|ity|ments?|ent|ed|es|s|y)$", "", word) if len(word) > 5 else word for word in _words(topic) if word not in _GENERIC]


def _sites(paths: Sequence[str]) -> tuple[Site, ...]:
    return tuple(Site(path) for path in paths[:20])


def _result(state: str, tests: Sequence[str] = (), subject: str = "", reproduce: str = "", detail: str = "") -> Measurement:
    return Measurement((Reading("tests", state),), _sites(tests), subject=subject, reproduce=reproduce, detail=detail)


def _of_file(code: Codebase, text: str, near: Sequence[str], tests: Sequence[str]) -> Measurement:
    resolved = code.index.resolve(text, tuple(near))
    files = [path for path in resolved.matches if path in code.index.entries] or [text]
    stem = stem_of(files[0])
    reproduce = f"git grep -lw '{stem}' -- '*test*' '*spec*'"
    if resolved.directory:
        inside = [test for test in tests if any(test.startswith(path + "/") for path in resolved.matches)]
        return _result("sure" if with_tests(code, inside) else "maybe", inside, resolved.matches[0], detail="" if inside else "a directory: what tests it can't be told by names")
    if len({*files}) > 1:
        return Measurement(blocked=Reason.AMBIGUOUS, detail=f"{len(files)} files match: {', '.join(files[:4])}", subject=text)
    if files[0] in tests:
        return _result("sure", files[:1], files[0], reproduce)
    sure = with_tests(code, dict.fromkeys((*named_after(files[0], tests), *(importing(code, files[0], tests) if files[0] in code.index.entries else ()))))
    if sure:
        return _result("sure", sure, files[0], reproduce)
    mentioned = naming(code, stem, tests)
    return _result("maybe" if mentioned else "none", mentioned, files[0], reproduce)


def _of_symbol(code: Codebase, name: str, tests: Sequence[str]) -> Measurement:
    reproduce = f"git grep -nw '{name.rpartition('.')[2]}' -- '*test*' '*spec*'"
    sure = with_tests(code, using(code, name, tests))
    if sure:
        return _result("sure", sure, name, reproduce)
    mentioned = naming(code, name.rpartition(".")[2], tests)
    return _result("maybe" if mentioned else "none", mentioned, name, reproduce)


def _of_topic(code: Codebase, target: Target, tests: Sequence[str], scope: Scope) -> Measurement:
    """A topic in words. Its absence holds where no test has all of its words; it falls to a test of the module that carries its name."""
    if scope.files is None and not scope.everything:
        inside = tuple(test for test in tests if scope.contains(test))
        tests = inside or tests
    fitting = tuple(test for test in tests if not target.sort or sort_of(test) == target.sort or target.sort not in {"unit", "integration", "e2e", "load"})
    if _HOOKS.match(target.topic):
        hooks = with_tests(code, [test for test in fitting if re.match(r"use[A-Z]", tested_stem(test))])
        rendering = hooks or code.facts.search(re.compile(rb"\brenderHook\b"), fitting)
        return _result("sure" if hooks else "maybe" if rendering else "none", hooks or rendering, target.topic, "git grep -l renderHook")
    stems = _stems(target.topic)
    reproduce = "git grep -il " + " --all-match ".join(f"-e {stem}" for stem in stems) + " -- '*test*' '*spec*'"
    own = [word for word in _words(target.topic) if word not in _GENERIC]
    if len(own) == 1:
        modules = [path for path in code.index.entries if stem_of(path).lower() == own[0] and path not in tests]
        carrying = [test for test in fitting if tested_stem(test).lower() == own[0]]
        sure = with_tests(code, [test for test in carrying if any(test in importing(code, module, carrying) for module in modules)])
        if sure:
            return _result("sure", sure, target.topic, reproduce)
    if not stems:
        return Measurement(blocked=Reason.NO_SUBJECT, detail="too general to look up", subject=target.topic)
    mentioned: tuple[str, ...] = fitting
    for stem in stems:
        mentioned = code.facts.search(re.compile(re.escape(stem.encode()), re.I), mentioned)
    return _result("maybe" if mentioned else "none", mentioned, target.topic, reproduce)


def _at_all(code: Codebase, claim: Claim[Target], tests: Sequence[str], scope: Scope) -> Measurement:
    """Tests of a sort, of whatever lies in the scope: in it, or named after or importing what is in it."""
    sort = claim.target.sort
    chosen: Sequence[str] = tests
    label = scope.label
    if not _tells(claim, scope, code):
        label = "the repository"
    elif scope.files is not None:
        files = _narrowed(claim, code, scope)
        if not files:
            return Measurement(blocked=Reason.NO_SUBJECT, detail="none of the files that the report names is there")
        chosen = tuple(dict.fromkeys(test for path in files for test in ((path,) if path in tests else (*named_after(path, tests), *importing(code, path, tests)))))
    else:
        chosen = tuple(test for test in tests if scope.contains(test))
        names = [re.escape(prefix.rpartition("/")[2].encode()) for prefix in scope.prefixes if prefix]
        outside = [test for test in tests if test not in chosen]
        if not chosen and code.facts.search(re.compile(rb"(?<![\w-])(?:" + b"|".join(names) + rb")(?![\w-])"), outside):
            return Measurement(blocked=Reason.NOT_PROVABLE, detail=f"no tests lie in {scope.label}; others may cover it")
    if sort == "component":
        chosen = tuple(test for test in chosen if test.rpartition(".")[2] in {"tsx", "jsx", "vue", "svelte"})
    elif sort in {"unit", "integration", "e2e", "load"}:
        chosen = tuple(test for test in chosen if sort_of(test) == sort)
    elif sort:
        return Measurement(blocked=Reason.NOT_PROVABLE, detail=f"what makes a test a {sort} test is not told by its name")
    chosen = with_tests(code, chosen)
    told = f"{sort} tests in {label}".strip()
    return _result("sure" if chosen else "none", chosen, told, "git ls-files -- '*test*' '*spec*'", "" if chosen or not tests else f"no {sort} tests by name or place")


def _tells(claim: Claim[Target], scope: Scope, code: Codebase) -> bool:
    """Whether a scope narrows a claim about tests at all.

    The tests' own folder does not, nor one file named beside it, nor a folder that shares a word with the title but nothing else.
    """
    if scope.everything or re.fullmatch(r"tests?", scope.label):
        return False
    if scope.files is not None:
        return len(scope.files) > 1 or set(scope.files) <= set(claim.hints.paths)
    if scope.label in claim.hints.topics and claim.hints.reviewed:
        return any(scope.contains(path) for text in claim.hints.reviewed[:200] for path in code.index.resolve(text).matches)
    return True


def _narrowed(claim: Claim[Target], code: Codebase, scope: Scope) -> tuple[str, ...]:
    """The files of a scope that lists files, within the area that the claim is about."""
    told = tuple(area for area in claim.hints.areas if not re.fullmatch(r"tests?", area))
    areas = [area for area in candidates(ScopeHints(areas=told), code.index, code.areas) if not area.everything] if told else []
    return tuple(path for path in scope.files or () if path in code.index.entries and (not areas or any(area.contains(path) for area in areas)))


def _documented(code: Codebase) -> Measurement:
    """Manual testing told under a heading of a document."""
    documents = [path for path in code.index.entries if path.lower().endswith((".md", ".rst", ".mdx", ".txt"))]
    heading = re.compile(rb"^\s{0,3}(?:#{1,6}|\*\*)[^\n]{0,40}\bmanual (?:test|qa|e2e|verification)", re.I | re.M)
    told = code.facts.search(heading, documents)
    return _result("sure" if told else "maybe", told, "manual testing", "git grep -niE '^#+ .*manual test' -- '*.md'", "" if told else "no document has a heading on manual testing")
