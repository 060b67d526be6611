"""This site's runbooks as an assistant needs them: found by id, by alert or by words, and read anew each time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from proofbook.nearest import nearest
from proofbook.yaml_text import parse_yaml

FOLDER = Path(__file__).parents[2] / "runbooks"
# No slots in these records: the SDK would take them for defaults.
WORD = re.compile(r"[a-z]{4,}")


@dataclass(frozen=True)
class Step:
    """One step of a runbook; `estimate` is a duration such as `5m`, or empty."""

    title: str
    role: str
    estimate: str
    instructions: str


@dataclass(frozen=True)
class Runbook:
    """A runbook; `page` is its address on the site."""

    id: str
    title: str
    description: str
    owner: str
    alerts: list[str]
    page: str
    steps: list[Step]


def runbooks(folder: Path = FOLDER) -> list[Runbook]:
    """All of them, in the order of their ids."""
    return sorted(_read(folder), key=lambda one: one.id)


def look_up(name: str, known: list[Runbook]) -> Runbook | None:
    """The runbook with this id, or the first that answers this alert; capitals do not matter."""
    wanted = name.strip().casefold()
    answering = [one for one in known if wanted in (alert.casefold() for alert in one.alerts)]
    return next((one for one in known if one.id == wanted), next(iter(answering), None))


def nearest_name(name: str, known: list[Runbook]) -> str:
    """The id or alert that was probably meant; empty if none is near."""
    return nearest(name, [each for one in known for each in (one.id, *one.alerts)])


def fitting(task: str, known: list[Runbook]) -> Runbook | None:
    """The runbook that has most words of the task; those in its title count twice."""
    words = _words(task)
    scores = {one.id: len(words & _words(_text(one))) + len(words & _words(one.title)) for one in known}
    best = max(known, key=lambda one: scores[one.id], default=None)
    return best if best and scores[best.id] else None


def _read(folder: Path) -> Iterator[Runbook]:
    for file in sorted(folder.rglob("*.yml")):
        data = parse_yaml(file.read_bytes(), file.name).data
        if data["kind"] == "runbook":
            stages = data.get("stages", [data])
            steps = [_step(one) for stage in stages for one in stage["steps"]]
            yield Runbook(
                id=data["id"],
                title=data["title"],
                description=data.get("description", ""),
                owner=data.get("owner", ""),
                alerts=data.get("alerts", []),
                page=f"/runbooks/{data['id']}/",
                steps=steps,
            )


def _step(step: dict[str, Any]) -> Step:
    return Step(
        title=step["title"],
        role=step.get("role", ""),
        estimate=step.get("estimate", ""),
        instructions=step.get("instructions", ""),
    )


def _text(runbook: Runbook) -> str:
    return " ".join([runbook.title, runbook.description, *(step.title for step in runbook.steps)])


def _words(text: str) -> set[str]:
    return set(WORD.findall(text.casefold()))
