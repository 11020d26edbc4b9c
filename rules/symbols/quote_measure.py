"""What became of quoted code in the repository: of a block, of one of its lines, of code in a sentence."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from itertools import pairwise

from verifier.model import Measurement, Reading, Reason, Site
from verifier.repository.kinds import classes_of
from verifier.reproduce import arguments
from verifier.reproduce import search as search_for

from .quotation import Quotation, Row
from .quote_remark import differing_remark
from .quote_search import Fit, Found, Located, Search, site_of
from .quote_target import Target

_USERS = re.compile(r"(?:^|/)(?:examples?|samples?|demos?|docs?|tutorials?|benchmarks?)/|\.(?:md|mdx|rst|txt|tex|ipynb)$", re.I)
_ENOUGH = 2  # a block of which more than half stands there may be condensed
_FEW_TOKENS = 6  # by which a line may differ: commas, brackets, a type
_ALIKE = 0.6  # of two lines, by which one is the other's correction
_LONGEST = 300  # characters of a line that is compared letter by letter
_DRIFT = 3  # lines by which a cited place may have moved
_LITERALS = frozenset("True False None true false null".split())
_CITES = re.compile(r"^(?:#|//|--|/\*)\s[^:]{0,60}\w\.\w{1,6}`?(?::|,? \(?(?:lines?|L) ?)(?P<line>\d{1,6})\b", re.I)
_SOME = 3  # telling lines that make a block recognisable
_INDEX = re.compile(
    r"^CREATE\s+(?:UNIQUE\s+)?INDEX\s+(?:CONCURRENTLY\s+)?(?:IF\s+NOT\s+EXISTS\s+)?[`\"]?(?P<name>\w+)[`\"]?"
    r"\s+ON\s+\S+?\s*(?:USING\s+\w+\s*)?\((?P<columns>[^)]*)\)",
    re.I,
)


def block(search: Search, quotation: Quotation, located: Located) -> Measurement:
    """The quotation as a whole."""
    told = quotation.told
    if not told:
        return _words_only(search, quotation)
    subject = located.path
    there = [
        located.found[row.line] for row in told if row.line in located.found and located.found[row.line].fit in {Fit.THERE, Fit.ABRIDGED}
    ]
    missing = [row for row in told if located.found[row.line].fit not in {Fit.THERE, Fit.ABRIDGED}]
    sites = tuple(site_of(one) for one in there[:1])
    reproduce = f"git grep -nF -e {arguments(max((t.text for t in told[0].tokens), key=len))}"
    if not missing and located.cut:
        return Measurement(blocked=Reason.AMBIGUOUS, detail="an import of it is there with more names", subject=subject, sites=sites)
    if not missing and located.path:
        for row in told:
            if remark := differing_remark(search, quotation, row, located.found[row.line]):
                return Measurement(blocked=Reason.AMBIGUOUS, detail=remark, subject=subject, sites=sites)
        if more := _between(search, quotation, located):
            return Measurement(
                blocked=Reason.AMBIGUOUS, detail=f"{more} more lines of code stand between its own", subject=subject, sites=sites
            )
        if other := _left_aside(search, quotation, located):
            detail = f"its line {other} is not in {located.path}"
            return Measurement(blocked=Reason.NO_SUBJECT, detail=detail, subject=subject, sites=sites)
        others = [line for line, (same, *_) in located.docstrings.items() if not same]
        abridged = any(one.fit is Fit.ABRIDGED for one in there)
        detail = "its docstring differs" if others else "abridged" if abridged else "" if located.ordered else "in another order"
        return Measurement((Reading("tolerated" if detail else "equal", True),), sites, reproduce=reproduce, subject=subject, detail=detail)
    absent = [row for row in missing if located.found[row.line].fit is Fit.ABSENT and not _otherwise_declared(search, quotation, row)]
    if not located.complete:
        return Measurement(blocked=Reason.INCOMPLETE, detail="some files could not be read", subject=subject)
    differing = tuple(Site(one.path, "", one.near, one.line, one.line) for row in absent if (one := located.found[row.line]).line)
    if quotation.doubtful or not absent:
        return Measurement(
            blocked=Reason.AMBIGUOUS,
            detail=f"{len(missing)} of its {len(told)} lines are not together in one place",
            subject=subject,
            sites=differing,
        )
    if located.undefined and (quotation.presented or (located.tied and len(there) * 3 >= len(told))):
        detail = f"nothing here is named {', '.join(located.undefined[:3])}"  # and so no line is like its lines
        return Measurement(
            (Reading("differs", False),), reproduce=search_for("-nwF", *located.undefined[:3]), subject=subject, detail=detail
        )
    if located.path and _from_there(quotation, located, len(there), len(told)) and len(absent) * _ENOUGH >= len(told):
        sought = search_for("-nF", absent[0].text, within=arguments(located.path))
        detail = _differs(located, absent, len(told))
        return Measurement((Reading("differs", False),), differing[:3], reproduce=sought, subject=subject, detail=detail)
    strange = list(dict.fromkeys(word for row in absent for word in search.absent_everywhere(row)))
    if quotation.presented and len(strange) > 1:
        return Measurement(
            (Reading("differs", False),),
            reproduce=search_for("-nF", *strange[:3]),
            subject=subject,
            detail=f"no code has {', '.join(strange[:3])}",
        )
    return Measurement(blocked=Reason.NO_SUBJECT, detail="nothing ties this code to a place in the repository", subject=subject)


def _left_aside(search: Search, quotation: Quotation, located: Located) -> str:
    """A line that says little by itself, and stands nowhere in the file: then the block is not as the file has it."""
    code = "\0".join(token.text for token in search.tokens(located.path).row)
    for row in quotation.rows:
        texts = [token.text for token in row.tokens]
        said = any(text[:1].isalnum() or text[:1] in '"_' for text in texts)
        if row.doc or row.elided or row.telling or not said or {"...", "…"} & set(texts):
            continue
        if "\0".join(texts) not in code:
            return row.text
    return ""


def _between(search: Search, quotation: Quotation, located: Located) -> int:
    """Lines of code that the file has between lines which the quotation shows as following one another, if they are more than one."""
    code = Counter(token.line for token in search.tokens(located.path).row)
    more = 0
    for one, after in pairwise(quotation.rows):
        here, there = located.found.get(one.line), located.found.get(after.line)
        if here is None or there is None or one.elided or after.elided or after.line != one.line + 1:
            continue
        if here.path == there.path == located.path and 0 < here.line < there.line:
            added = sum(code[line] for line in range(here.line, there.line)) - len(one.tokens)
            more += len([line for line in range(here.line + 1, there.line) if code[line]]) if added > _FEW_TOKENS else 0
    return more if more > 1 else 0


def _from_there(quotation: Quotation, located: Located, there: int, told: int) -> bool:
    """Whether the block is known to be told of that file: said so, or so much of it stands there that it is no proposal."""
    if quotation.presented:
        return bool(located.region) or located.tied or there * 2 >= told
    header = next((located.found[row.line].fit for row in quotation.told if row.defines), None)
    return there * 3 >= told if located.tied else bool(located.region) and header is Fit.THERE and there * 2 >= told


def _differs(located: Located, absent: list[Row], told: int) -> str:
    first = absent[0]
    near = located.found[first.line]
    instead = f"; nearest is line {near.line}: {near.near}" if near.near else ""
    return f"{len(absent)} of {told} lines are not in {located.path}, the first of them: {first.text[:100]}{instead}"


def _words_only(search: Search, quotation: Quotation) -> Measurement:
    """A quoted docstring without code around it: its lines in order in one docstring."""
    wanted = [re.findall(r"\w+", row.doc.lower()) for row in quotation.rows if len(re.findall(r"\w+", row.doc)) > 1]
    if not wanted:
        return Measurement(blocked=Reason.NO_SUBJECT, detail="nothing to look up")
    longest = max((row.doc for row in quotation.rows), key=len)
    for path in search.holding(longest.strip())[:8]:
        lines = search.tokens(path).docstrings
        for start, (number, words) in enumerate(lines):
            if re.findall(r"\w+", words.lower()) != wanted[0]:
                continue
            rest = iter(re.findall(r"\w+", text.lower()) for line, text in lines[start:] if line < number + 80)
            if all(any(have == want for have in rest) for want in wanted):
                return Measurement(
                    (Reading("equal", True),),
                    (Site(path, "", words, number, number),),
                    subject=path,
                    reproduce=f"git grep -nF -e {arguments(longest)}",
                )
    return Measurement(blocked=Reason.NO_SUBJECT, detail="no docstring has these lines together")


def line(search: Search, target: Target, located: Located) -> Measurement:
    """One line of a quotation."""
    quotation = target.quotation
    (row,) = quotation.rows_from(target.row)
    if row.doc:
        return _docstring(quotation, located, row)
    one = located.found[row.line]
    reproduce = f"git grep -nF -e {arguments(max((token.text.lstrip(chr(34)) for token in row.tokens), key=len))}"
    subject = one.path or located.path
    if one.fit in {Fit.THERE, Fit.ELSEWHERE, Fit.ABRIDGED} and not row.distinctive and not _together(quotation, located):
        return Measurement(
            blocked=Reason.AMBIGUOUS, detail="such a line is there, but most of the block is not", subject=subject, sites=(site_of(one),)
        )
    if one.fit in {Fit.THERE, Fit.ELSEWHERE, Fit.ABRIDGED} and _beside(quotation, located, one):
        return Measurement(
            blocked=Reason.AMBIGUOUS, detail="such a line is there, beside the product's own code", subject=subject, sites=(site_of(one),)
        )
    if one.fit in {Fit.THERE, Fit.ELSEWHERE, Fit.ABRIDGED} and (other := differing_remark(search, quotation, row, one)):
        return Measurement(blocked=Reason.AMBIGUOUS, detail=other, subject=subject, sites=(site_of(one),))
    if one.fit in {Fit.THERE, Fit.ELSEWHERE, Fit.ABRIDGED} and located.undefined and quotation.defined in located.undefined:
        detail = f"such a line is there, but nothing is named {quotation.defined}, which it is said to be of"
        return Measurement(blocked=Reason.AMBIGUOUS, detail=detail, subject=subject, sites=(site_of(one),))
    if one.fit is Fit.THERE:
        return Measurement((Reading("equal", True),), (site_of(one),), subject=subject, reproduce=reproduce)
    if one.fit is Fit.ABRIDGED:
        return Measurement((Reading("abridged", True),), (site_of(one),), subject=subject, reproduce=reproduce, detail="abridged")
    if one.fit is Fit.ELSEWHERE and not located.region and not located.tied:
        if _found(located) * 2 < len(quotation.told):
            detail = "such a line is there, but most of the block is not"
            return Measurement(blocked=Reason.AMBIGUOUS, detail=detail, subject=subject, sites=(site_of(one),))
        return Measurement((Reading("equal", True),), (site_of(one),), subject=subject, reproduce=reproduce)
    if one.fit is not Fit.ABSENT:
        return Measurement(
            blocked=Reason.AMBIGUOUS,
            detail=f"{one.path}:{one.line} has it with more between"
            if one.fit is Fit.LOOSE
            else f"it stands at {one.path}:{one.line}, not where the block is from",
            subject=subject,
            sites=(site_of(one),),
        )
    if not located.complete:
        return Measurement(blocked=Reason.INCOMPLETE, detail="some files could not be read", subject=subject)
    index = _INDEX.match(" ".join(other.text for other in quotation.rows_from(row.line, 6)))
    if index:
        return _indexed(search, quotation, index)
    strange = search.absent_everywhere(row)
    sought = search_for("-nF", *strange[:2]) if strange else search_for("-nF", row.text, within=arguments(located.path))
    near = f"; nearest is line {one.line}: {one.near}" if one.near else ""
    sites = (site_of(one),) if one.line else ()
    told = len(quotation.told)
    there = located.fits[Fit.THERE] + located.fits[Fit.ABRIDGED]
    if (
        not quotation.doubtful
        and (located.region or strange)
        and (quotation.presented or (located.tied and _from_there(quotation, located, there, told)))
    ):
        where = f"not in {located.path}" if located.region or located.tied else "in no code"
        detail = f"{row.text[:100]} is {where}{near}" if not strange else f"no code has {', '.join(strange[:2])}{near}"
        return Measurement((Reading("differs", False),), sites, subject=subject, reproduce=sought, detail=detail, near=_instead(row, one))
    if not quotation.doubtful and located.tied and (_instruction(row, located) or _misquoted(search, quotation, row, one)):
        detail = f"not in {located.path}{near}"
        return Measurement((Reading("differs", False),), sites, subject=subject, reproduce=sought, detail=detail, near=_instead(row, one))
    return Measurement(blocked=Reason.NO_SUBJECT, detail=f"no such line{near}", subject=subject, sites=sites)


def _beside(quotation: Quotation, located: Located, one: Found) -> bool:
    """Whether a line of code that is said to be from nowhere is found in a test, an example or a document, where users' code is alike."""
    known = quotation.presented or located.tied or located.region is not None
    return not known and bool(classes_of(one.path) or _USERS.search(one.path))


