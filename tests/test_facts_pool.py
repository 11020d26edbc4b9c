"""Workers: no file takes a run down, and the others get their facts."""

from __future__ import annotations

import os
import signal
import site
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import ModuleType

import pytest

from verifier.facts import analyses, pool, team
from verifier.facts.facts import Facts
from verifier.facts.failure import Failure, Hung
from verifier.facts.nesting import harmless
from verifier.facts.outline import Outline
from verifier.facts.pool import run_all
from verifier.model import Reason
from verifier.repository.snapshot import MemorySnapshot

GOOD = {f"good{number}.py": f"def f{number}(): ...\n" for number in range(50)}


@pytest.fixture(scope="module", autouse=True)
def workers() -> Iterator[None]:
    yield
    team.drop()


def outlines(files: dict[str, str | bytes], jobs: int = 2) -> dict[str, Outline | Failure]:
    found = dict(Facts(MemorySnapshot(files), jobs=jobs).outlines(list(files)))
    assert list(found) == list(files)
    return found


def reason(fact: Outline | Failure) -> Reason | None:
    return fact.reason if isinstance(fact, Failure) else None


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("a.py", "x = " + "(" * 20_000 + ")" * 20_000),
        ("a.py", "x = " + "[" * 10_000),
        ("a.py", "x = " + "-" * 100_000 + "1"),
        ("a.py", "x = " + "not " * 50_000 + "1"),
        ("a.py", "".join(" " * depth + "if x:\n" for depth in range(800)) + " " * 800 + "pass\n"),
        ("a.py", "x = 1" + " + 1" * 50_000),
        ("a.py", "x" + ".f()" * 2_000),
        ("a.js", "x = " + "{a:" * 20_000 + "1" + "}" * 20_000),
        ("a.tsx", "x = " + "<a>" * 20_000 + "</a>" * 20_000),
        ("a.ts", "type A = " + "B<" * 20_000 + "C" + ">" * 20_000),
    ],
    ids=["parentheses", "unclosed", "signs", "not", "blocks", "sum", "chain", "objects", "elements", "generics"],
)
@pytest.mark.parametrize("analysis", ["outlines", "complexities"])
def test_deep_nesting(path: str, source: str, analysis: str) -> None:
    facts = Facts(MemorySnapshot({path: source, "good.py": "def f(): ...\n"}), jobs=2)
    found = getattr(facts, analysis)([path, "good.py"])
    assert not isinstance(found["good.py"], Failure)
    if isinstance(found[path], Failure):
        assert found[path].reason in (Reason.TOO_LARGE, Reason.UNREADABLE)


def test_huge_and_binary_files() -> None:
    found = outlines({"huge.py": "x = 1\n" * 400_000, "binary.py": b"\x7fELF\0\0", "text.py": "def f(): ...", "empty.py": "", "d.bin": "x"})
    expected = {
        "huge.py": Reason.TOO_LARGE,
        "binary.py": Reason.UNREADABLE,
        "text.py": None,
        "empty.py": None,
        "d.bin": Reason.UNSUPPORTED_LANGUAGE,
    }
    assert {path: reason(fact) for path, fact in found.items()} == expected


def test_missing_files() -> None:
    found = Facts(MemorySnapshot({})).outlines(["a.py"])["a.py"]
    assert isinstance(found, Failure)


def test_utf16_and_odd_bytes() -> None:
    found = outlines(
        {"a.py": "def f(): ...".encode("utf-16"), "b.py": b"# caf\xe9\ndef g(): ...", "c.py": b"\xef\xbb\xbfdef h():\r    pass\r"}
    )
    assert [d.name for fact in found.values() if isinstance(fact, Outline) for d in fact.definitions] == ["f", "g", "h"]


def test_workers_and_no_workers_agree() -> None:
    files: dict[str, str | bytes] = {**GOOD, "bad.py": b"\0"}
    assert outlines(files, jobs=1) == outlines(files, jobs=2)


