"""Bad input gets a clear message and exit code 2, or a verdict; never a traceback, and no output already made is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cli_helpers import FALSE, PROJECT, TRUE, Run, environment, verify_review, write

BOM = "\ufeff"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    return write(tmp_path, {**{f"project/{name}": text for name, text in PROJECT.items()}, "true.md": TRUE, "false.md": FALSE})


def check(here: Path, report: str | bytes, *arguments: str) -> Run:
    write(here, {"report.md": report})
    return verify_review("report.md", "--repo", "project", *arguments, cwd=here)


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


class TestNotThere:
    def test_no_such_report(self, here: Path) -> None:
        run = verify_review("nowhere.md", cwd=here)
        assert (run.code, run.err) == (2, "verify-review: error: nowhere.md: no such report\n")

    def test_no_such_repository(self, here: Path) -> None:
        run = verify_review("true.md", "--repo", "nowhere", cwd=here)
        assert run.code == 2
        assert "nowhere does not exist" in run.err

    def test_a_repository_that_is_a_file(self, here: Path) -> None:
        run = verify_review("true.md", "--repo", "false.md", cwd=here)
        assert run.code == 2
        assert "false.md is a file" in run.err

    def test_a_folder_without_markdown(self, here: Path) -> None:
        run = verify_review("project/src", cwd=here)
        assert run.code == 2
        assert "no Markdown files in this folder" in run.err

    def test_unknown_revision(self, here: Path) -> None:
        git(here / "project", "init", "-q")
        git(here / "project", "add", ".")
        git(here / "project", "commit", "-q", "-m", "one")
        assert verify_review("true.md", "--repo", "project", "--rev", "HEAD", cwd=here).code == 0
        for revision in ("nothing", "--output=x", "HEAD~9", "\x1b[31m"):
            run = verify_review("true.md", "--repo", "project", f"--rev={revision}", cwd=here)
            assert run.code == 2
            assert "no such revision" in run.err
            assert "\x1b" not in run.err

    def test_a_revision_of_a_plain_directory(self, here: Path) -> None:
        run = verify_review("true.md", "--repo", "project", "--rev", "HEAD", cwd=here)
        assert run.code == 2
        assert "revision 'HEAD'" in run.err

    def test_the_current_directory_is_gone(self, here: Path) -> None:
        gone = here / "gone"
        gone.mkdir()
        script = f"cd {gone} && rmdir {gone} && exec {sys.executable} -m verifier {here / 'true.md'} --repo {here / 'project'}"
        root = Path(__file__).parent.parent
        done = subprocess.run(["sh", "-c", script], capture_output=True, text=True, env=environment(here, {"PYTHONPATH": str(root)}))
        assert done.returncode in {0, 2}
        assert "Traceback" not in done.stderr

    def test_good_reports_are_shown_beside_bad_ones(self, here: Path) -> None:
        run = verify_review("true.md", "nowhere.md", "false.md", "--repo", "project", cwd=here)
        assert run.code == 2
        write(here, {"empty.md": ""})
        run = verify_review("true.md", "empty.md", "false.md", "--repo", "project", cwd=here)
        assert run.code == 2
        assert "empty.md: empty" in run.err
        assert "true.md against" in run.text
        assert "false.md against" in run.text


class TestNotText:
    @pytest.mark.parametrize(
        ("data", "told"),
        [
            (b"", "empty"),
            (b" \n\t\n", "empty"),
            (bytes(range(256)) * 40, "binary"),
            (b"%PDF-1.7\n%\xe2\xe3\n", "PDF"),
            (b"PK\x03\x04rest", "ZIP"),
            (b"\x89PNG\r\n\x1a\n", "image"),
            ("no mark".encode("utf-16-le"), "UTF-16"),
            (b"\xff\xfe\x00", ""),
        ],
    )
    def test_it_is_told(self, data: bytes, told: str, here: Path) -> None:
        run = check(here, data)
        assert run.code == 2
        assert run.err.startswith("verify-review: error: report.md: ")
        assert told in run.err

    def test_fifty_megabytes(self, here: Path) -> None:
        run = check(here, TRUE.encode() * (50_000_000 // len(TRUE)))
        assert run.code == 2
        assert "report.md: too large" in run.err

    @pytest.mark.parametrize("device", ["/dev/zero", "/dev/ptmx", "/dev/null"])
    def test_a_device(self, device: str, here: Path) -> None:
        if not os.path.exists(device):
            pytest.skip("not on this system")
        (here / "link.md").symlink_to(device)
        for name in (device, "link.md"):
            run = verify_review(name, "--repo", "project", cwd=here)
            assert (run.code, run.err) == (2, f"verify-review: error: {name}: can't be read: a pipe or a device, not a file\n")

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
    def test_a_pipe_that_nobody_writes_to(self, here: Path) -> None:
        os.mkfifo(here / "pipe.md")
        run = verify_review("pipe.md", "--repo", "project", cwd=here)
        assert (run.code, run.err) == (2, "verify-review: error: pipe.md: can't be read: a pipe or a device, not a file\n")

    @pytest.mark.skipif(os.name != "posix", reason="needs /dev/fd")
    def test_a_stream_of_its_own_is_read(self, here: Path) -> None:
        for name in ("/dev/stdin", "/dev/fd/0"):
            assert verify_review(name, "--repo", "project", cwd=here, stdin=FALSE.encode()).code == 1


class TestLinksInAFolder:
    @pytest.mark.parametrize("target", ["../outside.md", "../outside.txt", ".git/config", ".env", "app.py", "/etc/passwd"])
    def test_what_they_lead_to_is_not_read(self, target: str, here: Path) -> None:
        line = "The password is hunter2, and `src/util.py` has 300 lines.\n"
        write(here, {"outside.md": line, "outside.txt": line})
        write(here / "docs", {".git/config": line, ".env": line, "app.py": line, "true.md": TRUE})
        (here / "docs/link.md").symlink_to(target)
        for more in ("--output-format=json", "-v", "--fix"):
            run = verify_review("docs", "--repo", "project", more, cwd=here)
            assert run.code == 0
            assert "hunter2" not in run.text + run.err
            assert run.err.count("note: docs/link.md is left out: it is a link to what is no report of docs") == 1
        assert all((here / name).read_text() == line for name in ("outside.md", "outside.txt", "docs/.git/config", "docs/.env"))

    def test_nothing_is_said_of_another_name_of_a_report(self, here: Path) -> None:
        write(here / "docs", {"true.md": TRUE})
        (here / "docs/again.md").symlink_to("true.md")
        run = verify_review("docs", "--repo", "project", cwd=here)
        assert (run.code, run.err, run.text.count("against")) == (0, "", 1)

    def test_nothing_is_left(self, here: Path) -> None:
        (here / "docs").mkdir()
        (here / "docs/link.md").symlink_to("../true.md")
        run = verify_review("docs", "--repo", "project", cwd=here)
        assert run.code == 2
        assert "no Markdown files in this folder" in run.err
        assert verify_review("docs/link.md", "--repo", "project", cwd=here).code == 0


class TestStrangeText:
    def test_a_line_of_five_megabytes(self, here: Path) -> None:
        assert check(here, TRUE + "\n" + "word " * 1_000_000 + "\n").code == 0
        assert check(here, TRUE + "\n" + "x" * 5_000_000 + "\n").code == 0

    @pytest.mark.parametrize("mark", ["- ", "> ", "1. ", "[", "**a ", "`", "<div>", "(", "| "])
    def test_nested_ten_thousand_deep(self, mark: str, here: Path) -> None:
        assert check(here, TRUE + "\n" + mark * 10_000 + "x\n").code == 0

    def test_items_nested_ever_deeper(self, here: Path) -> None:
        assert check(here, TRUE + "\n" + "".join("  " * depth + "- item\n" for depth in range(2_000))).code == 0

    def test_a_number_of_five_thousand_digits(self, here: Path) -> None:
        digits = "9" * 5_000
        table = f"| File | Lines |\n|---|---|\n| src/util.py | {digits} |\n"
        run = check(here, f"`src/util.py` has {digits} lines.\n\n{table}\nSee `src/app.py:{digits}`.\n")
        assert run.code in {0, 1}
        assert check(here, f"`src/util.py` has {digits} lines.\n", "--output-format", "json").code in {0, 1}

    @pytest.mark.parametrize("separator", ["\x85", "\u2028", "\u2029", "\x0c", "\x0b", "\x1c"])
    def test_only_line_ends_end_lines(self, separator: str, here: Path) -> None:
        run = check(here, f"one{separator}two{separator}three\n\n{FALSE}", "--output-format", "json")
        assert [claim["line"] for claim in run.json["claims"] if claim["rule"] == "file-lines"] == [3]

    def test_a_lone_carriage_return_ends_a_line(self, here: Path) -> None:
        run = check(here, f"one\rtwo\r\r{FALSE}", "--output-format", "json")
        assert [claim["line"] for claim in run.json["claims"] if claim["rule"] == "file-lines"] == [4]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "latin-1", "cp1252"])
    def test_encodings(self, encoding: str, here: Path) -> None:
        mark = BOM if encoding.startswith("utf-16") else ""
        run = check(here, f"{mark}# Größe\n\n{FALSE}".encode(encoding))
        assert run.code == 1
        assert "src/util.py has 40 lines, not 300" in run.text

    def test_control_characters_reach_no_terminal(self, here: Path) -> None:
        run = check(here, f"\x1b]0;title\x07 \u202e words\n\n{FALSE}", "-v", "--color", "never")
        assert run.code == 1
        assert not {"\x1b", "\x07", "\u202e"} & set(run.text + run.err)

    def test_names_with_control_characters(self, here: Path) -> None:
        run = verify_review("a\x1b[31m.md", cwd=here)
        assert run.code == 2
        assert "\x1b" not in run.err

    def test_output_that_can_t_show_it(self, here: Path) -> None:
        write(here, {"report.md": f"## Überblick ✅\n\n{FALSE}"})
        run = verify_review("report.md", "--repo", "project", cwd=here, env={"PYTHONIOENCODING": "ascii"})
        assert run.code == 1
        assert run.out.isascii()


class TestRepositories:
    def test_paths_outside_the_root(self, here: Path) -> None:
        write(here, {"secret.txt": "one\ntwo\n"})
        (here / "project/link.txt").symlink_to(here / "secret.txt")
        report = f"`../secret.txt` has 2 lines. `link.txt` has 2 lines. `{here}/secret.txt` has 2 lines.\n"
        run = check(here, report, "--output-format", "json")
        assert "holds" not in {claim["verdict"] for claim in run.json["claims"] if claim["rule"] == "file-lines"}
        assert "two" not in run.text

    @pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root reads everything")
    def test_files_that_can_t_be_read(self, here: Path) -> None:
        (here / "project/src/util.py").chmod(0)
        run = verify_review("false.md", "--repo", "project", "--output-format", "json", cwd=here)
        assert [claim["verdict"] for claim in run.json["claims"] if claim["rule"] == "file-lines"] == ["unverifiable"]
        (here / "true.md").chmod(0)
        assert "true.md: can't be read" in verify_review("true.md", "--repo", "project", cwd=here).err

    def test_git_is_not_installed(self, here: Path) -> None:
        git(here / "project", "init", "-q")
        git(here / "project", "add", ".")
        run = verify_review("false.md", "--repo", "project", cwd=here, env={"PATH": str(here / "nothing")})
        assert run.code == 1, "the files as they lie can be checked without git"
        assert "src/util.py has 40 lines" in run.text
        run = verify_review("false.md", "--repo", "project", "--rev", "HEAD", cwd=here, env={"PATH": str(here / "nothing")})
        assert run.code == 2

    def test_an_empty_repository(self, here: Path) -> None:
        (here / "new").mkdir()
        git(here / "new", "init", "-q")
        run = verify_review("true.md", "--repo", "new", cwd=here)
        assert run.code in {0, 1}


class TestCache:
    PYTHON = "`main` in `src/app.py` has a cyclomatic complexity of 1.\n"

    def caches(self, here: Path) -> list[Path]:
        assert check(here, self.PYTHON).code == 0
        return [path for path in (here / ".cache-of-test").rglob("*") if path.is_file()]

    def test_a_corrupt_cache_costs_nothing_but_time(self, here: Path) -> None:
        caches = self.caches(here)
        assert caches, "facts are cached below XDG_CACHE_HOME"
        for path in caches:
            path.write_bytes(b"this is no database" * 100)
        assert check(here, self.PYTHON).code == 0

    def test_a_locked_cache(self, here: Path) -> None:
        import sqlite3

        databases = [path for path in self.caches(here) if path.read_bytes()[:6] == b"SQLite"]
        connections = [sqlite3.connect(path, isolation_level=None) for path in databases]
        for connection in connections:
            connection.execute("BEGIN EXCLUSIVE")
        try:
            write(here, {"project/src/app.py": "def main():\n    return 2\n"})
            assert check(here, self.PYTHON).code == 0
        finally:
            for connection in connections:
                connection.close()

    def test_no_cache_leaves_nothing_behind(self, here: Path) -> None:
        assert check(here, self.PYTHON, "--no-cache").code == 0
        assert not (here / ".cache-of-test").exists()

    @pytest.mark.parametrize("place", ["/proc/nowhere", "/dev/null/x", "file"])
    def test_a_home_that_can_t_be_written(self, place: str, here: Path) -> None:
        write(here, {"file": "not a folder", "report.md": self.PYTHON})
        home = str(here / place)
        run = verify_review("report.md", "--repo", "project", cwd=here, env={"HOME": home, "XDG_CACHE_HOME": home})
        assert run.code == 0

    def test_no_home_at_all(self, here: Path) -> None:
        write(here, {"report.md": self.PYTHON})
        assert verify_review("report.md", "--repo", "project", cwd=here, env={"HOME": None, "XDG_CACHE_HOME": None}).code == 0

    def test_nothing_is_written_into_the_repository(self, here: Path) -> None:
        git(here / "project", "init", "-q")
        before = {path: path.stat().st_mtime_ns for path in (here / "project").rglob("*")}
        check(here, self.PYTHON + FALSE + TRUE)
        assert {path: path.stat().st_mtime_ns for path in (here / "project").rglob("*")} == before
