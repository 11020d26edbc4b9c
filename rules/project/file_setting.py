"""A setting of a data file has the value that is told: "the line length is set to 140 in `pyproject.toml`"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.symbols import Symbols
from verifier.knowledge.places import set_aside
from verifier.model import Claim, Measurement, Reason, Site
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Path
from verifier.reading.says.slots import SLOT, Slots, slots_of
from verifier.repository.kinds import holds_secrets, language_of
from verifier.repository.scope import Scope
from verifier.reproduce import arguments, search
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

_DATA = frozenset(("toml", "json", "yaml", "ini", "env"))
_KEY = rf"(?:{SLOT}|[A-Za-z][\w-]*(?:\s+[A-Za-z][\w-]*){{0,3}}?)"
_VALUE = rf"(?:{SLOT}|\"[^\"]+\"|'[^']+'|[\w.%+-]*[\w%])"
_UNIT = r"(?P<unit>\s+(?:character|column|line|space|byte|second|minute|hour|day|m|worker|connection|retrie|attempt)s?)?"
_NOW = r"(?:\s+(?:now|currently|still))?"
_SENTENCES = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"^(?:the\s+)?(?P<key>{_KEY})\s+(?:is|was|are){_NOW}(?:\s+(?:(?:set|configured)\s+(?:to|at|as)|fixed\s+at|limited\s+to))?"
        rf"\s+(?P<value>{_VALUE}){_UNIT}\s+(?:in|by)\s+(?:the\s+)?(?P<file>{SLOT})$",
        rf"^(?P<file>{SLOT}){_NOW}\s+(?:sets|configures|fixes|limits)\s+(?:the\s+)?(?P<key>{_KEY})\s+(?:to|at|as)\s+(?P<value>{_VALUE}){_UNIT}$",
        rf"^(?:i|we)\s+(?:set|raised|lowered|changed|bumped|increased|reduced)\s+(?:the\s+)?(?P<key>{_KEY})\s+(?:from\s+{_VALUE}\s+)?"
        rf"to\s+(?P<value>{_VALUE}){_UNIT}\s+in\s+(?:the\s+)?(?P<file>{SLOT})$",
    )
)
_ON = r"(?:turn(?:s|ed)?\s+on|switch(?:es|ed)?\s+on|enabl(?:es|ed)|activat(?:es|ed))"
_OFF = r"(?:turn(?:s|ed)?\s+off|switch(?:es|ed)?\s+off|disabl(?:es|ed)|deactivat(?:es|ed))"
_KEYS = rf"(?P<keys>{SLOT}(?:(?:,\s*|\s+and\s+|,\s+and\s+){SLOT}){{0,9}})"
_SWITCHES = tuple(
    re.compile(rf"^(?:besides\s+{SLOT},?\s+)?{pattern}$", re.I)
    for pattern in (
        rf"(?P<file>{SLOT})\s+(?:also\s+)?(?P<switch>{_ON}|{_OFF})\s+(?:the\s+)?{_KEYS}",
        rf"{_KEYS}\s+(?:is|are)\s+(?:also\s+)?(?P<switch>{_ON}|{_OFF}|on|off)\s+(?:in|by)\s+(?:the\s+)?(?P<file>{SLOT})",
    )
)
_ENTRY = re.compile(
    r"^[ \t]*(?:-[ \t]+)?[\"']?(?P<key>[A-Za-z][\w.-]*)[\"']?[ \t]*[:=](?P<value>[^#;\n{\[]*)(?:[#;][^\n]*)?$", re.M
)  # of TOML, JSON, YAML, INI and .env alike, where a value stands on the line of its name
_UNFILED = re.compile(
    rf"^(?:(?P<owner>[A-Za-z][\w-]*):\s+)?(?:the\s+)?(?P<key>{SLOT})\s+(?:is|defaults\s+to){_NOW}(?:\s+(?:set|configured)\s+(?:to|at|as))?\s+(?P<value>{SLOT}|on|off|true|false|enabled|disabled)$",
    re.I,
)  # a value that is a word: numbers are read with their units elsewhere
_HEAD = re.compile(r"^(?P<head>\[[^\n\[\]]{1,200}\]|[\"']?[A-Za-z][\w.-]{0,100}[\"']?:)[ \t{]*$", re.M)  # of a table, a section, a block
_TRUE, _FALSE = frozenset(("true", "yes", "on", "enabled")), frozenset(("false", "no", "off", "disabled"))
_EXACT = re.compile(r"[A-Za-z][\w.-]*[A-Z_-][\w.-]*\w|[a-z]{4,}")
_WORD = re.compile(r"[\"']?[A-Za-z][\w.:+-]*[\"']?")
_STATES = frozenset("required needed defined declared listed missing present there used available documented described specified".split())


@dataclass(frozen=True, slots=True)
class Target:
    """`file`: "" where none is named, and the setting's exact name tells which is meant."""

    key: str
    value: str
    file: str = ""
    switch: bool = False  # said to be on or off
    owner: str = ""  # the program whose setting it is said to be, where that is told


