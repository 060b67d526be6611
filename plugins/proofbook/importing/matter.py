"""Owner and review of a page's front matter; the rest of it stays as it is written."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from proofbook.importing.page import Page

OWNERS = ("owner", "owner_slack", "team")
REVIEWED = ("last_reviewed_on", "last_reviewed", "reviewed")
#: What the runbook says in other words, or what only another generator understands and no reader misses.
SAID = frozenset({"title"})
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_AGE = re.compile(r"(\d{1,4})\s*(day|week|month|year)s?")
#: How often a page is read again that does not say so.
DEFAULT = "180d"


def from_front_matter(
    page: Page, owners: frozenset[str] | None, note: Callable[[str, str], None]
) -> tuple[dict[str, Any], str]:
    """What the front matter says of owner and review, and the whole of it as text if it says more."""
    if page.fault:
        note("left", f"the front matter, which is no valid {page.language}: {page.fault}")
        return {}, _quoted(page)
    said: dict[str, Any] = {}
    used = set(SAID)
    if owner := next((key for key in OWNERS if isinstance(page.front.get(key), str)), ""):
        used |= _owner(said, owner, page.front[owner].strip(), owners, note)
    if reviewed := next((key for key in REVIEWED if _is_date(page.front.get(key))), ""):
        said["review"] = {"reviewed": str(page.front[reviewed])[:10], "every": _every(page.front, note)}
        used |= {reviewed, "review_in"}
        note("mapped", f"reviewed {page.front[reviewed]}")
    rest = [key for key in page.front if key not in used]
    if rest:
        note("left", f"front matter: {', '.join(map(str, rest))}")
    return said, _quoted(page) if rest else ""


def _owner(
    said: dict[str, Any], key: str, name: str, owners: frozenset[str] | None, note: Callable[[str, str], None]
) -> set[str]:
    if not name or (owners is not None and name not in owners):
        note("left", f"the owner {name}: the site's settings do not know it")
        return set()
    said["owner"] = name
    note("mapped", f"owner {name}")
    return {key}


def _every(front: dict[str, Any], note: Callable[[str, str], None]) -> str:
    told = str(front.get("review_in") or "")
    if found := _AGE.fullmatch(told.strip().casefold()):
        return f"{int(found[1]) * _DAYS[found[2]]}d"
    note("guessed", f"reviewed every {DEFAULT}")
    return DEFAULT


def _is_date(value: object) -> bool:
    try:
        date.fromisoformat(str(value)[:10])
    except ValueError:
        return False
    return True


def _quoted(page: Page) -> str:
    source = page.front_source.strip()
    return f"```{page.language.casefold()}\n{source}\n```" if source else ""
