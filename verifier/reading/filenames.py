"""Which words are file names: endings, well-known names, and products whose names end like a file."""

from __future__ import annotations

FILE_EXTENSIONS = frozenset(
    """py pyi pyx ipynb js jsx mjs cjs ts tsx mts cts d.ts vue svelte astro go rs java kt kts scala groovy gradle cs fs vb c h
    cc cpp cxx hpp hh m mm swift rb erb rake php pl pm lua r jl ex exs erl hs ml clj dart sh bash zsh fish ps1 bat cmd sql
    prisma graphql gql proto html htm css scss sass less json jsonc json5 jsonl yaml yml toml ini cfg conf env properties
    xml csv tsv md mdx rst txt adoc lock log db sqlite sqlite3 tf tfvars hcl dockerfile tpl j2 jinja jinja2 hbs ejs pug svg
    png jpg jpeg gif ico webp pdf woff woff2 wasm map snap tsbuildinfo gz zip tar whl pem key crt makefile mk cmake patch
    diff plist xcconfig example sample template service http rest nix zig sol bicep feature puml mmd drawio""".split()
)

FILE_NAMES = frozenset(
    """Dockerfile Makefile makefile Procfile Jenkinsfile Vagrantfile Gemfile Rakefile LICENSE LICENCE NOTICE CODEOWNERS Pipfile
    Brewfile Justfile .gitignore .dockerignore .gitattributes .editorconfig .npmrc .nvmrc .prettierrc .eslintrc .babelrc
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
    ui/ux a/b n/a input/output client/server read/write""".split()
)
