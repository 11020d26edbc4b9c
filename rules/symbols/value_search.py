"""Finds what the repository gives to a name, or to the setting that words describe, and compares it with what the report says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from verifier.codebase import Codebase
from verifier.facts.settings import Assigned, assigned, named_unit
from verifier.facts.values import TIMES, Amount, number, switch, told
from verifier.knowledge.words import subwords
from verifier.model import Reason, ScopeHints
from verifier.repository.kinds import classes_of
from verifier.repository.scope import Scope, candidates
from verifier.rules.symbols.quote_search import Search
from verifier.rules.symbols.wording import GENERIC, TELLING, content, fit, root, roots

_FILES = 50  # read for one claim and scope
_BYTES = 6_000_000
_PRODUCT = re.compile(rb"\b\d+\s*\*\s*(?:\d|[a-z_]*(?:second|minute|hour|day|kb|mb))|<<\s*\d\d|timedelta\(")
_ENOUGH = 1.5  # a fit that needs no better one
_COMMON_VALUE = 10.0  # numbers up to here stand everywhere


class Handle(str, Enum):
    EXACT = "exact"
    TOLD = "told"
    PORT = "port"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is said. For an exact handle `name` and the literal `value`; else the interval, its unit, and the words around, nearest first."""

    handle: Handle
    name: str
    value: str = ""
    low: float | None = None
    high: float | None = None
    unit: str = ""
    text: str = ""
    near: str = ""
    statement: str = ""
    far: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    path: str
    name: str
    line: int
    source: str


@dataclass(frozen=True, slots=True)
class Answer:
    holds: bool | None
    sites: tuple[Place, ...] = ()
    certain: bool = False
    reason: Reason | None = None
    detail: str = ""


class _Values:
    """What files assign, read once."""

    def __init__(self, search: Search) -> None:
        self.search = search
        self._known: dict[str, tuple[Assigned, ...]] = {}

    @classmethod
    def of(cls, code: Codebase) -> _Values:
        search = Search.of(code)
        found = search.extra.get("values")
        if not isinstance(found, cls):
            found = search.extra["values"] = cls(search)
        return found

    def of_file(self, path: str) -> tuple[Assigned, ...]:
        if path not in self._known:
            self._known[path] = assigned(self.search.tokens(path)) if len(self.search.symbols.read(path)) < 1_000_000 else ()
        return self._known[path]


def look_up(wanted: Wanted, hints: ScopeHints, code: Codebase) -> Answer:
    values = _Values.of(code)
    if wanted.handle is Handle.EXACT:
        return _exact(wanted, hints, code, values)
    if wanted.handle is Handle.PORT:
        return _port(wanted, hints, code, values)
    return _told(wanted, hints, code, values)


