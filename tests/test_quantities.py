"""Numbers in prose: what interval of what unit they mean, and what is no number of anything."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier.model import Quantity
from verifier.reading.quantities import quantities, restate

INF = None


def only(text: str) -> Quantity:
    found = quantities(text, 1, 1)
    assert len(found) == 1, [quantity.text for quantity in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        # plain
        ("433 lines", 433, 433, "line"),
        ("1,234 lines", 1234, 1234, "line"),
        ("1_234 lines", 1234, 1234, "line"),
        ("10 000 rows", 10_000, 10_000, "row"),
        ("1 500 000 rows", 1_500_000, 1_500_000, "row"),
        ("12\u202f345 rows", 12_345, 12_345, "row"),
        ("10k", 10_000, 10_000, ""),
        ("1.5M", 1_500_000, 1_500_000, ""),
        ("1.5 million users", 1_500_000, 1_500_000, "user"),
        ("Lines: 585", 585, 585, ""),
        ("Lines of Code: 585", 585, 585, ""),
        ("Code: 1,890", 1890, 1890, ""),
        ("433-line file", 433, 433, "line"),
        ("585 lines of code", 585, 585, "line"),
        ("500 LOC", 500, 500, "line"),
        ("2 KLOC", 2000, 2000, "line"),
        ("2KLOC", 2000, 2000, "line"),
        ("turn.ts:53 lines", 53, 53, "line"),
        # comparisons
        ("at least 5", 5, INF, ""),
        ("more than 5", 5, INF, ""),
        ("over 200 lines", 200, INF, "line"),
        ("100+ markdown files", 100, INF, "file"),
        ("10 or more tests", 10, INF, "test"),
        ("80% minimum", 80, INF, "%"),
        ("min=1", 1, INF, ""),
        ("no fewer than 3 tests", 3, INF, "test"),
        (">= 80%", 80, INF, "%"),
        ("up to 50", INF, 50, ""),
        ("max 10", INF, 10, ""),
        ("Max: 10", INF, 10, ""),
        ("max=10", INF, 10, ""),
        ("Maximum 3 levels", INF, 3, "level"),
        ("88 characters maximum", INF, 88, "character"),
        ("no more than 3", INF, 3, ""),
        ("not more than 3", INF, 3, ""),
        ("don't exceed 50 lines", INF, 50, "line"),
        ("<= 10", INF, 10, ""),
        ("> 80%", 80, INF, "%"),
        ("≤10", INF, 10, ""),
        ("< 10 per function", INF, 10, ""),
        ("under 300 lines", INF, 300, "line"),
        ("fewer than 4 files", INF, 4, "file"),
        ("Sub-200ms latency", INF, 0.2, "second"),
        ("&lt; 10", INF, 10, ""),
        ("x -> 5 files", 5, 5, "file"),
        ("<b>5</b>", 5, 5, ""),
        # about
        ("~250", 225, 275, ""),
        ("about 250 lines", 225, 275, "line"),
        ("≈ 40", 36, 44, ""),
        ("250 lines or so", 225, 275, "line"),
        ("more than ~100 files", 90, INF, "file"),
        # ranges
        ("20-30 lines", 20, 30, "line"),
        ("20–30", 20, 30, ""),
        ("between 3 and 5", 3, 5, ""),
        ("5 to 10 minutes", 300, 600, "second"),
        ("500ms to 2s", 0.5, 2, "second"),
        ("100-1k users", 100, 1000, "user"),
        ("1-2k users", 1000, 2000, "user"),
        ("50-70%", 50, 70, "%"),
        ("two or three files", 2, 3, "file"),
        # units
        ("300s", 300, 300, "second"),
        ("5 min", 300, 300, "second"),
        ("15min", 900, 900, "second"),
        ("1 hour", 3600, 3600, "second"),
        ("50ms", 0.05, 0.05, "second"),
        ("2 business days", 172_800, 172_800, "second"),
        ("3 months", 3, 3, "month"),
        ("95 %", 95, 95, "%"),
        ("95%", 95, 95, "%"),
        ("95 percent", 95, 95, "%"),
        ("5MB", 5_000_000, 5_242_880, "byte"),
        ("4 KiB", 4096, 4096, "byte"),
        ("2x", 2, 2, "x"),
        ("50/hour", 50, 50, "/hour"),
        ("100/min", 100, 100, "/minute"),
        ("50 msg/hour", 50, 50, "message/hour"),
        ("100 requests per minute", 100, 100, "request/minute"),
        ("20 lines per function", 20, 20, "line"),
        # shares
        ("12/12", 12, 12, "of 12"),
        ("9.5/10", 9.5, 9.5, "of 10"),
        ("A (94/100)", 94, 94, "of 100"),
        ("5 of the 12 tests", 5, 5, "of 12"),
        ("3 out of 5 checks", 3, 3, "of 5"),
        # words
        ("twelve files", 12, 12, "file"),
        ("twenty-five tests", 25, 25, "test"),
        ("zero", 0, 0, ""),
        ("a dozen", 10.8, 13.2, ""),
        ("several files", 2, INF, "file"),
        ("multiple individual queries", 2, INF, "query"),
        ("hundreds of tests", 100, INF, "test"),
        ("a couple of files", 2, 3, "file"),
        ("three of the files", 3, 3, "file"),
        ("one file", 1, 1, "file"),
        # nouns
        ("16 Python files transformed to PEP 8", 16, 16, "file"),
        ("227 console statements", 227, 227, "statement"),
        ("... and 9 additional files", 9, 9, "file"),
        ("1 critical issue", 1, 1, "issue"),
        ("8 `any` types", 8, 8, "type"),
        ("12 classes", 12, 12, "class"),
        ("3 queries", 3, 3, "query"),
        ("4 properties", 4, 4, "property"),
        ("5 entries", 5, 5, "entry"),
        ("6 branches", 6, 6, "branch"),
        ("7 caches", 7, 7, "cache"),
        ("2 databases", 2, 2, "database"),
        ("9 TODOs", 9, 9, "todo"),
        ("10 CORS origins", 10, 10, "origin"),
        ("**16** Python files", 16, 16, "file"),
        ("12 issue(s)", 12, 12, "issue"),
    ],
)
def test_interval_and_unit(text: str, low: float | None, high: float | None, unit: str) -> None:
    quantity = only(text)
    assert (quantity.low, quantity.high, quantity.unit) == (low, high, unit)


@pytest.mark.parametrize(
    "text",
    [
        "no files", "2025-11-09", "November 10, 2025", "10 November 2025", "`3.10`", "v2.1.0", "3.1.2", "#123", "PR #7", "`a.py:12`",
        "a.py:10,25,31", "Phase 2C.3", "Phase 2", "Phases 1-3", "90th percentile", "3rd", "p95", "status 404", "code: 4001",
        "returns 404", "404 errors", "HTTP 500", "1. Foo", "1) Foo", "## 6.1 Code Organization", "9" * 5000, "12:30",
        "lines 10, 25 and 31", "lines 10 - 20", "(line ~638)", "12-factor app", "64-bit", "24/7", "N+1 queries", "Python 3.10+",
        "Node 18+", "Next.js 14+", "python_version = 3.9", "this one", "zero-downtime", "zero downtime", "two-factor", "utf-8", "E402",
        "2FA", "4xx", "0x1F", "1e-5", "$50/month", "port 8000", "--port 8000", "Port: 5432", "localhost:6379", "redis==5.2.1", "20.x",
        "in 2024", "Q1 2026", "1.2.3.4", "Service 1: Frontend", "s3", "Worker #1", "007",
    ],
)  # fmt: skip
def test_no_quantity(text: str) -> None:
    assert [quantity.text for quantity in quantities(text, 1, 1)] == []


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("(failures: 5, recovery: 60s, successes: 2)", ["5", "60s", "2"]),
        ("(min 100ms, max 200ms gaps)", ["min 100ms", "max 200ms"]),
        ("95th percentile <300ms (target: <500ms)", ["<300ms", "<500ms"]),
        ("reduced from 100 to 50 files", ["100", "50 files"]),
        ("1s → 30s", ["1s", "30s"]),
        ("1 file changed, 20 insertions(+), 3 deletions(-)", ["1 file", "20 insertions", "3 deletions"]),
        ("10k connections, 5 of 12 tests and ~3 files", ["10k connections", "5 of 12 tests", "~3 files"]),
        ("Phase 2 touched 12 files", ["12 files"]),
        ("Upgraded Python 3.9, 5 files changed", ["5 files"]),
        ("| 19.6 | 20% |", ["19.6", "20%"]),
        ("There are 5. Next 6 files.", ["5", "6 files"]),
        ("1. Fix 3 bugs", ["3 bugs"]),
    ],
)
def test_several_on_a_line(text: str, texts: list[str]) -> None:
    assert [quantity.text for quantity in quantities(text, 1, 1)] == texts


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("< 10", 9.99, 10), ("<= 10", 10, 10.01), ("more than 5", 6, 5), ("at least 5", 5, 4), ("~250 lines", 275, 276),
        ("20-30 lines", 30, 31), ("100+", 100, 99), ("sub-200ms", 0.19, 0.2), ("5 MB", 5_242_880, 5_242_881),
    ],
)  # fmt: skip
def test_bounds(text: str, inside: float, outside: float) -> None:
    quantity = only(text)
    assert quantity.contains(inside)
    assert not quantity.contains(outside)


def test_what_is_kept_beside_the_interval() -> None:
    assert only("16 Python files").words == ("python", "file")
    assert only("< 10 per function").words == ("per", "function")
    assert only("~250 lines").stated == 250
    assert only("5 minutes").stated == 300
    assert only("20-30 lines").stated is None
    assert only("~250 lines").approximate
    assert only("more than 5 files").strict
    assert not only("up to 5 files").strict


def test_spans_are_places_on_the_line() -> None:
    text = "has about 250 lines and ≥ 3 tests"
    first, second = quantities(text, 7, 11)
    assert (first.span.line, first.span.end_line) == (7, 7)
    assert [text[q.span.column - 11 : q.span.end_column - 11] for q in (first, second)] == ["about 250 lines", "≥ 3 tests"]


@pytest.mark.parametrize(
    ("text", "value", "restated"),
    [
        ("433 lines", 209, "209 lines"), ("about 5 minutes", 600, "about 10 minutes"), ("1,234 lines", 2000, "2,000 lines"),
        ("twelve files", 14, "14 files"), ("9.5/10", 9.1, "9.1/10"), ("50ms", 0.075, "75ms"), ("10k users", 12_500, "12.5k users"),
        ("20-30 lines", 40, "40"), ("zero warnings", 3, "3 warnings"),
        ("over 200 lines", 39, "39 lines"),
        ("200+ lines", 39, "39 lines"),
        ("<1,200 LOC", 2000, "2,000 LOC"),
        ("max 20 connections", 39, "max 39 connections"),
    ],
)  # fmt: skip
def test_restating(text: str, value: float, restated: str) -> None:
    assert restate(only(text), value) == restated


@given(st.text(alphabet='0123456789.,-–/+%~<>=#:kMsx mainofto|`*_"()$\n', max_size=60))
@settings(max_examples=400, deadline=None)
def test_any_text_can_be_read(text: str) -> None:
    last = 1
    for quantity in quantities(text, 1, 1):
        assert text[quantity.span.column - 1 : quantity.span.end_column - 1] == quantity.text
        assert quantity.span.column >= last
        last = quantity.span.end_column
        assert quantity.low is None or quantity.high is None or quantity.low <= quantity.high


@given(st.integers(0, 10**9), st.sampled_from(["lines", "files", "tests", "classes"]))
def test_any_number_is_read_as_it_is_written(value: int, noun: str) -> None:
    for text in (f"{value} {noun}", f"has {value:,} {noun}."):
        assert only(text).stated == value
