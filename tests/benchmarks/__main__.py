"""`make bench`: every ratio, measured side by side in one run. It reports; it never fails a build."""

from __future__ import annotations

import platform
import tempfile
from pathlib import Path

from tests.benchmarks.cases import CASES


def main() -> None:
    """Print a table of ratios, targets that are missed included."""
    print(f"Python {platform.python_version()}, {platform.machine()}; medians of whole processes, run in turn\n")
    print("| ours / theirs | ratio | ours | theirs | hoped for | met |")
    print("|---|---|---|---|---|---|")
    for case in CASES:
        with tempfile.TemporaryDirectory() as folder:
            one = case(Path(folder))
        seconds = f"{one.ours:.2f} s | {one.theirs:.2f} s"
        print(
            f"| {one.name} ({one.figure}) | {one.value:.2f} | {seconds} | {one.target} | {'yes' if one.met else 'NO'} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
