"""Inputs: every command follows them, quoted for the shell; links are not trusted; secrets are not kept."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from proofbook.matchers.textual import compiled
from proofbook.pages.commands import pieces
from proofbook.pages.following import browser_pattern
from tests.browsing import DESKTOP, Visit
from tests.runmode.conftest import PAGE, Opened

Evaluate = Callable[[str, object], object]

#: What stands in the address, and what becomes of it: the command that the operator sees, or why nothing does.
HOSTILE = {
    '"; rm -rf /; echo "': "replica lag \"${instance}\" --comment 'because ''\"; rm -rf /; echo \"'",
    "$(touch pwned)": "replica lag \"${instance}\" --comment 'because ''$(touch pwned)'",
    "`touch pwned`": "replica lag \"${instance}\" --comment 'because ''`touch pwned`'",
    "'; touch pwned; '": "replica lag \"${instance}\" --comment 'because '''\\''; touch pwned; '\\'''",
    "<script>window.pwned=1</script>": "replica lag \"${instance}\" --comment 'because ''<script>window.pwned=1</script>'",
    "<img src=x onerror=window.pwned=1>": "replica lag \"${instance}\" --comment 'because ''<img src=x onerror=window.pwned=1>'",
    "!! $HOME *": "replica lag \"${instance}\" --comment 'because ''!! $HOME *'",
    "a\ntouch pwned": "has characters that cannot be seen",
    "a\rb": "has characters that cannot be seen",
    "\x1b[201~touch pwned": "has characters that cannot be seen",
    "\u202etxt.exe": "has characters that cannot be seen",
    "a\x00b": "has characters that cannot be seen",
    "--output=/etc/passwd": "begins like an option",
    "x" * 501: "is longer than 500 characters",
}

REFUSED = {
    "instance=Replica-1": "instance does not match [a-z][a-z0-9\\-]*",
    "instance=a%20b": "instance does not match",
    "instance=a%0A": "instance has characters that cannot be seen",
    "instance=a&instance=b": "instance stands there twice",
    "mode=slow": "mode is not one of fast, smart",
    "wait=1e3": "wait is not a whole number",
    "wait=1;ls": "wait is not a whole number",
    "force=True": "force is not true or false",
    "token=secret": "token is secret: type it yourself",
}


@pytest.fixture(scope="module")
def evaluate(browser: Browser, followed: str) -> Iterator[Evaluate]:
    """Asks the page's own functions."""
    with Visit(browser, followed, PAGE, DESKTOP) as visit:
        page: Page = visit.page
        yield page.evaluate


def arguments(command: str) -> list[str]:
    """What a real shell makes of a command: its arguments, the program's name left out."""
    program = command.split(" ", 1)[0]
    script = f"{program}() {{ printf '%s\\0' \"$@\"; }}\n{command}\n"
    done = subprocess.run(["sh", "-u"], input=script, capture_output=True, text=True, check=False, cwd="/")
    return done.stdout.split("\0")[:-1]


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30) | st.text(
    "'\"\\$`!*?~#&;|<> \t\n(){}[]=%^-a"
)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=20))
def test_a_real_shell_reads_the_value_back(evaluate: Evaluate, words: list[str]) -> None:
    """Whatever a value holds, quoted it is one word of a POSIX shell, and the same value."""
    quoted = evaluate("words => words.map(proofbook.quote).join(' ')", words)
    done = subprocess.run(["sh", "-c", f"printf '%s\\0' {quoted}"], capture_output=True, check=True)
    assert words == done.stdout.decode().split("\0")[:-1]


@settings(max_examples=60, deadline=None)
@given(st.tuples(WORDS, WORDS, WORDS, WORDS))
def test_a_command_is_filled_in_where_it_stands(evaluate: Evaluate, texts: tuple[str, str, str, str]) -> None:
    """A value within an argument joins the text around it, whatever that is, and nothing else changes."""
    before, value, between, other = texts
    before, between = before.replace("${{", ""), between.replace("${{", "")
    command = ("printf", "%s\\0", f"{before}${{{{ inputs.a }}}}{between}${{{{inputs.b-c}}}}", "${{ inputs.a }}")
    script = evaluate(
        "([pieces, values]) => proofbook.line(pieces, new Map(values))",
        [pieces(command), [["a", value], ["b-c", other]]],
    )
    done = subprocess.run(["sh", "-c", str(script)], capture_output=True, check=True)
    assert [before + value + between + other, value] == done.stdout.decode().split("\0")[:-1]


