"""The command as users run it: what it takes, where output goes, and what the exit code says."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from cli_helpers import FALSE, PROJECT, TRUE, verify_review, write

from verifier import __version__

NO_CLAIM = "Hello there.\n"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with a project and three reports."""
    reports = {"true.md": TRUE, "false.md": FALSE, "none.md": NO_CLAIM}
    return write(tmp_path, {**{f"project/{name}": text for name, text in PROJECT.items()}, **reports})


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["true.md"], 0),
        (["false.md"], 1),
        (["true.md", "false.md"], 1),
        (["none.md"], 0),
        (["false.md", "--exit-zero"], 0),
        (["false.md", "missing.md"], 2),
        (["true.md", "missing.md", "--exit-zero"], 2),
        (["false.md", "--ignore", "file-lines"], 0),
        (["false.md", "--ignore", "files"], 0),
        (["false.md", "--select", "file-exists"], 0),
        (["false.md", "--select", "complexity,file-lines"], 1),
        (["false.md", "--output-format", "json"], 1),
        (["false.md", "--diff"], 1),
        (["false.md", "-q"], 1),
    ],
)
def test_exit_codes(arguments: list[str], code: int, here: Path) -> None:
    assert verify_review(*arguments, "--repo", "project", cwd=here).code == code


def test_the_current_directory_is_the_default_repository(here: Path) -> None:
    assert verify_review("../true.md", cwd=here / "project").code == 0
    assert verify_review("../false.md", cwd=here / "project").code == 1


@pytest.mark.parametrize(
    "said", ["The project has 300 lines of Python code.", "The codebase has 1,800 lines of code.", "It has 3 Python files."]
)
def test_a_directory_of_a_larger_repository_is_a_project_too(said: str, tmp_path: Path) -> None:
    files = {f"svc/a{number}.py": "x = 1\n" * 100 for number in range(3)} | {f"other/b{number}.py": "x = 1\n" * 500 for number in range(3)}
    root = write(tmp_path / "repository", files)
    for arguments in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", *arguments], cwd=root, check=True)
    assert "1 claim: 0 refuted, 1 holds" in verify_review("--claim", said, "--repo", root / "svc", cwd=tmp_path).text


def test_options_may_come_first(here: Path) -> None:
    assert verify_review("--repo", "project", "-q", "false.md", cwd=here).code == 1


def test_a_report_without_claims_is_no_success_to_be_proud_of(here: Path) -> None:
    run = verify_review("none.md", "--repo", "project", cwd=here)
    assert run.err == "verify-review: warning: no claim was found in none.md, so nothing was verified\n"


def test_text_says_what_is_wrong(here: Path) -> None:
    text = verify_review("false.md", "--repo", "project", cwd=here).text
    assert "refuted[file-lines]: src/util.py has 40 lines, not 300" in text
    assert "--> false.md:1:" in text
    assert "= check: wc -l src/util.py" in text
    assert "\x1b" not in text


def test_colour_when_asked(here: Path) -> None:
    assert "\x1b[" in verify_review("false.md", "--repo", "project", "--color", "always", cwd=here).text
    assert "\x1b[" not in verify_review("false.md", "--repo", "project", "--color", "never", cwd=here).text


def test_json_follows_the_contract(here: Path) -> None:
    document = verify_review("false.md", "--repo", "project", "--output-format", "json", cwd=here).json
    assert document["repository"]["root"] == "project"
    assert [claim["verdict"] for claim in document["claims"] if claim["rule"] == "file-lines"] == ["refuted"]
    claim = next(claim for claim in document["claims"] if claim["rule"] == "file-lines")
    line = FALSE.splitlines()[claim["line"] - 1]
    assert "300" in line[claim["column"] - 1 : claim["end_column"] - 1]


def test_several_reports_in_json(here: Path) -> None:
    document = verify_review("true.md", "false.md", "none.md", "--repo", "project", "--output-format", "json", cwd=here).json
    assert [report["report"]["path"] for report in document["reports"]] == ["true.md", "false.md", "none.md"]


def test_several_reports_in_text(here: Path) -> None:
    text = verify_review("true.md", "false.md", "--repo", "project", cwd=here).text
    assert [line.split(" against")[0] for line in text.splitlines() if " against " in line] == ["true.md", "false.md"]
    assert re.search(r"^2 reports: 1 refuted, \d+ holds\n2 statements: 2 checked in full\n\Z", text, re.M)


