"""Files that are absent from a checkout without anybody being wrong: built, private, ignored, made by the program, another project's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from verifier.codebase import Codebase
from verifier.facts.packages import packages
from verifier.model import Reason
from verifier.reading.filenames import is_placeholder
from verifier.repository.kept_out import keeps_out_within, kept_out
from verifier.repository.kinds import is_source, is_test
from verifier.repository.snapshot import Unreadable

from .resolving import customary

_DATA = frozenset("json txt csv tsv xml html png jpg svg pdf db sqlite parquet pkl dat yml yaml".split())

_FEW = 20  # files of one name that are looked into
_BUILT = frozenset(
    "dist build out node_modules .next coverage htmlcov __pycache__ .venv venv target .cache .pytest_cache tmp logs .turbo".split()
)
_WRITES = re.compile(r"write_text\(|\.write\(|writeFile|WriteFile|fs::write|File\.write|open\([^()\n]*[\"']w")

# Archives that a build makes: named with their version, or of a kind that only builds make.
_ARCHIVE = re.compile(
    r"[-_.]v?\d+\.\d[\w.+-]*\.(?:tar(?:\.\w+)?|tgz|zip|gz|xz|jar|war|gem|deb|rpm|nupkg|crate|dmg|exe|msi|apk|ipa|vsix|pkg|whl|egg)$"
    r"|\.(?:whl|egg|vsix|nupkg|crate|gem|class|pyc|o|so|dll|dylib)$",
    re.I,
)


_LETTER = re.compile(r"[a-zA-Z]\.[a-z]\w*")  # as documents name any file: `a.py`, `x.ts`; few repositories have such a one


_BY_A_PROGRAM = re.compile(r"\.(?:g|g\.i|designer|generated|gen|freezed|pb)\.\w+$|_pb2(?:_grpc)?\.pyi?$", re.I)


def excused(code: Codebase, path: str, home: str = "", negated: bool = False, drawn: bool = False) -> tuple[Reason, str] | None:
    """Why a path that is not there need not be there, as a reason and a sentence; None when nothing explains it.

    `home` is what a link in or beside it leads to. `negated`: it is said to be absent, which a private file may be. `drawn`: it is an
    entry of a tree, whose root may go by any name.
    """
    if is_foreign(code, home):
        return Reason.OUTSIDE, f"{path} is told of {home.strip('/')}, which is not this repository"
    if usually_untracked(path) or (not negated and private(code, path)):
        return Reason.NEEDS_ARTIFACT, f"{path} is made by a build or kept out of version control"
    if negated:
        return None
    if _BY_A_PROGRAM.search(path):
        return Reason.NEEDS_ARTIFACT, f"{path} is made by a program, as its name says"
    if template := made_from(code, path):
        return Reason.NEEDS_ARTIFACT, f"{path} is made from {template} by whoever sets the project up"
    if maker := made_at_run_time(code, path):
        return Reason.NEEDS_ARTIFACT, f"{path} is named in {maker}, which may make it"
    if bundler := bundled_by(code, path):
        return Reason.NEEDS_ARTIFACT, f"{path} is called as an entry of {bundler}, which makes it"
    if hidden_root(code, path):
        return Reason.NEEDS_ARTIFACT, f"nothing below {path.partition('/')[0]}/ is kept in version control"
    if of_another_project(code, path):
        return Reason.OUTSIDE, f"{path} may lie in another repository"
    if manifest := is_library(code, path):
        return Reason.OUTSIDE, f"{path} is the name of a library that {manifest} lists"
    if of_no_sort_here(code, path):
        return Reason.AMBIGUOUS, f"no file here is of the sort of {path}, which may be another project's"
    own = path.partition("/")[2] if drawn else path
    if is_placeholder(own) or _LETTER.fullmatch(path):
        return Reason.NO_SUBJECT, f"{path} stands for the reader's own path"
    return None


def of_no_sort_here(code: Codebase, path: str) -> bool:
    """Whether a bare name is a source's by its ending, and the repository has not one file of that ending: "`fft.c`" in Python."""
    ending = "." + path.rpartition(".")[2]
    return "/" not in path and is_source(path) and not any(entry.endswith(ending) for entry in code.index.entries)


