"""What is counted here in place of radon is what radon counts, over Python's own library and over what radon does strangely."""

from __future__ import annotations

import sysconfig
import warnings
from pathlib import Path

import pytest
from radon.complexity import cc_visit
from radon.metrics import mi_visit
from radon.raw import analyze

from verifier.facts.complexity import Maintainability, _block, complexity, maintainability
from verifier.facts.nesting import harmless
from verifier.facts.raw import NotAlike, parameters
from verifier.facts.treesitter import normalise

SHARE = 12  # one in so many files of the library; each takes radon a good while
ODD = (
    "",
    "\n",
    "x = 1",
    "x = 1;\n",
    "if x: y; z\n",
    "if x: pass; y = {1: 2}; z[1:2]\n",
    "def f(a, b): return lambda: (yield)\n\n\n",
    "x = (1,  # one\n\n     2)  # two\n\n# alone\n",
    '"""One line."""\n\n\'\'\'Several\n\nlines.\'\'\'\nx = """a\n\n\nb"""\n',
    "x = 1 + \\\n    2\n\ny = 'a\\\nb'\n",
    "x = 1 \\\n\ny = 2\n",
    "x = 1\x0c\ny = 2 # a\u2028b\n",
    "f'{x:>10}'\nf'''{x}\n{y!r}'''\nprint(f'{a[1:2]}')\n",
    "def f():\n    assert all(x for x in y if x)\n",
    "def f():\n    class A:\n        def g(self):\n            if x and y or z: return 1\n    assert f(\n        1)\n",
    "class A(B, metaclass=C):\n    x = 1 if y else 2\n    class D:\n        def m(self): ...\n    def n(self, z=1 if y else 2):\n"
    "        def o():\n            while 1: break\n            else: pass\n        try: o()\n        except A: pass\n        except B: "
    "pass\n        else: pass\n    if x:\n        async def p(self):\n            async for a in b: pass\n",
    "match x:\n    case [1, *_]: pass\n    case A(b=1) as c: pass\n    case _: pass\n",
    "@d(x if y else z)\ndef f(a=[b for b in c]): return [a for a in b if a if c for d in e]\n",
    "a = -1 + +b.a * a\nx = 1 < a < 1.0 == True\na += not a\n",
)


def same(text: str) -> bool:
    """Whether both count alike; False too where only radon is to be trusted."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        blocks = tuple(map(_block, cc_visit(text)))
        assert complexity("python", text.encode()) == blocks
        try:
            found = parameters(text)
        except NotAlike:
            return False
        assert (found.index(True), found.index(False), *found.raw) == (mi_visit(text, True), mi_visit(text, False), *analyze(text))
    return True


@pytest.mark.parametrize("text", ODD)
def test_strange_sources(text: str) -> None:
    same(text)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert maintainability("python", text.encode()) == Maintainability(mi_visit(text, True), mi_visit(text, False), *analyze(text))


def test_the_standard_library() -> None:
    folder = Path(sysconfig.get_path("stdlib"))
    paths = sorted(path for path in folder.glob("**/*.py") if "site-packages" not in path.parts and path.stat().st_size < 60_000)
    sources = [normalise(path.read_bytes()) for path in paths[::SHARE]]
    alike = total = 0
    for source in filter(harmless, sources):
        try:
            alike += same(source.decode("utf-8", "replace"))
            total += 1
        except (SyntaxError, ValueError):  # the library's tests of what is wrong
            continue
    assert total > 20
    assert alike > 0.9 * total  # else little is gained


def test_what_nests_deeply_is_left_to_radon() -> None:
    deep = "x = " + " + ".join(["1"] * 150) + "\ndef f(): return 1\n"
    assert not harmless(deep.encode())
    assert complexity("python", deep.encode()) == tuple(map(_block, cc_visit(deep)))
    assert isinstance(maintainability("python", deep.encode()), Maintainability)
