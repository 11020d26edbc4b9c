"""Where links lead: to a path beside the document, to a place in a repository, or out of this one."""

from __future__ import annotations

import re
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
    name = unquote(name.partition("?")[0])
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


def at_home(homes: list[tuple[int, int, str]], start: int, end: int) -> str:
    """The home of a path: that of the link it stands in, or of a repository that its sentence links to."""
    return next(
        (home for a, b, home in homes if a <= start and end <= b), next((home for _, _, home in homes if not home.startswith("//")), "")
    )
