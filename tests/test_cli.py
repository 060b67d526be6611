"""The command line: what people type, what they read, and the exit code a pipeline acts on."""

from __future__ import annotations

import json

import jsonschema
import pytest

from proofbook.schema import KIND_NAMES, results_schema
from tests.run.test_checks import book
from tests.sites import Site

CHECKLIST = """
kind: checklist
id: launch
title: Launch
owner: release
sections:
  - id: all
    title: All
    items:
      - {id: seen, title: Seen, checks: [{file: {path: FILE}, expect: {exists: true}}]}
      - {id: signed, title: Signed, attest: {role: boss, per_release: true}}
      - {id: nice, title: Nice, level: recommended, checks: [{file: {path: nowhere}, expect: {exists: true}, gate: false}]}
"""
SIGNED = """
kind: attestations
id: signatures
attestations:
  - {item: signed, status: passed, by: Ada, role: boss, at: 2026-11-01, release: v4, digest: DIGEST, valid_for: 3650d}
"""


def test_validate_counts(site: Site) -> None:
    """A valid site says how much of it there is."""
    site.write(book=book("{file: {path: docs}, expect: {exists: true}}"))
    assert (0, "1 document, no problems\n") == (site.proofbook("validate").code, site.proofbook("validate").out)


def test_no_site() -> None:
    """Outside a site the message says where to go."""
    from pathlib import Path

    done = Site(Path("/")).proofbook("validate")
    assert (2, True) == (done.code, "there is no mkdocs.yml; go to the folder of mkdocs.yml" in done.err)


def test_no_runbooks(site: Site) -> None:
    """A site without documents is a problem, not a pass."""
    done = site.proofbook("validate")
    assert (2, True) == (done.code, "mkdocs.yml: there is no folder `runbooks`" in done.err)


def test_plan_touches_nothing(site: Site) -> None:
    """The plan shows what would run, with what permission, and starts nothing."""
    site.write(book=book("{id: touch, command: [touch, touched], expect: {exit_code: 0}}"))
    done = site.proofbook("plan")
    assert (0, True) == (done.code, "run  touch  command, needs permission: commands" in done.out)
    assert ["docs", "mkdocs.yml", "runbooks"] == sorted(path.name for path in site.root.iterdir())


def test_run_shows_failures_last(site: Site) -> None:
    """What failed stands last, with its place, why, and how to mend it."""
    site.write(
        book=book("{id: bad, severity: high, remediation: Make it., file: {path: nowhere}, expect: {exists: true}}")
    )
    done = site.proofbook("run")
    expected = "runbooks/book.yml:9:9: bad: failed\n  exists: expected true, got false\n  to mend it: Make it.\ngate: failed (1 failed)\n"
    assert (1, expected) == (done.code, done.out)


def test_results_match_their_schema(site: Site) -> None:
    """results.json is valid by the schema that is published beside it."""
    site.write(book=book("{file: {path: docs}, expect: {exists: true}}"), launch=CHECKLIST.replace("FILE", "docs"))
    site.proofbook("run")
    jsonschema.validate(site.results, results_schema())


def sign(site: Site) -> None:
    """Sign the item with the digest that the results name."""
    site.proofbook("run")
    (digest,) = (item["digest"] for item in site.results["items"] if item["item"] == "signed")
    site.write(signatures=SIGNED.replace("DIGEST", digest[:16]))
    site.proofbook("run")


def test_decide(site: Site) -> None:
    """NO-GO for want of a signature is 4; signed it is GO, for that release and for no other."""
    site.write(launch=CHECKLIST.replace("FILE", "docs"))
    site.proofbook("run")
    done = site.proofbook("decide", "launch")
    expected = (
        "NO-GO  launch: 1 of 2 required items are proved\n"
        "  · not reviewed  Signed  waits for the signature of: boss  [release]\n"
    )
    assert (4, expected) == (done.code, done.out)
    sign(site)
    codes = [site.proofbook("decide", "launch", "--release", release).code for release in ("v4", "v5")]
    assert [0, 4] == codes


def test_decide_with_a_failure(site: Site) -> None:
    """What failed weighs more than a missing signature; what is only recommended stops nothing."""
    site.write(launch=CHECKLIST.replace("FILE", "nowhere"))
    site.proofbook("run")
    done = site.proofbook("decide", "launch")
    assert (1, 2, False) == (done.code, done.out.count("\n  "), "Nice" in done.out)


