"""What each command does: with the settings and its options; the exit code where it is not 0.

Parts import web servers, operator's commands do not: each command imports what it needs, when it runs.
"""

import json
from argparse import Namespace
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from checks.lab.settings import Lab


def run_serve(lab: Lab, options: Namespace) -> None:
    """Serve the application."""
    from checks.lab.application import run_application
    from checks.lab.releases import release_named

    release = release_named(options.release)
    _complete(run_application(lab, options.colour, release, attended=options.attended))


def run_host(lab: Lab, options: Namespace) -> None:
    """Serve a host's agent, and its application."""
    from checks.lab import host
    from checks.lab.releases import release_named

    release = None if options.release == "none" else release_named(options.release).name
    _complete(host.run_host(lab, options.colour, release, revive=options.revive))


def run_proxy(lab: Lab, options: Namespace) -> None:
    """Serve the proxy."""
    from checks.lab import edge

    _complete(edge.run_proxy(lab))


def run_citations(lab: Lab, options: Namespace) -> None:
    """Serve a citation index."""
    from checks.lab import citations

    _complete(citations.run_citations(lab, options.provider))


def run_probe(lab: Lab, options: Namespace) -> None:
    """Probe the edge, and serve what was seen."""
    from checks.lab import uptime

    _complete(uptime.run_probe(lab))


def run_catcher(lab: Lab, options: Namespace) -> None:
    """Catch what Alertmanager sends."""
    from checks.lab import catcher

    _complete(catcher.run_catcher(lab))


def run_mcp(lab: Lab, options: Namespace) -> None:
    """Serve the tools for assistants."""
    from checks.lab import assistant

    _complete(assistant.run_assistant(lab))


def run_assist(lab: Lab, options: Namespace) -> None:
    """Hold a session as an assistant does, and print what came of it."""
    from checks.lab import agent, maintain

    _print(maintain.kept(lab, "session", agent.session(lab)))


def run_postgres(lab: Lab, options: Namespace) -> None:
    """Become a PostgreSQL server."""
    from checks.lab import postgres

    postgres.run_postgres(lab)


def run_nginx(lab: Lab, options: Namespace) -> None:
    """Become nginx."""
    from checks.lab import front

    front.run_front(lab)


def run_front(lab: Lab, options: Namespace) -> None:
    """Change who stands behind nginx."""
    from checks.lab import front

    print(front.send_to(lab, options.colours, options.phase))


def run_browse(lab: Lab, options: Namespace) -> None:
    """Open the page in Chromium, and print what was measured."""
    from checks.lab import browse, maintain

    _print(maintain.kept(lab, "browse", browse.browse(lab)))


def run_load(lab: Lab, options: Namespace) -> None:
    """Send the load, and serve its figures."""
    from checks.lab import load

    _complete(load.run_load(lab, rate=options.rate, seconds=options.seconds))


def run_deploy(lab: Lab, options: Namespace) -> None:
    """Deploy, and print what runs then."""
    from checks.lab import operate

    print(operate.deploy(lab, options.colour, options.release))


def run_stop(lab: Lab, options: Namespace) -> None:
    """Stop a colour's application."""
    from checks.lab import operate

    print(operate.stop(lab, options.colour, options.phase))


def run_crash(lab: Lab, options: Namespace) -> None:
    """Kill a colour's application."""
    from checks.lab import operate

    print(operate.crash(lab, options.colour, options.phase))


def run_switch(lab: Lab, options: Namespace) -> None:
    """Switch the traffic."""
    from checks.lab import operate

    print(operate.switch(lab, options.colour, options.phase, guarded=options.guard))


def run_balance(lab: Lab, options: Namespace) -> None:
    """Share the traffic among both colours."""
    from checks.lab import operate

    print(operate.balance(lab, options.phase))


def run_accept(lab: Lab, options: Namespace) -> None:
    """Send the guard home."""
    from checks.lab import operate

    print(operate.accept(lab))


