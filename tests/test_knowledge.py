"""Every entry shows its positives and none of its lookalikes."""

from __future__ import annotations

import pytest

from verifier.knowledge import entries as knowledge
from verifier.knowledge.entries import Case, Decides, EntryError, all_entries, cases, own_entries
from verifier.knowledge.evidence import CodeSearch, How, MemoryView, evidence
from verifier.knowledge.lexicon import families

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
