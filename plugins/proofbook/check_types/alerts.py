"""Look whether every alert of Prometheus' rule files has a runbook page here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated
from urllib.parse import urlsplit

from msgspec import Meta, Struct

from proofbook.check_types.base import Effect, Fact, Facts, Subject, World
from proofbook.check_types.here import Here
from proofbook.errors import CouldNotLook, TargetFault
from proofbook.model.settings import Glob
from proofbook.rule_files import Alert, RuleFile, read_rules, templated

VERDICTS = ("resolves", "broken", "missing", "templated", "external")


class SCHEMA(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which rules; what is not said stands in the plugin's settings, under `alerts:`."""

    rules: Annotated[tuple[Glob, ...], Meta(description="Rule files. By default those of the settings.")] = ()
    annotations: Annotated[
        tuple[str, ...],
        Meta(description="Annotations, else labels, with the address of the runbook; the first there is counts."),
    ] = ()
    here: Annotated[
        tuple[str, ...], Meta(description="How addresses of this site begin. By default as `site_url`.")
    ] = ()
    ignore_case: Annotated[bool, Meta(description="Whether the site's server takes addresses in any case.")] = False


FACTS = {
    "files": Fact("rule files with alerts or recording rules", "integer"),
    "recording_rules": Fact("recording rules", "integer"),
    "alerts": Fact("alerting rules", "integer", example="{gt: 0}"),
    "resolves": Fact("alerts whose link leads to a page, heading or file here", "integer"),
    "broken": Fact("alerts whose link should lead here, and leads nowhere", "integer", example="0"),
    "missing": Fact("alerts without a link", "integer", example="0"),
    "templated": Fact("alerts whose link is still to be filled in, so that nobody can tell", "integer"),
    "external": Fact("alerts whose link leads to another site", "integer"),
    "resolves_names": Fact("their names, each once", "list"),
    "broken_names": Fact("their names, each once", "list"),
    "missing_names": Fact("their names, each once", "list"),
    "templated_names": Fact("their names, each once", "list"),
    "external_names": Fact("their names, each once", "list"),
    "unanswered_names": Fact(
        "alerts that no runbook here says it answers and whose link leads nowhere here",
        "list",
        example="{is_empty: true}",
    ),
    "findings": Fact("what is broken or missing, with file and line", "list", example="{is_empty: true}"),
    "without_rules": Fact("files that hold no rules", "list"),
    "templates": Fact("files that are YAML only without their template tags; they were read so", "list"),
}
EFFECT = Effect.FILES
SUBJECT = Subject.SITE
TIMEOUT = 10.0


async def observe(params: SCHEMA, world: World) -> Facts:
    """Read every rule and follow its link."""
    said = world.home.alerts
    read = [read_rules(world.read(path), path) for path in _paths(params.rules or said.rules, world)]
    alerts = [alert for one in read for alert in one.alerts]
    _refuse_faults(read)
    if not alerts:
        raise TargetFault(f"no alert stands in {', '.join(one.file for one in read[:5])}")
    here = Here(
        world, params.here or said.here or (world.home.url,), ignore_case=params.ignore_case or said.ignore_case
    )
    judged = [(alert, *_verdict(alert, params.annotations or said.annotations, here)) for alert in alerts]
    answered = {name.casefold() for name in world.home.library.alerts()}
    return {
        "files": sum(one.groups > 0 for one in read),
        "recording_rules": sum(one.recording_rules for one in read),
        "alerts": len(alerts),
        **{name: sum(verdict == name for _, verdict, _ in judged) for name in VERDICTS},
        **{f"{name}_names": _names(alert for alert, verdict, _ in judged if verdict == name) for name in VERDICTS},
        "unanswered_names": _names(
            alert for alert, verdict, _ in judged if verdict != "resolves" and alert.name.casefold() not in answered
        ),
        "findings": [_finding(*one) for one in judged if one[1] in {"broken", "missing"}],
        "without_rules": [one.file for one in read if not one.groups],
        "templates": [one.file for one in read if one.untagged],
    }


def _paths(patterns: tuple[str, ...], world: World) -> list[str]:
    if not patterns:
        raise CouldNotLook("no rule files are named: add `rules:`, or `alerts: {rules: […]}` to the plugin's settings")
    found: set[str] = set()
    for pattern in patterns:
        some = world.find(pattern)
        if not some:
            raise TargetFault(f"no file matches {pattern}")
        found.update(some)
    return sorted(found)


def _refuse_faults(read: list[RuleFile]) -> None:
    """A file that cannot be read may hold alerts that nobody has counted."""
    faults = [one.fault for one in read if one.fault]
    if faults:
        told = "; ".join(f"{one.place}: {one.message}; {one.advice}" for one in faults[:5])
        more = f"; and {len(faults) - 5} files more" if len(faults) > 5 else ""  # noqa: PLR2004 - as many as are told
        raise TargetFault(told + more)


def _verdict(alert: Alert, annotations: tuple[str, ...], here: Here) -> tuple[str, str]:
    """What a rule's link comes to, and the link."""
    said = (marks.get(name, "").strip() for name in annotations for marks in (alert.annotations, alert.labels))
    link = next((one for one in said if one), "")
    if not link:
        return "missing", ""
    if templated(link):
        return "templated", link
    if not here.owns(link) or urlsplit(link).scheme not in {"", "http", "https"}:
        return "external", link
    return ("resolves" if here.leads(link) else "broken"), link


def _names(alerts: Iterable[Alert]) -> list[str]:
    return sorted({alert.name for alert in alerts})


def _finding(alert: Alert, verdict: str, link: str) -> str:
    what = f"nothing here stands at {link}" if verdict == "broken" else "no link to a runbook"
    return f"{alert.file}:{alert.line}: {alert.name}: {what}"
