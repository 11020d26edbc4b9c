"""What shows that whoever wrote a report saw what is missing now: without it, a name may be of a plan, or of another project."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from verifier.accounting import Recognised
from verifier.model import Confidence, Finding, Reason, Side, Verdict
from verifier.reading.clause import Form, Mark, Path, of_kind
from verifier.reading.mentions import mentions
from verifier.reading.quantities import quantities
from verifier.reading.says.words import words_of

Titles = tuple[str, ...]  # of the headings above something, outermost first
_TIMES = 3  # as many entries as are missing are there, of a tree that is right but for a few
_LEAST = 4  # entries of a section's trees that are there, from which on one that is missing is an error
_OF_CODE = frozenset(("symbol-exists", "code-quote"))
_NAMES = _OF_CODE | {"file-exists", "exact-name", "line-anchor", "signature", "file-lines", "member-count", "told-of-file", "value"}
_OF_VALUES = frozenset(("value", "parameter-default", "file-setting"))
_LOOKED_UP, _MANY = frozenset(("file-exists", "symbol-exists")), 8  # names of a report, from which on their share tells something
_LENGTHS = frozenset(("line", "byte", "word"))
_BEING = frozenset("is are has have".split())


@dataclass(frozen=True, slots=True)
class Seen:
    """By what is told beside them: files that were seen, sections that draw what is there, and sections that nothing vouches for."""

    present: frozenset[str]  # names of the files that are there
    known: frozenset[str]  # names of missing files of which something is told that only who saw them knows
    drifted: frozenset[Titles]  # sections whose trees are right but for a few entries
    based: frozenset[Titles]  # sections that name something which is there
    familiar: frozenset[str]  # rules by which so much of what the report names is here that its author knew the repository
    lone: frozenset[Titles]  # sections in which one line alone names what could be looked up, and nothing of it is there
    varied: frozenset[tuple[Titles, str]]  # names to which a section gives several values: they are alternatives
    outer: Mapping[Titles, str]  # sections whose files lie in another place on their author's machine, and one of these
    outer_names: frozenset[str]  # what they tell of

    def file(self, item: Recognised) -> bool:
        """Whether a missing file was seen: something is told of it, or it is the one entry that a tree has too much."""
        return name_of(item) in self.known or (_drawn(item) and item.claim.section in self.drifted)

    def name(self, item: Recognised) -> bool:
        """Whether something is told of a missing name, or the text says where it is. A list, a cell and a title only name it."""
        if item.claim.rule != "symbol-exists" or item.clause is None:
            return True
        placed = any(path.rpartition("/")[2] in self.present for path in item.claim.hints.paths)
        return placed or self._listed_of_missing(item) or _told(item) or _done(item)

    def _listed_of_missing(self, item: Recognised) -> bool:
        """Whether a list tells what there is in a missing file that was seen, which the heading above names."""
        listed = item.clause is not None and item.clause.form is Form.ITEM
        above = next(iter(item.claim.hints.section_paths), ()) if listed else ()
        return any(path.rpartition("/")[2] in self.known for path in above)

    def is_alternative(self, item: Recognised) -> bool:
        """Whether a value is one of several that the section tells of the same name."""
        return item.claim.rule in _OF_VALUES and (item.claim.section, item.claim.subject) in self.varied

    def is_quoted(self, item: Recognised) -> bool:
        """Whether a name stands in quotation marks, as something to be written, or as an example of such."""
        plain, before = _before(item)
        return before.count('"') % 2 == 1 or (before.endswith("“") and "”" in plain)

    def is_familiar(self, item: Recognised) -> bool:
        """Whether a report that knows the repository names what is missing as its own words: an aside may give an example."""
        return item.claim.rule in self.familiar and not _aside(item)

    def elsewhere(self, item: Recognised) -> str:
        """A path out of the repository by which the claim's section, or one that tells of the same, places what it tells of; or ""."""
        claim = item.claim
        if own := next(
            (self.outer[claim.section[:end]] for end in range(len(claim.section), 1, -1) if claim.section[:end] in self.outer), ""
        ):
            return own
        return next(iter(self.outer.values())) if claim.subject and claim.subject in self.outer_names else ""

    def stands_alone(self, item: Recognised, finding: Finding) -> bool:
        """Whether a name, a mechanism, or code of no file is missing where nothing else shows what the section is about."""
        tied = bool(finding.evidence or item.claim.hints.paths) or self._listed_of_missing(item)
        if item.claim.rule == "mechanism":  # a short text is of what it is given for
            short = len(item.claim.section) < 2
            return not (tied or short or item.claim.section in self.based or _told(item) or _done(item))
        return item.claim.rule in _OF_CODE and not tied and item.claim.section in self.lone


