"""A run from its start to its end, and everything that may come between."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

from tests.browsing import DESKTOP, Serving, Visit
from tests.runmode.conftest import HERE, PAGE, Opened, Operator, built, written
from tests.sites import Site


def press(operator: Operator, *keys: str) -> None:
    """Press keys, one after the other."""
    for key in keys:
        operator.page.keyboard.press(key)


def tab_to(operator: Operator, name: str) -> None:
    """Press Tab until the focus is on what is called so."""
    told = "(e => e.labels?.[0]?.textContent || e.getAttribute('aria-label') || e.textContent)(document.activeElement)"
    for _ in range(80):
        operator.page.keyboard.press("Tab")
        if operator.page.evaluate(told).strip() == name:
            return
    pytest.fail(f"Tab never comes to {name}")


def test_keyboard_only(operator: Opened) -> None:
    """A whole run with nothing but the keyboard: filled in, ticked, failed, noted, rolled back, ended."""
    one = operator()
    tab_to(one, "instance")
    one.page.keyboard.type("replica-1")
    tab_to(one, "who follows it")
    one.page.keyboard.type("Ada")
    press(one, "Enter")
    assert ("look-at-the-lag", "Run started. Now: Look at the lag.") == (one.step(), one.said())
    press(one, "c")
    one.page.keyboard.type("lag is 40 s")
    press(one, "Escape", "d")
    assert ("take-it-out", "Look at the lag: done. Now: Take it out of the <pool>.") == (one.step(), one.said())
    press(one, "x")
    one.page.keyboard.type("no answer")
    press(one, "Enter", "k")
    one.page.keyboard.type("not now")
    press(one, "Escape")
    assert "done failed open open open" == one.states()
    tab_to(one, "Roll back")
    press(one, "Enter")
    assert ("fail-over", "Rollback.") == (one.step(), one.said())
    press(one, "d")
    assert "done failed open open done" == one.states()
    press(one, "j")
    tab_to(one, "End the run")
    press(one, "Enter", "Tab")
    one.page.keyboard.type("call the vendor")
    press(one, "Tab", "Enter")
    assert "Run ended: rolled back." == one.said()
    assert "Resume" == one.page.evaluate("document.activeElement.textContent")
    assert [] == one.visit.complaints


def test_keys_stay_out_of_the_way(operator: Opened) -> None:
    """Letters act in a step and in the bar alone, and those of Material keep their meaning."""
    one = operator()
    one.start()
    for key in ("d", "s"):
        one.page.evaluate("document.activeElement.blur()")
        press(one, key)
    assert ("open open open open open", "Search") == (
        one.states(),
        one.page.evaluate("document.activeElement.getAttribute('aria-label')"),
    )
    press(one, "Escape")
    one.page.locator("[data-pb-now]").focus()
    press(one, "Control+d", "Alt+d", "q")
    assert "open open open open open" == one.states()
    one.page.locator(".pb-bar").focus()
    press(one, "d")
    assert "done open open open open" == one.states()


def test_verdicts_can_be_taken_back(operator: Opened) -> None:
    """What was chosen is taken back by choosing it again, cancelled before it is, and steps are done in any order."""
    one = operator()
    one.start()
    one.button("Skip", "[data-pb-step=tell-people]").click()
    one.button("Save", "[data-pb-step=tell-people]").click()
    assert "open open open open open" == one.states()
    one.button("Cancel", "[data-pb-step=tell-people]").click()
    one.button("Done", "[data-pb-step=tell-people]").click()
    assert ("look-at-the-lag", "open open open done open") == (one.step(), one.states())
    one.button("Done", "[data-pb-step=tell-people]").click()
    assert ("tell-people", "Tell people: open again.") == (one.step(), one.said())
    one.button("Start here", "[data-pb-step=restart-it]").click()
    assert "restart-it" == one.step()
    one.button("Start here", "[data-pb-step=fail-over]").click()
    assert "Rollback 1 of 1: Fail over" in one.page.locator(".pb-bar").inner_text()
    one.settle("Done")
    assert "No step is open" in one.page.locator(".pb-bar").inner_text()
    one.button("Back to the procedure").click()
    assert ("look-at-the-lag", "Back to the procedure.") == (one.step(), one.said())


def test_time(operator: Opened) -> None:
    """A step's clock runs while it is open, says when it takes longer than estimated, and stops with the step."""
    one = operator()
    one.start()
    one.at("15:01:05")
    one.page.wait_for_selector("[data-pb-now] .pb-clock.pb-off")
    assert "1:05" == one.page.locator("[data-pb-now] .pb-clock").inner_text()
    one.settle("Done")
    assert "done\n03:01 PM · took 1:05" == one.page.locator("[data-pb-step=look-at-the-lag] .pb-said").inner_text()


