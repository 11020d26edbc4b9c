"""Signatures that reports write, small repositories, and what the signature rule says of them."""

from __future__ import annotations

from verifier.model import Verdict
from verifier.rule import Example, Expect

EXAMPLES = (
    Example(
        "a default that is a constant's value",
        "- `turn(by: int = 20)` turns it\n- `turn(by: int = 30)` turns it\n",
        {"a.py": "TURN_BY = 20\n\ndef turn(by: int = TURN_BY): ...\n"},
        (Expect("signature", Verdict.HOLDS, 1), Expect("signature", Verdict.REFUTED, 2)),
    ),
    Example(
        "what a document is said to tell wrongly",
        "- `rows() -> list[str]` contract doc is wrong\n- `rows() -> list[str]`\n",
        {"a.py": "class Hold:\n    def rows(self) -> dict[str, str]:\n        return {}\n"},
        (Expect("signature", Verdict.UNVERIFIABLE, 1), Expect("signature", Verdict.REFUTED, 2)),
    ),
    Example(
        "code of a file that is not there",
        "## Current state\n\n**File:** `late.py`\n\n```python\ndef load(path: str, deep: bool):\n    return read(path)\n```\n",
        {"a.py": "def load(path):\n    return open(path)\n"},
        (Expect("signature", Verdict.UNVERIFIABLE, 6),),
        also=("file-exists",),
    ),
    Example(
        "code under a heading that names another file",
        "# Moon\n\n## Code structure\n\n### Backend (`moon.py`)\n\n```python\ndef load(path: str, deep: bool):\n    return read(path)\n"
        "\ndef turn(fast): ...\n```\n",
        {"a.py": "def load(path):\n    return open(path)\n", "moon.py": "def turn(slow): ...\n"},
        (Expect("signature", Verdict.UNVERIFIABLE, 8, "load"), Expect("signature", Verdict.REFUTED, 11, "turn")),
    ),
    Example(
        "as written, in part, and wrong",
        "- `Store.__init__(self, db: Session)`\n- The signature is `load_row(key: Optional[str] = None)`\n- `load_row(key: int) "
        "-> Row`\n- `load_row(name: str)`\n",
        {
            "a.py": "class Store:\n    def __init__(self, db: 'Session', size=3): ...\n\ndef load_row(key: str | None = None, "
            "*, deep: bool = False) -> Dict[str, Any]: ...\n"
        },
        (
            Expect("signature", Verdict.HOLDS, 1),
            Expect("signature", Verdict.HOLDS, 2),
            Expect("signature", Verdict.REFUTED, 3, observed="load_row(key: str | None = None, deep: bool = False) -> Dict[str, Any]"),
            Expect("signature", Verdict.REFUTED, 4),
        ),
    ),
    Example(
        "definitions in quoted code",
        '## Status\n\nFrom `a.py`:\n\n```python\ndef make_app(name: str = "x") -> App:\n    return App(name)\n\ndef '
        "load_row(key): ...\n```\n",
        {"a.py": "def make_app() -> App: ...\n\ndef load_row(key: str): ...\n"},
        (Expect("signature", Verdict.REFUTED, 6, "make_app"), Expect("signature", Verdict.HOLDS, 9, "load_row")),
        also=("code-quote",),
    ),
    Example(
        "a sketch with parts left out may name others",
        "From `a.py`:\n\n```python\ndef pack(box, weight):\n    ...\n```\n",
        {"a.py": "def pack(parcel, kilos): ...\n"},
        (Expect("signature", Verdict.UNVERIFIABLE, 4),),
    ),
    Example(
        "containers without their content",
        "- `pack(box: dict) -> tuple[str | None, dict]`\n- `pack(box: list)`\n",
        {"a.py": "def pack(box: Dict[str, int]) -> tuple[Optional[str], Dict[str, Any]]: ...\n"},
        (Expect("signature", Verdict.HOLDS, 1), Expect("signature", Verdict.REFUTED, 2)),
    ),
    Example(
        "as Go writes them",
        "- `Turn(fast bool) *Body`\n- `Turn(slow bool) *Body`\n- `Stop(at int) error`\n- `Stop() (int, error)`\n- `Stop(int)`\n",
        {"a.go": "package a\n\nfunc (b *Body) Turn(fast bool) *Body { return b }\n\nfunc Stop() error { return nil }\n"},
        (
            Expect("signature", Verdict.HOLDS, 1),
            Expect("signature", Verdict.REFUTED, 2),
            Expect("signature", Verdict.REFUTED, 3),
            Expect("signature", Verdict.REFUTED, 4),
        ),
    ),
    Example(
        "as others write them",
        "- `turn(int fast)` is slow\n- `turn(fast slow)`\n",
        {"A.java": "class A { void turn(int fast) {} }\n"},
        (Expect("signature", Verdict.UNVERIFIABLE, 1), Expect("signature", Verdict.UNVERIFIABLE, 2)),
    ),
    Example(
        "calls and names are no signatures",
        "- `cache.touch(key, ttl)` on each hit\n- `send_mail(...)` and `load_row()` are slow\n- `again(times=3)`\n",
        {"a.py": "def send_mail(): ...\n\ndef load_row(): ...\n"},
        (),
    ),
    Example(
        "a function that isn't there is no matter of signatures",
        "`drop_row(key: str)` deletes.\n",
        {"a.py": "x = 1\n"},
        (Expect("signature", Verdict.UNVERIFIABLE, 1),),
        also=("symbol-exists",),
    ),
)
