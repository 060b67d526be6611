"""What changed since the last build: each mark that is another, since when, and the builds there were."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from proofbook.history import Told
from proofbook.model.history import GREEN, RED, Past, Transition
from proofbook.model.status import Status
from proofbook.pages.environments import rehearsals
from proofbook.pages.links import page_of
from proofbook.pages.site import Seen

#: So many of one kind, and so many builds, are shown.
MOST, BUILDS = 200, 30
_GROUPS = (
    (Transition.REGRESSED, "Regressed", "Right before, and not now."),
    (Transition.FIXED, "Fixed", "Right now, and it was not."),
    (Transition.NEW, "New", "Looked at for the first time."),
    (Transition.ABSENT, "Absent", "The build before has seen it; this one has not."),
)


class Changed(Struct, frozen=True):
    """One mark that is another than before. Without a page, the site no longer has it."""

    kind: str
    title: str
    told: Told
    status: Status | None = None
    page: str = ""
    anchor: str = ""


class Build(Struct, frozen=True):
    """One run that is remembered, with how many checks it saw right and wrong."""

    run: Past
    status: Status
    right: int
    wrong: int


def changes_view(seen: Seen) -> dict[str, Any]:
    """The template's context."""
    told: dict[Transition | None, list[Changed]] = {}
    for transition, one in _marks(seen):
        told.setdefault(transition, []).append(one)
    builds = _builds(seen)
    return {
        "since": seen.report.compared,
        "groups": [(name, words, told.get(kind, [])) for kind, name, words in _GROUPS if told.get(kind)],
        "unchanged": len(told.get(Transition.UNCHANGED, [])),
        "builds": builds[-BUILDS:][::-1],
        "wrong": seen.recall.counts(RED),
        "right": seen.recall.counts(GREEN),
        "most": MOST,
    }


def in_short(seen: Seen) -> dict[str, Any]:
    """The same for the overview: amounts of checks and drills, and how many checks were not right at each build."""
    found = [one.transition for one in seen.report.results] + [one.transition for one in seen.report.drills]
    return {
        "since": seen.report.compared,
        "regressed": found.count(Transition.REGRESSED),
        "fixed": found.count(Transition.FIXED),
        "wrong": seen.recall.counts(RED),
    }


def _marks(seen: Seen) -> Iterator[tuple[Transition | None, Changed]]:
    recall, report = seen.recall, seen.report
    for one in report.results:
        body = seen.bodies.get(one.document)
        page, anchor = (page_of(body), seen.anchor_of(one)) if body else ("", "")
        title = f"{one.title} ({one.drill})" if one.drill else one.title
        yield one.transition, Changed("check", title, recall.told(one.key), one.status, page, anchor)
    for row in rehearsals(seen):
        if row.result:
            told = recall.told(row.drill.id)
            title = row.drill.title or row.drill.id
            yield row.result.transition, Changed("drill", title, told, row.result.status, row.page, row.anchor)
    for item in report.items:
        body = seen.bodies.get(item.checklist)
        if body and item.item in seen.items:
            anchor = seen.anchor(body.id, "item", item.item)
            told = recall.told(item.key)
            yield item.transition, Changed("item", item.title, told, item.status, page_of(body), anchor)
    for name in report.absent:
        yield Transition.ABSENT, Changed("", name, recall.told(name))


def _builds(seen: Seen) -> list[Build]:
    gates = {"ok": Status.PASSED, "failed": Status.FAILED}
    right, wrong = seen.recall.counts(GREEN), seen.recall.counts(RED)
    return [
        Build(run, gates.get(run.gate, Status.ERROR), right[at][1], wrong[at][1])
        for at, run in enumerate(seen.recall.runs)
    ]
