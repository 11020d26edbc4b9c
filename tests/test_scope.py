"""The part of a repository that a clause is about."""

from __future__ import annotations

import pytest

from verifier.model import ScopeHints
from verifier.repository.kinds import classes_of, is_source, language_of
from verifier.repository.paths import PathIndex
from verifier.repository.scope import Scope, candidates
from verifier.repository.snapshot import MemorySnapshot

MONOREPO = [
    "README.md",
    "apps/backend/pyproject.toml",
    "apps/backend/src/main.py",
    "apps/backend/src/api/routes.py",
    "apps/backend/migrations/0001.py",
    "apps/backend/tests/test_main.py",
    "apps/admin/package.json",
    "apps/admin/src/page.tsx",
    "apps/shop/package.json",
    "apps/shop/src/page.tsx",
    "packages/ui/button.tsx",
    "services/asr-worker/main.go",
    "services/ingest/src/app.ts",
    "e2e/api/test.ts",
    "docs/guide.md",
    "node_modules/x/index.js",
]


def index(*files: str) -> PathIndex:
    return PathIndex(MemorySnapshot(dict.fromkeys(files or MONOREPO, "")))


def first(hints: ScopeHints, *files: str) -> Scope:
    return candidates(hints, index(*files), {})[0]


@pytest.mark.parametrize(
    ("area", "prefixes"),
    [
        ("backend", ("apps/backend",)),
        ("Back-end", ("apps/backend",)),
        ("the backend code", ("apps/backend",)),
        ("API", ("apps/backend/src/api",)),
        ("frontend", ("apps/admin", "apps/shop")),
        ("ASR Worker Service", ("services/asr-worker",)),
        ("ingest service", ("services/ingest",)),
        ("AsrWorker", ("services/asr-worker",)),
        ("Admin App", ("apps/admin",)),
        ("documentation", ("docs",)),
    ],
)
def test_areas_by_directory(area: str, prefixes: tuple[str, ...]) -> None:
    assert first(ScopeHints(areas=(area,))).prefixes == prefixes


@pytest.mark.parametrize(("area", "inside", "outside"), [("backend", "main.py", "page.tsx"), ("frontend", "page.tsx", "main.py")])
def test_areas_by_language(area: str, inside: str, outside: str) -> None:
    scope = first(ScopeHints(areas=(area,)), "main.py", "page.tsx", "package.json")
    assert (scope.contains(inside), scope.contains(outside), scope.everything) == (True, False, False)


@pytest.mark.parametrize("area", ["nonsense", "the service", ""])
def test_an_unknown_area_is_no_scope(area: str) -> None:
    assert first(ScopeHints(areas=(area,))).everything


def test_tests_area() -> None:
    scope = first(ScopeHints(areas=("tests",)))
    assert scope.files_in(index()) == ("apps/backend/tests/test_main.py", "e2e/api/test.ts")


def test_configured_areas_come_first() -> None:
    found = candidates(ScopeHints(areas=("backend",)), index(), {"Backend": ("services",)})
    assert found[0].prefixes == ("services",)


def test_nearest_first_and_everything_last() -> None:
    hints = ScopeHints(
        paths=("apps/admin/src/page.tsx",),
        section_paths=(("services/ingest/",), ("apps/",)),
        areas=("backend",),
        topics=("services/asr-worker",),
        reviewed=("README.md", "docs/guide.md", "nothing.md"),
    )
    labels = [scope.label for scope in candidates(hints, index(), {})]
    assert labels == [
        "apps/admin/src/page.tsx",
        "services/ingest",
        "apps",
        "backend",
        "services/asr-worker",
        "the files and folders the report names",
        "the repository",
    ]


def test_same_scope_is_tried_once() -> None:
    hints = ScopeHints(paths=("services/",), section_paths=(("services",), ("services",)))
    assert [scope.label for scope in candidates(hints, index(), {})] == ["services", "the repository"]


def test_universal_claims_leave_out_tests_and_what_nobody_wrote() -> None:
    everything = Scope("all")
    assert set(MONOREPO) - set(everything.files_in(index())) == {
        "apps/backend/migrations/0001.py",
        "apps/backend/tests/test_main.py",
        "e2e/api/test.ts",
        "node_modules/x/index.js",
    }
    assert everything.files_in(index(), {"python"}) == ("apps/backend/src/api/routes.py", "apps/backend/src/main.py")
    assert Scope("t", ("apps/backend/tests",)).files_in(index()) == ("apps/backend/tests/test_main.py",)
    assert Scope("m", ("apps/backend/migrations",)).files_in(index()) == ("apps/backend/migrations/0001.py",)
    assert Scope("f", (), ("apps/backend/tests/test_main.py",)).files_in(index()) == ("apps/backend/tests/test_main.py",)
    assert "apps/backend/tests/test_main.py" in Scope("all", include_tests=True).files_in(index())
    assert Scope("all").paths(index()) == tuple(sorted(MONOREPO))


def test_prefixes_are_whole_components() -> None:
    assert not Scope("x", ("apps/back",)).contains("apps/backend/src/main.py")


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("a.PY", "python"),
        ("x.d.ts", "typescript"),
        ("p.tsx", "tsx"),
        ("Dockerfile", "dockerfile"),
        (".env.x", "env"),
        ("LICENSE", None),
        ("Moon.hs", "haskell"),
        ("moon.f90", "fortran"),
    ],
)
def test_language(path: str, language: str | None) -> None:
    assert language_of(path) == language


@pytest.mark.parametrize(
    ("path", "classes"),
    [
        ("src/test_a.py", {"test"}),
        ("src/a_test.go", {"test"}),
        ("src/a.spec.ts", {"test"}),
        ("src/UserServiceTest.java", {"test"}),
        ("__tests__/helper.ts", {"test"}),
        ("src/contest.py", set()),
        ("src/latest/a.py", set()),
        ("src/attestation_test_data.py", set()),
        ("vendor/x/a.go", {"vendored"}),
        ("dist/a.js", {"generated"}),
        ("package-lock.json", {"generated"}),
        ("api/user_pb2.py", {"generated"}),
        ("src/builder/a.py", set()),
        ("db/migrations/1.sql", {"migration"}),
    ],
)
def test_classes(path: str, classes: set[str]) -> None:
    assert classes_of(path) == classes


def test_source() -> None:
    assert is_source("a.py")
    assert is_source("Moon.hs")
    assert not is_source("a.md")
