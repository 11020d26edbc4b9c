"""The imports of files that need no more of their outline are those that the outline has, in every language."""

from __future__ import annotations

from verifier.facts.facts import Facts
from verifier.facts.failure import Failure
from verifier.facts.languages import LANGUAGES
from verifier.facts.outline import Outline
from verifier.knowledge.entries import cases
from verifier.knowledge.lexicon import families
from verifier.registry import installed_rules
from verifier.repository.snapshot import MemorySnapshot

WRITTEN = {
    "a.js": "import a, {b as c} from 'm'\nimport 'n'\nexport * from 'o'\nconst {p, q: r} = require('s')\nconst t = await import('u')\n",
    "b.ts": "import type { A } from './a'\nimport { type B, C } from './b'\nimport d = require('e')\n",
    "c.tsx": "import React, * as R from 'react'\nexport { x } from './x'\n",
    "d.vue": "<template/>\n<script>import v from 'v'</script>\n",
    "e.go": 'package p\nimport (\n  "fmt"\n  x "a/b"\n  _ "c"\n)\n',
    "f.rs": "use a::{b, c::{self, d as e}};\nuse f::*;\nmod g;\n",
    "g.java": "import a.b.C;\nimport static d.E.f;\nimport g.*;\n",
    "h.cs": "using A.B;\nusing C = D.E;\nglobal using F;\n",
    "i.rb": "require 'a'\nrequire_relative 'b/c'\n",
    "j.php": "<?php\nuse A\\B as C;\nuse D\\{E, F as G};\nrequire 'h.php';\n",
    "k.c": '#include <a.h>\n#include "b.h"\n',
    "l.cpp": "#include <vector>\nusing namespace std;\n",
    "m.py": "from a import (b, c as d)\nimport e.f as g, h\nfrom . import *\nfrom __future__ import annotations\ndef f():\n    import i\n",
}


def sources() -> dict[str, str]:
    """All files of the rules' examples and of the knowledge base's cases, and some of each language."""
    found = dict(WRITTEN)
    for rule in installed_rules().values():
        for number, example in enumerate(rule.examples):
            found |= {f"{rule.name}/{number}/{path}": text for path, text in example.files.items() if isinstance(text, str)}
    for family in sorted(set(families().values())):
        for number, case in enumerate(cases(family)):
            found |= {f"{family}/{number}/{path}": text for path, text in case.files.items()}
    return found


def test_they_are_the_outlines() -> None:
    files = sources()
    outlines = Facts(MemorySnapshot(files), jobs=1).outlines(list(files))
    alone, beside = Facts(MemorySnapshot(files), jobs=1), Facts(MemorySnapshot(files), jobs=1)
    beside.outlines(list(files)[::2])  # what is known of some is not asked for anew
    languages = set()
    for path, imports in alone.imports(list(files)).items():
        outline = outlines[path]
        if isinstance(imports, Failure) or isinstance(outline, Failure):
            assert getattr(imports, "reason", None) is getattr(outline, "reason", None), path
        else:
            assert imports == outline.imports, path
        languages |= {outline.language} if isinstance(outline, Outline) and outline.imports else set()
    both = [{path: one for path, one in facts.imports(list(files)).items() if not isinstance(one, Failure)} for facts in (beside, alone)]
    assert both[0] == both[1]
    assert languages >= LANGUAGES.keys() - {"jsx"}
    assert isinstance(alone.imports(["gone.py"])["gone.py"], Failure)
