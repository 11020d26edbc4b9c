"""Whether a version that is told agrees with what a manifest asks for."""

from __future__ import annotations

import re

_PART = re.compile(r"(?P<operator>[~^]|[<>=~!]=?=?)?\s*v?(?P<version>\d[\w.*-]*)")


def agrees(told: str, spec: str) -> bool:
    """Whether `told` is the version that `spec` asks for, or `spec` itself; "18" and "18.2" agree with "18.2.0"."""
    told, spec = told.replace(" ", ""), spec.replace(" ", "")
    if told == spec:
        return True
    operator, version = _split(told)
    for match in _PART.finditer(spec):
        wanted = match["version"]
        if version == wanted or wanted.startswith(version + ".") or _padded(version) == _padded(wanted):
            return operator in ("", "==", "=") or operator == (match["operator"] or "")
    return False


def concrete(spec: str) -> bool:
    """Whether `spec` names one version, exactly or as the start of a caret or tilde range."""
    match = _PART.fullmatch(spec.replace(" ", ""))
    return bool(match and (match["operator"] or "") in ("", "=", "==", "===", "^", "~") and not re.search(r"[*xX]", match["version"]))


def could_be(told: str, spec: str) -> bool:
    """Whether `told` is a bare version that may be installed where `spec`, a concrete one, is asked for."""
    operator, version = _split(told)
    match = _PART.fullmatch(spec.replace(" ", ""))
    if operator or match is None:
        return False
    start, own = _padded(match["version"]), _padded(version)
    given = len(re.findall(r"\d+", match["version"].partition("-")[0]))
    if not match["operator"] and given < 3:
        return own[:given] == start[:given]  # "18.2" in package.json is any 18.2
    if match["operator"] == "^":
        fixed = next((place for place, part in enumerate(start) if part), len(start) - 1) + 1
        return own >= start and own[:fixed] == start[:fixed]
    if match["operator"] == "~":
        return own >= start and own[:2] == start[:2]
    return False


def _split(text: str) -> tuple[str, str]:
    match = _PART.match(text)
    return ((match["operator"] or "").strip(), match["version"]) if match else ("", text)


def _padded(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in re.findall(r"\d+", version.partition("-")[0])][:4]
    return tuple(numbers + [0] * (4 - len(numbers)))
