"""What every check may say: conditions, locks, retries that wait longer, grades, where to read on."""

from __future__ import annotations

from tests.run import servers
from tests.run.looks import looked, said
from tests.sites import Site

HOLDS = "matching: {value: 1}, expect: {value: 1}"


def test_conditions(site: Site) -> None:
    """On files and on values, known before the run or only in it; each says its own reason."""
    site.settings(vars="{region: eu, count: 3}")
    site.file("here", "")
    value = 'value: "${{ vars.%s }}", is: %s, reason: %s'
    results = looked(
        site,
        {
            "met": f"when: {{{value % ('region', 'eu', 'r')}}}, applies_when: {{{value % ('count', '{gt: 2}', 'r')}}}, {HOLDS}",
            "skipped": f"when: {{{value % ('region', '{in: [us]}', 'only in the US')}}}, {HOLDS}",
            "elsewhere": f"applies_when: {{{value % ('count', '{gt: 5}', 'too few')}}}, when: {{file: nowhere, reason: x}}, {HOLDS}",
            "file": f"applies_when: {{file: nowhere, reason: no such part}}, {HOLDS}",
            "there": f"applies_when: {{file: here, reason: x}}, {HOLDS}",
            "captures": f"capture: {{n: {{fact: value}}}}, {HOLDS}",
            "late": f'needs: [captures], when: {{value: "${{{{ captures.captures.n }}}}", is: {{gt: 1}}, reason: one is too few}}, {HOLDS}',
            "late-met": f'needs: [captures], when: {{value: "${{{{ captures.captures.n }}}}", is: 1, reason: x}}, {HOLDS}',
            "untold": f"when: {{{value % ('region', '{gt: 2}', 'x')}}}, {HOLDS}",
            "unfit": f'when: {{value: 1, is: {{gt: "${{{{ vars.region }}}}"}}, reason: x}}, {HOLDS}',
        },
    )
    seen = said(results)
    for broken in ("untold", "unfit"):
        verdict, reason = seen.pop(broken)
        assert (verdict, reason.startswith("its condition cannot be told: ")) == ("error", True), reason
    assert seen == dict.fromkeys(("met", "there", "captures", "late-met"), ("passed", "")) | {
        "skipped": ("skipped", "only in the US"),
        "elsewhere": ("not_applicable", "too few"),
        "file": ("not_applicable", "no such part"),
        "late": ("skipped", "one is too few"),
    }


LAB = "kind: environment\nid: lab\ntitle: Lab\ngrade: lab\ndisposable: true\nvars: {size: 2}\n"
NAMED = """kind: checks
id: shared
title: Shared
checks:
  sized:
    inputs: {least: {type: integer, description: least}}
    check:
      when: {value: "${{ env.size }}", is: {ge: "${{ inputs.least }}"}, reason: too small}
      matching: {value: 1}
      expect: {value: 1}
"""
SELL = """kind: runbook
id: sell
title: Sell
drills: [{id: rehearsal, environment: lab}]
steps:
  - id: order
    title: Order
    instructions: Order.
    run: {command: ["true"]}
    verify:
      - {id: small, use: sized, with: {least: 3}}
      - {id: large, use: sized, with: {least: 1}}
"""


def test_conditions_in_drills(site: Site) -> None:
    """What only the environment knows is asked in the drill; a named check's condition takes its arguments."""
    site.write(lab=LAB, shared=NAMED, sell=SELL)
    done = site.proofbook("run")
    assert done.code == 0, done
    small, large = site.result("rehearsal:small"), site.result("rehearsal:large")
    assert (small["verdict"], small["reason"], large["verdict"]) == ("skipped", "too small", "passed"), done


def test_conditions_of_named_checks(site: Site) -> None:
    """An argument that a condition asks for and nothing declares is found before the run."""
    site.write(lab=LAB, shared=NAMED.replace("inputs.least", "inputs.most"), sell=SELL)
    done = site.proofbook("validate")
    assert (done.code, "nothing defines ${{ inputs.most }}" in done.err) == (2, True), done


def test_locks(site: Site) -> None:
    """Checks that name one lock are never looked at together; others are."""
    script = "import os,sys,time\nos.mkdir(sys.argv[1]); time.sleep(0.3); os.rmdir(sys.argv[1])\n"
    site.file("alone.py", script)
    locked = {f"l{at}": "lock: one, command: [python, alone.py, held], expect: {exit_code: 0}" for at in range(4)}
    results = looked(
        site, locked | {"free": "command: [python, -c, 'import time; time.sleep(1)'], expect: {exit_code: 0}"}
    )
    assert said(results) == dict.fromkeys(results, ("passed", ""))


