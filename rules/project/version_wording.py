"""How reports write which version of a package there is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from verifier.knowledge.pins import key_of
from verifier.reading.clause import Fence

_ONE = r"(?:[~^]|[<>=~!]=?|===?)?\s?v?\d+(?:\.\d+)+(?:[-.]?(?:rc|alpha|beta|a|b|post|dev)[.\d]*)?"
_BOUND = r"(?:,\s?[<>=~!]=?\s?\d+(?:\.\d+)*)"
VERSION = rf"(?P<version>{_ONE}{_BOUND}{{0,2}})(?![\w.]*\w)"
_NAME = r"(?P<name>@?[\w./-]+(?:\s+[\w.-]+){0,2}?)"
_FILE = (
    r"(?P<file>[\w./-]*(?:\.(?:txt|toml|json|in|mod)|Pipfile|Gemfile|\.nvmrc|\.node-version|\.python-version|\.tool-versions"
    r"|packageManager))"
)
_HELD = r"(?:pinned|held|locked|fixed|kept|frozen|set|pegged)(?:\s+(?:down|exactly|strictly))?\s+(?:to|at|on|in)"
_ASKED = (
    r"(?:required|declared|listed|specified|constrained|requested|given|asked\s+for|restricted|limited|bounded)"
    r"(?:\s+(?:as|at|with|to|by|in))?"
)
PATTERNS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"^{_FILE}\s+(?:pins|requires|locks|fixes|holds|lists|declares|freezes|specifies|asks for|has)\s+{_NAME}\s+"
        rf"(?:(?:to|at|as|in|on|with)\s+)?(?:version\s+)?{VERSION}$",
        rf"^{_FILE}\s+(?:includes|contains|lists|has|pins|specifies|requires|declares)\s+(?P<name>[A-Za-z][\w.-]*)(?:\[[\w,]+\])?"
        rf"(?=[<>=~]){VERSION}$",
        rf"^(?:in\s+{_FILE},?\s+)?(?:the\s+)?{_NAME}\s+(?:is|stays|remains)\s+(?:still\s+)?{_HELD}\s+"
        rf"(?:version\s+)?{VERSION}$",
        rf"^(?:the\s+)?{_NAME}\s+(?:is|stays|remains)\s+(?:still\s+)?{_HELD}\s+(?:version\s+)?{VERSION}\s*(?:in|by|\()\s*{_FILE}\)?$",
        rf"^(?:in\s+{_FILE},?\s+)?(?:the\s+)?{_NAME}\s+(?:is|stays|remains)\s+(?:still\s+)?{_ASKED}\s+(?:version\s+)?{VERSION}$",
        rf"^(?:the\s+)?{_NAME}\s+(?:is|stays|remains)\s+(?:still\s+)?{_ASKED}\s+(?:version\s+)?{VERSION}\s*(?:in|by|\()\s*{_FILE}\)?$",
        rf"^{_FILE}\s+(?:pins|requires|locks|lists|declares|specifies|asks for|has|constrains|restricts)\s+(?P<name>[A-Za-z][\w.-]*)\s+"
        rf"(?:to|at|as|in|with|by)\s+{VERSION}$",
        rf"^(?:the\s+|this\s+)?(?:project|package|repository|repo|application|app|codebase|backend|frontend|service|we|it)\s+"
        rf"(?:pins?|requires?|locks?|depends\s+on|holds?|freezes?)\s+{_NAME}\s+(?:(?:to|at|in)\s+)?(?:version\s+)?{VERSION}$",
        rf"^{_NAME}\s*(?:is\s+|:\s*|[–—-]\s*)?(?:{_HELD}\s+(?:version\s+)?{VERSION}|"
        rf"(?:pinned|locked)\s+\({VERSION.replace('version>', 'version2>')}\))$",
        rf"^{_NAME}\s+{VERSION}\s+\((?:pinned|locked|exact)\)$",
        rf"^(?:the\s+)?{_NAME}\s+is\s+an?\s+(?:(?:peer|dev|runtime|optional|direct|build)[\s-])?dependency\s+(?:at|with|as|in|of)\s+"
        rf"(?:version\s+)?{VERSION}$",
        rf"^(?:the\s+)?(?:version\s+)?(?:range|constraint|specifier|pin|version)\s+(?:of|for)\s+{_NAME}\s+is\s+{VERSION}$",
        rf"^{_NAME}\s+has\s+(?:the\s+|a\s+)?(?:version\s+)?(?:range|constraint|specifier|pin)\s+(?:of\s+)?{VERSION}$",
        rf"^{_NAME}(?:\s*[:=–—-]+\s*|\s+)(?:pinned (?:to|at)\s+)?(?:version\s+)?{VERSION}\s*(?:\(|in\s+|,\s+see\s+|from\s+)\s*{_FILE}\)?$",
    )
)
HEADERS = re.compile(
    r"^\W*(?:(?:pinned|current|installed|locked|exact|used|declared|specified|manifest)\s+)?"
    r"(?:versions?|pin|pinned|pinned (?:to|at)|declared(?: as)?|specified|spec|specifier|range|constraint"
    r"|version (?:spec|specifier|range|constraint|pin))\W*$",
    re.I,
)
HEADS = re.compile(
    r"^\W*(?:(?:runtime|dev|development|peer|direct|main|core|key|production|build|python|npm)\s+)?(?:tool|package|dependency|library|module|name|crate|gem|framework|requirement)(?:\s+name)?\W*$",
    re.I,
)
# Tables of versions that need not be installed.
OTHERS = re.compile(
    r"\b(?:vulnerab\w*|affected|minim\w*|require\w*|prerequisit\w*|support\w*|compatib\w*|latest|available|outdated|known|tested|"
    r"security|cves?|advisor\w*|fixed|patched|bugs?|issues?)\b",
    re.I,
)
_REQUIREMENT = re.compile(r"^\s*(?P<name>[A-Za-z][\w.-]*)(?:\[[\w, -]+\])?\s*(?P<version>==\s?\d+(?:\.\d+)+)\s*(?:#.*)?$")
NOT_NOW = re.compile(
    r"\b(?:before|old|previous\w*|vulnerab\w*|wrong|bad|example|should|recommend\w*|upgrad\w+ to|instead|planned|propos\w+|conflict\w*|"
    r"insecure|outdated|unpinned|removed?|deprecated|fix|todo)\b|[❌✗-]\s*\w+==",
    re.I,
)
_KIND_WORDS = frozenset(
    "compiler framework library package tool linter formatter client runtime sdk bundler the dependency version".split()
)
# Names that mean a server or a runtime as often as the package that talks to it: only with the manifest named.
SERVERS = frozenset(
    "redis postgres postgresql mysql mariadb mongodb mongo elasticsearch opensearch kafka rabbitmq nginx docker kubernetes node nodejs"
    " node-js python npm yarn pnpm go golang ruby java rust php memcached minio prometheus grafana vault consul etcd nats temporal"
    " keycloak sentry airflow sqlite bun deno openssl terraform ansible clickhouse cassandra neo4j influxdb qdrant milvus weaviate"
    " chromadb chroma git pip helm electron android ios".split()
)


def requirements(fence: Fence) -> Iterator[tuple[int, re.Match[str]]]:
    """The requirements of a block by line, but for those that a comment puts in another time."""
    other = False
    for number, line in enumerate(fence.lines, fence.line):
        if not line.strip() or line.lstrip().startswith("#"):
            other = bool(NOT_NOW.search(line))
        match = _REQUIREMENT.match(line)
        if match and not other and not NOT_NOW.search(line.partition("#")[2].partition("from")[0]):
            yield number, match


def names_of(text: str) -> tuple[str, ...]:
    """The names that "TypeScript compiler" may mean, likeliest first."""
    words = [word for word in text.strip("`'\" ").split() if word.lower() not in _KIND_WORDS]
    return (key_of("-".join(words or [text])), *(key_of(word) for word in words if len(words) == 1))