def test_reload(operator: Opened) -> None:
    """A reload loses nothing: ticks, reasons, notes half written, inputs, who, where the run stands."""
    one = operator()
    one.fill(instance="replica-1", reason="it's slow", **{"who follows it": "Ada"})
    one.start()
    one.settle("Done")
    one.button("Note", "[data-pb-now]").click()
    one.page.keyboard.type("half a")
    one.settle("Failed", "no <answer>")
    one.fill(wait="45")
    before = (one.states(), one.step(), one.command("restart-it"))
    one.page.reload()
    assert before == (one.states(), one.step(), one.command("restart-it"))
    assert ("replica-1", "it's slow", "45", "Ada") == tuple(
        one.field(name).input_value() for name in ("instance", "reason", "wait", "who follows it")
    )
    assert "half a" == one.page.locator("[data-pb-step=take-it-out] textarea").input_value()
    assert "no <answer>" in one.page.locator("[data-pb-step=take-it-out] .pb-said").inner_text()


def test_a_reload_by_keyboard_and_ear(operator: Opened) -> None:
    """Who follows by keyboard or ear goes on where they were: the focus is there, and it is said."""
    one = operator()
    one.start()
    one.settle("Done")
    one.page.reload()
    assert "take-it-out" == one.page.evaluate("document.activeElement.dataset.pbStep")
    one.page.wait_for_function("document.querySelector('.pb-live').textContent.includes('goes on. Now: Take it out')")
    one.page.keyboard.press("d")
    assert "done done open open open" == one.states()


def test_a_reload_moves_nobody(operator: Opened) -> None:
    """An address that leads to a part of the page is followed, and a run that has ended takes no focus."""
    one = operator("#undo-it")
    one.start()
    one.page.goto(f"{one.page.url.partition('#')[0]}#escalation")
    one.page.reload()
    assert "BODY" == one.page.evaluate("document.activeElement.tagName")
    one.button("End the run").click()
    one.page.locator(".pb-end").get_by_role("button", name="End the run").click()
    one.page.goto(one.page.url.partition("#")[0])
    assert "BODY" == one.page.evaluate("document.activeElement.tagName")


def test_the_browser_was_closed(operator: Opened) -> None:
    """A new tab, or the browser started again, opens the run that was open last."""
    one = operator()
    one.start()
    one.settle("Done")
    other = one.other_tab()
    assert ("done open open open open", "take-it-out") == (other.states(), other.step())


def test_two_tabs(operator: Opened) -> None:
    """Two tabs with one run show the same and overwrite nothing of each other's."""
    one = operator()
    one.start()
    other = one.other_tab()
    other.settle("Done")
    one.page.wait_for_selector("[data-pb-step=look-at-the-lag][data-pb-state=done]")
    one.settle("Failed", "broken")
    other.fill(instance="replica-9")
    other.page.wait_for_selector("[data-pb-step=take-it-out][data-pb-state=failed]")
    one.page.wait_for_function("document.querySelector('.pb-form input').value === 'replica-9'")
    assert one.states() == other.states() == "done failed open open open"


