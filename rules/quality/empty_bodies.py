"""Whether a class, a function or a handler of errors is empty: its body has comments, or `pass`, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.facts.symbols import Place, Symbols
from verifier.model import Claim, Measurement, Reason, Site
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Path
from verifier.reading.says.slots import SLOT, slots_of
from verifier.repository.kinds import is_test
from verifier.repository.scope import Scope
from verifier.reproduce import arguments
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

_BARE = r"(?:empty|(?:a\s+)?stub|(?:a\s+)?placeholder|(?:a\s+)?no-?op)"
_SORT = r"(?:\s+(?:(?:exception|error|base|abstract)\s+)?(?:class|function|method|interface|struct|implementation))?"
_FIRST = re.compile(rf"^(?:an?\s+|the\s+)?{_BARE}\s+(?:(?:class|function|method)\s+)?(?P<name>{SLOT}){_SORT}(?P<tail>\W*)$", re.I)
_SAID = re.compile(
    rf"^(?:the\s+)?(?:(?:class|function|method)\s+)?(?P<name>{SLOT}){_SORT}\s+(?:is|has)\s+(?:currently\s+|still\s+|just\s+|only\s+)?(?:an?\s+)?"
    rf"(?:{_BARE}|an?\s+empty\s+body)(?:\s+(?:body|class|function|method|implementation))?(?P<tail>\W*)$",
    re.I,
)
_HANDLER = re.compile(r"^(?:an?\s+|the\s+)?empty\s+(?:(?:except(?:ion)?|catch|error)\s+)(?:blocks?|clauses?|handlers?)(?P<tail>\W*)$", re.I)
_CAUGHT = re.compile(r"^\s*(?:\}?\s*catch\b|except\b|rescue\b)")
_NOTHING = re.compile(
    r"^(?:pass|\.{3}|return(?:\s+(?:None|null|undefined))?|raise\s+NotImplementedError\b.*|throw\s+new\s+\w*NotImplemented\w*.*)?;?$"
)
_COMMENT = re.compile(r"/\*(?s:.*?)\*/|//[^\n]*|(?m:^[ \t]*#[^\n]*)")
_DOCSTRING = re.compile(r"^\s*[rRuU]?(?:\"{3}(?s:.*?)\"{3}|'{3}(?s:.*?)'{3}|\"[^\"\n]*\"|'[^'\n]*')")
_FULL = 3  # lines of code with which nobody calls a body empty
_NEAR = 3  # lines by which a place may miss its handler
_LONGEST = 200  # lines of a body that is looked at
_KINDS = frozenset("function method constructor class struct interface".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A name, or the file and line of a handler."""

    name: str = ""
    path: str = ""
    line: int = 0
    strict: bool = True  # "empty": a stub may do a little, and one for tests much


class EmptyBodies(Lookup[Target]):
    """ "Empty `ParseError` class", "`close()` is a stub", "`a.py:76` - Empty except block"."""

    name = "empty-bodies"
    kinds = ("error-handling", "other")
    summary = (
        "The body of a class, a function or a handler of errors has nothing but comments, documentation or `pass`, as the report says."
    )
    vocabulary = "empty stub placeholder noop class function method exception except catch block handler clause body implementation"
    examples = (
        Example(
            "classes and functions",
            "- Empty `TurnError` class\n- `turn` is a stub\n- Empty `Tilt` class\n- `tilt()` is a placeholder\n- Empty `lean()` function\n"
            "- `shift` is a stub\n",
            {
                "a.py": 'class TurnError(Exception):\n    """Raised on turning."""\n\n\nclass Tilt:\n    def __init__(self, x):\n'
                "        self.x = x\n        self.y = x\n        self.z = x\n\n\ndef turn(x):\n    # later\n"
                "    raise NotImplementedError(x)\n\n\ndef shift(x):\n    return 1\n",
                "b.ts": "export function tilt() {\n  const a = 1;\n  const b = 2;\n  return a + b;\n}\n"
                "export function lean() {\n  // later\n}\n",
            },
            (
                Expect("other", V.HOLDS, 1, "TurnError"),
                Expect("other", V.HOLDS, 2, "turn"),
                Expect("other", V.REFUTED, 3, "Tilt"),
                Expect("other", V.UNVERIFIABLE, 4, "tilt"),
                Expect("other", V.HOLDS, 5, "lean"),
                Expect("other", V.UNVERIFIABLE, 6, "shift"),
            ),
        ),
        Example(
            "handlers",
            "- `a.py:3` - Empty except block\n- `a.py:8` - Empty except block\n- `b.ts:4` - empty catch block\n"
            "- `a.py:1` - Empty except block\n- `c.py:2` - Empty except block\n- `a.py:30` - Empty except block\n",
            {
                "c.py": "x = 1\ny = 2\n\n\n\n\n\n\n\n\n\ntry:\n    turn()\nexcept ValueError:\n    log()\n",
                "a.py": "try:\n    turn()\nexcept ValueError:\n    pass  # whatever\n\ntry:\n    tilt()\n"
                "except ValueError as error:\n    log(error)\n    raise\n",
                "b.ts": "try {\n  turn();\n} catch (error) {\n  // whatever\n}\n",
            },
            (
                Expect("error-handling", V.HOLDS, 1),
                Expect("error-handling", V.REFUTED, 2),
                Expect("error-handling", V.HOLDS, 3),
                Expect("error-handling", V.HOLDS, 4),
                Expect("error-handling", V.REFUTED, 5),
                Expect("error-handling", V.UNVERIFIABLE, 6),
            ),
            also=("line-anchor",),
        ),
        Example(
            "other emptiness",
            "- Remove the empty `Tilt` class\n- An empty list in `tilt`\n- `tilt` is empty of air\n",
            {"a.py": "class Tilt: pass\n"},
            (),
        ),
    )

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        if clause.negated:
            return
        slots = slots_of(clause)
        if match := _FIRST.match(slots.text) or _SAID.match(slots.text):
            name = slots.name(match["name"]).removesuffix("()")
            if re.fullmatch(r"[A-Za-z_$][\w$.]*", name):
                target, explains = Target(name=name, strict="empty" in match[0].lower()), slots.taken(match)
                yield self.claim(clause, target, kind="other", subject=name, claimed="empty", text=clause.in_full, explains=explains)
        elif match := _HANDLER.match(slots.text):
            places = [m.value for m in clause.all(Path) if isinstance(m.value, Path) and m.value.anchors]
            for place in places[:1]:
                target = Target(path=place.text, line=place.anchors[0][0])
                told = f"{place.text}:{target.line}"
                yield self.claim(
                    clause, target, kind="error-handling", subject=told, claimed="empty", text=clause.in_full, explains=slots.taken(match)
                )  # fmt: skip

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        return _handler(claim.target, code, claim.hints.paths) if claim.target.path else _definition(claim, code)


