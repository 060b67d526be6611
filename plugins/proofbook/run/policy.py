"""What a run may do: the settings' `allow:`, asked before each thing is done."""

from __future__ import annotations

import ipaddress
import os
from pathlib import Path

from proofbook.errors import Refused
from proofbook.model.settings import Allow

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

#: Where clouds serve credentials outside the link-local range: AWS, Google, Azure, Alibaba, Oracle.
METADATA = frozenset(
    map(ipaddress.ip_address, ("fd00:ec2::254", "fd20:ce::254", "168.63.129.16", "100.100.100.200", "192.0.0.192"))
)
#: RFC 6052: the last four bytes are an IPv4 address.
NAT64 = ipaddress.ip_network("64:ff9b::/96")

#: Never read, whatever is allowed: they hold secrets and history.
PRIVATE = frozenset({".git", ".env"})


def permit_commands(allow: Allow) -> None:
    """Raises `Refused` unless programs may be started."""
    if not allow.commands:
        raise Refused("not granted: to start programs, add `commands: true` to `allow:` in mkdocs.yml")


def permit_python(allow: Allow) -> None:
    """Raises `Refused` unless functions of `checks/` may be called."""
    if not allow.python:
        raise Refused("not granted: to call functions of checks/, add `python: true` to `allow:` in mkdocs.yml")


def permit_system(allow: Allow) -> None:
    """Raises `Refused` unless the machine's processes, disks and memory may be looked at."""
    if not allow.system:
        raise Refused("not granted: to look at this machine, add `system: true` to `allow:` in mkdocs.yml")


def permit_files(allow: Allow) -> None:
    """Raises `Refused` unless files may be read."""
    if not allow.files:
        raise Refused("not granted: to read files, add `files: true` to `allow:` in mkdocs.yml")


def permit_host(host: str, allow: Allow, secrets: tuple[str, ...] = ()) -> None:
    """Raises `Refused` unless a host may be connected to, and may be sent the secrets that are named."""
    if host not in allow.network and secrets:
        names = " and ".join(secrets)
        raise Refused(f"{names} may not go to {host}: a secret goes to the `hosts:` it is granted, and no other")
    if host not in allow.network:
        raise Refused(f"not granted: to connect to {host}, add it under `network:` in `allow:` in mkdocs.yml")


def permit_address(address: str, host: str) -> None:
    """Raises `Refused` for link-local addresses, where clouds serve their metadata and credentials."""
    ip = _inner(ipaddress.ip_address(address.partition("%")[0]))
    if ip.is_link_local or ip in METADATA:
        raise Refused(f"{host} leads to {address}, a link-local or metadata address: refused always")


def _inner(ip: Address) -> Address:
    """The IPv4 address that an IPv6 address is a way of writing, or the way to through a gateway."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip


def permitted_path(path: str, root: Path, allow: Allow) -> Path:
    """The file a path of the project means, links followed.

    Raises:
        Refused: files may not be read, or it leads out of the project or to something private.
    """
    permit_files(allow)
    return inside(path, root)


def inside(path: str, root: Path) -> Path:
    """The entry of the project that a path means, links followed.

    Raises:
        Refused: it leads out of the project or to something private.
    """
    top = str(root)
    real = os.path.realpath(os.path.join(top, path))  # noqa: PTH118 - asked of every file at every look
    if real != top and not real.startswith(top.rstrip(os.sep) + os.sep):
        raise Refused(f"{path} leads out of the project")
    if not PRIVATE.isdisjoint(real[len(top) :].split(os.sep)):  # noqa: PTH206
        raise Refused(f"{path} is private: {', '.join(sorted(PRIVATE))} are never read")
    return Path(real)
