"""The ResearchHub application: papers over HTTP, in one release and one colour."""

import itertools
import re
import time
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Scope

from checks.lab.access import EDITORS, caller_of, permit
from checks.lab.backoffice import Backoffice
from checks.lab.home import home_page
from checks.lab.identified import Identified
from checks.lab.observed import Observed
from checks.lab.openapi import described, tells
from checks.lab.parts import Parts
from checks.lab.releases import Release
from checks.lab.serving import json_app
from checks.lab.settings import Colour
from checks.lab.shapes import NewPaper, NewProject, Unfit, body_of

WHOLE_NUMBER = re.compile("[0-9]{1,18}")  # SQLite counts to 2**63 - 1


def hub_app(parts: Parts, release: Release, colour: Colour) -> ASGIApp:
    """The whole application; each of its answers carries `X-Release` and `X-Colour`."""
    hub = Hub(parts, release, colour)
    office = Backoffice(parts, release.name)
    routes = [*hub.routes, *office.routes]
    hub.description = described(routes)
    paths: dict[object, str] = {route.endpoint: route.path_format for route in routes}

    def route_of(scope: Scope) -> str:
        return paths.get(scope.get("endpoint"), "other")

    async def broke(request: Request, error: Exception) -> Response:
        reference = await run_in_threadpool(_captured, parts, request, error, route_of(request.scope), release.name)
        return JSONResponse({"error": "something broke; it was noted", "reference": reference}, 500)

    app = Identified(json_app(routes, broke), parts.keys, parts.protection)
    return Observed(app, parts, headers={"X-Release": release.name, "X-Colour": colour}, route_of=route_of)


def _captured(parts: Parts, request: Request, error: Exception, route: str, release: str) -> str:
    """The group's fingerprint; `none` when the database, where groups are kept, is what broke."""
    caller = caller_of(request)
    context = {
        "method": request.method,
        "url": f"{request.url.path}?{request.url.query}".rstrip("?"),
        "caller": caller.name,
        "role": caller.role,
    }
    visitor = request.headers.get("x-visitor", caller.address)
    try:
        return parts.tracking.capture(error, route=route, release=release, visitor=visitor, context=context)
    except SQLAlchemyError as lost:
        print(f"an error could not be noted: {type(lost).__name__}; it was {error!r}", flush=True)
        return "none"


