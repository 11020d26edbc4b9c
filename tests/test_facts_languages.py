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
        "@cache\nasync def f(a, /, b: int, c=1, *args: str, d: int = 2, **kw) -> list[int]: ...\n",
        ["function f(/a, b: int, c = 1, *args: str, !d: int = 2, **kw) -> list[int] @ cache"],
    ),
    ("python", "class A(B, metaclass=M):\n    x: int = 1\n    def m(self): self.y = 2\n",
     ["class A < B, metaclass=M {x, y}", "field A.x : int", "method A.m(self)", "field A.y"]),
    ("python", "class Color(str, Enum):\n    RED = 'r'\n    GREEN = 'g'\n    @property\n    def hex(self): ...\n",
     ["enum Color < str, Enum {RED, GREEN}", "member Color.RED", "member Color.GREEN", "property Color.hex(self) @ property"]),
    ("python", "LIMITS = {'a': 1, 'b': 2}\nNAMES = frozenset({'x', 'y'})\nMode = Literal['r', 'w']\nplain = 1\n",
     ["constant LIMITS {'a', 'b'}", "constant NAMES {'x', 'y'}", "variable Mode {'r', 'w'}", "variable plain"]),
    ("python", "def f():\n    local = 1\n    def inner(x): ...\n", ["function f", "function f.inner(x)"]),
    ("python", "if True:\n    A = 1\ntry:\n    import x\nexcept ImportError:\n    x = None\n", ["constant A", "variable x"]),
    ("javascript", "export const f = async (a, { b, c } = {}, ...rest) => {};", ["function f(a, { b, c } = {}, *rest)"]),
    ("javascript", "class A extends B { x = 1; static m = () => 1; get p() { return 1 } constructor(a) { this.y = a } }",
     ["class A < B {x, y}", "field A.x", "method A.m", "method A.p", "method A.constructor(a)", "field A.y"]),
    ("javascript", "exports.go = function (a) {};\nA.prototype.run = function () {};", ["function go(a)", "function A.run"]),
    ("javascript", "const Card = ({ a }) => <div><Row /></div>;\nfunction useThing(x) {}\nconst Memo = React.memo((props) => <Card />);",
     ["component Card({ a })", "hook useThing(x)", "component Memo(props)"]),
    ("typescript", "interface I extends J { a: string; b?: number; m(x: number): void }",
     ["interface I < J {a, b, m}", "field I.a : string", "field I.b : number", "method I.m(x: number) -> void"]),
    ("typescript", "type U = 'a' | 'b' | 'c';\ntype O = { x: number };", ["type U {'a', 'b', 'c'}", "type O {x}", "field O.x : number"]),
    ("typescript", "export enum E { A, B = 'b' }", ["enum E {A, B}", "member E.A", "member E.B"]),
    ("typescript", "@Injectable()\nexport class S<T> extends B<T> implements C, D {\n  constructor(private a: string, b = 1) {}\n  @Get() async m(x?: number): Promise<void> {}\n}",
     ["class S < B, C, D @ Injectable() {a}", "method S.constructor(a: string, b = 1)", "field S.a : string",
      "method S.m(x: number?) -> Promise<void> @ Get()"]),
    ("typescript", "function f(a: string): void;\nfunction f(a: any) {}\ndeclare const V: number;\nconst L = ['a', 'b'] as const;",
     ["function f(a: string) -> void", "function f(a: any)", "constant V : number", "constant L {'a', 'b'}"]),
    ("tsx", "export function Page({ id }: Props) { return <main>{id}</main> }", ["component Page({ id }: Props)"]),
    ("go", "type T struct {\n\tName string\n\ta, b int\n\tBase\n}\nfunc (t *T) M(ctx context.Context, a, b int, rest ...string) (int, error) { return 0, nil }\n",
     ["struct T < Base {Name, a, b}", "field T.Name : string", "field T.a : int", "field T.b : int",
      "method T.M(ctx: context.Context, a: int, b: int, *rest: string) -> (int, error)"]),
    ("go", "type I interface {\n\tRun(x int) error\n\tio.Reader\n}\nconst A, B = 1, 2\nvar List = []string{\"x\", \"y\"}\n",
     ["interface I < io.Reader {Run}", "method I.Run(x: int) -> error", "constant A", "constant B", 'variable List {"x", "y"}']),
    ("rust", "#[derive(Debug)]\npub struct S<T> { pub a: i32, b: T }\nimpl<T> S<T> { pub async fn new(mut a: i32, &self) -> Self { todo!() } }\n",
     ["struct S @ derive(Debug) {a, b}", "field S.a : i32", "field S.b : T", "method S.new(a: i32, self:self) -> Self"]),
    ("rust", "pub enum E { A, B(i32), C { x: i32 } }\ntrait Tr: Base { fn f(&self, x: u8) -> bool; }\nconst N: usize = 3;\nmod m { fn g() {} }\n",
     ["enum E {A, B, C}", "member E.A", "member E.B", "member E.C", "trait Tr < Base", "method Tr.f(self:self, x: u8) -> bool", "constant N : usize",
      "module m", "function m.g"]),
    ("java", "@Service\npublic class A<T> extends B<T> implements C {\n  static final String[] X = {\"a\", \"b\"};\n  public A(int a, String... r) {}\n  @Override List<T> m(final int a) { return null; }\n}\n",
     ["class A < B<T>, C @ Service {X}", 'field A.X : String[] {"a", "b"}', "method A.A(a: int, *r: String)", "method A.m(a: int) -> List<T> @ Override"]),
    ("java", "enum Color { RED(1), GREEN; int v; }\nrecord R(int a) {}\n",
     ["enum Color {RED, GREEN}", "member Color.RED", "member Color.GREEN", "field Color.v : int", "class R(a: int)"]),
    ("csharp", "namespace N;\n[ApiController]\npublic class A : B, IC {\n  public string P { get; set; }\n  private int x = 1;\n  public async Task<int> M(int a, string b = \"x\") => 1;\n}\nenum E { X, Y = 2 }\n",
     ["class A < B, IC @ ApiController {P, x}", "field A.P : string", "field A.x : int", 'method A.M(a: int, b: string = "x") -> Task<int>',
      "enum E {X, Y}", "member E.X", "member E.Y"]),
    ("ruby", "module M\n  class A < B\n    include C\n    attr_reader :x\n    LIST = %w[a b].freeze\n    def run(a, b = 1, *r, k:, o: 2, **kw, &blk); end\n    def self.make; end\n  end\nend\n",
     ["module M", "class M.A < B, C {x}", "field M.A.x", "constant M.A.LIST {a, b}", "method M.A.run(a, b = 1, *r, !k, !o = 2, **kw, &blk)", "method M.A.make"]),
    ("php", "<?php\n#[Attr]\nclass K extends L implements M {\n  const X = 1;\n  private ?int $p = 3;\n  public function m(int $a, ?string $b = null, ...$r): ?array { return []; }\n}\nfunction top($a) {}\n",
     ["class K < L, M @ Attr {p}", "constant K.X", "field K.p : ?int", "method K.m(a: int, b: ?string = null, *r) -> ?array", "function top(a)"]),
    ("php", "<?php\nenum Suit: string { case Hearts = 'H'; case Spades = 'S'; }\n", ["enum Suit {Hearts, Spades}", "member Suit.Hearts", "member Suit.Spades"]),
    ("c", "#define MAX 10\n#define SQ(x) ((x)*(x))\nint early(void);\nint f(int a, const char *b, ...) { int local; return 0; }\nstruct S { int a; char *b; };\ntypedef enum { X, Y } E;\nint early(void) { return 1; }\n",
     ["constant MAX", "macro SQ(x)", "function f(a: int, b: char, *) -> int", "struct S {a, b}", "field S.a : int", "field S.b : char",
      "enum E {X, Y}", "member E.X", "member E.Y", "function early -> int"]),
    ("cpp", "namespace a {\nclass K : public Base<int> {\npublic:\n  K(int a = 1) {}\n  int m(const std::string& s) const;\n  int x{0};\n};\n}\nint a::K::m(const std::string& s) const { return 1; }\n",
     ["namespace a", "class a.K < Base<int> {x}", "method a.K.K(a: int = 1)", "method a.K.m(s: std::string) -> int", "field a.K.x : int",
      "method a.K.m(s: std::string) -> int"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "source", "expected"), DEFINITIONS)