class FileSetting(Lookup[Target]):
    """ "The line length is set to 140 in `pyproject.toml`", "`tox.ini` sets `timeout` to 30 seconds"."""

    name = "file-setting"
    kinds = ("config",)
    summary = "The data file that is named gives the setting the value that is told; a name is compared whatever parts its words."
    vocabulary = "set configure sets configures fix limit raise lower change bump increase reduce setting value"
    examples = (
        Example(
            "in words, and in code",
            "- The line length is set to 140 in `pyproject.toml`\n- `pyproject.toml` sets the target version to `py310`\n"
            "- `strict` is enabled in `pyproject.toml`\n- We raised the timeout from 10 to 30 seconds in `lamp.yaml`\n",
            {
                "pyproject.toml": "[tool.ruff]\nline-length = 140\ntarget-version = 'py310' # oldest\n[tool.mypy]\nstrict = true\n",
                "lamp.yaml": "lamp:\n  timeout: 30\n",
            },
            tuple(Expect("config", V.HOLDS, line) for line in (1, 2, 3, 4)),
        ),
        Example(
            "another value",
            "- The line length is 120 in `pyproject.toml`\n- `retries` is set to 5 in `lamp.json`\n"
            "- `strict` is false in `pyproject.toml`\n",
            {
                "pyproject.toml": "[tool.ruff]\nline-length = 140\nstrict = true\n",
                "lamp.json": '{\n  "retries": 3,\n  "deep": {"x": 1}\n}\n',
            },
            (
                Expect("config", V.REFUTED, 1, observed="line-length = 140"),
                Expect("config", V.REFUTED, 2, observed="retries = 3"),
                Expect("config", V.REFUTED, 3, observed="strict = true"),
            ),
        ),
        Example(
            "switches",
            "- `tsconfig.json` turns on `strict`\n- `tsconfig.json` enables `noEmit` and `lib`\n"
            "- `noEmit` is turned off in `tsconfig.json`\n"
            "- `strict` is off in `tsconfig.json`\n- `tsconfig.json` turns on `composite`\n- `sub.json` turns on `composite`\n",
            {"tsconfig.json": '{\n  "strict": true,\n  "noEmit": false\n}\n', "sub.json": '{\n  "extends": "./tsconfig.json"\n}\n'},
            (
                Expect("config", V.HOLDS, 1),
                Expect("config", V.REFUTED, 2, "noEmit in tsconfig.json"),
                Expect("config", V.REFUTED, 2, "lib in tsconfig.json"),
                Expect("config", V.HOLDS, 3),
                Expect("config", V.REFUTED, 4),
                Expect("config", V.REFUTED, 5),
                Expect("config", V.UNVERIFIABLE, 6),
            ),
            also=("symbol-exists",),
        ),
        Example(
            "several of the name, or none",
            "- The port is 80 in `lamp.yaml`\n- The wick is 3 in `lamp.yaml`\n",
            {"lamp.yaml": "a:\n  port: 81\nb:\n  port: 82\n"},
            (Expect("config", V.UNVERIFIABLE, 1), Expect("config", V.UNVERIFIABLE, 2)),
        ),
        Example(
            "where no file is named",
            "- `checkMode` is `standard`\n- `checkMode` is set to `strict`\n- `strictRows` is on\n"
            "- `rowMode` is `fast`\n"
            "- `wick` is `long`\n- `depth` defaults to `full`\n- `ROW_MODE` defaults to `slow`\n"
            "- `checkMode` is `strict` when rows are checked\n"
            "- rows: `checkMode` is `standard`\n- tides: `checkMode` is `standard`\n",
            {
                "lamp.toml": "[rows]\ncheckMode = 'standard'\nstrictRows = false\nrowMode = 'slow'\n"
                "[a]\nwick = 'long'\n[b]\nwick = 'short'\n",
                "a.py": "rowMode = 'fast'\n",
                ".env.example": "ROW_MODE=fast\n",
            },
            (
                Expect("config", V.HOLDS, 1),
                Expect("config", V.REFUTED, 2, "checkMode", "strict"),
                Expect("config", V.REFUTED, 3),
                *(Expect("config", V.UNVERIFIABLE, line) for line in (4, 5, 6, 7, 10)),
                Expect("config", V.HOLDS, 9),
            ),
        ),
        Example(
            "other sentences",
            "- The token is required in `lamp.yaml`\n- Set the port to 80 in `lamp.yaml`\n- The port is not 80 in `lamp.yaml`\n"
            "- The port should be 80 in `lamp.yaml`\n- The port is 80 in `lamp.py`\n",
            {"lamp.yaml": "port: 81\n", "lamp.py": "port = 81\n"},
            (),
        ),
    )

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        if clause.negated or clause.hedge:
            return
        slots = slots_of(clause)
        match = next((found for pattern in _SENTENCES if (found := pattern.match(slots.text.strip(" .")))), None)
        if match is None:
            yield from (*self._switched(clause, slots), *self._unfiled(clause, slots))
            return
        key, value, file = (_named(slots, match[name]) for name in ("key", "value", "file"))
        if file not in {mention.text for mention in clause.own(Path)} or language_of(file) not in _DATA or value.lower() in _STATES:
            return
        target = Target(key, value, file)
        yield self.claim(clause, target, subject=f"{key} in {file}", claimed=value, text=clause.in_full, explains=(clause.span,))

    def _switched(self, clause: Clause, slots: Slots) -> Iterator[Claim[Target]]:
        """ "`tsconfig.json` turns on `strict`", "`noEmit` is turned off in `tsconfig.json`"."""
        match = next((found for pattern in _SWITCHES if (found := pattern.match(slots.text.strip(" .")))), None)
        if match is None:
            return
        file, value = slots.name(match["file"]), "false" if re.match(rf"{_OFF}|off$", match["switch"], re.I) else "true"
        for key in (slots.name(name) for name in re.findall(SLOT, match["keys"])):
            if re.fullmatch(r"[A-Za-z][\w.-]*", key) and language_of(file) in _DATA:
                target = Target(key, value, file, switch=True)
                yield self.claim(clause, target, subject=f"{key} in {file}", claimed=value, text=clause.in_full, explains=(clause.span,))

    def _unfiled(self, clause: Clause, slots: Slots) -> Iterator[Claim[Target]]:
        """ "`typeCheckingMode` is `strict`": a name that one data file alone has, whichever it is."""
        match = _UNFILED.match(slots.text.strip(" ."))
        if match is None:
            return
        key, value = slots.name(match["key"]), _named(slots, match["value"])
        if _EXACT.fullmatch(key) and _WORD.fullmatch(value) and value.lower() not in _STATES:
            target = Target(key, value, owner=match["owner"] or "")
            subject = f"{key} of {target.owner}" if target.owner else key
            yield self.claim(clause, target, subject=subject, claimed=value, text=clause.in_full, explains=(clause.span,))

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        if not target.file:
            return _anywhere(target, code)
        paths = [path for path in code.index.resolve(target.file).matches if path in code.index.entries]
        if len(paths) != 1 or holds_secrets(paths[0]):
            return blocked(Reason.AMBIGUOUS if paths else Reason.NO_SUBJECT, f"no one file is meant by {target.file}", claim.subject)
        text = code.snapshot.text(paths[0])
        found = [entry for entry in _ENTRY.finditer(text) if _name(entry["key"]) == _name(target.key) and _plain(entry)]
        if not found and target.switch and target.value == "true" and not re.search(rf"\b{re.escape(target.key)}\b|\bextends\b", text):
            told = f"{paths[0]} does not name {target.key}"
            return answer(
                False, "not named", reproduce=search("-n", target.key, within=arguments(paths[0])), subject=claim.subject, detail=told
            )
        if not found:
            return blocked(Reason.NO_SUBJECT, f"nothing is called {target.key} in {paths[0]}", claim.subject)
        right = [entry for entry in found if _value(_plain(entry)) == _value(target.value)]
        if not right and len(found) > 1:
            return blocked(Reason.AMBIGUOUS, f"{len(found)} settings are called {found[0]['key']} in {paths[0]}", claim.subject)
        entry = (right or found)[0]
        line = text.count("\n", 0, entry.start("key")) + 1
        observed = f"{entry['key']} = {_plain(entry)}"
        site = Site(paths[0], entry["key"], entry[0].strip(), line, line)
        return answer(
            bool(right), observed, [site], reproduce=search("-n", entry["key"], within=arguments(paths[0])), subject=claim.subject
        )


