"""What an import of alerts did, for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from proofbook.importing.alerts import Stub
from proofbook.rule_files import Alert, RuleFile


def alerts_report(files: Sequence[RuleFile], stubs: Sequence[Stub], by_hand: Sequence[Alert], annotation: str) -> str:
    """A line for each alert, what is left to do by hand, and the sums."""
    return "\n".join(_lines(files, stubs, by_hand, annotation)) + "\n"


def _lines(
    files: Sequence[RuleFile], stubs: Sequence[Stub], by_hand: Sequence[Alert], annotation: str
) -> Iterator[str]:
    made = [one for one in stubs if one.target]
    skipped = [one for one in stubs if one.skipped]
    refused = [one.fault for one in files if one.fault]
    links = {one.alert.name.casefold(): one.link for one in stubs}
    for one in made:
        yield f"{_place(one.alert)} → {one.target}\n  {annotation}: {one.link}"
    yield from (f"skipped {_place(one.alert)}: {one.skipped}" for one in skipped)
    yield from (f"refused {one.place}: {one.message}" + (f"; {one.advice}" if one.advice else "") for one in refused)
    for alert in by_hand:
        yield f"by hand {_place(alert)}: put in `{annotation}: {links[alert.name.casefold()]}`"
    yield f"stubs made: {len(made)}, alerts skipped: {len(skipped)}, files refused: {len(refused)}"


def _place(alert: Alert) -> str:
    return f"{alert.file}:{alert.line} {alert.name}"
