"""What numbers look like in prose: digits, words, comparisons, and the things that look like a quantity and are none."""

from __future__ import annotations

import re


def words(text: str) -> frozenset[str]:
    """A set of words, written as one string."""
    return frozenset(text.split())


_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
NUMBER_WORDS = {word: float(value) for value, word in enumerate(_ONES)} | {word: 20.0 + 10 * at for at, word in enumerate(_TENS)}


def number_of(text: str) -> float:
    """The number that digits or one word ("seven") tell; raises KeyError for any other text."""
    return float(text) if text.isdigit() else NUMBER_WORDS[text.lower()]


# At least and at most so many.
VAGUE: dict[str, tuple[float, float | None]] = {
    "several": (2, None), "multiple": (2, None), "a few": (2, None), "a couple": (2, 3), "dozens": (12, None), "hundreds": (100, None),
    "thousands": (1000, None), "millions": (1e6, None),
}  # fmt: skip

_BOUNDS = {
    "min": "at least|no fewer than|no less than|not less than|not fewer than|a minimum of|minimum of|minimum|min|min.|not under|not below",
    "more": "more than|over|above|greater than|exceeding|exceeds|exceed|in excess of|beyond|longer than|larger than|higher than|"
    "bigger than",
    "max": "at most|up to|no more than|not more than|a maximum of|maximum of|maximum|max|max.|not exceeding|not exceed|capped at|"
    "limited to|no longer than|no larger than|no higher than|not over|not above|not longer than|not larger than|no greater than",
    "less": "less than|fewer than|under|below|shorter than|smaller than|lower than",
    "about": "about|around|approximately|approx|approx.|roughly|circa|ca.|nearly|almost|an estimated|estimated|close to",
    "exact": "exactly|precisely|spread over|distributed over|split over|spans over",
}
PHRASES = {phrase: bound for bound, phrases in _BOUNDS.items() for phrase in phrases.split("|")}
SIGNS = {
    "<": "less", "<=": "max", "≤": "max", "⩽": "max", ">": "more", ">=": "min", "≥": "min", "⩾": "min", "~": "about", "≈": "about",
    "∼": "about", "&lt;": "less", "&gt;": "more", "±": "about",
}  # fmt: skip

# A number after one of these names something; with a colon between them ("Lines: 585") it is a value after all.
LABELS = words(
    "line lines ln row phase phases step steps section sections chapter tier part stage stages sprint milestone milestones iteration "
    "week weeks day days question figure fig table appendix item items task priority issue pr ticket bug page pages "
    "round wave layer pep rfc cve cwe sha md5 level lvl ch chap col column position commit revision rev build ref nr version scenario "
    "example exercise rule requirement story epic select expose q quarter worker shard replica python node node.js nodejs "
    "next.js react react.js vue angular django flask fastapi java jdk golang ruby php rust typescript javascript postgres "
    "postgresql mysql mariadb mongodb redis celery kafka elasticsearch tls ssl oauth openapi swagger gpt claude llama ubuntu "
    "debian alpine windows ios android wcag pydantic sqlalchemy pytest webpack vite tailwind eslint prettier kubernetes docker npm "
    "pnpm yarn pip mypy ruff flake8 jest vitest nestjs laravel .net c# kotlin scala ecma "
    "ecmascript"
)
# After these it names something whatever stands between.
FIRM_LABELS = words("port ports status code codes errno http version versions python_version year date ©")
MONTHS = words(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec"
)
YEAR_WORDS = words("in since by until during copyright year to late early mid fy spring summer autumn winter") | MONTHS
HTTP_WORDS = words(
    "error errors response responses status unauthorized forbidden not bad too internal ok created accepted no moved conflict "
    "unprocessable gone service gateway code"
)

