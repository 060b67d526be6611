"""What earlier runs came to, small enough to go with every report: a letter for each mark and run."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from proofbook.model.status import Status

FORMAT = 1

#: The letter of each status in `marks`; a full stop stands for what a run knew nothing of.
LETTERS: dict[Status, str] = {
    Status.PASSED: "p",
    Status.FLAKY: "k",
    Status.ATTESTED: "a",
    Status.WAIVED: "w",
    Status.FAILED: "f",
    Status.ERROR: "e",
    Status.BLOCKED: "b",
    Status.STALE: "t",
    Status.EXPIRED: "x",
    Status.SKIPPED: "s",
    Status.NOT_APPLICABLE: "n",
    Status.NOT_REVIEWED: "r",
    Status.INSUFFICIENT_DATA: "i",
}
STATUSES: dict[str, Status] = {letter: status for status, letter in LETTERS.items()}
ABSENT = "."
#: It was right; it was not, or could not be seen; nobody looked.
GREEN = "pka"
RED = "fwebtx"
UNSEEN = "sn."

Name = Annotated[str, Meta(min_length=1, max_length=300)]
Figure = Annotated[float, Meta(ge=-1e15, le=1e15)]
_Count = Annotated[int, Meta(ge=0, le=1_000_000)]


class Transition(StrEnum):
    """What became of a mark since the previous run that can be compared: of the same environment and profile."""

    NEW = "new"
    FIXED = "fixed"
    REGRESSED = "regressed"
    UNCHANGED = "unchanged"
    ABSENT = "absent"


class Past(Struct, frozen=True, kw_only=True):
    """One run that is over. A run that was interrupted, narrowed to a selection, or a stranger's is none."""

    started: Annotated[
        str,
        Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", description="ISO 8601 in UTC."),
    ]
    environment: Name
    profile: Name
    gate: Annotated[str, Meta(pattern="^(ok|failed|inconclusive)$")]
    commit: Annotated[str, Meta(pattern="^[0-9a-f]{7,64}$")] | None = None
    release: Annotated[str, Meta(max_length=300, description="If it was a release's.")] = ""
    proved: Annotated[
        dict[Name, tuple[_Count, _Count]],
        Meta(description="By checklist: how many required items were proved, and of how many."),
    ] = {}

    def __post_init__(self) -> None:
        """Raises ValueError: that day or hour never was."""
        datetime.fromisoformat(self.started)


class History(Struct, frozen=True, kw_only=True):
    """Runs, oldest first, and what they saw: `marks` has a letter for each run, `figures` a number or null."""

    format: Annotated[int, Meta(ge=1, le=FORMAT)] = FORMAT
    runs: tuple[Past, ...] = ()
    marks: Annotated[
        dict[Name, str],
        Meta(
            description="By check, `drill:check`, drill and `checklist#item`: "
            + ", ".join(f"`{v}` {k}" for k, v in LETTERS.items())
        ),
    ] = {}
    figures: Annotated[dict[Name, tuple[Figure | None, ...]], Meta(description="The first figure of a check.")] = {}

    def __post_init__(self) -> None:
        """Raises ValueError: a row has not a place for each run, or a letter that stands for nothing."""
        for name, letters in self.marks.items():
            if len(letters) != len(self.runs) or set(letters) - STATUSES.keys() - {ABSENT}:
                raise ValueError(f"the marks of {name!r} are not one for each run")
        for name, figures in self.figures.items():
            if len(figures) != len(self.runs):
                raise ValueError(f"the figures of {name!r} are not one for each run")
