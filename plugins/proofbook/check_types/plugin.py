"""Look by a monitoring plugin: any program that keeps to the Nagios API.

Its exit code is its state: 0 ok, 1 warning, 2 critical; 3 (unknown) and any other mean that it could not look: `error`.
Performance data is read as the monitoring-plugins guidelines write it, units brought to their base as Icinga does.
"""

from __future__ import annotations

from typing import Any

import msgspec

from proofbook.check_types.base import Effect, Fact, Facts, World
from proofbook.check_types.perfdata import read_output
from proofbook.check_types.programs import Argv, Invocation, program
from proofbook.errors import CouldNotLook

SCHEMA = Argv | Invocation

FACTS = {
    "state": Fact("`ok`, `warning` or `critical`", "string", example="ok"),
    "exit_code": Fact("0, 1 or 2", "integer", example="{le: 1}"),
    "text": Fact("its first line, without performance data", "string", example="{contains: OK}"),
    "long_text": Fact("the lines after it", "string"),
    "perfdata": Fact(
        "values by label, in bytes, bits, seconds or percent where they have such a unit",
        "object",
        select="name",
        example="{load1: {lt: 4}}",
    ),
    "measures": Fact(
        "by JSONPath, for each label `value` (null for `U`), `unit`, `warn`, `crit`, `min`, `max`, and whether "
        "the value is in the range to warn of (`warning`) or worse (`critical`)",
        "object",
        select="jsonpath",
        example="{$.load1.critical: false}",
    ),
    "malformed": Fact("performance data that could not be understood", "list", example="{is_empty: true}"),
    "stdout": Fact("all that it printed, up to 1 MiB", "string"),
    "stderr": Fact("what it printed as errors, up to 1 MiB", "string"),
    "duration_ms": Fact("milliseconds from start to end", "number"),
}
EFFECT = Effect.COMMANDS
TIMEOUT = 30.0

STATES = {0: "ok", 1: "warning", 2: "critical"}


async def observe(params: tuple[str, ...] | Invocation, world: World) -> Facts:
    """Run the plugin to its end, and read what it says."""
    finished = await world.execute(program(params))
    said = read_output(finished.stdout)
    if finished.exit_code not in STATES:
        meaning = "UNKNOWN" if finished.exit_code == 3 else f"exit code {finished.exit_code}, which is no state"  # noqa: PLR2004
        words = said.text or finished.stderr.strip().partition("\n")[0] or "no text"
        raise CouldNotLook(f"the plugin could not look: {meaning}: {words}")
    measures: dict[str, Any] = {label: msgspec.to_builtins(one) for label, one in said.measures.items()}
    return {
        "state": STATES[finished.exit_code],
        "exit_code": finished.exit_code,
        "text": said.text,
        "long_text": said.long_text,
        "perfdata": {label: one.value for label, one in said.measures.items() if one.value is not None},
        "measures": measures,
        "malformed": list(said.malformed),
        "stdout": finished.stdout,
        "stderr": finished.stderr,
        "duration_ms": finished.duration_ms,
    }
