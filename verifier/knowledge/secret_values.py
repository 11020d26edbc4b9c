"""What a name is given in a text of any language: `name = "x"`, `"name": "x"`, `--name x`, `<name>x</name>`, `name: "NAME", value: "x"`."""

from __future__ import annotations

import re
from collections.abc import Iterator

Range = tuple[int, int]

_CLOSED = re.compile(
    r"(?:\.(?:value|default|production|prod|development|dev|staging|test|live|local)\b)?(?:\[\d{0,6}\])?[\"'`\])]{0,4}[ \t]{0,30}"
)
_TYPE = re.compile(
    r"[!?]?:[ \t]{0,5}[A-Za-z_&][\w.]{0,40}(?:\[[\w ,.|]{0,60}\]|<[\w ,.|&']{0,60}>)?"
    r"(?:[ \t]?\|[ \t]?[\w.]{1,30}){0,3}[ \t]{0,20}(?==(?!=))"
)
_GIVES = re.compile(
    r"(?:===?|!==?|:=|\+=|=>|->|=|:|\|\||\?\?)[ \t]{0,30}|\s(?:is|are|was|set to|defaults? to)\s{1,5}"
    r"|\.(?:equals|compareTo|assign|append|push|set)\w{0,20}\(\s{0,5}"
)
_NEXT_LINE = re.compile(r"\s{0,5}\n\s{1,60}(?=[\"'`(\[])")
_VALUE_OF = re.compile(r"[\s\S]{0,160}?\b(?:value|default|defaultValue)[\"']?\s{0,3}[:=]\s{0,3}")
_LITERAL = re.compile(r"[rbfuRBFU@$]{0,2}(?P<quote>\"\"\"|'''|[\"'`])")
_BLOCK = re.compile(r"[|>][+-]?\d?[ \t]{0,5}\n(?P<lines>(?:[ \t]{1,60}\S[^\n]{0,4000}\n?){1,60})")
_LOOKS_UP = re.compile(
    r"(?:env\w{0,20}|environ|get\w{0,20}|config\w{0,10}|settings?|param\w{0,10}|secrets?|vault|var|lookup|find\w{0,10}|fetch\w{0,10}"
    r"|read\w{0,10}|load\w{0,10})(?:\.\w{1,30}){0,3}\s{0,3}[(\[]\s{0,3}$"
    r"|getattr\([^()\n]{1,60},\s{0,3}$",
    re.I,
)
_DOTTED = re.compile(r"[A-Za-z_]\w*(?:(?:\.|::|->)[A-Za-z_]\w*){1,9}")
_BARE = re.compile(r"[^\s,;(){}\[\]<>\"'`]{1,400}")
_BETWEEN = re.compile(r"\s{0,80}(?:[+.&]\s{0,80})?(?=[rbfu]?[\"'`])")
_TAG = re.compile(r"!{1,2}\w{1,20}\s{1,5}")
_MIXED = re.compile(r"[A-Za-z]\w{0,60}\d")
_PUTS = re.compile(r"(?:set|put|add|define|replace)\w{0,20}\([^()\n]{0,50}[\"']$", re.I)
_OR_ELSE = re.compile(r"[\"'`]\s{0,20}(?:(?:if|or|and)\s|\?|\|\|)")
_COMMAND = re.compile(r"(?:^|\s)(?:--?|ENV\s{1,5}|ARG\s{1,5}|export\s{1,5}|set\s{1,5}|SET\s{1,5})$")
_SETS = re.compile(r"(?:set|with|use|add|new|create|update|change|login|auth\w{0,10}|connect)\w{0,40}$|^[A-Z]\w{0,40}$", re.I)
_LONGEST = 4000
_LINE = 600


def values_behind(text: str, start: int, end: int, plain: bool) -> Iterator[Range]:
    """The texts that the name at `start` to `end` is given, whatever they are. `plain`: bare words are texts, as in a file of settings."""
    at = _past(_CLOSED, text, end)
    in_quotes = text[end : end + 1] in ('"', "'", "`")
    at = _past(_TYPE, text, at)
    gives = _GIVES.match(text, at if text[at : at + 1].strip() else end) or _GIVES.match(text, end)
    if in_quotes or text[max(0, start - 10) : start].rstrip("\"'` ").endswith((":", "=")):
        told = _VALUE_OF.match(text, end)
        if told and "}" not in told[0] and "\n\n" not in told[0]:
            yield from _given(text, told.end(), plain)
            return
    if gives:
        if gives[0] == "=" and text[max(0, start - 1) : start] in (";", "?", "&", "-", ".") and not _LITERAL.match(text, gives.end()):
            # in an address, in what opens a connection, as an option, in a file of properties
            word = _BARE.match(text, gives.end())
            yield from (word.span(),) if word else ()
            return
        if text.startswith("{", gives.end()) and text[end - 1 : end] in ("s", "S"):  # a table of several, by names of their own
            within = _literals(text, gives.end() + 1, _closing(text, gives.end() + 1))
            yield from (span for span in within if text[max(0, span[0] - 20) : span[0]].rstrip("\"'` \t")[-1:] in (":", ">"))
            return
        tight = gives[0] == "=" and text[start:end].isupper()
        yield from _given(text, _past(_NEXT_LINE, text, _past(_TAG, text, gives.end())), plain or tight, gives[0].strip().isalpha())
    elif text.startswith(",", at) and _pairs(text, start, in_quotes):
        literal = _literal(text, _blank(text, at + 1))
        yield from (literal,) if literal else ()
    elif text.startswith("(", end) and _SETS.match(text[start:end]):
        yield from _literals(text, end + 1, _until(text, end + 1))
    elif text.startswith(">", at) and (close := text.find("<", at + 1, at + _LINE)) >= 0:
        yield _trimmed(text, at + 1, close)
    elif at > end or text[at : at + 1].isspace():
        yield from _behind_blank(text, start, _blank(text, at), plain)


