"""What a monitoring plugin prints, read as the monitoring-plugins guidelines write it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct


class Measure(Struct, frozen=True, kw_only=True):
    """One value of the performance data, in its base unit; None where the plugin could not tell (`U`)."""

    value: float | None
    unit: str
    warn: str
    crit: str
    min: float | None
    max: float | None
    warning: bool | None
    critical: bool | None


class Said(Struct, frozen=True, kw_only=True):
    """All of a plugin's output."""

    text: str
    long_text: str
    measures: Mapping[str, Measure]
    malformed: tuple[str, ...]


#: Two quotes inside a quoted label mean one.
_TOKEN = re.compile(r"\s*((?:'(?:[^']|'')*'|[^\s'=]+)=\S*|\S+)")
_MEASURE = re.compile(r"(?:'((?:[^']|'')+)'|([^\s'=]+))=(.*)", re.DOTALL)
_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_VALUE = re.compile(rf"({_NUMBER})([^\d;.,+-][^\d;.,]*)?")
_RANGE = re.compile(rf"(@?)(?:(~|{_NUMBER})?:)?({_NUMBER})?")
#: Value, warn, crit, min, max.
_FIELDS = 5


def _units() -> dict[str, tuple[float, str]]:
    """Units with their factor and base, as Icinga reads them: K is 1000, Ki is 1024."""
    units = {"B": (1.0, "B"), "b": (1.0, "b"), "%": (1.0, "%"), "c": (1.0, "c")}
    units |= {"ns": (1e-9, "s"), "us": (1e-6, "s"), "µs": (1e-6, "s"), "ms": (1e-3, "s"), "s": (1.0, "s")}
    units |= {"m": (60.0, "s"), "h": (3600.0, "s"), "d": (86400.0, "s")}
    for power, letter in enumerate("KMGTPEZY", start=1):
        for base in ("B", "b"):
            for prefix in (letter, letter.lower()) if letter == "K" or base == "b" else (letter,):
                units[f"{prefix}{base}"] = (1000.0**power, base)
                units[f"{prefix}i{base}"] = (1024.0**power, base)
    return units


UNITS = _units()


def read_output(output: str) -> Said:
    """The first line, the lines after it, and the performance data of both, which stand after a `|`."""
    first, _, rest = output.strip("\r\n").partition("\n")
    text, _, data = first.partition("|")
    # Once a later line brings performance data, all that follows is such.
    long_text, _, more = rest.partition("|")
    measures, malformed = _read(f"{data} {more}")
    return Said(text=text.strip(), long_text=long_text.strip(), measures=measures, malformed=malformed)


def _read(data: str) -> tuple[dict[str, Measure], tuple[str, ...]]:
    measures: dict[str, Measure] = {}
    malformed = []
    for token in _TOKEN.findall(data.strip()):
        found = _MEASURE.fullmatch(token)
        measure = _measure(found.group(3)) if found else None
        if found is None or measure is None:
            malformed.append(token)
        else:
            measures[(found.group(1) or found.group(2)).replace("''", "'")] = measure
    return measures, tuple(malformed)


def _measure(text: str) -> Measure | None:
    """`value[unit];warn;crit;min;max`; None if it is not that."""
    value, warn, crit, low, high = (*text.split(";"), "", "", "", "")[:_FIELDS]
    number = _VALUE.fullmatch(value)
    if text.count(";") >= _FIELDS or not (number or value == "U"):
        return None
    if not all(_RANGE.fullmatch(one) for one in (warn, crit)) or not all(_is_number(one) for one in (low, high)):
        return None
    said = float(number.group(1)) if number else None
    factor, unit = UNITS.get(number.group(2) or "", (1.0, number.group(2) or "")) if number else (1.0, "")
    return Measure(
        value=None if said is None else said * factor,
        unit=unit,
        warn=warn,
        crit=crit,
        min=float(low) * factor if low else None,
        max=float(high) * factor if high else None,
        warning=alerts(said, warn),
        critical=alerts(said, crit),
    )


def _is_number(text: str) -> bool:
    return not text or re.fullmatch(_NUMBER, text) is not None


def alerts(value: float | None, range_: str) -> bool | None:
    """Whether a range such as `10`, `10:`, `~:5` or `@10:20` calls for an alert at a value; None without either.

    Outside of start and end, both included in what is fine; after `@`, inside. Start is 0 unless it is
    said, `~` is minus infinity, and no end is infinity.
    """
    found = _RANGE.fullmatch(range_)
    if value is None or not range_ or found is None:
        return None
    inside, start, end = found.groups()
    low = float("-inf") if start == "~" else float(start or 0)
    high = float(end) if end else float("inf")
    within = low <= value <= high
    return within if inside else not within