def test_retry(site: Site) -> None:
    """Waits grow; an error is looked at again only where that is asked for."""
    site.file(
        "first.py", "import os,sys\nos.path.exists(sys.argv[1]) and sys.exit(0)\nopen(sys.argv[1],'w')\nsys.exit(3)\n"
    )
    with servers.serving(servers.answers("500 Oops", "500 Oops", "500 Oops", "200 OK")) as base:
        results = looked(
            site,
            {
                "slower": f"retry: {{attempts: 4, interval: 100ms, backoff: 2}}, http: {{url: '{base}/'}}, expect: {{status: 200}}",
                "again": "retry: {attempts: 3, interval: 10ms, on: [error]}, plugin: [python, first.py, a], expect: {state: ok}",
                "not-again": "retry: {attempts: 3, interval: 10ms}, plugin: [python, first.py, b], expect: {state: ok}",
                "not-failed": "retry: {attempts: 3, interval: 10ms, on: [error]}, matching: {value: 1}, expect: {value: 2}",
            },
        )
    verdicts = {name: (one["verdict"], len(one["attempts"])) for name, one in results.items()}
    assert verdicts == {
        "slower": ("flaky", 4),
        "again": ("flaky", 2),
        "not-again": ("error", 1),
        "not-failed": ("failed", 1),
    }
    assert 0.7 <= results["slower"]["took_s"]


def test_where_to_read_on(site: Site) -> None:
    """A failing check names the runbook to follow; references are kept."""
    results = looked(
        site,
        {
            "wrong": "runbook: look-at-many, refs: [RFC 9110], inputs: ['data/*.json'], matching: {value: 1}, expect: {value: 2}"
        },
    )
    assert (results["wrong"]["runbook"], results["wrong"]["refs"]) == ("look-at-many", ["RFC 9110"])
    assert "runbook: look-at-many" in site.proofbook("run").out


CHECKLIST = """kind: checklist
id: ready
title: Ready
sections:
  - id: s
    title: S
    items:
      - {id: low, title: Low, level: required, grade: local, checks: [{grade: staging, matching: {value: 1}, expect: {value: 1}}]}
      - {id: high, title: High, level: required, checks: [{grade: local, matching: {value: 1}, expect: {value: 1}}]}
"""


def test_grade(site: Site) -> None:
    """The higher of what item and check ask for counts; lower evidence demonstrates, and proves nothing."""
    site.write(ready=CHECKLIST)
    site.proofbook("run")
    items = {one["item"]: (one["status"], one["reason"]) for one in site.results["items"]}
    assert items == {"low": ("not_reviewed", "demonstrated on local; staging is asked for"), "high": ("passed", "")}


WRONG = [
    ("when: {reason: x}", "`when` asks for a file, or for a value"),
    ("when: {file: a, value: 1, is: 1, reason: x}", "`when` asks for a file, or for a value"),
    ("applies_when: {value: 1, reason: x}", "`applies_when` asks for a file, or for a value"),
    ("when: {value: 1, is: {gtt: 1}, reason: x}", "gtt"),
    ("when: {value: '${{ vars.nowhere }}', is: 1, reason: x}", "nothing defines ${{ vars.nowhere }}"),
    ("runbook: nowhere", "there is no runbook `nowhere`"),
    ("retry: {on: [passed]}", "passed"),
    ("retry: {backoff: 0.5}", "at least 1"),
]


def test_wrong(site: Site) -> None:
    """What makes no sense is said before anything runs."""
    book = "kind: runbook\nid: a{0}\ntitle: A\nsteps:\n  - id: s\n    title: S\n    instructions: Look.\n    verify:\n      - {{{1}, {2}}}\n"
    found = []
    site.settings(vars="{region: eu}")
    for at, (field, _) in enumerate(WRONG):
        site.file(f"cases/w{at}.yml", book.format(at, field, HOLDS))
    for shape in (range(3), range(3, len(WRONG))):
        # What a schema finds keeps rules across files from being asked.
        for at in shape:
            site.file(f"runbooks/w{at}.yml", book.format(at, *WRONG[at][:1], HOLDS))
            done = site.proofbook("validate")
            (site.root / f"runbooks/w{at}.yml").unlink()
            found.append((done.code, WRONG[at][1] in done.out + done.err, done.out + done.err))
    assert [(code, ok) for code, ok, _ in found] == [(2, True)] * len(WRONG), [one for one in found if not one[1]]
