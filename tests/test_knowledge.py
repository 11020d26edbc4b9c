"""Every entry shows its positives and none of its lookalikes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.facts.facts import Facts
from verifier.facts.failure import Failure
from verifier.knowledge import entries as knowledge
from verifier.knowledge.brands import brand
from verifier.knowledge.entries import Case, Decides, EntryError, all_entries, cases, own_entries
from verifier.knowledge.evidence import CodeSearch, How, MemoryView, evidence
from verifier.knowledge.lexicon import families
from verifier.knowledge.manifests import listed
from verifier.knowledge.masking import mask
from verifier.knowledge.needles import glob_matches, literals_of
from verifier.knowledge.outlines import ImportLike, OutlineLike
from verifier.repository.snapshot import MemorySnapshot

CASES = [case for family in sorted(set(families().values())) for case in cases(family)]


def _name(case: Case) -> str:
    return f"{case.entry}{':' + case.qualifier if case.qualifier else ''}-{'is' if case.counts else 'is-not'}-{next(iter(case.files))}"


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_a_case_is_evidence_or_is_not(case: Case) -> None:
    found = evidence(all_entries()[case.entry], MemoryView(case.files), case.qualifier)
    counted = [item for item in found if item.in_effect]
    assert bool(counted) == case.counts, found


def test_every_entry_has_a_positive_and_a_lookalike() -> None:
    with_positive = {case.entry for case in CASES if case.counts and not case.qualifier}
    with_lookalike = {case.entry for case in CASES if not case.counts and not case.qualifier}
    missing_positive = set(all_entries()) - with_positive - {"n-plus-one"}
    missing_lookalike = set(all_entries()) - with_lookalike - {"n-plus-one"}
    assert not missing_positive | missing_lookalike
    assert len(all_entries()) >= 170


def test_cases_are_of_known_entries_and_qualifiers() -> None:
    for case in CASES:
        entry = all_entries()[case.entry]
        assert not case.qualifier or case.qualifier in entry.qualifiers


def _why(files: dict[str, str], key: str) -> set[str]:
    return {item.why_not for item in evidence(all_entries()[key], MemoryView(files)) if not item.in_effect}


@pytest.mark.parametrize(
    ("key", "files", "why"),
    [
        ("redis", {"package.json": '{"dependencies": {"ioredis": "5"}}'}, "listed, never imported"),
        ("circuit-breaker", {"a.py": "class CircuitBreaker:\n    pass\n"}, "defined, never used"),
        ("circuit-breaker", {"a.py": "# b = CircuitBreaker()\n"}, "in a comment"),
        ("circuit-breaker", {"tests/test_a.py": "b = CircuitBreaker()\n"}, "test file"),
        ("circuit-breaker", {"a.tsx": "import { CircuitBreaker } from 'lucide-react'\nconst x = <CircuitBreaker />\n"}, "an icon"),
        ("circuit-breaker", {"a.py": "from b import CircuitBreaker\n"}, "imported, never used"),
        ("redis", {"vendor/a.py": "import redis\n"}, "vendored"),
        ("redis", {"tests/test_a.py": "import redis\n"}, "test file"),
        ("jwt", {"a.ts": "import type { JwtPayload } from 'jsonwebtoken'\n"}, "type-only import"),
    ],
)
def test_what_does_not_count_is_named(key: str, files: dict[str, str], why: str) -> None:
    assert why in _why(files, key)
    assert not any(item.in_effect for item in evidence(all_entries()[key], MemoryView(files)))


def test_a_listed_package_counts_once_imported() -> None:
    files = {"package.json": '{"dependencies": {"ioredis": "5"}}', "a.ts": "import Redis from 'ioredis'\n"}
    found = evidence(all_entries()["redis"], MemoryView(files))
    assert {item.how for item in found if item.in_effect} == {How.PACKAGE, How.IMPORT}


def test_a_definition_counts_once_used_in_another_file() -> None:
    files = {"a.py": "class CircuitBreaker:\n    pass\n", "b.py": "from a import CircuitBreaker\nb = CircuitBreaker()\n"}
    found = evidence(all_entries()["circuit-breaker"], MemoryView(files))
    assert all(item.in_effect for item in found)
    assert {item.path for item in found} == {"a.py", "b.py"}


def test_a_default_of_a_library_provides_and_says_so() -> None:
    files = {"db.py": "from sqlalchemy import create_engine\nengine = create_engine(url)\n"}
    found = evidence(all_entries()["connection-pooling"], MemoryView(files))
    assert found[0].via == "sqlalchemy-engine"
    assert "QueuePool" in found[0].note


def test_a_search_answers_many_questions_of_one_view() -> None:
    search = CodeSearch(MemoryView({"a.py": "import redis\nr = redis.Redis()\n"}))
    assert search.evidence(all_entries()["redis"])
    assert not search.evidence(all_entries()["mongodb"])
    assert not search.unreadable


def test_a_file_that_cannot_be_read_is_remembered() -> None:
    class Broken(MemoryView):
        def read(self, path: str) -> bytes:
            raise OSError(path)

    search = CodeSearch(Broken({"a.py": "import redis"}))
    assert not search.evidence(all_entries()["redis"])
    assert search.unreadable == ["a.py"]


def test_a_name_is_resolved_through_its_import() -> None:
    entry = all_entries()["locks"]
    assert any(item.in_effect for item in evidence(entry, MemoryView({"a.py": "from asyncio import Lock as L\nx = L()\n"}), "asyncio"))
    assert not any(item.in_effect for item in evidence(entry, MemoryView({"a.py": "from threading import Lock\nx = Lock()\n"}), "asyncio"))


@pytest.mark.parametrize(
    ("key", "qualifiers", "provable"),
    [
        ("redis", (), True),
        ("jwt", ("rs256",), True),
        ("jwt", ("cookie",), False),
        ("locks", (), False),
        ("locks", ("asyncio",), True),
        ("error-recovery", (), False),
        ("graceful-degradation", ("redis",), False),
    ],
)
def test_absence_is_provable_only_where_the_entry_says_so(key: str, qualifiers: tuple[str, ...], provable: bool) -> None:
    assert all_entries()[key].absence_provable(qualifiers) is provable


def test_free_mechanisms_never_decide() -> None:
    for key in ("error-recovery", "graceful-degradation", "exception-handling", "thread-safety", "clean-architecture", "caching"):
        assert all_entries()[key].decides is Decides.NEVER


def test_own_entries_are_read_and_every_mistake_is_told_at_once() -> None:
    found = own_entries(
        {"acme-bus": {"kind": "technology", "decides": "alone", "aliases": ["ACME bus"], "packages": {"python": ["acme-bus"]}}}
    )
    assert evidence(found["acme-bus"], MemoryView({"a.py": "import acme_bus\n"}))[0].in_effect
    with pytest.raises(EntryError) as error:
        own_entries(
            {"a": {"kind": "thing"}, "b": {"decides": "maybe"}, "c": {"calls": "x"}, "d": {"colour": "red"}, "e": {"lookalikes": ["("]}}
        )
    assert len(str(error.value).splitlines()) == 6


def test_entries_refer_only_to_what_exists() -> None:
    assert knowledge.all_entries()
    for entry in all_entries().values():
        assert entry.aliases
        assert not set(entry.implied_by) - set(all_entries())


@dataclass
class ParsedView(MemoryView):
    """Files in memory, outlined as the files of a repository are."""

    def outlines(self, paths: Sequence[str]) -> Mapping[str, OutlineLike]:
        found = Facts(MemorySnapshot(self.files), jobs=1).outlines(paths)
        return {path: outline for path, outline in found.items() if not isinstance(outline, Failure)}

    def imports(self, paths: Sequence[str]) -> Mapping[str, Sequence[ImportLike]]:
        found = Facts(MemorySnapshot(self.files), jobs=1).imports(paths)
        return {path: items for path, items in found.items() if not isinstance(items, Failure)}


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_a_case_is_the_same_with_a_parsers_outline(case: Case) -> None:
    found = evidence(all_entries()[case.entry], ParsedView(case.files), case.qualifier)
    assert any(item.in_effect for item in found) == case.counts, found


def test_a_scope_chooses_the_files_that_count() -> None:
    files = {"a/x.py": "class CircuitBreaker:\n    pass\n", "b/y.py": "from a.x import CircuitBreaker\nb = CircuitBreaker()\n"}
    search = CodeSearch(MemoryView(files))
    entry = all_entries()["circuit-breaker"]
    inside = search.evidence(entry, within=lambda path: path.startswith("a/"))
    assert [(item.path, item.in_effect) for item in inside] == [("a/x.py", True)]
    assert not search.evidence(entry, within=lambda path: path.startswith("c/"))


def test_a_name_about_the_thing_is_weak() -> None:
    files = {"a.py": "x = RateLimitInfo()\n", "b.py": "limiter = RateLimiter()\n"}
    found = evidence(all_entries()["rate-limiting"], MemoryView(files))
    assert {item.text for item in found if item.strong} == {"RateLimiter"}
    assert {item.text for item in found} == {"RateLimitInfo", "RateLimiter", "limiter"}


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("requirements.txt", "Flask==2.0\n-r other.txt\npsycopg2-binary>=2  # db\n", ["flask", "psycopg2-binary"]),
        (
            "pyproject.toml",
            '[project]\ndependencies = ["redis>=4", "a_b"]\n[tool.poetry.dependencies]\ncelery = "^5"\n',
            ["redis", "a-b", "celery"],
        ),
        ("setup.py", "setup(install_requires=['flask>=1', \"x[y]\"])", ["flask", "x"]),
        ("package.json", '{"devDependencies": {"@sentry/node": "1"}}', ["@sentry/node"]),
        ("go.mod", "module x\nrequire (\n\tgithub.com/a/b v1.0.0\n)\n", ["github.com/a/b"]),
        ("Gemfile", "gem 'rails', '~> 7'\n", ["rails"]),
        ("pom.xml", "<groupId>a.b</groupId>\n<artifactId>c</artifactId>", ["a.b:c"]),
        ("a.py", "import flask", []),
    ],
)
def test_manifests_list_packages(path: str, text: str, expected: list[str]) -> None:
    assert [item.name for item in listed(path, text)] == expected


@pytest.mark.parametrize(
    ("path", "text", "code"),
    [
        ("a.py", 'x = "# no" # yes\n', "x = " + " " * 12 + "\n"),
        ("a.py", '"""doc\nlock"""\ny', " " * 6 + "\n" + " " * 7 + "\ny"),
        ("a.ts", "a // b\nc /* d\n */ e", "a     \nc     \n    e"),
        ("a.ts", "x = `a ${b}` + 'c'", "x =          +    "),
        ("a.tsx", "<p>don't</p>\nlock()", "<p>don't</p>\nlock()"),
        ("a.yml", "a: b # c\nd: e#f", "a: b    \nd: e#f"),
        ("Dockerfile", "# FROM a\nFROM b", "        \nFROM b"),
    ],
)
def test_comments_and_strings_are_blanked_in_place(path: str, text: str, code: str) -> None:
    masked = mask(path, text)
    assert masked.code == code
    assert len(masked.uncommented) == len(text)


@given(st.text(alphabet="ab\"'`#/*\n \\", max_size=60), st.sampled_from(["a.py", "a.ts", "a.go", "a.yml", "a.sql", "x"]))
def test_blanking_moves_nothing(text: str, path: str) -> None:
    masked = mask(path, text)
    assert len(masked.code) == len(masked.uncommented) == len(text)
    assert masked.code.count("\n") == text.count("\n")


@pytest.mark.parametrize(
    ("expression", "texts"),
    [
        (r"a(?:b|c)d+e?fgh", ("fgh",)),
        (r"image:.{0,9}kafka|foo\.bar", ("image:", "foo.bar")),
        (r"(?i)CREATE\s+INDEX", ("CREATE",)),
        (r"[\w)\]]\?\.[\w(]", ("?.",)),
        (r"x{2,3}yz*", ("y",)),
        (r"(?:a|b)\s", ("",)),
    ],
)
def test_what_an_expression_must_contain(expression: str, texts: tuple[str, ...]) -> None:
    assert literals_of(expression) == texts


@pytest.mark.parametrize(
    ("path", "glob", "fits"),
    [
        ("svc/docker-compose.dev.yml", "{docker-compose*,compose*}.{yml,yaml}", True),
        ("Dockerfile", "{dockerfile,dockerfile.*}", True),
        ("src/app/x/layout.tsx", "app/**/layout.{tsx,js}", True),
        ("src/app/layout.tsx", "app/**/layout.{tsx,js}", True),
        ("src/myapp/layout.tsx", "app/**/layout.{tsx,js}", False),
        ("a/b.py", "*.py", True),
    ],
)
def test_globs_match_a_path_or_its_end(path: str, glob: str, fits: bool) -> None:
    assert glob_matches(path, glob) is fits


def test_a_line_that_nobody_wrote_is_not_searched() -> None:
    assert not evidence(all_entries()["redis"], MemoryView({"a.js": "x" * 6000 + ";require('ioredis')\n"}))


@pytest.mark.parametrize(
    ("words", "forms"),
    [("Jotai", ("jotai",)), ("New Relic", ("newrelic", "new_relic")), ("vector database", ()), ("React", ())],
)
def test_a_product_that_shares_an_entry_has_a_name_of_its_own(words: str, forms: tuple[str, ...]) -> None:
    assert brand(words) == forms
