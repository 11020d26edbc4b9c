"""JSON Lines: the JSON contract's objects, one a line, each with its `type` and the report that it is of."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from verifier.output.escape import escape_json
from verifier.output.json_format import Object, document

if TYPE_CHECKING:
    from verifier.output.formats import Format, Setting
    from verifier.result import Result


def make(setting: Setting) -> Format:
    """The format, ready to be opened."""
    return _Lines(setting)


class _Lines:
    """For each report first a line about it, then one a claim, then one a statement."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting

    def open(self) -> str:
        return ""

    def result(self, result: Result) -> str:
        whole = document(result, self.setting.root)
        lists: list[list[Object]] = [whole.pop(name) for name in ("claims", "statements", "unread")]  # type: ignore[misc]
        claims, statements, _ = lists
        path = result.source.path
        told = zip(statements, result.outcome.statements, strict=True)
        rows: list[Object] = [
            {"type": "report", **whole},
            *({"type": "claim", "report": path, **claim} for claim in claims),
            *({"type": "statement", "report": path, **row, "unread": statement.unread} for row, statement in told),
        ]
        return "".join(escape_json(json.dumps(row, ensure_ascii=False, allow_nan=False)) + "\n" for row in rows)

    def close(self) -> str:
        return ""
