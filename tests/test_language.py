"""Which reports are in English: others are read as far as paths and numbers go, and nothing in them is refuted."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_helpers import verify_review, write

from verifier.reading.language import english, foreign_script, not_english


@pytest.mark.parametrize(
    ("line", "foreign"),
    [
        ("- Добавить structured logging (JSON формат)", True),
        ("#### 按钮组件增强 (`components/basic/button.py`)", True),
        ("`src/отчёт.py` has 12 lines.", False),
        ("The café has a naïve façade.", False),
        ("✅ Done → see `a.py` — 12 lines", False),
        ("α is 0.05", False),
        ("", False),
    ],
)
def test_a_line_in_other_letters(line: str, foreign: bool) -> None:
    assert foreign_script(line) is foreign


SPANISH = "El módulo no tiene pruebas y la función de entrada es demasiado larga para el equipo. Agregar una cola con reintentos. " * 3
NORWEGIAN = "Hvis du vil forbedre prosjektet, er dette det som gir mest for arbeidet. Bruk en kø med nye forsøk og logg på serveren. " * 3
ENGLISH = "The module has no tests and the function is too long for the team. It uses de facto standards in den.py. " * 3


@pytest.mark.parametrize(
    ("text", "is_english"), [(SPANISH, False), (NORWEGIAN, False), (ENGLISH, True), ("`a.py`: 12", True), (ENGLISH + SPANISH[:60], True)]
)
def test_a_report_in_another_language(text: str, is_english: bool) -> None:
    assert english(text) is is_english


@pytest.mark.parametrize(
    "statement",
    [
        "Keine Tests in `a.py`",
        "`a.py` hat 12 Zeilen",
        "`a.py` wurde gelöscht",
        "Il n'y a pas de tests pour `a.py`",
        "`a.py` n'existe pas",
        "Aucun test pour `a.py`",
        "`a.py` non esiste",
        "Nessun test per `a.py`",
        "No existe `a.py`",
        "Los tests fallan",
        "Não existe `a.py`",
        "`a.py` heeft 12 regels",
        "`a.py` har 12 linjer og mangler tester",
        "Retry med backoff uten grense i `a.py`",
        "`a.py` saknar tester och har 12 rader",
    ],
)
def test_a_statement_in_another_language(statement: str) -> None:
    assert not_english(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "No tests",
        "in `de.py`",
        "die on error",
        "`a.py` has 12 lines",
        "MIT license",
        "Non-null only",
        "José Müller wrote it",
        "A de facto standard",
        "The El Niño module has no tests",
        "The café has a naïve façade.",
        'It prints "keine Daten vorhanden" when empty',
        "Missing: `a.py`",
        "ES modules",
        "Las Vegas store",
        "sans-serif only",
    ],
)
def test_a_statement_in_english(statement: str) -> None:
    assert not not_english(statement)


@pytest.mark.parametrize("line", ["Нет файла `gone.py` в проекте.", f"{SPANISH}\n\nFalta `gone.py`.", "`gone.py` wird nicht benutzt."])
def test_nothing_in_another_language_is_refuted(line: str, tmp_path: Path) -> None:
    write(tmp_path, {"project/a.py": "x = 1\n", "report.md": line + "\n\n`a.py` is there.\n"})
    run = verify_review("report.md", "--repo", "project", "--output-format", "json", cwd=tmp_path)
    found = {claim["subject"]: (claim["verdict"], claim["reason"]) for claim in run.json["claims"] if claim["rule"] == "file-exists"}
    assert found["gone.py"] == ("unverifiable", "unsupported-language")
    assert found["a.py"] == ("holds", None)


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        ("В проекте нет `a.py`.", "unverifiable"),
        ("`a.py` fehlt in dem Projekt.", "unverifiable"),
        ("项目中没有 `a.py` 文件。", "unverifiable"),
        ("Код находится в `a.py`.", "holds"),
        ("Die Funktion liegt in `a.py`.", "holds"),
    ],
)
def test_what_another_language_may_deny_does_not_hold(line: str, verdict: str, tmp_path: Path) -> None:
    write(tmp_path, {"project/a.py": "x = 1\n", "report.md": line + "\n"})
    run = verify_review("report.md", "--repo", "project", "--output-format", "json", cwd=tmp_path)
    assert [claim["verdict"] for claim in run.json["claims"] if claim["rule"] == "file-exists"] == [verdict]
