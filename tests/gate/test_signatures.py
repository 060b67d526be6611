"""Signatures as of a moment: valid to the second, bound to the text, given by whom it waits for."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from proofbook.digest import item_digest
from proofbook.gate.signatures import Signature, signatures
from proofbook.model.attestations import Attestation, Signed
from proofbook.model.checklist import Attest, Item
from proofbook.model.library import Document, Library
from proofbook.model.status import Status
from tests.gate.records import PLACE, library

ITEM = Item(id="item", title="Support trained", attest=Attest(role="head of support", valid_for="90d"))
SIGNED = Attestation(
    item="item", status=Signed.PASSED, by="Ada", role="head of support", at="2026-11-20", digest=item_digest(ITEM)
)
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def signature(now: datetime, *given: Attestation, item: Item = ITEM) -> Signature:
    return signatures(library(item, signed=given), now)["item"]


def said(now: datetime, *given: Attestation, item: Item = ITEM) -> str:
    found = signature(now, *given, item=item)
    return f"{found.status}: {found.reason}"


#: What was signed, what the item and the signature allow, and the instant at which it lapses.
ENDS: list[tuple[dict[str, Any], str, str]] = [
    ({"at": "2026-11-20"}, "90d", "2027-02-19T00:00:00Z"),
    ({"at": "2026-11-20T10:00:00Z"}, "90d", "2027-02-18T10:00:00Z"),
    ({"at": "2026-11-20T10:00:00+14:00"}, "1h", "2026-11-19T21:00:00Z"),
    ({"at": "2026-11-20T10:00:00-14:00"}, "1h", "2026-11-21T01:00:00Z"),
    ({"at": "2028-02-28"}, "1d", "2028-03-01T00:00:00Z"),
    ({"at": "2028-02-29"}, "1d", "2028-03-02T00:00:00Z"),
    ({"at": "2027-02-28"}, "1d", "2027-03-02T00:00:00Z"),
    ({"at": "2026-11-20", "valid_for": "1d"}, "90d", "2026-11-22T00:00:00Z"),
    ({"at": "2026-11-20", "valid_for": "365d"}, "90d", "2027-02-19T00:00:00Z"),
    ({"at": "2026-03-29T00:00:00+01:00"}, "1d", "2026-03-29T23:00:00Z"),
    ({"at": "2026-12-31"}, "250ms", "2027-01-01T00:00:00.250Z"),
]


@pytest.mark.parametrize(("signed", "valid_for", "end"), ENDS, ids=repr)
@pytest.mark.parametrize(("off", "status"), [(-1, Status.ATTESTED), (0, Status.EXPIRED), (1, Status.EXPIRED)])
def test_a_signature_is_valid_to_the_second(
    signed: dict[str, Any], valid_for: str, end: str, off: int, status: Status
) -> None:
    """A signature holds until one second before its end in UTC, whatever zone it was given in, and not one second longer."""
    item = replace(ITEM, attest=Attest(role="head of support", valid_for=valid_for))
    given = replace(SIGNED, **{"digest": item_digest(item), **signed})
    moment = datetime.fromisoformat(end)
    found = signature(moment + timedelta(seconds=off), replace(given), item=item)
    assert (status, moment) == (found.status, datetime.fromisoformat(found.valid_until or ""))


OTHER = item_digest(replace(ITEM, title="Support is trained"))
CASES: dict[str, tuple[list[dict[str, Any]], str]] = {
    "nobody signed": ([], "not_reviewed: waits for the signature of: head of support"),
    "valid": ([{}], "attested: signed by Ada, head of support, on 2026-11-20"),
    "a short digest": ([{"digest": item_digest(ITEM)[:12]}], "attested: signed by Ada, head of support, on 2026-11-20"),
    "another text": ([{"digest": OTHER}], "expired: the text has changed since Ada signed it"),
    "another text, long ago": (
        [{"digest": OTHER, "at": "2020-01-01"}],
        "expired: the text has changed since Ada signed it",
    ),
    "lapsed": ([{"at": "2026-01-01"}], "expired: the signature of Ada lapsed on 2026-04-02T00:00:00.000Z"),
    "it is not so": ([{"status": Signed.FAILED}], "failed: Ada says it is not so"),
    "it is not so, and why": (
        [{"status": Signed.FAILED, "comment": "two are new"}],
        "failed: Ada says it is not so: two are new",
    ),
    "it was not so, long ago": (
        [{"status": Signed.FAILED, "at": "2026-01-01"}],
        "expired: the signature of Ada lapsed on 2026-04-02T00:00:00.000Z",
    ),
    "the latest counts": (
        [{"at": "2026-11-21", "by": "Bob"}, {"status": Signed.FAILED}],
        "attested: signed by Bob, head of support, on 2026-11-21",
    ),
    "the latest counts, in whatever order": (
        [{"status": Signed.FAILED}, {"at": "2026-11-21", "by": "Bob"}],
        "attested: signed by Bob, head of support, on 2026-11-21",
    ),
    "a bare date ends after its times": (
        [{}, {"at": "2026-11-20T23:59:59Z", "status": Signed.FAILED}],
        "attested: signed by Ada, head of support, on 2026-11-20",
    ),
    "of two at the same time the one below": (
        [{"status": Signed.FAILED}, {"by": "Bob"}],
        "attested: signed by Bob, head of support, on 2026-11-20",
    ),
    "not by whom it waits for": (
        [{"role": "intern"}],
        "not_reviewed: waits for the signature of: head of support; Ada signed it as intern",
    ),
    "whom it waits for, in capitals": (
        [{"role": "Head of Support"}],
        "attested: signed by Ada, Head of Support, on 2026-11-20",
    ),
    "somebody else signed later": (
        [{}, {"role": "intern", "at": "2026-11-22", "status": Signed.FAILED}],
        "attested: signed by Ada, head of support, on 2026-11-20",
    ),
    "in the future": (
        [{"at": "2099-01-01"}],
        "not_reviewed: waits for the signature of: head of support; Ada signed it for 2099-01-01, which has not come",
    ),
    "in the future, once": ([{}, {"at": "2099-01-01"}], "attested: signed by Ada, head of support, on 2026-11-20"),
    "today": ([{"at": "2026-11-23"}], "attested: signed by Ada, head of support, on 2026-11-23"),
    "for another item": ([{"item": "other"}], "not_reviewed: waits for the signature of: head of support"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_signature_counts_only_as_it_was_meant(name: str) -> None:
    """Only the latest signature counts that has been given by now, by whom the item waits for, for the text as it stands."""
    given, words = CASES[name]
    assert words == said(NOW, *(replace(SIGNED, **changes) for changes in given))


def test_a_signature_says_who_for_which_release_and_what_to_sign() -> None:
    """A signature names who signed in which role, its release, and the digest that the next one must name."""
    found = signature(NOW, replace(SIGNED, release="v4"))
    assert ("Ada, head of support", "v4", item_digest(ITEM)) == (found.by, found.release, found.digest)


@pytest.mark.parametrize("attest", [ITEM.attest, None])
def test_what_nobody_signed_says_what_to_sign(attest: Attest | None) -> None:
    """The digest that a first signature must name is known before there is one."""
    item = replace(ITEM, attest=attest)
    assert signature(NOW, item=item).digest == item_digest(item)


def test_a_signature_is_shown_where_it_stands() -> None:
    """The place of a signature is that of its own entry in its file."""
    checklist, signed = library(ITEM, signed=(SIGNED, replace(SIGNED, at="2026-11-21"))).documents[:2]
    both = replace(signed.body, attestations=(SIGNED, replace(SIGNED, at="2026-11-21")))
    placed = Document(signed.file, both, lambda path: replace(PLACE, file=repr(path)))
    found = signatures(Library((checklist, placed)), NOW)["item"].place
    assert found == replace(PLACE, file="('attestations', 1)")


def test_an_item_that_nobody_is_asked_to_sign_is_not_signed() -> None:
    """A signature under an item that asks for none proves nothing."""
    item = replace(ITEM, attest=None)
    assert said(NOW, SIGNED, item=item) == "not_reviewed: nobody is asked to sign it"


def test_a_signature_for_ever_is_read_without_a_crash() -> None:
    """A validity beyond the end of all dates holds to that end."""
    item = replace(ITEM, attest=Attest(role="head of support", valid_for="9999999999d"))
    found = signature(NOW, replace(SIGNED, digest=item_digest(item)), item=item)
    assert (Status.ATTESTED, "9999-12-31T23:59:59.999Z") == (found.status, found.valid_until)
