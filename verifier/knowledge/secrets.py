"""Where secrets stand in a text: by their shape, by the name that they are given to, or because nobody writes such words."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from verifier.knowledge.lexicon import LexiconError, read_table
from verifier.knowledge.secret_values import values_behind
from verifier.knowledge.words import subwords

Range = tuple[int, int]

_HINTS = re.compile(  # all names are looked at that hold one
    r"pass|pwd|pw(?![a-z])|(?<![a-z])pin(?![a-z])|secret|token|key|credential|auth|bearer|jwt|mnemonic|salt|pepper|kennwort|contrase|senha"
    r"|cookie|otp"
)
_NAME = re.compile(r"[\w$-]{0,80}")
_PRIVATE_KEY = re.compile(r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY[A-Z ]{0,10}-----|PuTTY-User-Key-File-\d|Private-Lines: \d{1,4}")
_KEY_LINE = re.compile(r"[^\s\\]{4,}")
_KEY_ENDS = re.compile(r"-----END|Private-MAC")
_ADDRESS = re.compile(
    r"(?<=://)[^\s/:@'\"`<>]{0,100}:(?P<secret>[^\s/@'\"`<>{}$]{1,200})@"
    r"|\s(?:(?-i:-u)|--user)[ =]['\"]?[^\s:'\"{}]{1,60}:(?P<user>[^\s'\"{}]{3,100})"
    r"|\bIDENTIFIED\s{1,5}BY\s{1,5}['\"](?P<sql>[^'\"\n]{1,200})",
    re.I,
)
_COMPARED = re.compile(r"[\"'](?P<value>[^\"'\n]{1,120})[\"']\s{0,5}(?:[!=]==?)\s{0,5}(?:[\w.]{1,40}\.)?$")
_CALLED = re.compile(  # what signs, hashes or opens a session is given its secret by place
    r"\b(?:jwt\.(?:sign|encode|verify|decode)|createHmac|hmac\.new)\([^,()\n]{1,80},\s{0,5}b?[\"'](?P<key>[^\"'\n]{1,200})"
    r"|\b(?:hash(?:Sync|pw|_password|Password)?|make_password|set_password)\(\s{0,5}b?[\"'](?P<hashed>[^\"'\n]{1,200})[\"']"
    r"|\b(?:login|authenticate|HTTPBasicAuth|basic_?auth|auth)\s{0,3}[(=]\s{0,3}\(?[\"'][^\"'\n]{1,80}[\"'],"
    r"\s{0,5}[\"'](?P<login>[^\"'\n]{1,200})[\"']"
)
_RUN = re.compile(r"[A-Za-z0-9+/_=-]{16,2000}")
_QUOTED = re.compile(r"([\"'`])(?P<value>[^\s\"'`]{8,200})\1")
_DEFAULTED = re.compile(
    r"(?:env\w{0,10}|get\w{0,20})[.\w]{0,40}\s{0,3}[(\[][^()\n]{0,80}[,|?:]\s{0,3}$|(?:\|\||\?\?|:-|\bor)\s{0,3}$", re.I
)
_FILLED_IN = re.compile(r"\$?\{[^{}:|?\n]{0,200}\}")
_BLANKED = re.compile(r"[xX]{8}|\*{4}|\.{3}")
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_WORD = re.compile(r"[A-Za-z]*\d{0,4}")
_HEX = re.compile(r"[0-9a-fA-F]{16,}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_INTEGRITY = re.compile(r"sha\d{3}-|sha1-|base64,")
_LEET = str.maketrans("301457@$", "eoiasta" + "s")
_LEET_WORDS = re.compile(r"passw|secret|admin|p[a@]ss")


def secret_spans(text: str, plain: bool = False) -> list[Range]:
    """Where secrets stand in `text`, in order and apart. `plain`: it is of a file of settings, where what is bare is a text, too."""
    found = sorted({span for span in (*_shaped(text), *_named(text, plain), *_unnamed(text)) if span[0] < span[1]})
    apart: list[Range] = []
    for start, end in found:
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def is_secret_name(name: str) -> bool:
    """Whether what is given to a name of this spelling is a secret: "DB_PASSWORD", not "password_length"."""
    return _strict(name) is not None


def _shaped(text: str) -> Iterator[Range]:
    for marks, shape in _known().shapes:
        if any(mark in text for mark in marks):
            yield from (match.span() for match in shape.finditer(text) if not _BLANKED.search(match[0]))
    yield from private_keys(text)
    for match in (*_ADDRESS.finditer(text), *_CALLED.finditer(text)):
        group = match.lastgroup or "secret"
        if not is_placeholder(match[group]):
            yield match.span(group)


def private_keys(text: str) -> Iterator[Range]:
    """The lines of the private keys in a text."""
    begin = _PRIVATE_KEY.search(text)
    while begin:
        end = _KEY_ENDS.search(text, begin.end())
        yield from (line.span() for line in _KEY_LINE.finditer(text, begin.end(), end.start() if end else len(text)))
        begin = _PRIVATE_KEY.search(text, end.end()) if end else None


def _named(text: str, plain: bool) -> Iterator[Range]:
    done = 0
    for hint in _HINTS.finditer(_lowered(text)):
        if hint.start() < done:
            continue
        behind = _NAME.match(text, hint.end())
        start, least = hint.start(), max(done, hint.start() - 80)
        while start > least and (text[start - 1].isalnum() or text[start - 1] in "_$-"):
            start -= 1
        done = behind.end() if behind else hint.end()
        start += len(text[start:done]) - len(text[start:done].lstrip("-"))
        strict = _strict(text[start:done])
        if strict is None:
            continue
        compared = "=" in text[max(0, start - 45) : start]
        before = _COMPARED.search(text, max(0, start - 200), start) if compared else None
        for span in (*values_behind(text, start, done, plain), *((before.span("value"),) if before else ())):
            value = _FILLED_IN.sub("", text[slice(*span)])
            if _is_secret(value, strict) and not is_placeholder(value):
                yield span


def _lowered(text: str) -> str:
    """`text` in lower case, letter for letter: some letters that are not ASCII are two in lower case."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(letter.lower()[:1] for letter in text)


