"""Words that name a concept elsewhere and are something else here: the project's own keys, and what another denial or condition is of."""

from __future__ import annotations

import re

from verifier.knowledge.base import KnowledgeBase
from verifier.knowledge.entries import Kind
from verifier.knowledge.lexicon import ConceptMention
from verifier.reading.clause import Clause

from .wording import LACKS, PARTED


def is_own_name(clause: Clause, mention: ConceptMention, base: KnowledgeBase) -> bool:
    """Whether it stands in a name in code that is the project's own: a variable `CI`, a key `rate_limit`, a value `"jwt"`.

    A library, alone or before what is asked of it, is meant by its name: `redis`, `pytest.mark.slow`, `celery worker`.
    """
    if clause.text[mention.end : mention.end + 1] == "=":
        return True  # `CI=true`: a variable
    for start, end in clause.words.codes:
        if not start <= mention.start < end:
            continue
        written = clause.text[start:end].strip("`")
        if mention.text.isupper() and written == mention.text:
            return True
        entry = base.entries.get(mention.entry)
        library = entry is not None and entry.kind is Kind.TECHNOLOGY
        if written == mention.text:
            row = clause.context.row
            return (mention.text.islower() and not library) or bool(row and row[0].text.runs == clause.statement.text.runs)
        return written.islower() and not re.match(rf"@?{re.escape(mention.text)}[\s.(=<>~\[-]", written)
    return False


def of_something_else(clause: Clause, before: str) -> bool:
    """Whether the denial before a name is of another thing, or a condition: "no way to send logs to Sentry", "expires without Redis"."""
    denial = list(LACKS.finditer(before))
    if denial and PARTED.search(before[denial[-1].end() :]):
        return True
    if not denial or denial[-1][0].lower() != "without":
        return False
    whole = clause.statement.text.plain
    return bool(re.search(r"\w{3}", whole[: max(0, whole.find(clause.text))] + before[: denial[-1].start()]))
