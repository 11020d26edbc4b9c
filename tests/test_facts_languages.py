"""The same shapes come out of every language: definitions, parameters, members, imports, calls."""

from __future__ import annotations

import pytest

from verifier.facts.extract import outline
from verifier.facts.languages import LANGUAGES, language_of
from verifier.facts.outline import ENTRIES, Call, Definition, Outline, Parameter
from verifier.facts.treesitter import normalise, scripts_only

MARKS = {"variadic": "*", "keywords": "**", "keyword-only": "!", "positional-only": "/", "receiver": "self:", "block": "&"}


def parse(language: str, source: str) -> Outline:
    return outline(language, normalise(source.encode()))


def shown_parameter(parameter: Parameter) -> str:
    text = MARKS.get(parameter.kind, "") + parameter.name
    text += f": {parameter.annotation}" if parameter.annotation else ""
    return text + (f" = {parameter.default}" if parameter.default else "?" if parameter.optional else "")


def shown(definition: Definition) -> str:
    text = f"{definition.kind} {definition.qualified}"
    if definition.parameters:
        text += f"({', '.join(map(shown_parameter, definition.parameters))})"
    text += f" -> {definition.returns}" if definition.returns else ""
    text += f" : {definition.annotation}" if definition.annotation else ""
    text += f" < {', '.join(definition.bases)}" if definition.bases else ""
    text += f" @ {', '.join(definition.decorators)}" if definition.decorators else ""
    return text + (f" {{{', '.join(definition.members)}}}" if definition.members else "")