def _pairs(text: str, start: int, in_quotes: bool) -> bool:
    """Whether a comma parts a name from its text: `define("PASSWORD", "x")`, Ruby's `set :password, "x"`."""
    before = text[max(0, start - 80) : start]
    return before[-1:] == ":" or (in_quotes and (before[-2:-1] == "(" or bool(_PUTS.search(before))))


def _given(text: str, at: int, plain: bool, said: bool = False) -> Iterator[Range]:
    """The texts of the expression at `at`: literals but for what is looked up, else what is bare."""
    block = _BLOCK.match(text, at)
    if block:
        yield from (match.span() for match in re.compile(r"\S+").finditer(text, block.start("lines"), block.end("lines")))
        return
    if _LITERAL.match(text, at):
        while literal := _literal(text, at):
            yield literal
            between = _BETWEEN.match(text, literal[1] + 1)
            if between is None:
                if _OR_ELSE.match(text, literal[1]):
                    yield from _literals(text, literal[1] + 1, _until(text, literal[1] + 1))
                return
            at = between.end()
        return
    if text.startswith("{", at) and not text.startswith("{{", at):
        return  # names of its own
    if said:
        return
    stop = _until(text, at)
    found = [span for span in _literals(text, at, stop) if span[0] < span[1]]
    yield from found
    if found:
        return
    if plain:
        yield _trimmed(text, at, min(stop, _comment(text, at, _line_end(text, at))))
    elif (word := _BARE.match(text, at)) and text[word.end() : word.end() + 1] not in ("(", "[", "{") and _is_text(word[0]):
        yield word.span()


def _behind_blank(text: str, start: int, at: int, plain: bool) -> Iterator[Range]:
    """`--password x`, `ENV PASSWORD x`, `IDENTIFIED BY 'x'`, and a name and its text in a file of settings."""
    if at >= len(text) or "\n" in text[start:at]:
        return
    if text[at : at + 3].upper() == "BY ":
        at = _blank(text, at + 3)
    literal = _literal(text, at)
    if literal:
        yield literal
    elif (word := _BARE.match(text, at)) and (plain or _COMMAND.search(text, max(0, start - 12), start) or _MIXED.search(word[0])):
        yield word.span()


def _is_text(word: str) -> bool:
    """Whether a bare word is a text that lost its quotes, not a name, a call, a number or a look-up."""
    if word.startswith(("$", "%", "&", "*", "process.env", "os.environ")) or _DOTTED.fullmatch(word):
        return False
    return bool(re.search(r"\d|[^\w.]", word)) and not re.fullmatch(r"-?[\d._]{1,3}", word)


def _literals(text: str, at: int, stop: int) -> Iterator[Range]:
    """The literals from `at` to `stop`, without the names that are looked up: `getenv("X")`, `environ["X"]`."""
    while at < stop:
        quote = _first_quote(text, at, stop)
        if quote < 0:
            return
        literal = _literal(text, quote)
        if literal is None or text[literal[1] : literal[1] + 1] != text[quote] or "\n" in text[slice(*literal)]:
            return  # it ends what began before
        if not _LOOKS_UP.search(text, max(0, quote - 80), quote):
            yield literal
        at = literal[1] + 1


def _first_quote(text: str, at: int, stop: int) -> int:
    for place in range(at, stop):
        if text[place] in "\"'`" and not (text[place] == "'" and text[max(0, place - 3) : place].isalpha() and place - at > 2):
            return place  # "User's" has none
    return -1


def _literal(text: str, at: int) -> Range | None:
    """What is between the quotes of the literal at `at`; up to the line's end where it is cut off."""
    opening = _LITERAL.match(text, at)
    if opening is None:
        return None
    quote, start = opening["quote"], opening.end()
    limit = min(len(text), start + _LONGEST)
    if quote in ('"', "'"):
        limit = min(limit, _line_end(text, start))
    place = start
    while (place := text.find(quote, place, limit)) >= 0:
        slashes = len(text[start:place]) - len(text[start:place].rstrip("\\"))
        if slashes % 2 == 0:
            return start, place
        place += 1
    return start, limit


def _until(text: str, at: int) -> int:
    """Where the expression at `at` ends: at the bracket that closes around it, a comma or semicolon outside of brackets, or its line."""
    depth, limit, place = 0, min(len(text), at + _LINE), at
    while place < limit:
        character = text[place]
        if character in "\"'`":
            literal = _literal(text, place)
            place = literal[1] if literal else place
        elif character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
            if depth < 0:
                return place
        elif depth == 0 and character in ",;\n":
            return place
        place += 1
    return limit


def _closing(text: str, at: int) -> int:
    close = text.find("}", at, at + _LINE)
    return close if close >= 0 else min(len(text), at + _LINE)


def _past(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at


def _blank(text: str, at: int) -> int:
    return _past(re.compile(r"[ \t]{0,40}\n?[ \t]{0,60}"), text, at)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return end if end >= 0 else len(text)


def _comment(text: str, at: int, end: int) -> int:
    mark = text.find(" #", at, end)
    return mark if mark >= 0 else end


def _trimmed(text: str, start: int, end: int) -> Range:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
