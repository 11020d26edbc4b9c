"""`verify-review github-action`: the step of the action, told by its environment what to check. `action.yml` sets it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from verifier.commands.config import config_of
from verifier.commands.inputs import Input, find_inputs
from verifier.commands.messages import Problem
from verifier.commands.verify import Request, checked
from verifier.gate import percentage
from verifier.output.github_format import command

PULL_REQUEST = "<pull request>"
_DEEPER = "With actions/checkout, `fetch-depth: 0` fetches all of the history"
_RESULTS = {0: "passed", 1: "failed"}
_MAX_EVENT = 50_000_000  # bytes


@dataclass(frozen=True)
class Asked:
    """The action's inputs. `text` is what the pull request says, None where there is none or it is not to be checked."""

    reports: tuple[str, ...]
    repo: str
    base: str
    fail_on: tuple[str, ...]
    min_checked: float | None
    outputs: tuple[str, ...]
    text: str | None


def run(environment: Mapping[str, str]) -> int:
    """Checks, annotates, and tells later steps by the file GITHUB_OUTPUT how it went. Returns the exit code."""
    sarif = ""
    try:
        sarif = _sarif(environment)
        code = _run(_asked(environment, sarif))
    except Problem as problem:
        print(command("error", "verify-review", problem.message))
        code = 2
    _tell(environment.get("GITHUB_OUTPUT"), result=_RESULTS.get(code, "error"), sarif=sarif if os.path.exists(sarif) else "")
    return code


def _tell(file: str | None, **outputs: str) -> None:
    """For later steps. Raises Problem."""
    if not file:
        return
    try:
        with open(file, "a", encoding="utf-8") as stream:
            stream.writelines(f"{name}={value}\n" for name, value in outputs.items())
    except OSError as error:
        raise Problem(f"GITHUB_OUTPUT: {file} can't be written: {error.strerror}") from error


def _run(asked: Asked) -> int:
    config = config_of(None, isolated=False)
    codes = [0]
    if asked.text is not None:
        # Whoever opens a pull request does not decide what of it is checked: its own suppressions count for nothing.
        request = Request((), asked.repo, as_change=True, fail_on=asked.fail_on, output_format="github", ignore_suppressions=True)
        codes.append(checked(request, (Input(PULL_REQUEST, asked.text, may_be_silent=True),), config))
    if asked.reports:
        _look_for_history(asked)
        request = Request(
            asked.reports, asked.repo, fail_on=asked.fail_on, min_checked=asked.min_checked, output_format="github", outputs=asked.outputs,
            changed_only=bool(asked.base), base=asked.base or None,
        )  # fmt: skip
        codes.append(checked(request, find_inputs(asked.reports), config))
    return max(codes)


def _look_for_history(asked: Asked) -> None:
    """Tells of history that is missing; raises Problem where nothing can be done without it."""
    from verifier.changed import ChangedError, Changes
    from verifier.repository.open import RepositoryError, open_repository

    try:
        if asked.base:
            with closing(Changes(asked.base)) as changes:
                changes.before(asked.reports[0])
        with open_repository(asked.repo) as repository:
            if repository.shallow:
                print(command("notice", "verify-review: history is missing", f"Claims about the past can't be checked. {_DEEPER}."))
    except ChangedError as error:
        raise Problem(f"{error}. {_DEEPER}; `base` is the branch that is merged into, such as origin/main, or a commit of it") from error
    except RepositoryError as error:
        raise Problem(str(error)) from error


def _asked(environment: Mapping[str, str], sarif: str) -> Asked:
    def given(name: str) -> str:
        return environment.get(f"INPUT_{name}", "").strip()

    def lines(name: str) -> tuple[str, ...]:
        return tuple(line.strip() for line in given(name).splitlines() if line.strip())

    try:
        min_checked = percentage(given("MIN_CHECKED")) if given("MIN_CHECKED") else None
    except ValueError as error:
        raise Problem(f"min-checked: {error}") from error
    reports, with_text = lines("REPORTS"), _switch("pull-request-text", given("PULL_REQUEST_TEXT"))
    if not reports and not with_text:
        raise Problem("there is nothing to check: name `reports`, or set `pull-request-text: true`")
    return Asked(
        reports,
        given("REPO") or ".",
        given("BASE"),
        tuple(given("FAIL_ON").replace(",", " ").split()),
        min_checked,
        (*lines("FORMATS"), *([f"sarif:{sarif}"] if sarif else [])),
        _pull_request(environment) if with_text else None,
    )


def _sarif(environment: Mapping[str, str]) -> str:
    """Where the results for code scanning are written; "" without files that they are about, or where they are not asked for."""
    wanted = _switch("sarif", environment.get("INPUT_SARIF", "").strip()) and environment.get("INPUT_REPORTS", "").strip()
    if not wanted:
        return ""
    file = Path(environment.get("RUNNER_TEMP") or ".", "verify-review.sarif")
    try:
        file.unlink(missing_ok=True)  # an earlier step's, which is not to be uploaded for this one
    except OSError as error:
        raise Problem(f"sarif: {file} can't be replaced: {error.strerror}") from error
    return str(file)


def _switch(name: str, value: str) -> bool:
    if value not in ("", "true", "false"):
        raise Problem(f"{name}: true or false is meant, not '{value[:60]}'")
    return value == "true"


def _pull_request(environment: Mapping[str, str]) -> str | None:
    """Title and text of the pull request that the event is about; None, which is told, where it is about none. Raises Problem."""
    path = environment.get("GITHUB_EVENT_PATH", "")
    if not path:
        raise Problem("pull-request-text: GITHUB_EVENT_PATH names no file; this is set by GitHub, in a workflow")
    try:
        event = json.loads(_read(Path(path)))
    except OSError as error:
        raise Problem(f"pull-request-text: the event {path} can't be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise Problem(f"pull-request-text: the event {path} is no JSON") from error
    request: Any = event.get("pull_request") if isinstance(event, dict) else None
    if not isinstance(request, dict):
        print(command("notice", "verify-review", "pull-request-text: this event is about no pull request, so no text of one is checked"))
        return None
    title, body = (value if isinstance(value, str) else "" for value in (request.get("title"), request.get("body")))
    return f"{' '.join(title.split())}\n\n{body}".strip() or None


def _read(path: Path) -> bytes:
    if path.stat().st_size > _MAX_EVENT:
        raise Problem(f"pull-request-text: the event {path} has more than {_MAX_EVENT:,} bytes")
    return path.read_bytes()
