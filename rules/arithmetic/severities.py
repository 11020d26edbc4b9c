"""Findings by severity, as a table or a summary counts them, and as the report's own headings, fields and rows do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile, zip_longest

from verifier.model import Verdict
from verifier.reading.clause import Form, Role, Section, Table
from verifier.reading.english import lexis
from verifier.reading.roles import role_of
from verifier.reading.text import Text
from verifier.rule import Example, Expect

from .check import Check, compared
from .counts import listed_below
from .figures import Figure, figures, only_figure
from .layout import Layout
from .redone import KIND, Redone

_WORDS = "critical blocker major minor high medium moderate low severe informational info".split()
_LEVEL = rf"(?P<level>{'|'.join(_WORDS)})"
_LETTERS = {"C": "critical", "H": "high", "M": "medium", "L": "low", "I": "info"}
_KIND = r"(?:severity|priority|risk|impact|level)"
_NOUN = r"(?:issues?|findings?|bugs?|problems?|vulnerabilit(?:y|ies)|defects?|risks?)"
_ROW = re.compile(rf"^\W*{_LEVEL}(?:[\s-]+{_KIND})?(?:\s+{_NOUN})?\W*", re.I)
_SEVERITY = re.compile(rf"^\W*(?:{_KIND}|rating|sev\.?)\W*", re.I)
_COUNT = re.compile(
    rf"\W*(?:(?:number|no\.?|total|count|#)\s*(?:of\s+)?)?(?:{_NOUN}|counts?|numbers?|#|total|qty|quantity|amount|found)?\W*", re.I
)
_TAGGED = (  # a heading that is one finding
    re.compile(rf"^\W*{_LEVEL}(?:[\s-]+(?:{_NOUN}|{_KIND}))?[\s-]*#?\d+\b", re.I),  # "High 1: ...", "HIGH-001"
    re.compile(rf"^\W*(?:\d+[.)]?\s*)?\[\s*{_LEVEL}\s*\]", re.I),
    re.compile(rf"^\W*(?:\d+[.)]\s*)?{_LEVEL}\s*[:–—-]\s+(?!{_NOUN}|{_KIND}|\d+\W*$)\w", re.I),  # "High: no retries"
    re.compile(rf"[(\[]\s*(?:{_KIND}\s*:\s*)?{_LEVEL}(?:\s+{_KIND})?\s*[)\]]\W*$", re.I),  # "No retries (high)"
    re.compile(rf"\s[–—-]\s*{_LEVEL}(?:\s+{_KIND})?\W*$", re.I),
)
_TOLD = re.compile(rf"(?<![\w.])\d{{1,3}}\s+{_LEVEL}(?:[\s-]+(?:{_KIND}))?(?:\s+{_NOUN})?(?=\s*(?:[,;.()/&]|and\b|$))", re.I)
_CODED = re.compile(r"^\W*(?P<letter>[CHMLI])-?\d{1,2}\b\s*[.:)–—\]-]")
_RANGE = re.compile(r"^\W*(?P<letter>[CHMLI])-?(?P<first>\d{1,2})\s*(?:through|thru|to|[–—-])\s*(?P=letter)-?(?P<last>\d{1,2})\b")
_HOME = re.compile(rf"^\W*(?:\d+[.)]?\s*)?{_LEVEL}(?:[\s-]+{_KIND})?(?:\s+{_NOUN})?\W*(?:\(?\d+[^()]*\)?|\([^()]*\))?\W*$", re.I)


_NUMBER = re.compile(rf"\W*\d[\d,]*\+?(?:\s+{_NOUN})?(?:\s*\([^()]*\))?\W*", re.I)  # and no finding that is told under "Issue"
_SOLID = ("headings", "fields", "rows", "listed below")  # ways to tell findings by which a number may be wrong


@dataclass(frozen=True, slots=True)
class _Said:
    level: str
    figure: Figure
    text: str
    line: int
    heads: bool = False  # it is a heading, and tells of what stands below it alone


def checks(layout: Layout) -> Iterator[Check]:
    told = [group for group in _summaries(layout) if len(group) > 1]
    if not told:
        return
    ways = _ways(layout)
    for group in told:
        yield from _judged(layout, group, ways)


def _summaries(layout: Layout) -> Iterator[list[_Said]]:
    """Every table or line that tells numbers by severity."""
    for table in layout.report.tables:
        yield _of_rows(table)
        yield _of_columns(table)
    for block in layout.lists:
        lines = [s for item in block.items if (s := _of_item(layout.full(item), item.line)) is not None]
        yield lines if len(lines) == len(block.items) else [s for s in lines if len(lines) > 2]

    for statement in layout.worded():
        if statement.form is not Form.CELL and layout.told(statement):
            yield _in_prose(layout.full(statement), statement.line, statement.form is Form.HEADING)


def _in_prose(text: Text, line: int, heads: bool) -> list[_Said]:
    """ "Found 1 critical, 2 high and 5 medium issues", "3 high, 2 low"."""
    found = {figure.start: figure for figure in figures(text)}
    told = [(m["level"].lower(), found.get(m.start())) for m in _TOLD.finditer(text.plain)]
    return [_Said(level, figure, figure.text, line, heads) for level, figure in told if figure is not None and len(told) == len(found)]


def _of_rows(table: Table) -> list[_Said]:
    columns = [i for i, header in enumerate(table.headers) if i and header.strip() and _COUNT.fullmatch(header)]
    if len(columns) != 1:
        return []
    found = []
    for row in table.rows:
        level = _ROW.fullmatch(row[0].text.plain)
        counted = level and columns[0] < len(row) and _NUMBER.fullmatch(row[columns[0]].text.plain)
        figure = only_figure(row[columns[0]].text) if counted else None
        if level and figure is not None:
            text = f"{row[0].text.plain} | {row[columns[0]].text.plain}"
            found.append(_Said(level["level"].lower(), figure, text, figure.span.line))
    return found


def _of_columns(table: Table) -> list[_Said]:
    """One row of numbers under "Critical | High | Low"."""
    levels = {i: match["level"].lower() for i, header in enumerate(table.headers) if (match := _ROW.fullmatch(header))}
    if len(levels) < 2 or len(table.rows) != 1:
        return []
    row = table.rows[0]
    cells = {i: only_figure(row[i].text) for i in levels if i < len(row)}
    return [_Said(levels[i], f, f"{levels[i]} | {f.text}", f.span.line) for i, f in cells.items() if f is not None]


def _of_item(text: Text, line: int) -> _Said | None:
    """ "**High:** 3", "High severity: 3 issues", "3 high"."""
    found = figures(text)
    match = re.fullmatch(rf"\W*{_LEVEL}(?:[\s-]+{_KIND})?(?:\s+{_NOUN})?\s*[:–—-]\W*\d+(?:\s+{_NOUN})?\W*", text.plain, re.I)
    return _Said(match["level"].lower(), found[0], text.plain, line) if match and len(found) == 1 else None


def _ways(layout: Layout) -> dict[str, Mapping[str, float]]:
    """How many findings of each level the report has, by each way to tell them."""
    headings: Counter[str] = Counter()
    homes: dict[str, list[tuple[list[float], bool]]] = {}
    sections = layout.report.sections
    told_below = _with_findings_below(sections)
    for at, (section, below) in enumerate(zip_longest(sections, sections[1:])):
        level = _tagged(section.title, coded=not _below_another(layout, section))
        if level and below is not None and below.level > section.level and _tagged(below.title) == level:
            continue  # what is below it are the findings
        if any(role_of(title) is Role.PLAN for title in layout.titles(section.line) if title != section.title):
            continue  # what is to be done is sorted by when, not by how bad it is
        if level and at not in told_below:
            headings[level] += _told_together(section.title)
        elif (home := _HOME.match(section.title)) or level:
            ways, sure = listed_below(layout, section)
            values = list(dict.fromkeys(value for _, value, _ in ways))
            homes.setdefault(home["level"].lower() if home else level, []).append((values, sure or len(values) == 1))
    fields: Counter[str] = Counter()
    items: Counter[str] = Counter()
    for statement in layout.worded():
        if statement.form is Form.KEY_VALUE and _SEVERITY.fullmatch(statement.context.key):
            last = re.sub(rf"^\W*{re.escape(statement.context.key)}\W*", "", statement.text.plain)
            if match := re.match(rf"\W*{_LEVEL}\b", last, re.I):
                fields[match["level"].lower()] += 1
        elif statement.form in (Form.ITEM, Form.SENTENCE) and (level := _tagged(statement.text.plain, begins=True)):
            items[level] += 1
    rows: Counter[str] = Counter()
    for table in layout.report.tables:
        at = next((i for i, header in enumerate(table.headers) if _SEVERITY.fullmatch(header)), -1)
        if at >= 0 and not _of_rows(table):
            rows.update(m["level"].lower() for row in table.rows if at < len(row) and (m := _ROW.fullmatch(row[at].text.plain)))
    found: dict[str, Mapping[str, float]] = {"headings": headings, "fields": fields, "items": items, "rows": rows}
    found["listed below"] = {level: told[0][0][0] for level, told in homes.items() if len(told) == 1 and told[0][1] and told[0][0]}
    loose = {level: [value for values, _ in told for value in values] for level, told in homes.items()}
    for number in range(max((len(values) for values in loose.values()), default=0)):
        found[f"entries{' ' * number}"] = {level: values[number] for level, values in loose.items() if number < len(values)}
    return found


def _told_together(title: str) -> int:
    """How many findings a heading tells: "M-8 through M-14" has seven."""
    together = _RANGE.match(title)
    return max(1, int(together["last"]) - int(together["first"]) + 1) if together else 1


def _with_findings_below(sections: Sequence[Section]) -> frozenset[int]:
    """The places of headings that tell a level and above findings, not above the parts of one, which have the same titles each time.

    "High: Data integrity" above "### 5. No retries" is no finding, but where they are told.
    """
    above: dict[int, list[str]] = {}
    for at, section in enumerate(sections):
        if not _tagged(section.title):
            continue
        further = (sections[place] for place in range(at + 1, len(sections)))
        below = list(takewhile(lambda other, level=section.level: other.level > level, further))  # type: ignore[misc]
        if below and not any(_tagged(other.title) for other in below):
            above[at] = [other.title for other in below if other.level == section.level + 1]
    titles = [title for children in above.values() for title in children]
    return frozenset(above) if len(titles) > len(above) > 1 and len(set(titles)) == len(titles) else frozenset()


def _below_another(layout: Layout, section: Section) -> bool:
    """Whether the letter of a heading's number is none of a severity, as the heading above tells: "C10: Markers" below "Low"."""
    letter = _CODED.match(section.title)
    homes = [home["level"].lower() for title in layout.titles(section.line) if title != section.title and (home := _HOME.match(title))]
    return letter is not None and bool(homes) and homes[-1] != _LETTERS[letter["letter"]]


