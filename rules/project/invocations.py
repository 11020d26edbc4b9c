"""What a command line starts of the project's own: scripts, targets, services, marked tests, programs."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from verifier.reading.filenames import is_placeholder

NAME = re.compile(r"[A-Za-z][\w.:/@-]*")
_PREFIX = re.compile(
    r"^(?:[A-Z_][A-Z0-9_]*=\S*\s+|(?:uv|poetry|pipenv|pdm|rye)\s+run\s+(?:--\S+\s+)*|time\s+|env\s+|exec\s+|npx\s+|bunx\s+)+"
)
_MARKED = re.compile(r"(?:^|\s)-m[\s=]+(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<plain>\w+))")
_VALUED = frozenset(
    "-w --workspace --prefix --filter -F --dir -C --cwd -p --project-name --profile --tail -n --scale -t --timeout -u --user -e "
    "--env --env-file --project-directory --name --entrypoint -v --volume --pull --since --until --signal -s --index --wait- "
    "timeout -l --label".split()
)
_PACKAGED = re.compile(r"(?:^|\s)(?:(?:-w|--workspace|--filter|-F)[\s=]+|workspace\s+)[\"']?(?P<package>@?[\w./-]+)(?![\w*{}!^.])")
_NOT_HERE = frozenset("-C -f --directory --file --makefile".split())
# What package managers do by themselves; any other word is a script, or a program of a package that is installed.
_MANAGED = frozenset(
    "install i ci add remove rm uninstall update up upgrade outdated audit publish pack link unlink init create dlx exec x why "
    "list ls info view config cache store import rebuild prune fetch dedupe login logout whoami version versions help set policies "
    "berry plugin constraints workspaces global node npm env setup deploy patch licenses root bin server approve-builds self- "
    "update completion doctor pm test-ci".split()
)
_SERVICES = frozenset("up logs log build restart start stop rm pull push kill top port pause unpause exec run create attach watch".split())
_ALONE = frozenset("exec run port attach".split())
# Names that scripts have, and hardly any program of a package.
_USUAL = frozenset(
    "build dev start test lint format typecheck type-check check deploy preview watch clean release docs migrate seed coverage e2e "
    "validate generate codegen lint-fix fmt bundle compile all verify prepare".split()
)
# Programs that every machine or tool chain has: not the project's own.
_COMMON = frozenset(
    "git cd ls cat echo cp mv rm mkdir touch chmod chown curl wget grep rg sed awk find sort uniq head tail wc xargs tee tar unzip "
    "zip ssh scp rsync sudo apt apt-get brew yum dnf apk pip pip3 pipx uv poetry pdm hatch conda mamba python python3 node deno "
    "bun npm npx yarn pnpm docker docker-compose podman kubectl helm terraform ansible aws gcloud az gh go cargo rustc rustup java "
    "mvn gradle dotnet ruby gem bundle rake rails php composer pytest tox nox ruff black isort mypy flake8 pylint bandit coverage "
    "pre-commit radon lizard vulture eslint prettier tsc vite jest vitest playwright cypress next source export set alias which "
    "test true false exit for if while do done then fi else make cmake just task psql mysql redis-cli sqlite3 alembic uvicorn "
    "gunicorn celery flask django-admin streamlit jupyter time watch kill ps top df du tree diff open code vim nano less more man "
    "ansible-playbook env printf sleep bash sh zsh source systemctl service nginx openssl jq yq semgrep trivy safety".split()
)
_LIBRARY = frozenset(
    "venv unittest http json pdb cProfile compileall ensurepip timeit site zipfile build twine sphinx mkdocs spacy nltk".split()
)


@dataclass(frozen=True, slots=True)
class Invocation:
    """`name` of the things that `tool` can run. `sure`: nothing but such a thing can be meant."""

    tool: str
    name: str
    text: str
    sure: bool = True
    file: str = ""  # the file or folder that is named as the one to look in
    package: str = ""  # the workspace package whose it is, by its name or its folder
    words: tuple[str, ...] = ()  # those behind a program's name, where all are told


def invocations(line: str) -> Iterator[Invocation]:
    """What each simple command of a line starts."""
    for part in parts(line):
        yield from of_command(part)


def parts(line: str) -> list[str]:
    """The simple commands of a line, without prompt and comment."""
    plain = re.sub(r"(?:^|\s)#.*$", "", line).strip().lstrip("$>% ")
    return [part.strip() for part in re.split(r"&&|\|\||[;|]", plain) if part.strip()]


def of_command(part: str) -> Iterator[Invocation]:
    text = _PREFIX.sub("", part.strip())
    words = text.split()
    if not words:
        return
    if words[:2] == ["docker", "compose"]:
        words = ["docker-compose", *words[2:]]
    if words[0].startswith("python") and words[1:2] == ["-m"] and len(words) > 2:
        words = words[2:] if words[2] == "pytest" else ["python -m", *words[2:]]
    if words[0] in _READERS:
        yield from _READERS[words[0]](words[1:], text)
    elif own := re.fullmatch(r"\./(?:bin/|build/|dist/)?([A-Za-z][\w-]*)", words[0]):
        yield Invocation("program", own[1], words[0], sure=False, words=words_of(text)[1:])
    elif re.fullmatch(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)+|[a-z]{4,}", words[0]) and words[0] not in _COMMON:
        yield Invocation("program", words[0], words[0], sure=False, words=words_of(text)[1:])


def words_of(line: str) -> tuple[str, ...]:
    """The words of a simple command; none where it is no whole one: it has dots, or stands for others."""
    line = re.split(r"\s(?:\d?>|<)", f" {line} ")[0]
    if re.search(r"\.\.\.|…|[<>\[\]{}$`]|\\\s*$", line):
        return ()
    try:
        return tuple(shlex.split(line))
    except ValueError:
        return ()


def _make(words: list[str], text: str) -> Iterator[Invocation]:
    if not any(word in _NOT_HERE or word.startswith(("-C", "--directory")) for word in words):
        names = [word for word in words if not word.startswith("-") and "=" not in word]
        if all(re.fullmatch(r"[A-Za-z0-9_][\w.:/-]*", name) for name in names):
            yield from (Invocation("make", name, f"make {name}") for name in names)


def _npm(words: list[str], text: str) -> Iterator[Invocation]:
    plain = _plain(words)
    if plain[:1] in (["run"], ["run-script"]) and len(plain) > 1:
        yield from _script(plain[1], text)
    elif plain[:1] in (["test"], ["start"], ["t"]):
        package = _PACKAGED.search(text)
        name, told = {"t": "test"}.get(plain[0], plain[0]), package["package"] if package else ""
        yield Invocation("scripts", name, f"npm {plain[0]}", sure=plain[0] != "start", package=told)


def _other_manager(words: list[str], text: str) -> Iterator[Invocation]:
    plain = _plain(words)
    if plain[:1] == ["workspace"]:
        plain = plain[2:]
    plain = plain[1:] if plain[:1] == ["run"] else [] if plain[:1] and plain[0] in _MANAGED else plain
    if plain:  # the name of a script, or of a program that a package brings
        yield from _script(plain[0], text, sure=":" in plain[0] or plain[0] in _USUAL)


def _script(name: str, text: str, sure: bool = True) -> Iterator[Invocation]:
    if NAME.fullmatch(name) and not re.search(r"/|\.[a-z]+$", name):
        package = _PACKAGED.search(text)
        yield Invocation("scripts", name, text, sure, package=package["package"] if package else "")


def _pytest(words: list[str], text: str) -> Iterator[Invocation]:
    match = _MARKED.search(text.partition("pytest")[2])
    if match:
        expression = match["double"] or match["single"] or match["plain"] or ""
        for name in re.findall(r"[A-Za-z_]\w*", re.sub(r"\([^)]*=[^)]*\)", "", expression)):
            if name not in ("and", "or", "not"):
                yield Invocation("marks", name, f"pytest -m {name}")


def _compose(words: list[str], text: str) -> Iterator[Invocation]:
    files = re.findall(r"(?:^|\s)(?:-f|--file)[\s=]+(\S+\.ya?ml)(?!\S)", text)
    plain = _plain([word for word in words if word not in files])
    if not plain or plain[0] not in _SERVICES or "--scale" in words:
        return
    names = plain[1:2] if plain[0] in _ALONE else plain[1:]
    for name in names:
        if NAME.fullmatch(name):
            yield Invocation("services", name, text if len(names) == 1 else f"{plain[0]} {name}", file=files[-1] if files else "")


def _just(words: list[str], text: str) -> Iterator[Invocation]:
    if words and re.fullmatch(r"[A-Za-z_][\w-]*", words[0]):
        yield Invocation("just", words[0], f"just {words[0]}")


def _module(words: list[str], text: str) -> Iterator[Invocation]:
    top = words[0].partition(".")[0]
    if re.fullmatch(r"[A-Za-z_][\w.]*", words[0]) and top not in _COMMON and top not in _LIBRARY:
        yield Invocation("modules", words[0], f"python -m {words[0]}", sure=False)


def _plain(words: list[str]) -> list[str]:
    """Words that are no options, nor values of such."""
    found, skip = [], False
    for word in words:
        if skip:
            skip = False
        elif word == "--":
            break
        elif word.startswith("-"):
            skip = word in _VALUED
        else:
            found.append(word)
    return found


_GO = frozenset("build test run vet install generate bench list".split())
_PACKAGE = re.compile(r"\./(?P<path>[\w][\w./-]*?)(?:/\.\.\.)?/?")


def _go(words: list[str], text: str) -> Iterator[Invocation]:
    """Packages by their directories; `./...` are all."""
    if words[:1] and words[0] in _GO and "-C" not in words:
        for word in words[1:]:
            if (package := _PACKAGE.fullmatch(word)) and not word.endswith(".go") and not is_placeholder(package["path"]):
                yield Invocation("packages", package["path"], f"go {words[0]} {word}")


def _cargo(words: list[str], text: str) -> Iterator[Invocation]:
    if "--manifest-path" in text:
        return
    for match in re.finditer(r"(?:^|\s)(?:-p|--package)[\s=]+(?P<name>[A-Za-z][\w-]*)(?!\S)", text):
        yield Invocation("crates", match["name"], f"cargo -p {match['name']}", sure=words[:1] not in (["install"], ["add"], ["update"]))


_READERS: dict[str, Callable[[list[str], str], Iterator[Invocation]]] = {
    "make": _make,
    "npm": _npm,
    "yarn": _other_manager,
    "pnpm": _other_manager,
    "bun": _other_manager,
    "pytest": _pytest,
    "docker-compose": _compose,
    "just": _just,
    "python -m": _module,
    "go": _go,
    "cargo": _cargo,
}
