"""Permissions given on the command line, on top of those of the settings."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import fields, replace

from proofbook.errors import Usage
from proofbook.model.settings import Allow, Secret, Settings
from proofbook.nearest import did_you_mean


def granted(settings: Settings, allow: Sequence[str], secrets: Sequence[str]) -> Settings:
    """The settings with `--allow network=HOST`, `--allow commands`, `--secret NAME=HOST` … added.

    Raises:
        Usage: there is no such permission, or it lacks its value.
    """
    wider = replace(settings, allow=_allowed(settings.allow, allow))
    return replace(wider, secrets=_secrets(wider, secrets))


def _allowed(allow: Allow, words: Sequence[str]) -> Allow:
    known = {field.name: field.type for field in fields(Allow)}
    for word in words:
        name, equals, value = word.partition("=")
        if name not in known:
            raise Usage(f"--allow {word}: {did_you_mean(name, known) or 'there are ' + ', '.join(known)}")
        before = getattr(allow, name)
        if isinstance(before, bool):
            if equals:
                raise Usage(f"--allow {word}: `{name}` takes no value")
            allow = replace(allow, **{name: True})
        elif not value:
            raise Usage(f"--allow {word}: say which, as in --allow {name}=NAME")
        else:
            allow = replace(allow, **{name: (*before, value)})
    return allow


def _secrets(settings: Settings, words: Sequence[str]) -> dict[str, Secret]:
    """A secret without a host may go wherever the network may; one that is granted already, there too."""
    found = dict(settings.secrets)
    for word in words:
        name, _, host = word.partition("=")
        if not name.isidentifier():
            raise Usage(f"--secret {word}: expected NAME or NAME=HOST, where NAME is an environment variable")
        before = found.get(name, Secret())
        hosts = (host,) if host else settings.allow.network
        found[name] = replace(before, hosts=tuple(dict.fromkeys((*before.hosts, *hosts))))
    return found