def _tagged(title: str, begins: bool = False, coded: bool = True) -> str:
    """The level of a heading or item that is one finding, by the letter of its number, too, where that is `coded`."""
    if coded and (letter := _CODED.match(title) or _RANGE.match(title)):
        return _LETTERS[letter["letter"]]
    match = next((m for pattern in (_TAGGED[:2] if begins else _TAGGED) if (m := pattern.search(title))), None)
    return match["level"].lower() if match else ""


def _judged(layout: Layout, group: list[_Said], ways: dict[str, Mapping[str, float]]) -> Iterator[Check]:
    """Each number against every way to count. One that fits none is wrong by the way in which the others of its group fit."""
    fitting = {name: sum(said.figure.rounds(way[said.level]) for said in group if way.get(said.level)) for name, way in ways.items()}
    best = max(_SOLID, key=lambda name: (fitting[name], sum(ways[name].values())))
    for said in group:
        counts = {name: way[said.level] for name, way in ways.items() if way.get(said.level)}
        fits = [name for name, value in counts.items() if said.figure.rounds(value)]
        if fits:
            told = [(f"{fits[0].strip()} of that level", counts[fits[0]], "")]
        elif best in counts and not said.heads:
            told = [(f"{best} of that level", counts[best], "")]
        else:
            continue  # that level is told without details, or in a way of its own
        if not fits and _of_a_part(layout, said.line):
            continue
        more = counts.get(best, 0) > said.figure.value and fitting[best] > 0
        if not fits and not more and best == "fields":
            continue  # fields are given to the findings that are told at length
        supposed = "" if fits or more else "if the report details each of them"
        check = compared(
            said.figure, told, text=said.text, section=layout.titles(said.line), subject=f"{said.level} findings", supposed=supposed
        )
        if check and (check.holds or said.figure.exact):
            yield check


