"""The verdict table of the design, row by row."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofbook.model.status import MEANINGS, Status, effective, proves, worst

#: Section 2 of the design: verdict → status, gate, decision of a required item.
TABLE = """
passed             ok                  proved
flaky              ok (setting: fail)  proved, marked
failed             fails               NO-GO
waived             ok                  proved, counted apart
error              inconclusive        NO-GO
blocked            as its cause        NO-GO
stale              inconclusive        NO-GO
skipped            ok                  NO-GO
not_applicable     ok                  left out
attested           –                   proved by signature
not_reviewed       –                   NO-GO
expired            –                   NO-GO
insufficient_data  ok                  NO-GO
"""

#: Where one status stands for many, the worst counts.
WORST_FIRST = [
    "failed",
    "error",
    "blocked",
    "stale",
    "expired",
    "insufficient_data",
    "not_reviewed",
    "skipped",
    "waived",
    "flaky",
    "attested",
    "passed",
    "not_applicable",
]

statuses = st.sampled_from(Status)


def test_every_status_means_what_the_design_says() -> None:
    """Each row of the design's table is what gate and decision go by, and there is no other status."""
    rows = [f"{status:<19}{meaning.gate:<20}{meaning.decision}" for status, meaning in MEANINGS.items()]
    assert TABLE.strip().splitlines() == rows


def test_every_status_is_said_in_words() -> None:
    """No two statuses are said in the same words."""
    assert len(Status) == len({meaning.words for meaning in MEANINGS.values()} - {""})


def test_only_what_is_proved_proves() -> None:
    """Passed, flaky, waived and attested prove a required item; nothing else does."""
    assert {Status.PASSED, Status.FLAKY, Status.WAIVED, Status.ATTESTED} == set(filter(proves, Status))


@pytest.mark.parametrize("verdict", Status)
def test_a_waiver_never_hides_anything_but_a_failure(verdict: Status) -> None:
    """A waiver turns `failed` into `waived` and leaves every other verdict, an error above all, as it is."""
    waived = Status.WAIVED if verdict is Status.FAILED else verdict
    assert (verdict, waived) == (effective(verdict), effective(verdict, waived=True))


@pytest.mark.parametrize(("worse", "better"), list(pairwise(WORST_FIRST)))
def test_the_worst_stands_for_many(worse: str, better: str) -> None:
    """Of two statuses the worse one counts, in the order of the design; what does not apply never counts against another."""
    assert Status(worse) is worst([Status(better), Status(worse)])


@given(st.permutations(Status).flatmap(lambda every: st.integers(1, len(every)).map(lambda size: every[:size])))
def test_the_worst_does_not_depend_on_the_order(some: list[Status]) -> None:
    """In whatever order statuses come in, the same one is the worst."""
    assert worst(sorted(some)) is worst(some)


@given(st.lists(statuses, min_size=1), st.lists(statuses, min_size=1))
def test_the_worst_of_parts_is_the_worst_of_all(some: list[Status], others: list[Status]) -> None:
    """Parts may be summed up first: the worst of their worst is the worst of everything."""
    assert worst([worst(some), worst(others)]) is worst(some + others)


def test_nothing_stands_for_nothing() -> None:
    """The worst of no status at all is nobody's guess: it is an error."""
    with pytest.raises(ValueError, match="empty"):
        worst([])