def _together(quotation: Quotation, located: Located) -> bool:
    """Whether the block as such is known to be from the file; a line or two that any code may have are not."""
    told = len(quotation.told)
    return located.region is not None or located.tied or (told >= _SOME and _found(located) * 2 >= told)


def _found(located: Located) -> int:
    return located.fits[Fit.THERE] + located.fits[Fit.ABRIDGED] + located.fits[Fit.ELSEWHERE]


def _indexed(search: Search, quotation: Quotation, index: re.Match[str]) -> Measurement:
    """An index told in SQL: declared under its name, or on the same columns, in whatever way."""
    columns = re.findall(r"[A-Za-z_]\w*", index["columns"])
    for path in search.holding(index["name"]):
        text = search.symbols.read(path).decode("utf-8", "replace")
        at = text.find(index["name"])
        line = text.count("\n", 0, at) + 1
        if all(column in text[max(0, at - 200) : at + 300] for column in columns):
            return Measurement(
                (Reading("likely", True),), (Site(path, index["name"], text.splitlines()[line - 1].strip(), line, line),), subject=path
            )
    declared = re.compile(r"(?:\bIndex|create_index|add_index|createIndex|@@index|\bINDEX|\bindexes)\b[^;]{0,240}", re.I)
    for path in search.holding(columns[0]) if columns else ():
        text = search.symbols.read(path).decode("utf-8", "replace")
        for match in declared.finditer(text):
            if all(re.search(rf"\b{column}\b", match[0].split("\n\n")[0]) for column in columns):
                return Measurement(blocked=Reason.AMBIGUOUS, detail="an index of another name may be on these columns", subject=path)
        if len(columns) == 1 and re.search(rf"\b{columns[0]}\b[^\n]*(?:index\s*=\s*True|db_index)", text):
            return Measurement(blocked=Reason.AMBIGUOUS, detail=f"{columns[0]} has an index without a name", subject=path)
    if search.holding(index["name"]) or not quotation.presented or quotation.doubtful:
        return Measurement(blocked=Reason.NO_SUBJECT, detail="no such index was recognised")
    return Measurement(
        (Reading("differs", False),),
        detail=f"no index is named {index['name']}, none is on {' and '.join(columns)}{' together' if len(columns) > 1 else ''}",
        reproduce=search_for("-nw", index["name"]),
    )