def test_a_folder_means_its_markdown_files(here: Path) -> None:
    write(here, {"docs/b.md": TRUE, "docs/a.MD": TRUE, "docs/deep/c.markdown": TRUE})
    write(here, {"docs/.x/d.md": FALSE, "docs/node_modules/e.md": FALSE, "docs/f.txt": "x"})
    run = verify_review("docs", "--repo", "project", "--output-format", "json", cwd=here)
    assert [report["report"]["path"] for report in run.json["reports"]] == ["docs/a.MD", "docs/b.md", "docs/deep/c.markdown"]


def test_an_empty_file_in_a_folder_is_only_noted(here: Path) -> None:
    write(here, {"docs/a.md": TRUE, "docs/b.md": ""})
    run = verify_review("docs", "--repo", "project", cwd=here)
    assert (run.code, run.err) == (0, f"verify-review: note: {os.path.join('docs', 'b.md')} is empty\n")


def test_a_report_named_twice_is_read_once(here: Path) -> None:
    assert "reports" not in verify_review("true.md", "true.md", "--repo", "project", "--output-format", "json", cwd=here).json


def test_standard_input(here: Path) -> None:
    run = verify_review("-", "--repo", "project", cwd=here, stdin=FALSE.encode())
    assert run.code == 1
    assert "--> <stdin>:1:" in run.text


def test_sentences_instead_of_a_report(here: Path) -> None:
    claims = ["--claim", "src/app.py has 5 lines", "--claim", "src/util.py has 174 lines"]
    run = verify_review(*claims, "--repo", "project", "--output-format", "json", cwd=here)
    assert run.code == 1
    verdicts = {claim["line"]: claim["verdict"] for claim in run.json["claims"] if claim["rule"] == "file-lines"}
    assert verdicts == {1: "holds", 3: "refuted"}


def test_a_diff_that_patch_applies(here: Path) -> None:
    run = verify_review("false.md", "true.md", "--repo", "project", "--diff", cwd=here)
    done = subprocess.run(["patch", "-p1", "-s"], cwd=here, input=run.out, capture_output=True)
    assert done.returncode == 0, done.stdout
    assert verify_review("false.md", "--repo", "project", cwd=here).code == 0
    assert "nothing to correct in true.md" in run.err


def test_quiet_says_one_line_a_claim(here: Path) -> None:
    run = verify_review("true.md", "false.md", "none.md", "--repo", "project", "-q", cwd=here)
    assert len(run.text.splitlines()) == 1
    assert run.text.startswith("false.md:1:")


class TestOutputFile:
    def test_it_gets_everything_and_standard_output_nothing(self, here: Path) -> None:
        run = verify_review("false.md", "--repo", "project", "--output-format", "json", "-o", "out.json", cwd=here)
        assert (run.code, run.out) == (1, b"")
        assert json.loads((here / "out.json").read_text())["summary"]["refuted"] == 1
        assert [path.name for path in here.iterdir() if path.name.startswith(".out")] == []

    def test_an_earlier_file_survives_a_failure(self, here: Path) -> None:
        write(here, {"out.txt": "earlier"})
        assert verify_review("missing.md", "--repo", "project", "-o", "out.txt", cwd=here).code == 2
        assert verify_review("true.md", "--repo", "nowhere", "-o", "out.txt", cwd=here).code == 2
        assert (here / "out.txt").read_text() == "earlier"

    def test_a_link_stays_a_link_and_permissions_stay(self, here: Path) -> None:
        write(here, {"real.txt": "earlier"})
        (here / "real.txt").chmod(0o640)
        (here / "link.txt").symlink_to("real.txt")
        verify_review("true.md", "--repo", "project", "-o", "link.txt", cwd=here)
        assert (here / "link.txt").is_symlink()
        assert "claims" in (here / "real.txt").read_text()
        assert (here / "real.txt").stat().st_mode & 0o777 == 0o640

    @pytest.mark.parametrize("option", ["-o", "--output=text:", "--write-baseline"])
    def test_a_link_that_leads_elsewhere_is_refused(self, option: str, here: Path) -> None:
        earlier = '{"version": 1, "reports": {}}'
        write(here, {"elsewhere/real.txt": earlier})
        (here / "link.txt").symlink_to("elsewhere/real.txt")
        asked = [f"{option}link.txt"] if option.endswith(":") else [option, "link.txt"]
        run = verify_review("false.md", "--repo", "project", *asked, cwd=here)
        assert (run.code, (here / "elsewhere/real.txt").read_text()) == (2, earlier)
        assert "can't write link.txt: a link leads to another directory; name " in run.err

    @pytest.mark.parametrize(
        ("target", "told"),
        [
            ("project", "it is a directory"),
            ("no/where.txt", "there is no directory no"),
            ("false.md", "it is the report itself"),
            ("false.md/x", ""),
        ],
    )
    def test_where_it_can_t_be_written(self, target: str, told: str, here: Path) -> None:
        run = verify_review("false.md", "--repo", "project", "-o", target, cwd=here)
        assert run.code == 2
        assert f"can't write {target}" in run.err
        assert told in run.err
        assert (here / "false.md").read_text() == FALSE

    def test_a_device_is_written_to(self, here: Path) -> None:
        assert verify_review("true.md", "--repo", "project", "-o", "/dev/null", cwd=here).code == 0


