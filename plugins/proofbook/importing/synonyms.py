"""Which headings mean which part of a runbook."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from proofbook.errors import Usage
from proofbook.yaml_text import parse_yaml

Synonyms = Mapping[str, tuple[str, ...]]

#: `about` goes to the description, `steps` to stages; the others are what they say. Compared without case.
KNOWN: Synonyms = {
    "about": (
        "meaning", "symptoms", "alert description", "description", "overview", "summary", "impact", "background",
        "introduction", "context", "what is it", "what it means",
    ),
    "steps": (
        "diagnosis", "possible checks", "steps to check", "troubleshooting", "mitigation", "resolution",
        "resolution steps", "potential resolution steps", "recommended actions", "steps", "procedure", "how to",
        "investigation", "actions", "fix", "verification",
    ),
    "prerequisites": ("prerequisites", "pre-requisites", "requirements", "before you start", "before you begin"),
    "rollback": ("rollback", "roll back", "rolling back", "back out", "revert"),
}  # fmt: skip

#: Headings of what people read to understand; steps only where something is to be done below them.
BACKGROUND = frozenset({
    "architecture", "availability", "causes", "contents", "dashboards", "durability", "further reading", "links",
    "links to further documentation", "logging", "monitoring", "monitoring/alerting", "performance", "possible causes",
    "references", "related alerts", "related links", "resources", "scalability", "security/compliance", "see also",
    "service overview", "table of contents", "troubleshooting pointers",
})  # fmt: skip


def read_synonyms(path: Path | None) -> Synonyms:
    """The known headings, and those of a YAML file that maps a part to a list of headings.

    Raises:
        Usage: the file is not such a map.
    """
    if path is None:
        return KNOWN
    data = parse_yaml(path.read_bytes(), path.name).data
    try:
        more = msgspec.convert(data, dict[str, tuple[str, ...]])
    except msgspec.ValidationError as error:
        raise Usage(f"{path}: {error}; expected lists of headings under {', '.join(KNOWN)}") from None
    if unknown := sorted(set(more) - set(KNOWN)):
        raise Usage(f"{path}: there is no part `{unknown[0]}`; there are {', '.join(KNOWN)}")
    own = {name.casefold() for names in more.values() for name in names}
    kept = {part: tuple(name for name in names if name not in own) for part, names in KNOWN.items()}
    return {part: (*names, *(one.casefold() for one in more.get(part, ()))) for part, names in kept.items()}


def part_of(heading: str, synonyms: Synonyms) -> str:
    """The part that a heading begins, or nothing if it is not known."""
    plain = _plain(heading)
    return next((part for part, names in synonyms.items() if plain in names), "")


def is_background(heading: str) -> bool:
    """Whether people read what is below it to understand."""
    return _plain(heading) in BACKGROUND


def _plain(heading: str) -> str:
    return " ".join(heading.casefold().split()).strip(" :.?!")
