"""Whether a source can exhaust a parser's stack, told from its bytes alone.

Only sources that surely can't are parsed outside a worker process, so a wrong "no" costs a little time and nothing else.
"""

from __future__ import annotations

from functools import lru_cache

MAX_BYTES = 300_000
MAX_LINE = 3_000
MAX_DEPTH = 60  # brackets within brackets
MAX_CHAIN = 120  # operators or links in a row
MAX_LINKS = 5_000  # in a row, for any parser: the time of a query grows with their square
MAX_KEYWORDS = 400  # in one file, of one that nests: `not not x`, `lambda: lambda: x`, `elif`

_KEYWORDS = (b"not ", b"lambda", b" and ", b" or ", b"else if ", b"elif ", b" else ", b"await ", b"typeof ", b"new ", b"=>")
_BRACKETS = b"()[]{}"
_OPERATORS = b"+-*/%&|^~!<>=?:.@"
_WORDS = bytes(set(range(128, 256)) | set(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$ \t\"'`\\"))
_ONLY_BRACKETS = bytes(set(range(256)) - set(_BRACKETS))
_LINKS = bytes.maketrans(_OPERATORS, b"+" * len(_OPERATORS))
_CHAIN = b"+" * MAX_CHAIN


def harmless(data: bytes) -> bool:
    """Whether brackets, operators, keywords and indentation nest little in `data`."""
    return len(data) <= MAX_BYTES and _harmless(data)


@lru_cache(maxsize=2048)  # several analyses of one file ask in turn
def _harmless(data: bytes) -> bool:
    if b"\n" + b" " * 300 in data or b"\n" + b"\t" * 80 in data:
        return False
    if max(map(len, data.split(b"\n"))) > MAX_LINE or any(data.count(word) > MAX_KEYWORDS for word in _KEYWORDS):
        return False
    return not deep(data)


def deep(data: bytes) -> bool:
    """Whether brackets or operators nest more than in anything people write."""
    return _chained(data) or not _depth_at_most(data, MAX_DEPTH)


def endless(data: bytes) -> bool:
    """Whether more links follow one another (`x.f().f()...`) than a query gets through in a second or two."""
    if data.count(b".") <= MAX_LINKS:
        return False
    links = data.translate(None, b" \t\r").replace(b"\n.", b".").replace(b".\n", b".").translate(None, _WORDS)
    return b"." * MAX_LINKS in _without_pairs(_without_pairs(links))


def _depth_at_most(data: bytes, limit: int) -> bool:
    brackets = data.translate(None, _ONLY_BRACKETS)
    for _ in range(limit):
        shorter = _without_pairs(brackets)
        if len(shorter) == len(brackets):
            return len(shorter) < 3 * limit  # what is left stands in strings, or closes nothing
        brackets = shorter
    return False


def _chained(data: bytes) -> bool:
    links = data.translate(None, b" \t")
    for operator in (b"+", b"-", b"*", b"|", b"&", b"?", b"."):  # expressions over several lines
        links = links.replace(operator + b"\n", operator).replace(b"\n" + operator, operator)
    links = links.translate(_LINKS, _WORDS).replace(b",", b"")
    for _ in range(3):  # arguments and the brackets around them
        links = _without_pairs(links)
        for opening in (b"(+", b"[+"):
            links = links.replace(opening, opening[:1])
    return _CHAIN in links


def _without_pairs(text: bytes) -> bytes:
    return text.replace(b"()", b"").replace(b"[]", b"").replace(b"{}", b"")