def _otherwise_declared(search: Search, quotation: Quotation, row: Row) -> bool:
    """Whether a row tells of an index that is declared in another way: with "IF NOT EXISTS", in a migration."""
    index = _INDEX.match(row.text)
    return index is not None and Reading("differs", False) not in _indexed(search, quotation, index).readings


def _instruction(row: Row, located: Located) -> bool:
    """Whether the file is a list of instructions or settings in which one of that name says something else."""
    near = located.found[row.line].near
    return (
        bool(near) and bool(row.tokens) and re.split(r"[\s=:]", near, maxsplit=1)[0] == row.tokens[0].text and row.tokens[0].text.isupper()
    )


def _misquoted(search: Search, quotation: Quotation, row: Row, one: Found) -> bool:
    """Whether a comment above cites the very line that is nearest, and one literal in it is another."""
    cited = _CITES.match(next((other.text for other in quotation.rows if other.text), ""))
    if cited is None or not one.line or abs(int(cited["line"]) - one.line) > _DRIFT:
        return False
    there = [token for token in search.tokens(one.path).row if token.line == one.line]
    if len(there) != len(row.tokens):
        return False
    others = [(a, b) for a, b in zip(row.tokens, there, strict=True) if a.text != b.text]
    return len(others) == 1 and all(token.kind in {"number", "string"} or token.text in _LITERALS for token in others[0])


