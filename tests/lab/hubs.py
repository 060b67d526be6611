"""One application in this process, on a database of the test's own."""

import asyncio
from typing import Any

import httpx

from checks.lab.ask import lab_key
from checks.lab.citations import CitationIndex
from checks.lab.database import Database
from checks.lab.hub import hub_app
from checks.lab.metrics import Metrics
from checks.lab.parts import Parts
from checks.lab.releases import release_named

SEED = "test"


class Client:
    """Requests to one release, all in one event loop's turn each."""

    def __init__(self, database: Database, release: str, **parts: Any) -> None:
        self.parts = Parts(database, CitationIndex({}), Metrics(release, "green"), **parts)
        self._app = hub_app(self.parts, release_named(release), "green")

    def ask(self, method: str, path: str, role: str | None = None, **options: Any) -> httpx.Response:
        headers = options.pop("headers", {}) | ({"X-API-Key": lab_key(role, SEED)} if role else {})

        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(self._app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://hub") as client:
                return await client.request(method, path, headers=headers, **options)

        return asyncio.run(asked())

    def get(self, path: str, role: str | None = None) -> httpx.Response:
        return self.ask("GET", path, role)
