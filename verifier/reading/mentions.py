"""The things a text names: paths with anchors, symbols, endpoints, environment variables, settings, snippets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from verifier.reading.clause import Command, Endpoint, EnvVar, Mention, Path, Setting, Snippet, Symbol, Value
from verifier.reading.filenames import FILE_EXTENSIONS, FILE_NAMES, PRODUCT_NAMES
from verifier.reading.text import Text

_PATH = re.compile(
    r"(?<![\w@$/\\.~-])"
    r"(?P<path>(?:[a-zA-Z]:[\\/]|~/|\.{1,2}/|/|@/)?[\w.\-@+~*\[\](){}$]*(?:[/\\][\w.\-@+~*\[\](){}$,]*)*)"
)
_PATHLIKE = re.compile(r"[/\\*]|\.\w")
_PERMALINK = re.compile(
    r"https?://[^\s/]+/[^\s/]+/[^\s/]+/(?:blob|tree)/[^\s/]+/(?P<path>[^\s#?)]+)(?:#L(?P<first>\d+)(?:-L?(?P<last>\d+))?)?"
)
_HOST = re.compile(r"^[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|io|dev|app|co|ai|edu|gov|de|uk|eu)/$", re.I)
_BLANKS = re.compile(r"^[^'\"=(){}<>|;$]*\s[\w&-]+\.(?:md|mdx|txt|pdf|docx?|csv|xlsx|rst)$")
_DRIVE = re.compile(r"^[A-Za-z]:\\.* ")  # a path of Windows with blanks in it
_URL = re.compile(r"\b(?:https?|wss?|redis|rediss|postgres(?:ql)?|mysql|mongodb(?:\+srv)?|amqp|ftp|file|ssh|git)://\S+", re.I)
_ANCHOR = re.compile(
    r"(?::|#)L?(?P<lines>\d{1,6}(?:\s?[-–]\s?L?\d{1,6})?(?:\s?,\s?L?\d{1,6}(?:\s?[-–]\s?L?\d{1,6})?)*)(?![\w.]*\w)"
    r"|(?:::?|#)(?P<symbol>[A-Za-z_]\w*(?:(?:\.|::)\w+)*)(?:\(\))?"
)
_LINES_BEHIND = re.compile(
    r"^[`*]*\s*(?:[(\[,:–—-]|,?\s*(?:at|on|around|near|in))?\s*(?:at |on |around |near |in |see |approx(?:imately)?\.? )?"
    r"(?P<word>lines?|l\.|L)\s*:?\s*~?(?P<lines>\d{1,6}(?:\s?(?:[-–]|to)\s?\d{1,6})?(?:(?:\s?,\s?|\s?and\s?"
    r"|\s?&\s?)\d{1,6}(?:\s?[-–]\s?\d{1,6})?)*)\b(?!\s+(?:of code|lines?)\b)"
)
_IDENTIFIER = r"[A-Za-z_$][\w$]*"
_DOTTED = re.compile(
    r"^(?:(?P<keyword>class|def|async def|function|interface|type|enum|const|struct|func|fn|trait)\s+)?@?"
    rf"(?P<name>{_IDENTIFIER}(?:(?:\.|::|#){_IDENTIFIER})*)(?P<call>\((?P<arguments>.*)\))?;?$",
    re.S,
)
_PROSE_SYMBOL = re.compile(
    r"(?<![\w/.@$#\"'-])(?P<name>(?:[A-Za-z_]\w*\.)*(?:[A-Z][a-z0-9]+(?:[A-Z]+[a-z0-9]*)+[A-Za-z0-9]*|[a-z]+[A-Z]\w*"
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
    r"^(?:\$ )?(?:npm|npx|yarn|pnpm|pip3?|python3?|pytest|docker(?:-compose)?|make|git|cargo|go|uvicorn|gunicorn|celery|node|poetry"
    r"|uv|alembic|curl|cd|bash|sh|\./\w[\w./-]*)\s+\S"
)


def ranges(text: str) -> tuple[tuple[int, int], ...]:
    """Line ranges of an anchor: "10,25-31" is ((10, 10), (25, 31))."""
    found = []
    for first, last in re.findall(r"(\d+)(?:\s?(?:[-–]|to)\s?L?(\d+))?", text):
        low, high = int(first), int(last or first)
        if 0 < low <= high:
            found.append((low, high))
    return tuple(found)


def as_path(text: str, quoted: bool, anchored: bool = False) -> Path | None:
    """`text` as a path, or None when it is something else (a version, a product such as Node.js, a module name)."""
    raw = text
    text = text.rstrip(".,;:!?'\"").strip()
    while text.endswith(")") and text.count("(") < text.count(")"):
        text = text[:-1]
    text = text.removeprefix("./")
    if not text or len(text) > 300 or "//" in text or text.strip("./*~-_@+$()[]{}") == "":
        return None
    if "{" in text and not re.search(r"\{[\w.]+(?:,[\w.]*)+\}", text):
        return None  # a template
    name = text.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    slashes = "/" in text.rstrip("/") or "\\" in text
    trailing = text.endswith("/")
    glob = "*" in text or bool(re.search(r"\{[\w.]+(?:,[\w.]*)+\}", text))
    if text.lower() in PRODUCT_NAMES or name.lower() in PRODUCT_NAMES:
        return None
    if re.fullmatch(r"v?\d[\d.x]*[a-z]?", name) or ("(" in text and not re.search(r"/\([\w-]+\)/", text)):
        return None
    if "[" in name and not re.fullmatch(r"\[+[.\w-]+\]+(\.\w+)?", name) and "[" not in text.rsplit("/", 1)[0]:
        return None
    stem, dot, extension = name.rpartition(".")
    known = bool(dot) and extension.lower() in FILE_EXTENSIONS and (bool(stem) or quoted or slashes or name.lower() in FILE_NAMES)
    if glob:
        if not (known or slashes or trailing) or ("**" in text and not (slashes or known)):
            return None
        return Path(text, trailing, True, sure=quoted or known)
    if name in FILE_NAMES or (name.lower() in FILE_NAMES and quoted):
        return Path(text, sure=True)
    if known:
        if (
            not quoted
            and not slashes
            and (extension.lower() in {"io", "ai", "net", "so", "app"} or not re.fullmatch(r"[\w.\-+@\[\]()$]+", name))
        ):
            return None
        if (
            extension.lower() in {"json", "log", "env", "db", "txt", "csv", "md"}
            and not quoted
            and not slashes
            and not re.search(r"[A-Za-z]", stem or "x")
        ):
            return None
        if (
            re.fullmatch(r"(?:self|cls|this|window|process|console|module|response|request|np|pd|os|logger|app|db|e|i)", stem)
            and not slashes
        ):
            return None  # attribute access: `process.env`, `module.js`
        if not stem and not slashes and name not in FILE_NAMES:
            return None  # `.dev`: a suffix
        product = extension == "js" and not quoted and not slashes and re.fullmatch(r"[A-Z][a-z]+\w*", stem)  # Prism.js, or App.js
        return Path(text, trailing, sure=not product)
    if (
        trailing
        and not _HOST.match(text)
        and re.fullmatch(r"(?:\.{1,2}/|~/|/)?[\w.\-@+/\[\]()]+/", text)
        and (quoted or text.count("/") > 1 or re.fullmatch(r"[a-z][\w.-]+/", text))
    ):
        return Path(text, True, sure=quoted)
    if slashes and quoted and re.fullmatch(r"(?:\.{1,2}/|~/|@)?[\w.\-@+\[\]()]+(?:/[\w.\-@+\[\]()]+)+", text) and not raw.startswith("/"):
        return Path(text, False, sure=False)  # `connect/receive` may be words
    return None


def paths(text: Text) -> Iterator[Mention]:
    """Every path in the text, with line anchors that stand in or right behind it."""
    plain = text.plain
    taken: list[tuple[int, int]] = []
    for start, end, url in text.links:
        target = _PERMALINK.match(url)
        name, _, fragment = url.partition("#")
        anchors = ranges(fragment) if re.fullmatch(r"L?\d+.*", fragment) else ()
        if target:
            anchors = ranges(f"{target['first']}-{target['last'] or target['first']}") if target["first"] else ()
            value: Path | None = Path(target["path"], anchors=anchors)
        else:
            value = None if "://" in url or url.startswith(("#", "mailto:")) else as_path(name, True)
            if value:
                value = Path(value.text, value.directory, value.glob, anchors or _behind(plain, end)[0])
        if value:
            taken.append((start, end))
            yield Mention(text.span(start, end), value, plain[start:end])
    for match in _PERMALINK.finditer(plain):
        taken.append(match.span())
        anchors = ranges(f"{match['first']}-{match['last'] or match['first']}") if match["first"] else ()
        yield Mention(text.span(*match.span()), Path(match["path"], anchors=anchors), match[0])
    taken.extend(match.span() for match in _URL.finditer(plain))
    for start, end in text.codes:
        if _DRIVE.match(plain[start:end]):
            taken.append((start, end))
            if whole := as_path(plain[start:end], True):
                yield Mention(text.span(start, end), whole, plain[start:end])
    for match in _PATH.finditer(plain):
        word = match["path"]
        if not word or not (_PATHLIKE.search(word) or word in FILE_NAMES or word.rstrip(".") in FILE_NAMES):
            continue  # most words
        if any(a < match.end() and match.start() < b for a, b in taken):
            continue
        yield from _path_at(text, match.start("path"), match.end("path"))


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
    if value is None:
        return
    if code and not quoted and not value.sure:
        return
    # A name with blanks in it: `Weekly Report.md` is no `Report.md`, `notes/Weekly Report.md` no `notes/Weekly`.
    part = not value.sure or ("/" not in value.text and plain[start - 1 : start] == " ")
    if code and part and _BLANKS.search(plain[code[0] : code[1]]) and not _COMMAND.match(plain[code[0] : code[1]]):
        return
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
        anchors, stop = _behind(plain, stop) if _behind(plain, stop)[0] else ((), stop)
    yield Mention(text.span(start, stop), Path(value.text, value.directory, value.glob, anchors, symbol, value.sure), plain[start:stop])


def _behind(plain: str, end: int) -> tuple[tuple[tuple[int, int], ...], int]:
    """Anchors told in words behind a name: "(line ~638)", ", lines 4-9"."""
    match = _LINES_BEHIND.match(plain[end : end + 80])
    if not match or not match["lines"]:
        return (), end
    return ranges(match["lines"]), end + match.end("lines")


def code_mentions(text: Text) -> Iterator[Mention]:
    """What code spans hold beside paths: symbols, settings, endpoints, commands, snippets."""
    for start, end in text.codes:
        code = text.plain[start:end].strip()
        if not code or as_path(code.split(":")[0].split("#")[0], True):
            continue
        value = code_value(code)
        if value is not None:
            yield Mention(text.span(start, end), value, code)


def code_value(code: str) -> Value | None:
    """What a code span's content is."""
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
        if not any(a <= match.start() < b for a, b in text.codes):
            yield Mention(text.span(*match.span()), EnvVar(match["name"]), match[0])
    for match in _PROSE_SYMBOL.finditer(plain):
        if any(a <= match.start() < b for a, b in text.codes) or match["name"].lower() in PRODUCT_NAMES:
            continue
        yield Mention(text.span(*match.span()), Symbol(match["name"], bool(match["call"]), match["arguments"] or ""), match[0])


@lru_cache(maxsize=8192)
def mentions(text: Text) -> tuple[Mention, ...]:
    """All mentions of a text in order; a path wins over what else its words could be."""
    found = list(paths(text))
    taken = [(m.span.line, m.span.column, m.span.end_column) for m in found]
    for mention in (*code_mentions(text), *prose_mentions(text)):
        span = mention.span
        if not any(line == span.line and a < span.end_column and span.column < b for line, a, b in taken):
            found.append(mention)
            taken.append((span.line, span.column, span.end_column))
    return tuple(sorted(found, key=lambda mention: (mention.span.line, mention.span.column)))