def test_several_runs(operator: Opened) -> None:
    """Several runs are kept, listed with how they stand, resumed, ended, opened and deleted, each by itself."""
    one = operator()
    one.fill(**{"who follows it": "Ada"})
    one.start()
    one.settle("Done")
    one.button("Leave for now").click()
    assert ("", "The run is kept in this browser.") == (one.states(), one.said())
    one.at("16:30:00")
    one.fill(**{"who follows it": "Bob"})
    one.start()
    one.button("End the run").click()
    one.page.locator(".pb-end").get_by_label("How did it end?").select_option("stopped")
    one.page.locator(".pb-end").get_by_role("button", name="End the run").click()
    assert 0 == one.page.locator(".pb-bar:visible, .pb-do__row:visible").count()
    one.button("Close").click()
    rows = one.page.locator(".pb-kept li")
    assert ["Nov 24, 2026, 4:30 PM · Bob\nstopped", "Nov 24, 2026, 3:00 PM · Ada\nnot ended, 1 of 4 steps"] == [
        row.inner_text().split("\nOpen")[0].split("\nResume")[0] for row in rows.all()
    ]
    rows.nth(1).get_by_role("button", name="Resume").click()
    assert ("take-it-out", "Ada") == (one.step(), one.field("who follows it").input_value())
    rows.nth(0).get_by_role("button", name="Open").click()
    one.button("Resume", ".pb-panel__head").click()
    assert ("Run resumed.", "look-at-the-lag") == (one.said(), one.step())
    delete = one.page.locator(".pb-panel__head").get_by_role("button", name="Delete")
    delete.click()
    assert 2 == sum(1 for value in one.stored().values() if '"format":1' in value)
    delete.click()
    assert ("Run deleted.", 1) == (one.said(), rows.count())
    for _ in range(2):
        rows.get_by_role("button", name="Delete").click()
    assert [] == [value for value in one.stored().values() if '"format":1' in value]


def test_offline(operator: Opened) -> None:
    """With the network gone everything goes on: ticking, notes, export; and back on, nothing is lost."""
    one = operator()
    one.visit.context.set_offline(True)
    one.fill(instance="replica-1")
    one.start()
    one.settle("Done")
    one.settle("Failed", "no answer")
    assert "failed: no answer" in one.downloaded("Markdown")
    one.visit.context.set_offline(False)
    one.page.reload()
    assert ("done failed open open open", [], []) == (one.states(), one.visit.outside, one.visit.complaints)


def test_a_browser_that_keeps_nothing(browser: Browser, followed: str) -> None:
    """Where storage is switched off, the page says so, and the run works until the page is closed."""
    with Visit(browser, followed, "404.html", DESKTOP) as visit:
        visit.page.add_init_script(
            "for (const name of ['localStorage', 'sessionStorage'])"
            " Object.defineProperty(window, name, {get() { throw new DOMException('denied', 'SecurityError'); }});"
        )
        one = Operator(visit, followed)
        one.again()
        one.start()
        one.settle("Done")
        assert "This browser does not keep runs." in one.panel()
        assert "done open open open open" == one.states()
        one.button("Leave for now").click()
        one.button("Resume").click()
        assert "done open open open open" == one.states()


def test_a_full_browser(operator: Opened) -> None:
    """When the storage is full, what was ticked stays in the page, and the page says that it is not kept."""
    one = operator()
    one.start()
    one.page.evaluate(
        "() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; }"
    )
    one.settle("Done")
    one.settle("Done")
    assert ("done done open open open", True) == (one.states(), "This browser does not keep runs." in one.panel())


def test_what_is_no_run_is_left_alone(operator: Opened) -> None:
    """Entries that are broken, or of another format, are neither shown nor touched."""
    one = operator()
    one.start()
    key = next(key for key in one.stored() if "T150000Z" in key)
    for at, text in enumerate(("{", "null", '{"format":2}', '{"format":1,"steps":[]}')):
        one.page.evaluate("([key, text]) => localStorage.setItem(key, text)", [f"{key}{at}", text])
    one.button("Leave for now").click()
    assert 1 == one.page.locator(".pb-kept li").count()


