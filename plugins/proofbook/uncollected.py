"""Work that makes few cycles and keeps nearly all it makes, done without looking for garbage."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """No garbage collection: importing and loading keep nearly all they make, and looking through it costs more."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        # What was made goes to the oldest generation as it is, or the next allocation would look through it all.
        gc.freeze()
        gc.unfreeze()
        if was_on:
            gc.enable()