def _unnamed(text: str) -> Iterator[Range]:
    for match in _RUN.finditer(text):
        if jumbled(match[0]) and not _INTEGRITY.search(text, max(0, match.start() - 10), match.start() + 7):
            yield match.span()
    for match in _QUOTED.finditer(text):
        value = match["value"]
        defaulted = _mixed(value) and _DEFAULTED.search(text, max(0, match.start() - 150), match.start()) is not None
        if ((_leet(value) and "://" not in value) or defaulted) and not is_placeholder(value):
            yield match.span("value")


@lru_cache(maxsize=4096)
def _strict(name: str) -> bool | None:
    """Whether any text that a name is given is a secret (True), or one that a machine made (False); None where none is."""
    words = [word for word in subwords(name.replace("$", "_")) if not word.isdecimal()]
    known = _known()
    while len(words) > 1 and words[-1] in known.which and _says(words) is None:
        words.pop()
    return _says(words)


def _says(words: list[str]) -> bool | None:
    """What the last words of a name say of what it is given."""
    known = _known()
    if not words:
        return None
    last = words[-1]
    if last == "key":
        return ("secret" in words) if len(words) > 1 and words[-2] in known.of_keys else None
    if last in known.passwords or any(last.endswith(ending) and last != ending for ending in known.endings if ending.startswith("pass")):
        return True
    if last in known.keys or any(last.endswith(ending) for ending in known.endings):
        return "secret" in words or last.endswith("secret")
    return None


def is_placeholder(value: str) -> bool:
    """Whether a text plainly stands for a secret: `changeme`, `<your-key>`, `${X}`, `****`."""
    value = value.strip().strip("\"'`")
    if _STANDS_FOR.fullmatch(value):
        return True
    words = [word.lower() for word in re.split(r"[\s_.:/-]+", value.strip("<>[]{}()")) if word]
    known = _known()
    told = all(word.isalpha() or word.isdecimal() for word in words) and bool(known.telling & set(words))
    return bool(words) and (value.lower() in known.exact or told)


