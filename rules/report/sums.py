"""Sums in prose and under lists: "Total effort: 36 hours", "12 + 5 = 17", "12 of 15 (80 %)", "585 → 451 lines (23 % smaller)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from verifier.reading.clause import FenceClass, Form, ListBlock, Statement

from .check import Check, added, compared
from .figures import Figure, figures, only_figure
from .layout import Layout
from .tables import change_ways

_TOTAL = re.compile(r"^\W*(?:grand |estimated |overall |combined )?total\b(?! (?:of|files? (?:in|scanned)|lines? of code)\b)|\btotal\s*[:=]\s*\W*$", re.I)
_EFFORT = re.compile(r"^\W*(?:estimated |total )?(?:efforts?|estimates?|time|duration|hours|cost)\b", re.I)
_EFFORT_HEADER = re.compile(r"\b(?:effort|estimate|hours|duration|time needed)\b", re.I)
_NUM = r"(?<![\w.,$])\d[\d,]*(?:\.\d+)?(?![\w]*\d)"
_NOUN = r"(?:\s+(?!and\b|or\b|to\b)[A-Za-z][\w-]*){0,3}"
_SUM = re.compile(rf"(?P<parts>{_NUM}{_NOUN}(?:\s*\+\s*{_NUM}{_NOUN})+)\s*=\s*[~≈]?(?P<total>{_NUM})")
_PRODUCT = re.compile(rf"(?P<a>{_NUM})\s*[×x*]\s*(?P<b>{_NUM})\s*=\s*[~≈]?(?P<total>{_NUM})(?!\s*[×x*+/-]\s*\d)")
_RATIO = rf"(?P<part>{_NUM})\s*(?:/|of|out of)\s*(?:the\s+|all\s+)?(?P<whole>{_NUM})"
_ENDS = r"\s?%(?=\s*(?:$|[).;]|pass|complete|done|success|of (?:the |all )?(?:total|them)))"
_OF = re.compile(rf"{_RATIO}[^.;:()|%\d,=]{{0,40}}(?:\(\s*=?|=|[–—])\s*(?P<share>[~≈]?\d+(?:\.\d+)?){_ENDS}", re.I)
_SHARE_OF = re.compile(rf"(?P<share>[~≈]?(?<![\w.])\d+(?:\.\d+)?)\s?%[^.;:()|%\d,]{{0,25}}\(\s*{_RATIO}[^()\d,]{{0,30}}\)", re.I)
_ARROW = re.compile(r"^[\w\s*_`]{0,20}?\s*(?:→|->|=>|⟶|➜|➡️?|\bto\b)\s*[*_`]*$")
_CHANGE_BEHIND = re.compile(r"^[\s*_`]*[\w\s]{0,20}[(,:;–—=-]+\s*(?:a |an |by |approximately |roughly )?[*_`]*$", re.I)
_CHANGE_WORD = re.compile(r"\b(?:reduction|smaller|decrease|less|fewer|lower|increase|improvement|larger|bigger|faster|slower|more|shorter|drop|savings?|saved|reduced|removed|growth)\b", re.I)
# Words for how much less of the same there is; "faster" may be about something else.
_LESS = re.compile(r"\b(?:reduction|smaller|decrease|less|fewer|lower|increase|larger|bigger|more|shorter|drop|reduced|growth)\b", re.I)
_OPERATOR = re.compile(r"[-+*/×x^−(]\s*$")
_REMAINING = re.compile(r"\b(?:the\s+)?(?:remaining|other|last|final)\s+[~≈]?(?P<share>\d+(?:\.\d+)?)\s?%", re.I)
_EACH = re.compile(r"^[^()]{0,40}\beach\b", re.I)


def checks(layout: Layout) -> Iterator[Check]:
    for statement in layout.statements:
        if statement.form in {Form.CODE, Form.COMMAND, Form.TREE_ENTRY} or statement.context.fence in {FenceClass.SUGGESTED, FenceClass.DIAGRAM}:
            continue
        if len(statement.text.plain) > 2000:
            continue
        yield from _equations(layout, statement)
        yield from _parts(layout, statement)
        if statement.form is not Form.CELL:
            yield from _reductions(layout, statement)
            yield from _totals(layout, statement)
            yield from _remaining(layout, statement)
            yield from _each(layout, statement)


def _figure_at(statement: Statement, start: int, end: int) -> Figure | None:
    """The figure that covers the number plain[start:end]."""
    covering = next((figure for figure in figures(statement.text) if figure.start <= start and end <= figure.end), None)
    return covering or only_figure(statement.text.slice(start, end))


def _number(text: str) -> float:
    return float(text.strip("~≈ ").replace(",", ""))


# -- within one statement


def _equations(layout: Layout, statement: Statement) -> Iterator[Check]:
    plain = statement.text.plain
    for match in _SUM.finditer(plain):
        parts = [_number(number) for number in re.findall(_NUM, match["parts"])]
        total = only_figure(statement.text.slice(*match.span("total")))
        if total is not None and not _OPERATOR.search(plain[: match.start()]):
            bare = not re.search(r"[~≈]|\d\s*(?:k|m|ms|s|kb|mb|gb|h|min)\b", match[0], re.I)
            check = compared(total, [("", sum(parts), added(parts))], text=match[0], section=layout.titles(statement.line), sure=bare)
            if check and (check.holds or bare):
                yield check
    for match in _PRODUCT.finditer(plain):
        total = only_figure(statement.text.slice(*match.span("total")))
        a, b = _number(match["a"]), _number(match["b"])
        if total is not None and not _OPERATOR.search(plain[: match.start()]):
            scaled = re.match(r"\s?(?:%|[a-zA-Z]+)", plain[match.end() :]) or re.search("[~≈]", match[0])
            check = compared(total, [("", a * b, f"{a:g} * {b:g}")], text=match[0], section=layout.titles(statement.line), sure=not scaled)
            if check and (check.holds or not scaled):
                yield check


def _parts(layout: Layout, statement: Statement) -> Iterator[Check]:
    """ "12 of 15 (80 %)", "80 % (12/15)"."""
    for pattern in (_OF, _SHARE_OF):
        for match in pattern.finditer(statement.text.plain):
            part, whole = _number(match["part"]), _number(match["whole"])
            share = only_figure(statement.text.slice(match.start("share"), statement.text.plain.index("%", match.end("share")) + 1))
            if share is None or not whole or part > whole:
                continue
            check = compared(
                share, [(f"{part:g} of {whole:g}", part / whole * 100, f"{part:g} / {whole:g} * 100")], text=match[0].strip(" (="),
                section=layout.titles(statement.line), sure=part == int(part),
            )  # fmt: skip
            if check:
                yield check


def _reductions(layout: Layout, statement: Statement) -> Iterator[Check]:
    """ "585 → 451 lines (23 % smaller)", "23 % smaller (585 → 451)"."""
    plain, found = statement.text.plain, figures(statement.text)
    for old, new in zip(found, found[1:], strict=False):
        if not (old.exact and new.exact and _ARROW.match(plain[old.end : new.start])) or (old.unit != new.unit and old.unit and new.unit):
            continue
        if old.unit == "%" or new.unit == "%":
            continue
        at = found.index(new)
        after = found[at + 1] if at + 1 < len(found) else None
        before = found[at - 2] if at >= 2 else None
        change = None
        if after is not None and after.unit in {"%", "x"} and _CHANGE_BEHIND.match(plain[new.end : after.start]):
            words = plain[after.end : after.end + 25] + plain[new.end : after.start]
            change = after if _CHANGE_WORD.search(words) or after.signed or re.match(r"^\s*[)\]]", plain[after.end :]) else None
        elif before is not None and before.unit in {"%", "x"} and re.fullmatch(r"[\s\w]{0,30}(?:\(|:|–|—|from)\s*", plain[before.end : old.start]):
            change = before if _CHANGE_WORD.search(plain[max(0, before.start - 25) : old.start]) else None
        if change is None or change.bounded:
            continue
        around = plain[max(0, change.start - 25) : change.end + 25]
        same = old.unit == "second" or ((bool(old.unit or new.unit) or bool(_LESS.search(plain[: old.start]))) and (bool(_LESS.search(around)) or change.signed or change is after and plain[change.end : change.end + 1] == ")"))
        sure = same and change.exact and not ({old.unit, new.unit} & {"byte"} and old.step != new.step)
        check = compared(
            change, change_ways(old, new, change), text=plain[min(old.start, change.start) : max(new.end, change.end)], section=layout.titles(statement.line), sure=sure,
        )  # fmt: skip
        if check and (check.holds or sure):
            yield check


def _remaining(layout: Layout, statement: Statement) -> Iterator[Check]:
    """ "95 % ... The remaining 5 %": only confirmed, for the rest may be of something else."""
    match = _REMAINING.search(statement.text.plain)
    if match is None:
        return
    share = _figure_at(statement, *match.span("share"))
    for other in reversed(layout.between(statement.line - 8, statement.line)):
        shares = [f for f in figures(other.text) if f.unit == "%" and f.exact and (other is not statement or f.end < match.start())]
        if share is not None and len(shares) == 1 and share.rounds(100 - shares[0].value):
            check = compared(share, [("100 less the share before", 100 - shares[0].value, f"100 - {shares[0].value:g}")], text=match[0], section=layout.titles(statement.line))
            if check:
                yield check
            return


def _each(layout: Layout, statement: Statement) -> Iterator[Check]:
    """ "10 servers (10k connections each)" under "for 100k users": only confirmed."""
    plain, found = statement.text.plain, figures(statement.text)
    for count, each in zip(found, found[1:], strict=False):
        if not _EACH.match(plain[each.end :]) or not (count.exact and each.exact) or count.value < 2:
            continue
        lead = statement.context.lead_in
        totals = [f for f in found if f not in (count, each)] + (list(figures(lead)) if lead is not None else [])
        for total in totals:
            if total.exact and total.rounds(count.value * each.value):
                working = f"{count.value:g} * {each.value:g}"
                yield Check(plain[each.start : each.end + len("each") + 1].strip(" )"), each.span, each.text, total.text, True, f"{working} = {total.text}", working, layout.titles(statement.line))
                return


# -- totals of lists


def _totals(layout: Layout, statement: Statement) -> Iterator[Check]:
    plain, found = statement.text.plain, figures(statement.text)
    words = f"{statement.context.key}: {plain}" if statement.context.key and statement.context.key not in plain else plain
    if not found or not _TOTAL.search(words.split(found[0].text)[0]) or found[0].bounded or found[0].unit == "%" or found[0].whole:
        return
    total = found[0]
    text = words.split(total.text)[0] + total.text
    sure, ways = _ways(layout, statement, total)
    check = compared(total, ways, text=text, section=layout.titles(statement.line), subject=total.unit, sure=sure)
    if check and (check.holds or sure):
        yield check
        if check.holds:
            yield from _weeks(layout, statement, total, found[1:])


def _weeks(layout: Layout, statement: Statement, total: Figure, others: Sequence[Figure]) -> Iterator[Check]:
    """36 hours are a working week, rounded up: only confirmed."""
    for figure in others[:1]:
        unit = next(((name, hours) for name, hours in (("week", 40), ("day", 8)) if name in figure.text), None)
        if total.unit == figure.unit == "second" and "hour" in total.text and unit:
            said = round(figure.value / (604800 if unit[0] == "week" else 86400), 6)
            needed = total.value / 3600 / unit[1]
            if said - 1 < needed <= said or abs(said - needed) <= 0.25:
                working = f"{total.value / 3600:g} / {unit[1]}"
                yield Check(f"({figure.text})", figure.span, figure.text, f"{needed:.2g} {unit[0]}s of {unit[1]} hours", True, f"{working} = {needed:.2g}", working, layout.titles(statement.line), exact=False)


def _ways(layout: Layout, statement: Statement, total: Figure) -> tuple[bool, list[tuple[str, float, str]]]:
    """The sums that a total may be of: the items before it in its list, else what stands above it in its section, then further out."""
    block = next((b for b in layout.report.lists if any(item.line == statement.line for item in b.items) and len(b.items) > 1), None)
    if block is not None:
        before = [item for item in block.items if item.line < statement.line]
        parts, complete = _item_parts(before, total.unit)
        if len(parts) >= 2:
            return complete and total.exact and _adds_up(statement, total, before), [_sum("items above", parts)]
    if not total.unit:
        return False, []
    ways: list[tuple[str, float, str]] = []
    sure = False
    for depth, (first, last) in enumerate(_ranges(layout, statement)):
        for name, parts, complete in _range_parts(layout, first, last, total.unit):
            if len(parts) >= 2:
                sure = sure or (depth == 0 and complete and not ways)
                ways.append(_sum(name, parts))
    return sure and len({way[1] for way in ways}) == 1, ways


def _adds_up(statement: Statement, total: Figure, items: Sequence[Statement]) -> bool:
    """Whether a total is of the same things as the items: "Total commits: 5" below "Files changed: 10" is not. Short times may overlap."""
    if total.unit == "second":
        return bool(re.search(r"\b(?:hours?|hrs?|days?|weeks?)\b|\dh\b", total.text))
    plain = f"{statement.context.key} {statement.text.plain}"
    words = {word.rstrip("s") for word in re.findall(r"[a-z]+", plain.lower())} - {"total", "grand", "overall", "estimated", "number", "of", "the", "count", "combined", "approximately", "about"}
    if not words or total.unit and words <= {total.unit, *(total.quantity.words if total.quantity else ())}:
        return True
    return all(words & {word.rstrip("s") for word in re.findall(r"[a-z]+", item.text.plain.lower())} for item in items)


def _sum(name: str, parts: Sequence[Figure]) -> tuple[str, float, str]:
    scale = 3600 if parts[0].unit == "second" and all("hour" in p.text or re.search(r"\dh\b", p.text) for p in parts) else 1
    written = added(p.value / scale for p in parts)
    return f"sum of {len(parts)} {name}", round(sum(p.value for p in parts), 9), written


def _ranges(layout: Layout, statement: Statement) -> list[tuple[int, int]]:
    """Line ranges above a statement, nearest first."""
    ranges = []
    section = layout.section_at(statement.line)
    if section is not None and statement.form is Form.HEADING:
        above = [s for s in layout.report.sections if s.line < section.line and s.level == section.level]
        if above and layout.parent(above[-1]) == layout.parent(section):
            ranges.append((above[-1].line, section.line - 1))
        section = layout.parent(section)
    while section is not None:
        ranges.append((section.line, statement.line - 1))
        section = layout.parent(section)
    return ranges or [(1, statement.line - 1)]


def _range_parts(layout: Layout, first: int, last: int, unit: str) -> Iterator[tuple[str, list[Figure], bool]]:
    blocks: list[ListBlock] = [block for block in layout.lists if first <= block.line <= last and not any(_TOTAL.search(item.text.plain) for item in block.items)]
    if unit == "second" or not blocks:
        parts, complete = _item_parts([item for block in blocks for item in block.items], unit, bracketed=True)
        yield "items above", parts, complete and len(blocks) == 1
    elif blocks:
        parts, complete = _item_parts(blocks[-1].items, unit)
        yield "items above", parts, complete and len(blocks) == 1
    keyed = [s for s in layout.between(first, last) if _EFFORT.match(s.context.key or s.text.plain) and s.form is Form.KEY_VALUE]
    found = [[f for f in figures(s.text) if f.unit == unit] for s in keyed]
    yield "efforts above", [f[0] for f in found if len(f) == 1], all(len(f) == 1 and f[0].exact for f in found)
    for table in layout.tables_between(first, last):
        for index, header in enumerate(table.headers):
            if index and _EFFORT_HEADER.search(header):
                cells = [only_figure(row[index].text) if index < len(row) else None for row in table.rows]
                yield "rows above", [cell for cell in cells if cell and cell.unit == unit], all(cell is not None and cell.exact for cell in cells)


def _item_parts(items: Sequence[Statement], unit: str, bracketed: bool = False) -> tuple[list[Figure], bool]:
    """The one number of that unit in each item, and whether each has one that is exact."""
    parts: list[Figure] = []
    complete = True
    for item in items:
        found = [f for f in figures(item.text) if f.unit == unit and not (bracketed and not re.search(r"[(\[~–—:-]\s*$", item.text.plain[: f.start]))]
        if len(found) == 1:
            parts.append(found[0])
        complete = complete and len(found) == 1 and found[0].exact
    return parts, complete