def is_foreign(code: Codebase, home: str) -> bool:
    """Whether a link leads to a site, or to a repository of another name than this one's directory and remotes have."""
    name = home.rpartition("/")[2].lower()
    if not home or home.startswith("//"):
        return bool(home)
    copies = re.compile(rf"(?:.*[-_+.])?{re.escape(name)}(?:[-_].*)?")  # "toolbox-main", "acme_toolbox"
    return not any(copies.fullmatch(own) for own in code.index.names)


def is_library(code: Codebase, path: str) -> str:
    """The manifest that lists a package which is called as the path is written (`gridterm.js`, `@scope/gridterm`); "" when none does."""
    stem, _, ending = path.lower().rpartition(".")
    if "/" in path or not stem or ending not in {"js", "ts", "py", "rs", "rb", "io", "net"}:
        return ""
    written = {path.lower(), re.sub(r"[-_.]+", "-", path.lower())} | ({stem, stem + "js", stem + "-js"} if ending == "js" else set())
    for name, listed in packages(code.index).of.items():
        if any({item.name, item.name.rpartition("/")[2]} & written for item in listed):
            return name
    return ""


def usually_untracked(path: str) -> bool:
    """Build output and private files are absent from a checkout without anybody being wrong."""
    parts = path.strip("/").split("/")
    return (
        bool(_BUILT & set(parts))
        or parts[-1] in {".env", ".env.local", ".env.production", ".env.development", ".env.test"}
        or parts[-1].endswith((".log", ".sqlite3"))
        or bool(_ARCHIVE.search(parts[-1]))
    )


def private(code: Codebase, path: str) -> bool:
    """Whether the repository ignores a path or all that a directory holds, or files of that very name in one of its upper directories."""
    name = path.replace("\\", "/").strip("/")
    folder = path.endswith("/") or "." not in name.rpartition("/")[2]
    if "/" in name:
        return _ignored(code, name, folder)
    places = ["", *(f"{directory}/" for directory in code.snapshot.directories() if "/" not in directory)]
    return any(_ignored(code, place + name, folder) and not kept_out(code.snapshot, place + "any.other") for place in places)


def told_private(code: Codebase, directory: str) -> bool:
    """Whether a text names a directory that is not here and that the repository ignores: what it lists of it is not here either."""
    return directory.endswith("/") and not code.index.resolve(directory).matches and private(code, directory)


def holds_untracked(code: Codebase, directory: str, remark: str) -> str:
    """The kind of file that a remark names and the repository ignores by its ending ("ROOT files", `*.root`); "" for none."""
    kinds = (word for word in re.findall(r"(?<!\w)\w{3,8}(?!\w)", remark) if not is_source(f"any.{word.lower()}"))
    return next((kind for kind in kinds if kept_out(code.snapshot, f"{directory.strip('/')}/any.{kind.lower()}")), "")


def _ignored(code: Codebase, path: str, folder: bool) -> bool:
    """`folder`: `data/events/*` in a `.gitignore` leaves nothing of `data/events/` in a checkout, `data/events/*.json` perhaps nothing."""
    inside = folder and (kept_out(code.snapshot, f"{path}/any.other") or keeps_out_within(code.snapshot, path))
    return kept_out(code.snapshot, path) or inside


_CONFIGURATIONS = 20  # of bundlers that are read
_BUNDLERS = re.compile(r"(?:^|/)(?:webpack|rollup|vite|esbuild|tsup|rspack|parcel)(?:\.[\w-]+)*\.(?:[cm]?[jt]s|json)$")


def bundled_by(code: Codebase, path: str) -> str:
    """The configuration of a bundler that has an entry called as a missing script or sheet is: `"moon": [...]` makes `moon.css`; or ""."""
    name = path.rpartition("/")[2]
    stem, _, ending = name.removesuffix(".map").removesuffix(".js").removesuffix(".css").partition(".min")
    if ending or stem == name or not stem:
        return ""
    entry = re.compile(rb"[\"'`]?(?<![\w.-])" + re.escape(stem).encode() + rb"[\"'`]?\s{0,4}:")
    configurations = code.index.memo.get("bundlers")
    if not isinstance(configurations, tuple):  # looked for once, however many files are missing
        found = (one for one in code.index.entries if _BUNDLERS.search(one))
        configurations = code.index.memo["bundlers"] = tuple(islice(found, _CONFIGURATIONS))
    return next(iter(code.facts.search(entry, configurations)), "")


