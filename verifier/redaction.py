"""What of a finding may be told: no secret of the repository, and nothing that is in a file which git does not keep.

All formats tell what comes out of here. What the report says itself may be said again; what the repository adds to it is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache

from verifier.codebase import Codebase
from verifier.knowledge.secrets import is_secret_name, private_keys, secret_spans
from verifier.model import Finding, Verdict
from verifier.repository.kinds import language_of
from verifier.repository.snapshot import Unreadable

HIDDEN = "[redacted]"
_WITHHELD = "no correction is offered, since it would write {} into the report"
_TELLS = {Verdict.HOLDS: "it is so", Verdict.UNVERIFIABLE: "it was looked for", Verdict.ERROR: "this failed"}
_PATH = re.compile(r"[\w.@+~/-]*[\w/-]")
_LITERAL = re.compile(r"[^\s()\[\]{}.]+")  # no look-up, no call
_WORD = re.compile(r"\w+")
_PLAIN = frozenset(("env", "ini", "yaml", "toml", "properties", "dotenv", None))  # a value needs no quotes in these
_LARGEST = 20_000  # bytes of a cited file that are looked through; of a larger one those around the place, and the keys in it
_AROUND = 60  # lines
_LEAST = 4  # letters of a secret that is looked for in other words
_CUT = 12  # letters of its beginning that show it where it is cut off


class Redaction:
    """What may be told of findings about `codes`, the repository at each time that was looked at, to readers of `report`."""

    def __init__(self, report: str, codes: Sequence[Codebase]) -> None:
        self.codes = codes
        self.said = report
        self.words = frozenset(_WORD.findall(report.lower()))
        self._held: dict[str, tuple[str, frozenset[str]]] = {}
        self._known: dict[tuple[int, str, int], tuple[str, ...]] = {}

    @cached_property
    def _named(self) -> frozenset[str]:
        """The names of files and folders, which everybody sees: a password that is called so, too, is hidden where it stands as one."""
        parts = {part for path in self.codes[0].index.entries for part in path.lower().split("/")}
        return frozenset(parts | {part.rpartition(".")[0] for part in parts})

    def of(self, finding: Finding, quotes: bool) -> Finding:
        """The finding as it may be told. `quotes`: its rule tells words of files."""
        paths = self._cited(finding)
        withheld = {path: why for path in paths for code in self.codes[:1] if (why := code.snapshot.withheld(path))}
        if withheld:
            finding = self._not_quoted(finding, withheld, quotes)
        bare = not (quotes or finding.correction or any(item.excerpt for item in finding.evidence))  # numbers, names and places
        secrets = {secret for path, line in paths.items() for secret in self._secrets(path, line)} if not bare else ()
        return self._without(finding, tuple(sorted(secrets, key=lambda secret: -len(secret))))

    def _without(self, finding: Finding, secrets: Sequence[str]) -> Finding:
        """The finding without what is, or looks like, a secret."""
        name = re.split(r"[^\w$-]", (finding.subject or finding.claim.subject).strip())[-1]
        given = name if is_secret_name(name) else ""
        evidence = tuple(replace(item, excerpt=self._hide(item.excerpt, secrets)) for item in finding.evidence)
        correction, message = finding.correction, self._hide(finding.message, secrets)
        if correction is not None and self._hide(correction.text, secrets, given) != correction.text:
            correction, message = None, f"{message}; {_WITHHELD.format('a secret')}"
        shown = self._hide(finding.reproduce, secrets)
        return replace(
            finding,
            message=message,
            observed=self._hide(finding.observed, secrets, given),
            definition=self._hide(finding.definition, secrets),
            subject=self._hide(finding.subject, secrets),
            reproduce=shown if shown == finding.reproduce else "",
            evidence=evidence,
            correction=correction,
        )

    def _hide(self, text: str, secrets: Sequence[str], given: str = "") -> str:
        """`text` without secrets, but for what the report says. `given`: the name that it is a value of."""
        spans = list(_spans(text)) if text else []
        if given and not spans and _LITERAL.fullmatch(text):
            before = f'{given} = "'
            shift = len(before)
            spans = [(start - shift, end - shift) for start, end in secret_spans(f'{before}{text}"') if start >= shift]
        known = list(_occurrences(text, secrets)) if secrets else []
        if not (spans or known) or text in self.said:  # looked for last: it takes time in proportion to the report's length
            return text
        spans = [span for span in spans if text[slice(*span)] not in self.said] + known
        for start, end in reversed(_merged(spans)):
            text = text[:start] + HIDDEN + text[end:]
        return text

    def _cited(self, finding: Finding) -> dict[str, int]:
        """The files that a finding may have its words from, with a line of interest, 0 for none."""
        cited = {**dict.fromkeys(finding.cites, 0), **{item.path: item.line for item in finding.evidence}}
        told = " ".join((finding.message, finding.observed, finding.subject, finding.claim.subject, *(e.excerpt for e in finding.evidence)))
        known = self.codes[0].index
        for name in (*finding.claim.hints.paths[:8], finding.claim.subject):
            cited.update({path: 0 for path in known.resolve(name).matches[:3] if path and path not in cited} if name else {})
        for code in self.codes:
            cited.update({path: 0 for path in _PATH.findall(told) if path in code.index.entries and path not in cited})
        return {path: line for path, line in cited.items() if path}

    def _secrets(self, path: str, line: int) -> Iterator[str]:
        """The secrets of a file, at any of the times, that the report does not tell itself."""
        for number, code in enumerate(self.codes):
            key = (number, path, line if _size(code, path) > _LARGEST else 0)
            if key not in self._known:
                found = _secrets_of(code, path, line)
                self._known[key] = tuple(one for one in found if one not in self.said and one.lower() not in self._named)
            yield from self._known[key]

    def _words_of(self, path: str) -> tuple[str, frozenset[str]]:
        """The text of a file that is not to be quoted, in lower case, and its words."""
        if path not in self._held:
            text = _text(self.codes[0], path).lower()
            self._held[path] = text, frozenset(_WORD.findall(text))
        return self._held[path]

    def _not_quoted(self, finding: Finding, withheld: dict[str, str], quotes: bool) -> Finding:
        """The finding without the words of files that are not to be quoted."""
        held = [self._words_of(path) for path in withheld]
        place, why = next(iter(withheld.items()))
        line = next((item.line for item in finding.evidence if item.path == place and item.line), 0)
        at = f"{place}:{line}" if line else place

        def tells(text: str, more: bool = True) -> bool:
            """Whether a text has words of such a file, or numbers that it may have them from."""
            for path in withheld:
                text = re.sub(rf"{re.escape(path)}(?::\d+(?:-\d+)?)?", " ", text)
            words = set(_WORD.findall(re.sub(r"\bline \d+", " ", text.lower()))) - self.words
            return any((more and re.search(r"\d", word)) or any(_is_of(word, *one) for one in held) for word in words)

        evidence = tuple(replace(item, excerpt="") if item.path in withheld else item for item in finding.evidence)
        finding = replace(finding, evidence=evidence)
        if not quotes:
            return finding
        message, correction = finding.message, finding.correction
        if tells(message):
            message = f"{_TELLS.get(finding.verdict, 'it is otherwise')} in {at}, which is not quoted: {why}"
        if correction is not None and tells(correction.text):
            correction, message = None, f"{message}; {_WITHHELD.format('what is in that file')}"
        return replace(
            finding,
            message=message,
            observed="" if tells(finding.observed) else finding.observed,
            subject="" if tells(finding.subject) else finding.subject,
            definition="" if tells(finding.definition) else finding.definition,
            reproduce="" if tells(finding.reproduce, more=False) else finding.reproduce,
            correction=correction,
        )


def _is_of(word: str, text: str, words: frozenset[str]) -> bool:
    """Whether a word is one of the file's, or one that was cut off."""
    return len(word) > 1 and (word in words or (len(word) > 4 and word in text))


