"""Alerts that the rule files named in the settings define."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from proofbook.load.entry import settings_problem
from proofbook.load.settings import CONFIG
from proofbook.model.place import Problem
from proofbook.model.settings import Settings
from proofbook.project_files import files_matching
from proofbook.rule_files import read_rules, templated


class Known(Struct, frozen=True):
    """Names of alerts as rule files write them, and what is wrong with those files.

    `sure` is whether these are all there are: no rule file is broken, and no name is still to be filled in.
    """

    names: frozenset[str] = frozenset()
    sure: bool = False
    problems: tuple[Problem, ...] = ()


NOTHING_KNOWN = Known()


def known_alerts(root: Path, settings: Settings) -> Known:
    """Every alert of the rule files; nothing is known, and nothing asked, where none are named."""
    names: set[str] = set()
    problems: list[Problem] = []
    for at, pattern in enumerate(settings.alerts.rules):
        try:
            files = files_matching(root.resolve(), pattern)
        except ValueError as error:
            problems.append(_about(root, at, str(error)))
            continue
        if not files:
            problems.append(_about(root, at, f"no file matches `{pattern}`"))
        for file in files:
            read = read_rules((root / file).read_bytes(), file)
            names |= {alert.name for alert in read.alerts}
            problems += [read.fault] if read.fault else []
    sure = bool(settings.alerts.rules) and not problems and not any(map(templated, names))
    return Known(frozenset(names), sure, tuple(problems))


def _about(root: Path, at: int, message: str) -> Problem:
    expected, advice = "Prometheus rule files of the project", "mend `alerts: {rules: […]}` in the plugin's settings"
    return settings_problem(root / CONFIG, ("alerts", "rules", at), message, expected=expected, advice=advice)
