"""A document as it was checked: what the editor shows of it. Nothing here talks to the editor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from lsprotocol import types
from pygls.workspace import PositionCodec

from verifier.agents.lsp.positions import Positions
from verifier.api import checking
from verifier.fixing.fixes import safe_fixes
from verifier.model import Correction, Evidence, Span
from verifier.output.counts import Fate, fate
from verifier.output.escape import escape
from verifier.output.finding_text import block, evidence_place
from verifier.output.remarks import Level, Remark, every, remarks
from verifier.output.sentences import how_far
from verifier.output.style import Style
from verifier.reading.source import read_source
from verifier.result import Result, RunOptions
from verifier.suppression import read_suppressions, suppressed

SOURCE = "verify-review"
FIX_ALL = f"{types.CodeActionKind.SourceFixAll.value}.{SOURCE}"
_SEVERITIES: Mapping[Level, types.DiagnosticSeverity] = {
    Level.ERROR: types.DiagnosticSeverity.Error,
    Level.WARNING: types.DiagnosticSeverity.Warning,
    Level.NOTE: types.DiagnosticSeverity.Hint,
}
_PLACES = 5  # of the evidence, that a diagnostic leads to


@dataclass(frozen=True)
class Checked:
    """What was found in `text`, and the top of the repository that it was held against."""

    text: str
    result: Result
    root: Path
    positions: Positions

    @cached_property
    def diagnostics(self) -> list[types.Diagnostic]:
        """What is not so, and, as hints, what was not checked."""
        return [*map(self._of_remark, remarks(self.result)), *self._unread()]

    def hover(self, position: types.Position) -> types.Hover | None:
        """All claims that stand at a position, each with its evidence; None where there is none."""
        found = [remark for remark in every(self.result) if remark.finding and self._meets(remark.span, position)]
        if not found:
            return None
        told = ["\n".join(block(remark.finding, self.result, Style())) for remark in found if remark.finding]
        return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, _fenced("\n\n".join(told))), self.positions.range(found[0].span))

    def actions(self, wanted: types.Range, uri: str) -> Iterator[types.CodeAction]:
        """What corrects the claims that a range meets, and what corrects all at once."""
        fixes = list(safe_fixes(self.result.outcome.findings))
        for fix in fixes:
            if any(self.positions.covers(span, wanted) for span in (fix.span, *(finding.claim.span for finding in fix.findings))):
                yield types.CodeAction(
                    title=escape(f'Write "{fix.corrections[0].text}": {fix.findings[0].message}'),
                    kind=types.CodeActionKind.QuickFix,
                    diagnostics=[self._of_remark(one) for one in remarks(self.result) if one.finding in fix.findings],
                    is_preferred=True,
                    edit=_edit(uri, list(map(self._of_correction, fix.corrections))),
                )
        apart = _apart([fix.corrections[0] for fix in fixes])
        if apart:
            edit = _edit(uri, list(map(self._of_correction, apart)))
            yield types.CodeAction(title="Correct all that can be corrected", kind=FIX_ALL, edit=edit)

    def _meets(self, span: Span, position: types.Position) -> bool:
        return self.positions.covers(span, types.Range(position, position))

    def _of_remark(self, remark: Remark) -> types.Diagnostic:
        evidence = remark.finding.evidence[:_PLACES] if remark.finding else ()
        return types.Diagnostic(
            range=self.positions.range(remark.span),
            message=remark.headline,
            severity=_SEVERITIES[remark.level],
            code=remark.rule,
            source=SOURCE,
            related_information=list(map(self._of_evidence, evidence)) or None,
        )

    def _unread(self) -> Iterator[types.Diagnostic]:
        """What could be looked up and was not understood."""
        for item in self.result.outcome.statements:
            if fate(item) is Fate.UNREAD and item.aside is None:
                message = how_far(item, self.result.outcome)
                yield types.Diagnostic(self.positions.range(item.span), message, types.DiagnosticSeverity.Hint, source=SOURCE)

    def _of_evidence(self, item: Evidence) -> types.DiagnosticRelatedInformation:
        first = types.Position(max(0, item.line - 1), 0)
        end = types.Position(max(0, item.end_line, item.line), 0) if item.line else first
        location = types.Location((self.root / item.path).as_uri(), types.Range(first, end))
        return types.DiagnosticRelatedInformation(location, evidence_place(item))

    def _of_correction(self, correction: Correction) -> types.TextEdit:
        return types.TextEdit(self.positions.range(correction.span), self.result.source.encode(correction.text))


def check(name: str, text: str, root: Path, options: RunOptions, codec: PositionCodec) -> Checked:
    """Checks a document as the editor has it, which may be another text than on disk. Raises VerificationError."""
    # A byte order mark that the editor shows is a character of its line, and keeps its column.
    data = (" " + text[1:] if text.startswith("\ufeff") else text).encode("utf-8", "replace")
    with checking(root, options=options, name=Path(name).name) as against:
        source = read_source(Path(name).name, data)
        outcome = against.check(replace(source, path=name))
        outcome = suppressed(outcome, read_suppressions(source.lines))
        return Checked(text, Result(source, outcome), against.root, Positions(source, codec))


def _apart(corrections: list[Correction]) -> list[Correction]:
    """Those that touch nothing an earlier one touches."""
    kept: list[Correction] = []
    for one in sorted(corrections, key=lambda one: one.span):
        if not kept or (kept[-1].span.end_line, kept[-1].span.end_column) < (one.span.line, one.span.column):
            kept.append(one)
    return kept


def _edit(uri: str, edits: list[types.TextEdit]) -> types.WorkspaceEdit:
    return types.WorkspaceEdit(changes={uri: edits})


def _fenced(text: str) -> str:
    """Text as a block of code that nothing in it ends."""
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}text\n{text}\n{fence}"