DEFINITIONS = [
    (
        "python",
        """\
@cache
async def f(a, /, b: int, c=1, *args: str, d: int = 2, **kw) -> list[int]: ...
""",
        [
            "function f(/a, b: int, c = 1, *args: str, !d: int = 2, **kw) -> list[int] @ cache",
        ],
    ),
    (
        "python",
        """\
class A(B, metaclass=M):
    x: int = 1
    def m(self): self.y = 2
""",
        [
            "class A < B, metaclass=M {x, y}",
            "field A.x : int",
            "method A.m(self)",
            "field A.y",
        ],
    ),
    (
        "python",
        """\
class Color(str, Enum):
    RED = 'r'
    GREEN = 'g'
    @property
    def hex(self): ...
""",
        [
            "enum Color < str, Enum {RED, GREEN}",
            "member Color.RED",
            "member Color.GREEN",
            "property Color.hex(self) @ property",
        ],
    ),
    (
        "python",
        """\
LIMITS = {'a': 1, 'b': 2}
NAMES = frozenset({'x', 'y'})
Mode = Literal['r', 'w']
plain = 1
""",
        [
            "constant LIMITS {'a', 'b'}",
            "constant NAMES {'x', 'y'}",
            "variable Mode {'r', 'w'}",
            "variable plain",
        ],
    ),
    (
        "python",
        """\
def f():
    local = 1
    def inner(x): ...
""",
        [
            "function f",
            "function f.inner(x)",
        ],
    ),
    (
        "python",
        """\
if True:
    A = 1
try:
    import x
except ImportError:
    x = None
""",
        [
            "constant A",
            "variable x",
        ],
    ),
    (
        "javascript",
        "export const f = async (a, { b, c } = {}, ...rest) => {};",
        [
            "function f(a, { b, c } = {}, *rest)",
        ],
    ),
    (
        "javascript",
        """\
class A extends B { x = 1; static m = () => 1; get p() { return 1 } constructor(a) { this.y = a } }
""",
        [
            "class A < B {x, y}",
            "field A.x",
            "method A.m",
            "method A.p",
            "method A.constructor(a)",
            "field A.y",
        ],
    ),
    (
        "javascript",
        """\
exports.go = function (a) {};
A.prototype.run = function () {};
""",
        [
            "function go(a)",
            "function A.run",
        ],
    ),
    (
        "javascript",
        """\
const Card = ({ a }) => <div><Row /></div>;
function useThing(x) {}
const Memo = React.memo((props) => <Card />);
""",
        [
            "component Card({ a })",
            "hook useThing(x)",
            "component Memo(props)",
        ],
    ),
    (
        "typescript",
        "interface I extends J { a: string; b?: number; m(x: number): void }",
        [
            "interface I < J {a, b, m}",
            "field I.a : string",
            "field I.b : number",
            "method I.m(x: number) -> void",
        ],
    ),
    (
        "typescript",
        """\
type U = 'a' | 'b' | 'c';
type O = { x: number };
""",
        [
            "type U {'a', 'b', 'c'}",
            "type O {x}",
            "field O.x : number",
        ],
    ),
    (
        "typescript",
        "export enum E { A, B = 'b' }",
        [
            "enum E {A, B}",
            "member E.A",
            "member E.B",
        ],
    ),
    (
        "typescript",
        """\
@Injectable()
export class S<T> extends B<T> implements C, D {
  constructor(private a: string, b = 1) {}
  @Get() async m(x?: number): Promise<void> {}
}
""",
        [
            "class S < B, C, D @ Injectable() {a}",
            "method S.constructor(a: string, b = 1)",
            "field S.a : string",
            "method S.m(x: number?) -> Promise<void> @ Get()",
        ],
    ),
    (
        "typescript",
        """\
function f(a: string): void;
function f(a: any) {}
declare const V: number;
const L = ['a', 'b'] as const;
""",
        [
            "function f(a: string) -> void",
            "function f(a: any)",
            "constant V : number",
            "constant L {'a', 'b'}",
        ],
    ),
    (
        "tsx",
        "export function Page({ id }: Props) { return <main>{id}</main> }",
        [
            "component Page({ id }: Props)",
        ],
    ),
    (
        "go",
        """\
type T struct {
	Name string
	a, b int
	Base
}
func (t *T) M(ctx context.Context, a, b int, rest ...string) (int, error) { return 0, nil }
""",
        [
            "struct T < Base {Name, a, b}",
            "field T.Name : string",
            "field T.a : int",
            "field T.b : int",
            "method T.M(ctx: context.Context, a: int, b: int, *rest: string) -> (int, error)",
        ],
    ),
    (
        "go",
        """\
type I interface {
	Run(x int) error
	io.Reader
}
const A, B = 1, 2
var List = []string{"x", "y"}
""",
        [
            "interface I < io.Reader {Run}",
            "method I.Run(x: int) -> error",
            "constant A",
            "constant B",
            'variable List {"x", "y"}',
        ],
    ),
    (
        "rust",
        """\
#[derive(Debug)]
pub struct S<T> { pub a: i32, b: T }
impl<T> S<T> { pub async fn new(mut a: i32, &self) -> Self { todo!() } }
""",
        [
            "struct S @ derive(Debug) {a, b}",
            "field S.a : i32",
            "field S.b : T",
            "method S.new(a: i32, self:self) -> Self",
        ],
    ),
    (
        "rust",
        """\
pub enum E { A, B(i32), C { x: i32 } }
trait Tr: Base { fn f(&self, x: u8) -> bool; }
const N: usize = 3;
mod m { fn g() {} }
""",
        [
            "enum E {A, B, C}",
            "member E.A",
            "member E.B",
            "member E.C",
            "trait Tr < Base",
            "method Tr.f(self:self, x: u8) -> bool",
            "constant N : usize",
            "module m",
            "function m.g",
        ],
    ),
    (
        "java",
        """\
@Service
public class A<T> extends B<T> implements C {
  static final String[] X = {"a", "b"};
  public A(int a, String... r) {}
  @Override List<T> m(final int a) { return null; }
}
""",
        [
            "class A < B<T>, C @ Service {X}",
            'field A.X : String[] {"a", "b"}',
            "method A.A(a: int, *r: String)",
            "method A.m(a: int) -> List<T> @ Override",
        ],
    ),
    (
        "java",
        """\
enum Color { RED(1), GREEN; int v; }
record R(int a) {}
""",
        [
            "enum Color {RED, GREEN}",
            "member Color.RED",
            "member Color.GREEN",
            "field Color.v : int",
            "class R(a: int)",
        ],
    ),
    (
        "csharp",
        """\
namespace N;
[ApiController]
public class A : B, IC {
  public string P { get; set; }
  private int x = 1;
  public async Task<int> M(int a, string b = "x") => 1;
}
enum E { X, Y = 2 }
""",
        [
            "class A < B, IC @ ApiController {P, x}",
            "field A.P : string",
            "field A.x : int",
            'method A.M(a: int, b: string = "x") -> Task<int>',
            "enum E {X, Y}",
            "member E.X",
            "member E.Y",
        ],
    ),
    (
        "ruby",
        """\
module M
  class A < B
    include C
    attr_reader :x
    LIST = %w[a b].freeze
    def run(a, b = 1, *r, k:, o: 2, **kw, &blk); end
    def self.make; end
  end
end
""",
        [
            "module M",
            "class M.A < B, C {x}",
            "field M.A.x",
            "constant M.A.LIST {a, b}",
            "method M.A.run(a, b = 1, *r, !k, !o = 2, **kw, &blk)",
            "method M.A.make",
        ],
    ),
    (
        "php",
        """\
<?php
#[Attr]
class K extends L implements M {
  const X = 1;
  private ?int $p = 3;
  public function m(int $a, ?string $b = null, ...$r): ?array { return []; }
}
function top($a) {}
""",
        [
            "class K < L, M @ Attr {p}",
            "constant K.X",
            "field K.p : ?int",
            "method K.m(a: int, b: ?string = null, *r) -> ?array",
            "function top(a)",
        ],
    ),
    (
        "php",
        """\
<?php
enum Suit: string { case Hearts = 'H'; case Spades = 'S'; }
""",
        [
            "enum Suit {Hearts, Spades}",
            "member Suit.Hearts",
            "member Suit.Spades",
        ],
    ),
    (
        "c",
        """\
#define MAX 10
#define SQ(x) ((x)*(x))
int early(void);
int f(int a, const char *b, ...) { int local; return 0; }
struct S { int a; char *b; };
typedef enum { X, Y } E;
int early(void) { return 1; }
""",
        [
            "constant MAX",
            "macro SQ(x)",
            "function f(a: int, b: char, *) -> int",
            "struct S {a, b}",
            "field S.a : int",
            "field S.b : char",
            "enum E {X, Y}",
            "member E.X",
            "member E.Y",
            "function early -> int",
        ],
    ),
    (
        "cpp",
        """\
namespace a {
class K : public Base<int> {
public:
  K(int a = 1) {}
  int m(const std::string& s) const;
  int x{0};
};
}
int a::K::m(const std::string& s) const { return 1; }
""",
        [
            "namespace a",
            "class a.K < Base<int> {x}",
            "method a.K.K(a: int = 1)",
            "method a.K.m(s: std::string) -> int",
            "field a.K.x : int",
            "method a.K.m(s: std::string) -> int",
        ],
    ),
]


