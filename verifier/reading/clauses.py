"""Statements to clauses: where one polarity ends and the next begins, what each part names, how much, and with which stance."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from verifier.model import Quantity, ScopeHints, Side, Span
from verifier.reading.antecedents import with_antecedent
from verifier.reading.clause import Clause, Context, Cue, Form, Ground, Mark, Mention, Origin, Path, Role, Stance, Statement
from verifier.reading.english.lexis import table
from verifier.reading.mentions import mentions
from verifier.reading.quantities import quantities
from verifier.reading.roles import side_of
from verifier.reading.rows import says_absent
from verifier.reading.says.excepted import excepted
from verifier.reading.stance import A_DESIGN, DESIGNED, stance_of
from verifier.reading.text import Text

# Where a new clause starts. Commas only before a new predicate; brackets hold a clause of their own.
_CUT = re.compile(
    r"(?P<open>\s\((?=[^)]))|(?P<close>(?<=[^(])\))|(?P<dash>\s+[-–—]{1,2}\s+|;\s+|:\s+(?=(?:it|(?:the|this|that)\s+(?:file|module|script|class|function|method))\s+[a-z])|\s+(?:←|<-|=>|→|->)\s+)"
    r"|(?P<word>,?\s+(?=(?:but|however|although|though|while|whereas|yet"
    r"|except(?!\s+(?:block|clause|handler|statement|branch|:))|because|instead of|rather than|without)\b)|,\s+(?=(?:and"
    r"|which|so|no|not|missing|lacks?|with|there|it|(?:none|neither|all|each|most|many|some|one|both|half)\s+of\s+(?:which|them))\b)|(?<=[a-z\d`)])\.\s+(?=[A-Z]))"
)
_ARROW = re.compile(r"→|->|=>")
_NEGATION = re.compile(
    r"(?P<no>\b(?:no(?!\.\s?\d)|zero|none|never|neither|nor|nothing|nobody|nowhere|without|lacks?|lacking|missing|absent|absence of"
    r"|free of|instead of|rather than)\b)"
    r"|(?P<not>\b(?:not|cannot|can'?t|doesn'?t|does not|don'?t|do not|isn'?t|aren'?t|wasn'?t|weren'?t|hasn'?t|haven'?t|won'?t|didn'?t"
    r"|couldn'?t|shouldn'?t)\b)"
    r"|(?P<un>\b(?:unused|untested|undocumented|unhandled|unvalidated|unimplemented|disabled|removed|deleted|eliminated|dropped"
    r"|uncovered)\b)",
    re.I,
)
_NOT_NEGATION = re.compile(
    r"\bnot only\b|\bno (?:longer|matter|doubt)\b|\bnot (?:just|necessarily|too)\b|\bno\.\s?\d|\bno-op\b|\bno-cache\b|\bno one-size\b"
    r"|\bif not\b|\bnot-found\b|\bnot found (?:error|page|handler|response)",
    re.I,
)
_NO_LONGER = re.compile(r"\bno longer\b", re.I)
_QUANTIFIER = re.compile(
    r"\b(all|every|each|any|only|most|some|several|many|few|both|entire|throughout|across the (?:entire )?(?:codebase|project|app)"
    r"|100\s?%)\b",
    re.I,
)
_HEDGE = re.compile(
    r"\b(about|around|approximately|roughly|probably|likely|may|might|seems?|appears?|mostly|generally|usually|typically|largely"
    r"|partially|visible|often|risk|potential(?:ly)?)\b",
    re.I,
)
_COORDINATED = re.compile(r"\W*(?:and|or|plus)\b\W*(?:(?:the|an?|and|or)\W+)*", re.I)
_WISHES = {Stance.RECOMMENDS, Stance.PLANS}
_STANDS = re.compile(
    r"\b(?:present|exists?|found|remains?|remaining|still|instead of|everywhere|throughout|detected|using"
    r"|uses?|in production)\b",
    re.I,
)
_NAMED_AREA = re.compile(
    r"\b(?P<name>[A-Za-z][\w-]{0,40}(?:[ /][A-Za-z][\w-]{0,40}){0,2})\s{1,8}(?:service|library|package|module|app|worker|client|api)\b",
    re.I,
)
_USED = re.compile(
    r"\b(?:called|used|imported|consumed|rendered|referenced|mounted|invoked|required)\s+(?:\w+\s+)?(?:in|by|from|within)\W*$", re.I
)
_MEANS = re.compile(r"\b(?:via|using|with|by|running|against)\s+(?:the\s+)?[`*]*$", re.I)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What all clauses of a report share."""

    reviewed: tuple[str, ...]
    topics: tuple[str, ...]


