"""ResearchHub's endpoints for operators and administrators."""

import secrets
from functools import partial
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from checks.lab.access import ADMINS, OPERATORS, REPORTERS, caller_of, permit
from checks.lab.configuration import configuration
from checks.lab.errors import UsageError
from checks.lab.metrics import STATES
from checks.lab.openapi import tells
from checks.lab.parts import Parts
from checks.lab.shapes import NewError, NewKey, body_of
from checks.lab.usage import PERIODS


class Backoffice:
    """For operators: metrics, errors, usage, protection. For administrators: keys, audit log, configuration."""

    def __init__(self, parts: Parts, release: str) -> None:
        self._parts = parts
        self._release = release
        self.routes = [
            Route("/metrics", self.metrics),
            Route("/errors", self.errors),
            Route("/errors", self.report_error, methods=["POST"]),
            Route("/errors/test", self.test_error, methods=["POST"]),
            Route("/errors/{fingerprint}/resolve", self.resolve_error, methods=["POST"]),
            Route("/usage/{period}", self.usage),
            Route("/protection", self.protection),
            Route("/configuration", self.configuration),
            Route("/audit", self.audit),
            Route("/keys", self.keys),
            Route("/keys", self.add_key, methods=["POST"]),
            Route("/keys/{name}", self.revoke_key, methods=["DELETE"]),
        ]

    def metrics(self, request: Request) -> Response:
        """The figures for Prometheus."""
        parts = self._parts
        states = {name: float(STATES.index(state)) for name, state in parts.citations.states().items()}
        now: dict[str, Any] = {
            "papers": parts.papers.count(),
            "pool_connections": parts.database.connections(),
            "cache_lookups": parts.cache.counts,
            "citations_answered": parts.citations.answered,
            "breaker_state": states,
            "errors_captured": parts.tracking.captured,
            "blocked_addresses": len(parts.protection.blocked()),
            "requests_refused": parts.protection.refused,
            "events_dropped": parts.usage.dropped,
        }
        return Response(parts.metrics.exposition(now), headers={"Content-Type": CONTENT_TYPE_LATEST})

    def errors(self, request: Request) -> Response:
        """The groups of errors."""
        permit(request, OPERATORS)
        return JSONResponse({"groups": self._parts.tracking.groups()})

    @tells(NewError, answers=(201, 422))
    async def report_error(self, request: Request) -> Response:
        """Note an error that the caller saw; 422 names each field that is missing or wrong."""
        permit(request, REPORTERS)
        told = await body_of(request, NewError)
        caller = caller_of(request)
        context = {"caller": caller.name, "role": caller.role}
        note = partial(self._parts.tracking.report, release=self._release, visitor=caller.address, context=context)
        return JSONResponse({"reference": await run_in_threadpool(note, told)}, 201)

    @tells(answers=(500,))
    async def test_error(self, request: Request) -> Response:
        """Break on purpose: the way to see that error tracking works."""
        permit(request, OPERATORS)
        raise RuntimeError("an operator asked for this error, to see that it is noted")

    @tells(answers=(200, 404))
    def resolve_error(self, request: Request) -> Response:
        """Mark a group as mended."""
        permit(request, OPERATORS)
        done = self._parts.tracking.resolve(request.path_params["fingerprint"])
        return JSONResponse({"resolved": done}, 200 if done else 404)

    @tells(answers=(200, 404))
    def usage(self, request: Request) -> Response:
        """The report on a day, week or month."""
        permit(request, OPERATORS)
        period = request.path_params["period"]
        if period not in PERIODS:
            return JSONResponse({"error": f"no period {period!r}; periods: {', '.join(PERIODS)}"}, 404)
        return JSONResponse(self._parts.usage.report(period))

    async def protection(self, request: Request) -> Response:
        """Who is shut out, and the alerts about it."""
        permit(request, OPERATORS)
        protection = self._parts.protection
        alerts = list(protection.alerts)
        return JSONResponse({"blocked": protection.blocked(), "refused": protection.refused, "alerts": alerts})

    async def configuration(self, request: Request) -> Response:
        """What this application was started with."""
        permit(request, ADMINS)
        return JSONResponse(configuration(self._parts))

    def audit(self, request: Request) -> Response:
        """The newest entries, and whether every seal holds."""
        permit(request, ADMINS)
        return JSONResponse(self._parts.audit.verify() | {"newest": self._parts.audit.entries()})

    def keys(self, request: Request) -> Response:
        """Who may do what."""
        permit(request, ADMINS)
        return JSONResponse({"keys": self._parts.keys.all()})

    @tells(NewKey, answers=(201, 422))
    async def add_key(self, request: Request) -> Response:
        """Make a key; the answer shows it, once."""
        permit(request, ADMINS)
        wanted = await body_of(request, NewKey)
        key = secrets.token_urlsafe(24)
        try:
            await run_in_threadpool(self._parts.keys.add, wanted.name, wanted.role, key)
        except UsageError as error:
            return JSONResponse({"error": str(error)}, 422)
        return JSONResponse({"name": wanted.name, "role": wanted.role, "key": key}, 201)

    @tells(answers=(200, 404))
    def revoke_key(self, request: Request) -> Response:
        """Let its holder in no more."""
        permit(request, ADMINS)
        done = self._parts.keys.revoke(request.path_params["name"])
        return JSONResponse({"revoked": done}, 200 if done else 404)
