"""The command on statements that were checked in full, in part or not at all: what is told, and what the exit code says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from cli_helpers import FALSE, PROJECT, TRUE, verify_review, write

PART = "\n`src/app.py` is a melancholy lighthouse.\n"
DOUBT = "`src/util.py` has 300 lines in every summer.\n\n"
UNREAD = "\nThe lighthouse has 12 keepers.\n"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with a project and two reports."""
    return write(tmp_path, {**{f"project/{name}": text for name, text in PROJECT.items()}, "true.md": TRUE, "false.md": FALSE})


def test_verbose_lists_what_holds_and_what_of_it_was_not_checked(here: Path) -> None:
    write(here, {"part.md": TRUE + PART})
    text = verify_review("part.md", "--repo", "project", "-v", cwd=here).text
    whole, part = text[text.index("holds, checked in full: 1 statement") :].split("holds in part: 1 statement")
    assert re.search(r"^  1  src/app.py is 5 lines long\. .*file-lines: src/app.py has 5 lines", whole, re.M)
    assert re.search(r"^  3  src/app.py is a melancholy lighthouse\. \[in part; not: melancholy, lighthouse\]", part, re.M)


def test_the_summary_counts_statements(here: Path) -> None:
    write(here, {"all.md": TRUE + PART + UNREAD + "\nThe sea is calm.\n"})
    last = verify_review("all.md", "--repo", "project", cwd=here).text.splitlines()[-1]
    assert last == "4 statements: 1 checked in full, 1 in part, 1 not understood, 1 without a claim (-v shows which)"


def test_verbose_lists_what_was_not_understood(here: Path) -> None:
    write(here, {"unread.md": UNREAD})
    text = verify_review("unread.md", "--repo", "project", "-v", cwd=here).text
    assert "not understood: 1 statement that could be looked up\n  2  The lighthouse has 12 keepers.\n" in text


class TestDoubtful:
    """What the repository contradicts in words that were not all understood: a warning."""

    def test_it_comes_after_what_is_refuted_and_names_the_words(self, here: Path) -> None:
        write(here, {"doubt.md": DOUBT + FALSE})
        text = verify_review("doubt.md", "--repo", "project", cwd=here).text
        assert re.findall(r"^(refuted|doubtful)\[", text, re.M) == ["refuted", "doubtful"]
        assert re.search(r"^doubtful\[file-lines\]: src/util.py has 40 lines, not 300; not understood: .*\bsummer\b", text, re.M)
        assert "claims: 1 refuted, 1 doubtful" in text

    def test_quiet_has_a_line_for_it(self, here: Path) -> None:
        write(here, {"doubt.md": DOUBT + FALSE})
        lines = verify_review("doubt.md", "--repo", "project", "-q", cwd=here).text.splitlines()
        assert [line.split(": ")[1] for line in lines] == ["refuted[file-lines]", "doubtful[file-lines]"]

    def test_json_has_the_words(self, here: Path) -> None:
        write(here, {"doubt.md": DOUBT})
        document = verify_review("doubt.md", "--repo", "project", "--output-format", "json", cwd=here).json
        claim = next(claim for claim in document["claims"] if claim["verdict"] == "doubtful")
        assert "summer" in claim["unexplained"]
        assert document["summary"]["doubtful"] == document["summary"]["statement_verdicts"]["doubtful"] == 1
        assert [(item["checked"], item["verdict"]) for item in document["statements"]] == [("part", "doubtful")]

    def test_no_correction_is_offered(self, here: Path) -> None:
        write(here, {"doubt.md": DOUBT})
        assert verify_review("doubt.md", "--repo", "project", "--diff", cwd=here).out == b""


class TestFailOn:
    @pytest.mark.parametrize(
        ("report", "arguments", "code"),
        [
            (DOUBT, [], 0),
            (DOUBT, ["--fail-on", "doubtful"], 1),
            (DOUBT, ["--fail-on", "refuted", "--fail-on", "doubtful"], 1),
            (DOUBT, ["--fail-on", "refuted,doubtful", "--exit-zero"], 0),
            (FALSE, ["--fail-on", "refuted"], 1),
            (FALSE, ["--fail-on", "stale,error"], 0),
            (PART, [], 0),
            (PART, ["--fail-on", "part"], 1),
            (PART, ["--fail-on", "unread"], 0),
            (UNREAD, [], 0),
            (UNREAD, ["--fail-on", "unread"], 1),
            (UNREAD, ["--fail-on", "part"], 0),
            (TRUE, ["--fail-on", "refuted,stale,error,doubtful,part,unread"], 0),
        ],
    )
    def test_only_what_is_named_fails(self, report: str, arguments: list[str], code: int, here: Path) -> None:
        write(here, {"report.md": report})
        assert verify_review("report.md", "--repo", "project", *arguments, cwd=here).code == code

    def test_a_missing_report_fails_whatever_is_named(self, here: Path) -> None:
        assert verify_review("missing.md", "true.md", "--fail-on", "part", "--repo", "project", cwd=here).code == 2

    def test_a_typo_is_told_with_a_suggestion(self, here: Path) -> None:
        run = verify_review("true.md", "--fail-on", "refuted,doubtfull", "--repo", "project", cwd=here)
        assert (run.code, run.err) == (2, "verify-review: error: --fail-on: nothing is called 'doubtfull'; did you mean 'doubtful'?\n")

    def test_the_configuration_says_it_too_and_the_command_line_wins(self, here: Path) -> None:
        write(here, {"doubt.md": DOUBT, "verify-review.toml": 'fail-on = ["doubtful"]'})
        assert verify_review("doubt.md", "--repo", "project", cwd=here).code == 1
        assert verify_review("doubt.md", "--repo", "project", "--fail-on", "refuted", cwd=here).code == 0
        write(here, {"verify-review.toml": "fail-on = []"})
        assert verify_review("false.md", "--repo", "project", cwd=here).code == 0


