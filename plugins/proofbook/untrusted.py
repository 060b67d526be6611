"""Whether what is being built is a change by a stranger, as the CI's own variables tell.

Sources: GitHub Docs, "Variables" and "Events that trigger workflows"; GitLab Docs, "Predefined CI/CD
variables"; Azure, CircleCI, Travis CI, Buildkite and Jenkins likewise. Gitea and Forgejo set GitHub's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FORK = "a pull request from a fork"


def untrusted(environ: Mapping[str, str]) -> str:
    """What kind of stranger's change this is; empty if it is none. In doubt it is one."""
    return next((found for found in (ask(environ) for ask in _CI) if found), "")


def _github(environ: Mapping[str, str]) -> str:
    event = environ.get("GITHUB_EVENT_NAME", "")
    if event == "pull_request_target":
        return "a `pull_request_target` run, which has the repository's secrets"
    if not event.startswith("pull_request") and event != "workflow_run":
        return ""
    try:
        told = json.loads(Path(environ["GITHUB_EVENT_PATH"]).read_bytes())
        return "" if _own(told, event) else FORK
    except (KeyError, OSError, ValueError, TypeError, AttributeError):
        return f"a `{event}` run whose event cannot be read"


def _own(told: Any, event: str) -> bool:
    """Whether the change comes from the repository itself. A fork that is gone has no name."""
    if event == "workflow_run":
        run = told["workflow_run"]
        from_outside = str(run["event"]).startswith("pull_request") and run["head_repository"] is None
        return not from_outside and run["head_repository"]["full_name"] == told["repository"]["full_name"]
    change = told["pull_request"]
    head = change["head"]["repo"]
    return head is not None and head["full_name"] == change["base"]["repo"]["full_name"]


def _gitlab(environ: Mapping[str, str]) -> str:
    source = environ.get("CI_MERGE_REQUEST_SOURCE_PROJECT_ID")
    target = environ.get("CI_MERGE_REQUEST_PROJECT_ID", environ.get("CI_PROJECT_ID"))
    return "a merge request from a fork" if source and source != target else ""


def _differ(mine: str, theirs: str) -> Any:
    def ask(environ: Mapping[str, str]) -> str:
        return FORK if environ.get(theirs) and environ[theirs] != environ.get(mine) else ""

    return ask


def _is_set(*names: str) -> Any:
    def ask(environ: Mapping[str, str]) -> str:
        return FORK if any(environ.get(name, "").lower() not in {"", "false"} for name in names) else ""

    return ask


_CI = (
    _github,
    _gitlab,
    _is_set("SYSTEM_PULLREQUEST_ISFORK"),  # Azure
    _is_set("CIRCLE_PR_REPONAME", "CIRCLE_PR_USERNAME"),  # CircleCI sets them for forks alone
    _is_set("CHANGE_FORK"),  # Jenkins
    _differ("TRAVIS_REPO_SLUG", "TRAVIS_PULL_REQUEST_SLUG"),
    _differ("BUILDKITE_REPO", "BUILDKITE_PULL_REQUEST_REPO"),
)
