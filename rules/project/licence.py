"""The project has the licence that the report gives: by its licence's text, or by its manifests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codebase import Codebase
from verifier.model import Claim, Measurement, Reason, Site
from verifier.model import Verdict as V
from verifier.reading.clause import Clause
from verifier.repository.scope import Scope
from verifier.repository.snapshot import Unreadable
from verifier.reproduce import arguments
from verifier.rule import Example, Expect
from verifier.shapes.lookup import Lookup, answer, blocked

# A licence by its SPDX identifier: how people call it, and how its text is told (https://spdx.org/licenses).
_CALLED = {
    "MIT": r"MIT",
    "Apache-2.0": r"Apache(?:[- ](?:License,?[- ])?(?:version[- ])?v?2(?:\.0)?)?",
    "BSD-3-Clause": r"BSD[- ]3(?:[- ]Clause)?",
    "BSD-2-Clause": r"BSD[- ]2(?:[- ]Clause)?",
    "BSD": r"BSD",
    "AGPL-3.0": r"(?:GNU[- ])?AGPL(?:[- ]?v?3(?:\.0)?)?(?:-only|-or-later)?",
    "LGPL": r"(?:GNU[- ])?LGPL(?:[- ]?v?[23](?:\.\d)?)?(?:-only|-or-later)?",
    "GPL-2.0": r"(?:GNU[- ])?GPL[- ]?v?2(?:\.0)?(?:-only|-or-later)?",
    "GPL-3.0": r"(?:GNU[- ])?GPL(?:[- ]?v?3(?:\.0)?)?(?:-only|-or-later)?",
    "MPL-2.0": r"(?:Mozilla Public License|MPL)(?:[- ]v?2(?:\.0)?)?",
    "ISC": r"ISC",
    "Unlicense": r"(?:The )?Unlicense",
}
_TEXTS = (
    ("AGPL-3.0", re.compile(r"GNU AFFERO GENERAL PUBLIC LICENSE", re.I)),
    ("LGPL", re.compile(r"GNU LESSER GENERAL PUBLIC LICENSE", re.I)),
    ("GPL-2.0", re.compile(r"GNU GENERAL PUBLIC LICENSE\s+Version 2", re.I)),
    ("GPL-3.0", re.compile(r"GNU GENERAL PUBLIC LICENSE\s+Version 3", re.I)),
    ("Apache-2.0", re.compile(r"Apache License\s+Version 2\.0", re.I)),
    ("MPL-2.0", re.compile(r"Mozilla Public License,? v(?:ersion|\.)? ?2\.0", re.I)),
    ("Unlicense", re.compile(r"This is free and unencumbered software", re.I)),
    ("BSD-3-Clause", re.compile(r"Redistribution and use in source and binary forms(?=[\s\S]{0,2000}Neither the name)", re.I)),
    ("BSD-2-Clause", re.compile(r"Redistribution and use in source and binary forms", re.I)),
    ("ISC", re.compile(r"Permission to use, copy, modify, and(?:/or)? distribute this software", re.I)),
    ("MIT", re.compile(r"Permission is hereby granted, free of charge, to any person", re.I)),
)
_NAME = "|".join(f"(?P<n{at}>{called})" for at, called in enumerate(_CALLED.values()))
_TOLD = re.compile(
    rf"^(?:the\s+)?(?:project\s+|software\s+|code\s+)?licen[cs]e(?:d)?\s*(?:[:=]|is)\s*(?:the\s+|under\s+)*(?:{_NAME})(?:\s+licen[cs]e)?\.?$"
    rf"|^(?:it|the\s+\w+|this\s+\w+|[\w.-]+)\s+(?:is|are)\s+(?:open[- ]source,?\s+)?"
    r"(?:licen[cs]ed|released|available|distributed)\s+under\s+(?:the\s+)?"
    rf"(?:{_NAME.replace('?P<n', '?P<m')})(?:\s+licen[cs]e)?\.?$",
    re.I,
)
_FILES = re.compile(r"^(?:LICEN[CS]E|COPYING|UNLICENSE)(?:[-.]\w+)*$", re.I)
_MANIFESTS = ("pyproject.toml", "package.json", "Cargo.toml", "composer.json", "setup.cfg", "setup.py")
_DECLARED = re.compile(
    r"(?:^|[{,\s])[\"']?license[\"']?\s*[:=]\s*(?:\{\s*(?:text|name)\s*=\s*)?[\"']?(?P<value>[^\"'\n{}]{2,60})[\"']?"
    r"|License :: OSI Approved :: (?P<classifier>[^\"'\n]{2,60})",
    re.I | re.M,
)
_PROJECT = re.compile(r"\b(?:project|repository|repo|licen[sc]\w*|legal|metadata|package|manifest|about|this)\b", re.I)
_HEAD = 4000  # characters of a licence that tell which it is


@dataclass(frozen=True, slots=True)
class Target:
    licence: str  # its SPDX identifier


class Licence(Lookup[Target]):
    """ "License: MIT", "The project is licensed under the Apache License 2.0"."""

    name = "licence"
    kinds = ("config",)
    quotes = False
    summary = (
        "The licence's text at the root, or a manifest, is of the licence told; refuted where the text is another's and no manifest has it."
    )
    vocabulary = "license licence licensed licenced under open source released distributed available project software code"
    examples = (
        Example(
            "by its text and by manifests",
            "- **License:** MIT\n- **Licence:** Apache 2.0\n- The library is licensed under the BSD 3-Clause license.\n- License: ISC\n",
            {
                "LICENSE": "MIT License\n\nPermission is hereby granted, free of charge, to any person obtaining a copy\n",
                "package.json": '{"license": "BSD-3-Clause"}',
            },
            (
                Expect("config", V.HOLDS, 1),
                Expect("config", V.REFUTED, 2, observed="MIT in LICENSE, BSD-3-Clause in package.json"),
                Expect("config", V.HOLDS, 3),
                Expect("config", V.REFUTED, 4),
            ),
        ),
        Example(
            "other licences, and none",
            "- Check the license of each dependency\n- License: see LICENSE\n- The driver license is MIT-like\n"
            "- YamlDotNet (v16.2.1)\n  - License: Apache 2.0\n",
            {"LICENSE": "Permission is hereby granted, free of charge, to any person obtaining a copy\n"},
            (),
        ),
        Example("nothing tells", "License: MIT\n", {"a.py": ""}, (Expect("config", V.UNVERIFIABLE, 1),)),
    )

    def reads(self, clause: Clause) -> Iterator[Claim[Target]]:
        match = _TOLD.match(clause.in_full.strip(" *`"))
        if match is None or clause.negated or clause.position or _of_another(clause):
            return
        at = next(int(name[1:]) for name, value in match.groupdict().items() if value)
        licence = tuple(_CALLED)[at]
        whole = clause.statement.text
        yield self.claim(clause, Target(licence), claimed=licence, text=clause.in_full, explains=(whole.span(0, len(whole.plain)),))

    def measure(self, claim: Claim[Target], code: Codebase, scope: Scope) -> Measurement:
        told = list(_declared(code))
        if not told:
            return blocked(Reason.NO_SUBJECT, "neither a licence nor a manifest tells which it is")
        wanted = claim.target.licence
        holds = any(found == wanted or (wanted == "BSD" and found.startswith("BSD")) for _, found in told)
        observed = ", ".join(f"{found or 'another licence'} in {path}" for path, found in told)
        texts = [found for path, found in told if _FILES.match(path)]
        if not holds and not (texts and all(texts)):
            return blocked(Reason.AMBIGUOUS, observed)
        sites = [Site(path, "", "", 1, 1) for path, _ in told]
        return answer(holds, observed, sites, reproduce=f"head -5 {arguments(told[0][0])}", subject=told[0][0])


def _of_another(clause: Clause) -> bool:
    """Whether it stands below an item, or in a row, which is of something else than the project: "YamlDotNet", "License: MIT"."""
    parents = [parent.plain for parent in clause.context.parents[-1:]]
    return any(not _PROJECT.search(words) for words in parents)


def _declared(code: Codebase) -> Iterator[tuple[str, str]]:
    """Each place at the root that tells of a licence, and which: "" for one that is not known."""
    below = f"{code.index.prefix}/" if code.index.prefix else ""
    for path in sorted(code.snapshot.entries()):
        name = path.removeprefix(below)
        if not path.startswith(below) or "/" in name or not (_FILES.match(name) or name in _MANIFESTS):
            continue
        try:
            text = code.snapshot.text(path)
        except Unreadable:
            yield path, ""
            continue
        if _FILES.match(name):
            yield path, next((one for one, pattern in _TEXTS if pattern.search(text[:_HEAD])), "")
        else:
            for match in _DECLARED.finditer(text):
                if found := _called(match["value"] or match["classifier"]):
                    yield path, found


def _called(words: str) -> str:
    """The licence that a manifest's words are, "" where they are none that is known."""
    bare = re.sub(r"\s+licen[cs]e$", "", words.strip(), flags=re.I)
    return next((one for one, called in _CALLED.items() if re.fullmatch(called, bare, re.I)), "")