def _exact(wanted: Wanted, hints: ScopeHints, code: Codebase, values: _Values) -> Answer:
    claimed = _amount(wanted.value)
    if {root(part) for part in subwords(wanted.name)} <= GENERIC:  # "max=10" may be any name's short form
        answer = _longer(wanted, claimed, hints, code, values, True)
        if answer.holds:
            return answer
    holding = [path for path in values.search.symbols.holding(wanted.name)]
    ranked = values.search.nearest_first(holding, hints, code)
    same: list[tuple[str, Assigned]] = [(path, one) for path in ranked[:200] for one in values.of_file(path) if one.name.rpartition(".")[2] == wanted.name and one.how != "compare"]
    near = _near_scope(hints, code)
    inside = [(path, one) for path, one in same if near is not None and near.contains(path)]
    if inside and all(one.amount is not None and not _equal(claimed, one.amount, wanted.name) for _, one in inside) and any(
        one.amount is not None and _equal(claimed, one.amount, wanted.name) for _, one in same
    ):
        sites = tuple(Place(path, one.name, one.line, _short(one)) for path, one in inside)
        return Answer(None, sites, reason=Reason.AMBIGUOUS, detail=f"{wanted.name} is {sites[0].source} in {near.label if near else ''}, and {wanted.value} elsewhere")
    for path, one in same:
        if one.amount is not None and _equal(claimed, one.amount, wanted.name):
            return Answer(True, (Place(path, one.name, one.line, _short(one)),), True)
    if not same:
        return _longer(wanted, claimed, hints, code, values, bool(holding))
    own = [(path, one) for path, one in same if not classes_of(path)] or same
    sites = tuple(Place(path, one.name, one.line, _short(one)) for path, one in own)
    if any(one.amount is None or one.amount.environment for _, one in own):
        literal = [place for place, (_, one) in zip(sites, own, strict=True) if one.amount is not None]
        return Answer(None, tuple(literal), reason=Reason.AMBIGUOUS, detail=f"{wanted.name} is computed or set from outside" + (f"; one value is {literal[0].source}" if literal else ""))
    if not values.search.complete:
        return Answer(None, sites, reason=Reason.INCOMPLETE, detail="some files could not be read")
    telling = len([part for part in subwords(wanted.name) if len(part) > 1]) > 1
    comparable = all(one.amount is not None and _comparable(claimed, one.amount) for _, one in own)
    if telling and comparable and not re.search(r"\bdefault", wanted.statement, re.I) or telling and comparable and wanted.name.isupper():
        return Answer(False, sites, True, detail=f"{wanted.name} is {sites[0].source}")
    return Answer(None, sites, reason=Reason.AMBIGUOUS, detail=f"{wanted.name} has other values, which may not be the one meant: {sites[0].source} at {sites[0].path}:{sites[0].line}")


def _longer(wanted: Wanted, claimed: Amount, hints: ScopeHints, code: Codebase, values: _Values, occurs: bool) -> Answer:
    """A name that is only the end, or the prose, of the real one: `acks_late` for `task_acks_late`, `min` for `min_size`."""
    parts = [root(part) for part in subwords(wanted.name)]
    holding = values.search.nearest_first(_mentioning([wanted.name, *subwords(wanted.name)], values.search, every=True), hints, code)
    best: tuple[float, Place] | None = None
    for order, path in enumerate(holding[:_FILES]):
        for one in values.of_file(path):
            own = [root(part) for part in subwords(one.name)]
            if one.amount is None or not set(parts) <= set(own) or not _equal(claimed, one.amount, one.name):
                continue
            score = fit(one.name, one.around, wanted.name, wanted.statement, wanted.far) - order / 1000
            if (len(parts) > 1 or score >= 1.0) and (best is None or score > best[0]):
                best = (score, Place(path, one.name, one.line, _short(one)))
    if best:
        return Answer(True, (best[1],), len(parts) > 1)
    return Answer(None, reason=Reason.NO_SUBJECT, detail=f"{wanted.name} stands there without a value" if occurs else f"nothing is named {wanted.name}")


def _told(wanted: Wanted, hints: ScopeHints, code: Codebase, values: _Values) -> Answer:
    everything = _by_words(_letters(wanted.near, wanted.statement), _letters(wanted.far), values.search)
    data = dict(values.search.lowered())
    least = _least(wanted)
    near = _near_scope(hints, code)
    if near is not None:
        inside = [path for path in everything if near.contains(path)][:_FILES]
        best = _best(wanted, inside, values, least)
        if best is not None:
            return Answer(True, (best,), False)
        other = _best(wanted, inside, values, max(least, 0.9), agreeing=False)
        if other is not None:
            refuted = _one_name(wanted, hints, code, values)
            detail = f"{other.name} is {other.source} at {other.path}:{other.line}, which may not be the one meant"
            return refuted if refuted.holds is False else Answer(None, (other,), reason=Reason.AMBIGUOUS, detail=detail)
    for written in _spelled(wanted):
        seen: set[str] = set()
        for scope in candidates(hints, code.index, code.areas):
            inside = [path for path in everything if path not in seen and scope.contains(path)]
            seen.update(inside)
            best = _best(wanted, [path for path in inside if written.search(data[path])][:_FILES], values, least)
            if best is not None:
                return Answer(True, (best,), False)
    return _one_name(wanted, hints, code, values)


