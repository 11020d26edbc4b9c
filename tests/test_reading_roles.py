"""What headings announce: things that are to be done with something, and not how something is done."""

from __future__ import annotations

import pytest

from verifier.reading.clause import Role
from verifier.reading.roles import role_of


@pytest.mark.parametrize(
    "heading",
    [
        "Best Practices to Adopt",
        "Files to create (3)",
        "Files to delete in phase 2",
        "Modules to refactor next",
        "Old endpoints to remove",
        "Things to consider",
        "应该有的状态：",
        "Architecture cible recommandée",
        "Améliorations proposées",
        "Mejoras recomendadas",
        "Arquitetura proposta",
        "Empfohlene Architektur",
        "Geplante Änderungen",
        "Zielarchitektur",
        "Предлагаемые изменения",
        "目标架构",
    ],
)
def test_what_is_to_be_done_is_a_plan(heading: str) -> None:
    assert role_of(heading) is Role.PLAN


@pytest.mark.parametrize(
    "heading",
    [
        "How to build",
        "Commands to build",
        "Steps to create a release",
        "Introduction to testing",
        "Ready to ship",
        "Response to the audit",
        "Tools used to build",
        "Files to create - done",
        "Les fichiers du projet",
        "Архитектура проекта",
        "Aktuelle Architektur",
    ],
)
def test_how_it_is_done_or_was_is_none(heading: str) -> None:
    assert role_of(heading) is not Role.PLAN
