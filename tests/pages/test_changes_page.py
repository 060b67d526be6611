"""What changed since the last build, how figures went, and when a mark was last red; all from one results file."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from msgspec.structs import replace

from proofbook.gate import gate
from proofbook.history import compared
from proofbook.model.history import History, Past
from proofbook.model.library import Library
from proofbook.model.results import Report
from proofbook.model.settings import Settings
from proofbook.model.status import Status
from proofbook.pages import pages
from proofbook.pages.charts import trend
from tests.gate.records import report, result
from tests.pages.conftest import row
from tests.sites import Site

HOSTILE = "<script>alert(1)</script>|[x](javascript:y)"
DAYS = ("2026-11-18", "2026-11-20", "2026-11-23")


def past(**marks: str) -> History:
    """Three builds; the last is the one that is shown."""
    runs = tuple(
        Past(started=f"{day}T12:00:00.000Z", environment="local", profile="default", gate="failed", release=HOSTILE)
        for day in DAYS
    )
    return History(runs=runs, marks=marks, figures={"worse": (1.0, 2.0, 5.0)})


def shown(seen: Report, history: History) -> dict[str, str]:
    """Every page of the report with this history."""
    seen = compared(replace(seen, history=history), history)
    made = pages(Library(()), seen, gate(seen), Settings())
    return {one.uri: one.markdown for one in made.pages}


def test_what_changed() -> None:
    """Each mark under what became of it, with what it was and when it was last red and green."""
    seen = report(result("worse", Status.FAILED), result("better"), result("fresh"), result("same"))
    made = shown(seen, past(worse="pp.", better="pff", same="ppp", **{HOSTILE: "pp."}))["proof/changes.md"]
    titles = [line.split(" {")[0] for line in made.splitlines() if line.startswith("## ")]
    assert titles == ["## Regressed", "## Fixed", "## New", "## Absent", "## Builds"]
    assert "1 mark unchanged" in made
    _, _, before, red, green = row(made, "worse")
    assert ("passed" in before, red, "2026-11-20" in green) == (True, "", True)
    _, _, before, red, green = row(made, "better")
    assert ("failed" in before, "2026-11-23" in red) == (True, True)
    assert "<script>" not in made and "](javascript" not in made
    assert len(row(made, "gone")) == 5
    overview = shown(seen, past(worse="pp.", better="pff"))["proof/index.md"]
    assert "1 <small>regressed, 1 fixed</small>" in overview
    assert 'aria-label="checks that are not right, 3 builds' in overview


def test_nothing_to_compare_with() -> None:
    """The first build, and one that is as the one before, say so."""
    seen = report(result("a"))
    assert "nothing to compare with yet" in shown(seen, History())["proof/index.md"]
    assert "no build of this environment" in shown(seen, History())["proof/changes.md"]
    assert "Nothing has changed." in shown(seen, past(a="ppp"))["proof/changes.md"]


def test_too_many() -> None:
    """A page stays one that can be read."""
    seen = report(*(result(f"c{at}", Status.FAILED) for at in range(205)))
    made = shown(seen, past(**{f"c{at}": "pp." for at in range(205)}))["proof/changes.md"]
    assert "and 5 more" in made


@pytest.mark.parametrize(
    ("values", "target"),
    [((1.0, 2.0), None), ((0.0, 0.0), {"le": 3}), ((-1.0, 5.0, 2.0), {"ge": 1}), ((1e15, -1e15), {"between": [1, 2]})],
)
def test_trend(values: tuple[float, ...], target: object) -> None:
    """A point for each build, all within the picture, and the course in words."""
    points = [(f"2026-11-{at + 10}T12:00:00.000Z", value) for at, value in enumerate(values)]
    svg = ET.fromstring(trend(points, "<Load>", target))
    drawn = svg.find("polyline")
    assert drawn is not None
    places = [tuple(map(float, point.split(","))) for point in drawn.attrib["points"].split()]
    assert len(places) == len(values)
    assert all(0 <= x <= 100 and 0 <= y <= 24 for x, y in places)
    assert svg.attrib["aria-label"].startswith(f"<Load>, {len(values)} builds from 2026-11-10 12:00 UTC to ")
    assert (svg.find("rect") is None) == (target is None)


def test_no_trend_of_one() -> None:
    """A single build has no course."""
    assert trend([("2026-11-10T12:00:00.000Z", 1.0)], "Load") == ""


def test_a_mark_and_its_past(site: Site) -> None:
    """An objective has its course, a check says when it was red: after builds in which both changed."""
    site.write(
        goals="""
            kind: objectives
            id: goals
            title: Goals
            objectives:
              - id: load
                title: Load it bears
                category: technical
                source: {document: {path: data.json}}
                value: {fact: data, path: $.load}
                target: {ge: 1}
        """
    )
    for load in (3, 0, 2):
        site.file("data.json", f'{{"load": {load}}}')
        assert site.proofbook("run").code == (0 if load else 1)
    made = {one.uri: one.markdown for one in site.published(run=False).pages}
    assert "Load it bears, 3 builds from " in made["objectives/goals.md"]
    assert "last seen red" in made["objectives/goals.md"]
    assert row(made["proof/checks.md"], "Load it bears")[-1].startswith("red <time")
