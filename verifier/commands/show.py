"""Writes results to a sink as they come, in the format asked for."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from verifier.commands.messages import say
from verifier.model import Verdict
from verifier.output import json_format
from verifier.output.counts import Fate, counted, fates, told
from verifier.output.style import Style, style_for

if TYPE_CHECKING:
    from verifier.commands.inputs import Input
    from verifier.fixing.passes import Fixed
    from verifier.output.sink import Sink
    from verifier.result import Result


class Show:
    """`open`, then a `result` for each report, then `close`. `several` reports share one JSON document and get a closing sum."""

    def __init__(self, sink: Sink, root: str, output_format: str, colour: str, verbosity: int, inputs: Sequence[Input]) -> None:
        several = len(inputs) > 1
        self.sink, self.root, self.format, self.verbosity, self.several = sink, root, output_format, verbosity, several
        self.style = Style(colour == "always") if sink.path else style_for(sys.stdout, colour)
        self.given = inputs[0].sentences if inputs else ()
        self.shown = self.left_out = 0
        self.verdicts: Counter[Verdict] = Counter()
        self.fates: Counter[Fate] = Counter()
        if self.format == "json":
            sink.text_encoding = "utf-8"

    def open(self) -> None:
        if self.format == "json" and self.several:
            self.sink.write(json_format.opening())

    def result(self, result: Result, preview: Fixed | None = None) -> None:
        """A report's result; `preview` is what would be corrected, for a diff."""
        self.verdicts.update(counted(result.outcome.findings))
        self.fates.update(fates(result.outcome.statements))
        if self.format == "json":
            self._json(result)
        elif preview is not None:
            self._diff(result, preview)
        else:
            self._text(result)
        self.shown += 1

    def close(self) -> None:
        if self.format == "json" and self.several:
            self.sink.write(json_format.CLOSING)
        elif self.format == "json" and self.left_out and not self.several and not self.shown:  # no document is no JSON
            self.sink.write(json_format.opening() + json_format.CLOSING)
        elif self.format == "text" and self.several and self.verbosity >= 0 and self.shown > 1:
            claims = ", ".join(f"{self.verdicts[verdict]} {verdict.value}" for verdict in _SUM if self.verdicts[verdict])
            reports = self.style.paint(f"{self.shown} reports", "bold")
            self.sink.write(f"\n{reports}: {claims or 'no claims'}\n{told(self.fates)}\n")

    def _json(self, result: Result) -> None:
        document = json_format.render(result, self.root)
        self.sink.write((json_format.SEPARATOR if self.several and self.shown else "") + document)

    def _text(self, result: Result) -> None:
        from verifier.output import text

        part = text.render(result, self.root, self.style, self.verbosity, self.given)
        self.sink.write(("\n" if self.shown and self.verbosity >= 0 else "") + part)

    def _diff(self, result: Result, preview: Fixed) -> None:
        from verifier.output.diff import coloured, patch

        data = patch(result.source, preview.edits)
        self.sink.write(coloured(data, result.source.encoding, self.style) if self.sink.on_screen else data)
        if not data and self.verbosity >= 0:  # a report's own bytes are not for a terminal
            say(f"note: there is nothing to correct in {result.source.path}")


_SUM = (Verdict.REFUTED, Verdict.STALE, Verdict.DOUBTFUL, Verdict.ERROR, Verdict.HOLDS, Verdict.UNVERIFIABLE)