def seen_in(found: Sequence[tuple[Recognised, Finding]]) -> Seen:
    """What the findings of a report's clauses and code show of it."""
    missing = [(item, one) for item, one in found if one.verdict is Verdict.REFUTED and item.claim.rule == "file-exists"]
    known = frozenset(name_of(item) for item, one in missing if one.confidence is Confidence.CERTAIN or _told(item))
    present = frozenset(name_of(item) for item, one in found if one.verdict is Verdict.HOLDS and item.claim.rule == "file-exists")
    outer = _outer(found)
    names = frozenset(item.claim.subject for item, _ in found if item.claim.section in outer)
    return Seen(present, known, _drifted(found), _based(found), _familiar(found), _lone(found), _varied(found), outer, names)


def name_of(item: Recognised) -> str:
    """The last part of the path that a claim is about."""
    return item.claim.subject.strip("/").rpartition("/")[2]


def _drawn(item: Recognised) -> bool:
    return item.clause is not None and item.clause.context.tree is not None


def _drifted(found: Iterable[tuple[Recognised, Finding]]) -> frozenset[Titles]:
    there, missing = Counter[Titles](), Counter[Titles]()
    for item, finding in found:
        if _drawn(item) and not item.claim.negated and finding.verdict in (Verdict.HOLDS, Verdict.REFUTED):
            (there if finding.verdict is Verdict.HOLDS else missing)[item.claim.section] += 1
    return frozenset(s for s, number in missing.items() if there[s] >= _LEAST and (number == 1 or _TIMES * number <= there[s]))


def _varied(found: Iterable[tuple[Recognised, Finding]]) -> frozenset[tuple[Titles, str]]:
    values = defaultdict[tuple[Titles, str], set[str]](set)
    for item, _ in found:
        if item.claim.rule in _OF_VALUES and item.claim.side is Side.NOW and _as_argument(item):
            values[item.claim.section, item.claim.subject].add(item.claim.claimed)
    return frozenset(key for key, told in values.items() if len(told) > 1 and key[1])


def _as_argument(item: Recognised) -> bool:
    """Whether an item begins with a value as it is handed over, and explains it: "- `kind='flat'` - without depth"."""
    clause = item.clause
    return (
        clause is not None and clause.form is Form.ITEM and "=" in item.claim.text and clause.text.strip("` ").startswith(item.claim.text)
    )


def _based(found: Iterable[tuple[Recognised, Finding]]) -> frozenset[Titles]:
    return frozenset(item.claim.section for item, one in found if item.claim.rule in _NAMES and one.verdict is Verdict.HOLDS)


def _familiar(found: Iterable[tuple[Recognised, Finding]]) -> frozenset[str]:
    """The rules that find most of the names of their sort: then one that is nowhere is an error, and hardly of something else."""
    there, missing = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for item, finding in found:
        if item.claim.rule in _LOOKED_UP and not item.claim.negated and finding.verdict in (Verdict.HOLDS, Verdict.REFUTED):
            (there if finding.verdict is Verdict.HOLDS else missing)[item.claim.rule].add(item.claim.subject)
    return frozenset(rule for rule, names in there.items() if len(names) >= _MANY and _TIMES * len(missing[rule]) <= len(names))


