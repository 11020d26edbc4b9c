"""How reports name commands: who runs what, and what merely shows one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from verifier.reading.english.lexis import shifts
from verifier.reading.says.slots import SLOT, Slots

_DOES = (
    "runs|calls|checks|starts|builds|executes|invokes|wraps|installs|formats|generates|creates|launches|lints|tests|deploys|performs|"
    "applies|seeds|brings|compiles|cleans|prints|shows|produces|triggers|serves|opens|fetches|updates|type-?checks"
)
EXPANDS = re.compile(
    rf"(?P<slot>{SLOT})(?:\s+(?:npm\s+|package\s+)?(?P<script>script))?\s*"
    r"(?:\s(?:simply |just |only )?(?:calls?|runs?|executes?|invokes?|is|wraps|expands to|stands for|maps to"
    rf"|amounts to)\s|[:=→]|->)\s*(?P<code>{SLOT})",
    re.I,
)
DENIED = re.compile(r"\b(?:no|not|never|without|missing|lacks?|fails?|failed|broken|undefined|error|unknown|exist\w*)\b|n't\b", re.I)
SCRIPT = re.compile(r"^\W*(?:npm )?(?:script|command name|name|target)s?\W*$", re.I)
BODY = re.compile(r"^\W*(?:command|runs|definition|calls|executes|what it runs)\W*$", re.I)
INDIRECT = re.compile(r"\b(?:npm|yarn|pnpm|bun|npx|turbo|nx|lerna|make|run-[sp]|concurrently|wireit)\b|\$|\.sh\b|\bnode\b")
ELSEWHERE = re.compile(
    r"^[ \t]*(?:[$>][ \t]*)?(?:pushd|git clone|docker\s+(?!compose)|ssh|vagrant|nix|\.\\)\b|\s-C\s|compose\s+(?:exec|run)\b", re.M
)
STEP = re.compile(r"^cd\s+(?P<folder>[\w./@-]+)$")
_RUN = re.compile(
    r"(?:^|[\s(])(?:run|runs|ran|running|execute|executes|executing|executed|use|uses|using|call|calls|invoke|invokes|invoking|type|issue|via|with|by|"
    r"through|start|starts)\s+(?:the\s+|command\s+|commands\s+|script\s+)*$",
    re.I,
)
_WISH = re.compile(
    r"\b(?:should|shall|consider\w*|recommend\w*|suggest\w*|add|adds|added|adding|introduc\w*|creat\w*|defin\w*|could|would|might|may|must|ought|"
    r"need\w*|propos\w*|plan\w*|want\w*|implement\w*|replac\w*|renam\w*|instead|future|if|once|after|until|unless|like|such|remov\w*|drop\w*|"
    r"e\.g|example|similar|equivalent|than|was|were|used|old|new)\b",
    re.I,
)
_BEFORE = re.compile(rf"\W*(?:the\s+)?(?:[\w/-]+(?:\s[\w/-]+){{0,5}}:\s*)?(?:{SLOT}(?:,|,?\s+and)\s+){{0,12}}", re.I)
RUNS = re.compile(r"\b(?:run|runs|running|execute|invoke)\s+(?:the\s+)?(?:command\s+)?$", re.I)
_IN_FILE = r"\s+(?:in|of|defined\s+in|declared\s+in)\s+(?:the\s+)?"
LISTED = re.compile(
    r"^\W*(?:the\s+)?(?:available\s+|defined\s+)?(?:(?P<scripts>(?:npm|yarn|pnpm|package(?:\.json)?)\s+scripts?"
    rf"|scripts?{_IN_FILE}(?:root\s+)?package\.json)"
    rf"|(?P<make>make(?:file)?\s+targets?|targets?{_IN_FILE}makefile)"
    rf"|(?P<services>(?:docker[\s-])?compose\s+services?|services?{_IN_FILE}(?:docker-)?compose(?:\.ya?ml)?)"
    r"|(?P<marks>pytest\s+mark(?:er)?s?)|(?P<program>console\s+scripts?|entry\s+points))\W*$",
    re.I,
)
FORMULA = re.compile(r"[\w.()]+ +(?:[=+×*/÷<≤≥≈→-]|==|>=|<=|> *\d)(?: |\d|$)")  # "raw = best - offset"
_PROGRAM = r"(?:console[\s-]scripts?|entry[\s-]points?)"
PROGRAM = re.compile(
    rf"^(?:the\s+|there\s+is\s+an?\s+)?(?:{_PROGRAM}\s+(?P<slot>{SLOT})|(?P<slot2>{SLOT})\s+{_PROGRAM})(?P<tail>(?:\s.*)?)$", re.I
)
_GOVERNS = frozenset("planned expected removed before moved sample elsewhere condition".split())
_HOLDER = rf"(?:the\s+)?(?P<file>{SLOT}|makefile|justfile|docker-compose(?:\.ya?ml)?|compose\.ya?ml|package\.json)"
_HAS = r"(?:has|defines|declares|contains|offers|provides|lists|includes)"
NAMED_IN = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"^{_HOLDER}\s+{_HAS}\s+(?:an?\s+|the\s+)?(?:(?P<kind>script|target|service|recipe)\s+)?(?P<slot>{SLOT})(?:\s+(?P<kind2>script|target|service|recipe))?$",
        rf"^there\s+is\s+an?\s+(?P<slot>{SLOT})\s+(?P<kind>script|target|service|recipe)\s+in\s+{_HOLDER}$",
        rf"^(?:the\s+)?(?P<slot>{SLOT})\s+(?P<kind>script|target|service|recipe)\s+(?:in|of)\s+{_HOLDER}\s+(?:runs|calls|exists|is\s+there|builds|starts)(?P<tail>.*)$",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frame:
    """A command in code and what is said around it."""

    command: str
    before: str  # the words before it, with slots
    start: int  # where what tells of it begins in the text with slots
    end: int  # in the text with slots
    loose: bool  # what it does is told with a verb that says nothing of commands


def framed(slots: Slots) -> list[Frame]:
    """The commands of a clause that it tells to run, or what they do."""
    found: list[Frame] = []
    for match in re.finditer(SLOT, slots.text):
        before, after = slots.text[: match.start()], slots.text[match.end() :]
        words = re.findall(r"[a-z'-]+", re.sub(SLOT, " ", before).lower())
        if _WISH.search(before) or any(shifts(word) & _GOVERNS for word in words) or re.match(r"\s*(?:target|script|to\s+the\b)", after):
            continue
        heads = _BEFORE.fullmatch(before) and re.match(
            rf"\s*(?:$|[:–—→=,-]|\(|and\s+⟨|(?:is|are)\s+(?:available|defined|provided|offered)|(?:{_DOES})\b)", after
        )
        told = _RUN.search(before)
        if heads or told:
            start = told.start() if told and not heads else 0
            found.append(Frame(slots.name(match[0]), before, start, match.end(), loose=False))
        elif re.fullmatch(r"\W*(?:the\s+)?", before, re.I) and re.match(r"\s+[a-z]+s\b", after):
            found.append(Frame(slots.name(match[0]), before, 0, match.end(), loose=True))
    return found


def tool_of(file: str, kind: str) -> str:
    """What runs the names that a file holds; "" where the words do not fit together."""
    base = file.rpartition("/")[2].lower()
    if base == "package.json":
        return "scripts" if kind == "script" else ""
    if base in ("makefile", "gnumakefile"):
        return "make" if kind == "target" else ""
    if base == "justfile":
        return "just" if kind == "recipe" else ""
    return "services" if "compose" in base and kind == "service" else ""
