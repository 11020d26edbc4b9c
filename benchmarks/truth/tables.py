"""The figures of the benchmark, and where they are written."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from matching import Fact, Said, paired, read_lines

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
TRUST = ROOT / "verifier" / "knowledge" / "trust.toml"
_JUDGED = ("repository", "path", "commit", "line", "rule", "words")
_HEAD = """\
# How often what a rule says was right, of claims that people labelled: benchmarks/truth/score.py writes this file.
# The rules were made while most of these labels were known, so the figures flatter.
# `refuted` and `held` count the rule's verdicts that meet a label, `refuted-right` and `held-right` those that agree with it.
"""


@dataclass
class Score:
    """Counts over labels that a person could decide (`true`, `false`), and over what the tool decided."""

    counts: Counter[str] = field(default_factory=Counter)
    rules: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    forms: defaultdict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))  # by rule and form

    def add(self, known: Sequence[Fact], said: Sequence[Said]) -> None:
        pairs = paired(known, said)
        for number, fact in enumerate(known):
            if not fact.decidable:
                continue
            verdict = said[pairs[number]].verdict if number in pairs else ""
            kind = "true" if fact.expect == "holds" else "false"
            self.counts.update([kind, f"{kind} {verdict}"])
        labelled = {place: known[number] for number, place in pairs.items()}
        for place, one in enumerate(said):
            met = labelled.get(place)
            if met is not None and met.decidable and one.verdict in ("holds", "refuted"):
                told = [one.verdict, f"{one.verdict} {'right' if met.expect == one.verdict else 'wrong'}"]
                self.rules[one.rule].update(told)
                self.forms[one.rule, one.form].update(told)

    def add_judged(self, findings: Path) -> None:
        """Refutations in other documents that somebody has looked up: by rule alone, for what nobody refuted there is not known.

        What was judged when it was said to hold tells something of a refutation only where it was right, which makes that one wrong.
        """
        known = {}
        for row in read_lines(HERE / "judged.jsonl"):
            held = row["verdict"] == "holds"
            known[tuple(row[key] for key in _JUDGED)] = row["is"] if not held else "wrong" if row["is"] == "right" else "not known"
        for row in read_lines(findings):
            repository, _, rest = row["document"].partition(":")
            path, _, commit = rest.rpartition("@")
            words = hashlib.sha256(row["text"].encode()).hexdigest()[:12]
            found = known.get((repository, path, commit, row["line"], row["rule"], words))
            if row["verdict"] == "refuted" and found in ("right", "wrong"):
                self.rules[row["rule"]].update(["refuted", f"refuted {found}"])

    def rows(self) -> list[tuple[str, int, int]]:
        """Each figure as its name, a part and the whole."""
        n = self.counts
        decided = n["true holds"] + n["true refuted"] + n["false holds"] + n["false refuted"]
        return [
            ("decided, of all that could be", decided, n["true"] + n["false"]),
            ("true, and said to hold", n["true holds"], n["true"]),
            ("false, and refuted", n["false refuted"], n["false"]),
            ("false, and said to hold", n["false holds"], n["false"]),
            ("true, and refuted", n["true refuted"], n["true"]),
            ("refuted, and rightly", n["false refuted"], n["false refuted"] + n["true refuted"]),
        ]

    def figures(self) -> str:
        """A table in Markdown."""
        return _table(("figure", "claims", "share"), [(name, f"{part}/{whole}", _share(part, whole)) for name, part, whole in self.rows()])

    def by_rule(self) -> str:
        """A table in Markdown: how often what a rule said was right."""
        rows = [(f"`{rule}`", *_right(found)) for rule, found in sorted(self.rules.items())]
        return _table(("rule", "refuted rightly", "held rightly"), rows)

    def by_form(self) -> str:
        """A table in Markdown: the same of the forms of statements, all rules together."""
        forms = sorted({form for _, form in self.forms if form})
        counts = {form: sum((found for (_, one), found in self.forms.items() if one == form), Counter[str]()) for form in forms}
        return _table(("form", "refuted rightly", "held rightly"), [(form, *_right(counts[form])) for form in forms])


def written(score: Score, believing: Score) -> None:
    """Writes the figures of a tool, beside those of one that believes everything, to where they are shown and used."""
    beside = [
        (name, f"{part}/{whole}", _share(part, whole), f"{other}/{others}", _share(other, others))
        for (name, part, whole), (_, other, others) in zip(score.rows(), believing.rows(), strict=True)
    ]
    _replaced(ROOT / "README.md", _table(("", "verify-review", "", "believing all", ""), beside))
    _replaced(HERE / "README.md", f"{score.by_form()}\n\n{score.by_rule()}")
    TRUST.write_text("\n".join([_HEAD, *(_of_rule(score, rule) for rule in sorted(score.rules))]), encoding="utf-8")


def _of_rule(score: Score, rule: str) -> str:
    """A rule's counts, and those of the forms of which something is known."""
    forms = [f'[{rule}.forms."{form}"]\n{_counts(found)}' for (one, form), found in sorted(score.forms.items()) if one == rule and form]
    return "\n".join([f"[{rule}]\n{_counts(score.rules[rule])}", *forms])


def _right(found: Counter[str]) -> tuple[str, str]:
    refuted, held = (f"{found[f'{verdict} right']}/{found[verdict]}" if found[verdict] else "" for verdict in ("refuted", "holds"))
    return refuted, held


def _counts(found: Counter[str]) -> str:
    told = {"refuted": "refuted", "refuted-right": "refuted right", "held": "holds", "held-right": "holds right"}
    return "".join(f"{name} = {found[key]}\n" for name, key in told.items())


def _replaced(page: Path, table: str) -> None:
    text = page.read_text(encoding="utf-8")
    new = re.sub(r"(<!-- truth -->\n).*?(<!-- /truth -->)", lambda match: f"{match[1]}\n{table}\n\n{match[2]}", text, flags=re.S)
    page.write_text(new, encoding="utf-8")


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else ""
