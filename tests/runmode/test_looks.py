"""Run mode to the eye, on paper, and to a screen reader."""

from __future__ import annotations

import gzip
import itertools

import pytest
from axe_playwright_python.sync_playwright import Axe

from proofbook.pages.bundle import bundle
from tests.browsing import DESKTOP
from tests.runmode.conftest import Opened, Operator

SIZES = ((320, 700), (375, 812), DESKTOP)
LOOKS = list(itertools.product(SIZES, ("light", "dark")))
#: Everything of ours that a page loads, compressed, in bytes.
BUDGET = 29 * 1024


def faults(one: Operator) -> list[object]:
    """What axe finds, and what scrolls sideways."""
    found = Axe().run(one.page).response["violations"]
    wide = one.page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [
        *[(each["id"], [node["target"] for node in each["nodes"]]) for each in found],
        *(["too wide"] if wide else []),
    ]


@pytest.mark.parametrize(("size", "scheme"), LOOKS, ids=[f"{size[0]}-{scheme}" for size, scheme in LOOKS])
def test_every_state(operator: Opened, size: tuple[int, int], scheme: str) -> None:
    """In every state of a run, in every look: no axe violation, nothing that scrolls sideways, no complaint."""
    one = operator("?instance=replica-1&mode=slow", size=size, color_scheme=scheme, reduced_motion="reduce")
    found = faults(one)
    one.fill(wait="soon")
    found += faults(one)
    one.start()
    one.settle("Done")
    one.settle("Failed", "x" * 300)
    one.button("Note", "[data-pb-now]").click()
    one.page.locator("[data-pb-now]").focus()
    one.page.keyboard.press("k")
    found += faults(one)
    one.button("End the run").click()
    found += faults(one)
    one.page.locator(".pb-end").get_by_role("button", name="End the run").click()
    found += faults(one)
    one.button("Close").click()
    found += faults(one)
    assert ([], [], []) == (found, one.visit.complaints, one.visit.outside)


def test_the_bar_hides_no_focus(operator: Opened) -> None:
    """Whatever has the focus can be seen: it is neither under the header nor under the bar."""
    one = operator(size=(375, 812))
    one.start()
    hidden = []
    for _ in range(60):
        one.page.keyboard.press("Tab")
        seen = one.page.evaluate(
            "(() => { const e = document.activeElement, box = e.getBoundingClientRect();"
            " if (!e.closest('.pb-do, .pb-panel')) return true;"
            " const there = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);"
            " return there !== null && (e.contains(there) || there.contains(e)); })()"
        )
        if not seen:
            hidden.append(one.page.evaluate("document.activeElement.outerHTML"))
    assert [] == hidden


def test_forced_colours(operator: Opened) -> None:
    """Where the reader forces colours of their own, it still shows what is done, where the run is, and what is open."""
    one = operator(forced_colors="active")
    one.start()
    one.settle("Done")
    ground = "all => all.map(one => getComputedStyle(one).backgroundColor)"
    for which in (".pb-bar .pb-segments i", "[data-pb-step] .pb-step__number"):
        done, now, still_open = one.page.locator(which).evaluate_all(ground)[:3]
        assert 3 == len({done, now, still_open}), which


def test_paper(operator: Opened) -> None:
    """Printed, each step has a box: empty with room for times and a name, or ticked; controls stay on the screen."""
    one = operator()
    box = "(id) => getComputedStyle(document.querySelector(`[data-pb-step=${id}] .pb-head`), '::before').content"
    room = "(id) => getComputedStyle(document.querySelector(`[data-pb-step=${id}]`), '::after').content"
    one.page.emulate_media(media="print")
    assert ('""', True) == (one.page.evaluate(box, "restart-it"), "who ____" in one.page.evaluate(room, "restart-it"))
    one.page.emulate_media(media="screen")
    assert "none" == one.page.evaluate(box, "restart-it")
    one.start()
    one.settle("Done")
    one.settle("Failed", "no answer")
    one.settle("Skip", "no time")
    one.page.emulate_media(media="print")
    steps = ("look-at-the-lag", "take-it-out", "restart-it", "tell-people")
    assert ['"✓"', '"✗"', '"–"', '""'] == [one.page.evaluate(box, step) for step in steps]
    assert "no answer" in one.page.inner_text("article")
    assert 0 == one.page.locator("article button:not(.md-code__button):visible, .pb-bar:visible").count()
    one.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert one.page.locator(".pb-variables").is_visible()


def test_paper_is_light(operator: Opened) -> None:
    """Printed from the dark, commands have the colours of paper: a variable on it is seen."""
    one = operator()
    colours = """scheme => {
      document.head.insertAdjacentHTML("beforeend", "<style>* { transition: none !important }</style>")
      document.body.dataset.mdColorScheme = scheme
      return [...document.querySelectorAll("article pre, article pre *")].map(one => getComputedStyle(one).color)
    }"""
    dark = one.page.evaluate(colours, "slate")
    one.page.emulate_media(media="print")
    printed = one.page.evaluate(colours, "slate")
    assert len(set(printed)) > 1, "commands are coloured"
    assert printed == one.page.evaluate(colours, "default") != dark


def test_said_and_named(operator: Opened) -> None:
    """Every change is told, every control has a name, every step is a group named by its heading."""
    one = operator()
    one.start()
    heading = one.page.locator("[data-pb-now]").get_attribute("aria-labelledby") or ""
    assert ("group", "Look at the lag", "status") == (
        one.page.locator("[data-pb-now]").get_attribute("role"),
        one.page.locator(f"[id='{heading}']").inner_text().rstrip("¶"),
        one.page.locator(".pb-live").get_attribute("role"),
    )
    one.settle("Done")
    assert "1 done, 3 open" == one.page.locator(".pb-bar .pb-segments").get_attribute("aria-label")
    pressed = one.button("Done", "[data-pb-step=look-at-the-lag]").get_attribute("aria-pressed")
    assert ("true", "The run") == (pressed, one.page.locator(".pb-bar").get_attribute("aria-label"))


def test_small_enough_for_a_bad_line() -> None:
    """All of our styles and scripts together stay within their budget, compressed."""
    assert sum(len(gzip.compress(content, mtime=0)) for content in bundle().values()) <= BUDGET
