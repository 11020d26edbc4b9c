"""Finding the file that a claim of this family is about."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence

from verifier.codebase import Codebase
from verifier.reading.filenames import FILE_EXTENSIONS, FILE_NAMES
from verifier.repository.history import PathEvents
from verifier.repository.kept_out import kept_out
from verifier.repository.kinds import is_source
from verifier.repository.paths import Match, Resolution


def resolve(code: Codebase, path: str, below: str = "", within: tuple[str, ...] = (), drawn: bool = False) -> Resolution:
    """What `path` names. `below` is its part under a tree's caption, looked for under the rest when the whole is not there.

    `drawn`: it is an entry of a tree, whose root may be the repository's under another name.
    """
    found = code.index.resolve(path, within)
    if not found.matches and path.startswith(("@/", "~/")):
        found = _module(code, path[2:]) or found
    if not found.matches and "/" in path.strip("/") and "." not in path.rpartition("/")[2] and not path.endswith("/"):
        found = _module(code, path) or found  # "src/lib/clock" as an import writes it
    root, _, rest = path.partition("/")
    if drawn and not found.matches and not rest:
        found = code.index.resolve(root + "/", within)  # the tree's root may be drawn by the repository's own name
    if drawn and not found.matches and rest and (root.lower() in code.index.names or drawn_root(code, root)):
        here = code.index.resolve("/" + rest)
        return here if here.matches else found
    if found.matches or not below:
        return found
    root = path.removesuffix(below).strip("/")
    return code.index.resolve(below, (root,) if root else ())


_CUSTOMARY = re.compile(r"(?:^|/)(?:docker-)?compose[\w.-]*\.ya?ml$|^\.github/|^\.circleci/|(?:^|/)\.gitlab-ci\.yml$")
_SOURCES = (".md", ".mdx", ".rst", ".adoc", ".html", "/index.md", "/README.md", "/index.html")


_OF_THE_SITE = re.compile(r"(?:\.\./)+(?:issues|pulls?|releases|wiki|actions|discussions|tags|commits?|compare|security|projects)(?:/|$)")


def from_document(code: Codebase, path: str, document: str) -> tuple[str, Resolution] | None:
    """What a link's target names, and where it would lie; None when the document lies in no known place of the repository.

    A target is relative to its document. One that is written from the root, as careless authors do, is found there too.
    """
    directory = code.index.directory_of(document) if document and not path.startswith(("/", "~", "@", "$")) else None
    if directory is None:
        return None
    place = posixpath.normpath(posixpath.join(directory, path))
    if place == ".." or place.startswith("../") or _OF_THE_SITE.match(path):  # "../../issues": of the site that hosts the repository
        return place, Resolution(outside=True)
    slash = "/" if path.endswith("/") and place != "." else ""
    written = () if path.startswith("..") else (path,)
    page, ending = posixpath.splitext(place)
    pages = tuple(page + source for source in _SOURCES) if ending in {"", ".html", ".htm"} else ()  # a page of a site that a tool builds
    for name in (place + slash, *written, *pages):
        found = code.index.resolve("/" + name) if name != "." else code.index.resolve(".")
        if found.how is Match.EXACT:
            return place, found
    for above in _above(directory):  # the document may have been moved down, into an archive
        moved = posixpath.normpath(posixpath.join(above, path))
        found = code.index.resolve("/" + moved + slash) if not moved.startswith("..") else Resolution()
        if found.how is Match.EXACT:
            return moved, found
    found = code.index.resolve(path)
    return place, Resolution(near=found.matches[:3] or found.near)


def near_document(code: Codebase, document: str, matches: Sequence[str]) -> tuple[str, ...]:
    """Files in order of how much of their way from the root they share with the document that names them."""
    directory = code.index.directory_of(document) if document and len(matches) > 1 else None
    if not directory:
        return tuple(matches)
    return tuple(sorted(matches, key=lambda path: -len(posixpath.commonpath((directory, path)))))


def kept_out_beside(code: Codebase, document: str, name: str, matches: Sequence[str]) -> str:
    """Where a bare name would lie beside the document, if it is kept out of version control there and found only elsewhere; else ""."""
    directory = code.index.directory_of(document) if document and "/" not in name.strip("/") else None
    place = f"{directory}/{name}"
    inside = any(path.startswith(f"{directory}/") for path in matches)
    return place if directory and not inside and kept_out(code.snapshot, place) else ""


def _above(directory: str) -> Iterator[str]:
    """The directories that hold a directory, nearest first, the root last."""
    while directory:
        directory = posixpath.dirname(directory)
        yield directory


def ends_names(code: Codebase, path: str) -> bool:
    """Whether a name such as `.exp.json` or `_test.go` is what names here end with, so that an ending is meant."""
    return path[:1] in "._-" and "/" not in path and any(name.endswith(path) for name in code.index.entries)


def drawn_root(code: Codebase, path: str) -> bool:
    """Whether a tree's first name is nothing here, so that it may be what the author calls the repository."""
    name = path.strip("/")
    file = name.rpartition(".")[2].lower() in FILE_EXTENSIONS if "." in name else False
    return "/" not in name and not file and not code.index.resolve(f"/{name}/").matches


