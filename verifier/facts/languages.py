"""The languages that can be outlined. Adding one is a line here and a query file in `queries/`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """A grammar and how to read it.

    `public` says what makes a definition exported: "captured" by the query, no leading "underscore", a "capital" initial,
    or that it is there at all ("always").
    `fallback` is the language to try when the grammar finds errors (Flow types in .js, C++ in .h).
    """

    name: str
    distribution: str
    suffixes: tuple[str, ...]
    queries: tuple[str, ...]
    doc: str  # what a documentation comment starts with, "|" between alternatives; "" when docstrings are in the body
    public: str = "captured"
    function: str = "language"
    fallback: str = ""
    comments: str = "(comment) @comment"  # query for the lines of comments, and of docstrings (@doc)

    @property
    def module(self) -> str:
        return self.distribution.replace("-", "_")


_PYTHON_COMMENTS = """
(comment) @comment
(module . (comment)* . (expression_statement . (string) .) @doc)
(class_definition body: (block . (comment)* . (expression_statement . (string) .) @doc))
(function_definition body: (block . (comment)* . (expression_statement . (string) .) @doc))
"""
_TWO_COMMENTS = "[(line_comment) (block_comment)] @comment"
_JS, _TS = "tree-sitter-javascript", "tree-sitter-typescript"
LANGUAGES: dict[str, Language] = {
    language.name: language
    for language in (
        Language("python", "tree-sitter-python", (".py", ".pyi", ".pyw"), ("python",), "", public="underscore", comments=_PYTHON_COMMENTS),
        Language("javascript", _JS, (".js", ".jsx", ".mjs", ".cjs"), ("ecma", "javascript", "jsx"), "/**", fallback="tsx"),
        Language("typescript", _TS, (".ts", ".mts", ".cts"), ("ecma", "typescript"), "/**", function="language_typescript"),
        Language("tsx", _TS, (".tsx",), ("ecma", "typescript", "jsx"), "/**", function="language_tsx"),
        Language("go", "tree-sitter-go", (".go",), ("go",), "//", public="capital"),
        Language("rust", "tree-sitter-rust", (".rs",), ("rust",), "///|/**", comments=_TWO_COMMENTS),
        Language("java", "tree-sitter-java", (".java",), ("java",), "/**", comments=_TWO_COMMENTS),
        Language("csharp", "tree-sitter-c-sharp", (".cs",), ("csharp",), "///|/**"),
        Language("ruby", "tree-sitter-ruby", (".rb", ".rake", ".gemspec"), ("ruby",), "#", public="always"),
        Language("php", "tree-sitter-php", (".php",), ("php",), "/**", public="always", function="language_php"),
        Language("c", "tree-sitter-c", (".c", ".h"), ("cfamily", "c"), "/**|///", public="always", fallback="cpp"),
        Language("cpp", "tree-sitter-cpp", (".cc", ".cpp", ".cxx", ".hpp", ".hh", ".hxx"), ("cfamily", "cpp"), "/**|///", public="always"),
    )
}
EMBEDDED = {".vue": "typescript", ".svelte": "typescript"}  # only what is inside <script> is parsed
_BY_SUFFIX = {suffix: language.name for language in LANGUAGES.values() for suffix in language.suffixes}
_INTERPRETERS = (("python", "python"), ("node", "javascript"), ("ruby", "ruby"), ("php", "php"))


def language_of(path: str, data: bytes = b"") -> str | None:
    """The outline language of a file by its suffix, or by the `#!` line of one without suffix; None when unsupported."""
    name = path.rpartition("/")[2]
    suffix = name[name.rfind(".") :].lower() if "." in name[1:] else ""
    if suffix:
        return _BY_SUFFIX.get(suffix) or EMBEDDED.get(suffix)
    if data.startswith(b"#!"):
        line = data[:200].split(b"\n", 1)[0].decode("latin-1")
        return next((language for word, language in _INTERPRETERS if word in line and language in LANGUAGES), None)
    return None
