"""What UTF-8 looks like once it was read as another codec, and which of it can be believed to be that."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

# Where candidates explain a file equally well, the earlier one is taken.
CODECS = ("cp1252", "mac-roman", "cp1254", "cp1250", "cp1251", "cp437", "cp850", "latin-1")

# Symbols that reports are full of, the likeliest first: they are evidence of damage, and what a lossy run is completed to.
# Several look the same once bytes are lost ("ğŸ“" is 📝 or 📁): the first one wins.
_SEQUENCES = ("⚠️", "🏗️", "⏱️", "✔️", "➡️", "⬅️", "⬆️", "⬇️", "▶️", "ℹ️", "☑️", "✏️", "❤️", "⚙️", "🛠️", "🛡️", "🗄️", "🗂️", "🖥️", "1️⃣", "️⃣", "️")
_SYMBOLS = (
    "✅❌⚠⏳→←↓↑↔⇒⇐├└│─┌┐┘┤┬┴┼▼▶▲◀►◄═║╔╗╚╝╠╣╦╩╬╭╮╯╰•●○◦■□▪▫◆◇★☆✓✔✗✘✕✖☐☑☒➜➔➤➡⬅⬆⬇⏱⏰⏸⏭⌛❓❗❎➕➖⭐⚡⚙⛔♻✨✏❤ℹ█▓▒░▌▐▄▀"
    "“”‘’–—…‐‑′″‹›€™≤≥≠≈×÷±−∞√∑∆∈∀∃∅⋯⌘"
    "🔍📝🎯🏆📊📈📉📋📁📂📄📦📌📍📚📖📅📞📧📱🔐🔎🔒🔓🔑🔧🔨🔥🔄🔗🔔🔴🔵🔮🟢🟡🟠🟣⚪🚀🚨🚫🚧🚦🎉🎨🎓🎊🏁🏗🏢🏥🏅💡💰💻💾💬💥💪💯💎🐛🐍🐳🐢🧪🧹🧠🧩🧱🧰🧭"
    "🛠🛡🛑🛣🗂🗄🗑🗺🌐🌍🌟🌱🌊👍👎👀👤👥👉👏🙏🤖🤔🤝🤷🥇🥈🥉🦀🪲🪝🪵🩺🖥😀😅😊😎"
)
COMMON = frozenset(_SYMBOLS + "".join(_SEQUENCES))


def _ranges(*bounds: tuple[int, int]) -> frozenset[int]:
    return frozenset(code for low, high in bounds for code in range(low, high + 1))


# What a run may decode to. Nothing else is believable in a report, however well-formed its bytes.
_LATIN = _ranges((0xA0, 0x17F), (0x218, 0x21B))
_SYMBOL = _ranges(
    (0x200B, 0x200D), (0x2010, 0x2027), (0x202F, 0x205E), (0x2070, 0x209C), (0x20A0, 0x20BF), (0x20E3, 0x20E3), (0x2100, 0x23FF),
    (0x2460, 0x2BFF), (0xFE0E, 0xFE0F), (0xFEFF, 0xFEFF), (0x1F000, 0x1FAFF),
)  # fmt: skip
FOREIGN = _ranges((0x370, 0x52F), (0x5D0, 0x5EA), (0x621, 0x64A), (0x3000, 0x30FF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0xFF01, 0xFF65))
_BELIEVABLE = _LATIN | _SYMBOL | FOREIGN

LOST = "\ufffd"


@dataclass(frozen=True, slots=True)
class Table:
    """One codec's damage: what each byte became, the runs to look for, and what lossy runs stand for."""

    codec: str
    characters: tuple[str, ...]  # of the bytes 0-255; a byte the codec lacks is the C1 control it falls back to
    undefined: frozenset[int]
    leads: frozenset[str]
    lossy: Mapping[str, str]
    runs: re.Pattern[str]
    decoded: dict[str, str] = field(default_factory=dict)  # memo of `decode`

    def damage(self, text: str, lost: str | None) -> str:
        """`text` as damaged; a byte the codec lacks becomes `lost`, or the C1 control when that is None."""
        return "".join(
            lost if lost is not None and byte in self.undefined else self.characters[byte] for byte in text.encode("utf-8", "surrogatepass")
        )

    def decode(self, run: str) -> str:
        """What a damaged run stood for; the run itself if it stood for nothing believable."""
        known = self.decoded.get(run)
        if known is None:
            known = self.decoded[run] = self._decode(run)
        return known

    def _decode(self, run: str) -> str:
        if run in self.lossy:
            return self.lossy[run]
        try:
            character = bytes(self.characters.index(c) for c in run).decode()
        except UnicodeDecodeError:
            return run
        return character if ord(character) in _BELIEVABLE else run


def _class(characters: Iterable[str]) -> str:
    return "[" + "".join(map(re.escape, characters)) + "]"


@cache
def damage_table(codec: str) -> Table:
    characters, undefined = [], set()
    for byte in range(256):
        try:
            characters.append(bytes([byte]).decode(codec))
        except UnicodeDecodeError:
            undefined.add(byte)
            characters.append(chr(byte))
    if codec == "mac-roman":
        undefined.add(0xF0)  # the Apple logo, a private character that many programs drop
    table = Table(codec, tuple(characters), frozenset(undefined), frozenset(characters[0xC2:0xF5]), {}, re.compile(""))
    lossy: dict[str, str] = {}
    for symbol in (*_SEQUENCES, *_SYMBOLS):
        whole = table.damage(symbol, None)
        for lost in ("", LOST):
            for form in (run := table.damage(symbol, lost), run.replace("\xa0", " "), run.replace("\xad", "")):
                if len(form) > 1 and form != whole:
                    lossy.setdefault(form, symbol)
    tail = _class(characters[0x80:0xC0])
    whole_runs = [f"{_class(characters[low:high])}{tail}{{{n}}}" for low, high, n in ((0xF0, 0xF5, 3), (0xE0, 0xF0, 2), (0xC2, 0xE0, 1))]
    # A lossy run that is longer than a whole one must be tried first: "âš ï¸" before "âš" and its hard space.
    lossy_runs = [re.escape(form) for form in sorted(lossy, key=len, reverse=True)]
    return Table(codec, table.characters, table.undefined, table.leads, lossy, re.compile("|".join([*whole_runs, *lossy_runs])))
