"""The things a text names: paths with anchors, symbols, endpoints, environment variables, settings, snippets."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from verifier.model import Span
from verifier.reading.clause import Command, Endpoint, EnvVar, Mention, Path, Setting, Snippet, Symbol, Value
from verifier.reading.filenames import FILE_EXTENSIONS, FILE_NAMES, PRODUCT_NAMES
from verifier.reading.links import PERMALINK, at_home, homes_in, linked, pinned
from verifier.reading.lookalikes import ELSEWHERE, EXPANSION, ISSUE, TEMPLATE, in_a_format, is_ending, is_file_type
from verifier.reading.pathnames import as_path, lines_behind, ranges
from verifier.reading.text import Text

_PATH = re.compile(
    r"(?<![\w@$/\\.~-])"
    r"(?P<path>(?:[a-zA-Z]:[\\/]|~/|\.{1,2}/|/|@/)?[\w.\-@+~*\[\](){}$]*(?:[/\\][\w.\-@+~*\[\](){}$,]*)*)"
)
_PATHLIKE = re.compile(r"[/\\*]|\.\w")
_BLANKS = re.compile(r"^[^'\"=(){}<>|;$]*\s[\w&-]+\.(?:md|mdx|txt|pdf|docx?|csv|xlsx|rst)$")
_URL = re.compile(r"\b(?:https?|wss?|redis|rediss|postgres(?:ql)?|mysql|mongodb(?:\+srv)?|amqp|ftp|file|ssh|git)://\S+", re.I)
_ANCHOR = re.compile(
    r"(?::|#)L?(?P<lines>\d{1,6}(?:[-–]L?\d{1,6})?(?:\s?,\s?L?\d{1,6}(?:[-–]L?\d{1,6})?)*)(?![\w.]*\w)(?!\s+(?:lines?|LOC)\b)"
    r"|(?:::?|#)(?P<symbol>[A-Za-z_]\w*(?:(?:\.|::)\w+)*)(?:\(\))?"
)
_DRIVE = re.compile(r"^[A-Za-z]:\\.* ")  # a path of Windows with blanks in it
_WITH_BLANKS = re.compile(r"[\w.\-@+~]+(?:[/\\][\w.\-@+&'()\[\]]+(?: [\w.\-@+&'()\[\]]+)*)+[/\\]?")
_IDENTIFIER = r"[A-Za-z_$][\w$]*"
_DOTTED = re.compile(
    r"^(?:(?P<keyword>class|def|async def|function|interface|type|enum|const|struct|func|fn|trait)\s+)?@?"
    rf"(?P<name>{_IDENTIFIER}(?:(?:\.|::|#){_IDENTIFIER})*)(?P<call>\((?P<arguments>.*)\))?;?$",
    re.S,
)
_PROSE_SYMBOL = re.compile(
    r"(?<![\w/.@$#\"'-])(?P<name>(?:[A-Za-z_]\w*\.)*(?:[A-Z][a-z0-9]+[A-Z][A-Za-z0-9]*|[a-z]+[A-Z]\w*"
    r"|[A-Za-z][a-z0-9]*(?:_[A-Za-z0-9]+)+|[A-Z][a-z]\w*(?=\()"
    r"|[a-z_]\w*(?=\()))(?P<call>\((?P<arguments>[^()\n]{0,200}(?:\([^()\n]*\)[^()\n]*)*)\))?(?![\w/])"
)
_ENV = re.compile(r"(?<![\w./-])(?P<name>[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?![\w(./-])")
_ENDPOINT = re.compile(
    r"(?<![\w])(?:(?P<method>GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|WS|WSS|WebSocket)\s+)(?P<path>/[\w\-./{}:<>\[\]*$?=&]*)"
)
_ROUTE = re.compile(r"^/[\w\-./{}:<>\[\]*$]*$")
_SETTING = re.compile(r"^(?P<name>[A-Za-z_][\w.\-]*)\s*(?:=|:)\s*(?P<value>\S.*)$", re.S)
_COMMAND = re.compile(
    r"^(?:\$ )?(?:[A-Z_][A-Z0-9_]*=\S* )*(?:sudo )?(?:npm"
    r"|npx|yarn|pnpm|pip3?|python3?|pytest|docker(?:-compose)?|make|git|cargo|go|uvicorn|gunicorn|celery|node|poetry"
    r"|uv|alembic|curl|cd|bash|sh|\./\w[\w./-]*)\s+\S"
)


def paths(text: Text) -> Iterator[Mention]:
    """Every path in the text, with line anchors that stand in or right behind it."""
    plain = text.plain
    taken: list[tuple[int, int]] = []
    homes = homes_in(plain, text.links)
    for start, end, url in text.links:
        if start < end and (value := linked(plain, end, url)):
            taken.append((start, end))
            yield Mention(text.span(start, end), value, plain[start:end])
    for match in PERMALINK.finditer(plain):
        taken.append(match.span())
        yield Mention(text.span(*match.span()), pinned(match), match[0])
    taken.extend(match.span() for match in _URL.finditer(plain))
    for match in EXPANSION.finditer(plain):
        if not _overlaps(taken, *match.span()):
            taken.append(match.span())
            yield Mention(text.span(*match.span()), Path(match[0].rstrip("."), match[0].endswith("/")), match[0])
    taken.extend(match.span() for match in TEMPLATE.finditer(plain) if re.search(r"[./\\]", match[0]))
    taken.extend(_elsewhere(text))
    for start, end in text.codes:
        if (whole := _with_blanks(plain[start:end])) and not _overlaps(taken, start, end):
            taken.append((start, end))
            yield Mention(text.span(start, end), replace(whole, home=at_home(homes, start)), plain[start:end])
    for match in _PATH.finditer(plain):
        word = match["path"]
        if not word or not (_PATHLIKE.search(word) or word in FILE_NAMES or word.rstrip(".") in FILE_NAMES):
            continue  # most words
        if not _overlaps(taken, *match.span()):
            for mention in (found for piece in _pieces(text, *match.span("path")) for found in _path_at(text, *piece)):
                assert isinstance(mention.value, Path)
                home = at_home(homes, match.start("path"))
                yield replace(mention, value=replace(mention.value, home=home)) if home else mention


def _pieces(text: Text, start: int, end: int) -> list[tuple[int, int]]:
    """The word itself, or its parts where it runs over the edge of a code span: "`Store`/`store.py`" names two things."""
    edges = sorted({edge for span in text.codes for edge in span if start < edge < end})
    cuts = [start, *edges, end]
    return [(a, b) for a, b in itertools.pairwise(cuts) if re.search(_PATHLIKE, text.plain[a:b])] if edges else [(start, end)]


def _elsewhere(text: Text) -> Iterator[tuple[int, int]]:
    """Words of commands that run in a container or on another machine: of a code span, or of a line that is all command."""
    for start, end in text.codes or ((0, len(text.plain)),):
        for match in ELSEWHERE.finditer(text.plain, start, end):
            yield match.span("words")


def _overlaps(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    return any(a < end and start < b for a, b in taken)


def _with_blanks(code: str) -> Path | None:
    """A code span that is one path with blanks in it: `docs/design notes/frozen.md`, a path of Windows. Surely one only if it is there."""
    if _DRIVE.match(code):
        return as_path(code, True)
    if " " not in code or not _WITH_BLANKS.fullmatch(code) or _COMMAND.match(code):
        return None
    _, *between, last = code.rstrip("/\\").replace("\\", "/").split("/")
    name = last.rpartition(".")[2].lower() in FILE_EXTENSIONS if "." in last else code.endswith(("/", "\\"))
    if not name or any(re.search(r"\.\w{1,5} |\s-", part) for part in (*between, last)):
        return None  # two paths, a command with options
    return Path(code, code.endswith(("/", "\\")), sure=False)


def _path_at(text: Text, start: int, end: int) -> Iterator[Mention]:
    plain = text.plain
    raw = plain[start:end]
    trimmed = len(raw) - len(raw.rstrip(".,;!?"))
    while (inner := raw[: len(raw) - trimmed]) and inner.endswith(")") and inner.count("(") < inner.count(")"):
        trimmed += 1
    if inner.startswith("(") and inner.endswith(")") and "/" not in inner[inner.find(")") :]:
        start, raw, inner, trimmed = (
            start + 1,
            raw[1:],
            inner[1:-1],
            trimmed + 1,
        )  # in brackets, not a route group such as `(auth)/page.tsx`
    while inner and inner[0] in "([{" and inner.count(inner[0]) > inner.count({"(": ")", "[": "]", "{": "}"}[inner[0]]):
        start, raw, inner = start + 1, raw[1:], inner[1:]
    end -= trimmed
    code = next(((a, b) for a, b in text.codes if a <= start and end <= b), None)
    # In a code span a path is the whole span, or is followed by its anchor; `a / b` and code are not paths.
    quoted = (
        code is not None
        and plain[code[0] : start].strip(" \"'") == ""
        and bool(re.match(r"^(?:[:#\s(,].*)?[\"']?$", plain[end : code[1]], re.S))
    )
    value = as_path(inner, quoted)
    if value is None or is_ending(plain, start, end, inner) or (plain[end : end + 1] == "#" and ISSUE.fullmatch(plain, start)):
        return
    if (code and not quoted and not value.sure) or in_a_format(plain, start, inner) or is_file_type(text, end):
        return
    # A name with blanks in it: `Weekly Report.md` is no `Report.md`, `notes/Weekly Report.md` no `notes/Weekly`.
    part = not value.sure or ("/" not in value.text and plain[start - 1 : start] == " ")
    if code and part and _BLANKS.search(plain[code[0] : code[1]]) and not _COMMAND.match(plain[code[0] : code[1]]):
        return
    if _TAG.match(plain, end) and not value.directory and "." not in value.text.rpartition("/")[2]:
        return  # an image of a container
    anchor = _ANCHOR.match(plain, end)
    anchors: tuple[tuple[int, int], ...] = ()
    symbol = ""
    stop = end
    if anchor and not value.directory:
        if anchor["lines"]:
            anchors, stop = ranges(anchor["lines"]), anchor.end()
        elif anchor["symbol"] and (code or "::" in anchor[0] or ":" in anchor[0]):
            symbol, stop = anchor["symbol"], anchor.end()
    if not anchors and not value.directory:
        anchors, stop = lines_behind(plain, stop) if lines_behind(plain, stop)[0] else ((), stop)
    yield Mention(text.span(start, stop), replace(value, anchors=anchors, symbol=symbol), plain[start:stop])


def code_mentions(text: Text) -> Iterator[Mention]:
    """What code spans hold beside paths: symbols, settings, endpoints, commands, snippets."""
    for start, end in text.codes:
        code = text.plain[start:end].strip()
        if not code or as_path(code.split(":")[0].split("#")[0], True):
            continue
        value = code_value(code)
        if value is not None:
            yield Mention(text.span(start, end), value, code)


_TAG = re.compile(r":(?:v?\d+\.|latest\b|stable\b|nightly\b)")  # behind an image's name: `lander/moon:v1.2`
# The ways of writing names, which name nothing themselves: `snake_case`, `UPPER_SNAKE_CASE`, `camelCase`, `PascalCase`, `kebab-case`.
_STYLE = re.compile(
    r"(?:upper|lower|screaming|snake|camel|pascal|kebab|train|dot|dromedary|cobol|flat|title|sentence|capital|all|caps|const(?:ant)?|macro|[_-])+"
    r"cased?",
    re.I,
)


def code_value(code: str) -> Value | None:
    """What a code span's content is."""
    if _STYLE.fullmatch(code):
        return Snippet(code)
    endpoint = _ENDPOINT.fullmatch(code)
    if endpoint:
        return Endpoint(endpoint["method"], endpoint["path"])
    if _ROUTE.match(code) and len(code) > 1:
        return Endpoint("", code)
    if _COMMAND.match(code):
        return Command(code)
    if _ENV.fullmatch(code):
        return EnvVar(code)
    symbol = _DOTTED.match(code)
    if symbol and len(code) < 300 and "\n" not in code and _balanced(symbol["arguments"] or ""):
        return Symbol(symbol["name"], bool(symbol["call"]), symbol["arguments"] or "", symbol["keyword"] or "")
    setting = _SETTING.match(code)
    if setting and len(code) < 200 and not re.search(r"[{}]\s*$|;.", code) and "==" not in code[: setting.end("name") + 3]:
        return Setting(setting["name"], setting["value"].rstrip(",;"))
    return Snippet(code)


