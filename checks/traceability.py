"""`python -m checks.traceability`: which requirements of the plan nothing on this site covers, as JSON.

Run by a gating check, so that a requirement without a home fails the build.
"""

import json
import sys
from pathlib import Path

from proofbook.gate.tracing import trace
from proofbook.load import read_library, site_of
from proofbook.model.environment import Grade
from proofbook.model.results import Provenance, Report


def main() -> int:
    """Print how many there are, how many are covered, and which are not; 1 if any is not."""
    site = site_of(Path("mkdocs.yml"))
    # What was seen does not matter here: only what says that it covers something.
    nothing = Report(
        started="2026-01-01T00:00:00Z",
        took_s=0.0,
        complete=True,
        environment="",
        grade=Grade.LOCAL,
        profile="",
        provenance=Provenance(tool="", python=""),
        results=(),
    )
    traced = trace(read_library(site), nothing)
    uncovered = [name for name, one in traced.items() if not one.covered]
    found = {"requirements": len(traced), "covered": len(traced) - len(uncovered), "uncovered": uncovered}
    print(json.dumps(found, indent=2))
    return 1 if uncovered else 0


if __name__ == "__main__":
    sys.exit(main())
