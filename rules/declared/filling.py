"""Parts of a phrase put into what is measured, each as the place needs it: as a text, a name of files, or a key."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from verifier.knowledge.linear import literal

from .phrase import PLACEHOLDER

_KEY = re.compile(r'"([^"]+)"|([^.\s"]+)')
_MARK = re.compile(r"[*\[\]{},!]")
_WHOLE = re.compile(r'(?:"[^"]+"|[^.\s"]+)(?:\.(?:"[^"]+"|[^.\s"]+))*')


def keys_of(text: str) -> tuple[str, ...]:
    """The keys of a path such as `tool."a.b".c`; () where it is none."""
    return tuple(quoted or plain for quoted, plain in _KEY.findall(text)) if _WHOLE.fullmatch(text) else ()


def filled_keys(text: str, parts: Mapping[str, str]) -> tuple[str, ...]:
    """The keys, of which a part is one whatever stands in it."""
    return tuple(_filled(key, parts, str) for key in keys_of(text))


def filled_pattern(text: str, parts: Mapping[str, str]) -> str:
    return _filled(text, parts, literal)


def filled_code(text: str, parts: Mapping[str, str]) -> str:
    return _filled(text, parts, str)


def filled_glob(text: str, parts: Mapping[str, str]) -> str:
    """A pattern of names, in which a part stands for itself."""
    return _filled(text, parts, lambda part: _MARK.sub("?", part))


def _filled(text: str, parts: Mapping[str, str], written: Callable[[str], str]) -> str:
    return PLACEHOLDER.sub(lambda part: written(parts.get(part[1], "")), text)
