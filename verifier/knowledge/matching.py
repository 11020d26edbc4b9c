"""Compares one file with an entry's handles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from verifier.knowledge.entries import Handles
from verifier.knowledge.file_index import FileIndex
from verifier.knowledge.masking import Within
from verifier.knowledge.needles import glob_matches, identifier_pattern, runs_of
from verifier.knowledge.words import spellings, subwords

_ECOSYSTEM = {"python": "python", "javascript": "npm", "go": "go", "rust": "crates", "java": "maven", "ruby": "gems"}
_ECOSYSTEM |= {"php": "composer", "csharp": "nuget"}
_FILE_END = re.compile(r"\.(?:html?|css|js|ts|py|txt|json|ya?ml|xml|md|png|svg|com|org|net|io)$")
_APPS = 8000  # characters that a list of installed applications may take
# Names and values that take something out of force.
_EXEMPTS = re.compile(r"(?:^|[_.\-])(?:exempt(?:ed|ions?)?|disabled?|unprotected|bypass(?:ed)?|opt_?out)(?:$|[_.\-(])", re.I)
_OFF = re.compile(r"\s*[\"']?(?:false|none|null|nil|off|no|0)(?![\w.])", re.I)
_ASSIGNED = re.compile(r"[\"']?\]?\s*(?::\s*\w+\s*)?[=:](?!=)\s*")
_IMPORT_LINE = re.compile(r"\s*(?:from|import)\s+[\w.]+(?:\s+import\b|\s*$)")
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
def _setting(name: str) -> re.Pattern[str]:
    body = r"[_\-.]?".join(map(re.escape, subwords(name)))
    return re.compile(rf"""(?<![\w\-])(["']?){body}\1(?:\s*(?:=>|=(?![=>])|:(?!:))|[ \t]+(?=\d|on\b|off\b))""", re.I)


@lru_cache(maxsize=4096)
def _setting_name(name: str) -> re.Pattern[bytes]:
    """The name alone, which stands wherever `_setting` fits."""
    body = r"[_\-.]?".join(map(re.escape, subwords(name)))
    return re.compile(rf"(?<![\w\-])[\"']?{body}(?!\w)".encode())


@lru_cache(maxsize=4096)
def _last_name(name: str) -> re.Pattern[bytes]:
    """The last part of a dotted name in lower case, as a word of its own if it is one."""
    last = name.lstrip("@.").rsplit(".", 1)[-1].lower()
    word = re.escape(last)
    alone = rf"{word}(?<![\w$]{word})(?![\w$])"  # what is fixed comes first: it is found much faster
    return re.compile((alone if re.fullmatch(r"[\w$]+", last, re.A) else word).encode())


@lru_cache(maxsize=4096)
def _python_call(name: str) -> re.Pattern[bytes]:
    """The last part of a dotted name where Python calls it, gives it another name, or decorates with it."""
    word = re.escape(name.lstrip("@.").rsplit(".", 1)[-1].lower())
    gap = r"(?:[\s\\]|\#[^\n]*\n)*"
    return re.compile(rf"{word}(?<![\w$]{word})(?:{gap}[(\[]|[\s\\]+as\b)|@[\w.\s\\]*(?<!\w){word}(?!\w)".encode())


@lru_cache(maxsize=4096)
def _words(dotted: str) -> tuple[tuple[bytes, re.Pattern[bytes]], ...]:
    """The words of a module's or a call's name, all of which a file has that imports or calls it; the longest, rarest, first."""
    words = sorted(re.findall("[a-z0-9_]+", dotted.lower()), key=len, reverse=True)
    return tuple((word.encode(), re.compile(rf"{word}(?<!\w{word})(?!\w)".encode())) for word in words)


@dataclass(frozen=True, slots=True)
class FileSearch:
    """One file, compared with handles. Without an outline no names are compared, without imports no modules."""

    file: FileIndex
    lookalikes: tuple[str, ...] = ()

    def needs_outline(self, handles: Handles) -> bool:
        """Whether names in this file, as far as bytes tell, may be those that `handles` name."""
        known = self.file.asked.get(id(handles))
        if known is None:
            found = self.file.is_code and bool(
                self._called(handles.calls)
                or self._held(handles.bases)
                or any(self._has_identifier(pattern) for pattern in handles.identifiers)
            )
            known = self.file.asked[id(handles)] = (handles, found)
        return known[1]

    def needs_imports(self, handles: Handles) -> bool:
        """Whether the file, as far as bytes tell, may import what `handles` name."""
        return self.file.is_code and bool(self._modules(handles))

    def hits(self, handles: Handles) -> Iterator[Hit]:
        """Everything in this file that `handles` name."""
        file, language = self.file, self.file.language
        if file.imports is not None:
            yield from self._imports(handles)
        if file.outline is not None and self.needs_outline(handles):
            if calls := self._called(handles.calls):
                yield from self._names(calls, file.called, "call")
            if bases := self._held(handles.bases):
                yield from self._names(bases, file.extended, "base")
            for pattern in handles.identifiers:
                if self._has_identifier(pattern):
                    yield from self._identifiers(pattern)
        for name in handles.settings:
            if self._spelt(name) and _setting_name(name).search(file.lowered):
                yield from self._settings(name)
        for text in handles.literals:
            if text.lower().encode() in file.lowered:
                yield from self._literals(text, language)
        anywhere = handles.patterns.get("any", ()) if file.is_code else ()
        for expression in (*handles.patterns.get(language, ()), *anywhere):
            if self._may_fit(expression):
                yield from self._expressions(expression, file.masked.code)
        for glob, expressions in handles.text.items():
            if glob_matches(file.path, glob):
                for expression in filter(self._may_fit, expressions):
                    yield from self._expressions(expression, file.masked.uncommented)

    def _held(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Those of `names` of which the file has every part, in its imports perhaps."""
        return tuple(name for name in names if self._has(name))

    def _has(self, name: str) -> bool:
        return self._has_words(name) and bool(_last_name(name).search(self.file.lowered))

    def _has_words(self, name: str) -> bool:
        lowered, words = self.file.lowered, _words(name)
        return all(word in lowered for word, _ in words) and all(pattern.search(lowered) for _, pattern in words)

    def _called(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Those of `names` that the file may call."""
        python, lowered = self.file.language == "python", self.file.lowered
        return tuple(name for name in names if self._has(name) and (not python or _python_call(name).search(lowered)))

    def _spelt(self, name: str) -> bool:
        return any(spelling.encode() in self.file.lowered for spelling in spellings(name))

    def _has_identifier(self, pattern: str) -> bool:
        bare = pattern.strip("^$")
        return self._spelt(bare.replace("*", "")) and bool(identifier_pattern(bare).search(self.file.joined_keys))

    def _may_fit(self, expression: str) -> bool:
        lowered = self.file.lowered
        return any(all(text.lower().encode() in lowered for text in texts) for texts in runs_of(expression))

    def _modules(self, handles: Handles) -> list[str]:
        ecosystem = _ECOSYSTEM.get(self.file.language, "")
        return [module for module in handles.modules(ecosystem) if self._has_words(module)]

    def _imports(self, handles: Handles) -> Iterator[Hit]:
        wanted, python = self._modules(handles), self.file.language == "python"
        if not wanted:
            return
        for item in self.file.imports or ():
            full = f"{item.module}.{item.name}" if python and item.name and item.name != "*" else item.module
            for module in wanted:
                if _below(full, module) or _below(item.module, module):
                    yield Hit(item.line, module, "import", item.module, "type-only import" if item.kind == "type" else "")
                    break
        if python:  # Django, logging and others take modules as dotted text
            for module in wanted:
                yield from self._named_modules(module)

    def _named_modules(self, module: str) -> Iterator[Hit]:
        quoted = re.compile(rf"""["']{re.escape(module)}(?:(\.[\w.]+))?["']""")
        if not quoted.search(self.file.text):  # before the text is masked, which takes longer
            return
        masked = self.file.masked
        for match in quoted.finditer(masked.uncommented):
            apps = masked.uncommented.rfind("INSTALLED_APPS", max(0, match.start() - _APPS), match.start())
            app = apps >= 0 and not re.search(r"\][ \t]*\n", masked.uncommented[apps : match.start()])
            dotted = "." in module or (match[1] and not _FILE_END.search(match[1]))
            if (dotted or app) and masked.within(match.start()) is Within.STRING:
                yield Hit(masked.line(match.start()), module, "import", match[0].strip("\"'"))

    def _names(self, patterns: tuple[str, ...], found: dict[str, list[tuple[str, str, int]]], how: str) -> Iterator[Hit]:
        for pattern in patterns:
            bare = pattern.lstrip("@")
            for written, full, line in found.get(bare.rsplit(".", 1)[-1], ()):
                at, name = written.startswith("@"), written.lstrip("@")
                if (at or not pattern.startswith("@")) and (_ends(name, bare) or _ends(full, bare)):
                    why = "an icon" if name.partition(".")[0] in self.file.icons else self._lookalike(name, pattern)
                    yield Hit(line, pattern, how, name, why)

    def _identifiers(self, pattern: str) -> Iterator[Hit]:
        file, expression, named = self.file, identifier_pattern(pattern), 0
        for name in [name for name, key in file.keys if expression.search(key)]:
            for offset in file.tokens[name]:
                hit = self._identifier(name, pattern, offset)
                named += hit.why_not.startswith("in a ")
                if named <= _NAMED or not hit.why_not.startswith("in a "):
                    yield hit

    def _identifier(self, name: str, handle: str, offset: int) -> Hit:
        file = self.file
        where, line = file.masked.within(offset), file.masked.line(offset)
        if where is not Within.CODE:
            return Hit(line, handle, "identifier", name, f"in a {where.value}")
        if name in file.types:
            return Hit(line, handle, "identifier", name, "type-only import")
        item = file.defined.get((name, line))
        start, end = file.spans.get(name, (0, 0))
        inside = item is not None or start <= line <= end  # a definition's use of itself is none
        brought = (name, line) in file.imported or bool(_IMPORT_LINE.match(self._line_of(offset)))
        role = "import" if brought else "definition" if inside else "use"
        why = "an icon" if name in file.icons else self._lookalike(self._around(offset, offset + len(name)), handle)
        why = why or self._off(offset + len(name))
        registered = bool(item and (item.decorators or (item.exported and re.search(r"\bdefault\b", self._line_of(offset)))))
        return Hit(line, handle, "identifier", name, why, role, registered, _is_head(name, handle))

    def _settings(self, name: str) -> Iterator[Hit]:
        for match in _setting(name).finditer(self.file.masked.uncommented):
            quoted = bool(match[1])
            if self.file.masked.within(match.end() - 1) is Within.STRING or (
                not quoted and self.file.masked.within(match.start()) is Within.STRING
            ):
                continue
            why = self._lookalike(self._around(match.start(), match.end()), name)
            why = why or ("switched off" if _OFF.match(self.file.masked.text, match.end()) else "")
            strong = len(subwords(name)) > 1  # one word alone ("timeout") is too common
            yield Hit(self.file.masked.line(match.start()), name, "setting", match[0].strip(" =:\"'"), why, strong=strong)

    def _literals(self, text: str, language: str) -> Iterator[Hit]:
        left = r"(?<!\w)" if text[0].isalnum() else ""
        right = r"(?!\w)" if text[-1].isalnum() else ""
        named = 0
        for match in re.finditer(left + re.escape(text) + right, self.file.masked.text):
            where = self.file.masked.within(match.start())
            if where is Within.COMMENT or (where is Within.CODE and language not in ("", "config")):
                named += where is Within.COMMENT
                if where is Within.COMMENT and named <= _NAMED:
                    yield Hit(self.file.masked.line(match.start()), text, "literal", text, "in a comment")
                continue
            yield Hit(
                self.file.masked.line(match.start()), text, "literal", text, self._lookalike(self._around(match.start(), match.end()))
            )

    def _expressions(self, expression: str, text: str) -> Iterator[Hit]:
        in_code = self.file.language not in ("", "config")
        for match in re.finditer(expression, text, re.MULTILINE):
            offset = match.start() + len(match[0]) - len(match[0].lstrip())
            shown = " ".join(match[0].split())[:80]
            why = self._lookalike(self._around(offset, match.end()))
            strong = not (in_code and self.file.masked.within(offset) is Within.STRING)
            yield Hit(self.file.masked.line(offset), expression, "pattern", shown, why, strong=strong)

    def _around(self, start: int, end: int) -> str:
        """The whole name at a place, with its hyphens and dots."""
        text = self.file.masked.text
        while start > 0 and (text[start - 1].isalnum() or text[start - 1] in "_-.$"):
            start -= 1
        while end < len(text) and (text[end].isalnum() or text[end] in "_-.$"):
            end += 1
        return text[start:end]

    def _line_of(self, offset: int) -> str:
        text = self.file.masked.text
        return text[text.rfind("\n", 0, offset) + 1 : (text + "\n").find("\n", offset)]

    def _off(self, end: int) -> str:
        """Whether the name that ends there is given a value that takes it out of force."""
        match = _ASSIGNED.match(self.file.masked.text, end)
        return "switched off" if match and _OFF.match(self.file.masked.text, match.end()) else ""

    def _lookalike(self, name: str, handle: str = "") -> str:
        if _EXEMPTS.search(name) and not _EXEMPTS.search(handle.replace("*", "")):
            return f"an exemption: {name[:60]}"
        for expression in self.lookalikes:
            if re.search(expression, name):
                return f"something else: {name[:60]}"
        return ""


def _ends(name: str, pattern: str) -> bool:
    """Whether the dotted `name` ends as `pattern` says; one that starts with "." needs something before it."""
    if pattern.startswith("."):
        return name.endswith(pattern)
    return name == pattern or name.endswith("." + pattern)


def _is_head(name: str, pattern: str) -> bool:
    """Whether `name` is the thing itself, not something about it: RateLimiter, not RateLimitInfo. One word alone is too common to tell."""
    if "_" not in pattern.strip("_^$"):
        return False
    expression = identifier_pattern(pattern.rstrip("$") + "$")
    return bool(expression.search("_" + "_".join(subwords(name)) + "_"))


def _below(module: str, wanted: str) -> bool:
    """Whether `module` is `wanted` or lies below it."""
    return module == wanted or module.startswith((wanted + ".", wanted + "/", wanted + "::", wanted + "\\"))
