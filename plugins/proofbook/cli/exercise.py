"""`proofbook exercise`."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path

import click

from proofbook import exercising
from proofbook.cli.grants import granted_site, grants
from proofbook.errors import ExitCode, Usage
from proofbook.exercising.doing import under_way
from proofbook.exercising.state import Folder
from proofbook.load import site_of
from proofbook.model.status import Status, proves

NAME = click.argument("name", required=False, metavar="[COURSE/EXERCISE]")
_SIGNS = {True: "right    ", False: "not yet  "}


@click.group(name="exercise")
def command() -> None:
    """Practise a runbook in an environment on this machine that faults have broken.

    One exercise may be under way in a site. Its environment keeps running between two commands, and
    ends with `stop`, or by itself after eight hours.
    """


@command.command()
@click.argument("name", required=False, metavar="[COURSE/EXERCISE]")
@grants
@click.pass_obj
def start(config_file: Path, /, name: str | None, allow: tuple[str, ...], secret: tuple[str, ...]) -> None:
    """Start its environment, let its faults strike, and say what to do.

    First the checks of its course look whether this machine has what is needed; if not, nothing is started.
    """
    one = exercising.practice(granted_site(config_file, allow, secret), name)
    _ready(one)
    exercising.start(one, config_file)
    _told(one)


def _ready(one: exercising.Practice) -> None:
    lacking = exercising.lacking(one)
    for title, verdict, reason in lacking.lines:
        click.echo(f"{verdict}  {title}{f' ({reason})' if reason else ''}")
    if lacking.lines:
        course = one.name.partition("/")[0]
        click.echo(f"not started: this machine lacks what the course needs; `proofbook run {course}` shows more")
        sys.exit(lacking.exit_code)


def _told(one: exercising.Practice) -> None:
    click.echo(f"{one.title}\n\n{one.exercise.task}\n")
    click.echo('In your shell, so that the runbook\'s commands work:  eval "$(proofbook exercise env)"')
    click.echo("Then: proofbook exercise check | hint | solve | reset | stop")


def _current(config_file: Path, name: str | None) -> exercising.Practice:
    """The exercise that is meant: by its name, or the one that was started last."""
    site = site_of(config_file)
    progress = Folder(site.root).progress()
    one = name or (progress.exercise if progress else None)
    if one is None:
        raise Usage("no exercise was started here; `proofbook exercise start` starts one")
    kept = Folder(site.root).kept()
    granted = kept.grants if kept and kept.exercise == one else ((), ())
    return exercising.practice(granted_site(config_file, *granted), one)


@command.command()
@NAME
@click.pass_obj
def check(config_file: Path, /, name: str | None) -> None:
    """Say what is still wrong, without giving away why; exits 0 once all is right."""
    done = exercising.check(_current(config_file, name))
    for title, verdict, reason in done.lines:
        sign = _SIGNS[proves(verdict)] if verdict in {Status.FAILED, Status.PASSED, Status.FLAKY} else f"{verdict}  "
        click.echo(f"{sign}{title}{f' ({reason})' if reason else ''}")
    click.echo("solved" if done.exit_code is ExitCode.OK else "not solved yet")
    sys.exit(done.exit_code)


@command.command()
@NAME
@click.pass_obj
def hint(config_file: Path, /, name: str | None) -> None:
    """The next hint, one at a time."""
    click.echo(exercising.hint(_current(config_file, name)))


@command.command()
@NAME
@click.option("--run", "execute", is_flag=True, help="Carry the steps out as well.")
@click.pass_obj
def solve(config_file: Path, /, name: str | None, *, execute: bool) -> None:
    """Show the way; the record says that it was shown."""
    one = _current(config_file, name)
    done, commands = exercising.solve(one, execute=execute), exercising.commands(one)
    if one.exercise.solution:
        click.echo(f"{one.exercise.solution}\n")
    for step in one.way:
        click.echo(f"{step.title}\n  {step.instructions}")
        if step.id in commands:
            click.echo(f"  $ {shlex.join(commands[step.id])}")
    for action in done:
        click.echo(f"{action.verdict}  {action.action}{f': {action.reason}' if action.reason else ''}")
    if any(action.verdict is not Status.PASSED for action in done):
        sys.exit(ExitCode.FAILED)


@command.command()
@NAME
@click.pass_obj
def reset(config_file: Path, /, name: str | None) -> None:
    """Throw the environment away and start afresh; the record counts it."""
    one = _current(config_file, name)
    progress = Folder(one.site.root).progress()
    exercising.stop(one.site)
    exercising.start(one, config_file, resets=progress.resets + 1 if progress and progress.exercise == one.name else 0)
    _told(one)


@command.command()
@click.pass_obj
def stop(config_file: Path, /) -> None:
    """End the exercise that is under way, and tear its environment down."""
    name = exercising.stop(site_of(config_file))
    click.echo(f"{name} is ended" if name else "no exercise is under way")


@command.command()
@NAME
@click.pass_obj
def env(config_file: Path, /, name: str | None) -> None:
    """Print the variables of its environment, for a shell to read."""
    _, kept, _ = under_way(_current(config_file, name))
    click.echo(exercising.exports(kept), nl=False)


@command.command()
@NAME
@click.pass_obj
def record(config_file: Path, /, name: str | None) -> None:
    """Print a plain record to hand in: versions, checks, digests, times, help; and what it proves."""
    click.echo(json.dumps(exercising.record(_current(config_file, name)), indent=2, ensure_ascii=False))
