"""The lexicon finds concepts as people write them, and nothing else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from time_limit import least_seconds

from verifier.knowledge.artefacts import artefacts, artefacts_in
from verifier.knowledge.entries import all_entries
from verifier.knowledge.lexicon import LexiconError, concepts, extended_lexicon, families, lexicon, phrase_table
from verifier.knowledge.nouns import nouns, nouns_in, settings_for
from verifier.knowledge.senses import Sense, sense, senses
from verifier.knowledge.words import spellings, stem, subwords
from verifier.model import Span


def _ids(text: str) -> list[str]:
    return [mention.entry for mention in concepts(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rate-limiting middleware", ["rate-limiting"]),
        ("RATE LIMITING", ["rate-limiting"]),
        ("a rate limiter", ["rate-limiting"]),
        ("Circuit\nbreakers open", ["circuit-breaker"]),
        ("circuit breaker/retries", ["circuit-breaker", "retry"]),
        ("WebSockets and web sockets", ["websocket", "websocket"]),
        ("SQL-injection prevention", ["sql-injection-prevention"]),
        ("SQL injection", ["sql-injection"]),
        ("prompt injection filtering", ["prompt-injection"]),
        ("Redis pub/sub", ["redis-pubsub"]),
        ("Redis Streams", ["redis-streams"]),
        ("retry with exponential backoff", ["exponential-backoff"]),
        ("memoisation, memoization", ["memoization", "memoization"]),
        ("containerised", ["docker"]),
        ("Next.js, Node and Vue.js", ["nextjs", "vue"]),
        ("asyncio.Lock() guards it", ["locks"]),
        ("N+1 queries", ["n-plus-one"]),
        ("CI/CD", ["ci-pipeline"]),
        ("feature flags", ["feature-flags"]),
        ("optional chaining", ["optional-chaining"]),
    ],
)
def test_a_concept_is_found_however_it_is_written(text: str, expected: list[str]) -> None:
    assert _ids(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "It validates input, caches results, handles errors and streams data.",
        "We react to events and express concern.",
        "the rest of the code, at rest",
        "package-lock.json and the lock file",
        "index.html, array index",
        "see docs/redis/setup.md",
        "core/agents/circuit_breaker.py",
        "https://example.com/redis/pagination",
        "trace, block, clock",
        "spring 2025",
        "the go live date",
        "services/rate_limiter/",
    ],
)
def test_what_only_looks_like_a_concept_is_none(text: str) -> None:
    assert _ids(text) == []


@pytest.mark.parametrize(
    ("text", "entry", "qualifiers"),
    [
        ("JWT authentication with RS256", "jwt", {"rs256"}),
        ("JWT token required in query parameter", "jwt", {"query-parameter"}),
        ("rate limiting per user", "rate-limiting", {"per-user"}),
        ("Redis-backed caching", "caching", {"redis"}),
        ("Redis pub/sub ready for multi-server deployment", "redis-pubsub", {"redis", "ready", "distributed"}),
        ("JWT is used. RS256 is not.", "jwt", set()),
        ("JWT; RS256 elsewhere", "jwt", set()),
        ("pagination via core/redis/x.py", "pagination", set()),
    ],
)
def test_qualifiers_are_found_in_the_same_clause(text: str, entry: str, qualifiers: set[str]) -> None:
    mention = next(item for item in concepts(text) if item.entry == entry)
    assert set(mention.qualifiers) == qualifiers


def test_a_mention_knows_its_place() -> None:
    (mention,) = concepts("first line\nuses  Celery here", line=10, column=5)
    assert mention.span == Span(11, 11, 7, 13)
    assert (mention.start, mention.end, mention.text) == (17, 23, "Celery")
    (mention,) = concepts("Celery", line=3, column=8)
    assert mention.span == Span(3, 3, 8, 14)


def test_a_mention_knows_its_neighbours() -> None:
    (metrics,) = concepts("Circuit Breaker metrics not recorded")
    assert metrics.after == "metrics"
    websocket = concepts("No rate limiting on WebSocket connections")[-1]
    assert (websocket.entry, websocket.preposition) == ("websocket", "on")


@given(st.text(alphabet="abc RateLimting-/_.`\n(),;Redis", max_size=120))
def test_mentions_are_in_order_apart_and_where_they_say(text: str) -> None:
    end = 0
    for mention in concepts(text):
        assert mention.start >= end or mention.start == mention.end
        assert text[mention.start : mention.end] == mention.text
        end = mention.end


def test_every_entry_is_found_by_each_of_its_phrases() -> None:
    lost = [
        (entry.id, alias)
        for entry in all_entries().values()
        for alias in entry.aliases
        if entry.id not in _ids(f"it has {alias.lstrip('=')} now")
    ]
    assert not lost


def test_no_phrase_names_two_entries() -> None:
    seen: dict[tuple[str, ...], str] = {}
    for key in families():
        for alias in phrase_table()[families()[key]][key]:
            words = tuple(map(stem, alias.lstrip("=").replace("/", " ").replace("-", " ").split()))
            assert seen.setdefault(words, key) == key, (alias, key, seen[words])


def test_loading_and_reading_are_quick() -> None:
    text = "Rate limiting per user with Redis; JWT RS256 in `core/auth.py`. Pagination, retries and Celery tasks.\n" * 350
    assert least_seconds(lambda: extended_lexicon({}, {}), 0.2) < 0.2
    assert least_seconds(lambda: lexicon().concepts(text), 0.5) < 0.5


def test_a_project_adds_its_own_words() -> None:
    own = extended_lexicon({"acme-bus": ["ACME bus"]}, {"gold": ["gold plan"]})
    (mention,) = own.concepts("events go over the acme-bus on the gold plan")
    assert (mention.entry, mention.qualifiers) == ("acme-bus", ("gold",))


def test_a_broken_table_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("verifier.knowledge.lexicon.read_table", lambda name: {"web": {"a": [], "b": ["!"]}, "x": 1})
    phrase_table.cache_clear()
    with pytest.raises(LexiconError) as error:
        phrase_table()
    assert len(str(error.value).splitlines()) == 3
    monkeypatch.undo()
    phrase_table.cache_clear()


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Retries", "retry"),
        ("indexes", "indices"),
        ("licence", "license"),
        ("containerised", "Containerized"),
        ("caches", "cache"),
        ("Redis", "redis"),
    ],
)
def test_words_agree(left: str, right: str) -> None:
    assert stem(left) == stem(right)


def test_identifiers_come_apart() -> None:
    assert subwords("maxPoolSize") == subwords("MAX_POOL_SIZE") == subwords("max-pool-size") == ("max", "pool", "size")
    assert subwords("HTTPServer2") == ("http", "server", "2")
    assert spellings("rate_limit") == ("rate_limit", "ratelimit", "rate-limit")


@pytest.mark.parametrize(
    ("text", "noun", "identifiers", "others"),
    [
        ("Ping interval: 30 seconds", "ping-interval", ["ping_interval", "pingInterval", "WS_PING_INTERVAL_MS"], ["mapping", "interval"]),
        ("pool size of 20", "pool-size", ["pool_size", "maxPoolSize", "DB_POOL_SIZE"], ["page_size"]),
        ("max retries 3", "max-retries", ["max_retries", "maxRetries"], ["retry"]),
        ("token expires: access token expiration is 15 minutes", "access-token-expiry", ["ACCESS_TOKEN_EXPIRE_MINUTES"], ["token"]),
        ("cache TTL", "cache-ttl", ["CACHE_TTL", "ttl"], ["subtitle"]),
    ],
)
def test_a_noun_leads_to_settings(text: str, noun: str, identifiers: list[str], others: list[str]) -> None:
    mention = next(item for item in nouns_in(text) if item.noun.id == noun)
    assert all(mention.noun.names(name) for name in identifiers)
    assert not any(mention.noun.names(name) for name in others)


def test_nouns_unknown_to_the_table_are_settings_themselves() -> None:
    assert settings_for("flux capacity") == ("flux_capacity",)
    assert settings_for("pool size")[0] == "pool_size"
    assert len(nouns()) >= 60


@pytest.mark.parametrize(
    ("text", "artefact", "paths", "others"),
    [
        ("No licence", "license", ["LICENSE", "LICENSE.md"], ["src/license.py", "docs/licensing.md"]),
        ("issue templates", "issue-templates", [".github/ISSUE_TEMPLATE/bug.yml"], [".github/workflows/ci.yml"]),
        ("a Dockerfile", "dockerfile", ["Dockerfile", "svc/Dockerfile.dev"], ["docker.py"]),
        ("CI pipeline", "ci-config", [".github/workflows/ci.yml", ".gitlab-ci.yml"], ["ci.py"]),
        ("docker-compose.yml", "docker-compose-file", ["docker-compose.yml", "compose.prod.yaml"], ["compose.py"]),
        ("deployment runbook", "runbook", ["docs/RUNBOOK.md"], ["runbook.py"]),
        ("architecture diagrams", "architecture-diagram", ["docs/system.drawio"], ["diagram.py"]),
        ("a setup guide", "setup-guide", ["INSTALL.md", "docs/getting-started.md"], ["setup.py"]),
    ],
)
def test_an_artefact_is_its_files(text: str, artefact: str, paths: list[str], others: list[str]) -> None:
    found = [item.artefact for item in artefacts_in(text)]
    assert artefact in [item.id for item in found]
    assert set(artefacts()[artefact].among(paths + others)) == set(paths)


@pytest.mark.parametrize(
    ("text", "above", "expected"),
    [
        ("No message threading", "", Sense.OTHER),
        ("Threading of replies", "", Sense.OTHER),
        ("No threading or conversations", "", Sense.OTHER),
        ("Threading in the worker", "", Sense.SURE),
        ("Threading", "Concurrency", Sense.SURE),
        ("Threading", "", Sense.OPEN),
        ("A thread pool", "", Sense.SURE),
        ("Database session management", "", Sense.OTHER),
        ("Session management with cookies", "", Sense.SURE),
        ("Transactional SMS", "", Sense.OTHER),
        ("Rate limiting", "", Sense.SURE),
    ],
)
def test_a_word_of_many_senses_means_what_stands_beside_it(text: str, above: str, expected: Sense) -> None:
    assert {sense(mention, text, above) for mention in concepts(text)} == {expected}


def test_senses_are_of_entries_and_of_their_phrases() -> None:
    known = all_entries()
    assert set(senses()) <= set(known)
    for key, row in senses().items():
        assert row.open <= {tuple(stem(word) for word in re.findall(r"[A-Za-z]+", alias)) for alias in known[key].aliases}, key
