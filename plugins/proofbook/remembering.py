"""History: what earlier runs saw goes into each report, and each whole run is remembered for later ones."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urljoin

from msgspec.structs import replace

from proofbook.errors import CouldNotLook, TargetFault
from proofbook.gate import Gate
from proofbook.history import bounded, compared, merged, recorded
from proofbook.instants import parse
from proofbook.load import Site
from proofbook.model.asked import Asked
from proofbook.model.history import History
from proofbook.model.place import Place
from proofbook.model.results import Finding, Report
from proofbook.run import add_line, decode_history, fetched, read_lines

#: Where a site publishes its history, below its address.
PUBLISHED = "proofbook/history.json"
SETTING = "history.url"


def remembered(site: Site, asked: Asked, report: Report, gate: Gate) -> Report:
    """The report with the history that it goes on with, held against it; a whole run is added to both.

    Of a stranger's change nothing is remembered and nothing asked for: the file may be the stranger's own.
    """
    if asked.untrusted:
        return compared(report, report.history)
    keep, at = site.settings.history, parse(report.started)
    kept, findings = _recalled(site)
    added: list[History] = []
    if asked.record and report.complete and asked.selection.whole():
        added = [recorded(report, gate)]
        findings += _added(site, added[0], at)
    history = bounded(merged([*kept, *added]), keep.max_runs, keep.max_days, at)
    report = compared(replace(report, history=history), history)
    return replace(report, findings=(*report.findings, *findings))


def _recalled(site: Site) -> tuple[list[History], list[Finding]]:
    """What the file and the published site remember."""
    name = site.settings.history.file
    kept: list[History] = []
    findings: list[Finding] = []
    try:
        for line in read_lines(site.root / name):
            if line.history:
                kept.append(line.history)
            else:
                message = f"this line is left out: {line.fault}"
                findings.append(_finding("damaged", message, Place(name, line.number, 1), name))
    except OSError as error:
        findings.append(_finding("unread", f"it cannot be read: {error.strerror}", Place(name), name))
    if site.settings.history.url:
        try:
            kept.append(_published(site, address(site.settings.history.url)))
        except (CouldNotLook, TargetFault, ValueError) as error:
            message = f"what was published cannot be gone on with: {error}"
            findings.append(_finding("unreachable", message, Place(site.config), SETTING))
    return kept, findings


def _published(site: Site, url: str) -> History:
    return decode_history(fetched(url, site.root, site.settings.allow))


def address(url: str) -> str:
    """Where the history of a published site stands: below its address, unless that names a file of JSON."""
    return url if url.endswith(".json") else urljoin(url.rstrip("/") + "/", PUBLISHED)


def _added(site: Site, run: History, at: datetime) -> list[Finding]:
    keep = site.settings.history

    def bound(histories: list[History]) -> History:
        return bounded(merged(histories), keep.max_runs, keep.max_days, at)

    try:
        add_line(site.root / keep.file, run, bound, keep.max_runs)
    except OSError as error:
        message = f"later runs will not know of this one: {error.strerror}"
        return [_finding("unwritten", message, Place(keep.file), keep.file)]
    return []


def _finding(rule: str, message: str, place: Place, subject: str) -> Finding:
    return Finding(rule=f"history-{rule}", message=message, place=place, subject=subject)