def _secrets_of(code: Codebase, path: str, line: int) -> Iterator[str]:
    text = _text(code, path)
    keys = [text[slice(*span)] for span in private_keys(text)]
    if len(text) > _LARGEST:
        lines = text.split("\n")
        text = "\n".join(lines[max(0, line - _AROUND) : line + _AROUND])[: 2 * _LARGEST]
    plain = language_of(path) in _PLAIN and "." in path
    for found in (*keys, *(text[slice(*span)] for span in secret_spans(text, plain))):
        for secret in map(str.strip, found.split("\n")):
            if len(secret) >= _LEAST and not (secret.isdecimal() and len(secret) < 6):
                yield secret


def _text(code: Codebase, path: str) -> str:
    if path not in code.index.entries:
        return ""  # a directory, or what is not there: to look for it would be to look beyond what is listed
    try:
        return code.snapshot.text(path)
    except Unreadable:
        return ""


def _size(code: Codebase, path: str) -> int:
    entry = code.index.entries.get(path)
    return entry.size if entry is not None else 0


@lru_cache(maxsize=4096)
def _spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where what looks like a secret stands; messages and commands are much alike."""
    return tuple(secret_spans(text))


def _occurrences(text: str, secrets: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where secrets stand in a text, whatever the case and the blanks, those too that are cut off."""
    squeezed, places = _squeezed(text)
    for secret in secrets:
        whole = _squeezed(secret)[0]
        head, at = whole[:_CUT], squeezed.find(whole[:_CUT])
        while at >= 0 and whole:
            end = at + len(head)
            while end < len(squeezed) and end - at < len(whole) and squeezed[end] == whole[end - at]:
                end += 1
            apart = len(whole) > 5 or not (squeezed[at - 1 : at].isalnum() or squeezed[end : end + 1].isalnum())
            if apart:
                yield places[at], places[end - 1] + 1
            at = squeezed.find(head, end)


def _squeezed(text: str) -> tuple[str, list[int]]:
    """`text` in lower case without blanks, and where each of its characters stands."""
    places = [place for place, character in enumerate(text) if not character.isspace()]
    return "".join(text[place].lower()[:1] for place in places), places


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
