"""A whole site, small and green at once."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

from proofbook import __version__
from proofbook.errors import Usage
from proofbook.starting.templates import Written, filled, templates, write_new


class Answers(Struct, frozen=True, kw_only=True):
    """What a new site is called, who answers for it, and where it will be published, if that is known."""

    name: str
    owner: str = "operations"
    contact: str = "#operations"
    url: str = ""


def new_site(folder: Path, answers: Answers) -> tuple[Written, ...]:
    """Write every file of a small site that is not there yet, and say which were.

    Raises:
        Usage: the address is none, or the folder cannot be written to.
    """
    host = host_of(answers.url)
    values = {
        "NAME": " ".join(answers.name.split()),
        "OWNER": answers.owner,
        "CONTACT": answers.contact,
        "URL": answers.url and answers.url.rstrip("/") + "/",
        "HOST": host,
        "LATER": "" if host else "# ",
        "VERSION": __version__,
    }
    try:
        return tuple(write_new(folder / path, filled(text, values)) for path, text in templates("site"))
    except OSError as error:
        raise Usage(f"cannot write {error.filename}: {error.strerror}") from None


def host_of(url: str) -> str:
    """The host of a site's address; empty where there is no address yet.

    Raises:
        Usage: it is none.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    if url and (not host or parts.scheme not in {"http", "https"}):
        raise Usage(f"{url!r} is no address of a site; write it as in https://docs.example.org/")
    return host
