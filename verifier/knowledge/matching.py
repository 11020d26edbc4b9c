"""Compares one file with an entry's handles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from verifier.knowledge.entries import Handles
from verifier.knowledge.masking import Masked, Within, language_of
from verifier.knowledge.outlines import ImportLike, OutlineLike
from verifier.knowledge.words import spellings, subwords

_TOKEN = re.compile(r"[A-Za-z_$][\w$]*")
_ICONS = re.compile(r"lucide|icon|fontawesome", re.I)
_ECOSYSTEM = {
    "python": "python",
    "javascript": "npm",
    "go": "go",
    "rust": "crates",
    "java": "maven",
    "ruby": "gems",
    "php": "composer",
    "csharp": "nuget",
}
_NAMED = 4  # most mentions in comments and strings that are named, a handle and file


@dataclass(frozen=True, slots=True)
class Hit:
    """A handle found in a file. `role` is "use", "definition" or "import" for identifiers, else ""."""

    line: int
    handle: str
    how: str
    text: str
    why_not: str = ""
    role: str = ""
    registered: bool = False  # decorated, or a default export: something else calls it
    strong: bool = True  # exact enough to contradict "there is none"


@lru_cache(maxsize=4096)
def _glob(glob: str) -> re.Pattern[str]:
    parts = re.split(r"(\*\*/|\*\*|\*|\?|\{[^}]*\})", glob.lower())
    known = {"**/": r"(?:.*/)?", "**": r".*", "*": r"[^/]*", "?": r"[^/]"}
    out = "".join(
        known[part]
        if part in known
        else "(?:" + "|".join(map(re.escape, part[1:-1].split(","))) + ")"
        if part.startswith("{")
        else re.escape(part)
        for part in parts
    )
    return re.compile(rf"(?:.*/)?{out}")


def glob_matches(path: str, glob: str) -> bool:
    """Whether `path`, or its end, is as `glob` says. Case is ignored; `**` crosses directories; `{a,b}` is either."""
    return bool(_glob(glob).fullmatch(path.lower()))


def needles(handles: Handles) -> tuple[bytes, ...]:
    """Lower-case bytes one of which a file has if it has any of the handles."""
    found: set[str] = set()
    for ecosystem in {*handles.packages, *handles.imports}:
        for module in handles.modules(ecosystem):
            found.add(re.split(r"::|\\", module)[0] if ecosystem in ("crates", "composer") else module)
            if ecosystem == "python" and "." in module:
                found.add(module.rsplit(".", 1)[1])
    for name in (*handles.calls, *handles.bases):
        found.add(name.lstrip("@.").rsplit(".", 1)[-1])
    for pattern in (*handles.identifiers, *handles.settings):
        found.update(spellings(pattern.strip("^$").replace("*", "")))
    found.update(handles.literals)
    for expressions in (*handles.patterns.values(), *handles.text.values()):
        found.update(word for expression in expressions for word in literals_of(expression))
    return tuple(sorted(item.lower().encode() for item in found))


@lru_cache(maxsize=4096)
def literals_of(expression: str) -> tuple[str, ...]:
    """For each alternative of a regular expression, the longest text that it must contain; "" when it must contain none."""
    longest, run, found, index = "", "", [], 0
    while index < len(expression):
        char = expression[index]
        atom = _atom(expression, index)
        index += len(atom)
        following = expression[index : index + 1]
        plain = char if len(atom) == 1 and char not in ".^$|" else atom[1] if char == "\\" and not atom[1].isalnum() else ""
        if following and following in "?*{":
            plain = ""  # it may be left out
        run += plain
        if len(run) > len(longest):
            longest = run
        if char == "|":
            found.append(longest)
            longest = run = ""
        elif not plain or following == "+":
            run = ""
        while index < len(expression) and expression[index] in "?*+{":
            index = expression.index("}", index) + 1 if expression[index] == "{" else index + 1
    return (*found, longest)


def _atom(expression: str, index: int) -> str:
    """The character, escape, class or group that starts at `index`."""
    char, start = expression[index], index
    if char == "\\":
        return expression[start : start + 2]
    if char == "[":
        index += 2 if expression[index + 1 : index + 2] in ("^", "]") else 1
        while expression[index] != "]":
            index += 2 if expression[index] == "\\" else 1
        return expression[start : index + 1]
    if char == "(":
        index += 1
        while expression[index] != ")":
            index += len(_atom(expression, index))
        return expression[start : index + 1]
    return char


@lru_cache(maxsize=4096)
def identifier_pattern(pattern: str) -> re.Pattern[str]:
    """`rate_limit*` as a pattern over an identifier's words joined by "_", with one at either end."""
    body = re.escape(pattern.strip("^$").lower()).replace(r"\*", "[a-z0-9]*")
    left = "^_" if pattern.startswith("^") else "_"
    right = "_$" if pattern.endswith("$") else "_"
    return re.compile(f"{left}{body}{right}")


