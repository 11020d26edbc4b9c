"""How often Python looks for cycles among what is no longer used."""

from __future__ import annotations

import gc


def unhurried() -> None:
    """Look for cycles seldom: a run makes millions of small things, nearly none in cycles, and most of them stay until its end.

    Python's own pace is made for programs that run for long, and takes a sixth of the time of a run over a large repository.
    """
    gc.set_threshold(200_000, 50, 1000)
