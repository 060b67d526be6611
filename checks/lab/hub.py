"""The ResearchHub application: papers over HTTP, in one release and one colour."""

import itertools
import json
import re
import sqlite3
import time
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Scope

from checks.lab.metrics import Metrics, Observed
from checks.lab.papers import Papers
from checks.lab.releases import Release
from checks.lab.serving import json_app
from checks.lab.settings import Colour

LONGEST_TEXT = 300
WHOLE_NUMBER = re.compile("[0-9]{1,18}")  # SQLite counts to 2**63 - 1


def hub_app(papers: Papers, release: Release, colour: Colour) -> ASGIApp:
    """The whole application; each of its answers carries `X-Release` and `X-Colour`."""
    hub = Hub(papers, release, colour)
    headers = {"X-Release": release.name, "X-Colour": colour}
    return Observed(json_app(hub.routes), hub.metrics, headers=headers, route_of=hub.route_of)


class Hub:
    """ResearchHub's endpoints; those that touch the database run in threads, off the event loop."""

    def __init__(self, papers: Papers, release: Release, colour: Colour) -> None:
        self.metrics = Metrics(release.name, colour)
        self.routes = [
            Route("/health", self.health),
            Route("/ready", self.ready),
            Route("/version", self.version),
            Route("/papers", self.list_papers),
            Route("/papers", self.add_paper, methods=["POST"]),
            Route("/papers/{id}", self.show_paper),
            Route("/metrics", self.show_metrics),
        ]
        self._paths: dict[object, str] = {route.endpoint: route.path_format for route in self.routes}
        self._papers = papers
        self._release = release
        self._colour = colour
        self._turns = itertools.count(1)

    def route_of(self, scope: Scope) -> str:
        """The route that answered, as in `/papers/{id}`; `other` when none did."""
        return self._paths.get(scope.get("endpoint"), "other")

    async def health(self, request: Request) -> Response:
        """Whether the process lives; looks at nothing else."""
        return JSONResponse({"status": "ok"})

    def ready(self, request: Request) -> Response:
        """Whether requests can be served: the database opens and reads."""
        try:
            self._papers.probe()
        except sqlite3.Error as error:
            return JSONResponse({"status": "unready", "reason": f"database: {error}"}, 503)
        return JSONResponse({"status": "ready"})

    async def version(self, request: Request) -> Response:
        """What runs here."""
        return JSONResponse({"service": "researchhub", "release": self._release.name, "colour": self._colour})

    def list_papers(self, request: Request) -> Response:
        """The first 20 papers, or those that `?q=` finds; `total` counts all of them."""
        turn = next(self._turns)
        if self._release.fails_every and turn % self._release.fails_every == 0:
            return JSONResponse({"error": "the search index is corrupt"}, 500)
        time.sleep(self._release.delay_seconds)
        text = request.query_params.get("q", "")
        found = [self._shown(paper) for paper in self._papers.matching(text)]
        return JSONResponse({"papers": found, "total": self._papers.count(text)})

    def show_paper(self, request: Request) -> Response:
        """One paper by its id."""
        text = request.path_params["id"]
        paper = self._papers.find(int(text)) if WHOLE_NUMBER.fullmatch(text) else None
        if paper is None:
            return JSONResponse({"error": f"no paper {text!r}"}, 404)
        return JSONResponse(self._shown(paper))

    async def add_paper(self, request: Request) -> Response:
        """Store the paper in the request's JSON; 422 lists everything that is wrong with it."""
        try:
            given = json.loads(await request.body())
        except (ValueError, RecursionError):
            given = None
        if problems := _problems(given):
            return JSONResponse({"errors": problems}, 422)
        stored = await run_in_threadpool(self._papers.add, given["title"], given["authors"], given["year"])
        return JSONResponse(self._shown(stored), 201, headers={"Location": f"/papers/{stored['id']}"})

    def show_metrics(self, request: Request) -> Response:
        """The figures for Prometheus."""
        exposition = self.metrics.exposition(papers=self._papers.count())
        return Response(exposition, headers={"Content-Type": CONTENT_TYPE_LATEST})

    def _shown(self, paper: dict[str, Any]) -> dict[str, Any]:
        return {key: paper[key] for key in paper if key != "citations" or self._release.shows_citations}


def _problems(given: object) -> list[str]:
    if not isinstance(given, dict):
        return ["expected a JSON object with title, authors and year"]
    texts = [name for name in ("title", "authors") if not _is_line(given.get(name))]
    problems = [f"{name}: expected one line of 1 to {LONGEST_TEXT} characters" for name in texts]
    if type(given.get("year")) is not int or not 1500 <= given["year"] <= 2100:
        problems.append("year: expected an integer from 1500 to 2100")
    return problems


def _is_line(text: object) -> bool:
    return isinstance(text, str) and 0 < len(text.strip()) <= LONGEST_TEXT and text.isprintable()
