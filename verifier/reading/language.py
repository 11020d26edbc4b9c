"""Whether a text is English, the one language that is read. What another says of a path may be that it is missing."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

_CODE = re.compile(r"`[^`]*`|https?://\S+|[\w./\\-]*[/\\._][\w./\\-]*")
_WORD = re.compile(r"[^\W\d_]+")
_FOREIGN_SHARE = 0.3  # of the letters outside code
_LATIN = frozenset(("LATIN",))
_FEW = 20  # function words; below, nothing is sure

_ENGLISH = frozenset("the of and to is are for with this that be as on by from was were has have not it which should".split())
# Function words that English lacks, of the languages that share its letters.
_OTHERS = frozenset(
    "de la el los las que en del por para con una como más está son se su este esta pero "  # Spanish
    "do da dos das em não uma com os ao são foi pela pelo também "  # Portuguese
    "le les des et est pour dans une sur avec pas qui sont cette au aux du "  # French
    "der die das und ist nicht mit für ein eine den von zu auf werden wird sind im dem "  # German
    "il di che per non è gli della delle sono questo nel alla "  # Italian
    "het een van niet voor met zijn wordt "  # Dutch
    "nie jest się na oraz dla przez ve bir için bu ile olarak dan yang untuk dengan tidak pada "  # Polish, Turkish, Indonesian
    "và của là cho không các được trong".split()  # Vietnamese
)


def foreign_script(line: str) -> bool:
    """Whether much of a line's prose is in letters that are not Latin."""
    letters = [letter for word in _WORD.findall(_CODE.sub(" ", line)) for letter in word]
    other = sum(unicodedata.name(letter, "LATIN").split(" ")[0] not in _LATIN for letter in letters if ord(letter) > 0x24F)
    return other > max(2, _FOREIGN_SHARE * len(letters))  # one or two are symbols: µ, α


def english(text: str) -> bool:
    """Whether a report is English, by its letters and its function words. Short texts count as English."""
    if foreign_script(text):
        return False
    counts = Counter(word.lower() for word in _WORD.findall(_CODE.sub(" ", text)))
    ours, others = sum(counts[word] for word in _ENGLISH), sum(counts[word] for word in _OTHERS)
    return others < _FEW or ours >= others