def drawn_alone(code: Codebase, path: str) -> bool:
    """Whether the directory that a tree draws around an entry is nowhere either; its root may be the repository by another name."""
    parent = path.strip("/").rpartition("/")[0]
    return "/" in parent and not code.index.resolve(parent + "/").matches


def drawn_elsewhere(code: Codebase, path: str) -> bool:
    """Whether a tree's entry lies deeper than it is drawn, or right below the root, which the tree may call by a folder's name.

    The same of one whose last two names are somewhere together though its directory is nowhere.
    """
    parent, _, name = path.rpartition("/")
    if code.index.resolve("/" + path.partition("/")[2]).matches:
        return True
    named = (*code.index.resolve(name).matches, *code.index.resolve(f"{name}/").matches)
    if parent and any(file.startswith(f"{parent}/") for file in named):
        return True  # the way down to it is not drawn
    tail = "/".join(path.split("/")[-2:])
    return path.count("/") > 1 and not code.index.resolve(parent + "/").matches and bool(code.index.resolve(tail).matches)


def abridged(code: Codebase, path: str) -> str:
    """The one file that a path leads to with directories left out: "crypto/keys.rs" of `core/crypto/src/keys.rs`; else "".

    Of a directory the last word may stand: "launcher/src/keys.rs" of `crates/moon-launcher/src/keys.rs`.
    """
    *names, last = path.split("/")
    found = [file for file in code.index.resolve(last).matches if _in_order(names, file.split("/")[:-1])]
    return found[0] if len(found) == 1 else ""


def joined(code: Codebase, name: str) -> str:
    """The file that a bare name calls by its folder, too, as its component is called: `MoonDetails.vue` of `Moon/Details.vue`; or ""."""
    known = code.index.memo.get("components")
    if not isinstance(known, dict):  # made once: a report may name thousands of missing files
        known = code.index.memo["components"] = {_with_folder(path): path for path in code.index.entries if "/" in path}
    return str(known.get(name, ""))


def _with_folder(path: str) -> str:
    *_, folder, name = path.split("/")
    return f"{folder}{name}"


def _in_order(names: list[str], among: list[str]) -> bool:
    rest = iter(among)
    return all(any(one == name or one.endswith((f"-{name}", f"_{name}")) for one in rest) for name in names)


def _module(code: Codebase, path: str) -> Resolution | None:
    """What an import through an alias names: a file, with or without its ending."""
    for name in (path, *(f"{path}{ending}" for ending in (".ts", ".tsx", ".js", ".jsx", ".vue", "/index.ts", "/index.js"))):
        found = code.index.resolve(name)
        if found.matches:
            return found
    return None


def beside_something(code: Codebase, path: str) -> bool:
    """Whether the directory that an extensionless name would lie in is there: then the name is meant as a path."""
    parent = path.strip("/").rpartition("/")[0]
    return bool(parent) and code.index.resolve(parent + "/").how is Match.EXACT


def begins_here(code: Codebase, path: str) -> bool:
    """Whether a path's uppermost folder lies in the root: then the path is meant from there, and not from a folder of its author's."""
    top, _, rest = path.removeprefix("./").strip("/").partition("/")
    return bool(rest) and code.index.resolve(top + "/").matches == (top,)


def customary(path: str) -> bool:
    """Whether a path is one that projects have by custom, and so is meant of this one: `Dockerfile`, `docker-compose.yml`, CI workflows."""
    name = path.strip("/").rpartition("/")[2]
    return name in FILE_NAMES or name.lower() in FILE_NAMES or bool(_CUSTOMARY.search(path))


def history_of(events: PathEvents) -> str:
    """When a missing path was there, for people; "" when nothing is known of it."""
    if events.renamed_to:
        return f"renamed to {events.renamed_to}"
    if events.removed_in:
        return f"removed in {events.removed_in.short} ({events.removed_in.date[:10]})"
    return ""


def planned(events: PathEvents) -> str:
    """That a missing path is there in a later commit; "" else. A report that knows its name told of a plan, or came a moment before it."""
    later = events.added_later_in
    return f"came later, in {later.short} ({later.date[:10]}): it may have been planned" if later else ""


def as_module(code: Codebase, path: str) -> tuple[str, ...]:
    """The sources that a path without an ending names as imports do: `schedulers/base` is `schedulers/base.py`.

    Those that a name stands for without what parts it from a schema or a kind: `load.sql` for `dbo.load.sql`.
    """
    name = path.strip("/")
    if "/" not in name and path.endswith(".sql"):
        return tuple(one for one in code.index.entries if one.endswith(f".{name}"))
    if "/" not in name or "." in name.rpartition("/")[2] or path.endswith("/"):
        return ()
    ends = (name, f"/{name}")
    stems = ((one, one.rpartition(".")[0]) for one in code.index.entries if is_source(one))
    return tuple(one for one, stem in stems if stem == ends[0] or stem.endswith(ends[1]))