class TestSentences:
    """`--claim`: 0 only for what was checked in full and holds."""

    @pytest.mark.parametrize(
        ("sentence", "code", "told"),
        [
            ("src/app.py has 5 lines", 0, "holds, checked in full"),
            ("src/util.py has 300 lines", 1, "refuted, checked in full"),
            ("src/app.py is a melancholy lighthouse", 3, "checked in part: not understood: melancholy, lighthouse"),
            ("src/app.py is complete", 3, "checked in part: not understood: complete"),
            ("src/app.py has 5 lines of melancholy code", 3, "checked in part: not understood: melancholy"),
            ("The lighthouse has 12 keepers.", 3, "not checked: not understood: lighthouse, 12, keepers"),
            ("The sea is calm.", 3, "not checked: nothing in it can be looked up"),
            ("Add `src/new.py`", 3, "not checked: read as a"),
            ("# Sizes", 3, "not checked: no statement was read in it"),
        ],
    )
    def test_each_is_told_how_far_it_was_checked(self, sentence: str, code: int, told: str, here: Path) -> None:
        run = verify_review("--claim", sentence, "--repo", "project", cwd=here)
        assert f'\n"{sentence}"\n  {told}' in run.text
        assert run.code == code

    @pytest.mark.parametrize(
        ("arguments", "code"),
        [
            (["--claim", "src/app.py has 5 lines", "--claim", "src/app.py is there"], 0),
            (["--claim", "src/app.py has 5 lines", "--claim", "src/app.py is a melancholy lighthouse"], 3),
            (["--claim", "src/app.py is a melancholy lighthouse", "--claim", "src/util.py has 300 lines"], 1),
            (["--claim", "src/util.py has 300 lines in every summer"], 3),
            (["--claim", "src/util.py has 300 lines in every summer", "--fail-on", "doubtful"], 1),
            (["--claim", "src/util.py has 300 lines", "--fail-on", "doubtful"], 3),
            (["--claim", "src/app.py is a melancholy lighthouse", "--exit-zero"], 0),
            (["--claim", "src/app.py is a melancholy lighthouse", "--output-format", "json"], 3),
            (["--claim", " "], 2),
            (["--claim", "src/app.py has 5 lines", "--claim", " "], 3),
            (["--claim", "- src/app.py has 5 lines\n- src/util.py has 40 lines", "--claim", "src/app.py exists"], 0),
        ],
    )
    def test_exit_codes(self, arguments: list[str], code: int, here: Path) -> None:
        assert verify_review(*arguments, "--repo", "project", cwd=here).code == code

    def test_quiet_has_a_line_for_what_is_left_open(self, here: Path) -> None:
        claims = ["--claim", "src/app.py has 5 lines", "--claim", "src/app.py is a melancholy lighthouse"]
        run = verify_review(*claims, "--repo", "project", "-q", cwd=here)
        assert run.text == "<claim>:3: checked in part: not understood: melancholy, lighthouse\n"

    def test_quiet_says_nothing_twice(self, here: Path) -> None:
        run = verify_review("--claim", "src/util.py has 300 lines", "--repo", "project", "-q", cwd=here)
        assert len(run.text.splitlines()) == 1


@pytest.mark.parametrize(
    ("report", "checked"),
    [
        pytest.param("See `src/app.py:2`.\n", ["part"], id="the file is there; what is at the line is open"),
        pytest.param("```python\n# the sea is calm\nthird = 3\n```\n", ["full"], id="a comment that stands there"),
        pytest.param(
            "`src/app.py`:\n\n```python\nfirst = 1\n# the harbour is closed\nsecond = 2\nthird = 3\n```\n",
            ["full", "none"],
            id="a comment of code that does",
        ),
    ],
)
def test_nothing_counts_as_checked_that_is_open(here: Path, report: str, checked: list[str]) -> None:
    write(here, {"project/src/app.py": "first = 1\nsecond = 2\n\n# the sea is calm\nthird = 3\n", "open.md": report})
    document = verify_review("open.md", "--repo", "project", "--output-format", "json", cwd=here).json
    assert [one["checked"] for one in document["statements"]] == checked
