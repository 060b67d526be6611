"""What people have signed, as of a moment: valid, lapsed, or for a text that has changed since."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct

from proofbook.digest import item_digest
from proofbook.instants import stamp
from proofbook.model.attestations import Attestation, Attestations, Signed
from proofbook.model.checklist import Attest, Checklist, Item
from proofbook.model.fields import moment, seconds
from proofbook.model.library import Library
from proofbook.model.status import Status


class Signature(Struct, frozen=True):
    """What an item's signatures come to."""

    status: Status
    reason: str
    digest: str
    by: str = ""
    valid_until: str | None = None
    release: str | None = None


def signatures(library: Library, now: datetime) -> dict[str, Signature]:
    """For each checklist item, its latest signature as of `now`."""
    latest: dict[str, Attestation] = {}
    for document in library.all(Attestations):
        for one in document.attestations:
            if one.item not in latest or moment(latest[one.item].at) <= moment(one.at):
                latest[one.item] = one
    items = [item for checklist in library.all(Checklist) for item in checklist.items()]
    return {item.id: _signature(item, latest.get(item.id), now) for item in items}


def _signature(item: Item, signed: Attestation | None, now: datetime) -> Signature:
    digest = item_digest(item)
    if item.attest is None or signed is None:
        role = item.attest.role if item.attest else ""
        return Signature(Status.NOT_REVIEWED, f"waits for the signature of: {role}", digest)
    until = _until(signed, item.attest)
    status, reason = _status(signed, digest, until, now)
    return Signature(status, reason, digest, f"{signed.by}, {signed.role}", stamp(until), signed.release)


def _until(signed: Attestation, attest: Attest) -> datetime:
    """The sooner of what the item allows and what the person said."""
    lengths = [seconds(attest.valid_for)] + ([seconds(signed.valid_for)] if signed.valid_for else [])
    return moment(signed.at) + timedelta(seconds=min(lengths))


def _status(signed: Attestation, digest: str, until: datetime, now: datetime) -> tuple[Status, str]:
    if not digest.startswith(signed.digest):
        return Status.EXPIRED, f"the text has changed since {signed.by} signed it"
    if now >= until:
        return Status.EXPIRED, f"the signature of {signed.by} lapsed on {stamp(until)}"
    if signed.status is Signed.FAILED:
        return Status.FAILED, f"{signed.by} says it is not so" + (f": {signed.comment}" if signed.comment else "")
    return Status.ATTESTED, f"signed by {signed.by}, {signed.role}, on {signed.at}"
