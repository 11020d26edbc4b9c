"""Reports that nobody wrote: grown from Markdown's grammar, and from the lines of the examples, cut and mixed.

`make fuzz` tries as many as are asked for (FUZZ=5000) at random; the tests try a few, the same ones each time.
"""

from __future__ import annotations

import os
from collections import Counter
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from verifier.model import Finding, Verdict
from verifier.registry import installed_rules
from verifier.testing import findings

EXAMPLES = Path(__file__).parent.parent / "examples"
TRIES = int(os.environ.get("FUZZ", "0"))
RULES = [kind() for kind in installed_rules().values()]
PROFILE = settings(
    max_examples=TRIES or 20,
    derandomize=not TRIES,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@cache
def project() -> dict[str, str]:
    root = EXAMPLES / "project"
    sources = (
        path for path in sorted(root.rglob("*")) if path.is_file() and path.suffix in (".py", ".ts", ".tsx", ".toml", ".txt", ".json")
    )
    return {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in sources}


@cache
def known_lines() -> tuple[str, ...]:
    reports = "\n".join(path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.md")))
    rules = "\n".join(example.report for kind in installed_rules().values() for example in kind.examples)
    return tuple(dict.fromkeys(f"{reports}\n{rules}".split("\n")))


def row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


NAMES = st.sampled_from(
    ["app/main.py", "main.py", "`create_app()`", "`a.b`", "README.md:3", "x/y/", "`POST /a`", "**Redis**", "~~gone.py~~", "`x = 1`"]
)
WORDS = st.sampled_from(
    "no all 3 ~40 of in has is was removed defines lines tests functions should | - : → ✅ ❌ % 12/20 <br> [a](b.md) \u202e é".split()
)
SENTENCES = st.lists(st.one_of(NAMES, WORDS), min_size=1, max_size=9).map(" ".join)
BLOCKS = st.one_of(
    SENTENCES,
    SENTENCES.map("## {}".format),
    SENTENCES.map("- {}".format),
    SENTENCES.map("- [x] {}".format),
    SENTENCES.map("> {}".format),
    st.lists(SENTENCES, min_size=2, max_size=4).map(lambda cells: "\n".join((row(cells), "|---" * len(cells) + "|", row(cells)))),
    st.tuples(st.sampled_from(["", "python", "diff", "bash", "json"]), SENTENCES).map(lambda part: f"```{part[0]}\n{part[1]}\n```"),
    SENTENCES.map("```\nsrc/\n├── a.py  # {}\n└── b/\n    └── c.ts\n```".format),
    st.sampled_from(["```", "|", "---", "***", "<!--", "\t- x", "$$", "a bell \x07 rings", "[^1]: a", "\\", "&#x1F600;"]),
    st.sampled_from(known_lines()),
    st.tuples(st.sampled_from(known_lines()), st.integers(0, 60), st.integers(0, 60)).map(lambda cut: cut[0][: cut[1]] + cut[0][cut[2] :]),
)
REPORTS = st.lists(BLOCKS, min_size=1, max_size=14).map("\n".join)


def told(report: str) -> Counter[tuple[str, str, str]]:
    return Counter((one.claim.rule, one.claim.subject, one.verdict.value) for one in found(report))


def found(report: str) -> list[Finding]:
    return findings(report, project(), RULES)


@PROFILE
@given(REPORTS)
def test_no_report_breaks_a_rule(report: str) -> None:
    assert [one.message for one in found(report) if one.verdict is Verdict.ERROR] == []


@PROFILE
@given(REPORTS)
def test_line_ends_and_a_last_line_break_change_nothing(report: str) -> None:
    said = told(report)
    assert told(report + "\n") == said
    assert told(report.replace("\n", "\r\n")) == said
