"""`proofbook attest` writes signatures that count, and none that would not."""

from __future__ import annotations

import pytest

from tests.sites import Site

LIST = """
    kind: checklist
    id: launch
    title: Launch
    sections:
      - id: all
        title: All
        items:
          - {id: trained, title: Trained, attest: {role: head of support}}
          - {id: released, title: Released, level: recommended, attest: {role: release manager, per_release: true}}
          - {id: looked-at, title: Looked at, level: recommended, checks: [{file: {path: docs}, expect: {exists: true}}]}
"""


def test_attest(site: Site) -> None:
    """The item is attested from the next run on, until its text changes."""
    site.write(launch=LIST)
    assert site.proofbook("run").code == 0
    assert site.proofbook("decide", "launch").code == 4
    more = ("--evidence", "https://example.org/1", "--comment", "All of them.")
    done = site.proofbook("attest", "trained", "--by", "Ada", "--role", "Head of Support", *more)
    assert (done.code, done.out.startswith("signed `trained` in ")) == (0, True)
    assert site.proofbook("run").code == 0
    item = site.results["items"][0]
    assert (item["status"], item["signed_by"]) == ("attested", "Ada, head of support")
    assert site.proofbook("decide", "launch").code == 0
    site.write(launch=LIST.replace("title: Trained", "title: Trained and tested"))
    site.proofbook("run")
    assert site.results["items"][0]["status"] == "expired"


def test_a_person_says_no(site: Site) -> None:
    """A signature can say that it is not so."""
    site.write(launch=LIST)
    site.proofbook("attest", "trained", "--by", "Ada", "--status", "failed", "--comment", "Not yet.")
    site.proofbook("run")
    assert site.results["items"][0]["reason"] == "Ada says it is not so: Not yet."


def test_for_a_release(site: Site) -> None:
    """Where an item is signed for each release, the signature names it and counts for no other."""
    site.write(launch=LIST.replace("level: recommended, attest", "attest"))
    site.proofbook("attest", "trained", "--by", "Ada")
    assert site.proofbook("attest", "released", "--by", "Bob", "--release", "v4").code == 0
    site.proofbook("run")
    codes = [site.proofbook("decide", "launch", "--release", release).code for release in ("v4", "v5")]
    assert codes == [0, 4]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["trainde"], "there is no checklist item `trainde`; did you mean `trained`?"),
        (["zzzzzzzzzzz"], "there is no checklist item `zzzzzzzzzzz`; to be signed: `trained`, `released`"),
        (["looked-at"], "the item `looked-at` is proved by checks; nobody is asked to sign it"),
        (
            ["trained", "--role", "cook"],
            "the item `trained` is signed by: head of support; a signature as cook would not count",
        ),
        (["released"], "the item `released` is signed for each release: add --release"),
    ],
)
def test_refused(site: Site, arguments: list[str], said: str) -> None:
    """A signature that would not count is not written."""
    site.write(launch=LIST)
    done = site.proofbook("attest", *arguments, "--by", "Ada")
    assert (done.code, done.err, (site.root / "runbooks/attestations.yml").exists()) == (
        2,
        f"proofbook: {said}\n",
        False,
    )
