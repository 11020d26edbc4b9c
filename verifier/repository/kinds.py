"""What a path says about a file: its language, and whether it is a test, vendored, generated or a migration."""

from __future__ import annotations

import re
from functools import lru_cache

from verifier.repository.told import told_to_be


def names_in(text: str) -> frozenset[str]:
    """The words of `text`, as a set."""
    return frozenset(text.split())


_LANGUAGES = {
    "python": "py pyi pyw",
    "typescript": "ts mts cts",
    "tsx": "tsx",
    "javascript": "js mjs cjs",
    "jsx": "jsx",
    "go": "go",
    "java": "java",
    "kotlin": "kt kts",
    "ruby": "rb rake gemspec",
    "rust": "rs",
    "c": "c h",
    "cpp": "cc cpp cxx hpp hh hxx",
    "csharp": "cs",
    "php": "php",
    "swift": "swift",
    "scala": "scala",
    "elixir": "ex exs",
    "dart": "dart",
    "lua": "lua",
    "perl": "pl pm",
    "r": "r",
    "haskell": "hs lhs",
    "ocaml": "ml mli",
    "fsharp": "fs fsx fsi",
    "clojure": "clj cljs cljc",
    "erlang": "erl hrl",
    "elm": "elm",
    "julia": "jl",
    "zig": "zig",
    "nim": "nim nims",
    "crystal": "cr",
    "groovy": "groovy",
    "objective-c": "mm",
    "visual-basic": "vb",
    "fortran": "f90 f95 f03 f08 f",
    "pascal": "pas",
    "solidity": "sol",
    "assembly": "asm s",
    "lisp": "lisp el rkt scm",
    "gdscript": "gd",
    "cuda": "cu cuh",
    "verilog": "sv vhd vhdl",
    "coffeescript": "coffee",
    "shell": "sh bash zsh",
    "powershell": "ps1 psm1",
    "batch": "bat cmd",
    "sql": "sql",
    "vue": "vue",
    "svelte": "svelte",
    "html": "html htm",
    "css": "css",
    "scss": "scss sass",
    "less": "less",
    "json": "json jsonc json5",
    "yaml": "yaml yml",
    "toml": "toml",
    "ini": "ini cfg",
    "xml": "xml",
    "markdown": "md markdown mdx",
    "restructuredtext": "rst",
    "hcl": "tf tfvars hcl",
    "graphql": "graphql gql",
    "protobuf": "proto",
    "prisma": "prisma",
    "notebook": "ipynb",
}
_BY_EXTENSION = {extension: language for language, extensions in _LANGUAGES.items() for extension in extensions.split()}
_BY_NAME = {
    "dockerfile": "dockerfile",
    "containerfile": "dockerfile",
    "makefile": "make",
    "gnumakefile": "make",
    "jenkinsfile": "groovy",
    "gemfile": "ruby",
    "rakefile": "ruby",
}
SOURCE_LANGUAGES = names_in(
    "python typescript tsx javascript jsx go java kotlin ruby rust c cpp csharp php swift scala elixir dart lua perl r haskell ocaml "
    "fsharp clojure erlang elm julia zig nim crystal groovy objective-c visual-basic fortran pascal solidity assembly lisp gdscript "
    "cuda verilog coffeescript shell powershell batch sql vue svelte"
)
"""Languages whose files count as source code."""

_TEST_DIRECTORIES = names_in("test tests __tests__ __test__ spec specs e2e testing __mocks__ __fixtures__ cypress playwright")
_TEST_NAME = re.compile(
    r"(?:test_.*|.*_test|.*_tests|.*_spec|conftest|tests?)\.(?:py|go|rb|js|ts|rs|c|cc|cpp|exs|php|dart|sh)"
    r"|.*[.\-](?:test|tests|spec|specs|e2e|e2e-spec|cy|stories\.test)\.(?:[cm]?[jt]sx?|vue|svelte)"
    r"|.*(?:Tests?|TestCase|IT|Spec)\.(?:java|kt|cs|fs|vb|scala|php|swift|groovy|hs|elm)"
    r"|(?:jest|vitest|playwright|cypress|karma)\.(?:config|setup|[a-z.]*config)\.[cm]?[jt]s|pytest\.ini"
)
_VENDORED = names_in(
    "node_modules vendor vendors vendored third_party third-party thirdparty bower_components site-packages .venv venv virtualenv "
    ".yarn .pnp external_libs"
)
_INSTALLED = names_in("node_modules bower_components site-packages .venv .yarn")
_GENERATED_DIRECTORIES = names_in(
    "dist build out .next .nuxt .svelte-kit .turbo coverage htmlcov target __generated__ generated __pycache__ .cache storybook-static "
    "__snapshots__ .output"
)
_GENERATED_NAME = re.compile(
    r".*\.(?:min\.(?:js|css|mjs)|bundle\.js|map|pb\.go|pb\.cc|pb\.h|g\.dart|freezed\.dart|generated\.[a-z]+|gen\.[a-z]+|designer\.cs|g\.cs|g\.i\.cs|snap)"
    r"|.*_pb2(?:_grpc)?\.pyi?|package-lock\.json|yarn\.lock|pnpm-lock\.yaml|poetry\.lock|pipfile\.lock|uv\.lock|cargo\.lock|composer\.lock|gemfile\.lock"
    r"|go\.sum|bun\.lockb?|next-env\.d\.ts",
    re.IGNORECASE,
)
_EXAMPLES = names_in("example examples sample samples demo demos template templates fixture fixtures testdata test-data")
_CALLED_EXAMPLES = names_in("example examples sample samples")
_LEFT_BEHIND = re.compile(r"(?:^|/)[_.]{0,2}(?:legacy|deprecated|archived?|backups?|obsolete|old|unused|attic|trash)(?:[_-]\w+)?/", re.I)
_MIGRATIONS = names_in("migrations migration migrate alembic db_migrations")