def _near_scope(hints: ScopeHints, code: Codebase) -> Scope | None:
    """The files that the clause or its section names, if it names any that are there."""
    if not (hints.paths or hints.section_paths):
        return None
    scopes = candidates(ScopeHints(hints.paths, hints.section_paths), code.index, code.areas)
    return scopes[0] if len(scopes) > 1 and not scopes[0].everything else None


def _spelled(wanted: Wanted) -> tuple[re.Pattern[bytes], ...]:
    """The ways in which the number may be written in a file; for times and sizes, then, products of numbers."""
    value = float(wanted.value) if wanted.value else wanted.low if wanted.low is not None else wanted.high or 0.0
    unit = wanted.unit.partition("/")[0]
    factors = {"second": (1.0, 1000.0, 1 / 60, 1 / 3600, 1 / 86400), "%": (1.0, 0.01), "byte": (1.0, 1e-3, 1e-6, 1 / 1024, 1 / 1024**2)}.get(unit, (1.0,))
    forms: set[str] = set()
    for factor in factors:
        number_there = value * factor
        forms.add(f"{number_there:.10g}")
        if number_there == int(number_there):
            forms |= {f"{int(number_there)}", f"{int(number_there):_}", f"{int(number_there)}.0"}
    plain = "|".join(re.escape(form) for form in sorted(forms) if form != "0")
    written = re.compile(rf"(?<![\d.])(?:{plain})(?![\d.]*\d)".encode())
    return (written, _PRODUCT) if unit in {"second", "byte"} else (written,)


def _by_words(near: Sequence[str], far: Sequence[str], search: Search) -> list[str]:
    """Files that hold some of the words, those that hold the rarest first; the project's own source before others."""
    scores: dict[str, float] = {}
    for weight, words in ((2.0, near), (1.0, far)):
        for word in words:
            held = search.holding_letters(word)
            for path in held:
                scores[path] = scores.get(path, 0.0) + weight / (1 + len(held)) ** 0.5
    return sorted(scores, key=lambda path: (len(classes_of(path)), -scores[path], path))


def _best(wanted: Wanted, paths: Sequence[str], values: _Values, least: float, *, agreeing: bool = True) -> Place | None:
    """The best fitting name with the value wanted, or with another comparable one."""
    best: tuple[float, Place] | None = None
    spent = 0
    for path in paths:
        spent += len(values.search.symbols.read(path))
        if spent > _BYTES:
            break
        for one in values.of_file(path):
            if one.amount is None or one.amount.number is None or _agrees(wanted, one) is not agreeing:
                continue
            score = fit(one.name, one.around, wanted.near, wanted.statement, wanted.far) - 0.2 * bool(classes_of(path)) - 0.1 * (one.how == "compare")
            if score >= least - 1e-6 and (best is None or score > best[0]):
                best = (score, Place(path, one.name, one.line, _short(one)))
        if best and best[0] >= _ENOUGH:
            break
    return best[1] if best else None


