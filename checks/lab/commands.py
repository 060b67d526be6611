"""What each command does: with the settings and its options; the exit code where it is not 0.

Parts import web servers, operator's commands do not: each command imports what it needs, when it runs.
"""

from argparse import Namespace
from collections.abc import Coroutine

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
    _complete(host.run_host(lab, options.colour, release))


def run_proxy(lab: Lab, options: Namespace) -> None:
    """Serve the proxy."""
    from checks.lab import proxy

    _complete(proxy.run_proxy(lab))


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

    print(operate.stop(lab, options.colour))


def run_switch(lab: Lab, options: Namespace) -> None:
    """Switch the traffic."""
    from checks.lab import operate

    print(operate.switch(lab, options.colour, options.phase))


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


def _complete(part: Coroutine[None, None, None]) -> None:
    import asyncio

    asyncio.run(part)
