"""Nothing secret leaves, whatever the format: what the repository adds to a report's own words is looked at."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from cli_helpers import verify_review, write
from fixing_helpers import edits_of
from hostile import commit, git

from verifier.engine import verify
from verifier.output import explained, json_format, text
from verifier.output.diff import patch
from verifier.output.style import Style
from verifier.reading.report import read_report
from verifier.reading.source import read_source
from verifier.repository.open import open_repository
from verifier.result import Result, RunOptions

KEY = "-----BEGIN PRIVATE KEY-----\nZQwordsonlyline\nZQotherline99\n-----END PRIVATE KEY-----"
FILES = {
    "app.py": 'import os\nDB_PASSWORD = "zqword"\nSTRIPE = "sk_live_' + 'ZQ51H8abcdefghijklmnop"\nDSN = "postgres://svc:zqurl@db/x"\n'
    'FALLBACK = os.environ.get("X", "zqS3CRET99")\nLOOKED_UP_TOKEN = os.environ["TOKEN"]\ntoken_count = 5\nAPI_KEY = "changeme"\n\n\n'
    'def connect(host, password="zqdefault", retries=5):\n    return host\n',
    "settings.ts": 'export const config = { jwtSecret: "zqTsSecret", retries: 3 };\nexport const apiKey = "ZQtsKey1234567890";\n',
    "config.yaml": "db:\n  password: zqyaml\n  passphrase: |\n    zqblock\nport: 8000\n",
    "certs.py": f'KEY = """{KEY}"""\nx = 1\n',
    "server.pem": KEY + "\n",
    ".env": "DB_PASSWORD=zqtracked\nGREETING=zqhello\n",
}  # fmt: skip
REPORT = """# Review

- `DB_PASSWORD = "a"` in `app.py`. `DB_PASSWORD` is `"a"`. `STRIPE = "sk_live_wrong"`. `DSN = "a"`. `FALLBACK` is `"b"`.
- `jwtSecret = "a"`. `settings.ts:1` has `jwtSecret: "a"`. `apiKey` is `"a"` in `settings.ts`. `password: wrong` in `config.yaml`.
- `config.yaml:4` says `wrong`. `certs.py:2` has `ZQwrong`.
- `server.pem:2` has `ZQwrong`. `server.pem` has 9 lines. `.env:2` says `GREETING=a`.
- `connect(host, password="a", retries=5)`. `token_count = 6`. `API_KEY = "b"`. `LOOKED_UP_TOKEN = "a"`. `connect(host, retries=6)`.

```python
# app.py
DB_PASSWORD = "wrong"
STRIPE = "sk_live_wrong"
DSN = "postgres://svc:wrong@db/x"
FALLBACK = os.environ.get("X", "wrong")
LOOKED_UP_TOKEN = os.environ["TOK"]
def connect(host, password="wrong", retries=5):
```

```typescript
// settings.ts
export const config = { jwtSecret: "wrong", retries: 3 };
```

Code in `certs.py`:

```python
ZQwordsonly
ZQother99
```

Code in `.env`:

```
DB_PASSWORD=wrong
GREETING=wrong
```
"""


def everything(root: Path, report: str) -> str:
    """All that is said of a report, in every format, and of each of its claims."""
    source = read_source("report.md", report.encode())
    with open_repository(root) as repository:
        result = Result(source, verify(read_report(source), repository, RunOptions(jobs=1, use_cache=False)))
    style = Style(False)
    findings = result.outcome.findings
    parts = [text.render(result, "root", style, verbosity, given=report.split("\n")) for verbosity in (-1, 0, 1)]
    parts += [json_format.render(result, "root")]
    parts += [explained.render(result, "id", finding, "", style) for finding in findings]
    parts += [patch(source, edits_of(source, [one.correction for one in findings if one.correction])).decode()]
    return "\n".join(parts)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    root.mkdir()
    git(root, "init", "-q")
    return root


def test_no_secret_of_the_repository_is_told_in_any_format(root: Path) -> None:
    commit(write(root, FILES), {})
    told = everything(root, REPORT)
    for secret in ("zqword", "sk_live_Z", "ZQ51", "zqurl", "zqS3", "zqdefault", "zqTs", "ZQts", "zqyaml", "zqblock", "ZQwordsonlyline",
                   "ZQotherline", "zqtracked", "zqhello"):  # fmt: skip
        assert secret not in told, [line for line in told.split("\n") if secret in line]
    assert 'password = "[redacted]"' in told
    assert "no correction is offered, since it would write a secret into the report" in told
    assert "server.pem has 4 lines" in told
    for readable in ("API_KEY = changeme", "token_count = 5", "svc:[redacted]@db"):
        assert readable in told


def test_a_key_in_a_large_file_is_found(root: Path) -> None:
    commit(write(root, {"app.py": "x = 1\n" * 9000 + f'KEY = """{KEY}"""\n'}), {})
    told = everything(
        root, "- `app.py:9002` has `ZQwrong`. `app.py:9003` says `ZQother`.\n\n```python\n# app.py\nZQwordsonlylin\nZQotherline\n```\n"
    )
    assert "ZQwordsonlyline" not in told
    assert "ZQotherline99" not in told


def test_what_the_report_says_itself_may_be_told(root: Path) -> None:
    commit(write(root, {"app.py": 'PASSWORD = "zqword"\nport = 8000\n'}), {})
    told = everything(root, '- `PASSWORD = "zqword"` in `app.py`. `port = 9000`.\n')
    assert "PASSWORD = zqword" in told
    assert "8000" in told


def test_a_secret_that_is_cut_off_or_spread_is_hidden_too(root: Path) -> None:
    long = "zq" + "wordandword" * 30
    commit(write(root, {"app.py": f'password = (\n    "{long}"\n)\nother = "a"\n'}), {})
    told = everything(root, '- `app.py:2` has `wrong`. `password` is `"a"` in `app.py`.\n\n```python\n# app.py\nzqwordandword\n```\n')
    assert "zqwordandwordword" not in told.replace("zqwordandword\n", "")
    assert long[:40] not in told


@pytest.mark.skipif(os.name != "posix", reason="links, as POSIX has them")
def test_files_that_git_does_not_keep_are_named_and_not_quoted(root: Path) -> None:
    commit(write(root, {".gitignore": "local/\n*.log\n", "a.py": "x = 1\n"}), {})
    write(root, {"local/prod.py": "LIMIT = 4321\nNAME = 'zqlocal'\n", "debug.log": "zquser did it 9898 times\n",
                 "draft.py": "SIZE = 8642\n\n\ndef start(a, b='zqdraft', c=9753):\n    return a\n"})  # fmt: skip
    (root / "linked.py").symlink_to("local/prod.py")
    (root / "seen.txt").symlink_to("debug.log")
    git(root, "add", "linked.py", "seen.txt")
    report = (
        "- `LIMIT = 5` in `local/prod.py`. `local/prod.py:1` has `LIMIT = 5`. `LIMIT` is 5 in `linked.py`.\n"
        "- `linked.py:2` says `NAME = 'a'`.\n"
        "- `debug.log:1` says `user did it 7 times`. `seen.txt:1` has `user`. `SIZE = 5`.\n"
        "- `start(a, b='x', c=5)`. `draft.py:4` has `def begin(a)`.\n"
        "- `draft.py` has 9 lines. `start` has 7 lines.\n"
        "\n```python\n# draft.py\nSIZE = 7\ndef start(a, b='', c=5):\n```\n\n```python\n# linked.py\nLIMIT = 7\n```\n"
    )
    told = everything(root, report)
    for content in ("4321", "zqlocal", "9898", "zquser", "8642", "zqdraft", "9753"):
        assert content not in told, [line for line in told.split("\n") if content in line]
    assert "draft.py:4, which is not quoted: git does not track it" in told
    assert "draft.py has 5 lines, not 9" in told
    git(root, "add", "draft.py")
    assert "8642" in everything(root, report)


def test_the_command_tells_none_either(root: Path) -> None:
    commit(write(root, FILES), {})
    (root.parent / "report.md").write_text('- `DB_PASSWORD = "a"` in `app.py`.\n', encoding="utf-8")
    for options in (("-v",), ("--diff",), ("--output-format", "json")):
        run = verify_review("report.md", "--repo", "root", *options, cwd=root.parent)
        assert run.code < 2
        assert "zqword" not in run.text + run.err
    kept = b"".join(path.read_bytes() for path in root.parent.rglob("outcomes*"))
    assert b"zqword" not in kept