def _lone(found: Iterable[tuple[Recognised, Finding]]) -> frozenset[Titles]:
    """The sections in which one line alone names what could be looked up, and nothing of it is there: who knows what they are about."""
    lines, held = defaultdict[Titles, set[int]](set), set[Titles]()
    for item, finding in found:
        if item.claim.rule in _NAMES and (finding.verdict is not Verdict.UNVERIFIABLE or finding.reason is Reason.NO_SUBJECT):
            lines[item.claim.section].add(item.claim.span.line)
            held |= {item.claim.section} if finding.verdict is Verdict.HOLDS else set()
    return frozenset(section for section, told in lines.items() if len(told) == 1 and section not in held)


def _aside(item: Recognised) -> bool:
    """Whether a name stands in brackets."""
    _, before = _before(item)
    return before.count("(") > before.count(")")


def _before(item: Recognised) -> tuple[str, str]:
    """A claim's statement, and what of it stands before the claim's words."""
    plain = item.clause.statement.text.plain if item.clause is not None else ""
    return plain, plain[: max(0, plain.find(item.claim.text))]


def _outer(found: Iterable[tuple[Recognised, Finding]]) -> Mapping[Titles, str]:
    """The sections that name a place out of the repository, by an absolute path, and nothing which is here."""
    places, based = dict[Titles, str](), set(_based(found := list(found)))
    for item, one in found:
        if one.verdict is Verdict.REFUTED and one.evidence and item.claim.rule in _NAMES:
            based.add(item.claim.section)  # another length than it is told is still that of a file which is here
        if one.reason is Reason.OUTSIDE and item.claim.rule == "file-exists" and item.claim.subject.startswith(("/", "~")):
            places.setdefault(item.claim.section, item.claim.subject)
    return {section: path for section, path in places.items() if section not in based}


def _told(item: Recognised) -> bool:
    """Whether something is told of a file that a plan hardly tells: how long it is, that it is done, or a whole sentence."""
    statement = item.clause.statement if item.clause is not None else None
    if statement is None:
        return False
    if statement.ticked or (statement.mark is Mark.YES and statement.form is not Form.CELL):
        return True
    measured = any(quantity.unit in _LENGTHS for quantity in quantities(statement.text.plain, 1, 1))
    return (measured and len(of_kind(mentions(statement.text), Path)) == 1) or _predicated(item)


def _done(item: Recognised) -> bool:
    """Whether the statement tells what was done, "Added `parse_header` for the new form", or begins with what it does: "Uses Redis"."""
    words = words_of(item.clause.words) if item.clause is not None else ()
    forms = [word.verb.form if word.verb is not None and word.mention is None else "" for word in words]
    return "past" in forms or forms[:1] == ["s"]


def _predicated(item: Recognised) -> bool:
    """Whether a sentence in the present tense tells something of it: "the helper lives in `src/b.py`", "- `b.py` tilts the mast".

    A list of names, a title and an aside in brackets tell nothing.
    """
    clause = item.clause
    if clause is None or clause.form not in (Form.SENTENCE, Form.ITEM):
        return False
    at = clause.text.find(item.claim.text)
    if at >= 0 and clause.text.count("(", 0, at) > clause.text.count(")", 0, at):
        return False
    words = words_of(clause.words)
    plain = [word for word in words if word.mention is None]
    if any(word.lower in _BEING for word in plain):
        return True
    if clause.form is Form.ITEM:
        told = item.claim.text
        mentioned = (place for place, word in enumerate(words) if word.mention is not None and (told in word.text or word.text in told))
        own = next(mentioned, len(words))
        behind = words[own + 1 :]
        kind = behind[:1] and behind[0].lower in told.lower().split()  # "the `Moon` class orbits"
        plain = [*(behind[1:2] if kind else behind[:1])] if len(behind) > 1 else []
    return any(word.verb is not None and word.verb.form == "s" for word in plain)
