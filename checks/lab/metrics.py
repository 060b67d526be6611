"""What ResearchHub tells Prometheus about itself."""

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

METHODS = ("GET", "HEAD", "POST", "DELETE")
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
QUERY_BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1.0)
STATES = ("closed", "half-open", "open")


class Metrics:
    """One application's figures, in a registry of their own."""

    def __init__(self, release: str, colour: str) -> None:
        self._registry = CollectorRegistry()
        labels = ("method", "route")
        self._requests = Counter(
            "researchhub_requests", "Requests answered.", (*labels, "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "researchhub_request_seconds", "Seconds from a request to the end of its answer.", labels,
            registry=self._registry, buckets=BUCKETS,
        )  # fmt: skip
        self._queries = Histogram(
            "researchhub_query_seconds", "Seconds that a use of the database took.", ("operation",),
            registry=self._registry, buckets=QUERY_BUCKETS,
        )  # fmt: skip
        self._gauges: dict[str, Gauge] = {}
        build = Gauge("researchhub_build_info", "What runs.", ("release", "colour"), registry=self._registry)
        build.labels(release, colour).set(1)

    def count(self, method: str, route: str, *, status: int, seconds: float) -> None:
        """Count one request; methods nobody serves share one label, so that labels stay few."""
        method = method if method in METHODS else "other"
        self._requests.labels(method, route, status).inc()
        self._seconds.labels(method, route).observe(seconds)

    def queried(self, operation: str, seconds: float) -> None:
        """Observe one use of the database."""
        self._queries.labels(operation).observe(seconds)

    def exposition(self, now: Mapping[str, float | Mapping[str, float]]) -> bytes:
        """All figures in Prometheus' text format, and those of `now`, by label `kind` where there are many."""
        for name, value in now.items():
            if isinstance(value, Mapping):
                for kind, one in value.items():
                    self._gauge(name, "kind").labels(kind).set(one)
            else:
                self._gauge(name).set(value)
        return generate_latest(self._registry)

    def _gauge(self, name: str, *labels: str) -> Gauge:
        if name not in self._gauges:
            words = name.replace("_", " ").capitalize() + ", as it is now."
            self._gauges[name] = Gauge(f"researchhub_{name}", words, labels, registry=self._registry)
        return self._gauges[name]