def _definition(claim: Claim[Target], code: Codebase) -> Measurement:
    name, symbols = claim.target.name, Symbols.of(code.facts)
    known = symbols.find(name.rpartition(".")[2])
    places = [p for p in known.places if p.definition.kind in _KINDS and p.definition.qualified.endswith(name) and not is_test(p.path)]
    told = {path for text in claim.hints.paths for path in code.index.resolve(text.partition(":")[0]).matches}
    places = [p for p in places if p.path in told] or places
    if len(places) != 1:
        return blocked(Reason.AMBIGUOUS if places else Reason.NO_SUBJECT, f"{len(places)} definitions are called {name}", name)
    place, one = places[0], places[0].definition
    body = _body(place, symbols)
    site = Site(place.path, one.qualified, "", one.line, one.end_line)
    reproduce = f"sed -n {one.line},{one.end_line}p {arguments(place.path)}"
    if body and not claim.target.strict:
        return blocked(Reason.AMBIGUOUS, f"a body of {len(body)} lines may be a stub", name)
    return _told(body, site, reproduce, name)


def _handler(target: Target, code: Codebase, near: Sequence[str]) -> Measurement:
    resolved = code.index.resolve(target.path, tuple(near))
    if resolved.path is None or resolved.path not in code.index.entries:
        return blocked(Reason.NO_SUBJECT, f"{target.path} names {len(resolved.matches)} files", target.path)
    lines = code.facts.text(resolved.path).splitlines()
    around = range(max(0, target.line - 1 - _NEAR), min(len(lines), target.line + _NEAR))
    heads = sorted((at for at in around if _CAUGHT.match(lines[at])), key=lambda at: abs(at - target.line + 1))
    if not heads:
        others = [at for at, line in enumerate(lines) if _CAUGHT.match(line)]
        if any(not _caught(lines, at)[0] for at in others):
            return blocked(Reason.NO_SUBJECT, f"no handler of errors is near line {target.line}", target.path)
        shown = f"sed -n {target.line},{target.line}p {arguments(resolved.path)}"
        told = f"none is near line {target.line}, and none in the file is empty"
        cited = Site(resolved.path, "", "".join(lines[target.line - 1 : target.line]).strip(), target.line, target.line)
        return answer(False, told, [cited], reproduce=shown, subject=target.path)
    at = heads[0]
    body, end = _caught(lines, at)
    site = Site(resolved.path, "", lines[at].strip(), at + 1, end)
    return _told(body, site, f"sed -n {at + 1},{end}p {arguments(resolved.path)}", target.path)


def _caught(lines: Sequence[str], at: int) -> tuple[list[str], int]:
    """The lines of code of the handler that begins at an index, and the index behind its last line."""
    depth = len(lines[at]) - len(lines[at].lstrip())
    end = next((n for n in range(at + 1, len(lines)) if lines[n].strip() and len(lines[n]) - len(lines[n].lstrip()) <= depth), len(lines))
    return _code("\n".join([lines[at].partition("{")[2] or lines[at].partition(":")[2], *lines[at + 1 : end]])), end


def _told(body: list[str], site: Site, reproduce: str, subject: str) -> Measurement:
    if 0 < len(body) < _FULL and not site.code:
        return blocked(Reason.AMBIGUOUS, f"a body of {len(body)} lines may be called empty", subject)
    return answer(not body, "empty" if not body else f"{len(body)} lines of code", [site], reproduce=reproduce, subject=subject)


def _body(place: Place, symbols: Symbols) -> list[str]:
    """The lines of code of a definition's body that do something."""
    one = place.definition
    text = "\n".join(symbols.snapshot.text(place.path).splitlines()[one.line - 1 : min(one.end_line, one.line + _LONGEST)])
    if place.path.endswith((".py", ".pyi")):
        head = re.match(r"(?s)\s*(?:async\s+)?(?:def|class)\b.*?(?<!lambda)\s*:\s*(?=#|\n|pass\b|\.\.\.|\"|')", text)
        text = text[head.end() :] if head else text.partition(":")[2]
        text = _DOCSTRING.sub("", _COMMENT.sub("", text) if text.lstrip().startswith("#") else text, count=1)
    else:
        text = text[text.find("{") + 1 : text.rfind("}")] if "{" in text else text
    return _code(text)


def _code(text: str) -> list[str]:
    """The lines of a text that are neither blank nor comments nor do nothing."""
    rows = (re.sub(r"\s+#[^\"']*$", "", row).strip(" {}") for row in _COMMENT.sub("", text).splitlines())
    return [row for row in rows if row and not row.startswith("#") and not _NOTHING.match(row)]
