"""What the words around a name say of it: of what kind it is, where it is, whether it is gone, wished for or made up."""

from __future__ import annotations

import re

from verifier.knowledge.words import stem, subwords
from verifier.reading.clause import Clause, Context, Mention, Path, Role
from verifier.reading.english.lexis import verb_form
from verifier.reading.links import home_of
from verifier.reading.mentions import mentions
from verifier.reading.roles import role_of
from verifier.reading.says.words import offset_of
from verifier.reading.text import Text

LONGEST = 4_000  # characters of a statement that is read; a longer one is data

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


_WISH = re.compile(
    r"^\W*(?:optimi[sz]ation|enhancement|proposal|alternative|remedy|mitigation|solution|fix|improvement|recommendation|refactoring)s?\b"
    r"[^:]{0,30}:",
    re.I,
)


def labels_a_wish(comment: str) -> bool:
    """Whether a comment in a block labels what follows it as what is to be done: "Optimization: a pool"."""
    return bool(_WISH.match(comment))


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


# What a negation may be about that leaves its subject standing.
_SAID_OF = re.compile(
    r"(?:does|do|did|is|are|was|can|could|will|wo|has|have)(?:n't| not)|cannot|can't|won't|not\b|never\b|lacks?\b|no\b"
    r"|without\b|un\w+",
    re.I,
)
_NOT_THERE = re.compile(r".{0,25}\b(?:exists?|found|present|there|defined|implemented|available|in place|provided|included)\b", re.I)
_GONE = re.compile(r"missing|absent|none|nothing|nowhere|removed|deleted|eliminated|dropped|instead|rather", re.I)


_UNFINISHED = re.compile(
    r"\b(?:todo|tbd|planned|future|not (?:yet )?implemented|coming soon|deprecated|removed|deleted|renamed|obsolete|proposed"
    r"|suggested|optional)\b",
    re.I,
)


_DRAFT = re.compile(
    r"\b(?:plans?|planning|proposals?|proposed|rfc|roadmap|design doc(?:ument)?|specs?|specifications?|tutorial|how to|guides?"
    r"|guidelines?|style ?guide|migration|migrate|template|ideas?|todo|drafts?|examples?|getting started|contributing|what'?s "
    r"next|next steps?|needed|upcoming|future|implementation steps|priority \d+|backlog|set-?up|installation|prerequisites"
    r"|requirements|implementation priorit\w+|weeks? \d+)\b",
    re.I,
)


# Something fetched from, or documented at, another place on the web; or named as someone else's.
_OUTSIDE = re.compile(
    r"\b(?:fetch\w*|clon(?:es?|ed|ing)|download\w*|install\w*|pull(?:s|ed)|taken|vendored|copied|ported|forked|borrowed|adapted|imported|available|found"
    r"|hosted|published|docs?|documentation|source|upstream|repo(?:sitory)?|see|api|library|package|sdk|project|from|at|via)\b[^.;]{0,40}"
    r"https?://(?!localhost|127\.)\S+"
    r"|\b(?:third[- ]party|external|outside|upstream|vendor(?:'s)?)\s+(?:\w+\s+)?"
    r"(?:library|libraries|package|api|sdk|project|module|crate|gem)\b"
    r"|^\W*[\w .@/-]{1,40}\W{0,4}\(?https?://(?:www\.)?(?:github|gitlab|bitbucket|codeberg|pypi|npmjs|crates|pkg\.go)\.\S+",
    re.I,
)
_REGISTRY = re.compile(r"https?://(?:www\.)?(?:pypi\.org|npmjs\.com|crates\.io|rubygems\.org|pkg\.go\.dev|packagist\.org|nuget\.org)/")
_PLACE = re.compile(
    r"(?<![\w.])(?P<name>[A-Za-z_][\w./-]*)\s+(?:package|module|service|app|crate|namespace|class|worker|command|file|layer)\b"
)
_COMPARED = re.compile(r"\bbefore\W+(?:(?:and|vs)\W+)?after\b", re.I)


_MADE_UP = frozenset("new example my your foo bar baz sample demo some dummy mock fake".split())
_FROM_MODULE = re.compile(r"^[`\"']?\s+from\s+(?:the\s+)?[`\"']?(?P<module>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+)(?![\w.(/])")


def unfinished(clause: Clause) -> bool:
    """Whether the row or sentence says that the thing is yet to come, or gone."""
    texts = (clause.statement.text.plain, *(cell.text.plain for cell in clause.context.row))
    return any(_UNFINISHED.search(text) for text in texts)


def drafted(context: Context) -> bool:
    """Whether a heading above says that things are told as they might be: a plan, a specification, a guide."""
    return any(_DRAFT.search(title) and not _COMPARED.search(title) for title in context.titles)


def of_another(clause: Clause) -> bool:
    """Whether the names are told of as those of something outside: a library that the item, its parent or the heading links to."""
    context = clause.context
    above = [parent.plain for parent in context.parents] + ([context.lead_in.plain] if context.lead_in else [])
    texts = [context.key, clause.statement.text.plain, *above, *context.titles[-1:]]
    return any(_OUTSIDE.search(text) for text in texts) or any(_linked_outside(parent) for parent in context.parents)


def _linked_outside(parent: Text) -> bool:
    """Whether an item begins with a link to a repository or a package of its own: "**Orbit** ([orbit](https://github.com/sky/orbit))"."""
    return any(start <= 40 and (_REGISTRY.match(url) or home_of(url).strip("/").count("/") == 1) for start, _, url in parent.links)