@pytest.mark.parametrize(("language", "source", "expected"), DEFINITIONS)
def test_definitions(language: str, source: str, expected: list[str]) -> None:
    found = parse(language, source)
    assert not found.errors
    assert [shown(definition) for definition in found.definitions] == expected


IMPORTS = [
    (
        "python",
        """\
import a.b as c, d
from . import x
from ..y import z as w
""",
        [
            ("a.b", "", "c"),
            ("d", "", ""),
            (".", "x", ""),
            ("..y", "z", "w"),
        ],
    ),
    (
        "javascript",
        """\
import D, { a as b } from 'x';
import * as N from 'y';
import 's';
const { p, q: r } = require('z');
await import('dyn');
export * from 'w';
""",
        [
            ("x", "default", "D"),
            ("x", "a", "b"),
            ("y", "*", "N"),
            ("s", "", ""),
            ("z", "p", ""),
            ("z", "q", "r"),
            ("dyn", "", ""),
            ("w", "*", ""),
        ],
    ),
    (
        "go",
        """\
import (
	"fmt"
	x "a/b"
)
""",
        [
            ("fmt", "", ""),
            ("a/b", "", "x"),
        ],
    ),
    (
        "rust",
        "use std::{collections::HashMap, io::{self, Read as R}};\n",
        [
            ("std::collections", "HashMap", ""),
            ("std::io", "", ""),
            ("std::io", "Read", "R"),
        ],
    ),
    (
        "java",
        """\
import java.util.List;
import static a.B.c;
import java.io.*;
""",
        [
            ("java.util", "List", ""),
            ("a.B", "c", ""),
            ("java.io", "*", ""),
        ],
    ),
    (
        "csharp",
        """\
using System;
using X = System.Text;
""",
        [
            ("System", "", ""),
            ("System.Text", "", "X"),
        ],
    ),
    (
        "ruby",
        """\
require 'json'
require_relative 'a/b'
""",
        [
            ("json", "", ""),
            ("a/b", "", ""),
        ],
    ),
    (
        "php",
        """\
<?php
use A\\B as C;
use D\\{E, F as G};
""",
        [
            ("A\\B", "", "C"),
            ("D", "E", ""),
            ("D", "F", "G"),
        ],
    ),
    (
        "c",
        """\
#include <stdio.h>
#include "x.h"
""",
        [
            ("stdio.h", "", ""),
            ("x.h", "", ""),
        ],
    ),
]


