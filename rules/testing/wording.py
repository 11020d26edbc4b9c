"""How reports say that tests are there, or missing, and of what."""

from __future__ import annotations

import re

from verifier.reading.clause import Clause, Form, Mention
from verifier.reading.english.lexis import neutral
from verifier.reading.says.words import Sort, words_of
from verifier.reading.text import Text

from .witnesses import GENERIC, words

_SORT = (
    r"(?:(?P<sort>unit|integration|e2e|end-to-end|component|functional|load|performance|stress|smoke|regression|"
    r"acceptance|automated|api|manual)(?:\s*(?:/|and|&|or|,)\s*(?:unit|integration|e2e|end-to-end|component))?[\s-]+)?"
)
_TEST = rf"{_SORT}(?:tests?|testing)(?:\s+(?:files?|suites?|cases?|coverage))?\b"
_FOR = r"\s+(?:for|of|on|around|covering|to cover)\s+(?P<about>(?:[^.;]|\.(?=\w)){2,90})"
_YET = (
    r"(?:(?:(?:is|are|was|were|has\s+been|have\s+been|could\s+be)\s+)?(?:found|detected|located|identified|discovered|present|provided|included"
    r"|written|available|in\s+place)(?:\s+in\s+(?:the|this)\s+(?:repository|repo|project|codebase|code\s+base))?"
    r"|exists?|yet|at all|so far|as yet|to date|for now|whatsoever)"
)
TESTS_ALONE = re.compile(rf"^\W*{_TEST}\W*$", re.I)  # the head of a row that tells whether there are some
# Keys that say what is told of something, and are nothing that tests are for.
LABELS = frozenset(
    "finding findings impact note notes status issue issues problem problems workaround risk risks result results observation severity "
    "effect affects fix recommendation reason evidence summary assessment conclusion current gap gaps".split()
)
DENIED = re.compile(
    rf"^\W*(?:there (?:is|are)\s+)?(?:currently\s+)?(?:no|missing|lack(?:s|ing)?(?: of)?|without|zero|"
    rf"absent)\s+(?:any\s+|dedicated\s+|automated\s+)?{_TEST}(?:\s+{_YET})?(?:{_FOR})?(?:\s+{_YET})?\W*$",
    re.I,
)
_OTHER_SUBJECT = r"(?!.{0,80}(?:,\s*(?:and|but|or)\b|\btests?\b).{0,80}[-–—:(])"  # of several clauses, or of tests themselves
HAS_NONE = re.compile(
    rf"^\W*(?P<about>(?=\w){_OTHER_SUBJECT}[^:;]{{2,80}}?)\s*(?:[-–—:(]\s*|\b(?:has|have|is|are|comes? with)\s+)(?:no|missing|without|zero|"
    rf"lacks?)\s+(?:any\s+)?{_TEST}(?:\s+{_YET})?\W*$",
    re.I,
)
UNTESTED = re.compile(
    r"^\W*(?P<about>(?=\w)[^:;]{2,80}?)\s*(?:\b(?:is|are|remains?)\s+(?:completely |entirely |currently |"
    r"still )?(?:untested|not tested|not covered by (?:any )?tests)|\blacks? (?:any )?(?P<sort>unit |"
    r"integration )?tests)\b\W*$",
    re.I,
)
STATE = re.compile(
    (
        rf"^\W*{_TEST}\s*(?::|[-–—](?=\s)|\bare\b|\bis\b|\b(?=not|exist|missing|present|"
        rf"do))\s*(?:(?P<no>not (?:yet )?(?:implemented|present|available|written|done|found|started|created|exist\w*)|"
        rf"none(?: yet)?|(?:completely\s+|entirely\s+|totally\s+)?(?:missing|absent)(?:\s+entirely|\s+completely)?|not yet|"
        r"do(?:es)?(?:n't| not) exist|no\b[^,;]*)"
        r"|(?P<yes>implemented|present|exists?|available|in place|written|yes|done|added))(?:\s+(?:for|"
        r"in)\s+(?P<about>(?:[^.;(]|\.(?=\w)){2,90}))?\s*(?:\([^()]*\))?\W*$"
    ),
    re.I,
)
GIVEN = re.compile(rf"^\W*{_TEST}{_FOR}\W*$", re.I)
MANUAL_SCRIPT = re.compile(r"\btest(?:ing)?\s+(?:script|suite|file|harness)s?\b[^:]{0,20}:\s*", re.I)
MANUAL_TOLD = re.compile(r"\bmanual\s+test(?:ing|s)?\b[\w\s]{0,15}\bdocumented\b", re.I)
MISSING_FOR = re.compile(
    (
        rf"\b(?:missing|no|lack(?:s|ing)?|without)\b\s*(?:\w+\s+)?{_TEST}|\buntested\b|\bno(?:t|n)[\s-](?:tested|"
        rf"covered)\b|{_TEST}\s+(?:are\s+)?missing\b|{_TEST} gaps?\b"
    ).replace("(?P<sort>", "(?:"),
    re.I,
)
GRADED = re.compile(
    r"\b(?:comprehensive|extensive|good|better|more|adequate|sufficient|insufficient|proper|thorough|enough|decent|"
    r"limited|full|complete|robust|solid|additional|further)\b",
    re.I,
)
PARTLY = re.compile(
    r"\b(?:partial(?:ly)?|low|lower|moderate|some|weak|limited|incomplete|insufficient|minimal|poor|[1-9]\d?\s?%)\s+(?:test(?:ed|ing"
    r"|s)?\b|coverage|\w+ coverage)|\(partial(?:ly)?\)",
    re.I,
)
CHANGES = re.compile(r"\b(?:pass(?:ed|es|ing)?|fail(?:ed|s|ing)?|coverage\s*[:=]|\d+\s?%|added|updated|fixed|removed)\b", re.I)
_PLAINLY = frozenset("tests test untested tested coverage missing lack lacks no not unit integration found file yet any critical".split())
_WHOLE = frozenset("the a an this whole entire all any code codebase project application app repository of".split())