def test_without_javascript(browser: Browser, followed: str) -> None:
    """Without JavaScript the page is whole: commands with shell variables, and the lines that set them."""
    with Visit(browser, followed, PAGE, DESKTOP, java_script_enabled=False) as visit:
        text = visit.page.inner_text("article")
        for wanted in (
            "Set them first.",
            "mode=smart  # How it shuts down",
            'replica lag "${instance}"',
            "Read the lag of $instance",
        ):
            assert wanted in text
        assert 0 == visit.page.locator("article button:visible, article input:visible, .pb-run:visible").count()


def test_instant_navigation(operator: Opened) -> None:
    """With Material's instant navigation the page comes to life each time it is reached, once."""
    one = operator()
    one.start()
    one.settle("Done")
    one.page.evaluate("window.still = true")
    one.page.locator(".md-nav__link", has_text="All runbooks").first.click()
    one.page.wait_for_selector("h1:has-text('Runbooks')")
    one.page.keyboard.press("d")
    one.page.locator("article a", has_text="Restart a").first.click()
    one.page.wait_for_selector("[data-pb-now]")
    assert (True, "take-it-out", 5, 1) == (
        one.page.evaluate("window.still"),
        one.step(),
        one.page.locator(".pb-do").count(),
        one.page.locator(".pb-bar").count(),
    )


@pytest.fixture
def changing(tmp_path: Path, browser: Browser) -> Iterator[Operator]:
    """An operator of a site that is about to change."""
    written(tmp_path)
    with Serving(tmp_path / "site") as base, Visit(browser, base, PAGE, DESKTOP) as visit:
        yield Operator(visit, base)


def test_the_page_changed(changing: Operator, tmp_path: Path) -> None:
    """When the runbook changes during a run, the run says so, keeps what was done, and goes on with the new text."""
    one = changing
    one.start()
    one.settle("Done")
    text = (HERE / "restart-replica.yml").read_text()
    document = tmp_path / "runbooks/restart-replica.yml"
    document.write_text(text.replace("id: take-it-out", "id: take-it-away").replace("estimate: 5m", "estimate: 6m"))
    site = Site(tmp_path)
    built(site)
    one.page.reload()
    assert "This page has changed since the run began" in one.panel()
    one.button("Go on with the page as it is now").click()
    assert ("done open open open open", "take-it-away", False) == (
        one.states(),
        one.step(),
        "has changed" in one.panel(),
    )
    record = one.downloaded("Markdown")
    assert "| 6 | Take it out of the &lt;pool&gt; (no longer on the page) | open |" in record
    assert ", changed during the run to " in record


def test_evidence_is_no_change(changing: Operator, tmp_path: Path) -> None:
    """A rebuild, and what is no text of the runbook, does not alarm anybody."""
    changing.start()
    document = tmp_path / "runbooks/restart-replica.yml"
    document.write_text(document.read_text().replace("severity: high", "severity: critical\ntags: [database]"))
    built(Site(tmp_path))
    changing.page.reload()
    assert "changed" not in changing.panel()


def test_a_strict_policy(browser: Browser, followed: str) -> None:
    """Nothing of ours stands inline: under a policy that allows the site's own files alone, a run works to its export."""
    with Visit(browser, followed, "404.html", DESKTOP) as visit:

        def guarded(route: Route) -> None:
            answer = route.fetch()
            policy = "default-src 'self'; object-src 'none'; base-uri 'none'; require-trusted-types-for 'script'"
            route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": policy})

        visit.page.route(f"**/{PAGE}*", guarded)
        one = Operator(visit, followed)
        one.again("?instance=replica-1")
        one.start()
        one.settle("Done")
        one.settle("Failed", "no answer")
        assert "pool promote not-replica-1" == one.command("fail-over")
        assert "failed: no answer" in one.downloaded("Markdown")
        blocked = one.page.evaluate(
            "document.querySelector('.pb-bar') && getComputedStyle(document.querySelector('.pb-bar')).position"
        )
        assert ("sticky", []) == (blocked, [text for text in visit.complaints if "/assets/proofbook/" in text])