@pytest.mark.parametrize(("language", "source", "expected"), IMPORTS)
def test_imports(language: str, source: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(found.module, found.name, found.alias) for found in parse(language, source).imports] == expected


CALLS = [
    ("python", "asyncio.Lock()", Call("asyncio.Lock", 1)),
    ("python", "def f():\n    run(cmd, shell=True)", Call("run", 2, keywords=(("shell", "True"),), arguments=("cmd",), enclosing="f")),
    ("javascript", "a.b", None),
    ("typescript", "a?.b!.c(1)", Call("a.b.c", 1, arguments=("1",))),
    ("javascript", "rateLimit({ windowMs: 60 * 1000, max: 5 })",
     Call("rateLimit", 1, keywords=(("windowMs", "60 * 1000"), ("max", "5")), arguments=("{ windowMs: 60 * 1000, max: 5 }",))),
    ("javascript", "new Foo(1)", Call("Foo", 1, "new", arguments=("1",))),
    ("javascript", "const A = () => <Foo.Bar x='1' y={2} />", Call("Foo.Bar", 1, "jsx", (("x", "'1'"), ("y", "2")), enclosing="A")),
    ("go", 'package x\nfunc f() { log.Printf("x", 1) }', Call("log.Printf", 2, arguments=('"x"', "1"), enclosing="f")),
    ("rust", "fn f() { Vec::<u8>::new(); }", Call("Vec.new", 1, enclosing="f")),
    ("rust", "fn f() { println!(\"x\"); }", Call("println", 1, "macro", enclosing="f")),
    ("java", "class A { void m() { foo.bar(1); } }", Call("foo.bar", 1, arguments=("1",), enclosing="A.m")),
    ("csharp", "class A { void M() { foo.Bar(name: 2); } }", Call("foo.Bar", 1, keywords=(("name", "2"),), enclosing="A.M")),
    ("ruby", "foo.bar(1, name: 2)", Call("foo.bar", 1, keywords=(("name", "2"),), arguments=("1",))),
    ("php", "<?php $this->foo(1, name: 2);", Call("$this.foo", 1, keywords=(("name", "2"),), arguments=("1",))),
    ("cpp", "void f() { std::make_unique<X>(2); }", Call("std.make_unique", 1, arguments=("2",), enclosing="f")),
]  # fmt: skip


@pytest.mark.parametrize(("language", "source", "expected"), CALLS)
def test_calls(language: str, source: str, expected: Call | None) -> None:
    assert parse(language, source).calls == ((expected,) if expected else ())


@pytest.mark.parametrize(
    ("source", "callee"),
    [
        ("a.b(c)[0].d()", "a.b()[].d"),
        ("f()()", "f()"),
        ("(await x).y()", "x.y"),
        ("'a'.join(x)", "''.join"),
        ("(a + b).c()", "().c"),
    ],
)
def test_what_a_call_is_made_on(source: str, callee: str) -> None:
    assert callee in [call.callee for call in parse("python", f"async def f():\n  {source}\n").calls]


def test_lines_of_a_decorated_definition() -> None:
    (found,) = parse("python", "\n@a\n@b(\n  1)\ndef f(\n  x,\n):\n    pass\n\n    # said after it\n\n").definitions
    assert (found.start, found.line, found.end_line) == (2, 5, 8)


def test_lines_of_an_exported_class() -> None:
    found = parse("typescript", "@Dec()\nexport class A {\n  @Get()\n  m() {}\n}\n").definitions
    assert [(d.name, d.start, d.line, d.end_line) for d in found] == [("A", 1, 2, 5), ("m", 3, 4, 4)]


