"""Where links lead: to a path beside the document, to a place in a repository, or out of this one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import unquote

from verifier.reading.clause import Path
from verifier.reading.pathnames import as_path, lines_behind, ranges

PERMALINK = re.compile(
    r"https?://[^\s/]+/(?P<home>[^\s/]+/[^\s/]+)/(?:-/)?(?:blob|tree)/[^\s/]+/(?P<path>[^\s#?)]+)(?:#L(?P<first>\d+)(?:-L?(?P<last>\d+))?)?"
)
_REPOSITORY = re.compile(
    r"https?://(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|git\.sr\.ht|raw\.githubusercontent\.com)/"
    r"(?P<home>[\w.~-]+/[\w.-]+?)(?:\.git)?(?P<rest>/[^\s#?]*)?(?:[#?]\S*)?"
)
_WEB = re.compile(r"https?://(?:www\.)?(?P<host>[^\s/:?#]+)")


def linked(plain: str, end: int, url: str) -> Path | None:
    """The path that a link leads to. A target is a URL: `%20` in it is a blank, and it is relative to the document."""
    if target := PERMALINK.match(url):
        return pinned(target)
    name, _, fragment = url.partition("#")
    anchors = ranges(fragment) if re.fullmatch(r"L?\d+.*", fragment) else ()
    if "://" in url or url.startswith(("#", "//")) or re.match(r"[a-z]{2,}:", url):
        return None
    blank = "%20" in name or " " in name.strip()
    name = unquote(re.sub(r"\\([_*()\[\]~#-])", r"\1", name.partition("?")[0]))  # "a\_b.md" is `a_b.md` in Markdown
    value = as_path(re.sub(r"\s", "_", name), True) if blank else as_path(name, True)
    if value is None:
        return None
    return Path(
        name.removeprefix("./") if blank else value.text,
        value.directory,
        value.glob and not blank,
        anchors or lines_behind(plain, end)[0],
        sure=value.sure,
        linked=True,
    )


def pinned(match: re.Match[str]) -> Path:
    anchors = ranges(f"{match['first']}-{match['last'] or match['first']}") if match["first"] else ()
    return Path(unquote(match["path"]), anchors=anchors, home=match["home"])


def home_of(url: str) -> str:
    """Where what stands in and beside a web link lies: a repository ("owner/name") that the link leads to, else for its label a site."""
    if match := _REPOSITORY.fullmatch(url):
        inner = re.match(
            r"/(?:-/)?(?:issues|pull|pulls|merge_requests|commit|commits|actions|releases|discussions|compare|wiki)\b", match["rest"] or ""
        )
        return "" if inner else match["home"]
    site = _WEB.match(url)
    return f"//{site['host']}" if site else ""


_LOCATIVE = re.compile(
    r"\b(?:in|inside|within|from|of|at|into|to|see)\s+(?:the\s+|our\s+|its\s+)?\W*$|\b(?:repository|repo|project|package|fork)\s*\(\W*$",
    re.I,
)
_RIGHT_BEHIND = re.compile(
    r"(?:['’]s)?[\s:(,–—-]*(?:(?:under|at|its|the|an?|path|file|folder|directory|has|have|holds?|contains?|keeps?|ships?|provides?|includes?|defines?)\s+)*[\"'(]*"
)


def homes_in(plain: str, links: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The parts of a sentence that web links say lie elsewhere, as (start, end, home), innermost first.

    A link's own words do; a sentence that is placed in another repository ("live in [acme/toolbox](...)") does as a whole, and so
    does what stands right behind a link to one.
    """
    found, wider = [], []
    for start, end, url in links:
        if home := home_of(url):
            found.append((start, end, home))
            if not home.startswith("//"):
                behind = _RIGHT_BEHIND.match(plain, end)
                wider.append((0, len(plain), home) if _LOCATIVE.search(plain[:start]) else (end, behind.end() + 1 if behind else end, home))
    return found + wider


def at_home(homes: Sequence[tuple[int, int, str]], start: int) -> str:
    """The home of a path that starts at an offset; "" when nothing says that it lies elsewhere."""
    return next((home for a, b, home in homes if a <= start < b), "")
