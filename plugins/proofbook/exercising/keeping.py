"""The keeper: a process in the background that starts an exercise's environment and surely tears it down."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

from msgspec.structs import replace

from proofbook.errors import ProofbookError
from proofbook.exercising.finding import Practice, practice
from proofbook.exercising.state import Folder, Kept, begun
from proofbook.grants import granted
from proofbook.load import site_of
from proofbook.model.status import Status
from proofbook.run.drills import act
from proofbook.run.secrets import Secrets
from proofbook.run.services import Lab, lab
from proofbook.run.watchdog import watched
from proofbook.run.world import Outside

#: One that is forgotten ends by itself, in seconds.
LONGEST_S = 8 * 3600.0
_LOOK_S = 0.3


def main(arguments: list[str]) -> int:
    """Keep the environment of one exercise until told to end. Arguments: settings, name, `--allow`s, `--secret`s."""
    config, name, allow, secret = arguments
    os.setsid()
    try:
        site, grants = site_of(Path(config)), (tuple(allow.splitlines()), tuple(secret.splitlines()))
        site = replace(site, settings=granted(site.settings, *grants), grants=grants)
        one = practice(site, name)
        with Folder(site.root).holding():
            Folder(site.root).clear()
            asyncio.run(_keep(one))
    except ProofbookError as error:
        print(error, file=sys.stderr)  # noqa: T201 - to the log, which `start` shows
        return int(error.exit_code)
    return 0


async def _keep(one: Practice) -> None:
    task, loop = asyncio.current_task(), asyncio.get_running_loop()
    assert task  # noqa: S101 - it runs in one
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, task.cancel)
    folder, plan = Folder(one.site.root), one.plan
    world = Outside(one.site.root, plan.allow, secrets=Secrets(plan.secrets, one.site.root), home=plan.home)
    folder.write(Kept(exercise=one.name, keeper=os.getpid()))
    services = plan.services[one.environment.id]
    try:
        with watched(), suppress(asyncio.CancelledError):
            async with lab(one.environment, services, plan.vars, world, [], "an exercise") as running:
                trouble = _unwell(running) or await _break(one, running)
                await _stay(one, running, folder, trouble)
    finally:
        await world.network.close()
        folder.clear()


def _unwell(running: Lab) -> str:
    return "; ".join(f"{one.service}: {one.reason}" for one in running.results() if one.verdict is not Status.PASSED)


async def _break(one: Practice, running: Lab) -> str:
    """Let the faults strike; why one of them did not."""
    for name in one.exercise.faults:
        action = one.environment.actions[name].run
        done = await act("fault", name, action, {**running.scope, "inputs": one.inputs}, running.world)
        if done.verdict is not Status.PASSED:
            return f"the fault {name} did not strike: {done.reason}"
    return ""


async def _stay(one: Practice, running: Lab, folder: Folder, trouble: str) -> None:
    scope = {name: dict(values) for name, values in running.scope.items() if name != "vars"}
    kept = Kept(
        exercise=one.name,
        keeper=os.getpid(),
        scope=scope,
        environ=dict(running.world.environ),
        groups={group: begun(group) for group in running.groups()},
        grants=one.site.grants,
        ready=True,
        trouble=trouble,
    )
    folder.write(kept)
    until = time.monotonic() + LONGEST_S
    while time.monotonic() < until and folder.path.is_dir():
        await asyncio.sleep(_LOOK_S)
        if not kept.trouble and running.cause():
            kept = replace(kept, trouble=_unwell(running))
            folder.write(kept)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
