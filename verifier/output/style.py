"""How text is dressed for where it goes: colour, width, and the characters the output can show."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO

from verifier.model import Verdict

_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34", "magenta": "35", "cyan": "36"}
COLOURS: Mapping[Verdict, str] = {
    Verdict.HOLDS: "green",
    Verdict.REFUTED: "red",
    Verdict.STALE: "yellow",
    Verdict.DOUBTFUL: "yellow",
    Verdict.UNVERIFIABLE: "cyan",
    Verdict.ERROR: "magenta",
}
_PLAIN = str.maketrans({"→": "->", "›": ">", "…": "...", "·": "-"})


@dataclass(frozen=True, slots=True)
class Style:
    """`width` in columns, or None where lines are not to be wrapped (files, pipes)."""

    colour: bool = False
    width: int | None = None
    unicode: bool = True

    def paint(self, text: str, *names: str) -> str:
        """`text` in the named colours and weights, where colour is wanted."""
        if not self.colour or not text:
            return text
        return f"\x1b[{';'.join(_CODES[name] for name in names)}m{text}\x1b[0m"

    def verdict(self, verdict: Verdict, text: str | None = None) -> str:
        """A verdict's name, or `text` in its colour."""
        return self.paint(text if text is not None else verdict.value, "bold", COLOURS[verdict])

    def sign(self, text: str) -> str:
        """`text` of ours with its arrows and dots in ASCII where the output can't show them."""
        return text if self.unicode else text.translate(_PLAIN)


def style_for(stream: IO[str], colour: str, environment: Mapping[str, str] = os.environ) -> Style:
    """The style of a stream; `colour` is "auto", "always" or "never". "auto" means a terminal, unless NO_COLOR says otherwise."""
    terminal = stream.isatty()
    dressed = terminal and not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"
    encoding = (getattr(stream, "encoding", None) or "ascii").lower().replace("-", "").replace("_", "")
    return Style(
        colour=colour == "always" or (colour == "auto" and dressed),
        width=max(40, min(shutil.get_terminal_size().columns, 160)) if terminal else None,
        unicode=encoding.startswith("utf"),
    )