def _of_a_part(layout: Layout, line: int) -> bool:
    """Whether the heading above says of what the findings are that are counted there: "Security summary", in a review of all."""
    titles = layout.titles(line)
    words = re.findall(r"[a-z]{3,}", titles[-1].lower()) if len(titles) > 1 else []
    whole = set(re.findall(r"[a-z]{3,}", f"{layout.report.title} {titles[0] if titles else ''}".lower()))
    summed = any(word in ("summary", "overview", "posture", "status") for word in words)
    return summed and bool(set(words) - lexis.table("labels")["summed"] - whole)


class Severities(Redone):
    name = "severities"
    summary = "A summary by severity has as many of each as the report has headings, fields or rows of that severity."
    examples = (
        Example(
            "a heading above findings of its level",
            "Found: 1 high, 2 low\n\n## Priority 2 - HIGH (soon)\n\n### [H1] No retries\n"
            "\n## Priority 3 - LOW\n\n### [L1] Names\n\n### [L2] Dates\n",
            {},
            (Expect(KIND, Verdict.HOLDS, 1), Expect(KIND, Verdict.HOLDS, 1)),
        ),
        Example(
            "a table, and headings that are findings",
            "| Severity | Number |\n|---|---|\n| High | 1 |\n| Medium | 1 |\n| Low | 4 |\n| Info | 7 |\n\n### High 1: no retries\n\n"
            "### Medium 1: no limits\n\n### Medium 2: no logs\n\n### Low 1: naming\n\n### Low 2: spacing\n",
            {},
            (
                Expect(KIND, Verdict.HOLDS, 3),
                Expect(KIND, Verdict.REFUTED, 4),
                Expect(KIND, Verdict.DOUBTFUL, 5, observed="2 (headings of that level)"),
            ),
        ),
        Example(
            "a list, and fields",
            "- **Critical:** 1\n- **Low:** 2\n\nFound 1 critical and 1 low issues.\n\n### Doors\n\n"
            "**Severity:** Critical\n\n### Locks\n\n**Severity:** Low\n\n### Keys\n\n"
            "**Severity:** Low (cosmetic)\n",
            {},
            (
                Expect(KIND, Verdict.HOLDS, 1),
                Expect(KIND, Verdict.HOLDS, 2),
                Expect(KIND, Verdict.HOLDS, 4),
                Expect(KIND, Verdict.REFUTED, 4),
            ),
        ),
        Example(
            "of a part",
            "# Review\n\n## Doors\n\n**Severity:** Low\n\n## Locks\n\n**Severity:** High\n\n"
            "## Security summary\n\n- **High:** 1\n- **Low:** 0\n",
            {},
            (Expect(KIND, Verdict.HOLDS, 13),),
        ),
        Example(
            "a heading that tells several",
            "| Severity | Number |\n|---|---|\n| High | 3 |\n| Low | 1 |\n\n### H-1: Doors\n\n### H-2 through H-3\n\n### L-1: Keys\n",
            {},
            (Expect(KIND, Verdict.HOLDS, 3), Expect(KIND, Verdict.HOLDS, 4)),
        ),
        Example(
            "a plan by priority",
            "| Severity | Issues |\n|---|---|\n| Medium | 0 |\n| Low | 0 |\n\n## Remediation plan\n\n"
            "### Medium priority (within 30 days) - MEDIUM\n\n### Low priority - LOW\n",
            {},
            (),
        ),
        Example(
            "sections by severity",
            "| Severity | Issues |\n|---|---|\n| Critical | 2 |\n| Low | 3 |\n\n"
            "## Critical issues\n\n1. One\n2. Two\n\n## Low\n\n1. One\n2. Two\n",
            {},
            (Expect(KIND, Verdict.HOLDS, 3), Expect(KIND, Verdict.DOUBTFUL, 4)),
        ),
        Example(
            "a heading that tells of one tool's findings",
            "Found 1 high and 1 low issues.\n\n### Linter: 0 high, 1 low\n\n- **Severity:** Low\n\n### Reading\n\n- **Severity:** High\n",
            {},
            (Expect(KIND, Verdict.HOLDS, 1), Expect(KIND, Verdict.HOLDS, 1), Expect(KIND, Verdict.HOLDS, 3)),
        ),
        Example(
            "numbers of rules, whose letter is no severity",
            "| Severity | Count |\n|---|---|\n| Critical | 0 |\n| Low | 1 |\n\n## Low\n\n### C10: Markers\n\nTwo are left.\n",
            {},
            (Expect(KIND, Verdict.HOLDS, 4),),
        ),
        Example(
            "without details, or of something else",
            "| Severity | Count |\n|---|---|\n| High | 3 |\n| Low | 9 |\n\n| Load | Limit |\n|---|---|\n| High | 3 |\n| Low | 1 |\n\n"
            "## Details\n\nLater.\n",
            {},
            (),
        ),
    )
