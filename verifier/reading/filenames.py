"""Which words are file names: endings, well-known names, and products whose names end like a file."""

from __future__ import annotations

import re

FILE_EXTENSIONS = frozenset(
    """py pyi pyx ipynb js jsx mjs cjs ts tsx mts cts d.ts vue svelte astro go rs java kt kts scala groovy gradle cs fs vb c h
    cc cpp cxx hpp hh m mm swift rb erb rake php pl pm lua r jl ex exs erl hs ml clj dart sh bash zsh fish ps1 bat cmd sql
    prisma graphql gql proto html htm css scss sass less json jsonc json5 jsonl yaml yml toml ini cfg conf env properties
    xml csv tsv md mdx rst txt adoc lock log db sqlite sqlite3 tf tfvars hcl dockerfile tpl j2 jinja jinja2 hbs ejs pug svg
    png jpg jpeg gif ico webp pdf woff woff2 wasm map snap tsbuildinfo gz zip tar whl pem key crt makefile mk cmake patch
    diff plist xcconfig example sample template service http rest nix zig sol bicep feature puml mmd drawio""".split()
)

FILE_NAMES = frozenset(
    """Dockerfile Containerfile Makefile makefile Procfile Jenkinsfile Vagrantfile Gemfile Rakefile LICENSE LICENCE NOTICE CODEOWNERS
    Pipfile Brewfile Justfile .gitignore .dockerignore .gitattributes .editorconfig .npmrc .nvmrc .prettierrc .eslintrc .babelrc
    .env .env.example .env.local .env.production .env.sample .env.template .env.test .env.development .flake8 .pylintrc
    .coveragerc .pre-commit-config.yaml .eslintignore .prettierignore .python-version .node-version .tool-versions go.mod
    go.sum dockerfile""".split()
)

PRODUCT_NAMES = frozenset(
    """node.js next.js nuxt.js vue.js react.js express.js three.js d3.js chart.js socket.io nest.js ember.js backbone.js
    alpine.js moment.js day.js passport.js discord.js p5.js knex.js sequelize.js angular.js deno.js fabric.js gun.js
    ethers.js web3.js bull.js winston.js pm2.js pdf.js asp.net .net ado.net ml.net vb.net js.org draw.io github.io hono.js
    remix.js solid.js preact.js require.js babylon.js plotly.js leaflet.js konva.js tensorflow.js transformers.js tone.js
    anime.js video.js hls.js quill.js editor.js sentry.io fly.io crates.io docs.rs prosemirror.js and/or i/o ci/cd tcp/ip
    ui/ux a/b n/a input/output client/server read/write xterm.js discord.py web.py
    codemirror.js highlight.js handlebars.js mustache.js underscore.js mocha.js jquery.js phaser.js pixi.js cytoscape.js
    coverage.py wavesurfer.js swiper.js luxon.js immutable.js ml5.js brain.js popper.js echarts.js jasmine.js htmx.js""".split()
)

# Endings of files that no object has as an attribute: `app.py` and `request.ts` are files, `app.db` and `response.json` may be values.
_FILES_ALONE = frozenset(
    """py pyi ipynb ts tsx mts cts js jsx mjs cjs vue svelte astro go rs java kt swift rb php cs cpp cc hpp sh bash sql prisma
    html htm css scss sass less yaml yml toml ini md mdx rst""".split()
)
_OBJECTS = re.compile(r"self|cls|this|super|window|process|console|module|response|request|np|pd|os|logger|app|db|e|i")


def is_attribute(stem: str, extension: str) -> bool:
    """Whether `stem.extension` looks like an attribute of a common object rather than a file: `process.env`, `self.go`."""
    if not _OBJECTS.fullmatch(stem):
        return False
    return extension not in _FILES_ALONE or (stem in {"self", "cls", "this", "super"} and extension not in {"py", "ts", "tsx", "js", "jsx"})


_STANDS_FOR = (
    r"(?:app|project|repo|repository|module|package|file|folder|dir|directory|component|service|plugin|script|test|name|class|config"
    r"|settings|data|dataset|model|feature|agent|tool|key|image|video|input|output|experiment|doc|document|page)"
)
_PLACEHOLDER = re.compile(
    r"(?:^|/)(?:(?:path|dir)/to(?:/|$)"
    rf"|(?:your|my|some|any)[-_]?{_STANDS_FOR}s?(?:[-_.]\w[\w.-]*)?(?:/|$)|your[-_][\w.-]+(?:/|$)|MY[A-Z]+(?:/|\.|$)"
    r"|(?:foo|bar|baz|qux)/(?:foo|bar|baz|qux)(?:\.\w+)?(?:/|$)|(?:foo|baz|qux|foobar)\.\w+$"
    r"|\[[\w -]*name\](?:/|$)|example\.(?:com|org|net)(?:/|$)|\.\.\.(?:/|$)|[a-z]\w*(?:XX|NN|##)(?:\.\w+)?(?:/|$))"
    r"|[a-z]X[A-Z][a-z]\w*\.\w+$|(?:YYYY|XXX|NNN)[\w.-]*(?:/|$)"
)


def is_placeholder(path: str) -> bool:
    """Whether a path stands for the reader's own: `path/to/file.py`, `your-project/`, `foo/bar.py`. It may be there all the same."""
    return bool(_PLACEHOLDER.search(path.replace("\\", "/")))