class TestNames:
    @pytest.mark.parametrize("option", ["--select", "--ignore"])
    def test_an_unknown_rule_is_told_with_a_suggestion(self, option: str, here: Path) -> None:
        run = verify_review("true.md", option, "file-line,complexity", "--repo", "project", cwd=here)
        assert run.code == 2
        assert run.err == "verify-review: error: no rule or family is named 'file-line'; did you mean 'file-lines'?\n"

    def test_a_report_named_like_a_sub_command(self, here: Path) -> None:
        write(here, {"claims": FALSE, "rules": TRUE})
        assert verify_review("./claims", "--repo", "project", cwd=here).code == 1
        assert "did you" not in verify_review("rules", cwd=here).err

    def test_a_sub_command_that_does_not_come_first(self, here: Path) -> None:
        run = verify_review("-v", "claims", "true.md", cwd=here)
        assert run.code == 2
        assert "the sub-command `claims` must come first" in run.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "no report given"),
        (["true.md", "--claim", "x"], "either reports or --claim"),
        (["true.md", "--bogus"], "No such option"),
        (["true.md", "--output-format", "xml"], "'xml' is not one of"),
        (["true.md", "--diff", "--output-format", "json"], "exclude each other"),
        (["true.md", "-v", "-q"], "exclude each other"),
        (["true.md", "--jobs", "x"], "not a valid integer"),
        (["true.md", "--config", "nowhere.toml"], "nowhere.toml: can't be read"),
        (["rule"], "Missing argument"),
        (["rule", "file-line"], "did you mean 'file-lines'?"),
        (["claims"], "no report given"),
        (["check", "true.md"], "checked without a sub-command"),
        (["help"], "--help"),
        (["claim", "true.md"], "did you mean the sub-command `claims`?"),
        (["truth.md"], "no such report"),
        (["tru.md"], "did you mean true.md?"),
        (["completion", "tcsh"], "is not one of"),
    ],
)
def test_wrong_use_is_told_in_a_line(arguments: list[str], told: str, here: Path) -> None:
    run = verify_review(*arguments, cwd=here)
    assert run.code == 2
    assert run.err.startswith("verify-review: error: ")
    assert told in run.err
    assert run.out == b""


def test_configuration_is_read_where_the_user_stands(here: Path) -> None:
    write(here, {"verify-review.toml": 'ignore = ["file-lines"]'})
    assert verify_review("false.md", "--repo", "project", cwd=here).code == 0


OWN = """
[rules.mechanism.concepts.acme-bus]
aliases = ["ACME bus"]
packages.python = ["acme-bus"]
decides = "alone"
"""


@pytest.mark.parametrize(("code", "verdict"), [("import acme_bus\nacme_bus.send(1)\n", "holds"), ("x = 1\n", "refuted")])
def test_concepts_of_a_project_s_own(code: str, verdict: str, here: Path) -> None:
    write(here, {"verify-review.toml": OWN, "project/src/app.py": code, "own.md": "- Uses the ACME bus\n"})
    run = verify_review("own.md", "--repo", "project", "--output-format", "json", cwd=here)
    assert [(claim["subject"], claim["verdict"]) for claim in run.json["claims"]] == [("acme bus", verdict)]


def test_mistakes_in_own_concepts_are_told(here: Path) -> None:
    write(here, {"verify-review.toml": OWN + "colour = 'red'\n[rules.mechanism.concepts.redis]\naliases = ['Redis']\n"})
    run = verify_review("true.md", "--repo", "project", cwd=here)
    assert run.code == 2
    assert "rules.mechanism: acme-bus: 'colour' is no field of an entry" in run.err


def test_a_repository_that_is_only_named_configures_nothing(here: Path) -> None:
    write(here / "project", {"verify-review.toml": 'ignore = ["file-lines"]'})
    assert verify_review("false.md", "--repo", "project", cwd=here).code == 1
    assert verify_review("../false.md", cwd=here / "project").code == 0


def test_the_command_line_wins_over_the_configuration(here: Path) -> None:
    write(here, {"verify-review.toml": 'select = ["file-exists"]\noutput-format = "json"'})
    assert verify_review("false.md", "--repo", "project", cwd=here).json["summary"]["refuted"] == 0
    run = verify_review("false.md", "--repo", "project", "--select", "files", "--output-format", "text", cwd=here)
    assert "refuted[file-lines]" in run.text