def _instead(row: Row, one: Found) -> tuple[str, ...]:
    """The nearest line, where it is so like the quoted one that it must be meant, and whole where that is whole."""
    quoted, there = row.text, one.near
    if not there or len(quoted) > _LONGEST:
        return ()
    alike = difflib.SequenceMatcher(None, quoted, there, autojunk=False).ratio() >= _ALIKE
    same_start = re.split(r"(?<=\w)\b", quoted, maxsplit=1)[0] == re.split(r"(?<=\w)\b", there, maxsplit=1)[0]
    same_depth = all(quoted.count(a) - quoted.count(z) == there.count(a) - there.count(z) for a, z in ("()", "[]", "{}"))
    remarked = bool(re.search(r"(?:^|\s)(?:#|//)", quoted))  # what the report adds to its line would be lost
    return (there,) if alike and same_start and same_depth and not remarked else ()


def _docstring(quotation: Quotation, located: Located, row: Row) -> Measurement:
    told = located.docstrings.get(row.line)
    if told is None:
        return Measurement(blocked=Reason.NO_SUBJECT, detail="its definition is not in the repository")
    same, words, line, path = told
    sites = (Site(path, "", words, line, line),)
    if same:
        return Measurement((Reading("equal", True),), sites, subject=path)
    if quotation.presented and not quotation.doubtful and (path == located.path or not located.tied):
        marks = re.fullmatch(r"(?P<marks>\"{3}|'{3}).*(?P=marks)", row.text)
        detail = f"the docstring is: {words}" if words else "there is no docstring"
        near = (f"{marks['marks']}{words}{marks['marks']}",) if words and marks else ()
        return Measurement((Reading("differs", False),), sites, subject=path, detail=detail, near=near)
    return Measurement(blocked=Reason.AMBIGUOUS, detail="the docstring differs", subject=path, sites=sites)
