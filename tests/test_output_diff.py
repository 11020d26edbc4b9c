"""Diffs: what `patch -p1` and `git apply` make of them is the report with its corrections, byte for byte."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fixing_helpers import edits_of
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier.model import Correction, Span
from verifier.output.diff import patch, patch_name, quoted
from verifier.reading.source import Source, read_source

TOOLS = (("patch", "-p1", "--binary", "-s"), ("git", "apply", "--whitespace=nowarn"))


@contextmanager
def inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def replacing(source: Source, old: str, new: str) -> list[Correction]:
    """A correction for the first `old` on each line that has it."""
    return [
        Correction(Span(number, number, at + 1, at + 1 + len(old)), new)
        for number, line in enumerate(source.lines, 1)
        if (at := line.find(old)) >= 0
    ]


def patched(source: Source, corrections: list[Correction]) -> bytes:
    """The patch that makes the corrections which fit."""
    return patch(source, edits_of(source, corrections))


def applied(folder: Path, name: str, data: bytes, diff: bytes, tool: tuple[str, ...]) -> bytes:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    env = {**os.environ, "GIT_CEILING_DIRECTORIES": str(folder.parent)}
    done = subprocess.run(tool, cwd=folder, input=diff, capture_output=True, env=env)
    assert done.returncode == 0, done.stdout + done.stderr + diff
    return path.read_bytes()


CASES = {
    "plain": (b"a 174\nb\nc\n", b"a 209\nb\nc\n"),
    "no line end at the end": (b"x\na 174", b"x\na 209"),
    "many hunks": (b"".join(b"%d 174\n" % n if n % 20 == 0 else b"line %d\n" % n for n in range(200)), None),
    "windows line ends": (b"x\r\na 174\r\nb\r\n", b"x\r\na 209\r\nb\r\n"),
    "old mac line ends": (b"x\ra 174\rb", b"x\ra 209\rb"),
    "mixed line ends": (b"x\r\na 174\rb 174\nc\n", b"x\r\na 209\rb 209\nc\n"),
    "a byte order mark": (b"\xef\xbb\xbfa 174\n", b"\xef\xbb\xbfa 209\n"),
    "utf-16": ("\ufeffx ✅\na 174 \u010a\u0a00\nb\n".encode("utf-16-le"), "\ufeffx ✅\na 209 \u010a\u0a00\nb\n".encode("utf-16-le")),
    "latin-1": ("Grüße\n174 für\n".encode("latin-1"), "Grüße\n209 für\n".encode("latin-1")),
    "mojibake": ("âœ… a 174 â€“ b\nâœ… fine â€“\nâ†’ âœ…\n".encode(), "âœ… a 209 â€“ b\nâœ… fine â€“\nâ†’ âœ…\n".encode()),
    "separators that are no line ends": ("a\x85b\u2028 174\x0c\nc\n".encode(), "a\x85b\u2028 209\x0c\nc\n".encode()),
    "lines that look like a patch": (b"--- a/x\n+++ b/x\n@@ -1 +1 @@\n-174\n", b"--- a/x\n+++ b/x\n@@ -1 +1 @@\n-209\n"),
}


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool[0])
@pytest.mark.parametrize("case", CASES)
def test_it_applies(case: str, tool: tuple[str, ...], tmp_path: Path) -> None:
    data, wanted = CASES[case]
    source = read_source(str(tmp_path / "report.md"), data)
    with inside(tmp_path):
        diff = patched(source, replacing(source, "174", "209"))
    assert applied(tmp_path, "report.md", data, diff, tool) == (wanted or data.replace(b"174", b"209"))


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool[0])
@pytest.mark.parametrize("name", ["docs/with blank.md", "docs/Grüße.md", 'docs/a "quoted" one.md', "back\\slash.md"])
def test_any_name_is_found(name: str, tool: tuple[str, ...], tmp_path: Path) -> None:
    source = read_source(name, b"a 174\n")
    with inside(tmp_path):
        diff = patched(source, replacing(source, "174", "209"))
    assert applied(tmp_path, name, source.data, diff, tool) == b"a 209\n"


def test_names_are_relative_to_where_patches_are_applied(tmp_path: Path) -> None:
    with inside(tmp_path):
        assert patch_name(str(tmp_path / "docs" / "r.md")) == "docs/r.md"
        assert patch_name("./r.md") == "r.md"
        assert patch_name("../elsewhere/r.md") == "r.md"
        assert patch_name("<stdin>") == "stdin"


def test_names_are_quoted_as_git_does() -> None:
    assert quoted("a/b.md") == b"a/b.md"
    assert quoted("a/b c.md") == b"a/b c.md\t"
    assert quoted('a/"\n.md') == b'"a/\\"\\012.md"'


def test_nothing_to_correct_is_no_diff() -> None:
    source = read_source("r.md", b"a 209\n")
    assert patched(source, []) == b""
    assert patched(source, [Correction(Span(1, 1, 3, 6), "209")]) == b"", "a correction that changes nothing"


def test_two_corrections_on_a_line() -> None:
    source = read_source("r.md", b"one 1 two 2\n")
    first, second = Correction(Span(1, 1, 5, 6), "10"), Correction(Span(1, 1, 11, 12), "20")
    diff = patched(source, [second, first])
    assert diff.endswith(b"-one 1 two 2\n+one 10 two 20\n")


@settings(max_examples=60, deadline=None)
@given(
    lines=st.lists(st.sampled_from(["", "text", "n 1", "✅ 1 é", "  - x 1 y"]), min_size=1, max_size=60).filter(lambda lines: any(lines)),
    end=st.sampled_from(["\n", "\r\n"]),
    last=st.booleans(),
    new=st.sampled_from(["2", "", "a longer text", "✅"]),
)
def test_any_report_patches_to_its_corrected_self(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], end: str, last: bool, new: str
) -> None:
    folder = tmp_path_factory.mktemp("diff")
    text = end.join(lines) + (end if last else "")
    data = text.encode()
    source = read_source(str(folder / "r.md"), data)
    with inside(folder):
        diff = patched(source, replacing(source, "1", new))
    if "1" not in text:
        assert diff == b""
        return
    assert applied(folder, "r.md", data, diff, TOOLS[0]) == text.replace("1", new).encode()
