"""Routes that code declares by calls, decorators or annotations, and the beginnings of paths that routers are mounted under.

Flask, FastAPI, Django, Express, Fastify, Koa, Hono, NestJS, Spring, ASP.NET, Rails, axum, Go (net/http, gorilla, gin, echo, chi).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import ClassVar
from weakref import WeakKeyDictionary

from verifier.facts.facts import Facts
from verifier.facts.symbols import Symbols
from verifier.model import Site
from verifier.repository.kinds import is_test, is_vendored

from .route_files import METHODS, segments

_VERBS = "get|post|put|patch|delete|head|options"
_METHOD = re.compile(rf"\b(?:{_VERBS})\b", re.I)
_DECLARED = re.compile(
    rf"(?:(?:\.|@)(?P<method>{_VERBS}|route|all|any|api_route|add_url_rule|HandleFunc|Handle|Get|Post|Put|Patch|Delete|GET|POST|PUT|PATCH"
    r"|DELETE|Any|(?:Get|Post|Put|Patch|Delete|Request)Mapping|Map(?:Get|Post|Put|Patch|Delete))(?:<[^<>()]*(?:<[^<>]*>)?[^<>()]*>)?"
    r"|\[(?P<attribute>Http(?:Get|Post|Put|Patch|Delete))|(?<![\w.])(?:re_)?path)"
    r"\(\s*(?:(?:value|path)\s*=\s*)?[rbf]?[\"'`]\^?(?:(?P<verb>[A-Z]{3,7})\s+)?(?P<path>[^\"'`\n]{0,200}?)\$?[\"'`](?P<rest>[^\n]{0,200})"
)
_BARE = re.compile(  # a route that is the path which its class is mounted under
    r"\[Http(?P<attribute>Get|Post|Put|Patch|Delete)\]|^[ \t]*@(?P<decorator>Get|Post|Put|Patch|Delete)(?:Mapping)?(?:\(\s*\))?\s*$", re.M
)
_OF_CLASS = re.compile(r"(?:\[Route|@Controller|@RequestMapping)\(\s*(?:(?:value|path)\s*=\s*)?[\"'`](?P<path>[^\"'`\n]{1,200})[\"'`]")
_CONTROLLER = re.compile(r"\bclass\s+(?P<name>\w+?)(?:Controller)?\b")
_COMPARED = re.compile(r"\b(?:url|pathname|path)\s*={2,3}\s*[\"'`](?P<path>/[^\"'`\n]{1,200})[\"'`]", re.I)
_MOUNTED = re.compile(
    r"(?:\b(?:prefix|url_prefix|base_?path|root_path)[\"']?\s*[=:]\s*"
    r"|\b(?:use|register|route|group|controller|requestmapping|include|path|re_path|mount|pathprefix|nest|scope|namespace|mapgroup)\(\s*)"
    r"[rbf]?[\"'`]\^?(?P<path>[^\"'`\n]{1,100})\$?[\"'`]",
    re.I,
)
_ANY = frozenset(("ROUTE", "ALL", "ANY", "API_ROUTE", "ADD_URL_RULE", "HANDLEFUNC", "HANDLE", "REQUESTMAPPING", ""))
_CLIENTS = frozenset(
    "axios client http $http request requests httpx session fetcher ky got superagent apiclient api_client test_client".split()
)
_SINGLE = re.compile(r"[\"'`]([^\"'`\s]{1,200})[\"'`]")
_LARGEST = 1_000_000  # bytes of a file that routes are looked for in
_DEEP = 4  # routers inside one another


@dataclass(frozen=True, slots=True)
class CallRoute:
    """`parts`: the segments of its own literal, "*" for a parameter; `methods`: none where any may be meant."""

    parts: tuple[str, ...]
    methods: frozenset[str]
    site: Site

    def answers(self, method: str) -> bool:
        return not method or not self.methods or method in self.methods


class CallRoutes:
    """The routes that the code of one snapshot declares. `of` gives the same object for the same facts."""

    _all: ClassVar[WeakKeyDictionary[Facts, CallRoutes]] = WeakKeyDictionary()

    def __init__(self, symbols: Symbols) -> None:
        own = ((path, data) for path, data in symbols.contents() if len(data) <= _LARGEST and not is_test(path) and not is_vendored(path))
        self._texts = [(path, _with_tokens(path, data.decode("utf-8", "replace"))) for path, data in own]

    @classmethod
    def of(cls, facts: Facts) -> CallRoutes:
        found = cls._all.get(facts)
        if found is None:
            found = cls._all[facts] = cls(Symbols.of(facts))
        return found

    @cached_property
    def routes(self) -> tuple[CallRoute, ...]:
        return tuple(route for path, text in self._texts for route in _of_file(path, text))

    @cached_property
    def _mounted(self) -> frozenset[tuple[str, ...]]:
        return frozenset(segments(match["path"]) for _, text in self._texts for match in _MOUNTED.finditer(text))

    @cached_property
    def _spelled(self) -> tuple[tuple[str, ...], ...]:
        """The path of every literal that may be one."""
        return tuple(segments(match[1]) for _, text in self._texts for match in _SINGLE.finditer(text) if "/" in match[1])

    @cached_property
    def _literals(self) -> frozenset[tuple[str, ...]]:
        return frozenset(self._spelled)  # a router's prefix may be a constant

    def serving(self, wanted: tuple[str, ...]) -> list[CallRoute]:
        """The routes whose own path ends `wanted`, where what is before it is what routers are mounted under."""
        return [route for route in self.routes if self._serves(route, wanted)]

    def _serves(self, route: CallRoute, wanted: tuple[str, ...]) -> bool:
        at = len(wanted) - len(route.parts)
        return at >= 0 and route.parts == wanted[at:] and self._prefix(wanted[:at], bool(route.parts))

    def _prefix(self, parts: tuple[str, ...], loose: bool, deep: int = _DEEP) -> bool:
        """Whether routers are mounted under these segments, one in another; `loose`: any literal counts."""
        known = self._literals | self._mounted if loose else self._mounted
        if not parts or parts in known:
            return True
        cuts = range(1, len(parts)) if deep else ()
        return any(parts[:at] in self._literals | self._mounted and self._prefix(parts[at:], loose, deep - 1) for at in cuts)

    def only_otherwise(self, wanted: tuple[str, ...], method: str) -> CallRoute | None:
        """A route of that very path, where no way is seen in which the path could answer `method`.

        Every route that ends as the path does has methods that are told, and none is this one; no literal that ends so is anything but
        such a route; and no route takes every path.
        """
        end = _telling(wanted)
        alike = [route for route in self.routes if end and route.parts[-len(end) :] == end]
        serving = [route for route in alike if self._serves(route, wanted)]
        spelled = sum(_ends(path, end) for path in self._spelled) if end else 0
        greedy = any(not route.methods and route.parts and route.parts[-1].startswith(("*", "(")) for route in self.routes)
        if not serving or greedy or spelled > len(alike) or any(route.answers(method) for route in alike):
            return None
        return serving[0]


def _telling(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The end of a path from its last segment that is no parameter; none where there is no such segment."""
    trailing = len(list(takewhile(lambda part: part == "*", reversed(parts))))
    return parts[-trailing - 1 :] if trailing < len(parts) else ()


