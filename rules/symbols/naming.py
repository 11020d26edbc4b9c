"""Which identifiers of a clause are said to be things of the repository, and how firmly."""

from __future__ import annotations

import re
from dataclasses import dataclass

from verifier.knowledge.words import subwords
from verifier.reading.clause import Clause, Context, EnvVar, Form, Mention, Path, Symbol
from verifier.reading.mentions import mentions
from verifier.reading.text import Text

from .common_names import COMMON, MODULES

KIND_NOUNS = (
    "class|classes|function|functions|method|methods|hook|hooks|component|components|interface|interfaces|type alias|types?|enum"
    "|enums|constants?|decorators?|"
    "helpers?|util(?:ity|ities)?|middlewares?|context|contexts|provider|providers|dataclass|dataclasses|struct|structs|trait|traits"
    "|model|models|schema|schemas|"
    "tables?|tasks?|handlers?|fixtures?|variables?|attribute|attributes|property|properties|field|fields|exception|exceptions"
    "|protocols?|mixins?|singleton|"
    "factory|repository|controllers?|services?|managers?|serializers?|viewsets?|views?|consumers?|dependency|dependencies"
    "|validators?|state machine"
)
# What a definition's own kinds are called; a mismatch with these is told, not refuted.
_BEHIND = re.compile(rf"^[`\"')]*\s+(?:[\w-]+\s+){{0,2}}?(?P<kind>{KIND_NOUNS})\b(?!\s+(?:of|tags?|errors?|names?)\b)", re.I)
_BEFORE = re.compile(
    rf"\b(?P<kind>{KIND_NOUNS.replace('|types?|', '|')})(?:\s*(?:[:(,¤`\"'/&+–-]"
    r"|\b(?:for|named|called|like|such as|including|and|or|e\.g\.|i\.e\.|is|are)\b))*\s*$",
    re.I,
)
_VERB_BEHIND = re.compile(
    r"^[`\"']*\s*(?:[:–—-](?=\s|$)|$|\(|#|//|(?:(?:correctly|properly|also|now|only|currently|cleanly|safely|already|both|always)\s+)?"
    r"(?:is|are|has|have|was|does|did|can|returns?|handles?|uses?|calls?|encapsulates?|provides?|implements?|defines?|manages?|wraps?"
    r"|takes?|accepts?|contains?|performs?|"
    r"validates?|checks?|creates?|updates?|deletes?|sends?|receives?|reads?|writes?|loads?|stores?|saves?|fetch(?:es)?|throws?"
    r"|raises?|catches|catch|inherits?|extends?|runs?|executes?|"
    r"process(?:es)?|renders?|exposes?|supports?|tracks?|logs?|parses?|builds?|computes?|converts?|dispatch(?:es)?|emits?|subscribes?"
    r"|publishes|delegates?|combines?|mixes|violates?|duplicates?|"
    r"exceeds?|ignores?|swallows?|silently|lacks?|with|for|in|at|appears?|serves?|acts?|works?|needs?|requires?|relies|depends?"
    r"|generates?|initiali[sz]es?|registers?|routes?|filters?|detects?|enforces?|broadcasts?|notifies)\b)"
)
_LOST = re.compile(
    r"\b(?:renam|replac|remov|delet|eliminat|migrat|convert|deprecat|dropp?|chang|switch|transition|retir|unlike|instead of|rather "
    r"than|similar to|equivalent (?:of|to)|compared (?:to|with)|such as in|formerly|previously|old|legacy|obsolete|e\.g\.,?|for "
    r"example|analogous to|inspired by|like (?:in )?)\w*\b(?P<rest>[^.;]*)$",
    re.I,
)
_GAINED = re.compile(r"\b(?:to|into|with|by|in favou?r of|now)\b[^.;]*$", re.I)
_FORMER = re.compile(
    r"^[`\"']*(?:\(\))?[`\"']*\s*(?:→|->|=>|(?:was|were|has been|have been|is|got)\s+(?:renamed|removed|replaced|deleted|moved"
    r"|extracted|merged|split|dropped|eliminated|inlined|deprecated)|(?:renamed|replaced|removed|deleted)\b)",
    re.I,
)
_ABSENT_BEHIND = re.compile(
    rf"^[`\"']*\s*(?:(?:{KIND_NOUNS})\s+)?(?:does(?:n't| not) (?:actually )?exist"
    r"|(?:is|are) (?:missing|undefined|not (?:defined|implemented|found|present|there))\b|not found\b|never defined)",
    re.I,
)
_ABSENT_BEFORE = re.compile(r"^\W*(?:there (?:is|are) )?(?:no|missing)\s+(?:dedicated\s+|such\s+)?[`\"']?$", re.I)
_ONLY_KIND = re.compile(rf"^[`\"']*\s*(?:{KIND_NOUNS})?\W*$", re.I)
_LOCATED = re.compile(
    r"^[`\"'()]*\s*(?:(?:class|function|method|hook|component|interface|type|enum|constant|helper|decorator|middleware|model|service)\s+)?"
    r"(?:(?:is|are|lives?|resides?)\s+)?(?:defined|located|implemented|declared|found|exported|lives?|placed)?\s*(?:in|inside|within"
    r"|from|at|\(|@|[–—-])\s*(?:the\s+)?(?:file\s+|module\s+)?[`\"'(]*$",
    re.I,
)
_HOLDS_IT = re.compile(
    r"^[`\"')]*\s*(?:\([^)]*\))?\s*(?::|[–—-]|defines?|contains?|exports?|declares?|implements?|provides?|has|includes?)\s*(?:the\s+"
    r"|an?\s+|[\w-]+\s+){0,3}[`\"'(]*$",
    re.I,
)
_CAMEL = re.compile(r"[A-Z][a-z0-9]+(?:[A-Z]+[a-z0-9]*)+|[A-Z]{2,}[a-z]\w*[A-Z]\w*|[A-Z]{2,}[a-z]{2,}\w*|[a-z][a-z0-9]*(?:[A-Z][a-z0-9]*)+")
_DEFINABLE = re.compile(
    r"class|function|method|hook|component|interface|type|enum|constant|decorator|helper|util|middleware|context|provider|struct"
    r"|trait|exception|protocol|mixin|fixture|singleton|factory"
)
_UNFINISHED = re.compile(
    r"\b(?:todo|tbd|planned|future|not (?:yet )?implemented|coming soon|deprecated|removed|deleted|renamed|obsolete|proposed"
    r"|suggested|optional)\b",
    re.I,
)
_DRAFT = re.compile(
    r"\b(?:plans?|planning|proposals?|proposed|rfc|roadmap|design doc(?:ument)?|specs?|specifications?|tutorial|how to|guides?"
    r"|guidelines?|style ?guide|migration|migrate|template|ideas?|todo|drafts?|examples?|getting started|contributing|what'?s "
    r"next|next steps?|needed|upcoming|future|implementation steps|priority \d+|backlog|set-?up|installation|prerequisites"
    r"|requirements)\b",
    re.I,
)
_COMPARED = re.compile(r"\bbefore\W+(?:(?:and|vs)\W+)?after\b", re.I)
_MADE_UP = frozenset("new example my your foo bar baz sample demo some dummy mock fake".split())
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


