"""Reports, small repositories, and what the rule about architecture says of them."""

from __future__ import annotations

from verifier.model import Verdict
from verifier.rule import Example, Expect

EXAMPLES = (
    Example(
        "what was taken out is not told of as unused",
        "- Removed: Unused `halt()` method\n- Removed unused `halt()`\n- Unused `halt()` method\n\n### Removed dead code\n\n"
        "- Unused `halt()` method\n",
        {"a.py": "def halt(): ...\n"},
        (Expect("architecture", Verdict.HOLDS, 3),),
    ),
    Example(
        "imports",
        "- Supervisor importing sub-agents\n- Service layer directly accessing database models\n- `app/models.py` "
        "imports `app/services/user.py`\n- `app/db/models.py` does not import `app/agents/supervisor.py`\n",
        {
            "app/agents/supervisor.py": "from app.agents.data_sub_agent import Data\n",
            "app/agents/data_sub_agent.py": "",
            "app/services/user.py": "from ..db import models\n",
            "app/services/__init__.py": "",
            "app/db/models.py": "",
            "app/models.py": "import json\n",
        },
        (
            Expect("architecture", Verdict.HOLDS, 1),
            Expect("architecture", Verdict.HOLDS, 2),
            Expect("architecture", Verdict.REFUTED, 3),
            Expect("architecture", Verdict.HOLDS, 4),
        ),
    ),
    Example(
        "a part of which there are only tests",
        "- The app and the tests import from `store`\n",
        {"tests/app_test.py": "import store\n", "store.py": "x = 1\n"},
        (Expect("architecture", Verdict.UNVERIFIABLE, 1),),
    ),
    Example(
        "layers and separation",
        "- ✅ Services Layer (business logic)\n- ✅ Clear separation of concerns (agents, metrics)\n- "
        "✅ Clear separation of concerns (agents, billing)\n- Good separation of concerns\n",
        {"src/services/a.py": "", "src/agents/b.py": "", "src/metrics.py": ""},
        (
            Expect("architecture", Verdict.HOLDS, 1),
            Expect("architecture", Verdict.HOLDS, 2),
            Expect("architecture", Verdict.UNVERIFIABLE, 3),
        ),
    ),
    Example(
        "circles",
        "- Circular import between `a.py` and `b.py`\n- No circular imports between `a.py` and `c.py`\n- No circular imports\n",
        {"a.py": "import b\n", "b.py": "import a\n", "c.py": "import a\n"},
        (Expect("architecture", Verdict.HOLDS, 1), Expect("architecture", Verdict.HOLDS, 2), Expect("imports", Verdict.REFUTED, 3)),
    ),
    Example(
        "none in the files that the report names, and perhaps one in others, is open",
        "- `lib/c.ts` is new\n- `lib/d.ts` is new\n- No circular imports\n",
        {
            "lib/c.ts": "import { d } from './d'\n",
            "lib/d.ts": "export const d = 1\n",
            "ui/a.ts": "import { B } from './b'\nexport type A = B\n",
            "ui/b.ts": "import { A } from './a'\nexport type B = A\n",
        },
        (Expect("imports", Verdict.UNVERIFIABLE, 3),),
    ),
    Example(
        "calls and dead code",
        "- `run()` calls `step()`\n- `run()` calls `halt()`\n- `halt()` is never called\n- `step()` is dead code\n",
        {"a.py": "def run():\n    step()\n\ndef step():\n    pass\n\ndef halt():\n    pass\n\nrun()\n"},
        (
            Expect("architecture", Verdict.HOLDS, 1),
            Expect("architecture", Verdict.REFUTED, 2),
            Expect("architecture", Verdict.HOLDS, 3),
            Expect("architecture", Verdict.REFUTED, 4),
        ),
    ),
    Example(
        "lists of what nothing uses",
        "## Unused exports\n\nExported but never imported:\n\n- `toMiles` - `src/units.ts`\n- `toParsecs` - `src/units.ts`\n\n"
        "## Dead code\n\n- `toYards` is only kept for the tests\n- `toFeet()`\n\n## Removed unused functions\n\n- `toMiles`\n",
        {
            "src/units.ts": "export function toMiles(k: number) { return k / 1.6 }\nexport function toParsecs(k: number) { return k }\n"
            "export function toYards() {}\nfunction toFeet() {}\n",
            "src/app.ts": "import { toMiles } from './units'\n\nconsole.log(toMiles(3))\n",
        },
        (
            Expect("architecture", Verdict.REFUTED, 5, "toMiles"),
            Expect("architecture", Verdict.HOLDS, 6, "toParsecs"),
            Expect("architecture", Verdict.HOLDS, 11, "toFeet"),
        ),
    ),
    Example(
        "workspaces",
        "Monorepo with npm workspaces.\n",
        {"package.json": '{"workspaces": ["a"]}', "a/package.json": "{}"},
        (Expect("architecture", Verdict.HOLDS, 1),),
    ),
    Example(
        "workspaces by their names, and calls that are denied",
        "- `@sky/map` depends on `@sky/orbit`.\n- `@sky/orbit` depends on `@sky/map`.\n- `map.ts` does not call `turn`.\n"
        "- `fold.ts` does not call `turn`.\n- `map.ts` contains no calls to `turn`.\n",
        {
            "map/package.json": '{"name": "@sky/map"}',
            "map/map.ts": "import { turn } from '@sky/orbit';\n\nturn();\n",
            "map/fold.ts": "export const fold = 1;\n",
            "orbit/package.json": '{"name": "@sky/orbit"}',
            "orbit/index.ts": "export { turn } from './orbit';\n",
            "orbit/orbit.ts": "export function turn() {}\n",
        },
        (
            Expect("architecture", Verdict.HOLDS, 1),
            Expect("architecture", Verdict.REFUTED, 2),
            Expect("architecture", Verdict.REFUTED, 3),
            Expect("architecture", Verdict.HOLDS, 4),
            Expect("architecture", Verdict.REFUTED, 5),
        ),
    ),
    Example(
        "other words",
        "- Importing data from CSV\n- It depends on the context\n- Services should not import models\n- Users "
        "access the dashboard\n- Unused imports in `a.py`\n",
        {"a.py": "import os\n"},
        (),
    ),
)
