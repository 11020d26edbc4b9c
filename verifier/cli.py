"""The command line: names, options and help. What a command does is imported when it is called."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from verifier.collecting import unhurried
from verifier.output.formats import FORMATS
from verifier.stopping import ignore, listen, number_of

_F = TypeVar("_F", bound=Callable[..., Any])
NAME = "verify-review"
SHELLS = ("bash", "zsh", "fish")
_CHECK, _OUTPUT, _FIX, _GATE, _RUN = "What to check", "Output", "Correcting", "What fails a run", "How to run"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code. No exception leaves it, whatever happens."""
    try:
        if arguments is None:
            listen()
            unhurried()
        code = commands.main(list(arguments) if arguments is not None else None, NAME, standalone_mode=False)
        return _finished(code if isinstance(code, int) else 0)
    except click.exceptions.Exit as stop:
        return _finished(stop.exit_code)
    except click.ClickException as error:
        from verifier.commands.messages import say

        say(f"error: {error.format_message()}")
        return 2
    except (_Interrupted, KeyboardInterrupt, click.Abort) as stop:
        from verifier.commands.messages import say

        say("interrupted")
        return _finished(128 + (stop.number if isinstance(stop, _Interrupted) else signal.SIGINT))
    except BrokenPipeError:
        return _finished(141)
    except Exception as error:
        from verifier.commands.messages import say_unexpected

        say_unexpected(error)
        return 2
    finally:
        ignore()


def _finished(code: int) -> int:
    """Flushes what is left; a reader that has gone is no error."""
    try:
        sys.stdout.flush()
    except (BrokenPipeError, ValueError, AttributeError):
        _silence()
    except OSError as error:
        from verifier.commands.messages import say

        _silence()
        say(f"error: can't write the output: {error.strerror}")
        return 2
    return code


def _silence() -> None:
    """Keeps the interpreter from complaining about the output at exit."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class _Interrupted(Exception):
    """Ctrl-C or another signal to stop, told apart so that click writes nothing of its own."""

    def __init__(self, number: int) -> None:
        self.number = number


class _Option(click.Option):
    """An option that knows its part of the help page."""

    def __init__(self, *arguments: Any, group: str = _RUN, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.group = group


class _Verify(click.Command):
    """The command that needs no name; its help is the program's."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.find_root().command_path, "[OPTIONS] REPORT...")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [item for item in self.get_params(ctx) if isinstance(item, click.Option)]
        for group in (_CHECK, _OUTPUT, _FIX, _GATE, _RUN):
            members = [item for item in options if getattr(item, "group", _RUN) == group]
            with formatter.section(group):
                formatter.write_dl([row for item in members if (row := item.get_help_record(ctx))])
        with formatter.section("Other commands"):
            others = [(name, command) for name, command in commands.commands.items() if not command.hidden]
            formatter.write_dl([(name, command.get_short_help_str(70)) for name, command in others])


