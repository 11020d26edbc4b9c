"""The image that containers are built from, or run, is the one that is told, with its tag."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.model import Claim, Measurement, Reason, Site
from verifier.model import Verdict as V
from verifier.reading.clause import Clause, Path
from verifier.reading.filenames import FILE_EXTENSIONS
from verifier.repository.kinds import is_installed, is_vendored
from verifier.repository.scope import Scope
from verifier.reproduce import search
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked
from verifier.text_lines import TextLines

_IMAGE = re.compile(r"(?P<name>(?:[\w.-]+(?::\d+)?/)*[a-z0-9][\w.-]*):(?P<tag>[A-Za-z0-9][\w.-]*)(?:@sha256:\w+)?")
_TOLD = re.compile(r"\b(?:images?|dockerfiles?|containerfiles?|docker|containers?|compose|from|services?|stages?)\b", re.I)
_ASKED = re.compile(r"\W*(?:use|prefer)\b", re.I)
_BASE = re.compile(r"\bbase\s+images?\b", re.I)
_CONTRAST = re.compile(r"\b(?:unlike|whereas|while|but|instead|rather)\b", re.I)
_FROM = re.compile(r"^[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*(?P<image>\S+)", re.M | re.I)
_RUN = re.compile(r"^[ \t]*(?:-[ \t]+)?(?:image|container)[ \t]*:[ \t]*[\"']?(?P<image>[^\s\"'#{}]+)", re.M)
_DOCKERFILE = re.compile(r"(?:^|/)(?:[\w.-]*\.)?(?:Dockerfile|Containerfile)(?:\.[\w-]+)?$", re.I)
_YAML = re.compile(r"\.ya?ml$")
_LARGEST = 200_000  # bytes of a file in which images are looked for
_NODE_TAGS = frozenset("latest lts current alpine slim bookworm bullseye trixie buster".split())
_HUB = ("docker.io/library/", "docker.io/", "index.docker.io/", "library/")


@dataclass(frozen=True, slots=True)
class Target:
    """`file`: the one that the clause names; `base`: it is called the image that others are built from."""

    name: str
    tag: str
    file: str = ""
    base: bool = False


class ContainerImage(Lookup[Target]):
    """ "Base image: `python:3.12-slim`", "`compose.yml` runs `postgres:16`"."""

    name = "container-image"
    kinds = ("dependency", "config")
    summary = "An image that is told with its tag is built from or run; refuted where the same image has other tags only, each written out."
    vocabulary = "image base dockerfile docker container compose service stage tag build run from use"
    examples = (
        Example(
            "tags",
            "- Base image: `python:3.12-slim`\n- Base image: `python:3.11-slim`\n- The database container runs `postgres:16`\n"
            "- The Dockerfile builds on `node:20`\n- Images are taken from `redis:7`\n- Base image: `alpine:3.20`\n",
            {
                "Dockerfile": "FROM python:3.12-slim AS build\nRUN make\nFROM python:3.12-slim\n",
                "compose.yml": "services:\n  db:\n    image: docker.io/library/postgres:16\n  cache:\n    image: redis:${TAG}\n",
            },
            (
                Expect("dependency", V.HOLDS, 1),
                Expect("dependency", V.REFUTED, 2, observed="python:3.12-slim"),
                Expect("dependency", V.HOLDS, 3),
                Expect("dependency", V.UNVERIFIABLE, 4),
                Expect("dependency", V.UNVERIFIABLE, 5),
                Expect("dependency", V.UNVERIFIABLE, 6),
            ),
        ),
        Example(
            "of two files",
            "- Unlike the `Dockerfile`, compose runs `postgres:16`\n- The `Dockerfile` runs `postgres:16`\n"
            "- The `Dockerfile` builds on `alpine:3.20` and the database container runs `postgres:16`\n",
            {"Dockerfile": "FROM alpine:3.20\n", "compose.yml": "services:\n  db:\n    image: postgres:16\n"},
            (
                Expect("dependency", V.HOLDS, 1),
                Expect("dependency", V.UNVERIFIABLE, 2),
                Expect("dependency", V.HOLDS, 3, "alpine"),
                Expect("dependency", V.HOLDS, 3, "postgres"),
            ),
            also=("file-exists",),
        ),
        Example(
            "others",
            "- Use `python:3.13` as base image\n- It listens on `localhost:8000` in the container\n- See `app.py:12` for the image\n"
            "- The base image should be `python:3.13`\n"
            "- The service imports `node:events`\n",
            {"Dockerfile": "FROM python:3.12\n", "app.py": "x = 1\n" * 20},
            (),
        ),
    )

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        told = clause.in_full + " " + " ".join(clause.context.titles[-1:])
        if clause.negated or clause.hedge or not _TOLD.search(told) or _ASKED.match(clause.text):
            return
        files = [mention.value.text for mention in clause.own(Path)]
        images = [
            match for start, end in clause.words.codes if (match := _IMAGE.fullmatch(clause.words.plain[start:end])) and not _other(match)
        ]
        one_place = len(files) == 1 and len(images) == 1 and not _CONTRAST.search(clause.in_full)
        for start, end in clause.words.codes:
            code = clause.words.plain[start:end]
            match = _IMAGE.fullmatch(code)
            if match is None or _other(match):
                continue
            target = Target(match["name"], match["tag"], files[0] if one_place and _holds(files[0]) else "", bool(_BASE.search(told)))
            yield self.claim(
                clause, target, subject=match["name"], claimed=match["tag"], span=clause.words.span(start, end), text=code,
                explains=(clause.words.span(start, end),),
            )  # fmt: skip

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        target = claim.target
        own = [path for path in code.index.entries if _holds(path) and not is_vendored(path) and not is_installed(path)]
        named = [path for path in code.index.resolve(target.file).matches if path in code.index.entries] if target.file else []
        sites = [site for path in named or own for site in _images(path, code)]
        same = [site for site in sites if _plain(site.symbol).partition(":")[0] == _plain(target.name)]
        reproduce = search("-nE", f"{target.name.rpartition('/')[2]}:", within="'*ockerfile*' '*.yml' '*.yaml'")
        wanted = f"{_plain(target.name)}:{target.tag}"
        met = [site for site in same if _plain(site.symbol.partition("@")[0]) == wanted]
        if met:
            return answer(True, met[0].symbol, met, reproduce=reproduce, subject=claim.subject, detail=f"{met[0].path} has {met[0].symbol}")
        if not same:
            return blocked(Reason.NO_SUBJECT, f"no image {target.name} was found", claim.subject)
        if any("$" in site.symbol or ":" not in site.symbol for site in same):
            return blocked(Reason.NOT_PROVABLE, f"{same[0].path} leaves the tag of {target.name} open", claim.subject)
        tags = list(dict.fromkeys(site.symbol.partition(":")[2].partition("@")[0] for site in same))
        told = f"{same[0].path} has {same[0].symbol}"
        return answer(
            False, same[0].symbol, same, complete=not code.snapshot.unlisted(), reproduce=reproduce, subject=claim.subject, detail=told,
            instead=tags[0] if len(tags) == 1 else "",
        )  # fmt: skip


def _other(match: re.Match[str]) -> bool:
    """Whether it is a file with a line, a host with a port, or a module that comes with Node ("node:events")."""
    last = match["name"].rpartition("/")[2]
    if last == "node" and match["tag"].isalpha() and match["tag"] not in _NODE_TAGS:
        return True
    return (last.rpartition(".")[2].lower() in FILE_EXTENSIONS and "." in last) or (
        match["tag"].isdigit() and last in ("localhost", "host")
    )


def _holds(path: str) -> bool:
    return bool(_DOCKERFILE.search(path) or _YAML.search(path))


def _images(path: str, code: Codebase) -> Iterator[Site]:
    entry = code.snapshot.entries().get(path)
    if entry is None or entry.size > _LARGEST:
        return
    text = code.snapshot.text(path)
    lines = TextLines(text)
    for match in (_FROM if _DOCKERFILE.search(path) else _RUN).finditer(text):
        line = lines.number(match.start())
        yield Site(path, match["image"], match[0].strip(), line, line)


def _plain(name: str) -> str:
    return next((name.removeprefix(hub) for hub in _HUB if name.startswith(hub)), name)
