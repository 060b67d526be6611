"""The whole story in one place: load, plan, run, assess."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from proofbook.gate import Gate, aged, assess, borrow, gate
from proofbook.load import Site, read_library
from proofbook.model.asked import Asked
from proofbook.model.events import Announce
from proofbook.model.home import Home
from proofbook.model.library import Library
from proofbook.model.plan import Plan
from proofbook.model.results import Finding, Report
from proofbook.model.settings import Results, Settings
from proofbook.plan import DEFAULT, make_plan
from proofbook.remembering import PUBLISHED, remembered
from proofbook.run import Looks, encode, read_report, run, with_commits, write_report
from proofbook.schema import schema_texts
from proofbook.since import changed_since
from proofbook.trusting import trusted
from proofbook.untrusted import untrusted

if TYPE_CHECKING:
    from proofbook.pages import Pages

#: Names the release that is built, where no command line can: as `--release` does, it only makes a run look again.
RELEASE = "PROOFBOOK_RELEASE"


class Built(Struct, frozen=True):
    """What a build made: everything that pages and reports are made from."""

    library: Library
    report: Report
    gate: Gate


def build(site: Site, announce: Announce, asked: Asked = DEFAULT, evidence: Report | None = None) -> Built:
    """Read the site's documents, look or read what an earlier run saw, and say what it comes to.

    Of a stranger's change nothing is executed; `evidence` of another run is shown where it still fits.

    Raises:
        InvalidInput: with every problem of every file; nothing has run.
    """
    asked = replace(
        asked, untrusted=asked.untrusted or untrusted(os.environ), release=asked.release or os.environ.get(RELEASE, "")
    )
    site, library, alters = read_trusted(site)
    stored = site.root / site.settings.results_file
    if site.settings.results is Results.READ:
        report = replace(aged(read_report(stored), datetime.now(UTC)), untrusted=asked.untrusted)
    else:
        seen = run(plan_of(site, library, asked), site.root, announce, _looks(site, asked))
        seen = replace(seen, untrusted=asked.untrusted, release=asked.release)
        seen = borrow(seen, evidence) if evidence and asked.untrusted else seen
        report = assess(library, seen, datetime.now(UTC))
        report = replace(
            report, findings=(*report.findings, *alters), items=tuple(with_commits(report.items, site.root))
        )
        report = remembered(site, asked, report, _gate(report, site))
        write_report(report, stored)
    return Built(library, report, _gate(report, site))


def _gate(report: Report, site: Site) -> Gate:
    return gate(report, flaky_fails=site.settings.flaky == "fail")


def _looks(site: Site, asked: Asked) -> Looks:
    """The looks of earlier runs. A CI looks again at everything: its evidence is what others rely on."""
    in_ci = os.environ.get("CI", "").lower() not in {"", "0", "false"}
    return Looks((site.root / site.settings.results_file).with_name("looks.json"), refresh=asked.looks_again() or in_ci)


def read_trusted(site: Site) -> tuple[Site, Library, tuple[Finding, ...]]:
    """The site and its documents as far as they can be trusted, and what a change would alter.

    Raises:
        InvalidInput: with every problem of every file.
        Usage: the revision that is trusted cannot be read.
    """
    found = trusted(site, read_library(site))
    return found.site, found.library, found.alters


def last(site: Site) -> tuple[Report, Gate]:
    """What the last run saw, and what that comes to.

    Raises:
        Usage: there are no results, or they are none.
    """
    report = aged(read_report(site.root / site.settings.results_file), datetime.now(UTC))
    return report, _gate(report, site)


def plan_of(site: Site, library: Library, asked: Asked = DEFAULT) -> Plan:
    """What a run of the site would do.

    Raises:
        Usage: something is named to choose by that there is not.
    """
    asked, why = changed_since(site, library, asked)
    plan = make_plan(library, site.settings, lambda path: (site.root / path).exists(), datetime.now(UTC), asked)
    home = Home(
        library=library,
        docs=site.docs,
        url=site.url,
        directories=site.directories,
        alerts=site.settings.alerts,
    )
    return replace(plan, home=home, touched=why)


def published(built: Built, settings: Settings) -> Pages:
    """Everything a site publishes: pages and their assets, the results, and every schema."""
    from proofbook.pages import links, pages  # a run without a site need not wait for templates

    made = pages(built.library, built.report, built.gate, settings)
    files = {f"proofbook/schemas/{name}.schema.json": text for name, text in schema_texts().items()}
    files["proofbook/results.json"] = encode(built.report).decode()
    files[PUBLISHED] = msgspec.json.encode(built.report.history).decode()
    if settings.offline:  # its place: it is made of everything else, once that is built
        files[links.OFFLINE] = ""
    return replace(made, assets={**made.assets, **{uri: text.encode() for uri, text in files.items()}})
