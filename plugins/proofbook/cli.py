"""The `proofbook` command. Thin: every command is one call and one way to show what it gave."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from proofbook import __version__
from proofbook.errors import ExitCode, InvalidInput, ProofbookError, Usage

if TYPE_CHECKING:
    from proofbook.load import Site

# Commands import what they need themselves: `--version` must not wait for HTTP and schemas.


class _Commands(click.Group):
    """Turns expected errors into their message and exit code, and anything else into a bug report."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except InvalidInput as error:
            from proofbook.report.problems import problems_text

            click.echo(problems_text(error.problems), nl=False, err=True)
            context.exit(error.exit_code)
        except ProofbookError as error:
            click.echo(f"proofbook: {error}", err=True)
            context.exit(error.exit_code)
        except KeyboardInterrupt:
            context.exit(ExitCode.INTERRUPTED)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:  # noqa: BLE001 - the last resort, which says that it is one
            _bug(error)


def _bug(error: Exception) -> NoReturn:
    import traceback

    traceback.print_exception(error)
    click.echo("proofbook: this is a bug; please report the lines above", err=True)
    sys.exit(ExitCode.BUG)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
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


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format", "format_", type=click.Choice(["text", "json", "github", "sarif"]), default="text", show_default=True
)
@click.pass_obj
def validate(config_file: Path, paths: tuple[Path, ...], format_: str) -> None:
    """Report every problem of every document, or of those below PATHS. Executes nothing.

    Rules across files always see the whole site. The exit code is 2 if a problem is reported.
    """
    from proofbook.load import load
    from proofbook.report.problem_formats import FORMATS

    site = _site(config_file)
    loaded = load(site.root, site.settings, paths)
    problems = loaded.problems
    if problems or format_ != "text":
        click.echo(FORMATS[format_](problems), nl=False, err=format_ == "text")
    else:
        click.echo(f"{loaded.files} document{'s' if loaded.files != 1 else ''}, no problems")
    sys.exit(ExitCode.INVALID if problems else ExitCode.OK)


@main.command(name="list")
@click.pass_obj
def list_(config_file: Path) -> None:
    """Show every document of the site: kind, id, checks, file and title."""
    from proofbook.build import read_library
    from proofbook.report.listing import library_text

    click.echo(library_text(read_library(_site(config_file))), nl=False)


def _grants(command: Any) -> Any:
    """The options that widen the settings' permissions for one run."""
    allow = click.option(
        "--allow", multiple=True, metavar="PERMISSION", help="As in network=HOST, commands, drills=LAB."
    )
    secret = click.option(
        "--secret", multiple=True, metavar="NAME[=HOST]", help="An environment variable to use as secret."
    )
    return allow(secret(command))


@main.command()
@_grants
@click.pass_obj
def plan(config_file: Path, /, allow: tuple[str, ...], secret: tuple[str, ...]) -> None:
    """Show what `run` would do, with what permission, and what it would not. Touches nothing."""
    from proofbook.build import plan_of, read_library
    from proofbook.report.plans import plan_text

    site = _site(config_file, allow, secret)
    click.echo(plan_text(plan_of(site, read_library(site))), nl=False)


@main.command()
@_grants
@click.pass_obj
def run(config_file: Path, /, allow: tuple[str, ...], secret: tuple[str, ...]) -> None:
    """Run every check and drill that may run, write the results file, and gate by the exit code."""
    from proofbook.build import build
    from proofbook.report.text import report_text

    built = build(_site(config_file, allow, secret), _announce)
    click.echo(report_text(built.report, built.gate), nl=False)
    sys.exit(built.gate.exit_code)


