"""Which identifiers of a clause are said to be things of the repository, and how firmly."""

from __future__ import annotations

import re
from dataclasses import dataclass

from verifier.knowledge.lexicon import lexicon
from verifier.knowledge.words import subwords
from verifier.reading.clause import Clause, EnvVar, Form, Mention, Path, Symbol
from verifier.reading.mentions import mentions
from verifier.reading.says.standing import Standing, standing
from verifier.reading.text import Text

from .common_names import COMMON, MODULES
from .phrasing import (
    bracketed_path,
    drafted,
    is_subject,
    kind_of,
    location_of,
    made_up,
    masked,
    module_of,
    never_there,
    of_another,
    offset,
    presupposed,
    unfinished,
)

_CAMEL = re.compile(r"[A-Z][a-z0-9]+[A-Z][A-Za-z0-9]*|[A-Z]{2,}[a-z]\w*[A-Z]\w*|[A-Z]{2,}[a-z]{2,}\w*|[a-z][a-z0-9]*[A-Z][A-Za-z0-9]*")


_DEFINABLE = re.compile(
    r"class|function|method|hook|component|interface|type|enum|constant|decorator|helper|util|middleware|context|provider|struct"
    r"|trait|exception|protocol|mixin|fixture|singleton|factory"
)


_RAISED = re.compile(r"(?:Error|Exception|Warning|Fault)$")


# What the last word of a class of people's own is, when it is written without backticks.
_SUFFIXES = frozenset(
    "service manager context provider controller hook component repository factory handler middleware consumer model schema status "
    "view serializer form page panel card list modal "
    "layout store client config settings adapter builder router filter validator state message event data type props result "
    "response request error exception agent worker task queue "
    "loader parser engine registry pool cache limiter breaker collector monitor tracker scheduler dispatcher orchestrator strategy "
    "observer mixin base interface service processor "
    "generator resolver detector checker runner executor session token user order item entry record dto vo impl helper util utils "
    "spec button table chart dialog screen widget".split()
)


# Behind a name that is denied: what is denied is what is done with it. "No `load()` calls found".
_OF_IT = re.compile(r"[`\"'()]*\s+(?:calls?|usages?|uses?|references?|invocations?|imports?|callers?|overrides?|occurrences?)\b", re.I)


@dataclass(frozen=True, slots=True)
class Named:
    """An identifier that a clause speaks of as part of the repository."""

    parts: tuple[str, ...]  # ("Class", "method")
    mention: Mention
    kind: str = ""  # the noun it is said to be, lower case: "class", "hook"
    location: str = ""  # path it is said to be in, in the same clause
    firm: bool = False  # exact enough that its absence is an error of the report
    absent: bool = False  # said not to exist
    bare: bool = False  # plain words could be written like it: only a definition shows that the repository's is meant


def names(clause: Clause, bare: bool = False) -> list[Named]:
    """The repository's identifiers in a clause, as the clause presents them; also what may be one by its form alone, if `bare`."""
    found = []
    for mention in clause.mentions:
        if mention.origin.value != "self":
            break
        named = _named(clause, mention)
        if named is not None and (bare or not named.bare):
            found.append(named)
    return found


def names_in(text: Text) -> list[Named]:
    """The identifiers of a text, whatever is said of them."""
    found = []
    for mention in mentions(text):
        value = mention.value
        if isinstance(value, (Symbol, EnvVar)) and _ours(parts := _parts(value.name)) and (_telling(parts[-1]) or parts[-1][:1].isupper()):
            found.append(Named(parts, mention))
    return found


