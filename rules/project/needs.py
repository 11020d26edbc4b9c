"""What a command of a tool chain needs of a project before it can be run there: a manifest, a module, the paths that it is given."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

# Words that a command may stand behind, and which run it as it is.
_RUNNERS = frozenset("uv poetry pipenv pdm rye hatch".split())
_AS_MODULES = frozenset("pytest black flake8 ruff isort mypy pylint bandit uvicorn gunicorn celery pip".split())
_SET = re.compile(r"[A-Z_][A-Z0-9_]*=\S*")
_VALUED = frozenset(
    "-c --config -k -m -n -o -p --cov --cov-report --line-length --max-line-length -A --port --host -f --file -j --jobs".split()
)
_SERVED = re.compile(r"(?P<module>[A-Za-z_][\w.]*):(?P<attribute>[A-Za-z_]\w*)(?:\(\))?")
_SCRIPT = re.compile(r"[\w./-]*\w\.(?:py|sh|js|mjs|ts|cjs|rb|php|pl)")
_GIVEN = re.compile(r"(?:[\w-][\w.-]*/)+[\w-][\w.-]*\.[a-z]\w{0,5}")
_OPTION = re.compile(r"--(?!help\b|version\b)[A-Za-z][\w-]+(?:=.*)?")
_MODULE = re.compile(r"[A-Za-z_][\w.]*")


@dataclass(frozen=True, slots=True)
class Need:
    """One of these must be there: names of files (`*` for any stem), or paths. `module`: it is a module, which defines `attribute`.

    `options` are those that a script is given: "--dry-run".
    """

    any_of: tuple[str, ...]
    module: bool = False
    attribute: str = ""
    options: tuple[str, ...] = ()


# The manifests that tool chains work by.
_MANIFESTS: dict[str, tuple[str, ...]] = {
    "npm": ("package.json",),
    "yarn": ("package.json",),
    "pnpm": ("package.json",),
    "bun": ("package.json", "bunfig.toml"),
    "cargo": ("Cargo.toml",),
    "mvn": ("pom.xml",),
    "./mvnw": ("mvnw",),
    "gradle": ("build.gradle", "build.gradle.kts"),
    "./gradlew": ("gradlew",),
    "bundle": ("Gemfile",),
    "composer": ("composer.json",),
    "dotnet": ("*.csproj", "*.sln", "*.fsproj"),
    "mix": ("mix.exs",),
    "swift": ("Package.swift",),
    "poetry": ("pyproject.toml",),
    "uv": ("pyproject.toml",),
    "pdm": ("pyproject.toml",),
    "hatch": ("pyproject.toml",),
    "tox": ("tox.ini", "pyproject.toml", "setup.cfg"),
    "nox": ("noxfile.py",),
    "pre-commit": (".pre-commit-config.yaml",),
    "alembic": ("alembic.ini",),
    "docker-compose": ("docker-compose.yml", "docker-compose.yaml", "compose.yml", "compose.yaml"),
    "terraform": ("*.tf",),
    "helm": ("Chart.yaml",),
    "mkdocs": ("mkdocs.yml", "mkdocs.yaml"),
}
# Their commands that do something with the project as a whole; others take names that a rule of its own looks up.
_WHOLE = frozenset(
    "install ci sync build test check run lint fmt format package verify compile restore publish clean up down bench doc clippy bundle "
    "lock upgrade serve apply plan init".split()
)
_PATHS = frozenset("black flake8 ruff isort mypy pytest pylint bandit pyright vulture radon eslint prettier coverage".split())
_INTERPRETERS = frozenset("python python3 bash sh node tsx ts-node deno ruby php perl".split())
_SERVERS = frozenset("uvicorn gunicorn hypercorn daphne granian".split())


def needs_of(part: str) -> tuple[Need, ...]:
    """What a simple command needs, none where that is not known."""
    words = _bare(part.split())
    if words[:2] == ["docker", "compose"]:
        words = ["docker-compose", *words[2:]]
    if words[:1] in (["pip"], ["pip3"]) or words[:2] == ["uv", "pip"]:
        return tuple(_pip(words[words.index("install") + 1 :])) if "install" in words else ()
    if not words:
        return ()
    reader = _READERS.get(words[0])
    return tuple(reader(words[1:])) if reader else tuple(_of_manifest(words[0], words[1:]))


def _bare(words: list[str]) -> list[str]:
    """A command without what it is started by: variables, `uv run`, `npx`, `python -m`."""
    while words:
        if _SET.fullmatch(words[0]) or words[0] in ("npx", "bunx", "sudo"):
            words = words[1:]
        elif words[0] in _RUNNERS and words[1:2] == ["run"]:
            words = words[2:]
            while words and words[0].startswith("-"):
                words = words[1:]
        elif words[0] in ("python", "python3") and words[1:2] == ["-m"] and words[2:3] and words[2] in _AS_MODULES:
            words = words[2:]
        else:
            break
    return words


def _plain(words: list[str]) -> list[str]:
    """Words that are neither options nor their values."""
    return [word for at, word in enumerate(words) if not word.startswith("-") and not (at and words[at - 1] in _VALUED)]


def _of_manifest(program: str, words: list[str]) -> Iterator[Need]:
    plain = _plain(words)
    whole = plain[:1] and plain[0] in _WHOLE and len(plain) == 1
    if program in _MANIFESTS and (whole or (program == "docker-compose" and plain[:1] and plain[0] in _WHOLE | {"exec", "logs", "ps"})):
        yield Need(_MANIFESTS[program])
    if program == "npm" and plain[:1] == ["ci"]:
        yield Need(("package-lock.json", "npm-shrinkwrap.json"))
    if program == "alembic" and plain:
        yield Need(_MANIFESTS[program])


def _paths(words: list[str]) -> Iterator[Need]:
    named = [word.partition("::")[0] for word in _plain(words)]
    yield from (Need((name,)) for name in named if re.fullmatch(r"\.?/?[\w.-]+(?:/[\w.-]*)*", name) and ("/" in name or "." in name[1:]))


def _pytest(words: list[str]) -> Iterator[Need]:
    yield from _paths(words)
    yield Need(("test_*.py", "*_test.py", "tests.py"))


def _script(words: list[str]) -> Iterator[Need]:
    """The file that an interpreter starts, and the files that it is given; other arguments are what they may."""
    plain = _plain(words)
    if plain and _SCRIPT.fullmatch(plain[0]):
        given = words[words.index(plain[0]) + 1 :] if not plain[0].endswith("manage.py") else []  # Django's own options
        yield Need((plain[0],), options=tuple(word.partition("=")[0] for word in given if _OPTION.fullmatch(word)))
        yield from (Need((word,)) for word in plain[1:] if _GIVEN.fullmatch(word))


def _playbooks(words: list[str]) -> Iterator[Need]:
    yield from (Need((word,)) for word in words if re.fullmatch(r"[\w./-]+\.ya?ml", word))


def _served(words: list[str]) -> Iterator[Need]:
    yield from (Need((match["module"],), True, match["attribute"]) for word in words if (match := _SERVED.fullmatch(word)))


def _celery(words: list[str]) -> Iterator[Need]:
    apps = [words[at + 1] for at, word in enumerate(words[:-1]) if word in ("-A", "--app")]
    apps += [word.partition("=")[2] for word in words if word.startswith("--app=")]
    yield from (Need((app.partition(":")[0],), True) for app in apps if _MODULE.fullmatch(app.partition(":")[0]))


def _go(words: list[str]) -> Iterator[Need]:
    if words[:1] and words[0] in ("test", "build", "run", "vet", "generate", "mod"):
        yield Need(("go.mod",))
        for word in _plain(words[1:]):
            path = word.removesuffix("/...").removeprefix("./")
            if word.startswith("./") and path not in ("", "...", "."):
                yield Need((path if word.endswith("/...") or path.endswith(".go") else f"{path.rstrip('/')}/*.go",))


def _pip(words: list[str]) -> Iterator[Need]:
    for at, word in enumerate(words[:-1]):
        if word in ("-r", "--requirement"):
            yield Need((words[at + 1],))
        if word in ("-e", "--editable") and re.fullmatch(r"\.(?:\[[\w,-]+\])?|[\"']\.\[[\w,-]+\][\"']", words[at + 1]):
            yield Need(("pyproject.toml", "setup.py"))


def _docker(words: list[str]) -> Iterator[Need]:
    if words[:1] == ["build"]:
        named = [words[at + 1] for at, word in enumerate(words[:-1]) if word in ("-f", "--file")]
        yield Need(tuple(named) or ("Dockerfile", "Containerfile"))


_READERS: dict[str, Callable[[list[str]], Iterator[Need]]] = {
    **dict.fromkeys(_PATHS, _paths),
    **dict.fromkeys(_SERVERS, _served),
    **dict.fromkeys(_INTERPRETERS, _script),
    "ansible-playbook": _playbooks,
    "pytest": _pytest,
    "celery": _celery,
    "go": _go,
    "docker": _docker,
}
