"""Each part of the lab taken away, row by row of `checks/knockouts.yml`: the right marks are gone, and no others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from checks.knockouts import PAGE, Fault, Knockout, all_well, page, requirements_lost, table
from proofbook.load import read_library, site_of
from proofbook.model.runbook import Runbook
from proofbook.run import read_report
from tests.sites import Site
from tests.systems import program

ENVIRONMENT = "runbooks/environments/lab.yml"
ROWS = table()
#: Those that wait for real servers first: what takes longest must not be what both processes wait for at the end.
IN_DRILLS = {row.part: row for row in sorted(ROWS, key=lambda row: row.profile != "full") if row.drills}
OUTSIDE = {row.part: row for row in ROWS if not row.drills}


def knock(site: Site, row: Knockout) -> None:
    """Take the part away; what is replaced must be there."""
    for fault in row.fault:
        if fault.service:
            _without_service(site, fault.service)
        elif fault.strike:
            _struck(site, row, fault)
        elif fault.write:
            (site.root / fault.file).write_text(fault.write)
        else:
            _edit(site, fault.file, fault.replace, fault.by)


def _edit(site: Site, path: str, old: str, new: str) -> None:
    file = site.root / path
    text = file.read_text()
    assert old in text, f"{path} has no {old!r}"
    file.write_text(text.replace(old, new))


def _without_service(site: Site, name: str) -> None:
    """The service never comes up: its program ends at once."""
    lines = (site.root / ENVIRONMENT).read_text().splitlines()
    at = lines.index(f"  - id: {name}")
    at += next(n for n, line in enumerate(lines[at:]) if line.startswith("    command:"))
    lines[at] = "    command: ['false']"
    (site.root / ENVIRONMENT).write_text("\n".join(lines) + "\n")


def _struck(site: Site, row: Knockout, fault: Fault) -> None:
    """A fault of our own strikes before a step of the drill."""
    command = ", ".join(fault.strike)
    _edit(
        site, ENVIRONMENT, "actions:\n", f"actions:\n  knockout: {{title: Knockout, run: {{command: [{command}]}}}}\n"
    )
    [runbook] = [
        path for path in (site.root / "runbooks").rglob("*.yml") if f"- id: {row.drills[0]}\n" in path.read_text()
    ]
    strikes = f"    faults:\n      - {{action: knockout, before: {fault.before}}}\n"
    _edit(site, str(runbook.relative_to(site.root)), "    faults:\n", strikes)


def servers() -> None:
    """The real ones, for rows of the full profile."""
    for server in ("prometheus", "prometheus-alertmanager", "redis-server"):
        program(server, server)
    program("nginx", "nginx-light")
    program("initdb", "postgresql", *(str(path) for path in Path("/usr/lib/postgresql").glob("*/bin")))


@pytest.mark.parametrize("part", IN_DRILLS)
def test_knockout(copied: Callable[[], Site], part: str) -> None:
    """The marks that depend on the part are gone, every other mark is still there, nothing is left running."""
    row = IN_DRILLS[part]
    if row.profile == "full":
        servers()
    site = copied()
    knock(site, row)
    config = "mkdocs.full.yml" if row.profile == "full" else "mkdocs.yml"
    chosen = [word for drill in row.drills for word in ("--drill", drill)]
    done = site.proofbook("-f", config, "run", *chosen, timeout=300)
    looked = [one for one in site.results["results"] if one["drill"] in row.drills]
    gone = {named(one, row) for one in looked if one["status"] not in {"passed", "flaky"}}
    assert (done.code, gone - set(row.either_way)) == (1, set(row.loses)), done.err
    assert any(one["status"] in {"failed", "blocked"} for one in site.results["drills"])
    assert left_running(site.root) == []


def named(result: dict[str, str], row: Knockout) -> str:
    """The check, by its drill too where the row has several."""
    return result["check"] if len(row.drills) == 1 else f"{result['drill']}:{result['check']}"


def left_running(root: Path) -> list[dict[str, object]]:
    """Processes that a run has left in its folder."""
    every = psutil.process_iter(["cwd", "cmdline"])
    return [process.info for process in every if process.info["cwd"] == str(root)]


@pytest.fixture(scope="module")
def whole(copied: Callable[[], Site]) -> set[str]:
    """The checks that pass outside drills when nothing is missing."""
    site = copied()
    site.proofbook("run", "--no-drills", timeout=300)
    return passing(site)


@pytest.mark.parametrize("part", OUTSIDE)
def test_knockout_outside_drills(copied: Callable[[], Site], whole: set[str], part: str) -> None:
    """Exactly the checks that look at the part lose their mark."""
    site = copied()
    knock(site, OUTSIDE[part])
    done = site.proofbook("run", "--no-drills", timeout=300)
    assert whole - passing(site) == set(OUTSIDE[part].loses), done.err
    assert left_running(site.root) == []


def passing(site: Site) -> set[str]:
    """The gating checks that a run saw pass."""
    gating = [one for one in site.results["results"] if one["gate"]]
    return {one["check"] for one in gating if one["status"] in {"passed", "flaky"}}


def test_requirements_of_the_rows(built: Site) -> None:
    """With those marks exactly the requirements of the row lose their proof (else: `python -m checks.knockouts`)."""
    library = read_library(site_of(built.root / "mkdocs.yml"))
    well = all_well(library, read_report(built.root / ".proofbook/results.json"))
    found = {row.part: requirements_lost(library, well, row) for row in ROWS}
    assert found == {row.part: row.requirements for row in ROWS}


def test_page_is_fresh() -> None:
    """The page shows the table as it is (else: `python -m checks.knockouts`)."""
    assert "\n".join(page(ROWS)) + "\n" == PAGE.read_text()


def test_every_drill_has_a_row() -> None:
    """No drill of the lab that nobody has seen fail, but those that need what this machine may lack."""
    drilled = {name for row in ROWS for name in row.drills}
    library = read_library(site_of(PAGE.parents[2] / "mkdocs.yml"))
    missing = {drill.id for runbook in library.all(Runbook) for drill in runbook.drills} - drilled
    assert missing <= {"page-measured", "migration-on-postgres"}