@dataclass(frozen=True, slots=True)
class Named:
    """An identifier that a clause speaks of as part of the repository."""

    parts: tuple[str, ...]  # ("Class", "method")
    mention: Mention
    kind: str = ""  # the noun it is said to be, lower case: "class", "hook"
    location: str = ""  # path it is said to be in, in the same clause
    firm: bool = False  # exact enough that its absence is an error of the report
    absent: bool = False  # said not to exist


def names(clause: Clause) -> list[Named]:
    """The repository's identifiers in a clause, as the clause presents them."""
    found = []
    for mention in clause.mentions:
        if mention.origin.value != "self":
            break
        named = _named(clause, mention)
        if named is not None:
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
    before, behind = _masked(clause, 0, start), text[end:]
    if _lost(before, behind, clause, end):
        return None
    kind = _kind(value.keyword if isinstance(value, Symbol) else "", before, behind)
    call = isinstance(value, Symbol) and value.call
    if isinstance(value, EnvVar) and kind not in {"constant", "constants", "enum", "list", "field", "variable"}:
        return None
    location = _location(clause, start, end)
    absent = _absent(before, behind, clause)
    if clause.negated and not absent:
        return None
    subject = _subject(before, behind, in_code or clause.form is Form.FENCE_LINE)
    exact = in_code or (clause.form is Form.FENCE_LINE and start == 0 and bool(re.match(r"(?:\(\))?\s*(?:#|//)", behind)))
    if not _worth_a_claim(
        parts, in_code, call, bool(kind), bool(location), subject, absent, isinstance(value, Symbol) and bool(value.keyword)
    ):
        return None
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
        or _unfinished(clause)
        or drafted(clause.context)
        or _before_arrow(clause, mention)
        or made_up(parts[-1])
        or (not (stated or call) and "-" in behind[:1])
    ):
        firm = False
    return Named(parts, mention, kind, location, firm, absent)


def _parts(name: str) -> tuple[str, ...]:
    parts = tuple(part for part in re.split(r"\.|::|#|->", name) if part)
    while len(parts) > 1 and parts[0] in {"self", "this", "cls", "super", "app", "window"}:
        parts = parts[1:]
    return parts


def _ours(parts: tuple[str, ...]) -> bool:
    """Whether the name could be the repository's own at all."""
    if not parts or (parts[-1] in COMMON and (len(parts) == 1 or not parts[-2][:1].isupper())):
        return False
    if any(part in COMMON for part in parts[:1]) or (len(parts) > 1 and parts[0] in MODULES):
        return False
    if any(_secret(part) for part in parts):
        return False
    return len(parts) > 1 or len(parts[0]) > 2


