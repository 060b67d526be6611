"""What a run shows while it goes on: what is under way and since when."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event as Signal
from threading import Lock, Thread
from typing import TYPE_CHECKING

import click

from proofbook.disarming import one_line
from proofbook.model.events import Announce, Began, Event
from proofbook.report.text import status_line

if TYPE_CHECKING:
    from rich.text import Text

#: Where nothing can be drawn over, what is under way is told this often.
TOLD_EVERY_S = 30.0
#: So many things under way are named.
SHOWN = 8


class UnderWay:
    """What has begun and not ended, each with when it began; safe to ask from another thread."""

    def __init__(self) -> None:
        self.ended = 0
        self._began: dict[str, float] = {}
        self._lock = Lock()

    def note(self, event: Event) -> None:
        """Take one event of the run."""
        with self._lock:
            if isinstance(event, Began):
                self._began[event.name] = time.monotonic()
            else:
                self._began.pop(event.name, None)
                self.ended += 1

    def oldest(self) -> list[tuple[str, float]]:
        """Names and seconds, what began first first."""
        with self._lock:
            now = time.monotonic()
            return [(name, now - began) for name, began in self._began.items()]


@contextmanager
def progress() -> Iterator[Announce]:
    """Shows events on standard error: drawn on a terminal, plain lines elsewhere."""
    with _drawn() if sys.stderr.isatty() else plain(TOLD_EVERY_S) as announce:
        yield announce


@contextmanager
def plain(every_s: float) -> Iterator[Announce]:
    """A line for each outcome, and in quiet times one that says what is waited for."""
    under_way, over = UnderWay(), Signal()

    def announce(event: Event) -> None:
        under_way.note(event)
        if not isinstance(event, Began):
            click.echo(status_line(event), err=True)

    def tell() -> None:
        while not over.wait(every_s):
            if waiting := under_way.oldest():
                click.echo(f"… under way: {_listed(waiting)}", err=True)

    teller = Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield announce
    finally:
        over.set()
        teller.join()


def _listed(waiting: list[tuple[str, float]]) -> str:
    named = [f"{one_line(name)} for {seconds:.0f} s" for name, seconds in waiting[:SHOWN]]
    return ", ".join(named) + (f" and {len(waiting) - SHOWN} more" if len(waiting) > SHOWN else "")


@contextmanager
def _drawn() -> Iterator[Announce]:
    """Outcomes as lines that stay, and below them what is under way, drawn over and over."""
    from rich.console import Console
    from rich.live import Live
    from rich.text import Text

    under_way, console = UnderWay(), Console(stderr=True, highlight=False)
    with Live(console=console, get_renderable=lambda: _table(under_way), refresh_per_second=4, transient=True) as live:

        def announce(event: Event) -> None:
            under_way.note(event)
            if not isinstance(event, Began):
                live.console.print(Text(status_line(event), overflow="ellipsis", no_wrap=True))

        yield announce


def _table(under_way: UnderWay) -> Text:
    from rich.text import Text

    waiting = under_way.oldest()
    lines = [f"  {seconds:6.1f} s  {one_line(name)}" for name, seconds in waiting[:SHOWN]]
    more = f", {len(waiting) - SHOWN} more under way" if len(waiting) > SHOWN else ""
    return Text("\n".join([*lines, f"{under_way.ended} done{more}"]), style="dim", overflow="ellipsis", no_wrap=True)