@lru_cache(maxsize=4096)
def _setting(name: str) -> re.Pattern[str]:
    body = r"[_\-.]?".join(map(re.escape, subwords(name)))
    return re.compile(rf"""(?<![\w\-])(["']?){body}\1(?:\s*(?:=>|=(?![=>])|:(?!:))|[ \t]+(?=\d|on\b|off\b))""", re.I)


def _ends(name: str, pattern: str) -> bool:
    """Whether the dotted `name` ends as `pattern` says."""
    if pattern.startswith("."):
        return name.endswith(pattern)
    return name == pattern or name.endswith("." + pattern)


@dataclass(slots=True)
class FileSearch:
    """One file, compared with handles. Without an outline no names are compared."""

    path: str
    masked: Masked
    outline: OutlineLike | None = None
    lookalikes: tuple[str, ...] = ()
    _icons: set[str] = field(default_factory=set)

    def hits(self, handles: Handles) -> Iterator[Hit]:
        """Everything in this file that `handles` name."""
        language = language_of(self.path)
        if self.outline is not None:
            yield from self._imports(handles, self.outline, language)
            yield from self._calls(handles, self.outline)
            if handles.identifiers:
                yield from self._identifiers(handles.identifiers, self.outline)
        for name in handles.settings:
            yield from self._settings(name)
        for text in handles.literals:
            yield from self._literals(text, language)
        for expression in (
            *handles.patterns.get(language, ()),
            *(handles.patterns.get("any", ()) if language not in ("", "config", "css") else ()),
        ):
            yield from self._expressions(expression, self.masked.code)
        for glob, expressions in handles.text.items():
            if glob_matches(self.path, glob):
                for expression in expressions:
                    yield from self._expressions(expression, self.masked.uncommented)

    def _imports(self, handles: Handles, outline: OutlineLike, language: str) -> Iterator[Hit]:
        ecosystem = _ECOSYSTEM.get(language, "")
        modules = handles.modules(ecosystem)
        if not modules:
            return
        for item in outline.imports:
            full = _full(item.module, item.name, ecosystem)
            for module in modules:
                if (
                    full == module
                    or full.startswith((module + ".", module + "/", module + "::", module + "\\"))
                    or _same(item.module, module)
                ):
                    yield Hit(item.line, module, "import", item.module, "type-only import" if item.kind == "type" else "")
                    break
        if ecosystem == "python":  # Django, logging and others take modules as dotted text
            for module in modules:
                yield from self._named_modules(module)

    def _named_modules(self, module: str) -> Iterator[Hit]:
        text = self.masked.uncommented
        for match in re.finditer(rf"""["']{re.escape(module)}(?:(\.[\w.]+))?["']""", text):
            apps = text.rfind("INSTALLED_APPS", 0, match.start())
            listed = apps >= 0 and not re.search(r"\]\s*\n", text[apps : match.start()])
            if (match[1] or "." in module or listed) and self.masked.within(match.start()) is Within.STRING:
                yield Hit(self.masked.line(match.start()), module, "import", match[0].strip("\"'"))

    def _calls(self, handles: Handles, outline: OutlineLike) -> Iterator[Hit]:
        local = _local_names(outline)
        self._icons = {name for name, full in local.items() if _ICONS.search(full.rpartition(".")[0])}
        if handles.calls:
            called = [(item.callee, item.line) for item in outline.calls]
            called += [("@" + re.split(r"[(\s]", name)[0], item.line) for item in outline.definitions for name in item.decorators]
            for callee, line in dict.fromkeys(called):
                yield from self._name(callee, line, handles.calls, local, "call")
        if handles.bases:
            for item in outline.definitions:
                for base in item.bases:
                    yield from self._name(base, item.line, handles.bases, local, "base")

    def _name(self, name: str, line: int, patterns: Iterable[str], local: dict[str, str], how: str) -> Iterator[Hit]:
        at, name = name.startswith("@"), name.lstrip("@")
        name = re.sub(r"<.*|\[.*", "", name)
        first, dot, rest = name.partition(".")
        resolved = local.get(first, first) + dot + rest
        for pattern in patterns:
            bare = pattern.lstrip("@")
            if (at or not pattern.startswith("@")) and (_ends(name, bare) or _ends(resolved, bare)):
                why = "an icon" if first in self._icons else self._lookalike(name)
                yield Hit(line, pattern, how, name, why)
                return

    def _identifiers(self, patterns: tuple[str, ...], outline: OutlineLike) -> Iterator[Hit]:
        compiled = [(pattern, identifier_pattern(pattern)) for pattern in patterns]
        defined = {(item.name, item.line): item for item in outline.definitions}
        spans = {item.name: (item.start, item.end_line) for item in outline.definitions if item.end_line > item.line}
        imported = {(name, line) for item in outline.imports for name in (item.name, item.alias) if name for line in self._lines_of(item)}
        types = {item.alias or item.name for item in outline.imports if item.kind == "type"}
        matching: dict[str, str] = {}
        named = 0
        for match in _TOKEN.finditer(self.masked.text):
            name = match[0]
            if name not in matching:
                key = "_" + "_".join(subwords(name)) + "_"
                matching[name] = next((pattern for pattern, expression in compiled if expression.search(key)), "")
            handle = matching[name]
            if not handle:
                continue
            where, line = self.masked.within(match.start()), self.masked.line(match.start())
            if where is not Within.CODE:
                named += 1
                if named <= _NAMED:
                    yield Hit(line, handle, "identifier", name, f"in a {where.value}")
                continue
            item = defined.get((name, line))
            start, end = spans.get(name, (0, 0))
            if name in types:
                yield Hit(line, handle, "identifier", name, "type-only import")
                continue
            role = "import" if (name, line) in imported else "definition" if item else "use"
            why = "an icon" if name in self._icons else self._lookalike(self._around(match.start(), match.end()))
            if role == "use" and start <= line <= end:
                role = "definition"
            registered = bool(item and (item.decorators or (item.exported and re.search(r"\bdefault\b", self._line_of(match.start())))))
            yield Hit(line, handle, "identifier", name, why, role, registered, _is_head(name, handle))

    def _lines_of(self, item: ImportLike) -> range:
        """The lines of an import statement: on from its first until its brackets are closed."""
        depth = 0
        for line in range(item.line, item.line + 200):
            code = self.masked.code_line(line)
            depth += code.count("(") + code.count("{") - code.count(")") - code.count("}")
            if depth <= 0:
                return range(item.line, line + 1)
        return range(item.line, item.line + 1)

    def _settings(self, name: str) -> Iterator[Hit]:
        for match in _setting(name).finditer(self.masked.uncommented):
            quoted = bool(match[1])
            if self.masked.within(match.end() - 1) is Within.STRING or (not quoted and self.masked.within(match.start()) is Within.STRING):
                continue
            yield Hit(
                self.masked.line(match.start()),
                name,
                "setting",
                match[0].strip(" =:\"'"),
                self._lookalike(self._around(match.start(), match.end())),
            )

    def _literals(self, text: str, language: str) -> Iterator[Hit]:
        left = r"(?<!\w)" if text[0].isalnum() else ""
        right = r"(?!\w)" if text[-1].isalnum() else ""
        named = 0
        for match in re.finditer(left + re.escape(text) + right, self.masked.text):
            where = self.masked.within(match.start())
            if where is Within.COMMENT or (where is Within.CODE and language not in ("", "config")):
                named += where is Within.COMMENT
                if where is Within.COMMENT and named <= _NAMED:
                    yield Hit(self.masked.line(match.start()), text, "literal", text, "in a comment")
                continue
            yield Hit(self.masked.line(match.start()), text, "literal", text, self._lookalike(self._around(match.start(), match.end())))

    def _expressions(self, expression: str, text: str) -> Iterator[Hit]:
        for match in re.finditer(expression, text, re.MULTILINE):
            offset = match.start() + len(match[0]) - len(match[0].lstrip())
            yield Hit(
                self.masked.line(offset),
                expression,
                "pattern",
                " ".join(match[0].split())[:80],
                self._lookalike(self._around(offset, match.end())),
            )

    def _around(self, start: int, end: int) -> str:
        """The whole name at a place, with its hyphens and dots."""
        text = self.masked.text
        while start > 0 and (text[start - 1].isalnum() or text[start - 1] in "_-.$"):
            start -= 1
        while end < len(text) and (text[end].isalnum() or text[end] in "_-.$"):
            end += 1
        return text[start:end]

    def _line_of(self, offset: int) -> str:
        text = self.masked.text
        return text[text.rfind("\n", 0, offset) + 1 : (text + "\n").find("\n", offset)]

    def _lookalike(self, name: str) -> str:
        for expression in self.lookalikes:
            if re.search(expression, name):
                return f"something else: {name[:60]}"
        return ""


def _is_head(name: str, pattern: str) -> bool:
    """Whether `name` is the thing itself, not something about it: RateLimiter, not RateLimitInfo. One word alone is too common to tell."""
    if "_" not in pattern.strip("_^$"):
        return False
    expression = identifier_pattern(pattern.rstrip("$") + "$")
    return bool(expression.search("_" + "_".join(subwords(name)) + "_"))


def _same(module: str, wanted: str) -> bool:
    return module == wanted or module.startswith((wanted + ".", wanted + "/", wanted + "::", wanted + "\\"))


def _full(module: str, name: str, ecosystem: str) -> str:
    if ecosystem == "python" and name and name != "*":
        return f"{module}.{name}"
    return module


def _local_names(outline: OutlineLike) -> dict[str, str]:
    """What each imported name stands for, dotted."""
    names: dict[str, str] = {}
    for item in outline.imports:
        if item.name in ("default", "*"):
            names[item.alias or item.name] = item.module
        elif item.name:
            names[item.alias or item.name] = f"{item.module}.{item.name}"
        elif item.alias:
            names[item.alias] = item.module
    return names
