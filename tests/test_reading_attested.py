"""Whether a sentence says that what it names is there, or only names it."""

from __future__ import annotations

import pytest

from verifier.reading.report import read_report
from verifier.reading.says.attested import unattested
from verifier.reading.source import read_source

TOLD = (
    ("- Redis-backed caching of parcel labels", "Redis"),
    ("- Uses Redis for lockers and Celery for deliveries", "Celery"),
    ("Database: PostgreSQL", "PostgreSQL"),
    ("The API is built on FastAPI and keeps parcels in Redis.", "FastAPI"),
    ("The API is built on FastAPI and keeps parcels in Redis.", "Redis"),
    ("Redis is used for the locker state.", "Redis"),
    ("- Redis configured", "Redis"),
    ("- Redis: 12 lockers", "Redis"),
    ("- Health checks are available", "Health checks"),
    ("The courier exposes GraphQL, backed by PostgreSQL.", "PostgreSQL"),
    ("- written in TypeScript", "TypeScript"),
    ("- Proper use of Redis", "Redis"),
    ("- **Redis layer** - keeps parcels", "Redis"),
    ("## Changes\n\n- [x] Add Redis caching", "Redis"),
)
ONLY_NAMED = (
    ("Jinja2 templates use `autoescape=True`.", "Jinja2"),
    ("Redis hosts have more than one planet each.", "Redis"),
    ("Redis is slow.", "Redis"),
    ("- Redis: ~32k ops/s", "Redis"),
    ("- `Redis(rows=5)`: 12 ms", "Redis(rows=5)"),
    ("**Fix:** Use Redis to store the parcel.", "Redis"),
    ("In the delivery path, use Redis.", "Redis"),
    ("Prefer a locker over Redis.", "Redis"),
    ("For locker tests, prefer a stub over Redis.", "Redis"),
    ("Treat the Redis key order as a contract.", "Redis"),
    ("Rebuild every Redis index by hand.", "Redis"),
    ("When working on parcels (tools, Redis, lockers), use the courier.", "Redis"),
    ("For Redis or locker-specific changes, the courier decides.", "Redis"),
    ("This guide gets you started with the Redis Parcels repository.", "Redis"),
    ("The Redis Parcels project provides lockers.", "Redis"),
    ("- Memcached over Redis", "Redis"),
    ("- lockers without Redis", "Redis"),
    ("We considered Redis for lockers.", "Redis"),
    ("- Error in the Redis client", "Redis"),
    ("Cannot be tested without:\n\n- a real Redis server", "Redis"),
    ("These would need:\n\n- a Redis server", "Redis"),
    ("- 11/16 Redis servers", "Redis"),
    ("- **Redis layer** - 26 methods need work", "Redis"),
    ("- Redis layer: not written yet", "Redis"),
)


def reason(report: str, name: str) -> str:
    clauses = read_report(read_source("r.md", report.encode())).clauses
    found = [unattested(clause, at, at + len(name)) for clause in clauses if (at := clause.text.find(name)) >= 0]
    assert len(found) == 1, (report, found)
    return found[0]


@pytest.mark.parametrize(("report", "name"), TOLD)
def test_it_is_said_to_be_there(report: str, name: str) -> None:
    assert reason(report, name) == ""


@pytest.mark.parametrize(("report", "name"), ONLY_NAMED)
def test_it_is_only_named(report: str, name: str) -> None:
    assert reason(report, name)