def _balanced(code: str) -> bool:
    depth = 0
    for character in code:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth < 0:
            return False
    return depth == 0


def prose_mentions(text: Text) -> Iterator[Mention]:
    """Identifiers, environment variables and endpoints written without backticks."""
    plain = text.plain
    for match in _ENDPOINT.finditer(plain):
        if not any(a <= match.start() < b for a, b in text.codes):
            yield Mention(text.span(*match.span()), Endpoint(match["method"], match["path"].rstrip(".,")), match[0])
    for match in _ENV.finditer(plain):
        if not any(a <= match.start() < b for a, b in text.codes) and not _STYLE.fullmatch(match[0]):
            yield Mention(text.span(*match.span()), EnvVar(match["name"]), match[0])
    for match in _PROSE_SYMBOL.finditer(plain):
        if any(a <= match.start() < b for a, b in text.codes) or match["name"].lower() in PRODUCT_NAMES or _STYLE.fullmatch(match["name"]):
            continue
        yield Mention(text.span(*match.span()), Symbol(match["name"], bool(match["call"]), match["arguments"] or ""), match[0])


def _places(span: Span) -> list[tuple[int, int]]:
    """The line and columns that a span takes on its first line."""
    return [(span.line, column) for column in range(span.column, max(span.end_column, span.column + 1))]


@lru_cache(maxsize=8192)
def mentions(text: Text) -> tuple[Mention, ...]:
    """All mentions of a text in order; a path wins over what else its words could be."""
    found = list(paths(text))
    taken = {place for mention in found for place in _places(mention.span)}
    for mention in (*code_mentions(text), *prose_mentions(text)):
        if taken.isdisjoint(places := _places(mention.span)):
            found.append(mention)
            taken.update(places)
    return tuple(sorted(found, key=lambda mention: (mention.span.line, mention.span.column)))