def read_clauses(statement: Statement, shared: Surroundings) -> Iterator[Clause]:
    """The clauses of a statement, each with its own mentions first and inherited ones behind."""
    text = statement.text
    named = mentions(text)
    counted = _quantities(text)
    inherited = tuple(_inherited(statement))
    pieces = [text] if statement.form in {Form.TREE_ENTRY, Form.COMMAND, Form.HEADING} else list(_pieces(text, named))
    previous: tuple[Mention, ...] = ()
    named_before: list[tuple[Mention, ...]] = []
    wished: Stance | None = None
    for position, piece in enumerate(pieces):
        places = _places(piece)
        own = tuple(m for m in named if _inside(m.span, places))
        meant = with_antecedent(piece, text, named_before)
        named_before.append(own)
        words, own = (meant[0], (meant[1], *own)) if meant is not None else (piece, own)
        clause = _clause(
            statement,
            words,
            position,
            own,
            tuple(q for q in counted if _inside(q.span, places)),
            (*previous, *inherited),
            shared,
        )
        clause = replace(clause, span=piece.span(0, len(piece.plain)))
        if position and wished and clause.ground not in {Ground.OWN_WORDS, Ground.CITED_LINE} and _bracketed(text, piece):
            clause = replace(clause, stance=wished)  # "Split it (a.py, b.py)": what is in the bracket is part of the wish
        wished = clause.stance if not position and clause.stance in _WISHES and clause.ground is Ground.OWN_WORDS else wished
        yield clause
        previous = (*(replace(m, origin=Origin.PARENT) for m in own if isinstance(m.value, Path)), *previous)


def _only_names(piece: Text) -> bool:
    """Whether a piece of a text is a coordinator and code, and no sentence of its own."""
    rest, at = [], 0
    for start, end in piece.codes:
        rest.append(piece.plain[at:start])
        at = end
    return at > 0 and bool(_COORDINATED.fullmatch(" ".join((*rest, piece.plain[at:]))))


def _bracketed(text: Text, piece: Text) -> bool:
    """Whether a piece of a text stands in brackets and is more than a line that is cited."""
    at = text.plain.find(piece.plain)
    return at > 0 and text.plain[at - 1] == "(" and not re.match(r"(?:at )?l(?:ines?|\.)\s*~?\d", piece.plain, re.I)


def _quantities(text: Text) -> tuple[Quantity, ...]:
    """The text's quantities, each at its own place (the scanner counts columns from the start of the plain text)."""
    return tuple(
        replace(found, span=text.span(found.span.column - 1, max(found.span.column, found.span.end_column - 1)))
        for found in quantities(text.plain, 1, 1)
    )


def _pieces(text: Text, named: tuple[Mention, ...]) -> Iterator[Text]:
    plain = text.plain
    places = [(m.span.line, m.span.column, m.span.end_column) for m in named]
    start = depth = 0
    cuts = [match for match in _CUT.finditer(plain) if not any(a <= match.start() < b for a, b in text.codes)]
    for place, match in enumerate(cuts):
        end = cuts[place + 1].start() if place + 1 < len(cuts) else len(plain)
        if not (match["open"] or match["close"] or depth) and _only_names(text.slice(match.start(), end)):
            continue  # "`a()`, `b()`, and `c()`": the last of a list
        line, column = text.place(min(match.start() + (1 if match["open"] else 0), len(plain) - 1))
        if any(row == line and a < column < b - 1 for row, a, b in places):
            continue
        if match["open"]:
            depth += 1
        elif match["close"]:
            if depth == 0:
                continue
            depth -= 1
        piece = text.slice(start, match.start()).strip(" ,;")
        if piece.plain:
            yield piece
        start = match.end()
    piece = text.slice(start, len(plain)).strip(" ,;")
    if piece.plain:
        yield piece


def _places(piece: Text) -> dict[int, list[tuple[int, int]]]:
    """Where a piece stands in the report: for each line the columns that it covers, the end exclusive."""
    found: dict[int, list[tuple[int, int]]] = {}
    ends = [*(offset for offset, _, _ in piece.runs[1:]), len(piece.plain)]
    for (offset, line, column), end in zip(piece.runs, ends, strict=True):
        found.setdefault(line, []).append((column, column + end - offset))
    return found


def _inside(span: Span, places: dict[int, list[tuple[int, int]]]) -> bool:
    """Whether what begins at a span begins in the piece whose places these are."""
    return any(start <= span.column < end for start, end in places.get(span.line, ()))