@main.command()
@click.argument("checklist")
@click.option("--release", help="Signatures that are per release must be for this one.")
@click.pass_obj
def decide(config_file: Path, checklist: str, release: str | None) -> None:
    """Say GO or NO-GO for a CHECKLIST, by the results of the last run."""
    from datetime import UTC, datetime

    from proofbook.gate import decide as decided
    from proofbook.report.text import decision_text
    from proofbook.run import read_report

    site = _site(config_file)
    items = read_report(site.root / site.settings.results_file).items_of(checklist)
    if not items:
        raise Usage(f"the results know no checklist {checklist!r}; `proofbook run` renews them")
    decision = decided(items, datetime.now(UTC), release)
    click.echo(decision_text(checklist, decision), nl=False)
    sys.exit(decision.exit_code)


@main.command()
@click.argument("kind", required=False)
@click.option(
    "--all", "folder", type=click.Path(path_type=Path, file_okay=False), help="Write every schema to a folder."
)
def schema(kind: str | None, folder: Path | None) -> None:
    """Print the JSON Schema of a KIND of document, of `settings` or of `results`."""
    import json

    from proofbook.build import schemas

    every = schemas()
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        for name, made in every.items():
            (folder / f"{name}.schema.json").write_text(json.dumps(made, indent=2) + "\n")
        click.echo(f"{len(every)} schemas in {folder}")
    elif kind in every:
        click.echo(json.dumps(every[kind], indent=2))
    else:
        raise Usage(f"there is no kind {kind!r}; there are {', '.join(every)}")


@main.command()
@click.argument("item")
@click.option("--by", required=True, help="Your name.")
@click.option("--role", help="Your role; it must be the one that the item asks for.")
@click.option("--status", type=click.Choice(["passed", "failed"]), default="passed", show_default=True)
@click.option("--release", help="The release you sign for; needed where the item is signed for each.")
@click.option("--evidence", multiple=True, metavar="URL", help="What you looked at; may be given several times.")
@click.option("--comment", help="What the next reader should know.")
@click.option(
    "--file", "file", type=click.Path(path_type=Path), help="Default: attestations.yml in the runbooks folder."
)
@click.pass_obj
def attest(config_file: Path, /, item: str, file: Path | None, **said: Any) -> None:
    """Sign the checklist ITEM: writes the entry, bound to the item's text, for you to commit."""
    from datetime import UTC, datetime

    from proofbook.build import read_library
    from proofbook.model.attestations import Signed
    from proofbook.signing import attest as sign

    site = _site(config_file)
    path = file or site.root / site.settings.runbooks / "attestations.yml"
    said["status"] = Signed(said["status"])
    sign(read_library(site), path, item, now=datetime.now(UTC), **said)
    click.echo(f"signed `{item}` in {path}; commit it: it counts from the next build on")


@main.command()
@click.argument("check")
@click.option("--justification", required=True, help="Why the failure is acceptable until then.")
@click.option("--owner", required=True, help="Who sees to it that it is mended.")
@click.option("--approver", required=True, help="Who answers for letting it pass.")
@click.option("--expires", required=True, metavar="DATE", help="When it ends, as in 2026-12-31.")
@click.option("--ticket", help="Where the mending is tracked.")
@click.option("--file", "file", type=click.Path(path_type=Path), help="Default: waivers.yml in the runbooks folder.")
@click.pass_obj
def waive(config_file: Path, /, check: str, file: Path | None, **said: Any) -> None:
    """Let CHECK fail until a date: writes the entry for you to commit."""
    from datetime import UTC, datetime

    from proofbook.build import read_library
    from proofbook.signing import waive as sign

    site = _site(config_file)
    path = file or site.root / site.settings.runbooks / "waivers.yml"
    sign(read_library(site), path, check, datetime.now(UTC), **said)
    click.echo(f"waived `{check}` until {said['expires']} in {path}; commit it")


def _site(config_file: Path, allow: tuple[str, ...] = (), secret: tuple[str, ...] = ()) -> Site:
    from msgspec.structs import replace

    from proofbook.build import site_of
    from proofbook.grants import granted

    site = site_of(config_file)
    return replace(site, settings=granted(site.settings, allow, secret))


def _announce(name: str, status: Any, reason: str, took_s: float) -> None:
    from proofbook.report.text import status_line

    click.echo(status_line(name, status, reason, took_s), err=True)
