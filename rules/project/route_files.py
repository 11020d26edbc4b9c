"""Routes that files make by where they lie: Next.js (app and pages), SvelteKit, Nuxt, Astro."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
_SCRIPT = r"\.(?:ts|tsx|js|jsx|mjs|mts)$"
_APP = re.compile(rf"^(?:.*/)?(?:src/)?app/(?P<route>(?:[^/]+/)*)route{_SCRIPT}")
_PAGES = re.compile(rf"^(?:.*/)?(?:src/)?pages/(?P<route>api(?:/.+)?){_SCRIPT}")
_SVELTE = re.compile(rf"^(?:.*/)?src/routes/(?P<route>(?:[^/]+/)*)\+server{_SCRIPT}")
_NUXT = re.compile(r"^(?:.*/)?server/(?P<route>(?:api|routes)/.+?)(?:\.(?P<method>get|post|put|patch|delete))?\.(?:ts|js|mjs)$")
_PARAMETER = re.compile(r"^(?::\w+\??|\{[^{}]*\}|<[^<>]*>|\[[^\[\]]*\]|\$\{[^{}]*\})$")
_REST = re.compile(r"^\[{1,2}\.\.\.\w+\]{1,2}$")
_EXPORTED = r"\bexport\s+(?:async\s+)?(?:function\s*\*?\s*|const\s+|let\s+){method}\b|\bexport\s+(?:const\s+)?\{{[^}}]*\b{method}\b"


@dataclass(frozen=True, slots=True)
class FileRoute:
    """`parts`: the segments of its path, "*" for a parameter, "**" for the rest; `sort`: how its methods are told."""

    path: str
    parts: tuple[str, ...]
    sort: str  # "exports", "handler", "named"
    method: str = ""  # that of its file's name


def file_routes(paths: Iterable[str]) -> Iterator[FileRoute]:
    """The routes that the files of a repository are."""
    for path in paths:
        if match := _APP.match(path) or _SVELTE.match(path):
            yield FileRoute(path, _parts(match["route"]), "exports")
        elif match := _NUXT.match(path):
            route = re.sub(r"^routes/", "", match["route"])
            yield FileRoute(path, _parts(re.sub(r"(?:^|/)index$", "", route)), "named", (match["method"] or "").upper())
        elif match := _PAGES.match(path):
            yield FileRoute(path, _parts(re.sub(r"/index$", "", match["route"])), "handler")


def segments(text: str) -> tuple[str, ...]:
    """The segments of a path as a report or code writes it, without its query, parameters as "*"."""
    plain = re.split(r"[?#]", text)[0]
    return tuple("*" if _PARAMETER.match(part) else part for part in plain.split("/") if part)


def _parts(route: str) -> tuple[str, ...]:
    own = [part for part in route.split("/") if part and not (part.startswith("(") and part.endswith(")")) and not part.startswith("@")]
    return tuple("**" if _REST.match(part) else "*" if _PARAMETER.match(part) else part for part in own)


def serves(route: FileRoute, wanted: tuple[str, ...]) -> bool | None:
    """Whether a route is the one that is told of; None where it takes its place by a parameter."""
    if route.parts == wanted:
        return True
    if "**" in route.parts:
        at = route.parts.index("**")
        return None if len(wanted) >= at and _alike(route.parts[:at], wanted[:at]) else False
    return None if len(route.parts) == len(wanted) and _alike(route.parts, wanted) else False


def _alike(parts: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    return all(part in ("*", other) for part, other in zip(parts, wanted, strict=True))


def answers(route: FileRoute, method: str, text: str) -> bool | None:
    """Whether a route's file answers a method; None where it does not tell."""
    if not method:
        return True
    if route.sort == "named":
        return route.method == method if route.method else None
    if route.sort == "handler":
        told = re.findall(r"[\"'](GET|POST|PUT|PATCH|DELETE)[\"']", text)
        return True if not told or method in told else None
    if re.search(_EXPORTED.format(method=method), text) or (method == "DELETE" and re.search(_EXPORTED.format(method="del"), text)):
        return True
    return None if re.search(r"\bexport\s+\*|\bfallback\b|module\.exports", text) else False
