"""The corrections of the reports, as patches one behind the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.output.diff import coloured, patch

if TYPE_CHECKING:
    from verifier.output.formats import Format, Setting
    from verifier.result import Result


def make(setting: Setting) -> Format:
    """The format, ready to be opened."""
    return _Diff(setting)


class _Diff:
    """A patch for each report that has something to correct."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting

    def open(self) -> str:
        return ""

    def result(self, result: Result) -> str | bytes:
        setting, path = self.setting, result.source.path
        data = patch(result.source, result.edits)
        if not data and setting.verbosity >= 0:
            setting.say(f"note: there is nothing to correct in {path}")
        # A report's own bytes are not for a terminal.
        return coloured(data, result.source.encoding, setting.style) if setting.on_screen else data

    def close(self) -> str:
        return ""
