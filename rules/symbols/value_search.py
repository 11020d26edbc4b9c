"""Finds what the repository gives to a name, or to the setting that words describe, and compares it with what the report says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from verifier.codebase import Codebase
from verifier.facts.facts import Facts
from verifier.facts.failure import Failure
from verifier.facts.settings import Assigned
from verifier.facts.values import Amount
from verifier.knowledge.words import subwords
from verifier.model import Reason, ScopeHints
from verifier.repository.kinds import classes_of, is_example, is_left_behind, is_test
from verifier.repository.scope import Scope, candidates
from verifier.text_lines import TextLines

from .quote_search import Search
from .value_compare import (
    Answer,
    Handle,
    Place,
    Wanted,
    agrees,
    amount_of,
    comparable,
    conceivable,
    equal,
    least_fit,
    shown,
    spelled,
)
from .wording import GENERIC, TELLING, bare, content, fit, root, roots

_SPEAKING = 3  # letters of a name that may be matched by what it says
_FILES = 50  # read for one claim and scope
_BYTES = 6_000_000
_FACTORS = (1.0, 60.0, 3600.0, 86400.0, 1e-3, 0.06, 3.6, 86.4)  # from a time's unit to seconds and milliseconds
_PERIODS = {
    "second": r"second|\b1000\b|per_?s|rps",
    "minute": r"minute|\b60\b|60_?000|_min\b|/m",
    "hour": r"hour|3600|60 \* 60|/h",
    "day": r"day|86_?400|24 \*",
}
_COMMENT = re.compile(r"(?://|#|--\s|/?\*)")
_DEFAULT = re.compile(r"default", re.I)
_ENOUGH = 1.5  # a fit that needs no better one


class _Values:
    """What files assign, read once."""

    def __init__(self, search: Search, facts: Facts) -> None:
        self.search, self.facts = search, facts
        self._known: dict[str, tuple[Assigned, ...]] = {}

    @classmethod
    def of(cls, code: Codebase) -> _Values:
        search = Search.of(code)
        found = search.extra.get("values")
        if not isinstance(found, cls):
            found = search.extra["values"] = cls(search, code.facts)
        return found

    def of_file(self, path: str) -> tuple[Assigned, ...]:
        if path not in self._known:
            self.ahead([path])
        return self._known[path]

    def ahead(self, paths: Sequence[str]) -> None:
        """Read several files at once, which is faster."""
        for path, found in self.facts.settings([path for path in paths if path not in self._known]).items():
            self._known[path] = () if isinstance(found, Failure) else found


def look_up(wanted: Wanted, hints: ScopeHints, code: Codebase) -> Answer:
    values = _Values.of(code)
    if wanted.handle is Handle.EXACT:
        return _exact(wanted, hints, code, values)
    if wanted.handle is Handle.PORT:
        return _port(wanted, hints, code, values)
    return _told(wanted, hints, code, values)


def _exact(wanted: Wanted, hints: ScopeHints, code: Codebase, values: _Values) -> Answer:
    claimed = amount_of(wanted.value)
    if {root(part) for part in subwords(wanted.name)} <= GENERIC:  # "max=10" may be any name's short form
        answer = _longer(wanted, claimed, hints, code, values, True)
        if answer.holds or _near_scope(hints, code) is not None:
            return answer
    holding = list(values.search.symbols.holding(wanted.name))
    ranked = values.search.nearest_first(holding, hints, code)
    same: list[tuple[str, Assigned]] = [
        (path, one)
        for path in ranked[:200]
        for one in values.of_file(path)
        if one.name.rpartition(".")[2] == wanted.name and one.how != "compare"
    ]
    own = [(path, one) for path, one in same if not classes_of(path)] or same
    near = _near_scope(hints, code)
    inside = [(path, one) for path, one in same if near is not None and near.contains(path)]
    if (
        inside
        and all(one.amount is not None and not equal(claimed, one.amount, wanted.name) for _, one in inside)
        and any(one.amount is not None and equal(claimed, one.amount, wanted.name) for _, one in same)
    ):
        sites = tuple(Place(path, one.name, one.line, shown(one)) for path, one in inside)
        return Answer(
            None,
            sites,
            reason=Reason.AMBIGUOUS,
            detail=f"{wanted.name} is {sites[0].source} in {near.label if near else ''}, and {wanted.value} elsewhere",
        )
    for path, one in own:
        if one.amount is not None and equal(claimed, one.amount, wanted.name):
            if other := _another_default(wanted, claimed, one, own):
                return other
            return Answer(True, (Place(path, one.name, one.line, shown(one)),), True)
    if not same:
        return _longer(wanted, claimed, hints, code, values, bool(holding))
    if all(path.startswith("docs/") or is_test(path) or is_example(path) for path, _ in own):
        sites = tuple(Place(path, one.name, one.line, shown(one)) for path, one in own)
        return Answer(None, sites, reason=Reason.AMBIGUOUS, detail=f"only tests, examples and documents give {wanted.name} a value")
    sites = tuple(Place(path, one.name, one.line, shown(one)) for path, one in own)
    outside = any(one.how == "environment" for _, one in own) or _from_environment(wanted.name, values.search)
    if outside or any(one.amount is None or one.amount.environment or _of_a_variable(one) for _, one in own):
        literal = [place for place, (_, one) in zip(sites, own, strict=True) if one.amount is not None]
        return Answer(
            None,
            tuple(literal),
            reason=Reason.AMBIGUOUS,
            detail=f"{wanted.name} is computed or set from outside" + (f"; one value is {literal[0].source}" if literal else ""),
        )
    if not values.search.complete:
        return Answer(None, sites, reason=Reason.INCOMPLETE, detail="some files could not be read")
    telling = len([part for part in subwords(wanted.name) if len(part) > 1]) > 1
    alike = all(one.amount is not None and comparable(claimed, one.amount) for _, one in own)
    if (telling and alike and not re.search(r"\bdefault", wanted.statement, re.I)) or (telling and alike and wanted.name.isupper()):
        return Answer(False, sites, True, detail=f"{wanted.name} is {sites[0].source}")
    return Answer(
        None,
        sites,
        reason=Reason.AMBIGUOUS,
        detail=f"{wanted.name} has other values, which may not be the one meant: {sites[0].source} at {sites[0].path}:{sites[0].line}",
    )


def _another_default(wanted: Wanted, claimed: Amount, agreeing: Assigned, own: Sequence[tuple[str, Assigned]]) -> Answer | None:
    """Where a default is told, and one place gives the name that value, another one of the same sort: either may be what callers pass."""
    if not _DEFAULT.search(wanted.statement) or _DEFAULT.search(agreeing.source) or wanted.name.isupper():
        return None
    sites = tuple(
        Place(path, one.name, one.line, shown(one))
        for path, one in own
        if one.amount is not None and comparable(claimed, one.amount) and not equal(claimed, one.amount, wanted.name)
    )
    if not sites:
        return None
    other = f"{sites[0].source} at {sites[0].path}:{sites[0].line}"
    detail = f"{wanted.name} is {shown(agreeing)} in one place, {other}; which is the default can't be told"
    return Answer(None, sites, reason=Reason.AMBIGUOUS, detail=detail)


def _of_a_variable(one: Assigned) -> bool:
    """Whether a name is given what a variable of another name holds, which may change: `reason=finish`, but not `limit=MAX_ROWS`."""
    if one.amount is None or one.how == "compare" or not re.fullmatch(r"[a-z_][\w.]*", one.source):
        return False
    return one.amount.text.strip("'\"`") != one.source and one.source.rpartition(".")[2] != one.name.rpartition(".")[2]


def _longer(wanted: Wanted, claimed: Amount, hints: ScopeHints, code: Codebase, values: _Values, occurs: bool) -> Answer:
    """A name that is only the end, or the prose, of the real one: `acks_late` for `task_acks_late`, `min` for `min_size`."""
    parts = [root(part) for part in subwords(wanted.name)]
    holding = values.search.nearest_first(_mentioning([wanted.name, *subwords(wanted.name)], values.search, every=True), hints, code)
    best: tuple[float, Place] | None = None
    for order, path in enumerate(holding[:_FILES]):
        for one in values.of_file(path):
            own = [root(part) for part in subwords(one.name)]
            if one.amount is None or not set(parts) <= set(own) or not equal(claimed, one.amount, one.name):
                continue
            score = fit(one.name, one.around, wanted.name, wanted.statement, wanted.far) - order / 1000
            if (len(parts) > 1 or score >= 1.0) and (best is None or score > best[0]):
                best = (score, Place(path, one.name, one.line, shown(one)))
    if best:
        return Answer(True, (best[1],), len(parts) > 1)
    return Answer(
        None,
        reason=Reason.NO_SUBJECT,
        detail=f"{wanted.name} stands there without a value" if occurs else f"nothing is named {wanted.name}",
    )


def _told(wanted: Wanted, hints: ScopeHints, code: Codebase, values: _Values) -> Answer:
    everything = _by_words(_letters(wanted.near, wanted.statement), _letters(wanted.far), values.search)
    data = dict(values.search.symbols.lowered())
    least = least_fit(wanted)
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
    for written in spelled(wanted):
        seen: set[str] = set()
        for scope in candidates(hints, code.index, code.areas):
            inside = [path for path in everything if path not in seen and scope.contains(path) and not _aside(path)]
            seen.update(inside)
            fitting = list(islice((path for path in inside if written(data[path])), _FILES))
            best = _best(wanted, fitting, values, least, anywhere=scope.everything)
            if best is not None and near is not None and not _tells_more(best.name, wanted):
                detail = f"{best.name} is {best.source} at {best.path}:{best.line}, and not in {near.label}"
                return Answer(None, (best,), reason=Reason.AMBIGUOUS, detail=detail)
            if best is not None:
                return Answer(True, (best,), False)
    return _one_name(wanted, hints, code, values)


def _tells_more(name: str, wanted: Wanted) -> bool:
    """Whether a name has more than one word of the statement, so that it is not any `timeout`."""
    return len({root(part) for part in subwords(name)} & roots(wanted.statement)) > 1


def _aside(path: str) -> bool:
    """Whether a value in a file tells nothing of the product: of a test, an example, or what was left behind."""
    return is_test(path) or is_example(path) or is_left_behind(path)


def _near_scope(hints: ScopeHints, code: Codebase) -> Scope | None:
    """The files that the clause or its section names, if it names any that are there."""
    if not (hints.paths or hints.section_paths):
        return None
    scopes = candidates(ScopeHints(hints.paths, hints.section_paths), code.index, code.areas)
    return scopes[0] if len(scopes) > 1 and not scopes[0].everything else None


def _by_words(near: Sequence[str], far: Sequence[str], search: Search) -> list[str]:
    """Files that hold some of the words, those that hold the rarest first; the project's own source before others."""
    scores: dict[str, float] = {}
    for weight, words in ((2.0, near), (1.0, far)):
        for word in words:
            held = search.symbols.holding_letters(word)
            for path in held:
                scores[path] = scores.get(path, 0.0) + weight / (1 + len(held)) ** 0.5
    return sorted(scores, key=lambda path: (len(classes_of(path)), -scores[path], path))


