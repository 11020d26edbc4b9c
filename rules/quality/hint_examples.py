"""Examples of the rule `type-hints`."""

from __future__ import annotations

from verifier.model import Verdict
from verifier.rule import Example, Expect

EXAMPLES = (
    Example(
        "all, and not all",
        "- Type hints on all functions in `orbit.py`\n- `tilt.py`: all functions have type hints\n- 100% type annotations in `lean.py`\n",
        {
            "orbit.py": "def turn(by: int) -> int:\n    return by\n",
            "tilt.py": "def turn(by: int) -> int:\n    return by\n\ndef lean(by):\n    return by\n",
            "lean.py": "class A:\n    def __init__(self) -> None:\n        pass\n\n    def lean(self, by: int):\n        return by\n",
        },
        (
            Expect("type-hints", Verdict.HOLDS, 1),
            Expect("type-hints", Verdict.REFUTED, 2, observed="1 of 2 functions"),
            Expect("type-hints", Verdict.REFUTED, 3, observed="1 of 2 functions"),
        ),
    ),
    Example(
        "none, and most",
        "- No type hints in `tilt.py`\n- No type hints in `orbit.py`\n- Most functions in `orbit.py` lack return type hints\n",
        {"orbit.py": "def turn(by: int) -> int:\n    return by\n", "tilt.py": "def lean(by):\n    return by\n"},
        (
            Expect("type-hints", Verdict.HOLDS, 1),
            Expect("type-hints", Verdict.REFUTED, 2),
            Expect("type-hints", Verdict.REFUTED, 3),
        ),
    ),
    Example(
        "a share in a hundred, and a key",
        "- 80%+ type coverage in `tilt.py`\n- 50% of functions in `tilt.py` have type hints\n"
        "- **Type hints**: all functions of `tilt.py`\n"
        "- Full type annotations in `orbit.py`\n- 80% test coverage\n",
        {
            "orbit.py": "def turn(by: int) -> int:\n    return by\n",
            "tilt.py": "def turn(by: int) -> int:\n    return by\n\ndef lean(by):\n    return by\n",
        },
        (
            Expect("type-hints", Verdict.REFUTED, 1, observed="1 of 2 functions"),
            Expect("type-hints", Verdict.HOLDS, 2),
            Expect("type-hints", Verdict.REFUTED, 3),
            Expect("type-hints", Verdict.HOLDS, 4),
        ),
    ),
    Example(
        "so many of so many",
        "- Type hints on 1 of 2 functions in `tilt.py`\n- `tilt.py`: 2 of 2 functions have type hints\n"
        "- 1 of 3 functions in `tilt.py` has type hints\n- 1 of 2 functions in `tilt.py` is short\n",
        {"tilt.py": "def turn(by: int) -> int:\n    return by\n\ndef lean(by):\n    return by\n"},
        (
            Expect("type-hints", Verdict.HOLDS, 1, claimed="1 of 2"),
            Expect("type-hints", Verdict.REFUTED, 2, observed="1 of 2 functions"),
            Expect("type-hints", Verdict.UNVERIFIABLE, 3),
        ),
    ),
    Example(
        "throughout: nearly all may be meant",
        "- Type hints throughout `orbit.py`\n- Type hints throughout `tilt.py`\n- Type hints on all functions of `orbit.py`\n",
        {
            "orbit.py": "".join(f"def turn{n}(by: int) -> int:\n    return by\n\n" for n in range(19)) + "def lean(by):\n    return by\n",
            "tilt.py": "def turn(by: int) -> int:\n    return by\n\ndef lean(by):\n    return by\n",
        },
        (
            Expect("type-hints", Verdict.UNVERIFIABLE, 1),
            Expect("type-hints", Verdict.REFUTED, 2),
            Expect("type-hints", Verdict.REFUTED, 3),
        ),
    ),
    Example(
        "some have hints: no share is told",
        "- Good type hints\n- Add type hints to all functions\n- Type hints where they help\n- Are all functions typed?\n",
        {"orbit.py": "def turn(by):\n    return by\n"},
        (),
    ),
    Example(
        "some of them, and nothing to look at",
        "- All critical functions in `tilt.py` have type hints\n- All functions have type hints in `page.ts`\n",
        {"tilt.py": "def lean(by):\n    return by\n\ndef fall():\n    return 1\n", "page.ts": "export const a = 1\n"},
        (Expect("type-hints", Verdict.DOUBTFUL, 1), Expect("type-hints", Verdict.UNVERIFIABLE, 2)),
    ),
)
