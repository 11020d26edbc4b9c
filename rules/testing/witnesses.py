"""What tests a repository has of a file, a symbol, a topic, or at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.model import Claim, Measurement, Reading, Reason, ScopeHints, Site
from verifier.reading.english.lexis import neutral
from verifier.repository.kinds import is_test
from verifier.repository.scope import Scope, candidates, whole
from verifier.reproduce import arguments

from .suite import importing, named_after, naming, sort_of, stem_of, tested_stem, using, with_tests

GENERIC = frozenset(
    (
        "component components module modules service services layer code codebase logic function functions functionality "
        "system feature features critical the a an and or of for in on with all any some most "
        "several many key core main important new existing class classes method methods part parts handling scenario "
        "scenarios case cases edge pattern patterns behavior behaviour flow flows path paths "
        "implementation api apis file files area areas business other various app application project repository its "
        "their this that these those"
    ).split()
)
_HOOKS = re.compile(r"^(?:custom\s+)?(?:react\s+)?hooks?$", re.I)


@dataclass(frozen=True, slots=True)
class Target:
    """What tests are said to be of. Just one of `path`, `symbol` and `topic` is set, or none: tests at all."""

    sort: str = ""  # unit, integration, e2e...; "" for any
    path: str = ""
    symbol: str = ""
    topic: str = ""
    places: tuple[str, ...] = ()  # paths that are told with the topic
    script: bool = False  # the path is itself said to be a test
    documented: bool = False  # told in a document, not in code
    elliptic: bool = False  # a field's value, "Tests: none", that leaves to what stands around it what they are of
    case: bool = False  # of one case of it: "with negative weights"


def _result(state: str, tests: Sequence[str] = (), subject: str = "", reproduce: str = "", detail: str = "") -> Measurement:
    return Measurement((Reading("tests", state),), _sites(tests), subject=subject, reproduce=reproduce, detail=detail)


def _sites(paths: Sequence[str]) -> tuple[Site, ...]:
    return tuple(Site(path) for path in paths[:20])


def _stems(topic: str) -> list[str]:
    """The words of a topic that tell it from others, without their endings."""
    return [
        re.sub(r"(?:ations?|ing|ers?|ions?|ies|ity|ments?|ent|ed|es|s|y)$", "", word) if len(word) > 5 else word
        for word in words(topic)
        if word not in GENERIC
    ]


def words(text: str) -> list[str]:
    return re.findall(r"[a-z][a-z0-9]+", text.lower())


def of_file(code: Codebase, text: str, near: Sequence[str], tests: Sequence[str]) -> Measurement:
    resolved = code.index.resolve(text, tuple(near))
    files = [path for path in resolved.matches if path in code.index.entries] or [text]
    stem = stem_of(files[0])
    reproduce = f"git grep -lw -e {arguments(stem)} -- '*test*' '*spec*'"
    if resolved.directory:
        inside = [test for test in tests if any(test.startswith(path + "/") for path in resolved.matches)]
        return _result(
            "sure" if with_tests(code, inside) else "maybe",
            inside,
            resolved.matches[0],
            detail="" if inside else "a directory: what tests it can't be told by names",
        )
    if len({*files}) > 1:
        return Measurement(blocked=Reason.AMBIGUOUS, detail=f"{len(files)} files match: {', '.join(files[:4])}", subject=text)
    if files[0] in tests:
        return _result("sure", files[:1], files[0], reproduce)
    sure = with_tests(
        code,
        dict.fromkeys((*named_after(code, files[0], tests), *(importing(code, files[0], tests) if files[0] in code.index.entries else ()))),
    )
    if sure:
        return _result("sure", sure, files[0], reproduce)
    if is_test(files[0]):
        return _result("maybe", files[:1], files[0], reproduce, "it is itself called a test")
    mentioned = naming(code, stem, tests)
    return _result("maybe" if mentioned else "none", mentioned, files[0], reproduce)


def of_symbol(code: Codebase, name: str, tests: Sequence[str]) -> Measurement:
    reproduce = f"git grep -nw -e {arguments(name.rpartition('.')[2])} -- '*test*' '*spec*'"
    sure = with_tests(code, using(code, name, tests))
    if sure:
        return _result("sure", sure, name, reproduce)
    mentioned = naming(code, name.rpartition(".")[2], tests)
    return _result("maybe" if mentioned else "none", mentioned, name, reproduce)


def of_topic(code: Codebase, target: Target, tests: Sequence[str], scope: Scope) -> Measurement:
    """A topic in words. Its absence holds where no test has all of its words; it falls to a test of the module that carries its name."""
    if scope.files is None and not scope.everything:
        inside = tuple(test for test in tests if scope.contains(test))
        tests = inside or tests
    fitting = tuple(
        test
        for test in tests
        if not target.sort or sort_of(test) == target.sort or target.sort not in {"unit", "integration", "e2e", "load"}
    )
    if _HOOKS.match(target.topic):
        hooks = with_tests(code, [test for test in fitting if re.match(r"use[A-Z]", tested_stem(test))])
        rendering = hooks or code.facts.search(re.compile(rb"\brenderHook\b"), fitting)
        return _result("sure" if hooks else "maybe" if rendering else "none", hooks or rendering, target.topic, "git grep -l renderHook")
    stems = _stems(target.topic)
    reproduce = "git grep -il " + " --all-match ".join(f"-e {arguments(stem)}" for stem in stems) + " -- '*test*' '*spec*'"
    own = [word for word in words(target.topic) if word not in GENERIC]
    if len(own) == 1:
        modules = [path for path in code.index.entries if stem_of(path).lower() == own[0] and path not in tests]
        carrying = [test for test in fitting if tested_stem(test).lower() == own[0]]
        sure = with_tests(code, [test for test in carrying if any(test in importing(code, module, carrying) for module in modules)])
        if sure:
            return _result("sure", sure, target.topic, reproduce)
    if not stems:
        return Measurement(blocked=Reason.NO_SUBJECT, detail="too general to look up", subject=target.topic)
    # A file named after all of several words is a test of that.
    named = [test for test in fitting if len(stems) > 1 and all(stem.lower() in test.rpartition("/")[2].lower() for stem in stems)]
    if sure := with_tests(code, named):
        return _result("sure", sure, target.topic, reproduce)
    mentioned: tuple[str, ...] = fitting
    for stem in stems:
        mentioned = code.facts.search(re.compile(re.escape(stem.encode()), re.I), mentioned)
    return _result("maybe" if mentioned else "none", mentioned, target.topic, reproduce)


_INLINE = re.compile(rb"#\[(?:\w+::)*(?:test|rstest)\b")
_BY_HAND = re.compile(rb"\bfunction test\s*\(|\btest\(\s*\)")


def at_all(code: Codebase, claim: Claim[Target], tests: Sequence[str], scope: Scope) -> Measurement:
    """Tests of a sort, of whatever lies in the scope: in it, or named after or importing what is in it."""
    sort = claim.target.sort
    chosen: Sequence[str] = tests
    label = scope.label
    if not _tells(claim, scope, code):
        label = "the repository"
        if claim.target.elliptic and (told := _about_a_part(claim.section)):
            return Measurement(blocked=Reason.AMBIGUOUS, detail=f"it may be told of {told} alone")
    elif scope.files is not None:
        files = _narrowed(claim, code, scope)
        if not files:
            return Measurement(blocked=Reason.NO_SUBJECT, detail="none of the files that the report names is there")
        chosen = tuple(
            dict.fromkeys(
                test
                for path in files
                for test in ((path,) if path in tests else (*named_after(code, path, tests), *importing(code, path, tests)))
            )
        )
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
    named, chosen = chosen, with_tests(code, chosen)
    if not chosen and not sort and (inside := _within_sources(code, scope if label == scope.label else whole())):
        return _result("sure", inside, f"tests in {label}", r"git grep -nE '#\[(\w+::)*(test|rstest)'")
    if not chosen and (by_hand := code.facts.search(_BY_HAND, named)):
        return Measurement(blocked=Reason.NOT_PROVABLE, detail=f"{by_hand[0]} may test by hand: no runner would find a test in it")
    told = f"{sort} tests in {label}".strip()
    return _result(
        "sure" if chosen else "none",
        chosen,
        told,
        "git ls-files -- '*test*' '*spec*'",
        "" if chosen or not tests else f"no {sort} tests by name or place",
    )


def _within_sources(code: Codebase, scope: Scope) -> tuple[str, ...]:
    """The sources that hold tests of their own, as Rust's do."""
    return code.facts.search(_INLINE, [path for path in code.index.entries if path.endswith(".rs") and scope.contains(path)])