def _best(
    wanted: Wanted, paths: Sequence[str], values: _Values, least: float, *, agreeing: bool = True, anywhere: bool = False
) -> Place | None:
    """The best fitting name with the value wanted, or with another comparable one."""
    best: tuple[float, Place] | None = None
    spent = 0
    values.ahead(paths)
    for path in paths:
        spent += len(values.search.symbols.read(path))
        if spent > _BYTES:
            break
        for one in values.of_file(path):
            if one.amount is None or one.amount.number is None or agrees(wanted, one) is not agreeing:
                continue
            if len(one.name.strip("_")) < _SPEAKING or not conceivable(wanted, one) or not _periodic(wanted, one, path, values):
                continue
            score = (
                fit(one.name, one.around, wanted.near, wanted.statement, wanted.far)
                - 0.2 * bool(classes_of(path))
                - 0.1 * (one.how == "compare")
            )
            if anywhere and bare(one.name) and (wanted.unit == "second" or abs(one.amount.number) < 1000):
                score -= 0.5 if not roots(one.around) & roots(wanted.statement) - GENERIC else 0.0
            if score >= least - 1e-6 and (best is None or score > best[0]):
                best = (score, Place(path, one.name, one.line, shown(one)))
        if best and best[0] >= _ENOUGH:
            break
    return best[1] if best else None