def _inherited(statement: Statement) -> Iterator[Mention]:
    """Mentions from around, nearest first: the row, the items above, the lead-in, the fence's title, the headings."""
    context = statement.context
    seen: set[str] = set()
    own_line = statement.line

    def of(text: Text, origin: Origin) -> Iterator[Mention]:
        for mention in mentions(text):
            if mention.text not in seen and not (
                origin is Origin.ROW and mention.span.line == own_line and text.runs == statement.text.runs
            ):
                seen.add(mention.text)
                yield replace(mention, origin=origin)

    for cell in context.row:
        if cell.text.plain != statement.text.plain:
            yield from of(cell.text, Origin.ROW)
    for parent in reversed(context.parents):
        yield from of(parent, Origin.PARENT)
    if context.lead_in is not None:
        yield from of(context.lead_in, Origin.LEAD_IN)
    for section in reversed(context.sections):
        for mention in section.mentions:
            yield replace(mention, origin=Origin.HEADING)


def _clause(
    statement: Statement,
    piece: Text,
    position: int,
    own: tuple[Mention, ...],
    counted: tuple[Quantity, ...],
    inherited: tuple[Mention, ...],
    shared: Surroundings,
) -> Clause:
    words = piece.plain
    context = statement.context
    cues: list[Cue] = []
    negation = negation_in(_without_code(piece))
    negated = bool(negation)
    if not negated and _inherits_negation(statement, words, position):
        negated, negation = True, "lead-in"
    if negated:
        cues.append(Cue("polarity", negation, "negates the clause", statement.line))
    anchored = any(isinstance(m.value, Path) and m.value.anchors for m in own)
    stance, cue = stance_of(words, statement.text, statement.form, context, statement.mark, statement.ticked, anchored)
    cues.append(cue)
    side, side_cue = _side(statement, words)
    if side is not Side.NOW:
        cues.append(Cue("side", side_cue, f"tells of {side.value}"))
    quantifier = _QUANTIFIER.search(words)
    hedge = _HEDGE.search(words)
    return Clause(
        text=words,
        span=piece.span(0, len(words)),
        statement=statement,
        words=piece,
        mentions=(*own, *inherited),
        quantities=counted,
        negated=negated,
        negation=negation,
        quantifier=quantifier[0].lower() if quantifier else "",
        hedge=hedge[0].lower() if hedge else DESIGNED if cue.why == A_DESIGN else "",
        side=side,
        stance=stance,
        position=position,
        hints=_hints(statement, own, inherited, words, shared),
        cues=tuple(cues),
    )


def _without_code(piece: Text) -> str:
    """The words with code struck out: the None of `x: str | None` denies nothing."""
    plain = piece.plain
    for start, end in piece.codes:
        plain = plain[:start] + "x" * (end - start) + plain[end:]
    return plain


def negation_in(words: str) -> str:
    """The word that makes a clause negative, or "". Two negations of one thing agree; "no longer" is one."""
    plain = _NOT_NEGATION.sub(lambda m: "x" * len(m[0]) if not _NO_LONGER.match(m[0]) else m[0], words)
    found = list(_NEGATION.finditer(plain))
    if not found:
        return ""
    return found[0][0].lower()


# "Test rate limiting", but "Test coverage" is a thing.
_TO_DO = re.compile(
    r"^\W*(?:test|check|review|verify|validate|confirm|monitor|run|try)\s+"
    r"(?!(?:coverage|suites?|cases?|data|plans?|files?|lists?|results?|scripts?|reports?|logs?|runners?|environments?)\b)\w",
    re.I,
)


def _inherits_negation(statement: Statement, words: str, position: int) -> bool:
    """Whether a list's "Missing:", a ❌ or another cell's "No" denies a clause that has no predicate of its own."""
    context = statement.context
    if statement.form is Form.HEADING:
        return False
    if _denied_by_row(context, statement):
        return True
    if statement.ticked is False and position == 0:
        return not _TO_DO.match(words)  # an unticked noun phrase says that it is absent; what is to be done says nothing
    missing = context.lead_in_role is Role.MISSING or (
        context.lead_in is None and bool(context.sections) and context.sections[-1].role is Role.MISSING
    )
    if statement.mark is Mark.NO and context.lead_in_role is Role.PROBLEMS and _STANDS.search(words):
        return False  # among weaknesses a cross says that it is bad
    if statement.form is Form.KEY_VALUE and position == 0 and _missing_by_key(context) and not _STANDS.search(words):
        return True
    if (
        missing
        and statement.mark is not Mark.YES
        and position == 0
        and (statement.form in {Form.ITEM, Form.FENCE_LINE} or _heads_its_row(statement))
        and not re.search(r"\b(?:is|are|has|have|uses?|was|were|exists?)\b", words)
    ):
        return True
    if statement.mark is Mark.NO and position == 0 and statement.form in {Form.ITEM, Form.FENCE_LINE, Form.CELL, Form.SENTENCE}:
        return context.lead_in_role is not Role.BEFORE
    return False


