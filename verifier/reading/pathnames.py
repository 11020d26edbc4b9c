"""What a word names when it is a path, and the lines told in or behind it."""

from __future__ import annotations

import re

from verifier.reading.clause import Path
from verifier.reading.filenames import FILE_EXTENSIONS, FILE_NAMES, PRODUCT_NAMES, is_attribute

_HOST = re.compile(r"^[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|io|dev|app|co|ai|edu|gov|de|uk|eu)/(?:[\w-]+/)*$", re.I)
_ARCHIVE = re.compile(r"\.?(?:tar|cpio)\.(?:gz|bz2|xz|zst|lz4?)", re.I)  # a form of file, and no file's name
_DOMAIN = re.compile(r"(?:com|org|net|io|dev|edu|gov|app)\.\w+$")
_DOMAIN_NAMES = frozenset(("example", "sample", "template", "app"))
_CHOICES = re.compile(r"\d/\d+(?:/\d+)*[_-]")  # "PHASE_1/2/3_DONE.md": one of several
_LINES_BEHIND = re.compile(
    r"^[`*]*\s*(?:[(\[,:–—-]|,?\s*(?:at|on|around|near|in))?\s*(?:at |on |around |near |in |see |approx(?:imately)?\.? )?"
    r"(?P<word>lines?|l\.|L)\s*:?\s*~?(?P<lines>\d{1,6}(?:\s?(?:[-–]|to)\s?\d{1,6})?(?:(?:\s?,\s?|\s?and\s?"
    r"|\s?&\s?)\d{1,6}(?:\s?[-–]\s?\d{1,6})?)*)\b(?!\s+(?:of code|lines?)\b)"
)

_PAIR = re.compile(r"(?P<stem>[^{}]*[^{}/.])\.(?P<one>\w{1,4})/\.?(?P<other>\w{1,4})")


def _both(text: str) -> str:
    """Two files by one stem, as a pattern: "orbit.cpp/.h" is "orbit.{cpp,h}"."""
    pair = _PAIR.fullmatch(text)
    if pair is None or not {pair["one"].lower(), pair["other"].lower()} <= FILE_EXTENSIONS:
        return text
    return f"{pair['stem']}.{{{pair['one']},{pair['other']}}}"


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
    text = _both(text.removeprefix("./"))
    if not text or len(text) > 300 or "//" in text or text.strip("./*~-_@+$()[]{}") == "":
        return None
    if not re.search(r"[^\W\d_]", text) or _ARCHIVE.fullmatch(text):
        return None
    if text.count("{") != text.count("}") or ("{" in text and not re.search(r"\{[\w.]+(?:,[\w.]*)+\}", text)):
        return None  # a template
    name = text.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    slashes = "/" in text.rstrip("/") or "\\" in text
    trailing = text.endswith("/")
    glob = "*" in text or bool(re.search(r"\{[\w.]+(?:,[\w.]*)+\}", text))
    if text.lower() in PRODUCT_NAMES or (name.lower() in PRODUCT_NAMES and not (quoted and slashes)):
        return None
    if re.fullmatch(r"v?\d[\d.x]*[a-z]?", name) or ("(" in text and not re.search(r"/\([\w-]+\)/", text)):
        return None
    if "[" in name and not re.fullmatch(r"\[+[.\w-]+\]+(\.\w+)?", name) and "[" not in text.rsplit("/", 1)[0]:
        return None
    stem, dot, extension = name.rpartition(".")
    endings = set(extension.strip("{}").lower().split(","))
    if not slashes and endings & _DOMAIN_NAMES and "." not in stem and (len(stem) == 1 or _DOMAIN.match(name)):
        return None  # `com.example`, `a.example`: a package, or a host of nobody
    known = bool(dot) and endings <= FILE_EXTENSIONS and (bool(stem) or quoted or slashes or name.lower() in FILE_NAMES)
    if glob:
        if not (known or slashes or trailing) or ("**" in text and not (slashes or known)):
            return None
        return Path(text, trailing, True, sure=(quoted or known) and not re.match(r"@\w", text))  # "@scope/*": packages
    if name in FILE_NAMES or (name.lower() in FILE_NAMES and quoted):
        return Path(text, sure=quoted or slashes or text != "NOTICE")  # a message of many protocols and databases, too
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
        if not slashes and is_attribute(stem, extension.lower()):
            return None
        if not stem and not slashes and name not in FILE_NAMES:
            return None  # `.dev`: a suffix
        alone = extension == "js" and not slashes
        product = alone and (stem == "module" or (not quoted and re.fullmatch(r"[A-Z][a-z]+\w*", stem)))  # Prism.js, or App.js
        several = any(part.rpartition(".")[2].lower() in FILE_EXTENSIONS for part in text.split("/")[:-1] if "." in part.strip("."))
        return Path(text, trailing, sure=not (product or several or _CHOICES.search(text)))  # "a.py/b.py": two files
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


def lines_behind(plain: str, end: int) -> tuple[tuple[tuple[int, int], ...], int]:
    """Anchors told in words behind a name: "(line ~638)", ", lines 4-9"."""
    match = _LINES_BEHIND.match(plain[end : end + 80])
    if not match or not match["lines"]:
        return (), end
    return ranges(match["lines"]), end + match.end("lines")
