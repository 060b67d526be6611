"""What each checklist item comes to: the worst of its proofs, at the grade it asks for, and its signature."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from proofbook.digest import item_digest
from proofbook.gate import assess
from proofbook.model.attestations import Attestation, Signed
from proofbook.model.check import Check, CheckFields
from proofbook.model.checklist import Attest, Item, Level, Proof
from proofbook.model.environment import Grade
from proofbook.model.library import Document, Library
from proofbook.model.results import ItemResult, Report
from proofbook.model.status import Status
from proofbook.model.waivers import Waiver, Waivers
from tests.gate.records import PLACE, drill, library, report, result

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
UNTIL, SOONER = "2026-12-01T00:00:00.000Z", "2026-11-24T00:00:00.000Z"


def check(name: str | None = None) -> Check:
    return Check(CheckFields(id=name), "file", {"path": "a"}, {"exists": True})


TWO = Item(id="item", title="Item", checks=(check("a"), check("b")))
ONE = Item(id="item", title="Item", checks=(check(),))
BY_DRILL = Item(id="item", title="Item", proof=Proof(drill="d"))
BY_CHECK = Item(id="item", title="Item", proof=Proof(check="a"))
BY_BOTH = Item(id="item", title="Item", proof=Proof(check="a", drill="d"))
NEVER = "no check of the run and no drill looked at it"
GONE = "the run was interrupted before it"

#: An item, what was seen, and what the item comes to.
CASES: dict[str, tuple[Item, Report, str]] = {
    "all its checks passed": (TWO, report(result("a"), result("b")), "passed: "),
    "one of them failed": (
        TWO,
        report(result("a", reason="well"), result("b", Status.FAILED, reason="it was wrong")),
        "failed: it was wrong",
    ),
    "the first reason of the worst": (
        TWO,
        report(result("a", Status.ERROR, reason="first"), result("b", Status.ERROR, reason="second")),
        "error: first",
    ),
    "a check alone takes the item's id": (ONE, report(result("item", Status.FLAKY)), "flaky: "),
    "one check has no result": (TWO, report(result("a")), f"skipped: no result of `b`: {NEVER}"),
    "no check has a result": (ONE, report(), f"skipped: no result of `item`: {NEVER}"),
    "interrupted before a check": (TWO, report(result("a"), complete=False), f"skipped: no result of `b`: {GONE}"),
    "a result in a drill is not its own": (
        ONE,
        report(result("item", drill="d")),
        f"skipped: no result of `item`: {NEVER}",
    ),
    "a result of another check is not its own": (ONE, report(result("b")), f"skipped: no result of `item`: {NEVER}"),
    "what does not apply is left out": (TWO, report(result("a", Status.NOT_APPLICABLE), result("b")), "passed: "),
    "nothing applies": (
        ONE,
        report(result("item", Status.NOT_APPLICABLE, reason="no mail")),
        "not_applicable: no mail",
    ),
    "its drill passed": (BY_DRILL, report(drills=(drill("d"),)), "passed: "),
    "its drill failed": (BY_DRILL, report(drills=(drill("d", Status.FAILED, reason="r"), drill("e"))), "failed: r"),
    "its drill was interrupted": (
        BY_DRILL,
        report(drills=(drill("d", Status.BLOCKED, reason="interrupted"),), complete=False),
        "blocked: interrupted",
    ),
    "its drill was never begun": (
        BY_DRILL,
        report(drills=(drill("e"),), complete=False),
        f"skipped: no result of `d`: {GONE}",
    ),
    "its drill is for people": (
        BY_DRILL,
        report(drills=(drill("d", Status.NOT_APPLICABLE),)),
        "skipped: nothing in the drill can be executed: it is for people",
    ),
    "the check it names, in every drill": (
        BY_CHECK,
        report(result("a"), result("a", drill="d"), result("a", Status.FAILED, drill="e", reason="r")),
        "failed: r",
    ),
    "the check it names, never run": (BY_CHECK, report(result("b")), f"skipped: no result of `a`: {NEVER}"),
    "check and drill, one never run": (BY_BOTH, report(result("a")), f"skipped: no result of `d`: {NEVER}"),
    "check and drill, the worst": (
        BY_BOTH,
        report(result("a", Status.STALE, reason="old"), drills=(drill("d"),)),
        "stale: old",
    ),
    "nothing proves it": (
        Item(id="item", title="Item", proof=Proof()),
        report(),
        "not_reviewed: no check, no proof and no signature is asked for",
    ),
}


def assessed(item: Item, seen: Report, *signed: Attestation, **more: Any) -> ItemResult:
    return assess(library(item, signed=signed, **more), seen, NOW).items[0]


def said(item: ItemResult) -> str:
    return f"{item.status}: {item.reason}"


@pytest.mark.parametrize("name", CASES)
def test_an_item_is_worth_its_worst_proof(name: str) -> None:
    """An item comes to the worst of its proofs, with its reason; a proof without a result never proves anything."""
    item, seen, words = CASES[name]
    assert words == said(assessed(item, seen))


GRADES = list(Grade)


@pytest.mark.parametrize("wanted", [None, *GRADES])
@pytest.mark.parametrize("grade", GRADES)
def test_evidence_of_a_lower_grade_is_only_a_demonstration(wanted: Grade | None, grade: Grade) -> None:
    """Evidence proves an item at the grade it was made on and below; above it reads `demonstrated on` and waits for review."""
    item = Item(id="item", title="Item", grade=wanted, proof=Proof(drill="d"))
    enough = wanted is None or GRADES.index(grade) >= GRADES.index(wanted)
    words = "passed: " if enough else f"not_reviewed: demonstrated on {grade}; {wanted} is asked for"
    found = assessed(item, report(drills=(drill("d", grade=grade),)))
    assert (words, grade, wanted) == (said(found), found.grade, found.wanted)


@pytest.mark.parametrize("status", [Status.FAILED, Status.ERROR, Status.SKIPPED, Status.STALE, Status.NOT_APPLICABLE])
def test_a_grade_makes_no_failure_better(status: Status) -> None:
    """What proves nothing stays what it is, whatever grade is asked for."""
    item = Item(id="item", title="Item", grade=Grade.PRODUCTION, checks=(check(),))
    assert status is assessed(item, report(result("item", status))).status


def test_an_item_shows_the_lowest_grade_of_its_evidence() -> None:
    """The grade of an item is the lowest of what was seen; what was not seen has none."""
    mixed = report(result("a", grade=Grade.LAB), drills=(drill("d", grade=Grade.LOCAL),))
    assert [Grade.LOCAL, Grade.LAB, None] == [
        assessed(item, seen).grade
        for item, seen in [(BY_BOTH, mixed), (BY_BOTH, report(*mixed.results)), (BY_BOTH, report())]
    ]


def test_an_item_names_what_was_seen_of_it() -> None:
    """The proofs of an item are the keys of its results and the ids of its drills; what has no result is not named."""
    seen = report(result("a"), result("a", drill="e"), drills=(drill("d"),))
    assert [("a", "e:a", "d"), ("a",)] == [
        assessed(BY_BOTH, seen).proofs,
        assessed(BY_BOTH, report(result("a"))).proofs,
    ]


ATTEST = Attest(role="head of support", valid_for="90d", per_release=True)
SIGNED_TOO = Item(id="item", title="Item", checks=(check(),), attest=ATTEST)
SIGNATURE = Attestation(
    item="item",
    status=Signed.PASSED,
    by="Ada",
    role="head of support",
    at="2026-11-20T00:00:00Z",
    digest=item_digest(SIGNED_TOO),
    release="v4",
)


@pytest.mark.parametrize(
    ("status", "signed", "words"),
    [
        (Status.PASSED, True, "attested: signed by Ada, head of support, on 2026-11-20T00:00:00Z"),
        (Status.FLAKY, True, "flaky: "),
        (Status.FAILED, True, "failed: "),
        (Status.SKIPPED, True, "skipped: "),
        (Status.PASSED, False, "not_reviewed: waits for the signature of: head of support"),
        (Status.SKIPPED, False, "not_reviewed: waits for the signature of: head of support"),
        (Status.NOT_APPLICABLE, False, "not_reviewed: waits for the signature of: head of support"),
    ],
)
def test_a_signature_counts_beside_checks(status: Status, *, signed: bool, words: str) -> None:
    """An item that wants checks and a signature is proved by neither alone: the worse of the two counts."""
    assert words == said(assessed(SIGNED_TOO, report(result("item", status)), *([SIGNATURE] if signed else [])))


@pytest.mark.parametrize(
    ("evidence", "signed", "until"),
    [
        (None, False, None),
        (UNTIL, False, UNTIL),
        (None, True, "2027-02-18T00:00:00.000Z"),
        (SOONER, True, SOONER),
        ("2028-01-01T00:00:00.000Z", True, "2027-02-18T00:00:00.000Z"),
    ],
)
def test_an_item_is_valid_until_the_first_of_its_proofs_lapses(
    evidence: str | None, *, signed: bool, until: str | None
) -> None:
    """An item is valid until the sooner of what its evidence and its signature say."""
    seen = report(result("item", valid_until=evidence))
    assert until == assessed(SIGNED_TOO, seen, *([SIGNATURE] if signed else [])).valid_until


def test_an_item_carries_what_its_page_and_a_decision_need() -> None:
    """The result of an item names its checklist, title, level, owner, signer, release and the digest to sign."""
    found = assessed(SIGNED_TOO, report(result("item")), SIGNATURE, owner="release")
    assert found == ItemResult(
        item="item",
        checklist="list",
        title="Item",
        level=Level.REQUIRED,
        status=Status.ATTESTED,
        reason="signed by Ada, head of support, on 2026-11-20T00:00:00Z",
        owner="release",
        grade=Grade.LOCAL,
        proofs=("item",),
        signed_by="Ada, head of support",
        signed_at=PLACE,
        valid_until="2027-02-18T00:00:00.000Z",
        release="v4",
        per_release=True,
        digest=item_digest(SIGNED_TOO),
    )


def test_an_item_may_have_an_owner_of_its_own() -> None:
    """An item's owner is its own, else that of its checklist, else nobody."""
    own = Item(id="item", title="Item", owner="support", checks=(check(),))
    owners = [assessed(one, report(), owner=of).owner for one, of in [(own, "release"), (ONE, "release"), (ONE, None)]]
    assert ["support", "release", ""] == owners


