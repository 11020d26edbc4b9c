"""What `--diff` offers is true: a report that is patched with it holds where it was corrected."""

from __future__ import annotations

import subprocess
from pathlib import Path

from cli_helpers import verify_review, write

REPORT = '''# Review

Current code of `orbit.py`:

```python
def turn(by: int, twice: bool = True) -> int:
    """Turn it once."""
    log.info("turned for good by the crew: %d", by)
    return by
```

Current requirements:

```text
# requirements.txt
celery==5.3.6
redis==4.0.1
```

`orbit.py` has 9 lines.
'''
FILES = {
    "project/orbit.py": 'def turn(by: int) -> int:\n    """Turn the station."""\n'
    '    log.info("turned at last by the crew: %d", by)\n    return by\n',
    "project/requirements.txt": "celery==5.3.6\nredis==5.0.1\n",
    "report.md": REPORT,
}


def verdicts(root: Path) -> dict[tuple[int, str], tuple[str, bool]]:
    claims = verify_review("report.md", "--repo", "project", "--output-format", "json", cwd=root).json["claims"]
    return {(claim["line"], claim["rule"]): (claim["verdict"], claim["correction"] is not None) for claim in claims}


def test_a_corrected_report_holds(tmp_path: Path) -> None:
    root = write(tmp_path, FILES)
    before = verdicts(root)
    corrected = {place for place, (verdict, correction) in before.items() if correction and verdict == "refuted"}
    assert corrected == {(6, "signature"), (7, "code-quote"), (8, "code-quote"), (17, "package-version"), (20, "file-lines")}
    diff = verify_review("report.md", "--repo", "project", "--diff", cwd=root).out
    subprocess.run(["patch", "-p1", "-s"], cwd=root, input=diff, check=True)
    after = verdicts(root)
    assert {place: after[place][0] for place in corrected} == dict.fromkeys(corrected, "holds")
