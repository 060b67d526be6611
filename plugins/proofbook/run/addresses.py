"""The addresses of a host, asked of the policy before anything connects to them."""

from __future__ import annotations

import asyncio
import ipaddress
import socket

from proofbook.errors import CouldNotLook, TargetFault
from proofbook.run.deadlines import awaiting
from proofbook.run.faults import fault
from proofbook.run.policy import permit_address
from proofbook.run.threads import in_thread

#: The resolver could not tell, as opposed to: there is no such name.
_UNKNOWN = {socket.EAI_AGAIN, socket.EAI_FAIL, socket.EAI_SYSTEM, socket.EAI_MEMORY}


async def addresses(host: str) -> tuple[str, ...]:
    """Every address of a host, in the order the system prefers them.

    What connects, connects to one of these: asked a second time, a name may lead elsewhere.

    Raises:
        Refused: one of them is a link-local or metadata address.
        TargetFault: there is no such name.
        CouldNotLook: this machine's resolver does not answer.
    """
    found = (host,) if _is_address(host) else await _looked_up(host)
    for address in found:
        permit_address(address, host)
    return found


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


async def _looked_up(host: str) -> tuple[str, ...]:
    awaiting(f"this machine's resolver to find {host}", ours=True)
    try:
        found = await in_thread(lambda: socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))
    except UnicodeError as error:
        raise CouldNotLook(f"{host!r} is not the name of a host: {error}") from None
    except socket.gaierror as error:
        if error.errno in _UNKNOWN:
            raise CouldNotLook(
                f"this machine could not look up {host}: {error.strerror}. Is it offline, is its DNS server reachable?"
            ) from None
        raise TargetFault(f"{host} has no address: {error.strerror}") from None
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


async def connected(host: str, port: int, found: tuple[str, ...]) -> socket.socket:
    """A TCP connection to the first of a host's addresses that takes one.

    Raises:
        TargetFault: none does.
        CouldNotLook: this machine could not even try.
    """
    error: OSError | None = None
    for address in found:
        awaiting(f"{host} (address {address}) to take a connection on port {port}")
        try:
            return await _connect(address, port)
        except OSError as caught:
            error = caught
    raise fault(error or OSError(), f"{host} port {port}")


async def _connect(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setblocking(False)
    try:
        await asyncio.get_running_loop().sock_connect(made, (address, port))
    except BaseException:
        made.close()
        raise
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made