def _tells(claim: Claim[Target], scope: Scope, code: Codebase) -> bool:
    """Whether a scope narrows a claim about tests at all.

    The tests' own folder does not, nor one file named beside it, nor a folder that shares a word with the title but nothing else.
    """
    if scope.everything or re.search(r"(?:^|/)tests?$", scope.label):
        return False
    if scope.files is not None:
        return len(scope.files) > 1 or set(scope.files) <= set(claim.hints.paths)
    if scope.topic and claim.hints.reviewed:
        return any(scope.contains(path) for text in claim.hints.reviewed[:200] for path in code.index.resolve(text).matches)
    return True


def _about_a_part(titles: Sequence[str]) -> str:
    """The words by which the innermost heading, unless it is the document's, names something of its own; "" where it names nothing."""
    told = [word for word in words(titles[-1]) if word not in GENERIC and not neutral(word)] if titles[1:] else []
    return " ".join(told)


def _narrowed(claim: Claim[Target], code: Codebase, scope: Scope) -> tuple[str, ...]:
    """The files of a scope that lists files, within the area that the claim is about."""
    told = tuple(area for area in claim.hints.areas if not re.fullmatch(r"tests?", area))
    areas = [area for area in candidates(ScopeHints(areas=told), code.index, code.areas) if not area.everything] if told else []
    return tuple(
        path for path in scope.files or () if path in code.index.entries and (not areas or any(area.contains(path) for area in areas))
    )


def documented(code: Codebase) -> Measurement:
    """Manual testing told under a heading of a document."""
    documents = [path for path in code.index.entries if path.lower().endswith((".md", ".rst", ".mdx", ".txt"))]
    heading = re.compile(rb"^\s{0,3}(?:#{1,6}|\*\*)[^\n]{0,40}\bmanual (?:test|qa|e2e|verification)", re.I | re.M)
    told = code.facts.search(heading, documents)
    return _result(
        "sure" if told else "maybe",
        told,
        "manual testing",
        "git grep -niE '^#+ .*manual test' -- '*.md'",
        "" if told else "no document has a heading on manual testing",
    )