def test_commands_follow(operator: Opened) -> None:
    """Every command, undo, mention and shell variable follows as it is typed; what is invalid or gone leaves the variable."""
    one = operator()
    blank = one.page.locator("[data-pb-step=look-at-the-lag] [data-pb-pieces] code").inner_html()
    assert 'replica lag "${instance}" --comment \'because \'"${reason}"' == one.command("look-at-the-lag")
    one.fill(instance="replica-1", reason="it's me")
    assert "replica lag replica-1 --comment 'because ''it'\\''s me'" == one.command("look-at-the-lag")
    assert 'pool add host=replica-1 --token "${token}"' == one.command("take-it-out", 1)
    assert "pool promote not-replica-1" == one.command("fail-over")
    instructions = "[data-pb-step=look-at-the-lag] > p:has(code)"
    assert (
        "Read the lag of replica-1. In your shell it is echo ${instance} lags."
        == one.page.locator(instructions).first.inner_text()
    )
    one.page.get_by_text("The same as shell variables").click()
    assert "reason='it'\\''s me'  # Why it is done" in one.page.locator(".pb-variables code").inner_text()
    one.field("mode").select_option("fast")
    one.fill(wait="soon")
    assert ('replica restart --mode fast --wait "${wait}" replica-1', "wait is not a whole number") == (
        one.command("restart-it"),
        one.page.locator(".pb-wrong:visible").inner_text(),
    )
    assert "true" == one.field("wait").get_attribute("aria-invalid")
    one.fill(instance="", reason="")
    assert blank == one.page.locator("[data-pb-step=look-at-the-lag] [data-pb-pieces] code").inner_html()


@pytest.mark.parametrize("value", HOSTILE, ids=ascii)
def test_a_hostile_link(operator: Opened, value: str) -> None:
    """A link's value is text that is shown as coming from it, quoted whole; or it is refused, and the page says why."""
    one = operator(f"?reason={quote(value)}&nobody=asked")
    wanted = HOSTILE[value]
    if "because" in wanted:
        command = one.command("look-at-the-lag")
        assert wanted == command
        assert ["--comment", f"because {value}"] == arguments(command.replace("${instance}", "i"))[2:]
        assert ("Filled in from the link." in one.panel(), value) == (True, one.field("reason").input_value())
    else:
        assert ("", True) == (
            one.field("reason").input_value(),
            f"Not taken from the link: reason {wanted}" in one.panel(),
        )
    assert (None, 0, []) == (
        one.page.evaluate("window.pwned"),
        one.page.locator("article script, article img, article [href^=javascript]").count(),
        one.visit.complaints,
    )


@pytest.mark.parametrize("query", REFUSED)
def test_a_link_is_held_against_the_declaration(operator: Opened, query: str) -> None:
    """Only what is declared, once, and fits type, choice and pattern is taken from a link; a secret never is."""
    one = operator(f"?{query}")
    assert f"Not taken from the link: {REFUSED[query]}" in one.panel()
    assert 0 == one.page.locator(".pb-field .pb-tag:visible").count()
    assert 'host="${instance}" --token "${token}"' in one.command("take-it-out")


def test_from_the_link(operator: Opened) -> None:
    """What a link filled in says so until it is typed over; a reload keeps the run, another link does not touch it."""
    one = operator("?instance=replica-1&wait=5&alert=replicalagging")
    assert 2 == one.page.locator(".pb-field .pb-tag:visible").count()
    one.fill(wait="6")
    assert 1 == one.page.locator(".pb-field .pb-tag:visible").count()
    one.start()
    one.settle("Done")
    one.page.reload()
    assert ("done open open open open", "6") == (one.states(), one.field("wait").input_value())
    assert "replicalagging" in one.page.locator(".pb-panel__head .pb-tag").inner_text().lower()
    one.again("?instance=replica-2")
    assert ("", "replica-2", True) == (
        one.states(),
        one.field("instance").input_value(),
        "not ended, 1 of 4" in one.panel(),
    )
    one.button("Resume").click()
    assert ("replica-1", "take-it-out") == (one.field("instance").input_value(), one.step())


