"""Values that are known already, and values handed on from check to check."""

from __future__ import annotations

import pytest

from tests.run.looks import looked, said
from tests.sites import Site

PRINTS = """command: [python, -c, 'print(''{"id": 7}'')'], expect: {exit_code: 0}"""
CAPTURE = "capture: {id: {fact: json, path: $.id}, code: {fact: exit_code}}"


def test_variables(site: Site) -> None:
    """A variable is judged as itself, and looked into; no permission is needed."""
    site.settings("{files: false}", vars='{size: 3, made: {of: [1, {a: "x"}]}}')
    results = looked(
        site,
        {
            "whole": 'matching: {value: "${{ vars.size }}"}, expect: {value: {is_type: integer, ge: 3}}',
            "part": 'matching: {value: "size ${{ vars.size }}"}, expect: {value: size 3}',
            "inside": "matching: {value: \"${{ vars.made }}\"}, expect: {json: {'$.of[1].a': x}}",
            "wrong": 'matching: {value: "${{ vars.size }}"}, expect: {value: {gt: 3}}',
            "nowhere": "matching: {value: \"${{ vars.size }}\"}, expect: {json: {'$.a': 1}}",
        },
    )
    verdicts = {name: verdict for name, (verdict, _) in said(results).items()}
    assert verdicts == dict.fromkeys(("whole", "part", "inside"), "passed") | dict.fromkeys(
        ("wrong", "nowhere"), "failed"
    )
    assert results["wrong"]["reason"].startswith("value: expected more than 3, got 3")


def test_captured(site: Site) -> None:
    """What a check saw reaches those that need it, with its type, in parameters and expectations."""
    results = looked(
        site,
        {
            "login": f"{PRINTS}, {CAPTURE}",
            "typed": 'needs: [login], matching: {value: "${{ captures.login.id }}"}, expect: {value: {is_type: integer, equals: 7}}',
            "expected": 'needs: [login], matching: {value: 7}, expect: {value: "${{ captures.login.id }}"}',
            "text": 'needs: [login], command: [echo, "user-${{ captures.login.id }}"], expect: {stdout: {contains: user-7}}',
        },
    )
    assert said(results) == dict.fromkeys(("login", "typed", "expected", "text"), ("passed", ""))


def test_nothing_to_capture(site: Site) -> None:
    """A capture that selects nothing has failed, though every expectation holds; who needs it is blocked."""
    results = looked(
        site,
        {
            "login": f"{PRINTS}, capture: {{user: {{fact: json, path: $.user}}}}",
            "after": 'needs: [login], matching: {value: "${{ captures.login.user }}"}, expect: {value: 1}',
        },
    )
    assert said(results) == {
        "login": ("failed", "capture user: json $.user selects nothing"),
        "after": ("blocked", "needs login, which did not pass"),
    }


DRILL = """
kind: runbook
id: sell
title: Sell
{group}
"""
STEPS = """
      - id: order
        title: Order
        instructions: Order.
        run: {command: ["true"]}
        verify:
          - {id: ordered, command: [echo, "41"], expect: {exit_code: 0}, capture: {number: {fact: json, path: $}}}
      - id: pay
        title: Pay
        instructions: Pay.
        verify:
          - {id: paid, needs: [ordered], matching: {value: "${{ captures.ordered.number }}"}, expect: {value: 41}}
"""
LAB = "kind: environment\nid: lab\ntitle: Lab\ngrade: lab\ndisposable: true\n"


@pytest.mark.parametrize("shared", [False, True], ids=["own steps", "steps of a group"])
def test_captured_in_a_drill(site: Site, *, shared: bool) -> None:
    """Checks of a drill hand on within that drill; in a group of steps ids and references are renamed together."""
    used = "stages:\n  - {id: all, title: All, use: selling}\n"
    head = "kind: runbook\nid: sell\ntitle: Sell\ndrills: [{id: rehearsal, environment: lab}]\n"
    site.write(lab=LAB, sell=head + (used if shared else "steps:" + STEPS))
    if shared:
        site.write(named=f"kind: checks\nid: named\ntitle: Named\ngroups:\n  selling:\n    steps:{STEPS}")
    done = site.proofbook("run")
    assert done.code == 0, done
    assert site.result(f"rehearsal:{'sell.' if shared else ''}paid")["verdict"] == "passed"


WRONG = [
    ("capture: {a: {fact: jsn, path: $.a}}", "`command` has no fact `jsn`", "did you mean `json`"),
    ("capture: {a: {fact: json}}", "the fact `json` needs a path", "add `path:`"),
    ("capture: {a: {fact: json, path: 'a['}}", "is not a JSONPath", ""),
    ("capture: {a.b: {fact: exit_code}}", "", ""),
]


@pytest.mark.parametrize(("capture", "message", "advice"), WRONG)
def test_wrong_capture(site: Site, capture: str, message: str, advice: str) -> None:
    """What is captured is a fact of the check, under a name without dots."""
    site.write(a=BOOK.format(f"{{id: login, {PRINTS}, {capture}}}"))
    done = site.proofbook("validate")
    assert (done.code, message in done.out + done.err, advice in done.out + done.err) == (2, True, True), done


BOOK = "kind: runbook\nid: a\ntitle: A\nsteps:\n  - id: s\n    title: S\n    instructions: Look.\n    verify:\n      - {}\n"


def test_wrong_use(site: Site) -> None:
    """What is used is captured somewhere, and by a check that is needed; each is said at the reference."""
    after = 'matching: {value: "${{ captures.login.%s }}"}, expect: {value: 1}}'
    site.write(
        a=BOOK.format(f"{{id: login, {PRINTS}, {CAPTURE}}}")
        + f"      - {{id: unknown, needs: [login], {after % 'idd'}\n"
        + f"      - {{id: early, {after % 'id'}\n"
    )
    done = site.proofbook("validate")
    said_ = done.out + done.err
    assert done.code == 2
    assert "runbooks/a.yml:10:" in said_ and "nothing captures ${{ captures.login.idd }}" in said_
    assert "runbooks/a.yml:11:" in said_ and "add `needs: [login]`" in said_


def test_actions_have_no_captures(site: Site) -> None:
    """Only checks use captured values; elsewhere the reference is refused."""
    site.write(
        a=BOOK.replace("instructions: Look.", 'instructions: "${{{{ captures.login.id }}}}"').format(
            f"{{id: login, {PRINTS}, {CAPTURE}}}"
        )
    )
    done = site.proofbook("validate")
    assert (done.code, "there is no `captures` here" in done.out + done.err) == (2, True), done
