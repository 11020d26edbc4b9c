"""An outline by regular expressions, for languages and files that no parser outlines.

Reads a text whose comments and strings are already told apart. It sees what most files show plainly (imports, calls,
definitions, decorators, bases), not nesting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from verifier.knowledge.masking import Masked
from verifier.knowledge.outlines import Call, Definition, Import, Outline

_NAME = r"[A-Za-z_$][\w$]*"
_CALL = re.compile(
    rf"(?P<at>@)?(?<![\w$.])(?P<new>new\s+)?(?P<callee>{_NAME}(?:\s*(?:\?\.|\.|::)\s*{_NAME})*)(?:<[\w\s,.\[\]|{{}}]{{0,200}}>)?(?P<open>\s*!?\()?"
)
_CHAINED = re.compile(rf"[)\]]\s*(?:\?\.|\.)\s*(?P<callee>{_NAME})\s*\(")
_JSX = re.compile(rf"<(?P<callee>[A-Z][\w$]*(?:\.{_NAME})*)(?=[\s/>])")
_DEFINITION = re.compile(
    rf"(?:(?<=\n)|(?<=^)|(?<=[\s;{{]))(?P<word>def|class|func|fn|function\*?|interface|trait|struct|enum|type|module|const|let|var|object)\s+(?:\([^)\n]{{0,300}}\)\s*)?(?P<name>{_NAME})"
    r"(?P<rest>[^\n{;]{0,400})"
)
_BASES = re.compile(r"^\s*(?:<[^>]*>)?\s*\(([^)]*)\)|\b(?:extends|implements)\s+([\w.$<>,\s]+)|^\s*<\s*([\w:]+)|^\s*:\s*([\w.,<>\s]+)")
_NOT_CALLS = frozenset(
    [
        "if",
        "for",
        "while",
        "switch",
        "catch",
        "return",
        "function",
        "def",
        "class",
        "func",
        "fn",
        "with",
        "not",
        "and",
        "or",
        "in",
        "is",
        "elif",
        "await",
        "typeof",
        "sizeof",
        "match",
        "super",
    ]
)

_PY_IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+(?P<module>[.\w]+)[ \t]+import[ \t]*(?P<names>\([^)]{0,8000}\)|[^\n;]+)|import[ \t]+(?P<plain>[^\n;]+))", re.M
)
_JS_IMPORT = re.compile(
    r"""^[ \t]*(?:import|export)\b(?P<what>[^'";]{0,4000}?)(?:\bfrom\b\s*)?['"](?P<module>[^'"\n]+)['"]
      | (?:(?:const|let|var)\s+(?P<local>\{[^}]{0,4000}\}|[\w$]+)\s*=\s*(?:await\s+)?)?
        \b(?P<how>require|import)\s*\(\s*['"](?P<required>[^'"\n]+)['"]""",
    re.M | re.X,
)
_GO_IMPORT = re.compile(r"^import\s*(?:\((?P<block>[^)]*)\)|(?P<one>[^\n]+))", re.M)
_LINE_IMPORTS = {
    "java": re.compile(r"^[ \t]*import\s+(?:static\s+)?(?P<module>[\w.]+(?:\.\*)?)", re.M),
    "csharp": re.compile(r"^[ \t]*(?:global\s+)?using\s+(?:static\s+)?(?P<module>[\w.]+)\s*;", re.M),
    "rust": re.compile(r"^[ \t]*(?:pub\s+)?use\s+(?P<module>[\w:]+)", re.M),
    "ruby": re.compile(r"""^[ \t]*require(?:_relative)?\s*\(?\s*['"](?P<module>[^'"\n]+)""", re.M),
    "php": re.compile(r"^[ \t]*use\s+(?P<module>[\w\\]+)", re.M),
    "c": re.compile(r"""^[ \t]*#[ \t]*include\s*[<"](?P<module>[^>"\n]+)""", re.M),
}


def outline_text(masked: Masked, language: str) -> Outline:
    """The outline of a masked text in one of the entries' languages."""
    return Outline(tuple(_definitions(masked)), tuple(_imports(masked, language)), tuple(_calls(masked, language)))


def _definitions(masked: Masked) -> Iterator[Definition]:
    for match in _DEFINITION.finditer(masked.code):
        line = masked.line(match.start("word"))
        word, name, rest = match["word"], match["name"], match["rest"]
        bases: list[str] = []
        if word in ("class", "interface", "struct", "object"):
            for groups in _BASES.findall(rest):
                bases += [re.sub(r"<.*", "", part).strip() for group in groups for part in re.split(r",|\bimplements\b", group)]
        before = masked.code[max(0, match.start("word") - 40) : match.start("word")].rstrip().rsplit("\n", 1)[-1]
        exported = "export" in before.split()[-3:]
        known = tuple(base for base in bases if base and "=" not in base)
        yield Definition(name, line, line, line, tuple(_above(masked, line)), known, exported)


def _above(masked: Masked, line: int) -> list[str]:
    """The decorators on the lines over a definition."""
    found: list[str] = []
    for above in range(line - 1, max(0, line - 10), -1):
        text = masked.code_line(above)
        if match := re.match(r"\s*@([\w.]+)", text):
            found.append(match[1])
        elif text.strip() and not text.strip().endswith((")", ",")):
            break
    return found


def _calls(masked: Masked, language: str) -> Iterator[Call]:
    for match in _CALL.finditer(masked.code):
        callee = re.sub(r"\s+", "", match["callee"]).replace("?.", ".").replace("::", ".")
        if match["at"]:
            yield Call("@" + callee, masked.line(match.start("callee")))
        elif match["open"] and callee not in _NOT_CALLS and not _defines(masked.code, match.start()):
            yield Call(callee, masked.line(match.start("callee")))
    for match in _CHAINED.finditer(masked.code):
        yield Call("()." + match["callee"], masked.line(match.start("callee")))
    if language == "javascript":
        for match in _JSX.finditer(masked.code):
            if not masked.code[max(0, match.start() - 1) : match.start()].isalnum():
                yield Call(match["callee"], masked.line(match.start()))


def _defines(code: str, start: int) -> bool:
    return bool(re.search(r"\b(?:def|class|func|fn|function\*?)\s+$", code[max(0, start - 16) : start]))


def _names(text: str) -> Iterator[tuple[str, str]]:
    for part in text.strip("()\n\t {}").split(","):
        words = re.split(r"\s+as\s+|\s*:\s*", part.strip())
        if words[0]:
            yield words[0].removeprefix("type ").strip(), (words[1].strip() if len(words) > 1 else "")


def _imports(masked: Masked, language: str) -> Iterator[Import]:
    text = masked.uncommented
    if language == "python":
        for match in _PY_IMPORT.finditer(masked.code):
            line = masked.line(match.start() + len(match[0]) - len(match[0].lstrip()))
            if match["plain"]:
                for module, alias in _names(match["plain"]):
                    yield Import(module, "", alias, line)
            else:
                for name, alias in _names(match["names"]):
                    yield Import(match["module"], name, alias, line)
    elif language == "javascript":
        yield from _javascript_imports(masked)
    elif language == "go":
        for match in _GO_IMPORT.finditer(text):
            for found in re.finditer(r'([\w.]+)?[ \t]*"([^"\n]+)"', match["block"] or match["one"] or ""):
                start = match.start("block") if match["block"] else match.start("one")
                yield Import(found[2], "", found[1] or "", masked.line(start + found.start()))
    elif language in _LINE_IMPORTS:
        for match in _LINE_IMPORTS[language].finditer(text):
            yield Import(match["module"].replace("::", "."), "", "", masked.line(match.start("module")))


def _javascript_imports(masked: Masked) -> Iterator[Import]:
    for match in _JS_IMPORT.finditer(masked.uncommented):
        module = match["module"] or match["required"]
        line = masked.line(match.start("module") if match["module"] else match.start("required"))
        what = (match["what"] or "").strip() or (match["local"] or "")
        typed = bool(match["module"]) and what.startswith("type ")
        kind = "type" if typed else "import" if match["module"] else match["how"]
        what = what.removeprefix("type ")
        braces = re.search(r"\{([^}]*)\}", what)
        for name, alias in _names(braces[1]) if braces else ():
            yield Import(module, name, alias, line, kind)
        rest = re.sub(r"\{[^}]{0,4000}\}", "", what).strip(" ,\n\t")
        if rest.startswith("*"):
            yield Import(module, "*", rest.split()[-1], line, kind)
        elif rest:
            yield Import(module, "default", rest, line, kind)
        elif not braces:
            yield Import(module, "", "", line, kind)
