"""Words of prose and words of names, compared by what is left of them without endings: "notification" and `_notify`."""

from __future__ import annotations

import re
from functools import lru_cache

from verifier.knowledge.words import stem, subwords

_ENDINGS = (
    "ivity",
    "ication", "icate", "ation", "ition", "ments", "ment", "ator", "ance", "ence", "able", "ible", "ness", "ings", "ing", "ion", "ate",
    "ed", "er", "or", "al", "ly", "y", "e",
)  # fmt: skip
# What a section is, or how good it is, and not what it is on.
_SECTION_WORDS = frozenset(
    "the a an of for in on to with and or from by at as how your our its all each guide guides section sections instructions instruction"
    " documentation overview explanation explanations example examples complete comprehensive detailed full quick key common step steps"
    " reference description information details notes summary list tips strategy strategies using use new updated modified".split()
)
DENIES = frozenset("not never no without cannot dont doesnt isnt wont".split())
_LEAST = 3  # letters that an ending must leave
# Words of prose that name nothing, and words that half of all names, or all tests, have.
_FILLERS = frozenset(
    "the a an of for in on to with and or from by at as into out is are was were be been being has have when while if that which its their "
    "this these those per via it they only also than then after before during all any each every both upon against between through "
    "test tests testing tested case cases scenario scenarios check checks checked checking verify verifies verified verification ensure "
    "ensures cover covers covered coverage function functions method methods class classes helper helpers logic implementation "
    "feature features support supports proper properly correct correctly basic simple various unit integration should can must does do "
    "main core new comprehensive edge".split()
)
# Fillers that tell something all the same where hardly another word does: "integration skip".
_WEAK = frozenset("integration unit helper helpers feature features core edge basic".split())
_TYPES = frozenset(
    "string str number int integer float boolean bool object array list optional required nullable".split()
)  # of a parameter
_SHORT_FORMS = dict(
    pair.split(":")
    for pair in (
        "synchronization:sync synchronize:sync synchronous:sync reference:ref configuration:config authentication:auth "
        "authorization:auth parameter:param database:db environment:env initialization:init initialize:init "
        "connection:conn message:msg administrator:admin application:app specification:spec repository:repo "
        "temporary:temp maximum:max minimum:min identifier:id document:doc documentation:doc execution:exec "
        "argument:arg attribute:attr language:lang utility:util number:num information:info directory:dir previous:prev "
        "calculation:calc calculate:calc password:pwd expression:expr variable:var request:req response:resp error:err "
        "certificate:cert distribution:dist statistics:stats transaction:tx"
    ).split()
)
_STOPS = frozenset("of for in on to with from by at as into when while if that which is are after before during per via and or".split())


@lru_cache(maxsize=16384)
def key(word: str) -> str:
    """A word without its endings, the same for a word and its short form; no word of English, only something to compare."""
    bare = _root(word)
    return _SHORTENED.get(bare, bare)


def _root(word: str) -> str:
    word = stem(word)
    for _ in range(3):
        ending = next((end for end in _ENDINGS if word.endswith(end) and len(word) - len(end) >= _LEAST), "")
        if not ending:
            break
        word = word[: -len(ending)]
        if len(word) > _LEAST and word[-1] == word[-2] and word[-1] not in "aeiouls":
            word = word[:-1]
    return word


_FILLER_KEYS = frozenset(_root(word) for word in _FILLERS)
_SHORTENED = {_root(word): _root(short) for word, short in _SHORT_FORMS.items()}


@lru_cache(maxsize=16384)
def keys_of(name: str) -> frozenset[str]:
    """The keys of a name's or a title's words."""
    return frozenset(key(part) for word in re.findall(r"[A-Za-z][A-Za-z0-9]*", name) for part in subwords(word))


def telling_words(text: str) -> tuple[str, ...]:
    """The words of a text that name something, in order."""
    whole = re.findall(r"[A-Za-z][A-Za-z0-9]*", re.sub(r"['’]\w*", "", text))
    words = [part.lower() for word in whole for part in (subwords(word) if word[1:].lower() != word[1:] else (word,))]
    told = tuple(dict.fromkeys(word for word in words if word not in _FILLERS and len(word) > 1))
    if _TYPES.issuperset(told):
        return ()
    return told if len(told) != 1 else tuple(dict.fromkeys(word for word in words if word in told or word in _WEAK))


def topic_words(text: str) -> tuple[str, ...]:
    """The words that name what a section is on: "Troubleshooting guide" is on troubleshooting."""
    words = [word.lower() for word in re.findall(r"[A-Za-z][A-Za-z0-9]+", re.sub(r"['’]\w*", "", text))]
    return tuple(dict.fromkeys(word for word in words if word not in _SECTION_WORDS))


def head_of(text: str) -> str:
    """What a phrase is of: the last telling word before its first preposition ("Dropping" of duplicate scans)."""
    words = re.findall(r"[A-Za-z][A-Za-z0-9]*", text)
    end = next((at for at, word in enumerate(words) if at and word.lower() in _STOPS), len(words))
    end = next((at for at, word in enumerate(words[:end]) if at and word.endswith("ing") and at + 1 < len(words)), end)
    own = [word.lower() for word in words[:end] if word.lower() not in _FILLERS]
    return own[-1] if own else ""


def named_so(text: str, name: frozenset[str]) -> bool:
    """Whether a name has the words of a phrase: all of them, or all but a participle, or all but one of many."""
    words = telling_words(text)
    if name & DENIES and not DENIES & set(re.findall(r"[a-z]+", text.lower())):
        return False  # "should not filter" is no test of filtering
    met = [word for word in words if key(word) in name]
    missing = [word for word in words if key(word) not in name]
    if len(met) < 2:
        return False
    if not missing:
        return True
    head = head_of(text)
    if len(missing) > 1 or missing[0] == head:
        return False
    if missing[0].endswith("ing") and missing[0] not in (words[0], words[-1]):
        return True
    more = name - {key(word) for word in words} - _FILLER_KEYS  # another word in the place of the missing one tells of another thing
    return len(met) > 2 and not more
