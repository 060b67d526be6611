"""The patch that puts `runbook_url` into rule files, whose lines stay as they are otherwise."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from difflib import unified_diff
from pathlib import Path

from proofbook.rule_files import Alert, RuleFile, read_rules


def applied_in(files: Sequence[RuleFile]) -> Path:
    """The folder to apply a patch in: the working one, where every rule file is below it, else what they share.

    `git apply` and `patch -p1` refuse names that lead out of the folder they work in.
    """
    here, paths = Path.cwd().resolve(), [Path(one.file).resolve() for one in files]
    inside = all(path.is_relative_to(here) for path in paths)
    return here if inside else Path(os.path.commonpath([path.parent for path in paths]))


def patch(
    files: Sequence[RuleFile], links: Mapping[str, str], annotation: str, base: Path
) -> tuple[str, tuple[Alert, ...]]:
    """A unified diff with the link of each alert that has none, and the alerts whose link must be put in by hand.

    `links` are addresses by alert, without case; files are named as they stand below `base`.
    """
    parts: list[str] = []
    left: list[Alert] = []
    for file in files:
        wanting = [one for one in file.alerts if one.name.casefold() in links and not _linked(one, annotation)]
        if not wanting:
            continue
        able = [one for one in wanting if one.spot and not file.untagged]
        left += [one for one in wanting if one not in able]
        old = Path(file.file).read_bytes().decode(errors="surrogateescape")
        new = _with_links(old, able, links, annotation)
        if _same_but_links(file, new, able, links, annotation):
            parts += _diff(old, new, Path(file.file).resolve().relative_to(base).as_posix())
        else:
            left += able
    return "".join(parts), tuple(left)


def _linked(alert: Alert, annotation: str) -> bool:
    return bool((alert.annotations.get(annotation) or alert.labels.get(annotation) or "").strip())


def _with_links(text: str, alerts: Sequence[Alert], links: Mapping[str, str], annotation: str) -> str:
    lines = text.splitlines(keepends=True)
    end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    for alert in sorted(alerts, key=lambda one: one.spot or (0, 0), reverse=True):
        if alert.spot:
            line, column = alert.spot
            if not lines[line - 2].endswith("\n"):
                lines[line - 2] += end
            said = f"{annotation}: {json.dumps(links[alert.name.casefold()])}{end}"
            indent = " " * (column - 1)
            whole = indent + said if alert.annotations else f"{indent}annotations:{end}{indent}  {said}"
            lines[line - 1 : line - 1] = [whole]
    return "".join(lines)


def _same_but_links(
    file: RuleFile, text: str, able: Sequence[Alert], links: Mapping[str, str], annotation: str
) -> bool:
    """Whether the rules read as before, and every alert has its link: a patch is never a guess."""
    again = read_rules(text.encode(errors="surrogateescape"), file.file)
    before = [(one.name, one.labels, dict(one.annotations)) for one in file.alerts]
    after = [(one.name, one.labels, dict(one.annotations)) for one in again.alerts]
    for (name, _, marks), alert in zip(before, file.alerts, strict=True):
        if alert in able:
            marks[annotation] = links[name.casefold()]
    return not again.fault and before == after


def _diff(old: str, new: str, name: str) -> Iterator[str]:
    """As `git apply` and `patch -p1` read it."""
    lines = unified_diff(_lines(old), _lines(new), f"a/{name}", f"b/{name}")
    yield from (line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _lines(text: str) -> list[str]:
    """Lines as `patch` counts them: they end with a line feed, and with nothing else."""
    *whole, rest = text.split("\n")
    return [f"{line}\n" for line in whole] + ([rest] if rest else [])
