"""HTTP and TCP, each connection asked of the policy first."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from proofbook.check_types.exchanges import Answer, Reached, Request
from proofbook.errors import TargetFault
from proofbook.model.settings import Allow
from proofbook.run.addresses import addresses, connected
from proofbook.run.deadlines import remaining
from proofbook.run.policy import permit_host
from proofbook.run.trust import Trust

if TYPE_CHECKING:
    from proofbook.run.asking import Clients

#: The command line of httpx, which it imports where rich and pygments are: half of the time that it takes to load.
_COMMAND = "httpx._main"


class Network:
    """Connections out. Those of a run are shared."""

    def __init__(self, root: Path, allow: Allow) -> None:
        self._root = root
        self._allow = allow
        self._secrets: tuple[str, ...] = ()
        self._shared: list[Clients] = []
        self.trust = Trust(root, allow)

    def narrowed(self, allow: Allow, secrets: tuple[str, ...]) -> Network:
        """The same connections, for what carries secrets: only where all of them may go."""
        made = Network(self._root, allow)
        made._secrets, made._shared = secrets, self._shared
        return made

    def permit(self, host: str) -> None:
        """Raises `Refused` unless a host may be connected to, with the secrets that are carried."""
        permit_host(host, self._allow, self._secrets)

    async def close(self) -> None:
        """Close every connection."""
        for clients in self._shared:
            await clients.close()

    def prepare(self) -> None:
        """Import what requests need, before the deadline of a check begins: that time is ours, not the target's."""
        if self._shared:
            return
        with _without_its_command():
            from proofbook.run import asking
        self._shared.append(asking.Clients(self.trust))

    async def request(self, request: Request) -> Answer:
        """See `asking.ask`."""
        from proofbook.run import asking

        self.prepare()
        return await asking.ask(request, self._shared[0], self.permit)

    async def connect(self, host: str, port: int) -> Reached:
        """Open and close a connection. What lets packets fall is not reachable once its time is nearly up.

        Raises:
            Refused: the policy forbids the host.
            TargetFault: there is no such host.
            CouldNotLook: this machine could not even try.
        """
        self.permit(host)
        found, started = await addresses(host), time.monotonic()
        try:
            async with asyncio.timeout(remaining() * 0.9):
                connection = await connected(host, port, found)
        except TimeoutError:
            return Reached(reason=f"no answer in {time.monotonic() - started:.1f} s")
        except TargetFault as error:
            return Reached(reason=str(error))
        connection.close()
        return Reached(duration_ms=(time.monotonic() - started) * 1000)


@contextmanager
def _without_its_command() -> Iterator[None]:
    """While httpx is imported, as if its command line were not installed."""
    if "httpx" in sys.modules:
        yield
        return
    sys.modules[_COMMAND] = None  # type: ignore[assignment]  # what makes an import fail
    try:
        yield
    finally:
        del sys.modules[_COMMAND]
