"""What GitHub, GitLab, reviewdog and readers of JUnit are given: documented fields, limits, and nothing of a report in effect."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from cli_helpers import verify_review, write
from format_helpers import rendered, results
from hypothesis import given, settings
from junitparser import JUnitXml
from markdown_it import MarkdownIt
from output_helpers import finding, result, statement, unread

from verifier.model import Evidence, Extent, Finding, Reason, Verdict
from verifier.output.formats import FORMATS
from verifier.output.github_format import SUMMARY
from verifier.output.markdown_format import fitted
from verifier.result import Result

QUICK = settings(max_examples=40, deadline=None, derandomize=True, database=None)
FORGED = "x\n::add-mask::y\r::error::z ##[error]w %0A::stop-commands::v"


def spread(verdict: Verdict, number: int, **more: Any) -> list[Finding]:
    """Findings of as many causes."""
    return [finding(verdict, line, message=f"m{line}", subject=f"s{line}", **more) for line in range(1, number + 1)]


class TestGitHub:
    def test_an_annotation(self) -> None:
        bad = finding(Verdict.REFUTED, 2, (4, 5), fix="3"), finding(Verdict.REFUTED, 3), finding(Verdict.REFUTED, 4)
        text = rendered("github", result("a\nis 9\nb\nc\n", *bad, path="docs/a,b:c.md"))
        assert text.splitlines()[0] == (
            "::error title=refuted%3A file-lines,file=docs/a%2Cb%3Ac.md,line=2,endLine=2,col=4,endColumn=5"
            "::a.py has 3 lines, not 9%0Afix: 9 → 3%0Aalso lines 3, 4"
        )

    def test_the_most_severe_are_shown(self) -> None:
        parts = tuple(statement(f"p{line}", line, Extent.PART, Verdict.HOLDS, (), ("w",)) for line in range(1, 13))
        bad = [*spread(Verdict.DOUBTFUL, 12), *spread(Verdict.STALE, 2, rule="size"), *spread(Verdict.REFUTED, 11)]
        lines = rendered("github", result("x\n" * 20, *bad, statements=parts)).splitlines()
        levels = [line.split(" ")[0] for line in lines[:30]]
        assert levels == ["::error"] * 10 + ["::warning"] * 10 + ["::notice"] * 10
        assert "title=stale%3A size" in lines[10]
        assert lines[30] == "7 more, of which GitHub shows no annotations:"
        assert [line.split(": ")[1] for line in lines[31:-1]] == ["refuted", *["doubtful"] * 4, *["checked in part"] * 2]
        assert lines[-1] == "25 claims: 11 refuted, 2 stale, 12 doubtful; 12 statements: 0 checked in full, 12 in part"

    def test_what_has_no_file_has_no_place(self) -> None:
        text = rendered("github", result("x", finding(Verdict.REFUTED), path="<stdin>"))
        assert text.startswith("::error title=refuted%3A file-lines::a.py has 3 lines")

    def test_files_are_named_below_the_workspace(self, tmp_path: Path) -> None:
        report = tmp_path / "docs" / "r.md"
        text = rendered("github", result("x", finding(Verdict.REFUTED), path=str(report)), workspace=tmp_path)
        assert ",file=docs/r.md," in text

    @QUICK
    @given(results())
    def test_nothing_of_a_report_is_a_command(self, made: Result) -> None:
        for line in rendered("github", made, made).splitlines():
            assert "##[" not in line
            if line.strip().startswith("::"):
                assert re.fullmatch(r"::(error|warning|notice) title=[^:,]+(,\w+=[^:,]*)*::.*", line), line

    def test_a_forged_command_is_words(self) -> None:
        many = [finding(Verdict.REFUTED, 1, message=f"{FORGED} {number}", subject=str(number), text=FORGED) for number in range(12)]
        text = rendered("github", result("x", *many, path=f"{FORGED}.md"))
        lines = text.splitlines()
        assert len(lines) == 10 + 1 + 2 + 1
        assert {line[:9] for line in lines[:10]} == {"::error t"}
        assert "%250A" in lines[0]

    def test_the_summary_is_added_below_its_limit(self, tmp_path: Path) -> None:
        path = tmp_path / "summary.md"
        path.write_text("before\n")
        made = result("x\n" * 20, *spread(Verdict.REFUTED, 3))
        rendered("github", made, step_summary=path)
        text = path.read_text(encoding="utf-8")
        assert text.startswith("before\n<!-- verify-review -->\n### verify-review: 3 refuted\n")
        assert text.count("<details>") == 3
        path.write_bytes(b"x" * (SUMMARY - 700))
        rendered("github", made, step_summary=path)
        assert SUMMARY - 700 < path.stat().st_size < SUMMARY
        assert path.read_text(encoding="utf-8").endswith("did not fit and is left out.*\n")
        path.write_bytes(b"x" * SUMMARY)
        rendered("github", made, step_summary=path)
        assert path.stat().st_size == SUMMARY

    def test_a_summary_that_can_t_be_written_is_told(self, tmp_path: Path) -> None:
        said: list[str] = []
        text = rendered("github", result("x", finding(Verdict.REFUTED)), step_summary=tmp_path, say=said.append)
        assert text.startswith("::error ")
        assert said == ["warning: the step's summary can't be written: Is a directory"]


class TestGitLab:
    def test_the_documented_fields(self) -> None:
        made = result("x\n\ny\n", finding(Verdict.REFUTED, 3), finding(Verdict.DOUBTFUL, 1), path="./docs/r.md")
        first, second = json.loads(rendered("gitlab", made))
        assert len(first.pop("fingerprint")) == 64
        assert first == {
            "description": "doubtful: a.py has 3 lines, not 9",
            "check_name": "file-lines",
            "severity": "minor",
            "location": {"path": "docs/r.md", "lines": {"begin": 1}},
        }
        assert (second["severity"], second["location"]["lines"]) == ("major", {"begin": 3})

    @QUICK
    @given(results(), results())
    def test_fingerprints_are_unique(self, one: Result, other: Result) -> None:
        prints = [issue["fingerprint"] for issue in json.loads(rendered("gitlab", one, other, one))]
        assert len(prints) == len(set(prints))

    def test_fingerprints_do_not_move_with_lines(self) -> None:
        one, two = (json.loads(rendered("gitlab", result("x\n" * 9, finding(Verdict.REFUTED, line))))[0] for line in (1, 9))
        assert one["fingerprint"] == two["fingerprint"]


class TestReviewdog:
    def test_the_documented_fields(self) -> None:
        bad = finding(Verdict.REFUTED, 1, (3, 4), fix="3", evidence=(Evidence("a.py", 1, 3),))
        place = {"start": {"line": 1, "column": 4}, "end": {"line": 1, "column": 5}}
        assert json.loads(rendered("rdjson", result("é 9\n", bad))) == {
            "source": {"name": "verify-review"},
            "diagnostics": [
                {
                    "message": "refuted: a.py has 3 lines, not 9 (see a.py:1-3)",
                    "location": {"path": "report.md", "range": place},
                    "severity": "ERROR",
                    "code": {"value": "file-lines"},
                    "suggestions": [{"range": place, "text": "3"}],
                }
            ],
        }


class TestJUnit:
    def test_one_case_a_statement(self) -> None:
        findings = [
            finding(Verdict.HOLDS, 1), finding(Verdict.REFUTED, 2), finding(Verdict.STALE, 3, message="stale one"),
            finding(Verdict.DOUBTFUL, 4),
            finding(Verdict.ERROR, 5, message="broke"), finding(Verdict.UNVERIFIABLE, 6, reason=Reason.RUNTIME, message="slow"),
            finding(Verdict.REFUTED, 7, text="in code"),
        ]  # fmt: skip
        statements = (
            *(statement(f"s{place}", place + 1, Extent.FULL, findings[place].verdict, (place,)) for place in range(4)),
            *(statement(f"s{place}", place + 1, Extent.NONE, findings[place].verdict, (place,)) for place in (4, 5)),
            statement("s6", 6, Extent.PART, Verdict.HOLDS, (0,), ("12",)), unread("Has modes.", 8),
        )  # fmt: skip
        suites = JUnitXml.fromstring(rendered("junit", result("x\n" * 9, *findings, statements=statements)).encode())
        assert (suites.tests, suites.failures, suites.errors, suites.skipped) == (9, 3, 1, 4)
        (suite,) = suites
        told = [(case.name, [(type(item).__name__, item.message) for item in case.result]) for case in suite]
        assert told == [
            ("1:1 s0", []),
            ("2:1 s1", [("Failure", "refuted: a.py has 3 lines, not 9")]),
            ("3:1 s2", [("Failure", "stale: stale one")]),
            ("4:1 s3", [("Skipped", "doubtful: a.py has 3 lines, not 9")]),
            ("5:1 s4", [("Error", "error: broke")]),
            ("6:1 s5", [("Skipped", "not checked: undecided: slow")]),
            ("6:1 s6", [("Skipped", "checked in part: not understood: 12")]),
            ("8:1 Has modes.", [("Skipped", "not checked: not understood: Has, modes.")]),
            ("7:1 in code", [("Failure", "refuted: a.py has 3 lines, not 9")]),
        ]

    @QUICK
    @given(results())
    def test_whatever_is_said_it_is_read_back(self, made: Result) -> None:
        text = rendered("junit", made, made)
        suites = JUnitXml.fromstring(text.encode())
        assert sum(suite.tests for suite in suites) == suites.tests == text.count("<testcase ")
        tags = {element.tag for element in ElementTree.fromstring(text.encode()).iter()}
        assert tags <= {"testsuites", "testsuite", "testcase", "failure", "error", "skipped"}
        assert "]]>" not in text


HTML = re.compile(
    r"<!-- verify-review -->|</details>"
    r"|<details><summary>(<b>\w+</b> <code>[^<>]*</code>, line \d+( and [\d,]+ others?)?: <code>[^<>]*</code>"
    r"|[\d,]+ statements? [a-z ]+)</summary>"
)


class TestMarkdown:
    @QUICK
    @given(results())
    def test_nothing_of_a_report_is_markup(self, made: Result) -> None:
        for token in MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(rendered("markdown", made, made)):
            assert token.type in SHAPES, token
            if token.type == "html_block":
                assert HTML.fullmatch(token.content.strip()), token.content
            for child in token.children or ():
                assert child.type in {"text", "code_inline", "softbreak"} or child.content == "<br>", child
                assert child.type != "text" or not re.search(r"@|#\d|http|evil", child.content), child

    def test_causes_come_first(self) -> None:
        bad = [finding(Verdict.DOUBTFUL, 1), *spread(Verdict.REFUTED, 2), finding(Verdict.REFUTED, 5, message="m1")]
        text = rendered("markdown", result("x\n" * 9, *bad, statements=(unread("Has modes.", 4),)))
        summaries = re.findall("<summary>(.*)</summary>", text)
        assert summaries == [
            "<b>refuted</b> <code>file-lines</code>, line 1 and 1 other: <code>m1</code>",
            "<b>refuted</b> <code>file-lines</code>, line 2: <code>m2</code>",
            "<b>doubtful</b> <code>file-lines</code>, line 1: <code>a.py has 3 lines, not 9</code>",
            "1 statement not understood",
        ]

    @pytest.mark.parametrize("limit", [1000, 5000, 65_000])
    def test_it_fits(self, limit: int) -> None:
        text = fitted([f"é{number}" * 40 for number in range(2000)], limit)
        assert limit - 400 < len(text.encode()) <= limit
        assert text.endswith("did not fit and is left out.*\n")

    def test_a_long_comment_is_cut(self) -> None:
        text = rendered("markdown", result("x\n" * 500, *spread(Verdict.REFUTED, 500)))
        assert len(text) < 65_536
        assert text.count("<details>") == text.count("</details>") > 100


SHAPES = frozenset(
    "html_block heading_open heading_close inline paragraph_open paragraph_close fence bullet_list_open bullet_list_close "
    "list_item_open list_item_close".split()
)


HOSTILE_NAMES = (
    "::error title=forged,file=good.py::All good",
    "::stop-commands::zz",
    "##[stop-commands]zz",
    "##vso[task.complete]zz",
    "a\n::stop-commands::zz",
)


@pytest.mark.parametrize(
    "options", [["--output-format", name] for name in FORMATS if name != "diff"] + [["-v"], ["-q"], ["--color", "always"]]
)
def test_no_name_and_no_words_are_a_command_to_ci(options: list[str], tmp_path: Path) -> None:
    """As GitHub's runner and Azure's agent read a log: `::` where a line begins, blanks aside, and `##[` anywhere."""
    code = {f"src/{name}.py": "print(1)\nprint(2)\n" for name in HOSTILE_NAMES}
    reports = {
        f"{name}.md": f"::error::x\n\nNo print statements in the code.\n\n`{name} x` has 9 lines ##[error]y.\n" for name in HOSTILE_NAMES
    }
    write(tmp_path, {**code, **reports, **{f"docs/{name}": text for name, text in reports.items()}})
    write(tmp_path, {"docs/empty\n::error::x.md": "", "docs/##[error]none.md": "Words.\n"})
    for asked in (["docs"], [f"{name}.md" for name in HOSTILE_NAMES]):
        run = verify_review(*asked, *options, cwd=tmp_path, env={"GITHUB_STEP_SUMMARY": "summary.md"})
        lines = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in (run.text + run.err).split("\n")]
        own = re.compile(r"::(?:error|warning|notice) title=(?:refuted|stale|error|doubtful|checked in part)")
        commands = [line for line in lines if line.lstrip().startswith("::") and not (options[-1] == "github" and own.match(line))]
        assert not commands
        assert not [line for line in lines if re.search(r"##\w*\[", line)]
        if options[-1] in ("json", "sarif", "gitlab", "rdjson"):
            assert HOSTILE_NAMES[0] in str(json.loads(run.text))
        if options[-1] == "junit":
            assert HOSTILE_NAMES[2] in "".join(case.get("file", "") for case in ElementTree.fromstring(run.text).iter("testcase"))
