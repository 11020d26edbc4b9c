"""Verification for programs: what the command does, without a terminal, a gate or an exit code."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from verifier.result import Result, RunOptions

if TYPE_CHECKING:
    from verifier.reading.source import Source
    from verifier.repository.open import Repository
    from verifier.result import Outcome

Where = str | os.PathLike[str]
_DEFAULT = RunOptions()


class VerificationError(Exception):
    """Nothing could be verified: a report, repository or configuration that can't be used, a name that no rule has.

    The message is for people.
    """


def verify(report: Where, repo: Where = ".", *, rev: str | None = None, options: RunOptions = _DEFAULT) -> Result:
    """What is so of the claims of a Markdown file, held against a repository.

    `repo` is a working tree, a directory in one, a bare repository or a plain directory; `rev` names a revision of it in place of the
    files as they lie. Raises VerificationError.
    """
    try:
        data = Path(report).read_bytes()
    except (OSError, ValueError) as error:
        raise VerificationError(f"{os.fspath(report)}: can't be read: {getattr(error, 'strerror', None) or error}") from error
    return _verified(os.fspath(report), data, repo, rev, options)


def verify_text(text: str, repo: Where = ".", *, name: str = "<text>", rev: str | None = None, options: RunOptions = _DEFAULT) -> Result:
    """The same for a text that is no file, such as a message; `name` is what findings call it. Raises VerificationError."""
    return _verified(name, text.encode("utf-8", "surrogateescape"), repo, rev, options)


def configured(path: Where) -> RunOptions:
    """The options that a configuration file sets (`verify-review.toml`, `pyproject.toml`). Raises VerificationError.

    What it says of formats, exit codes, suppressions and single reports is the command's, and left out.
    """
    return _options(Path(path), {})


def configured_here() -> RunOptions:
    """Those that the command has where it is started: of the nearest configuration file, and the environment. Raises VerificationError."""
    return _options(None, os.environ)


def _options(named: Path | None, environment: Mapping[str, str]) -> RunOptions:
    from verifier.config import ConfigError, load_config
    from verifier.model import Confidence
    from verifier.registry import RuleError

    try:
        config = load_config(Path.cwd(), named, environment)
    except (ConfigError, RuleError) as error:
        raise VerificationError(str(error)) from error
    return RunOptions(
        select=config.select,
        ignore=config.ignore,
        budget=config.budget,
        min_confidence=Confidence(config.min_confidence or Confidence.LIKELY),
        areas=config.areas,
        rule_options=config.rule_options,
        files=config.files,
        words=config.words,
    )


def render(result: Result, form: str = "text", *, root: str = ".") -> str:
    """A result in a format of the command ("text", "json", "sarif"...); `root` is what it calls the repository.

    Raises ValueError for a format that there is not.
    """
    from verifier.output.formats import FORMATS, Setting, made

    if form not in FORMATS:
        raise ValueError(f"there is no format {form!r}; there are {', '.join(FORMATS)}")
    writer = made(form, Setting(root))
    parts = (writer.open(), writer.result(result), writer.close())
    return "".join(part.decode("utf-8", "surrogateescape") if isinstance(part, bytes) else part for part in parts)


def _verified(name: str, data: bytes, repo: Where, rev: str | None, options: RunOptions) -> Result:
    from verifier.reading.source import read_source

    with checking(repo, rev, options, name=name) as against:
        source = read_source(name, data)
        return Result(source, against.check(source))


@dataclass(frozen=True)
class Checking:
    """An opened repository: `root` is where the paths of evidence go from."""

    root: Path
    check: Callable[[Source], Outcome]


@contextmanager
def checking(
    repo: Where, rev: str | None = None, options: RunOptions = _DEFAULT, *, name: str = "", seconds: float | None = None
) -> Iterator[Checking]:
    """What checks reports against one repository, for programs of ours that ask more of it than a result.

    Within, whatever makes checking impossible becomes a VerificationError; it tells what took too long as `name`.
    """
    from verifier.config import check_names
    from verifier.memory import recalled
    from verifier.reading.source import SourceError
    from verifier.registry import RuleError
    from verifier.repository.open import RepositoryError, open_repository
    from verifier.watch import WATCH, OutOfTime

    try:
        if mistakes := check_names((*options.select, *options.ignore)):
            raise VerificationError("\n".join(mistakes))
        with open_repository(Path(repo), rev) as repository, WATCH.report(seconds):
            yield Checking(
                repository.root,
                lambda source: recalled(source, repository, options, lambda: _checked(source, repository, options)),
            )
    except (RuleError, SourceError, RepositoryError) as error:
        raise VerificationError(str(error)) from error
    except OutOfTime as error:
        raise VerificationError(f"{name}: {error}" if name else str(error)) from error


def _checked(source: Source, repository: Repository, options: RunOptions) -> Outcome:
    """What is found anew; what an earlier run found needs none of these modules."""
    from verifier.engine import verify as checked
    from verifier.reading.report import read_report

    return checked(read_report(source), repository, options)
