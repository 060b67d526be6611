"""Requirements traced through real runs: the worst of the proofs, and where they were made."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from proofbook.gate import Traced, trace
from tests.sites import Site

THERE = "file: {path: docs/index.md}, expect: {exists: true}"
GONE = "file: {path: nowhere}, expect: {exists: true}"


def plan(*lines: str) -> str:
    """A document of requirements."""
    return "kind: requirements\nid: plan\ntitle: Plan\nrequirements:\n" + "".join(f"  - {{{line}}}\n" for line in lines)


def book(*steps: str, head: str = "") -> str:
    """A runbook with one step for each list of checks."""
    text = f"kind: runbook\nid: book\ntitle: Book\n{head}steps:\n"
    return text + "".join(
        f"  - {{id: s{at}, title: S, instructions: Look., {step}}}\n" for at, step in enumerate(steps)
    )


@pytest.fixture
def traced(site: Site) -> Callable[[], dict[str, Traced]]:
    """Runs the site and traces it."""

    def run() -> dict[str, Traced]:
        built = site.built()
        return trace(built.library, built.report)

    return run


def shape(one: Traced) -> tuple[bool, str | None, bool, bool, bool]:
    """What a requirement comes to."""
    return one.covered, one.status, one.lab, one.production, one.signed


NOTHING = (False, None, False, False, False)


def test_the_worst_of_its_proofs(site: Site, traced: Callable[[], dict[str, Traced]]) -> None:
    """Two checks cover it, without case, and one failed."""
    site.write(
        plan=plan("id: R1, text: One", "id: R2, text: Two", "id: R3, text: Three"),
        book=book(
            f"verify: [{{id: a, covers: [r1], {THERE}}}, {{id: b, covers: [R1, R1, R2], {GONE}}}, {{id: c, covers: [R2], {GONE}}}]"
        ),
    )
    found = traced()
    assert [(True, "failed", False, False, False)] * 2 == [shape(found[name]) for name in ("R1", "R2")]
    assert (["a", "b"], ["check", "check"]) == (
        [claim.part for claim in found["R1"].claims],
        [claim.kind for claim in found["R1"].claims],
    )
    assert NOTHING == shape(found["R3"])


def test_what_only_a_person_can_do(site: Site, traced: Callable[[], dict[str, Traced]]) -> None:
    """A step without checks, and a runbook of such steps, prove nothing."""
    site.write(plan=plan("id: R1, text: One", "id: R2, text: Two"), book=book("covers: [R1]", head="covers: [R2]\n"))
    assert {(True, "not_reviewed", False, False, False)} == {shape(one) for one in traced().values()}


def test_a_parent_comes_from_its_parts(site: Site, traced: Callable[[], dict[str, Traced]]) -> None:
    """It is covered when all of its leaves are, and as bad as the worst of them."""
    site.write(
        plan=plan(
            "id: R, text: All",
            "id: R.1, text: First, part_of: r",
            "id: R.2, text: Second, part_of: R",
            "id: R.2.a, text: Leaf, part_of: R.2",
        ),
        book=book(f"verify: [{{id: a, covers: [R.1], {THERE}}}]"),
    )
    found = traced()
    assert (False, "not_reviewed") == (found["R"].covered, found["R"].status)
    assert (("R.1", "R.2"), ("R.2.a",)) == (found["R"].parts, found["R.2"].parts)
    site.write(
        book=book(f"verify: [{{id: a, covers: [R.1], {THERE}}}, {{id: b, covers: [R.2.a], {GONE}}}]"),
    )
    assert (True, "failed") == (traced()["R"].covered, traced()["R"].status)


ENVIRONMENT = "kind: environment\nid: lab\ntitle: Lab\ngrade: {grade}\ndisposable: true\n"
DRILL = "drills: [{id: rehearsal, environment: lab, covers: [R1]}]\ncovers: [R2]\n"


@pytest.mark.parametrize(("grade", "lab", "production"), [("local", False, False), ("lab", True, False)])
def test_drills_by_grade(
    site: Site, traced: Callable[[], dict[str, Traced]], grade: str, *, lab: bool, production: bool
) -> None:
    """A drill, its runbook and its steps are proved at the grade of the environment."""
    site.write(
        plan=plan("id: R1, text: One", "id: R2, text: Two", "id: R3, text: Three"),
        lab=ENVIRONMENT.format(grade=grade),
        book=book("run: {command: ['true']}, covers: [R3]", head=DRILL),
    )
    assert {(True, "passed", lab, production, False)} == {shape(one) for one in traced().values()}


def test_shown_on_the_lab_is_not_proved_in_production(site: Site, traced: Callable[[], dict[str, Traced]]) -> None:
    """An item that asks for production is not reviewed, and yet it was shown on the lab."""
    site.write(
        plan=plan("id: R1, text: One", "id: R2, text: Two", "id: R3, text: Three"),
        lab=ENVIRONMENT.format(grade="lab"),
        book=book("run: {command: ['true']}", head=DRILL.replace("R2", "R3").replace(", covers: [R1]", "")),
        list="""\
            kind: checklist
            id: list
            title: List
            covers: [R2]
            sections:
              - id: one
                title: One
                items:
                  - {id: deployed, title: Deployed, grade: production, proof: {drill: rehearsal}, covers: [R1]}
            """,
    )
    found = traced()
    assert (True, "not_reviewed", True, False, False) == shape(found["R1"]) == shape(found["R2"])
    assert (True, "passed", True, False, False) == shape(found["R3"])


SIGNED = """\
    kind: checklist
    id: list
    title: List
    covers: [R2]
    sections:
      - id: one
        title: One
        items:
          - {id: trained, title: Trained, attest: {role: head}, covers: [R1]}
    """


def test_signatures(site: Site, traced: Callable[[], dict[str, Traced]]) -> None:
    """What rests on a signature alone is signed, and was shown nowhere."""
    site.write(plan=plan("id: R1, text: One", "id: R2, text: Two"), list=SIGNED)
    found = traced()
    assert (True, "not_reviewed", False, False, False) == shape(found["R1"])
    digest = site.results["items"][0]["digest"]
    site.write(
        signed=f"kind: attestations\nid: signed\nattestations:\n"
        f"  - {{item: trained, status: passed, by: Ann, role: head, at: 2026-01-01, valid_for: 36500d, digest: {digest}}}\n",
        list=SIGNED.replace("role: head}", "role: head, valid_for: 36500d}"),
    )
    digest = {traced()["R1"].status: site.results["items"][0]["digest"]}["expired"]
    path = site.root / "runbooks/signed.yml"
    path.write_text(path.read_text().rpartition("digest: ")[0] + f"digest: {digest}}}\n")
    found = traced()
    assert (True, "attested", False, False, True) == shape(found["R1"]) == shape(found["R2"])


def test_objectives(site: Site, traced: Callable[[], dict[str, Traced]]) -> None:
    """A measured objective is as good as its measurement; one that nothing measures is not met."""
    site.file("figures.json", '{"p95": 20}')
    site.write(
        plan=plan("id: R1, text: One", "id: R2, text: Two"),
        goals="""\
            kind: objectives
            id: goals
            title: Goals
            objectives:
              - id: fast
                title: Fast
                category: technical
                target: {le: 30}
                source: {document: {path: figures.json}}
                value: {fact: data, path: $.p95}
                covers: [R1]
              - {id: liked, title: Liked, category: business, target: {ge: 4}, unmeasured: Nobody asks., covers: [R2]}
            """,
    )
    found = traced()
    assert (True, "passed", False, False, False) == shape(found["R1"])
    assert (True, "insufficient_data", False, False, False) == shape(found["R2"])


def test_an_older_report(site: Site) -> None:
    """What the report knows nothing of is skipped or not reviewed, never proved."""
    site.write(plan=plan("id: R1, text: One"), book=book("role: anybody"))
    report = site.built().report
    site.write(
        lab=ENVIRONMENT.format(grade="lab"),
        book=book("run: {command: ['true']}", head="drills: [{id: rehearsal, environment: lab, covers: [R1]}]\n"),
        list=SIGNED.replace("R2", "R1"),
    )
    library = site.built().library
    statuses = {claim.kind: claim.status for claim in trace(library, report)["R1"].claims}
    assert {"drill": "skipped", "item": "not_reviewed", "": "not_reviewed"} == statuses


def test_a_check_that_covers_nothing_claims_nothing(site: Site, traced: Callable[[], dict[str, Traced]]) -> None:
    """Beside one that does; and what applies to nobody has shown nothing."""
    never = "applies_when: {value: 1, is: {gt: 2}, reason: never}"
    checks = f"{{id: a, {THERE}}}, {{id: b, covers: [R1], {THERE}}}, {{id: c, covers: [R2], {never}, {THERE}}}"
    site.write(plan=plan("id: R1, text: One", "id: R2, text: Two"), book=book(f"verify: [{checks}]"))
    found = traced()
    assert (["b"], "passed") == ([claim.part for claim in found["R1"].claims], found["R1"].status)
    assert "not_reviewed" == found["R2"].status


def test_what_a_drill_saw_is_the_drills(site: Site, traced: Callable[[], dict[str, Traced]]) -> None:
    """A check inside a drill proves what it covers; its document is not judged by it alone."""
    site.settings("{files: true, drills: [lab]}")
    lab = "kind: environment\nid: lab\ntitle: Lab\ngrade: lab\ndisposable: true\n"
    step = f"run: {{command: ['true']}}, verify: [{{id: a, covers: [R1], {THERE}}}]"
    site.write(plan=plan("id: R1, text: One"), lab=lab, book=book(step, head="drills: [{id: d, environment: lab}]\n"))
    assert (True, "passed", True, False, False) == shape(traced()["R1"])