def test_signed_text_that_changed(site: Site) -> None:
    """A signature under a text that has changed since has expired."""
    site.write(launch=CHECKLIST.replace("FILE", "docs"))
    sign(site)
    site.write(launch=CHECKLIST.replace("FILE", "docs").replace("title: Signed", "title: Signed and sealed"))
    site.proofbook("run")
    done = site.proofbook("decide", "launch", "--release", "v4")
    assert (4, True) == (done.code, "the text has changed since Ada signed it" in done.out)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["decide", "launch"], "there is no"),
        (["schema", "nonsense"], "there is no kind `nonsense`"),
        (["nonsense"], "No such command"),
    ],
)
def test_usage(site: Site, arguments: list[str], words: str) -> None:
    """Wrong usage is 2, in one line, without a trace."""
    done = site.proofbook(*arguments)
    assert (2, True, False) == (done.code, words in done.err, "Traceback" in done.err)


def test_results_that_are_none(site: Site) -> None:
    """A results file that is not one is named, not believed."""
    site.file(".proofbook/results.json", '{"format": 1}')
    done = site.proofbook("decide", "launch")
    assert (2, True) == (done.code, "is not a results file of format 1" in done.err)


def test_unknown_checklist(site: Site) -> None:
    """An unknown checklist is wrong usage, not an empty GO."""
    site.write(launch=CHECKLIST.replace("FILE", "docs")).proofbook("run")
    assert 2 == site.proofbook("decide", "lunch").code


@pytest.mark.parametrize("kind", [*KIND_NAMES, "settings", "results"])
def test_schema(site: Site, kind: str) -> None:
    """Every schema is a valid schema of draft 2020-12."""
    jsonschema.Draft202012Validator.check_schema(json.loads(site.proofbook("schema", kind).out))


def test_environment_unknown(site: Site) -> None:
    """That nobody defines it is said, with those that there are: at its place in the settings, or of the option."""
    site.settings(environment="moon").write(book=book("{file: {path: docs}, expect: {exists: true}}"))
    done = site.proofbook("run")
    assert (2, True) == (done.code, "mkdocs.yml:7:20: there is no environment `moon`" in done.err), done.err
    done = site.settings().proofbook("run", "--env", "moon")
    assert (2, True) == (done.code, "there is no environment 'moon'; there are local" in done.err)
    done = site.proofbook("run", "--env", "locl")
    assert (2, True) == (done.code, "there is no environment 'locl'; did you mean `local`?" in done.err)


def test_examples_of_the_help_are_commands() -> None:
    """Each of them is understood: its command, its options, its arguments."""
    import shlex

    import click

    from proofbook.cli import main
    from proofbook.cli.examples import EXAMPLES

    context = click.Context(main)
    assert set(EXAMPLES) <= set(main.list_commands(context))
    for name, examples in EXAMPLES.items():
        assert examples[0][0] in (main.get_command(context, name).epilog or "")
        for line, _ in examples:
            command, arguments = main, shlex.split(line)
            while isinstance(command, click.Group):
                command = command.get_command(context, arguments[0])
                assert command, line
                arguments = arguments[1:]
            known = {option for one in command.params for option in one.opts}
            assert {one for one in arguments if one.startswith("-")} <= known, line


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell: str) -> None:
    """What the reference says of a shell is understood; every command is completed."""
    from click.shell_completion import get_completion_class

    from proofbook.cli import main

    completer = get_completion_class(shell)
    assert completer
    complete = completer(main, {}, "proofbook", "_PROOFBOOK_COMPLETE")
    assert [one.value for one in complete.get_completions([], "val")] == ["validate"]
    assert "--format" in [one.value for one in complete.get_completions(["validate"], "--f")]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("decide", "lunch"), "the results know no checklist `lunch`; did you mean `launch`?"),
        (("decide", "signatures"), "`proofbook run` renews them"),
        (("schema", "runbok"), "there is no kind `runbok`; did you mean `runbook`?; there are"),
        (("schema",), "name a kind, or --all; there are"),
        (("validate", "docs"), "no document stands below docs: nothing was looked at"),
    ],
)
def test_what_is_not_there(site: Site, arguments: tuple[str, ...], said: str) -> None:
    """The nearest name, or what to do next; and nothing looked at is never a pass."""
    site.write(launch=CHECKLIST.replace("FILE", "docs"))
    site.file("docs/index.md", "# Home\n")
    if arguments[0] == "decide":
        site.proofbook("run")
    done = site.proofbook(*arguments)
    assert (2, True) == (done.code, said in done.err), done.err


def test_signed_where(site: Site) -> None:
    """The file to commit is called as from where one stands."""
    site.write(launch=CHECKLIST.replace("FILE", "docs"))
    done = site.proofbook("attest", "signed", "--by", "Ada", "--release", "v4")
    assert "signed `signed` in runbooks/attestations.yml; commit it: it counts from the next build on\n" == done.out
