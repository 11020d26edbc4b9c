"""Names that a configuration or an option may use, and what may have been meant by one that nothing has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from verifier.config.kinds import short
from verifier.gate import NOTHING, UNUSED
from verifier.registry import installed

FORMATS = ("text", "json", "jsonl", "sarif", "junit", "github", "gitlab", "rdjson", "markdown", "html", "diff")
FAIL_ON = ("refuted", "stale", "error", "doubtful", "part", "unread", UNUSED, NOTHING)


def check_names(names: Iterable[str]) -> list[str]:
    """For each name that is no rule and no family, a sentence that says so and what may have been meant."""
    wanted = tuple(names)
    rules = installed() if wanted else {}
    known = {*rules, *(rule.family for rule in rules.values())}
    return [f"no rule or family is named '{short(name)}'{suggestion(name, known)}" for name in wanted if name not in known]


def check_outcomes(names: Iterable[str]) -> list[str]:
    """For each name that a run can't fail on, a sentence that says so and what may have been meant."""
    return [f"nothing is called '{short(name)}'; {meant(name, FAIL_ON)}" for name in names if name not in FAIL_ON]


def check_words(words: Iterable[str]) -> list[str]:
    """For each that can't be a word that says nothing, a sentence that says why."""
    from verifier.reading.says.vocabulary import telling

    told = []
    for word in words:
        if not word.isalpha():
            told.append(f"'{short(word)}' is no single word")
        elif why := telling(word.lower()):
            told.append(f"'{short(word)}' {why}, so that it can't be left out")
    return told


def suggestion(name: str, known: Iterable[str]) -> str:
    """`; did you mean 'x'?`, or what there is to list."""
    near = get_close_matches(name, sorted(known), 1)
    return f"; did you mean '{near[0]}'?" if near else "; `verify-review rules` lists them"


def meant(name: str, known: Sequence[str]) -> str:
    """ "did you mean 'x'?", or all that there is."""
    near = get_close_matches(name, known, 1)
    return f"did you mean '{near[0]}'?" if near else f"there are {', '.join(known) or 'none'}"
