"""The group of all commands: finds them, and turns errors into messages and exit codes."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import click

from proofbook import __version__
from proofbook.cli.examples import epilog
from proofbook.errors import ExitCode, InvalidInput, ProofbookError, refusal
from proofbook.uncollected import uncollected

#: Each stands in the module of its name, as `command`; only what is called is imported.
NAMES = (
    "attest",
    "decide",
    "doctor",
    "exercise",
    "explain",
    "export",
    "import",
    "links",
    "list",
    "new",
    "plan",
    "report",
    "run",
    "schema",
    "validate",
    "waive",
)


class Commands(click.Group):
    """Turns expected errors into their message and exit code, and anything else into a bug report."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Every command, in the order of the alphabet."""
        return list(NAMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of a name; its module is imported now."""
        if cmd_name not in NAMES:
            return None
        with uncollected():
            command: click.Command = import_module(f"proofbook.cli.{cmd_name}").command
        command.epilog = epilog(cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; however it ends, the exit code says how."""
        try:
            return super().invoke(ctx)
        except InvalidInput as error:
            from proofbook.report.problems import problems_text

            click.echo(problems_text(error.problems), nl=False, err=True)
            ctx.exit(error.exit_code)
        except ProofbookError as error:
            click.echo(f"proofbook: {error}", err=True)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            ctx.exit(ExitCode.INTERRUPTED)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:
            _hang_up()
            ctx.exit(ExitCode.INTERRUPTED)
        except Exception as error:  # noqa: BLE001 - the last resort, which says that it is one
            said = refusal(error)
            if not said:
                _bug(error)
            click.echo(f"proofbook: {said}", err=True)
            ctx.exit(ExitCode.INVALID)


def _hang_up() -> None:
    """Whoever read the output, as `head`, has gone: what is left of it is for nobody, and no fault."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def _bug(error: Exception) -> NoReturn:
    import traceback

    traceback.print_exception(error)
    click.echo("proofbook: this is a bug; please report the lines above", err=True)
    sys.exit(ExitCode.BUG)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="proofbook %(version)s")
@click.option(
    "-f",
    "--config-file",
    type=click.Path(path_type=Path),
    default=Path("mkdocs.yml"),
    show_default=True,
    help="The site's mkdocs.yml; paths are relative to its folder.",
)
@click.pass_context
def main(context: click.Context, config_file: Path) -> None:
    """Docs that prove themselves: runbooks and checklists, validated, executed and published."""
    context.obj = config_file
    # The process ends: Python would look three times for garbage in all that was loaded, longer than loading took.
    context.call_on_close(gc.freeze)
