"""Files that a claim about the code does not mean: tests, vendored and generated code, documentation, lock files."""

from __future__ import annotations

import re
from functools import lru_cache

from verifier.repository.told import told_to_be

_VENDORED = "node_modules vendor third_party third-party thirdparty site-packages bower_components .venv venv dist build .next out target"
_LOCKS = """package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock bun.lockb poetry.lock uv.lock pdm.lock Pipfile.lock
    Gemfile.lock composer.lock Cargo.lock go.sum packages.lock.json"""
_TESTS = "test tests __tests__ __mocks__ spec specs e2e cypress fixtures testdata"


def _names(words: str) -> str:
    return "|".join(map(re.escape, words.split()))


_WHY: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("vendored", re.compile(rf"(?:^|/)(?:{_names(_VENDORED)})/|\.min\.(?:js|css)$")),
    ("lock file", re.compile(rf"(?:^|/)(?:{_names(_LOCKS)})$")),
    ("documentation", re.compile(r"\.(?:md|mdx|rst|adoc|txt|ipynb)$|(?:^|/)(?:LICEN[CS]E|README|CHANGELOG|AUTHORS)$", re.I)),
    (
        "test file",
        re.compile(
            rf"""(?:^|/)(?:{_names(_TESTS)})/ | (?:^|/)(?:test_[^/]*|conftest)\.py$ | _tests?\.(?:py|go|rb)$ | _spec\.rb$
               | \.(?:test|spec|stories|cy)\.[cm]?[jt]sx?$ | (?:^|/)(?:[A-Z]\w*)?Tests?\.(?:java|kt|cs)$""",
            re.VERBOSE,
        ),
    ),
    ("example", re.compile(r"(?:^|/)(?:examples?|samples?)\.\w+$", re.I)),
    ("generated", re.compile(r"_pb2(?:_grpc)?\.pyi?$|\.pb\.go$|\.generated\.\w+$|(?:^|/)__?generated__?/")),
)
_REQUIREMENTS = re.compile(r"(?:^|/)(?:requirements|constraints)[^/]*\.txt$|(?:^|/)requirements/[^/]+\.txt$|(?:^|/)CMakeLists\.txt$")


_TOLD = {"vendored": "vendored", "generated": "generated", "tests": "test file"}


def set_aside(path: str) -> str:
    """Why a file is no evidence ("test file", "vendored"...), or ""."""
    told = {why: told_to_be(kind, path) for kind, why in _TOLD.items()}
    by_name = _set_aside_by_name(path)
    return next((why for why, is_so in told.items() if is_so), "" if told.get(by_name) is False else by_name)


@lru_cache(maxsize=65536)
def _set_aside_by_name(path: str) -> str:
    for why, pattern in _WHY:
        if pattern.search(path):
            return "" if why == "documentation" and _REQUIREMENTS.search(path) else why
    return ""