def _one_name(wanted: Wanted, hints: ScopeHints, code: Codebase, values: _Values) -> Answer:
    """Refutes where one identifier says just what the words say, and all it is given is comparable and other."""
    before, _, behind = wanted.near.partition(wanted.text or wanted.value)
    phrase = content(roots(before if re.search("[A-Za-z]{3}", before) else behind)) - {"configur", "configuration", "default"}
    blank = Answer(None, reason=Reason.NO_SUBJECT, detail="no setting was recognised that has this value")
    if len(phrase) < 2 or phrase <= GENERIC or not phrase & TELLING or not (hints.paths or hints.section_paths):
        return blank
    scopes = [scope for scope in candidates(hints, code.index, code.areas)[:-1]]
    if not scopes:
        return blank
    inside = [path for path in _mentioning(_letters(wanted.near), values.search) if scopes[0].contains(path) and not classes_of(path)]
    named: dict[str, list[tuple[str, Assigned]]] = {}
    for path in inside[:_FILES]:
        for one in values.of_file(path):
            if frozenset(root(part) for part in subwords(one.name)) - {"ms", "second", "s", "minute"} == phrase:
                named.setdefault(one.name, []).append((path, one))
    if len(named) != 1:
        return blank
    ((name, places),) = named.items()
    sites = tuple(Place(path, one.name, one.line, _short(one)) for path, one in places)
    if any(one.amount is None or one.amount.environment or one.amount.number is None for _, one in places) or not values.search.complete:
        return Answer(None, sites, reason=Reason.AMBIGUOUS, detail=f"{name} is computed or set from outside")
    return Answer(False, sites, False, detail=f"{name} is {sites[0].source}")


def _port(wanted: Wanted, hints: ScopeHints, code: Codebase, values: _Values) -> Answer:
    """A port stands in an address, a mapping of ports, or a setting named so."""
    number_text = wanted.value
    pattern = re.compile(rf"[:\"'\s]{number_text}(?=[:/\"'\s,)\]]|$)|port\W{{1,12}}{number_text}\b", re.I | re.M)
    topic = roots(wanted.statement) | roots(wanted.far)
    loose: Place | None = None
    for path in values.search.nearest_first(values.search.holding(number_text), hints, code)[:80]:
        if classes_of(path):
            continue
        text = values.search.symbols.read(path).decode("utf-8", "replace")
        for match in pattern.finditer(text):
            line = text.count("\n", 0, match.start() + 1) + 1
            excerpt = text.splitlines()[line - 1].strip()[:120] if line <= len(text.splitlines()) else ""
            if not re.search(rf"(?<![\w.]){number_text}(?![\w.])", excerpt) or not re.search(r"port|://|expose|localhost|host|\d:\d|listen|bind|:\d", excerpt, re.I):
                continue
            place = Place(path, "port", line, excerpt)
            if roots(excerpt) & topic:
                return Answer(True, (place,), False)
            loose = loose or place
    return Answer(True, (loose,), False) if loose else Answer(None, reason=Reason.NO_SUBJECT, detail=f"no address or mapping has {number_text}")


def _least(wanted: Wanted) -> float:
    """How well a name must fit: a number that stands everywhere needs more than 3600."""
    value = wanted.high if wanted.low is None else wanted.low
    value = float(wanted.value) if wanted.value.isdigit() else value
    if value is not None and wanted.unit in {"", "x"} | {"failure", "success"} and abs(value) <= _COMMON_VALUE:
        return 1.0
    return 0.9 if value is not None and abs(value) < 100 else 0.8


def _letters(*texts: str) -> list[str]:
    """What identifiers for these words have in them, in lower case: the beginnings of the words that name something."""
    found: dict[str, None] = {}
    for text in texts:
        for word in re.findall(r"[A-Za-z]{3,}", text):
            stemmed = root(word.lower())
            if len(stemmed) > 2:
                found[stemmed[:5] if len(stemmed) > 6 else stemmed] = None
                found[word.lower()[:4]] = None
    extra = {"ping": ("heartbeat", "keep"), "limit": ("rate", "capacity", "quota"), "delay": ("backoff", "wait"), "ttl": ("expir",), "timeout": ("time",)}
    for key, more in extra.items():
        if key in found:
            found.update(dict.fromkeys(more))
    return list(found)


def _mentioning(words: Iterable[str], search: Search, *, every: bool = False) -> list[str]:
    """Files that hold one (every one) of the words, whatever the case."""
    sets = [search.holding_letters(word.lower()) for word in words if len(word) > 2]
    if not sets:
        return []
    return [path for path in search.symbols.files if (all if every else any)(path in held for held in sets)]


