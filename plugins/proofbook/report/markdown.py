"""Markdown for people on GitHub and its like: a comment on a pull request, the summary of a job.

Source of the limits: GitHub Docs; a comment has at most 65,536 characters, a step's summary 1 MiB.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from proofbook.disarming import one_line
from proofbook.gate import Gate
from proofbook.model.results import Report
from proofbook.model.status import Status
from proofbook.report.changes import changes
from proofbook.report.troubles import Trouble, troubles, unexplained, worst_first

COMMENT_LIMIT = 65_536
SUMMARY_LIMIT = 1024 * 1024
#: What a bot finds its own earlier comment by.
MARKER = "<!-- proofbook -->"
#: So many of one kind are named.
NAMED = 20
#: Room kept for what stands after the table.
_TAIL = 4_000

_PLAIN = re.compile(r"[^A-Za-z0-9 /,.]", re.ASCII)
_MARKS = {"ok": "✅", "failed": "❌", "inconclusive": "❔", "interrupted": "❔"}


def report_comment(report: Report, gate: Gate) -> str:
    """A comment on a pull request: the worst first, as many as there is room for."""
    return f"{MARKER}\n" + _fitted(report, gate, COMMENT_LIMIT - len(MARKER) - 1)


def report_summary(report: Report, gate: Gate) -> str:
    """The summary of a job: the same, with the room of a page."""
    return _fitted(report, gate, SUMMARY_LIMIT)


def _fitted(report: Report, gate: Gate, limit: int) -> str:
    mark = _MARKS[gate.outcome]
    head = f"### {mark} Proofbook: {gate.outcome}\n\n{evidence(gate.reason)} on {evidence(_where(report))}\n\n"
    tail = "\n".join([*_changed(report), *_noted(report), *_counted(report)])
    table = _table(worst_first(troubles(report)), limit - len(head.encode()) - len(tail.encode()) - _TAIL)
    return f"{head}{table}{tail}\n"


def _where(report: Report) -> str:
    commit = f", commit {report.provenance.commit[:12]}" if report.provenance.commit else ""
    return f"{report.environment} ({report.grade}), profile {report.profile}{commit}"


def _table(found: list[Trouble], room: int) -> str:
    """Rows until there is no room, and then how many there are more."""
    if not found:
        return ""
    lines, used = ["| | Check | Why | Where |", "|---|---|---|---|"], 0
    for at, one in enumerate(found):
        row = _row(one)
        used += len(row.encode()) + 1
        if used > room:
            return "\n".join([*lines, "", f"and {len(found) - at} more", "", ""])
        lines.append(row)
    return "\n".join([*lines, "", ""])


def _row(one: Trouble) -> str:
    gates = (", regressed" if one.regressed else "") + ("" if one.gate else ", does not gate")
    blocks = f", blocks {one.blocks}" if one.blocks else ""
    mend = f"<br>to mend it: {evidence(one.remediation)}" if one.remediation else ""
    where = evidence(str(one.place)) if one.place else ""
    status = one.status.replace("_", " ")
    return f"| {status}{gates}{blocks} | {evidence(one.name)} | {evidence(one.reason)}{mend} | {where} |"


def _changed(report: Report) -> Iterator[str]:
    """What got worse or better, by name; what came and went, by number."""
    found = changes(report)
    if found is None or not found.any():
        return
    yield f"Since the run of {evidence(found.since)}\n"
    yield from (
        f"- {word}: {_named(names)}"
        for word, names in (("regressed", found.regressed), ("fixed", found.fixed))
        if names
    )
    yield from (f"- {word}: {len(names)}" for word, names in (("new", found.new), ("absent", found.absent)) if names)
    yield ""


def _noted(report: Report) -> Iterator[str]:
    for status, words in ((Status.FLAKY, "Passed only after a retry"), (Status.WAIVED, "Failed under a waiver")):
        names = [one.key for one in report.results if one.status is status]
        if names:
            yield f"{words}: {_named(names)}\n"
    if amount := unexplained(report):
        yield f"{amount} more blocked by nothing that these results hold\n"


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(evidence(name) for name in names[:NAMED]) + more


def _counted(report: Report) -> Iterator[str]:
    counts = Counter(one.status for one in report.results)
    said = ", ".join(f"{counts[status]} {status.replace('_', ' ')}" for status in Status if counts[status])
    yield f"{len(report.results)} checks: {said or 'none'}"


def evidence(text: str) -> str:
    """Hostile text on one line, as code in which nothing is a link, a mention, a tag or a table's border."""
    shown = _PLAIN.sub(lambda match: _entity(match.group()), one_line(text))
    return f"<code>{shown}</code>" if shown else ""


def _entity(character: str) -> str:
    return character if ord(character) > 0x7F else f"&#{ord(character)};"  # noqa: PLR2004
