"""What a command line asks of a run, beyond what the settings say. None of it can grant anything."""

from __future__ import annotations

from msgspec import Struct

from proofbook.model.check import Severity
from proofbook.model.fields import Duration


class Selection(Struct, frozen=True, kw_only=True):
    """Which checks and drills are meant; each part narrows, and what is empty does not.

    `names` are ids of checks, items, steps, documents and drills, or patterns of them as in a shell.
    `severity` means that one and worse. `drills` are patterns of the drills that are meant whatever
    the rest says; with nothing but them, no other check is. `only` are ids of checks and drills
    among which the others choose. `since` is a revision: only what has changed since is meant.
    """

    names: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    severity: Severity | None = None
    drills: tuple[str, ...] = ()
    no_drills: bool = False
    only: frozenset[str] | None = None
    since: str = ""

    def narrows(self) -> bool:
        """Whether checks are chosen by anything at all."""
        return bool(self.names or self.tags or self.kinds or self.severity) or self.only is not None

    def whole(self) -> bool:
        """Whether every check and every drill is meant."""
        return not (self.narrows() or self.drills or self.no_drills)


class Asked(Struct, frozen=True, kw_only=True):
    """One run as it is asked for. `deadline` is that of the whole run.

    `untrusted` says what kind of stranger's change is being built; then nothing is executed.
    `refresh` looks again at everything, whatever earlier runs have seen; so does a `release`, by its name.
    `record` says whether later runs shall remember this one.
    """

    selection: Selection = Selection()
    fail_fast: bool = False
    deadline: Duration | None = None
    refresh: bool = False
    untrusted: str = ""
    release: str = ""
    record: bool = True

    def looks_again(self) -> bool:
        """Whether no look of an earlier run may stand in for one of this."""
        return self.refresh or bool(self.release)
