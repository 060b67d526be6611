"""Watching the traffic: one line a second with what was asked, what failed, and how slow it was."""

from collections.abc import Iterator
from time import monotonic, sleep

from checks.lab.ask import Part
from checks.lab.settings import Lab

EVERY_SECONDS = 1.0


def watch_lines(lab: Lab, phase: str | None, seconds: float) -> Iterator[str]:
    """What the load has seen in a phase so far, or in that of now, once a second for so many seconds."""
    load = Part("the load generator", lab.load)
    ends = monotonic() + seconds
    while True:
        seen = load.get(f"/phases/{phase}") if phase else load.get("/health")["phase"]
        counts = f"{seen['requests']} requests, {seen['failed']} failed"
        yield f"{seen['seconds']:6.1f} s  {counts}, p95 {seen['p95_ms']:.0f} ms"
        left = ends - monotonic()
        if left <= 0:
            return
        sleep(min(EVERY_SECONDS, left))
