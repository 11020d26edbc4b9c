"""Examples of the rule `command`."""

from __future__ import annotations

from verifier.model import Verdict as V
from verifier.rule import Example, Expect

EXAMPLES = (
    Example(
        "the manifest of the part that a heading names",
        "## `web/`\n\n```bash\nnpm run dev\n```\n",
        {"api/package.json": '{"scripts": {"dev": "nodemon"}}', "web/package.json": '{"scripts": {"dev": "vite"}}'},
        (Expect("command", V.HOLDS, 4, observed="vite"),),
        also=("file-exists",),
    ),
    Example(
        "the manifest of the package that is named",
        "```bash\npnpm --filter @orbit/web dev\npnpm --filter web test\npnpm -F api test\nnpm run dev -w api\n"
        "pnpm --filter web* test\n```\n",
        {
            "api/package.json": '{"name": "@orbit/api", "scripts": {"dev": "nodemon", "test": "jest"}}',
            "web/package.json": '{"name": "@orbit/web", "scripts": {"dev": "vite"}}',
        },
        (
            Expect("command", V.HOLDS, 2, observed="vite"),
            Expect("command", V.REFUTED, 3),
            Expect("command", V.HOLDS, 4, observed="jest"),
            Expect("command", V.HOLDS, 5, observed="nodemon"),
            Expect("command", V.HOLDS, 6, observed="jest"),
        ),
    ),
    Example(
        "what a program's commands take",
        "```bash\norbit turn --by 3 moon.txt\norbit turn --fast\norbit turn a.txt b.txt\norbit sky list --all\norbit sky turn x y\n"
        "orbit land\norbit -v turn <file> --fast\norbit turn --loose\n```\n\nRun `orbit turn --fast` to see it.\n",
        {
            "pyproject.toml": '[project.scripts]\norbit = "orbit.cli:cli"\n',
            "orbit/cli.py": "import click\n\n\n@click.group()\n@click.option('-v', '--verbose', is_flag=True)\ndef cli(verbose): ...\n\n\n"
            "@cli.command()\n@click.option('--by', '-b', default=1)\n@click.option('--loose/--tight')\n@click.argument('file')\n"
            "@click.pass_context\ndef turn(ctx, by, loose, file): ...\n\n\n@cli.group('sky')\ndef sky_group(): ...\n\n\n"
            "@sky_group.command(name='list')\n@click.option('--all', 'every', is_flag=True)\ndef shown(every): ...\n\n\n"
            "@sky_group.command()\n@click.argument('names', nargs=-1)\n@shared_options\ndef turn(names): ...\n",
        },
        (
            Expect("command", V.HOLDS, 2),
            Expect("command", V.REFUTED, 3, observed="no --fast"),
            Expect("command", V.REFUTED, 4, observed="no b.txt"),
            Expect("command", V.HOLDS, 5),
            Expect("command", V.HOLDS, 6),
            Expect("command", V.REFUTED, 7, observed="no land"),
            Expect("command", V.HOLDS, 8),
            Expect("command", V.HOLDS, 9),
            Expect("command", V.REFUTED, 12, observed="no --fast"),
        ),
        also=("file-exists",),
    ),
    Example(
        "what commands of an application of Typer take",
        "```bash\norbit turn moon.txt --by 3 --fast\norbit turn moon.txt --slow\norbit turn moon.txt --no-fast\norbit sky show-all\n"
        "orbit sky show-all x\norbit lean --deep\norbit land\norbit turn\n```\n",
        {
            "pyproject.toml": '[project.scripts]\norbit = "orbit.cli:app"\n',
            "orbit/cli.py": "import typer\nfrom pathlib import Path\n\n"
            "app = typer.Typer()\nsky = typer.Typer()\napp.add_typer(sky, name='sky')\n\n\n"
            "@app.command()\ndef turn(file: Path, by: int = typer.Option(1, '--by', '-b'), fast: bool = False): ...\n\n\n"
            "@sky.command()\ndef show_all(): ...\n\n\n@app.command('lean')\ndef leaning(depth: Depth = DEPTH): ...\n",
        },
        (
            Expect("command", V.HOLDS, 2),
            Expect("command", V.REFUTED, 3, observed="no --slow"),
            Expect("command", V.HOLDS, 4),
            Expect("command", V.HOLDS, 5),
            Expect("command", V.REFUTED, 6, observed="no x"),
            Expect("command", V.UNVERIFIABLE, 7),
            Expect("command", V.REFUTED, 8, observed="no land"),
            Expect("command", V.HOLDS, 9),
        ),
        also=("file-exists",),
    ),
    Example(
        "what a group takes itself, chained commands, settings under a name, and programs of one name",
        "```bash\norbit moon\norbit turn -h\norbit loose --any\npipe one two --by 3\nskies here\nstar unshut\nbase land\n"
        "orbit turn --fast\norbit turn --name\n```\n",
        {
            "pyproject.toml": '[project.scripts]\norbit = "orbit.cli:cli"\npipe = "orbit.pipe:cli"\nskies = "orbit.sky:app"\n'
            'star = "orbit.star:app"\nbase = "base:cli"\n',
            "orbit/cli.py": "import click\n\nSETTINGS = dict(ignore_unknown_options=True)\n\n\n@click.group(invoke_without_command=True)\n"
            "@click.argument('place')\ndef cli(place): ...\n\n\n"
            "@cli.command()\n@click.option('--name', help='\\d')\ndef turn(name): ...\n\n\n"
            "@cli.command(context_settings=SETTINGS)\ndef loose(): ...\n",
            "orbit/pipe.py": "import click\n\n\n@click.group(chain=True)\ndef cli(): ...\n\n\n@cli.command()\ndef one(): ...\n\n\n"
            "@cli.command()\n@click.option('--by')\ndef two(by): ...\n",
            "orbit/sky.py": "import typer\n\napp = typer.Typer()\n\n\n@app.callback()\ndef root(place: str = typer.Argument('')): ...\n\n\n"
            "@app.command()\ndef turn(): ...\n",
            "orbit/star.py": "import typer\n\napp = typer.Typer(cls=Aliases)\n\n\n@app.command()\ndef turn(): ...\n\n\n"
            "@app.command()\ndef shut(): ...\n",
            "a/base.py": "import click\n\n\n@click.group()\ndef cli(): ...\n",
            "b/base.py": "def cli(): ...\n",
        },
        (
            *(Expect("command", V.HOLDS, line) for line in (2, 3, 5, 6, 7, 8)),
            Expect("command", V.UNVERIFIABLE, 4),
            Expect("command", V.REFUTED, 9, observed="no --fast"),
            Expect("command", V.HOLDS, 10),
        ),
        also=("file-exists",),
    ),
    Example(
        "targets",
        "- Orbits are drawn by `make plot`\n- Orbits are drawn by `make draw`\n- `make plot` runs the plotter\n",
        {"Makefile": ".PHONY: plot\nplot: data\n\tpython plot.py\ndata:\n\ttouch data\n"},
        (Expect("command", V.HOLDS, 1), Expect("command", V.REFUTED, 2, observed="data, plot"), Expect("command", V.HOLDS, 3)),
    ),
    Example(
        "scripts",
        "- `npm run lint` calls `oxlint --deny all`\n- `npm run lint` calls `oxlint --quiet`\n- `npm run all` runs `oxlint --quiet`\n",
        {"package.json": '{"scripts": {"lint": "oxlint --deny all", "all": "npm run lint"}}'},
        (
            Expect("command", V.HOLDS, 1),
            Expect("command", V.REFUTED, 2, observed="oxlint --deny all"),
            Expect("command", V.UNVERIFIABLE, 3),
        ),
    ),
    Example(
        "a block, and rules for patterns",
        "Start it:\n\n```sh\nmake fetch\nmake orbit\n```\n",
        {"Makefile": "fetch:\n\ttouch data\n"},
        (Expect("command", V.HOLDS, 4, "make fetch"), Expect("command", V.REFUTED, 5, "make orbit")),
    ),
    Example(
        "told to be run",
        "- Run `pnpm orbit:plot` to draw; `npm run gone` builds.\n- Plot with `make plot`, draw with `make draw`.\n"
        "- Start it with `docker compose up sky`\n- The Makefile has a `draw` target\n- `yarn vite`\n",
        {
            "Makefile": "plot:\n\ttrue\n",
            "package.json": '{"scripts": {"dev": "vite"}}',
            "compose.yaml": "services:\n  sky:\n    image: x\n",
        },
        (
            Expect("command", V.REFUTED, 1, "pnpm orbit:plot"),
            Expect("command", V.REFUTED, 1, "npm run gone"),
            Expect("command", V.HOLDS, 2, "make plot"),
            Expect("command", V.REFUTED, 2, "make draw"),
            Expect("command", V.HOLDS, 3, "docker compose up sky"),
            Expect("command", V.REFUTED, 4, "draw"),
            Expect("command", V.UNVERIFIABLE, 5, "yarn vite"),
        ),
    ),
    Example(
        "listed below a file's name",
        "Services in docker-compose.yml:\n\n1. `sky`\n2. `moon`\n\nTargets in the Makefile:\n\n- `plot`\n- `draw`\n",
        {"docker-compose.yml": "services:\n  sky:\n    image: x\n", "Makefile": "plot:\n\ttrue\n"},
        (
            Expect("command", V.HOLDS, 3, "sky"),
            Expect("command", V.REFUTED, 4, "moon"),
            Expect("command", V.HOLDS, 8, "plot"),
            Expect("command", V.REFUTED, 9, "draw"),
        ),
    ),
    Example(
        "packages of Go and Cargo",
        "- Run one test: `go test ./internal/sky -run TestTilt`\n- Run one test: `go test ./internal/lake/...`\n- `go test ./...`\n"
        "- Run `cargo test -p orbit-sky`\n- Run `cargo test --package orbit-lake`\n",
        {
            "go.mod": "module orbit\n",
            "internal/sky/tilt.go": "package sky\n",
            "rs/Cargo.toml": '[package]\nname = "orbit-sky"\n',
        },
        (
            Expect("command", V.HOLDS, 1),
            Expect("command", V.REFUTED, 2),
            Expect("command", V.HOLDS, 4),
            Expect("command", V.REFUTED, 5),
        ),
        also=("runnable", "mechanism"),
    ),
    Example(
        "where one begins to read, and programs",
        "- **Entry point**: `AUDIT.md`\n- **Entry points**: `orbit-sync`, `orbit.main`\n- **Entry points**: `orbit-sail`\n",
        {"pyproject.toml": '[project]\nname = "o"\n[project.scripts]\norbit-sync = "o:main"\n', "AUDIT.md": ""},
        (Expect("command", V.HOLDS, 2), Expect("command", V.REFUTED, 3)),
        also=("file-exists",),
    ),
    Example(
        "marks, services and programs in a block",
        "```bash\npytest -m slow\npytest -m weekly\ndocker compose up -d sky\ndocker compose logs -f moon\n"
        "orbit-sync once\ncd web && npm run dev\n```\n\n"
        "| Command | What |\n|---|---|\n| `npm run dev` | serves |\n| `npm run gone` | goes |\n",
        {
            "pyproject.toml": '[project]\nname = "o"\n[project.scripts]\norbit-sync = "o:main"\n'
            '[tool.pytest.ini_options]\nmarkers = ["slow: takes long"]\n',
            "docker-compose.yml": "services:\n  sky:\n    image: x\nvolumes:\n  moon:\n",
            "web/package.json": '{"scripts": {"dev": "vite"}}',
        },
        (
            Expect("command", V.HOLDS, 2, "pytest -m slow"),
            Expect("command", V.REFUTED, 3, "pytest -m weekly"),
            Expect("command", V.HOLDS, 4),
            Expect("command", V.REFUTED, 5),
            Expect("command", V.HOLDS, 6, "orbit-sync"),
            Expect("command", V.HOLDS, 7, "npm run dev"),
            Expect("command", V.HOLDS, 12, "npm run dev"),
            Expect("command", V.REFUTED, 13, "npm run gone"),
        ),
    ),
    Example(
        "no commands of this project",
        "`skew > 0`. `raw = best - skew`. `raw + skew`. There is no `make lint`. `make lint` fails. Consider adding `make lint`. "
        "Make sure that it runs.\n\n"
        "```sh\ngit clone other\nmake lint\n```\n",
        {"Makefile": "plot:\n\ttrue\n"},
        (),
    ),
)
