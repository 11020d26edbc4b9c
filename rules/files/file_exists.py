"""A path that the report names is there, or is said not to be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.model import Claim, Correction, Evidence, Finding, Measurement, Quantity, Reading, Reason, Side, Verdict
from verifier.reading.clause import Clause, FenceClass, Form, Mention, Path, Role, Stance
from verifier.reading.quantities import quantities
from verifier.repository.kept_out import kept_out
from verifier.repository.paths import Match
from verifier.repository.scope import Scope
from verifier.rule import Example, Expect, Rule, found, undecided
from verifier.rules.files.resolving import resolve

# "no `x.md`", "`x.md` does not exist": the path itself is denied. "`x.py` has no tests" denies something else.
_DENIED_BEFORE = re.compile(r"\b(?:no|missing|without(?: an?)?|lacks?(?: an?)?|absent)\s+(?:[\w-]+\s+){0,1}[`\"']?$", re.I)
_DENIED_BEHIND = re.compile(
    r"^[`\"']?\s*(?:file\s+|folder\s+|directory\s+)?(?:(?:is|are|was|were)\s+)?(?:missing\b|absent\b|does(?:n't| not) exist|(?:is "
    r"|was )?not (?:found|present|there)\b|no longer exists|[-–:]\s*(?:missing|not found|does not exist)\b)",
    re.I,
)
_REMOVED = re.compile(
    r"\b(?:deleted|removed|dropped|eliminated)\s+(?:the\s+|obsolete\s+|unused\s+|old\s+|legacy\s+)*(?:file\s+)?[`\"']?$"
    r"|^[`\"']?\s+(?:was|were|has been|is)?\s*(?:deleted|removed)\b(?! from)",
    re.I,
)
_FORMERLY = re.compile(
    r"\b(?:(?:moved|renamed|extracted|split|migrated|copied|ported|adapted)\s+(?:out )?(?:from|of)|formerly|previously|was|replaces"
    r"|replaced|replacing|instead of|supersedes)\s+(?:the\s+)?(?:old\s+)?[`\"']?$",
    re.I,
)
_NO_LIST = re.compile(r"^\W*(?:no|missing|without)\b[^.;:]*\b(?:or|and|nor)\s+[`\"']?$", re.I)
_MOVED_LIST = re.compile(r"^\W*(?:moved|renamed|migrated|merged|split)\b(?!.*\b(?:to|into)\b)", re.I)
_MOVED_FROM = re.compile(r"\b(?:renamed|moved|extracted|migrated|split)\b[^.]*$", re.I)
_MADE_AT_RUN_TIME = re.compile(
    r"\b(?:writes?|written|saves?|saved|generates?|generated|outputs?|produces?|creates?|exports?|uploads?|downloads?"
    r"|logs?)\s+(?:\w+\s+){0,4}(?:to|into|in|as|at|a|an|the)?\s*[`\"']?$",
    re.I,
)
_CITED = re.compile(
    r"\b(?:as (?:mentioned|described|documented|noted|defined|shown|specified) in|according to|(?:per|see|from|in the "
    r"existing))\s+(?:the\s+)?[`\"']?$",
    re.I,
)
_MISSING_FILES = re.compile(
    r"\bno\s+(?:\w+\s+){0,2}files?\s+(?:found|exist)|\bmissing\s+(?:files?|documents?|documentation|docs|configs?|configuration"
    r"|modules?)\b|\b(?:deleted|removed)\s+files?\b|\bfiles?\s+(?:deleted|removed)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Target:
    path: str
    glob: bool = False
    sure: bool = True
    drawn: bool = False  # an entry of a tree, whose root may be drawn otherwise than it is called
    below: str = ""  # the part of it below a caption


class FileExists(Rule[Target]):
    """Paths in prose, tables, headings, lists and drawn trees."""

    name = "file-exists"
    family = "files"
    kinds = ("file-exists",)
    cites_files = True
    summary = (
        "A path named by the report exists, exactly, by unique suffix, or by basename in scope; or is absent where the report says so."
    )
    examples = (
        Example(
            "present and missing",
            "The handler is in `src/app.py`, its helper in `src/gone.py`.\n",
            {"src/app.py": "x = 1\n"},
            (Expect("file-exists", Verdict.HOLDS, 1, "src/app.py"), Expect("file-exists", Verdict.REFUTED, 1, "src/gone.py")),
        ),
        Example(
            "a drawn tree",
            "Structure:\n\n```\nsrc/\n├── app.py   # entry point\n└── views/\n    └── index.html\n```\n",
            {"src/app.py": "", "src/views/home.html": ""},
            (
                Expect("file-exists", Verdict.HOLDS, 4, "src"),
                Expect("file-exists", Verdict.HOLDS, 5, "src/app.py"),
                Expect("file-exists", Verdict.HOLDS, 6, "src/views"),
                Expect("file-exists", Verdict.REFUTED, 7, "src/views/index.html"),
            ),
        ),
        Example(
            "said to be absent",
            "- No `CHANGELOG.md`\n- `setup.py` does not exist\n",
            {"setup.py": ""},
            (Expect("file-exists", Verdict.HOLDS, 1, "CHANGELOG.md"), Expect("file-exists", Verdict.REFUTED, 2, "setup.py")),
        ),
        Example(
            "a file that the repository ignores",
            "- The password is in `config.json`.\n- No `secrets.json`\n- `settings.json`\n",
            {".gitignore": "config.json\nsecrets.json\n*.json\n!settings.json\n"},
            (
                Expect("file-exists", Verdict.UNVERIFIABLE, 1, "config.json"),
                Expect("file-exists", Verdict.HOLDS, 2, "secrets.json"),
                Expect("file-exists", Verdict.REFUTED, 3, "settings.json"),
            ),
        ),
        Example(
            "a wish, a product and a file made at run time",
            "Add `docs/guide.md`.\n\nBuilt on Node.js; it writes results to `out.json`.\n",
            {"a.py": ""},
            (),
        ),
    )

    def recognise(self, clause: Clause) -> Iterator[Claim[Target]]:
        context = clause.context
        if context.tree is not None and clause.form is Form.TREE_ENTRY:
            yield from self._tree_entry(clause)
            return
        if context.fence in {FenceClass.SUGGESTED, FenceClass.OUTPUT}:
            return
        if clause.side is Side.BEFORE and not _MISSING_FILES.search(_title(clause)):
            return
        if clause.form is Form.CODE and clause.text not in context.fence_title:
            return  # of code's comments only the title names the file that the code is from
        heading = clause.form is Form.HEADING and clause.stance is not Stance.EXEMPLIFIES
        for mention in clause.own(Path):
            cited = _CITED.search(clause.text[: max(0, clause.text.find(mention.text))])
            if isinstance(mention.value, Path) and mention.value.glob and any(q.low == 0 for q in _numbers(clause)):
                continue  # "`*.test.ts`: 0 files": counted, not said to be there
            if clause.asserts or heading or cited:
                yield from self._mention(clause, mention)

    def _tree_entry(self, clause: Clause) -> Iterator[Claim[Target]]:
        entry = clause.context.tree
        assert entry is not None
        wished = clause.stance is not Stance.ASSERTS and clause.cues[-1].why != "own words"
        if (
            wished
            or clause.side is Side.BEFORE
            or (entry.comment.plain and re.search(r"\b(?:planned|future|todo|proposed|to be)\b", entry.comment.plain, re.I))
        ):
            return
        if (
            any(section.role is Role.PLAN for section in clause.context.sections[-1:])
            or entry.name.plain.strip("./") == ""
            or "..." in entry.path
        ):
            return
        yield self.claim(
            clause,
            Target(entry.path, "*" in entry.path, drawn=True, below=entry.below),
            subject=entry.path,
            claimed="absent" if entry.gone else "present",
            text=entry.name.plain,
            negated=entry.gone,
        )

    def _mention(self, clause: Clause, mention: Mention) -> Iterator[Claim[Target]]:
        assert isinstance(mention.value, Path)
        path = mention.value
        plain = clause.text
        at = plain.find(mention.text.split(":")[0])
        before, behind = plain[: max(0, at)], plain[at + len(mention.text) :] if at >= 0 else ""
        if (
            _MADE_AT_RUN_TIME.search(before)
            or _FORMERLY.search(before)
            or _MOVED_LIST.match(clause.in_full)
            or (_MOVED_FROM.search(before) and re.match(r"^[`\"']?\s*(?:→|->|to\b|into\b)", behind))
        ):
            return
        negated = bool(
            _DENIED_BEFORE.search(before)
            or _NO_LIST.match(before)
            or (_DENIED_BEHIND.match(behind) and not re.search(r"\b(?:for|of|in|to|on|from|by)\s+[`\"']?$", before, re.I))
            or _REMOVED.search(before)
            or _REMOVED.match(behind)
        )
        lead = clause.context.lead_in.plain if clause.context.lead_in else ""
        if any(_MISSING_FILES.search(words) for words in (lead, clause.context.header, _title(clause))):
            negated = True
        yield self.claim(
            clause,
            Target(path.text, path.glob, path.sure),
            subject=path.text,
            claimed="absent" if negated else "present",
            span=mention.span,
            text=mention.text,
            negated=negated,
        )

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        found_paths = resolve(code, claim.target.path, claim.target.below, claim.hints.paths)
        subject = found_paths.matches[0] if found_paths.matches else claim.target.path
        reproduce = f"git ls-files -- '*{claim.target.path.lstrip('/')}'"
        if found_paths.matches:
            return Measurement((Reading("path", True),), reproduce=reproduce, subject=subject, near=found_paths.matches[:5])
        if found_paths.outside or (
            claim.target.path.startswith(("~", "/")) and found_paths.how is Match.NONE and not claim.target.path.startswith("/app/")
        ):
            return Measurement(blocked=Reason.OUTSIDE, detail=f"{claim.target.path} is outside the repository", subject=subject)
        if found_paths.unlisted or code.snapshot.exists(claim.target.path.strip("/")):
            return Measurement((Reading("path, ignored by git", True),), reproduce=reproduce, subject=claim.target.path)
        if _usually_untracked(claim.target.path) or (not claim.negated and kept_out(code.snapshot, claim.target.path)):
            return Measurement(
                blocked=Reason.NEEDS_ARTIFACT,
                detail=f"{claim.target.path} is made by a build or kept out of version control",
                subject=subject,
            )
        if code.snapshot.unlisted():
            return Measurement(blocked=Reason.INCOMPLETE, detail="some directories could not be read", subject=subject)
        if not claim.target.sure and not _beside_something(code, claim.target.path):
            return Measurement(blocked=Reason.NO_SUBJECT, detail=f"{claim.target.path} may not be meant as a path", subject=subject)
        return Measurement(
            (Reading("path", False),), reproduce=reproduce, subject=subject, near=found_paths.near, detail=_history(code, claim.target.path)
        )

    def judge(self, claim: Claim[Target], measurement: Measurement) -> Finding:
        if measurement.blocked:
            return undecided(claim, measurement)
        present = bool(measurement.readings[0].value)
        observed = (
            f"present as {measurement.subject}" if present and measurement.subject != claim.subject else "present" if present else "absent"
        )
        if present is not claim.negated:
            return found(
                claim, measurement, Verdict.HOLDS, f"{measurement.subject} is {'there' if present else 'not there'}", observed=observed
            )
        if present:
            evidence = tuple(Evidence(path) for path in measurement.near[:3])
            return found(claim, measurement, Verdict.REFUTED, f"{measurement.subject} is there", observed=observed, evidence=evidence)
        hint = (
            f"; {measurement.detail}"
            if measurement.detail
            else f"; did you mean {', '.join(measurement.near)}?"
            if measurement.near
            else ""
        )
        correction = (
            Correction(claim.span, measurement.near[0])
            if len(measurement.near) == 1 and measurement.near[0].lower() == claim.subject.lower()
            else None
        )
        return found(claim, measurement, Verdict.REFUTED, f"no such path: {claim.subject}{hint}", observed=observed, correction=correction)


def _numbers(clause: Clause) -> tuple[Quantity, ...]:
    """The quantities of the whole statement: the number may stand in the next clause."""
    return quantities(clause.statement.text.plain, 1, 1)


def _title(clause: Clause) -> str:
    return clause.context.sections[-1].title if clause.context.sections else ""


def _drawn_elsewhere(code: Codebase, path: str) -> bool:
    """Whether a tree's entry may lie below another root: its drawn parent is nowhere, but its name is somewhere."""
    parent, _, name = path.rpartition("/")
    return not (parent and code.index.resolve(parent + "/").matches) and bool(code.index.resolve(name).matches)


def _beside_something(code: Codebase, path: str) -> bool:
    """Whether the directory that an extensionless name would lie in is there: then the name is meant as a path."""
    parent = path.strip("/").rpartition("/")[0]
    return bool(parent) and bool(code.index.resolve(parent + "/").matches)


_BUILT = frozenset(
    "dist build out node_modules .next coverage htmlcov __pycache__ .venv venv target .cache .pytest_cache tmp logs .turbo".split()
)


def _usually_untracked(path: str) -> bool:
    """Build output and private files are absent from a checkout without anybody being wrong."""
    parts = path.strip("/").split("/")
    return (
        bool(_BUILT & set(parts))
        or parts[-1] in {".env", ".env.local", ".env.production", ".env.development", ".env.test"}
        or parts[-1].endswith((".log", ".pyc", ".sqlite3"))
    )


def _history(code: Codebase, path: str) -> str:
    """When a missing path was there, for people."""
    events = code.history.path_events(path)
    if events.renamed_to:
        return f"renamed to {events.renamed_to}"
    if events.removed_in:
        return f"removed in {events.removed_in.short} ({events.removed_in.date[:10]})"
    if events.added_later_in:
        return f"came later, in {events.added_later_in.short} ({events.added_later_in.date[:10]})"
    return ""