def test_definitions(language: str, source: str, expected: list[str]) -> None:
    found = parse(language, source)
    assert not found.errors
    assert [shown(definition) for definition in found.definitions] == expected


IMPORTS = [
    ("python", "import a.b as c, d\nfrom . import x\nfrom ..y import z as w\n",
     [("a.b", "", "c"), ("d", "", ""), (".", "x", ""), ("..y", "z", "w")]),
    ("javascript", "import D, { a as b } from 'x';\nimport * as N from 'y';\nimport 's';\nconst { p, q: r } = require('z');\nawait import('dyn');\nexport * from 'w';",
     [("x", "default", "D"), ("x", "a", "b"), ("y", "*", "N"), ("s", "", ""), ("z", "p", ""), ("z", "q", "r"), ("dyn", "", ""), ("w", "*", "")]),
    ("go", 'import (\n\t"fmt"\n\tx "a/b"\n)\n', [("fmt", "", ""), ("a/b", "", "x")]),
    ("rust", "use std::{collections::HashMap, io::{self, Read as R}};\n",
     [("std::collections", "HashMap", ""), ("std::io", "", ""), ("std::io", "Read", "R")]),
    ("java", "import java.util.List;\nimport static a.B.c;\nimport java.io.*;\n", [("java.util", "List", ""), ("a.B", "c", ""), ("java.io", "*", "")]),
    ("csharp", "using System;\nusing X = System.Text;\n", [("System", "", ""), ("System.Text", "", "X")]),
    ("ruby", "require 'json'\nrequire_relative 'a/b'\n", [("json", "", ""), ("a/b", "", "")]),
    ("php", "<?php\nuse A\\B as C;\nuse D\\{E, F as G};\n", [("A\\B", "", "C"), ("D", "E", ""), ("D", "F", "G")]),
    ("c", '#include <stdio.h>\n#include "x.h"\n', [("stdio.h", "", ""), ("x.h", "", "")]),
]  # fmt: skip


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
