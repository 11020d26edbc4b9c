"""The sweep: its manifest, two workers over small repositories, processes that are killed, resumption, and the rates."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from cli_helpers import FALSE, PROJECT, TRUE, environment, verify_review, write
from hostile import commit, git

from verifier import __version__
from verifier.cli import main
from verifier.sweep import cluster, host
from verifier.sweep.manifest import ManifestError, read_manifest, url_parts
from verifier.sweep.records import Line, Planned
from verifier.sweep.results import Results, ResultsError, stored

pytestmark = pytest.mark.skipif(os.name != "posix", reason="processes are killed by signals")

REPORTS = {f"docs/{name}.md": TRUE if name < "d" else FALSE for name in "abcdef"}
WAIT = 60.0


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two repositories, a plain directory, reports beside the manifests, and a bare mirror."""
    place = tmp_path_factory.mktemp("sweep")
    for name, files in {"one": REPORTS, "two": {"README.md": "# Two\n\n`src/app.py` was written.\n", "empty.md": "\n"}}.items():
        write(place / name, {**PROJECT, **files})
        git(place / name, "init", "-q")
        commit(place / name, {})
    git(place, "clone", "-q", "--bare", "one", "mirrors/owner+one")
    git(place, "clone", "-q", "one", "mirrors/owner/two.git")
    return write(place, {"plain/a.txt": "x\n", "audits/one.md": FALSE, "all.toml": ALL})


ALL = """
reports = ["docs/[ab].md"]

[[repositories]]
path = "two"
revision = "HEAD"
reports = ["README.md", "nothing/*.md", "empty.md"]

[[repositories]]
url = "https://example.org/owner/one.git"
revision = "main"

[[repositories]]
path = "nowhere"

[[repositories]]
path = "one"
revision = "HEAD"
reports = ["./audits/*.md", "docs/f.md", "docs/*.md"]
"""


def sweep(place: Path, *arguments: str, output: Path, jobs: int = 1) -> int:
    """Runs in this process; returns the exit code."""
    return main(["sweep", *arguments, "--mirrors", str(place / "mirrors"), "-o", str(output), "--no-cache", "-j", str(jobs)])


def lines(output: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (output / "results.jsonl").read_text().splitlines()]


def named(output: Path) -> Counter[tuple[str, str | None]]:
    return Counter((line["repository"], line["report"]) for line in lines(output))