def _secret(part: str) -> bool:
    """Whether it looks like a key, a digest or an id rather than a name."""
    return (len(part) >= 16 and len(re.findall(r"\d", part)) >= 4 and "_" not in part) or bool(
        re.fullmatch(r"[0-9a-fA-F]{7,}", part) and re.search(r"\d", part)
    )


def _unfinished(clause: Clause) -> bool:
    """Whether the row or sentence says that the thing is yet to come, or gone."""
    texts = (clause.statement.text.plain, *(cell.text.plain for cell in clause.context.row))
    return any(_UNFINISHED.search(text) for text in texts)


def drafted(context: Context) -> bool:
    """Whether a heading above says that things are told as they might be: a plan, a specification, a guide."""
    return any(_DRAFT.search(title) and not _COMPARED.search(title) for title in context.titles)


def _before_arrow(clause: Clause, mention: Mention) -> bool:
    """Whether an arrow follows the name: what it points to is what there is now."""
    whole = clause.statement.text.plain
    return any(re.match(r"[`\"'()]*\s*(?:→|->|=>)", whole[match.end() :]) for match in re.finditer(re.escape(mention.text), whole))


def made_up(name: str) -> bool:
    """Whether a name says of itself that it stands for another: `ExampleAgent`, `my_function`."""
    return subwords(name)[:1] != () and subwords(name)[0] in _MADE_UP


def _telling(name: str) -> bool:
    """Whether a name is of several words, so that nobody would write it by chance."""
    return len([word for word in subwords(name) if len(word) > 1]) > 1


def offset(clause: Clause, mention: Mention) -> int:
    """Where the mention starts in the clause's text, -1 when it isn't there."""
    text = clause.text
    start = text.find(mention.text)
    while start >= 0 and clause.words.place(start) != (mention.span.line, mention.span.column):
        start = text.find(mention.text, start + 1)
    return start


def _masked(clause: Clause, start: int, end: int) -> str:
    """The clause's text with the content of code spans struck out: names in a list don't hide what they are called."""
    pieces = list(clause.text[start:end])
    for a, b in clause.words.codes:
        for at in range(max(a, start), min(b, end)):
            pieces[at - start] = "¤"
    return re.sub("¤+", "¤", "".join(pieces))


def _lost(before: str, behind: str, clause: Clause, end: int) -> bool:
    """Whether the name is that of something gone, of something else, or an example."""
    match = _LOST.search(before)
    if match and not _GAINED.search(match["rest"]):
        return True
    return bool(_FORMER.match(behind) or (re.match(r"^[`\"']*\s*$", behind) and _arrow_follows(clause)))


def _arrow_follows(clause: Clause) -> bool:
    whole = clause.statement.text.plain
    at = whole.find(clause.text)
    changes = re.search(r"\b(?:renam|mov|replac|chang|migrat)", whole, re.I)
    return bool(changes and at >= 0 and re.match(r"^[`\"']*\s*(?:→|->|=>)", whole[at + len(clause.text) :]))


def _kind(keyword: str, before: str, behind: str) -> str:
    if keyword:
        return {"def": "function", "async def": "function", "func": "function", "fn": "function", "const": "constant"}.get(keyword, keyword)
    match = _BEHIND.match(behind) or _BEFORE.search(before)
    return re.sub(r"(?<=[^s])s$", "", match["kind"].lower()) if match else ""


def _absent(before: str, behind: str, clause: Clause) -> bool:
    if _ABSENT_BEHIND.match(behind):
        return True
    return bool(_ABSENT_BEFORE.search(before) and _ONLY_KIND.match(behind) and clause.negation.lower() in {"no", "missing"})


def _subject(before: str, behind: str, exact: bool) -> bool:
    """Whether the sentence is about the name: it comes first and something is said of it."""
    return exact and bool(re.match(r"^[\W\d]*(?:the\s+)?$", before, re.I)) and bool(_VERB_BEHIND.match(behind))


def _location(clause: Clause, start: int, end: int) -> str:
    """A path of the clause that is said to hold the name: "`X` in `a.py`", "`a.py`: `X`"."""
    for mention in clause.own(Path):
        path = mention.value
        assert isinstance(path, Path)
        at = offset(clause, mention)
        if at < 0 or path.glob:
            continue
        between = _masked(clause, end, at) if at >= end else _masked(clause, at + len(mention.text), start)
        if (at >= end and _LOCATED.match(between)) or (at < start and _HOLDS_IT.match(between)):
            return path.text
    return ""


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


def _named_like_ours(name: str) -> bool:
    words = subwords(name)
    return "_" in name or (words[0] == "use" and len(words) > 1) or (words[-1] in _SUFFIXES and len(words) > 1)
