"""What people have signed, as of a moment: valid, lapsed, or for a text that has changed since."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from proofbook.digest import item_digest
from proofbook.instants import stamp
from proofbook.model.attestations import Attestation, Attestations, Signed
from proofbook.model.checklist import Attest, Checklist, Item
from proofbook.model.fields import begun, later, moment, seconds
from proofbook.model.library import Library
from proofbook.model.place import Place
from proofbook.model.status import Status

Given = tuple[Attestation, Place]


class Signature(Struct, frozen=True):
    """What an item's signatures come to."""

    status: Status
    reason: str
    digest: str
    by: str = ""
    valid_until: str | None = None
    release: str | None = None
    place: Place | None = None


def signatures(library: Library, now: datetime) -> dict[str, Signature]:
    """For each checklist item, its latest signature as of `now`."""
    given: dict[str, list[Given]] = {}
    for document, body in library.placed(Attestations):
        for at, one in enumerate(body.attestations):
            given.setdefault(one.item, []).append((one, document.place(("attestations", at))))
    items = [item for checklist in library.all(Checklist) for item in checklist.items()]
    return {item.id: _signature(item, given.get(item.id, []), now) for item in items}


def _signature(item: Item, given: list[Given], now: datetime) -> Signature:
    digest = item_digest(item)
    if item.attest is None:
        return Signature(Status.NOT_REVIEWED, "nobody is asked to sign it", digest)
    faults = [_uncounted(one, item.attest, now) for one, _ in given]
    counted = [one for one, fault in zip(given, faults, strict=True) if not fault]
    if not counted:
        waits = f"waits for the signature of: {item.attest.role}"
        return Signature(Status.NOT_REVIEWED, "; ".join([waits, *faults]), digest)
    latest, place = max(reversed(counted), key=lambda one: moment(one[0].at))
    until = _until(latest, item.attest)
    status, reason = _status(latest, digest, until, now)
    return Signature(status, reason, digest, f"{latest.by}, {latest.role}", stamp(until), latest.release, place)


def _uncounted(signed: Attestation, attest: Attest, now: datetime) -> str:
    """Why a signature does not count; empty if it does."""
    if signed.role.casefold() != attest.role.casefold():
        return f"{signed.by} signed it as {signed.role}"
    if not begun(signed.at, now):
        return f"{signed.by} signed it for {signed.at}, which has not come"
    return ""


def _until(signed: Attestation, attest: Attest) -> datetime:
    """The sooner of what the item allows and what the person said."""
    lengths = [seconds(attest.valid_for)] + ([seconds(signed.valid_for)] if signed.valid_for else [])
    return later(moment(signed.at), min(lengths))


def _status(signed: Attestation, digest: str, until: datetime, now: datetime) -> tuple[Status, str]:
    if not digest.startswith(signed.digest):
        return Status.EXPIRED, f"the text has changed since {signed.by} signed it"
    if now >= until:
        return Status.EXPIRED, f"the signature of {signed.by} lapsed on {stamp(until)}"
    if signed.status is Signed.FAILED:
        return Status.FAILED, f"{signed.by} says it is not so" + (f": {signed.comment}" if signed.comment else "")
    return Status.ATTESTED, f"signed by {signed.by}, {signed.role}, on {signed.at}"
