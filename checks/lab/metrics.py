"""What ResearchHub tells Prometheus about itself, measured around the whole application."""

from collections.abc import Callable, Mapping
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

METHODS = ("GET", "HEAD", "POST")
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


class Metrics:
    """One application's figures, in a registry of their own."""

    def __init__(self, release: str, colour: str) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "researchhub_requests",
            "Requests answered.",
            ("method", "route", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "researchhub_request_seconds",
            "Seconds from a request to the end of its answer.",
            ("method", "route"),
            registry=self._registry,
            buckets=BUCKETS,
        )
        self._papers = Gauge("researchhub_papers", "Papers stored.", registry=self._registry)
        build = Gauge("researchhub_build_info", "What runs.", ("release", "colour"), registry=self._registry)
        build.labels(release, colour).set(1)

    def count(self, method: str, route: str, *, status: int, seconds: float) -> None:
        """Count one request; methods nobody serves share one label, so that labels stay few."""
        method = method if method in METHODS else "other"
        self._requests.labels(method, route, status).inc()
        self._seconds.labels(method, route).observe(seconds)

    def exposition(self, *, papers: int) -> bytes:
        """All figures in Prometheus' text format, with the present number of papers."""
        self._papers.set(papers)
        return generate_latest(self._registry)


class Observed:
    """An ASGI application around another: marks each answer with `headers`, and counts it."""

    def __init__(
        self, app: ASGIApp, metrics: Metrics, *, headers: Mapping[str, str], route_of: Callable[[Scope], str]
    ) -> None:
        self._app = app
        self._metrics = metrics
        self._headers = headers
        self._route_of = route_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, as ASGI has it."""
        status = 500
        begun = perf_counter()

        async def marked(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        try:
            await self._app(scope, receive, marked)
        finally:
            spent = perf_counter() - begun
            self._metrics.count(scope["method"], self._route_of(scope), status=status, seconds=spent)
