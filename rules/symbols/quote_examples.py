"""Quoted code: texts, and what becomes of them."""

from __future__ import annotations

from verifier.model import Verdict
from verifier.rule import Example, Expect

_CODE = (
    'def load(key):\n    """Load a row."""\n    row = store.fetch_row(key, timeout=3)  # slow\n'
    "    log.info('row loaded for %s', key)\n    return row\n"
)

EXAMPLES = (
    Example(
        "indexes that are declared in another way",
        "Location: `db.js`\n\n```sql\nCREATE INDEX idx_moons_orbit ON moons(orbit_id, phase)\n"
        "CREATE INDEX idx_moons_tide ON moons(tide_id, phase)\n```\n",
        {"db.js": "db.exec('CREATE INDEX IF NOT EXISTS idx_moons_orbit ON moons(orbit_id, phase)');\n"
         "db.exec('CREATE INDEX IF NOT EXISTS idx_moons_tide ON moons(tide_id, phase)');\n"},
        (
            Expect("code-quote", Verdict.UNVERIFIABLE, 4, claimed="this code"),
            Expect("code-quote", Verdict.HOLDS, 4),
            Expect("code-quote", Verdict.HOLDS, 5),
        ),
        also=("file-exists",),
    ),
    Example(
        "below a lead-in in another language, which may propose it",
        "- **代码**：\n  ```python\n  row = fetch_row(key, timeout=9)\n  ```\n"
        "- **Now**:\n  ```python\n  row = fetch_row(key, timeout=9)\n  ```\n",
        {"a.py": "def load(key):\n    row = fetch_row(key, timeout=9)\n    return row\n"},
        (Expect("code-quote", Verdict.HOLDS, 7),),
    ),
    Example("as it is, formatted otherwise and abridged", "## Load\n\nCurrent implementation (`a.py`):\n"
        "\n```python\ndef load(key):\n    row = store.fetch_row(\n        key, timeout=3,\n    )\n    ...\n"
        "    return row\n```\n", {"a.py": _CODE},
            (Expect("code-quote", Verdict.HOLDS, 6), Expect("code-quote", Verdict.HOLDS, 7), Expect("code-quote", Verdict.HOLDS, 8))),
    Example("another body", "## Load\n\nCurrent implementation (`a.py`):\n\n```python\ndef load(key):\n"
        "    row = cache.read_row(key)\n    return row\n```\n", {"a.py": _CODE},
            (Expect("code-quote", Verdict.REFUTED, 6), Expect("code-quote", Verdict.REFUTED, 7)), also=("symbol-exists",)),
    Example("before and after", "## Changes\n\n```python\n# Before\nrow = old_fetch(key)\n\n# After\n"
        "log.info('row loaded for %s', key)\n```\n", {"a.py": _CODE},
            (Expect("code-quote", Verdict.UNVERIFIABLE, 5), Expect("code-quote", Verdict.HOLDS, 8))),
    Example("the bad one of a pair", "## Finding\n\n**File:** `a.py:3`\n\n**Issue:**\n\n```python\n# ❌ WRONG - no retry\n"
        "row = store.fetch_row(key, timeout=3)\n\n# ✅ CORRECT\nrow = retrying(store.fetch_row)(key, timeout=9)\n```\n",
            {"a.py": _CODE},
            (Expect("code-quote", Verdict.HOLDS, 8), Expect("code-quote", Verdict.HOLDS, 9))),
    Example("another language in a string", "## Status\n\nCurrent code (`a.py`):\n\n```python\ndef script():\n    return \"\"\"\n"
        "    // move the mouse\n    const x = Math.floor(Math.random() * 9);\n    \"\"\"\n```\n",
            {"a.py": "def script():\n    return \"\"\"\n        // move the mouse\n        const x = Math.floor(Math."
                     "random() * 9);\n\"\"\"\n"},
            tuple(Expect("code-quote", Verdict.HOLDS) for _ in range(2))),
    Example("in a sentence", "- It calls `store.fetch_row(key, timeout=3)` for each key.\n- It logs with "
        "`log.info(...)`\n", {"a.py": _CODE},
            (Expect("code-quote", Verdict.HOLDS, 1),)),
    Example("the use of a module, and a comment that counts", "## Load\n\nJobs now use `a.py`:\n\n```python\nfrom a import load\n\n"
        "row = load(key, deep=True)\n```\n\n`a.py` annotates it:\n\n```python\nrow = store.fetch_row(key, timeout=3)"
        "  # type: Row\n```\n", {"a.py": _CODE},
            (Expect("code-quote", Verdict.UNVERIFIABLE, 8), Expect("code-quote", Verdict.UNVERIFIABLE, 14),
             Expect("code-quote", Verdict.UNVERIFIABLE, 14))),
    Example("what was removed", "## Cleanup\n\nChanged `a.py`.\n\n**Dead code removed**:\n\n```python\n# In a.py (2 lines removed)\n"
        "row = old.fetch_all(key, tries=9)\nlog.debug('row dropped for %s', key)\n```\n", {"a.py": _CODE},
            (Expect("code-quote", Verdict.UNVERIFIABLE, 8), Expect("code-quote", Verdict.UNVERIFIABLE, 9),
             Expect("code-quote", Verdict.UNVERIFIABLE, 10))),
    Example("code of the reader's own", "## Queues\n\nOverride `fetch_row` of `a.py` in your store:\n\n```python\n"
        "def fetch_row(self, key):\n    return queue.later(self.table, key)\n```\n", {"a.py": _CODE},
            tuple(Expect("code-quote", Verdict.UNVERIFIABLE) for _ in range(2))),
    Example("a difference", "## Changes to `a.py`\n\n```diff\n@@ -1,3 +1,3 @@\n def load(key):\n-    row = store.fetch_row(key, 9)\n"
        "+    row = store.fetch_row(key, timeout=3)\n+    log.warn('row lost at sea')\n-    log.info('row loaded for %s', key)\n```\n",
            {"a.py": _CODE},
            (Expect("code-quote", Verdict.HOLDS, 6), Expect("code-quote", Verdict.HOLDS, 7), Expect("code-quote", Verdict.REFUTED, 8),
             Expect("code-quote", Verdict.DOUBTFUL, 9))),
    Example("a type that is left out", "Current code (`a.py`):\n\n```python\nMAX_ROWS = 12\nMIN_ROWS = 4\n```\n",
            {"a.py": "MAX_ROWS: int = 12\nMIN_ROWS: Final[int] = 3\n"},
            (Expect("code-quote", Verdict.REFUTED, 4), Expect("code-quote", Verdict.HOLDS, 4),
             Expect("code-quote", Verdict.REFUTED, 5))),
    Example("in a sentence, with one sign, name or number changed",
        "- `load` begins its work by `row = store.fetch_row(key, timeout=3)`.\n- `load` begins its work by "
        "`row = store.fetch_row(key, timeout=9)`.\n- In `a.py`, `row = store.drop_row(key, timeout=3)` comes first.\n"
        "- `row = store.fetch_row(key, timeout=9)` is in every file.\n"
        "- We switched `a.py` to `row = store.fetch_row(key, timeout=9)`.\n"
        "- `keep` guards itself first: `if row not in self.rows and key:`\n"
        "- `keep` guards itself first: `if row in self.rows and key:`\n",
            {"a.py": _CODE, "b.py": "def keep(self, row, key):\n    if row in self.rows and key:\n        return\n"},
            (Expect("code-quote", Verdict.HOLDS, 1), Expect("code-quote", Verdict.REFUTED, 2), Expect("code-quote", Verdict.REFUTED, 3),
             Expect("code-quote", Verdict.UNVERIFIABLE, 4), Expect("code-quote", Verdict.UNVERIFIABLE, 5),
             Expect("code-quote", Verdict.REFUTED, 6), Expect("code-quote", Verdict.HOLDS, 7))),
    Example("in a sentence, told more shortly", "- `load` ends with `return row and row.state == DONE`\n"
        "- `load` ends with `return row and row.state == ROW_DONE`\n",
            {"a.py": "def load(row):\n    return row and row.state == codes.ROW_STATE_DONE\n"},
            (Expect("code-quote", Verdict.UNVERIFIABLE, 1), Expect("code-quote", Verdict.UNVERIFIABLE, 2)), also=("body-quote",)),
    Example("a command that a file runs", "- `compose.yml` starts the worker as `celery -A app worker --concurrency 3`.\n"
        "- `compose.yml` starts the worker as `celery -A app worker --concurrency 8`.\n",
            {"compose.yml": "services:\n  worker:\n    command: celery -A app worker --concurrency 3\n"},
            (Expect("code-quote", Verdict.HOLDS, 1), Expect("code-quote", Verdict.REFUTED, 2))),
    Example("what nothing says to be here, and stands here", "## Solution design\n\n```python\ndef load(key):\n    # Fetch it\n"
        "    row = store.fetch_row(key, timeout=3)\n```\n\n## Recommendations\n\n"
        "```python\nrow = store.fetch_row(key, timeout=3)\n```\n"
        "\n## Solution design\n\n```python\nrow = store.fetch_row(key, tries=2)\n```\n", {"a.py": _CODE},
            (Expect("code-quote", Verdict.HOLDS, 4), Expect("code-quote", Verdict.HOLDS, 6),
             Expect("code-quote", Verdict.UNVERIFIABLE, 18))),
    Example("what is shown as there is, of no file and under no change",
        "## Status\n\nCurrent code:\n\n```python\ndef lean(moon):\n    tilt = moon.fetch_tilt(3)\n```\n", {"a.py": _CODE},
            tuple(Expect("code-quote", Verdict.DOUBTFUL) for _ in range(2)), also=("symbol-exists",)),
    Example("an example below a wish, a feature that nothing says to be there, and the fault before a change",
        "## Recommended approach\n\n### Code example\n\n```python\ndef sail(moon):\n    wind = moon.fetch_wind(3)\n```\n\n"
        "## Features\n\n```python\ndef steer(moon):\n    keel = moon.fetch_keel(3)\n```\n\n"
        "## Changes\n\n### Loading\n\n**Problem:**\n\n```python\nrow = store.fetch_all(key, tries=9)\n```\n", {"a.py": _CODE},
            tuple(Expect("code-quote", Verdict.UNVERIFIABLE, line) for line in (13, 14, 24))),
    Example("below the name of a file that is not there",
        "## Status\n\n### `lake.py`\n\n```python\nrow = store.fetch_row(key, timeout=3)\n```\n\n"
        "### `a.py`\n\n```python\nrow = store.fetch_row(key, timeout=3)\n```\n", {"a.py": _CODE},
            (Expect("code-quote", Verdict.UNVERIFIABLE, 6), Expect("code-quote", Verdict.HOLDS, 12)), also=("file-exists",)),
    Example("errors that are caught, and arguments", "- `except (KeyError, TypeError)`\n- `moon.fetch_tilt(3)`\n",
        {"b.py": "def f(moon):\n    try:\n        moon.fetch_tilt(3, w=1)\n    except (KeyError, TypeError, OSError):\n        pass\n"},
            (Expect("code-quote", Verdict.UNVERIFIABLE, 1), Expect("code-quote", Verdict.HOLDS, 2))),
    Example("proposals and sessions", "## Recommendations\n\n```python\nrow = cache.read_row(key)\n```\n"
        "\nUsage:\n\n```python\nclient = make_client(key, tries=3)\n```\n\n```bash\npython a.py\n```\n", {"a.py": _CODE}, ()),
)  # fmt: skip