def _amount(text: str) -> Amount:
    text = text.strip()
    if text[:1] in "\"'":
        return told(text[1:-1])
    return (number(text.replace(",", "")) if re.fullmatch(r"-?[\d_,.]+", text) else None) or told(text.replace(" ", ""))


def _comparable(one: Amount, other: Amount) -> bool:
    """Whether two literals are of one sort, so that they may be said to differ."""
    if one.number is not None and other.number is not None:
        return one.unit == other.unit or "" in (one.unit, other.unit)
    return one.number is None and other.number is None and (switch(one.text) is None) == (switch(other.text) is None)


def _equal(claimed: Amount, there: Amount, name: str) -> bool:
    """Whether a literal of the report is a literal of the code."""
    if claimed.number is not None and there.number is not None:
        if claimed.unit in {"second"} and there.unit == "":
            return _as_seconds(claimed.number, there.number, name)
        if claimed.unit == "%":
            return there.number in {claimed.number, claimed.number / 100} or there.unit == "%" and there.number == claimed.number
        if there.unit == "second" and claimed.unit == "":
            return there.number == claimed.number or there.text.rstrip("smhd") == f"{claimed.number:g}"
        return _close(claimed.number, there.number)
    if claimed.number is None and there.number is None:
        first, second = switch(claimed.text), switch(there.text)
        return first is second if first is not None and second is not None else claimed.text == there.text or {claimed.text, there.text} <= {"None", "null", "nil"}
    return False


def _agrees(wanted: Wanted, one: Assigned) -> bool:
    """Whether what a name is given is what is said, in any unit that it may be in."""
    amount = one.amount
    if amount is None or amount.number is None:
        return False
    if wanted.value:
        return amount.number == float(wanted.value)
    value = wanted.low if wanted.low is not None else wanted.high
    if value is None:
        return False
    unit, _, per = wanted.unit.partition("/")
    if per:
        period = {"second": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86400.0}.get(per, 0.0)
        return _close(amount.number, value) and (not amount.per or amount.per == period)
    if unit == "second":
        return _close(amount.number, value) if amount.unit == "second" else amount.unit == "" and not amount.per and _as_seconds(value, amount.number, one.name)
    if unit == "byte":
        scale = next((s for s, words in ((1024**2, {"mb", "megabyte"}), (1024, {"kb", "kilobyte"}), (1024**3, {"gb"})) if words & set(subwords(one.name))), 1)
        low, high = wanted.low or value, wanted.high or value
        return any(low * 0.999 <= amount.number * factor <= high * 1.05 for factor in {1, scale})
    if unit == "%":
        return _close(amount.number, value) or _close(amount.number, value / 100)
    return amount.unit in {"", "byte"} and not amount.per and _close(amount.number, value)


def _as_seconds(seconds: float, raw: float, name: str) -> bool:
    """Whether a bare number is that many seconds: by the unit in its name, else in seconds or milliseconds, or as minutes and up."""
    unit = named_unit(subwords(name))
    if unit:
        return _close(raw * unit, seconds)
    if re.search(r"minute|hour|day", name, re.I):
        factor = next(TIMES[word] for word in ("minute", "hour", "day") if word in name.lower())
        return _close(raw * factor, seconds)
    return _close(raw, seconds) or _close(raw, seconds * 1000)


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-9 * max(abs(one), abs(other), 1.0)


def _short(one: Assigned) -> str:
    if one.how == "compare" and one.amount is not None:
        return str(one.amount)
    amount = one.amount
    plain = one.source.replace(" ", "") if re.fullmatch(r"[\d\s_.*+/()-]+", one.source) else one.source
    return plain[:80] if amount is not None and (len(plain) < 60) else str(amount) if amount is not None else plain[:80]


