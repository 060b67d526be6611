"""Where each page stands, and relative Markdown links between them."""

from __future__ import annotations

import posixpath
from functools import lru_cache

from proofbook.model.addresses import (
    ALERTS,
    ATTESTATIONS,
    CHANGES,
    CHECKS,
    COURSES,
    COVERAGE,
    ENVIRONMENTS,
    OVERVIEW,
    OWNERS,
    PROBLEMS,
    RUNBOOKS,
    alert_page,
    page_of,
)
from proofbook.model.library import Body

__all__ = [
    "ALERTS",
    "ATTESTATIONS",
    "CHANGES",
    "CHECKS",
    "COURSES",
    "COVERAGE",
    "ENVIRONMENTS",
    "OFFLINE",
    "OVERVIEW",
    "OWNERS",
    "PROBLEMS",
    "RUNBOOKS",
    "alert_page",
    "answers_page",
    "link",
    "page_of",
    "trainer_page",
]


#: The whole site as one download.
OFFLINE = "proofbook/offline.zip"


def answers_page(body: Body) -> str:
    """The page of the answers to a course's questions: apart, so that the questions can be printed without."""
    return page_of(body).removesuffix(".md") + "-answers.md"


def trainer_page(body: Body) -> str:
    """The page for whoever teaches a course: timings, talking points, ways through exercises."""
    return page_of(body).removesuffix(".md") + "-trainer.md"


@lru_cache(maxsize=100_000)
def link(here: str, there: str, anchor: str = "") -> str:
    """A link from one page to another, as Markdown processors resolve it."""
    path = posixpath.relpath(there, posixpath.dirname(here))
    return f"{path}#{anchor}" if anchor else path
