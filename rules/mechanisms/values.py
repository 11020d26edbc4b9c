"""Settings that a sentence gives beside the name of a thing: "PgBouncer with `pool_size=20`"."""

from __future__ import annotations

import re

from verifier.codebase import Codebase
from verifier.model import Measurement
from verifier.reading.clause import Clause, Setting

MODEL = re.compile(r"\b[a-z]+-\d+\w*(?:[.-]\w+)*")  # the name of one model among many of its maker's: "gpt-4o-mini"


def settings(clause: Clause) -> tuple[tuple[str, str], ...]:
    """The names and values of a clause's own settings."""
    return tuple((mention.value.name, mention.value.value) for mention in clause.own(Setting) if isinstance(mention.value, Setting))


def is_set(name: str, value: str, shown: Measurement, code: Codebase) -> bool:
    """Whether a file that shows the thing gives `name` that value."""
    last, bare = re.split(r"[.\-]", name)[-1], value.strip("'\"`")
    pattern = re.compile(rf"\b{re.escape(last)}\b[\"']?\]?\s*(?:[:=]|=>|,)\s*[\"']?{re.escape(bare)}(?!\w)", re.I)
    return any(pattern.search(code.facts.text(path)) for path in dict.fromkeys(site.path for site in shown.sites))


def is_written(name: str, shown: Measurement, code: Codebase) -> bool:
    """Whether a file that shows the thing has the very `name`, which is in lower case."""
    pattern = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
    return any(pattern.search(code.facts.text(path).lower()) for path in dict.fromkeys(site.path for site in shown.sites))