def _periodic(wanted: Wanted, one: Assigned, path: str, values: _Values) -> bool:
    """For "50 messages/hour": whether the code around the 50 speaks of an hour."""
    per = wanted.unit.partition("/")[2]
    if not per or (one.amount is not None and one.amount.per):
        return True
    words = _PERIODS.get(per)
    lines = values.search.symbols.read(path).decode("utf-8", "replace").splitlines()[max(0, one.line - 12) : one.line + 15]
    return words is None or bool(re.search(words, "\n".join(lines), re.I))


def _one_name(wanted: Wanted, hints: ScopeHints, code: Codebase, values: _Values) -> Answer:
    """Refutes where one identifier says just what the words say, and all it is given is comparable and other."""
    before, _, behind = wanted.near.partition(wanted.text or wanted.value)
    phrase = content(roots(before if re.search("[A-Za-z]{3}", before) else behind)) - {"configur", "configuration", "default"}
    blank = Answer(None, reason=Reason.NO_SUBJECT, detail="no setting was recognised that has this value")
    if len(phrase) < 2 or phrase <= GENERIC or not phrase & TELLING or not (hints.paths or hints.section_paths):
        return blank
    scopes = candidates(hints, code.index, code.areas)[:-1]
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
    sites = tuple(Place(path, one.name, one.line, shown(one)) for path, one in places)
    if any(_open(wanted, one) for _, one in places) or not values.search.complete:
        return Answer(None, sites, reason=Reason.AMBIGUOUS, detail=f"{name} is computed or set from outside")
    return Answer(False, sites, False, detail=f"{name} is {sites[0].source}")