def _missing_by_key(context: Context) -> bool:
    """Whether a key says that its value is missing, or names the things that the heading says are: "Methods missing: `a`, `b`"."""
    if context.key_role is Role.MISSING:
        return True
    titled = bool(context.sections) and context.sections[-1].role is Role.MISSING
    return titled and set(re.findall(r"[a-z]+", context.key.lower())) <= table("neutral")["things"]


def _denied_by_row(context: Context, statement: Statement) -> bool:
    """Whether a cell is the head of a row of which another cell says that there is none."""
    return _heads_its_row(statement) and any(says_absent(cell) for cell in context.row[1:])


def _heads_its_row(statement: Statement) -> bool:
    row = statement.context.row
    return statement.form is Form.CELL and bool(row) and row[0].text.runs == statement.text.runs


def _side(statement: Statement, words: str) -> tuple[Side, str]:
    context = statement.context
    for text in (context.header, context.key, context.lead_in.plain if context.lead_in else "", context.fence_title):
        if text and (side := side_of(text)) is not Side.NOW:
            return side, text
    for section in reversed(context.sections):
        side = side_of(section.title)
        if side is Side.AFTER:
            break  # "After" below "Before and after"
        if side is Side.BEFORE:
            return side, section.title
    if re.match(r"^(?:previously|formerly|before)\b", words, re.I):
        return Side.BEFORE, words.split()[0]
    return Side.NOW, ""


def _hints(statement: Statement, own: tuple[Mention, ...], inherited: tuple[Mention, ...], words: str, shared: Surroundings) -> ScopeHints:
    context = statement.context
    left_out = excepted(statement.text)
    near = tuple(
        dict.fromkeys(
            m.value.text
            for m in (*own, *inherited, *context.directory)
            if isinstance(m.value, Path) and not m.value.glob and m.origin is not Origin.HEADING and not _is_means(m, context)
        )
    )
    near = tuple(text for text in near if text not in left_out)
    if context.tree is not None:
        near = (context.tree.path, *near)
    section_paths = []
    for section in reversed(context.sections):
        named = tuple(m.value.text for m in section.mentions if isinstance(m.value, Path))
        paths = tuple(dict.fromkeys((*named, *section.reviewed)))
        if paths:
            section_paths.append(paths)
    areas = [*areas_in(words)]
    for text in (
        *(p.plain for p in reversed(context.parents)),
        context.lead_in.plain if context.lead_in else "",
        *(s.title for s in reversed(context.sections) if s.level > 1),
    ):
        areas += [area for area in areas_in(text) if area not in areas]
    for title in (s.title for s in context.sections if s.level == 1):
        areas += [area for area in areas_in(title) if area not in areas and area not in _PROJECTS]
    return ScopeHints(near, tuple(section_paths), tuple(areas), shared.topics, shared.reviewed, left_out)


def _is_means(mention: Mention, context: Context) -> bool:
    """Whether what leads in names a path only as the means, or as where a thing is used: "Verified (tested via `check.py`):" or
    "`Provider`, called in `app.tsx`" are not about these files."""
    above = context.parents if mention.origin is Origin.PARENT else (context.lead_in,) if mention.origin is Origin.LEAD_IN else ()
    name, told = mention.text.strip("`"), _USED if mention.origin is Origin.PARENT else _MEANS
    return any(told.search(text.plain[: text.plain.find(name)]) for text in above if text is not None and name in text.plain)


_PROJECTS = frozenset(("api", "server", "client", "web"))  # what whole projects are called, too: "Billing API: code review"


@lru_cache(maxsize=8192)
def areas_in(words: str) -> tuple[str, ...]:
    """Words that name a part of a codebase: "backend", "tests", "ASR Worker Service"."""
    found = [
        match[1].lower().replace("-", "")
        for match in re.finditer(r"\b(back-?end|front-?end|server|client|api|web|admin|mobile|infrastructure|tests?)\b", words, re.I)
    ]
    for match in _NAMED_AREA.finditer(words):
        name = re.sub(r"^(?:the|this|each|every|all|a|an|our)\s+", "", match["name"], flags=re.I).strip()
        if name and name.lower() not in {"the", "a", "each", "this", "web", "all"}:
            found.append(name.lower())
    return tuple(dict.fromkeys(found))
