"""What was read in a report: each clause, how it was taken, and the claims it makes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields

from verifier.model import Claim, Quantity, Side
from verifier.output.escape import crop, escape, without_commands
from verifier.output.style import Style
from verifier.reading.clause import Clause, Mention, Origin, Report, Role, Section, Stance

_WORDS = 110


@dataclass(frozen=True, slots=True)
class ReadClaim:
    """A claim, and the words for which it would be doubtful if the repository showed otherwise."""

    claim: Claim[object]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadClause:
    """A clause with the claims that rules recognised in it, what went wrong in rules, and its words: explained by a claim, or left."""

    clause: Clause
    claims: tuple[ReadClaim, ...] = ()
    errors: tuple[str, ...] = ()
    explained: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def render(report: Report, clauses: Iterable[ReadClause], unread: Iterable[int], style: Style, verbose: bool = False) -> str:
    """The reading as text; `unread` are lines that could be looked up and make no claim.

    `verbose` adds why each clause was read as it was, and which of its words are explained.
    """
    clauses, unread = tuple(clauses), frozenset(unread)
    lines = [style.paint(escape(report.source.path), "bold")]
    section: tuple[Section, ...] | None = None
    for item in clauses:
        sections = item.clause.context.sections
        if sections != section:
            section = sections
            lines += ["", *_section(sections, style)]
        lines += _clause(item, item.clause.span.line in unread and not item.claims, style, verbose)
    return without_commands("\n".join([*lines, "", *_summary(report, clauses, unread, style)]) + "\n")


def _section(sections: Sequence[Section], style: Style) -> Iterator[str]:
    if sections:
        last = sections[-1]
        role = f"  ({last.role.value})" if last.role is not Role.NEUTRAL else ""
        yield style.paint(style.sign(" › ").join(escape(item.title) for item in sections), "bold", "blue") + style.paint(role, "dim")


def _clause(item: ReadClause, unread: bool, style: Style, verbose: bool) -> Iterator[str]:
    clause = item.clause
    head = f"{style.paint(f'{clause.span.line:>5}', 'blue')}  {style.paint(f'{clause.form.value:<12}', 'dim')}"
    words = crop(escape(" ".join(clause.text.split())), (style.width or _WORDS + 24) - 22, style.sign("…"))
    yield f"{head}  {words if clause.asserts else style.paint(words, 'dim')}"
    if details := list(_details(clause)):
        yield f"{'':21}{style.paint(style.sign(' · ').join(details), 'dim')}"
    for made in item.claims:
        claim = made.claim
        said = escape(": ".join(part for part in (claim.subject, claim.claimed) if part))
        kind = claim.rule if claim.kind == claim.rule else f"{claim.rule} ({claim.kind})"
        yield f"{'':21}{style.paint(style.sign('→ ') + escape(kind), 'bold', 'green')}  {said}"
        if verbose and made.doubts:
            yield f"{'':23}{style.paint('if not so, only doubtful; not understood:', 'yellow')} {_words(made.doubts)}"
    for error in item.errors:
        yield f"{'':21}{style.paint('error', 'bold', 'magenta')} {escape(error)}"
    if unread:
        yield f"{'':21}{style.paint('could be looked up, but no rule reads it', 'yellow')}"
    if verbose:
        if item.explained:
            yield f"{'':21}{style.paint('explained', 'cyan')} {_words(item.explained)}"
        if item.left:
            yield f"{'':21}{style.paint('not explained', 'cyan')} {_words(item.left)}"
        for cue in clause.cues:
            place = f" (line {cue.line})" if cue.line and cue.line != clause.span.line else ""
            yield f"{'':21}{style.paint('why', 'cyan')} {escape(cue.what)}: {escape(repr(cue.text))} {escape(cue.why)}{place}"


def _words(words: Iterable[str]) -> str:
    return ", ".join(map(escape, words))


def _details(clause: Clause) -> Iterator[str]:
    if clause.stance is not Stance.ASSERTS:
        yield clause.stance.value
    if clause.negated:
        yield f"negated by '{escape(clause.negation)}'" if clause.negation else "negated"
    if clause.side is not Side.NOW:
        yield clause.side.value
    if clause.quantifier:
        yield f"quantifier '{escape(clause.quantifier)}'"
    if clause.hedge:
        yield f"hedge '{escape(clause.hedge)}'"
    yield from (_mention(mention) for mention in clause.mentions)
    yield from (_quantity(quantity) for quantity in clause.quantities)


def _mention(mention: Mention) -> str:
    value = mention.value
    first = getattr(value, fields(value)[0].name)
    origin = "" if mention.origin is Origin.SELF else f" from {mention.origin.value}"
    return f"{type(value).__name__.lower()} {crop(escape(str(first)), 60)}{origin}"


def _quantity(quantity: Quantity) -> str:
    def number(value: float | None) -> str:
        return "any" if value is None else f"{value:g}"

    exact = quantity.low == quantity.high
    bounds = number(quantity.low) if exact else f"{number(quantity.low)} to {number(quantity.high)}"
    return f"{'about ' if quantity.approximate else ''}{bounds} {escape(quantity.unit)}".rstrip()


def _summary(report: Report, clauses: Sequence[ReadClause], unread: frozenset[int], style: Style) -> Iterator[str]:
    made = Counter(made.claim.rule for item in clauses for made in item.claims)
    asserted = sum(item.clause.asserts for item in clauses)
    yield f"{len(report.statements)} statements, {len(clauses)} clauses, of which {asserted} assert something"
    told = ", ".join(f"{count} {escape(rule)}" for rule, count in sorted(made.items(), key=lambda pair: (-pair[1], pair[0])))
    yield style.paint(f"{sum(made.values())} claims", "bold") + (f": {told}" if told else "")
    if unread:
        yield f"{len(unread)} lines could be looked up, but no rule reads them"
