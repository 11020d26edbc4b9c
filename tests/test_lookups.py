"""When a look-up of exact names refutes a sentence, and when words around it leave that in doubt."""

from __future__ import annotations

import pytest

from verifier.registry import installed_rules
from verifier.testing import findings

FILES = {
    "sky.py": "class Thing:\n    pass\n\nclass Body(Thing):\n    pass\n\nclass Rock:\n    pass\n# TODO: turn\n",
    "Makefile": "plot:\n\ttrue\n",
    "orbit.test.ts": "it('turns', () => {});\n",
}


def verdicts(report: str, rule: str) -> list[str]:
    return [finding.verdict.value for finding in findings(report, FILES, [installed_rules()[rule]()])]


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("inheritance", "`Body` extends `Rock`"),
        ("inheritance", "Today, `Body` extends `Rock`"),
        ("inheritance", "The `Body` class inherits from `Rock`."),
        ("todo-comments", "`sky.py` has 3 TODO comments, and that is fine"),
        ("test-counts", "`orbit.test.ts` contains two `it` blocks, of which one is slow"),
        ("command", "Charts are drawn by `make charts` and shown"),
    ],
)
def test_what_is_understood_is_refuted(rule: str, sentence: str) -> None:
    assert verdicts(f"{sentence}\n", rule) == ["refuted"]


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("inheritance", "In the fork, `Body` extends `Rock`"),
        ("inheritance", "Upstream, `Body` extends `Rock`"),
        ("inheritance", "`Body` extends `Rock` in winter"),
        ("inheritance", "`Body` extends `Rock` on demand of others"),
        ("inheritance", "`Body` extends `Rock` in another repository"),
        ("todo-comments", "`sky.py` has 3 TODO comments about performance"),
        ("test-counts", "`orbit.test.ts` contains two `it` blocks per planet"),
        ("command", "Charts are drawn by `make charts` in the sibling project"),
        ("command", "`make charts` polishes the lens"),
    ],
)
def test_a_word_that_may_narrow_it_leaves_doubt(rule: str, sentence: str) -> None:
    assert verdicts(f"{sentence}\n", rule) == ["doubtful"]


@pytest.mark.parametrize(
    ("heading", "verdict"),
    [
        ("Classes", "refuted"),
        ("1.2 Classes", "refuted"),
        ("1.2.0 Classes of version 2", "refuted"),
        ("v1.2.0", "doubtful"),
        ("[1.2.0] - 2024-03-01", "doubtful"),
        ("Changelog", "doubtful"),
        ("Breaking changes", "doubtful"),
        ("Comparison with other simulators", "doubtful"),
    ],
)
def test_a_heading_of_a_release_leaves_doubt(heading: str, verdict: str) -> None:
    assert verdicts(f"## {heading}\n\n`Body` extends `Rock`.\n", "inheritance") == [verdict]


@pytest.mark.parametrize(
    "sentence",
    ["`Body` should extend `Rock`.", "- [ ] `Body` extends `Rock`", "Does `Body` extend `Rock`?", "`Body` extends `Rock` handlers."],
)
def test_what_states_nothing_of_the_present_is_no_claim(sentence: str) -> None:
    assert verdicts(f"{sentence}\n", "inheritance") == []
