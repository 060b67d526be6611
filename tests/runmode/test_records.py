"""The record of a run, as Markdown and JSON, to the letter; and what a hostile author or operator writes into it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import markdown
import pytest
from playwright.sync_api import Browser

from tests.browsing import DESKTOP, Visit
from tests.runmode.conftest import HERE, PAGE, Opened, Operator, written

NOTE = "# lag\n- 40 s <b>\n1. | pipe\n    code\n```\n[x](javascript:y)\n---"


def incident(one: Operator) -> None:
    """Follow the runbook through a bad night."""
    one.fill(instance="replica-1", reason="*slow* | <b>", token="s3cret", **{"who follows it": "Ada | Bob"})
    one.start()
    one.at("15:01:05")
    one.settle("Done")
    one.at("15:02:00")
    one.button("Note", "[data-pb-now]").click()
    one.page.locator("[data-pb-now] textarea").fill(NOTE)
    one.page.keyboard.press("Escape")
    one.at("15:04:30")
    one.settle("Failed", "pool said `no` <script>")
    one.at("15:05:00")
    one.fill(wait="60")
    one.settle("Skip", "no time")
    one.at("15:06:00")
    one.button("Roll back").click()
    one.at("16:10:07")
    one.settle("Done")
    one.button("End the run").click()
    one.page.locator(".pb-end textarea").fill("It was\nthe disk.")
    one.page.locator(".pb-end").get_by_role("button", name="End the run").click()


def normal(text: str, one: Operator) -> str:
    """Without what differs from run to run: the port, and the random end of the id."""
    return re.sub(r"(20261124T150000Z)-[0-9a-f]{4}", r"\1-0000", text.replace(one.base, "http://127.0.0.1/"))


@pytest.mark.parametrize(("button", "file"), [("Markdown", "incident.md"), ("JSON", "incident.json")])
def test_the_record_to_the_letter(operator: Opened, button: str, file: str) -> None:
    """The record says what was done, by whom, when and how long, and why it was not."""
    one = operator("?alert=ReplicaLagging")
    incident(one)
    assert (HERE / file).read_text() == normal(one.downloaded(button), one)


def test_the_record_is_stored_as_it_is_exported(operator: Opened) -> None:
    """What the browser keeps is what JSON has, so that nothing can be in one and not in the other."""
    one = operator()
    incident(one)
    (kept,) = [json.loads(text) for text in one.stored().values() if '"format":1' in text]
    assert json.loads(one.downloaded("JSON")) == kept


def test_the_record_is_inert(operator: Opened) -> None:
    """As HTML the record has the frame that we gave it, and nothing that somebody wrote into it."""
    one = operator()
    incident(one)
    page = markdown.markdown(one.downloaded("Markdown"), extensions=["tables"])
    tags = set(re.findall(r"<(\w+)", page))
    assert set() == tags - {
        "h1",
        "h2",
        "p",
        "ul",
        "li",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "blockquote",
        "strong",
    }
    assert 1 == page.count("<h1>")
    for text in (
        "*slow* &#124; &lt;b&gt;",
        "pool said `no` &lt;script&gt;",
        "[x](javascript:y)",
        "1. &#124; pipe",
        "---",
    ):
        assert text in page


def test_an_open_run(operator: Opened) -> None:
    """A run that is not over is exported as it stands."""
    one = operator()
    one.start()
    text = one.downloaded("Markdown")
    assert (
        "- Ended: still open" in text,
        "## Notes" in text,
        "| 1 | Look at the lag | open | 15:00:00 | – | – |  |" in text,
    ) == (
        True,
        False,
        True,
    )


def test_names_of_files(operator: Opened) -> None:
    """A record's file is named for its runbook and its start."""
    one = operator()
    one.start()
    with one.page.expect_download() as download:
        one.page.locator(".pb-panel__head").get_by_role("button", name="JSON").click()
    assert re.fullmatch(
        r"restart-replica-20261124T150000Z-[0-9a-f]{4}\.json", Path(download.value.suggested_filename).name
    )


def test_from_a_file(browser: Browser, followed: str, tmp_path: Path) -> None:
    """An offline copy of the site, opened from a disk, follows and keeps runs like the site."""
    root = written(tmp_path, folders="false").root
    with Visit(browser, f"file://{root}/site/", PAGE.rstrip("/") + ".html", DESKTOP) as visit:
        one = Operator(visit, "")
        one.start()
        one.settle("Done")
        one.page.reload()
        assert ("done open open open open", []) == (one.states(), visit.outside)
        assert (
            f"file://{root}/site/runbooks/restart-replica.html" == json.loads(one.downloaded("JSON"))["runbook"]["page"]
        )
