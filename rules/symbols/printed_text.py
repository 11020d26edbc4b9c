"""What a program is shown to print, looked up among the texts that the code holds: "Storage ready" in a block of output."""

from __future__ import annotations

import re
from collections.abc import Iterator

from verifier.codebase import Codebase
from verifier.facts.symbols import Symbols
from verifier.model import Claim, Confidence, Finding, Measurement, Reading, Reason, Site, Span, Verdict
from verifier.reading.clause import Clause, Fence, FenceClass, Form, Role
from verifier.reading.english.lexis import verb_classes
from verifier.reading.says.words import words_of
from verifier.repository.kinds import is_left_behind, is_source, is_test, is_vendored
from verifier.repository.scope import Scope
from verifier.reproduce import arguments, search
from verifier.rule import Example, Expect, Rule, stands
from verifier.shapes.lookup import states

_MESSAGE = re.compile(r"\"(?:message|msg|event)\"\s*:\s*\"(?P<text>(?:[^\"\\]|\\.)*)\"")
_LOGGED = re.compile(  # after a time, or its level
    r"^\s*(?:[\[(]?\d[\d:.,TZ/ +-]{6,}[\])]?\s*)?(?:[\[(]?(?:DEBUG|INFO|WARN(?:ING)?|ERROR|FATAL)[\])]?\s*[:|-]?\s*)?",
    re.I,
)
_SHOWN = re.compile(r"^\s*(?:#|//)\s*(?:output|prints?|shows?|result)\s*:\s*(?P<text>.+)$", re.I)
_MARKS = re.compile(r"^[^\w\"'(<]+|[^\w\"')>.!]+$")
_VARIES = re.compile(r"\d|['\"/\\]|\.\.\.|…")
_QUOTED = re.compile(r"(?<!\w)[\"“](?P<text>[^\"“”\n]{5,120})[\"”](?!\w)")
_FORMER = re.compile(r"[\s*_]*(?:→|->|=>|➜)|\s+(?:was|is now|became|to)\s+[\"“]")  # what was replaced by what follows
_WORD = re.compile(r"[A-Za-z]{2,}")
_SHORT = 9  # letters of a text that a sentence quotes
_LEAST, _WORDS = 12, 2  # letters and words of a text that is looked up
_MOST = 40  # lines of one block
_ASKED = 300  # texts of one report: each is looked for in all files


