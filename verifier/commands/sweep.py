"""`verify-review sweep MANIFEST --output DIR`: many reports of many repositories, and what became of them in files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from verifier.commands.config import config_of
from verifier.commands.messages import Problem, say
from verifier.commands.options import options_of
from verifier.commands.verify import Request as VerifyRequest
from verifier.gate import NOTHING, UNUSED
from verifier.output.progress import Progress, wanted
from verifier.output.sink import OutputClosed, OutputError, Sink

if TYPE_CHECKING:
    from distributed import Client

    from verifier.result import RunOptions
    from verifier.sweep.manifest import Entry
    from verifier.sweep.plan import Planner, Task
    from verifier.sweep.records import Answer
    from verifier.sweep.results import Results

EXTRA = "pip install 'verify-review[sweep]'"


@dataclass(frozen=True)
class Request:
    """What was asked for on the command line."""

    manifest: str | None
    output: str | None = None
    summary: str | None = None
    mirrors: str | None = None
    scheduler: str | None = None
    retry_errors: bool = False
    jobs: int = 0
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    min_confidence: str | None = None
    config: str | None = None
    no_cache: bool = False
    fail_on: tuple[str, ...] = ()


def run(request: Request) -> int:
    """Does the job and returns the exit code. Raises Problem when it can't be done."""
    from verifier.sweep.cluster import ClusterError, connected, missing
    from verifier.sweep.manifest import ManifestError, read_manifest
    from verifier.sweep.results import Results, ResultsError

    if request.summary is not None:
        return _show(request, request.summary)
    if request.manifest is None or request.output is None:
        raise Problem("name a manifest and where results go: verify-review sweep MANIFEST --output DIR (or --summary DIR for their rates)")
    if absent := missing():
        raise Problem(f"a sweep needs {' and '.join(absent)}, which the extra `sweep` brings:\n{EXTRA}")
    try:
        entries = read_manifest(Path(request.manifest), Path(request.mirrors) if request.mirrors else None)
        options = _options(request)
        with Results(Path(request.output)) as results, connected(request.jobs, request.scheduler) as client:
            return _swept(request, entries, options, results, client)
    except (ManifestError, ResultsError, ClusterError) as error:
        raise Problem(str(error)) from error


def _options(request: Request) -> RunOptions:
    """As those of a single run, but each report by itself: what is parallel is the reports. Raises Problem."""
    asked = VerifyRequest(
        (), ".", None, (), request.select, request.ignore, request.min_confidence,
        fail_on=request.fail_on, jobs=1, no_cache=request.no_cache, config=request.config,
    )  # fmt: skip
    if {UNUSED, NOTHING} & set(request.fail_on):
        raise Problem(f"--fail-on: a sweep can't fail on {UNUSED} or {NOTHING}")
    return options_of(asked, config_of(asked.config, asked.isolated))


def _swept(request: Request, entries: Sequence[Entry], options: RunOptions, results: Results, client: Client) -> int:
    from verifier.sweep.plan import Planner
    from verifier.sweep.rates import counted
    from verifier.sweep.table import write_table

    assert request.manifest is not None
    if request.scheduler and not client.nthreads():
        say("note: the cluster has no worker yet; the sweep waits for one")
    planner = Planner(Path(request.manifest), options)
    tasks = planner.tasks(entries, _expanded(entries, planner, client))
    before = results.begin([task.planned for task in tasks], request.retry_errors)
    known = f", {before:,} of them done before" if before else ""
    say(f"{counted(len(tasks), 'report')} of {counted(len(entries), 'repository', 'repositories')}{known}")
    waiting = [task for task in tasks if task.planned.key not in results.done]
    with _Steps(len(tasks), before) as steps:
        for task, answer in _answered(waiting, client):
            line = task.line(answer)
            results.add(line)
            if line.error:
                steps.clear()
                say(f"error: {_name(task)}: {line.message}")
            steps.next(_name(task))
    write_table(results.directory)
    return _exit_code(request, results.directory)


def _expanded(entries: Sequence[Entry], planner: Planner, client: Client) -> list[Answer]:
    """What each entry leads to, in order."""
    from verifier.sweep.cluster import answers
    from verifier.sweep.records import Failure

    questions = [planner.question(entry) for entry in entries]
    asked = [(place, question) for place, question in enumerate(questions) if not isinstance(question, Failure)]
    found: list[Answer | None] = [question if isinstance(question, Failure) else None for question in questions]
    progress = Progress("repositories") if wanted() else None
    for number, (index, answer) in enumerate(answers(client, [question for _, question in asked]), 1):
        place = asked[index][0]
        found[place] = answer
        if progress:
            progress(entries[place].repository, number, len(asked))
    if progress:
        progress.clear()
    return [answer for answer in found if answer is not None]


def _answered(tasks: Sequence[Task], client: Client) -> Iterator[tuple[Task, Answer]]:
    """Each task with what came of it: first those that nothing can be asked about."""
    from verifier.sweep.cluster import answers

    yield from ((task, task.failure) for task in tasks if task.failure)
    asked = [(task, task.request) for task in tasks if task.request]
    for index, answer in answers(client, [request for _, request in asked]):
        yield asked[index][0], answer


def _name(task: Task) -> str:
    known = task.planned
    return f"{known.repository}: {known.report}" if known.report else known.repository


class _Steps:
    """Progress on standard error: a bar where somebody sees it, else a line for each tenth."""

    def __init__(self, total: int, done: int) -> None:
        self._total, self._done = total, done
        self._bar = Progress("reports") if wanted() else None

    def __enter__(self) -> _Steps:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def next(self, name: str) -> None:
        before, self._done = 10 * self._done // self._total, self._done + 1
        if self._bar:
            self._bar(name, self._done, self._total)
        elif 10 * self._done // self._total > before:
            say(f"{self._done:,} of {self._total:,} reports")

    def clear(self) -> None:
        if self._bar:
            self._bar.clear()


def _exit_code(request: Request, directory: Path) -> int:
    """0 unless --fail-on names what happened: 2 for errors, 1 for the rest."""
    from verifier.sweep.rates import Rates, told
    from verifier.sweep.results import stored

    met: Counter[str] = Counter()
    found = Rates()
    for planned, line in stored(directory):
        found.add(planned, line)
        if line and line.summary:
            summary = line.summary
            met.update(refuted=summary.refuted, stale=summary.stale, doubtful=summary.doubtful, error=summary.error)
            met.update(part=summary.part, unread=summary.unread)
    met["error"] += len(found.failures)
    say(told(found))
    say(f"rates: verify-review sweep --summary {directory}")
    if any(met[name] for name in request.fail_on if name != "error"):
        return 1
    return 2 if "error" in request.fail_on and met["error"] else 0


def _show(request: Request, directory: str) -> int:
    from verifier.sweep.rates import Rates, render
    from verifier.sweep.results import ResultsError, stored

    if request.manifest is not None or request.output is not None:
        raise Problem("--summary shows the results that lie in its DIR: leave out the manifest and --output")
    found = Rates()
    try:
        for planned, line in stored(Path(directory)):
            found.add(planned, line)
        Sink(None).write(render(found))
    except OutputClosed:
        return 0
    except (ResultsError, OutputError) as error:
        raise Problem(str(error)) from error
    return 0
