"""Many checks looked at in one run, as their author would: through the command line."""

from __future__ import annotations

from typing import Any

from tests.sites import Site


def looked(site: Site, checks: dict[str, str], *wrapper: str) -> dict[str, dict[str, Any]]:
    """Run a site of these checks, each written as the inside of a YAML flow map; their results by id."""
    lines = "".join(f"      - {{id: {name}, {check}}}\n" for name, check in checks.items())
    site.write(
        many=f"kind: runbook\nid: look-at-many\ntitle: Many\nsteps:\n  - id: one\n    title: One\n    instructions: Look.\n    verify:\n{lines}"
    )
    done = site.proofbook("run", wrapper=wrapper)
    assert done.code in {0, 1, 3}, done
    assert "Traceback" not in done.err, done.err
    return {one["check"]: one for one in site.results["results"]}


def said(results: dict[str, dict[str, Any]]) -> dict[str, tuple[str, str]]:
    """Verdict and reason of each."""
    return {name: (one["verdict"], one["reason"]) for name, one in results.items()}