def made_at_run_time(code: Codebase, path: str) -> str:
    """The source file that names missing data or a directory as a string, or writes a missing file, so that it may make it; else ""."""
    whole = path.strip("/").lower()
    name = whole.rpartition("/")[2]
    if "/" in whole and "." not in name:
        parts = rb"(?:/|[\"']\s*[,/]\s*[\"'])".join(
            re.escape(part).encode() for part in whole.split("/")
        )  # "data/events", "data" / "events"
        joined = rb"(?:\w\s*/\s*|join\([^\n()]{0,80},\s*)[\"']" + re.escape(name).encode() + rb"[\"']"  # root / "events"
        quoted = re.compile(rb"[\"'`](?:[\w.$%{}-]*/){0,4}" + parts + rb"[\"'`/]|" + joined)
    elif name.rpartition(".")[2] in _DATA or name.startswith("."):
        quoted = re.compile(rb"[\"'`/]" + re.escape(name).encode() + rb"[\"'`]")
    else:
        quoted = _written(re.escape(name).encode())
    makers = (found for found in _holding(code, name, quoted) if is_source(found) and not is_test(found))
    if customary(path):  # a linter reads "pyproject.toml" and makes none
        makers = (found for found in makers if _WRITES.search(code.snapshot.text(found)))
    return next(makers, "")


def _written(name: bytes) -> re.Pattern[bytes]:
    """Where code writes a file of that name: "cat > start.sh", `open("start.sh", "w")`, `(folder / "start.sh").write_text(...)`."""
    return re.compile(
        rb"(?:>|\btee(?: -a)?|\btouch)[ \t]{0,4}[\"']?(?:[\w.${}-]{1,40}/){0,4}" + name + rb"(?![\w.-])"
        rb"|[\"'/]" + name + rb"[\"'`]\s{0,4}\)?\s{0,4}(?:\.write\w*\(|,\s{0,4}(?:mode\s?=\s?)?[\"'][wx])"
        rb"|\b(?:[wW]rite_?[fF]ile(?:Sync)?|fs::write|File\.write)\([^\n]{0,80}" + name,
        re.I,
    )


def made_from(code: Codebase, path: str) -> str:
    """The template that a missing file is copied from: `prompt.md.example`, `config.sample.toml`; "" when there is none."""
    stem, _, ending = path.strip("/").rpartition(".")
    marks = ("example", "sample", "template", "dist")
    names = [f"{path}.{mark}" for mark in marks] + [f"{stem}.{mark}.{ending}" for mark in marks if stem]
    return next((match for name in names for match in code.index.resolve(name).matches), "")


def hidden_root(code: Codebase, path: str) -> bool:
    """Whether a path begins with a hidden directory that is not here: programs keep their data so, on the reader's machine."""
    root = path.partition("/")[0]
    return "/" in path and root[:1] == "." and root not in (".", "..", ".github") and not code.index.resolve(root + "/").matches


def stands_within(code: Codebase, path: str, beside: Sequence[str]) -> str:
    """The file named beside a bare name that holds the name in its text, as the key of a config map or an archive's entry does."""
    if "/" in path:
        return ""
    for file in (match for other in beside if other != path for match in code.index.resolve(other).matches[:_FEW]):
        try:
            if file in code.snapshot.entries() and re.search(rf"(?<![\w/.]){re.escape(path)}(?![\w/])", code.snapshot.text(file)):
                return file
        except Unreadable:
            continue
    return ""


def of_another_project(code: Codebase, path: str) -> bool:
    """Whether a path begins with the name of a module that code imports and that is nowhere here: it lies in that module's repository."""
    first, _, rest = path.partition("/")
    known = {part for directory in code.snapshot.directories() for part in directory.split("/")}
    if not rest or not first.isidentifier() or first in known:
        return False
    name = first.lower().encode()
    imported = re.compile(rb"(?m)^[ \t]*(?:from|import)\s+" + name + rb"\b|from\s+[\"']" + name + rb"[\"'/]")
    return bool(_holding(code, first.lower(), imported))


def _holding(code: Codebase, letters: str, pattern: re.Pattern[bytes]) -> list[str]:
    from verifier.facts.symbols import Symbols  # most paths need no search

    return Symbols.of(code.facts).matching(letters, pattern)