def test_mistakes_in_the_configuration_are_all_told(here: Path) -> None:
    write(here, {"verify-review.toml": 'slect = []\nignore = ["nothing"]\n'})
    run = verify_review("true.md", "--repo", "project", cwd=here)
    assert run.code == 2
    assert "slect: no such setting; did you mean 'select'?" in run.err
    assert "no rule or family is named 'nothing'" in run.err


class TestHelp:
    @pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["true.md", "--help"]])
    def test_help_is_the_whole_command_s(self, arguments: list[str], here: Path) -> None:
        run = verify_review(*arguments, cwd=here)
        assert run.code == 0
        for word in ("REPORT...", "--repo PATH", "--diff", "Exit codes", "claims", "rules", "completion"):
            assert word in run.text

    def test_version(self, here: Path) -> None:
        assert verify_review("--version", cwd=here).text == f"verify-review {__version__}\n"

    def test_rules_are_listed_by_family(self, here: Path) -> None:
        text = verify_review("rules", cwd=here).text
        assert "\nmetrics\n  complexity " in text
        assert re.search(r"^  file-lines +\w", text, re.M)

    def test_a_rule_s_page_shows_its_examples(self, here: Path) -> None:
        text = verify_review("rule", "file-lines", cwd=here).text
        assert text.startswith("file-lines\n\n")
        assert "Family  files" in text
        assert "refuted[file-lines]" in text

    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
    def test_completion_scripts(self, shell: str, here: Path) -> None:
        assert "_VERIFY_REVIEW_COMPLETE" in verify_review("completion", shell, cwd=here).text

    @pytest.mark.parametrize(
        ("words", "offered"),
        [
            ("verify-review cl", "claims"),
            ("verify-review --out", "--output-format"),
            ("verify-review x.md --dif", "--diff"),
            ("verify-review x.md --select file-l", "file-lines"),
            ("verify-review rule comp", "complexity"),
            ("verify-review x.md --fail-on doub", "doubtful"),
        ],
    )
    def test_completion_offers(self, words: str, offered: str, here: Path) -> None:
        env = {"_VERIFY_REVIEW_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(len(words.split()) - 1)}
        assert f"plain,{offered}" in verify_review(cwd=here, env=env).text.split()


class TestClaims:
    def test_it_shows_clauses_and_their_claims(self, here: Path) -> None:
        run = verify_review("claims", "false.md", cwd=here)
        assert run.code == 0
        assert "→ file-lines  src/util.py: 300 lines" in run.text
        assert "path src/util.py" in run.text

    def test_it_needs_no_repository_and_judges_nothing(self, here: Path) -> None:
        assert "refuted" not in verify_review("claims", "-", cwd=here, stdin=FALSE.encode()).text

    def test_verbose_says_why(self, here: Path) -> None:
        write(here, {"wish.md": "## Recommendations\n\n- Add `src/new.py` for this\n"})
        assert "why" in verify_review("claims", "wish.md", "-v", cwd=here).text
        assert "why" not in verify_review("claims", "wish.md", cwd=here).text

    def test_verbose_says_which_words_are_explained(self, here: Path) -> None:
        write(here, {"doubt.md": "`src/util.py` has 300 lines excluding blank lines.\n"})
        text = verify_review("claims", "doubt.md", "-v", cwd=here).text
        assert re.search(r"^ +explained src/util\.py, 300, lines$", text, re.M)
        assert re.search(r"^ +not explained excluding, blank", text, re.M)
        lines = text.splitlines()
        at = next(number for number, line in enumerate(lines) if "→ file-lines" in line)
        assert re.search(r"only doubtful; not understood: excluding\b", lines[at + 1])
        assert "explained" not in verify_review("claims", "doubt.md", cwd=here).text

    def test_words_of_one_clause_are_not_told_of_another(self, here: Path) -> None:
        write(here, {"two.md": "`src/app.py` has 5 lines, and `src/util.py` is melancholy.\n"})
        told = re.findall(r"^ +(explained|not explained) (.*)$", verify_review("claims", "two.md", "-v", cwd=here).text, re.M)
        assert ("not explained", "melancholy") in told
        assert ("explained", "src/util.py") in told

    def test_bad_input_is_told(self, here: Path) -> None:
        write(here, {"bad.md": b"\x00\x01\x02" * 99})
        run = verify_review("claims", "true.md", "bad.md", cwd=here)
        assert run.code == 2
        assert "bad.md: " in run.err
        assert "src/app.py" in run.text
