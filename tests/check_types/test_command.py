"""Programs with a folder, an environment and something to read; and the louder `shell`."""

from __future__ import annotations

import pytest

from tests.run.looks import looked, said
from tests.sites import Site

SHOW = "import os, sys; print(os.getcwd().rsplit(chr(47))[-1], os.environ.get(chr(65)), sys.stdin.read())"


def test_given(site: Site) -> None:
    """A program gets what it is given, numbers written as in YAML, and nothing where nothing is given."""
    site.settings(vars='{count: 3, on: true, evil: "$(touch stolen); `touch stolen`"}')
    site.file("sub/dir/x", "")
    results = looked(
        site,
        {
            "all": f'command: {{argv: [python, -c, "{SHOW}"], cwd: sub/dir, env: {{A: "${{{{ vars.count }}}}"}}, stdin: "${{{{ vars.on }}}}"}}, expect: {{stdout: {{starts_with: dir 3 true}}}}',
            "nothing": f'command: [python, -c, "{SHOW}"], expect: {{stdout: {{contains: " None "}}}}',
            "words": 'command: [echo, "${{ vars.count }}", "${{ vars.on }}"], expect: {stdout: {starts_with: 3 true}}',
            "large": 'command: {argv: [python, -c, "import sys; sys.stdin.read(1)"], stdin: "%s"}, expect: {exit_code: 0}'
            % ("x" * 300_000),
            "shell": 'shell: {script: "echo \\"$A\\" | wc -c", env: {A: "${{ vars.evil }}"}}, expect: {stdout: {matches: "\\\\b32\\\\b"}, json: {$: 32}}',
            "list": 'command: [echo, "${{ vars.evil }}"], expect: {stdout: {contains: "$(touch"}}',
        },
    )
    assert said(results) == dict.fromkeys(results, ("passed", ""))
    assert not (site.root / "stolen").exists()


def test_folders(site: Site) -> None:
    """A folder outside of the project, a private one, or one that is not there: could not look."""
    (site.root / "out").symlink_to("/")
    (site.root / ".git").mkdir()
    folders = {"up": "..", "root": "/", "link": "out", "private": ".git", "absent": "nowhere"}
    results = looked(
        site, {name: f"command: {{argv: [ls], cwd: {cwd}}}, expect: {{exit_code: 0}}" for name, cwd in folders.items()}
    )
    assert {name: verdict for name, (verdict, _) in said(results).items()} == dict.fromkeys(folders, "error")
    assert "leads out of the project" in results["link"]["reason"]
    assert results["absent"]["reason"] == "there is no folder nowhere to run in"


BOOK = "kind: runbook\nid: a\ntitle: A\nsteps:\n  - id: s\n    title: S\n    instructions: Look.\n    {}\n    verify:\n      - {}\n"
PLAIN = "{command: ['true'], expect: {exit_code: 0}}"
PASTED = "would be pasted into what a shell reads"
WRONG = [
    ("{shell: {script: 'echo ${{ vars.x }}'}, expect: {exit_code: 0}}", PASTED),
    ("{command: [bash, -euc, 'echo ${{ vars.x }}'], expect: {exit_code: 0}}", PASTED),
    ("{command: {argv: [/bin/sh, -c, 'echo ${{ vars.x }}']}, expect: {exit_code: 0}}", PASTED),
    ("{command: ls -l, expect: {exit_code: 0}}", "expected: a list or a map"),
    ("{command: [], expect: {exit_code: 0}}", "is empty"),
    ("{command: {}, expect: {exit_code: 0}}", "lacks `argv`"),
    ("{command: {argv: [ls], evn: {A: b}}, expect: {exit_code: 0}}", "did you mean `env`"),
    ("{command: [sleep, 1], expect: {exit_code: 0}}", "quote it"),
]


def test_wrong(site: Site) -> None:
    """What cannot be right is said before anything runs, each at its place."""
    site.settings(vars="{x: 1}")
    site.write(
        **{
            f"w{index}": BOOK.format("", check).replace("id: a\n", f"id: a{index}\n")
            for index, (check, _) in enumerate(WRONG)
        }
    )
    done = site.proofbook("validate")
    blocks = (done.out + done.err).split("runbooks/w")
    for index, (_, message) in enumerate(WRONG):
        found = [block for block in blocks if block.startswith(f"{index}.yml:")]
        assert len(found) == 1 and message in found[0], (index, found)


@pytest.mark.parametrize("key", ["run", "undo"])
def test_scripts_of_actions(site: Site, key: str) -> None:
    """The same holds for actions; an argument after the script is no code."""
    script = f"{key}: {{command: [sh, -c, %s]}}"
    site.settings(vars="{x: 1}")
    site.write(a=BOOK.format(script % "'rm ${{ vars.x }}'", PLAIN))
    done = site.proofbook("validate")
    assert (done.code, "runbooks/a.yml:8:" in done.err, PASTED in done.err) == (2, True, True), done
    site.write(a=BOOK.format(script % "'rm $0', '${{ vars.x }}'", PLAIN))
    assert site.proofbook("validate").code == 0


def test_scripts_of_environments(site: Site) -> None:
    """And for what can be done to an environment."""
    site.settings(vars="{x: 1}")
    site.write(
        lab="kind: environment\nid: lab\ntitle: Lab\ngrade: lab\nactions:\n"
        "  break: {title: Break, run: {command: [sh, -c, 'kill ${{ vars.x }}']}}\n"
    )
    done = site.proofbook("validate")
    assert (done.code, PASTED in done.err) == (2, True), done