_STANDS_FOR = re.compile(
    r"\$[({]?[\w.:]{1,100}[)}]?|\{\{.{0,200}\}\}|\$\{\{.{0,200}\}\}|%\(?\w{0,60}\)?[sd]?|<[^<>]{0,100}>|\[[A-Za-z ]{0,60}\]"
    r"|[*x.•_ -]{0,100}|!\w{1,20} .{0,100}|(?:~|\.{1,2})?(?:/[\w.-]{1,60}){1,12}|arn:[\w:/.*-]{1,300}|https?://[^\s@]{1,300}",
    re.I,
)


def _is_secret(value: str, strict: bool) -> bool:
    value = value.strip()
    if strict:
        prose = value.count(" ") > 2 and (value[:1].isupper() or bool(_HINTS.search(value.lower())))
        return len(value) > 2 and not prose and (not value.isdecimal() or len(value) > 3)
    return any(len(part) > 7 and not _wordy(part) for part in value.split())


def _wordy(value: str) -> bool:
    """Whether a text is words, perhaps with numbers behind them: "access_token", "us-east-1", "HS256"; or an address."""
    pieces = [piece for piece in re.split(r"[-_.:/,+@ ]+", value) if piece]
    parts = [part for piece in pieces for part in _PARTS.findall(piece)]
    return all(_WORD.fullmatch(piece) for piece in pieces) and 3 * len(parts) <= sum(map(len, parts))


def _mixed(value: str) -> bool:
    """Whether letters and digits (or upper and lower case) follow one another as in no word: "Xk29dLq8", "hunter2SECRET"."""
    parts = _PARTS.findall(value)
    letters = sum(map(len, parts))
    digits = sum(part.isdecimal() for part in parts)
    return (
        bool(digits)
        and letters > 7
        and letters < 5 * len(parts)
        and any(part.isupper() for part in parts)
        and not re.search(r"[/:\s]", value)
    )


def jumbled(value: str) -> bool:
    """Whether a text of some length is made by a machine: its sorts of characters take turns, and it is no number in base 16."""
    value = value if len(value) > 39 else max(value.split("/"), key=len)
    parts = _PARTS.findall(value)
    letters = sum(map(len, parts))
    if letters < 16 or _HEX.fullmatch(value) or 2.6 * len(parts) < letters:
        return False
    sorts = {"digit" if part.isdecimal() else "upper" if part.isupper() else "lower" for part in parts}
    return len(sorts) == 3 and _entropy(value) > 3.2


def _leet(value: str) -> bool:
    """Whether it has a word such as "S3cret" or "P@ssw0rd", which only passwords have."""
    lowered = value.lower()
    return bool(re.search(r"\d|[@$]", lowered)) and any(word not in lowered for word in _LEET_WORDS.findall(lowered.translate(_LEET)))


def _entropy(value: str) -> float:
    """Shannon's, in bits a character."""
    return -sum(count / len(value) * math.log2(count / len(value)) for count in Counter(value).values())


@dataclass(frozen=True)
class _Known:
    passwords: frozenset[str]
    keys: frozenset[str]
    of_keys: frozenset[str]
    endings: tuple[str, ...]
    which: frozenset[str]
    exact: frozenset[str]
    telling: frozenset[str]
    shapes: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...]


@cache
def _known() -> _Known:
    """secrets.toml. Raises LexiconError when it has another form."""
    table = read_table("secrets.toml")
    names, placeholders, shapes = table.get("names"), table.get("placeholders"), table.get("shapes")
    if not (isinstance(names, dict) and isinstance(placeholders, dict) and isinstance(shapes, dict)):
        raise LexiconError("secrets.toml: tables 'names', 'placeholders' and 'shapes' are expected")
    words = {key: tuple(str(value).split()) for key, value in (*names.items(), *placeholders.items())}
    sets = {key: frozenset(found) for key, found in words.items()}
    patterns = tuple((tuple(str(marks).split()), re.compile(pattern)) for marks, pattern in shapes.values())
    return _Known(
        sets["passwords"], sets["keys"], sets["of_keys"], words["endings"], sets["which"], sets["exact"], sets["telling"], patterns
    )
