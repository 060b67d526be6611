"""Charts: the right lengths, a text alternative, and nothing where there is no number."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from proofbook.model.checklist import Level
from proofbook.model.environment import Grade
from proofbook.model.results import ItemResult
from proofbook.model.status import Status
from proofbook.pages.charts import against, bounds, ring, share
from proofbook.pages.escaping import breakable


def item(status: Status, **more: object) -> ItemResult:
    """An item of a status."""
    return ItemResult(item="i", checklist="c", title="I", level=Level.REQUIRED, status=status, **more)  # type: ignore[arg-type]


def test_ring() -> None:
    """One arc an item, in order; what was shown elsewhere is told apart; the count in words."""
    shown = item(Status.NOT_REVIEWED, grade=Grade.LAB, wanted=Grade.PRODUCTION, reason="demonstrated on lab")
    svg = ET.fromstring(ring([item(Status.PASSED), item(Status.FAILED), shown], 1))
    assert "1 of 3 proved: 1 passed, 1 failed, 1 shown on lab" == svg.attrib["aria-label"]
    assert ["pb-pass", "pb-fail", "pb-muted pb-shown"] == [one.attrib["class"] for one in svg.findall("circle")]
    assert "1/3" == svg.findtext("text")


def test_one_item_is_a_whole_ring() -> None:
    """Without a gap."""
    circle = ET.fromstring(ring([item(Status.PASSED)], 1)).find("circle")
    assert circle is not None
    assert "100.00 0.00" == circle.attrib["stroke-dasharray"]


@pytest.mark.parametrize(("part", "whole", "width"), [(1, 4, "25.00"), (0, 0, "0.00")])
def test_share(part: int, whole: int, width: str) -> None:
    """A bar filled as far as the part goes of the whole; of nothing, not at all."""
    svg = ET.fromstring(share(part, whole, "Steps"))
    assert (f"Steps: {part} of {whole}", width) == (svg.attrib["aria-label"], svg.findall("rect")[1].attrib["width"])


BOUNDS = [
    ({"le": 300}, (None, 300)),
    ({"gt": 1, "lt": 2}, (1, 2)),
    ({"between": [1, 3]}, (1, 3)),
    ({"equals": 0}, (0, 0)),
    (5, (5, 5)),
    ("text", None),
    ({"contains": "x"}, None),
    (True, None),
]


@pytest.mark.parametrize(("target", "allowed"), BOUNDS, ids=str)
def test_bounds(target: object, allowed: object) -> None:
    """At least and at most, of every way to bound a number."""
    assert allowed == bounds(target)


@pytest.mark.parametrize(
    ("value", "target", "tint"),
    [(200, {"le": 300}, "pass"), (400, {"le": 300}, "fail"), (-5, {"ge": 0}, "fail"), (0, {"equals": 0}, "pass")],
)
def test_against(value: float, target: object, tint: str) -> None:
    """The mark stands inside of what is allowed exactly when the target is met, and everything inside of the picture."""
    svg = ET.fromstring(against(value, target, "x"))
    _, allowed, mark = svg.findall("rect")
    start = float(allowed.attrib["x"])
    at, end = float(mark.attrib["x"]), start + float(allowed.attrib["width"])
    assert f"pb-against pb-{tint}" == svg.attrib["class"]
    assert ((tint == "pass"), True) == (start <= at <= end, 0 <= at <= 99 and 0 <= start and end <= 100.6)


def test_nothing_to_draw() -> None:
    """Of what is no number, or has no bounds."""
    assert ["", ""] == [against("fast", {"le": 3}, "x"), against(3, {"contains": 3}, "x")]


def test_breakable() -> None:
    """A long name may be broken between its words, and nowhere does markup come in."""
    assert "High<wbr>Error<wbr>Rate5xx &lt;b&gt;" == breakable("HighErrorRate5xx <b>")
