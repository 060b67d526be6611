"""What holds of every history: nothing is lost, order does not matter, bounds hold, every mark has one transition."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from proofbook.gate import gate
from proofbook.history import Recall, bounded, compared, merged, recorded, transition
from proofbook.instants import stamp
from proofbook.model.history import ABSENT, GREEN, LETTERS, RED, STATUSES, UNSEEN, History, Past, Transition
from proofbook.model.status import Status
from tests.gate.records import drill, item, report, result

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
LETTER = st.sampled_from(sorted(STATUSES))
names = st.sampled_from(["a", "b", "drill:a", "list#a", "<script>"])


@st.composite
def runs(draw: st.DrawFn) -> History:
    """One run."""
    past = Past(
        started=stamp(EPOCH + timedelta(hours=draw(st.integers(0, 2000)))),
        environment=draw(st.sampled_from(["local", "lab"])),
        profile="default",
        gate=draw(st.sampled_from(["ok", "failed"])),
        proved=draw(st.dictionaries(names, st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=2)),
    )
    figures = draw(st.dictionaries(names, st.floats(-1e15, 1e15).map(lambda value: (value,)), max_size=2))
    return History(runs=(past,), marks=draw(st.dictionaries(names, LETTER, max_size=4)), figures=figures)


histories = st.lists(runs(), max_size=6)


@settings(max_examples=50)
@given(histories)
def test_order_does_not_matter(some: list[History]) -> None:
    """However histories are put together, the same comes out, and once is enough."""
    whole = merged(some)
    assert merged(reversed(some)) == whole == merged([whole, *some]) == merged([merged(some[:2]), merged(some[2:])])
    assert list(whole.runs) == sorted(whole.runs, key=lambda run: run.started)


@settings(max_examples=50)
@given(histories)
def test_nothing_is_lost(some: list[History]) -> None:
    """Every run with every mark is in what they are put together to; more only adds."""
    whole = merged(some)
    for one in some:
        at = [place for place, run in enumerate(whole.runs) if run == one.runs[0]]
        for name, letter in one.marks.items():
            assert letter in {whole.marks[name][place] for place in at}
        for name, figures in one.figures.items():
            assert figures[0] in {whole.figures[name][place] for place in at}
    assert msgspec.json.decode(msgspec.json.encode(whole), type=History) == whole


@settings(max_examples=50)
@given(histories, st.integers(1, 5), st.integers(1, 60))
def test_bounds(some: list[History], most: int, days: int) -> None:
    """No more runs, none older; to cut before or after putting together is the same; what is cut stays so."""
    at = EPOCH + timedelta(days=50)
    whole = bounded(merged(some), most, days, at)
    assert len(whole.runs) <= most
    assert all(run.started >= stamp(at - timedelta(days=days)) for run in whole.runs)
    assert bounded(merged(bounded(one, most, days, at) for one in some), most, days, at) == whole
    assert bounded(whole, most, days, at) == whole
    assert whole.runs == merged([whole]).runs == merged(some).runs[len(merged(some).runs) - len(whole.runs) :]


@settings(max_examples=50)
@given(st.text("".join(STATUSES) + ABSENT, max_size=8), st.sampled_from([*STATUSES, ABSENT]))
def test_every_mark_has_a_transition(before: str, now: str) -> None:
    """One of five, by the last look; what is right now and only that is fixed, and it is told once."""
    made = transition(before, now)
    looks = [letter for letter in before if letter not in UNSEEN]
    assert (made is Transition.NEW) == (now not in UNSEEN and not looks)
    assert made is not Transition.FIXED or (now in GREEN and looks[-1] not in GREEN)
    assert made is not Transition.REGRESSED or (now not in GREEN and looks[-1] not in RED)
    assert made is not Transition.ABSENT or (now in UNSEEN and before[-1] not in UNSEEN)
    again = transition(before + now, now)
    assert again is Transition.UNCHANGED


def test_letters() -> None:
    """Every status has its letter, none has another's, and each is of one colour at most."""
    assert set(LETTERS) == set(Status) and len(STATUSES) == len(LETTERS)
    assert len(set(GREEN + RED + UNSEEN)) == len(GREEN + RED + UNSEEN)
    assert ABSENT not in STATUSES


def after(*earlier: str, now: Status) -> Transition | None:
    """What a check came to, after runs that saw these letters."""
    past = [
        History(
            runs=(Past(started=f"2026-11-22T{at:02}:00:00.000Z", environment="local", profile="default", gate="ok"),),
            marks={"a": letter, "gone": "p"},
        )
        for at, letter in enumerate(earlier)
    ]
    made = compared(report(result("a", now)), merged(past))
    return made.results[0].transition


def test_a_report_is_compared() -> None:
    """With the runs of its environment and profile, started before it; where there is none, with nothing."""
    assert after(now=Status.PASSED) is None
    assert after("f", "p", now=Status.FAILED) is Transition.REGRESSED
    assert after("f", "s", now=Status.PASSED) is Transition.FIXED
    assert after("f", now=Status.WAIVED) is Transition.UNCHANGED
    assert after("p", now=Status.WAIVED) is Transition.REGRESSED
    assert after("p", now=Status.SKIPPED) is Transition.ABSENT
    assert after("r", now=Status.FAILED) is Transition.REGRESSED
    assert after("f", now=Status.INSUFFICIENT_DATA) is Transition.UNCHANGED
    seen = report(result("a"), drills=(drill("d"),), items=(item("a", Status.NOT_REVIEWED),))
    old = recorded(replace(seen, started="2026-11-20T00:00:00.000Z"), gate(seen))
    assert old.marks == {"a": "p", "d": "p", "list#a": "r"}
    assert old.runs[0].proved == {"list": (0, 1)}
    made = compared(report(), old)
    assert (made.compared, made.absent) == ("2026-11-20T00:00:00.000Z", ("a", "d", "list#a"))
    assert compared(report(profile="full"), old).compared is None
    assert compared(report(environment="lab"), old).compared is None
    later = replace(old, runs=(replace(old.runs[0], started="2030-01-01T00:00:00.000Z"),))
    assert compared(report(), later).compared is None


def test_what_is_told() -> None:
    """Since when, when last red and green, what it was before; of what nothing saw, nothing."""
    letters, days = "pfsfp", ["2026-11-18", "2026-11-19", "2026-11-20", "2026-11-21", "2026-11-23"]
    past = History(
        runs=tuple(
            Past(started=f"{day}T12:00:00.000Z", environment="local", profile="default", gate="ok") for day in days
        ),
        marks={"a": letters},
        figures={"a": (1.0, None, None, 3.0, 2.0)},
    )
    recall = Recall(report(result("a"), result("b"), history=past))
    told = recall.told("a")
    assert (told.since, told.green) == (past.runs[4].started,) * 2
    assert (told.red, told.was) == (past.runs[3].started, Status.FAILED)
    assert [value for _, value in recall.figures("a")] == [1.0, 3.0, 2.0]
    assert recall.told("b").since is None
    assert [amount for _, amount in recall.counts(RED)] == [0, 1, 0, 1, 0]
