"""Where a run's results come from: commit, tool, machine's Python, CI run."""

from __future__ import annotations

import os
import platform
from pathlib import Path

from proofbook import __version__
from proofbook.check_types.programs import Finished, Program
from proofbook.check_types.repository import Repository
from proofbook.errors import CouldNotLook
from proofbook.model.results import Provenance
from proofbook.run.processes import execute


async def provenance(root: Path) -> Provenance:
    """Asks git, if there is one and the site is kept in it."""
    commit, dirty = await _git(root)
    return Provenance(
        tool=f"proofbook {__version__}",
        python=platform.python_version(),
        commit=commit,
        dirty=dirty,
        ci=_ci(),
    )


async def _git(root: Path) -> tuple[str | None, bool | None]:
    """The commit, and whether anything differs from it; neither without git or a commit."""

    async def run(program: Program) -> Finished:
        return await execute(program.argv, cwd=root, environ=program.environ)

    repository, commit = Repository(".", run), None
    try:
        await repository.disarm()
        commit = (await repository.ask("rev-parse", "HEAD")).strip()
        return commit, bool(await repository.ask("status", "--porcelain", "--ignore-submodules=all"))
    except CouldNotLook:
        return commit, None


def _ci() -> str | None:
    """The CI run, by the variables of GitHub Actions and GitLab CI, else only that there is one."""
    environ = os.environ
    if "GITHUB_RUN_ID" in environ:
        server, repository = environ.get("GITHUB_SERVER_URL", ""), environ.get("GITHUB_REPOSITORY", "")
        return f"{server}/{repository}/actions/runs/{environ['GITHUB_RUN_ID']}"
    if "CI_JOB_URL" in environ:
        return environ["CI_JOB_URL"]
    return "CI" if environ.get("CI") == "true" else None