def _ends(parts: tuple[str, ...], end: tuple[str, ...]) -> bool:
    return parts[-len(end) :] == end


def _of_file(path: str, text: str) -> Iterator[CallRoute]:
    for match in _DECLARED.finditer(text):
        if _declares(match, text):
            yield CallRoute(segments(match["path"]), _methods(match), _site(path, text, match))
    for match in _BARE.finditer(text):
        above = [one["path"] for one in _OF_CLASS.finditer(text, 0, match.start())]
        if above:
            method = (match["attribute"] or match["decorator"]).upper()
            yield CallRoute(segments(above[-1]), frozenset((method,)), _site(path, text, match))
    for match in _COMPARED.finditer(text):  # a server without a router
        yield CallRoute(segments(match["path"]), frozenset(), _site(path, text, match))


def _with_tokens(path: str, text: str) -> str:
    """The text with what ASP.NET puts in place of `[controller]`: the name of the class behind it."""
    if not path.endswith(".cs") or "[controller]" not in text:
        return text
    pieces = text.split("[controller]")
    named = [_CONTROLLER.search("".join(pieces[at:])) for at in range(1, len(pieces))]
    return pieces[0] + "".join((match["name"] if match else "[controller]") + piece for match, piece in zip(named, pieces[1:], strict=True))


def _site(path: str, text: str, match: re.Match[str]) -> Site:
    line = text.count("\n", 0, match.start()) + 1
    return Site(path, "", match[0].strip()[:160], line, line)


def _declares(match: re.Match[str], text: str) -> bool:
    """Whether a call declares a route: `.get("summary")` reads a mapping, and `axios.get("/rows")` asks for one."""
    if not match[0].startswith(".") or (match["method"] or "") not in (*_VERBS.split("|"), "all"):
        return bool(match["path"]) or match[0].startswith(("@", "["))
    receiver = re.search(r"(@?)([\w$]+)$", text[max(0, match.start() - 40) : match.start()])
    asks = receiver is not None and not receiver[1] and receiver[2].lower() in _CLIENTS
    decorates = receiver is not None and bool(receiver[1])
    return (match["path"].startswith(("/", "*")) or (decorates and not match["path"])) and not asks


def _methods(match: re.Match[str]) -> frozenset[str]:
    if match["verb"] in METHODS:
        return frozenset((match["verb"],))
    named = re.sub(r"^HTTP|^MAP|(?<=\w)MAPPING$", "", (match["method"] or match["attribute"] or "").upper())
    if named in METHODS:
        return frozenset((named,))
    if named == "REQUEST" or named in _ANY:
        return frozenset(
            word.upper() for word in _METHOD.findall(match["rest"]) if word.isupper() or re.search(rf"\b{word}\(", match["rest"])
        )
    return frozenset()
