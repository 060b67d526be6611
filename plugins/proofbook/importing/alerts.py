"""Alerting rules to stub runbooks: one for each alert that no runbook answers yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from proofbook.importing.naming import Names
from proofbook.importing.writing import written
from proofbook.model.addresses import alert_page
from proofbook.rule_files import Alert, RuleFile, read_rules, templated

ENDINGS = (".yml", ".yaml", ".rules")
#: What rules call it, and what runbooks do. What is not here is left out, and low.
SEVERITIES = {
    **dict.fromkeys(("critical", "page", "disaster"), "critical"),
    **dict.fromkeys(("error", "high", "major"), "high"),
    **dict.fromkeys(("warning", "warn", "medium"), "medium"),
    **dict.fromkeys(("minor", "low", "info"), "low"),
}


class Stub(Struct, frozen=True, kw_only=True):
    """What became of an alert: the runbook that was made, or why none was, and the link for its rule."""

    alert: Alert
    link: str
    target: str = ""
    skipped: str = ""


class Wanted(Struct, frozen=True, kw_only=True):
    """What the site has already, and how its addresses begin. `known` are the alerts it knows, if it must know them.

    `answered` gives for an alert, without case, its name as the runbook has it, and the runbook.
    """

    answered: Mapping[str, tuple[str, str]]
    taken: frozenset[str]
    known: frozenset[str] | None = None
    owner: str = ""
    url: str = ""
    directories: bool = True

    def link(self, name: str) -> str:
        """The address of an alert's page."""
        page = alert_page(name).removesuffix(".md") + ("/" if self.directories else ".html")
        return f"{self.url.rstrip('/')}/{page}" if self.url else page


def rule_files(paths: tuple[Path, ...]) -> Iterator[RuleFile]:
    """Every file, and of folders those that hold rules or cannot be read."""
    for path in paths:
        if path.is_dir():
            found = sorted(one for one in path.rglob("*") if one.suffix in ENDINGS and one.is_file())
            read = (read_rules(one.read_bytes(), str(one)) for one in found)
            yield from (one for one in read if one.groups or one.fault)
        else:
            yield read_rules(path.read_bytes(), str(path))


def bring_alerts(alerts: tuple[Alert, ...], out: Path, site: Wanted) -> Iterator[Stub]:
    """Write a stub for each alert that has none, to `out`; no file that is there is touched."""
    ids, answered = Names(site.taken), dict(site.answered)
    for alert in alerts:
        if answer := answered.get(alert.name.casefold()):
            yield Stub(alert=alert, link=site.link(answer[0]), skipped=f"{answer[1]} answers it")
            continue
        if reason := _unfit(alert, site):
            yield Stub(alert=alert, link="", skipped=reason)
            continue
        identity = ids.give(alert.name)
        target = out / f"{identity}.yml"
        while target.exists():  # a name that is taken stays with what has it
            identity = ids.give(alert.name)
            target = out / f"{identity}.yml"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(written(document(alert, identity, site.owner), source=f"{alert.file}:{alert.line}"))
        answered[alert.name.casefold()] = (alert.name, identity)
        yield Stub(alert=alert, link=site.link(alert.name), target=str(target))


def _unfit(alert: Alert, site: Wanted) -> str:
    if templated(alert.name) or not alert.name.strip() or not alert.name.isprintable():
        return "its name is still to be filled in: render the template first"
    if site.known is not None and alert.name.casefold() not in site.known:
        return "none of the rule files of `alerts:` in mkdocs.yml has it"
    return ""


def document(alert: Alert, identity: str, owner: str) -> dict[str, Any]:
    """The stub of an alert, as its YAML says it; everything in it is from the rule."""
    severity = SEVERITIES.get(alert.labels.get("severity", "").casefold())
    said = {key: alert.annotations.get(key, "").strip() for key in ("summary", "description", "message")}
    linked = alert.annotations.get("runbook_url", "").strip()
    about = [text for key, text in said.items() if text and text not in [said[one] for one in said if one < key]]
    about += [f"The rule led to <{linked}> so far."] if linked.startswith(("https://", "http://")) else []
    step = {
        "id": "find-out",
        "title": "Find out what is wrong",
        "instructions": "Nobody has written yet what to do. Write here what you did, for the next one.",
    }
    made: dict[str, Any] = {"kind": "runbook", "id": identity, "title": alert.name[:200]}
    made |= {"owner": owner} if owner else {}
    made |= {"severity": severity} if severity else {}
    made |= {"alerts": [alert.name], "tags": ["stub"]}
    made |= {"description": _plain("\n\n".join(about))} if about else {}
    return {**made, "steps": [step]}


def _plain(text: str) -> str:
    """`${{` of a rule refers to nothing of ours."""
    return "".join(char for char in text.replace("${{", "$ {{") if char.isprintable() or char in "\n\t")
