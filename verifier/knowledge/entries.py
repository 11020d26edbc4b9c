"""What each concept looks like in code: entries, read from entries/*.toml and checked as they are read.

Handles are exact things to look for. Names in them are compared as follows:

- packages   `dist` or `dist:module` for each ecosystem; a listed package counts once its module is imported
- imports    module prefixes for each ecosystem: `django.contrib.sessions` covers what lies below it
- calls      dotted names, compared from the end: `asyncio.Lock`; `.delay` needs a receiver; `@shared_task` only as a decorator
- bases      what classes extend or implement, compared from the end
- identifiers  words of a name: `rate_limit*` is in `RateLimiter` and `check_rate_limit`; `^name$` anchors
- settings   names of keyword arguments, keys and variables that are given a value, in any case style
- literals   text inside string literals or configuration values, as written
- patterns   regular expressions over code without its comments and strings, for each language
- text       regular expressions over text without its comments, for each file glob
- files      globs of files whose existence is the evidence
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cache

from verifier.knowledge.lexicon import families, phrase_table, read_table

ECOSYSTEMS = ("python", "npm", "go", "crates", "maven", "gems", "composer", "nuget")
LANGUAGES = ("python", "javascript", "go", "rust", "java", "ruby", "php", "csharp", "c", "sql", "css", "any")  # javascript: TypeScript too
_LISTS = ("calls", "bases", "identifiers", "settings", "literals", "files")
_TABLES = {"packages": ECOSYSTEMS, "imports": ECOSYSTEMS, "patterns": LANGUAGES, "text": ()}
OTHERWISE = "otherwise"  # the qualifier whose handles show that code does the job without the thing, as `says` tells
PERHAPS = "perhaps"  # the one whose handles leave it open all the same
_UNTOLD = (OTHERWISE, PERHAPS)  # qualifiers that no prose asks for
_OTHER = {"name", *_UNTOLD, "kind", "decides", "qualifiers", "implied_by", "lookalikes", "tool", "in_tests", "outside", "note"}
Table = Mapping[str, tuple[str, ...]]


class Kind(str, Enum):
    TECHNOLOGY = "technology"
    MECHANISM = "mechanism"
    ARTEFACT = "artefact"
    PRACTICE = "practice"


class Decides(str, Enum):
    """Whether code can prove that the thing is absent."""

    ALONE = "alone"  # the handles are a closed list: without any of them it is not there
    NEEDS_QUALIFIER = "needs-qualifier"  # only in the form that an exact qualifier names
    NEVER = "never"  # it may be there under any name


class EntryError(ValueError):
    """Entries that can't be used; the message lists everything that is wrong with them."""


@dataclass(frozen=True, slots=True)
class Handles:
    """Exact things to look for; see the module's text for how each is compared."""

    packages: Table = field(default_factory=dict)
    imports: Table = field(default_factory=dict)
    calls: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    literals: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    patterns: Table = field(default_factory=dict)
    text: Table = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in (*_LISTS, *_TABLES))

    def modules(self, ecosystem: str) -> tuple[str, ...]:
        """Module prefixes whose import is evidence: those of the packages, and those named as imports."""
        return (*(module_of(item, ecosystem) for item in self.packages.get(ecosystem, ())), *self.imports.get(ecosystem, ()))


@dataclass(frozen=True, slots=True)
class Qualifier:
    """A form that prose may ask for ("RS256", "per user"). `exact`: without its handles the form is not there.

    Where that named `OTHERWISE` is found, and neither the thing nor its `PERHAPS` is, the thing is said to be there in vain.
    """

    id: str
    handles: Handles
    exact: bool = False
    says: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A technology, mechanism, artefact or practice.

    `implied_by` maps other entries to the reason why their presence provides this one. `lookalikes` are regular expressions
    over whole names (with hyphens and dots) that are not it. A `tool` is in effect by being listed: nobody imports it.
    With `in_tests`, test files count. What may run or be configured `outside` the repository is not refuted by its absence there.
    """

    id: str
    name: str
    kind: Kind
    family: str
    aliases: tuple[str, ...]
    decides: Decides
    handles: Handles
    qualifiers: Mapping[str, Qualifier] = field(default_factory=dict)
    implied_by: Mapping[str, str] = field(default_factory=dict)
    lookalikes: tuple[str, ...] = ()
    tool: bool = False
    in_tests: bool = False
    outside: bool = False
    note: str = ""

    def absence_provable(self, qualifiers: Iterable[str] = ()) -> bool:
        """Whether code without any of the handles proves "there is no X", said with these qualifiers."""
        if self.decides is Decides.NEVER:
            return False
        asked = [self.qualifiers[name] for name in qualifiers if name in self.qualifiers]
        if asked:
            return all(item.exact for item in asked)
        return self.decides is Decides.ALONE


@dataclass(frozen=True, slots=True)
class Case:
    """Files of a small repository that must, or must not, be evidence of an entry (or of its qualifier)."""

    entry: str
    files: Mapping[str, str]
    counts: bool
    qualifier: str = ""


def module_of(package: str, ecosystem: str) -> str:
    """The module that importing a package names: "PyJWT:jwt" -> "jwt", "flask-limiter" -> "flask_limiter"."""
    name, _, module = package.partition(":") if ecosystem == "python" else (package, "", "")
    if module:
        return module
    return name.replace("-", "_") if ecosystem in ("python", "crates") else name


def dist_of(package: str, ecosystem: str) -> str:
    """The name under which a manifest lists a package, lower case, python's with hyphens."""
    name = package.partition(":")[0] if ecosystem == "python" else package
    return re.sub(r"[-_.]+", "-", name).lower() if ecosystem == "python" else name.lower()