def test_a_plain_item_is_not_per_release() -> None:
    """An item without a signature, or with one that is not per release, is decided for every release alike."""
    lasting = Item(id="item", title="Item", attest=Attest(role="head of support"))
    assert [False, False, True] == [assessed(one, report()).per_release for one in (ONE, lasting, SIGNED_TOO)]


def test_items_keep_the_order_of_their_checklist() -> None:
    """Every item of every checklist has a result, in the order of the file, and the rest of the report is untouched."""
    items = [Item(id=name, title=name, checks=(check(),)) for name in "cab"]
    seen = report(result("a"))
    found = assess(library(*items), seen, NOW)
    assert (["c", "a", "b"], seen.results) == ([one.item for one in found.items_of("list")], found.results)


def test_what_people_should_know_goes_with_it() -> None:
    """Findings are of this report, as of the moment of the assessment: a waiver that nothing needs, and once it ended."""
    waiver = Waiver(check="item", justification="a ticket", owner="Ada", approver="Bob", expires="2026-12-01")
    body = Waivers(id="waivers", waivers=(waiver,))
    held = Library((*library(ONE).documents, Document("runbooks/waivers.yml", body, lambda _: PLACE)))
    found = [assess(held, report(result("item")), NOW + timedelta(days=days)).findings for days in (0, 30)]
    assert [["waiver-unused"], ["waiver-expired"]] == [[one.rule for one in each] for each in found]
