"""Which file an import leads to, circles of imports, and what React's dependency arrays leave out."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from verifier.facts.facts import Facts
from verifier.facts.imports import ImportGraph
from verifier.facts.react import Trace
from verifier.repository.snapshot import MemorySnapshot

TSCONFIG = '{"compilerOptions": {"paths": {"@/*": ["./src/*"]}}, /* trailing */}'


def edges(files: Mapping[str, str], path: str) -> list[str]:
    facts = Facts(MemorySnapshot(files), 1)
    return [edge.target for edge in ImportGraph.of(facts).of_files([path])[path].edges]


@pytest.mark.parametrize(
    ("path", "source", "others", "expected"),
    [
        ("app/a.py", "from . import b", {"app/b.py": ""}, ["app/b.py"]),
        ("app/x/a.py", "from ..db import models", {"app/db/models.py": "", "app/db/__init__.py": ""}, ["app/db/models.py"]),
        ("app/a.py", "from app.db import Base", {"app/db/__init__.py": ""}, ["app/db/__init__.py"]),
        ("tests/t.py", "import pkg.core", {"src/pkg/core.py": "", "src/pkg/__init__.py": ""}, ["src/pkg/core.py"]),
        ("app/a.py", "import logging", {"app/logging.py": ""}, []),
        ("web/src/a.ts", "import x from './b'", {"web/src/b.tsx": ""}, ["web/src/b.tsx"]),
        ("web/src/a.ts", "import x from './b.js'", {"web/src/b.ts": ""}, ["web/src/b.ts"]),
        ("web/src/a.ts", "import x from '@/lib'", {"web/src/lib/index.ts": "", "web/tsconfig.json": TSCONFIG}, ["web/src/lib/index.ts"]),
        ("s/a/i.ts", "import x from '@o/lib'", {"lib/package.json": '{"name": "@o/lib"}', "lib/src/index.ts": ""}, ["lib/src/index.ts"]),
        ("a.ts", "import x from 'react'", {"react.ts": ""}, []),
    ],
)  # fmt: skip
def test_an_import_leads_to_its_file(path: str, source: str, others: dict[str, str], expected: list[str]) -> None:
    assert edges({path: source + "\n", **others}, path) == expected


@pytest.mark.parametrize(
    ("second", "circular"),
    [("import a\n", True), ("def f():\n    import a\n", False), ("if TYPE_CHECKING:\n    import a\n", False), ("import os\n", False)],
)
def test_a_circle_is_of_imports_that_run_on_loading(second: str, circular: bool) -> None:
    graph = ImportGraph.of(facts := Facts(MemorySnapshot({"a.py": "import b\n", "b.py": second}), 1))
    assert bool(graph.cycle(["a.py", "b.py"])) is circular
    assert facts is not None


@pytest.mark.parametrize(
    ("body", "missing"),
    [
        ("useEffect(() => { load(id); }, []);", "id"),
        ("useEffect(() => { load(id); }, [id]);", ""),
        ("useEffect(() => { setN(1); ref.current = 2; }, []);", ""),
        ("useEffect(() => { const id = 1; load(id); }, []);", ""),
        ("const f = () => setN(2); useEffect(() => { f(); }, []);", ""),
        ("const f = () => setN(n + 1); useEffect(() => { f(); }, []);", "f"),
    ],
)
def test_dependency_arrays(body: str, missing: str) -> None:
    source = f"function C({{ id }}) {{ const [n, setN] = useState(0); const ref = useRef(null); {body} return <p/>; }}\n"
    traces = Facts(MemorySnapshot({"c.tsx": source}), 1).react_traces(["c.tsx"])["c.tsx"]
    assert isinstance(traces, tuple)
    assert [trace.name for trace in traces if isinstance(trace, Trace) and trace.kind == "dependencies"] == [missing]
