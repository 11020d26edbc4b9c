"""Lines that are cited: texts, and what becomes of them."""

from __future__ import annotations

from verifier.model import Verdict
from verifier.rule import Example, Expect

EXAMPLES = (
    Example(
        "what sort of thing it is",
        "- **Component(s):** `a.tsx:2`\n",
        {"a.tsx": "const moon = 1;\nconst sky = 2;\n"},
        (Expect("line-anchor", Verdict.UNVERIFIABLE, 1),),
        also=("file-exists",),
    ),
    Example(
        "lines of an output, told one by one, and what follows an ellipsis",
        "### `a.py`\n\n- Line 1 (top): the `turn`\n- Line 2 (middle): the `moon`\n\n**Location:** `a.py:1-2`\n\n"
        "```python\nturn_it = far_away(1)\n...\nmoon_of = nearby(2)\n```\n",
        {"a.py": "turn_it = far_away(1)\n\n\n\n\n\nmoon_of = nearby(2)\n"},
        (Expect("line-anchor", Verdict.HOLDS, 6),),
        also=("file-exists", "code-quote", "symbol-exists", "value"),
    ),
    Example(
        "exact, drifted, elsewhere, blank, past the end",
        "- `a.py:1` defines `load`\n- `a.py:4` defines `load`\n- `a.py:12` defines `load`\n- The loop at `a.py:3`\n- `a.py:90` is wrong\n",
        {"a.py": "def load():\n    return 1\n\n" + "x = 1\n" * 12},
        (
            Expect("line-anchor", Verdict.HOLDS, 1),
            Expect("line-anchor", Verdict.HOLDS, 2),
            Expect("line-anchor", Verdict.REFUTED, 3, observed="line 1"),
            Expect("line-anchor", Verdict.REFUTED, 4),
            Expect("line-anchor", Verdict.REFUTED, 5),
        ),
    ),
    Example(
        "what is said not to be there has no lines: they are of the file above",
        "### `index.html`\n\n- Missing `sky.css` (line 2)\n- `moon.css` does not exist (line 9)\n",
        {"index.html": "<html>\n<link href='sky.css'>\n</html>\n"},
        (Expect("line-anchor", Verdict.UNVERIFIABLE, 4, "index.html"),),
        also=("file-exists",),
    ),
    Example(
        "several lines of one file, each with what is said of it",
        "- `a.py:1-3` (`load`), `:6` (`x + y`), `:10-12` (`stop`)\n- `a.py:1` (`load`) and `:2` (`stop`), port :8080\n"
        "- `a.py:1` and `:10` define `load` and `stop`\n- **Where:** `a.py:2` (`f({x})`), `:10-12` (`stop`)\n",
        {"a.py": "def load():\n    return 1\n\n\ndef turn():\n    return x + y\n\n\ndef stop(\n    now,\n    then,\n    return 0\n"},
        (
            Expect("line-anchor", Verdict.HOLDS, 1, "a.py", "lines 1-3"),
            Expect("line-anchor", Verdict.HOLDS, 1, "a.py", "line 6"),
            Expect("line-anchor", Verdict.HOLDS, 1, "a.py", "lines 10-12"),
            Expect("line-anchor", Verdict.HOLDS, 2, "a.py", "line 1"),
            Expect("line-anchor", Verdict.UNVERIFIABLE, 2, "a.py", "line 2"),
            Expect("line-anchor", Verdict.HOLDS, 3, "a.py", "line 1"),
            Expect("line-anchor", Verdict.HOLDS, 3, "a.py", "line 10"),
            Expect("line-anchor", Verdict.UNVERIFIABLE, 4, "a.py", "line 2"),
            Expect("line-anchor", Verdict.HOLDS, 4, "a.py", "lines 10-12"),
        ),
    ),
    Example(
        "a range that begins before a definition and ends within it",
        "- `a.py:1-16` - `load()` is long\n- `a.py:9-40` - `load()` is long\n- `a.py:1-60` - `load()` and others\n",
        {"a.py": "x = 1\n" * 8 + "def load():\n" + "    y = 1\n" * 30 + "    return y\n" + "z = 1\n" * 30},
        (
            Expect("line-anchor", Verdict.REFUTED, 1, observed="line 9"),
            Expect("line-anchor", Verdict.HOLDS, 2),
            Expect("line-anchor", Verdict.HOLDS, 3),
        ),
    ),
    Example(
        "a range over a definition",
        "`a.py:1-7` - clean. `b.py:1-3` - clean.\n",
        {"a.py": "def load():\n" + "    x = 1\n" * 5 + "    return x\n", "b.py": "def load():\n    x = 1\n    return x\n"},
        (Expect("line-anchor", Verdict.HOLDS, 1, "a.py"), Expect("line-anchor", Verdict.UNVERIFIABLE, 1, "b.py")),
    ),
    Example("no such file", "See `late.py:7`.\n", {"a.py": ""}, (Expect("line-anchor", Verdict.REFUTED, 1),), also=("file-exists",)),
    Example(
        "lines told of the file above",
        "### `a.py`\n\n- Line 2: `load()` has no docstring\n- Lines 12-14 hold `stop`\n- `store` is called on line 40\n"
        "- Line 99: never closed\n- Line 80 characters long\n",
        {"a.py": "import os\ndef load():\n    return 1\n\n" + "x = 1\n" * 36 + "def stop():\n    store()\n"},
        (
            Expect("line-anchor", Verdict.HOLDS, 3, "a.py", "line 2"),
            Expect("line-anchor", Verdict.REFUTED, 4, observed="line 41"),
            Expect("line-anchor", Verdict.HOLDS, 5, "a.py", "line 40"),
            Expect("line-anchor", Verdict.REFUTED, 6, "a.py", "line 99"),
        ),
    ),
    Example(
        "the file's own name",
        "**File**: `tilt_moon.py` (Lines 2-3, +2 lines)\n",
        {"tilt_moon.py": "import os\nx = 1\ny = 2\n" + "z = 3\n" * 20},
        (Expect("line-anchor", Verdict.UNVERIFIABLE, 1),),
    ),
    Example(
        "lines told in the midst of a sentence that has passed on",
        "### `a.py`\n\nThe pool is empty. `Drain.run` then calls `spill` (line 40).\n",
        {"a.py": "x = 1\n" * 20, "b.py": "def drain():\n    spill()\n" + "y = 2\n" * 20},
        (Expect("line-anchor", Verdict.UNVERIFIABLE, 3),),
    ),
    Example(
        "a word near by, and words within many lines",
        "- `a.py:4` copies with `clone`\n- `a.py:9-90` is the turn loop of the moon\n- `a.py:9-90` is the tilt handler of the orbit\n",
        {
            "a.py": "a = box.clone()\nb = box.clone()\n\nx = 1\ny = 2\nz = box.clone()\n\n\n"
            + "# moon turn loop\ngo()\n" * 10
            + "def tilt_handler(orbit):\n    return orbit\n"
            + "x = 1\n" * 80
        },
        (
            Expect("line-anchor", Verdict.UNVERIFIABLE, 1),
            Expect("line-anchor", Verdict.UNVERIFIABLE, 2),
            Expect("line-anchor", Verdict.HOLDS, 3),
        ),
    ),
    Example(
        "the function of a row, and a remark of it",
        "| Function | Place | Notes |\n|---|---|---|\n| `land()` | `a.py:9` | slow |\n| start | `a.py:1` | unlike `land()` |\n",
        {"a.py": "x = 1\n" * 30 + "def land():\n    return 1\n"},
        (Expect("line-anchor", Verdict.REFUTED, 3), Expect("line-anchor", Verdict.UNVERIFIABLE, 4)),
    ),
    Example(
        "lines that are said to be comments",
        "### `a.py`\n\n- Lines 2-3: comments that restate the landing\n- Lines 2-3: the landing takes too long\n",
        {"a.py": "x = 1\n# one is added\n# and kept\ny = 2\n" + "z = 3\n" * 20},
        (Expect("line-anchor", Verdict.HOLDS, 3), Expect("line-anchor", Verdict.DOUBTFUL, 4)),
    ),
    Example(
        "a column of lines",
        "| File | Line | Issue |\n|---|---|---|\n| `a.py` | 3 | `eval` is called |\n| `a.py` | 9 | x is unused |\n\n"
        "| File | Lines | Issue |\n|---|---|---|\n| `a.py` | 4 | none |\n| `a.py` | 2-3 | calls `eval` |\n\n"
        "| Feature | File | Lines |\n|---|---|---|\n| calls `eval` | `a.py` | 3-4 |\n",
        {"a.py": "import os\n\neval(os.name)\nx = 1\n"},
        (
            Expect("line-anchor", Verdict.HOLDS, 3, claimed="line 3"),
            Expect("line-anchor", Verdict.REFUTED, 4, claimed="line 9"),
            Expect("line-anchor", Verdict.HOLDS, 9, claimed="lines 2-3"),
            Expect("line-anchor", Verdict.HOLDS, 13, claimed="lines 3-4"),
        ),
    ),
    Example(
        "code shown below",
        "## Finding\n\n**File:** `a.py:2`\n\n**Issue:**\n```python\nrow = fetch_row(key, timeout=None)\n```\n\n"
        "## Other\n\n**Location**: `a.py` (lines 40-41)\n\n```python\n# Lines 2-3\nrow = fetch_row(key, timeout=None)\n```\n",
        {"a.py": "def load(key):\n    row = fetch_row(key, timeout=None)\n    return row\n" + "x = 1\n" * 50},
        (
            Expect("line-anchor", Verdict.HOLDS, 3, "a.py", "line 2"),
            Expect("line-anchor", Verdict.REFUTED, 12, "a.py", "lines 40-41", "line 2"),
            Expect("line-anchor", Verdict.HOLDS, 15, "a.py", "lines 2-3"),
        ),
    ),
    Example(
        "code shown from several places, the cited one last",
        "**File:** `a.py:60`\n\n```python\n" + "".join(f"row_{n} = load_row({n})\n" for n in range(9)) + "send_rows(row_1, row_2)\n```\n",
        {
            "a.py": "".join(f"row_{n} = load_row({n})\n" for n in range(9)) + "x = 1\n" * 50 + "send_rows(row_1, row_2)\n" + "x = 1\n" * 9,
        },
        (Expect("line-anchor", Verdict.HOLDS, 1, "a.py", "line 60"),),
    ),
    Example(
        "code below whose comments cite lines of their own",
        "**File:** `a.py:9`\n\n```python\n# Line 2: the call\nrow = fetch_row(key, timeout=None)\n\n# Line 9: the end\n"
        "send_row(row, key)\n```\n",
        {
            "a.py": "def load(key):\n    row = fetch_row(key, timeout=None)\n"
            + "    x = 1\n" * 6
            + "    send_row(row, key)\n"
            + "x = 1\n" * 50
        },
        (
            Expect("line-anchor", Verdict.UNVERIFIABLE, 1),
            Expect("line-anchor", Verdict.HOLDS, 4),
            Expect("line-anchor", Verdict.HOLDS, 7),
        ),
    ),
    Example(
        "a part of the name in the heading above",
        "## The full turn (`turn_full_orbit`)\n\n- **File:** `a.py:1`\n- **File:** `a.py:5`\n",
        {"a.py": "def turn_half(by):\n    return by\n\n\ndef turn_full_orbit(by):\n    return by\n" + "\n" * 20},
        (Expect("line-anchor", Verdict.UNVERIFIABLE, 3), Expect("line-anchor", Verdict.HOLDS, 4)),
    ),
    Example(
        "words of a comment",
        'At `a.py:3`: "TODO: retry the lost..."\nAt `a.py:9`: "TODO: retry the lost orders"\n',
        {"a.py": "def load(row):\n    pass\n    # TODO:\n    # Retry the lost orders\n" + "    row += 1\n" * 40},
        (Expect("line-anchor", Verdict.HOLDS, 1), Expect("line-anchor", Verdict.HOLDS, 2)),
    ),
    Example(
        "a name right beside the anchor, which stands on one line",
        "- Keys are compared (`hmac.compare_digest`, `a.py:2`)\n- Keys are compared (`hmac.compare_digest`, `a.py:14`)\n"
        "- `a.py:15` sums up by `math.fsum`\n- Unlike `math.fsum` the loop at `a.py:15` counts\n- `a.py:15` repeats `x.y`\n",
        {
            "a.py": "x = 1\nok = hmac.compare_digest(a, b)\n" + "x.y = 1\n" * 20 + "total = math.fsum(rows)\n",
        },
        (
            Expect("line-anchor", Verdict.HOLDS, 1),
            Expect("line-anchor", Verdict.REFUTED, 2, observed="line 2"),
            Expect("line-anchor", Verdict.REFUTED, 3, observed="line 23"),
            Expect("line-anchor", Verdict.UNVERIFIABLE, 4),
            Expect("line-anchor", Verdict.HOLDS, 5),
        ),
    ),
    Example(
        "code below lines of several files",
        "**Files:** `a.py:2`, `b.py:1`\n\n```python\nheight = read_sensor(deck)\nreturn height_of(deck)\n```\n\n"
        "**Files:** `a.py:2`, `b.py:9`\n\n```python\nheight = read_sensor(deck)\nreturn height_of(deck)\n```\n",
        {"a.py": "import deck\nheight = read_sensor(deck)\n", "b.py": "    return height_of(deck)\n" + "x = 1\n" * 20},
        (
            Expect("line-anchor", Verdict.HOLDS, 1, observed="line 2"),
            Expect("line-anchor", Verdict.HOLDS, 1, observed="line 1"),
            Expect("line-anchor", Verdict.HOLDS, 8),
            Expect("line-anchor", Verdict.UNVERIFIABLE, 8),
        ),
    ),
    Example(
        "what is told behind a line of places",
        "### Slow start\n\n**Location:** `a.py:4`\n\n**Issue:** `load_deck()` waits\n\n"
        "### Slow end\n\n**Location:** `a.py:30`\n\n**Issue:** `load_deck()` waits\n",
        {"a.py": "import deck\n\ndef load_deck():\n    return 1\n" + "x = 1\n" * 40},
        (Expect("line-anchor", Verdict.HOLDS, 3), Expect("line-anchor", Verdict.UNVERIFIABLE, 9)),
    ),
    Example(
        "lines in the lead-in of code, of the file in the heading",
        "## `a.py`\n\nThe sensor (lines 2-3):\n\n```python\nheight = read_sensor(deck)\n```\n",
        {"a.py": "import deck\nheight = read_sensor(deck)\nprint(height)\n"},
        (Expect("line-anchor", Verdict.HOLDS, 3),),
    ),
    Example(
        "an adjective before what is nowhere",
        "### Empty classes\n\n- `a.py:2` - Empty `CraterList` class\n- `a.py:1` - Empty `Moon` class\n",
        {"a.py": "class Moon: ...\n" + "x = 1\n" * 20},
        (
            Expect("line-anchor", Verdict.REFUTED, 3, observed="not in the file"),
            Expect("line-anchor", Verdict.HOLDS, 4),
        ),
        also=("symbol-exists",),
    ),
    Example(
        "lines that are told roughly",
        "In `a.py`:\n\n```python\n# Line ~12\nheight = read_sensor(deck, seconds=4)\n```\n\n"
        "In `a.py`:\n\n```python\n# Line 12\nheight = read_sensor(deck, seconds=4)\n```\n",
        {"a.py": "x = 1\n" * 3 + "height = read_sensor(deck, seconds=4)\n" + "y = 1\n" * 20},
        (Expect("line-anchor", Verdict.HOLDS, 4, observed="line 4"), Expect("line-anchor", Verdict.REFUTED, 11)),
    ),
    Example("a private file", "See `local.py:7`.\n", {".gitignore": "local.py\n"}, (Expect("line-anchor", Verdict.UNVERIFIABLE, 1),)),
    Example("a time and a port are no anchors", "Runs at 10:30 on localhost:8000.\n", {"a.py": ""}, ()),
)
