"""One more runbook, checklist, course or check in a site that is there."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from keyword import iskeyword
from pathlib import Path

from proofbook.errors import Usage
from proofbook.load import Site, load
from proofbook.model.fields import IDENTIFIER
from proofbook.starting.templates import filled, template, write_new

#: What can be made, and how its file ends.
KINDS: Mapping[str, str] = {"runbook": ".yml", "checklist": ".yml", "course": ".yml", "check": ".py"}


def new_document(site: Site, kind: str, name: str, title: str = "") -> Path:
    """Write a document that is valid at once, or a function of `checks/` to go on with.

    Raises:
        Usage: the name is no identifier, is taken, or its file cannot be written.
    """
    if not re.fullmatch(IDENTIFIER, name):
        raise Usage(f"{name!r} is no id: lower-case letters, digits, and single `-`, `_` or `.` between them")
    path = _path(site, kind, name)
    if kind != "check" and name in _taken(site):
        raise Usage(f"the site has a document {name!r} already; see `proofbook list`")
    ending = ".py.template" if kind == "check" else ".yml"
    owner = next(iter(site.settings.owners), "")
    values = {
        "ID": name,
        "TITLE": title or re.sub(r"[-_.]", " ", name).capitalize(),
        "OWNER": owner,
        "ROLE": owner or "head of operations",
        "DOCS": site.docs,
        "FUNCTION": path.stem,
        "UP": os.path.relpath(site.root, path.parent).replace(os.sep, "/") + "/",
    }
    try:
        written = write_new(path, filled(template(f"documents/{kind}{ending}"), values))
    except OSError as error:
        raise Usage(f"cannot write {path}: {error.strerror}") from None
    if not written.made:
        raise Usage(f"{path} is there already; nothing was written")
    return path


def _path(site: Site, kind: str, name: str) -> Path:
    if kind != "check":
        return site.root / site.settings.runbooks / f"{name}.yml"
    function = re.sub(r"[-.]", "_", name)
    if not function.isidentifier() or iskeyword(function):
        raise Usage(f"{name!r} cannot be the name of a function in Python; begin it with a letter")
    return site.root / "checks" / f"{function}.py"


def _taken(site: Site) -> set[str]:
    bodies = [document.body for document in load(site.root, site.settings).library.documents]
    return {name for body in bodies for name in (body.id, *getattr(body, "aliases", ()))}
