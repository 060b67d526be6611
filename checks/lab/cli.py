"""The command line: one command of the lab, its errors turned into a line and an exit code."""

import argparse
import sys
from collections.abc import Callable, Sequence

from checks.lab import commands
from checks.lab.errors import LabError
from checks.lab.settings import COLOURS, Lab

SubParsers = argparse._SubParsersAction  # noqa: SLF001 - argparse has no public name for what add_subparsers returns


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.command(Lab.from_environ(), options) or 0)
    except LabError as error:
        print(f"lab: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m checks.lab", description=__doc__)
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_services(subparsers)
    _add_operations(subparsers)
    return parser


def _add_services(subparsers: "SubParsers[argparse.ArgumentParser]") -> None:
    host = subparsers.add_parser("host", help="a colour's machine, and the agent that deploys on it")
    host.add_argument("colour", choices=COLOURS)
    host.add_argument("--release", required=True, help="what it runs at first; none for nothing")
    host.set_defaults(command=commands.run_host)
    proxy = subparsers.add_parser("proxy", help="the reverse proxy before both colours")
    proxy.set_defaults(command=commands.run_proxy)
    load = subparsers.add_parser("load", help="the load generator")
    load.add_argument("--rate", type=_limited(500), default=150, help="requests a second, at most 500")
    load.add_argument("--seconds", type=_limited(3600), default=600, help="stop sending then, at most 3600")
    load.set_defaults(command=commands.run_load)
    serve = subparsers.add_parser("serve", help="the application itself; hosts run this")
    serve.add_argument("colour", choices=COLOURS)
    serve.add_argument("--release", required=True)
    serve.add_argument("--attended", action="store_true", help="end when stdin is closed")
    serve.set_defaults(command=commands.run_serve)


def _add_operations(subparsers: "SubParsers[argparse.ArgumentParser]") -> None:
    for name, command, text in (
        ("deploy", commands.run_deploy, "run a release on a colour"),
        ("stop", commands.run_stop, "run nothing on a colour"),
        ("switch", commands.run_switch, "send all traffic to a colour"),
        ("smoke", commands.run_smoke, "test a colour's application directly"),
    ):
        parser = subparsers.add_parser(name, help=text)
        parser.add_argument("colour", choices=COLOURS)
        parser.set_defaults(command=command)
        if name == "deploy":
            parser.add_argument("release")
        if name == "switch":
            parser.add_argument("--phase", help="phase of the load to begin right before")
    phase = subparsers.add_parser("phase", help="begin a phase of the load")
    phase.add_argument("name")
    phase.set_defaults(command=commands.run_phase)
    watch = subparsers.add_parser("watch", help="one line a second: requests, failures, latency")
    watch.add_argument("phase")
    watch.add_argument("--seconds", type=_limited(3600), default=300, help="for how long, at most 3600")
    watch.set_defaults(command=commands.run_watch)
    subparsers.add_parser("status", help="one line for each part").set_defaults(command=commands.run_status)


def _limited(most: float) -> Callable[[str], float]:
    def number(text: str) -> float:
        value = float(text)
        if not 0 < value <= most:
            raise argparse.ArgumentTypeError(f"must be above 0 and at most {most:g}")
        return value

    return number
