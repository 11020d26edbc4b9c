"""Comments in code that is shown as the repository's: "// Keys are sorted once" stands there, word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.symbols import Symbols
from verifier.model import Claim, Confidence, Finding, Measurement, Reading, Reason, Site, Span, Verdict
from verifier.reading.clause import Clause, Fence, FenceClass, Path
from verifier.repository.kinds import is_source, is_vendored
from verifier.repository.scope import Scope
from verifier.reproduce import arguments, search
from verifier.rule import Example, Expect, Rule, stands

_MARK = r"(?://+!?|#+|--|/?\*+)"
_COMMENT = re.compile(rf"\s*{_MARK}\s+(?P<words>\S.*)")
_MARKED = re.compile(r"[✅✓✔❌✗✘←→…]|\.\.\.|^(?:OLD|NEW|BEFORE|AFTER|BAD|GOOD)\b|\w\.\w+:\d")  # a remark of the report's author
_WORDS, _LETTERS = 3, 12  # a shorter one may stand anywhere
_MOST = 40  # lines of one block
_ASKED = 200  # comments of one report: each is looked for in all files


@dataclass(frozen=True, slots=True)
class Target:
    words: str
    paths: tuple[str, ...] = ()  # files that the block is said to be from


class ShownComment(Rule[Target]):
    """ "// Keys are sorted once" in a block of code."""

    name = "shown-comment"
    infers = True
    kinds = ("code-quote",)
    summary = "A comment of code that is shown as the repository's stands in a comment there, word for word; never refuted."
    examples = (
        Example(
            "comments of shown code",
            "The loop in `a.js`:\n\n```js\n// Rows are weighed in order\nfor (const row of rows) {\n  // Rows are burnt at once\n"
            "  // ✅ Rows are weighed well\n  weigh(row);\n}\n```\n",
            {"a.js": "// Rows are weighed in order\nfor (const row of rows) {\n  weigh(row);\n}\n"},
            (Expect("code-quote", Verdict.HOLDS, 4), Expect("code-quote", Verdict.UNVERIFIABLE, 6)),
            also=("code-quote",),
        ),
        Example(
            "of another file, and no comment there",
            "The loop in `a.js`:\n\n```js\n// Rows are weighed in order\n// Rows are counted at last\nweigh(row);\n```\n",
            {
                "a.js": "const s = 'Rows are counted at last';\nweigh(row);\n",
                "b.js": "// Rows are weighed in order\n",
            },
            (Expect("code-quote", Verdict.UNVERIFIABLE, 4), Expect("code-quote", Verdict.UNVERIFIABLE, 5)),
            also=("code-quote",),
        ),
        Example(
            "in a comment that is closed, and in one that says more",
            "The loop in `a.js`:\n\n```js\n/* Rows are weighed in order */\n// Rows are counted at last\nweigh(row);\n```\n",
            {"a.js": "/* Rows are weighed in order */\n// Rows are counted at last by hand\nweigh(row);\n"},
            (Expect("code-quote", Verdict.HOLDS, 4, "Rows are weighed in order"), Expect("code-quote", Verdict.UNVERIFIABLE, 5)),
            also=("code-quote",),
        ),
        Example(
            "marks, short remarks, and commands",
            "The loop in `a.js`:\n\n```js\n// OLD CODE that burns rows\n// turn it\nweigh(row);\n```\n\n"
            "```bash\n# Rows are weighed in order\n./weigh\n```\n",
            {"a.js": "// Rows are weighed in order\nweigh(row);\n"},
            (),
            also=("code-quote", "command"),
        ),
    )

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        yield from ()

    def recognise_code(self, fence: Fence) -> Iterator[Claim[Target]]:
        if fence.kind is not FenceClass.CODE:
            return
        paths = tuple(mention.value.text for mention in fence.paths if isinstance(mention.value, Path))
        for row, line in enumerate(fence.lines[:_MOST]):
            match = _COMMENT.match(line)
            words = match["words"].rstrip().removesuffix("*/").rstrip() if match else ""
            telling = len(re.findall(r"[^\W\d_]{2,}", words)) >= _WORDS and sum(map(str.isalpha, words)) >= _LETTERS
            if match is None or not telling or _MARKED.search(words):
                continue
            number, at = fence.line + row, match.start("words")
            span = Span(number, number, at + 1, at + len(words) + 1)
            yield Claim(
                self.name, self.kinds[0], span, words, words, "present", Target(words, paths), fence.context.titles,
                hints=fence.hints(paths),
            )  # fmt: skip

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        asked = code.index.memo.setdefault("shown comments", set())
        assert isinstance(asked, set)
        asked.add(target.words)
        if len(asked) > _ASKED:
            return Measurement(blocked=Reason.NO_SUBJECT, detail=f"no more than {_ASKED} comments are looked up", subject=target.words)
        within = {path for named in target.paths for path in code.index.resolve(named).matches}
        needle = target.words.encode()
        for path, data in Symbols.of(code.facts).contents():
            if needle not in data or not is_source(path) or (path not in within if within else is_vendored(path)):
                continue
            if site := _site(path, data, target.words):
                reproduce = search("-nF", target.words, within=arguments(path))
                return Measurement((Reading("comment", True),), (site,), reproduce=reproduce, subject=target.words)
        return Measurement(blocked=Reason.NO_SUBJECT, detail="no comment has these words", subject=target.words)

    def is_guess(self, finding: Finding) -> bool:
        return finding.reason is Reason.NO_SUBJECT

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        return stands(claim, measurement, confidence=Confidence.CERTAIN)


def _site(path: str, data: bytes, words: str) -> Site | None:
    """The first line of a file that is a comment of these words and no others."""
    spelled = re.escape(words.encode())
    alone = re.compile(rb"^[ \t]*" + _MARK.encode() + rb"[ \t]+(?P<words>" + spelled + rb")[ \t]*(?:\*/[ \t]*)?\r?$", re.M)
    match = alone.search(data)
    if match is None:
        return None
    number = data.count(b"\n", 0, match.start("words")) + 1
    return Site(path, "", match[0].decode("utf-8", "replace").strip(), number, number)
