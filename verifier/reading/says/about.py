"""What the words above a statement say it is about, when that is not this repository as it is: work to be done, hopes, a sample."""

from __future__ import annotations

import re
from functools import lru_cache

from verifier.reading.clause import Context, Stance
from verifier.reading.english.lexis import neutral, shifts, verb_classes
from verifier.reading.roles import is_met
from verifier.reading.says.announced import announced, titled
from verifier.reading.says.place import Standing
from verifier.reading.says.words import Sort, words_of
from verifier.reading.text import Text

_PROJECTS = frozenset("project projects site app application repository repo workspace package".split())
_THROWN_AWAY = frozenset("test trial toy throw-away throwaway scratch disposable temporary fixture".split())
_GENERATORS = frozenset("generator scaffolder wizard cookiecutter scaffolding bootstrapper".split())
_GIVES = frozenset("give create produce generate write make output".split())
_ASKS = frozenset(("how", "what"))
_LABEL = re.compile(r"^\w+(?: \w+){0,2}:\s+(?=\w)")  # "Improvement: extract a class with:"
_INSTEAD = frozenset("instead better alternatively ideally preferably".split())
_CHOICES = frozenset("fit choice option alternative bet".split())
_HOPES = frozenset("goal goals aim aims objective objectives intention ambition ideal vision target targets".split())
_ONE_MORE = frozenset("a an another new your custom more further additional".split())
_BOTH = frozenset(("actual", "actuals", "vs", "versus", "reality"))


def above(context: Context) -> tuple[Stance, str] | None:
    """The stance that the key, the lead-in and the headings give what stands below them, with the words that say it."""
    if context.sample and context.fence is not None:
        return Stance.OTHER_PRODUCT, "a sample project"
    if context.key.rstrip().endswith("?") and _first(context.key) in _ASKS and _seeks(context.key):
        return Stance.RECOMMENDS, context.key
    if context.key and _hoped(_title(context.key)):
        return Stance.PLANS, context.key
    if context.lead_in is not None and (found := _announces(context.lead_in)):
        return found
    for section in reversed(context.sections[1:] or context.sections[:1]):
        title = _title(section.title)
        if found := _announces(title):
            return found
        if _hoped(title) and not is_met(section.title):
            return Stance.PLANS, section.title
        if _teaches(title):
            return Stance.EXEMPLIFIES, section.title
    return None


@lru_cache(maxsize=2048)
def _announces(text: Text) -> tuple[Stance, str] | None:
    label = _LABEL.match(text.plain)
    told = announced(text) or (announced(text.slice(label.end(), len(text.plain))) if label else None)
    if told is not None and told.standing in (Standing.PLANNED, Standing.FORBIDDEN):
        return Stance.PLANS, text.plain
    if of_a_sample(text):
        return Stance.OTHER_PRODUCT, text.plain
    return None


@lru_cache(maxsize=4096)
def of_a_sample(text: Text) -> bool:
    """Whether a text tells of a project that was made as a sample: "Created a sample project with:", "Demo site contents:"."""
    return "/" not in text.plain and (_sample_made(text) or _generated(text))


def _generated(text: Text) -> bool:
    """Whether what follows is what a generator gives: "Running the generator in an empty folder gives:"."""
    words = [word for word in words_of(text) if word.sort is Sort.WORD]
    at = next((place for place, word in enumerate(words) if word.lower in _GENERATORS), None)
    return (
        at is not None
        and text.plain.rstrip().endswith(":")
        and any(word.verb is not None and word.verb.lemma in _GIVES and word.verb.form != "past" for word in words[at + 1 :])
    )


def _sample_made(text: Text) -> bool:
    words = [word for word in words_of(text) if word.sort is Sort.WORD]
    made = any(
        word.lower in ("contents", "content") or (word.verb and verb_classes(word.verb.lemma) & {"make", "output"}) for word in words
    )
    return made and any(
        ("sample" in shifts(word.lower) or word.lower in _THROWN_AWAY)
        and any(other.lower in _PROJECTS for other in words[place + 1 : place + 4])
        for place, word in enumerate(words)
    )