@pytest.fixture(scope="module")
def swept(place: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("results")
    assert sweep(place, str(place / "all.toml"), output=output, jobs=2) == 0
    return output


# --- the manifest

GOOD = {
    "a.toml": (
        '[[repositories]]\npath = "one"\nreports = ["README.md", "./x.md"]\n',
        [("one", None, ("README.md", "./x.md"))],
    ),
    "common.toml": (
        'reports = ["R.md"]\n[[repositories]]\npath = "one"\n[[repositories]]\npath = "two"\nrevision = "v1"\nreports = ["S.md"]\n',
        [("one", None, ("R.md",)), ("two", "v1", ("S.md",))],
    ),
    "inline.toml": ('repositories = [{path = "one", reports = ["R.md"]}]\n', [("one", None, ("R.md",))]),
    "a.csv": (
        "repository,revision,report\none,,README.md\ntwo,HEAD,docs/*.md\n\none,,../x.md\none,,README.md\n",
        [("one", None, ("README.md", "../x.md")), ("two", "HEAD", ("docs/*.md",))],
    ),
    "short.csv": ('Report,Repository\r\n"a, b.md",one\r\n', [("one", None, ("a, b.md",))]),
}


@pytest.mark.parametrize("name", GOOD)
def test_good_manifests(name: str, tmp_path: Path) -> None:
    text, expected = GOOD[name]
    entries = read_manifest(write(tmp_path, {name: text}) / name)
    assert [(entry.repository, entry.asked, entry.patterns) for entry in entries] == expected
    assert [entry.place for entry in entries] == [tmp_path / entry.repository for entry in entries]


TABLES = """\
report = ["README.md"]  # 1
reports = ["../../x.md", "docs/../../x.md", "a.md", 7, ""]
[[repositories]]  # 3
path = "one"
url = "https://example.org/a/b"
[[repositories]]
# path = "commented"
note = '''
[[repositories]]
path = 5
'''
[[repositories]]  # 12
url = "https://example.org/a"
revision = 3
[[repositories]]
path = "https://example.org/a/b"
reports = "README.md"
[[repositories]]  # 18
url = "https://example.org/a/b"
reports = []
[[repositories]]
path = ""
"""
BAD: dict[str, tuple[str | bytes, tuple[str, ...]]] = {
    "tables.toml": (
        TABLES,
        (
            "tables.toml:1: nothing is called 'report' here; did you mean 'reports'?",
            "tables.toml:2: 'docs/../../x.md' leaves the repository: one that lies beside the manifest begins with ./ or ../",
            "tables.toml:2: a report is empty: write it, or leave it out",
            "tables.toml:2: a report must be a text in quotes, is 7",
            "tables.toml:3: both path and url are given: leave one out",
            'tables.toml:6: no repository is named: add path = "..." or url = "..."',
            "tables.toml:8: nothing is called 'note' here; there are path, url, revision, reports",
            "tables.toml:13: 'https://example.org/a' names no owner and repository: write it as https://HOST/OWNER/NAME",
            "tables.toml:14: revision must be a text in quotes, is 3",
            "tables.toml:16: path 'https://example.org/a/b' is a URL: call it url",
            'tables.toml:17: reports must be a list: ["README.md"]',
            'tables.toml:18: no reports are named: add reports = ["README.md"], here or at the top for all',
            "tables.toml:19: 'https://example.org/a/b' is a URL: say with --mirrors DIR where its clone lies, or write the clone's path",
            "tables.toml:22: path is empty: write it, or leave it out",
        ),
    ),
    "url.toml": (
        'reports = ["a.md"]\n[[repositories]]\nurl = "https://example.org/a"\n[[repositories]]\nurl = "git@example.org:a/b.git"\n',
        (
            "url.toml:3: 'https://example.org/a' names no owner and repository: write it as https://HOST/OWNER/NAME",
            "url.toml:5: 'git@example.org:a/b.git' is a URL: say with --mirrors DIR where its clone lies, or write the clone's path",
        ),
    ),
    "broken.toml": ("[[repositories]]\npath = one\n", ("broken.toml:2: not valid TOML: Invalid value (at line 2, column 8)",)),
    "deep.toml": (f"reports = {'[' * 5000}", ("deep.toml:1: not valid TOML: nested too deep",)),
    "flat.toml": ('[repositories]\npath = "x"\n', ("flat.toml:1: 'repositories' must be tables: begin each with [[repositories]]",)),
    "none.toml": ("", ("none.toml:1: no repository is listed: docs/sweep.md shows how",)),
    "rows.csv": (
        "repository,revision,report\none,HEAD\n,HEAD,README.md\none,HEAD,a,b\none,,\none,,x/../../y\n",
        (
            "rows.csv:2: 2 values in 3 columns: leave what is not given empty, with its comma",
            "rows.csv:3: the repository is empty: write it, or leave it out",
            "rows.csv:4: 4 values in 3 columns: quote what holds a comma",
            "rows.csv:5: a report is empty: write it, or leave it out",
            "rows.csv:6: 'x/../../y' leaves the repository: one that lies beside the manifest begins with ./ or ../",
        ),
    ),
    "head.csv": (
        "repository,reports,repository\none,a.md,one\n",
        (
            "head.csv:1: no column is called 'reports'; did you mean 'report'?",
            "head.csv:1: the column report is missing",
            "head.csv:1: the column repository is there 2 times: leave one",
        ),
    ),
    "bare.csv": ("one;README.md\n", ("bare.csv:1: the first line must name the columns, separated by commas: repository,revision,report",)),
    "quote.csv": ('repository,report\none,"a.md\n', ("quote.csv:2: not valid CSV: unexpected end of data",)),
    "latin.csv": (b"repository,report\none,\xe9.md\n", ("latin.csv:2: not UTF-8: save it as UTF-8 text",)),
    "list.json": ("[]", ("list.json: a manifest is TOML or CSV: name it .toml or .csv",)),
}


@pytest.mark.parametrize("name", BAD)
def test_all_mistakes_of_a_manifest_are_told_at_once(name: str, tmp_path: Path) -> None:
    text, told = BAD[name]
    write(tmp_path, {name: text})
    with pytest.raises(ManifestError) as error:
        read_manifest(tmp_path / name)
    assert str(error.value).replace(f"{tmp_path}/", "").splitlines() == list(told)


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("https://example.org/owner/name", ("owner", "name")),
        ("https://example.org/owner/name.git/", ("owner", "name")),
        ("ssh://git@example.org:22/owner/name.git", ("owner", "name")),
        ("git@example.org:group/sub/name.git", ("group", "sub", "name")),
        ("https://example.org/owner/..", ()),
        ("https://[/owner/name", ()),
        ("https://example.org/owner/%2e%2e/x", ()),
    ],
)
def test_owner_and_name_of_a_url(url: str, parts: tuple[str, ...]) -> None:
    assert url_parts(url) == parts


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "name a manifest and where results go"),
        (("gone.toml",), "name a manifest and where results go"),
        (("gone.toml", "-o", "out"), "gone.toml: can't be read: No such file"),
        (("m.csv", "-o", "m.csv"), "can't write into m.csv: File exists"),
        (("m.csv", "-o", "out", "--mirrors", "nowhere"), "--mirrors: nowhere is no directory"),
        (("m.csv", "-o", "out", "--fail-on", "refutd"), "--fail-on: nothing is called 'refutd'; did you mean 'refuted'?"),
        (("m.csv", "-o", "out", "--select", "nothing"), "no rule or family is named 'nothing'"),
        (("m.csv", "-o", "out", "--scheduler", "nonsense://x"), "--scheduler nonsense://x: no scheduler answers there"),
        (("m.csv", "--summary", "out"), "leave out the manifest"),
        (("--summary", "."), "there are no results of a sweep"),
        (("--summary", "m.csv"), "there are no results of a sweep"),
    ],
)
def test_wrong_use_is_told(
    arguments: tuple[str, ...], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(write(tmp_path, {"m.csv": "repository,report\n.,m.md\n"}))
    assert main(["sweep", *arguments]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.startswith("verify-review: error: ")
    assert told in output.err


def test_without_the_extra_it_says_what_to_install(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cluster, "NEEDED", ("no_such_package", "pyarrow"))
    assert sweep(place, str(place / "all.toml"), output=tmp_path) == 2
    assert capsys.readouterr().err == (
        "verify-review: error: a sweep needs no_such_package, which the extra `sweep` brings:\n  pip install 'verify-review[sweep]'\n"
    )


# --- a run

ONE, TWO = "https://example.org/owner/one.git", "two"


def test_every_report_has_one_line(swept: Path) -> None:
    expected = [(TWO, "README.md"), (TWO, "nothing/*.md"), (TWO, "empty.md"), (ONE, "docs/a.md"), (ONE, "docs/b.md"), ("nowhere", None)]
    expected += [("one", "./audits/one.md"), ("one", "docs/f.md"), *(("one", name) for name in REPORTS if name != "docs/f.md")]
    assert named(swept) == Counter(expected)
    plan = [json.loads(line) for line in (swept / "plan.jsonl").read_text().splitlines()]
    assert [(line["repository"], line["report"]) for line in plan] == expected


def test_a_line_holds_facts_and_no_prose(swept: Path, place: Path) -> None:
    line = next(line for line in lines(swept) if line["report"] == "./audits/one.md")
    assert (line["tool"], line["asked"], line["revision"]) == (__version__, "HEAD", git(place / "one", "rev-parse", "HEAD"))
    assert line["claims"] == [
        {"line": 1, "rule": "file-exists", "kind": "file-exists", "verdict": "holds"},
        {"line": 1, "rule": "file-lines", "kind": "file-lines", "verdict": "refuted"},
    ]
    assert (line["summary"]["claims"], line["summary"]["holds"], line["summary"]["refuted"]) == (2, 1, 1)
    assert "src/util.py" not in json.dumps(line)


def test_what_failed_is_a_line_with_its_reason(swept: Path) -> None:
    failed = {(line["repository"], line["report"]): line["error"] for line in lines(swept) if "error" in line}
    assert failed == {(TWO, "nothing/*.md"): "no-report", ("nowhere", None): "repository"}


def test_verdicts_are_those_of_a_single_run(swept: Path, place: Path) -> None:
    single = verify_review("audits/one.md", "--repo", "one", "--output-format", "json", cwd=place).json
    (line,) = (line for line in lines(swept) if line["report"] == "./audits/one.md")
    assert [claim["verdict"] for claim in line["claims"]] == [claim["verdict"] for claim in single["claims"]]
    shared = line["summary"].keys() & single["summary"].keys()
    assert len(shared) >= 9
    assert {name: line["summary"][name] for name in shared} == {name: single["summary"][name] for name in shared}


def test_the_table_holds_all_claims_in_the_manifest_s_order(swept: Path) -> None:
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(swept / "claims.parquet")
    assert table.column_names == ["repository", "revision", "report", "line", "rule", "kind", "verdict", "reason"]
    rows = [(row["repository"], row["report"], row["verdict"]) for row in table.to_pylist() if row["rule"] == "file-lines"]
    reports = ["./audits/one.md", "docs/f.md", *sorted(REPORTS)[:-1]]
    expected = [(ONE, "docs/a.md", "holds"), (ONE, "docs/b.md", "holds")]
    expected += [("one", name, "holds" if REPORTS.get(name) == TRUE else "refuted") for name in reports]
    assert rows == expected


SUMMARY = """\
13 reports: 11 checked, 2 could not be checked; 19 claims

rule         claims       holds    refuted      stale   doubtful  unverifiable
file-exists      10  10 100.0 %  -          -          -             -
file-lines        9   5  55.6 %  4  44.4 %  -          -             -
all              19  15  78.9 %  4  21.1 %  -          -             -

repository                                claims       holds    refuted      stale   doubtful  unverifiable
two @ HEAD                                     1   1 100.0 %  -          -          -             -
https://example.org/owner/one.git @ main       4   4 100.0 %  -          -          -             -
nowhere                                        0   -          -          -          -             -
one @ HEAD                                    14  10  71.4 %  4  28.6 %  -          -             -
all                                           19  15  78.9 %  4  21.1 %  -          -             -

not checked
  two @ HEAD: nothing/*.md: nothing fits nothing/*.md in the repository; what lies beside the manifest begins with ./ or ../
  nowhere: PLACE/nowhere does not exist
"""


def test_rates_are_printed(swept: Path, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sweep", "--summary", str(swept)]) == 0
    assert capsys.readouterr().out == SUMMARY.replace("PLACE", str(place))


@pytest.mark.parametrize(("fail_on", "code"), [("error,refuted", 1), ("doubtful,stale", 0)])
def test_it_fails_only_on_what_is_asked(fail_on: str, code: int, swept: Path, place: Path) -> None:
    before = (swept / "results.jsonl").read_bytes()
    assert sweep(place, str(place / "all.toml"), "--fail-on", fail_on, output=swept) == code
    assert (swept / "results.jsonl").read_bytes() == before, "nothing is done again"


FILES = """
[[repositories]]
path = "plain"
reports = ["*.md"]

[[repositories]]
path = "inner/below"
reports = ["*.md", "deep/[x].md"]

[[repositories]]
path = "mirrors/owner+one"
reports = ["docs/{a,f}.md", "src"]
"""


def test_files_on_disk_folders_and_bare_repositories(place: Path, tmp_path: Path) -> None:
    write(place, {"plain/a.md": "`a.txt` is 1 line long.\n", "files.toml": FILES, "inner/below/x.md": "`y.py` is 1 line long.\n"})
    write(place, {"inner/below/y.py": "x = 1\n", "inner/below/deep/[x].md": "`y.py` is 7 lines long.\n"})
    git(place / "inner", "init", "-q")
    commit(place / "inner", {})
    assert sweep(place, str(place / "files.toml"), output=tmp_path) == 0
    found = {
        (line["repository"], line["report"]): line["message"] if "error" in line else line["claims"][-1]["verdict"]
        for line in lines(tmp_path)
    }
    assert found == {
        ("plain", "a.md"): "holds",
        ("inner/below", "x.md"): "holds",
        ("inner/below", "deep/[x].md"): "refuted",
        ("mirrors/owner+one", "docs/a.md"): "holds",
        ("mirrors/owner+one", "docs/f.md"): "refuted",
        ("mirrors/owner+one", "src"): "a directory",
    }


# --- processes that end

KILLER = """
import os, pathlib, signal, sys, time
sys.path += sys.argv[1:]
results = pathlib.Path({results!r})
from verifier.sweep import work, worker
usual = work.answered
def answered(request):
    if getattr(request, "report", "") == {report!r} and not os.path.exists({mark!r}):
        if {once}:
            open({mark!r}, "x").close()
        while {waits} and not (results.exists() and results.stat().st_size):
            time.sleep(0.02)
        os.kill({victim}, signal.SIGKILL)
    return usual(request)
work.answered = answered
worker.main()
"""
DOCS = "repository,revision,report\none,HEAD,docs/*.md\n"


def killer(tmp_path: Path, report: str, parent: bool = False, once: bool = True) -> str:
    """What an engine runs that kills itself, or once there is a result its parent, when it is to check `report`; only once, if `once`."""
    mark, results = str(tmp_path / "mark"), str(tmp_path / "out" / "results.jsonl")
    victim = "os.getppid()" if parent else "os.getpid()"
    return KILLER.format(report=report, mark=mark, results=results, once=once, victim=victim, waits=parent)


def test_a_worker_that_is_killed_is_replaced(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(place, {"docs.csv": DOCS})
    monkeypatch.setattr(host, "PROGRAM", killer(tmp_path, "docs/c.md"))
    assert sweep(place, str(place / "docs.csv"), "--fail-on", "error", output=tmp_path / "out", jobs=2) == 0
    assert (tmp_path / "mark").exists(), "one was killed"
    assert named(tmp_path / "out") == Counter(("one", name) for name in REPORTS)


def test_a_report_that_always_ends_its_worker_is_an_error_of_its_own(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(place, {"docs.csv": DOCS})
    output = tmp_path / "out"
    with monkeypatch.context() as patched:
        patched.setattr(host, "PROGRAM", killer(tmp_path, "docs/c.md", once=False))
        assert sweep(place, str(place / "docs.csv"), "--fail-on", "error", output=output) == 2
    assert named(output) == Counter(("one", name) for name in REPORTS)
    assert {line["report"]: line["error"] for line in lines(output) if "error" in line} == {"docs/c.md": "lost"}
    assert "error: one: docs/c.md: its process ended twice" in capsys.readouterr().err
    assert sweep(place, str(place / "docs.csv"), "--fail-on", "error", "--retry-errors", output=output) == 0
    assert named(output) == Counter(("one", name) for name in REPORTS)


def test_one_that_gives_no_answer_is_ended(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(place, {"c.csv": "repository,revision,report\none,HEAD,docs/c.md\n"})
    monkeypatch.setattr(host, "PROGRAM", killer(tmp_path, "docs/c.md", once=False).replace("SIGKILL", "SIGSTOP"))
    monkeypatch.setattr(host, "SILENT_SECONDS", 1.0)
    monkeypatch.setattr(host, "_LEAVE_SECONDS", 0.1)
    assert sweep(place, str(place / "c.csv"), output=tmp_path / "out") == 0
    assert [line["error"] for line in lines(tmp_path / "out")] == ["timeout"]


RUN = """
import sys
from verifier.cli import main
from verifier.sweep import host
host.PROGRAM = sys.argv.pop(1) or host.PROGRAM
sys.exit(main())
"""


def run(place: Path, output: Path, program: str = "", jobs: int = 1) -> subprocess.Popen[bytes]:
    """A run of its own in a session of its own, whose engines run `program`."""
    arguments = ["sweep", "docs.csv", "-o", str(output), "--no-cache", "-j", str(jobs)]
    temporary = write(output.parent / "tmp", {".keep": ""})
    return subprocess.Popen(
        [sys.executable, "-c", RUN, program, *arguments], cwd=place, env=environment(place, {"TMPDIR": str(temporary)}),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # ignored where tests run behind a shell's "&"
    )  # fmt: skip


def gone(process: subprocess.Popen[bytes]) -> bool:
    """Whether nothing of its session is left; waits for it."""
    deadline = time.monotonic() + WAIT
    while time.monotonic() < deadline:
        listed = subprocess.run(["ps", "-eo", "sid=,stat="], capture_output=True, text=True, check=True).stdout.splitlines()
        if not any(line.split()[0] == str(process.pid) and not line.split()[1].startswith("Z") for line in listed):
            return True
        time.sleep(0.05)
    return False


def test_a_run_that_was_killed_goes_on(place: Path, tmp_path: Path) -> None:
    write(place, {"docs.csv": DOCS})
    output = tmp_path / "out"
    killed = run(place, output, killer(tmp_path, "docs/d.md", parent=True))
    killed.communicate(timeout=WAIT)
    assert killed.returncode == -signal.SIGKILL
    assert gone(killed)
    before = (output / "results.jsonl").read_bytes()
    done = len(lines(output))
    assert 1 <= done <= 3, "it was killed amid the fourth report"
    with (output / "results.jsonl").open("ab") as file:
        file.write(before[: len(before) // 7])  # as if it had been killed amid a line
    again = run(place, output)
    _, told = again.communicate(timeout=WAIT)
    assert again.returncode == 0, told
    assert b"6 reports of 1 repository, %d of them done before" % done in told
    assert (output / "results.jsonl").read_bytes().startswith(before), "what was done is as it was"
    assert named(output) == Counter(("one", name) for name in REPORTS)


def test_ctrl_c_is_a_quiet_end(place: Path, tmp_path: Path) -> None:
    write(place, {"docs.csv": DOCS})
    process = run(place, tmp_path / "out", killer(tmp_path, "docs/d.md", parent=True).replace("SIGKILL", "SIGINT"))
    _, told = process.communicate(timeout=WAIT)
    assert process.returncode == 130
    assert told.splitlines()[-1] == b"verify-review: interrupted"
    assert gone(process)
    assert os.listdir(tmp_path / "tmp") == [".keep"]
    assert all(line.endswith(b"\n") for line in (tmp_path / "out" / "results.jsonl").read_bytes().splitlines(keepends=True))


# --- a cluster of the user's

DASK_WORKER = """
import sys
from distributed.cli.dask_worker import main
from verifier.sweep import host
host.PROGRAM = sys.argv.pop(1)
main()
"""


def test_a_worker_of_another_cluster_that_is_killed(place: Path, tmp_path: Path) -> None:
    from distributed import LocalCluster

    write(place, {"docs.csv": DOCS})
    with LocalCluster(n_workers=0, processes=False, protocol="tcp", host="127.0.0.1", dashboard_address="127.0.0.1:0") as scheduler:
        address, program = scheduler.scheduler_address, killer(tmp_path, "docs/c.md", parent=True)
        command = [sys.executable, "-c", DASK_WORKER, program, address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
        workers = [subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL, env=environment(tmp_path)) for _ in range(2)]
        try:
            assert sweep(place, str(place / "docs.csv"), "--scheduler", address, "--fail-on", "error", output=tmp_path / "out") == 0
            assert sorted(worker.poll() or 0 for worker in workers) == [-signal.SIGKILL, 0]
        finally:
            for worker in workers:
                worker.kill()
                worker.wait()
    assert named(tmp_path / "out") == Counter(("one", name) for name in REPORTS)


# --- what is written


def planned(*keys: str) -> list[Planned]:
    return [Planned(key, "one", None, None, f"{key}.md") for key in keys]


def line(key: str, error: bool = False) -> Line:
    return Line(key, "1", "one", None, None, f"{key}.md", error="lost" if error else None)


def test_results_keep_what_is_planned_and_put_the_rest_aside(tmp_path: Path) -> None:
    with Results(tmp_path) as results:
        assert results.begin(planned("a", "b", "c"), again=False) == 0
        for key in "cab":
            results.add(line(key, error=key == "b"))
    with (tmp_path / "results.jsonl").open("ab") as file:
        file.write(b'{"key":"d"')
    with Results(tmp_path) as results:
        assert results.begin(planned("a", "b", "d"), again=False) == 2
        assert results.done == {"a", "b"}
        assert results.begin(planned("a", "b", "d"), again=True) == 1
        results.add(line("d"))
    assert [found["key"] for found in lines(tmp_path)] == ["a", "d"]
    assert json.loads((tmp_path / "earlier.jsonl").read_text())["key"] == "c"
    assert [(item.key, known is not None) for item, known in stored(tmp_path)] == [("a", True), ("b", False), ("d", True)]


def test_a_directory_is_for_one_run_at_a_time(tmp_path: Path) -> None:
    with Results(tmp_path), pytest.raises(ResultsError, match="another sweep is at work there"):
        Results(tmp_path)
    with Results(tmp_path):
        pass


@pytest.mark.parametrize("text", ['{"other": 1}\n', "text\n", "\xff\n", '{"key": 1}\n'])
def test_a_file_that_is_no_result_stays_as_it_is(text: str, tmp_path: Path) -> None:
    write(tmp_path, {"results.jsonl": text})
    with Results(tmp_path) as results, pytest.raises(ResultsError, match=r"results\.jsonl:1: not of a sweep, or damaged"):
        results.begin(planned("a"), again=False)
    assert (tmp_path / "results.jsonl").read_text() == text