def _anywhere(target: Target, code: Codebase) -> Measurement:
    """The one entry of just this name in the data files, where no code has the name: else nothing tells what is meant."""
    holding = Symbols.of(code.facts).holding(target.key.rpartition(".")[2])
    named = [path for path in holding if not set_aside(path)]
    if not named or any(language_of(path) not in _DATA - {"env"} or holds_secrets(path) for path in named):
        return blocked(Reason.AMBIGUOUS if named else Reason.NO_SUBJECT, f"no data file alone has {target.key}", target.key)
    texts = {path: code.snapshot.text(path) for path in named}
    found = [(path, entry) for path in named for entry in _ENTRY.finditer(texts[path]) if entry["key"] == target.key and _plain(entry)]
    values = {_value(_plain(entry)) for _, entry in found}
    if len(values) != 1:
        return blocked(Reason.AMBIGUOUS, f"{len(values)} values are given to {target.key}", target.key)
    path, entry = found[0]
    if target.owner and not _of_owner(target.owner, path, texts[path][: entry.start()]):
        return blocked(Reason.AMBIGUOUS, f"nothing shows that {target.key} in {path} is of {target.owner}", target.key)
    line = texts[path].count("\n", 0, entry.start("key")) + 1
    site = Site(path, entry["key"], entry[0].strip(), line, line)
    reproduce = search("-nw", target.key)
    return answer(_value(target.value) in values, f"{entry['key']} = {_plain(entry)}", [site], reproduce=reproduce, subject=target.key)


def _of_owner(owner: str, path: str, before: str) -> bool:
    """Whether a setting stands in a program's own file, or in a table or block that is called after it."""
    heads = [match["head"] for match in _HEAD.finditer(before)]
    return owner.lower() in path.lower() or bool(heads and owner.lower() in heads[-1].lower())


def _named(slots: Slots, words: str) -> str:
    return slots.name(words) if re.fullmatch(SLOT, words) else words


def _plain(entry: re.Match[str]) -> str:
    return entry["value"].strip(" \t,\r")


def _name(key: str) -> str:
    """A setting's name without what parts its words: `line-length`, `lineLength` and "line length" are one."""
    return re.sub(r"[\s_-]+", "", key.rpartition(".")[2]).lower()


def _value(text: str) -> str:
    """A value as it is compared: without quotation marks, separators of thousands, and by what it switches."""
    plain = text.strip().strip("\"'`").lower()
    plain = "true" if plain in _TRUE else "false" if plain in _FALSE else plain
    return re.sub(r"(?<=\d)[,_](?=\d{3}\b)", "", plain)