@lru_cache(maxsize=65536)
def language_of(path: str) -> str | None:
    """The language of a file by its name ("python", "tsx", "dockerfile"...), None when the name does not say."""
    name = path.rpartition("/")[2].lower()
    if name in _BY_NAME or name.startswith("dockerfile.") or name.endswith(".dockerfile"):
        return _BY_NAME.get(name, "dockerfile")
    if name == ".env" or name.startswith(".env."):
        return "env"
    return _BY_EXTENSION.get(name.rpartition(".")[2]) if "." in name else None


def is_source(path: str) -> bool:
    """Whether the name is that of program source, as opposed to data, documents and configuration."""
    return language_of(path) in SOURCE_LANGUAGES


_SECRETS = re.compile(
    r"(?:^|/)(?:\.env(?:\.(?!(?:[\w.-]*\.)?(?:example|sample|template|dist|defaults?|test|ci|schema)$)[\w.-]+)?|id_(?:rsa|dsa|ecdsa|ed25519)|\.netrc|_netrc|\.pgpass"
    r"|\.htpasswd|\.git-credentials|\.npmrc|\.pypirc|\.dockercfg|\.s3cfg|\.boto|kubeconfig|\.kube/config|\.aws/credentials|\.docker/config\.json"
    r"|credentials\.json|client_secrets?[\w.-]*\.json|service[-_]?account[\w.-]*\.json"
    r"|(?![^/]*(?:public|cert|chain|ca\b))[^/]*\.(?:pem|key|p8|p12|pfx|jks|keystore|ppk|kdbx|ovpn|tfstate|asc|gpg))$",
    re.I,
)


def holds_secrets(path: str) -> bool:
    """Whether a file is called as those are that hold keys and passwords, and little else."""
    return bool(_SECRETS.search(path))


def is_test(path: str) -> bool:
    told = told_to_be("tests", path)
    return _named_as_test(path) if told is None else told


@lru_cache(maxsize=65536)
def _named_as_test(path: str) -> bool:
    *directories, name = path.split("/")
    return bool(_TEST_NAME.fullmatch(name)) or any(part.lower() in _TEST_DIRECTORIES for part in directories)


_HELPS_TESTS = re.compile(
    r"__init__\..*|conftest\.py|(?:test|spec)[-_]?(?:helpers?|utils?|setup)\..*|setup[-_]?tests?\..*|.*[.-](?:config|setup)\.[cm]?[jt]s|pytest\.ini"
)


def holds_tests(path: str) -> bool:
    """Whether a file is called as one with tests in it is, not as what tests need: a package's marker, fixtures, configuration."""
    *directories, name = path.split("/")
    told = told_to_be("tests", path)
    named = (bool(_TEST_NAME.fullmatch(name)) or "__tests__" in directories) if told is None else told
    return named and is_source(path) and not _HELPS_TESTS.fullmatch(name)


def is_vendored(path: str) -> bool:
    told = told_to_be("vendored", path)
    return _lies_with_vendored(path) if told is None else told


@lru_cache(maxsize=65536)
def _lies_with_vendored(path: str) -> bool:
    return any(part.lower() in _VENDORED for part in path.split("/")[:-1])


@lru_cache(maxsize=65536)
def is_installed(path: str) -> bool:
    """Put there by a package manager: nobody's report is about it, though it may be tracked, and be most of the repository."""
    return any(part in _INSTALLED for part in path.split("/")[:-1])


def is_generated(path: str) -> bool:
    """Built or written by a program: compiled output, lock files, snapshots, minified code."""
    told = told_to_be("generated", path)
    return _named_as_generated(path) if told is None else told


@lru_cache(maxsize=65536)
def _named_as_generated(path: str) -> bool:
    *directories, name = path.split("/")
    return bool(_GENERATED_NAME.fullmatch(name)) or any(part.lower() in _GENERATED_DIRECTORIES for part in directories)


@lru_cache(maxsize=65536)
def is_example(path: str) -> bool:
    """Whether it lies among examples, templates or fixtures, or is called so: what is there is shown or tried, not the project's own."""
    *directories, name = path.split("/")
    return any(part.lower() in _EXAMPLES for part in directories) or name.partition(".")[0].lower() in _CALLED_EXAMPLES


_RUN = re.compile(r"\.(?:log|err|out|stderr|stdout)(?:\.\d+)?$", re.I)


@lru_cache(maxsize=65536)
def is_log(path: str) -> bool:
    """Whether it is what a run wrote: `train.err`, `app.log.1`."""
    return bool(_RUN.search(path))


@lru_cache(maxsize=65536)
def is_left_behind(path: str) -> bool:
    """Whether it lies in a directory of what is no longer in use: `_archive/`, `legacy_code/`, `backups/`."""
    return bool(_LEFT_BEHIND.search(path))


@lru_cache(maxsize=65536)
def is_migration(path: str) -> bool:
    return any(part.lower() in _MIGRATIONS for part in path.split("/")[:-1])


def classes_of(path: str) -> frozenset[str]:
    """Those of "test", "vendored", "generated", "migration" that the path is."""
    checks = (("test", is_test), ("vendored", is_vendored), ("generated", is_generated), ("migration", is_migration))
    return frozenset(name for name, check in checks if check(path))
