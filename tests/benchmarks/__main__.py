"""`make bench`: every ratio, measured side by side in one run. It reports; it never fails a build.

`make bench FULL=1` measures the long ones too; by default it ends within 90 seconds.

`build/bench.json` is a list of `{name, ours, theirs, ratio, target, met, how}`: seconds, ours divided by
theirs, what was hoped for in words, whether it was reached, and how it was measured. `build/bench.md` is
the same as a table.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path

from tests.benchmarks.cases import CASES, LONG
from tests.benchmarks.measuring import Ratio, machine

BUILD = Path("build")
HEAD = "| ours / theirs | ratio | ours | theirs | hoped for | met | how |\n|---|---|---|---|---|---|---|\n"


def main() -> None:
    """Print a table of ratios, targets that are missed included."""
    parser = argparse.ArgumentParser(prog="make bench", description="Speed, as ratios measured side by side.")
    parser.add_argument("--full", action="store_true", help="the long ones too")
    parser.add_argument("only", nargs="*", help="names of cases, as in run_commands")
    said = parser.parse_args()
    cases = [one for one in (*CASES, *LONG) if one.__name__ in said.only] or [*CASES, *(LONG if said.full else ())]
    begun = time.monotonic()
    print(f"{machine()}; medians of whole processes, run in turn\n\n{HEAD}", end="")
    lines: list[Ratio] = []
    for case in cases:
        with tempfile.TemporaryDirectory() as folder:
            found = case(Path(folder))
        for one in [found] if isinstance(found, Ratio) else found:
            lines.append(one)
            print(one.row(), flush=True)
    missed = sum(not one.met for one in lines)
    print(f"\n{len(lines)} measured in {time.monotonic() - begun:.0f} s; {missed} not as was hoped for")
    BUILD.mkdir(exist_ok=True)
    (BUILD / "bench.json").write_text(json.dumps([one.said() for one in lines], indent=2) + "\n")
    (BUILD / "bench.md").write_text(f"{machine()}.\n\n{HEAD}" + "".join(f"{one.row()}\n" for one in lines))


if __name__ == "__main__":
    main()
