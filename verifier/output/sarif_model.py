"""The parts of SARIF 2.1.0 that are written, under the standard's own names. Fields that are empty are left out."""

from __future__ import annotations

from msgspec import Struct, field


class _Part(Struct, frozen=True, rename="camel", omit_defaults=True):
    """What all have in common."""


class Message(_Part, frozen=True):
    text: str
    markdown: str = ""


class Snippet(_Part, frozen=True):
    text: str


class Region(_Part, frozen=True):
    start_line: int
    start_column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    snippet: Snippet | None = None


class ArtifactLocation(_Part, frozen=True):
    uri: str
    uri_base_id: str = ""


class PhysicalLocation(_Part, frozen=True):
    artifact_location: ArtifactLocation
    region: Region | None = None


class Location(_Part, frozen=True):
    physical_location: PhysicalLocation
    id: int | None = None


class Replacement(_Part, frozen=True):
    deleted_region: Region
    inserted_content: Snippet


class ArtifactChange(_Part, frozen=True):
    artifact_location: ArtifactLocation
    replacements: tuple[Replacement, ...]


class Fix(_Part, frozen=True):
    description: Message
    artifact_changes: tuple[ArtifactChange, ...]


class ResultProperties(_Part, frozen=True):
    """Ours: as the JSON output has them."""

    verdict: str
    confidence: str = ""
    reason: str = ""
    exactness: str = ""
    claimed: str = ""
    observed: str = ""
    scope: str = ""
    reproduce: str = ""


class Suppression(_Part, frozen=True):
    kind: str  # "inSource" or "external"
    justification: str = ""


class Result(_Part, frozen=True):
    rule_id: str
    rule_index: int
    kind: str
    level: str
    message: Message
    locations: tuple[Location, ...]
    related_locations: tuple[Location, ...] = ()
    partial_fingerprints: dict[str, str] = field(default_factory=dict)
    fixes: tuple[Fix, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    properties: ResultProperties | None = None


class RuleProperties(_Part, frozen=True):
    tags: tuple[str, ...] = ()
    precision: str = ""


class Configuration(_Part, frozen=True):
    level: str


class ReportingDescriptor(_Part, frozen=True):
    id: str
    name: str = ""
    short_description: Message | None = None
    full_description: Message | None = None
    help: Message | None = None
    default_configuration: Configuration | None = None
    properties: RuleProperties | None = None
