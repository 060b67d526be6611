"""Where a run's results come from: commit, tool, machine's Python, CI run."""

from __future__ import annotations

import os
import platform
from pathlib import Path

from proofbook import __version__
from proofbook.errors import CouldNotLook
from proofbook.model.results import Provenance
from proofbook.run.processes import execute


async def provenance(root: Path) -> Provenance:
    """Asks git, if there is one and the site is kept in it."""
    commit = await _git(root, "rev-parse", "HEAD")
    changes = await _git(root, "status", "--porcelain") if commit else None
    return Provenance(
        tool=f"proofbook {__version__}",
        python=platform.python_version(),
        commit=commit,
        dirty=None if changes is None else bool(changes),
        ci=_ci(),
    )


async def _git(root: Path, *arguments: str) -> str | None:
    # Hooks and fsmonitor of a hostile checkout are programs; neither may run here.
    harmless = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "--no-optional-locks")
    try:
        finished = await execute(("git", *harmless, *arguments), cwd=root, environ={})
    except CouldNotLook:
        return None
    return finished.stdout.strip() if finished.exit_code == 0 else None


def _ci() -> str | None:
    """The CI run, by the variables of GitHub Actions and GitLab CI, else only that there is one."""
    environ = os.environ
    if "GITHUB_RUN_ID" in environ:
        server, repository = environ.get("GITHUB_SERVER_URL", ""), environ.get("GITHUB_REPOSITORY", "")
        return f"{server}/{repository}/actions/runs/{environ['GITHUB_RUN_ID']}"
    if "CI_JOB_URL" in environ:
        return environ["CI_JOB_URL"]
    return "CI" if environ.get("CI") == "true" else None