def place_of(clause: Clause) -> str:
    """The package, module or class that a clause says something of: "the `main` package hands over to..."; "" when it names none."""
    match = _PLACE.search(clause.text)
    return match["name"] if match and clause.words.in_code(*match.span("name")) else ""


def made_up(name: str) -> bool:
    """Whether a name says of itself that it stands for another: `ExampleAgent`, `my_function`."""
    words = subwords(name)
    if re.search(r"(?:^|[a-z])[XY][A-Z][a-z]", name):  # `XModule` and `GameXId` are of any name
        return True
    return bool(words) and (words[0] in _MADE_UP or words[-1] in ("here", "placeholder"))  # `methodNameHere`


def offset(clause: Clause, mention: Mention) -> int:
    """Where the mention starts in the clause's text, -1 when it isn't there."""
    start = offset_of(clause.words, mention.span)
    return start if start is not None and clause.text.startswith(mention.text, start) else -1


def masked(clause: Clause, start: int, end: int) -> str:
    """The clause's text with the content of code spans struck out: names in a list don't hide what they are called."""
    pieces = list(clause.text[start:end])
    for a, b in clause.words.codes:
        for at in range(max(a, start), min(b, end)):
            pieces[at - start] = "¤"
    return re.sub("¤+", "¤", "".join(pieces))


def kind_of(keyword: str, before: str, behind: str) -> str:
    if keyword:
        return {"def": "function", "async def": "function", "func": "function", "fn": "function", "const": "constant"}.get(keyword, keyword)
    match = _BEHIND.match(behind)
    if match is None or _acts(behind[: match.start("kind")]):  # "`Deps` holds only traits"
        match = _BEFORE.search(before)
    return stem(match["kind"]) if match else ""


def _acts(words: str) -> bool:
    """Whether one of the words is a verb that says what something does."""
    return any(verb is not None and verb.form == "s" for verb in map(verb_form, re.findall(r"[a-z]+", words)))


_NAME = r"(?=\w{0,60}(?:[a-z][A-Z]|_))[A-Za-z]\w{0,80}(?:\(\))?"
_LISTED_WITH = re.compile(rf"(?:[`\"'()]*,?\s{{1,4}}(?:(?:and|or)\s{{1,4}})?`?{_NAME}`?(?=[\s,`]))*")  # names listed with one


def presupposed(clause: Clause, start: int) -> bool:
    """Whether a negated clause is about a thing that is there: "`load()` doesn't close the file", not "no `load()`"."""
    word = clause.negation.lower()
    whole = clause.statement.text.plain
    if clause.position and role_of(whole[: max(0, whole.find(clause.text))]) is Role.MISSING:
        return False  # "**Missing functions** - `load()` not exported"
    start += len(_LISTED_WITH.match(clause.text[start:])[0])  # type: ignore[index]
    at = clause.text.lower().find(word, start) if word and word != "lead-in" else -1
    if at <= start or re.search(r"[,;:]", clause.text[start:at]):
        return False  # denied of something else: "some use `X`, one doesn't"
    return not _GONE.match(word) and bool(_SAID_OF.match(clause.text[at:])) and not _NOT_THERE.match(clause.text[at:])


def never_there(cue: str) -> bool:
    """Whether what says that a name is gone says that there is none at all, not that it was taken out somewhere."""
    words = cue.lower().split()
    return bool({"no", "exist", "exists", "existed", "missing", "absent"} & set(words))


def is_subject(before: str, behind: str, exact: bool) -> bool:
    """Whether the sentence is about the name: it comes first and something is said of it."""
    return exact and bool(re.match(r"^[\W\d]*(?:the\s+)?$", before, re.I)) and bool(_VERB_BEHIND.match(behind))


_BRACKET = re.compile(
    r"^[`\"'*]*\s*(?:class|function|method|hook|component|interface|type|enum|model"
    r"|service)?\s*\((?:(?:defined |found )?in\s+)?$"
)
_BRACKET_END = re.compile(r"^[`\"']*\s*(?:[):,]|$)")


def bracketed_path(clause: Clause, end: int) -> str:
    """The path in the bracket right behind a name: "`Store` (`store.py`)". A bracket is a clause of its own."""
    whole = clause.statement.text
    before = whole.plain.find(clause.text)
    for mention in mentions(whole) if before >= 0 else ():
        path = mention.value
        at = whole.plain.find(mention.text, before + end)
        if isinstance(path, Path) and at >= 0 and not path.glob and _BRACKET.match(whole.plain[before + end : at]):
            return path.text if _BRACKET_END.match(whole.plain[at + len(mention.text) :]) else ""
    return ""


def module_of(clause: Clause, end: int) -> str:
    """The file of the Python module that a name is said to come from: "`verify_token()` from `core.security`"."""
    match = _FROM_MODULE.match(clause.text[end:])
    return match["module"].replace(".", "/") + ".py" if match else ""


def location_of(clause: Clause, start: int, end: int) -> str:
    """A path of the clause that is said to hold the name: "`X` in `a.py`", "`a.py`: `X`"."""
    for mention in clause.own(Path):
        path = mention.value
        assert isinstance(path, Path)
        at = offset(clause, mention)
        if at < 0 or path.glob:
            continue
        between = masked(clause, end, at) if at >= end else masked(clause, at + len(mention.text), start)
        if (at >= end and _LOCATED.match(between)) or (at < start and _HOLDS_IT.match(between)):
            return path.text
    return ""
