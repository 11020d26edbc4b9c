"""Comments by which a report suppresses findings: what they cover, what is wrong with them, and which are not needed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from output_helpers import finding, result, unread
from time_limit import least_seconds

from verifier.model import Finding, Verdict, Without
from verifier.reading.directives import without_directives
from verifier.reading.report import read_report
from verifier.reading.source import read_source
from verifier.suppression import read_suppressions, suppressed, unused

I = "<!-- verify-review: ignore -->"  # noqa: E741


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        (f"a {I}\nb", {1}),
        (f"{I}\na\nb", {2}),
        (f"{I}\n\na\nb", {3}),  # formatters put an empty line below a comment
        (f"> {I}\n> a\n> b", {2}),
        (f"{I}\n<!-- verify-review: ignore[size] -->\na", {3}),
        (f"{I}\n```\na\nb\n```\nc", {2, 3, 4, 5}),
        (f"{I}\n- ~~~text\n  a\n  ~~~\nc", {2, 3, 4}),
        (f"{I}", {1}),
        ("a\n<!-- verify-review: off -->\nb\nc\n<!-- verify-review: on -->\nd", {2, 3, 4, 5}),
        ("a\n<!-- verify-review: off -->\nb", {2, 3}),
        ("a\n<!-- verify-review: OFF why -->\nb\n<!-- VERIFY-REVIEW: On -->\nc", {2, 3, 4}),
        ("a\n<!-- verify-review:ignore-file because-->\nb", {1, 2, 3}),
        (f"```\n{I}\na\n```\nb", set()),
        (f"`{I}` a\n`` {I} ` `` b", set()),
        (f"````\n```\n{I}\n```\n````\na {I}", {6}),
        ("<!-- a comment -->\nb", set()),
    ],
)
def test_what_is_covered(text: str, covered: set[int]) -> None:
    found = read_suppressions(text.split("\n"))
    assert not found.mistakes
    bare = [one for one in found.active if not one.names]
    lines = range(1, text.count("\n") + 2)
    assert {line for line in lines if any(one.first <= line <= one.last for one in bare)} == covered


@pytest.mark.parametrize(
    ("comment", "names", "reason"),
    [
        ("ignore[file-lines] counted by hand", ("file-lines",), "counted by hand"),
        ("ignore[file-lines, files]: counted by hand", ("file-lines", "files"), "counted by hand"),
        ("ignore [size]", ("size",), ""),
        ("ignore -- measured elsewhere", (), "measured elsewhere"),
        ("ignore[]", (), ""),
    ],
)
def test_names_and_reasons(comment: str, names: tuple[str, ...], reason: str) -> None:
    (one,) = read_suppressions([f"a <!-- verify-review: {comment} -->"]).active
    assert (one.names, one.reason) == (names, reason)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<!-- verify-review: ingore -->", "'ingore' is nothing to ask for; did you mean ignore?"),
        ("<!-- verify-review: please -->", "there are ignore, ignore-file, off and on"),
        ("<!-- verify-review: -->", "'' is nothing to ask for"),
        ("<!-- verify-review: ignore[file-line] -->", "no rule or family is named 'file-line'; did you mean 'file-lines'?"),
        ("<!-- verify-review: on -->", "nothing is off here"),
        ("<!-- verify-review: off[size] -->\n<!-- verify-review: on[files] -->", "nothing is off here for files"),
        ("<!-- verify-review: ignore[size]\nbecause -->", "must end on the line on which it begins"),
    ],
)
def test_mistakes_are_told(text: str, told: str) -> None:
    (mistake,) = read_suppressions(text.split("\n")).mistakes
    assert told in mistake[1]


def test_reasons_can_be_required() -> None:
    found = read_suppressions([f"a {I}", "b <!-- verify-review: ignore why -->"], require_reasons=True)
    assert [one.line for one in found.active] == [2]
    assert found.mistakes == ((1, "this suppression gives no reason, and so suppresses nothing (--require-reasons)"),)


def outcome_with(*findings: Finding) -> list[str]:
    """What is set aside of findings on a report that suppresses some, as "rule@line"."""
    lines = ["x", "<!-- verify-review: ignore[files] a family -->", "x", "x <!-- verify-review: ignore[size] -->", f"x {I}"]
    made = suppressed(result("x", *findings, statements=(unread("x", 5),)).outcome, read_suppressions(lines))
    assert made.statements[0].aside is not None
    return [f"{one.claim.rule}@{one.claim.span.line}" for one in made.findings if one.aside and one.aside.why is Without.SUPPRESSED]


def test_rules_and_families() -> None:
    refuted = [finding(Verdict.REFUTED, line, rule=rule) for line in (1, 3, 4, 5) for rule in ("file-lines", "size", "complexity")]
    assert outcome_with(*refuted) == ["file-lines@3", "size@3", "size@4", "file-lines@5", "size@5", "complexity@5"]


def test_only_what_is_false_or_doubtful_is_suppressed() -> None:
    assert outcome_with(*(finding(verdict, 5) for verdict in Verdict)) == ["file-lines@5"] * 3


def test_what_is_not_needed_is_told() -> None:
    lines = [f"x {I}", "y <!-- verify-review: ignore[size,file-lines] -->", "<!-- verify-review: ignore-file[complexity] -->"]
    outcome = result("x", finding(Verdict.REFUTED, 2), finding(Verdict.HOLDS, 1)).outcome
    found = read_suppressions(lines)
    everything = frozenset(("file-lines", "size", "complexity"))

    def lines_told(rules: frozenset[str], statements: bool = False) -> list[int]:
        return [line for line, _ in unused(outcome, found, rules, statements)]

    assert [told for _, told in unused(outcome, found, everything, False)] == [
        "this suppression is not needed: nothing of size is refuted, stale or doubtful there",
        "this suppression is not needed: nothing of complexity is refuted, stale or doubtful there",
    ], "a comment for all rules is judged only where all were run"
    assert lines_told(frozenset(("file-lines",))) == []


PIECES = ["`a.py` has 9 lines", "- item", "| a | b |", "", "```", "> quote", "# Title", "text `code` text"]


@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(["", f" {I}", f"\n{I}"])), max_size=12))
def test_comments_move_nothing(parts: list[tuple[str, str]]) -> None:
    lines = "\n".join(piece + comment for piece, comment in parts).split("\n")
    kept = without_directives(lines)
    assert len(kept) == len(lines)
    for before, after in zip(lines, kept, strict=True):
        assert before == after or before.replace(I, "").rstrip(" ") == after.rstrip(" ")


@pytest.mark.parametrize(
    "line", ["- `a.py` has 9 lines", "| a.py | 9 |", "## `a.py`: 9 lines", "**Lines**: 9 of `a.py`", "- [x] 9 lines in `a.py`"]
)
def test_a_comment_at_the_end_changes_no_reading(line: str) -> None:
    head = "| File | Lines |\n|---|---|\n" if line.startswith("|") else ""
    plain, noted = (read_report(read_source("r.md", f"{head}{line}{more}\n".encode())) for more in ("", f" {I}"))
    assert [(c.text, c.span, c.stance, c.form) for c in plain.clauses] == [(c.text, c.span, c.stance, c.form) for c in noted.clauses]


@pytest.mark.parametrize(
    "comments",
    [
        ["<!--verify-review:off[files]-->"] * 30_000 + ["<!--verify-review:on[size]-->"] * 30_000,
        [f"<!--verify-review:ignore[{','.join(f'q{line:x}-{name:x}' for name in range(200))}]-->" for line in range(900)],
        ["<!--verify-review:ignore-->"] * 60_000,
        [f"<!--verify-review:{'a' * 19_000}-->"] * 100,
    ],
)
def test_many_comments_take_no_longer_than_they_are(comments: list[str]) -> None:
    assert least_seconds(lambda: read_suppressions(comments), 5) < 5
    found = read_suppressions(comments)
    assert len(found.active) <= 1_000
    assert len(found.mistakes) <= 101


def test_comments_beyond_a_bound_are_told_of() -> None:
    found = read_suppressions([I] * 1_001)
    assert found.mistakes == ((1_001, "comments for verify-review count no more from here on: a report may have 1,000"),)
    assert len(found.active) == 1_000
