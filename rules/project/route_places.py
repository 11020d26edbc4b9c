"""The files that answer a route."""

from __future__ import annotations

from verifier.codebase import Codebase
from verifier.repository.kinds import is_vendored

from .route_calls import CallRoutes
from .route_files import file_routes, segments, serves


def route_places(method: str, path: str, code: Codebase) -> frozenset[str]:
    """The files that answer `path`, by their place or by a call in them; empty where none was recognised. `method` may be ""."""
    wanted = segments(path)
    if not wanted:
        return frozenset()
    placed = {route.path for route in file_routes(code.index.entries) if not is_vendored(route.path) and serves(route, wanted)}
    called = {route.site.path for route in CallRoutes.of(code.facts).serving(wanted) if route.answers(method)}
    return frozenset(placed | called)
