"""The command line: one command of the lab, its errors turned into a line and an exit code."""

import argparse
import sys
from collections.abc import Callable, Sequence

from checks.lab import commands
from checks.lab.errors import LabError
from checks.lab.settings import COLOURS, PROVIDERS, ROLES, Lab

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
    _add_traffic(subparsers)
    _add_maintenance(subparsers)
    return parser


def _add_services(subparsers: "SubParsers[argparse.ArgumentParser]") -> None:
    host = subparsers.add_parser("host", help="a colour's machine, and the agent that deploys on it")
    host.add_argument("colour", choices=COLOURS)
    host.add_argument("--release", required=True, help="what it runs at first; none for nothing")
    host.add_argument("--revive", action="store_true", help="start an application again that ends by itself")
    host.set_defaults(command=commands.run_host)
    proxy = subparsers.add_parser("proxy", help="the reverse proxy before both colours")
    proxy.set_defaults(command=commands.run_proxy)
    citations = subparsers.add_parser("citations", help="the citation index, a third party")
    citations.add_argument("provider", choices=PROVIDERS)
    citations.set_defaults(command=commands.run_citations)
    load = subparsers.add_parser("load", help="the load generator")
    load.add_argument("--rate", type=_limited(500), default=150, help="requests a second, at most 500")
    load.add_argument("--seconds", type=_limited(28800), default=600, help="stop sending then, at most 28800")
    load.set_defaults(command=commands.run_load)
    subparsers.add_parser("probe", help="uptime, as users would see it").set_defaults(command=commands.run_probe)
    subparsers.add_parser("catcher", help="catches what Alertmanager sends").set_defaults(command=commands.run_catcher)
    subparsers.add_parser("postgres", help="a PostgreSQL server").set_defaults(command=commands.run_postgres)
    subparsers.add_parser("nginx", help="nginx, at the front door").set_defaults(command=commands.run_nginx)
    subparsers.add_parser("mcp", help="the tools for assistants, over MCP").set_defaults(command=commands.run_mcp)
    serve = subparsers.add_parser("serve", help="the application itself; hosts run this")
    serve.add_argument("colour", choices=COLOURS)
    serve.add_argument("--release", required=True)
    serve.add_argument("--attended", action="store_true", help="end when stdin is closed")
    serve.set_defaults(command=commands.run_serve)


def _add_operations(subparsers: "SubParsers[argparse.ArgumentParser]") -> None:
    for name, command, text in (
        ("deploy", commands.run_deploy, "run a release on a colour"),
        ("stop", commands.run_stop, "run nothing on a colour"),
        ("crash", commands.run_crash, "kill a colour's application, to rehearse that"),
        ("switch", commands.run_switch, "send all traffic to a colour"),
        ("smoke", commands.run_smoke, "test a colour's application directly"),
    ):
        parser = subparsers.add_parser(name, help=text)
        parser.add_argument("colour", choices=COLOURS)
        parser.set_defaults(command=command)
        if name == "deploy":
            parser.add_argument("release")
        if name in {"switch", "crash", "stop"}:
            _add_phase(parser)
        if name == "switch":
            parser.add_argument("--guard", action="store_true", help="go back by itself when it goes wrong")
    balance = subparsers.add_parser("balance", help="share the traffic among both colours")
    balance.set_defaults(command=commands.run_balance)
    _add_phase(balance)
    front = subparsers.add_parser("front", help="let nginx send requests to these colours")
    front.add_argument("colours", nargs="+", choices=COLOURS)
    front.set_defaults(command=commands.run_front)
    _add_phase(front)
    subparsers.add_parser("accept", help="send the guard home: the release stays").set_defaults(
        command=commands.run_accept
    )


def _add_traffic(subparsers: "SubParsers[argparse.ArgumentParser]") -> None:
    phase = subparsers.add_parser("phase", help="begin a phase of the load")
    phase.add_argument("name")
    phase.set_defaults(command=commands.run_phase)
    watch = subparsers.add_parser("watch", help="one line a second: requests, failures, latency")
    watch.add_argument("phase", nargs="?", help="the phase of now, if none is named")
    watch.add_argument("--seconds", type=_limited(3600), default=300, help="for how long, at most 3600")
    watch.set_defaults(command=commands.run_watch)
    subparsers.add_parser("status", help="one line for each part").set_defaults(command=commands.run_status)
    mode = subparsers.add_parser("mode", help="make a citation index well, failing or hanging")
    mode.add_argument("provider", choices=PROVIDERS)
    mode.add_argument("mode")
    _add_phase(mode)
    mode.set_defaults(command=commands.run_mode)
    attack = subparsers.add_parser("attack", help="attack the lab's own edge, to see that it fails")
    attack.add_argument("how", choices=("guess-keys", "abuse", "matrix"))
    attack.set_defaults(command=commands.run_attack)
    subparsers.add_parser("verify-tls", help="who trusts the front door's certificate").set_defaults(
        command=commands.run_verify_tls
    )
    get = subparsers.add_parser("get", help="what ResearchHub answers at a path, as /papers/7")
    get.add_argument("path")
    get.add_argument("--as", dest="role", choices=ROLES, help="with the lab's own key for that role")
    get.set_defaults(command=commands.run_get)
    broken = subparsers.add_parser("note-errors", help="break on purpose, to see that it is noted")
    broken.add_argument("--times", type=int, choices=range(1, 101), default=3, metavar="1-100")
    broken.set_defaults(command=commands.run_break)
    resolve = subparsers.add_parser("resolve-errors", help="mark every group of errors as mended")
    resolve.set_defaults(command=commands.run_resolve)
    subparsers.add_parser("browse", help="the page in Chromium").set_defaults(command=commands.run_browse)
    subparsers.add_parser("assist", help="a session of an assistant over MCP").set_defaults(command=commands.run_assist)
    subparsers.add_parser("optimise", help="cache, index and pool, before and after").set_defaults(
        command=commands.run_optimise
    )


def _add_maintenance(subparsers: "SubParsers[argparse.ArgumentParser]") -> None:
    for name, command, text in (
        ("back-up", commands.run_back_up, "take an encrypted backup"),
        ("lose-database", commands.run_lose, "destroy the database, to rehearse that"),
        ("restore", commands.run_restore, "put the newest backup in the database's place"),
    ):
        parser = subparsers.add_parser(name, help=text)
        _add_phase(parser)
        parser.set_defaults(command=command)
    inspect = subparsers.add_parser("inspect-backup", help="what the newest backup gives away without its key")
    inspect.set_defaults(command=commands.run_inspect)
    migrate = subparsers.add_parser("migrate", help="take the database to a revision, up or down")
    migrate.add_argument("revision")
    migrate.set_defaults(command=commands.run_migrate)
    database = subparsers.add_parser("database", help="the database's revision and columns")
    database.set_defaults(command=commands.run_database)
    last = subparsers.add_parser("last", help="what the last backup, restore or migration did")
    last.add_argument("what", choices=("backup", "restore", "migration", "browse", "session"))
    last.set_defaults(command=commands.run_last)


def _add_phase(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--phase", help="phase of the load to begin with it")


def _limited(most: float) -> Callable[[str], float]:
    def number(text: str) -> float:
        value = float(text)
        if not 0 < value <= most:
            raise argparse.ArgumentTypeError(f"must be above 0 and at most {most:g}")
        return value

    return number
