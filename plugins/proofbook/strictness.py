"""MkDocs counts what is warned of under `strict: true`, and ends a build over it; not every build can be meant."""

from __future__ import annotations

import logging

#: MkDocs, and ProperDocs beside it.
HOSTS = ("mkdocs", "properdocs")


def strict_no_more() -> None:
    """Let this build end: of pages that are missing for want of valid YAML nobody needs to be warned twice."""
    for host in map(logging.getLogger, HOSTS):
        for counter in [one for one in host.handlers if hasattr(one, "get_counts")]:
            host.removeHandler(counter)
