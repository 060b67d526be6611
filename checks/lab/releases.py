"""The releases of ResearchHub that can be deployed, and how each behaves."""

from dataclasses import dataclass

from checks.lab.errors import UsageError


@dataclass(frozen=True, slots=True)
class Release:
    """One released version of the application; the faults concern `GET /papers` alone."""

    name: str
    summary: str
    shows_citations: bool = False
    fails_every: int | None = None
    """Break at every n-th request; None for never."""
    delay_seconds: float = 0.0
    """Added to each answer that does not fail."""


RELEASES = {
    release.name: release
    for release in (
        Release("v3", "what runs today"),
        Release("v4", "papers show how often they are cited", shows_citations=True),
        Release("v5", "healthy and ready, yet bad", shows_citations=True, fails_every=3, delay_seconds=0.15),
        Release("v6", "healthy and ready, without errors, yet slow", shows_citations=True, delay_seconds=1.5),
    )
}


def release_named(name: str) -> Release:
    """The release called `name`; a `UsageError` that lists the known ones when there is none."""
    try:
        return RELEASES[name]
    except KeyError:
        raise UsageError(f"no release {name!r}; known releases: {', '.join(RELEASES)}") from None
