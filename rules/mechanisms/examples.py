"""Reports, small repositories, and what the mechanism rule says of them."""

from __future__ import annotations

from verifier.model import Verdict
from verifier.rule import Example, Expect

_JWT = "import jwt\n\ndef check(token, key):\n    return jwt.decode(token, key, algorithms=['RS256'])\n"

EXAMPLES = (
    Example(
        "in use, in another form, and nowhere",
        "- JWT authentication with RS256\n- JWT authentication with HS256\n- GraphQL API\n- Redis cache\n",
        {"auth.py": _JWT},
        (
            Expect("usage", Verdict.HOLDS, 1),
            Expect("usage", Verdict.REFUTED, 2),
            Expect("usage", Verdict.REFUTED, 3),
            Expect("usage", Verdict.REFUTED, 4),
        ),
    ),
    Example(
        "a product, and its like",
        "- Jotai atoms\n- Vector search with Pinecone\n- Vector search with FAISS\n- No Pinecone\n",
        {"a.ts": "import { atom } from 'jotai'\nexport const moon = atom(0)\n", "b.py": "import faiss\nindex = faiss.IndexFlatL2(3)\n"},
        (
            Expect("usage", Verdict.HOLDS, 1),
            Expect("usage", Verdict.REFUTED, 2),
            Expect("usage", Verdict.HOLDS, 3),
            Expect("absence", Verdict.HOLDS, 4),
        ),
    ),
    Example(
        "the contents of a document, and a word of many senses",
        "# Manuals\n\n## 1. [Watching the fleet](docs/WATCH.md)\n\n**Contents:**\n\n- Prometheus setup\n\n"
        "# Results\n\n- Prometheus metrics\n- Hypothesis rejected\n",
        {"a.py": "x = 1\n"},
        (Expect("usage", Verdict.UNVERIFIABLE, 7), Expect("usage", Verdict.REFUTED, 11)),
        also=("file-exists",),
    ),
    Example(
        "what a technology always is",
        "- `api` is an HTTP server built on Fastify.\n- `api` is a parcel sorter built on Fastify.\n",
        {"api/app.js": "const app = require('fastify')();\napp.listen();\n"},
        (Expect("usage", Verdict.HOLDS, 1), Expect("usage", Verdict.UNVERIFIABLE, 2)),
    ),
    Example(
        "of the sort that is told",
        "- Login rate limiting\n- Metadata sanitization\n",
        {"app.py": "from slowapi import Limiter\nlogin_limit = Limiter(key_func=None)\n", "b.py": "import bleach\nbleach.clean('x')\n"},
        (Expect("usage", Verdict.HOLDS, 1), Expect("usage", Verdict.UNVERIFIABLE, 2)),
    ),
    Example(
        "missing, and not missing",
        "## Issues\n\n- No rate limiting on WebSocket connections\n- No CORS\n- Missing circuit breaker\n",
        {
            "app.py": "from fastapi import FastAPI, WebSocket\nfrom fastapi.middleware.cors import CORSMiddleware\napp = "
            "FastAPI()\napp.add_middleware(CORSMiddleware)\n",
            "Icon.tsx": "import { CircuitBoard } from 'lucide-react'\n",
        },
        (
            Expect("absence", Verdict.HOLDS, 3),
            Expect("absence", Verdict.DOUBTFUL, 4),
            Expect("absence", Verdict.HOLDS, 5),
        ),
    ),
    Example(
        "a bare label, a package of its makers, and a method of a class",
        "**Redis:**\n\n1. Tune it\n\nPublished as `@sentry/lander` on npm.\n\n- Uses `pathlib.Path.relative_to()` to stay inside\n",
        {"a.py": "import redis\nimport sentry_sdk\nfrom pathlib import Path\nx = Path(redis).relative_to(sentry_sdk)\n"},
        (Expect("usage", Verdict.HOLDS, 7),),
    ),
    Example(
        "only in a comment, only listed, only defined",
        "- Circuit breaker pattern\n- Celery tasks\n- GraphQL API\n",
        {"a.py": "# TODO: circuit breaker\nx = 1\n", "requirements.txt": "celery==5.3\n"},
        (Expect("usage", Verdict.UNVERIFIABLE, 1), Expect("usage", Verdict.UNVERIFIABLE, 2), Expect("usage", Verdict.REFUTED, 3)),
    ),
    Example(
        "numbers of findings, and what may run elsewhere",
        "# R\n\n- Flask server\n- MongoDB\n\n### Low (4)\n\nS3, S7, S12, A4\n\n### Storage\n\nFiles are kept in S3, and S3 keeps them.\n",
        {"a.py": "import flask\n\napp = flask.Flask('a')\n"},
        (Expect("usage", Verdict.HOLDS, 3), Expect("usage", Verdict.UNVERIFIABLE, 4), Expect("usage", Verdict.REFUTED, 12, "s3")),
    ),
    Example(
        "only in a file of examples",
        "- Retry logic with exponential backoff\n",
        {"src/examples.py": "from tenacity import retry, wait_exponential\n\n@retry(wait=wait_exponential())\ndef go():\n    ...\n"},
        (Expect("usage", Verdict.UNVERIFIABLE, 1),),
    ),
    Example(
        "a lack in a heading",
        "# Review\n\n### 1. No rate limiting\n\nAnyone may ask as often as they like.\n\n### No GraphQL\n\n### Plan: no caching\n",
        {"a.py": "from slowapi import Limiter\n\nlimiter = Limiter(key_func=None)\n\n\n@limiter.limit('5/minute')\ndef go(): ...\n"},
        (Expect("absence", Verdict.DOUBTFUL, 3), Expect("absence", Verdict.HOLDS, 7)),
    ),
    Example(
        "what a route does",
        "- `GET /rows` - uses Redis\n- `POST /rows` - uses Redis\n- `GET /other` - uses Redis\n- Redis (`POST /rows`)\n"
        "- `GET /api/crew` - uses Redis\n",
        {
            "rows.py": "import redis\n\n@app.get('/rows')\ndef rows():\n    return redis.Redis().get('rows')\n",
            "post.py": "@app.post('/rows')\ndef store():\n    return 1\n",
            "app/api/crew/route.ts": "export async function GET() {}\n",
            "app/api/rows/route.ts": "import { createClient } from 'redis';\n\nexport async function GET() {}\n",
        },
        (
            Expect("usage", Verdict.HOLDS, 1),
            Expect("usage", Verdict.UNVERIFIABLE, 2),
            Expect("usage", Verdict.HOLDS, 3),
            Expect("usage", Verdict.HOLDS, 4),
            Expect("usage", Verdict.UNVERIFIABLE, 5),
        ),
        also=("endpoint",),
    ),
    Example(
        "what another product or a class lacks",
        "- **H2 Database:** Doesn't support PostgreSQL arrays\n- Scanner lacks PostgreSQL\n- PageRank does not support PostgreSQL\n"
        "- The backend doesn't use PostgreSQL\n",
        {"scanner.py": "class Scanner:\n    size = 1\n"},
        (
            Expect("absence", Verdict.UNVERIFIABLE, 1),
            Expect("absence", Verdict.HOLDS, 2),
            Expect("absence", Verdict.UNVERIFIABLE, 3),
            Expect("absence", Verdict.HOLDS, 4),
        ),
    ),
    Example(
        "a technology that nothing shows, whatever it is said to be for; a mechanism may have other names",
        "Uses Redis for caching.\n\n- Caching of results\n",
        {"a.py": "import flask\n"},
        (Expect("usage", Verdict.REFUTED, 1), Expect("usage", Verdict.UNVERIFIABLE, 3)),
    ),
    Example(
        "what is only named, and what is said to be used",
        "Use Redis for lockers.\n\nRedis is slow. Redis hosts have more than one locker each.\n\n- Memcached over Redis\n"
        "- Redis-backed lockers\n\nCannot be tested without:\n\n- a real Redis server\n",
        {"a.py": "import redis\nlockers = redis.Redis()\n"},
        (
            Expect("usage", Verdict.UNVERIFIABLE, 1),
            Expect("usage", Verdict.UNVERIFIABLE, 3),
            Expect("usage", Verdict.UNVERIFIABLE, 5),
            Expect("usage", Verdict.HOLDS, 6),
            Expect("usage", Verdict.UNVERIFIABLE, 10),
        ),
    ),
    Example(
        "evidence lies in what is said to use it",
        "- **Saturn** - WebSocket support\n- **Venus** - WebSocket support\n- Saturn: WebSocket support\n",
        {
            "planets/saturn/wire.py": "import requests\n",
            "planets/venus/wire.py": "import websockets\nwebsockets.connect('ws://venus')\n",
        },
        (
            Expect("usage", Verdict.UNVERIFIABLE, 1, "websocket"),
            Expect("usage", Verdict.HOLDS, 2, "websocket"),
            Expect("usage", Verdict.UNVERIFIABLE, 3, "websocket"),
        ),
    ),
    Example(
        "a value beside the name, a common noun, and what only documents and examples use",
        "- Redis with `max_connections=5`\n- Redis with `max_connections=9`\n- Parcel adapter\n- Moon adapter\n- OpenAI\n",
        {
            "a.py": "import redis\nlockers = redis.Redis(max_connections=5)\n",
            "adapters/parcel.py": "class ParcelAdapter:\n    pass\n\nuse = ParcelAdapter()\n",
            "docs/tools/translate.py": "import openai\nopenai.chat()\n",
            "examples/hello.py": "import openai\nopenai.chat()\n",
        },
        (
            Expect("usage", Verdict.HOLDS, 1, "redis"),
            Expect("usage", Verdict.UNVERIFIABLE, 2, "redis"),
            Expect("usage", Verdict.HOLDS, 3, "adapter-pattern"),
            Expect("usage", Verdict.UNVERIFIABLE, 4, "adapter-pattern"),
            Expect("usage", Verdict.UNVERIFIABLE, 5, "openai"),
        ),
    ),
    Example(
        "a key or a value of the project's own is no library, a library's name in code is; a model's name must be written",
        "| Key | Meaning |\n|---|---|\n| `rate_limit` | Parcels |\n| `redis` | URL of a locker |\n\n- Uses `redis`\n- GPT-4\n- GPT-4o\n",
        {"a.py": "import redis, openai\nrate_limit = redis.Redis()\nopenai.chat('gpt-4o')\n"},
        (
            Expect("usage", Verdict.HOLDS, 6, "redis"),
            Expect("usage", Verdict.UNVERIFIABLE, 7, "openai"),
            Expect("usage", Verdict.HOLDS, 8, "openai"),
        ),
    ),
    Example(
        "a denial of something else, and a condition, are no absence",
        "- No way to send parcels to Redis\n- Lockers expire after a day without Redis.\n- No Redis\n",
        {"a.py": "x = 1\n"},
        (Expect("absence", Verdict.HOLDS, 3, "redis"),),
    ),
    Example(
        "a library's name in code",
        "- Uses `asyncio.create_task()`\n- No `subprocess.Popen`\n",
        {"a.py": "import asyncio\n\nasync def go(job):\n    asyncio.create_task(job())\n"},
        (
            Expect("usage", Verdict.HOLDS, 1, "asyncio.create_task"),
            Expect("usage", Verdict.HOLDS, 1, "asyncio-tasks"),
            Expect("absence", Verdict.HOLDS, 2, "subprocess.Popen"),
        ),
    ),
    Example(
        "a name that what is said to use it does not use, or that nothing uses",
        "1. **Connections**\n   - `ConnectionManager` keeps all connections\n   - Thread-safe with `asyncio.Lock()`\n"
        "2. **Streaming**\n   - `answer_graph.stream()` for each message\n   - Uses `asyncio.Queue`\n",
        {
            "manager.py": "class ConnectionManager:\n    def __init__(self):\n        self.open = {}\n",
            "other.py": "import asyncio\nlock = asyncio.Lock()\nlock.acquire()\nfrom asyncio import (\n    Queue,\n)\n",
            "graph.py": "from lib import compiled\nanswer_graph = compiled()\n",
        },
        (
            Expect("usage", Verdict.REFUTED, 3, "asyncio.Lock"),
            Expect("usage", Verdict.REFUTED, 5, "answer_graph.stream"),
            Expect("usage", Verdict.UNVERIFIABLE, 6, "asyncio.Queue"),
            Expect("usage", Verdict.HOLDS, 6, "async-await"),
        ),
    ),
    Example(
        "commented out in the named file, in use elsewhere",
        "- Circuit breaker used in `tasks.py`\n- Circuit breaker used in `views.py`\n- Circuit breaker used in `notes.py`\n",
        {
            "tasks.py": "import metrics\n# breaker = CircuitBreaker(name='llm')\nmetrics.record_circuit_breaker_failure('llm')\n",
            "views.py": "import pybreaker\nbreaker = pybreaker.CircuitBreaker(fail_max=3)\nbreaker.call(len)\n",
            "notes.py": "# the circuit breaker (see views) is not needed here\nx = 1\n",
        },
        (
            Expect("usage", Verdict.REFUTED, 1, "circuit-breaker"),
            Expect("usage", Verdict.HOLDS, 2, "circuit-breaker"),
            Expect("usage", Verdict.UNVERIFIABLE, 3, "circuit-breaker"),
        ),
    ),
    Example(
        "a heading that tells the form",
        "## Resilience\n\n### Retry Logic with Exponential Backoff\n\n### Proposed Retry with Exponential Backoff\n\n### Retry Logic\n",
        {"tasks.py": "from tenacity import retry, stop_after_attempt, wait_fixed\n\n@retry(wait=wait_fixed(3))\ndef go():\n    ...\n"},
        (Expect("usage", Verdict.REFUTED, 3, "exponential-backoff"),),
    ),
    Example(
        "what is to be adopted is not said to be missing",
        "## Practices to adopt\n\n- [ ] Load testing before launch\n\n## Missing\n\n- Load testing\n",
        {"a.py": "x = 1\n"},
        (Expect("absence", Verdict.HOLDS, 7),),
    ),
    Example(
        "a feature of the language, elsewhere than in the files that are reviewed",
        "Reviewed: `web/a.ts`, `web/b.ts`, `web/c.ts`\n\n- Nullish coalescing\n- Optional chaining\n",
        {
            "web/a.ts": "export const a = x?.y\n",
            "web/b.ts": "export const b = 2\n",
            "web/c.ts": "export const c = 3\n",
            "web/z.ts": "export const z = q ?? 1\n",
        },
        (Expect("usage", Verdict.UNVERIFIABLE, 3, "nullish-coalescing"), Expect("usage", Verdict.HOLDS, 4, "optional-chaining")),
    ),
    Example(
        "the name of the file narrows nothing; nor does the use of a thing place it",
        "- `mail_tasks.py`: Celery task definitions\n- Use of Celery\n- No centralized monitoring\n",
        {"app/mail_tasks.py": "from app.worker import celery_app\n\n@celery_app.task\ndef send():\n    ...\n"},
        (
            Expect("usage", Verdict.HOLDS, 1, "celery"),
            Expect("usage", Verdict.HOLDS, 2, "celery"),
            Expect("absence", Verdict.HOLDS, 3, "monitoring"),
        ),
    ),
    Example(
        "of a file that is not there",
        "- No pagination in `threads.py:8`\n- `threads.py` uses Celery\n- `threads.py` uses GraphQL\n",
        {
            "base.py": "from fastapi_pagination import paginate\nfrom celery import shared_task\n\n@shared_task\ndef all():\n"
            "    paginate([])\n"
        },
        (
            Expect("absence", Verdict.UNVERIFIABLE, 1, "pagination"),
            Expect("usage", Verdict.UNVERIFIABLE, 2, "celery"),
            Expect("usage", Verdict.REFUTED, 3, "graphql"),
        ),
        also=("file-exists", "line-anchor"),
    ),
    Example(
        "only in what is left behind",
        "## Issues\n\n- No distributed tracing\n- No request interceptors\n",
        {
            "legacy/trace.py": "from opentelemetry import trace\n\ntracer = trace.get_tracer('x')\n",
        },
        (
            Expect("absence", Verdict.UNVERIFIABLE, 3, "distributed-tracing"),
            Expect("absence", Verdict.HOLDS, 4, "http-interceptors"),
        ),
    ),
    Example(
        "one pipeline serves all parts",
        "## Frontend\n\n- No CI/CD validation\n",
        {"frontend/a.ts": "export const a = 1\n", ".github/workflows/ci.yml": "on: push\njobs:\n  b:\n    steps:\n      - run: npm test\n"},
        (Expect("absence", Verdict.UNVERIFIABLE, 3, "ci-pipeline"),),
    ),
    Example(
        "another language",
        "- gRPC with tonic\n- JWT tokens\n- Dependency injection\n",
        {"src/main.rs": "use tonic::transport::Server;\n", "Cargo.toml": '[dependencies]\ntonic = "0.11"\n'},
        (Expect("usage", Verdict.HOLDS, 1), Expect("usage", Verdict.REFUTED, 2), Expect("usage", Verdict.UNVERIFIABLE, 3)),
    ),
    Example(
        "denied, and in use elsewhere: open",
        "## Client\n\n- Small client (no GraphQL boilerplate)\n- No Kafka\n",
        {"src/orbit.py": "from graphql import build_schema\n\nschema = build_schema('type Query { moon: Int }')\n"},
        (Expect("absence", Verdict.UNVERIFIABLE, 3, "graphql"), Expect("absence", Verdict.HOLDS, 4, "kafka")),
    ),
    Example(
        "said of each, which a use in one of them does not show",
        "- Every planet service uses Celery\n- Both loaders - Celery tasks\n- Celery tasks\n",
        {"mars.py": "from celery import shared_task\n\n@shared_task\ndef go(): ...\n", "venus.py": "x = 1\n"},
        (
            Expect("usage", Verdict.UNVERIFIABLE, 1, "celery"),
            Expect("usage", Verdict.UNVERIFIABLE, 2, "celery"),
            Expect("usage", Verdict.HOLDS, 3, "celery"),
        ),
    ),
    Example(
        "a part of a package's longer name",
        "Tools: Python, pytest-asyncio, pytest-cov.\n\n- pytest\n",
        {"tests/test_moon.py": "import pytest\n\n@pytest.fixture\ndef moon(): ...\n", "a.py": "async def go(): ...\n"},
        (Expect("usage", Verdict.HOLDS, 3, "pytest"),),
    ),
    Example(
        "an exemption, and a switch that is off, protect nothing",
        "- CSRF protection for the locker API\n",
        {
            "views.py": "from django.views.decorators.csrf import csrf_exempt\n\n@csrf_exempt\ndef locker(request): ...\n",
            "settings.py": "CSRF_CHECKED = False\n",
        },
        (Expect("usage", Verdict.UNVERIFIABLE, 1, "csrf"),),
    ),
    Example(
        "a word of another sense, and one whose sense is open",
        "- No comment threading\n- No threading\n- No threading of background workers\n- `move_it.sh`: migration script\n",
        {"a.py": "x = 1\n", "move_it.sh": "sed -i s/a/b/ c\n"},
        (
            Expect("absence", Verdict.UNVERIFIABLE, 2, "threads"),
            Expect("absence", Verdict.HOLDS, 3),
            Expect("usage", Verdict.UNVERIFIABLE, 4, "migrations"),
        ),
    ),
    Example(
        "a version, which must stand beside the name",
        "- Celery 5.3\n- Celery 4.4\n\n| Tool | Version |\n|---|---|\n| celery | 5.3.1 |\n| celery | 6.0.0 |\n",
        {"requirements.txt": "celery==5.3.1\n", "a.py": "from celery import shared_task\n\n@shared_task\ndef go(): ...\n"},
        (
            Expect("usage", Verdict.HOLDS, 1, "celery"),
            Expect("usage", Verdict.UNVERIFIABLE, 2, "celery"),
            Expect("usage", Verdict.HOLDS, 6, "celery"),
            Expect("usage", Verdict.UNVERIFIABLE, 7, "celery"),
        ),
        also=("package-version",),
    ),
    Example(
        "what does not exist, and what another project has",
        "Referenced non-existent Redis modules.\n\nThis makes it consistent with others like StarDock (gRPC) and makes it readable.\n",
        {"a.py": "import redis\n\nr = redis.Redis()\n"},
        (Expect("usage", Verdict.DOUBTFUL, 3),),
    ),
    Example(
        "so many of them, and what was left behind",
        "| Part | Before | Now |\n|---|---|---|\n| Redis queues | 11 | 15 |\n\nWe use Celery.\n",
        {"a.py": "import redis\n\nr = redis.Redis()\n", "ARCHIVE/jobs.py": "from celery import Celery\n\napp = Celery('a')\n"},
        (Expect("usage", Verdict.UNVERIFIABLE, 5),),
    ),
    Example(
        "what blocks, and what has none of its faults",
        "- ✅ TypeScript: No type errors\n\n**Key blockers:**\n\n1. **Rate limiting** on uploads\n2. No Redis\n",
        {"a.ts": "export const x: number = 1;\n"},
        (Expect("absence", Verdict.HOLDS, 6),),
    ),
    Example(
        "where it runs, and where it stands",
        "No Redis in production yet.\n\nNo Redis in production code.\n",
        {"a.ts": "import Redis from 'ioredis';\nconst r = new Redis();\n"},
        (Expect("absence", Verdict.DOUBTFUL, 1), Expect("absence", Verdict.REFUTED, 3)),
    ),
    Example(
        "missing in one function",
        "- No retry on `fetch_rows()`\n- No retries\n",
        {"a.py": "from tenacity import retry\n\n@retry\ndef turn(): ...\n\ndef fetch_rows(): ...\n"},
        (Expect("absence", Verdict.UNVERIFIABLE, 1), Expect("absence", Verdict.DOUBTFUL, 2)),
    ),
    Example(
        "an open box, and what is to be tested",
        "- [ ] Rate limiting\n- [ ] Test rate limiting under load\n",
        {"a.py": "x = 1\n"},
        (Expect("absence", Verdict.HOLDS, 1), Expect("usage", Verdict.UNVERIFIABLE, 2)),
    ),
    Example(
        "below the name of a part",
        "# Parts\n\n## Notes\n\n## Restic Engine\n\n- Handles encryption\n\n## Others\n\n- Encryption\n",
        {"restic/run.py": "def run(): ...\n", "vault/keys.py": "from cryptography.fernet import Fernet\n\nbox = Fernet(key)\n"},
        (Expect("usage", Verdict.UNVERIFIABLE, 7), Expect("usage", Verdict.HOLDS, 11)),
    ),
    Example(
        "where code does without",
        "- Structured logging\n- Multi-stage Docker build\n- Runs as non-root user\n- Retries\n",
        {"a.py": "import logging\n\nlogging.basicConfig(format='%(message)s')\n", "Dockerfile": "FROM python:3.12\nCOPY . .\n"},
        (*(Expect("usage", Verdict.REFUTED, line) for line in (1, 2, 3)), Expect("usage", Verdict.UNVERIFIABLE, 4)),
    ),
    Example(
        "the numbers of checks, which look like a product's name",
        "- **S2 (secrets):** None found.\n- **S3 (raw SQL):** No database usage.\n\nWe use Amazon S3.\n",
        {"a.py": "import boto3\n\nstore = boto3.client('s3')\n"},
        (Expect("usage", Verdict.HOLDS, 4),),
    ),
    Example(
        "links to read",
        "## Further reading\n\n- Kafka guide\n\n## Notes\n\n- Sentry (crash reports): https://sentry.io/\n",
        {"a.py": "x = 1\n"},
        (),
    ),
    Example(
        "what happens, what fails, what is graded, wished for or someone else's",
        "- LangGraph streams the answer\n- Redis connection lost\n- Circuit breaker (Excellent)\n- Add rate limiting\n- "
        "Migrated from Flask to Django\n\n## Comprehensive GraphQL\n",
        {"a.py": "x = 1\n"},
        (),
    ),
    Example(
        "a part of a thing, and what a browser has",
        "- No test CI step\n- No CI\n- Uses `window.alert()`\n- Uses `window.confirm()`\n",
        {
            "a.ts": "export function turn() { alert('moon'); }\n",
            ".github/workflows/ci.yml": "jobs:\n  build:\n    steps:\n      - run: tsc\n",
        },
        (
            Expect("absence", Verdict.UNVERIFIABLE, 1),
            Expect("absence", Verdict.DOUBTFUL, 2),
            Expect("usage", Verdict.HOLDS, 3),
            Expect("usage", Verdict.REFUTED, 4),
        ),
    ),
    Example(
        "of another version than the package is declared in",
        "- React 18 frontend\n- React 19 frontend\n",
        {
            "package.json": '{"dependencies": {\n"react": "^19.2.0",\n"react-dom": "^18.2.0"\n}}',
            "a.tsx": "import { useState } from 'react';\nuseState(1);\n",
        },
        (Expect("usage", Verdict.UNVERIFIABLE, 1), Expect("usage", Verdict.HOLDS, 2)),
    ),
)