# At most fifteen digits: what a float holds exactly, and no 5,000-digit number reaches int().
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+|\d{1,3}(?:_\d{3})+|\d{1,15})(?:\.\d{1,9})?|\.\d{1,9}"
_SUFFIX = r"%|[a-zA-Zµμ×]{1,12}"
SHAPE = re.compile(
    rf"(?P<sub>[Ss]ub-)?(?P<lead>[+-])?(?P<a>{_DIGITS})(?P<a_unit>{_SUFFIX})?(?P<a_plus>\+)?"
    rf"(?:(?:[-–]|\.\.\.?)(?P<b>{_DIGITS})(?P<b_unit>{_SUFFIX})?(?P<b_plus>\+)?|/(?P<of>{_DIGITS})|/(?P<rate>[a-zA-Z]{{1,12}}))?"
    r"(?:[-‐‑](?P<hyphen>[a-zA-Z]{1,14})(?:-(?:long|old|wide|deep|high))?)?"
)
_SPELT = (
    rf"(?:(?P<vague>several|multiple|a\s{{1,3}}few|a\s{{1,3}}couple(?:\s{{1,3}}of)?|dozens|hundreds|thousands|millions)"
    rf"|an?\s{{1,3}}(?P<each>dozen|hundred|thousand|million)|(?P<tens>{'|'.join(_TENS)})-(?P<ones>{'|'.join(_ONES[1:10])})"
    rf"|(?P<plain>{'|'.join(sorted([*_ONES, *_TENS], key=len, reverse=True))}))(?![\w’'/&-]|\.\w)"
)
SPELT = re.compile(rf"(?<![\w./'’&-]){_SPELT}", re.IGNORECASE)
# White space and these delimiters enclose a token; a comma inside a number is part of it, and a space that parts its thousands: one
# that is written for it, or a plain one before zeros ("10 000").
_ENDS = r"\s|()\[\]{};\"'“”‘’`*<>≤≥⩽⩾~≈∼=,→←…—"
_THOUSANDS = r"(?<=\d)(?:[\u00a0\u2009\u202f](?=\d{3}(?!\d))| (?=(?:\d{3} ){0,2}000(?!\d)))"
_INSIDE = rf"(?:[^{_ENDS}]|(?<=\d),(?=\d\d\d(?!\d))|{_THOUSANDS})"
TOKEN = re.compile(rf"(?<![^{_ENDS}])(?:{_SPELT}|[^\d{_ENDS}]{{0,80}}(?P<digits>\d){_INSIDE}*)", re.IGNORECASE)

OR_MORE = re.compile(
    r"(?:(?P<plus>\+)(?![\w+])"
    r"|\s*(?:or|and)\s+(?:(?P<min>more|greater|above|higher|longer|newer)|(?P<max>fewer|less|below|lower|shorter)|(?P<so>so))\b)",
    re.IGNORECASE,
)
LAST_BOUND = re.compile(
    r"[\s,(]{1,3}(?:(?P<min>minimum|min)|(?P<max>maximum|max))\b(?![.:=]|\s*[=:~<>]|\s*\d|\s+[\w-]+\s*[=:])", re.IGNORECASE
)
ENUMERATION = re.compile(r"\s*(?:,\s*and|,\s*or|,|and|or|&|-|–|to|through)\s*[~≈]?", re.IGNORECASE)
# "1. ", "## 6.1 Code", "**3)": the item's own number.
ITEM_NUMBER = re.compile(
    r"\s*(?:>\s{0,3}){0,9}(?:#{1,6}\s+|[-*+]\s+)?(?:\*\*|__)?\d{1,3}(?:[.)](?=\s|\*)|(?:\.\d{1,3}){1,5}\.?(?=\s+[*_`]*[A-Z][a-z]))"
)


def number(text: str) -> float:
    """The value of digits as `SHAPE` finds them."""
    return float(re.sub(r"[,_\s]", "", text))


def is_version(digits: str, *, bare: bool) -> bool:
    """Whether digits are written as no amount is: "007", and by itself "3.10"."""
    return bool(re.match(r"0\d", digits) or (bare and re.fullmatch(r"\d\.[1-9]0", digits)))


def bare_year(value: float) -> bool:
    return 1900 <= value <= 2099 and value == int(value)
