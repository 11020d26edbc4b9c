"""The formats there are: each a module of this package with a function `make`, imported when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from verifier.output.style import Style

if TYPE_CHECKING:
    from verifier.result import Result

FORMATS: Mapping[str, str] = {
    "text": "text",
    "json": "json_format",
    "jsonl": "jsonl_format",
    "sarif": "sarif_format",
    "junit": "junit_format",
    "github": "github_format",
    "gitlab": "gitlab_format",
    "rdjson": "rdjson_format",
    "markdown": "markdown_format",
    "html": "html_format",
    "diff": "diff_format",
}


class Format(Protocol):
    """What each format is: asked in this order for what is to be written, "" for nothing. None of the three writes it itself."""

    def open(self) -> str:
        """What comes first."""

    def result(self, result: Result) -> str | bytes:
        """What is to be written of one report as soon as it is verified. Bytes are a report's own."""

    def close(self) -> str:
        """What comes last, also when a run was interrupted: then it holds the reports that were done."""


def _silent(_message: str) -> None:
    """Says nothing."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a format may know of the run beside the results."""

    root: str = "."  # the repository as the user named it
    several: bool = False  # more than one report is to come
    may_be_none: bool = False  # all may be left out, since nothing in them changed; then there is a document nonetheless
    style: Style = field(default_factory=Style)
    verbosity: int = 0  # -1: only what is bad; 1: all there is to say
    given: tuple[str, ...] = ()  # the sentences that the report was made of (`--claim`)
    on_screen: bool = False  # what is written is shown on a terminal
    say: Callable[[str], None] = _silent  # tells people something beside the output
    workspace: Path | None = None  # what GitHub's annotations name files below; None: the current directory
    step_summary: Path | None = None  # the file that GitHub shows as a step's summary


def made(name: str, setting: Setting) -> Format:
    """The format of that name, ready to be opened. `name` is one of `FORMATS`."""
    make = cast("Callable[[Setting], Format]", import_module(f"verifier.output.{FORMATS[name]}").make)
    return make(setting)