def part_of_a_sample(text: Text, start: int) -> bool:
    """Whether the name at offset `start` is in a sample that its own sentence tells of, and not where the sample lies."""
    if not _sample_made(text):
        return False
    before = [word for word in words_of(text) if word.end <= start and word.sort is not Sort.MARK]
    if [word.lower for word in before[-2:]] == ["consists", "of"]:
        before = before[:-2]
    project = any(word.lower in _PROJECTS for word in before)
    return (
        project
        and bool(before)
        and before[-1].lower not in ("in", "at", "under", "to", "into", "from", "inside", "with", "by", "using", "see", "of")
    )


def tells_of_a_sample(words: str) -> bool:
    """The same of a line of a block."""
    return of_a_sample(_title(words))


_URL = re.compile(r"\bhttps?://\S+")


@lru_cache(maxsize=4096)
def points_away(text: Text) -> bool:
    """Whether a line is a pointer to somewhere on the web and says nothing more: "Sentry (error tracking): https://..."."""
    linked = any("://" in url for _, _, url in text.links) or bool(_URL.search(text.plain))
    if not linked:
        return False
    rest = _URL.sub(" ", text.plain)
    for start, end, url in text.links:
        if "://" in url:
            rest = rest.replace(text.plain[start:end], " ", 1)
    words = [word for word in words_of(_title(rest)) if word.sort in (Sort.WORD, Sort.NAME)]
    return len(words) <= 10 and not any(word.sort is Sort.NAME or (word.verb and word.verb.form in ("s", "past")) for word in words)


@lru_cache(maxsize=4096)
def wished_for(text: Text) -> str:
    """By which word a sentence hopes or advises: "The goal is no prints", "Instead, call `f()`", "`g` is a better fit"."""
    every = words_of(text)
    if len(every) > 1 and every[0].lower in _INSTEAD and every[1].text in (",", ":"):
        return every[0].text
    words = [word for word in every if word.sort is not Sort.MARK]
    if words and words[-1].lower in _CHOICES and words[0].sort is Sort.NAME and len(words) < 7 and words[-1].lower != words[0].lower:
        return words[-1].text
    for place, word in enumerate(words[:4]):
        if word.lower in _HOPES and place + 1 < len(words) and words[place + 1].lower in ("is", "remains", "are"):
            return word.text
        if word.sort is not Sort.WORD or not neutral(word.lower):
            return ""
    return ""


def _hoped(title: Text) -> bool:
    """Whether a heading announces what is expected: "Expected outcomes", not "Expected and actual"."""
    words = [word.lower for word in words_of(title) if word.sort is Sort.WORD]
    if words[:1] in (["when"], ["once"]):
        return True
    return any("expected" in shifts(word) for word in words) and not _BOTH & set(words)


def _teaches(title: Text) -> bool:
    """Whether a heading tells the reader how to make one more of something: "Adding a new module", "Extending your pipeline"."""
    words = [word for word in words_of(title) if word.sort is not Sort.MARK]
    if len(words) < 2 or words[0].verb is None or words[0].verb.form != "ing" or words[1].lower not in _ONE_MORE:
        return False
    return bool(verb_classes(words[0].verb.lemma) & {"make", "change", "place", "turn"})


def _seeks(question: str) -> bool:
    """Whether a question asks for what to do: "How to improve?", "What should change?"."""
    words = words_of(_title(question))
    asked = {word.lower for word in words}
    if asked & {"do", "does"} and asked & {"we", "you", "i", "one"}:
        return True  # "How do we get there?"
    return any(word.lower in ("to", "should", "could", "can", "would", "might", "helps") for word in words) or any(
        word.verb is not None and verb_classes(word.verb.lemma) & {"change"} for word in words
    )


def _first(words: str) -> str:
    return words.split()[0].lower() if words.split() else ""


@lru_cache(maxsize=2048)
def _title(title: str) -> Text:
    return titled(title)
