"""What a run tells while it goes on. Nothing of it is evidence; results are."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from proofbook.model.status import Status


class Began(Struct, frozen=True):
    """Somebody began to look at a check, or an action was begun; `name` is unique among what is under way."""

    name: str


class Ended(Struct, frozen=True):
    """It came to something, or it will not be looked at."""

    name: str
    status: Status
    reason: str
    took_s: float


Event = Began | Ended
Announce = Callable[[Event], None]
