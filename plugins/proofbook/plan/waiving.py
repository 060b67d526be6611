"""Which waivers count at a moment."""

from __future__ import annotations

from datetime import datetime

from proofbook.model.fields import moment
from proofbook.model.library import Library
from proofbook.model.waivers import Waiver, Waivers


def counting(library: Library, now: datetime) -> dict[str, Waiver]:
    """The waiver of each waived check, those that have ended left out; of several the one that lasts longest."""
    every = [one for document in library.all(Waivers) for one in document.waivers if now < moment(one.expires)]
    return {one.check: one for one in sorted(every, key=lambda one: moment(one.expires))}