class _Commands(click.Group):
    """Sub-commands; anything else is for `verify`. A report named like a sub-command is given as ./NAME."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        named = args[0] in self.commands if args else ctx.resilient_parsing  # completing the first word
        return super().parse_args(ctx, args if named else ["verify", *args])

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as stop:
            raise _Interrupted(number_of(stop)) from None

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        verify_context = click.Context(verify, ctx, NAME)
        return super().shell_complete(ctx, incomplete) + verify.shell_complete(verify_context, incomplete)


def _split(_ctx: click.Context, _option: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for value in values for name in value.replace(",", " ").split())


def _share(_ctx: click.Context, _option: click.Parameter, value: str | None) -> float | None:
    from verifier.gate import percentage

    try:
        return None if value is None else percentage(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def _complete_rule(_ctx: click.Context, _option: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from verifier.registry import installed

    return [CompletionItem(name) for name in installed() if name.startswith(incomplete)]


def _complete_outcome(_ctx: click.Context, _option: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from verifier.config import FAIL_ON

    return [CompletionItem(name) for name in FAIL_ON if name.startswith(incomplete)]


def _complete_format(_ctx: click.Context, _option: click.Parameter, incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(name) for name in FORMATS if name.startswith(incomplete)]


commands = _Commands(NAME, add_help_option=False)
_HELP: dict[str, Any] = {"help_option_names": ["-h", "--help"]}
_COLOUR = click.option(
    "--color", "--colour", "colour", cls=_Option, group=_OUTPUT, type=click.Choice(("auto", "always", "never")), default="auto",
    show_default=True, help="Use colour. NO_COLOR is honoured.",
)  # fmt: skip


def _check(*names: str, **settings: Any) -> Callable[[_F], _F]:
    return click.option(*names, cls=_Option, group=_CHECK, **settings)


def _output(*names: str, **settings: Any) -> Callable[[_F], _F]:
    return click.option(*names, cls=_Option, group=_OUTPUT, **settings)


def _fix(*names: str, **settings: Any) -> Callable[[_F], _F]:
    return click.option(*names, cls=_Option, group=_FIX, **settings)


def _gate(*names: str, **settings: Any) -> Callable[[_F], _F]:
    return click.option(*names, cls=_Option, group=_GATE, **settings)


def _run(*names: str, **settings: Any) -> Callable[[_F], _F]:
    return click.option(*names, cls=_Option, group=_RUN, **settings)


_RULES: dict[str, Any] = {"metavar": "RULE", "multiple": True, "callback": _split, "shell_complete": _complete_rule}
_FAIL_ON = (
    "Fail on these and nothing else (comma-separated, repeatable): refuted, stale, error, doubtful, part (a statement checked in part), "
    "unread (one not understood), unused-suppression, nothing-checked.  [default: refuted,stale,error]"
)
_OUTCOMES: dict[str, Any] = {"metavar": "WHAT", "multiple": True, "callback": _split, "shell_complete": _complete_outcome}
_PATH: dict[str, Any] = {"metavar": "PATH", "type": click.Path()}
_FILE: dict[str, Any] = {"metavar": "FILE", "type": click.Path()}
_FORMATS, _CONFIDENCES = click.Choice(tuple(FORMATS)), click.Choice(("likely", "certain"))


@commands.command(cls=_Verify, hidden=True, context_settings=_HELP)
@click.argument("reports", nargs=-1, type=click.Path(allow_dash=True))
@_check("--repo", **_PATH, default=".", show_default=True, help="The repository that the reports are about.")
@_check("--rev", metavar="REVISION", help="Check this revision instead of the files as they lie.")
@_check("--staged", is_flag=True, help="Check what is staged, the next commit, instead of the files as they lie.")
@_check("--as-change", is_flag=True, help='The reports tell of a change that is made: "Add x" says that x is there now.')
@_check(
    "--claim",
    "claims",
    metavar="TEXT",
    multiple=True,
    help='Check a sentence ("x.py has 174 lines") instead of a report, and say how much of it was. Repeatable.',
)
@_check("--select", **_RULES, help="Check only these rules or families (comma-separated, repeatable).")
@_check("--ignore", **_RULES, help="Leave out these rules or families.")
@_check("--min-confidence", type=_CONFIDENCES, help="Leave out verdicts less sure than this.  [default: likely]")
@_output("--output-format", type=_FORMATS, help="[default: text]")
@_output(
    "--output",
    "outputs",
    metavar="FORMAT[:FILE]",
    multiple=True,
    shell_complete=_complete_format,
    help="Write this format, to FILE if one is named. Repeatable: --output sarif:a.sarif --output junit:a.xml",
)
@_output("--diff", is_flag=True, help="Print what --fix would write, as a patch (for patch -p1 or git apply), and write nothing.")
@_fix("--fix", is_flag=True, help="Write measured values, anchors, paths and totals in place of refuted ones, where they then hold.")
@_fix("--unsafe-fixes", is_flag=True, help="With --fix or --diff: also flip the marks of refuted statements, or strike them out.")
@_output("-o", "--output-file", **_FILE, help="Write to FILE, which is replaced only when all is done.")
@_output("-v", "--verbose", count=True, help="Say more: what holds, what could not be decided, what was not understood.")
@_output("-q", "--quiet", is_flag=True, help="One line for each claim that is refuted, stale, doubtful or in error; nothing else.")
@_COLOUR
@_gate("--changed-only", is_flag=True, help="Count only lines of the reports that differ from --base; leave out unchanged reports.")
@_gate("--base", metavar="REVISION", help="Where the branch is to go: what changed is told from where it left that.")
@_gate("--baseline", **_FILE, help="Leave out of account the claims that FILE knows to be false.")
@_gate("--write-baseline", **_FILE, help="Write all claims that are false now to FILE, which from then on knows them.")
@_gate("--require-reasons", is_flag=True, help="A comment in a report that suppresses findings must say why.")
@_gate("--ignore-suppressions", is_flag=True, help="Count all findings, whatever comments in the reports suppress.")
@_gate("--min-checked", metavar="P%", callback=_share, help="Fail when fewer of the statements that could be checked were.")
@_gate("--max-refuted", metavar="N", type=click.IntRange(0), help="Fail only when more than N claims are refuted.")
@_gate("--fail-on", **_OUTCOMES, help=_FAIL_ON)
@_gate("--exit-zero", is_flag=True, help="Exit 0 even when claims are refuted or left open (still 2 when the job could not be done).")
@_run("-j", "--jobs", metavar="N", type=click.IntRange(0, 256), default=0, help="Processes to use.  [default: one a core]")
@_run(
    "--budget",
    metavar="MB",
    type=click.IntRange(1),
    help="Megabytes to read and parse for a report at most; see configuration.md.  [default: 4000]",
)
@_run("--no-cache", is_flag=True, help="Neither read nor write the cache.")
@_run("--config", **_FILE, help="Use this configuration, not the nearest verify-review.toml or pyproject.toml.")
@_run("--isolated", is_flag=True, help="Use no configuration file.")
@_run("--version", is_flag=True, help="Show the version and exit.")
def verify(version: bool, **settings: Any) -> int:
    """Check what Markdown reports say about a codebase against the codebase.

    REPORT is a Markdown file, a folder (all Markdown files in it), or - for standard input.

    \b
    Exit codes: 0  nothing is refuted and nothing in error; of each --claim all was checked, and holds
                1  something is refuted or stale, or what else --fail-on names
                2  the job could not be done
                3  a --claim was not checked in full or not decided, and nothing is refuted
    """
    if version:
        from verifier.version import __version__

        click.echo(f"{NAME} {__version__}")
        return 0
    from verifier.commands.verify import Request, run

    return run(Request(**settings))


@commands.command(context_settings=_HELP)
@click.argument("reports", nargs=-1, type=click.Path(allow_dash=True))
@click.option("-v", "--verbose", count=True, help="Say why each clause was read as it was, and which of its words are explained.")
@_COLOUR
def claims(reports: tuple[str, ...], verbose: int, colour: str) -> int:
    """Show what was read in a report, and as what."""
    from verifier.commands.claims import run

    return run(reports, verbose > 0, colour)


@commands.command(context_settings=_HELP)
@click.argument("which")
@click.argument("report", type=click.Path(allow_dash=True))
@click.option("--repo", **_PATH, default=".", show_default=True, help="The repository that the report is about.")
@click.option("--rev", metavar="REVISION", help="Check this revision instead of the files as they lie.")
@click.option("--no-cache", is_flag=True, help="Neither read nor write the cache.")
@_COLOUR
def explain(which: str, report: str, **settings: Any) -> int:
    """Show everything about one claim of a report.

    WHICH is the start of a claim's id (as JSON output names it), or a line of the report.
    """
    from verifier.commands.explain import run
    from verifier.commands.verify import Request

    return run(which, Request((report,), **settings))


@commands.command("commit-msg", context_settings=_HELP)
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--repo", **_PATH, default=".", show_default=True, help="The repository that is committed to.")
@click.option("--comment-char", metavar="CHAR", default="#", show_default=True, help="How git's comments begin (core.commentChar).")
@click.option("--select", **_RULES, help="Check only these rules or families (comma-separated, repeatable).")
@click.option("--ignore", **_RULES, help="Leave out these rules or families.")
@click.option("--fail-on", **_OUTCOMES, help=_FAIL_ON)
@click.option("--no-cache", is_flag=True, help="Neither read nor write the cache.")
@click.option("--config", **_FILE, help="Use this configuration, not the nearest verify-review.toml or pyproject.toml.")
@click.option("--isolated", is_flag=True, help="Use no configuration file.")
def commit_msg(file: str, comment_char: str, **settings: Any) -> int:
    """Hold a commit's message against what is staged for it: for git's hook commit-msg, which names FILE.

    \b
    Exit codes: 0  nothing in the message is refuted, or nothing can be checked
                1  something is refuted or stale, or what else --fail-on names
                2  the job could not be done
    """
    from verifier.commands.commit_message import Asked, run
    from verifier.commands.verify import Request

    return run(Asked(file, comment_char, Request((), staged=True, as_change=True, quiet=True, **settings)))


@commands.command("github-action", hidden=True, context_settings=_HELP)
def github_action() -> int:
    """The step of the GitHub action, which the environment tells what to check: docs/ci.md."""
    from verifier.commands.github_action import run

    return run(os.environ)


@commands.command(context_settings=_HELP)
@click.argument("manifest", required=False, type=click.Path())
@click.option("-o", "--output", metavar="DIR", type=click.Path(), help="Where results go; what is there already is not done again.")
@click.option("--summary", metavar="DIR", type=click.Path(), help="Print the rates of the results in DIR, by rule and by repository.")
@click.option("--mirrors", metavar="DIR", type=click.Path(), help="Where clones of URLs lie (OWNER+NAME or OWNER/NAME).")
@click.option("--select", **_RULES, help="Check only these rules or families (comma-separated, repeatable).")
@click.option("--ignore", **_RULES, help="Leave out these rules or families.")
@click.option("--min-confidence", type=_CONFIDENCES, help="Leave out verdicts less sure than this.  [default: likely]")
@click.option("--retry-errors", is_flag=True, help="Do again what ended in an error.")
@click.option("--fail-on", **_OUTCOMES, help="Fail on these (comma-separated, repeatable): error gives 2, others 1.  [default: none]")
@click.option("-j", "--jobs", metavar="N", type=click.IntRange(0, 256), default=0, help="Reports at a time.  [default: one a core]")
@click.option("--scheduler", metavar="ADDRESS", help="Use the dask cluster of this scheduler (tcp://HOST:PORT), not one of this machine.")
@click.option("--no-cache", is_flag=True, help="Neither read nor write the cache.")
@click.option("--config", **_FILE, help="Use this configuration, not the nearest verify-review.toml or pyproject.toml.")
def sweep(**settings: Any) -> int:
    """Check many reports of many repositories.

    MANIFEST is a TOML or CSV file that lists them: docs/sweep.md shows how. It needs the extra `sweep`.

    \b
    Exit codes: 0  done, whatever was found and whatever could not be checked
                1  something happened that --fail-on names
                2  the job could not be done; or, with --fail-on error, a report could not be checked
    """
    from verifier.commands.sweep import Request, run

    return run(Request(**settings))


@commands.command(context_settings=_HELP)
@_COLOUR
def rules(colour: str) -> int:
    """List the rules there are, by family."""
    from verifier.commands.rules import list_rules

    return list_rules(colour)


@commands.command(context_settings=_HELP)
@click.argument("name", shell_complete=_complete_rule)
@_COLOUR
def rule(name: str, colour: str) -> int:
    """Explain a rule: what right means, its options, its examples."""
    from verifier.commands.rules import show_rule

    return show_rule(name, colour)


@commands.command(context_settings=_HELP)
@click.option("--config", **_FILE, help="Use this configuration, not the nearest verify-review.toml or pyproject.toml.")
@click.option("--isolated", is_flag=True, help="Use no configuration file.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of configurations instead, for editors.")
@click.option("--test", is_flag=True, help="Run the examples of the kinds of claims that are declared; 1 when any fails.")
def config(config: str | None, isolated: bool, schema: bool, test: bool) -> int:
    """Print the settings that are in force here, as TOML, and where each comes from."""
    from verifier.commands.config import show_config
    from verifier.commands.examples import run_examples
    from verifier.commands.messages import Problem

    if schema and test:
        raise Problem("--schema and --test exclude each other")
    return run_examples(config, isolated) if test else show_config(config, isolated, schema)


@commands.command(context_settings=_HELP)
@click.option("--repo", **_PATH, default=".", show_default=True, help="The repository that agents may ask about, and nothing outside it.")
def mcp(repo: str) -> int:
    """Serve tools for coding agents (Model Context Protocol, on standard input and output).

    It needs the extra `mcp`: docs/agents.md shows how to set it up.
    """
    from verifier.commands.agents import run_mcp

    return run_mcp(repo)


@commands.command(context_settings={**_HELP, "ignore_unknown_options": True, "allow_extra_args": True})
def hook() -> int:
    """Check a coding agent's last message when it stops.

    Reads what the agent's host writes to standard input, and answers as it expects: docs/agents.md. It exits 0 whatever happens.
    """
    from verifier.commands.agents import run_hook

    return run_hook()


@commands.command(context_settings=_HELP)
@click.option("--repo", **_PATH, help="The repository that reports are about.  [default: the editor's folder]")
def lsp(repo: str | None) -> int:
    """Serve an editor with what is false in a report (Language Server Protocol, on standard input and output).

    It needs the extra `lsp`: docs/editors.md shows how to set it up.
    """
    from verifier.commands.agents import run_lsp

    return run_lsp(repo)


@commands.command(context_settings=_HELP)
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print a script that completes this command in SHELL.

    \b
    bash:  eval "$(verify-review completion bash)"       in ~/.bashrc
    zsh:   eval "$(verify-review completion zsh)"        in ~/.zshrc
    fish:  verify-review completion fish > ~/.config/fish/completions/verify-review.fish
    """
    from click.shell_completion import ShellComplete, get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None
    # Not kind.source(): for bash it would start bash only to ask its version.
    click.echo(ShellComplete.source(kind(commands, {}, NAME, "_VERIFY_REVIEW_COMPLETE")))
