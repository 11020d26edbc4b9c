"""What compares a number: the words and signs in front of it, from "~" to "no more than"."""

from __future__ import annotations

import re

from verifier.reading.numbers import PHRASES, SIGNS

DECORATION = " \t*_`\\"  # white space and Markdown that may stand between a comparison and its number
_NEAR = 48  # characters looked at before a number


def comparison(text: str, start: int, floor: int) -> tuple[int, tuple[str, ...], str]:
    """What compares the number: where that starts, the bounds ("min", "more", "max", "less", "about"), and the word before it.

    The word keeps a colon or equals sign that follows it.
    """
    bounds: list[str] = []
    for _ in range(3):
        tail = text[max(floor, start - _NEAR) : start].rstrip(DECORATION)
        sign = next((sign for sign in (tail[-4:], tail[-2:], tail[-1:]) if sign in SIGNS), "")
        if sign and not _is_markup(tail, sign):
            bounds.append(SIGNS[sign])
            start = text.rfind(sign, 0, start)
            continue
        words = [word.lower().strip("([*_`\"'“”,|>") for word in tail.rsplit(None, 4)[-4:]]
        if words and tail[-1:] not in ",;)|":
            words[-1] = words[-1].rstrip("*_`")
            phrase = next((p for n in (4, 3, 2, 1) if n <= len(words) and (p := _phrase(words[-n:])) in PHRASES), "")
            if phrase:
                bounds.append(PHRASES[phrase])
                start = phrase_start(text, start, len(phrase.split()), floor)
                continue
        return start, tuple(bounds), _last_word(words, tail)
    return start, tuple(bounds), ""


def _last_word(words: list[str], tail: str) -> str:
    """The word next to the number, with the colon or equals sign between them; "" behind other punctuation."""
    if not words or tail[-1:] in ",;)|":
        return ""
    return "".join(words[-2:]) if words[-1] in (":", "=", "==", "===") else words[-1]


def _phrase(words: list[str]) -> str:
    """Words as the table of comparisons has them: "don't exceed" is "not exceed", "max:" and "min=" are "max" and "min"."""
    first = "not" if words[0].endswith(("n't", "n’t")) or words[0] in ("never", "cannot") else words[0]
    phrase = " ".join([first, *words[1:]])
    bare = phrase.rstrip(":=*_`")
    return bare if bare in ("min", "max", "minimum", "maximum") else phrase


def phrase_start(text: str, end: int, words: int, floor: int) -> int:
    """Where the last `words` words before `end` start."""
    position = end
    for _ in range(words):
        while position > floor and text[position - 1] in DECORATION + ":=":
            position -= 1
        while position > floor and not text[position - 1].isspace() and text[position - 1] not in '([*`"“|,>':
            position -= 1
    return position


def _is_markup(tail: str, sign: str) -> bool:
    """Whether a sign compares nothing: an arrow, a tag's end, struck out text. (Block quotes are unwrapped before.)"""
    if sign == ">":
        return tail.endswith(("->", "=>", "-->")) or bool(re.search(r"<[/a-zA-Z][^<>]*>$", tail))
    return tail.endswith(("~~", "<<"))
