"""How reports say what relates to what: imports, layers, separations, circles, calls, what is unused, workspaces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from verifier.reading.clause import Clause, Form, Path, Symbol

from .parts import Named, named

IMPORTED = "never imported"  # said of an export: its own file may use it


class Relation(str, Enum):
    IMPORTS = "imports"
    LAYER = "layer"
    SEPARATE = "separate"
    CYCLE = "circular import"
    CALLS = "calls"
    UNUSED = "unused"
    WORKSPACES = "workspaces"


@dataclass(frozen=True, slots=True)
class Said:
    """A relation between parts, as a clause says it; `text` are the words that do."""

    relation: Relation
    parts: tuple[Named, ...]
    text: str
    negated: bool = False
    direct: bool = False
    detail: str = ""  # the package manager of workspaces


_PHRASE = r"(?:the |its |our )?[\w./@$()-]+(?: [\w./@$()-]+){0,3}?"
_BEGINS = r"(?<![\w./@$()-])"  # where a word does: within a long one there is nothing else to be found
_IMPORT = re.compile(
    rf"{_BEGINS}(?P<a>{_PHRASE})\s+(?P<not>(?:does not|doesn't|do not|don't|never|no longer|not)\s+)?(?P<direct>directly\s+)?"
    r"(?P<verb>import(?:s|ing)?(?:\s+from)?|depend(?:s|ing)?\s+on|access(?:es|ing)?|touch(?:es|ing)?|quer(?:y|ies|ying)|call(?:s|"
    r"ing)?\s+into|reach(?:es|ing)?\s+into|coupled\s+to)\s+"
    rf"(?:directly\s+)?(?:from\s+)?(?P<b>{_PHRASE})(?=$|[,;.:]|\s+(?:for|in|via|through|to|with|at|on|and|which|that|instead|directly|"
    rf"because|without|when)\b)",
    re.I,
)
_NO_IMPORT = re.compile(
    rf"\bno\s+(?:direct\s+)?(?:imports?|dependenc(?:y|ies)|(?P<what>[\w-]+)\s+(?:access|imports?|quer(?:y|ies)|calls))\s+(?:(?:from|"
    rf"on|of)\s+(?P<b>{_PHRASE})\s+)?(?:in|from|within|inside)\s+(?P<a>{_PHRASE})(?=$|[,;.])",
    re.I,
)
_CYCLE_BETWEEN = re.compile(
    rf"\b(?:circular|cyclic)\s+(?:imports?|dependenc(?:y|ies)|references?)\s+between\s+(?P<a>{_PHRASE})\s+and\s+(?P<b>{_PHRASE})(?=$|"
    rf"[,;.])",
    re.I,
)
_EACH_OTHER = re.compile(
    rf"{_BEGINS}(?P<a>{_PHRASE})\s+and\s+(?P<b>{_PHRASE})\s+(?P<not>(?:do not|don't|never)\s+)?(?:import|depend on)\s+each other\b", re.I
)
_NO_CYCLES = re.compile(
    r"^(?:no|zero|without|free of|0)\s+(?:circular|cyclic)\s+(?:imports?|(?:import |module )?dependenc(?:y|ies))(?:\s+(?:found|"
    r"detected|present|exist|anywhere|remain(?:ing)?))?$",
    re.I,
)
_LAYER_NAMES = (
    r"services?|api|workers?|models?|controllers?|repositor(?:y|ies)|routes?|routers?|handlers?|views?|domain|infrastructure|"
    r"middlewares?|schemas?|database|db|data"
    r"|tasks?|jobs?|agents?|components?|hooks?|stores?|adapters?|providers?|gateway|core|utils?|utility|ui|auth|authentication|cache|"
    r"caching|storage|persistence"
)
_LAYER = re.compile(
    rf"^(?:(?:a|the|separate|dedicated|distinct|clear|proper|clean|has|have|with|own)\s+){{0,3}}(?P<name>{_LAYER_NAMES})\s+layers?$", re.I
)
_SEPARATION = re.compile(
    r"\b(?:separation of concerns|modular (?:structure|design|architecture|organi[sz]ation)|layered (?:structure|architecture)|"
    r"(?:clear|clean|good|proper) (?:module |layer )?separation)\s*"
    r"(?:\((?P<list>[^()]+)\)|(?:[:—–-]|into|across|between|among)\s+(?P<rest>[\w/ ,&-]+))",
    re.I,
)
_CALLS = re.compile(
    r"^\s*[`(]*\s*(?P<not>(?:does not|doesn't|never)\s+)?(?P<direct>directly\s+)?(?:calls?|invokes?|delegates to)\s+(?:the\s+)?`?$", re.I
)
_NO_CALLS = re.compile(
    r"^\s*[`(]*\s*(?:contains|has|holds|makes)\s+(?:no|not\s+a\s+single)\s+(?:direct\s+)?calls?\s+(?:of|to)\s+(?:the\s+)?`?$", re.I
)
_UNUSED = re.compile(
    r"\b(?:(?:is|are|remains?)\s+)?(?P<word>unused|dead code|never\s+(?:called|used|imported|referenced|invoked|instantiated)|"
    r"not\s+(?:called|used|imported|referenced)\s+(?:anywhere|by anything)|(?:imported|called|used)\s+nowhere)\b",
    re.I,
)
_WORKSPACES = re.compile(r"\b(?:(?P<manager>npm|yarn|pnpm|bun|cargo|go)\s+workspaces?|(?P<mono>mono-?repo(?:sitory)?))\b", re.I)
_LAYERISH = re.compile(rf"\b(?:{_LAYER_NAMES}|layer|frontend|backend|client|modules?)\b|orm\b", re.I)
_AFTER = re.compile(r"^.*\b(?:with|of|by|where|because|since|as|if|that|and|but|so|all|ensures?|ensuring|means?)\s+", re.I)
_PRONOUNS = frozenset(
    "it this that they which these those who we you i he she there code users user everything nothing all project application app "
    "system team developers file files".split()
)
_NO_SUBJECT = frozenset(
    "circular cyclic unused missing dead relative absolute lazy dynamic wildcard star clean sorted organized organised top-level "
    "module-level local conditional python "
    "typescript javascript es6 esm type css static unnecessary redundant duplicate broken proper correct no many some".split()
)
_NO_OBJECT = re.compile(
    r"^(?:in|between|from|of|at|are|is|was|were|follow\w*|sorted|grouped|organi[sz]\w*|order\w*|work\w*|succe\w*|fail\w*|error\w*|"
    r"statements?|issues?|paths?|section|block|use|uses|used|using|remain\w*|prevent\w*|patterns?|documentation|functionality|"
    r"source|sources|violations?|logic\w*|to|with|resolve\w*|and|or|not|only|all|properly|correctly)\b",
    re.I,
)
_IMPERATIVES = frozenset(
    "always never use sort group or moved updated change changed add added from fixed remove removed final new old t can".split()
)
_CUT = re.compile(r"\s+(?:for|in|via|through|to|with|at|on|and|which|that|instead|directly|because|without|when)\b.*$", re.I)


def relations(clause: Clause) -> Iterator[Said]:
    """What the clause says of parts; at most one of each sort."""
    text = clause.text
    yield from _imports(clause, text)
    if match := _CYCLE_BETWEEN.search(text) or _EACH_OTHER.search(text):
        denied = (
            clause.negated or bool(match.groupdict().get("not")) or bool(re.search(r"\b(?:no|without)\s+$", text[: match.start()], re.I))
        )
        yield Said(Relation.CYCLE, (named(clause, match["a"]), named(clause, match["b"])), match[0], denied)
    elif match := _NO_CYCLES.match(text.strip(" .`")):
        yield Said(Relation.CYCLE, (), match[0], True)
    if match := _LAYER.match(text.strip(" .:`")):
        yield Said(Relation.LAYER, (Named(match["name"]),), clause.statement.text.plain if clause.position == 0 else text, clause.negated)
    if clause.position == 0 and not clause.negated and (match := _SEPARATION.search(clause.statement.text.plain)):
        names = [
            name.strip(" .`'\"")
            for name in re.split(r"\s*(?:,|/|&|\band\b|\bfrom\b)\s*", match["list"] or match["rest"])
            if name.strip(" .`'\"")
        ]
        if 2 <= len(names) <= 8 and all(len(name.split()) <= 3 for name in names):
            yield Said(Relation.SEPARATE, tuple(named(clause, name) for name in names), match["list"] or match[0])
    yield from _of_symbols(clause, text)
    if (match := _WORKSPACES.search(text)) and not clause.negated:
        yield Said(Relation.WORKSPACES, (), text, detail=(match["manager"] or "").lower())


def _imports(clause: Clause, text: str) -> Iterator[Said]:
    if match := _NO_IMPORT.search(text):
        other = match["b"] or match["what"]
        if other and (_LAYERISH.search(other) or named(clause, other).sort != "words"):
            yield Said(Relation.IMPORTS, (named(clause, match["a"]), named(clause, other)), match[0], True, True)
        return
    match = _IMPORT.search(text)
    if match is None or re.match(r"\W*(?:from\s+\S+\s+)?import\b", text) or (clause.negated and not match["not"]):
        return
    start = _AFTER.match(match["a"])
    first, second = match["a"][start.end() :] if start else match["a"], _CUT.sub("", match["b"])
    verb = match["verb"].lower().split()[0]
    base_form = verb in ("import", "depend", "access", "touch", "query", "call", "reach") and not match["not"]
    if (
        first.lower().split()[-1] in _NO_SUBJECT
        or first.lower().split()[0] in _IMPERATIVES
        or _NO_OBJECT.match(second)
        or (base_form and not first.endswith("s"))
    ):
        return  # "GitHub import functionality", "Updated imports to use..."
    parts = named(clause, first), named(clause, second)
    if any(part.text.lower() in _PRONOUNS or not re.search(r"[A-Za-z]", part.text) for part in parts):
        return
    solid = [part.sort == "path" or _in_code(clause, part.text) or bool(_LAYERISH.search(part.text)) for part in parts]
    if not any(solid) or (not verb.startswith("import") and not all(solid)):
        return
    words = text[match.start("a") + (start.end() if start else 0) : match.start("b") + len(second)]
    yield Said(Relation.IMPORTS, parts, words, bool(match["not"]), bool(match["direct"]))


def _in_code(clause: Clause, text: str) -> bool:
    start = clause.words.plain.find(text)
    return start >= 0 and clause.words.in_code(start, start + len(text))


def _of_symbols(clause: Clause, text: str) -> Iterator[Said]:
    """Calls and what is unused: said of names written as code only."""
    mentions = [
        mention
        for mention in clause.mentions
        if mention.origin.value == "self" and isinstance(mention.value, (Symbol, Path)) and mention.text.strip("`") in text
    ]
    places = sorted(((text.find(mention.text.strip("`")), mention) for mention in mentions), key=lambda item: item[0])
    for (start, one), (behind, other) in pairwise(places):
        between = text[start + len(one.text.strip("`")) : behind]
        denied = bool(_NO_CALLS.match(between))
        match = _CALLS.match(between)
        if (match or denied) and isinstance(other.value, Symbol):
            words = text[start : behind + len(other.text.strip("`"))]
            yield Said(
                Relation.CALLS,
                (named(clause, one.text.strip("`")), named(clause, other.text.strip("`"))),
                words,
                denied or bool(match and match["not"]),
                bool(match and match["direct"]),
            )
            return
    match = _UNUSED.search(text)
    coded = [
        mention
        for start, mention in places
        if isinstance(mention.value, Symbol) and clause.words.in_code(start, start + len(mention.text.strip("`")))
    ]
    if (
        match
        and len(coded) == 1
        and len(places) == 1
        and not re.search(r"\b(?:no|not|isn't|aren't)\s+$", text[: match.start("word")], re.I)
        and not _FOREIGN.search(text)
        and not _told_as_removed(clause, text)
    ):
        detail = IMPORTED if re.search(r"\bimported\b", match["word"], re.I) else match["word"].lower()
        yield Said(Relation.UNUSED, (named(clause, coded[0].text.strip("`")),), text, detail=detail)
    elif not match and coded and (why := _list_of_unused(clause, text, coded[0].text)):
        yield Said(Relation.UNUSED, (named(clause, coded[0].text.strip("`")),), text, detail=why)


def _told_as_removed(clause: Clause, text: str) -> bool:
    """Whether the words, their key, their list or the heading tell of something that was taken out: "Removed: unused `load()`"."""
    context = clause.context
    above = (context.key, context.lead_in.plain if context.lead_in else "", *(one.plain for one in context.parents), *context.titles[-1:])
    return any(map(_REMOVED.search, (text, *above)))


_REMOVED = re.compile(r"\b(?:removed|deleted|dropped|eliminated|stripped|pruned|purged)\b", re.I)


def _list_of_unused(clause: Clause, text: str, name: str) -> str:
    """For an item that only names a thing, what its list is of: `IMPORTED` for exports that nobody imports, "unused", or ""."""
    if clause.form not in {Form.ITEM, Form.CHECK_ITEM} or clause.position != 0 or clause.negated:
        return ""
    rest = text.replace(name.strip("`"), " ", 1)
    for path in clause.own(Path):
        rest = rest.replace(path.text.strip("`"), " ")
    if not text.lstrip(" `*").startswith(name.strip("`")) or re.search(r"[A-Za-z]{2,}", _BESIDE.sub(" ", rest)):
        return ""
    context = clause.context
    above = [context.lead_in.plain] if context.lead_in else []
    for words in (*above, *(parent.plain for parent in reversed(context.parents)), *reversed(context.titles[-2:])):
        if _TAKEN_OUT.search(words) or _FOREIGN.search(words):
            return ""
        if _UNUSED_LIST.search(words):
            return IMPORTED if re.search(r"\bexport|\bimported\b", words, re.I) else "unused"
    return ""


_UNUSED_LIST = re.compile(
    r"\b(?:unused|unreferenced|uncalled|dead)\s+(?:\w+\s+){0,2}?(?:exports?|functions?|methods?|class(?:es)?|code|helpers?|symbols?|definitions?"
    r"|components?|types?|hooks?|utilit(?:y|ies))\b|\b(?:never|not|nowhere)\s+(?:\w+\s+)?(?:imported|called|used|referenced)\b|\b(?:imported|used|called)"
    r"\s+(?:nowhere|by (?:nobody|nothing|no one))\b|\bno(?:body| one|thing| other file| file)?\s+(?:imports|uses|calls|references)\b",
    re.I,
)
_TAKEN_OUT = re.compile(
    r"\b(?:remov|delet|clean|drop|eliminat|strip|prun|fix|resolv)\w*|\bno\s+(?:unused|dead)\b|\b(?:if|should|could|may|might)\b", re.I
)
_BESIDE = re.compile(
    r"\b(?:function|method|class|export(?:ed)?|helper|type|component|hook|const|constant|in|from|at|line|lines|the|of)\b", re.I
)
_FOREIGN = re.compile(
    r"\bunused\s+(?:imports?|variables?|parameters?|arguments?|dependenc|packages?)|\b(?:import|variable|parameter|argument|"
    r"dependency|package)\b",
    re.I,
)