def said_of(clause: Clause) -> Text | None:
    """What a statement without a subject is about: its row's head, or the item it stands under."""
    row, parents = clause.context.row, clause.context.parents
    if clause.form is Form.CELL:
        own = row and row[0].text.place(0) == clause.statement.text.place(0)
        return None if own or not row or TESTS_ALONE.match(row[0].text.plain) else row[0].text
    parent = parents[-1] if parents else None
    telling = parent is not None and any(
        word not in GENERIC and not re.match(r"tests?|testing|coverage|quality", word) for word in words(parent.plain)
    )
    return parent if telling else None


def of_a_case(clause: Clause, about: str) -> bool:
    """Whether words say more than what is tested: a case of it ("with wet boxes"), not what it does ("packs the boxes")."""
    placed = [word for word in words_of(clause.statement.text) if word.text in about or word.sort is not Sort.WORD]
    left = [word for word in placed if word.sort is Sort.WORD and re.search(rf"(?<!\w){re.escape(word.text)}(?!\w)", about)]
    telling = [word for word in left if not neutral(word.lower) and word.lower not in GENERIC and word.lower not in _PLAINLY]
    verbs = [word for word in left if word.verb is not None and word.verb.form in ("s", "base")]
    return bool(telling) and not (verbs and verbs[0] is left[0])


def everything(about: str, absent: bool) -> bool:
    """Whether tests are said to be of no part in particular. "No tests for critical paths" leaves open which."""
    told = words(about)
    return all(word in _WHOLE for word in told) if absent else all(word in GENERIC for word in told)


def identifier(text: Text, mention: Mention) -> bool:
    """Whether a symbol is written as code, not the name of a product: `useChat`, parse_row(), not WebSocket."""
    at = text.plain.find(mention.text)
    in_code = at >= 0 and text.in_code(at, at + len(mention.text))
    return in_code or "_" in mention.text or mention.text.endswith(")") or bool(re.match(r"use[A-Z]", mention.text))
