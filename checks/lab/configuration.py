"""What an application was started with: monitoring, analytics, performance and security, in one answer."""

from typing import Any

from checks.lab.cache import KEEP_SECONDS, MOST_ENTRIES
from checks.lab.database import IDLE_CONNECTIONS, MORE_CONNECTIONS
from checks.lab.metrics import BUCKETS
from checks.lab.parts import Parts
from checks.lab.usage import GOAL, PERIODS


def configuration(parts: Parts) -> dict[str, Any]:
    """The four sections; no secret is among them."""
    limits = parts.protection.limits
    return {
        "monitoring": {"metrics": "/metrics", "latency_buckets_s": list(BUCKETS), "errors": "/errors"},
        "analytics": {"goal": GOAL, "reports": [f"/usage/{period}" for period in PERIODS], "visitors_named": False},
        "performance": {
            "database": parts.database.url.get_backend_name(),
            "pool": {"idle": IDLE_CONNECTIONS, "more": MORE_CONNECTIONS},
            "cache": {"seconds": KEEP_SECONDS, "entries": MOST_ENTRIES},
        },
        "security": {
            "wrong_keys": limits.guesses,
            "within_seconds": limits.within_seconds,
            "block_seconds": limits.block_seconds,
            "keys_stored_as": "sha256",
        },
    }
