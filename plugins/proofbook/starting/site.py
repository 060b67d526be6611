"""A whole site, small and green at once."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from proofbook import __version__
from proofbook.errors import Usage
from proofbook.starting.templates import Written, filled, templates, write_new


class Answers(Struct, frozen=True, kw_only=True):
    """What a new site is called, and who answers for it."""

    name: str
    owner: str = "operations"
    contact: str = "#operations"


def new_site(folder: Path, answers: Answers) -> tuple[Written, ...]:
    """Write every file of a small site that is not there yet, and say which were.

    Raises:
        Usage: the folder cannot be written to.
    """
    values = {
        "NAME": " ".join(answers.name.split()),
        "OWNER": answers.owner,
        "CONTACT": answers.contact,
        "VERSION": __version__,
    }
    try:
        return tuple(write_new(folder / path, filled(text, values)) for path, text in templates("site"))
    except OSError as error:
        raise Usage(f"cannot write {error.filename}: {error.strerror}") from None