def run_mode(lab: Lab, options: Namespace) -> None:
    """Make a citation index well, failing or hanging."""
    from checks.lab import operate

    print(operate.set_mode(lab, options.provider, options.mode, options.phase))


def run_phase(lab: Lab, options: Namespace) -> None:
    """Begin a phase of the load."""
    from checks.lab import operate

    print(operate.begin_phase(lab, options.name))


def run_watch(lab: Lab, options: Namespace) -> None:
    """Print what the load sees, once a second."""
    from checks.lab.watching import watch_lines

    for line in watch_lines(lab, options.phase, options.seconds):
        print(line, flush=True)


def run_status(lab: Lab, options: Namespace) -> int:
    """Print the state of all parts; 1 when one is down."""
    from checks.lab import operate

    text, up = operate.status(lab)
    print(text)
    return 0 if up else 1


def run_smoke(lab: Lab, options: Namespace) -> int:
    """Print each smoke test as it ends; 1 when one failed."""
    from checks.lab.smoke import smoke_lines

    failed = 0
    for passed, line in smoke_lines(lab, options.colour):
        print(line, flush=True)
        failed += not passed
    return 1 if failed else 0


def run_back_up(lab: Lab, options: Namespace) -> None:
    """Take a backup."""
    from checks.lab import maintain

    _print(maintain.back_up(lab, options.phase))


def run_lose(lab: Lab, options: Namespace) -> None:
    """Destroy the database."""
    from checks.lab import maintain

    _print(maintain.lose_database(lab, options.phase))


def run_restore(lab: Lab, options: Namespace) -> None:
    """Put the newest backup in the database's place."""
    from checks.lab import maintain

    _print(maintain.restore(lab, options.phase))


def run_inspect(lab: Lab, options: Namespace) -> None:
    """Print what the newest backup gives away."""
    from checks.lab import maintain

    _print(maintain.inspect_backup(lab))


def run_migrate(lab: Lab, options: Namespace) -> None:
    """Migrate the database."""
    from checks.lab import maintain

    _print(maintain.migrate_to(lab, options.revision))


def run_database(lab: Lab, options: Namespace) -> None:
    """Print the state of the database."""
    from checks.lab import maintain

    _print(maintain.database(lab))


def run_last(lab: Lab, options: Namespace) -> None:
    """Print what was done last."""
    from checks.lab import maintain

    _print(maintain.last(lab, options.what))


def run_attack(lab: Lab, options: Namespace) -> None:
    """Attack the edge, and print how it went."""
    from checks.lab import attack

    if options.how == "matrix":
        wanted = json.loads(Path(__file__).with_name("matrix.json").read_text())
        _print(attack.matrix(lab, wanted))
    else:
        _print({"guess-keys": attack.guess_keys, "abuse": attack.abuse}[options.how](lab))


def run_get(lab: Lab, options: Namespace) -> None:
    """Print what ResearchHub answers, whatever that is."""
    from checks.lab import operate

    _print(operate.get(lab, options.path, options.role))


def run_break(lab: Lab, options: Namespace) -> None:
    """Make ResearchHub note errors of its own."""
    from checks.lab import operate

    print(operate.note_errors(lab, options.times))


def run_resolve(lab: Lab, options: Namespace) -> None:
    """Mark every group of errors as mended."""
    from checks.lab import operate

    print(operate.resolve_errors(lab))


def run_verify_tls(lab: Lab, options: Namespace) -> None:
    """Ask the secured edge as clients of two kinds would."""
    from checks.lab import attack

    _print(attack.verify_tls(lab))


def run_optimise(lab: Lab, options: Namespace) -> None:
    """Measure the optimisations."""
    from checks.lab.measure import optimise

    _print(optimise())


def _print(done: dict[str, Any]) -> None:
    print(json.dumps(done, indent=2))


def _complete(part: Coroutine[None, None, None]) -> None:
    import asyncio

    asyncio.run(part)
