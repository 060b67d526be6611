"""The page of benchmarks: the last `make bench` that was kept. `python -m checks.benchmarks [NOTE]` keeps one."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

KEPT = Path(__file__).parent / "benchmarks.json"
MADE = Path("build/bench.json")


def benchmarks() -> Iterator[str]:
    """Every ratio, those that miss their target first."""
    kept: dict[str, Any] = json.loads(KEPT.read_text())
    lines = sorted(kept["lines"], key=lambda one: one["met"])
    machines = dict.fromkeys(one["how"].partition("; ")[2] for one in lines)
    yield "# Speed\n"
    yield f"`make bench FULL=1` of {kept['date']} on {' and '.join(machines)}: {_met(lines)}"
    yield "Each is measured side by side with what it is compared to, in turns on the same machine, so that a ratio"
    yield "means something where seconds do not. Below 1 Proofbook is faster.\n"
    if kept["note"]:
        yield f"{kept['note']}\n"
    yield "| What | Ours / theirs | Ours | Theirs | Hoped for | Met | How |"
    yield "|---|---|---|---|---|---|---|"
    for one in lines:
        met = "yes" if one["met"] else "**no**"
        seconds = f"{one['ours']:.3g} s | {one['theirs']:.3g} s"
        how = one["how"].partition("; ")[0]
        yield f"| {one['name']} | {one['ratio']:.2f} | {seconds} | {one['target']} | {met} | {how} |"
    yield "\nMeasure it yourself: `make bench` prints the same table for your machine."


def _met(lines: list[dict[str, Any]]) -> str:
    missed = sum(not one["met"] for one in lines)
    if not missed:
        return f"{len(lines)} ratios, all as hoped for."
    return f"{len(lines)} ratios, {missed} of them worse than hoped for; those stand first."


def main() -> None:
    """Keep what `make bench` has measured."""
    lines = json.loads(MADE.read_text())
    kept = {"date": datetime.now(UTC).date().isoformat(), "note": " ".join(sys.argv[1:])}
    KEPT.write_text(json.dumps({**kept, "lines": lines}, indent=2) + "\n")


if __name__ == "__main__":
    main()
