"""What a source file defines, imports and calls, in one shape for every language.

The classes are msgspec structs: frozen like the dataclasses elsewhere, but decoded from the cache twice as fast.
Lines are 1-based and inclusive. Texts are source text with white space collapsed.
"""

from __future__ import annotations

import msgspec

ENTRIES = 500  # most members recorded of one definition
VALUE = 300  # most characters of a value


class Parameter(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One parameter. `name` has no stars or dots; a destructured one is its pattern, "{ a, b }"."""

    name: str
    annotation: str = ""
    default: str = ""
    kind: str = "positional"  # positional-only | positional | variadic | keyword-only | keywords | block | receiver
    optional: bool = False  # may be left out: has a default, or is marked "?"


class Definition(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Something with a name.

    `kind` is one of function, method, constructor, class, struct, interface, trait, enum, member (of an enum), type,
    constant, variable, field, property (computed), component, hook, macro, module, namespace.
    """

    kind: str
    name: str
    qualified: str  # "Outer.inner", without the file's own module or package
    start: int  # first line with decorators, attributes and `export`
    line: int  # the line with the definition's own keyword or name
    end_line: int
    parameters: tuple[Parameter, ...] = ()
    returns: str = ""
    decorators: tuple[str, ...] = ()  # without "@"
    bases: tuple[str, ...] = ()
    members: tuple[str, ...] = ()  # enum members, union alternatives, fields of a class or interface, keys or entries of a value
    value: str = ""  # source text of a constant, field, alias or default, cut at VALUE
    exported: bool = False
    is_async: bool = False
    docstring: bool = False
    annotation: str = ""  # declared type of a constant, variable or field


class Import(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One imported name. `import a.b as c` is ("a.b", "", "c"); `from a import b` is ("a", "b", "").

    JavaScript: a default import's name is "default", a namespace's or `require`'s is "*", with the local name as alias.
    """

    module: str
    name: str
    alias: str
    line: int
    kind: str = "import"  # import | type | require | dynamic | reexport | include


class Call(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One call, `new`, macro or JSX element. `callee` is dotted text; what is called on a call's result is "f().g"."""

    callee: str
    line: int
    kind: str = "call"  # call | new | jsx | macro
    keywords: tuple[tuple[str, str], ...] = ()  # keyword arguments, keys of object arguments, JSX attributes: (name, value text)
    arguments: tuple[str, ...] = ()  # texts of the first positional arguments
    enclosing: str = ""  # qualified name of the definition it is in, "" at file level


class Outline(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file's outline. `errors`: part of it could not be parsed, so absence proves nothing."""

    language: str
    definitions: tuple[Definition, ...] = ()
    imports: tuple[Import, ...] = ()
    calls: tuple[Call, ...] = ()
    errors: bool = False

    def named(self, name: str) -> tuple[Definition, ...]:
        """Definitions whose name or qualified name is `name`."""
        return tuple(d for d in self.definitions if name in (d.name, d.qualified))

    def children(self, definition: Definition) -> tuple[Definition, ...]:
        """Definitions directly inside `definition`."""
        prefix = definition.qualified + "."
        return tuple(d for d in self.definitions if d.qualified == prefix + d.name and d is not definition)