class PrintedText(Rule[str]):
    """ "{"level":"info","message":"Storage ready"}" in a block of output, "# Output: Storage ready" in a block of commands."""

    name = "printed-text"
    infers = True
    reads_blocks = True
    kinds = ("code-quote",)
    summary = (
        "A text that the program is shown to print, or that a sentence quotes, stands in a string of the code, up to its first number or "
        "name; never refuted."
    )
    examples = (
        Example(
            "logs and messages",
            '**Output:**\n\n```\n{"level":"info","message":"Storage is ready"}\n'
            "2025-01-02 10:00:00 INFO Loaded all rows from 12 files\n"
            "Nothing of this kind\nuser2@example.com\nWelcome to the old hold\n```\n\n"
            "```bash\n./orbit run\n# Output: Storage is ready\n```\n",
            {
                "a.go": 'func f() {\n\tlog.Info("Storage is ready")\n\tlog.Infof("Loaded all rows from %d files", n)\n'
                '\tlog.Info("user2@example.com")\n}\n',
                "archive/b.go": 'func g() {\n\tlog.Info("Welcome to the old hold")\n}\n',
            },
            (
                Expect("code-quote", Verdict.HOLDS, 4),
                Expect("code-quote", Verdict.HOLDS, 5),
                Expect("code-quote", Verdict.UNVERIFIABLE, 6),
                Expect("code-quote", Verdict.UNVERIFIABLE, 8),
                Expect("code-quote", Verdict.HOLDS, 13),
            ),
            also=("command",),
        ),
        Example(
            "quoted in a sentence",
            '- Empty list: "No rows in the hold"\n- Notice: "Hold is on fire"\n- Removed "No rows in the hold"\n'
            '- Header: "No rows in the hold" → "Hold is on fire"\n- Footer: "No rows in the ho"\n',
            {"a.ts": "const empty = 'No rows in the hold';\n"},
            (
                Expect("code-quote", Verdict.HOLDS, 1),
                Expect("code-quote", Verdict.UNVERIFIABLE, 2),
                Expect("code-quote", Verdict.UNVERIFIABLE, 4),
                Expect("code-quote", Verdict.UNVERIFIABLE, 5),
            ),
        ),
        Example(
            "what is no output",
            "```python\nprint('Storage is ready')\n```\n\nStorage is ready.\n",
            {"a.py": "x = 'Storage is ready'\n"},
            (),
        ),
    )

    def recognise(self, clause: Clause) -> Iterator[Claim[str]]:
        if clause.position or not states(clause) or clause.form is Form.HEADING or clause.context.fence is not None:
            return
        if any(word.verb is not None and "remove" in verb_classes(word.verb.lemma) for word in words_of(clause.words)):
            return
        source = clause.statement.text
        for match in _QUOTED.finditer(source.plain):
            text = match["text"].strip(" .,")
            if (
                not _FORMER.match(source.plain[match.end() :])
                and not source.in_code(*match.span())
                and len(text.split()) >= _WORDS <= len(_WORD.findall(text))
                and sum(map(str.isalpha, text)) >= _SHORT
            ):
                span = source.span(*match.span())
                yield self.claim(clause, text, subject=text, claimed="shown", span=span, confidence=Confidence.LIKELY)

    def recognise_code(self, fence: Fence) -> Iterator[Claim[str]]:
        for row, line in enumerate(fence.lines[:_MOST]):
            text = _printed(line, fence.kind, fence.context.lead_in_role is Role.OUTPUT)
            if not text:
                continue
            at = line.find(text)
            span = Span(fence.line + row, fence.line + row, at + 1, at + len(text) + 1)
            yield Claim(
                self.name, self.kinds[0], span, text, text, "printed", text, fence.context.titles, confidence=Confidence.LIKELY
            )  # fmt: skip

    def measure(self, claim: Claim[str], code: Codebase, scope: Scope) -> Measurement:
        asked = code.index.memo.setdefault("printed texts", set())
        assert isinstance(asked, set)
        asked.add(claim.target)
        if len(asked) > _ASKED:
            return Measurement(blocked=Reason.NO_SUBJECT, detail=f"no more than {_ASKED} texts are looked up", subject=claim.target)
        for text in _held(claim.target):
            needle = text.encode()
            for path, data in Symbols.of(code.facts).contents():
                at = _whole(data, needle)
                if (
                    at < 0
                    or is_test(path)
                    or is_vendored(path)
                    or is_left_behind(path)
                    or not is_source(path)
                    or not _in_a_string(data, at)
                ):
                    continue
                line = data.count(b"\n", 0, at) + 1
                source = data.split(b"\n", line)[line - 1].decode("utf-8", "replace").strip()
                reproduce = search("-nF", text, within=arguments(path))
                return Measurement((Reading("text", True),), (Site(path, "", source, line, line),), reproduce=reproduce, subject=text)
        return Measurement(blocked=Reason.NO_SUBJECT, detail="no string of the code has this text", subject=claim.target)

    def is_guess(self, finding: Finding) -> bool:
        return finding.reason is Reason.NO_SUBJECT

    def judge(self, claim: Claim[str], measurement: Measurement) -> Finding:
        return stands(claim, measurement)


def _printed(line: str, kind: FenceClass, output: bool) -> str:
    """The text that a line of a block is shown to print; `output`: so the words above it say."""
    shown = _SHOWN.match(line)
    if kind is FenceClass.SHELL and shown is None:
        return ""
    if not output and kind not in (FenceClass.OUTPUT, FenceClass.PROSE, FenceClass.SHELL):
        return ""
    if message := _MESSAGE.search(line):
        text = message["text"]
    else:
        prefix = _LOGGED.match(line)
        text = _MARKS.sub("", shown["text"] if shown else line[prefix.end() :] if prefix else line)
    enough = len(_WORD.findall(text)) >= _WORDS <= len(text.split()) and sum(map(str.isalpha, text)) >= _LEAST
    return text if enough else ""


def _held(text: str) -> Iterator[str]:
    """The text, and what stands before its first part that may vary, where that is enough."""
    yield text
    first = _VARIES.split(text, maxsplit=1)[0].strip()
    if first != text and len(first.split()) > _WORDS and sum(map(str.isalpha, first)) >= _LEAST:
        yield first


def _whole(data: bytes, needle: bytes) -> int:
    """Where a text stands that is not a part of longer words ("only support" in "only supports"), or -1."""
    at = data.find(needle)
    while at >= 0 and data[at + len(needle) - 1 : at + len(needle) + 1].isalnum() and data[at + len(needle) : at + len(needle) + 1]:
        at = data.find(needle, at + 1)
    return at


def _in_a_string(data: bytes, at: int) -> bool:
    """Whether a quote opens before the place, on its own line or as a text of several lines."""
    start = data.rfind(b"\n", 0, at) + 1
    before = data[start:at]
    comment = before.lstrip()[:2] in (b"//", b"# ", b"/*", b"* ") or before.lstrip()[:1] == b"#"
    return not comment and (any(quote in before for quote in (b'"', b"'", b"`")) or b">" in before)