def workers_that(monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    """New workers, each changed first; `usual` is what a worker does with a task."""
    before, after = "from verifier.facts import worker, analyses\nusual = worker.outcome\n", "\nworker.main()\n"
    monkeypatch.setattr(team, "PROGRAM", f"import os, signal, sys, time\nsys.path += sys.argv[1:]\n{before}{change}{after}")
    team.drop()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs signals")
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_worker_that_dies_costs_its_file_only(jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    workers_that(monkeypatch, 'worker.outcome = lambda task: os._exit(9) if b"DEADLY" in task.data else usual(task)')
    files: dict[str, str | bytes] = {**GOOD, "deadly.py": "DEADLY = " + "(" * 400}
    files.update({f"late{number}.py": f"def g{number}(): ...\n" for number in range(30)})
    found = outlines(files, jobs)
    assert [path for path, fact in found.items() if isinstance(fact, Failure)] == ["deadly.py"]
    assert reason(found["deadly.py"]) is Reason.TOO_LARGE
    team.drop()


FOREVER = """
def forever(language, source):
    while b"SLOW" in source:
        pass
    return parsed(language, source)

worker.SECONDS, worker._GRACE = 1, 2.0
parsed = analyses._function("outline")
analyses._function = lambda name: forever
"""


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs timers")
def test_an_analysis_that_does_not_end_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    workers_that(monkeypatch, FOREVER)
    facts = Facts(MemorySnapshot({"slow.py": "SLOW = " + "(" * 400, "good.py": "def f(): ..."}))
    for _ in range(2):
        with pytest.raises(Hung, match=r"slow\.py: outline took more than 1 seconds"):
            facts.outlines(["slow.py", "good.py"])
    assert isinstance(facts.outlines(["good.py"])["good.py"], Outline)
    team.drop()


@pytest.mark.skipif(not hasattr(os, "waitid"), reason="can't be seen here")
def test_a_worker_that_is_stopped_is_replaced(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(team, "STOPPED_SECONDS", 0.1)
    monkeypatch.setattr(team, "_LOOK_SECONDS", 0.1)
    once = f"""
def outcome(task):
    if task.path == "good7.py" and not os.path.exists({str(tmp_path / "seen")!r}):
        open({str(tmp_path / "seen")!r}, "w").close()
        os.kill(os.getpid(), signal.SIGSTOP)
    return usual(task)
worker.outcome = outcome
"""
    workers_that(monkeypatch, once)
    assert all(isinstance(fact, Outline) for fact in outlines(dict(GOOD)).values())
    assert (tmp_path / "seen").exists()
    team.drop()


@pytest.mark.parametrize("sleep", ["os.kill(os.getpid(), signal.SIGSTOP)", "time.sleep(600)"], ids=["stopped", "blocked"])
@pytest.mark.skipif(not hasattr(os, "waitid"), reason="can't be seen here")
def test_a_file_that_stops_its_worker_every_time_is_a_fault(sleep: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(team, "STOPPED_SECONDS", 0.1)
    monkeypatch.setattr(team, "SILENT_SECONDS", 2.0 if "sleep" in sleep else 600.0)
    monkeypatch.setattr(team, "_LOOK_SECONDS", 0.1)
    workers_that(monkeypatch, f'worker.outcome = lambda task: {sleep} if task.path == "good7.py" else usual(task)')
    with pytest.raises(Hung, match=r"good7\.py: outline gave no answer"):
        outlines(dict(GOOD))
    team.drop()


def test_where_a_worker_looks_for_modules(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    users, given = str(tmp_path / "user-site"), str(tmp_path / "given")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "link").symlink_to(tmp_path)
    monkeypatch.setattr(sys, "path", ["", ".", "relative", str(tmp_path), str(tmp_path / "link"), users, given])
    monkeypatch.setattr(site, "getusersitepackages", lambda: users)
    tool = str(Path(team.__file__).parents[2])
    assert team._search_path() == [given, tool]
    module = ModuleType("installed_for_the_user")
    module.__file__ = f"{users}/installed_for_the_user.py"
    monkeypatch.setitem(sys.modules, module.__name__, module)
    assert team._search_path() == [users, given, tool]


def test_what_a_parser_prints_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    workers_that(monkeypatch, 'worker.outcome = lambda task: (os.write(1, b"x" * 100), print("y"), usual(task))[2]')
    assert all(isinstance(fact, Outline) for fact in outlines(dict(GOOD)).values())
    team.drop()


def test_what_is_left_when_nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    workers_that(monkeypatch, 'worker.outcome = lambda task: time.sleep(600) if task.path == "good40.py" else usual(task)')
    tasks = [pool.Task("outline", "python", path, source.encode()) for path, source in GOOD.items()]
    with closing(run_all(tasks, 2)) as running:
        next(running)
        started = [worker.process for worker in team.team()._all]
    assert started
    assert all(process.poll() is not None for process in started)


IDLE = """
import os, sys
from verifier.facts import team, worker
crew = team.Team()
crew.grow(2)
for one in crew._all:
    list(one.answers([worker.Task("outline", "python", "a.py", b"x = 1\\n")]))
    print(one.process.pid, flush=True)
print(crew._directory.path, flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(os.name != "posix", reason="needs signals")
def test_workers_go_when_their_parent_is_killed(tmp_path: Path) -> None:
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    parent = subprocess.Popen([sys.executable, "-c", IDLE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
    assert parent.stdout is not None
    *workers, directory = (parent.stdout.readline().strip() for _ in range(3))
    assert all(alive(int(worker)) for worker in workers)
    parent.kill()
    parent.communicate()
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and any(alive(int(worker)) for worker in workers):
        time.sleep(0.05)
    assert not any(alive(int(worker)) for worker in workers)
    assert os.path.isdir(directory)
    again = subprocess.run([sys.executable, "-c", IDLE], input="", capture_output=True, text=True, env=environment, check=True)
    assert len(again.stdout.split()) == 3
    assert os.listdir(tmp_path) == []  # its own is gone, and that of the one before


def alive(process: int) -> bool:
    """Whether it runs; one that has ended and waits to be asked how does not."""
    done = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True)
    return bool(done.stdout.strip()) and not done.stdout.strip().startswith("Z")


@pytest.mark.parametrize(
    ("source", "refused"),
    [
        ("x" + ".f()" * 25_000, True),  # a query's time grows with the square of the depth: most of a minute
        ("x" + "\n  .f('a')" * 25_000, True),
        ("x" + ".f()" * 4_000, False),
        ("x = [" + "1.5, " * 20_000 + "]", False),
        ("a.b.c()\n" * 20_000, False),
        ("# Well. Then.\n" * 20_000, False),
    ],
)
def test_what_no_query_gets_through_is_refused_unparsed(source: str, refused: bool) -> None:
    failure = analyses.refused("outline", "python", source.encode())
    assert (failure is not None and failure.reason is Reason.TOO_LARGE) is refused


@pytest.mark.parametrize("program", ["/nowhere/python", sys.executable])
def test_without_workers_only_what_is_harmless_is_parsed(program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    workers_that(monkeypatch, "sys.exit(1)")  # where there is such an interpreter at all
    monkeypatch.setattr(sys, "executable", program)
    files: dict[str, str | bytes] = {**GOOD, "deep.py": "x = " + "(" * 400}
    facts = Facts(MemorySnapshot(files), jobs=2)
    with pytest.raises(Hung, match=r"deep\.py: outline was not done: no worker process could be started"):
        facts.outlines(list(files))
    assert all(isinstance(fact, Outline) for fact in facts.outlines(list(GOOD)).values())
    team.drop()


def test_every_task_has_one_outcome() -> None:
    tasks = [pool.Task("outline", "python", path, source.encode()) for path, source in GOOD.items()]
    assert sorted(index for index, _ in run_all(tasks, 2)) == list(range(len(tasks)))
    assert list(run_all([], 2)) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x = [1, (2, {3: 4})]\n" * 100, True),
        ("x = '((((('\n", True),
        ("(" * 100 + ")" * 100, False),
        ("(" * 500, False),
        ("x" * 400_000, False),
        ("-" * 200, False),
        ("not " * 2_000, False),
        ("\n" + " " * 300 + "x", False),
        ("x" + ".f()" * 300, False),
        ("x" + ".select('a').where('b')\n" * 20, True),
        ("x = 1" + " + 1" * 400, False),
    ],
)
def test_what_is_harmless(source: str, expected: bool) -> None:
    assert harmless(source.encode()) is expected
