"""Which of several files of one name is meant: the one that defines what the words beside the name say it has."""

from __future__ import annotations

import re
from collections.abc import Sequence

from verifier.codebase import Codebase
from verifier.facts.outline import Outline
from verifier.reading.clause import Clause, Form, Origin, Symbol

_MOST = 8  # files of one name that are looked into


def named_beside(clause: Clause) -> tuple[str, ...]:
    """Identifiers of the statement, and of its row."""
    origins = {Origin.SELF, *((Origin.ROW,) if clause.form is Form.CELL else ())}
    found = [m.value.name for m in clause.mentions if isinstance(m.value, Symbol) and m.origin in origins]
    return tuple(dict.fromkeys(re.split(r"[.:]+", name)[-1] for name in found))


def meant(code: Codebase, paths: Sequence[str], names: Sequence[str]) -> Sequence[str]:
    """The files that define one of the names, or all of them where none does."""
    if len(paths) < 2 or len(paths) > _MOST or not names:
        return paths
    files = [path for path in paths if path in code.snapshot.entries()]
    outlines = code.facts.outlines(files)
    fitting = [p for p in files if isinstance(o := outlines.get(p), Outline) and any(d.name in names for d in o.definitions)]
    return fitting or paths