def test_from_the_alert(operator: Opened) -> None:
    """The page of an alert passes what its link says on to the runbook, which records the alert."""
    one = operator()
    one.page.goto(f"{one.base}alerts/ReplicaLagging/?instance=replica-7&severity=%3Cb%3E")
    one.page.locator("a.pb-follow").click()
    one.page.wait_for_selector(".pb-panel")
    assert "replica-7" == one.field("instance").input_value()
    one.start()
    record = json.loads(one.downloaded("JSON"))
    assert ("ReplicaLagging", {"value": "replica-7", "from": "link"}) == (record["alert"], record["inputs"]["instance"])


def test_secrets_stay_in_memory(operator: Opened) -> None:
    """A secret is in no storage, no export, nowhere in the page; the copy button alone puts it in its place."""
    one = operator()
    one.visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    secret = "s3cret 'x'"
    one.fill(instance="replica-1", token=secret)
    one.start()
    one.settle("Done")
    one.fill(token=f"{secret}!")
    one.page.locator("[data-pb-step=take-it-out] [data-clipboard-target]").first.click()
    one.page.wait_for_function("!document.querySelector('[data-clipboard-text]')")
    copied = one.page.evaluate("navigator.clipboard.readText()")
    assert ["remove", "host=replica-1", "--token", f"{secret}!", "--force", "false"] == arguments(copied)
    one.page.locator("[data-pb-step=restart-it] [data-clipboard-target]").first.click()
    assert "replica restart --mode smart --wait 30 replica-1" == one.page.evaluate("navigator.clipboard.readText()")
    everything = [*one.stored().values(), one.downloaded("Markdown"), one.downloaded("JSON"), one.page.content()]
    assert [] == [text[:80] for text in everything if "s3cret" in text]
    assert "| token | secret, not recorded |  |" in everything[-3]
    one.page.reload()
    assert ("", 'pool remove host=replica-1 --token "${token}" --force false') == (
        one.field("token").input_value(),
        one.command("take-it-out"),
    )


#: pattern; what RE2 takes; what it does not
PATTERNS = [
    (r"v\d+", ["v1", "v22"], ["v", "xv1", "v1x", "v1\n"]),
    (r"[a-z][a-z0-9\-]*", ["a", "a-1"], ["-a", "A"]),
    (r"a|b", ["a", "b"], ["ab", ""]),
    (r"(?i)prod", ["prod", "PROD"], ["prods"]),
    (r"(?P<host>\w+)\:(?P<port>\d+)", ["a:1"], ["a;1"]),
    (r"\A\pL+\z", ["Grüße"], ["a1"]),
    (r"\PN+", ["ab"], ["a1"]),
    (r"\"\'\ \@\/\_\&", ["\"' @/_&"], [""]),
    (r"\x41\.", ["A."], ["Ab"]),
    (r".", ["☃", "😀"], ["ab"]),
    (r"", [""], ["a"]),
]
#: What only RE2 has: a browser must refuse it, not mean something else by it.
FOREIGN = [r"[[:alpha:]]+", r"\Qa.b\E", r"\p{Greek}", r"\x{41}", r"[]a]", r"a{,2}", r"(?U)a+", r"\012"]


@pytest.mark.parametrize(("pattern", "good", "bad"), PATTERNS)
def test_a_browser_reads_a_pattern_as_it_was_meant(
    evaluate: Evaluate, pattern: str, good: list[str], bad: list[str]
) -> None:
    """Patterns are written for RE2; the browser takes and refuses the same whole values."""
    here = [bool(compiled(pattern).fullmatch(text)) for text in good + bad]
    there = evaluate(
        "([pattern, texts]) => texts.map(text => new RegExp(...pattern).test(text))",
        [browser_pattern(pattern), good + bad],
    )
    assert [True] * len(good) + [False] * len(bad) == here == there


@pytest.mark.parametrize("pattern", FOREIGN)
def test_a_pattern_that_a_browser_does_not_know(evaluate: Evaluate, pattern: str) -> None:
    """Where a browser cannot judge, a person's value passes and a link's does not."""
    compiled(pattern)
    asked = {"name": "a", "type": "string", "like": pattern, "pattern": browser_pattern(pattern)}
    said = evaluate("input => [proofbook.fault(input, 'x'), proofbook.fault(input, 'x', true)]", asked)
    assert ["", "cannot be checked in this browser"] == said