def _named(clause: Clause, mention: Mention) -> Named | None:
    value = mention.value
    if isinstance(value, Path):
        return (
            Named(_parts(value.symbol), mention, location=value.text, firm=_telling(value.symbol))
            if value.symbol and _ours(_parts(value.symbol))
            else None
        )
    if not isinstance(value, (Symbol, EnvVar)):
        return None
    parts = _parts(value.name)
    start = offset(clause, mention)
    if start < 0 or not _ours(parts):
        return None
    text, end = clause.text, start + len(mention.text)
    in_code = clause.words.in_code(start, end)
    before, behind = masked(clause, 0, start), text[end:]
    place = standing(clause, mention)
    if place.standing not in (Standing.THERE, Standing.GONE):
        return None
    kind = kind_of(value.keyword if isinstance(value, Symbol) else "", before, behind)
    call = isinstance(value, Symbol) and value.call
    if isinstance(value, EnvVar) and kind not in {"constant", "constants", "enum", "list", "field", "variable"}:
        return None
    location = module_of(clause, end) or location_of(clause, start, end) or bracketed_path(clause, end)
    absent = place.standing is Standing.GONE
    if clause.negated and not absent and not presupposed(clause, end):
        return None
    if absent and _OF_IT.match(behind):
        return None
    subject = is_subject(before, behind, in_code or clause.form is Form.FENCE_LINE)
    exact = in_code or (clause.form is Form.FENCE_LINE and start == 0 and bool(re.match(r"(?:\(\))?\s*(?:#|//)", behind)))
    if not _worth_a_claim(
        parts, in_code, call, bool(kind), bool(location), subject, absent, isinstance(value, Symbol) and bool(value.keyword)
    ):
        return Named(parts, mention, bare=True) if not absent and not in_code and _bare(parts, clause.text) else None
    stated = bool(kind) or (isinstance(value, Symbol) and bool(value.keyword))
    # A snake_case word without brackets may as well be a column, a metric or a key that no code spells out.
    subject = subject and (not in_code or bool(_CAMEL.fullmatch(parts[-1])))
    stated = stated and (bool(_DEFINABLE.search(kind)) or bool(_CAMEL.fullmatch(parts[-1])))
    firm = (
        exact
        and (_telling(parts[-1]) or (len(parts) > 1 and parts[-2][:1].isupper()))
        and (call or stated or subject)
        and not (len(parts) > 1 and not parts[-2][:1].isupper())
    )
    if _RAISED.search(parts[-1]) and not (stated or location):
        firm = False  # "throws `FooError`": whose, it doesn't say
    if (
        clause.hedge
        or of_another(clause)
        or (clause.negated and not absent)
        or (absent and not never_there(place.cue))
        or (not absent and unfinished(clause))
        or drafted(clause.context)
        or made_up(parts[-1])
        or _ARROW.search(clause.statement.text.plain.partition(mention.text.strip("`"))[0])  # "`x` → `y`": a better name, or what is next
        or (not (stated or call) and "-" in behind[:1])
    ):
        firm = False
    return Named(parts, mention, kind, location, firm, absent)


def _parts(name: str) -> tuple[str, ...]:
    parts = tuple(part for part in re.split(r"\.|::|#|->", name) if part)
    while len(parts) > 1 and parts[0] in {"self", "this", "cls", "super", "app", "window"}:
        parts = parts[1:]
    return parts


_ARROW = re.compile(r"→|->|=>|⇒")
_KEYWORDS = frozenset(
    "import require return yield await async function class typeof instanceof new throw super switch while private public protected "
    "internal static final export default extends implements override abstract virtual readonly namespace package using".split()
)


def _ours(parts: tuple[str, ...]) -> bool:
    """Whether the name could be the repository's own at all."""
    if not parts or (parts[-1] in COMMON and (len(parts) == 1 or not parts[-2][:1].isupper())):
        return False
    if any(part in COMMON for part in parts[:1]) or (len(parts) > 1 and parts[0] in MODULES):
        return False
    if any(_secret(part) for part in parts) or (len(parts) == 1 and parts[0] in _KEYWORDS):
        return False
    return len(parts) > 1 or len(parts[0]) > 2


def _secret(part: str) -> bool:
    """Whether it looks like a key, a digest or an id rather than a name."""
    return (len(part) >= 16 and len(re.findall(r"\d", part)) >= 4 and "_" not in part) or bool(
        re.fullmatch(r"[0-9a-fA-F]{7,}", part) and re.search(r"\d", part)
    )


def _telling(name: str) -> bool:
    """Whether a name is of several words, so that nobody would write it by chance."""
    return len([word for word in subwords(name) if len(word) > 1]) > 1


def _worth_a_claim(
    parts: tuple[str, ...], in_code: bool, call: bool, kind: bool, location: bool, subject: bool, absent: bool, keyword: bool
) -> bool:
    last = parts[-1]
    if absent or keyword or location:
        return _telling(last) or in_code
    if len(parts) > 1:
        return call or (in_code and parts[-2][:1].isupper())
    if in_code:
        if _CAMEL.fullmatch(last):
            return True
        return (call or kind or subject) and (_telling(last) or kind)
    if not _telling(last):
        return False
    if call or (kind and _named_like_ours(last)):
        return True
    return (subject and ("_" in last or _named_like_ours(last))) or (_named_like_ours(last) and "_" not in last)


def _bare(parts: tuple[str, ...], said: str) -> bool:
    """Whether a name without backticks is an identifier by its form, and no product's: `WideEventEmitter`, not "GitHub".

    One of small letters (`user_id`) may as well name an idea, unless it is all that is said.
    """
    name = parts[-1]
    camel = bool(_CAMEL.fullmatch(name)) and name[:1].isupper()
    alone = "_" in name.strip("_") and said.strip(" ()") == name
    return len(parts) == 1 and (camel or alone) and _telling(name) and not lexicon().concepts(name)


def _named_like_ours(name: str) -> bool:
    words = subwords(name)
    return "_" in name or (words[0] == "use" and len(words) > 1) or (words[-1] in _SUFFIXES and len(words) > 1)