class _Reader:
    """Reads entries and remembers everything that is wrong with them."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def handles(self, where: str, row: Mapping[str, object]) -> Handles:
        lists = {name: self._strings(f"{where}.{name}", row[name]) for name in _LISTS if name in row}
        tables = {name: self._table(f"{where}.{name}", row[name], keys) for name, keys in _TABLES.items() if name in row}
        for name in ("patterns", "text"):
            for expressions in tables.get(name, {}).values():
                self._expressions(f"{where}.{name}", expressions)
        return Handles(**lists, **tables)  # type: ignore[arg-type]

    def _strings(self, where: str, value: object) -> tuple[str, ...]:
        if isinstance(value, list) and all(isinstance(item, str) and item for item in value):
            return tuple(value)
        self.problems.append(f"{where}: a list of strings is expected")
        return ()

    def _table(self, where: str, value: object, keys: tuple[str, ...]) -> Table:
        if not isinstance(value, dict):
            self.problems.append(f"{where}: a table is expected")
            return {}
        for key in value:
            if keys and key not in keys:
                self.problems.append(f"{where}: '{key}' is none of {', '.join(keys)}")
        return {key: self._strings(f"{where}.{key}", row) for key, row in value.items()}

    def _expressions(self, where: str, expressions: Iterable[str]) -> None:
        for expression in expressions:
            try:
                re.compile(expression)
            except re.error as error:
                self.problems.append(f"{where}: '{expression}' is no regular expression: {error}")

    def _one_of(self, where: str, value: object, kind: type[Enum]) -> str:
        allowed = [str(item.value) for item in kind]
        if value in allowed:
            return str(value)
        self.problems.append(f"{where}: '{value}' is none of {', '.join(allowed)}")
        return allowed[0]

    def entry(self, key: str, family: str, row: Mapping[str, object], aliases: tuple[str, ...]) -> Entry:
        known = {*_LISTS, *_TABLES, *_OTHER}
        self.problems.extend(f"{key}: '{name}' is no field of an entry" for name in row if name not in known)
        if not aliases:
            self.problems.append(f"{key}: lexicon.toml has no phrases for it in [{family}]")
        qualifiers = row.get("qualifiers", {})
        implied = row.get("implied_by", {})
        if not isinstance(qualifiers, dict) or not isinstance(implied, dict):
            self.problems.append(f"{key}: 'qualifiers' and 'implied_by' are tables")
            qualifiers, implied = {}, {}
        lookalikes = self._strings(f"{key}.lookalikes", row.get("lookalikes", []))
        self._expressions(f"{key}.lookalikes", lookalikes)
        entry = Entry(
            id=key,
            name=str(row.get("name", key.replace("-", " "))),
            kind=Kind(self._one_of(f"{key}.kind", row.get("kind"), Kind)),
            family=family,
            aliases=aliases,
            decides=Decides(self._one_of(f"{key}.decides", row.get("decides"), Decides)),
            handles=self.handles(key, row),
            qualifiers={
                name: self._qualifier(key, name, item)
                for name, item in (*qualifiers.items(), *((name, row[name]) for name in _UNTOLD if name in row))
            },
            implied_by={str(name): str(why) for name, why in implied.items()},
            lookalikes=lookalikes,
            tool=row.get("tool") is True,
            in_tests=row.get("in_tests") is True,
            outside=row.get("outside") is True,
            note=str(row.get("note", "")),
        )
        if entry.decides is not Decides.NEVER and not (entry.handles or entry.implied_by):
            self.problems.append(f"{key}: decides '{entry.decides.value}' without a handle to decide by")
        return entry

    def _qualifier(self, key: str, name: str, row: object) -> Qualifier:
        if not isinstance(row, dict):
            self.problems.append(f"{key}.qualifiers.{name}: a table is expected")
            row = {}
        known = {*_LISTS, *_TABLES, "says" if name == OTHERWISE else "exact"}
        self.problems.extend(f"{key}.qualifiers.{name}: '{item}' is no field of a qualifier" for item in row if item not in known)
        handles = self.handles(f"{key}.qualifiers.{name}", row)
        if not handles:
            self.problems.append(f"{key}.qualifiers.{name}: no handle")
        return Qualifier(name, handles, row.get("exact") is True, str(row.get("says", "")))

    def done(self) -> None:
        if self.problems:
            raise EntryError("\n".join(sorted(self.problems)))


@cache
def family_entries(family: str) -> Mapping[str, Entry]:
    """The entries of one family, by id.

    Raises:
        EntryError: some of them can't be used; says what is wrong with every one.
    """
    reader = _Reader()
    phrases = phrase_table().get(family, {})
    found: dict[str, Entry] = {}
    rows = read_table(f"entries/{family}.toml")
    for key, row in rows.items():
        if isinstance(row, dict):
            found[key] = reader.entry(key, family, row, phrases.get(key, ()))
        else:
            reader.problems.append(f"{key}: a table is expected")
    reader.problems.extend(
        f"{key}: lexicon.toml names it, entries/{family}.toml does not describe it" for key in phrases if key not in rows
    )
    reader.done()
    return found


def entry(key: str) -> Entry:
    """The built-in entry `key`; reads only the family it belongs to.

    Raises:
        KeyError: there is none.
        EntryError: its family can't be used.
    """
    return family_entries(families()[key])[key]


def all_entries() -> Mapping[str, Entry]:
    """Every built-in entry, by id, all checked against each other.

    Raises:
        EntryError: some of them can't be used; says what is wrong with every one.
    """
    problems: list[str] = []
    found: dict[str, Entry] = {}
    for family in sorted(set(families().values())):
        try:
            found.update(family_entries(family))
        except EntryError as error:
            problems.append(str(error))
    qualifiers = phrase_table().get("qualifiers", {})
    for item in found.values():
        problems.extend(f"{item.id}: implied by '{other}', which is no entry" for other in item.implied_by if other not in found)
        problems.extend(
            f"{item.id}: qualifier '{name}' has no phrases in lexicon.toml"
            for name in item.qualifiers
            if name not in (*qualifiers, *_UNTOLD)
        )
    if problems:
        raise EntryError("\n".join(problems))
    return found


def own_entries(table: Mapping[str, object]) -> Mapping[str, Entry]:
    """Entries of a project's own configuration, as in entries/*.toml but each with its `aliases`.

    Raises:
        EntryError: some of them can't be used; says what is wrong with every one.
    """
    reader = _Reader()
    found: dict[str, Entry] = {}
    for key, row in table.items():
        if not isinstance(row, dict):
            reader.problems.append(f"{key}: a table is expected")
            continue
        fields = {"kind": "technology", "decides": "never", **row}
        aliases = reader._strings(f"{key}.aliases", fields.pop("aliases", [key.replace("-", " ")]))
        found[key] = reader.entry(key, "own", fields, aliases)
    reader.done()
    return found


@cache
def cases(family: str) -> tuple[Case, ...]:
    """The executed cases of a family's entries.

    Raises:
        EntryError: a case is not as it should be.
    """
    found: list[Case] = []
    problems: list[str] = []
    for key, row in read_table(f"cases/{family}.toml").items():
        if not isinstance(row, dict):
            problems.append(f"{key}: a table is expected")
            continue
        for name, samples in row.items():
            polarity, _, qualifier = name.partition(":")
            if polarity not in ("positives", "lookalikes") or not isinstance(samples, list):
                problems.append(f"{key}.{name}: 'positives' or 'lookalikes' (':qualifier' may follow), with a list of files, is expected")
                continue
            for files in samples:
                if isinstance(files, dict) and files and all(isinstance(code, str) for code in files.values()):
                    found.append(Case(key, files, polarity == "positives", qualifier))
                else:
                    problems.append(f"{key}.{name}: each case maps file names to their text")
    if problems:
        raise EntryError("\n".join(problems))
    return tuple(found)
