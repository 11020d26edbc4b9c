"""Text for people: refuted first and in full, everything counted, nothing unsafe."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from output_helpers import finding, result, statement, unread

from verifier.model import Confidence, Evidence, Exactness, Extent, Reason, StatementFinding, Verdict
from verifier.output.style import Style, style_for
from verifier.output.text import render
from verifier.result import Result

PLAIN = Style()
REPORT = "# Audit\n\n## Sizes\n\n| File | Lines |\n|------|-------|\n| a.py | 9 |\n\n## Words\n\nIt is fast and neat.\n"
REFUTED = finding(
    Verdict.REFUTED, 7, (10, 11), section=("Audit", "Sizes"), fix="3", observed="3 lines", definition="newlines", scope="backend",
    reproduce="wc -l src/a.py", evidence=(Evidence("src/a.py", 2, 3, "def a():\n    pass"),),
)  # fmt: skip
HELD = finding(Verdict.HOLDS, 7, (3, 7), rule="file-exists", message="src/a.py is there", section=("Audit", "Sizes"))
OPEN = finding(
    Verdict.UNVERIFIABLE, 11, (1, 21), rule="performance", text="It is fast", claimed="", message="runtime", reason=Reason.RUNTIME,
    section=("Audit", "Words"),
)  # fmt: skip
STATEMENTS = (
    statement("a.py", 7, Extent.FULL, Verdict.HOLDS, (0,)),
    statement("9, well tested", 7, Extent.PART, Verdict.REFUTED, (1,), ("tested",)),
    statement("It is fast", 11, Extent.NONE, Verdict.UNVERIFIABLE, (2,), ("fast",)),
    unread("It has 3 modes", 11),
    statement("It is neat.", 11, says="opinion"),
)


def test_a_refuted_claim_in_full() -> None:
    text = render(result(REPORT, REFUTED), "../project", PLAIN)
    assert text.split("\n\n")[1] == "\n".join(
        [
            "refuted[file-lines]: a.py has 3 lines, not 9",
            " --> report.md:7:10  Sizes",
            "7 | | a.py | 9 |",
            "  |          ^ claimed: 9 lines",
            "  = scope: backend",
            "  = where: src/a.py:2-3",
            "           2 | def a():",
            "           3 |     pass",
            "  = check: wc -l src/a.py",
            "  = fix:   9 → 3",
        ]
    )


def test_head_table_and_sum() -> None:
    made = result(REPORT, HELD, REFUTED, OPEN, statements=STATEMENTS, head="c0ffee1234", dirty=True)
    text = render(made, "../project", PLAIN)
    assert text.startswith("report.md against ../project (files in memory at c0ffee12, with uncommitted changes)\n\n")
    assert "section" not in text
    table = [line for line in render(made, "../project", PLAIN, 1).splitlines() if line.startswith(("section", "Sizes", "Words", "total"))]
    assert table == [
        "section  holds  refuted  unverifiable",
        "Sizes        1        1",
        "Words                               1",
        "total        1        1             1",
    ]
    assert text.endswith(
        "3 claims: 1 refuted, 1 holds, 1 unverifiable (1 runtime)\n"
        "5 statements: 1 checked in full, 1 in part, 1 undecided, 1 not understood, 1 without a claim (-v shows which)\n"
        "1 claim can be corrected: --fix does, --diff shows how\n"
    )


def test_bad_claims_come_first_and_in_order_of_weight() -> None:
    order = [Verdict.ERROR, Verdict.DOUBTFUL, Verdict.STALE, Verdict.HOLDS, Verdict.REFUTED]
    made = [finding(verdict, line) for line, verdict in enumerate(order, 1)]
    for verbosity in (0, 1):
        text = render(result("a\n\nb\n\nc\n", *made), ".", PLAIN, verbosity)
        assert re.findall(r"^(\w+)\[", text, re.M) == ["refuted", "stale", "doubtful", "error"]
    assert "5 claims: 1 refuted, 1 stale, 1 doubtful, 1 in error, 1 holds\n" in text


def doubt() -> Result:
    made = finding(
        Verdict.DOUBTFUL, 7, (10, 11), observed="3 lines", reproduce="wc -l a.py", unexplained=("excluding", "tests"),
        message="a.py has 3 lines, not 9; not understood: excluding, tests",
    )  # fmt: skip
    return result(REPORT, made)


def test_a_doubtful_claim_is_told_shortly_with_the_words_not_understood() -> None:
    assert render(doubt(), ".", PLAIN).split("\n\n")[1].splitlines() == [
        "doubtful[file-lines]: a.py has 3 lines, not 9; not understood: excluding, tests",
        " --> report.md:7:10",
        "7 | | a.py | 9 |",
        "  |          ^ claimed: 9 lines",
        "  = check: wc -l a.py",
    ]
    assert render(doubt(), ".", PLAIN, -1).splitlines() == [
        "report.md:7:10: doubtful[file-lines]: a.py has 3 lines, not 9; not understood: excluding, tests"
    ]


def test_a_rule_that_fails_everywhere_is_told_of_once() -> None:
    made = [finding(Verdict.ERROR, line, message="rule 'x' failed: KeyError") for line in (1, 3, 5)]
    text = render(result("a\n\nb\n\nc\n", *made, finding(Verdict.ERROR, 5, message="rule 'y' failed")), ".", PLAIN)
    assert re.findall(r"^error.*$", text, re.M) == [
        "error[file-lines]: rule 'x' failed: KeyError",
        "error[file-lines]: rule 'y' failed",
    ]
    assert "also:  lines 3, 5\n" in text
    assert text.count("\n--> ") + text.count("\n --> ") == 2
    assert render(result("a\n\nb\n\nc\n", *made), ".", PLAIN, -1).count("\n") == 1
    assert "4 in error" in text


def test_stale_names_the_commit() -> None:
    assert "= since: commit deadbeefdead\n" in render(result("a\n", finding(Verdict.STALE, stale_since="deadbeef" * 5)), ".", PLAIN)


def test_verbose_lists_what_is_undecided_and_what_was_not_understood() -> None:
    text = render(result(REPORT, OPEN, statements=(unread("It has 3 modes.", 11),)), ".", PLAIN, 1)
    assert 'unverifiable: 1 runtime (needs the program to run)\n  11:1  performance  "It is fast"\n' in text
    assert "not understood: 1 statement that could be looked up\n  11  It has 3 modes.\n" in text


def held(words: str, checked: Extent, *unexplained: str, verdict: Verdict = Verdict.HOLDS, findings: tuple[int, ...] = (0,)) -> str:
    """How -v lists a statement of which the first claim holds."""
    tolerated = finding(Verdict.HOLDS, rule="file-lines", message="a.py has 8 lines", exactness=Exactness.TOLERATED)
    made = tolerated, finding(verdict, rule="value")
    item = statement(words, 12, checked, verdict, findings, unexplained)
    text = render(result("a\n" * 20, *made[: len(findings)], statements=(item,)), ".", PLAIN, 1)
    return next((part for part in text.split("\n\n") if part.startswith("holds")), "")


@pytest.mark.parametrize(
    ("listed", "title", "words"),
    [
        (held("a.py has 9 lines", Extent.FULL), "holds, checked in full", "a.py has 9 lines"),
        (held("a.py has 12 models", Extent.PART, "12", "models"), "holds in part", "a.py has 12 models [in part; not: 12, models]"),
        (
            held("a.py sets x to 3", Extent.FULL, verdict=Verdict.UNVERIFIABLE, findings=(0, 1)),
            "holds in part",
            "a.py sets x to 3 [in part; undecided: value]",
        ),
    ],
)
def test_what_holds_is_listed_by_statement_and_what_was_not_checked_is_named(listed: str, title: str, words: str) -> None:
    assert listed == f"{title}: 1 statement\n  12  {words}  file-lines: a.py has 8 lines [tolerated]"


def test_claims_of_blocks_of_code_are_listed_too() -> None:
    of_code = finding(Verdict.HOLDS, 7, rule="code-quote", text="x = 1", message="stands at a.py:3")
    text = render(result(REPORT, HELD, of_code, statements=STATEMENTS[:1]), ".", PLAIN, 1)
    assert "holds, in code: 1 claim\n  7  x = 1  code-quote: stands at a.py:3\n" in text


@pytest.mark.parametrize("verdict", [Verdict.REFUTED, Verdict.STALE, Verdict.DOUBTFUL, Verdict.ERROR])
def test_a_statement_with_a_bad_claim_is_not_listed_as_one_that_holds(verdict: Verdict) -> None:
    assert held("a.py has 9 lines", Extent.FULL, verdict=verdict, findings=(0, 1)) == ""


def test_long_statements_leave_room_for_the_words_that_were_not_checked() -> None:
    item = statement("word " * 90, 1, Extent.PART, Verdict.HOLDS, (0,), ("twelve", "models", *("more",) * 90))
    text = render(result("a\n", finding(Verdict.HOLDS), statements=(item,)), ".", Style(width=70), 1)
    line = next(line for line in text.splitlines() if line.startswith("  1  word"))
    assert "[in part; not: twelve, models" in line
    assert len(line) <= 70


def test_quiet_is_one_line_a_bad_claim() -> None:
    line = "report.md:7:10: refuted[file-lines]: a.py has 3 lines, not 9 (fix: 9 → 3)\n"
    assert render(result(REPORT, HELD, REFUTED, OPEN), ".", PLAIN, -1) == line
    assert render(result(REPORT, HELD), ".", PLAIN, -1) == ""


def test_nothing_claimed_is_said() -> None:
    assert render(result("words\n"), ".", PLAIN).endswith("0 claims: 0 refuted\n0 statements: 0 checked in full\n")


def test_much_evidence_is_cut_unless_asked_for() -> None:
    many = finding(Verdict.REFUTED, evidence=tuple(Evidence(f"f{n}.py", n) for n in range(1, 9)))
    assert "f3.py:3\n           and 5 more (-v shows all)" in render(result("a\n", many), ".", PLAIN)
    assert "f8.py:8" in render(result("a\n", many), ".", PLAIN, 1)


def test_likely_is_said() -> None:
    assert "= sure:  likely" in render(result("a\n", finding(Verdict.REFUTED, confidence=Confidence.LIKELY)), ".", PLAIN)


def everything(words: str) -> tuple[StatementFinding, ...]:
    """Statements of every extent, in these words."""
    part = statement(words, 1, Extent.PART, Verdict.HOLDS, (1,), (words,))
    return statement(words, 1, Extent.FULL, Verdict.HOLDS, (1,)), part, unread(words)


def test_control_characters_are_shown_not_sent() -> None:
    bad = "\x1b]0;pwned\x07\u202e"
    made = finding(
        Verdict.REFUTED, 1, (1, 3), message=bad, claimed=bad, observed=bad, scope=bad, section=(bad,), reproduce=bad, fix=bad,
        rule="x" + bad, evidence=(Evidence(bad, 1, 1, bad),),
    )  # fmt: skip
    for verbosity in (-1, 0, 1):
        held = finding(Verdict.HOLDS, 1, message=bad, text=bad, section=("b" + bad,))
        text = render(result(f"{bad} x\n", made, held, statements=everything(bad), path=bad), bad, PLAIN, verbosity, (bad,))
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)
        assert "\\x1b]0;pwned" in text


def test_long_lines_are_cut_around_the_claim() -> None:
    line = "word " * 4000 + "a.py is 9 lines" + " word" * 4000
    column = line.index("9") + 1
    for width in (None, 60):
        text = render(result(line + "\n", finding(Verdict.REFUTED, 1, (column, column + 1))), ".", Style(width=width))
        quoted, mark = re.findall(r"^[1 ] \| (.*)$", text, re.M)[:2]
        assert quoted[mark.index("^")] == "9"
        assert len(quoted) <= 140


def test_wide_characters_keep_the_mark_below_its_claim() -> None:
    text = render(result("✅ 中文 9\n", finding(Verdict.REFUTED, 1, (6, 7))), ".", PLAIN)
    assert "1 | ✅ 中文 9\n  |         ^ claimed" in text


def test_a_narrow_terminal_wraps() -> None:
    made = finding(Verdict.REFUTED, observed="many words " * 20, section=("A long title " * 9,))
    lines = render(result("a\n", made), ".", Style(width=60)).splitlines()
    assert all(len(line) <= 60 for line in lines if not line.startswith("refuted"))


def test_colour_only_where_wanted() -> None:
    terminal = io.StringIO()
    terminal.isatty = lambda: True  # type: ignore[method-assign]
    assert style_for(terminal, "auto", {}).colour
    assert not style_for(terminal, "never", {}).colour
    assert not style_for(terminal, "auto", {"NO_COLOR": "1"}).colour
    assert not style_for(terminal, "auto", {"TERM": "dumb"}).colour
    assert not style_for(io.StringIO(), "auto", {}).colour
    assert style_for(io.StringIO(), "always", {"NO_COLOR": "1"}).colour


def test_colours_change_no_words() -> None:
    made = result(REPORT, HELD, REFUTED, OPEN, statements=STATEMENTS)
    for verbosity in (-1, 0, 1):
        coloured = render(made, ".", Style(colour=True), verbosity)
        assert "\x1b[" in coloured
        plain = re.sub("\x1b\\[[0-9;]*m", "", coloured)
        wanted = render(made, ".", PLAIN, verbosity)
        assert [line.rstrip() for line in plain.splitlines()] == [line.rstrip() for line in wanted.splitlines()]


def test_outputs_without_unicode_get_ascii() -> None:
    text = render(result(REPORT, REFUTED), ".", Style(unicode=False))
    assert "9 -> 3" in text
    assert text.isascii()


def test_what_has_one_cause_is_told_once_and_the_most_first() -> None:
    alone = finding(Verdict.REFUTED, 1, message="a.py has 3 lines, not 9")
    gone = [finding(Verdict.REFUTED, line, message=f"no b.py at {line}", observed="absent", subject="src/b.py") for line in (3, 5)]
    text = render(result("a\n\nb\n\nc\n", alone, *gone), ".", PLAIN)
    assert re.findall(r"^refuted.*$", text, re.M) == ["refuted[file-lines]: no b.py at 3", "refuted[file-lines]: a.py has 3 lines, not 9"]
    assert "also:  line 5\n" in text
    assert "3 claims: 3 refuted (2 causes)\n" in text
    assert render(result("a\n\nb\n\nc\n", alone, *gone), ".", PLAIN, -1).count("\n") == 3


def test_a_block_of_code_is_one_cause_that_says_what_its_lines_say() -> None:
    lines = [finding(Verdict.REFUTED, n, message=f"no {n}", subject=f"x{n}", rule="code-quote") for n in (1, 3, 5)]
    of_block = [replace(one, claim=replace(one.claim, block=1)) for one in lines[:2]]
    text = render(result("a\n\nb\n\nc\n", *of_block, lines[2]), ".", PLAIN)
    assert "also:  line 3: no 3\n" in text
    assert "3 claims: 3 refuted (2 causes)\n" in text


def test_a_long_correction_is_two_lines() -> None:
    line = "a line of code that is rather long, as many are"
    text = render(result(line + "\n", finding(Verdict.REFUTED, 1, (1, len(line) + 1), fix=line + " now")), ".", PLAIN)
    assert re.search(rf"fix:   - {line}\n +\+ {line} now\n", text)


def test_of_many_headings_the_nearest_are_shown() -> None:
    titles = tuple(f"A heading of some length, number {n}" for n in range(8))
    text = render(result("a.py is 9 lines\n", finding(Verdict.REFUTED, section=titles)), ".", PLAIN)
    assert "… › A heading" in text
    assert "number 7" in text
    assert "number 0" not in text
