"""What a site published, asked for as checks ask: permitted hosts alone, no metadata addresses, within a deadline."""

from __future__ import annotations

import asyncio
from pathlib import Path

from proofbook.check_types.exchanges import Answer, Request
from proofbook.errors import TargetFault
from proofbook.model.settings import Allow
from proofbook.run.deadlines import begin
from proofbook.run.network import Network

TIMEOUT_S = 10.0


def fetched(url: str, root: Path, allow: Allow) -> bytes:
    """What stands at an address, redirects followed, at most as much as checks read.

    Raises:
        CouldNotLook: it may not be asked for, or could not be.
        TargetFault: there is no answer, another one than 200, or too much.
    """
    answer = asyncio.run(_asked(url, Network(root, allow)))
    if answer.status != 200:  # noqa: PLR2004 - HTTP's own word
        raise TargetFault(f"{url} answers {answer.status}")
    if answer.truncated:
        raise TargetFault(f"{url} is larger than 1 MiB; a lower `max_runs` makes it smaller")
    return answer.body.encode(errors="replace")


async def _asked(url: str, network: Network) -> Answer:
    network.prepare()
    deadline = begin(TIMEOUT_S)
    try:
        async with asyncio.timeout(TIMEOUT_S):
            return await network.request(Request(method="GET", url=url, follow_redirects=True))
    except TimeoutError:
        raise TargetFault(str(deadline)) from None
    finally:
        await network.close()
