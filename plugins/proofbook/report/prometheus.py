"""Prometheus' text format, for the textfile collector of its node exporter.

Source: Prometheus documentation, "Exposition formats", text format 0.0.4.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from proofbook.gate import Gate
from proofbook.instants import parse
from proofbook.model.results import Report, Result
from proofbook.model.status import Status

Sample = tuple[Mapping[str, str], float]


def report_prometheus(report: Report, gate: Gate) -> str:
    """Gauges of the run, of each check and of each checklist."""
    return "".join(f"{line}\n" for line in _lines(report, gate))


def _lines(report: Report, gate: Gate) -> Iterator[str]:
    started, taken = parse(report.started).timestamp(), report.took_s
    yield from _gauge("run_started_timestamp_seconds", "When the run began.", [({}, started)])
    yield from _gauge("run_duration_seconds", "How long the run took.", [({}, taken)])
    yield from _gauge("run_complete", "0 where the run was interrupted.", [({}, float(report.complete))])
    yield from _gauge("gate_exit_code", "Exit code of the gate; 0 is ok.", [({}, float(gate.exit_code))])
    counts = Counter(one.status for one in report.results)
    every = [({"status": str(status)}, float(counts[status])) for status in Status]
    yield from _gauge("checks", "Checks of each status.", every)
    seen = [({**_labels(one), "status": str(one.status)}, 1.0) for one in report.results]
    yield from _gauge("check_status", "1 for the status that a check has.", seen)
    took = [(_labels(one), one.took_s) for one in report.results if one.started]
    yield from _gauge("check_duration_seconds", "How long looking took.", took)
    ends = [(_labels(one), parse(one.valid_until).timestamp()) for one in report.results if one.valid_until]
    yield from _gauge("check_valid_until_timestamp_seconds", "Until when a look is valid.", ends)
    yield from _gauge("checklist_items", "Items of a checklist by level and status.", _items(report))


def _items(report: Report) -> Iterator[Sample]:
    counts = Counter((one.checklist, str(one.level), str(one.status)) for one in report.items)
    for (checklist, level, status), amount in sorted(counts.items()):
        yield {"checklist": checklist, "level": level, "status": status}, float(amount)


def _labels(one: Result) -> dict[str, str]:
    return {
        "check": one.check,
        "document": one.document,
        "drill": one.drill or "",
        "environment": one.environment,
        "grade": str(one.grade),
        "severity": one.severity,
    }


def _gauge(name: str, words: str, samples: Iterable[Sample]) -> Iterator[str]:
    yield f"# HELP proofbook_{name} {words}"
    yield f"# TYPE proofbook_{name} gauge"
    for labels, value in samples:
        named = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
        yield f"proofbook_{name}{{{named}}} {value!r}" if named else f"proofbook_{name} {value!r}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')
