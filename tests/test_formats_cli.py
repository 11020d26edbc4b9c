"""Formats as they are asked for: one or several, to standard output and to files, with what goes wrong on the way."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from cli_helpers import COMMAND, FALSE, PROJECT, environment, verify_review, write

from verifier.output.formats import FORMATS

FILES = "--repo project --select files"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    return write(tmp_path, {**{f"project/{name}": text for name, text in PROJECT.items()}, "false.md": FALSE, "kept": "as it was"})


def run(here: Path, options: str, **variables: str) -> tuple[int, str, str]:
    done = verify_review("false.md", *FILES.split(), *options.split(), cwd=here, env=variables)
    return done.code, done.text, done.err


def test_several_formats_of_one_run(here: Path) -> None:
    code, out, err = run(here, "--output text --output sarif:a.sarif --output junit:b.xml -o kept")
    assert (code, err) == (1, "")
    assert out.startswith("false.md against project")
    assert (here / "kept").read_text() == out
    assert json.loads((here / "a.sarif").read_text())["version"] == "2.1.0"
    assert '<testsuites name="verify-review" tests="1" failures="1"' in (here / "b.xml").read_text()
    assert sorted(path.name for path in here.iterdir() if path.suffix in (".tmp", ".partial")) == []


def test_only_what_is_named_is_written(here: Path) -> None:
    write(here, {"verify-review.toml": 'output-format = "json"\n'})
    assert run(here, "--output text:a.txt") == (1, "", "")
    assert (here / "a.txt").read_text().startswith("false.md against")
    assert run(here, "")[1].startswith('{\n "version"')
    assert run(here, "--output text --output-format json -o kept")[1].startswith("false.md against")
    assert json.loads((here / "kept").read_text())["version"] == 1
    write(here, {"verify-review.toml": 'output-format = "gitlab"\n'})
    assert json.loads(run(here, "--output gitlab:-")[1])[0]["check_name"] == "file-lines"


@pytest.mark.parametrize("name", FORMATS)
def test_each_is_an_output_format(name: str, here: Path) -> None:
    code, out, err = run(here, f"--output-format {name}")
    assert (code, err) == (1, "")
    assert "util.py" in out


OWN = "--output FORMAT:FILE gives each a file of its own"
MISTAKES = {
    "--output sarf:x": "--output: no format is named 'sarf'; did you mean 'sarif'?",
    "--output zzz": f"--output: no format is named 'zzz'; there are {', '.join(FORMATS)}",
    "--output sarif:": "--output sarif:: no file is named behind the colon",
    "--output sarif --output json": f"sarif and json would both be written to standard output; {OWN}",
    "--output sarif:x --output json:./x": f"sarif and json would both be written to ./x; {OWN}",
    "--output-format json --output sarif": "json and sarif would both be written to standard output",
    "--output sarif:false.md": "can't write false.md: it is the report itself",
    "--output json:kept --output sarif:none/x": "can't write none/x: there is no directory none",
    "--diff --output-format sarif": "--diff and --output-format sarif exclude each other",
}


@pytest.mark.parametrize(("options", "told"), MISTAKES.items())
def test_mistakes_are_told_before_anything_is_written(options: str, told: str, here: Path) -> None:
    before = sorted(path.name for path in here.iterdir())
    code, out, err = run(here, options)
    assert (code, out) == (2, "")
    assert f"error: {told}" in err
    assert [name for name in sorted(path.name for path in here.iterdir()) if not name.startswith(".")] == before
    assert (here / "kept").read_text() == "as it was"


def test_a_reader_that_goes_away_leaves_the_files_whole(here: Path) -> None:
    write(here, {"other.md": FALSE * 3000})
    line = f"{' '.join(COMMAND)} false.md other.md {FILES} --output jsonl --output json:a.json | head -n 1 >first; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], cwd=here, env=environment(here), capture_output=True, text=True)
    assert done.stdout == "1\n", done.stderr
    assert len(json.loads((here / "a.json").read_text())["reports"]) == 2


def test_a_report_that_can_t_be_read_leaves_the_others_in_form(here: Path) -> None:
    write(here, {"empty.md": " \n"})
    done = verify_review("empty.md", "false.md", *FILES.split(), "--output", "sarif:a", "--output", "json:b", cwd=here)
    assert done.code == 2
    assert len(json.loads((here / "a").read_text())["runs"][0]["results"]) == 2
    assert len(json.loads((here / "b").read_text())["reports"]) == 1


def test_a_workflow_of_github(here: Path) -> None:
    _, out, _ = run(here, "--output github", GITHUB_STEP_SUMMARY=str(here / "summary"), GITHUB_WORKSPACE=str(here))
    assert out.startswith("::error title=refuted%3A file-lines,file=false.md,line=1,")
    assert (here / "summary").read_text().startswith("<!-- verify-review -->\n### verify-review: 1 refuted")
    run(here, "--output markdown:m", GITHUB_STEP_SUMMARY=str(here / "none"))
    assert not (here / "none").exists()


def test_standard_input_has_a_name_everywhere(here: Path) -> None:
    names = ("sarif", "gitlab", "rdjson", "junit", "markdown")
    options = [word for name in names for word in ("--output", f"{name}:{name}")]
    verify_review("-", *FILES.split(), *options, cwd=here, stdin=FALSE.encode())
    for name in names:
        text = (here / name).read_text()
        assert "stdin" in text
        assert "<stdin>" not in text


def test_an_old_file_s_rights_are_kept(here: Path) -> None:
    os.chmod(here / "kept", 0o640)
    run(here, "--output json:kept")
    assert (here / "kept").stat().st_mode & 0o777 == 0o640
