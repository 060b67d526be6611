"""What a run may do: the settings' `allow:`, asked before each thing is done."""

from __future__ import annotations

import ipaddress
from pathlib import Path

from proofbook.errors import Refused
from proofbook.model.settings import Allow

#: Never read, whatever is allowed: they hold secrets and history.
PRIVATE = frozenset({".git", ".env"})


def permit_commands(allow: Allow) -> None:
    """Raises `Refused` unless programs may be started."""
    if not allow.commands:
        raise Refused("not granted: to start programs, add `commands: true` to `allow:` in mkdocs.yml")


def permit_host(host: str, allow: Allow) -> None:
    """Raises `Refused` unless a host may be connected to."""
    if host not in allow.network:
        raise Refused(f"not granted: to connect to {host}, add it under `network:` in `allow:` in mkdocs.yml")


def permit_address(address: str, host: str) -> None:
    """Raises `Refused` for link-local addresses, where clouds serve their metadata and credentials."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None) or ip
    if mapped.is_link_local or str(mapped) == "fd00:ec2::254":
        raise Refused(f"{host} leads to {address}, a link-local or metadata address: refused always")


def permitted_path(path: str, root: Path, allow: Allow) -> Path:
    """The file a path of the project means, links followed.

    Raises:
        Refused: files may not be read, or it leads out of the project or to something private.
    """
    if not allow.files:
        raise Refused("not granted: to read files, add `files: true` to `allow:` in mkdocs.yml")
    real = (root / path).resolve()
    if not real.is_relative_to(root):
        raise Refused(f"{path} leads out of the project")
    if PRIVATE & set(real.relative_to(root).parts):
        raise Refused(f"{path} is private: {', '.join(sorted(PRIVATE))} are never read")
    return real
