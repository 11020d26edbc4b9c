"""What the words of a report resolve to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.repository.globbing import expand, matcher
from verifier.repository.paths import Match, PathIndex, Permalink, permalink
from verifier.repository.snapshot import MemorySnapshot

FILES = [
    "README.md",
    "LOGIN_FIX.md",
    "docs/CACHE_FIX.md",
    "apps/backend/src/main.py",
    "apps/backend/src/api/v1/websockets/escalations.py",
    "apps/backend/src/services/user.py",
    "apps/backend/tests/test_user.py",
    "apps/web/app/escalations/[id]/page.tsx",
    "apps/web/app/users/page.tsx",
    "apps/web/src/user.ts",
    "apps/web/dist/user.js",
    "apps/web/src/user.js",
    "services/asr/src/deep/a.ts",
    "services/tts/src/b.ts",
    "services/tts/src/b.test.tsx",
    "vendor/lib/config.py",
    "src/config.py",
    "Case.py",
    "etc/x.conf",
    "nginx/nginx.conf",
]
INDEX = PathIndex(MemorySnapshot(dict.fromkeys(FILES, "")), names=["MyRepo"])


@pytest.mark.parametrize(
    ("text", "path", "how"),
    [
        ("apps/backend/src/main.py", "apps/backend/src/main.py", Match.EXACT),
        ("./apps/backend/src/main.py", "apps/backend/src/main.py", Match.EXACT),
        ("`apps\\backend\\src\\main.py`", "apps/backend/src/main.py", Match.EXACT),
        ("apps/backend/src/../src/main.py:12", "apps/backend/src/main.py", Match.EXACT),
        ("src/main.py#L3-L9", "apps/backend/src/main.py", Match.SUFFIX),
        ("websockets/escalations.py", "apps/backend/src/api/v1/websockets/escalations.py", Match.SUFFIX),
        ("escalations.py", "apps/backend/src/api/v1/websockets/escalations.py", Match.BASENAME),
        ("[id]/page.tsx", "apps/web/app/escalations/[id]/page.tsx", Match.SUFFIX),
        ("config.py", "src/config.py", Match.BASENAME),
        ("vendor/lib/config.py", "vendor/lib/config.py", Match.EXACT),
        ("user.js", "apps/web/src/user.js", Match.BASENAME),
        ("/Users/me/proj/apps/backend/src/main.py", "apps/backend/src/main.py", Match.SUFFIX),
        ("C:\\work\\proj\\apps\\backend\\src\\main.py", "apps/backend/src/main.py", Match.SUFFIX),
        ("file:///home/me/my%20proj/src/config.py", "src/config.py", Match.SUFFIX),
        ("/home/me/proj/README.md", "README.md", Match.SUFFIX),
        ("~/proj/src/config.py", "src/config.py", Match.SUFFIX),
        ("/app/src/config.py", "src/config.py", Match.SUFFIX),
        ("/src/config.py", "src/config.py", Match.EXACT),
        ("/etc/x.conf", "etc/x.conf", Match.EXACT),
        ("myrepo/README.md", "README.md", Match.SUFFIX),
        ("MyRepo/src/config.py", "src/config.py", Match.SUFFIX),
        ("unknown/src/config.py", "src/config.py", Match.SUFFIX),
        ("https://github.com/o/r/blob/main/src/config.py#L1", "src/config.py", Match.EXACT),
    ],
)
def test_one_file(text: str, path: str, how: Match) -> None:
    found = INDEX.resolve(text)
    assert (found.path, found.how, found.directory) == (path, how, False)


@pytest.mark.parametrize(
    ("text", "path"),
    [("apps/backend", "apps/backend"), ("apps/backend/", "apps/backend"), ("backend/", "apps/backend"), ("v1/websockets", None), (".", "")],
)
def test_directories(text: str, path: str | None) -> None:
    found = INDEX.resolve(text)
    assert found.directory
    assert found.path == (path if path is not None else "apps/backend/src/api/v1/websockets")


@pytest.mark.parametrize(
    "text",
    ["escalations/page.tsx", "src/nothing.py", "ackend/src/main.py", "case.py", "README.md/", "unknown/README.md", "x*.zip"],
)
def test_no_match(text: str) -> None:
    found = INDEX.resolve(text)
    assert (found.matches, found.how, found.outside) == ((), Match.NONE, False)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("/home/me/tool/apps/backend/src/late.py", "apps/backend/src/late.py"),
        ("/Users/me/code/tool/apps/web/late/", "apps/web/late/"),
        ("/root/myrepo/late.py", "late.py"),  # the repository's own name
        ("/home/me/other/src/late.py", "/home/me/other/src/late.py"),
        ("/home/me/tool/apps/backend/../late.py", "/home/me/tool/apps/backend/../late.py"),
        ("/etc/apps/backend/src/late.py", "/etc/apps/backend/src/late.py"),
        ("apps/backend/src/late.py", "apps/backend/src/late.py"),
    ],
)
def test_an_authors_own_path_is_one_within_the_repository_by_its_upper_directories(text: str, own: str) -> None:
    assert INDEX.at_home(text) == own


@pytest.mark.parametrize(("text", "path"), [("LOGIN\\_FIX.md", "LOGIN_FIX.md"), ("docs/CACHE\\_FIX.md", "docs/CACHE_FIX.md")])
def test_names_whose_marks_are_escaped(text: str, path: str) -> None:
    assert INDEX.resolve(text).path == path


@pytest.mark.parametrize("text", ["../README.md", "a/../../README.md", "/etc/nginx/nginx.conf", "/etc/passwd", "/home/me/other/thing.py"])
def test_outside(text: str) -> None:
    found = INDEX.resolve(text)
    assert (found.matches, found.outside) == ((), True)


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("case.py", "Case.py"),
        ("escalations/page.tsx", "apps/web/app/escalations/[id]/page.tsx"),
        ("escalatons.py", "apps/backend/src/api/v1/websockets/escalations.py"),
        ("services/user.ts/main.py", "apps/backend/src/main.py"),
        ("escalations.ts", "apps/backend/src/api/v1/websockets/escalations.py"),
    ],
)
def test_near(text: str, near: str) -> None:
    assert INDEX.resolve(text).near[0] == near
    assert len(INDEX.resolve(text).near) <= 3


def test_several_matches_are_all_given_unless_the_scope_decides() -> None:
    assert INDEX.resolve("page.tsx").matches == ("apps/web/app/escalations/[id]/page.tsx", "apps/web/app/users/page.tsx")
    found = INDEX.resolve("page.tsx", ["apps/web/app/users"])
    assert found.path == "apps/web/app/users/page.tsx"
    assert found.others == ("apps/web/app/escalations/[id]/page.tsx",)
    assert INDEX.resolve("page.tsx", ["services"]).matches == INDEX.resolve("page.tsx").matches


@pytest.mark.parametrize(
    ("pattern", "matches"),
    [
        ("*_FIX.md", ["LOGIN_FIX.md", "docs/CACHE_FIX.md"]),
        ("services/*/src/**/*.ts", ["services/asr/src/deep/a.ts", "services/tts/src/b.ts"]),
        ("src/b.{ts,test.tsx}", ["services/tts/src/b.test.tsx", "services/tts/src/b.ts"]),
        ("services/**", ["services/asr/src/deep/a.ts", "services/tts/src/b.test.tsx", "services/tts/src/b.ts"]),
        ("services/*/", ["services/asr", "services/tts"]),
        ("[CR]*.*", ["Case.py", "README.md", "docs/CACHE_FIX.md"]),
    ],
)
def test_globs(pattern: str, matches: list[str]) -> None:
    found = INDEX.resolve(pattern)
    assert (list(found.matches), found.how) == (matches, Match.GLOB)


@pytest.mark.parametrize(
    ("text", "path"),
    [("@orbit/api", "apps/api"), ("@orbit/api/src/app.ts", "apps/api/src/app.ts"), ("@orbit/api/src/no.ts", None), ("@orbit/web", None)],
)
def test_workspace_packages_by_name(text: str, path: str | None) -> None:
    snapshot = MemorySnapshot({"apps/api/package.json": "", "apps/api/src/app.ts": ""})
    assert PathIndex(snapshot, packages=lambda: {"@orbit/api": "apps/api"}).resolve(text).path == path


def test_the_last_word_of_a_name_with_blanks() -> None:
    index = PathIndex(MemorySnapshot({"work/maps to fold/moon.cpp": ""}))
    assert index.resolve("fold/moon.cpp").path == "work/maps to fold/moon.cpp"
    assert index.resolve("old/moon.cpp").path is None


def test_prefix_comes_first() -> None:
    index = PathIndex(MemorySnapshot({"README.md": "", "pkg/README.md": "", "pkg/a.py": "", "b.py": ""}), prefix="pkg")
    assert index.resolve("README.md").path == "pkg/README.md"
    assert index.resolve("pkg/README.md").path == "pkg/README.md"
    assert index.resolve("b.py").path == "b.py"


@pytest.mark.parametrize(
    ("link", "parts"),
    [
        ("https://github.com/o/r/blob/abc123/src/a.py#L10-L20", Permalink("src/a.py", "abc123", 10, 20)),
        ("https://github.com/o/r/blob/main/a%20b.py?plain=1#L7", Permalink("a b.py", "main", 7, 7)),
        ("https://gitlab.com/g/r/-/blob/v1/x.go#L3-5", Permalink("x.go", "v1", 3, 5)),
        ("https://github.com/o/r/tree/main/docs/", Permalink("docs", "main", 0, 0)),
        ("https://example.org/a/b", None),
        ("src/a.py", None),
    ],
)
def test_permalink(link: str, parts: Permalink | None) -> None:
    assert permalink(link) == parts


@given(st.text(max_size=60))
def test_any_text_resolves_to_names_that_exist(text: str) -> None:
    found = INDEX.resolve(text)
    assert all(INDEX.snapshot.exists(path) for path in (*found.matches, *found.near, *found.others))


@given(st.sampled_from(FILES))
def test_every_file_resolves_to_itself(path: str) -> None:
    assert INDEX.resolve(path).path == path


@given(st.text(alphabet="ab*?[]{},/!-\\.", max_size=30))
def test_any_pattern_compiles(pattern: str) -> None:
    for one in expand(pattern):
        matcher(one)
