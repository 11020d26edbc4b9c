"""Writes results to sinks as they come, in the formats asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from verifier.commands.messages import say
from verifier.output.formats import Format, Setting, made
from verifier.output.sink import OutputClosed, Sink
from verifier.output.style import Style, style_for

if TYPE_CHECKING:
    from verifier.commands.inputs import Input
    from verifier.commands.outputs import Target
    from verifier.commands.verify import Request
    from verifier.result import Result


class Show:
    """`open`, then a `result` for each report, then `close`, for each of the formats. `gone` says that a reader went away."""

    def __init__(self, targets: Sequence[Target], sinks: Sequence[Sink], request: Request, inputs: Sequence[Input]) -> None:
        self.gone = False
        self._request, self._inputs = request, inputs
        self._outputs = [(sink, made(target.format, self._setting(sink, os.environ))) for target, sink in zip(targets, sinks, strict=True)]

    def open(self) -> None:
        self._write(lambda output: output.open())

    def result(self, result: Result) -> None:
        self._write(lambda output: output.result(result))

    def close(self) -> None:
        self._write(lambda output: output.close())

    def _write(self, asked: Callable[[Format], str | bytes]) -> None:
        """Writes what each format gives. Raises OutputClosed when nobody is left to read; else the others are still written."""
        for pair in tuple(self._outputs):
            sink, output = pair
            try:
                sink.write(asked(output))
            except OutputClosed:
                self.gone = True
                self._outputs.remove(pair)
                if not self._outputs:
                    raise

    def _setting(self, sink: Sink, environment: Mapping[str, str]) -> Setting:
        workspace, summary = environment.get("GITHUB_WORKSPACE"), environment.get("GITHUB_STEP_SUMMARY")
        return Setting(
            root=self._request.repo,
            several=len(self._inputs) > 1,
            may_be_none=self._request.changed_only,
            style=Style(self._request.colour == "always") if sink.path else style_for(sys.stdout, self._request.colour),
            verbosity=self._request.verbosity,
            given=self._inputs[0].sentences if self._inputs else (),
            on_screen=sink.on_screen,
            say=say,
            workspace=Path(workspace) if workspace else None,
            step_summary=Path(summary) if summary else None,
        )
