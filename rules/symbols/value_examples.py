"""Examples of the rule `value`."""

from verifier.model import Verdict
from verifier.rule import Example, Expect

EXAMPLES = (
    Example(
        "thousands apart",
        "- `MAX_ROWS` defaults to 10 000\n- `MAX_ROWS` is 10\n",
        {"a.py": "MAX_ROWS = 10_000\n"},
        (Expect("value", Verdict.HOLDS, 1), Expect("value", Verdict.REFUTED, 2)),
    ),
    Example(
        "how many are listed, and a term of a sum",
        "- Core (3): common, retry, download\n- Retries (3)\n- Retries: 9 (was 3)\n- **Magic number**: `retries + 3` in messages\n",
        {"a.py": "max_retries = 3\n"},
        (Expect("value", Verdict.HOLDS, 2), Expect("value", Verdict.UNVERIFIABLE, 3)),
    ),
    Example(
        "only in a file of examples",
        "- `crew_limit = 4`\n",
        {"src/examples.py": "crew_limit = 9\n"},
        (Expect("value", Verdict.UNVERIFIABLE, 1),),
    ),
    Example(
        "what a function is given, what it does, and what a variable holds",
        "- `Lander(max_speed=0)` raises an error\n- `max_speed=0`\n- `back_home()` sets `crew_view = 'moon'`\n"
        "- `back_home()` takes `crew_view='moon'`\n- A reply that is cut (`end_reason='length'`)\n",
        {
            "a.py": "class Lander:\n    def __init__(self, max_speed: int = 3):\n        self.max_speed = max_speed\n\n"
            "def back_home():\n    view = 1\n\nclass Client:\n    def read(self, parts):\n        content = []\n"
            "        end = None\n        usage = {}\n"
            "        for part in parts:\n            if part.end_reason:\n                end = part.end_reason\n"
            "        return {'x': 1, 'end_reason': end}\n"
        },
        (
            Expect("value", Verdict.UNVERIFIABLE, 1),
            Expect("value", Verdict.REFUTED, 2),
            Expect("value", Verdict.UNVERIFIABLE, 3),
            Expect("value", Verdict.REFUTED, 4),
            Expect("value", Verdict.UNVERIFIABLE, 5),
        ),
        also=("symbol-exists", "signature", "exact-name", "mechanism"),
    ),
    Example(
        "told in words, and met only in an example",
        "- 3 retry attempts at most\n- 7 upload attempts at most\n",
        {"examples/demo.py": "max_retry_attempts = 3\n", "a.py": "max_upload_attempts = 7\n"},
        (Expect("value", Verdict.UNVERIFIABLE, 1), Expect("value", Verdict.HOLDS, 2)),
    ),
    Example(
        "a number that goes on",
        "- MAX_SUM: 5,000,000p = ₹50,000\n- MAX_SUM: 5,000,000\n- MAX_SUM: 5,000\n- Timeout ratio of 50/5 = 10.0 retries\n",
        {"a.py": "MAX_SUM = 5_000_000\n"},
        (Expect("value", Verdict.HOLDS, 2), Expect("value", Verdict.REFUTED, 3)),
    ),
    Example(
        "a table of names and values",
        '| Constant | Value | Purpose |\n|---|---|---|\n| `MAX_ROWS` | 100 | all |\n| `MAX_ROWS` | `200` | |\n| `rowMode` | "slow" | |\n\n'
        "| Constant | Old | Value |\n|---|---|---|\n| `MAX_ROWS` | 50 | 90 |\n\n| Constant | Uses |\n|---|---|\n| `MAX_ROWS` | 90 |\n",
        {"a.py": "MAX_ROWS = 100\n\nrowMode = 'fast'\n"},
        (
            Expect("value", Verdict.HOLDS, 3, "MAX_ROWS"),
            Expect("value", Verdict.REFUTED, 4, "MAX_ROWS"),
            Expect("value", Verdict.REFUTED, 5, "rowMode"),
        ),
    ),
    Example(
        "told beside",
        "- `MAX_ROWS`, which is 100, keeps pages short\n- `MAX_ROWS`, which is 250, keeps pages short\n- `load`, which is slow, waits\n",
        {"a.py": "MAX_ROWS = 100\n"},
        (Expect("value", Verdict.HOLDS, 1, "MAX_ROWS"), Expect("value", Verdict.REFUTED, 2, "MAX_ROWS")),
        also=("symbol-exists",),
    ),
    Example(
        "exact names",
        "- `task_acks_late=True`\n- DEFAULT_TIMEOUT is 30\n- `pool_size: 10`\n- `MAX_RETRIES = 5`\n",
        {"a.py": "app.conf.task_acks_late = True\nDEFAULT_TIMEOUT = 30\nMAX_RETRIES = 3\n", "c.yml": "db:\n  pool_size: 10\n"},
        (*(Expect("value", Verdict.HOLDS, line) for line in (1, 2, 3)), Expect("value", Verdict.REFUTED, 4, observed="3")),
    ),
    Example(
        "names in prose, other units, products",
        "## Client (`ws.ts`)\n\n- Ping interval: 30s\n- Connection timeout (10s)\n- Cache TTL: 15 min\n",
        {"ws.ts": "const PING_INTERVAL = 30_000;\nconst CONNECTION_TIMEOUT = 20 * 1000;\n", "cache.py": "cache_ttl = 15 * 60\n"},
        (Expect("value", Verdict.HOLDS, 3), Expect("value", Verdict.REFUTED, 4), Expect("value", Verdict.HOLDS, 5)),
    ),
    Example(
        "the default of what an item names",
        "- `retry_count`: how often (default: 3)\n- `selected`: `false` initially\n"
        "- `retry_delay` - defaults to 9\n- `gone`: nothing (default: 4)\n",
        {"a.py": "retry_count = 3\nretry_delay = 5\n", "m.js": "const s = { selected: false };\n"},
        (
            Expect("value", Verdict.HOLDS, 1, "retry_count"),
            Expect("value", Verdict.HOLDS, 2, "selected"),
            Expect("value", Verdict.UNVERIFIABLE, 3),
            Expect("value", Verdict.UNVERIFIABLE, 4),
        ),
    ),
    Example(
        "computed or set from outside",
        "`pool_size=10` and `max_jobs=4`.\n",
        {"a.py": "pool_size = cpu_count() * 2\nmax_jobs = read_settings('jobs')\n"},
        (Expect("value", Verdict.UNVERIFIABLE, 1), Expect("value", Verdict.UNVERIFIABLE, 1)),
    ),
    Example(
        "a keyword said of a function",
        "- `weigh()` accepts `rounded=True`\n- `weigh()` now takes a `copy=False` argument\n- `ship()` is called with `fast=True`\n"
        "- `send()` accepts `copy=False`\n- `**options`: `pack()` accepts `copy=False`\n",
        {"a.py": "def weigh(parcel, rounded=True): ...\n\ndef pack(**options): ...\n\nship(fast=True)\n", "b.py": "other(copy=False)\n"},
        (
            Expect("value", Verdict.HOLDS, 1),
            Expect("value", Verdict.REFUTED, 2),
            Expect("value", Verdict.HOLDS, 3),
            Expect("value", Verdict.UNVERIFIABLE, 4),
            Expect("value", Verdict.UNVERIFIABLE, 5),
        ),
    ),
    Example(
        "a number, and the setting that is named with it",
        "- Kept for 7 days (`keep_days`)\n- Kept for nine days (`keep_days`)\n- In 4 steps (`keep_days`)\n"
        "- A probe sleeps after 90 seconds (`probe_sleep_after`).\n- A probe sleeps after 40 seconds (`probe_sleep_after`).\n"
        "- A launch is tried 4 times at most (`MAX_LAUNCHES`).\n",
        {"a.py": "keep_days = 7\nprobe_sleep_after = 90\nMAX_LAUNCHES = 5\n"},
        (
            Expect("value", Verdict.HOLDS, 1, "keep_days"),
            Expect("value", Verdict.REFUTED, 2, "keep_days", observed="7"),
            Expect("value", Verdict.HOLDS, 4),
            Expect("value", Verdict.REFUTED, 5, observed="90"),
            Expect("value", Verdict.UNVERIFIABLE, 6),
        ),
    ),
    Example(
        "settings in items, other units and shares",
        "- downlink (`DOWNLINK_MS`): 6 seconds\n- uplink (`UPLINK_MS`): 9 seconds\n- `LOSS_RATE` adds 4.5 % to any estimate\n",
        {"a.ts": "const DOWNLINK_MS = 6_000;\nconst UPLINK_MS = 6_000;\nconst LOSS_RATE = 0.045;\n"},
        (Expect("value", Verdict.HOLDS, 1), Expect("value", Verdict.REFUTED, 2, observed="6_000"), Expect("value", Verdict.HOLDS, 3)),
    ),
    Example(
        "in another file than the one that is told of, and in a comment",
        "## Client (`server/src/client.rs`)\n\n- Timeout (10s)\n\n## Ports\n\n- The service listens on port 8080\n"
        "- The gate listens on port 9090\n",
        {
            "server/src/client.rs": "pub fn client() { build() }\n",
            "server/src/gate.rs": "async fn wait(socket: &mut Socket) {\n    let timeout = Duration::from_secs(10);\n}\n",
            "server/Cargo.toml": "[package]\nname = 'gate'\n",
            "main.rs": '/// listens on port: 8080\nfn f() { gate.listen("0.0.0.0:9090") }\n',
        },
        (
            Expect("value", Verdict.UNVERIFIABLE, 3),
            Expect("value", Verdict.UNVERIFIABLE, 7),
            Expect("value", Verdict.HOLDS, 8),
        ),
        also=("file-exists",),
    ),
    Example(
        "numbers of something else than the setting",
        "Raised from 30 to 60 seconds (`probe_sleep_after`). It took 40 seconds (`probe_sleep_after`). Found in 3 places "
        "(`MAX_LAUNCHES`).\n",
        {"a.py": "probe_sleep_after = 90\nMAX_LAUNCHES = 5\n"},
        (),
    ),
    Example(
        "one caller's value is no default where another place has another",
        "- `autoStart` defaults to `false`\n- `lazyLoad` defaults to `false`\n- `autoStart` is `false` for the benches\n",
        {
            "a.ts": "const options = {autoStart: true, lazyLoad: false, ...given};\n",
            "b.ts": "const queue = new Queue({autoStart: false});\n",
        },
        (
            Expect("value", Verdict.UNVERIFIABLE, 1, "autoStart"),
            Expect("value", Verdict.HOLDS, 2, "lazyLoad"),
            Expect("value", Verdict.HOLDS, 3, "autoStart"),
        ),
    ),
    Example(
        "wishes, measurements, counts",
        "Set `pool_size=20`. Latency is 30ms; 12 files use timeouts. Tests take 5s.\n",
        {"a.py": "pool_size = 5\n"},
        (),
    ),
)