@pytest.mark.parametrize(
    ("language", "source", "names"),
    [
        ("python", "def a(): ...\ndef _b(): ...\n", {"a"}),
        ("typescript", "export function a() {}\nfunction b() {}\nfunction c() {}\nexport { c }", {"a", "c"}),
        ("javascript", "function a() {}\nfunction b() {}\nmodule.exports = { a }", {"a"}),
        ("go", "func A() {}\nfunc b() {}\n", {"A"}),
        ("rust", "pub fn a() {}\nfn b() {}\n", {"a"}),
        ("java", "public class A { void b() {} public void c() {} }", {"A", "c"}),
    ],
)
def test_exported(language: str, source: str, names: set[str]) -> None:
    assert {definition.name for definition in parse(language, source).definitions if definition.exported} == names


@pytest.mark.parametrize(
    ("language", "source", "documented"),
    [
        ("python", 'def f():\n    """Doc."""\n', True),
        ("python", 'def f():\n    f"Doc"\n', False),
        ("python", "def f():\n    # comment\n    'Doc'\n    return 1\n", True),
        ("typescript", "/** Doc. */\nexport const f = () => 1;\n", True),
        ("typescript", "// note\nexport const f = () => 1;\n", False),
        ("go", "// F does.\nfunc F() {}\n", True),
        ("rust", "/// Doc\n#[inline]\nfn f() {}\n", True),
        ("java", "/** Doc. */\n@Service\nclass A {}\n", True),
    ],
)
def test_documented(language: str, source: str, documented: bool) -> None:
    assert parse(language, source).definitions[0].docstring is documented


def test_a_javascript_file_with_types_is_read_as_typescript() -> None:
    found = parse("javascript", "function f(a: string): void {}\n")
    assert (found.language, found.errors) == ("tsx", False)


def test_a_header_with_classes_is_read_as_cpp() -> None:
    assert parse("c", "namespace a { class B : public C { int m(); }; }\n").language == "cpp"


def test_broken_source_is_marked_and_still_outlined() -> None:
    found = parse("python", "def good(): ...\nclass (:\n")
    assert found.errors
    assert found.named("good")


def test_members_are_capped() -> None:
    (found,) = parse("python", f"X = [{', '.join(map(str, range(ENTRIES * 2)))}]\n").definitions
    assert len(found.members) == ENTRIES


def test_names_may_be_anything() -> None:
    assert [d.name for d in parse("python", "def größe(naïve): ...\n").definitions] == ["größe"]


def test_only_scripts_of_a_component_file_are_parsed() -> None:
    source = "<template>\n  {{ x }\n</template>\n<script setup lang='ts'>\nfunction f(a: number) {}\n</script>\n"
    found = outline("typescript", scripts_only(source.encode()))
    assert [(d.name, d.line) for d in found.definitions] == [("f", 5)]
    assert not found.errors


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"\xef\xbb\xbfdef f(): ...\n", 1),
        (b"x = 1\r\ndef f(): ...\r\n", 2),
        (b"x = 1\rdef f(): ...\r", 2),
        ("# é\ndef f(): ...\n".encode("latin-1"), 2),
        ("x = 1\ndef f(): ...\n".encode("utf-16"), 2),
    ],
)
def test_encodings_and_line_ends(data: bytes, line: int) -> None:
    found = outline("python", normalise(data))
    assert [(d.name, d.line) for d in found.definitions if d.kind == "function"] == [("f", line)]


@pytest.mark.parametrize(
    ("path", "data", "language"),
    [
        ("a/b.py", b"", "python"),
        ("a.d.ts", b"", "typescript"),
        ("A.TSX", b"", "tsx"),
        ("x.vue", b"", "typescript"),
        ("bin/run", b"#!/usr/bin/env python3\n", "python"),
        ("bin/run", b"#!/bin/sh\n", None),
        (".py", b"", None),
        ("README.md", b"", None),
    ],
)
def test_language_of(path: str, data: bytes, language: str | None) -> None:
    assert language_of(path, data) == language


def test_every_language_has_definitions_imports_or_calls_tested() -> None:
    assert {language for language, *_ in DEFINITIONS} == set(LANGUAGES)