class Hub:
    """ResearchHub's endpoints; those that touch the database run in threads, off the event loop."""

    def __init__(self, parts: Parts, release: Release, colour: Colour) -> None:
        self.routes = [
            Route("/", self.home),
            Route("/health", self.health),
            Route("/ready", self.ready),
            Route("/version", self.version),
            Route("/openapi.json", self.openapi),
            Route("/caller", self.caller),
            Route("/papers", self.list_papers),
            Route("/papers", self.add_paper, methods=["POST"]),
            Route("/papers/{id}", self.show_paper),
            Route("/papers/{id}/citations", self.show_citations),
            Route("/projects", self.list_projects),
            Route("/projects", self.add_project, methods=["POST"]),
            Route("/projects/{id}", self.show_project),
        ]
        self._parts = parts
        self._papers = parts.papers
        self._release = release
        self._colour = colour
        self._turns = itertools.count(1)
        self.description: dict[str, Any] = {}

    @tells(query={"q": "text in title or authors"})
    def home(self, request: Request) -> Response:
        """The page for people: papers, a search, and projects."""
        text = request.query_params.get("q", "")
        found, _ = self._found(text, None)
        return HTMLResponse(home_page(text, found["papers"], found["total"], self._parts.projects.all()))

    async def health(self, request: Request) -> Response:
        """Whether the process lives; looks at nothing else."""
        return JSONResponse({"status": "ok"})

    @tells(answers=(200, 503))
    def ready(self, request: Request) -> Response:
        """Whether requests can be served: the database opens and reads. Dependencies are told, not required."""
        depends = self._parts.citations.states()
        try:
            self._parts.database.probe()
        except SQLAlchemyError as error:
            reason = f"database: {str(error).splitlines()[0]}"
            return JSONResponse({"status": "unready", "reason": reason, "dependencies": depends}, 503)
        return JSONResponse({"status": "ready", "dependencies": depends})

    async def version(self, request: Request) -> Response:
        """What runs here."""
        return JSONResponse({"service": "researchhub", "release": self._release.name, "colour": self._colour})

    async def openapi(self, request: Request) -> Response:
        """This description, as OpenAPI 3.1."""
        return JSONResponse(self.description)

    async def caller(self, request: Request) -> Response:
        """Who is calling, as the key says."""
        caller = caller_of(request)
        return JSONResponse({"name": caller.name, "role": caller.role})

    @tells(query={"q": "text in title or authors", "year": "the year they appeared in"}, answers=(200, 422, 500))
    def list_papers(self, request: Request) -> Response:
        """The first 20 papers, or those that `?q=` and `?year=` find; `total` counts all of them."""
        turn = next(self._turns)
        if self._release.fails_every and turn % self._release.fails_every == 0:
            raise LookupError("the search index is corrupt")
        time.sleep(self._release.delay_seconds)
        year = request.query_params.get("year", "")
        if year and not WHOLE_NUMBER.fullmatch(year):
            return JSONResponse({"error": f"no year {year!r}"}, 422)
        bypass = "no-cache" in request.headers.get("cache-control", "")
        found, how = self._found(request.query_params.get("q", ""), int(year) if year else None, bypass=bypass)
        return JSONResponse(found, headers={"X-Cache": how})

    @tells(answers=(200, 404))
    def show_paper(self, request: Request) -> Response:
        """One paper by its id."""
        paper = self._paper(request)
        return _no_paper(request) if paper is None else JSONResponse(self._shown(paper))

    @tells(answers=(200, 404))
    async def show_citations(self, request: Request) -> Response:
        """How often a paper is cited, and who says so: the citation index, or what is stored."""
        paper = await run_in_threadpool(self._paper, request)
        if paper is None:
            return _no_paper(request)
        count, source = await self._parts.citations.count(paper["id"], paper["citations"])
        return JSONResponse({"paper": paper["id"], "count": count, "source": source})

    @tells(NewPaper, answers=(201, 422))
    async def add_paper(self, request: Request) -> Response:
        """Store the paper in the request's JSON; 422 lists everything that is wrong with it."""
        permit(request, EDITORS)
        given = await body_of(request, NewPaper)
        stored = await run_in_threadpool(self._papers.add, given.title, given.authors, given.year)
        self._parts.cache.clear()
        return JSONResponse(self._shown(stored), 201, headers={"Location": f"/papers/{stored['id']}"})

    def list_projects(self, request: Request) -> Response:
        """Every project, and how many papers it has."""
        return JSONResponse({"projects": self._parts.projects.all()})

    @tells(answers=(200, 404))
    def show_project(self, request: Request) -> Response:
        """One project by its id, with its papers."""
        text = request.path_params["id"]
        project = self._parts.projects.find(int(text)) if WHOLE_NUMBER.fullmatch(text) else None
        return JSONResponse({"error": f"no project {text!r}"}, 404) if project is None else JSONResponse(project)

    @tells(NewProject, answers=(201, 422))
    async def add_project(self, request: Request) -> Response:
        """Store the project in the request's JSON; 422 lists everything that is wrong with it."""
        permit(request, EDITORS)
        given = await body_of(request, NewProject)
        number, missing = await run_in_threadpool(self._parts.projects.add, given.title, given.about, given.papers)
        if missing:
            raise Unfit([f"papers: no paper {paper}" for paper in missing])
        project = await run_in_threadpool(self._parts.projects.find, number)
        return JSONResponse(project, 201, headers={"Location": f"/projects/{number}"})

    def _found(self, text: str, year: int | None, *, bypass: bool = False) -> tuple[dict[str, Any], str]:
        def look() -> dict[str, Any]:
            shown = [self._shown(paper) for paper in self._papers.matching(text, year)]
            return {"papers": shown, "total": self._papers.count(text, year)}

        return self._parts.cache.get((text, year), look, bypass=bypass)

    def _paper(self, request: Request) -> dict[str, Any] | None:
        text = request.path_params["id"]
        return self._papers.find(int(text)) if WHOLE_NUMBER.fullmatch(text) else None

    def _shown(self, paper: dict[str, Any]) -> dict[str, Any]:
        return {key: paper[key] for key in paper if key != "citations" or self._release.shows_citations}


def _no_paper(request: Request) -> Response:
    return JSONResponse({"error": f"no paper {request.path_params['id']!r}"}, 404)