def _open(wanted: Wanted, one: Assigned) -> bool:
    """Whether a value may yet be what is said: it is computed, set from outside, or the same number in another unit."""
    said = wanted.low if wanted.low is not None else wanted.high
    if one.amount is None or one.amount.number is None or one.amount.environment or one.how == "environment" or said is None:
        return True
    if one.amount.number == 0:
        return said != 0  # what begins at nothing is counted up
    if "second" not in wanted.unit:
        return False
    return any(abs(said / one.amount.number - factor) < 1e-6 * factor for factor in _FACTORS)


def _from_environment(name: str, search: Search) -> bool:
    """Whether the environment may set it: it is read by that name, or stands only in files of settings for a place."""
    pattern = re.compile(rb"(?:environ|getenv|process\.env|import\.meta\.env|\bENV\b|config)\W{1,8}" + name.encode() + rb"\b", re.I)
    return name.isupper() and any(pattern.search(search.symbols.read(path)) for path in search.symbols.holding(name)[:60])


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
        lines = TextLines(text)
        for match in pattern.finditer(text):
            line = lines.number(match.start() + 1)
            excerpt = lines.line(line).strip()[:120]
            if (
                _COMMENT.match(excerpt)
                or not re.search(rf"(?<![\w.]){number_text}(?![\w.])", excerpt)
                or not re.search(r"port|://|expose|localhost|host|\d:\d|listen|bind|:\d", excerpt, re.I)
            ):
                continue
            place = Place(path, "port", line, excerpt)
            if roots(excerpt) & topic:
                return Answer(True, (place,), False)
            loose = loose or place
    return (
        Answer(True, (loose,), False)
        if loose
        else Answer(None, reason=Reason.NO_SUBJECT, detail=f"no address or mapping has {number_text}")
    )


def _letters(*texts: str) -> list[str]:
    """What identifiers for these words have in them, in lower case: the beginnings of the words that name something."""
    found: dict[str, None] = {}
    for text in texts:
        for word in re.findall(r"[A-Za-z]{3,}", text):
            stemmed = root(word.lower())
            if len(stemmed) > 2:
                found[stemmed[:5] if len(stemmed) > 6 else stemmed] = None
                found[word.lower()[:4]] = None
    extra = {
        "ping": ("heartbeat", "keep"),
        "limit": ("rate", "capacity", "quota"),
        "delay": ("backoff", "wait"),
        "ttl": ("expir",),
        "timeout": ("time",),
    }
    for key, more in extra.items():
        if key in found:
            found.update(dict.fromkeys(more))
    return list(found)


def _mentioning(words: Iterable[str], search: Search, *, every: bool = False) -> list[str]:
    """Files that hold one (every one) of the words, whatever the case."""
    sets = [search.symbols.holding_letters(word.lower()) for word in words if len(word) > 2]
    if not sets:
        return []
    return [path for path in search.symbols.files if (all if every else any)(path in held for held in sets)]
