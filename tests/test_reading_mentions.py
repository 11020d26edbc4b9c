"""What a text names: text in, mentions out."""

from __future__ import annotations

import pytest

from verifier.reading.clause import Command, Endpoint, EnvVar, Path, Setting, Snippet, Symbol
from verifier.reading.mentions import mentions
from verifier.reading.text import Text, TextBuilder

PATHS = [
    ("see `src/app.py`", [("src/app.py", ())]),
    ("see src/app.py.", [("src/app.py", ())]),
    ("`a.py:10,25-31`", [("a.py", ((10, 10), (25, 31)))]),
    ("`a.py#L10-L20`", [("a.py", ((10, 20),))]),
    ("a.py (line ~638)", [("a.py", ((638, 638),))]),
    ("a.py (lines 4-9)", [("a.py", ((4, 9),))]),
    ("`a.py`, line 12", [("a.py", ((12, 12),))]),
    ("a.py: 433 lines", [("a.py", ())]),
    ("a.py:433 lines", [("a.py", ())]),  # how long it is
    ("app/(auth)/login/page.tsx", [("app/(auth)/login/page.tsx", ())]),
    ("escalations/[id]/page.tsx", [("escalations/[id]/page.tsx", ())]),
    ("the config (`config.yaml`)", [("config.yaml", ())]),
    ("[app](src/app.py#L3)", [("src/app.py", ((3, 3),))]),
    ("https://github.com/o/r/blob/main/src/a.py#L7-L9", [("src/a.py", ((7, 9),))]),
    ("`*_FIX.md` files", [("*_FIX.md", ())]),
    ("`services/ingest/` folder", [("services/ingest/", ())]),
    ("Dockerfile and Makefile", [("Dockerfile", ()), ("Makefile", ())]),
    ("C:\\work\\proj\\a.py", [("C:\\work\\proj\\a.py", ())]),
    ("`src/orbit.cpp/.h` and `tilt.js/ts`", [("src/orbit.{cpp,h}", ()), ("tilt.{js,ts}", ())]),
    ("see _orbit.py, sky/_orbit.py and **_tilt.py**", [("_orbit.py", ()), ("sky/_orbit.py", ()), ("_tilt.py", ())]),
    ("_orbit.py_ is there, _as in tilt.py_", [("orbit.py", ()), ("tilt.py", ())]),
    ("the format is (MM:SS.CS)", []),
    ("added `.orbitrc`, `.coveragerc` and `orbit` file types", []),
    ("`super.key` is passed on", []),
    ("Node.js and Next.js 14", []),
    ("`tar.gz` archives, and `bolts.tar.gz`", [("bolts.tar.gz", ())]),
    ("from `quay.io/lander/`", []),
    ("version 3.10.2 and v2.1", []),
    ("and/or, CI/CD, client/server", []),
    ("`.dev` suffix", []),
    ("pinned to `lander/moon-server:v1.7.2`", []),
    ("the sign (0/+1/-1)", []),
    ("`process.env` and `self.db`", []),
    ("https://example.com/a/b.html is a page", []),
    ("redis://localhost:6379/0", []),
    ("`/api/users/{id}`", []),
]


@pytest.mark.parametrize(("markdown", "expected"), PATHS)
def test_paths(markdown: str, expected: list[tuple[str, tuple[tuple[int, int], ...]]]) -> None:
    found = [m.value for m in mentions(_text(markdown))]
    assert [(value.text, value.anchors) for value in found if isinstance(value, Path)] == expected


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("`verify_token()` checks", Symbol("verify_token", True)),
        ("`__init__(self, db: Session)`", Symbol("__init__", True, "self, db: Session")),
        ("`class Foo`", Symbol("Foo", keyword="class")),
        ("the EscalationService class", Symbol("EscalationService")),
        ("`POST /api/users`", Endpoint("POST", "/api/users")),
        ("`/health`", Endpoint("", "/health")),
        ("set DATABASE_URL first", EnvVar("DATABASE_URL")),
        ("`max_retries=3`", Setting("max_retries", "3")),
        ("`npm run build`", Command("npm run build")),
        ("`x = y if z else w; f(x)`", Snippet("x = y if z else w; f(x)")),
        ("functions in `snake_case`", Snippet("snake_case")),
        ("`UPPER_SNAKE_CASE` for constants", Snippet("UPPER_SNAKE_CASE")),
    ],
)
def test_code(markdown: str, expected: object) -> None:
    assert expected in [mention.value for mention in mentions(_text(markdown))]


def test_a_mention_stands_where_the_report_has_it() -> None:
    (mention,) = mentions(_text("see **`src/app.py:7`** now"))
    assert (mention.span.line, mention.span.column, mention.span.end_column) == (1, 8, 20)


def _text(markdown: str) -> Text:
    builder = TextBuilder()
    builder.add_markdown(markdown, 1, 1)
    return builder.build()
