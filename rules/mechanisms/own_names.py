"""Words that name a concept elsewhere and are something else here: the project's own keys, and what another denial or condition is of."""

from __future__ import annotations

import re

from verifier.knowledge.base import KnowledgeBase
from verifier.knowledge.entries import Kind
from verifier.knowledge.lexicon import ConceptMention
from verifier.reading.clause import Clause

from .wording import LACKS, PARTED

_LIST = re.compile(r"`?\w+`?(?:\(\))?(?:,\s*(?:and\s+)?`?\w+`?(?:\(\))?)+\.?")
_JOINED = re.compile(r"(?:[A-Z][a-z0-9]+){2,}")
_TITLE = re.compile(r"\s[-–—:|]\s|:\s")


def is_own_name(clause: Clause, mention: ConceptMention, base: KnowledgeBase) -> bool:
    """Whether it stands in a name in code that is the project's own: a variable `CI`, a key `rate_limit`, a value `"jwt"`.

    A library, alone or before what is asked of it, is meant by its name: `redis`, `pytest.mark.slow`, `celery worker`. Not so one of
    a list of names ("OrderQueue, OrderRegistry"), and a word by which the report's title calls the project ("Orders MCP - Review").
    """
    if _JOINED.fullmatch(mention.text) and _LIST.fullmatch(clause.text.strip()):
        return True
    if _names_the_project(clause, mention):
        return True
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


def _names_the_project(clause: Clause, mention: ConceptMention) -> bool:
    """Whether a word of capitals belongs to the name that the title has for the project, and stands alone, before a colon or in it."""
    title = _TITLE.split(clause.context.sections[0].title)[0] if clause.context.sections else ""
    words = re.findall(r"[\w-]+", title)
    if mention.text not in words or not mention.text.isupper() or not 1 < len(words) < 6:
        return False
    return clause.text.strip() == mention.text or clause.text[mention.end : mention.end + 1] == ":" or " ".join(words[-2:]) in clause.text


def of_something_else(clause: Clause, before: str) -> bool:
    """Whether the denial before a name is of another thing, or a condition: "no way to send logs to Sentry", "expires without Redis"."""
    denial = list(LACKS.finditer(before))
    if denial and PARTED.search(before[denial[-1].end() :]):
        return True
    if not denial or denial[-1][0].lower() != "without":
        return False
    whole = clause.statement.text.plain
    return bool(re.search(r"\w{3}", whole[: max(0, whole.find(clause.text))] + before[: denial[-1].start()]))
