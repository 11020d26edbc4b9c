"""Whether a version that is told agrees with what a manifest asks for."""

from __future__ import annotations

import re

_PART = re.compile(r"(?P<operator>~=|[~^]|[<>=!]=?=?)?\s*v?(?P<version>\d[\w.*-]*)")


def agrees(told: str, spec: str) -> bool:
    """Whether `told` is the version that `spec` asks for, or `spec` itself; "18" and "18.2" agree with "18.2.0"."""
    told, spec = told.replace(" ", ""), spec.replace(" ", "")
    if told == spec or sorted(told.split(",")) == sorted(spec.split(",")):
        return True
    if "," in told:
        return False
    operator, version = _split(told)
    for match in _PART.finditer(spec):
        wanted = match["version"]
        if version == wanted or wanted.startswith(version + ".") or _padded(version) == _padded(wanted):
            return operator in ("", "==", "=") or operator == (match["operator"] or "")
    return False


def readable(spec: str) -> bool:
    """Whether all of `spec` is understood: versions and comparisons, one or several."""
    parts = re.split(r",|\s+(?=[<>=~^!])", spec.strip())
    return bool(spec.strip()) and all(_PART.fullmatch(part.replace(" ", "")) and not re.search(r"[*xX]", part) for part in parts)


def could_be(told: str, spec: str) -> bool:
    """Whether `told`, a bare version, may be installed where `spec`, a readable one, is asked for."""
    operator, version = _split(told)
    if operator or "," in told:
        return False
    own = _padded(version)
    return all(_admits(match["operator"] or "", match["version"], own) for match in _PART.finditer(spec.replace(" ", "")))


def _admits(operator: str, wanted: str, own: tuple[int, ...]) -> bool:
    start = _padded(wanted)
    given = len(re.findall(r"\d+", wanted.partition("-")[0]))
    if operator == "^":
        fixed = next((place for place, part in enumerate(start) if part), len(start) - 1) + 1
        return own >= start and own[:fixed] == start[:fixed]
    if operator == "~":
        return own >= start and own[:2] == start[:2]
    if operator == "~=":
        return own >= start and own[: max(given - 1, 1)] == start[: max(given - 1, 1)]
    if operator in ("", "=", "==", "==="):
        return own == start or (operator == "" and given < 3 and own[:given] == start[:given])  # "18.2" in package.json is any 18.2
    comparisons = {"<": own < start, "<=": own <= start, ">": own > start, ">=": own >= start, "!=": own != start}
    return comparisons.get(operator, True)


def _split(text: str) -> tuple[str, str]:
    match = _PART.match(text)
    return ((match["operator"] or "").strip(), match["version"]) if match else ("", text)


def _padded(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in re.findall(r"\d+", version.partition("-")[0])][:4]
    return tuple(numbers + [0] * (4 - len(numbers)))
