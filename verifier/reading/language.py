"""Whether a text is English, the one language that is read. What another says of a path may be that it is missing."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from verifier.reading.foreign_words import CLEARLY_FOREIGN, DENIALS, DENYING_SIGNS, ENGLISH, PERHAPS_FOREIGN

_CODE = re.compile(r"`[^`]*`|https?://\S+|[\w./\\-]*[/\\._][\w./\\-]*")
_QUOTED = re.compile(r"\"[^\"\n]*\"|“[^”\n]*”|«[^»\n]*»|„[^“”\n]*[“”]")
_WORD = re.compile(r"[^\W\d_]+")
_ACCENTED = re.compile(r"[a-zß-öø-ÿā-ſ]*[ß-öø-ÿā-ſ][a-zß-öø-ÿā-ſ]*")
_FOREIGN_SHARE = 0.3  # of the letters outside code
_WORDY = frozenset(("CJK", "HIRAGANA", "KATAKANA", "HANGUL"))  # a letter or two are a word
_LATIN = frozenset(("LATIN",))
_FEW = 20  # function words of a report; below, nothing is sure
_CLEAR = 2  # what a word counts that only another language has

_LOANS = frozenset(
    "café cafés naïve naïvely façade façades résumé résumés déjà cliché clichés touché crème fiancé fiancée rôle über piñata señor née "
    "protégé risqué soirée vis à coördinate reënter élite décor régime blasé entrée entrées smörgåsbord doppelgänger".split()
)


def foreign_script(line: str) -> bool:
    """Whether much of a line's prose is in letters that are not Latin."""
    letters = [letter for word in _WORD.findall(_CODE.sub(" ", line)) for letter in word]
    scripts = (unicodedata.name(letter, "LATIN").split(" ")[0] for letter in letters if ord(letter) > 0x24F)
    other = sum(2 if script in _WORDY else 1 for script in scripts if script not in _LATIN)
    return other > max(2, _FOREIGN_SHARE * len(letters))  # one or two are symbols: µ, α


def not_english(text: str) -> bool:
    """Whether one statement is in another language, by its letters and its small words. Without any such word it counts as English."""
    if foreign_script(text):
        return True
    words = [word for word in _WORD.findall(_QUOTED.sub(" ", _CODE.sub(" ", text))) if len(word) == 1 or not word.isupper()]
    ours = others = 0
    for word in words:
        lower = word.lower()
        if lower in CLEARLY_FOREIGN or (_ACCENTED.fullmatch(word) and word not in _LOANS):
            others += _CLEAR
        elif lower in PERHAPS_FOREIGN:
            others += 1
        elif lower in ENGLISH:
            ours += 1
    return others >= _CLEAR and others > ours


def denies_in_another_language(text: str) -> bool:
    """Whether a statement that is not English may deny what it names."""
    plain = _CODE.sub(" ", text)
    return not_english(text) and (
        any(word.lower() in DENIALS for word in _WORD.findall(plain)) or any(sign in plain for sign in DENYING_SIGNS)
    )


def english(text: str) -> bool:
    """Whether a report is English, by its letters and its function words. Short texts count as English."""
    if foreign_script(text):
        return False
    counts = Counter(word.lower() for word in _WORD.findall(_CODE.sub(" ", text)))
    ours = sum(counts[word] for word in ENGLISH)
    others = sum(counts[word] for word in CLEARLY_FOREIGN | PERHAPS_FOREIGN)
    return others < _FEW or ours >= others
